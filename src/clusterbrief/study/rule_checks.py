"""What must hold of the rules that answers are checked by, each fault with its file, line and key."""

from collections.abc import Iterable, Mapping
from typing import Any

from clusterbrief.errors import Faults, nearest_name
from clusterbrief.study.framework_model import Question
from clusterbrief.study.placed_yaml import Placed
from clusterbrief.study.question_checks import Scales, options_of
from clusterbrief.study.rule_model import AddsUp, Confirmed, Contradiction, Excludes, NotAbove, NotAfter, Statement

Questions = Mapping[str, Question]

NUMBERS, CHOICES, LISTS = {"number", "share"}, {"single", "multiple", "ranking", "yesno"}, {"multiple", "ranking"}


def check_rules(rules: Iterable[Placed], known: Questions, scales: Scales, faults: Faults) -> None:
    """Note every rule that names an unknown question or option, or compares what cannot be compared."""
    for placed in rules:
        rule: Any = placed.entry
        if isinstance(rule, (AddsUp, NotAbove)):
            _check_sum(placed, known, faults)
        elif isinstance(rule, Contradiction):
            for index, statement in enumerate(rule.statements):
                inside = Placed(statement, placed.document, (*placed.keys, "statements", index))
                _check_statement(inside, known, scales, faults)
            _check_once(placed, "statements", rule.questions, faults)
        elif isinstance(rule, Confirmed):
            _check_confirmed(placed, known, scales, faults)
        elif isinstance(rule, Excludes):
            if question := _question(placed, rule.question, ("question",), known, LISTS, faults):
                _check_option(placed, rule.option, ("option",), question, scales, faults)
        elif isinstance(rule, NotAfter):
            _question(placed, rule.question, ("question",), known, {"number", "date"}, faults)


def _question(
    placed: Placed, code: str, keys: tuple[str | int, ...], known: Questions, types: set[str], faults: Faults
) -> Question | None:
    """The question that a rule names, where there is one of a type that the rule can read."""
    question = known.get(code)
    if question is None:
        faults.add(placed.place(*keys), f'Cannot find the question "{code}"', nearest_name(code, known))
    elif question.type not in types:
        problem = f'Cannot check the question "{code}" of type "{question.type}" by this rule'
        faults.add(placed.place(*keys), problem, f"It reads questions of type {', '.join(sorted(types))}.")
    else:
        return question
    return None


def _check_option(
    placed: Placed, code: str, keys: tuple[str | int, ...], question: Question, scales: Scales, faults: Faults
) -> None:
    known = [each.code for each in options_of(question, scales) if each.state == "answered"]
    known = ["yes", "no"] if question.type == "yesno" else known
    if code not in known:
        problem = f'Cannot find the option "{code}" of the question "{question.code}"'
        faults.add(placed.place(*keys), problem, nearest_name(code, known))


def _check_once(placed: Placed, key: str, codes: tuple[str, ...], faults: Faults) -> None:
    for index, code in enumerate(codes):
        if code in codes[:index]:
            faults.add(placed.place(key, index), f'Cannot name the question "{code}" twice in a rule')


def _check_sum(placed: Placed, known: Questions, faults: Faults) -> None:
    """Parts must not be negative: else those that were answered could not show that the sum is too high."""
    rule = placed.entry
    for index, code in enumerate(rule.questions):
        question = _question(placed, code, ("questions", index), known, NUMBERS, faults)
        if question and not _is_never_negative(question):
            problem = f'Cannot add up the question "{code}": its answers may be below zero'
            faults.add(placed.place("questions", index), problem, 'Write "least: 0" at the question.')
    _check_once(placed, "questions", rule.questions, faults)
    if isinstance(rule, NotAbove):
        _question(placed, rule.limit, ("limit",), known, NUMBERS, faults)
        if rule.limit in rule.questions:
            faults.add(placed.place("limit"), f'Cannot compare the question "{rule.limit}" with itself')


def _is_never_negative(question: Question) -> bool:
    return question.type == "share" if question.least is None else question.least >= 0


def _check_statement(placed: Placed, known: Questions, scales: Scales, faults: Faults) -> None:
    statement: Statement = placed.entry
    types = CHOICES if statement.options else NUMBERS
    question = _question(placed, statement.question, ("question",), known, types, faults)
    for index, code in enumerate(statement.options if question else ()):
        assert question is not None
        _check_option(placed, code, ("options", index), question, scales, faults)


def _check_confirmed(placed: Placed, known: Questions, scales: Scales, faults: Faults) -> None:
    rule: Confirmed = placed.entry
    asked = _question(placed, rule.question, ("question",), known, LISTS, faults)
    for option, code in rule.confirmed_by.items():
        place = ("confirmed_by", option)
        if asked:
            _check_option(placed, option, place, asked, scales, faults)
        if question := _question(placed, code, place, known, {"single"}, faults):
            _check_option(placed, rule.answer, ("answer",), question, scales, faults)
