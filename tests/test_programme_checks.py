"""Faults of programmes.yml: each is told with its line and key; so is what does not fit the published criteria."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from clusterbrief.errors import Fault, Faults, InputError
from clusterbrief.study.example import write_example
from clusterbrief.study.framework import Framework, read_framework
from clusterbrief.study.framework_model import Question
from clusterbrief.study.intake import read_study
from clusterbrief.study.placed_yaml import Placed, read_yaml
from clusterbrief.study.programme_checks import check_programmes, check_published
from clusterbrief.study.programme_model import ProgrammeFile
from clusterbrief.study.project import Project
from clusterbrief.study.reference import read_reference

HEAD = (
    "programmes:\n  - code: first\n    label: First\n    about: About it\n    body: Somebody\n    where: Somewhere\n"
    "    source: A page\n    criteria:\n"
)
NUMBER = HEAD + "      - code: a\n        test: {method: number, questions: [members_active]}\n"
SUM = HEAD + "      - code: a\n        test: {method: number, questions: [members_sme, members_large]}\n"
LEVEL = HEAD + "      - code: a\n        test: {method: level, question: action_plan, least: 2}\n        setting: Why\n"
CHOSEN = HEAD + '      - code: a\n        test: {method: chosen, question: eccp_listed, options: ["yes"]}\n'
COUNT = HEAD + "      - code: a\n        test: {method: count, question: priority_areas, options: [networking]}\n"
SHARE = (
    HEAD + "      - code: a\n        test:\n          method: share\n          parts: [members_sme]\n"
    "          of: [members_sme, members_large]\n          within: members_total\n"
)
PRESENT = HEAD + "      - code: a\n        test: {method: present, kinds: {firms: [members_sme]}}\n"
YEARS = HEAD + "      - code: a\n        test: {method: years, question: year_started}\n"
UNKNOWN = HEAD + "      - code: a\n        test: {method: unknown, cause: not asked, reason: Why}\n"
MIXED = (
    HEAD + "      - code: a\n        setting: Why\n        test:\n          method: all\n          tests:\n"
    "            - {method: number, questions: [members_active], least: 1}\n"
    '            - {method: chosen, question: eccp_listed, options: ["yes"]}\n'
)
PART = NUMBER + "      - code: b\n        part_of: a\n"
COMPLETION = (
    HEAD + "      - code: a\n        test: {method: completion}\n      - code: b\n        test: {method: places}\n"
)
GOOD = [NUMBER, SUM, LEVEL, CHOSEN, COUNT, SHARE, PRESENT, YEARS, UNKNOWN, MIXED, PART, COMPLETION, "programmes: []\n"]

# name: file as it is, text to change, what to, key that the fault names inside the criterion, problem, remedy
PLANTED = {
    "method unknown": (NUMBER, "method: number", "method: nmber", "test.method", 'Cannot use "nmber"', 'Did you mean "number"?'),
    "method missing": (NUMBER, "method: number, ", "", "test.method", 'Cannot find the key "method"', "Add it."),
    "key unknown": (LEVEL, "least: 2", "least: 2, wrods: b", "test.wrods", 'Cannot use the key "wrods"', 'Did you mean "words"?'),
    "key unknown in a mix": (
        MIXED, "least: 1", "leest: 1", "test.tests.0.leest", 'Cannot use the key "leest"', 'Did you mean "least"?',
    ),
    "question unknown": (
        NUMBER, "members_active", "members_activ", "test.questions.0", 'Cannot find the question "members_activ"',
        'Did you mean "members_active"?',
    ),
    "number of a choice": (
        NUMBER, "members_active", "legal_form", "test.questions.0",
        'Cannot read the question "legal_form" of type "single" by this test', "number, share",
    ),
    "numbers and shares": (SUM, "members_large", "members_near", "test.questions", "Cannot add up numbers and shares", ""),
    "question twice": (
        SUM, "members_large", "members_sme", "test.questions.1", 'Cannot name the question "members_sme" twice', "",
    ),
    "level of a number": (
        LEVEL, "question: action_plan", "question: members_active", "test.question",
        'Cannot read the question "members_active" of type "number" by this test', "scale",
    ),
    "level out of range": (LEVEL, "least: 2", "least: 5", "test.least", "Cannot use 5", "Write 4 or less."),
    "level that nobody can miss": (LEVEL, "least: 2", "least: 0", "test.least", "Cannot use 0", "Write 1 or more."),
    "open above the level": (
        LEVEL, "least: 2", "least: 2, open_from: 2", "test", '"open_from" must be below "least"', "",
    ),
    "level without a reason": (
        LEVEL, "        setting: Why\n", "", "", "a limit of our own or a mix of tests is a project setting", "",
    ),
    "limit without a reason": (
        NUMBER, "[members_active]", "[members_active], least: 3", "", "is a project setting", "",
    ),
    "two limits": (
        NUMBER, "[members_active]", "[members_active], least: 3, most: 4", "test",
        'a test has one of "least", "over" and "most"', "",
    ),
    "option unknown": (
        COUNT, "[networking]", "[netwrking]", "test.options.0", 'Cannot find the option "netwrking"',
        'Did you mean "networking"?',
    ),
    "option of a yes or no": (
        CHOSEN, '["yes"]', "[partly]", "test.options.0", 'Cannot find the option "partly" of the question "eccp_listed"', "",
    ),
    "count in a single choice": (
        COUNT, "priority_areas", "legal_form", "test.question", 'Cannot read the question "legal_form"', "multiple",
    ),
    "part outside the sum": (
        SHARE, "parts: [members_sme]", "parts: [members_civil]", "test.parts.0",
        'Cannot take "members_civil" as a part', "",
    ),
    "total unknown": (
        SHARE, "within: members_total", "within: members_totl", "test.within",
        'Cannot find the question "members_totl"', 'Did you mean "members_total"?',
    ),
    "share of shares": (
        SHARE, "[members_sme, members_large]", "[members_sme, members_near]", "test.of.1",
        'Cannot read the question "members_near" of type "share"', "number",
    ),
    "kind of a text": (PRESENT, "members_sme", "city", "test.kinds.firms.0", 'Cannot read the question "city"', ""),
    "years of a scale": (
        YEARS, "year_started", "action_plan", "test.question", 'Cannot read the question "action_plan"', "number",
    ),
    "cause unknown": (UNKNOWN, "not asked", "not aksed", "test.cause", 'Cannot use "not aksed"', 'Did you mean "not asked"?'),
    "neither test nor part": (NUMBER, "        test: {method: number, questions: [members_active]}\n", "", "",
        'a criterion has either a "test" or is "part_of" another', ""),
    "places in a mix": (
        MIXED, "{method: number, questions: [members_active], least: 1}", "{method: places}", "test.tests.0.method",
        'Cannot use "places" inside another test', "",
    ),
    "no limit in a mix": (
        MIXED, ", least: 1", "", "test.tests.0", "Cannot find the limit of a test inside another one", "least",
    ),
    "mix of one": (
        MIXED, '            - {method: chosen, question: eccp_listed, options: ["yes"]}\n', "", "test.tests",
        "Cannot use 1 here", "Give 2 or more.",
    ),
}  # fmt: skip


@pytest.fixture
def faults_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, framework: Framework) -> Callable[[str], list[Fault]]:
    """What is wrong with a programmes.yml beside the real questions."""
    monkeypatch.chdir(tmp_path)

    def find(text: str, questions: dict[str, Question] | None = None) -> list[Fault]:
        path, faults = tmp_path / "programmes.yml", Faults()
        path.write_text(text, encoding="utf-8")
        with faults.collect():
            file, document = read_yaml(path, ProgrammeFile)
            placed = [Placed(each, document, ("programmes", place)) for place, each in enumerate(file.programmes)]
            check_programmes(placed, questions or framework.questions, framework.scales, faults)
            assert sum(len(each.criteria) for each in file.programmes) == max(text.count("code: ") - 1, 0)
        return list(faults)

    return find


@pytest.mark.parametrize("text", GOOD)
def test_programmes_without_faults_are_read(faults_of, text):
    assert faults_of(text) == []


@pytest.mark.parametrize("name", PLANTED)
def test_fault_is_told_with_its_place(faults_of, name):
    text, old, new, key, problem, remedy = PLANTED[name]
    assert old in text
    [fault] = faults_of(text.replace(old, new, 1))
    assert fault.place.detail == ".".join(filter(None, ["programmes.first.criteria.a", key]))
    assert problem in fault.problem
    assert remedy in fault.remedy
    assert fault.place.line is not None
    assert fault.place.line > 8


def test_part_of_what_has_no_test_is_told(faults_of):
    [fault] = faults_of(PART.replace("part_of: a", "part_of: b"))
    assert fault.place.detail == "programmes.first.criteria.b.part_of"
    assert 'Cannot find a criterion "b" with a test' in fault.problem


def test_code_of_a_criterion_is_used_once(faults_of):
    [fault] = faults_of(PART.replace("code: b", "code: a"))
    assert 'Cannot use the criterion "a" twice' in fault.problem


def test_code_of_a_programme_is_used_once(framework_copy):
    (framework_copy / "programmes.yml").write_text(NUMBER + NUMBER.removeprefix("programmes:\n"), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_framework(framework_copy)
    assert any('Cannot use the code "first" twice' in fault.problem for fault in caught.value.faults)


def test_numbers_below_zero_cannot_be_added_up(faults_of, framework):
    large = framework.questions["members_large"].model_copy(update={"least": None})
    [fault] = faults_of(SUM, {**framework.questions, "members_large": large})
    assert "its answers may be below zero" in fault.problem


def test_file_of_programmes_is_needed(framework_copy):
    (framework_copy / "programmes.yml").unlink()
    with pytest.raises(InputError, match="Cannot find the file"):
        read_framework(framework_copy)


# Against the published criteria


def published(*rows: tuple[str, str, str, float | None, str]) -> pd.DataFrame:
    """Criteria of a programme "first": code, kind, comparison, threshold, unit."""
    table = pd.DataFrame(rows, columns=["criterion_code", "kind", "comparison", "threshold", "unit"])
    return table.assign(programme_code="first", label="A", criterion_number=1).astype({"threshold": float})


MEMBERS = ("a", "criterion", "at least", 15, "members")
NO_NUMBER = ("a", "criterion", "", None, "")
SHARE_ROW = ("a", "criterion", "over", 0.5, "share")

AGAINST = {
    "number agrees": (NUMBER, [MEMBERS], ""),
    "level for what has no number": (LEVEL, [NO_NUMBER], ""),
    "share agrees": (SHARE, [SHARE_ROW], ""),
    "unknown may leave out a threshold": (UNKNOWN, [MEMBERS], ""),
    "places agree": (
        COMPLETION,
        [("a", "selection", "at least", 0.8, "share"), ("b", "selection", "at most", 5, "organisations")],
        "",
    ),
    "limit twice": (
        NUMBER.replace("[members_active]", "[members_active], least: 3").replace("- code: a\n", "- code: a\n        setting: Why\n"),
        [MEMBERS], "Cannot give a limit of our own: programme_criteria.csv says at least 15",
    ),
    "limit nowhere": (NUMBER, [NO_NUMBER], "Cannot find a limit: programme_criteria.csv gives none"),
    "threshold left out": (CHOSEN, [MEMBERS], "Cannot leave out the published threshold 15"),
    "number against a share": (NUMBER, [SHARE_ROW], "Cannot compare answers that are no shares with a threshold in"),
    "share against a number": (SHARE, [MEMBERS], "Cannot compare answers that are shares with a threshold in"),
    "years against members": (YEARS, [MEMBERS], 'Cannot compare years with a threshold in "members"'),
    "places of what is no selection": (
        COMPLETION, [("a", "selection", "at least", 0.8, "share"), ("b", "criterion", "at most", 5, "members")],
        'Cannot take "b" as a number of places to fill',
    ),
    "criterion that nobody published": (
        PART, [MEMBERS], 'Cannot find the criterion "b" of "first" in programme_criteria.csv',
    ),
    "criterion that nobody tests": (
        NUMBER, [MEMBERS, ("b", "criterion", "", None, "")], 'Cannot find the published criterion "b" of "first"',
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", AGAINST)
def test_programmes_fit_the_published_criteria(tmp_path, monkeypatch, framework, name):
    monkeypatch.chdir(tmp_path)
    text, rows, problem = AGAINST[name]
    path = tmp_path / "programmes.yml"
    path.write_text(text, encoding="utf-8")
    faults = Faults()
    check_published(path, framework.questions, published(*rows), faults)
    assert len(faults) == bool(problem)
    for fault in faults:
        assert problem in fault.problem
        assert fault.remedy or "compare" in problem or "places" in problem
        assert fault.place.file == "programmes.yml" and (fault.place.line or 0) > 1


def test_programmes_are_those_that_are_published(tmp_path, framework):
    path = tmp_path / "programmes.yml"
    path.write_text(NUMBER, encoding="utf-8")
    faults = Faults()
    check_published(path, framework.questions, published(MEMBERS).assign(programme_code="frist"), faults)
    assert [fault.problem.split("the programme ")[1][:10] for fault in faults] == ['"frist" of', '"first" in']
    assert faults[1].remedy == 'Did you mean "frist"?'


def test_real_programmes_cover_every_published_criterion(project_root, framework):
    faults = Faults()
    table = read_reference(project_root / "data" / "eu").programme_criteria
    check_published(project_root / "data" / "framework" / "programmes.yml", framework.questions, table, faults)
    assert not faults
    assert {(each.code, one.code) for each in framework.programmes for one in each.criteria} == set(
        zip(table["programme_code"], table["criterion_code"], strict=True)
    )


def test_reading_an_edition_tells_what_does_not_fit(tmp_path, project_root, framework, framework_copy):
    write_example(tmp_path / "editions" / "small", framework, 3, 1)
    (tmp_path / "data").mkdir()
    framework_copy.rename(tmp_path / "data" / "framework")
    (tmp_path / "data" / "eu").symlink_to(project_root / "data" / "eu")
    path = tmp_path / "data" / "framework" / "programmes.yml"
    old, new = "questions: [activities_number]}", "questions: [activities_number], least: 3}\n        setting: Why"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_study(Project(tmp_path, tmp_path / "editions"), "small")
    own = [fault for fault in caught.value.faults if fault.place.file.endswith("framework/programmes.yml")]
    assert [fault.place.detail for fault in own] == ["programmes.bronze_support.criteria.activities.test"]
    assert "Cannot give a limit of our own" in own[0].problem
