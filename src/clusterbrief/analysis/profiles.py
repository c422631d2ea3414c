"""Profiles: all that one document may show, for one unit and one audience."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd


@dataclass(frozen=True)
class Profile:
    """Everything that one unit's documents may show.

    ``facts`` are single values; ``tables`` are disclosed, or the unit's own. A notebook gets nothing else.
    """

    kind: str  # region, country or organisation
    unit_code: str
    audience: str  # public, private or internal
    facts: Mapping[str, Any]
    tables: Mapping[str, pd.DataFrame]

    def to_json(self, known: "TableTexts | None" = None) -> str:
        """The profile as text, a line for each fact and each table; the same bytes for the same content.

        ``known`` holds texts of tables that several profiles share.
        """
        known = TableTexts() if known is None else known
        head = {"kind": self.kind, "unit_code": self.unit_code, "audience": self.audience}
        facts = ",\n".join(f"  {_to_text(name)}: {_to_text(self.facts[name])}" for name in sorted(self.facts))
        tables = ",\n".join(f"  {_to_text(name)}: {known.text(self.tables[name])}" for name in sorted(self.tables))
        lines = [f" {_to_text(name)}: {_to_text(each)}" for name, each in head.items()]
        lines += [f' "facts": {{\n{facts}\n }}', f' "tables": {{\n{tables}\n }}']
        return "{\n" + ",\n".join(lines) + "\n}"

    @classmethod
    def from_json(cls, text: str) -> "Profile":
        """Read a profile that ``to_json`` wrote."""
        content = json.loads(text)
        tables = {name: _from_plain(table) for name, table in content["tables"].items()}
        return cls(content["kind"], content["unit_code"], content["audience"], content["facts"], tables)


class TableTexts:
    """Texts of tables, each made once however many profiles hold it."""

    def __init__(self) -> None:
        self.made: dict[int, tuple[pd.DataFrame, str]] = {}  # the table is held, so that no other gets its identity

    def text(self, table: pd.DataFrame) -> str:
        """A table as JSON in one line."""
        if id(table) not in self.made:
            self.made[id(table)] = table, _to_text(_to_plain(table))
        return self.made[id(table)][1]


def _to_text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, allow_nan=False)


def _to_plain(table: pd.DataFrame) -> dict[str, Any]:
    """A table as JSON can hold it: every digit, null for missing, and the kind of each column."""
    # cell by cell: profiles hold thousands of small tables, and what pandas does for each column takes longer there
    rows = zip(*(column.to_list() for _, column in table.items()), strict=True)
    return {
        "columns": list(table.columns),
        "kinds": [str(kind) for kind in table.dtypes],
        "data": [[None if _is_missing(cell) else cell for cell in row] for row in rows],
    }


def _is_missing(cell: Any) -> bool:
    return cell is None or cell is pd.NA or cell != cell  # noqa: PLR0124 - only what is missing differs from itself


def _from_plain(plain: Mapping[str, Any]) -> pd.DataFrame:
    """The table again: a column of numbers stays one where all are missing, or there are no rows."""
    table = pd.DataFrame(plain["data"], columns=plain["columns"], dtype=object)
    return table.astype(dict(zip(plain["columns"], plain["kinds"], strict=True)))
