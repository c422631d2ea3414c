"""Needs in order: weights, ranks, intervals, and what must go when a count is hidden."""

from random import Random

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterbrief.analysis.disclosure import Thresholds, disclose_shares
from clusterbrief.analysis.needs import hide_with_counts, most_places, rank_by_area, rank_by_class, rank_choices
from worked_example import REGION, as_organisations, example, example_framework

seeds = st.integers(0, 10**6)
OPTIONS = ["money", "people", "advice"]


def choices(rows: dict[str, str]) -> pd.DataFrame:
    """Rankings as ``list_choices`` gives them; an empty cell was not answered."""
    table = [
        (code, option, cell.split().index(option) + 1 if option in cell.split() else None)
        for code, cell in rows.items()
        for option in OPTIONS
        if cell
    ]
    kinds = {"organisation_code": str, "option_code": str, "place": float}
    return pd.DataFrame(table, columns=list(kinds)).astype(kinds)


def rank(rows: dict[str, str], most: int = 3) -> pd.DataFrame:
    return rank_by_area(choices(rows), as_organisations(list(rows)), REGION, most)


def test_worked_example_by_hand():
    made = example("results")
    table = rank_by_area(made.results.needs, made.organisations, REGION, most_places(made.framework, "needs"))
    rows = table.set_index(["area_code", "option_code"])[["n", "count", "first", "weight", "rank"]]
    # of three places the first counts 1, the second 2/3; money people | money | money advice | money | people | money people
    by_hand = {
        ("ALL", "money"): [6, 5, 5, 5 / 6, 1],
        ("ALL", "people"): [6, 3, 1, (2 / 3 + 1 + 2 / 3) / 6, 2],
        ("ALL", "advice"): [6, 1, 0, 2 / 3 / 6, 3],
        ("XA", "people"): [4, 1, 0, 2 / 3 / 4, 2],
        ("XA", "advice"): [4, 1, 0, 2 / 3 / 4, 2],  # equals share the best rank
        ("XB", "people"): [2, 2, 1, (1 + 2 / 3) / 2, 1],
        ("XB", "money"): [2, 1, 1, 1 / 2, 2],
        ("XB", "advice"): [2, 0, 0, 0, 3],
    }
    assert {key: rows.loc[key].tolist() for key in by_hand} == {
        key: pytest.approx(figures) for key, figures in by_hand.items()
    }
    assert table["area_code"].tolist() == ["ALL"] * 3 + ["XA"] * 3 + ["XB"] * 3  # nobody of XC answered
    assert table.loc[0, ["low", "high"]].tolist() == pytest.approx([0.4976, 0.9619], abs=1e-4)


def test_classes_of_the_region_are_ranked_each_on_its_own():
    made = example("results")
    table = rank_by_class(made.results.needs, made.results.classes, REGION, 3)
    assert (table["area_code"] == REGION).all()
    totals = table.groupby("option_code")["count"].sum().to_dict()
    assert totals == {"money": 5, "people": 3, "advice": 1}
    developing = table[table["class_code"] == "developing"].set_index("option_code")
    assert developing.loc["money", ["n", "count", "weight", "rank"]].tolist() == [2, 2, 1.0, 1]


def test_of_equal_weights_the_more_often_named_comes_first():
    # one first place weighs as much as three third places
    table = rank({"XA-1": "money people advice", "XA-2": "people money advice", "XA-3": "people money advice",
                  "XA-4": "money people"}).set_index(["area_code", "option_code"])  # fmt: skip
    assert table.loc[("ALL", "money"), "rank"] == table.loc[("ALL", "people"), "rank"] == 1
    places = {"organisation_code": list("ABCD") * 2, "option_code": ["x"] * 4 + ["y"] * 4,
              "place": [1.0, None, None, None, None, 3.0, 3.0, 3.0]}  # fmt: skip
    groups = pd.DataFrame({"organisation_code": list("ABCD"), "area_code": "ALL"})
    ranked = rank_choices(pd.DataFrame(places), groups, 3).set_index("option_code")
    assert ranked["weight"].tolist() == pytest.approx([0.25, 0.25])
    assert ranked.loc[["y", "x"], "rank"].tolist() == [1, 2]


