"""The results in an executed notebook: what figure(), table(), passage() and value() left in its outputs."""

from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat

RESULT = "clusterbrief"
IMAGES = {"image/svg+xml": "svg", "image/png": "png"}


@dataclass(frozen=True)
class FigureResult:
    """A figure: its images by ending, its texts and the data it shows (CSV)."""

    name: str
    caption: str
    alt: str
    source: str
    width: float
    images: dict[str, bytes]
    data: str


@dataclass(frozen=True)
class TableResult:
    """A table: its Markdown, its texts and its data (CSV)."""

    name: str
    caption: str
    source: str
    markdown: str
    data: str


@dataclass(frozen=True)
class NotebookResults:
    """Everything that an executed notebook shows, by name."""

    figures: dict[str, FigureResult]
    tables: dict[str, TableResult]
    values: dict[str, Any]
    passages: dict[str, str] = field(default_factory=dict)  # escaped Markdown


def read_results(path: Path) -> NotebookResults:
    """Read the results of an executed notebook."""
    results = NotebookResults({}, {}, {})
    for bundle, meta in _outputs(path):
        name = meta["name"]
        if meta["kind"] == "figure":
            images = {IMAGES[kind]: _bytes(kind, each) for kind, each in bundle.items() if kind in IMAGES}
            results.figures[name] = FigureResult(
                name, meta["caption"], meta["alt"], meta["source"], meta["width"], images, bundle["text/csv"]
            )
        elif meta["kind"] == "table":
            results.tables[name] = TableResult(
                name, meta["caption"], meta["source"], bundle["text/markdown"], bundle["text/csv"]
            )
        elif meta["kind"] == "passage":
            results.passages[name] = bundle["text/markdown"]
        else:
            results.values[name] = meta["value"]
    return results


def _outputs(path: Path) -> Iterator[tuple[dict[str, str], dict[str, Any]]]:
    for cell in nbformat.read(path, as_version=4).cells:
        for output in cell.get("outputs", []):
            meta = output.get("metadata", {}).get(RESULT)
            if meta:
                yield output["data"], meta


def _bytes(kind: str, content: str) -> bytes:
    return b64decode(content) if kind == "image/png" else content.encode()
