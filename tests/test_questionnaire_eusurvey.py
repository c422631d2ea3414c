"""The table to work from in EUSurvey."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from clusterbrief.produce.questionnaire.eusurvey import COLUMNS, list_elements, write_eusurvey
from clusterbrief.study.framework import Framework
from clusterbrief.study.headings import expected_heading
from clusterbrief.study.sections import list_choices
from questionnaire_inputs import hostile_questions, with_questions


def test_every_question_is_in_it_once_as_the_importer_expects_it(framework: Framework) -> None:
    rows = [row for row in list_elements(framework) if row.get("Short name")]
    assert sorted(row["Short name"] for row in rows) == sorted(framework.questions)
    for row in rows:
        question = framework.questions[row["Short name"]]
        assert row["Title"] == question.text
        assert row["Heading in the export"] == expected_heading(question)
        assert (row["Mandatory"] == "yes") == question.required
        assert question.help in row["Help"]
        texts = [option.text for option in list_choices(framework, question)]
        assert row["Answers, one per line"] == ("" if question.group else "\n".join(texts))
    assert {key for row in rows for key in row} <= set(COLUMNS)


def test_matrices_carry_the_answers_of_their_rows(framework: Framework) -> None:
    rows = list(list_elements(framework))
    matrix = next(row for row in rows if row["Title"] == "General services")
    assert matrix["Element"] == "Matrix"
    assert matrix["Answers, one per line"].split("\n") == ["Provided now", "Planned", "Not provided", "Do not know"]
    table = next(row for row in rows if row["Title"] == "Income by source")
    assert (table["Element"], table["Answers, one per line"]) == ("Table", "Share of income (%)")


@pytest.mark.parametrize(
    ("code", "element", "least", "most"),
    [
        ("sector", "Single Choice (select box)", "", ""), ("country", "Single Choice", "", ""),
        ("technologies", "Multiple Choice", "", "5"), ("support_needs", "Ranking", "", ""),
        ("year_started", "Number", "1950", "2100"), ("members_near", "Number", "0", "100"),
        ("story", "Free Text", "", "5000"), ("income_fees", "Table: row", "0", "100"),
    ],
)  # fmt: skip
def test_elements(framework: Framework, code: str, element: str, least: str, most: str) -> None:
    row = next(row for row in list_elements(framework) if row.get("Short name") == code)
    assert (row["Element"], row["Min"], row["Max"]) == (element, least, most)


def test_conditions_name_question_and_answers(framework: Framework) -> None:
    row = next(row for row in list_elements(framework) if row.get("Short name") == "legal_act")
    text = framework.questions["legal_basis"].text
    assert row["Visible if"] == f"{text} = Yes\n{text} = Partly"


def test_workbook_holds_texts_only_and_is_the_same_each_time(framework: Framework, tmp_path: Path) -> None:
    hostile = with_questions(framework, *hostile_questions())
    path = write_eusurvey(hostile, tmp_path / "a.xlsx")
    assert path.read_bytes() == write_eusurvey(hostile, tmp_path / "b.xlsx").read_bytes()
    cells = [cell for row in load_workbook(path)["EUSurvey"].iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert "=cmd|' /C calc'!A0" in {cell.value for cell in cells}
