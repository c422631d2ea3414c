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

    def to_json(self) -> str:
        """The profile as text, the same bytes for the same content."""
        tables = {name: _to_plain(table) for name, table in self.tables.items()}
        content = {
            "kind": self.kind,
            "unit_code": self.unit_code,
            "audience": self.audience,
            "facts": dict(self.facts),
            "tables": tables,
        }
        return json.dumps(content, ensure_ascii=False, sort_keys=True, indent=1, allow_nan=False)

    @classmethod
    def from_json(cls, text: str) -> "Profile":
        """Read a profile that ``to_json`` wrote."""
        content = json.loads(text)
        tables = {name: _from_plain(table) for name, table in content["tables"].items()}
        return cls(content["kind"], content["unit_code"], content["audience"], content["facts"], tables)


def _to_plain(table: pd.DataFrame) -> dict[str, Any]:
    """A table as JSON can hold it: every digit, null for missing, and the kind of each column."""
    columns = [table.iloc[:, place] for place in range(table.shape[1])]
    cells = [
        [None if missing else cell for cell, missing in zip(column.to_list(), column.isna(), strict=True)]
        for column in columns
    ]
    return {
        "columns": list(table.columns),
        "kinds": [str(column.dtype) for column in columns],
        "data": [list(row) for row in zip(*cells, strict=True)],
    }


def _from_plain(plain: Mapping[str, Any]) -> pd.DataFrame:
    """The table again: a column of numbers stays one where all are missing, or there are no rows."""
    table = pd.DataFrame(plain["data"], columns=plain["columns"], dtype=object)
    return table.astype(dict(zip(plain["columns"], plain["kinds"], strict=True)))
