"""Alternative texts hold the numbers of the figure and nothing that is hidden."""

import re

import pandas as pd
import pytest

from clusterbrief.present import alt_texts, rows

NONE = float("nan")


@pytest.fixture
def region(profiles):
    return profiles["region", "EaP"]


def test_ranking_and_gaps_give_each_score_beside_its_eu_value(region):
    ranking = rows.country_ranking(region)
    text = alt_texts.ranking_alt(ranking)
    places = [text.index(label) for label in ranking["label"]]
    assert places == sorted(places)
    dimensions = rows.score_rows(region, "EaP")
    text = alt_texts.gaps_alt(dimensions)
    assert len(re.findall(r"\d+ against \d+", text)) == min(12, dimensions["comparable_score"].notna().sum())


def test_what_is_hidden_is_not_told():
    table = pd.DataFrame({"label": ["A", "B"], "share": [0.5, NONE], "gold_share": 0.2, "amount": [50.0, NONE]})
    for text in (alt_texts.services_alt(table, "x"), alt_texts.choices_alt(table)):
        assert "50" in text
        assert " b " not in text
        assert "nan" not in text
    classes = pd.DataFrame({"label": "A", "class_code": ["champion", "struggler"], "count": [3.0, NONE]})
    assert "struggler" not in alt_texts.classes_alt(classes, {"champion": "Champion", "struggler": "Struggler"})


def test_long_figures_are_told_in_part_with_the_rest_counted():
    table = pd.DataFrame({"label": [f"L{number}" for number in range(15)], "coverage": 0.5})
    text = alt_texts.coverage_alt(table)
    assert "and 3 more" in text
    assert "L12" not in text


def test_counts_and_range_are_told(region):
    assert "of " in alt_texts.participation_alt(rows.participation_rows(region))
    marks = pd.DataFrame({"comparable_score": [10, 20, 90]})
    text = alt_texts.spread_alt(marks, 60.0)
    assert all(number in text for number in ("three", "10", "90", "20", "60"))
    wide = rows.heat_table(region)
    assert f"{wide.max().max():.0f}" in alt_texts.heat_alt(wide)
