"""What a notebook uses: its profile, and the three ways to show a result.

``figure``, ``table`` and ``value`` show their thing in the notebook and leave it in the cell's output, named,
for the documents. Nothing else is written.
"""

from base64 import b64encode
from collections.abc import Sequence
from io import StringIO
from pathlib import Path

import pandas as pd
from IPython.display import display
from plotnine import ggplot

from clusterbrief.analysis.profiles import Profile
from clusterbrief.present.csv_cells import harmless
from clusterbrief.present.drawing import images_of
from clusterbrief.present.markdown import pipe_table

RESULT = "clusterbrief"  # key of our metadata in a cell's output
KINDS = {"svg": "image/svg+xml", "png": "image/png"}


def open_profile(path: str) -> Profile:
    """The profile that this notebook may show."""
    return Profile.from_json(Path(path).read_text(encoding="utf-8"))


def figure(
    name: str, plot: ggplot, *, caption: str, alt: str, source: str, data: pd.DataFrame, width: float = 17.0
) -> None:
    """Show a figure and leave it for the documents.

    Parameters
    ----------
    name : str
        Starts with ``fig-``; unique in the notebook.
    plot : ggplot
        Drawn at its own size.
    caption : str
        States the finding.
    alt : str
        What somebody who cannot see it must know.
    source : str
        Where the figures come from, with n and date.
    data : DataFrame
        What the figure shows, offered for download.
    width : float
        On paper, in centimetres.
    """
    images = {KINDS[form]: _encoded(form, content) for form, content in images_of(plot).items()}
    bundle = {**images, "text/csv": _csv(data), "text/plain": caption}
    meta = {"kind": "figure", "name": name, "caption": caption, "alt": alt, "source": source, "width": width}
    display(bundle, raw=True, metadata={RESULT: meta})


def table(
    name: str,
    shown: pd.DataFrame,
    *,
    caption: str,
    source: str,
    data: pd.DataFrame | None = None,
    widths: Sequence[int] = (),
) -> None:
    """Show a table and leave it for the documents.

    ``shown`` holds texts under headings for people, in order; ``data`` (else the same) is offered for
    download. ``name`` starts with ``tbl-``. ``widths`` are those of the columns in proportion to each other;
    without them they follow the texts.
    """
    bundle = {"text/markdown": pipe_table(shown, widths), "text/csv": _csv(shown if data is None else data)}
    meta = {"kind": "table", "name": name, "caption": caption, "source": source}
    display({**bundle, "text/plain": caption}, raw=True, metadata={RESULT: meta})


def value(name: str, text: str | int | bool) -> None:
    """Leave a word, a number or a sentence for the documents; true and false decide on conditions."""
    meta = {"kind": "value", "name": name, "value": text}
    display({"text/plain": f"{name}: {text}"}, raw=True, metadata={RESULT: meta})


def _encoded(form: str, content: bytes) -> str:
    return content.decode() if form == "svg" else b64encode(content).decode()


def _csv(data: pd.DataFrame) -> str:
    buffer = StringIO()
    harmless(data).to_csv(buffer, index=False, lineterminator="\n")
    return buffer.getvalue()
