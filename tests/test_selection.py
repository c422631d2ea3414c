"""Selection for support: places, ties, near misses and unknowns, by hand."""

from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from clusterbrief.analysis.labels.programmes import evaluate_programmes
from clusterbrief.analysis.labels.selection import ORDER, select_for_support
from worked_example import as_organisations, example, reference

NONE = float("nan")
CRITERIA = ["Listed", "Members", "Strategy"]
MARKS = {"+": "met", "-": "not met", "?": "unknown"}


def select(units: dict[str, tuple[str, float]]) -> pd.DataFrame:
    """Selection from the marks of three criteria and the score of each organisation, by code."""
    rows = [
        (code, "bronze_support", label, MARKS[mark], "2 members" if label == "Members" and mark == "-" else "")
        for code, (marks, _) in units.items()
        for label, mark in zip(CRITERIA, marks, strict=True)
    ]
    evaluated = pd.DataFrame(
        rows, columns=["organisation_code", "programme_code", "label", "status", "short_by"], dtype=str
    )
    scores = pd.DataFrame({"organisation_code": list(units), "score": [score for _, score in units.values()]})
    return select_for_support(evaluated, as_organisations(list(units)), scores, reference())


def statuses(units: dict[str, tuple[str, float]]) -> dict[str, str]:
    return select(units).set_index("organisation_code")["status"].to_dict()


def test_the_five_best_are_selected():
    table = select({f"XA-{place}": ("+++", 90.0 - place) for place in range(7)})
    assert table["organisation_code"].tolist() == [f"XA-{place}" for place in range(7)]
    assert table["status"].tolist() == ["selected"] * 5 + ["eligible"] * 2
    assert table["rank"].tolist() == [1, 2, 3, 4, 5, 6, 7]


def test_equals_at_the_last_place_are_all_marked():
    scores = [90, 85, 80, 75, 70.0, 70.0 + 1e-12, 60]
    table = select({f"XA-{place}": ("+++", score) for place, score in enumerate(scores)})
    assert table["status"].tolist() == ["selected"] * 4 + ["tied"] * 2 + ["eligible"]
    assert table["rank"].tolist() == [1, 2, 3, 4, 5, 5, 7]


def test_equals_who_fit_are_selected():
    table = select({f"XA-{place}": ("+++", score) for place, score in enumerate([90, 70, 70, 70, 70, 60])})
    assert table["status"].tolist() == ["selected"] * 5 + ["eligible"]
    assert table["rank"].tolist() == [1, 2, 2, 2, 2, 6]


@pytest.mark.parametrize(("count", "status"), [(1, "selected"), (5, "selected"), (6, "tied"), (9, "tied")])
def test_all_are_equal(count, status):
    assert set(statuses({f"XA-{place}": ("+++", 50.0) for place in range(count)}).values()) == {status}


def test_fewer_qualify_than_places():
    found = statuses({"XA-1": ("+++", 10.0), "XA-2": ("+-+", 90.0), "XA-3": ("--+", 95.0)})
    assert found == {"XA-1": "selected", "XA-2": "near miss", "XA-3": "not eligible"}


def test_near_miss_is_named_with_what_is_missing():
    table = select({"XA-1": ("+-+", 50.0), "XA-2": ("-++", 60.0), "XA-3": ("?-+", 40.0), "XA-4": ("--?", 90.0)})
    rows = table.set_index("organisation_code")[["status", "not_met", "unknown", "short_by"]].T.to_dict("list")
    assert rows == {
        "XA-2": ["near miss", "Listed", "", ""],
        "XA-1": ["near miss", "Members", "", "2 members"],
        "XA-3": ["near miss", "Members", "Listed", "2 members"],
        "XA-4": ["not eligible", "Listed; Members", "Strategy", ""],
    }
    assert table["organisation_code"].tolist() == list(rows)


def test_who_may_qualify_is_told_whether_a_place_is_in_reach():
    five = {f"XA-{place}": ("+++", 70.0 + place) for place in range(5)}
    rest = {"XB-1": ("?++", 71.0), "XB-2": ("??+", 70.0), "XB-3": ("?++", 69.0), "XB-4": ("?-+", 99.0)}
    table = select(five | rest).set_index("organisation_code")
    could = table["could_be_selected"].to_dict()
    # before 71 come 72, 73 and 74; equal to the last place means tied, so it is in reach; 69 would be the sixth
    assert {code for code, may in could.items() if may} == {"XB-1", "XB-2"}
    assert table.loc["XB-2", "unknown"] == "Listed; Members"
    assert table["rank"].isna().tolist() == [False] * 5 + [True] * 4


def test_without_a_score_nobody_is_selected():
    table = select({"XA-1": ("+++", NONE), "XA-2": ("---", 10.0), "XA-3": ("?++", NONE), "XA-4": ("+++", 20.0)})
    assert table["organisation_code"].tolist() == ["XA-4", "XA-2", "XA-1", "XA-3"]
    assert table["status"].tolist() == ["selected", "not eligible", "eligible", "may qualify"]
    assert table["reason"].tolist() == ["", ""] + ["too little of block III was answered for a score"] * 2
    assert not table["could_be_selected"].any()


def test_nobody_answered_keeps_the_columns():
    empty, one = select({}), select({"XA-1": ("+++", 1.0)})
    assert empty.empty
    pd.testing.assert_series_equal(empty.dtypes, one.dtypes)


def test_the_worked_example():
    made = example("results")
    evaluated = evaluate_programmes(made.responses, made.organisations, made.framework, reference(), date(2024, 5, 31))
    compared = made.results.compared
    scores = compared.loc[compared["node_code"] == "B", ["organisation_code", "score"]]
    table = select_for_support(evaluated, made.organisations, scores, reference()).set_index("organisation_code")
    assert table["status"].to_dict() == {
        "XA-1": "selected", "XA-2": "near miss", "XA-3": "near miss", "XA-4": "near miss", "XB-1": "may qualify",
        "XB-2": "may qualify", "XB-3": "not eligible", "XC-1": "may qualify",
    }  # fmt: skip
    assert table.loc["XA-3", ["not_met", "short_by"]].tolist() == ["Active members", "1 member"]
    assert table.loc["XA-4", ["not_met", "short_by", "unknown"]].tolist() == [
        "Documented strategy",
        "1 level",
        "Active members",
    ]


UNITS = some.dictionaries(
    some.integers(1, 30).map("XA-{}".format),
    some.tuples(some.text("+-?", min_size=3, max_size=3), some.sampled_from([NONE, 10.0, 20.0, 30.0, 40.0])),
    min_size=1, max_size=14,
)  # fmt: skip


@settings(max_examples=20)
@given(units=UNITS)
def test_nobody_is_cut_by_chance(units):
    table = select(units)
    chosen = table["status"].isin(["selected", "tied"])
    assert len(table) == len(units)
    assert (table["status"] == "selected").sum() <= 5
    assert set(table["status"]) <= set(ORDER)
    places = table[table["rank"].notna()]
    assert places.groupby("score")["status"].nunique().max() in {1} or places.empty
    if chosen.any() and (table["status"] == "eligible").any():
        out = table.loc[(table["status"] == "eligible") & table["score"].notna(), "score"]
        assert out.empty or table.loc[chosen, "score"].min() > out.max()
    again = select(dict(sorted(units.items(), reverse=True)))
    pd.testing.assert_frame_equal(table, again)
