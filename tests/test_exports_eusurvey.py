"""EUSurvey's split columns, further sheets and rows that go on: nothing read that was not said."""

import pytest

from clusterbrief.study.exports.recognise import read_export
from clusterbrief.study.responses import read_answers
from survey_files import SENT, common_answers, eusurvey_rows, on_sheets, write_sheets
from survey_inputs import edition_of, findings_of, state_and_value

HEADER, FIRST = 3, 4  # rows of the table, counted from 0


def imported(folder, framework, rows):
    path = write_sheets(folder / "answers.xlsx", {"Content": rows} if isinstance(rows, list) else rows)
    return read_answers([read_export(path)], framework, edition_of())


def test_all_no_is_no_answer(tmp_path, framework):
    first, *_ = common_answers(framework)
    rows = eusurvey_rows(framework, [first | {"technologies": None, "labels": None}], split=True)
    answers = imported(tmp_path, framework, rows)
    assert state_and_value(answers, "AM-001", "technologies") == ("not answered", None)
    assert state_and_value(answers, "AM-001", "labels") == ("not answered", None)  # "None of these" would be ticked


def test_option_headed_like_another_question_belongs_to_the_question_before_it(tmp_path, framework):
    rows = eusurvey_rows(framework, common_answers(framework), split=True)
    assert "Location branding" in rows[HEADER]
    assert "General services: Location branding" in rows[HEADER]
    answers = imported(tmp_path, framework, rows)
    assert answers.findings.empty


def test_row_moved_to_the_left_is_left_out_and_told(tmp_path, framework):
    rows = eusurvey_rows(framework, common_answers(framework), split=True)
    place = rows[HEADER].index("ECEI Bronze")
    count = len(framework.options(framework.questions["labels"]))
    rows[FIRST][place : place + count] = []
    answers = imported(tmp_path, framework, rows)
    assert set(answers.organisations["organisation_code"]) == {"GE-001", "MD-001"}
    [finding] = findings_of(answers, "row moved")
    assert finding["row"] == FIRST + 1


def test_text_that_goes_on_in_the_row_below_is_one_answer(tmp_path, framework):
    rows = eusurvey_rows(framework, common_answers(framework)[:1])
    column = rows[HEADER].index(framework.questions["main_achievement"].text)
    rows[FIRST][column] = "x" * 32_767
    rest = [None] * len(rows[HEADER])
    rest[column] = "the end"
    path = write_sheets(tmp_path / "a.xlsx", {"Content": [*rows, rest]})
    [contribution] = read_export(path).contributions
    assert contribution.cells[column] == "x" * 32_767 + "the end"


@pytest.mark.parametrize("width", [10, 50, 254])
def test_cells_of_further_sheets_are_named_where_they_stand(tmp_path, framework, width):
    rows = eusurvey_rows(framework, common_answers(framework))
    path = write_sheets(tmp_path / "a.xlsx", on_sheets(rows, width))
    export = read_export(path)
    assert [each.text for each in export.headings] == rows[HEADER][:-5]
    assert export.contributions[0].changed_at == SENT
    from openpyxl import load_workbook

    book = load_workbook(path)
    for column in range(0, len(framework.questions), 7):
        sheet, cell = export.cell_name(FIRST + 1, column).split("!")
        assert book[sheet][cell].value == rows[FIRST][column]


def test_renamed_column_is_told_with_the_nearest_question(tmp_path, framework):
    rows = eusurvey_rows(framework, common_answers(framework))
    place = rows[HEADER].index(framework.questions["country"].text)
    rows[HEADER][place] = "Where in the region are you?"
    answers = imported(tmp_path, framework, rows)
    kinds = set(answers.findings["kind"])
    assert {"unknown column", "missing column"} <= kinds


def test_fewer_rows_on_a_further_sheet_are_blanks_and_more_are_told(tmp_path, framework):
    sheets = on_sheets(eusurvey_rows(framework, common_answers(framework)), 60)
    sheets["Content1"].append(["Stray"] * 60)
    export = read_export(write_sheets(tmp_path / "a.xlsx", sheets))
    assert len(export.contributions) == 3
    assert [note.kind for note in export.notes] == ["sheets differ"]
