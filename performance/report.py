"""What was measured as a table and a figure in docs/."""

import os
import platform
import re
from collections.abc import Mapping, Sequence
from datetime import date
from importlib.metadata import version
from pathlib import Path

import pandas as pd
from plotnine import aes, coord_flip, expand_limits, geom_col, geom_text, ggplot, labs, theme

from clusterbrief.present.drawing import images_of
from clusterbrief.present.theme import INK, OWN, WIDTH, report_theme

BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
LIBRARIES = ("pandas", "plotnine", "matplotlib", "papermill", "ipykernel", "smalldocs", "typst")


def table(rows: Sequence[tuple[str, str, str]], headings: tuple[str, str, str]) -> str:
    """Rows as a table in Markdown."""
    lines = [f"| {' | '.join(headings)} |", "|---|---|---|", *(f"| {' | '.join(row)} |" for row in rows)]
    return "\n".join(lines)


def machine() -> str:
    """Where and with what it was measured, in a line."""
    versions = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    return (
        f"Measured on {date.today().isoformat()}: {os.cpu_count()} cores, {platform.system()} {platform.machine()}, "
        f"Python {platform.python_version()}, {versions}."
    )


def draw(seconds: Mapping[str, float], n: int, path: Path) -> None:
    """A figure of the ways to run notebooks."""
    rows = pd.DataFrame({"way": list(seconds), "each": [total / n for total in seconds.values()]})
    rows["way"] = pd.Categorical(rows["way"], categories=list(seconds)[::-1])
    rows["text"] = [f"{each:.2f} s" for each in rows["each"]]
    widest = float(rows["each"].max())
    plot = (
        ggplot(rows, aes("way", "each"))
        + geom_col(fill=OWN, width=0.6)
        + geom_text(aes(label="text"), ha="left", nudge_y=widest * 0.01, size=8, color=INK)
        + coord_flip()
        + expand_limits(y=widest * 1.12)
        + labs(y="Seconds for each notebook, wall time", x="")
        + report_theme()
    )
    path.write_bytes(images_of(plot + theme(figure_size=(WIDTH, 2.4)))["svg"])


def write(path: Path, text: str) -> None:
    """Put what was measured into its place in a page, and leave the rest of it alone."""
    page = path.read_text(encoding="utf-8")
    block = f"{BEGIN}\n{text}\n{END}"
    path.write_text(re.sub(f"{BEGIN}.*?{END}", lambda _: block, page, flags=re.S), encoding="utf-8")
