"""Delimited text as survey tools and spreadsheets write it: any of three separators, several encodings."""

import csv
from collections.abc import Callable
from io import StringIO

from clusterbrief.errors import InputError
from clusterbrief.study.export import Note

SEPARATORS = ";,\t"
SAMPLED = 10  # records that the separator is told by
LONGEST_CELL = 10**6
UTF8_MARK, UTF16_MARKS = b"\xef\xbb\xbf", (b"\xff\xfe", b"\xfe\xff")


def read_delimited(content: bytes, fault: Callable[[str, str], InputError]) -> tuple[list[list[str]], tuple[Note, ...]]:
    """Rows of a text file, and a note where its encoding had to be guessed.

    Raises
    ------
    InputError
        A quotation mark is never closed, so that one cell swallows the rest of the file.
    """
    text, notes = _decoded(content)
    text = text.replace("\0", "")
    longest = csv.field_size_limit(LONGEST_CELL)
    try:
        rows = list(csv.reader(StringIO(text, newline=""), delimiter=_separator(text)))
    except csv.Error as error:
        remedy = "Export the answers again, and do not edit the file in between."
        raise fault(f"Cannot read the file as delimited text: {error}", remedy) from None
    finally:
        csv.field_size_limit(longest)
    return rows, notes


def _decoded(content: bytes) -> tuple[str, tuple[Note, ...]]:
    if content.startswith(UTF16_MARKS):
        return content.decode("utf-16", "replace"), ()
    try:
        return content.decode("utf-8-sig"), ()
    except UnicodeDecodeError as error:
        row = error.object[: error.start].count(b"\n") + 1
        problem = "The file is not in UTF-8; it was read as Windows-1252, as spreadsheets save it"
        note = Note(row, None, "encoding guessed", problem, 'Check the names. Better save it as "CSV UTF-8".')
        return content.removeprefix(UTF8_MARK).decode("cp1252", "replace"), (note,)


def _separator(text: str) -> str:
    """The separator that parts the first records into many cells, and into the same number of them."""

    def fitness(separator: str) -> float:
        reader = csv.reader(StringIO(text[:200_000], newline=""), delimiter=separator)
        widths = [len(row) for _, row in zip(range(SAMPLED), reader, strict=False) if row]
        usual = max(widths, key=widths.count, default=0)
        return usual * widths.count(usual) / max(len(widths), 1)

    return max(SEPARATORS, key=fitness)
