"""A page of an assembled project, read for Word, PDF and slides: what is common to the three."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote

from ruamel.yaml import YAML

from clusterbrief.produce.cross_references import number_references
from clusterbrief.produce.formats.pandoc import FormatError, read_markdown
from clusterbrief.produce.formats.tree import Node, attributes, identifiers, plain_text, rewrite, string, strong

FRONT_MATTER = re.compile(r"\A---\n(?P<keys>.*?)\n---\n(?P<body>.*)\Z", re.S)
OUTSIDE = re.compile(r"(?i)(?:https?://|mailto:)")
BREAK = re.compile(r"(?i)<br\s*/?>")
CALLOUT = "callout-"
NAMES = {"docx": ("docx",), "pdf": ("typst", "pdf"), "pptx": ("pptx",)}  # of a format, in when-format="..."


@dataclass(frozen=True)
class PageSource:
    """A page: its front matter, its text as pandoc's tree, and the folder of its project."""

    file: str  # inside the project, without ending
    front: dict[str, Any]
    blocks: list[Node]
    version: Any  # of pandoc's tree
    project: Path

    def tree(self, blocks: list[Node], meta: dict[str, str]) -> dict[str, Any]:
        """A whole document for pandoc; what ``meta`` says is taken as it stands."""
        told = {key: {"t": "MetaString", "c": text} for key, text in meta.items() if text}
        return {"pandoc-api-version": self.version, "meta": told, "blocks": blocks}


def front_matter(text: str) -> tuple[dict[str, Any], str]:
    """The keys in front of a page, and the text after them."""
    found = FRONT_MATTER.match(text)
    if found is None:
        return {}, text
    return YAML(typ="safe").load(StringIO(found["keys"])) or {}, found["body"]


def page_formats(front: dict[str, Any]) -> tuple[str, ...]:
    """The formats that front matter asks for, by what files end in; HTML where it says nothing."""
    return tuple({"typst": "pdf"}.get(each, each) for each in front.get("format") or ("html",))


def read_page(project: Path, file: str) -> PageSource:
    """Read a page, its captions and references numbered as on the site.

    Raises
    ------
    FormatError
        Pandoc cannot read it.
    """
    text = number_references((project / f"{file}.qmd").read_text(encoding="utf-8"))
    front, body = front_matter(text)
    tree = read_markdown(body, project)
    return PageSource(file, front, tree["blocks"], tree["pandoc-api-version"], project)


def blocks_for(page: PageSource, form: str) -> list[Node]:
    """The text of a page for one format: what it does not show is gone, images are found, links lead somewhere.

    Raises
    ------
    FormatError
        An image is missing, or lies outside the project.
    """
    shown: list[Node] = rewrite(page.blocks, lambda node: _shown(node, form))
    found: list[Node] = rewrite(shown, lambda node: [_image(node, page)] if node["t"] == "Image" else None)
    found = rewrite(found, _titled_callout)
    known = identifiers(found)
    settled: list[Node] = rewrite(found, lambda node: _link(node, known) if node["t"] == "Link" else None)
    return _without_empty(settled)


def _shown(node: Node, form: str) -> list[Node] | None:
    """Nothing for raw text of any language, for formulas, and for what is shown in other formats only."""
    kind = node["t"]
    if kind in {"RawInline", "RawBlock"}:
        broken = kind == "RawInline" and BREAK.fullmatch(node["c"][1])
        return [{"t": "LineBreak"}] if broken else []
    if kind == "Math":
        return [{"t": "Str", "c": node["c"][1]}]
    if kind not in {"Div", "Span"}:
        return None
    _, classes, others = attributes(node)
    named = {form for key in ("when-format", "unless-format") for form in others.get(key, "").split()}
    if not named:
        return None
    fits = bool(named & set(NAMES[form]))
    shows = fits if "when-format" in others else not fits
    return list(node["c"][1]) if shows == ("content-hidden" not in classes) else []


