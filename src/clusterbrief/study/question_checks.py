"""What must hold of questions and their options, each fault with its file, line and key."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from clusterbrief.errors import Faults, Place, nearest_name
from clusterbrief.study.framework_model import Option, Question, Structure
from clusterbrief.study.headings import expected_heading, normalised
from clusterbrief.study.placed_yaml import Placed, PlacedDocument

Scales = Mapping[str, tuple[Option, ...]]

NEEDED_ROLES = ("name", "country", "consent_name", "consent_story", "consent_contact")
TYPE_OF_ROLE = {"name": "text", "country": "single"} | dict.fromkeys(NEEDED_ROLES[2:], "yesno")


def options_of(question: Question, scales: Scales) -> tuple[Option, ...]:
    """The options of a question, its own or those of the list it shares."""
    return question.options or scales.get(question.options_from or "", ())


def check_questions(
    questions: Sequence[Placed],
    structure: Structure,
    scales: tuple[Any, PlacedDocument],
    countries: tuple[Any, PlacedDocument],
    faults: Faults,
) -> None:
    """Note every fault of the questions and of the lists of options they share."""
    lists = scales[0].scales
    for number, question in enumerate(questions):
        _check_references(question, structure, lists, faults)
        _check_condition(question, questions[:number], questions, lists, faults)
        _check_levels(question, faults)
        _check_options(list(_placed(question.entry.options, question.document, question.keys)), faults)
    for name, options in lists.items():
        _check_options(list(_placed(options, scales[1], ("scales", name), ())), faults)
    _check_headings(questions, faults)
    _check_roles(questions, faults)
    _check_countries(questions, {country.code for country in countries[0].countries}, faults)


def _placed(
    options: Sequence[Option],
    document: PlacedDocument,
    keys: tuple[str | int, ...],
    under: tuple[str, ...] = ("options",),
) -> Iterator[Placed]:
    for index, option in enumerate(options):
        yield Placed(option, document, (*keys, *under, index))


def _check_references(placed: Placed, structure: Structure, scales: Scales, faults: Faults) -> None:
    question: Question = placed.entry
    blocks = [block.code for block in structure.blocks]
    if question.block not in blocks:
        problem = f'Cannot find the block "{question.block}"'
        faults.add(placed.place("block"), problem, nearest_name(question.block, blocks))
    if question.options_from and question.options_from not in scales:
        problem = f'Cannot find the list "{question.options_from}" in scales.yml'
        faults.add(placed.place("options_from"), problem, nearest_name(question.options_from, scales))


def _check_condition(
    placed: Placed, earlier: Sequence[Placed], questions: Sequence[Placed], scales: Scales, faults: Faults
) -> None:
    condition = placed.entry.asked_if
    if condition is None:
        return
    known = {each.entry.code: each.entry for each in questions}
    if condition.question not in known:
        problem = f'Cannot find the question "{condition.question}"'
        faults.add(placed.place("asked_if", "question"), problem, nearest_name(condition.question, known))
    elif condition.question not in {each.entry.code for each in earlier}:
        problem = f'Cannot ask "{placed.entry.code}" before "{condition.question}", which decides whether it is asked'
        faults.add(placed.place("asked_if", "question"), problem, "Change their order.")
    else:
        inside = Placed(condition, placed.document, (*placed.keys, "asked_if"))
        check_chosen(inside, condition.options, known[condition.question], scales, faults)


def check_chosen(placed: Placed, codes: Sequence[str], question: Question, scales: Scales, faults: Faults) -> None:
    """Note codes under the key ``options`` that cannot be answers to a question."""
    known = ["yes", "no"] if question.type == "yesno" else [each.code for each in options_of(question, scales)]
    for code in codes:
        if code not in known:
            problem = f'Cannot find the option "{code}" of the question "{question.code}"'
            faults.add(placed.place("options"), problem, nearest_name(code, known))


def _check_levels(placed: Placed, faults: Faults) -> None:
    levels = [normalised(level) for level in placed.entry.levels]
    for index, level in enumerate(levels):
        if level in levels[:index]:
            problem = f"Cannot tell two levels apart: {levels.index(level)} and {index} read the same"
            faults.add(placed.place("levels", index), problem)


def _check_options(options: Sequence[Placed], faults: Faults) -> None:
    """Exports name options by their text, joined by ";", and some by their code."""
    codes: set[str] = set()
    texts: dict[str, str] = {}
    for each in options:
        code, text = each.entry.code, normalised(each.entry.text)
        if code in codes:
            faults.add(each.place("code"), f'Cannot use the option code "{code}" twice')
        if text in texts:
            faults.add(each.place("text"), f'Cannot tell two options with the text "{each.entry.text}" apart')
        if ";" in text:
            problem = 'Cannot use ";" in an option: survey tools join several answers with it'
            faults.add(each.place("text"), problem, "Use a comma.")
        codes.add(code)
        texts.setdefault(text, code)
    for each in options:
        if texts.get(normalised(each.entry.code), each.entry.code) != each.entry.code:
            problem = f'Cannot use the code "{each.entry.code}": another option has it as its text'
            faults.add(each.place("code"), problem)


def _check_headings(questions: Sequence[Placed], faults: Faults) -> None:
    """Exports head their columns with the texts of questions, so these must tell questions apart."""
    seen: dict[str, Placed] = {}
    for each in questions:
        heading = normalised(expected_heading(each.entry))
        if heading in seen:
            remedy = f"The other is at {seen[heading].place()}."
            faults.add(each.place("text"), "Cannot use the same text for two questions", remedy)
        seen[heading] = each


def _check_roles(questions: Sequence[Placed], faults: Faults) -> None:
    seen: dict[str, Placed] = {}
    for each in questions:
        role = each.entry.role
        if role and role in seen:
            remedy = f"The other is at {seen[role].place()}."
            faults.add(each.place("role"), f'Cannot give the role "{role}" to two questions', remedy)
        if role and each.entry.type != TYPE_OF_ROLE.get(role, each.entry.type):
            problem = f'Cannot give the role "{role}" to a question of type "{each.entry.type}"'
            faults.add(each.place("role"), problem, f'It needs the type "{TYPE_OF_ROLE[role]}".')
        if role:
            seen[role] = each
    missing = [f'"{role}"' for role in NEEDED_ROLES if role not in seen]
    if missing and questions:
        where = Place(questions[0].place().file)
        remedy = 'Add "role:" to the question that asks for it, in any file of questions.'
        faults.add(where, f"Cannot find a question with the role {', '.join(missing)}", remedy)


def _check_countries(questions: Sequence[Placed], countries: set[str], faults: Faults) -> None:
    for each in questions:
        if each.entry.role == "country":
            for option in _placed(each.entry.options, each.document, each.keys):
                if option.entry.code not in countries:
                    problem = f'Cannot find the country "{option.entry.code}" in countries.yml'
                    faults.add(option.place("code"), problem, nearest_name(option.entry.code, countries))
