"""EUSurvey results in XLSX, XLS or ODS, and what someone saved from those as CSV.

Rows above the header hold the alias and the date of the export; the metadata of a contribution stands
after its answers, headed in the language of whoever exported. Beyond 254 columns answers go on in sheets
"Content1", "Content2", whose rows belong to those of "Content" by their position alone.
"""

from collections.abc import Sequence
from typing import Any

from openpyxl.utils import get_column_letter

from clusterbrief.study.export import Contribution, Export, Heading, Note
from clusterbrief.study.exports.files import Row, SourceFile, is_blank, is_empty
from clusterbrief.study.exports.flat import ROWS_SEARCHED, cell_of, column_of
from clusterbrief.study.exports.moments import read_moment
from clusterbrief.study.headings import normalised

TOOL = "EUSurvey"
LOOKED_FOR = 'rows "Alias" and "Export Date" above the headings, or an XML file of results'
SHEET = "Content"
FULL_CELL = 32_000  # characters, from which on a text may go on in the row below; spreadsheets hold 32,767

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


def header_of(source: SourceFile) -> int | None:
    """Index of the row of headings, if this is such a file."""
    return _find_header(source.sheets[_first_sheet(source)]) if source.sheets else None


def read(source: SourceFile) -> Export:
    """Read the results of a survey.

    Raises
    ------
    InputError
        The workbook holds nothing, or has no header row.
    """
    name = _first_sheet(source)
    rows = source.sheets[name]
    remedy = "Export the results again as XLSX, and leave the first rows as they are."
    if is_empty(rows):
        raise source.fault("Cannot find anything in the workbook", "Export the results again as XLSX.", name)
    header = _find_header(rows)
    if header is None:
        problem = 'Cannot find the header row: no row after "Alias" and "Export Date" holds headings'
        raise source.fault(problem, remedy, name)
    table, places, notes = _with_more_sheets(source, name, header)
    headings = [Heading(column, str(cell).strip()) for column, cell in enumerate(table[0]) if not is_blank(cell)]
    questions = tuple(each for each in headings if normalised(each.text) not in METADATA)
    columns = [column_of(headings, labels) for labels in (CHANGED_AT, CREATED_AT)]
    contributions: list[Contribution] = []
    for number, row in enumerate(table[1:], header + 2):
        if all(map(is_blank, row)):
            continue
        cells = {each.column: row[each.column] for each in questions if each.column < len(row)}
        if contributions and _goes_on(cells, contributions[-1]):
            _append(cells, contributions[-1])
            continue
        moments = (read_moment(cell_of(row, column)) for column in columns)
        contributions.append(Contribution(number, next(filter(None, moments), None), cells))
    return Export(
        source.path.name, name, TOOL, header + 1, questions, tuple(contributions), source.notes + notes, places
    )


def _first_sheet(source: SourceFile) -> str:
    return SHEET if SHEET in source.sheets else source.sheet


def _find_header(rows: Sequence[Row]) -> int | None:
    """Index of the first row below "Export Date" that is at least half as full as the fullest: notes are shorter."""
    starts = [str(row[0]).strip().casefold() if row else "" for row in rows[:ROWS_SEARCHED]]
    if "alias" not in starts or "export date" not in starts:
        return None
    first = starts.index("export date") + 1
    cells = [sum(not is_blank(cell) for cell in row) for row in rows[first:ROWS_SEARCHED]]
    return next((first + place for place, count in enumerate(cells) if count > 1 and count >= max(cells) / 2), None)


def _with_more_sheets(source: SourceFile, name: str, header: int) -> tuple[list[Row], dict[int, str], tuple[Note, ...]]:
    """The header and all rows below it, with the columns of further sheets beside those of the first."""
    table = [list(row) for row in source.sheets[name][header:]]
    places: dict[int, str] = {}
    notes: list[Note] = []
    number = 1
    while (more := f"{SHEET}{number}") in source.sheets and name == SHEET:
        rows = source.sheets[more]
        own = _find_header(rows)
        number += 1
        if own is None and not (own := _lone_header(rows)):
            continue
        width = max(map(len, table))
        below, above = rows[own:], header - own
        for place, row in enumerate(table):
            row.extend([None] * (width - len(row)))
            row.extend(below[place] if place < len(below) else [])
        if len(below) > len(table):
            problem = f'The sheet "{more}" has more rows than the sheet "{SHEET}"'
            notes.append(
                Note(header + 1, None, "sheets differ", problem, "Rows matched by position, the rest left out.")
            )
        for column in range(len(below[0])):
            row_here = "{row}" if above == 0 else "(row {row} of Content)"
            places[width + column] = f"{more}!{get_column_letter(column + 1)}{row_here}"
    return table, places, tuple(notes)


def _lone_header(rows: Sequence[Row]) -> int | None:
    """Header of a further sheet with one column only, which looks like a note."""
    starts = [str(row[0]).strip().casefold() if row else "" for row in rows[:ROWS_SEARCHED]]
    first = starts.index("export date") + 1 if "export date" in starts else len(rows)
    return next(
        (number for number in range(first, min(len(rows), ROWS_SEARCHED)) if not all(map(is_blank, rows[number]))), None
    )


def _goes_on(cells: dict[int, Any], above: Contribution) -> bool:
    """Whether a row only holds the rest of texts that did not fit into the row above."""
    filled = [column for column, cell in cells.items() if not is_blank(cell)]
    return bool(filled) and all(len(str(above.cells.get(column) or "")) >= FULL_CELL for column in filled)


def _append(cells: dict[int, Any], above: Contribution) -> None:
    for column, cell in cells.items():
        if not is_blank(cell):
            above.cells[column] = f"{above.cells[column]}{cell}"
