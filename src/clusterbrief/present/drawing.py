"""A plot to images: drawn once for all formats, the same bytes whenever and wherever."""

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
            return {form: _write(view.figure, form) for form in FORMS}


def _write(figure: Any, form: str) -> bytes:
    buffer = BytesIO()
    figure.savefig(buffer, format=form, metadata=METADATA[form])
    return buffer.getvalue()
