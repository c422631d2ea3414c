"""Pages as PDF/UA-1: pandoc writes Typst, and Typst sets it with the fonts of the project."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from clusterbrief.produce.formats.exhibits import Unit, marked, units_of
from clusterbrief.produce.formats.fonts import breakable, settle_letters
from clusterbrief.produce.formats.looks import DOCUMENT, STYLE, Looks
from clusterbrief.produce.formats.paging import Seen, Spot, Ways, settle_ways
from clusterbrief.produce.formats.pandoc import FormatError, write_tree
from clusterbrief.produce.formats.source import (
    PageSource,
    blocks_for,
    callout_of,
    has_contents,
    settle_headings,
)
from clusterbrief.produce.formats.table_widths import MOST_LINES, fit_columns, rows_of, with_columns
from clusterbrief.produce.formats.tree import (
    Node,
    attributes,
    plain_text,
    raw_block,
    raw_inline,
    rewrite,
    string,
    strong,
)

CELL_SIZE = 8.5  # points
NAMED = ("source-note", "closing")  # classes of divs that style.typ has a function for
WIDEST = 17.0  # centimetres between the margins
SHORTHANDS = re.compile(r"--|\.\.\.|-\?|(?<!\w)-\d|^\d+\.$")
CENTIMETRES = re.compile(r"(?P<number>[\d.]+)cm")


def write_pdf(page: PageSource, looks: Looks, path: Path) -> None:
    """Write a page as PDF/UA-1, the same bytes for the same page.

    Raises
    ------
    FormatError
        Pandoc or Typst cannot make it, with their reason.
    """
    import typst

    units = units_of_page(page)
    text = compose_typst(page, looks, units)
    try:
        ways = settle_ways(units, lambda ways: measure_text(page, looks, with_ways(text, ways, measuring=True)))
        content = typst.compile(
            with_ways(text, ways).encode(), root=str(page.project), font_paths=_fonts(looks.fonts), format="pdf",
            pdf_standards=["ua-1"], timestamp=looks.epoch,
        )  # fmt: skip
    except typst.TypstError as error:
        raise FormatError(f"Typst: {_told(error)}") from None
    path.write_bytes(content)


def units_of_page(page: PageSource) -> list[Unit]:
    """What fills the pages of the PDF."""
    return units_of(settle_headings(blocks_for(page, "pdf")))


def with_ways(text: str, ways: Ways, measuring: bool = False) -> str:
    """A composed text with the way in which each figure and table is set; marks are read only in measuring."""
    named = ", ".join(f'"{number}": "{way}"' for number, way in ways.items())
    return f"#let measuring = {str(measuring).lower()}\n#let ways = ({named or ':'})\n{text}"


def measure_text(page: PageSource, looks: Looks, text: str) -> Seen:
    """Where Typst puts what is marked."""
    import typst

    told = json.loads(
        typst.query(text.encode(), "<mark>", root=str(page.project), font_paths=_fonts(looks.fonts), field="value")
    )
    spots: dict[str, dict[int, Spot]] = {"start": {}, "stop": {}, "end": {}}
    rows: dict[int, list[int]] = {}
    for number, kind, place in told:
        spot = (int(place["page"]), float(place["y"].removesuffix("pt")))
        if kind == "row":
            rows.setdefault(number, []).append(spot[0])
        else:
            spots[kind][number] = spot
    return Seen(spots["start"], spots["stop"], spots["end"], rows)


@cache
def _fonts(folder: Path) -> Any:
    """The fonts of a folder and Typst's own, read once; never those of the machine."""
    import typst

    return typst.Fonts(include_system_fonts=False, font_paths=[str(folder)])


def _told(error: Any) -> str:
    hints = " ".join(getattr(error, "hints", None) or [])
    message = str(getattr(error, "message", "") or error)
    return f"{message} ({hints})" if hints else message


def compose_typst(page: PageSource, looks: Looks, units: list[Unit]) -> str:
    """The text that Typst sets: style, words and page; what ``with_ways`` tells stands before it."""
    blocks = [block for unit in units for block in unit.blocks]
    contents = looks.depth if has_contents(blocks, page.front) else 0
    settle = settle_letters(looks.fonts)
    body = write_tree(
        page.tree(typst_blocks(list(marked(units)), looks.fonts), {}),
        ["-t", "typst-smart", "--wrap=none"],
        page.project,
    )
    looked = [(looks.folder / each).read_text(encoding="utf-8") for each in (STYLE, DOCUMENT)]
    return "\n".join([words_of(page, looks, contents, settle), *looked, body])


