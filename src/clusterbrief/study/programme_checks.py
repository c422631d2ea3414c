"""What must hold of programmes.yml: by itself, and against the published criteria; each fault with its line and key."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from clusterbrief.errors import Faults, nearest_name
from clusterbrief.study.framework_model import Question
from clusterbrief.study.placed_yaml import Placed, read_yaml
from clusterbrief.study.programme_model import (
    AllTest,
    AnyTest,
    ChosenTest,
    Compares,
    CompletionTest,
    CountTest,
    LevelTest,
    NumberTest,
    PlacesTest,
    PresentTest,
    ProgrammeFile,
    ShareTest,
    Test,
    UnknownTest,
    YearsTest,
)
from clusterbrief.study.question_checks import Scales, options_of

Questions = Mapping[str, Question]
Keys = tuple[str | int, ...]

NUMBERS, CHOICES = {"number", "share"}, {"single", "multiple", "ranking", "yesno"}
SHARE, YEARS, ORGANISATIONS = "share", "years", "organisations"  # units of the published thresholds
SELECTION = "selection"  # the kind of rows that choose among those who meet the criteria


def check_programmes(programmes: Iterable[Placed], known: Questions, scales: Scales, faults: Faults) -> None:
    """Note every test that names an unknown question or option, or reads a question of a wrong type."""
    for programme in programmes:
        criteria = list(_criteria(programme))
        tested = [each.entry.code for each in criteria if each.entry.test is not None]
        for index, placed in enumerate(criteria):
            code, whole = placed.entry.code, placed.entry.part_of
            if code in [each.entry.code for each in criteria[:index]]:
                faults.add(placed.place("code"), f'Cannot use the criterion "{code}" twice in a programme')
            if whole is not None and whole not in tested:
                problem = f'Cannot find a criterion "{whole}" with a test in the programme "{programme.entry.code}"'
                faults.add(placed.place("part_of"), problem, nearest_name(whole, tested))
            if placed.entry.test is not None:
                _check_test(_inside(placed, placed.entry.test, "test"), known, scales, faults)


def _criteria(programme: Placed) -> Iterator[Placed]:
    for index, criterion in enumerate(programme.entry.criteria):
        yield _inside(programme, criterion, "criteria", index)


def _inside(placed: Placed, entry: Any, *keys: str | int) -> Placed:
    return Placed(entry, placed.document, (*placed.keys, *keys))


def _check_test(placed: Placed, known: Questions, scales: Scales, faults: Faults) -> None:
    test: Test = placed.entry
    match test:
        case NumberTest():
            _check_sum(placed, known, faults)
        case ShareTest():
            _check_share(placed, known, faults)
        case PresentTest():
            for kind, codes in test.kinds.items():
                _check_numbers(placed, ("kinds", kind), codes, known, faults)
        case ChosenTest():
            _check_options(placed, CHOICES, known, scales, faults)
        case CountTest():
            _check_options(placed, {"multiple", "ranking"}, known, scales, faults)
        case YearsTest() | LevelTest():
            types = {"number"} if isinstance(test, YearsTest) else {"scale"}
            _question(placed, ("question",), test.question, known, types, faults)
        case AllTest() | AnyTest():
            for index, inner in enumerate(test.tests):
                _check_mixed(_inside(placed, inner, "tests", index), known, scales, faults)


def _check_sum(placed: Placed, known: Questions, faults: Faults) -> None:
    _check_numbers(placed, ("questions",), placed.entry.questions, known, faults)
    types = {known[code].type for code in placed.entry.questions if code in known} & NUMBERS
    if len(types) > 1:
        faults.add(placed.place("questions"), "Cannot add up numbers and shares in one test")


def _check_share(placed: Placed, known: Questions, faults: Faults) -> None:
    test: ShareTest = placed.entry
    _check_numbers(placed, ("parts",), test.parts, known, faults)
    _check_numbers(placed, ("of",), test.of, known, faults)
    for index, code in enumerate(test.parts):
        if code not in test.of:
            problem = f'Cannot take "{code}" as a part: it is not among the questions of the sum'
            faults.add(placed.place("parts", index), problem, nearest_name(code, test.of))
    if test.within is not None:
        _check_numbers(placed, ("within",), [test.within], known, faults)


def _check_mixed(placed: Placed, known: Questions, scales: Scales, faults: Faults) -> None:
    """A test inside another one has no published threshold of its own to read."""
    if isinstance(placed.entry, PlacesTest):
        faults.add(placed.place("method"), 'Cannot use "places" inside another test')
    if isinstance(placed.entry, Compares) and placed.entry.own_limit is None:
        faults.add(placed.place(), "Cannot find the limit of a test inside another one", _own_limit_remedy())
    _check_test(placed, known, scales, faults)


def _own_limit_remedy() -> str:
    return 'Write "least", "over" or "most".'


def _question(
    placed: Placed, keys: Keys, code: str, known: Questions, types: set[str], faults: Faults
) -> Question | None:
    """The question that a test names, where there is one of a type that the test can read."""
    question = known.get(code)
    if question is None:
        faults.add(placed.place(*keys), f'Cannot find the question "{code}"', nearest_name(code, known))
    elif question.type not in types:
        problem = f'Cannot read the question "{code}" of type "{question.type}" by this test'
        faults.add(placed.place(*keys), problem, f"It reads questions of type {', '.join(sorted(types))}.")
    else:
        return question
    return None


def _check_numbers(placed: Placed, keys: Keys, codes: Sequence[str], known: Questions, faults: Faults) -> None:
    """Numbers that are added up must not be negative: else those answered could not show what the sum reaches."""
    for index, code in enumerate(codes):
        place = keys if keys == ("within",) else (*keys, index)
        types = {"number"} if isinstance(placed.entry, ShareTest) else NUMBERS
        question = _question(placed, place, code, known, types, faults)
        several = len(codes) > 1 or placed.entry.method != "number"
        if question and several and question.type == "number" and (question.least is None or question.least < 0):
            problem = f'Cannot add up the question "{code}": its answers may be below zero'
            faults.add(placed.place(*place), problem, 'Write "least: 0" at the question.')
        if code in codes[:index]:
            faults.add(placed.place(*place), f'Cannot name the question "{code}" twice')


def _check_options(placed: Placed, types: set[str], known: Questions, scales: Scales, faults: Faults) -> None:
    question = _question(placed, ("question",), placed.entry.question, known, types, faults)
    if question is None:
        return
    answers = [each.code for each in options_of(question, scales) if each.state == "answered"]
    answers = ["yes", "no"] if question.type == "yesno" else answers
    for index, code in enumerate(placed.entry.options):
        if code not in answers:
            problem = f'Cannot find the option "{code}" of the question "{question.code}"'
            faults.add(placed.place("options", index), problem, nearest_name(code, answers))


def check_published(path: Path, known: Questions, published: pd.DataFrame, faults: Faults) -> None:
    """Note where programmes.yml and the table of published criteria do not fit each other.

    Parameters
    ----------
    path : Path
        programmes.yml, which has no fault by itself.
    known : mapping
        Questions by code.
    published : DataFrame, one row per criterion
        As ``reference.programme_criteria``.
    faults : Faults
        Takes what is found: programmes and criteria that only one of the two has, a limit that both or neither
        give, and answers in another unit than the threshold.
    """
    value, document = read_yaml(path, ProgrammeFile)
    rows = {code: group.set_index("criterion_code") for code, group in published.groupby("programme_code", sort=False)}
    for code in set(rows) - {each.code for each in value.programmes}:
        problem = f'Cannot find the programme "{code}" of programme_criteria.csv'
        faults.add(document.place("programmes"), problem, "Describe it, and say how each criterion is decided.")
    for index, programme in enumerate(value.programmes):
        placed = Placed(programme, document, ("programmes", index))
        if programme.code not in rows:
            problem = f'Cannot find the programme "{programme.code}" in programme_criteria.csv'
            faults.add(placed.place("code"), problem, nearest_name(programme.code, rows))
            continue
        table = rows[programme.code]
        for code in table.index.difference([each.code for each in programme.criteria], sort=False):
            problem = f'Cannot find the published criterion "{code}" of "{programme.code}"'
            faults.add(placed.place("criteria"), problem, 'Give it a "test", or say which criterion it is "part_of".')
        for criterion in _criteria(placed):
            code = criterion.entry.code
            if code not in table.index:
                problem = f'Cannot find the criterion "{code}" of "{programme.code}" in programme_criteria.csv'
                faults.add(criterion.place("code"), problem, nearest_name(code, table.index))
            elif criterion.entry.test is not None:
                _check_against_row(criterion, table.loc[code], known, faults)


def _check_against_row(placed: Placed, row: pd.Series, known: Questions, faults: Faults) -> None:
    test, has_threshold = placed.entry.test, pd.notna(row["threshold"])
    where = placed.place("test")
    if isinstance(test, PlacesTest):
        if row["kind"] != SELECTION or row["unit"] != ORGANISATIONS:
            faults.add(where, f'Cannot take "{placed.entry.code}" as a number of places to fill')
    elif isinstance(test, Compares):
        if has_threshold and test.own_limit is not None:
            published = f"{row['comparison']} {row['threshold']:g}"
            problem = f"Cannot give a limit of our own: programme_criteria.csv says {published}"
            faults.add(where, problem, "Take it out of the test.")
        if not has_threshold and test.own_limit is None:
            problem = "Cannot find a limit: programme_criteria.csv gives none"
            faults.add(where, problem, f'{_own_limit_remedy()} "setting" says why.')
        if has_threshold and (unit := _unit_problem(test, str(row["unit"]), known)):
            faults.add(where, unit)
    elif has_threshold and not isinstance(test, UnknownTest) and not placed.entry.setting.strip():
        problem = f'Cannot leave out the published threshold {row["threshold"]:g} without a "setting"'
        faults.add(where, problem, "Say why the answer stands for it.")


def _unit_problem(test: Compares, unit: str, known: Questions) -> str:
    """Answers as shares need a threshold that is a share, and the other way round; empty where they agree."""
    match test:
        case NumberTest():
            wants_share = known[test.questions[0]].type == "share"
        case ShareTest() | CompletionTest():
            wants_share = True
        case _:
            wants_share = False
    if wants_share != (unit == SHARE):
        return f'Cannot compare answers that are {"" if wants_share else "no "}shares with a threshold in "{unit}"'
    if isinstance(test, YearsTest) and unit != YEARS:
        return f'Cannot compare years with a threshold in "{unit}"'
    return ""
