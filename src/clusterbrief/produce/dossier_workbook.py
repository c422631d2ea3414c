"""The authors' dossier as a workbook: one sheet for each list, to be sorted, filtered and worked with."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from clusterbrief.analysis.profiles import Profile
from clusterbrief.errors import Fault, InputError, Place, shown_path
from clusterbrief.present.csv_cells import harmless
from clusterbrief.present.dossier_sheets import DossierSheet, dossier_sheets
from clusterbrief.study.reproducible import settle_workbook

BOOK = "dossier.xlsx"
WIDEST, NARROWEST = 60, 9  # characters
MOST_MEASURED = 300  # rows that a column's width is taken from
DECIMALS = 4
LONGEST_CELL = 32767  # letters that a cell can hold
HEADING = PatternFill("solid", fgColor="DCE6F1")
FOR_AUTHORS = (
    "For the authors only: this workbook names organisations beside their results. It must not be passed on or put on "
    "the site."
)
SYNTHETIC = "Synthetic data: every answer and every organisation of this edition is invented."


def write_dossier(folder: Path, profile: Profile) -> Path:
    """Write the workbook of the internal profile; the same bytes for the same profile.

    Raises
    ------
    InputError
        It cannot be written, as when a spreadsheet program holds the earlier one open.
    """
    path, aside = folder / BOOK, folder / f".{BOOK}"
    book = Workbook()
    sheets = dossier_sheets(profile)
    _fill_about(book.worksheets[0], profile, sheets)
    for sheet in sheets:
        _fill(book.create_sheet(sheet.title), sheet.table)
    _fill(book.create_sheet("Codebook"), _codebook(sheets))
    folder.mkdir(parents=True, exist_ok=True)
    book.save(aside)
    settle_workbook(aside)
    try:
        aside.replace(path)
    except OSError as error:
        aside.unlink(missing_ok=True)
        problem = f"Cannot write the workbook: {error.strerror}"
        raise InputError(
            [Fault(Place(shown_path(path)), problem, "Close it where it is open, and build again.")]
        ) from None
    return path


def _fill_about(sheet: Worksheet, profile: Profile, sheets: Sequence[DossierSheet]) -> None:
    facts = profile.facts
    sheet.title = "About"
    lines = [f"The authors' dossier: {facts['edition_title']}", FOR_AUTHORS]
    lines += [SYNTHETIC] if facts["synthetic"] else []
    lines += [f"Method version {facts['method_version']}. {facts['disclaimer']}", "", "Each row of a sheet is:"]
    lines += [f"{each.title} ({len(each.table)}): {each.row_is}" for each in sheets]
    lines += [
        "",
        "The sheet Codebook says what each column means. A cell is empty where nothing is known or nothing applies.",
    ]
    for number, line in enumerate(lines, start=1):
        cell = sheet.cell(number, 1, _text(line))
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.column_dimensions["A"].width = 110
    sheet["A1"].font = Font(bold=True, size=14)
    sheet["A2"].font = Font(bold=True)


def _codebook(sheets: Sequence[DossierSheet]) -> pd.DataFrame:
    rows = [(sheet.title, heading, meaning) for sheet in sheets for heading, meaning in sheet.meanings.items()]
    return pd.DataFrame(rows, columns=["Sheet", "Column", "Meaning"])


def _fill(sheet: Worksheet, table: pd.DataFrame) -> None:
    """Headings that stay in view, a filter, and columns as wide as their texts."""
    table = harmless(table)
    sheet.append([str(heading) for heading in table.columns])
    for row in table.itertuples(index=False, name=None):
        sheet.append([_cell(each) for each in row])
    for cell in sheet[1]:
        cell.font, cell.fill = Font(bold=True), HEADING
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToHeight = 0
    if len(table):
        sheet.auto_filter.ref = sheet.dimensions
    for place, heading in enumerate(table.columns, start=1):
        texts = [str(heading), *map(str, table.iloc[:MOST_MEASURED, place - 1].dropna())]
        width = min(max(map(len, texts)) + 2, WIDEST)
        sheet.column_dimensions[get_column_letter(place)].width = max(width, NARROWEST)


def _cell(value: Any) -> Any:
    if value is None or pd.isna(value) or value == "":
        return None
    if isinstance(value, float):
        return int(value) if value.is_integer() else round(value, DECIMALS)
    return _text(value) if isinstance(value, str) else value


def _text(text: str) -> str:
    """A text without what workbooks cannot hold."""
    return str(ILLEGAL_CHARACTERS_RE.sub(" ", text))[:LONGEST_CELL]
