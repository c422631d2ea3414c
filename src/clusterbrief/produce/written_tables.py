"""Result tables on disk: disclosed ones, and the authors' own, never in one folder."""

import shutil
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

import pandas as pd

from clusterbrief.present.csv_cells import harmless

Tables = dict[str, pd.DataFrame]


def write_tables(folder: Path, tables: Mapping[str, pd.DataFrame]) -> None:
    """Write each table as CSV, and delete those of earlier runs that no longer exist."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name, table in tables.items():
        write_table(folder / f"{name}.csv", table)


def write_table(path: Path, table: pd.DataFrame) -> None:
    """Write one table; texts that a spreadsheet would take for a formula get an apostrophe in front."""
    path.parent.mkdir(parents=True, exist_ok=True)
    harmless(table).to_csv(path, index=False, encoding="utf-8-sig", lineterminator="\n")


def tables_of(result: Any) -> dict[str, pd.DataFrame]:
    """The tables of a dataclass of tables, by name."""
    return {field.name: getattr(result, field.name) for field in fields(result)}
