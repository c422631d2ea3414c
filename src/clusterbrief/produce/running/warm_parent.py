"""Imported once by the process that notebooks are forked from: what all of them need is there before they begin."""

import gc
import importlib
import pkgutil

import matplotlib as mpl

mpl.use("agg")

import matplotlib_inline.backend_inline
import nbclient
import nbformat
import papermill.execute
import papermill.parameterize
import plotnine

import clusterbrief.present
import clusterbrief.produce.project_typesetting
import clusterbrief.produce.site_pages
from clusterbrief.produce.running.client import notebook_shell


def import_present() -> None:
    """Import every module that notebooks may import from ``present``."""
    for module in pkgutil.iter_modules(clusterbrief.present.__path__, "clusterbrief.present."):
        importlib.import_module(module.name)


def draw_once() -> None:
    """Draw a figure, so that fonts and whatever else is made at the first drawing are made."""
    import pandas as pd

    from clusterbrief.present.drawing import images_of
    from clusterbrief.present.theme import report_theme

    rows = pd.DataFrame({"x": ["a", "b"], "y": [1.0, 2.0]})
    plot = plotnine.ggplot(rows, plotnine.aes("y", "x", shape="x", group=1)) + plotnine.geom_point()
    images_of(plot + plotnine.geom_text(plotnine.aes(label="x")) + plotnine.geom_tile() + report_theme())


def validate_once() -> None:
    """Let nbformat compile what it validates notebooks with, in the two versions that are written."""
    for minor in (4, 5):
        node = nbformat.v4.new_notebook(nbformat_minor=minor)
        nbformat.reads(nbformat.writes(node), as_version=4)


__all__ = ["matplotlib_inline", "nbclient", "papermill"]

import_present()
draw_once()
validate_once()
notebook_shell()
gc.collect()
gc.freeze()  # the collector of a child leaves alone what it shares with its parent
