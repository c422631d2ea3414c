"""EUSurvey exports: the traps of their layout, and files that are none."""

from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from clusterbrief.errors import InputError
from survey_inputs import read_eusurvey_xlsx, write_workbook

EXPORTED = datetime(2024, 6, 3, 10, 30)
CREATED, CHANGED = datetime(2024, 5, 1, 8, 0), datetime(2024, 5, 2, 9, 30)
TOP = [["Alias", "TheSurvey"], ["Export Date", EXPORTED], []]
METADATA = {
    "en": [
        "Invitation number", "Contribution ID", "User name", "Creation date", "Last update", "Languages", "Total Score",
    ],
    "fr": [
        "Numéro de l'invitation", "Numéro d'identification de la contribution", "Nom d'utilisateur",
        "Date de création", "Dernière mise à jour", "Langues", "Total Score",
    ],
    "ro": [
        "Numărul invitației", "ID contribuție", "Nume de utilizator",
        "Data creării", "Ultima actualizare", "Limbi", "Total Score",
    ],
}  # fmt: skip
METADATA_CELLS = ["Anonymous", "Anonymous", "Anonymous", CREATED, CHANGED, "EN", 12]


def workbook(folder: Path, *rows: list, top: list[list] = TOP, sheet: str = "Content") -> Path:
    return write_workbook(folder / "answers.xlsx", [*top, *rows], sheet)


@pytest.mark.parametrize("language", METADATA)
def test_metadata_stand_behind_the_answers_in_the_language_of_the_exporter(tmp_path, language):
    path = workbook(tmp_path, ["Name", "Country", *METADATA[language]], ["First", "Armenia", *METADATA_CELLS])
    export = read_eusurvey_xlsx(path)
    assert [heading.text for heading in export.headings] == ["Name", "Country"]
    [contribution] = export.contributions
    assert contribution.cells == {0: "First", 1: "Armenia"}
    assert contribution.changed_at == CHANGED


@pytest.mark.parametrize("label", ["Last\u00a0update", "LAST UPDATE ", "Dernière  mise à jour", "Last\nupdate"])
def test_metadata_are_known_however_they_are_spelled(tmp_path, label):
    path = workbook(tmp_path, ["Name", "Country", label], ["First", "Armenia", CHANGED])
    export = read_eusurvey_xlsx(path)
    assert len(export.headings) == 2
    assert export.contributions[0].changed_at == CHANGED


def test_typographic_apostrophe_hides_no_metadata(tmp_path):
    path = workbook(tmp_path, ["Name", "Country", "Nom d\u2019utilisateur"], ["First", "Armenia", "Anonymous"])
    assert [heading.text for heading in read_eusurvey_xlsx(path).headings] == ["Name", "Country"]


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        (CHANGED, CHANGED),
        (date(2024, 5, 2), datetime(2024, 5, 2)),
        ("2024-05-02 09:30:00", CHANGED),
        ("02/05/2024 09:30:00", CHANGED),
        ("02/05/2024 09:30", CHANGED),
        ("2024-05-02", datetime(2024, 5, 2)),
        (None, CREATED),
        ("yesterday", CREATED),
    ],
)
def test_last_change_is_read_as_date_or_text_else_the_creation(tmp_path, changed, expected):
    header = ["Name", "Country", "Creation date", "Last update"]
    export = read_eusurvey_xlsx(workbook(tmp_path, header, ["First", "Armenia", CREATED, changed]))
    assert export.contributions[0].changed_at == expected


def test_without_metadata_the_change_is_not_known(tmp_path):
    export = read_eusurvey_xlsx(workbook(tmp_path, ["Name", "Country"], ["First", "Armenia"]))
    assert export.contributions[0].changed_at is None


@pytest.mark.parametrize(
    ("top", "header_row"),
    [
        (TOP, 4),
        (TOP[:2], 3),
        ([["Our notes"], *TOP], 5),
        ([*TOP, ["Checked by", "AB"], []], 6),
        ([["Notes", "on", "the", "export"], [], *TOP, [], []], 8),
    ],
    ids=["as exported", "empty row deleted", "note above", "note of two cells below", "many notes"],
)
def test_header_is_found_wherever_it_stands(tmp_path, top, header_row):
    header = ["Name", "Country", "Services", "Staff", "Last update"]
    path = workbook(tmp_path, header, ["First", "Armenia", "Training", 3, CHANGED], [], ["Second"], top=top)
    export = read_eusurvey_xlsx(path)
    assert export.header_row == header_row
    assert [heading.text for heading in export.headings] == header[:-1]
    assert [each.row for each in export.contributions] == [header_row + 1, header_row + 3]
    assert export.contributions[1].cells[0] == "Second"


