"""Aggregation: tables worked by hand, equality with a naive recursion, then the laws."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterbrief.analysis.aggregation import aggregate_tree, aggregate_wide

NAN = float("nan")
METHODS = ["arithmetic", "geometric", "harmonic"]


def tree_of(*rows):
    return pd.DataFrame(rows, columns=["node_code", "parent_code", "weight"])


def values_of(**columns):
    frame = pd.DataFrame(columns, dtype=float)
    return frame.set_axis([f"U{row}" for row in range(len(frame))])


def node(table, code):
    """Score and coverage of one node for the first unit."""
    row = table[(table["node_code"] == code) & (table["unit_code"] == table["unit_code"].iloc[0])]
    return row[["score", "coverage"]].iloc[0].tolist()


def same(found, expected, tolerance=1e-9):
    np.testing.assert_allclose(found, expected, rtol=0, atol=tolerance)


# overall = 1 of a + 3 of b; a = 1 of p + 2 of q; b = 1 of r + 1 of s; s is not answered
TWO_LEVELS = tree_of(
    ("all", None, 1),
    ("a", "all", 1),
    ("b", "all", 3),
    ("p", "a", 1),
    ("q", "a", 2),
    ("r", "b", 1),
    ("s", "b", 1),
)
ANSWERS = values_of(p=[30], q=[60], r=[80], s=[NAN])


def test_arithmetic_tree_by_hand():
    found = aggregate_tree(ANSWERS, TWO_LEVELS)
    assert found["node_code"].tolist() == ["all", "a", "b", "p", "q", "r", "s"]
    assert found.columns.tolist() == ["unit_code", "node_code", "score", "coverage"]
    same(found["score"], [(50 + 3 * 80) / 4, 50, 80, 30, 60, 80, NAN])
    same(found["coverage"], [(1 + 3 * 0.5) / 4, 1, 0.5, 1, 1, 1, 0])


def test_geometric_and_harmonic_means_by_hand():
    # the examples of COINr's own tests: 1, 2, 3 with weights 1, 1, 2 and 2, 1, 1
    leaves = values_of(x=[1], y=[2], z=[3])
    first = tree_of(("m", "", 1), ("x", "m", 1), ("y", "m", 1), ("z", "m", 2))
    second = tree_of(("m", "", 1), ("x", "m", 2), ("y", "m", 1), ("z", "m", 1))
    same(node(aggregate_tree(leaves, first, method="geometric"), "m")[0], (1 * 2 * 3**2) ** (1 / 4))
    same(node(aggregate_tree(leaves, second, method="harmonic"), "m")[0], 4 / (2 / 1 + 1 / 2 + 1 / 3))


def test_each_node_may_have_its_own_method_and_those_not_named_are_arithmetic():
    full = ANSWERS.assign(s=[20.0])
    found = aggregate_tree(full, TWO_LEVELS, method={"all": "geometric", "b": "harmonic"})
    same(node(found, "a")[0], 50)
    same(node(found, "b")[0], 2 / (1 / 80 + 1 / 20))
    same(node(found, "all")[0], (50 * 32**3) ** (1 / 4))


def test_a_missing_childs_weight_goes_to_its_siblings_within_the_parent_only():
    tree = tree_of(("all", "", 1), ("a", "all", 1), ("b", "all", 1), ("p", "a", 1), ("q", "a", 1), ("r", "b", 1))
    found = aggregate_tree(values_of(p=[100], q=[NAN], r=[0]), tree)
    # pooled over the leaves it would still be 50 by chance of equal counts: b keeps half, a keeps half
    same(node(found, "all"), [50, 0.75])
    uneven = tree.assign(weight=[1, 1, 1, 1, 9, 1])
    same(node(aggregate_tree(values_of(p=[100], q=[NAN], r=[0]), uneven), "all"), [50, 0.55])


def test_a_node_below_its_threshold_is_left_out_above_but_its_coverage_counts():
    found = aggregate_tree(ANSWERS, TWO_LEVELS, min_coverage={"b": 0.6})
    same(node(found, "b"), [NAN, 0.5])
    same(node(found, "all"), [50, 0.625])
    # with the threshold everywhere, 0.625 is enough at the top although only a quarter of its weight has a score
    same(node(aggregate_tree(ANSWERS, TWO_LEVELS, min_coverage=0.625), "all"), [50, 0.625])
    same(node(aggregate_tree(ANSWERS, TWO_LEVELS, min_coverage=0.63), "all"), [NAN, 0.625])


def test_coverage_threshold_is_inclusive_within_rounding():
    tree = tree_of(("m", "", 1), ("x", "m", 0.1), ("y", "m", 0.2), ("z", "m", 0.3))
    answered = values_of(x=[10], y=[10], z=[NAN])
    # (0.1 + 0.2) / (0.1 + 0.2 + 0.3) is not 0.5 in binary
    same(node(aggregate_tree(answered, tree, min_coverage=0.5 + 1e-13), "m")[0], 10)
    same(node(aggregate_tree(answered, tree, min_coverage=0.5 + 1e-11), "m")[0], NAN)


def test_least_share_present_counts_children_without_weights():
    found = aggregate_tree(ANSWERS, TWO_LEVELS, min_present=0.5)
    same(node(found, "b")[0], 80)
    found = aggregate_tree(ANSWERS, TWO_LEVELS, min_present={"b": 0.51, "all": 0.5})
    same([node(found, "b")[0], node(found, "all")[0]], [NAN, 50])
    # left out below, b no longer counts as present above
    found = aggregate_tree(ANSWERS, TWO_LEVELS, min_present={"b": 0.51, "all": 0.51})
    same(node(found, "all"), [NAN, 0.625])


def test_both_thresholds_must_be_met():
    tree = tree_of(("m", "", 1), ("x", "m", 9), ("y", "m", 1), ("z", "m", 1))
    heavy, light = values_of(x=[5], y=[NAN], z=[NAN]), values_of(x=[NAN], y=[5], z=[5])
    both = {"min_coverage": 0.5, "min_present": 0.5}
    same(node(aggregate_tree(heavy, tree, min_coverage=0.5), "m")[0], 5)
    same(node(aggregate_tree(light, tree, min_present=0.5), "m")[0], 5)
    same(node(aggregate_tree(heavy, tree, **both), "m")[0], NAN)
    same(node(aggregate_tree(light, tree, **both), "m")[0], NAN)


def test_unequal_depths_several_roots_and_single_children():
    tree = tree_of(
        ("one", "", NAN),
        ("leaf", "one", 1),
        ("branch", "one", 3),
        ("only", "branch", 5),
        ("deep", "only", 0.1),
        ("two", None, 1),
        ("other", "two", 2),
        ("alone", "  ", 1),
    )
    found = aggregate_tree(values_of(deep=[20], leaf=[60], other=[7], alone=[9]), tree)
    same(found["score"], [(60 + 3 * 20) / 4, 60, 20, 20, 20, 7, 7, 9])


def test_a_very_deep_tree_is_no_deeper_than_memory():
    chain = [("n0", "", 1), *((f"n{each}", f"n{each - 1}", 1) for each in range(1, 3000))]
    found = aggregate_tree(values_of(n2999=[42]), tree_of(*chain))
    assert found["score"].eq(42).all()


def test_zero_weights_leave_a_node_without_score():
    tree = tree_of(("all", "", 1), ("m", "all", 1), ("x", "m", 0), ("y", "m", 2), ("z", "all", 1))
    found = aggregate_tree(values_of(x=[10, 10], y=[NAN, 30], z=[50, 50]), tree)
    same(found.loc[found["node_code"] == "m", ["score", "coverage"]], [[NAN, 0], [30, 1]])
    same(found.loc[found["node_code"] == "all", ["score", "coverage"]], [[50, 0.5], [40, 1]])
    nothing = aggregate_tree(values_of(x=[10]), tree_of(("m", "", 1), ("x", "m", 0)))
    same(node(nothing, "m"), [NAN, 0])


def test_no_units_give_an_empty_table():
    found = aggregate_tree(pd.DataFrame({"x": []}, dtype=float), tree_of(("m", "", 1), ("x", "m", 1)))
    assert found.columns.tolist() == ["unit_code", "node_code", "score", "coverage"]
    assert found.empty


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([("m", "", 1), ("x", "m", 1), ("x", "m", 2)], 'node "x" is blank or occurs more than once'),
        ([("m", "", 1), ("", "m", 1)], 'node "" is blank'),
        ([("m", "", 1), ("x", "k", 1)], '"k" is named as a parent but is no node'),
        ([("m", "", 1), ("x", "m", 1), ("a", "a", 1)], 'node "a" is its own ancestor'),
        ([("m", "", 1), ("a", "c", 1), ("b", "c", 1), ("c", "b", 1)], 'node "[bc]" is its own ancestor'),
        ([("m", "", 1), ("x", "m", -0.5)], 'node "x" has weight "-0.5"'),
        ([("m", "", -1), ("x", "m", 1)], 'node "m" has weight "-1.0"'),
        ([("m", "", 1), ("x", "m", None)], 'node "x" has weight "nan"'),
        ([("m", "", 1), ("x", "m", "heavy")], 'node "x" has weight "nan"'),
        ([("m", "", 1), ("x", "m", math.inf)], 'node "x" has weight "inf"'),
        ([], "has no nodes"),
    ],
)
def test_a_faulty_tree_is_refused_and_the_culprit_named(rows, message):
    with pytest.raises(ValueError, match=message):
        aggregate_tree(values_of(x=[1]), tree_of(*rows))


SMALL = tree_of(("m", "", 1), ("x", "m", 1), ("y", "m", 0))


@pytest.mark.parametrize(
    ("values", "settings", "message"),
    [
        (values_of(x=[1]), {}, '"y" has no column in the values'),
        (values_of(x=[1], y=[1], m=[1]), {}, '"m" is a column of the values but no leaf'),
        (values_of(x=[1], y=[math.inf]), {}, 'unit "U0" is infinite in indicator "y"'),
        (values_of(x=[1], y=[1]), {"method": "median"}, 'node "m": method "median" is not one of'),
        (values_of(x=[1], y=[1]), {"method": {"x": "geometric"}}, '"x" is given a rule but is no branch'),
        (values_of(x=[1], y=[1]), {"min_coverage": 1.01}, 'node "m": a threshold'),
        (values_of(x=[1], y=[1]), {"min_present": {"m": NAN}}, 'node "m": a threshold'),
        (values_of(x=[1], y=[1]), {"min_present": {"k": 0.5}}, '"k" is given a rule'),
    ],
)
def test_faulty_values_and_rules_are_refused_and_the_culprit_named(values, settings, message):
    with pytest.raises(ValueError, match=message):
        aggregate_tree(values, SMALL, **settings)


def test_a_tree_without_a_column_names_it():
    with pytest.raises(ValueError, match="has no parent_code or weight"):
        aggregate_tree(values_of(x=[1]), pd.DataFrame({"node_code": ["x"]}))


@pytest.mark.parametrize("method", ["geometric", "harmonic"])
@pytest.mark.parametrize("culprit", [0.0, -3.0])
def test_means_of_positive_numbers_name_the_unit_and_the_node(method, culprit):
    values = values_of(x=[1, 2], y=[1, culprit])  # even where its weight is 0, as in COINr
    message = f'node "m": its {method} mean needs scores above 0 in "y", which unit "U1" has not'
    with pytest.raises(ValueError, match=message):
        aggregate_tree(values, SMALL, method=method)


def test_a_unit_below_its_threshold_is_not_asked_for_positive_scores():
    found = aggregate_tree(values_of(x=[NAN], y=[0]), SMALL, method="geometric", min_present=1)
    same(node(found, "m"), [NAN, 0])


# --- many sets of weights at once ---


def test_every_set_of_weights_gives_what_the_tree_with_these_weights_gives():
    rng = np.random.default_rng(7)
    values = values_of(s=[10, NAN], q=[NAN, 70], p=[20, 30], r=[40, 50])
    drawn = rng.uniform(0.5, 2, (5, len(TWO_LEVELS)))
    drawn[3, TWO_LEVELS["node_code"] == "p"] = 0
    rules = {"method": {"a": "geometric"}, "min_coverage": 0.5}
    found = aggregate_wide(values[["p", "q", "r", "s"]], TWO_LEVELS, drawn, **rules)
    assert found.shape == (5, 2, 7)
    for scenario, weights in enumerate(drawn):
        one = aggregate_tree(values, TWO_LEVELS.assign(weight=weights), **rules)
        same(found[scenario].ravel(), one["score"])
    assert np.unique(found[:, 1, 0]).size == 5


def test_many_tables_of_values_pair_with_many_sets_of_weights_or_share_one():
    rng = np.random.default_rng(8)
    tables, drawn = rng.uniform(1, 100, (3, 4, 4)), rng.uniform(1, 2, (3, 7))
    paired = aggregate_wide(tables, TWO_LEVELS, drawn)
    shared = aggregate_wide(tables, TWO_LEVELS)
    crossed = aggregate_wide(tables[:, None], TWO_LEVELS, drawn)
    assert (paired.shape, shared.shape, crossed.shape) == ((3, 4, 7), (3, 4, 7), (3, 3, 4, 7))
    for scenario in range(3):
        same(paired[scenario], aggregate_wide(tables[scenario], TWO_LEVELS, drawn[scenario]))
        same(shared[scenario], aggregate_wide(tables[scenario], TWO_LEVELS))
        same(crossed[scenario, scenario], paired[scenario])


@pytest.mark.parametrize(
    ("values", "weights", "message"),
    [
        ([[1.0]], None, r"values \(1, 1\) do not end in 2 leaves"),
        ([1.0, 2.0], None, r"values \(2,\) do not end"),
        ([[1.0, math.inf]], None, r"value at \[0, 1\] is infinite"),
        ([[1.0, 2.0]], [1, 1], r"weights \(2,\) do not end in 3 nodes"),
        ([[1.0, 2.0]], [[1, 1, 1], [1, 1, -2]], 'node "y" has weight "-2.0"'),
    ],
)
def test_arrays_that_do_not_fit_are_refused(values, weights, message):
    with pytest.raises(ValueError, match=message):
        aggregate_wide(values, SMALL, weights)


def test_wide_names_units_by_position():
    with pytest.raises(ValueError, match='in "x", which unit "1" has not'):
        aggregate_wide([[1.0, 1.0], [0.0, 1.0]], SMALL, np.ones((2, 3)), method="geometric")


# --- random trees against a recursion written the long way ---


def naive(code, answers, tree, rules):
    """Score (None where missing) and coverage of one node for one unit."""
    below = [row for row in tree if row[1] == code]
    if not below:
        answer = answers[code]
        return (None, 0.0) if math.isnan(answer) else (answer, 1.0)
    method, min_coverage, min_present = rules[code]
    parts = [(naive(child, answers, tree, rules), weight) for child, _, weight in below]
    full = sum(weight for _, weight in parts)
    coverage = sum(part[1] * weight for part, weight in parts) / full if full else 0.0
    scored = [(part[0], weight) for part, weight in parts if part[0] is not None]
    total = sum(weight for _, weight in scored)
    if coverage < min_coverage - 1e-12 or len(scored) / len(parts) < min_present - 1e-12 or not total:
        return None, coverage
    if method == "geometric":
        return math.prod(score ** (weight / total) for score, weight in scored), coverage
    if method == "harmonic":
        return total / sum(weight / score for score, weight in scored), coverage
    return sum(score * weight for score, weight in scored) / total, coverage


scores = st.one_of(st.just(NAN), st.integers(1, 800).map(lambda each: each / 8))
thresholds = st.sampled_from([0, 0, 0, 1 / 3, 0.5, 2 / 3, 0.9, 1])


@st.composite
def studies(draw, methods=METHODS, levels=thresholds, cells=scores, least_weight=0):
    size = draw(st.integers(1, 12))
    codes = [f"n{number:02}" for number in draw(st.permutations(range(size)))]
    weights = st.integers(least_weight, 40).map(lambda each: each / 7)
    rows = [
        (code, draw(st.sampled_from(["", *codes[max(0, place - 5) : place]])), draw(weights))
        for place, code in enumerate(codes)
    ]
    rows = draw(st.permutations(rows))
    branches = sorted({parent for _, parent, _ in rows} - {""})
    rules = {code: (draw(st.sampled_from(methods)), draw(levels), draw(levels)) for code in branches}
    leaves = [code for code in codes if code not in branches]
    units = draw(st.integers(1, 3))
    answers = {code: draw(st.lists(cells, min_size=units, max_size=units)) for code in leaves}
    return rows, rules, values_of(**answers)


def run(rows, rules, values):
    method, coverage, present = ({code: rule[part] for code, rule in rules.items()} for part in range(3))
    return aggregate_tree(values, tree_of(*rows), method=method, min_coverage=coverage, min_present=present)


def as_matrix(found, column="score"):
    return found.pivot(index="unit_code", columns="node_code", values=column).sort_index(axis=1)


@given(studies())
def test_any_tree_equals_the_naive_recursion(study):
    rows, rules, values = study
    found = run(rows, rules, values)
    expected = [naive(code, values.loc[unit_code], rows, rules) for unit_code in values.index for code, _, _ in rows]
    assert found["unit_code"].tolist() == [unit for unit in values.index for _ in rows]
    assert found["node_code"].tolist() == [row[0] for row in rows] * len(values)
    same(found["score"], [NAN if score is None else score for score, _ in expected])
    same(found["coverage"], [coverage for _, coverage in expected])


@given(studies(), st.lists(st.integers(0, 40), min_size=24, max_size=24))
def test_wide_equals_the_naive_recursion_for_every_set_of_weights(study, numbers):
    rows, rules, values = study
    drawn = np.reshape(numbers, (2, 12))[:, : len(rows)] / 9
    leaves = [code for code, _, _ in rows if code not in rules]
    method, coverage, present = ({code: rule[part] for code, rule in rules.items()} for part in range(3))
    found = aggregate_wide(
        values[leaves], tree_of(*rows), drawn, method=method, min_coverage=coverage, min_present=present
    )
    for scenario, weights in enumerate(drawn):
        reweighted = [(code, parent, weight) for (code, parent, _), weight in zip(rows, weights, strict=True)]
        for unit, unit_code in enumerate(values.index):
            expected = [naive(code, values.loc[unit_code], reweighted, rules)[0] for code, _, _ in rows]
            same(found[scenario, unit], [NAN if score is None else score for score in expected])


@given(studies())
def test_a_score_lies_within_the_scores_of_the_children_and_coverage_within_0_and_1(study):
    rows, rules, values = study
    found = run(rows, rules, values)
    assert found["coverage"].between(-1e-12, 1 + 1e-12).all()
    matrix = as_matrix(found)
    for code in rules:
        children = matrix[[child for child, parent, _ in rows if parent == code]]
        own = matrix[code].dropna()
        assert (own >= children.min(axis=1)[own.index] - 1e-9).all()
        assert (own <= children.max(axis=1)[own.index] + 1e-9).all()


@given(studies(), st.data())
def test_a_better_answer_never_lowers_a_score(study, data):
    rows, rules, values = study
    before = as_matrix(run(rows, rules, values))
    leaf = data.draw(st.sampled_from(list(values.columns)))
    better = values.copy()
    better[leaf] += data.draw(st.sampled_from([0.125, 5.0, 300.0]))
    after = as_matrix(run(rows, rules, better))
    assert after.isna().equals(before.isna())
    assert (after - before).fillna(0).ge(-1e-9).all(axis=None)


@given(studies(), st.data())
def test_scaling_the_weights_within_a_parent_changes_nothing(study, data):
    rows, rules, values = study
    factors = {parent: data.draw(st.sampled_from([0.01, 1, 3, 1000])) for _, parent, _ in rows}
    scaled = [(code, parent, weight * factors[parent]) for code, parent, weight in rows]
    first, second = run(rows, rules, values), run(scaled, rules, values)
    same(second["score"], first["score"])
    same(second["coverage"], first["coverage"])


@given(studies(), st.data())
def test_order_of_units_leaves_and_nodes_changes_nothing(study, data):
    rows, rules, values = study
    shuffled = values.loc[
        data.draw(st.permutations(list(values.index))), data.draw(st.permutations(list(values.columns)))
    ]
    again = run(data.draw(st.permutations(rows)), rules, shuffled)
    for column in ("score", "coverage"):
        first = as_matrix(run(rows, rules, values), column)
        pd.testing.assert_frame_equal(as_matrix(again, column), first, rtol=0, atol=1e-9)


@given(studies(), scores)
def test_a_newcomer_moves_nobodys_score(study, answer):
    rows, rules, values = study
    newcomer = pd.DataFrame(answer, index=["new"], columns=values.columns)
    joined = run(rows, rules, pd.concat([newcomer, values]))
    joined = joined[joined["unit_code"] != "new"].reset_index(drop=True)
    pd.testing.assert_frame_equal(joined, run(rows, rules, values), rtol=0, atol=1e-9)


@given(studies(methods=["arithmetic"], levels=st.just(0), least_weight=1), st.data())
def test_an_answer_taken_away_moves_only_the_nodes_above_it_and_no_other_branch(study, data):
    rows, rules, values = study
    parents = {code: parent for code, parent, _ in rows}
    leaf = data.draw(st.sampled_from(list(values.columns)))
    above = {leaf}
    while parents[leaf]:
        leaf = parents[leaf]
        above.add(leaf)
    silent = values.copy()
    silent[[code for code in above if code in values]] = NAN
    before, after = run(rows, rules, values), run(rows, rules, silent)
    elsewhere = ~before["node_code"].isin(above)
    pd.testing.assert_frame_equal(before[elsewhere], after[elsewhere])
    # the leaf's weight went to its siblings: its parent is the mean of what is left there
    matrix = as_matrix(after)
    for code in above & set(rules):
        children = {child: weight for child, parent, weight in rows if parent == code}
        parts = matrix[list(children)]
        weights = parts.notna() * pd.Series(children)
        same(matrix[code], (parts * weights).sum(axis=1) / weights.sum(axis=1).replace(0, NAN))


@given(studies(methods=["arithmetic"], levels=st.just(0), least_weight=1))
def test_the_three_means_stand_in_their_known_order(study):
    rows, _, values = study
    tree = tree_of(*rows)
    harmonic, geometric, arithmetic = (
        aggregate_tree(values, tree, method=method)["score"] for method in ("harmonic", "geometric", "arithmetic")
    )
    assert (harmonic <= geometric + 1e-9).where(harmonic.notna(), True).all()
    assert (geometric <= arithmetic + 1e-9).where(harmonic.notna(), True).all()