def test_places_to_give_are_those_of_the_question(framework):
    assert most_places(framework, "needs") == 5
    assert most_places(framework, "actions") == 3
    assert most_places(example_framework(), "needs") == 3  # as many as options
    assert most_places(example_framework(), "actions") == 1  # not asked


def crowd(seed: int, size: int = 30) -> dict[str, str]:
    random = Random(seed)
    return {
        f"X{'ABC'[place % 3]}-{place}": " ".join(random.sample(OPTIONS, random.randint(0, 3))) for place in range(size)
    }


@settings(max_examples=15)
@given(seed=seeds)
def test_laws_of_weights_and_ranks(seed):
    rows = crowd(seed)
    table = rank(rows)
    assert table["weight"].between(0, 1).all()
    assert (table["weight"] <= table["share"] + 1e-12).all()
    assert (table["weight"] >= table["share"] / 3 - 1e-12).all()
    assert (table["low"] <= table["share"]).all() and (table["share"] <= table["high"]).all()
    assert (table["first"] <= table["count"]).all() and (table["count"] <= table["n"]).all()
    for _, group in table.groupby("area_code"):
        assert group["rank"].min() == 1
        assert group["weight"].round(10).is_monotonic_decreasing
    chosen, organisations = choices(rows), as_organisations(list(rows))
    again = rank_by_area(
        chosen.sample(frac=1, random_state=seed), organisations.sample(frac=1, random_state=seed), REGION, 3
    )
    pd.testing.assert_frame_equal(again, table)


@settings(max_examples=8)
@given(seed=seeds)
def test_naming_an_option_higher_never_lowers_its_weight(seed):
    rows = crowd(seed, 9)
    moved = {
        code: " ".join(["advice", *[each for each in cell.split() if each != "advice"]]) for code, cell in rows.items()
    }
    before, after = (rank({code: each for code, each in cells.items() if rows[code]}) for cells in (rows, moved))
    key = ["area_code", "option_code"]
    change = (after.set_index(key)["weight"] - before.set_index(key)["weight"]).dropna()
    of_advice = change[change.index.get_level_values("option_code") == "advice"]
    assert (of_advice >= -1e-12).all()


def test_whoever_did_not_answer_has_no_part():
    alone, silent = rank({"XA-1": "money"}), rank({"XA-1": "money", "XA-2": "", "XA-3": ""})
    pd.testing.assert_frame_equal(alone, silent)


def test_nobody_answered_keeps_the_kinds_of_columns():
    some, none = rank({"XA-1": "money"}), rank({"XA-1": ""})
    assert len(none) == 0
    assert none.dtypes.equals(some.dtypes)


def test_what_a_hidden_count_could_be_told_by_is_hidden_too():
    rows = {f"XA-{place}": "money people" if place < 11 else "money advice" for place in range(12)}
    rows |= {f"XB-{place}": ["money people", "people advice", "money"][place % 3] for place in range(12)}
    rows |= {f"XC-{place}": "money" for place in range(4)}
    table = rank(rows)
    shown = disclose_shares(table, Thresholds(), REGION, ["option_code"])
    safe = hide_with_counts(shown, ["area_code"])
    hidden = safe["share"].isna()
    assert 0 < hidden.sum() < len(safe)
    assert hidden[shown["count"].isna() | (shown["n"] < 10)].all()
    assert safe.loc[hidden, ["low", "high", "weight", "rank"]].isna().all(axis=None)
    assert safe.loc[~hidden, ["low", "high", "weight", "rank"]].notna().all(axis=None)
    assert "first" not in safe
    for _, group in safe[~hidden].groupby("area_code"):  # ranks leave no gap that a hidden option would fill
        assert group["rank"].min() == 1
        assert group["rank"].max() <= len(group)
    assert (safe["weight"].dropna() * 100).round(9).mod(1).eq(0).all()