def _image(node: Node, page: PageSource) -> Node:
    """An image with its path inside the project, and its alternative text in place of the caption."""
    given, pairs = node["c"][2][0], attributes(node)[2]
    root = page.project.resolve()
    start = root if given.startswith("/") else (root / page.file).parent
    path = (start / unquote(given).lstrip("/")).resolve()
    if not path.is_relative_to(root) or not path.is_file():
        raise FormatError(f'Cannot find the image "{given}" in the project')
    alt = pairs.get("fig-alt") or pairs.get("alt") or plain_text(node["c"][1])
    size = [["width", pairs["width"]]] if re.fullmatch(r"[\d.]+(cm|mm|in|%)", pairs.get("width", "")) else []
    words = [{"t": "Str", "c": alt}] if alt else []
    return {"t": "Image", "c": [["", [], size], words, [path.relative_to(root).as_posix(), ""]]}


def _link(node: Node, known: set[str]) -> list[Node] | None:
    """Links inside the document and to the web; of others only their words, of those to data nothing."""
    target = node["c"][2][0]
    if (target.startswith("#") and target[1:] in known) or OUTSIDE.match(target):
        return None
    return [] if PurePosixPath(target).suffix in {".csv", ".xlsx"} else list(node["c"][1])


def _without_empty(blocks: list[Node]) -> list[Node]:
    """Blocks without divs that have nothing left in them, and without blanks at the end of paragraphs."""

    def change(node: Node) -> list[Node] | None:
        if node["t"] in {"Para", "Plain"}:
            while node["c"] and node["c"][-1]["t"] in {"Space", "SoftBreak"}:
                node["c"].pop()
            return None if node["c"] or node["t"] == "Plain" else []
        return [] if node["t"] == "Div" and not node["c"][1] else None

    return list(rewrite(blocks, change))


def settle_headings(blocks: list[Node]) -> list[Node]:
    """Headings from level 1 on, none of them more than one level below the one before."""
    levels: list[tuple[int, int]] = []  # levels as written and as given, of the headings above

    def change(node: Node) -> list[Node] | None:
        if node["t"] != "Header":
            return None
        level = node["c"][0]
        while levels and levels[-1][0] >= level:
            levels.pop()
        levels.append((level, len(levels) + 1))
        return [{"t": "Header", "c": [len(levels), *node["c"][1:]]}]

    return list(rewrite(blocks, change))


def has_contents(blocks: Sequence[Node], front: dict[str, Any]) -> bool:
    """Whether a table of contents helps: the author did not turn it off, and there are three headings or more."""
    return front.get("toc", True) is not False and sum(each["t"] == "Header" for each in blocks) >= 3


def callout_of(node: Node) -> tuple[str, list[Node], list[Node]] | None:
    """Kind, title and contents of a callout, as ``blocks_for`` gives it; None of any other element."""
    kind = _callout_kind(node)
    if not kind:
        return None
    title, *blocks = node["c"][1]
    return kind, title["c"], blocks


def _callout_kind(node: Node) -> str:
    classes = attributes(node)[1] if node["t"] == "Div" else []
    return next((each.removeprefix(CALLOUT) for each in classes if each.startswith(CALLOUT)), "")


def _titled_callout(node: Node) -> list[Node] | None:
    """A callout whose first paragraph is its title; headings in it are no headings of the document."""
    kind = _callout_kind(node)
    if not kind:
        return None
    (identifier, classes, _), blocks = node["c"]
    given = attributes(node)[2].get("title")
    title: list[Node] = [string(given or kind.capitalize())]
    if not given and blocks and blocks[0]["t"] == "Header":
        title, blocks = blocks[0]["c"][2], blocks[1:]
    contents = rewrite(blocks, lambda each: [strong(each["c"][2])] if each["t"] == "Header" else None)
    return [{"t": "Div", "c": [[identifier, classes, []], [{"t": "Para", "c": title}, *contents]]}]
