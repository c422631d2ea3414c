"""The questionnaire as a workbook to be filled in, e-mailed and imported.

Sheet "About": A1 ``clusterbrief form``, B1 the version of the framework. Then a sheet for each block. In these,
column A is hidden and holds the code of the answer in column C: a question's code, ``question/option`` for each
option of a multiple choice (answered by "x"), ``question#1`` for each place of a ranking. Every other row has an
empty cell in column A. Options of drop-down lists stand on the hidden sheet "Lists".
"""

from pathlib import Path

from openpyxl import Workbook
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.worksheet import Worksheet

from clusterbrief.produce.questionnaire import form_looks as looks
from clusterbrief.produce.questionnaire.form_lists import Lists
from clusterbrief.produce.questionnaire.form_sheet import FormSheet
from clusterbrief.produce.questionnaire.words import CONFIDENTIALITY, CONSENT, HOW_TO, PURPOSE, TIME
from clusterbrief.study.framework import Framework
from clusterbrief.study.framework_model import Role
from clusterbrief.study.reproducible import settle_workbook
from clusterbrief.study.sections import Section, list_sections

FORM_MARK = "clusterbrief form"
ABOUT = "About"


def write_form(framework: Framework, path: Path, organisation_code: str = "", name: str = "") -> Path:
    """Write the form, the same bytes for the same framework.

    Parameters
    ----------
    framework : Framework
    path : Path
        Ends in ``.xlsx``.
    organisation_code, name : str
        Filled in beforehand, for the form of one invited organisation. The code cannot be changed in the form.
    """
    book = Workbook()
    about = book.active
    assert isinstance(about, Worksheet)
    about.title = ABOUT
    sections = list_sections(framework)
    lists = Lists(book)
    given: dict[str, str] = {}
    _know(given, framework, "organisation_code", organisation_code)
    _know(given, framework, "name", name)
    for place, section in enumerate(sections, start=1):
        sheet = book.create_sheet(sheet_name(section), place)
        FormSheet(sheet, framework, lists, given).fill(section)
    lists.finish()
    _fill_about(about, framework, sections, organisation_code, name)
    _describe(book, framework)
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    settle_workbook(path)
    return path


def sheet_name(section: Section) -> str:
    """The name of a block's sheet: without what Excel refuses there, and at most 31 characters long.

    A sheet named as one of the form's own gets an underscore in front.
    """
    kept = "".join(letter for letter in section.title if letter not in r"[]:*?/\'").strip()[:31].strip()
    return f"_{kept}"[:31] if kept.casefold() in {ABOUT.casefold(), "lists", "history", ""} else kept


def _know(given: dict[str, str], framework: Framework, role: Role, answer: str) -> None:
    question = framework.with_role(role)
    if question is not None and answer:
        given[question.code] = answer


def _fill_about(
    sheet: Worksheet, framework: Framework, sections: tuple[Section, ...], organisation_code: str, name: str
) -> None:
    structure = framework.structure
    looks.write(sheet, "A1", FORM_MARK, looks.QUIET)
    looks.write(sheet, "B1", structure.version, looks.QUIET)
    looks.write(sheet, "B2", structure.title, looks.TITLE)
    rows = [("Organisation", name), ("Code", organisation_code)] if organisation_code or name else []
    rows += [("What it is for", PURPOSE), ("Time", TIME)]
    rows += [("How to fill it in" if not at else "", line) for at, line in enumerate(HOW_TO)]
    rows += [
        ("", "Go through the sheets named below. Write in the framed cells, or choose from the list that opens there."),
        ("", "Save the file as an Excel workbook (.xlsx) and send it back. Do not add or remove rows or sheets."),
    ]
    for at, section in enumerate(sections):
        rows.append(("" if at else "Sheets", f"{sheet_name(section)}: {section.block.about}".rstrip(": ")))
    rows += [("Confidentiality", CONFIDENTIALITY)]
    consent = framework.with_role("consent_name")
    for section in sections:
        if consent and consent.block == section.block.code:
            rows.append(("Consent", CONSENT.format(section=section.title)))
    rows += [("Please note", structure.disclaimer), ("Origin", structure.origin)]
    for at, (label, text) in enumerate(rows, start=4):
        looks.write(sheet, f"A{at}", label, looks.LABEL)
        looks.write(sheet, f"B{at}", text, looks.TEXT)
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 22, 100
    looks.fit_heights(sheet)
    looks.set_up_page(sheet, structure.title, portrait=True)
    looks.protect(sheet)


def _describe(book: Workbook, framework: Framework) -> None:
    structure = framework.structure
    book.properties.title = f"{structure.title}, version {structure.version}"
    book.properties.subject = "Questionnaire"
    book.properties.creator = "clusterbrief"
    book.properties.language = "en-GB"
    book.security = WorkbookProtection(lockStructure=True)
    book.active = 0
