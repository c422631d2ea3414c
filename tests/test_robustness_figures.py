"""Figures of how sure results are."""

import pandas as pd
import pytest

from clusterbrief.present.drawing import draw
from clusterbrief.present.robustness_figures import FIRST_ORDER, TOTAL, draw_own_interval, draw_variance

NONE = float("nan")


def sources(*shares: tuple[float, float]) -> pd.DataFrame:
    rows = pd.DataFrame(shares, columns=["first_order", "total"])
    return rows.assign(label=[f"Source {place}" for place in range(len(rows))])


@pytest.mark.parametrize("rows", [sources((0.4, 0.5)), sources((0.4, 0.5), (-0.01, 1.02), (NONE, 0.1))])
def test_shares_of_variance_are_drawn_inside_the_scale_first_on_top(rows):
    plot = draw_variance(rows)
    assert list(plot.data["line"].cat.categories)[::-1] == list(rows["label"])
    marks = plot.layers[1]._data
    assert marks["mark"].tolist() == [FIRST_ORDER] * len(rows) + [TOTAL] * len(rows)
    assert marks["share"].dropna().between(0, 100).all()
    assert draw(plot)["svg"]


@pytest.mark.parametrize(
    ("low", "high"), [([40.0], [60.0]), ([NONE], [NONE]), ([40.0, NONE], [40.0, NONE])], ids=["one", "hidden", "two"]
)
def test_intervals_are_drawn_with_their_score(low, high):
    rows = pd.DataFrame({"label": ["You", "Others"][: len(low)], "score": 50.5, "low": low, "high": high})
    plot = draw_own_interval(rows)
    assert plot.data["text"].tolist() == ["51"] * len(low)  # as tables round
    assert draw(plot)["svg"]


def test_a_line_without_a_score_says_nothing():
    plot = draw_own_interval(pd.DataFrame({"label": ["You"], "score": [NONE], "low": [NONE], "high": [NONE]}))
    assert plot.data["text"].tolist() == [""]
    assert draw(plot)["svg"]
