"""Coherence and effective weights: worked by hand, and against other ways of writing the same formulas."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from clusterbrief.analysis.aggregation import aggregate_tree
from clusterbrief.analysis.uncertainty.coherence import coherence, effective_weights
from worked_example import example

NONE = float("nan")
TREE = pd.DataFrame({"node_code": ["all", "a", "b"], "parent_code": ["", "all", "all"], "weight": [1, 3, 1]})
# a: mean 50, squares 5,000; b: mean 50, squares 10,000; products 5,000; all = 3/4 a + 1/4 b
BY_HAND = pd.DataFrame({"a": [0.0, 50, 100, 50], "b": [0.0, 100, 100, 0], "all": [0.0, 62.5, 100, 37.5]})
TWO_LEVELS = pd.DataFrame(
    {
        "node_code": ["all", "a", "b", "a1", "a2", "b1", "b2", "b3"],
        "parent_code": ["", "all", "all", "a", "a", "b", "b", "b"],
        "weight": [1, 3, 1, 1, 1, 2, 1, 1],
    }
)


def scored(values: np.ndarray) -> pd.DataFrame:
    """Scores of all nodes of TWO_LEVELS, long, from those of its five leaves."""
    wide = pd.DataFrame(values, columns=["a1", "a2", "b1", "b2", "b3"], index=[f"X{n}" for n in range(len(values))])
    return aggregate_tree(wide, TWO_LEVELS).rename(columns={"unit_code": "organisation_code"})


# By hand


def test_coherence_is_that_worked_by_hand() -> None:
    row = coherence(BY_HAND, TREE).iloc[0]
    assert row[["node_code", "children", "n"]].tolist() == ["all", 2, 4]
    # the sum's squares: 5,000 + 10,000 + 2 x 5,000; alpha = 2 (1 - 15,000/25,000)
    assert row["alpha"] == pytest.approx(0.8)
    r = 0.5**0.5  # 5,000 / sqrt(5,000 x 10,000)
    assert row["mean_correlation"] == pytest.approx(r)
    assert row["first_component"] == pytest.approx((1 + r) / 2)
    # all: squares 9/16 x 5,000 + 1/16 x 10,000 + 2 x 3/16 x 5,000 = 5,312.5; with b: 3/4 x 5,000 + 1/4 x 10,000
    assert row["least_correlation"] == pytest.approx(6250 / (10_000 * 5312.5) ** 0.5)
    assert row[["negative", "redundant"]].tolist() == ["", ""]


def test_effective_weights_are_those_worked_by_hand() -> None:
    table = effective_weights(BY_HAND, TREE)
    assert table["child_code"].tolist() == ["a", "b"]
    assert table["weight"].tolist() == table["weight_overall"].tolist() == [0.75, 0.25]
    # squared correlations with all: 5,000/5,312.5 = 32/34, and 25/34
    assert (table["correlation"] ** 2).tolist() == pytest.approx([32 / 34, 25 / 34])
    assert table["main_effect"].tolist() == pytest.approx([32 / 57, 25 / 57])
    # 3/4 x 5,000 / 5,312.5 and 1/4 x 6,250 / 5,312.5
    assert table["covariance_share"].tolist() == pytest.approx([12 / 17, 5 / 17])


def test_weight_in_the_whole_is_the_product_on_the_way_up() -> None:
    table = effective_weights(scored(np.eye(5) * 100), TWO_LEVELS).set_index("child_code")["weight_overall"]
    assert table.to_dict() == {
        "a": 3 / 4, "b": 1 / 4, "a1": 3 / 8, "a2": 3 / 8, "b1": 1 / 8, "b2": 1 / 16, "b3": 1 / 16,
    }  # fmt: skip


def test_child_that_pulls_against_its_node_is_named() -> None:
    wide = pd.DataFrame({"a": [0.0, 50, 100], "b": [30.0, 20, 10]})
    wide["all"] = 0.75 * wide["a"] + 0.25 * wide["b"]
    assert coherence(wide, TREE).iloc[0]["negative"] == "b"
    assert coherence(wide, TREE, negative_below=-1.1).iloc[0]["negative"] == ""
    shares = effective_weights(wide, TREE)["covariance_share"]
    assert shares[1] < 0
    assert shares.sum() == pytest.approx(1)


def test_children_that_say_the_same_are_named() -> None:
    wide = pd.DataFrame({"a": [0.0, 50, 100, 20], "b": [1.0, 52, 99, 25]})
    wide["all"] = 0.75 * wide["a"] + 0.25 * wide["b"]
    assert coherence(wide, TREE).iloc[0]["redundant"] == "a~b"
    assert coherence(wide, TREE, redundant_above=1).iloc[0]["redundant"] == ""
    assert coherence(BY_HAND, TREE, redundant_above=0.7).iloc[0]["redundant"] == "a~b"  # 0.7071


# Nothing to compute with


@pytest.mark.parametrize("n", [0, 1, 2])
def test_below_three_units_there_is_nothing_to_say(n: int) -> None:
    row = coherence(BY_HAND.iloc[:n], TREE).iloc[0]
    assert row["n"] == n
    assert row[["alpha", "mean_correlation", "least_correlation", "first_component"]].isna().all()
    table = effective_weights(BY_HAND.iloc[:n], TREE)
    assert table[["correlation", "main_effect", "covariance_share"]].isna().all(axis=None)
    assert table["weight"].tolist() == [0.75, 0.25]


def test_what_does_not_vary_has_no_correlation() -> None:
    flat = BY_HAND.assign(b=40.0)
    flat["all"] = 0.75 * flat["a"] + 0.25 * flat["b"]
    table = effective_weights(flat, TREE)
    assert table["main_effect"].tolist() == pytest.approx([1, NONE], nan_ok=True)
    assert table["covariance_share"].tolist() == pytest.approx([1, 0])
    row = coherence(flat, TREE).iloc[0]
    assert row["least_correlation"] == pytest.approx(1)
    assert row[["mean_correlation", "first_component"]].isna().all()
    assert row["alpha"] == pytest.approx(0)
    still = BY_HAND.assign(a=50.0, b=50.0, all=50.0)
    assert coherence(still, TREE).iloc[0][["alpha", "mean_correlation", "least_correlation"]].isna().all()
    assert effective_weights(still, TREE)["covariance_share"].isna().all()


def test_last_digit_of_a_sum_is_no_variation() -> None:
    almost = BY_HAND.assign(b=[0.3, 0.1 + 0.2, 0.3, 0.1 + 0.2])
    assert np.isnan(effective_weights(almost, TREE)["correlation"][1])


def test_single_child_has_no_alpha() -> None:
    tree = TREE[TREE["node_code"] != "b"]
    row = coherence(BY_HAND, tree).iloc[0]
    assert row[["alpha", "mean_correlation", "first_component"]].isna().all()
    assert row["least_correlation"] == pytest.approx(np.corrcoef(BY_HAND["a"], BY_HAND["all"])[0, 1])


def test_units_with_a_gap_are_left_out() -> None:
    gappy = pd.concat([BY_HAND, pd.DataFrame({"a": [10.0], "b": [NONE], "all": [10.0]})], ignore_index=True)
    pd.testing.assert_frame_equal(coherence(gappy, TREE), coherence(BY_HAND, TREE))
    pd.testing.assert_frame_equal(effective_weights(gappy, TREE), effective_weights(BY_HAND, TREE))


def test_children_without_any_weight_have_no_share() -> None:
    table = effective_weights(BY_HAND, TREE.assign(weight=0))
    assert table[["weight", "weight_overall", "covariance_share"]].isna().all(axis=None)


def test_tree_of_leaves_keeps_the_kinds_of_columns() -> None:
    for function in (coherence, effective_weights):
        none = function(BY_HAND, TREE[TREE["parent_code"] == ""])
        assert none.empty
        assert (none.dtypes == function(BY_HAND, TREE).dtypes).all()


def test_worked_example_runs_through() -> None:
    made = example("results")
    nodes = made.framework.nodes
    table = coherence(made.results.compared, nodes).set_index("node_code")
    assert table.index.tolist() == [code for code in nodes["node_code"] if code in set(nodes["parent_code"])]
    assert table.loc["overall", ["children", "n"]].tolist() == [2, 6]


# Laws, and the same formulas written differently

leaf_scores = arrays(float, st.tuples(st.integers(3, 9), st.just(5)), elements=st.sampled_from([0, 10, 25, 60, 100.0]))


@settings(max_examples=20)
@given(leaf_scores)
def test_covariance_shares_of_complete_data_add_to_one(values: np.ndarray) -> None:
    table = effective_weights(scored(values), TWO_LEVELS)
    for _, rows in table.groupby("node_code"):
        if rows["covariance_share"].notna().any():
            assert rows["covariance_share"].sum() == pytest.approx(1)
        if rows["main_effect"].notna().any():
            assert rows["main_effect"].sum() == pytest.approx(1)
            assert (rows["main_effect"].dropna() >= 0).all()


@settings(max_examples=20)
@given(leaf_scores)
def test_figures_equal_those_of_numpy(values: np.ndarray) -> None:
    """Alpha as COINr writes it; correlations by corrcoef; the component from singular values."""
    row = coherence(scored(values), TWO_LEVELS).set_index("node_code").loc["b"]
    parts = values[:, 2:]
    covariances = np.cov(parts, rowvar=False)
    if np.ptp(parts.sum(axis=1)) > 0:
        between = (covariances.sum() - np.trace(covariances)) / 6
        assert row["alpha"] == pytest.approx(9 * between / covariances.sum())
    if (np.ptp(parts, axis=0) > 0).all():
        correlations = np.corrcoef(parts, rowvar=False)
        assert row["mean_correlation"] == pytest.approx(correlations[np.tril_indices(3, -1)].mean(), abs=1e-9)
        standardised = (parts - parts.mean(axis=0)) / parts.std(axis=0)
        singular = np.linalg.svd(standardised, compute_uv=False)
        assert row["first_component"] == pytest.approx(singular[0] ** 2 / (singular**2).sum())
        own = parts @ [0.5, 0.25, 0.25]
        if np.ptp(own) > 1e-6:
            least = min(np.corrcoef(own, parts[:, child])[0, 1] for child in range(3))
            assert row["least_correlation"] == pytest.approx(least, abs=1e-9)


@settings(max_examples=8)
@given(leaf_scores, st.integers(0, 99), st.sampled_from([0.01, 7.0]))
def test_neither_order_nor_the_scale_of_weights_matters(values: np.ndarray, seed: int, factor: float) -> None:
    long = scored(values)
    wide = long.pivot(index="organisation_code", columns="node_code", values="score")
    heavier = TWO_LEVELS.assign(weight=TWO_LEVELS["weight"] * factor)
    for function in (coherence, effective_weights):
        one = function(long, TWO_LEVELS)
        shuffled = long.sample(frac=1, random_state=seed)
        pd.testing.assert_frame_equal(one, function(shuffled, heavier))
        pd.testing.assert_frame_equal(one, function(wide, TWO_LEVELS))
