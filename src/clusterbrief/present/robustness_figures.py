"""Figures of how sure results are: sources of variance, classes under other settings, intervals of organisations."""

import pandas as pd
from plotnine import (
    aes,
    coord_cartesian,
    geom_point,
    geom_segment,
    geom_text,
    ggplot,
    labs,
    scale_color_manual,
    scale_shape_manual,
    scale_x_continuous,
    theme,
)

from clusterbrief.present.kept_drawings import known_by_its_data
from clusterbrief.present.theme import EU, INK, OTHERS, OWN, WIDTH, figure_height, report_theme
from clusterbrief.present.wording import format_points

FIRST_ORDER, TOTAL = "Alone", "With interactions"


@known_by_its_data
def draw_variance(rows: pd.DataFrame) -> ggplot:
    """Share of the variance that each source accounts for, alone and together with the others.

    ``rows``: one row per source, in order: ``label``, ``first_order`` and ``total`` [0-1].
    """
    rows = rows.assign(line=pd.Categorical(rows["label"], categories=list(reversed(list(rows["label"])))))
    # estimates of small shares scatter around 0: nothing below it is drawn
    rows = rows.assign(low=rows["first_order"].clip(0, 1) * 100, high=rows["total"].clip(0, 1) * 100)
    marks = pd.concat([rows.assign(mark=FIRST_ORDER, share=rows["low"]), rows.assign(mark=TOTAL, share=rows["high"])])
    marks = marks.assign(mark=pd.Categorical(marks["mark"], categories=[FIRST_ORDER, TOTAL]))
    return (
        ggplot(rows, aes(y="line", group=1))
        + geom_segment(aes(x="low", xend="high", yend="line"), size=1.1, color=OTHERS, na_rm=True)
        + geom_point(marks, aes(x="share", shape="mark", color="mark"), size=3.2, stroke=0.9, na_rm=True)
        + scale_shape_manual(values={FIRST_ORDER: "o", TOTAL: "D"})
        + scale_color_manual(values={FIRST_ORDER: OWN, TOTAL: EU})
        + scale_x_continuous(breaks=list(range(0, 101, 20)))
        + coord_cartesian(xlim=(0, 102))
        + labs(x="Share of the variance, %")
        + report_theme()
        + theme(figure_size=(WIDTH, figure_height(len(rows), 0.28, 1.1)))
    )


@known_by_its_data
def draw_own_interval(rows: pd.DataFrame) -> ggplot:
    """Scores with the range that nine in ten scenarios give.

    ``rows``: one row per line of the figure: ``label``, ``score``, ``low`` and ``high`` [points].
    """
    rows = rows.assign(
        line=pd.Categorical(rows["label"], categories=list(reversed(list(dict.fromkeys(rows["label"]))))),
        text=["" if pd.isna(score) else format_points(score) for score in rows["score"]],
    )
    return (
        ggplot(rows, aes(y="line", group=1))
        + geom_segment(aes(x="low", xend="high", yend="line"), size=4.5, color=OWN, alpha=0.25, na_rm=True)
        + geom_point(aes(x="score"), size=3.2, color=OWN, na_rm=True)
        + geom_text(aes(x="score", label="text"), size=7.5, nudge_y=0.3, color=INK, na_rm=True)
        + scale_x_continuous(breaks=list(range(0, 101, 20)))
        + coord_cartesian(xlim=(0, 102))
        + labs(x="Points out of 100; the band holds nine in ten of the tested scenarios")
        + report_theme()
        + theme(figure_size=(WIDTH, figure_height(len(rows), 0.3, 0.95)))
    )
