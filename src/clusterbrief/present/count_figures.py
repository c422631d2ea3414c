"""Figures of counts: who was asked, who answered, what they need and which class they are in."""

from collections.abc import Mapping

import pandas as pd
from plotnine import (
    aes,
    coord_cartesian,
    coord_flip,
    element_blank,
    element_text,
    geom_col,
    geom_point,
    geom_segment,
    geom_text,
    ggplot,
    labs,
    position_stack,
    scale_color_identity,
    scale_fill_manual,
    scale_x_continuous,
    theme,
)

from clusterbrief.present.kept_drawings import known_by_its_data
from clusterbrief.present.theme import (
    CLASSES,
    INK,
    OTHERS,
    OWN,
    WIDTH,
    figure_height,
    readable_on,
    report_theme,
)


@known_by_its_data
def draw_participation(rows: pd.DataFrame) -> ggplot:
    """Organisations invited and those that answered, by area.

    ``rows``: one row per area, in order: ``label``, ``invited``, ``respondents_invited``.
    """
    rows = rows.assign(
        line=pd.Categorical(rows["label"], categories=list(reversed(list(rows["label"])))),
        text=[
            f"{answered} of {asked}"
            for answered, asked in zip(rows["respondents_invited"], rows["invited"], strict=True)
        ],
        end=rows["invited"],
    )
    return (
        ggplot(rows, aes(y="line", group=1))
        + geom_segment(aes(x=0, xend="invited", yend="line"), size=5.5, color=OTHERS, alpha=0.6)
        + geom_segment(aes(x=0, xend="respondents_invited", yend="line"), size=5.5, color=OWN)
        + geom_text(aes(x="end", label="text"), size=8, ha="left", nudge_x=rows["end"].max() * 0.015, color=INK)
        + scale_x_continuous(limits=(0, rows["end"].max() * 1.14 + 1))
        + labs(x="Organisations: answered (dark) of those invited (light)")
        + report_theme()
        + theme(figure_size=(WIDTH, figure_height(len(rows), 0.27, 0.75)))
    )


@known_by_its_data
def draw_needs(rows: pd.DataFrame, unit: str) -> ggplot:
    """How many organisations named each option.

    ``rows``: one row per option, in order: ``label`` and ``amount``; ``unit`` says what the amount is.
    """
    rows = rows.assign(
        line=pd.Categorical(rows["label"], categories=list(reversed(list(rows["label"])))),
        text=[f"{amount:.0f}" for amount in rows["amount"]],
    )
    return (
        ggplot(rows, aes(y="line", group=1))
        + geom_segment(aes(x=0, xend="amount", yend="line"), size=4.6, color=OWN, alpha=0.8)
        + geom_text(aes(x="amount", label="text"), size=8, ha="left", nudge_x=rows["amount"].max() * 0.012, color=INK)
        + scale_x_continuous(limits=(0, rows["amount"].max() * 1.08 + 0.5))
        + labs(x=unit)
        + report_theme()
        + theme(
            figure_size=(WIDTH, figure_height(len(rows), 0.24, 0.75)),
            axis_title_x=element_text(ha="right"),  # long beside long labels: centred, it would leave the figure
        )
    )


@known_by_its_data
def draw_coverage(rows: pd.DataFrame) -> ggplot:
    """How much of each dimension was answered.

    ``rows``: one row per dimension, in order: ``label`` and ``coverage`` [0-1].
    """
    rows = rows.assign(
        line=pd.Categorical(rows["label"], categories=list(reversed(list(rows["label"])))),
        percent=rows["coverage"] * 100,
        text=[f"{share * 100:.0f}" for share in rows["coverage"]],
    )
    return (
        ggplot(rows, aes(x="percent", y="line", group=1))
        + geom_segment(aes(x=0, xend="percent", yend="line"), size=0.9, color=OTHERS)
        + geom_point(color=OWN, size=3)
        + geom_text(aes(label="text"), size=8, nudge_x=2.2, ha="left", color=INK)
        + scale_x_continuous(breaks=list(range(0, 101, 20)))
        + coord_cartesian(xlim=(0, 107))
        + labs(x="Share of the questions' weight that was answered, %")
        + report_theme()
        + theme(figure_size=(WIDTH, figure_height(len(rows), 0.24, 0.75)))
    )


@known_by_its_data
def draw_classes(rows: pd.DataFrame, labels: dict[str, str]) -> ggplot:
    """Organisations of each area by class, with those whose class is hidden apart.

    ``rows``: one row per area and class: ``label`` (area), ``class_code`` (or "hidden") and ``count``. ``labels``
    gives the classes in their order.
    """
    return stacked_bars(rows, "class_code", {code: (CLASSES[code], label) for code, label in labels.items()})


def stacked_bars(
    rows: pd.DataFrame, part: str, parts: Mapping[str, tuple[str, str]], size: float = 8, inches: float = 0.29
) -> ggplot:
    """Organisations of each line, one bar of several parts with the number in each.

    ``rows``: one row per line and part: ``label``, the column that ``part`` names and ``count``. ``parts`` gives colour
    and label of each part, in order. ``size`` is that of the numbers, ``inches`` the height of a line.
    """
    shown = rows[rows["count"] > 0]
    order = [code for code in parts if code in set(shown[part])]
    lines = list(dict.fromkeys(rows["label"]))
    shown = shown.assign(
        line=pd.Categorical(shown["label"], categories=lines[::-1]),
        part=pd.Categorical(shown[part], categories=order[::-1]),
        text=[f"{count:.0f}" for count in shown["count"]],
        ink=[readable_on(parts[code][0]) for code in shown[part]],
    )
    return (
        ggplot(shown, aes("line", "count", fill="part"))
        + geom_col(width=0.66)
        + geom_text(aes(label="text", color="ink"), position=position_stack(vjust=0.5), size=size)
        + scale_color_identity()
        + scale_fill_manual(
            values=[parts[code][0] for code in order],
            breaks=order,
            limits=order,
            labels=[parts[code][1] for code in order],
        )
        + coord_flip()
        + labs(y="Organisations", x="")
        + report_theme()
        + theme(figure_size=(WIDTH, figure_height(len(lines), inches, 1.0)), panel_grid_major_y=element_blank())
    )