def words_of(page: PageSource, looks: Looks, contents: int, settle: Any) -> str:
    """Definitions of what differs from page to page, as texts in which nothing acts."""
    year, month, day = (int(each) for each in looks.day.split("-"))
    families = ", ".join(typst_string(each) for each in looks.families)
    front = page.front
    given = {
        "title": typst_string(settle(str(front.get("title", "")) or page.file)),
        "subtitle": typst_string(settle(str(front.get("subtitle", "")))),
        "author": typst_string(settle(looks.author)),
        "byline": typst_string(settle(looks.byline)),
        "date": f"datetime(year: {year}, month: {month}, day: {day})",
        "contents": str(contents),
        "contents-title": typst_string(looks.contents_title),
    }
    language, _, region = looks.language.partition("-")
    return "\n".join(
        [
            f"#let words = ({', '.join(f'{key}: {value}' for key, value in given.items())})",
            f"#let fonts = ({families},)",
            f"#let language = ({typst_string(language)}, {typst_string(region) if region else 'none'})",
        ]
    )


def edition_words(edition: str, note: str) -> str:
    """Definitions of what all pages of an edition share; they stand in front of the style."""
    return f"#let edition = {typst_string(edition)}\n#let note = {typst_string(note)}\n"


def typst_blocks(blocks: list[Node], fonts: Path) -> list[Node]:
    """The page's text with images, callouts, tables and notes as Typst wants them."""
    settle = settle_letters(fonts)

    def change(node: Node) -> list[Node] | None:
        kind = node["t"]
        if kind == "Str":
            return [_word(breakable(settle(node["c"])))]
        if kind == "Code":
            return [_settled(node, lambda text: breakable(settle(text)))]
        if kind == "CodeBlock":
            return [_settled(node, settle)]
        if kind == "Image":
            return [raw_inline("typst", image_call(node, settle))]
        if kind == "Table":
            return _table(node)
        return _div(node) if kind == "Div" else None

    changed: list[Node] = rewrite(blocks, change)
    return changed


def _word(text: str) -> Node:
    """A word as it is written: Typst would make dashes of hyphens, an ellipsis of dots, a list of "1."."""
    return raw_inline("typst", f"#{typst_string(text)};") if SHORTHANDS.search(text) else string(text)


def _settled(node: Node, settle: Any) -> Node:
    return {"t": node["t"], "c": [node["c"][0], settle(node["c"][1])]}


def image_call(image: Node, settle: Any = str) -> str:
    """An image with its alternative text, never wider than the page.

    >>> image_call({"t": "Image", "c": [["", [], [["width", "30cm"]]], [{"t": "Str", "c": "Alt"}], ["a/b.svg", ""]]})
    '#box(image("/a/b.svg", alt: "Alt", width: 17cm))'
    """
    path, pairs = image["c"][2][0], attributes(image)[2]
    alt = settle(plain_text(image["c"][1])) or "Image"
    width = pairs.get("width", "")
    found = CENTIMETRES.fullmatch(width)
    width = f"{min(WIDEST, float(found['number'])):g}cm" if found else width
    sized = f", width: {width}" if width else ""
    return f"#box(image({typst_string('/' + path)}, alt: {typst_string(alt)}{sized}))"


def _table(node: Node) -> list[Node]:
    """A table whose columns fit their words, in smaller type where long texts need it; only endless rows are parted."""
    fit = fit_columns(rows_of(node))
    begin = f"#[#show table: set text(size: {CELL_SIZE * fit.size:g}pt)"
    begin += "\n#set table.cell(breakable: false)" if fit.tallest <= MOST_LINES else ""
    return [raw_block("typst", begin), with_columns(node, fit), raw_block("typst", "]")]


def _div(node: Node) -> list[Node] | None:
    """Callouts and notes as calls of the style's functions; other divs are only their contents."""
    identifier, classes, _ = attributes(node)
    end = f"]#label({typst_string(identifier)})" if identifier else "]"
    callout = callout_of(node)
    if callout:
        kind, title, blocks = callout
        return [raw_block("typst", f"#notice({typst_string(kind)})["), strong(title), *blocks, raw_block("typst", end)]
    name = next((each for each in classes if each in NAMED), "")
    if name:
        return [raw_block("typst", f"#{name}["), *node["c"][1], raw_block("typst", end)]
    return None if identifier else list(node["c"][1])


def typst_string(text: str) -> str:
    """A text in quotes, in which nothing acts.

    >>> typst_string("a #b")
    '"a #b"'
    """
    flat = re.sub(r"[\t\n\r ]+", " ", text).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{flat}"'
