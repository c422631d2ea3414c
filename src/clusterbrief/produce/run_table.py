"""The run table: what became of each document of each unit."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from clusterbrief.produce.documents import Page
    from clusterbrief.produce.running.run import Executed

Status = Literal["ok", "failed", "up to date"]


@dataclass(frozen=True, slots=True)
class RunRow:
    """One document for one unit; ``seconds`` is what its notebook took."""

    document: str
    unit: str
    status: Status
    seconds: float = 0.0
    reason: str = ""


@dataclass(frozen=True)
class RunTable:
    """All rows of a build, the renderer that typeset them, and where the results are."""

    rows: tuple[RunRow, ...]
    renderer: str
    places: tuple[str, ...]
    findings: int
    notes: tuple[str, ...] = ()  # what whoever ran it should know, in sentences

    @property
    def failed(self) -> bool:
        """Whether any document failed."""
        return any(row.status == "failed" for row in self.rows)

    @property
    def reasons(self) -> str:
        """Why documents failed, a line for each; empty where none did."""
        return "\n".join(f"{row.document} {row.unit}: {row.reason}" for row in self.rows if row.status == "failed")

    def by_document(self) -> Iterator[tuple[str, dict[str, int], float]]:
        """Each document with its number of units by status, and the seconds they took."""
        for name in dict.fromkeys(row.document for row in self.rows):
            rows = [row for row in self.rows if row.document == name]
            statuses: Sequence[Status] = ("ok", "up to date", "failed")
            yield (
                name,
                {each: sum(row.status == each for row in rows) for each in statuses},
                sum(row.seconds for row in rows),
            )


def tabulate_run(
    wanted: Sequence["Page"], ran: Mapping[tuple[str, str, str], "Executed"], problems: Mapping[tuple[str, str], str]
) -> tuple[RunRow, ...]:
    """What became of every page that was asked for; the seconds of a notebook count for its first page."""
    rows, counted = [], set()
    for page in wanted:
        name, unit = page.document.name, page.unit_code
        key = page.run_key
        result = ran.get(key) if key else None
        seconds = result.seconds if result and key not in counted else 0.0
        counted.add(key)
        reason = (result.reason if result else "") or problems.get((name, unit), "")
        status: Status = "failed" if reason else "ok" if result or not key else "up to date"
        rows.append(RunRow(name, unit, status, seconds, reason))
    return tuple(rows)
