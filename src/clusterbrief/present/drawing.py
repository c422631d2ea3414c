"""A plot to images: drawn once for all formats, the same bytes whenever and wherever."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from plotnine import ggplot

from clusterbrief.present.kept_drawings import digest_of, keep, recall

FORMS = ("svg", "png")
DOTS_PER_INCH = 200
# no clock, no version and no name of a program in the files
METADATA: dict[str, dict[str, Any]] = {"svg": {"Date": None, "Creator": None}, "png": {"Software": None}}


def images_of(plot: ggplot) -> dict[str, bytes]:
    """A plot as SVG and PNG; a figure that this build has drawn already is not drawn again."""
    digest = digest_of(plot)
    images = recall(digest, FORMS)
    if not images:
        images = draw(plot)
        keep(digest, images)
    return images


def draw(plot: ggplot) -> dict[str, bytes]:
    """Draw a plot once and write it in each form."""
    import matplotlib as mpl
    from plotnine._utils.context import plot_context

    with mpl.rc_context({"svg.hashsalt": "clusterbrief", "svg.fonttype": "path"}):
        view = plot.save_helper(BytesIO(), format=FORMS[0], dpi=DOTS_PER_INCH, verbose=False)
        with plot_context(plot).rc_context:
            return dict(_write_all(view.figure))


def _write_all(figure: Any) -> Iterator[tuple[str, bytes]]:
    for form in FORMS:
        buffer = BytesIO()
        figure.savefig(buffer, format=form, metadata=METADATA[form])
        yield form, buffer.getvalue()
        figure.set_layout_engine(None)  # everything has its place now: matplotlib would draw once more to find it
