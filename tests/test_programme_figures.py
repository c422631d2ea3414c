"""Figures of criteria show every organisation once, and draw whatever may be shown."""

import pandas as pd
import pytest

from clusterbrief.present import programme_tables
from clusterbrief.present.drawing import draw
from clusterbrief.present.programme_figures import ANSWER_LABELS, draw_criteria

NONE = float("nan")
LONG = "Assesses members' digital maturity or their demand for digital innovation"


def bars(*counts: tuple[float, float, float]) -> pd.DataFrame:
    labels = ["Office", LONG, "Plan"][: len(counts)]
    rows = pd.DataFrame(counts, columns=["met", "not_met", "unknown"]).assign(label=labels, criterion_code=labels, n=12)
    return programme_tables.criterion_bars(rows)


@pytest.mark.parametrize(
    "counts",
    [((8, 4, 0),), ((NONE, NONE, NONE),), ((8, 4, 0), (NONE, 9, NONE), (0, 0, 12))],
    ids=["one", "all hidden", "all kinds"],
)
def test_figure_draws_with_everybody_in_it(counts):
    plot = draw_criteria(bars(*counts))
    assert plot.data.groupby("label")["count"].sum().tolist() == [12] * len(counts)
    assert (plot.data["count"] > 0).all()
    assert draw(plot)["svg"]


def test_first_criterion_stands_on_top_and_long_labels_are_folded():
    plot = draw_criteria(bars((8, 4, 0), (12, 0, 0), (1, 11, 0)))
    lines = list(plot.data["line"].cat.categories)[::-1]
    assert [line.replace("\n", " ") for line in lines] == ["Office", LONG, "Plan"]
    assert [line.count("\n") for line in lines] == [0, 1, 0]


def test_legend_names_only_what_is_there():
    scales = draw_criteria(bars((NONE, 9, NONE))).scales
    fill = next(scale for scale in scales if "fill" in scale.aesthetics)
    assert list(fill.labels) == [ANSWER_LABELS["not met"], ANSWER_LABELS["hidden"]] == ["Not met", "Not shown"]


def test_example_draws(profiles):
    rows = programme_tables.programme_rows(profiles["country", "AZ"], "AZ", "bronze_support")
    plot = draw_criteria(programme_tables.criterion_bars(rows))
    assert plot.data.groupby("criterion_code")["count"].sum().unique().tolist() == [rows["n"].iloc[0]]
    assert draw(plot)["svg"]
