"""Figures of benchmarks: profile tables in, plots out."""

from collections.abc import Sequence

import pandas as pd
from plotnine import (
    aes,
    coord_cartesian,
    element_blank,
    element_line,
    element_text,
    geom_point,
    geom_segment,
    geom_text,
    geom_tile,
    ggplot,
    guide_legend,
    guides,
    labs,
    scale_color_identity,
    scale_color_manual,
    scale_fill_gradientn,
    scale_shape_manual,
    scale_x_continuous,
    theme,
)

from clusterbrief.present.kept_drawings import known_by_its_data
from clusterbrief.present.theme import (
    EU,
    HIGH,
    INK,
    LOW,
    MIDDLE,
    OTHERS,
    OWN,
    PAPER,
    QUIET,
    SILVER,
    WIDTH,
    figure_height,
    readable_on_shades,
    report_theme,
)
from clusterbrief.present.wording import folded, format_points, half_up

YOU = "you"
POINTS_AXIS = "Points out of 100"
OWN_SCORE, EU_VALUE, INTERVAL = "Mean comparable score", "EU value", "90 % interval"


def _ordered(labels: pd.Series, order: Sequence[str]) -> pd.Categorical:
    """Labels as an axis wants them: the first of the order on top."""
    return pd.Categorical(labels, categories=list(reversed(list(dict.fromkeys(order)))))


@known_by_its_data
def draw_ranking(rows: pd.DataFrame, own: str = "") -> ggplot:
    """Mean scores of areas or dimensions in order, each beside its EU value.

    ``rows``: one row per line of the figure, the best first: ``label``, ``comparable_score``, ``low``, ``high`` and
    ``benchmark`` [points]. The line labelled ``own`` is drawn in full colour, or all where it is empty.
    """
    rows = rows.assign(
        line=_ordered(rows["label"], rows["label"]),
        colour=[OWN if label == own or not own else QUIET for label in rows["label"]],
        text=[format_points(points) for points in rows["comparable_score"]],
    )
    marks = pd.concat(
        [
            rows.assign(mark=OWN_SCORE, points=rows["comparable_score"]),
            rows.assign(mark=EU_VALUE, points=rows["benchmark"], colour=EU),
        ]
    )
    return (
        ggplot(rows, aes(y="line", group=1))
        + geom_segment(aes(x="low", xend="high", yend="line", color="colour"), size=4.5, alpha=0.25, na_rm=True)
        + geom_point(marks, aes(x="points", shape="mark", color="colour"), size=3.4, stroke=0.9, na_rm=True)
        + geom_text(aes(x="comparable_score", label="text"), size=7.5, nudge_y=0.3, color=INK, na_rm=True)
        + scale_color_identity()
        + _score_and_eu()
        + _points_axis()
        + labs(x=f"{POINTS_AXIS}; the band is the {INTERVAL}")
        + report_theme()
        + theme(figure_size=(WIDTH, figure_height(len(rows), 0.36, 1.1)))
    )


def _points_axis(right: float = 2) -> list:
    """An axis of points, with room for labels on its right."""
    return [scale_x_continuous(breaks=list(range(0, 101, 20))), coord_cartesian(xlim=(-1, 100 + right))]


def _score_and_eu(score: str = OWN_SCORE) -> list:
    """Shapes of scores and EU values, with the legend in the colours that go with them."""
    names = [score, EU_VALUE]
    legend = guide_legend(override_aes={"color": [OWN, EU]})
    return [scale_shape_manual(values=["o", "D"], limits=names), guides(shape=legend)]


@known_by_its_data
def draw_gaps(rows: pd.DataFrame, score: str = OWN_SCORE) -> ggplot:
    """Each dimension's score joined to its EU value, with the gap in points.

    ``rows``: one row per line, in order: ``label``, ``comparable_score``, ``benchmark`` and ``gap`` [points].
    ``score`` says whose score it is, for the legend.
    """
    rows = rows.dropna(subset=["comparable_score", "benchmark"])
    rows = rows.assign(
        line=_ordered(rows["label"], rows["label"]),
        text=[_beside_mark(gap) for gap in rows["gap"]],
        right=rows[["comparable_score", "benchmark"]].max(axis="columns"),
    )
    marks = pd.concat(
        [
            rows.assign(mark=score, points=rows["comparable_score"], colour=OWN),
            rows.assign(mark=EU_VALUE, points=rows["benchmark"], colour=EU),
        ]
    )
    return (
        ggplot(rows, aes(y="line", group=1))
        + geom_segment(aes(x="comparable_score", xend="benchmark", yend="line"), size=1.6, color=OTHERS)
        + geom_point(marks, aes(x="points", shape="mark", color="colour"), size=3.6)
        + geom_text(aes(x="right", label="text"), size=8, ha="left", nudge_x=2.2, color=INK)
        + scale_color_identity()
        + _score_and_eu(score)
        + _points_axis(right=14)
        + labs(x=f"{POINTS_AXIS}; beside each pair, how far the score is from the EU value")
        + report_theme()
        + theme(figure_size=(WIDTH, figure_height(len(rows))))
    )


