"""A document cut into what fills its pages: headings, texts, and figures and tables with their notes."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from clusterbrief.produce.formats.table_widths import MOST_LINES, fit_columns, rows_of
from clusterbrief.produce.formats.tree import Node, attributes, raw_block, raw_inline

HEADING, TEXT, FIGURE, TABLE, LONG_TABLE = "heading", "text", "figure", "table", "long table"
NOTE = "source-note"


class Unit(NamedTuple):
    """One after the other they are the document; ``number`` is their place, from 1 on."""

    number: int
    kind: str
    blocks: tuple[Node, ...]


def units_of(blocks: Sequence[Node]) -> list[Unit]:
    """The units of a document: the note of a figure or table is part of it."""
    groups: list[list[Node]] = []
    for block in blocks:
        noted = groups and len(groups[-1]) == 1 and groups[-1][0]["t"] in {"Figure", "Table"}
        if noted and block["t"] == "Div" and NOTE in attributes(block)[1]:
            groups[-1].append(block)
        else:
            groups.append([block])
    return [Unit(number, _kind(group[0]), tuple(group)) for number, group in enumerate(groups, start=1)]


def _kind(block: Node) -> str:
    if block["t"] == "Table":
        return TABLE if fit_columns(rows_of(block)).lines <= MOST_LINES else LONG_TABLE
    return {"Header": HEADING, "Figure": FIGURE}.get(block["t"], TEXT)


def marked(units: Sequence[Unit]) -> Iterator[Node]:
    """The document with calls of ``mark``, ``tick`` and ``exhibit`` that tell where each unit comes to stand.

    After a heading stands none: it would be read where the heading was before it moved with what follows.
    """
    yield raw_block("typst", '#mark(0, "end")')
    for number, kind, blocks in units:
        if kind in {HEADING, TEXT}:
            yield from blocks
        else:
            yield raw_block("typst", f"#exhibit({number})[")
            yield from (_ticked(block, number) if block["t"] == "Table" else block for block in blocks)
            yield raw_block("typst", "]")
        if kind != HEADING:
            yield raw_block("typst", f'#mark({number}, "end")')


def _ticked(table: Node, number: int) -> Node:
    """A table whose rows tell the page that they come to stand on."""
    tick = raw_inline("typst", f"#tick({number});")

    def ticked_row(row: list) -> list:
        attrs, cells = row
        if not cells or not cells[0][4] or cells[0][4][0]["t"] not in {"Plain", "Para"}:
            return row
        first = cells[0][4][0]
        begun = {"t": first["t"], "c": [tick, *first["c"]]}
        return [attrs, [[*cells[0][:4], [begun, *cells[0][4][1:]]], *cells[1:]]]

    bodies = [[*body[:3], [ticked_row(row) for row in body[3]]] for body in table["c"][4]]
    return {"t": "Table", "c": [*table["c"][:4], bodies, *table["c"][5:]]}
