"""The survey for LimeSurvey."""

import csv
import html
from io import StringIO
from pathlib import Path

import pytest

from clusterbrief.produce.questionnaire.limesurvey import (
    COLUMNS,
    compose_limesurvey,
    write_limesurvey,
    write_limesurvey_codes,
)
from clusterbrief.study.framework import Framework
from clusterbrief.study.limesurvey_codes import list_limesurvey_codes
from clusterbrief.study.sections import list_choices
from questionnaire_inputs import hostile_questions, with_questions

Rows = list[dict[str, str]]


def rows_of(framework: Framework) -> Rows:
    return list(csv.DictReader(StringIO(compose_limesurvey(framework), newline=""), delimiter="\t"))


@pytest.fixture(scope="module")
def rows(framework: Framework) -> Rows:
    return rows_of(framework)


def one(rows: Rows, heading: str) -> dict[str, str]:
    """The row of a question, or of a row of an array, by the heading it has in an export."""
    parent, found = "", []
    for row in rows:
        parent = row["name"] if row["class"] == "Q" else parent
        own = {"Q": row["name"], "SQ": f"{parent}[{row['name']}]"}.get(row["class"])
        found += [row] if own == heading else []
    assert len(found) == 1, heading
    return found[0]


def test_it_begins_with_survey_and_language_and_has_a_group_for_each_block(rows: Rows, framework: Framework) -> None:
    assert list(rows[0]) == list(COLUMNS)
    classes = [row["class"] for row in rows]
    assert set(classes) == {"S", "SL", "G", "Q", "SQ", "A"}
    assert classes == sorted(classes, key=lambda each: {"S": 0, "SL": 1}.get(each, 2))
    assert classes.count("G") == len(framework.structure.blocks)
    assert [row["type/scale"] for row in rows if row["class"] == "G"] == ["1", "2", "3", "4", "5"]
    assert {row["language"] for row in rows if row["class"] != "S"} == {"en"}
    assert [row["text"] for row in rows if row["name"] == "language"] == ["en"]


def test_every_question_is_in_it_once_with_text_help_and_mandatory_mark(rows: Rows, framework: Framework) -> None:
    codes = list_limesurvey_codes(framework)
    for question in framework.questions.values():
        row = one(rows, codes.heading(question.code))
        assert html.unescape(row["text"]) == question.text
        array = codes.array_of.get(question.code)
        whole = one(rows, array) if array else row
        assert question.help in html.unescape(whole["help"])
        assert (whole["mandatory"] == "Y") == question.required
        assert (row["class"] == "SQ") == bool(array)


def test_options_stand_under_their_question_in_order(rows: Rows, framework: Framework) -> None:
    codes = list_limesurvey_codes(framework)
    for question in framework.questions.values():
        if question.type == "yesno" or question.group:
            continue
        at = rows.index(one(rows, codes.questions[question.code]))
        options = list_choices(framework, question)
        below = rows[at + 1 : at + 1 + len(options)]
        assert {row["class"] for row in below} <= {"SQ" if question.type == "multiple" else "A"}
        assert [row["name"] for row in below] == [codes.answers[question.code, each.code] for each in options]
        assert [html.unescape(row["text"]) for row in below] == [each.text for each in options]


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("country", "L"), ("sector", "!"), ("labels", "M"), ("support_needs", "R"), ("team_fte", "N"),
        ("members_near", "N"), ("team_stability", "L"), ("has_team", "Y"), ("story", "T"),
    ],
)  # fmt: skip
def test_types(rows: Rows, framework: Framework, code: str, kind: str) -> None:
    assert one(rows, list_limesurvey_codes(framework).questions[code])["type/scale"] == kind


def test_groups_are_arrays_of_options_or_of_numbers(rows: Rows) -> None:
    assert one(rows, "generalServices")["type/scale"] == "F"
    income = one(rows, "incomeBySource")
    assert (income["type/scale"], income["equals_num_value"], income["suffix"]) == ("K", "100", "%")
    assert (income["min_num_value_n"], income["max_num_value_n"]) == ("0", "100")
    members = one(rows, "membersByKind")
    assert (members["equals_num_value"], members["num_value_int_only"]) == ("", "1")


def test_limits(rows: Rows) -> None:
    assert one(rows, "technologies")["max_answers"] == "5"
    needs = one(rows, "supportNeeds")
    assert (needs["max_answers"], needs["max_subquestions"]) == ("5", "5")
    year = one(rows, "yearStarted")
    assert (year["min_num_value_n"], year["max_num_value_n"], year["num_value_int_only"]) == ("1950", "2100", "1")


def test_conditions_are_relevance_equations(framework: Framework) -> None:
    rows = rows_of(with_questions(framework, *hostile_questions()))
    assert one(rows, "legalAct")["relevance"] == '(legalBasis.NAOK == "yes" or legalBasis.NAOK == "partl")'
    assert one(rows, "story")["relevance"] == '(consentStory.NAOK == "Y")'
    assert one(rows, "afterTick")["relevance"] == '(badMultiple_option1.NAOK == "Y" or badMultiple_option2.NAOK == "Y")'
    assert one(rows, "afterRank")[
        "relevance"
    ] == '(badRanking_1.NAOK == "optio" or badRanking_2.NAOK == "optio")'.replace(
        "optio",
        list_limesurvey_codes(with_questions(framework, *hostile_questions())).answers["bad_ranking", "option_3"],
    )
    assert (
        one(rows, "afterRow")["relevance"].startswith("(groupBadRow_badRow.NAOK ==")
        or "badRow.NAOK" in (one(rows, "afterRow")["relevance"])
    )
    assert one(rows, "country")["relevance"] == "1"


def test_hostile_texts_are_neither_markup_nor_expression_nor_formula(framework: Framework) -> None:
    text = compose_limesurvey(with_questions(framework, *hostile_questions()))
    assert "<script" not in text
    assert "{" not in text
    rows = list(csv.DictReader(StringIO(text, newline=""), delimiter="\t"))
    assert not [row["text"] for row in rows if row["text"][:1] in {"=", "+", "-", "@"}]
    assert html.unescape(one(rows, "badSingle")["text"]) == "=cmd|' /C calc'!A0"


def test_files(framework: Framework, tmp_path: Path) -> None:
    first = write_limesurvey(framework, tmp_path / "deep" / "survey.txt").read_bytes()
    assert first.startswith(b"\xef\xbb\xbfid\trelated_id\tclass\ttype/scale\tname\trelevance\ttext\thelp\tlanguage\t")
    assert first == write_limesurvey(framework, tmp_path / "again.txt").read_bytes()
    path = write_limesurvey_codes(framework, tmp_path / "codes.csv")
    found = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
    assert {row["question_code"] for row in found} == set(framework.questions)
    assert {"labels[bronze]", "incomeBySource[incomeFees]"} <= {row["heading"] for row in found}
