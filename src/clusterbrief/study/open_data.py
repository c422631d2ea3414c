"""The words of the open data: what a row of each published table is, and what each of its columns means."""

from collections.abc import Mapping
from pathlib import Path

from pydantic import Field

from clusterbrief.errors import Fault, InputError, Place, nearest_name, shown_path
from clusterbrief.study.entry import Entry, Text
from clusterbrief.study.placed_yaml import read_yaml


class ColumnWords(Entry):
    """What a column means, and in which unit."""

    text: Text
    unit: Text


class TableWords(Entry):
    """A table's title and what one row of it is; ``columns`` that mean something of their own there."""

    title: Text
    row: Text
    columns: dict[str, ColumnWords] = Field(default={})


class LicenceWords(Entry):
    """A licence under which the data may be used."""

    title: Text
    path: Text


class OpenDataWords(Entry):
    """data/open_data.yml."""

    licences: dict[str, LicenceWords]
    columns: dict[str, ColumnWords]
    tables: dict[str, TableWords]

    def column(self, table: str, column: str) -> ColumnWords | None:
        """What a column of a table means: its own words there, else those that it has everywhere."""
        own = self.tables[table].columns if table in self.tables else {}
        return own.get(column) or self.columns.get(column)


def read_open_data(path: Path) -> OpenDataWords:
    """Read data/open_data.yml.

    Raises
    ------
    InputError
        With one fault per key that is unknown, missing or of the wrong kind.
    """
    return read_yaml(path, OpenDataWords)[0]


def check_licence(licence: str, words: OpenDataWords, edition_file: Path) -> None:
    """Raise InputError where an edition names a licence of which nothing is known."""
    if licence not in words.licences:
        place = Place(shown_path(edition_file), detail="licence")
        raise InputError([Fault(place, f'Cannot use the licence "{licence}"', nearest_name(licence, words.licences))])


def check_described(tables: Mapping[str, list[str]], words: OpenDataWords, path: Path) -> None:
    """Raise InputError where a table or one of its columns, by name, is published without words for it."""
    place = Place(shown_path(path), detail="tables")
    faults = [Fault(place, f'Cannot find the table "{name}"', "Add its title and what a row of it is.")
              for name in tables if name not in words.tables]  # fmt: skip
    place = Place(shown_path(path), detail="columns")
    faults += [
        Fault(place, f'Cannot find the column "{column}" of the table "{name}"', "Add its meaning and its unit.")
        for name, columns in tables.items()
        for column in columns
        if name in words.tables and words.column(name, column) is None
    ]
    if faults:
        raise InputError(faults)
