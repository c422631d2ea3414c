"""What must hold of the hypotheses of hypotheses.yml, each fault with its line and key."""

from collections.abc import Iterator, Mapping
from typing import Any

from clusterbrief.errors import Faults, nearest_name
from clusterbrief.study.framework_model import Question
from clusterbrief.study.hypothesis_model import Evidence, HypothesisFile
from clusterbrief.study.placed_yaml import Placed, PlacedDocument
from clusterbrief.study.question_checks import Scales, options_of

NUMBERS = {"number", "share", "scale"}
LISTS = {"multiple", "ranking"}
CHOICES = {"single", "yesno", *LISTS}


def check_hypotheses(
    file: tuple[Any, PlacedDocument], known: Mapping[str, Question], scales: Scales, faults: Faults
) -> None:
    """Note all evidence that cannot be counted, and every main piece that is not there."""
    value, document = file
    hypotheses: HypothesisFile = value
    for index, hypothesis in enumerate(hypotheses.hypotheses):
        placed = Placed(hypothesis, document, ("hypotheses", index))
        codes = [each.code for each in hypothesis.evidence]
        if hypothesis.main not in codes:
            problem = f'Cannot find the evidence "{hypothesis.main}" that is to decide'
            faults.add(placed.place("main"), problem, nearest_name(hypothesis.main, codes))
    everything = list(_evidence(hypotheses, document))
    for each in everything:
        _check_answers(each, known, scales, faults)
    _check_once(everything, known, faults)


def _evidence(hypotheses: HypothesisFile, document: PlacedDocument) -> Iterator[Placed]:
    for number, hypothesis in enumerate(hypotheses.hypotheses):
        for index, each in enumerate(hypothesis.evidence):
            yield Placed(each, document, ("hypotheses", number, "evidence", index))


def _check_answers(placed: Placed, known: Mapping[str, Question], scales: Scales, faults: Faults) -> None:
    evidence: Evidence = placed.entry
    types = CHOICES if evidence.options else NUMBERS
    for index, code in enumerate(evidence.questions):
        question = known.get(code)
        if question is None:
            faults.add(
                placed.place("questions", index), f'Cannot find the question "{code}"', nearest_name(code, known)
            )
        elif question.type not in types:
            what = "options" if evidence.options else "a number"
            problem = f'Cannot compare answers of type "{question.type}" with {what}'
            remedy = f"Here questions are of type {', '.join(sorted(types))}."
            faults.add(placed.place("questions", index), problem, remedy)
        else:
            _check_options(placed, question, scales, faults)


def _check_options(placed: Placed, question: Question, scales: Scales, faults: Faults) -> None:
    known = [option.code for option in options_of(question, scales) if option.state == "answered"]
    known = ["yes", "no"] if question.type == "yesno" else known
    for index, code in enumerate(placed.entry.options):
        if code not in known:
            problem = f'Cannot find the option "{code}" of the question "{question.code}"'
            faults.add(placed.place("options", index), problem, nearest_name(code, known))


def _check_once(everything: list[Placed], known: Mapping[str, Question], faults: Faults) -> None:
    """Codes name one piece each; and no two count the same answers, whose difference could be worked out."""
    codes: dict[str, Placed] = {}
    counted: dict[tuple[str, str], Placed] = {}
    for each in everything:
        evidence: Evidence = each.entry
        if evidence.code in codes:
            remedy = f"It is first used at {codes[evidence.code].place()}."
            faults.add(each.place("code"), f'Cannot use the code "{evidence.code}" twice', remedy)
        codes.setdefault(evidence.code, each)
        for index, code in enumerate(evidence.questions):
            of_list = code in known and known[code].type in LISTS
            answers = [(code, option) for option in evidence.options] if of_list else [(code, "")]
            taken = [counted[answer] for answer in answers if answer in counted]
            if taken:
                what = "an option of the question" if of_list else "the question"
                remedy = f"The other is at {taken[0].place()}. With both, what few said could be worked out."
                faults.add(each.place("questions", index), f'Cannot count {what} "{code}" twice', remedy)
            for answer in answers:
                counted.setdefault(answer, each)
