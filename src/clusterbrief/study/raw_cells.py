"""Cells of the exports as they were received, looked up by the place that responses and findings name."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from clusterbrief.study.export import Export
from clusterbrief.study.exports.joining import join_columns
from clusterbrief.study.framework import Framework


def raw_cells(
    exports: Iterable[Export], framework: Framework, headings: Mapping[str, str], cells: Collection[str]
) -> dict[str, Any]:
    """What stands in some cells; where a tool spreads an answer over columns, what they amount to.

    Parameters
    ----------
    exports : iterable of Export
        As they were read.
    framework : Framework
    headings : mapping
        The edition's own list of headings.
    cells : collection of str
        As the column ``cell`` of the responses names them: ``answers.xlsx (Content!C14)``.

    Returns
    -------
    dict
        By cell; without those that no export has.
    """
    wanted, found = frozenset(cells), {}
    for export in exports:
        if not any(cell.startswith(f"{export.file} (") for cell in wanted):
            continue
        joined = join_columns(export, framework, headings)
        for contribution in joined.contributions:
            for column, raw in contribution.cells.items():
                cell = f"{joined.file} ({joined.cell_name(contribution.row, column)})"
                if cell in wanted:
                    found[cell] = raw
    return found


def shown_raw(raw: Any) -> str:
    """A raw cell in one line, as people read it; empty where it is blank.

    >>> [shown_raw(raw) for raw in (None, 12.0, 0.5, ("a", "b"), "two\\nlines")]
    ['', '12', '0.5', 'a; b', 'two lines']
    """
    if raw is None:
        return ""
    if isinstance(raw, tuple):
        return "; ".join(map(shown_raw, raw))
    if isinstance(raw, float) and raw.is_integer() and abs(raw) < 1e15:
        return str(int(raw))
    return " ".join("".join(letter if letter.isprintable() else " " for letter in str(raw)).split())
