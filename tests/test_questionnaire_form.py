"""The form: what it holds, what it lets one enter, and that it survives being filled in."""

import shutil
import subprocess
import warnings
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from clusterbrief.produce.questionnaire.form import write_form
from clusterbrief.produce.questionnaire.words import list_hints
from clusterbrief.study.framework import Framework
from clusterbrief.study.framework_model import Question
from clusterbrief.study.sections import count_places, list_choices
from questionnaire_inputs import hostile_questions, with_questions

Answers = dict[str, tuple[Worksheet, int]]


def answers_of(book: Workbook) -> Answers:
    """Sheet and row of each code in a hidden first column."""
    found: Answers = {}
    for sheet in book.worksheets:
        for row in range(1, sheet.max_row + 1) if sheet.title not in {"About", "Lists"} else ():
            code = sheet.cell(row, 1).value
            if code:
                assert code not in found, code
                found[str(code)] = (sheet, row)
    return found


def answer_cell(answers: Answers, code: str) -> Cell:
    sheet, row = answers[code]
    cell = sheet.cell(row, 3)
    assert isinstance(cell, Cell)
    return cell


def check_of(answers: Answers, code: str) -> DataValidation:
    sheet, row = answers[code]
    checks = [each for each in sheet.data_validations.dataValidation if f"C{row}" in each.sqref]
    assert len(checks) == 1, code
    return checks[0]


def listed(book: Workbook, name: str) -> list[str]:
    """The texts under a defined name."""
    ((sheet, cells),) = book.defined_names[name].destinations
    return [str(row[0].value) for row in book[sheet][cells]]


def codes_of(framework: Framework, question: Question) -> list[str]:
    if question.type == "multiple":
        return [f"{question.code}/{each.code}" for each in framework.options(question)]
    if question.type == "ranking":
        return [f"{question.code}#{place}" for place in range(1, count_places(framework, question) + 1)]
    return [question.code]


