"""The way from public to private funding: by hand, hidden, and with nobody on it."""

import dataclasses

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterbrief.analysis.disclosure import Thresholds
from clusterbrief.analysis.models.funding_path import (
    disclose_income,
    follow_path,
    income_nodes,
    list_incomes,
    summarise_income,
)
from clusterbrief.study.country_model_settings import CountryModelFile
from worked_example import REGION, as_organisations, as_responses, example_framework

NONE = float("nan")
BARE = dataclasses.replace(example_framework(), country_models=CountryModelFile())


def answers_of(rows: dict[str, tuple[str, str]]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Responses and organisations from fees (public here) and sales (private) in percent."""
    cells = {code: {"q_fees": fees, "q_sales": sales} for code, (fees, sales) in rows.items()}
    return as_responses(cells), as_organisations(sorted(cells))


def income_of(rows: dict[str, tuple[str, str]], **thresholds: int) -> pd.DataFrame:
    responses, organisations = answers_of(rows)
    framework = example_framework()
    summary = summarise_income(list_incomes(responses, framework), organisations, REGION, framework)
    return disclose_income(summary, Thresholds(**thresholds), REGION, example_framework())


def private_of(shares: dict[str, float]) -> pd.DataFrame:
    rows = [(code, "private", "part", 12, share, pd.isna(share)) for code, share in shares.items()]
    columns = ["area_code", "source_code", "level", "n", "share", "hidden"]
    return pd.DataFrame(rows, columns=columns).astype({"share": float})


FIVE = {
    "XA-1": ("80", "20"), "XA-2": ("60", "40"), "XA-3": ("70", "30"), "XB-1": ("0", "100"), "XB-2": ("90", "10"),
    "XB-3": ("45", "55"), "XB-4": ("?", "50"),
}  # fmt: skip


def test_means_by_hand_over_those_who_answered_everything():
    income = income_of(FIVE)
    # XB-4 does not know its fees, so its shares do not add up and take no part
    assert income["area_code"].unique().tolist() == [REGION, "XA", "XB"]
    shares = income.pivot(index="area_code", columns="source_code", values="share")
    assert shares["private"].to_dict() == {REGION: 43, "XA": 30, "XB": 55}  # 255 / 6 = 42.5 goes up
    assert shares["q_sales"].tolist() == shares["private"].tolist()
    assert income.set_index(["area_code", "source_code"]).loc[("XB", "private"), "n"] == 3


def test_few_are_hidden():
    income = income_of({code: cells for code, cells in FIVE.items() if code != "XA-3"}).set_index("area_code")
    assert income.loc["XA", "hidden"].all() and income.loc["XA", "share"].isna().all()
    assert income.loc["XB", "hidden"].all()  # or the region less XB would tell
    path = follow_path(income.reset_index(), example_framework())
    hidden = path[path["area_code"] == "XA"]
    assert len(hidden) == 11
    assert hidden[["now_private", "now_public", "gap", "position", "years_left"]].isna().all(axis=None)
    assert hidden["private"].tolist() == [10 * year for year in range(11)]


def test_mean_that_leaves_nobody_ten_points_is_hidden():
    # three in XA: means of 3 % leave each 3 x 3 = 9 points, of 4 % they leave 12
    for sales, hidden in (((2, 3, 4), True), ((3, 4, 5), False)):
        rows = {f"XA-{place}": (str(100 - each), str(each)) for place, each in enumerate(sales)}
        income = income_of(rows | {f"XB-{place}": ("50", "50") if place else ("40", "60") for place in range(6)})
        assert income.loc[income["area_code"] == "XA", "hidden"].tolist() == [hidden] * 3


def test_path_by_hand():
    path = follow_path(private_of({"XA": 30.0}), example_framework())
    assert path["year"].tolist() == list(range(11))
    assert path["gap"].tolist() == [-30, -20, -10, 0, 10, 20, 30, 40, 50, 60, 70]
    assert path["public"].tolist() == [100 - 10 * year for year in range(11)]
    first = path.iloc[0]
    assert (first["now_public"], first["position"], first["years_left"], first["n"]) == (70, 3, 7, 12)


def test_our_path_has_the_years_of_the_source(framework):
    path = follow_path(private_of({"AM": 47.0, "UA": 5.0}), framework)
    way = path[path["area_code"] == "AM"].set_index("year")
    assert way["private"].to_dict() == {
        0: 10, 1: 20, 2: 30, 3: 40, 4: 50, 5: 60, 6: 68, 7: 76, 8: 84, 9: 92, 10: 100
    }  # fmt: skip
    assert way["position"].unique().tolist() == [3.7]
    assert path.loc[path["area_code"] == "UA", "position"].unique().tolist() == [0]  # before the first share


def test_nobody_answered():
    full = income_of(FIVE)
    for rows in ({}, {"XA-1": ("", "")}):
        income = income_of(rows)
        assert income.empty and income.dtypes.to_dict() == full.dtypes.to_dict()
        path = follow_path(income, example_framework())
        assert path.empty
        assert path.dtypes.to_dict() == follow_path(full, example_framework()).dtypes.to_dict()


def test_framework_without_a_path_has_none():
    assert income_nodes(BARE).empty
    responses, organisations = answers_of(FIVE)
    summary = summarise_income(list_incomes(responses, BARE), organisations, REGION, BARE)
    assert summary.empty
    assert disclose_income(summary, Thresholds(), REGION, BARE).empty
    assert follow_path(private_of({"XA": 30.0}), BARE).empty


def test_one_organisation():
    income = income_of({"XA-1": ("80", "20")}, mean=1)
    assert income["share"].isna().all()  # all who answered share one value


def test_order_of_answers_changes_nothing():
    responses, organisations = answers_of(FIVE)
    incomes = list_incomes(responses.sample(frac=1, random_state=2), example_framework())
    shuffled = summarise_income(incomes, organisations.iloc[::-1], REGION, example_framework())
    again = disclose_income(shuffled, Thresholds(), REGION, example_framework())
    pd.testing.assert_frame_equal(again, income_of(FIVE))


def test_all_sources_of_ours_have_a_side(framework):
    nodes = income_nodes(framework).set_index("node_code")
    asked = [code for code in framework.questions if code.startswith("income_")]
    assert set(asked) == set(nodes.index) - {"private"}
    assert nodes.loc["income_donors", "parent_code"] == "public"


@settings(max_examples=20)
@given(st.dictionaries(st.sampled_from(["XA", "XB"]), st.one_of(st.just(NONE), st.integers(0, 100).map(float))))
def test_laws(shares):
    path = follow_path(private_of(shares), example_framework())
    known = path.dropna(subset=["now_private"])
    assert (known["now_private"] + known["now_public"] == 100).all()
    assert (path["private"] + path["public"] == 100).all()
    assert known["gap"].to_numpy() == pytest.approx((known["private"] - known["now_private"]).to_numpy())
    assert (known["position"] + known["years_left"]).to_numpy() == pytest.approx(np.full(len(known), 10.0))
    for _, rows in path.groupby("area_code"):
        assert rows["private"].is_monotonic_increasing
    assert set(path["area_code"]) == set(shares)
