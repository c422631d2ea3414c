"""Text of others in our Markdown: escaped so that it reads as it was written, whatever it holds."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
from tabulate import tabulate

PUNCTUATION = re.compile(r"([!\"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~])")
NOT_IN_TITLES = str.maketrans(
    {"{": "(", "}": ")", "<": "‹", ">": "›", '"': "”", "\\": "/", "`": "'", "*": "·", "_": " ", "@": " at "}
    | {"$": " ", "~": "-", "^": " ", "[": "(", "]": ")"}
)
WIDEST_TABLE = 100  # characters over which the dashes of a table's columns are shared out


@dataclass(frozen=True)
class Link:
    """A cell of a table that leads to another page; ``address`` is written from the page that shows the table."""

    text: str
    address: str

    def __str__(self) -> str:
        return self.text


def plain(text: object) -> str:
    """Text in one line, without control characters or marks that turn its direction."""
    kept = "".join(letter if _prints(letter) else " " for letter in str(text))
    return re.sub(r"[^\S\u00a0]+", " ", kept).strip()  # a no-break space stays


def _prints(letter: str) -> bool:
    return unicodedata.category(letter) not in {"Cc", "Cf", "Cs", "Co", "Cn"}


def escaped(text: object) -> str:
    """Text for the body of a document: every punctuation mark with a backslash.

    >>> escaped("<b>& {{< x >}}")
    '\\\\<b\\\\>\\\\& \\\\{\\\\{\\\\< x \\\\>\\\\}\\\\}'
    """
    return PUNCTUATION.sub(r"\\\1", plain(text))


def for_attribute(text: object) -> str:
    """Text for a title, an attribute or front matter, where a backslash does not help: marks are replaced.

    >>> for_attribute('A "quoted" {{< x >}}')
    'A ”quoted” ((‹ x ›))'
    """
    return re.sub(r"\s+", " ", plain(text).translate(NOT_IN_TITLES)).strip()


def pipe_table(shown: pd.DataFrame, widths: Sequence[int] = ()) -> str:
    """A table for both renderers: cells escaped, numbers to the right, dashes in proportion to the texts."""
    cells = [[_cell(cell) for cell in row] for row in shown.itertuples(index=False)]
    headings = [escaped(heading) for heading in shown.columns]
    align = ["right" if _numeric(shown.iloc[:, place]) else "left" for place in range(shown.shape[1])]
    drawn = tabulate(cells, headings, tablefmt="pipe", colalign=align or None, disable_numparse=True)
    lines = drawn.splitlines()
    if len(lines) > 1:
        lines[1] = _ruler(shown, align, widths)
    return "\n".join(lines)


def _cell(cell: object) -> str:
    return f"[{escaped(cell)}](<{cell.address}>)" if isinstance(cell, Link) else escaped(cell)


def _numeric(column: pd.Series) -> bool:
    texts = [str(cell) for cell in column]
    return bool(texts) and all(
        re.fullmatch(r"[−+–]?[\d \u00a0.,%]*(\(.*\))?|hidden|few|nearly all", text) for text in texts
    )


def _ruler(shown: pd.DataFrame, align: Sequence[str], widths: Sequence[int]) -> str:
    longest = list(widths) or [
        max([len(str(shown.columns[place])), *[len(str(cell)) for cell in shown.iloc[:, place]]])
        for place in range(shown.shape[1])
    ]
    total = sum(longest) or 1
    dashes = [max(3, round(each / total * WIDEST_TABLE)) for each in longest]
    marks = ["-" * (number - 1) + (":" if side == "right" else "-") for number, side in zip(dashes, align, strict=True)]
    return "|" + "|".join(marks) + "|"
