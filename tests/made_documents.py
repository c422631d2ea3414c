"""Documents, pages and notebook results made in a test, without running anything."""

from pathlib import Path
from typing import Any

from clusterbrief.produce.assembly import Source
from clusterbrief.produce.documents import Document, Page, read_document
from clusterbrief.produce.notebook_results import FigureResult, NotebookResults, TableResult

FACTS = {
    "edition_title": "Round 2024", "method_version": "1.0", "synthetic": True, "disclaimer": "No label follows.",
    "collected_from_text": "8 April 2024", "collected_to_text": "31 May 2024", "published_text": "16 December 2024",
}  # fmt: skip
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"></svg>'


def front_matter(title: str = "A title", **settings: Any) -> str:
    """Front matter; settings of the document by key, those that are None left out."""
    chosen = {"each": "edition", "audience": "public", "file": "page", **settings}
    lines = [f"  {key}: {value}" for key, value in chosen.items() if value is not None]
    return "\n".join(["---", f"title: {title}", "clusterbrief:", *lines, "---", "", ""])


def write_document(folder: Path, body: str = "Words.", name: str = "page", **front: Any) -> Document:
    """A document in a folder, read again."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.qmd"
    path.write_text(front_matter(**front) + body, encoding="utf-8")
    return read_document(path)


def page_of(folder: Path, body: str = "Words.", unit: tuple[str, str] = ("EaP", "Region"), **front: Any) -> Page:
    """A page made of a new document."""
    return Page(write_document(folder, body, **front), *unit)


def figure_result(name: str = "fig-a", **texts: Any) -> FigureResult:
    """A figure as an executed notebook leaves it."""
    given = {"caption": "A leads", "alt": "Chart of A", "source": "Source: answers; n = 3.", "width": 17.0, **texts}
    return FigureResult(name, images={"svg": SVG, "png": b"png"}, data="label,points\nA,1\n", **given)


def table_result(name: str = "tbl-a", **texts: Any) -> TableResult:
    """A table as an executed notebook leaves it."""
    markdown = "| Label | Points |\n|---------|--------:|\n| A | 1 |"
    return TableResult(
        name,
        **{"caption": "Points", "source": "Source: answers; n = 3.", "markdown": markdown, "data": "label\nA\n"}
        | texts,
    )


def source_of(root: Path, *shown: FigureResult | TableResult, **values: Any) -> Source:
    """What a page is resolved from; ``root`` gets empty templates where it has none."""
    for name in ("opening", "closing"):
        path = root / "templates" / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    (root / "templates" / "site").mkdir(exist_ok=True)
    figures = {each.name: each for each in shown if isinstance(each, FigureResult)}
    tables = {each.name: each for each in shown if isinstance(each, TableResult)}
    return Source(NotebookResults(figures, tables, values), FACTS, root)
