"""Pages as Word files: pandoc writes them in the styles of the reference document, and we finish the tables."""

import re
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from clusterbrief.produce.formats.looks import Looks
from clusterbrief.produce.formats.office_files import CORE, core_properties, read_parts, write_parts
from clusterbrief.produce.formats.pandoc import write_tree
from clusterbrief.produce.formats.source import (
    PageSource,
    blocks_for,
    callout_of,
    has_contents,
    settle_headings,
)
from clusterbrief.produce.formats.table_widths import fit_columns, rows_of, with_columns
from clusterbrief.produce.formats.tree import (
    Node,
    attributes,
    div,
    elements,
    plain_text,
    raw_block,
    raw_inline,
    rewrite,
    string,
)

MAIN, APP = "word/document.xml", "docProps/app.xml"
NOTES = {"source-note": "Source Note", "closing": "Closing Note"}  # styles of divs by their class
KEPT, SMALL, MIDDLE = "<!--table kept-->", "<!--table small-->", "<!--table middle-->"  # gone when it is finished
MOST_KEPT = 12  # lines of a table that is kept on one page: Word lets no text flow past it
STYLES = {SMALL: "TableTextSmall", MIDDLE: "TableTextMiddle"}
SIZE_OF_SMALL = 0.85  # of what a table has at most whose text is small; above, it is of middle size
TABLES = re.compile(r"<w:tbl>.*?</w:tbl>", re.S)
ROW = re.compile(r"<w:tr>(?P<properties><w:trPr>.*?</w:trPr>)?(?P<cells>.*?)</w:tr>", re.S)
CELL_STYLE = '<w:pStyle w:val="Compact" />'
DRAWN_AS = re.compile(r'(<pic:cNvPr\b[^>]*?) descr="[^"]*"')
WIDEST = 17.0
CENTIMETRES = re.compile(r"(?P<number>[\d.]+)cm")
PROPERTIES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties xmlns="http://schemas.openxmlformats.org/'
    'officeDocument/2006/extended-properties"><Application>Microsoft Office Word</Application></Properties>'
)


def write_word(page: PageSource, looks: Looks, path: Path) -> None:
    """Write a page as a Word file, the same bytes for the same page.

    Raises
    ------
    FormatError
        An image is missing, or pandoc cannot write it.
    """
    blocks = settle_headings(blocks_for(page, "docx"))
    contents = table_of_contents(blocks, looks) if has_contents(blocks, page.front) else []
    title, subtitle = (str(page.front.get(each, "")) for each in ("title", "subtitle"))
    meta = {"title": title, "subtitle": subtitle, "author": looks.byline, "lang": looks.language}
    reference = looks.reference("docx")
    with TemporaryDirectory() as folder:
        draft = Path(folder) / "draft.docx"
        options = ["-t", "docx", f"--output={draft}", "--resource-path=."]
        options += [f"--reference-doc={reference.resolve()}"] if reference else []
        write_tree(page.tree([*contents, *word_blocks(blocks)], meta), options, page.project, looks.epoch)
        parts = read_parts(draft)
    told = {"title": title, "creator": looks.author, "subject": looks.edition, "description": subtitle}
    parts[CORE] = core_properties({**told, "language": looks.language}, looks.day)
    parts[APP] = PROPERTIES.encode()
    parts[MAIN] = finish(parts[MAIN].decode("utf-8")).encode()
    write_parts(parts, path)


def table_of_contents(blocks: list[Node], looks: Looks) -> list[Node]:
    """Headings as links, inside a field that Word can make anew; without page numbers, which only Word knows."""
    heads = [each for each in elements(blocks) if each["t"] == "Header" and each["c"][0] <= looks.depth]
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    code = f'<w:r><w:instrText xml:space="preserve"> TOC \\o "1-{looks.depth}" \\n \\h \\z \\u </w:instrText></w:r>'
    middle = '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    entries = []
    for place, head in enumerate(heads):
        level, (identifier, _, _), words = head["c"]
        link = {"t": "Link", "c": [["", [], []], [string(plain_text(words))], [f"#{identifier}", ""]]}
        inlines = [raw_inline("openxml", begin + code + middle)] if place == 0 else []
        inlines += [link, *([raw_inline("openxml", end)] if place == len(heads) - 1 else [])]
        entries.append(div([{"t": "Para", "c": inlines}], f"toc {level}"))
    gallery = '<w:docPartObj><w:docPartGallery w:val="Table of Contents"/><w:docPartUnique/></w:docPartObj>'
    title = div([{"t": "Para", "c": [string(looks.contents_title)]}], "TOC Heading")
    opened = raw_block("openxml", f"<w:sdt><w:sdtPr>{gallery}</w:sdtPr><w:sdtContent>")
    return [opened, title, *entries, raw_block("openxml", "</w:sdtContent></w:sdt>")]


def word_blocks(blocks: list[Node]) -> list[Node]:
    """The page's text with figures, callouts, tables and notes in the styles of the reference document."""

    def change(node: Node) -> list[Node] | None:
        kind = node["t"]
        if kind == "Image":
            return [_image(node)]
        if kind == "Figure":
            return _figure(node)
        if kind == "Table":
            return _table(node)
        return _div(node) if kind == "Div" else None

    changed: list[Node] = rewrite(list(_apart(blocks)), change)
    return changed


