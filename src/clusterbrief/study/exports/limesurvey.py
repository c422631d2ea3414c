"""LimeSurvey: the CSV of responses, headed by code, text or both, with short or full answers."""

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from clusterbrief.study.export import NOT_ASKED_CELL, Export, Heading, Note
from clusterbrief.study.exports.files import Row, SourceFile, is_blank
from clusterbrief.study.exports.flat import cell_of, find_header, first_filled, flat_export, headings_of
from clusterbrief.study.exports.moments import read_moment
from clusterbrief.study.headings import normalised

TOOL = "LimeSurvey"
LOOKED_FOR = 'headings "lastpage" and "startlanguage", or "Last page" and "Start language"'
SYSTEM = {
    "id": "id", "response id": "id", "submitdate": "submitdate", "date submitted": "submitdate",
    "lastpage": "lastpage", "last page": "lastpage", "startlanguage": "startlanguage",
    "start language": "startlanguage", "seed": "seed", "startdate": "startdate", "date started": "startdate",
    "datestamp": "datestamp", "date last action": "datestamp", "ipaddr": "ipaddr", "ip address": "ipaddr",
    "refurl": "refurl", "referrer url": "refurl", "token": "token", "access code": "token",
}  # fmt: skip
TIMES = re.compile(r"interviewtime\b.*|total time|grouptime\d*\b.*|group time:.*|question time:.*|\w+time(\..*)?", re.I)
NOT_SHOWN = "N/A"
MARKED = {"yes", "no", "y", "n", ""}  # beside which N/A says that a question was not shown
MASKED = re.compile(r"'(?=[=+\-@])")  # put before what a spreadsheet would take for a formula


def header_of(source: SourceFile) -> int | None:
    """Index of the row of headings, if this is such a file."""

    def fits(texts: Sequence[str]) -> bool:
        system = {_system_name(each) for each in texts}
        return {"lastpage", "startlanguage"} <= system

    return find_header(source.rows, fits)


def read(source: SourceFile) -> Export:
    """Read the responses; those not sent off are kept and told.

    With full answers, ``N/A`` in a column of yes and no says that the question was never shown.
    """
    found = header_of(source)
    header = first_filled(source.rows) if found is None else found
    headings = headings_of(source.rows[header])
    system = {_system_name(each.text): each.column for each in headings if _system_name(each.text)}
    questions = [each for each in headings if each.column not in system.values()]
    while questions and TIMES.fullmatch(questions[-1].text):
        questions.pop()
    submitted = system.get("submitdate")

    def moments(rows: Sequence[Row]) -> list[datetime | None]:
        columns = [system.get(name) for name in ("datestamp", "submitdate", "startdate")]
        return [
            next((moment for column in columns if (moment := read_moment(cell_of(row, column)))), None) for row in rows
        ]

    def completed(row: Row) -> bool:
        return submitted is None or not is_blank(cell_of(row, submitted))

    changes = {each.column: _reader(each, source.rows[header + 1 :]) for each in questions}
    export = flat_export(source, TOOL, header, questions, moments, completed, changes)
    problem, action = "The response was not sent off", "Kept, unless the organisation sent another one."
    notes = tuple(
        Note(each.row, submitted, "not sent off", problem, action)
        for each in export.contributions
        if not each.completed
    )
    return Export(
        export.file, export.sheet, TOOL, export.header_row, export.headings, export.contributions, export.notes + notes
    )


def _system_name(text: str) -> str:
    """The name of a system column, headed by its code, its text or both; empty for a question's."""
    both = re.match(r"([a-z]+)\W+(.+)", normalised(text))
    if both and SYSTEM.get(both[1]) == SYSTEM.get(both[2], "-"):
        return SYSTEM[both[1]]
    return SYSTEM.get(normalised(text), "")


def _reader(heading: Heading, rows: Sequence[Row]) -> Callable[[Any], Any]:
    cells = {normalised(cell_of(row, heading.column) or "") for row in rows}
    unshown = NOT_SHOWN if cells - {normalised(NOT_SHOWN)} <= MARKED else None

    def read_cell(cell: Any) -> Any:
        if cell == unshown:
            return NOT_ASKED_CELL
        return MASKED.sub("", cell, count=1) if isinstance(cell, str) and MASKED.match(cell) else cell

    return read_cell
