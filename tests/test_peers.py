"""An organisation beside its peers, itself never among them."""

from random import Random
from time import perf_counter

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterbrief.analysis.peers import compare_to_peers


def beside(scores: dict[str, float], code: str, peers: str) -> pd.Series:
    compared = pd.DataFrame({"organisation_code": list(scores), "node_code": "overall", "level": "overall"})
    compared["score"] = list(scores.values())
    organisations = compared[["organisation_code"]].assign(country_code=compared["organisation_code"].str[:2])
    table = compare_to_peers(compared, organisations, ("overall",))
    rows = table[(table["organisation_code"] == code) & (table["peers"] == peers)]
    return rows.iloc[0] if len(rows) else pd.Series(dtype=float)


def test_an_organisation_is_not_its_own_peer() -> None:
    row = beside({"XA-1": 0.0, "XA-2": 40.0, "XA-3": 60.0, "XB-1": 90.0}, "XA-1", "region")
    assert (row["n"], row["median"], row["difference"]) == (3, 60, -60)
    row = beside({"XA-1": 0.0, "XA-2": 40.0, "XA-3": 60.0, "XB-1": 90.0}, "XA-1", "country")
    assert (row["n"], row["median"]) == (2, 50)


def test_peers_without_a_score_do_not_count() -> None:
    row = beside({"XA-1": 10.0, "XA-2": 40.0, "XA-3": float("nan")}, "XA-1", "region")
    assert (row["n"], row["median"], row["share_below"]) == (1, 40, 0)


def test_without_a_score_of_its_own_there_is_nothing_to_compare() -> None:
    assert beside({"XA-1": float("nan"), "XA-2": 40.0}, "XA-1", "region").empty


def test_alone_there_is_no_median() -> None:
    row = beside({"XA-1": 10.0, "XB-1": 20.0}, "XA-1", "country")
    assert row["n"] == 0
    assert row[["median", "difference", "share_below"]].isna().all()


def test_equals_are_not_below_whatever_the_last_digit_says() -> None:
    assert beside({"XA-1": 0.3, "XA-2": 0.1 + 0.2 - 1e-14, "XA-3": 0.1}, "XA-1", "region")["share_below"] == 0.5


@pytest.mark.parametrize(("others", "quartiles"), [([1, 2, 3, 4, 5], (2, 3, 4)), ([10, 20], (12.5, 15, 17.5))])
def test_quartiles_are_those_of_the_others(others: list[float], quartiles: tuple[float, ...]) -> None:
    row = beside({"XA-0": 50.0, **{f"XA-{place + 1}": score for place, score in enumerate(others)}}, "XA-0", "region")
    assert tuple(row[["quartile_1", "median", "quartile_3"]]) == quartiles


# Position, similar organisations, and many at once


def table_of(scores: dict[str, float], similar: list[tuple[str, str]] | None = None) -> pd.DataFrame:
    compared = pd.DataFrame({"organisation_code": list(scores), "node_code": "overall", "level": "overall"})
    compared = compared.astype(str).assign(score=pd.Series(list(scores.values()), dtype=float))
    organisations = compared[["organisation_code"]].assign(country_code=compared["organisation_code"].str[:2])
    pairs = None if similar is None else pd.DataFrame(similar, columns=["organisation_code", "peer_code"], dtype=str)
    return compare_to_peers(compared, organisations, ("overall",), pairs)


def rows_of(table: pd.DataFrame, peers: str) -> pd.DataFrame:
    return table[table["peers"] == peers].set_index("organisation_code")


def test_position_is_the_best_that_equals_share_among_peers_and_oneself() -> None:
    scores = {"XA-1": 80.0, "XA-2": 60.0, "XA-3": 60.0, "XA-4": 20.0, "XB-1": 99.0, "XB-2": float("nan")}
    table = table_of(scores)
    assert rows_of(table, "region")["position"].to_dict() == {"XA-1": 2, "XA-2": 3, "XA-3": 3, "XA-4": 5, "XB-1": 1}
    assert rows_of(table, "country")["position"].to_dict() == {"XA-1": 1, "XA-2": 2, "XA-3": 2, "XA-4": 4, "XB-1": 1}
    assert (table["position"] <= table["n"] + 1).all()


SIMILAR = [("XA-1", "XA-2"), ("XA-1", "XB-1"), ("XA-2", "XA-1"), ("XA-2", "XB-1"), ("XB-1", "XA-4"), ("XA-4", "XB-2")]


