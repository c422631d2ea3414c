"""Figures of benchmarks show the rows they are given, in order, on the whole scale."""

import pandas as pd
import pytest

from clusterbrief.present import figures, rows
from clusterbrief.present.drawing import draw


@pytest.fixture
def region(profiles):
    return profiles["region", "EaP"]


def test_first_row_stands_on_top(region):
    ranking = rows.country_ranking(region)
    plot = figures.draw_ranking(ranking)
    assert list(plot.data["line"].cat.categories)[::-1] == list(ranking["label"])
    assert draw(plot)["svg"]


def test_own_line_alone_is_in_full_colour(region):
    ranking = rows.country_ranking(region)
    own = ranking["label"].iloc[1]
    colours = figures.draw_ranking(ranking, own=own).data.set_index("label")["colour"]
    assert colours[own] == figures.OWN
    assert set(colours.drop(own)) == {figures.QUIET}


def test_gaps_show_only_pairs_that_may_be_shown():
    table = pd.DataFrame(
        {
            "label": ["A", "B", "C"],
            "comparable_score": [40.0, float("nan"), 70.0],
            "benchmark": [80.0, 80.0, 69.5],
            "gap": [40.0, None, -0.5],
        }
    )
    plot = figures.draw_gaps(table)
    assert list(plot.data["label"]) == ["A", "C"]
    assert list(plot.data["text"]) == ["40 below", "1 above"]


def test_heat_map_has_every_cell_and_hides_what_is_hidden(region):
    heat, wide = rows.heat_rows(region), rows.heat_table(region)
    plot = figures.draw_heat_map(heat, list(wide.columns), list(wide.index), own="Armenia")
    assert len(plot.data) == wide.size
    assert (plot.data["text"] == "–").tolist() == plot.data["points"].isna().tolist()
    assert list(plot.data["x"].cat.categories) == list(wide.columns)


def test_each_organisation_is_one_mark_inside_the_scale():
    marks = pd.DataFrame({"comparable_score": [0, 4, 5, 99, 100, 100]})
    plot = figures.draw_distribution(marks, own=50.0, eu=float("nan"))
    assert len(plot.data) == len(marks)
    assert plot.data["bin"].between(0, 100).all()
    assert plot.data.groupby("bin")["height"].apply(lambda each: sorted(each) == list(range(1, len(each) + 1))).all()


def test_services_stand_beside_both_labels(region):
    table = rows.service_rows(region, "EaP", "digital")
    plot = figures.draw_services(table, "Partner region")
    shapes = next(scale for scale in plot.scales if "shape" in scale.aesthetics)
    assert list(shapes.limits) == ["Partner region", "EU gold", "EU silver"]
    assert draw(plot)["svg"]
