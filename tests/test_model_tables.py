"""Tables of country models: components, SWOT, challenges and limits in words."""

import pandas as pd
import pytest

from clusterbrief.analysis.models.swot import COLUMNS as POINT
from clusterbrief.analysis.models.swot import KINDS
from clusterbrief.present import model_tables, model_words
from model_profiles import SAMPLES, profile_of

pytestmark = pytest.mark.slow  # whole editions are analysed again and again

NONE = float("nan")


def point(**changed):
    row = {
        "quadrant": "strength", "rank": 1, "kind": "node", "code": "c", "label": "Label", "where": "", "value": 0.5,
        "unit": "share", "reference": 0.25, "compared_with": "EU value", "distance": 1.0, "n": 12,
    }  # fmt: skip
    return {**row, **changed}


@pytest.mark.parametrize(
    ("changed", "words", "figure"),
    [
        ({"value": 62.5, "reference": 60}, "Label", "63 points; EU value 60"),
        ({"kind": "service"}, "Service: Label", "50\xa0% of 12 provide it; 25\xa0% of EU gold label holders"),
        ({"kind": "criterion not met"}, "Criterion not met: Label", "not met by 50\xa0% of 12"),
        ({"kind": "limit"}, "Limit: Label", "a high concern for 50\xa0% of 12"),
        ({"kind": "stage", "n": 1}, "Stage: Label", "50\xa0% of one cluster"),
        (
            {"kind": "specialisation without organisation", "where": "Coast", "value": 2.0, "n": 0},
            "Label in Coast", "quotient 2.00; no organisations known there",
        ),
    ],
)  # fmt: skip
def test_point_has_its_figure(changed, words, figure):
    table = model_tables.tabulate_swot(pd.DataFrame([point(**changed)]))
    assert table.iloc[0].tolist() == ["Strength", words, figure]


def test_every_kind_of_point_has_words():
    rows = pd.DataFrame([point(kind=kind) for kind in KINDS])
    assert len(model_tables.tabulate_swot(rows)) == len(KINDS)
    told = [model_tables.point_in_sentence(row) for row in rows.to_dict("records")]
    assert all("label" in each and ": " not in each for each in told)
    empty = pd.DataFrame(columns=list(POINT)).astype(POINT)
    assert list(model_tables.tabulate_swot(empty).columns) == ["Part", "Point", "Figure"]


@pytest.mark.parametrize("sample", SAMPLES)
def test_tables_of_an_edition(sample):
    profile = profile_of(sample)
    places = model_words.place_rows(profile)
    assert model_tables.tabulate_places(places)["Country"].tolist() == places["label"].tolist()
    own = model_tables.tabulate_own_components(model_tables.own_components(profile, "XA"))
    assert len(own) == 6
    every = model_tables.tabulate_components(profile)
    assert every.shape == (6, 2 + 3) and every.iloc[:, 2].tolist() == own["Value"].tolist()
    model_tables.tabulate_swot(profile.tables["swot"])
    model_tables.tabulate_challenges(profile.tables["challenges"])
    model_tables.tabulate_limits(model_tables.limit_rows(profile, "XA"))


def test_rule_is_told_only_where_authors_decided_otherwise():
    places = model_words.place_rows(profile_of("all shown"))
    assert "By the rule" not in model_tables.tabulate_places(places)
    overruled = places.assign(overruled=True)
    assert "By the rule" in model_tables.tabulate_places(overruled)


def test_hidden_counts_of_limits_say_so():
    rows = pd.DataFrame(
        {
            "label": ["A", "B", "C"],
            "n": [12, 12, 12],
            "count": [NONE, NONE, 4],
            "share": [NONE, NONE, 0.33],
            "bound": ["few", "", ""],
        }
    )
    assert model_tables.tabulate_limits(rows)["High concern"].tolist() == ["few", "hidden", "4"]
