"""The text of an employment file: its separator, its heading, and the line of each record."""

import csv
import io
from collections.abc import Collection, Hashable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from clusterbrief.errors import Faults, Place, shown_path

SEPARATORS = (",", ";", "\t")


@dataclass(frozen=True)
class EmploymentFile:
    """The text of a CSV file, how it is separated, and its heading."""

    name: str  # as faults print it
    text: str
    separator: str
    heading: list[str]
    heading_line: int

    def records(self) -> Iterator[tuple[int, list[str]]]:
        """First line and values of each record below the heading; blank lines are no records."""
        reader = csv.reader(io.StringIO(self.text, newline=""), delimiter=self.separator)
        above = 0
        for record in reader:
            line, above = above + 1, reader.line_num
            if line > self.heading_line and not _is_blank(record):
                yield line, record

    def is_even(self) -> bool:
        """Whether every line surely has as many values as the heading, found without parsing the lines."""
        if '"' in self.text:
            return False
        widths = {line.count(self.separator) for line in self.text.split("\n") if line.strip()}
        return widths == {len(self.heading) - 1}


class Lines:
    """Place of each record, its line counted only once a fault needs it."""

    def __init__(self, file: EmploymentFile) -> None:
        self.name = file.name
        self.separator = file.separator
        self._file = file
        self._lines: list[int] = []

    def place(self, row: Hashable, column: str) -> Place:
        """Place of one value; `row` is its label in the table as first read."""
        if not self._lines:
            self._lines = [line for line, _ in self._file.records()]
        return Place(self.name, self._lines[int(str(row))], column)


def open_employment_file(path: Path, known: Collection[str]) -> EmploymentFile:
    """The file's text with its heading understood.

    Parameters
    ----------
    path : Path
        A CSV file in UTF-8, with or without a byte order mark.
    known : collection of str
        Column names that may be expected; the separator is the one that yields most of them.

    Raises
    ------
    InputError
        The file cannot be opened, is not UTF-8, or holds no text.
    """
    faults = Faults()
    name = shown_path(path)
    text = ""
    try:
        octets = path.read_bytes()
        text = octets.decode("utf-8-sig")
    except OSError as error:
        faults.add(Place(name), f"Cannot open the file: {error.strerror}", "Check the path")
    except UnicodeDecodeError as error:
        line = octets[: error.start].count(b"\n") + 1
        faults.add(Place(name, line), "Cannot read the text as UTF-8", 'Save it as "CSV UTF-8"')
    faults.stop_if_any()
    text = text.replace("\r\n", "\n").replace("\r", "\n")  # one line end, so that lines are counted alike everywhere
    lines = enumerate(io.StringIO(text), 1)
    heading_line, heading_text = next(((number, line) for number, line in lines if line.strip()), (0, ""))
    if not heading_text:
        faults.add(Place(name), "Cannot find any text in the file", "Write a heading and a row for each number")
        faults.stop_if_any()
    separator, heading = _split_heading(heading_text, known)
    return EmploymentFile(name, text, separator, heading, heading_line)


def _is_blank(record: Sequence[str]) -> bool:
    return not record or (len(record) == 1 and not record[0].strip())


def _split_heading(heading: str, known: Collection[str]) -> tuple[str, list[str]]:
    """The separator that yields the most known names, else the most names, and those names."""

    def merit(mark: str) -> tuple[int, int]:
        return sum(name in known for name in readings[mark]), len(readings[mark])

    readings = {
        mark: [name.strip().casefold() for name in next(csv.reader([heading], delimiter=mark))] for mark in SEPARATORS
    }
    separator = max(SEPARATORS, key=merit)
    return separator, readings[separator]
