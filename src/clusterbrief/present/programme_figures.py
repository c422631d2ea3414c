"""Figures of programmes: how many organisations meet each criterion."""

import pandas as pd
from plotnine import ggplot

from clusterbrief.present.count_figures import stacked_bars
from clusterbrief.present.kept_drawings import known_by_its_data
from clusterbrief.present.wording import folded

MET, NOT_MET, UNKNOWN, HIDDEN = "met", "not met", "unknown", "hidden"
ANSWERS = {MET: "#23809F", NOT_MET: "#E0A458", UNKNOWN: "#8A93A0", HIDDEN: "#D9DDE1"}
ANSWER_LABELS = {MET: "Met", NOT_MET: "Not met", UNKNOWN: "Cannot be told", HIDDEN: "Not shown"}


@known_by_its_data
def draw_criteria(rows: pd.DataFrame) -> ggplot:
    """Organisations that meet each criterion, miss it, or of which it cannot be told.

    ``rows``: one row per criterion and answer, criteria in order: ``label``, ``status`` (met, not met, unknown or
    hidden) and ``count``.
    """
    parts = {status: (colour, ANSWER_LABELS[status]) for status, colour in ANSWERS.items()}
    lines = rows.assign(label=[folded(label) for label in rows["label"]])
    return stacked_bars(lines, "status", parts, size=7.5, inches=0.32)
