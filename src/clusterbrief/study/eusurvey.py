"""EUSurvey results in XLSX, as its export of contents writes them.

Rows above the header hold the alias and the date of the export; the metadata of a contribution stands
after its answers, headed in the language of whoever exported.
"""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from python_calamine import CalamineError, CalamineWorkbook

from clusterbrief.errors import Fault, InputError, Place, shown_path
from clusterbrief.study.export import Contribution, Export, Heading
from clusterbrief.study.headings import normalised

TOOL = "EUSurvey"
ROWS_SEARCHED = 30  # the header stands in row 4; authors sometimes add notes above it

# English, French and Romanian labels; the survey's own questions never change language.
# They are compared as ``normalised`` writes them.
CHANGED_AT = {"last update", "dernière mise à jour", "ultima actualizare"}
CREATED_AT = {"creation date", "date de création", "data creării"}
METADATA = (
    CHANGED_AT
    | CREATED_AT
    | {"contribution id", "languages", "user name", "invitation number", "total score"}
    | {"numéro d'identification de la contribution", "langues", "nom d'utilisateur", "numéro de l'invitation"}
    | {"id contribuție", "limbi", "nume de utilizator", "numărul invitației"}
)


def read_eusurvey_xlsx(path: Path) -> Export:
    """Read the results of a survey.

    Raises
    ------
    InputError
        The file is missing, is no workbook, holds nothing, or has no header row.
    """
    sheet, rows = _first_sheet(path)
    header = _find_header(rows)
    if header is None:
        place = Place(shown_path(path), detail=sheet)
        problem = 'Cannot find the header row: no row after "Alias" and "Export Date" holds headings'
        remedy = "Export the results again as XLSX, and leave the first rows as they are."
        raise InputError([Fault(place, problem, remedy)])
    headings = [Heading(column, str(cell).strip()) for column, cell in enumerate(rows[header]) if not _blank(cell)]
    questions = tuple(each for each in headings if normalised(each.text) not in METADATA)
    changed = _column_of(headings, CHANGED_AT)
    created = _column_of(headings, CREATED_AT)
    contributions = tuple(
        Contribution(
            row=number + 1,
            changed_at=_moment(row, changed) or _moment(row, created),
            cells={each.column: row[each.column] for each in questions if each.column < len(row)},
        )
        for number, row in enumerate(rows)
        if number > header and not all(_blank(cell) for cell in row)
    )
    return Export(path.name, sheet, TOOL, header + 1, questions, contributions)


def _first_sheet(path: Path) -> tuple[str, list[list[Any]]]:
    if not path.exists():
        raise InputError([Fault(Place(shown_path(path)), "Cannot find the survey file")])
    try:
        workbook = CalamineWorkbook.from_path(str(path))
        name = "Content" if "Content" in workbook.sheet_names else workbook.sheet_names[0]
        rows = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except (CalamineError, BadZipFile, OSError, ValueError, IndexError) as error:
        problem = f"Cannot read the file as an XLSX workbook: {error}"
        remedy = "Export the results again as XLSX, and save it without a password."
        raise InputError([Fault(Place(shown_path(path)), problem, remedy)]) from None
    if all(_blank(cell) for row in rows for cell in row):
        problem = "Cannot find anything in the workbook"
        raise InputError([Fault(Place(shown_path(path), detail=name), problem, "Export the results again as XLSX.")])
    return name, rows


def _find_header(rows: Sequence[Sequence[Any]]) -> int | None:
    """Index of the first row below "Export Date" that is at least half as full as the fullest: notes are shorter."""
    starts = [str(row[0]).strip().casefold() if row else "" for row in rows[:ROWS_SEARCHED]]
    if "alias" not in starts or "export date" not in starts:
        return None
    first = starts.index("export date") + 1
    cells = [sum(not _blank(cell) for cell in row) for row in rows[first:ROWS_SEARCHED]]
    return next((first + place for place, count in enumerate(cells) if count > 1 and count >= max(cells) / 2), None)


def _blank(cell: Any) -> bool:
    return cell is None or str(cell).strip() == ""


def _column_of(headings: Sequence[Heading], labels: set[str]) -> int | None:
    return next((each.column for each in headings if normalised(each.text) in labels), None)


def _moment(row: Sequence[Any], column: int | None) -> datetime | None:
    cell = row[column] if column is not None and column < len(row) else None
    if isinstance(cell, datetime):
        return cell
    if isinstance(cell, date):
        return datetime(cell.year, cell.month, cell.day)
    for form in ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d", "%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%d/%m/%Y"):
        try:
            return datetime.strptime(str(cell).strip(), form)
        except ValueError:
            continue
    return None
