"""A survey tool's export as every importer hands it on: headings and contributions, nothing interpreted."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from openpyxl.utils import get_column_letter


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of one column of answers; ``column`` counts from 0."""

    column: int
    text: str


@dataclass(frozen=True, slots=True)
class Contribution:
    """One submitted questionnaire: the raw cell of each column, and when it was last changed."""

    row: int  # counted from 1, as spreadsheets do
    changed_at: datetime | None
    cells: dict[int, Any]


@dataclass(frozen=True, slots=True)
class Export:
    """One file of answers, as a survey tool wrote it."""

    file: str
    sheet: str
    tool: str
    header_row: int
    headings: tuple[Heading, ...]
    contributions: tuple[Contribution, ...]

    def cell_name(self, row: int, column: int) -> str:
        """A cell as spreadsheets name it, with its sheet: ``Content!C14``."""
        return f"{self.sheet}!{get_column_letter(column + 1)}{row}"
