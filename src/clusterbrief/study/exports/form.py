"""Our own form: a workbook that one organisation fills in, with the code of each question beside its answer.

The sheet "About" says "clusterbrief form" in column A and the form's version beside it. Every other sheet
that has codes in column A is a block: A the code (hidden), B the question, C the answer. An option of a
multiple choice has a row of its own with the code ``question/option`` and an "x" or "yes" in C, a place of
a ranking one with the code ``question#1``.
"""

import re
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring
from openpyxl.utils import get_column_letter

from clusterbrief.study.export import Contribution, Export, Heading
from clusterbrief.study.exports.files import SourceFile, is_blank
from clusterbrief.study.exports.flat import cell_of
from clusterbrief.study.exports.moments import read_moment
from clusterbrief.study.headings import normalised

TOOL = "clusterbrief form"
LOOKED_FOR = 'a sheet "About" that says "clusterbrief form"'
ABOUT, LISTS = "About", "Lists"
CODE_COLUMN, ANSWER_COLUMN = 0, 2
CODE = re.compile(r"[A-Za-z][A-Za-z0-9_.]{0,39}(/[A-Za-z][A-Za-z0-9_.]{0,39}|#\d{1,2})?")
CHANGED = {"docProps/core.xml": "modified", "meta.xml": "date"}  # part of the workbook, and element in it


def fits(source: SourceFile) -> bool:
    """Whether this is such a file."""
    rows = source.sheets.get(ABOUT, [])
    return any(row and normalised(row[0] or "") == TOOL for row in rows)


def read(source: SourceFile) -> Export:
    """Read a filled-in form: an export of one contribution.

    Raises
    ------
    InputError
        The codes of the questions are gone.
    """
    headings: list[Heading] = []
    cells: dict[int, Any] = {}
    places: dict[int, str] = {}
    for sheet, rows in source.sheets.items():
        for number, row in enumerate([] if sheet in {ABOUT, LISTS} else rows, 1):
            code = str(cell_of(row, CODE_COLUMN) or "").strip()
            if not CODE.fullmatch(code) or normalised(code) == "code":
                continue
            column = len(headings)
            headings.append(Heading(column, code))
            places[column] = f"{sheet}!{get_column_letter(ANSWER_COLUMN + 1)}{number}"
            answer = cell_of(row, ANSWER_COLUMN)
            cells[column] = None if is_blank(answer) else answer
    if not headings:
        remedy = "Fill in a fresh copy of the form, and leave its hidden column A as it is."
        raise source.fault("Cannot find the codes of the questions in column A of any sheet", remedy)
    contribution = Contribution(1, _changed_at(source.path), cells)
    return Export(source.path.name, ABOUT, TOOL, 1, tuple(headings), (contribution,), source.notes, places)


def _changed_at(path: Path) -> datetime | None:
    """When the workbook says that it was last saved."""
    try:
        with zipfile.ZipFile(path) as book:
            for part, tag in CHANGED.items():
                if part in book.namelist():
                    root = fromstring(book.read(part), forbid_dtd=True)
                    return next((read_moment(each.text) for each in root.iter() if each.tag.endswith("}" + tag)), None)
    except (zipfile.BadZipFile, OSError, ParseError, DefusedXmlException, ValueError):
        return None
    return None
