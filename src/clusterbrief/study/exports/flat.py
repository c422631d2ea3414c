"""What most tools have in common: one table, a row of headings, one contribution in each row below."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from clusterbrief.study.export import Contribution, Export, Heading, Note
from clusterbrief.study.exports.files import Row, SourceFile, is_blank
from clusterbrief.study.headings import normalised

ROWS_SEARCHED = 30  # headings stand in the first row; authors sometimes add notes above

Signature = Callable[[Sequence[str]], bool]  # whether normalised headings are those of a tool


def find_header(rows: Sequence[Row], signature: Signature) -> int | None:
    """Index of the first row that a tool's signature fits."""
    for number, row in enumerate(rows[:ROWS_SEARCHED]):
        if signature([normalised("" if cell is None else cell) for cell in row]):
            return number
    return None


def first_filled(rows: Sequence[Row]) -> int:
    """Index of the first row that holds anything, where an author says which tool it was."""
    return next((number for number, row in enumerate(rows) if not all(map(is_blank, row))), 0)


def headings_of(row: Row) -> list[Heading]:
    """The headings of a row, blank ones left out."""
    return [Heading(column, str(cell).strip()) for column, cell in enumerate(row) if not is_blank(cell)]


def flat_export(
    source: SourceFile,
    tool: str,
    header: int,
    questions: Collection[Heading],
    changed: Callable[[Sequence[Row]], Sequence[datetime | None]],
    completed: Callable[[Row], bool] = lambda row: True,
    changes: Mapping[int, Callable[[Any], Any]] | None = None,
) -> Export:
    """An export of one table; ``changes`` translate the cells of a column.

    A row longer than the headings is told: its separators stand in an answer, so that cells have moved.
    """
    rows = source.rows
    numbered = [
        (number, row) for number, row in enumerate(rows[header + 1 :], header + 2) if not all(map(is_blank, row))
    ]
    moments = changed([row for _, row in numbered])
    width = max((column + 1 for column, cell in enumerate(rows[header]) if not is_blank(cell)), default=0)
    translate = changes or {}
    contributions, notes = [], list(source.notes)
    for (number, row), moment in zip(numbered, moments, strict=True):
        cells = {each.column: row[each.column] for each in questions if each.column < len(row)}
        for column in cells.keys() & translate.keys():
            cells[column] = translate[column](cells[column])
        contributions.append(Contribution(number, moment, cells, completed(row)))
        if not all(map(is_blank, row[width:])):
            problem = "The row has more cells than there are headings"
            notes.append(Note(number, None, "row too long", problem, "Cells behind the headings left out."))
    return Export(
        source.path.name, source.sheet, tool, header + 1, tuple(questions), tuple(contributions), tuple(notes)
    )


def cell_of(row: Row, column: int | None) -> Any:
    """A cell that may not be there."""
    return row[column] if column is not None and column < len(row) else None


def column_of(headings: Sequence[Heading], labels: Collection[str]) -> int | None:
    """The column headed with one of some labels, compared as ``normalised`` writes them."""
    return next((each.column for each in headings if normalised(each.text) in labels), None)
