"""Pages, Word and PDF files taken apart into what both renderers must give: headings, captions, cells, words, links."""

import re
import zipfile
from dataclasses import dataclass
from pathlib import Path

from defusedxml import ElementTree
from lxml import html
from pypdf import PdfReader

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NUMBERED = re.compile(r"^\d+(\.\d+)*\s+(?=\D)")  # section numbers, which PDF files and pages of Quarto may have
SORT_MARKS = "\u2195\u2191\u2193"
QUOTES = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "\u00a0": " ", "\u202f": " ", "\u2011": "-"})


@dataclass(frozen=True)
class Parts:
    """What a document holds, whoever typeset it."""

    title: str
    headings: tuple[str, ...]
    captions: tuple[str, ...]
    cells: tuple[str, ...]
    links: frozenset[str] = frozenset()


def line(text: str) -> str:
    """A text as two renderers share it."""
    return " ".join(text.translate(QUOTES).strip(SORT_MARKS).split())


def squeezed(text: str) -> str:
    """Letters and figures alone: where lines and words were broken does not matter."""
    return re.sub(r"[\W_]+", "", text.translate(QUOTES))


def parts_of_page(path: Path) -> Parts:
    """A page of the site."""
    page = html.document_fromstring(path.read_text(encoding="utf-8"))
    main = page.xpath("//main")[0]
    for gone in main.xpath(".//*[contains(@class, 'anchorjs') or contains(@class, 'header-section-number')]"):
        gone.drop_tree()
    title = line(main.xpath(".//h1")[0].text_content())
    headings = [line(each.text_content()) for each in main.xpath(".//h2[not(@id='toc-title')] | .//h3")]
    captions = [line(each.text_content()) for each in main.xpath(".//figcaption | .//table/caption")]
    cells = [line(each.text_content()) for each in main.xpath(".//table//td | .//table//th")]
    # a page that was not made keeps the name of its source under one renderer
    links = {
        re.sub(r"^\./", "", str(each)).replace(".qmd", ".html")
        for each in main.xpath(".//a[not(contains(@class, 'anchor'))]/@href")
    }
    return Parts(
        title,
        tuple(NUMBERED.sub("", each) for each in headings if each),
        tuple(captions),
        tuple(cells),
        frozenset(links),
    )


def parts_of_word(path: Path) -> Parts:
    """A Word file, by its styles."""
    with zipfile.ZipFile(path) as book:
        tree = ElementTree.fromstring(book.read("word/document.xml"))
    order = []
    for paragraph in tree.iter(f"{W}p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        name = "" if style is None else style.get(f"{W}val", "")
        order.append((name, line("".join(each.text or "" for each in paragraph.iter(f"{W}t")))))
    headings = [NUMBERED.sub("", text) for name, text in order if re.fullmatch(r"Heading[12]", name)]
    captions = [text for name, text in order if name in {"ImageCaption", "TableCaption"}]
    cells = [line("".join(each.text or "" for each in cell.iter(f"{W}t"))) for cell in tree.iter(f"{W}tc")]
    title = next((text for name, text in order if name == "Title"), "")
    return Parts(title, tuple(headings), tuple(captions), tuple(cells))


def words_of_pdf(path: Path) -> str:
    """The letters and figures of a PDF file, in order."""
    return squeezed("".join(page.extract_text() for page in PdfReader(path).pages))


def bookmarks_of(path: Path) -> tuple[str, ...]:
    """The headings of a PDF file, as its reader lists them."""

    def titles(outline: list) -> list[str]:
        found: list[str] = []
        for each in outline:
            found += titles(each) if isinstance(each, list) else [NUMBERED.sub("", line(str(each.title)))]
        return found

    return tuple(titles(PdfReader(path).outline))


def pages_of(path: Path) -> int:
    """How many pages a PDF file has."""
    return len(PdfReader(path).pages)