def test_similar_organisations_are_compared_like_the_others() -> None:
    scores = {"XA-1": 80.0, "XA-2": 60.0, "XA-3": 50.0, "XA-4": 20.0, "XB-1": 90.0, "XB-2": float("nan")}
    rows = rows_of(table_of(scores, SIMILAR), "similar")
    figures = ["n", "median", "difference", "share_below", "position"]
    assert rows.loc["XA-1", figures].tolist() == [2, 75, 5, 0.5, 2]  # 60 and 90
    assert rows.loc["XA-2", figures].tolist() == [2, 85, -25, 0, 3]  # 80 and 90
    assert rows.loc["XB-1", figures].tolist() == [1, 20, 70, 1, 1]  # to be similar need not be mutual
    assert rows.loc["XA-4", ["n", "position"]].tolist() == [0, 1]  # its only one has no score
    assert "XA-3" not in rows.index  # has none
    assert rows_of(table_of(scores), "similar").empty


def test_similar_ones_leave_the_other_rows_as_they_are() -> None:
    scores = {"XA-1": 80.0, "XA-2": 60.0, "XB-1": 90.0}
    with_similar = table_of(scores, [("XA-1", "XB-1")])
    pd.testing.assert_frame_equal(with_similar[with_similar["peers"] != "similar"], table_of(scores))


def test_no_rows_keep_the_kinds_of_columns() -> None:
    full = table_of({"XA-1": 10.0, "XA-2": 20.0}, [("XA-1", "XA-2")])
    for scores in ({}, {"XA-1": float("nan")}):
        none = table_of(scores, [])
        assert none.empty
        assert (none.dtypes == full.dtypes).all()


scores_of_any = st.dictionaries(
    st.builds("X{}-{}".format, st.sampled_from("AB"), st.integers(1, 9)),
    st.sampled_from([0.0, 12.5, 0.1 + 0.2, 50.0, 99.9, float("nan")]),
    max_size=10,
)


@settings(max_examples=20)
@given(scores_of_any, st.randoms(use_true_random=False))
def test_figures_are_those_of_numpy_over_the_others(scores: dict[str, float], random: Random) -> None:
    pairs = [(own, peer) for own in scores for peer in scores if own != peer and random.random() < 0.5]
    table = table_of(scores, pairs)
    for row in table.itertuples():
        own = scores[row.organisation_code]
        others = [code for code in scores if code != row.organisation_code]
        if row.peers == "country":
            others = [code for code in others if code[:2] == row.organisation_code[:2]]
        if row.peers == "similar":
            others = [code for code in others if (row.organisation_code, code) in pairs]
        known = [scores[code] for code in others if not np.isnan(scores[code])]
        assert row.n == len(known)
        assert row.position == 1 + sum(score > own for score in known)
        if known:
            quartiles = (row.quartile_1, row.median, row.quartile_3)
            assert quartiles == pytest.approx(np.quantile(known, [0.25, 0.5, 0.75]), abs=1e-9)
            assert row.difference == pytest.approx(own - np.median(known), abs=1e-9)
            assert row.share_below == pytest.approx(np.mean([score < own for score in known]))


@settings(max_examples=20)
@given(scores_of_any, st.integers(0, 99))
def test_order_of_rows_changes_nothing(scores: dict[str, float], seed: int) -> None:
    codes = pd.Series(list(scores), dtype=object).sample(frac=1, random_state=seed)
    shuffled = {code: scores[code] for code in codes}
    pairs = [(own, peer) for own in scores for peer in scores if own < peer]
    pd.testing.assert_frame_equal(table_of(scores, pairs), table_of(shuffled, pairs[::-1]))


@pytest.mark.slow
def test_a_thousand_organisations_take_seconds_at_most() -> None:
    codes = [f"X{chr(65 + n % 5)}-{n}" for n in range(1000)]
    nodes = [f"node {n}" for n in range(8)]
    compared = pd.DataFrame([(code, node, "block") for code in codes for node in nodes])
    compared.columns = pd.Index(["organisation_code", "node_code", "level"])
    compared["score"] = np.random.default_rng(1).uniform(0, 100, len(compared))
    organisations = pd.DataFrame({"organisation_code": codes, "country_code": [code[:2] for code in codes]})
    pairs = [(own, peer) for own in codes[:200] for peer in codes[:200:7] if own != peer]
    start = perf_counter()
    compare_to_peers(
        compared, organisations, ("block",), pd.DataFrame(pairs, columns=["organisation_code", "peer_code"])
    )
    assert perf_counter() - start < 5
