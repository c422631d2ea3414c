"""Figures of the specialisation atlas: heat map of quotients, nodes as bubbles, stars by area."""

from collections.abc import Sequence

import pandas as pd
from plotnine import (
    aes,
    element_blank,
    element_text,
    geom_hline,
    geom_point,
    geom_text,
    geom_tile,
    ggplot,
    guide_colorbar,
    guide_legend,
    guides,
    labs,
    scale_color_identity,
    scale_color_manual,
    scale_fill_gradientn,
    scale_size_area,
    scale_x_continuous,
    scale_y_continuous,
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
    WIDTH,
    readable_on_shades,
    report_theme,
)
from clusterbrief.present.wording import half_up

HIGHEST = 4.0  # quotients above it share the darkest colour
SHADES, SHADE_PLACES = [PAPER, LOW, MIDDLE, HIGH], [0, 0.25, 0.55, 1]
LABELLED = 10  # bubbles with a name at the most
NAME_WIDTH, NAME_HEIGHT = 0.45, 0.06  # of a name, as shares of the axes: nearer names would lie on one another


@known_by_its_data
def draw_quotients(rows: pd.DataFrame, areas: Sequence[str], ecosystems: Sequence[str]) -> ggplot:
    """Location quotients by area and ecosystem as a table of colours; the figure in cells above 1.5.

    ``rows``: one row per cell, ``area_label``, ``ecosystem_label`` and ``lq`` [0 or more; NaN where not known].
    """
    rows = rows.assign(
        y=pd.Categorical(rows["area_label"], categories=list(reversed(list(areas)))),
        x=pd.Categorical(rows["ecosystem_label"], categories=list(ecosystems)),
        shade=rows["lq"].clip(upper=HIGHEST),
        text=[f"{half_up(lq * 10) / 10:.1f}" if lq > 1.5 else "" for lq in rows["lq"]],
        ink=readable_on_shades(rows["lq"].clip(upper=HIGHEST) / HIGHEST, SHADES, SHADE_PLACES),
    )
    return (
        ggplot(rows, aes("x", "y", group=1))
        + geom_tile(aes(fill="shade"), color=PAPER, size=0.8)
        + geom_text(aes(label="text", color="ink"), size=7)
        + scale_color_identity()
        + scale_fill_gradientn(
            colors=SHADES,
            values=SHADE_PLACES,
            limits=(0, HIGHEST),
            breaks=list(range(int(HIGHEST) + 1)),
            labels=[*map(str, range(int(HIGHEST))), f"{HIGHEST:.0f}+"],
            na_value="#F1F3F5",
        )
        + guides(fill=guide_colorbar(display="rectangles", nbin=40))  # a gradient has other colours in a browser's SVG
        + labs(fill="Location quotient; grey: not known")
        + report_theme()
        + theme(
            figure_size=(WIDTH, 1.7 + 0.24 * len(areas)),
            legend_key_width=160,
            axis_text_x=element_text(rotation=45, ha="right", size=7.5),
            axis_text_y=element_text(size=7.5),
            axis_title_x=element_blank(),
            legend_title=element_text(size=8, margin={"r": 8}),
            legend_key_height=32,
            panel_grid_major_x=element_blank(),
        )
    )


@known_by_its_data
def draw_bubbles(rows: pd.DataFrame) -> ggplot:
    """Pairs of area and ecosystem by share of the area's employment and quotient, sized by employment.

    ``rows``: one row per pair with a known quotient: ``label``, ``share_of_area`` [0-1], ``lq``, ``employment`` and
    ``node`` (true or false). Nodes are named, the most concentrated first, as far as names keep apart.
    """
    kinds = ["Node", "No node"]
    rows = rows.assign(kind=pd.Categorical([kinds[0] if node else kinds[1] for node in rows["node"]], categories=kinds))
    rows = rows.assign(percent=rows["share_of_area"] * 100).sort_values("employment", ascending=False)
    named = _apart(rows[rows["kind"] == kinds[0]].sort_values("lq", ascending=False), rows)
    return (
        ggplot(rows, aes("percent", "lq", group=1))
        + geom_hline(yintercept=1.5, color=EU, linetype="dashed", size=0.6)
        + geom_point(aes(size="employment", color="kind"), alpha=0.65, stroke=0)
        + geom_text(aes(label="label"), named, size=6.5, ha="left", nudge_x=0.5, color=INK)
        + scale_color_manual(values=[OWN, OTHERS], limits=kinds)
        + scale_size_area(max_size=9, guide=None)
        + guides(color=guide_legend(override_aes={"size": 4}))
        + scale_x_continuous(expand=(0.02, 0, 0.42, 0))
        + scale_y_continuous(expand=(0.05, 0))
        + labs(
            x="Share of the area's employment, % (size of the mark: employment; dashed line: a quotient of 1.5)",
            y="Location quotient",
            color="",
        )
        + report_theme()
        + theme(figure_size=(WIDTH, 3.9), axis_title_y=element_text(color=QUIET, size=8, rotation=90))
    )


def _apart(nodes: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Nodes whose names lie neither on those of nodes before them nor on another node."""
    width = max(rows["percent"].max(), 1) * NAME_WIDTH
    height = max(rows["lq"].max(), 1) * NAME_HEIGHT
    spots = list(zip(nodes["percent"], nodes["lq"], strict=True))
    kept: list[int] = []
    for place, (x, y) in enumerate(spots):
        on_name = any(abs(x - spots[k][0]) < width and abs(y - spots[k][1]) < height for k in kept)
        on_mark = any(0 < left - x < width and abs(y - level) < height for left, level in spots)
        if not on_name and not on_mark and len(kept) < LABELLED:
            kept.append(place)
    return nodes.iloc[kept]


@known_by_its_data
def draw_stars(rows: pd.DataFrame) -> ggplot:
    """Stars of ecosystems by area: one mark for each pair that has any, its stars inside.

    ``rows``: one row per pair with a star, in order: ``area_label``, ``ecosystem_label``, ``stars`` [1-3].
    """
    areas = list(dict.fromkeys(rows["area_label"]))
    rows = rows.assign(
        y=pd.Categorical(rows["area_label"], categories=areas[::-1]),
        x=pd.Categorical(rows["ecosystem_label"], categories=sorted(rows["ecosystem_label"].unique())),
        text=["★" * int(stars) for stars in rows["stars"]],
    )
    return (
        ggplot(rows, aes("x", "y", group=1))
        + geom_text(aes(label="text"), size=9, color=OWN)
        + report_theme()
        + theme(
            figure_size=(WIDTH, 1.6 + 0.24 * len(areas)),
            axis_text_x=element_text(rotation=45, ha="right", size=7.5),
            axis_text_y=element_text(size=7.5),
            axis_title_x=element_blank(),
        )
    )
