"""The same figures drawn plainly, in groups of their own and anew for each format: what ours are measured against."""

from io import BytesIO
from time import perf_counter

import matplotlib as mpl
from plotnine import ggplot

from clusterbrief.present import drawing, notebook

spent = [0.0]  # seconds of drawing in this process


def draw_plainly() -> None:
    """Let this process draw plainly from now on."""
    notebook.images_of = lambda plot: timed(plain_images, plot)


def draw_as_ever() -> None:
    """Let this process draw as the package does."""
    notebook.images_of = lambda plot: timed(drawing.images_of, plot)


def timed(draw, plot: ggplot) -> dict[str, bytes]:
    """Draw, and add the time it took."""
    start = perf_counter()
    try:
        return draw(plot)
    finally:
        spent[0] += perf_counter() - start


def plain_images(plot: ggplot) -> dict[str, bytes]:
    """A plot in each form, drawn anew for each, its rows in groups of their own."""
    for mapping in (plot.mapping, *(layer.mapping for layer in plot.layers)):
        mapping.pop("group", None)
    images = {}
    for form in drawing.FORMS:
        buffer = BytesIO()
        with mpl.rc_context({"svg.hashsalt": "clusterbrief", "svg.fonttype": "path"}):
            plot.save(buffer, format=form, dpi=drawing.DOTS_PER_INCH, verbose=False, metadata=drawing.METADATA[form])
        images[form] = buffer.getvalue()
    return images
