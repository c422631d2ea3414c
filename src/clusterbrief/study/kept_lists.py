"""Lists that authors keep in a spreadsheet and save as CSV: every row with its place."""

import csv
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from clusterbrief.errors import Fault, Faults, InputError, Place, nearest_name, shown_path


@dataclass(frozen=True)
class KeptList:
    """What a list may hold: its columns in the order of its scaffold, and those that must be there."""

    columns: Sequence[str]
    required: Sequence[str]

    @property
    def header(self) -> str:
        """The first line, as authors should write it."""
        return ",".join(self.columns)


@dataclass(frozen=True)
class ListRow:
    """One row: its cells by column, without blanks around them, and where it stands."""

    cells: dict[str, str]
    place: Place  # of the row

    def refuse(self, column: str, remedy: str, faults: Faults) -> None:
        """Note that a cell cannot be used, or is empty."""
        cell = self.cells[column]
        problem = f'Cannot use "{cell}"' if cell else "Cannot leave this empty"
        faults.add(self.place_of(column), problem, remedy)

    def place_of(self, column: str) -> Place:
        """The place of one cell."""
        return Place(self.place.file, self.place.line, column)


def read_rows(path: Path, form: KeptList, faults: Faults) -> Iterator[ListRow]:
    """Every row of a list that is not blank.

    Cells may be separated by commas or, as spreadsheets in many countries save them, by semicolons. Columns may stand
    in any order; those that are not required may be missing.

    Raises
    ------
    InputError
        The file cannot be read, or its first line does not name the columns.
    """
    file = shown_path(path)
    text = _text(path)
    reader = csv.DictReader(StringIO(text, newline=""), delimiter=separator_of(text))
    reader.fieldnames = [name.strip().casefold() for name in reader.fieldnames or []]
    _check_columns(reader.fieldnames, Place(file, max(reader.line_num, 1)), form)
    for cells in reader:
        place = Place(file, reader.line_num)
        if None in cells:
            remedy = "Put text with a comma in double quotes."
            faults.add(place, "Cannot use a row with more cells than columns", remedy)
            continue
        row = {column: (cells.get(column) or "").strip() for column in form.columns}
        if any(row.values()):
            yield ListRow(row, place)


def separator_of(text: str) -> str:
    """What separates the cells of a list: the mark that its first line has more of.

    >>> separator_of("code;name"), separator_of("code,name"), separator_of("")
    (';', ',', ',')
    """
    heading = next((line for line in text.splitlines() if line.strip()), "")
    return ";" if heading.count(";") > heading.count(",") else ","


def _text(path: Path) -> str:
    place = Place(shown_path(path))
    try:
        octets = path.read_bytes()
        return octets.decode("utf-8-sig")
    except OSError as error:
        raise InputError([Fault(place, f"Cannot open the file: {error.strerror}")]) from None
    except UnicodeDecodeError as error:
        line = octets[: error.start].count(b"\n") + 1
        raise InputError(
            [Fault(Place(place.file, line), "Cannot read the file as UTF-8 text", 'Save it again as "CSV UTF-8".')]
        ) from None


def _check_columns(columns: Collection[str], place: Place, form: KeptList) -> None:
    faults = Faults()
    for column in form.required:
        if column not in columns:
            faults.add(place, f'Cannot find the column "{column}"', f"The first line needs: {form.header}.")
    for column in dict.fromkeys(columns):
        if column and column not in form.columns:
            faults.add(place, f'Cannot use the column "{column}"', nearest_name(column, form.columns))
        elif column and list(columns).count(column) > 1:
            faults.add(place, f'Cannot use the column "{column}" twice', "Leave one of them.")
    faults.stop_if_any()