def test_cells_are_named_as_the_spreadsheet_names_them(tmp_path):
    header = [f"Question {number}" for number in range(40)]
    path = workbook(tmp_path, header, [f"cell {number}" for number in range(40)])
    export = read_eusurvey_xlsx(path)
    from openpyxl import load_workbook

    book = load_workbook(path)
    for column, cell in export.contributions[0].cells.items():
        sheet, name = export.cell_name(export.contributions[0].row, column).split("!")
        assert book[sheet][name].value == cell


def test_empty_column_between_answers_shifts_nothing(tmp_path):
    export = read_eusurvey_xlsx(workbook(tmp_path, ["Name", None, "Country"], ["First", None, "Armenia"]))
    assert [(heading.column, heading.text) for heading in export.headings] == [(0, "Name"), (2, "Country")]
    assert export.contributions[0].cells == {0: "First", 2: "Armenia"}


def test_dates_and_numbers_keep_their_kind(tmp_path):
    founded = date(2019, 3, 1)
    cells = ["First", founded, 3, 0.5, True]
    export = read_eusurvey_xlsx(workbook(tmp_path, ["Name", "Founded", "Staff", "Posts", "Office"], cells))
    assert list(export.contributions[0].cells.values()) == cells


def test_sheet_of_contents_is_taken_wherever_it_stands(tmp_path):
    path = tmp_path / "answers.xlsx"
    book = Workbook()
    book.active.append(["Something", "else"])
    for row in [*TOP, ["Name", "Country"], ["First", "Armenia"]]:
        if "Content" not in book.sheetnames:
            book.create_sheet("Content")
        book["Content"].append(row)
    book.save(path)
    assert read_eusurvey_xlsx(path).sheet == "Content"
    assert len(read_eusurvey_xlsx(path).contributions) == 1


def test_renamed_sheet_reads(tmp_path):
    export = read_eusurvey_xlsx(workbook(tmp_path, ["Name", "Country"], ["First", "Armenia"], sheet="Answers"))
    assert export.cell_name(5, 1) == "Answers!B5"


def test_only_a_header_means_that_nobody_answered(tmp_path):
    export = read_eusurvey_xlsx(workbook(tmp_path, ["Name", "Country", *METADATA["en"]]))
    assert len(export.headings) == 2
    assert export.contributions == ()


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "Cannot read the file as an XLSX workbook"),
        (b"Name;Country\nFirst;Armenia\n", "Cannot read the file as an XLSX workbook"),
        (b"PK\x03\x04 and then nothing", "Cannot read the file as an XLSX workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "Cannot read the file as an XLSX workbook"),
        (None, "Cannot find the survey file"),
    ],
    ids=["zero bytes", "text", "half a workbook", "old or with a password", "missing"],
)
def test_file_that_is_no_workbook_is_refused(tmp_path, monkeypatch, content, problem):
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "answers.xlsx"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        read_eusurvey_xlsx(path)
    [fault] = caught.value.faults
    assert str(fault.place) == "answers.xlsx"
    assert fault.problem.startswith(problem)


def test_folder_in_place_of_the_file_is_refused(tmp_path):
    with pytest.raises(InputError, match="Cannot read the file as an XLSX workbook"):
        read_eusurvey_xlsx(tmp_path)


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        ([], "Cannot find anything in the workbook"),
        ([["  "], [None, ""]], "Cannot find anything in the workbook"),
        ([["Name", "Country"], ["First", "Armenia"]], "Cannot find the header row"),
        (TOP, "Cannot find the header row"),
        ([*TOP, ["Only a note"]], "Cannot find the header row"),
        ([["Export Date", EXPORTED], [], ["Name", "Country"]], "Cannot find the header row"),
    ],
    ids=["empty", "blanks", "another layout", "top only", "top and a note", "no alias"],
)
def test_workbook_without_answers_is_refused_with_its_sheet(tmp_path, monkeypatch, rows, problem):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError) as caught:
        read_eusurvey_xlsx(write_workbook(tmp_path / "answers.xlsx", rows))
    [fault] = caught.value.faults
    assert str(fault.place) == "answers.xlsx (Content)"
    assert fault.problem.startswith(problem)
    assert "Export the results again as XLSX" in fault.remedy


def test_committed_example_reads(project_root, framework):
    export = read_eusurvey_xlsx(project_root / "data" / "editions" / "example" / "answers.xlsx")
    assert (export.tool, export.header_row) == ("EUSurvey", 4)
    assert len(export.headings) == len(framework.questions)
    assert len(export.contributions) == 84 + 3
    assert all(each.changed_at for each in export.contributions)
