"""Cells of tables that people open in a spreadsheet."""

import re
from typing import Any

import pandas as pd

FORMULA = re.compile(r"^\s*[=+\-@]")  # what spreadsheets would run when a text cell begins with it


def harmless(table: pd.DataFrame) -> pd.DataFrame:
    """The table with an apostrophe before texts that a spreadsheet would take for a formula.

    Lists become one text, joined by semicolons.
    """
    texts = [column for column in table.columns if table[column].dtype == object or table[column].dtype == "str"]
    return table.assign(**{column: table[column].map(_harmless, na_action="ignore") for column in texts})


def _harmless(cell: Any) -> Any:
    text = "; ".join(str(each) for each in cell) if isinstance(cell, tuple) else cell
    return f"'{text}" if isinstance(text, str) and FORMULA.match(text) else text
