"""Figures of country models: commitment against potential, and the way from public to private funding."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from plotnine import (
    aes,
    annotate,
    coord_cartesian,
    element_line,
    element_text,
    geom_hline,
    geom_point,
    geom_ribbon,
    geom_text,
    geom_vline,
    ggplot,
    labs,
    scale_color_manual,
    scale_shape_manual,
    scale_x_continuous,
    scale_y_continuous,
    theme,
)

from clusterbrief.present.kept_drawings import known_by_its_data
from clusterbrief.present.theme import EU, GRID, INK, OWN, PAPER, QUIET, WIDTH, report_theme

DUE, NOT_DUE = "Country model due", "No country model due"
Limits = tuple[float, float]
BREAKS = [place / 10 for place in range(11)]
NUDGE = 0.02  # of the axis, from a point to its name
NAME_WIDTH, NAME_HEIGHT = 0.22, 0.045  # of a name, as shares of the axes: nearer names would lie on one another
PRIVATE_FILL, PUBLIC_FILL = "#BFDDE3", "#EDF0F3"


@known_by_its_data
def draw_places(rows: pd.DataFrame, facts: Mapping[str, Any]) -> ggplot:
    """Countries by commitment and potential, with the least values from which a country model can be due.

    ``rows``: one row per country: ``label``, ``commitment`` and ``potential`` [0-1; NaN where hidden] and ``due``.
    Countries of which either is hidden are not drawn. ``facts``: ``model_least_commitment``, ``model_least_potential``.
    """
    least = (facts["model_least_commitment"], facts["model_least_potential"])
    across, up = (_limits([*rows[name], line]) for name, line in zip(("commitment", "potential"), least, strict=True))
    spots = name_spots(rows, across, up)
    kinds = [DUE, NOT_DUE]
    spots["kind"] = pd.Categorical([DUE if due else NOT_DUE for due in spots["due"]], categories=kinds)
    look: dict[str, Any] = {"linetype": "dashed", "color": EU, "size": 0.5}
    plot = (
        ggplot(spots, aes("commitment", "potential", group=1))
        + geom_vline(xintercept=least[0], **look)
        + geom_hline(yintercept=least[1], **look)
        + geom_point(aes(color="kind", shape="kind"), size=4)
        + scale_color_manual(values=[OWN, QUIET], limits=kinds)
        + scale_shape_manual(values=["o", "D"], limits=kinds)
        + scale_x_continuous(breaks=BREAKS)
        + scale_y_continuous(breaks=BREAKS)
        + coord_cartesian(xlim=across, ylim=up)
        + labs(
            x="Commitment, 0 to 1; dashed lines: the least values from which a model can be due",
            y="Potential, 0 to 1",
            color="",
            shape="",
        )
        + report_theme()
        + theme(
            figure_size=(WIDTH, 4.0),
            axis_title_y=element_text(color=QUIET, size=8, rotation=90, margin={"r": 8}),
            panel_grid_major_y=element_line(color=GRID, size=0.6),
        )
    )
    for side, nudge in (("left", 1), ("right", -1)):
        named = spots[spots["side"] == side]
        if len(named):
            plot = plot + geom_text(
                aes(label="label"), named, size=8.5, ha=side, nudge_x=nudge * NUDGE * (across[1] - across[0]), color=INK
            )
    return plot


def _limits(values: Sequence[float]) -> Limits:
    """Limits of an axis in tenths that leave room around values, within 0 to 1."""
    known = [each for each in values if not math.isnan(each)]
    return max(0.0, math.floor(min(known) * 10 - 1) / 10), min(1.02, math.ceil(max(known) * 10 + 1) / 10)


def name_spots(rows: pd.DataFrame, across: Limits = (0, 1), up: Limits = (0, 1)) -> pd.DataFrame:
    """Points to draw, with the ``side`` of their name that is at the point; countries at one place share a name.

    ``across`` and ``up`` are the limits of the axes.

    >>> rows = pd.DataFrame({"label": ["A", "B", "C"], "commitment": [0.5, 0.6, 0.6], "potential": 0.5, "due": True})
    >>> name_spots(rows)[["label", "side"]].to_numpy().tolist()
    [['A', 'right'], ['B, C', 'left']]
    """
    known = rows.dropna(subset=["commitment", "potential"])
    places = known.groupby(["commitment", "potential", "due"], sort=True)["label"]
    spots = places.agg(", ".join).reset_index()
    x, y = spots["commitment"].to_numpy(dtype=float), spots["potential"].to_numpy(dtype=float)
    width, height = NAME_WIDTH * (across[1] - across[0]), NAME_HEIGHT * (up[1] - up[0])
    crowded = [
        bool(((x > own) & (x - own < width) & (abs(y - level) < height)).any()) or own + width > across[1]
        for own, level in zip(x, y, strict=True)
    ]
    return spots.assign(side=["right" if each else "left" for each in crowded])


@known_by_its_data
def draw_funding_path(path: pd.DataFrame, label: str) -> ggplot:
    """Private and public shares of income by year of the path, with where a country's organisations stand.

    ``path``: one row per year: ``year``, ``private`` [percent], ``now_private`` and ``position`` (the same in every
    row; NaN where hidden). ``label`` names the country.
    """
    last = float(path["year"].max())
    plot = (
        ggplot(path, aes("year", "private", group=1))
        + geom_ribbon(aes(ymin=0, ymax="private"), fill=PRIVATE_FILL, color=OWN, size=0.7, outline_type="upper")
        + geom_ribbon(aes(ymin="private", ymax=100), fill=PUBLIC_FILL, alpha=1)
        + annotate("text", x=last * 0.78, y=18, label="Private income", size=9, color=INK)
        + annotate("text", x=last * 0.22, y=88, label="Income that is not private", size=9, color=INK)
        + scale_x_continuous(breaks=sorted(set(path["year"].astype(int))))
        + scale_y_continuous(breaks=list(range(0, 101, 20)))
        + coord_cartesian(xlim=(-0.1, last + 0.1), ylim=(0, 101), expand=False)
        + labs(x="Year of the path", y="Share of income, %")
        + report_theme()
        + theme(figure_size=(WIDTH, 3.4), axis_title_y=element_text(color=QUIET, size=8, rotation=90, margin={"r": 8}))
    )
    now = path.dropna(subset=["now_private", "position"]).head(1)
    if now.empty:
        return plot
    beyond = now["position"] > last * 0.6
    text = now.assign(text=f"{label} now: {now['now_private'].iloc[0]:.0f} % private")
    return (
        plot
        + geom_point(aes("position", "now_private"), now, size=4, color=PAPER, fill=EU, shape="D", stroke=0.6)
        + geom_text(
            aes("position", "now_private", label="text"),
            text,
            size=8.5,
            color=INK,
            ha="right" if bool(beyond.iloc[0]) else "left",
            va="top",
            nudge_x=-0.25 if bool(beyond.iloc[0]) else 0.25,
            nudge_y=-2,
        )
    )
