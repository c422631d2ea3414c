"""Documents as pandoc's tree: walking it, and making the few elements that we add."""

from collections.abc import Callable, Iterator
from typing import Any

Node = dict[str, Any]
Change = Callable[[Node], list[Node] | None]
NO_ATTRIBUTES: list[Any] = ["", [], []]
IDENTIFIED = {"Header": 1, "Figure": 0, "Table": 0, "Div": 0, "Span": 0, "Code": 0, "CodeBlock": 0, "Image": 0}


def rewrite(node: Any, change: Change) -> Any:
    """The tree with every element changed, inner ones first; ``change`` gives what replaces one, or None to keep it."""
    if isinstance(node, list):
        kept: list[Any] = []
        for each in node:
            inner = rewrite(each, change)
            replaced = change(inner) if isinstance(inner, dict) and "t" in inner else None
            kept.extend([inner] if replaced is None else replaced)
        return kept
    if isinstance(node, dict):
        return {key: rewrite(each, change) if key != "t" else each for key, each in node.items()}
    return node


def elements(node: Any) -> Iterator[Node]:
    """Every element of a tree, outer ones first, in order of reading."""
    if isinstance(node, list):
        for each in node:
            yield from elements(each)
    elif isinstance(node, dict):
        if "t" in node:
            yield node
        for each in node.values():
            yield from elements(each)


def attributes(node: Node) -> tuple[str, list[str], dict[str, str]]:
    """Id, classes and other attributes of an element that has them."""
    identifier, classes, pairs = node["c"][IDENTIFIED[node["t"]]] if node["t"] in IDENTIFIED else NO_ATTRIBUTES
    return identifier, classes, dict(pairs)


def identifiers(node: Any) -> set[str]:
    """Ids that links inside the document can lead to."""
    return {attributes(each)[0] for each in elements(node) if each["t"] in IDENTIFIED} - {""}


def plain_text(node: Any) -> str:
    """The words of a part, without its marks."""
    words = {"Space": " ", "SoftBreak": " ", "LineBreak": " "}
    pieces = [each["c"] if each["t"] == "Str" else words.get(each["t"], "") for each in elements(node)]
    return "".join(pieces).strip()


def string(text: str) -> Node:
    """Text as it stands, blanks included."""
    return {"t": "Str", "c": text}


def strong(inlines: list[Node]) -> Node:
    """A paragraph in bold."""
    return {"t": "Para", "c": [{"t": "Strong", "c": inlines}]}


def div(blocks: list[Node], style: str) -> Node:
    """Paragraphs in a style of the Word document."""
    return {"t": "Div", "c": [["", [], [["custom-style", style]]], blocks]}


def raw_block(form: str, text: str) -> Node:
    """A line in the language of one format."""
    return {"t": "RawBlock", "c": [form, text]}


def raw_inline(form: str, text: str) -> Node:
    """A piece of a line in the language of one format."""
    return {"t": "RawInline", "c": [form, text]}