@pytest.fixture(scope="module")
def form(framework: Framework, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_form(framework, tmp_path_factory.mktemp("form") / "form.xlsx")


@pytest.fixture
def book(form: Path) -> Workbook:
    return load_workbook(form)


def test_first_sheet_tells_what_it_is_and_the_version(book: Workbook, framework: Framework) -> None:
    assert book.sheetnames[0] == "About"
    assert (book["About"]["A1"].value, book["About"]["B1"].value) == ("clusterbrief form", framework.structure.version)
    said = " ".join(str(row[1].value) for row in book["About"].iter_rows(max_col=2))
    assert framework.structure.disclaimer in said
    assert "45 minutes" in said
    assert "confidential" in said
    assert book.sheetnames[1:] == [
        "I Identification", "II Capacity for innovation", "III Management excellence", "IV Achievements and outlook",
        "V The cluster from outside", "Lists",
    ]  # fmt: skip


def test_every_question_is_in_it_once_with_text_help_and_asterisk(book: Workbook, framework: Framework) -> None:
    answers = answers_of(book)
    expected = [code for question in framework.questions.values() for code in codes_of(framework, question)]
    assert sorted(answers) == sorted(expected)
    for question in framework.questions.values():
        sheet, row = answers[codes_of(framework, question)[0]]
        row -= question.type in {"multiple", "ranking"}
        text = str(sheet.cell(row, 2).value)
        assert text.split(". ", 1)[1] == question.text + (" *" if question.required else "")
        for hint in [*list_hints(framework, question), *question.levels]:
            assert hint in str(sheet.cell(row, 4).value)
        assert str(sheet.cell(row, 5).value).startswith("Required") == question.required


def test_lists_hold_exactly_the_options(book: Workbook, framework: Framework) -> None:
    answers = answers_of(book)
    for question in framework.questions.values():
        texts = [each.text for each in list_choices(framework, question)]
        for code in codes_of(framework, question) if texts else ():
            check = check_of(answers, code)
            assert check.type == "list" and check.showErrorMessage
            if question.type == "multiple":
                assert check.formula1 == '"x"'
            else:
                assert listed(book, str(check.formula1)) == texts


def test_numbers_and_texts_are_checked(book: Workbook) -> None:
    answers = answers_of(book)
    year = check_of(answers, "year_started")
    assert (year.type, year.formula1, year.formula2) == ("whole", "1950", "2100")
    assert year.error == "Please enter a whole number from 1950 to 2100, in figures and without a unit."
    fte = check_of(answers, "team_fte")
    assert (fte.type, fte.formula1, fte.formula2) == ("decimal", "0", "500")
    assert (check_of(answers, "story").type, check_of(answers, "story").formula1) == ("textLength", "5000")


def test_only_answers_can_be_written_in_and_the_codes_are_hidden(book: Workbook) -> None:
    answers = answers_of(book)
    for sheet in book.worksheets:
        assert sheet.protection.sheet
        assert sheet.protection.password is None
        rows = {row for owner, row in answers.values() if owner is sheet}
        open_cells = {cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked}
        assert open_cells == {f"C{row}" for row in rows}
        assert sheet.column_dimensions["A"].hidden == (sheet.title not in {"About", "Lists"})
    assert book["Lists"].sheet_state == "hidden"
    assert book.security.lockStructure


def test_the_first_column_of_the_lists_is_empty(book: Workbook) -> None:
    assert {book["Lists"].cell(row, 1).value for row in range(1, book["Lists"].max_row + 1)} == {None}


def test_the_only_formula_is_the_total(book: Workbook) -> None:
    formulas = [
        (sheet.title, cell.value)
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]
    first, last = (answers_of(book)[code][1] for code in ("income_fees", "income_other"))
    assert formulas == [("II Capacity for innovation", f"=SUM(C{first}:C{last})")]


def test_it_is_the_same_file_each_time(form: Path, framework: Framework, tmp_path: Path) -> None:
    assert write_form(framework, tmp_path / "again.xlsx").read_bytes() == form.read_bytes()


def test_paper_and_properties(book: Workbook) -> None:
    assert book.properties.language == "en-GB"
    assert "Self-assessment" in str(book.properties.title)
    sheet = book["III Management excellence"]
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    assert sheet.freeze_panes == "A4"
    assert sheet.print_title_rows == "$3:$3"


def test_code_and_name_filled_in_beforehand(framework: Framework, tmp_path: Path) -> None:
    book = load_workbook(write_form(framework, tmp_path / "AM-001.xlsx", "AM-001", "=Արարատ"))
    answers = answers_of(book)
    code, name = answer_cell(answers, "organisation_code"), answer_cell(answers, "organisation_name")
    assert (code.value, code.protection.locked) == ("AM-001", True)
    assert (name.value, name.data_type, name.protection.locked) == ("=Արարատ", "s", False)


def test_hostile_texts_stay_texts(framework: Framework, tmp_path: Path) -> None:
    hostile = with_questions(framework, *hostile_questions())
    path = write_form(hostile, tmp_path / "hostile.xlsx")
    book = load_workbook(path)
    answers = answers_of(book)
    texts = [each.text for each in list_choices(hostile, hostile.questions["bad_single"])]
    assert listed(book, str(check_of(answers, "bad_single").formula1)) == texts
    assert answer_cell(answers, "bad_single").number_format == "@"
    with ZipFile(path) as parts:
        formulas = b"".join(parts.read(name) for name in parts.namelist() if name.startswith("xl/worksheets/"))
    assert formulas.count(b"<f>") == 1  # the total of the incomes


def fill(framework: Framework, form: Path, path: Path) -> dict[str, object]:
    """Answer every question with its last option or something that fits; what was written, by code."""
    book = load_workbook(form)
    answers, written = answers_of(book), {}
    for question in framework.questions.values():
        for place, code in enumerate(codes_of(framework, question)):
            value: object = "Words with = and Արարատ"
            if question.type in {"number", "share"}:
                value = 2000 if question.code == "year_started" else 12
            elif question.type == "multiple":
                value = "x"
            elif list_choices(framework, question):
                value = list_choices(framework, question)[-1 - place].text
            answer_cell(answers, code).value = value  # type: ignore[assignment]
            written[code] = value
    book.save(path)
    return written


def layout(path: Path) -> dict[str, tuple[object, ...]]:
    """What must survive, by code: place, answer, check and its options, lock."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = load_workbook(path)
    answers = answers_of(book)
    found: dict[str, tuple[object, ...]] = {}
    for code, (sheet, row) in answers.items():
        check = check_of(answers, code)
        options = listed(book, str(check.formula1)) if str(check.formula1).startswith("options_") else check.formula1
        cell = answer_cell(answers, code)
        found[code] = (sheet.title, row, cell.value, check.type, options, cell.protection.locked)
    assert all(sheet.protection.sheet for sheet in book.worksheets)
    assert book["I Identification"].column_dimensions["A"].hidden
    return found


def test_a_filled_form_keeps_its_layout(framework: Framework, form: Path, tmp_path: Path) -> None:
    written = fill(framework, form, tmp_path / "filled.xlsx")
    before, after = layout(form), layout(tmp_path / "filled.xlsx")
    assert {code: cells[2] for code, cells in after.items()} == written
    assert {code: (*cells[:2], *cells[3:]) for code, cells in after.items()} == {
        code: (*cells[:2], *cells[3:]) for code, cells in before.items()
    }


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("localc") is None, reason="LibreOffice Calc is not installed")
def test_a_form_saved_by_libreoffice_keeps_its_layout(framework: Framework, form: Path, tmp_path: Path) -> None:
    fill(framework, form, tmp_path / "filled.xlsx")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    kind = "xlsx:Calc MS Excel 2007 XML"
    command = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", str(tmp_path / "saved")]
    subprocess.run([*command, str(tmp_path / "filled.xlsx")], check=True, capture_output=True, timeout=180)
    assert layout(tmp_path / "saved" / "filled.xlsx") == layout(tmp_path / "filled.xlsx")
