"""Figures of country models: one country, many, equals, hidden ones."""

import math

import pandas as pd
import pytest

from clusterbrief.present.drawing import draw
from clusterbrief.present.model_figures import draw_funding_path, draw_places, name_spots

NONE = float("nan")
FACTS = {"model_least_commitment": 0.4, "model_least_potential": 0.5}


def rows_of(*rows):
    return pd.DataFrame(rows, columns=["label", "commitment", "potential", "due"])


@pytest.mark.parametrize(
    "rows",
    [
        [("Armenia", 1.0, 1.0, True)],
        [("Armenia", 0.6, 0.5, False), ("Georgia", 0.62, 0.5, False), ("Ukraine", NONE, 0.9, False)],
        [("Armenia", 0.0, 0.0, True), ("Georgia", 0.0, 0.0, True)],
    ],
)
def test_places_are_drawn(rows):
    plot = draw_places(rows_of(*rows), FACTS)
    assert draw(plot)["svg"].startswith(b"<?xml")
    assert plot.data[["commitment", "potential"]].notna().all(axis=None)


def test_names_keep_apart_and_equals_share_one():
    spots = name_spots(
        rows_of(
            ("A", 0.5, 0.5, True),
            ("B", 0.55, 0.51, True),
            ("C", 0.55, 0.8, True),
            ("D", 0.55, 0.8, True),
            ("E", 0.99, 0.1, False),
            ("F", NONE, 0.1, False),
        )
    ).set_index("label")
    assert spots["side"].to_dict() == {"A": "right", "B": "left", "C, D": "left", "E": "right"}


@pytest.mark.parametrize(("private", "position"), [(47.0, 3.7), (95.0, 9.3), (5.0, 0.0), (NONE, NONE)])
def test_path_is_drawn_with_and_without_a_place_on_it(private, position):
    path = pd.DataFrame({"year": [0, 5, 10], "private": [10.0, 60, 100], "now_private": private, "position": position})
    plot = draw_funding_path(path, "Armenia")
    assert len(plot.layers) == (4 if math.isnan(position) else 6)
    assert draw(plot)["svg"].startswith(b"<?xml")