def _beside_mark(gap: float) -> str:
    points = half_up(abs(gap))
    return f"{points} {'below' if gap > 0 else 'above'}" if points else "equal"


@known_by_its_data
def draw_heat_map(rows: pd.DataFrame, columns: Sequence[str], lines: Sequence[str], own: str = "") -> ggplot:
    """Mean scores by dimension and area as a table of colours, the figure in each cell.

    ``rows``: one row per cell: ``line``, ``column`` (labels) and ``points`` [0-100; NaN where hidden]. The column
    labelled ``own`` is framed.
    """
    rows = rows.assign(
        y=_ordered(rows["line"], lines),
        x=pd.Categorical(rows["column"], categories=list(columns)),
        text=[format_points(points) for points in rows["points"]],
        ink=readable_on_shades(rows["points"] / 100, [LOW, MIDDLE, HIGH]),
    )
    plot = (
        ggplot(rows, aes("x", "y", group=1))
        + geom_tile(aes(fill="points"), color=PAPER, size=1.2, show_legend=False)
        + geom_text(aes(label="text", color="ink"), size=8.5)
        + scale_color_identity()
        + scale_fill_gradientn(colors=[LOW, MIDDLE, HIGH], limits=(0, 100), na_value="#F1F3F5")
        + labs(x="")
        + report_theme()
        + theme(
            figure_size=(WIDTH, figure_height(len(lines), 0.28, 0.6)),
            panel_grid_major_x=element_blank(),
            axis_text_x=element_text(size=8.5),
            axis_title_x=element_blank(),
        )
    )
    if own in columns:
        frame = rows[rows["column"] == own]
        plot = plot + geom_tile(aes("x", "y"), frame, fill=None, color=EU, size=0.9)
    return plot


@known_by_its_data
def draw_services(rows: pd.DataFrame, label: str) -> ggplot:
    """Share of organisations with each service beside those of EU label holders.

    ``rows``: one row per service, in order: ``label``, ``share``, ``gold_share``, ``silver_share`` [0-1; NaN where
    hidden]. ``label`` names the organisations of the bars.
    """
    lines = rows["label"].map(folded)
    rows = rows.assign(line=_ordered(lines, lines))
    names = [label, "EU gold", "EU silver"]
    shares = zip(names, ("share", "gold_share", "silver_share"), strict=True)
    marks = pd.concat([rows.assign(who=name, percent=rows[share] * 100) for name, share in shares])
    marks = marks.assign(who=pd.Categorical(marks["who"], categories=names))
    return (
        ggplot(rows, aes(y="line", group=1))
        + geom_segment(aes(x=0, xend="share * 100", yend="line"), size=4.2, color=OWN, alpha=0.35, na_rm=True)
        + geom_point(marks, aes(x="percent", shape="who", color="who"), size=3.1, na_rm=True)
        + scale_shape_manual(values=["o", "D", "^"], limits=names)
        + scale_color_manual(values=[OWN, EU, SILVER], limits=names)
        + _points_axis()
        + labs(x="Percentage of organisations", shape="", color="")
        + report_theme()
        + theme(figure_size=(WIDTH, figure_height(len(rows), 0.31)))
    )


@known_by_its_data
def draw_distribution(marks: pd.DataFrame, own: float | None = None, eu: float | None = None) -> ggplot:
    """One mark per organisation, stacked over the score, with one's own place where it is given.

    ``marks``: one row per organisation, ``comparable_score`` [whole points], in steps of five points.
    """
    binned = marks.assign(bin=(marks["comparable_score"] // 5 * 5 + 2.5).clip(upper=97.5))
    binned = binned.sort_values("bin").assign(height=lambda table: table.groupby("bin").cumcount() + 1)
    top = max(3, int(binned["height"].max()))
    plot = (
        ggplot(binned, aes("bin", "height", group=1))
        + geom_point(color=OTHERS, size=2.6)
        + scale_x_continuous(breaks=list(range(0, 101, 20)))
        + coord_cartesian(xlim=(0, 101), ylim=(0.2, top + 2.4))
        + labs(x=f"Overall comparable score, {POINTS_AXIS.lower()}; one mark for each organisation, in steps of five")
        + report_theme()
        + theme(
            figure_size=(WIDTH, 1.4 + 0.11 * top),
            axis_text_y=element_blank(),
            panel_grid_major_x=element_line(color="#E3E8ED"),
        )
    )
    for points, colour, text in ((own, OWN, YOU), (eu, EU, "EU value")):
        if points is not None and not pd.isna(points):
            spot = pd.DataFrame({"x": [points], "text": [f"{text}: {format_points(points)}"]})
            level = top + (1.9 if text == YOU else 1.0)
            plot = (
                plot
                + geom_segment(aes(x="x", xend="x"), spot, y=0.3, yend=level - 0.4, color=colour, size=0.8)
                + geom_text(aes(x="x", label="text"), spot, y=level, color=colour, size=8)
            )
    return plot
