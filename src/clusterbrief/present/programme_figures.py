"""Figures of programmes and stages: how many organisations meet each criterion, and where clusters stand."""

import pandas as pd
from plotnine import (
    aes,
    coord_flip,
    element_blank,
    geom_col,
    geom_text,
    ggplot,
    labs,
    position_stack,
    scale_color_identity,
    scale_fill_manual,
    theme,
)

from clusterbrief.present.kept_drawings import known_by_its_data
from clusterbrief.present.theme import WIDTH, figure_height, readable_on, report_theme
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
    shown = rows[rows["count"] > 0]
    order = [status for status in ANSWERS if status in set(shown["status"])]
    lines = [folded(label) for label in dict.fromkeys(rows["label"])]
    shown = shown.assign(
        line=pd.Categorical([folded(label) for label in shown["label"]], categories=lines[::-1]),
        answer=pd.Categorical(shown["status"], categories=order[::-1]),
        text=[f"{count:.0f}" for count in shown["count"]],
        ink=[readable_on(ANSWERS[status]) for status in shown["status"]],
    )
    return (
        ggplot(shown, aes("line", "count", fill="answer"))
        + geom_col(width=0.66)
        + geom_text(aes(label="text", color="ink"), position=position_stack(vjust=0.5), size=7.5)
        + scale_color_identity()
        + scale_fill_manual(
            values=[ANSWERS[status] for status in order],
            breaks=order,
            limits=order,
            labels=[ANSWER_LABELS[status] for status in order],
        )
        + coord_flip()
        + labs(y="Organisations", x="")
        + report_theme()
        + theme(figure_size=(WIDTH, figure_height(len(lines), 0.32, 1.0)), panel_grid_major_y=element_blank())
    )