def _apart(blocks: list[Node]) -> Iterator[Node]:
    """The blocks with a gap between callouts that follow each other: Word would join them into one."""
    for place, block in enumerate(blocks):
        if place and callout_of(block) and callout_of(blocks[place - 1]):
            yield div([{"t": "Para", "c": [string("\u00a0")]}], "Callout Gap")
        yield block


def _image(node: Node) -> Node:
    """An image that every Word shows: the PNG beside an SVG, no wider than the page."""
    path = re.sub(r"\.svg$", ".png", node["c"][2][0])
    found = CENTIMETRES.fullmatch(attributes(node)[2].get("width", ""))
    size = [["width", f"{min(WIDEST, float(found['number'])):g}cm"]] if found else node["c"][0][2]
    return {"t": "Image", "c": [["", [], size], node["c"][1], [path, ""]]}


def _figure(node: Node) -> list[Node]:
    """A figure as two paragraphs that stay together; pandoc would put it into a table for looks."""
    (identifier, _, _), (_, caption), contents = node["c"]
    words = [inline for block in caption for inline in (block["c"] if block["t"] in {"Para", "Plain"} else [])]
    named = [{"t": "Span", "c": [[identifier, [], []], words]}]
    shown = [{"t": "Para", "c": each["c"]} if each["t"] == "Plain" else each for each in contents]
    return [div([{"t": "Para", "c": named}], "Image Caption"), div(shown, "Captioned Figure")]


def _table(node: Node) -> list[Node]:
    fit = fit_columns(rows_of(node))
    marks = [KEPT] * (fit.lines <= MOST_KEPT)
    marks += [SMALL if fit.size < SIZE_OF_SMALL else MIDDLE] if fit.size < 1 else []
    return [*(raw_block("openxml", mark) for mark in marks), with_columns(node, fit)]


def _div(node: Node) -> list[Node] | None:
    callout = callout_of(node)
    if callout:
        _, title, blocks = callout
        lines = [{"t": "Para", "c": line} for line in _lines(blocks)]
        rest = [each for each in blocks if each["t"] == "Table"]
        return [div([{"t": "Para", "c": title}], "Callout Title"), div(lines, "Callout"), *rest]
    identifier, classes, others = attributes(node)
    style = next((NOTES[each] for each in classes if each in NOTES), "")
    if style:
        return [div([node], style)] if identifier else [div(node["c"][1], style)]
    return None if identifier or "custom-style" in others else list(node["c"][1])


def _lines(blocks: list[Node]) -> Iterator[list[Node]]:
    """The text of a callout as lines, lists with their marks: the edge of a style goes along paragraphs only."""
    for block in blocks:
        if block["t"] in {"Para", "Plain"}:
            yield block["c"]
        elif block["t"] in {"BulletList", "OrderedList"}:
            ordered = block["t"] == "OrderedList"
            for number, item in enumerate(block["c"][1] if ordered else block["c"], start=1):
                mark = f"{number}.\u00a0" if ordered else "•\u00a0"
                for place, line in enumerate(_lines(item)):
                    yield [string(mark), *line] if place == 0 else line
        elif block["t"] in {"BlockQuote", "Div"}:
            yield from _lines(block["c"] if block["t"] == "BlockQuote" else block["c"][1])
        elif block["t"] == "Header":
            yield [{"t": "Strong", "c": block["c"][2]}]
        elif block["t"] == "CodeBlock":
            yield [{"t": "Code", "c": block["c"]}]
        elif block["t"] == "DefinitionList":
            for term, definitions in block["c"]:
                yield [{"t": "Strong", "c": term}]
                for each in definitions:
                    yield from _lines(each)


def finish(document: str) -> str:
    """The document with styles for the cells of tables, rows that stay whole, and no names of files in pictures."""
    pieces, end = [], 0
    for found in TABLES.finditer(document):
        before = document[end : found.start()]
        style = next((style for mark, style in STYLES.items() if mark in before), "TableText")
        table = finish_table(found[0], KEPT in before, style)
        for mark in (KEPT, *STYLES):
            before = before.replace(mark, "")
        pieces += [before, table]
        end = found.end()
    return DRAWN_AS.sub(r"\1", "".join([*pieces, document[end:]]))


def finish_table(table: str, kept: bool, text: str) -> str:
    """A table with its styles; ``kept`` on one page together with what follows it, else parted after its second row.

    A table that goes on over the page leaves two rows on each, and its note stays with its end.
    """
    rows, place = len(ROW.findall(table)), 0

    def finish_row(found: re.Match[str]) -> str:
        nonlocal place
        place += 1
        head = "w:tblHeader" in (found["properties"] or "")
        stays = kept or place <= 2 or place >= rows - 1
        repeated = '<w:tblHeader w:val="on" />' if head else ""
        style = f'<w:pStyle w:val="{"TableHeading" if head else text}" />' + "<w:keepNext />" * stays
        return f"<w:tr><w:trPr><w:cantSplit />{repeated}</w:trPr>{found['cells'].replace(CELL_STYLE, style)}</w:tr>"

    return ROW.sub(finish_row, table)
