"""Microsoft Forms: the workbook "Open in Excel" gives, or what someone saved from it as CSV."""

import re
from collections.abc import Sequence

from clusterbrief.study.export import Export
from clusterbrief.study.exports.files import Row, SourceFile
from clusterbrief.study.exports.flat import cell_of, column_of, find_header, first_filled, flat_export, headings_of
from clusterbrief.study.exports.moments import read_moments
from clusterbrief.study.headings import normalised

TOOL = "Microsoft Forms"
LOOKED_FOR = 'headings "Start time" and "Completion time"'
STARTED, COMPLETED = "start time", "completion time"
METADATA = {"id", STARTED, COMPLETED, "email", "name", "last modified time", "language"}  # in front of the questions
OF_A_QUIZ = re.compile(r"(points|feedback) - .*|total points|quiz feedback")


def header_of(source: SourceFile) -> int | None:
    """Index of the row of headings, if this is such a file."""
    return find_header(source.rows, lambda texts: STARTED in texts and COMPLETED in texts)


def read(source: SourceFile) -> Export:
    """Read the answers to a form."""
    found = header_of(source)
    header = first_filled(source.rows) if found is None else found
    headings = headings_of(source.rows[header])
    known = [normalised(each.text) for each in headings]
    first = next((place for place, text in enumerate(known) if text not in METADATA), len(headings))
    questions = [each for each in headings[first:] if not OF_A_QUIZ.fullmatch(normalised(each.text))]
    changed, completed = (column_of(headings[:first], {label}) for label in ("last modified time", COMPLETED))

    def moments(rows: Sequence[Row]) -> list:
        sent = read_moments([cell_of(row, completed) for row in rows])
        edited = read_moments([cell_of(row, changed) for row in rows])
        return [late or early for late, early in zip(edited, sent, strict=True)]

    return flat_export(source, TOOL, header, questions, moments)
