"""Imported by the process that notebooks are forked from: what all of them need is there before they begin."""

import gc
import importlib
import pkgutil
import sys

WANTED = (
    "matplotlib_inline.backend_inline",
    "nbclient",
    "papermill.execute",
    "papermill.parameterize",
    "clusterbrief.produce.project_typesetting",
    "clusterbrief.produce.site_pages",
)


def get_ready() -> None:
    """Import, draw and validate once, and open the shell."""
    import matplotlib as mpl

    mpl.use("agg")
    for name in WANTED:
        importlib.import_module(name)
    import_present()
    draw_once()
    validate_once()
    from clusterbrief.produce.running.client import notebook_shell

    notebook_shell()
    gc.collect()
    gc.freeze()  # the collector of a child leaves alone what it shares with its parent


def import_present() -> None:
    """Import every module that notebooks may import from ``present``."""
    import clusterbrief.present

    for module in pkgutil.iter_modules(clusterbrief.present.__path__, "clusterbrief.present."):
        importlib.import_module(module.name)


def draw_once() -> None:
    """Draw a figure, so that fonts and whatever else is made at the first drawing are made."""
    import pandas as pd
    from plotnine import aes, geom_point, geom_text, geom_tile, ggplot

    from clusterbrief.present.drawing import images_of
    from clusterbrief.present.theme import report_theme

    rows = pd.DataFrame({"x": ["a", "b"], "y": [1.0, 2.0]})
    plot = ggplot(rows, aes("y", "x", shape="x", group=1)) + geom_point()
    images_of(plot + geom_text(aes(label="x")) + geom_tile() + report_theme())


def validate_once() -> None:
    """Let nbformat compile what it validates notebooks with, in the two versions that are written."""
    import nbformat

    for minor in (4, 5):
        node = nbformat.v4.new_notebook(nbformat_minor=minor)
        nbformat.reads(nbformat.writes(node), as_version=4)


if any("multiprocessing.forkserver" in each for each in sys.orig_argv):  # multiprocessing can only import
    get_ready()
