"""Our own form comes back as it was filled in."""

from datetime import datetime

import pytest
from openpyxl import load_workbook

from clusterbrief.errors import InputError
from clusterbrief.produce.questionnaire.form import write_form
from clusterbrief.study.exports.recognise import read_export
from clusterbrief.study.responses import read_answers
from survey_files import common_answers, expected_responses, form_sheets, write_sheets
from survey_inputs import edition_of


def test_form_as_written_and_filled_in_comes_back(tmp_path, framework):
    rows = common_answers(framework)
    exports = []
    for number, row in enumerate(rows):
        path = write_form(framework, tmp_path / f"{number}.xlsx")
        book = load_workbook(path)
        cells = {
            code: answer
            for sheet in form_sheets(framework, row).values()
            for code, _, answer in (each for each in sheet if len(each) == 3 and each[0])
        }
        written = set()
        for sheet in book.worksheets[1:]:
            for line in sheet.iter_rows():
                code = line[0].value
                if code in cells:
                    written.add(code)
                    if cells[code] is not None:
                        line[2].value = cells[code]
                        line[2].data_type = "s" if isinstance(cells[code], str) else "n"
        assert written == set(cells)
        book.save(path)
        exports.append(read_export(path))
    answers = read_answers(exports, framework, edition_of())
    found = answers.responses[["organisation_code", "question_code", "state", "value"]].values.tolist()
    assert found == [list(each) for each in expected_responses(framework, rows)]
    assert answers.findings.empty


def test_cell_of_an_answer_is_named_where_it_stands(tmp_path, framework):
    path = write_form(framework, tmp_path / "form.xlsx")
    export = read_export(path)
    [heading] = [each for each in export.headings if each.text == "country"]
    sheet, cell = export.cell_name(1, heading.column).split("!")
    assert load_workbook(path)[sheet][cell.replace("C", "A")].value == "country"


def test_later_form_of_an_organisation_is_told_by_when_it_was_saved(tmp_path, framework):
    path = write_sheets(tmp_path / "form.xlsx", form_sheets(framework, common_answers(framework)[0]))
    book = load_workbook(path)
    book.properties.modified = datetime(2024, 5, 20, 8, 0)
    from unittest.mock import patch

    with patch("openpyxl.writer.excel.datetime.datetime") as clock:
        clock.now.return_value = datetime(2024, 5, 20, 8, 0)
        book.save(path)
    [contribution] = read_export(path).contributions
    assert contribution.changed_at == datetime(2024, 5, 20, 8, 0)


def test_form_without_its_codes_is_refused(tmp_path, framework):
    sheets = form_sheets(framework, common_answers(framework)[0])
    without = {name: [[None, *row[1:]] if name != "About" else row for row in rows] for name, rows in sheets.items()}
    with pytest.raises(InputError, match="Cannot find the codes of the questions"):
        read_export(write_sheets(tmp_path / "form.xlsx", without))


@pytest.mark.parametrize("places", [(1, 3), (3, 1)])
def test_place_left_out_of_a_ranking_closes_up(tmp_path, framework, places):
    row = common_answers(framework)[0] | {"support_needs": None}
    sheets = form_sheets(framework, row)
    for sheet in sheets.values():
        for line in sheet:
            if line and line[0] in {f"support_needs#{place}" for place in places}:
                line[2] = {"1": "Internationalisation", "3": "Evaluation of effects"}[line[0][-1]]
    answers = read_answers([read_export(write_sheets(tmp_path / "f.xlsx", sheets))], framework, edition_of())
    found = answers.responses.set_index("question_code")["value"]["support_needs"]
    assert found == ("internationalisation", "evaluation")
