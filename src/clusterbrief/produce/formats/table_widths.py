"""Widths of a table's columns, so that no word is cut and the table is as short as it can be."""

from collections.abc import Sequence
from typing import NamedTuple

from clusterbrief.produce.formats.fonts import LONGEST_WORD
from clusterbrief.produce.formats.tree import Node, plain_text

LINE = 96.0  # letters that a line of a table over the whole page has at the usual size
SIZES = (1.0, 0.9, 0.8, 0.7)  # of a table's text, of which the first that lets every word fit is taken
PADDING = 2.6  # letters' width of the empty edges of a cell
SHORT_TEXT = 14  # letters of a text, or of a part between commas, that stays in one line
STEP = 1.0  # by which columns grow, in letters
OTHERS = 0.3  # what a line of the other cells weighs beside one of a row's tallest: narrow columns look ragged
ROOM = 0.24  # of the line that is left to share out where texts are long
WORDY = 1.5  # lines of an average row from which a table is said to hold long texts
SMALLEST_WORDY = 0.9  # size below which long texts get no more room
ROWS_LOOKED_AT = 60  # the longest of a table
MOST_LINES = 30  # of a row, or of a whole table, that is kept on one page


class Fit(NamedTuple):
    """Shares of the page's width by column, the size of the text, lines of the tallest row and of the whole table."""

    shares: tuple[float, ...]
    size: float
    tallest: int
    lines: int


def rows_of(table: Node) -> list[list[str]]:
    """The texts of a table, the heading's rows first."""
    _, _, _, head, bodies, foot = table["c"]
    rows = [*head[1], *(row for body in bodies for part in body[2:] for row in part), *foot[1]]
    return [[plain_text(cell[4]) for cell in row[1]] for row in rows]


def with_columns(table: Node, fit: Fit) -> Node:
    """A table with these shares; texts stand to the left unless their column says otherwise."""
    columns = [
        [{"t": "AlignLeft"} if align["t"] == "AlignDefault" else align, {"t": "ColWidth", "c": share}]
        for (align, _), share in zip(table["c"][2], fit.shares, strict=True)
    ]
    return {"t": "Table", "c": [*table["c"][:2], columns, *table["c"][3:]]}


def fit_columns(rows: Sequence[Sequence[str]]) -> Fit:
    """Shares by column: room for the longest word of each, and the rest where it saves most lines.

    >>> fit_columns([["Service", "n"], ["Advisory services", "83"]])
    Fit(shares=(0.8734, 0.1266), size=1.0, tallest=1, lines=2)
    """
    count = max((len(row) for row in rows), default=0)
    lengths = [[len(cell) for cell in row] for row in rows if len(row) == count]
    words = [[_longest_word(row[place]) for row in rows if place < len(row)] for place in range(count)]
    if not count:
        return Fit((), SIZES[0], 1, 1)
    least = [max(1, *each) for each in words]
    size = _size(sum(least) + PADDING * count, lengths)
    line = max(LINE / size - PADDING * count, float(sum(least)))
    widths = _widths(least, [*lengths[:1], *sorted(lengths[1:], key=sum)[-ROWS_LOOKED_AT:]], line)
    lines = [round(_lines(row, widths) + 0.4) for row in lengths]
    total = sum(widths) + PADDING * count
    return Fit(tuple(round((width + PADDING) / total, 4) for width in widths), size, max(lines, default=1), sum(lines))


def _size(needed: float, lengths: Sequence[Sequence[int]]) -> float:
    """The largest type in which every word fits, and in which long texts have room to flow."""
    size = next((size for size in SIZES if needed <= LINE / size), SIZES[-1])
    wordy = sum(map(sum, lengths)) / max(1, len(lengths)) > WORDY * LINE
    if not wordy or size <= SMALLEST_WORDY or needed <= (1 - ROOM) * LINE / size:
        return size
    return max(SMALLEST_WORDY, next((size for size in SIZES if needed <= (1 - ROOM) * LINE / size), SIZES[-1]))


def _widths(least: Sequence[int], lengths: Sequence[Sequence[int]], line: float) -> list[float]:
    """Widths in letters that fill a line: as texts would like where all fit, else by what each step saves."""
    longest = [max(few, *(row[place] for row in lengths)) for place, few in enumerate(least)]
    widths = [float(each) for each in least]
    if sum(longest) <= line:
        return [each * line / sum(longest) for each in longest]
    while line - sum(widths) >= STEP:
        place = max(range(len(widths)), key=lambda place: _saved(place, lengths, widths))
        widths[place] += STEP
    return widths


def _saved(place: int, lengths: Sequence[Sequence[int]], widths: list[float]) -> float:
    """How many lines shorter a table gets by one step more for a column; ends of lines counted in part."""
    wider = [width + STEP if each == place else width for each, width in enumerate(widths)]
    return sum(_lines(row, widths) - _lines(row, wider) for row in lengths)


def _lines(row: Sequence[int], widths: Sequence[float]) -> float:
    """Lines of a row: those of its tallest cell, and the others in part."""
    heights = sorted((max(1.0, 1.1 * each / width) for each, width in zip(row, widths, strict=True)), reverse=True)
    return heights[0] + OTHERS * sum(each - 1 for each in heights[1:])


def _longest_word(text: str) -> int:
    """Letters of the longest piece that stays in one line: a word, a short text, or a short part of a list."""
    parts = [f"{each}," for each in text.split(", ")]
    parts[-1] = parts[-1].removesuffix(",")
    pieces = [each for part in parts for each in ([part] if len(part) <= SHORT_TEXT else _words(part))]
    return min(LONGEST_WORD, max(map(len, pieces), default=1))


def _words(text: str) -> list[str]:
    return text.replace("-", "- ").replace("/", "/ ").split()
