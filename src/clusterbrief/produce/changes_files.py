"""What changed between two editions as files: a workbook for the authors, and tables, internal and public apart."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from clusterbrief.analysis.revisions.sides import Changes
from clusterbrief.present.csv_cells import harmless
from clusterbrief.produce.printed_changes import summarise
from clusterbrief.produce.written_tables import write_table
from clusterbrief.study.reproducible import settle_workbook

BOOK = "changes.xlsx"
INTERNAL, PUBLIC = "internal", "public"
WIDEST, NARROWEST = 48, 9  # characters
NOTE = (
    "For the authors only: this workbook names organisations beside their results. The folder public holds what may be "
    "published."
)


def write_changes(folder: Path, changes: Changes) -> list[Path]:
    """Write ``internal/changes.xlsx`` and every table as CSV, in ``internal`` and ``public``.

    Files of an earlier comparison with the same names are written over; nothing is deleted.

    Returns
    -------
    list of Path
        The workbook and the two folders.
    """
    for kind, tables in ((INTERNAL, changes.internal_tables()), (PUBLIC, changes.public_tables())):
        for name, table in tables.items():
            write_table(folder / kind / f"{name}.csv", table)
    book = folder / INTERNAL / BOOK
    _write_workbook(book, changes)
    return [book, folder / INTERNAL, folder / PUBLIC]


def _write_workbook(path: Path, changes: Changes) -> None:
    book = Workbook()
    first = book.worksheets[0]
    first.title = "Summary"
    first.column_dimensions["A"].width = 120
    lines = [f"What changed from {changes.old} to {changes.new}", NOTE, *summarise(changes)]
    for number, line in enumerate(lines, start=1):
        first.cell(number, 1, _text(line))
    first["A1"].font = Font(bold=True)
    _fill_all(book, changes.internal_tables())
    book.save(path)
    settle_workbook(path)


def _fill_all(book: Workbook, tables: Mapping[str, pd.DataFrame]) -> None:
    for name, table in tables.items():
        _fill(book.create_sheet(name.capitalize()), harmless(table))


def _fill(sheet: Worksheet, table: pd.DataFrame) -> None:
    sheet.append([str(column) for column in table.columns])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for row in table.itertuples(index=False):
        sheet.append([_cell(each) for each in row])
    sheet.freeze_panes = "B2"
    if len(table):
        sheet.auto_filter.ref = sheet.dimensions
    for place, column in enumerate(table.columns, start=1):
        texts = [str(column), *map(str, table[column].head(200))]
        width = min(max(len(text) for text in texts) + 2, WIDEST)
        sheet.column_dimensions[get_column_letter(place)].width = max(width, NARROWEST)


def _cell(value: Any) -> Any:
    if pd.isna(value):
        return None
    if isinstance(value, float):
        return round(value, 4)
    return _text(value) if isinstance(value, str) else value


def _text(text: str) -> str:
    """A text without what workbooks cannot hold."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    return ILLEGAL_CHARACTERS_RE.sub(" ", text)
