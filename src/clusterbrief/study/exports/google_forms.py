"""Google Forms: the linked sheet saved as CSV or XLSX, and the CSV that "Download responses" gives."""

from clusterbrief.study.export import Export
from clusterbrief.study.exports.files import SourceFile
from clusterbrief.study.exports.flat import cell_of, find_header, first_filled, flat_export, headings_of
from clusterbrief.study.exports.moments import read_moments
from clusterbrief.study.headings import normalised

TOOL = "Google Forms"
LOOKED_FOR = 'a first heading "Timestamp"'
STAMPS = {"timestamp", "отметка времени", "informatie cronologica", "позначка часу", "marcaj de timp", "horodateur"}
METADATA = STAMPS | {"email address", "username", "score", "адрес электронной почты", "adresse e-mail"}


def header_of(source: SourceFile) -> int | None:
    """Index of the row of headings, if this is such a file."""
    return find_header(source.rows, lambda texts: bool(texts) and texts[0] in STAMPS)


def read(source: SourceFile) -> Export:
    """Read the answers to a form."""
    found = header_of(source)
    header = first_filled(source.rows) if found is None else found
    headings = headings_of(source.rows[header])
    known = [normalised(each.text) for each in headings]
    first = next((place for place, text in enumerate(known) if text not in METADATA), len(headings))
    return flat_export(
        source, TOOL, header, headings[first:], lambda rows: read_moments([cell_of(row, 0) for row in rows])
    )
