"""Pages of a site as a reader's browser takes them apart."""

from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

VOID = {"img", "br", "hr", "meta", "link", "input", "source", "wbr", "col"}


class HtmlPage(HTMLParser):
    """Elements in order, and the text that shows (scripts and styles apart)."""

    def __init__(self, path: Path) -> None:
        super().__init__(convert_charrefs=True)
        self.path = path
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.pieces: list[str] = []
        self.tables: list[list[list[str]]] = []
        self.open: list[str] = []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {key: value or "" for key, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)
        if tag == "table":
            self.tables.append([])
        elif tag == "tr" and self.tables:
            self.tables[-1].append([])
        elif tag in {"td", "th"} and self.tables:
            self.tables[-1][-1].append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in self.open:
            while self.open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if {"script", "style"} & set(self.open):
            return
        self.pieces.append(data)
        if {"td", "th"} & set(self.open):
            self.tables[-1][-1][-1] += data

    @property
    def text(self) -> str:
        """What shows, every run of white space as one blank."""
        return " ".join("".join(self.pieces).split())

    def all(self, tag: str) -> list[dict[str, str]]:
        """Attributes of every element of a kind."""
        return [attributes for name, attributes in self.elements if name == tag]

    def linked(self) -> list[tuple[str, str]]:
        """Every address the page names, with the element that does."""
        named = [(tag, each[key]) for tag, each in self.elements for key in ("href", "src") if each.get(key)]
        return [(tag, address) for tag, address in named if not address.startswith("data:")]


def broken_addresses(site: Path) -> list[str]:
    """Addresses inside a site that lead nowhere: a missing file, or an id that the page does not have."""
    pages = {path.resolve(): HtmlPage(path) for path in site.rglob("*.html")}
    broken = []
    for path, page in pages.items():
        for _, address in page.linked():
            parts = urlsplit(address)
            if parts.scheme or parts.netloc:
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            target = target / "index.html" if target.is_dir() else target
            ids = {each.get("id") for _, each in pages[target].elements} if target in pages else set()
            if not target.is_file() or (parts.fragment and target in pages and parts.fragment not in ids):
                broken.append(f"{path.name}: {address}")
    return broken
