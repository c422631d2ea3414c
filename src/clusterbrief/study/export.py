"""A survey tool's export as every importer hands it on: headings and contributions, nothing interpreted."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from openpyxl.utils import get_column_letter


class NotAskedCell:
    """What stands in a cell where a tool says that the question was not put to the respondent."""

    def __repr__(self) -> str:
        return "not asked"


NOT_ASKED_CELL: Final = NotAskedCell()


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of one column of answers; ``column`` counts from 0, ``code`` is set where the question is known."""

    column: int
    text: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class Contribution:
    """One submitted questionnaire: the raw cell of each column, and when it was last changed.

    A cell may be ``NOT_ASKED_CELL``, or a tuple where several answers came in cells of their own.
    """

    row: int  # counted from 1, as spreadsheets do
    changed_at: datetime | None
    cells: dict[int, Any]
    completed: bool = True  # false where the respondent has not sent it off


@dataclass(frozen=True, slots=True)
class Note:
    """Something that reading the file brought up, for the findings."""

    row: int
    column: int | None
    kind: str
    problem: str
    action: str


@dataclass(frozen=True, slots=True)
class Export:
    """One file of answers, as a survey tool wrote it.

    ``places`` names the cell of a column that does not stand on ``sheet`` or not in the contribution's row.
    """

    file: str
    sheet: str
    tool: str
    header_row: int
    headings: tuple[Heading, ...]
    contributions: tuple[Contribution, ...]
    notes: tuple[Note, ...] = ()
    places: Mapping[int, str] = field(default_factory=dict)

    def cell_name(self, row: int, column: int) -> str:
        """A cell as spreadsheets name it, with its sheet: ``Content!C14``."""
        if column in self.places:
            return self.places[column].replace("{row}", str(row))
        return f"{self.sheet}!{get_column_letter(column + 1)}{row}"
