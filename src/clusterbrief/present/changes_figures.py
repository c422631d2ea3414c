"""The figure of what changed since an earlier edition: rows in, plot out."""

from collections.abc import Mapping

import pandas as pd
from plotnine import (
    aes,
    coord_cartesian,
    geom_point,
    geom_segment,
    geom_text,
    ggplot,
    guide_legend,
    guides,
    labs,
    scale_color_identity,
    scale_shape_manual,
    scale_x_continuous,
    theme,
)

from clusterbrief.present.kept_drawings import known_by_its_data
from clusterbrief.present.theme import INK, OTHERS, OWN, QUIET, WIDTH, figure_height, report_theme
from clusterbrief.present.wording import folded, format_signed

THEN, NOW = "Then", "Now"


def moved_rows(areas: pd.DataFrame, labels: Mapping[str, str]) -> pd.DataFrame:
    """Dimensions with a mean then and now that may be shown, the largest gain first: ``label`` and the figures."""
    rows = areas[(areas["level"] == "dimension") & areas["change"].notna()]
    rows = rows.assign(label=[labels.get(code, code) for code in rows["node_code"]])
    return rows.sort_values("change", ascending=False, kind="stable").reset_index(drop=True)


@known_by_its_data
def draw_changes(rows: pd.DataFrame) -> ggplot:
    """Each dimension's mean score then and now, joined, with the change in points.

    ``rows``: one row per line, in order: ``label``, ``before``, ``after`` and ``change`` [points].
    """
    order = list(dict.fromkeys(folded(label) for label in rows["label"]))
    rows = rows.assign(
        line=pd.Categorical([folded(label) for label in rows["label"]], categories=order[::-1]),
        text=[format_signed(change) for change in rows["change"]],
        right=rows[["before", "after"]].max(axis="columns"),
    )
    marks = pd.concat(
        [
            rows.assign(mark=THEN, points=rows["before"], colour=QUIET),
            rows.assign(mark=NOW, points=rows["after"], colour=OWN),
        ]
    )
    legend = guide_legend(override_aes={"color": [QUIET, OWN]})
    return (
        ggplot(rows, aes(y="line", group=1))
        + geom_segment(aes(x="before", xend="after", yend="line"), size=1.6, color=OTHERS)
        + geom_point(marks, aes(x="points", shape="mark", color="colour"), size=3.6)
        + geom_text(aes(x="right", label="text"), size=8, ha="left", nudge_x=2.2, color=INK)
        + scale_color_identity()
        + scale_shape_manual(values=["D", "o"], limits=[THEN, NOW])
        + guides(shape=legend)
        + scale_x_continuous(breaks=list(range(0, 101, 20)))
        + coord_cartesian(xlim=(-1, 110))
        + labs(x="Points out of 100; beside each pair, the change")
        + report_theme()
        + theme(figure_size=(WIDTH, figure_height(len(rows), 0.36)))
    )
