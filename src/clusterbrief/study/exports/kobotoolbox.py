"""KoboToolbox: the CSV or the first sheet of the XLSX, with names or labels, in any of its three modes."""

import re

from clusterbrief.study.export import Export, Note
from clusterbrief.study.exports.files import SourceFile
from clusterbrief.study.exports.flat import cell_of, column_of, find_header, first_filled, flat_export, headings_of
from clusterbrief.study.exports.moments import read_moment

TOOL = "KoboToolbox"
LOOKED_FOR = 'headings "_uuid" or "_submission_time"'
MARKS = {"_uuid", "_submission_time"}
METADATA = re.compile(
    r"_\w*|start|end|today|username|deviceid|phonenumber|simserial|subscriberid|audit|(meta|formhub)/\w+|"
    r"(.*/)?(instanceID|instanceName)"
)


def header_of(source: SourceFile) -> int | None:
    """Index of the row of headings, if this is such a file."""
    return find_header(source.rows, lambda texts: bool(MARKS & set(texts)))


def read(source: SourceFile) -> Export:
    """Read the submissions; those of repeated groups, on sheets of their own, are left out and told."""
    found = header_of(source)
    header = first_filled(source.rows) if found is None else found
    headings = headings_of(source.rows[header])
    questions = [each for each in headings if not METADATA.fullmatch(each.text)]
    sent = column_of(headings, {"_submission_time"})
    export = flat_export(
        source, TOOL, header, questions, lambda rows: [read_moment(cell_of(row, sent)) for row in rows]
    )
    more = [name for name in [*source.sheets][1:] if not name.startswith("_")]
    notes = tuple(
        Note(
            header + 1, None, "sheet left out", f'The sheet "{name[:80]}" was not read', "Only the first sheet counts."
        )
        for name in more
    )
    return Export(
        export.file, export.sheet, TOOL, export.header_row, export.headings, export.contributions, export.notes + notes
    )
