"""Pages as slides: one for each heading of the second level, with figures and their sources."""

import re
from pathlib import Path
from tempfile import TemporaryDirectory

from clusterbrief.produce.formats.looks import Looks
from clusterbrief.produce.formats.office_files import CORE, core_properties, read_parts, write_parts, xml_text
from clusterbrief.produce.formats.pandoc import write_tree
from clusterbrief.produce.formats.source import PageSource, blocks_for, callout_of
from clusterbrief.produce.formats.table_widths import fit_columns, rows_of, with_columns
from clusterbrief.produce.formats.tree import Node, attributes, elements, plain_text, rewrite, string, strong

APP = "docProps/app.xml"
SLIDE_LEVEL = 2
CLOSING = "closing"
CLOSING_TITLE = "About these results"
NUMBERED = re.compile(r"^Figure \d+: ")
CAPTION_BOX = re.compile(r"<p:sp>(?:(?!</p:sp>).)*?<p:cNvSpPr txBox=.*?</p:sp>", re.DOTALL)  # pandoc's, under an image
CAPTION_SIZE = 1200  # hundredths of a point
LANGUAGE = re.compile(r'\blang="en-US"')
DESCRIBED = re.compile(r'\bdescr="[^"]*"')
PROPERTIES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties xmlns="http://schemas.openxmlformats.org/'
    'officeDocument/2006/extended-properties"><Application>Microsoft Office PowerPoint</Application></Properties>'
)


def write_slides(page: PageSource, looks: Looks, path: Path) -> None:
    """Write a page as a deck of slides, the same bytes for the same page.

    Raises
    ------
    FormatError
        An image is missing, or pandoc cannot write it.
    """
    title, subtitle = (str(page.front.get(each, "")) for each in ("title", "subtitle"))
    meta = {"title": title, "subtitle": subtitle, "author": looks.edition, "date": looks.byline, "lang": looks.language}
    reference = looks.reference("pptx")
    with TemporaryDirectory() as folder:
        draft = Path(folder) / "draft.pptx"
        options = ["-t", "pptx", f"--slide-level={SLIDE_LEVEL}", f"--output={draft}", "--resource-path=."]
        options += [f"--reference-doc={reference.resolve()}"] if reference else []
        blocks = slide_blocks(blocks_for(page, "pptx"))
        write_tree(page.tree(with_captions(blocks), meta), options, page.project, looks.epoch)
        parts = read_parts(draft)
    told = {"title": title, "creator": looks.author, "subject": looks.edition, "description": subtitle}
    parts[CORE] = core_properties({**told, "language": looks.language}, looks.day)
    parts[APP] = PROPERTIES.encode()
    spoken = f'lang="{looks.language}"'
    alts = {f'descr="{xml_text(file)}"': f'descr="{xml_text(alt)}"' for file, alt in alternative_texts(blocks).items()}
    for name in [each for each in parts if each.startswith("ppt/slides/") and each.endswith(".xml")]:
        text = LANGUAGE.sub(spoken, CAPTION_BOX.sub(_small, parts[name].decode("utf-8")))
        parts[name] = DESCRIBED.sub(lambda found: alts.get(found[0], 'descr=""'), text).encode()
    write_parts(parts, path)


def alternative_texts(blocks: list[Node]) -> dict[str, str]:
    """What each image shows, by its file: pandoc notes the file's name in its place."""
    images = (each for each in elements(blocks) if each["t"] == "Image")
    return {image["c"][2][0]: plain_text(image["c"][1]) for image in images}


def with_captions(blocks: list[Node]) -> list[Node]:
    """Figures as images with the words of their captions, which pandoc writes below them on slides."""

    def change(node: Node) -> list[Node] | None:
        if node["t"] != "Figure":
            return None
        words = NUMBERED.sub("", plain_text(node["c"][1]))
        images = [each for each in elements(node["c"][2]) if each["t"] == "Image"]
        return [
            {"t": "Para", "c": [{"t": "Image", "c": [each["c"][0], [string(words)], each["c"][2]]} for each in images]}
        ]

    return list(rewrite(blocks, change))


def _small(found: re.Match[str]) -> str:
    """The box of a caption in small letters that begin where the text does."""
    return found[0].replace("<a:rPr", f'<a:rPr sz="{CAPTION_SIZE}"').replace('algn="ctr"', 'algn="l"')


def slide_blocks(blocks: list[Node]) -> list[Node]:
    """The page's text with a heading for each slide, and each source behind its caption.

    A paragraph after a figure would be a slide of its own, and what stands before the first heading or closes the page
    a slide without a title.
    """

    def change(node: Node) -> list[Node] | None:
        if node["t"] == "Image":
            path = re.sub(r"\.svg$", ".png", node["c"][2][0])
            return [{"t": "Image", "c": [["", [], []], node["c"][1], [path, ""]]}]
        if node["t"] == "Table":
            return [with_columns(node, fit_columns(rows_of(node)))]
        callout = callout_of(node)
        if callout:
            _, title, contents = callout
            return [strong(title), *contents]
        return None

    return _titled(_with_sources(_flat(list(rewrite(blocks, change)))))


def _titled(blocks: list[Node]) -> list[Node]:
    """Blocks that begin with a heading, where they begin with a callout."""
    first = blocks[0]["c"] if blocks and blocks[0]["t"] == "Para" else []
    if len(first) != 1 or first[0]["t"] != "Strong":
        return blocks
    return [_heading(first[0]["c"]), *blocks[1:]]


def _heading(words: list[Node]) -> Node:
    return {"t": "Header", "c": [SLIDE_LEVEL, ["", [], []], words]}


def _flat(blocks: list[Node]) -> list[Node]:
    """Blocks without the divs around them, those of notes and of columns excepted."""
    flat: list[Node] = []
    for block in blocks:
        if block["t"] == "Div" and CLOSING in attributes(block)[1]:
            flat.append(_heading([string(CLOSING_TITLE)]))
        kept = block["t"] != "Div" or {"source-note", "columns", "column", "notes"} & set(attributes(block)[1])
        flat += [block] if kept else _flat(block["c"][1])
    return flat


def _with_sources(blocks: list[Node]) -> list[Node]:
    shown: list[Node] = []
    for block in blocks:
        note = block["t"] == "Div" and "source-note" in attributes(block)[1]
        if note and shown and shown[-1]["t"] in {"Figure", "Table"}:
            before = shown[-1]
            short, caption = before["c"][1]
            words = [*caption, {"t": "Plain", "c": [string(plain_text(block["c"][1]))]}] if not caption else [
                {"t": "Plain", "c": [*caption[0]["c"], string(f". {plain_text(block['c'][1])}")]}, *caption[1:]
            ]  # fmt: skip
            before["c"][1] = [short, words]
        else:
            shown.append(block)
    return shown
