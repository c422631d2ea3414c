"""Normalisation: tables worked by hand after COINr's formulas, then the laws."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterbrief.analysis.normalisation import (
    check_values,
    normalise_distance,
    normalise_goalposts,
    normalise_min_max,
    normalise_percentile_rank,
    normalise_z_score,
)

NAN = float("nan")
SAMPLE_METHODS = [
    normalise_min_max,
    normalise_z_score,
    normalise_percentile_rank,
    lambda values, direction=1: normalise_distance(values, values.index[0], direction),
]


def one(numbers, code="x"):
    units = [f"U{row}" for row in range(len(numbers))]
    return pd.DataFrame({code: pd.Series(numbers, index=units, dtype=float)})


def posts(low, high, direction=1, code="x"):
    return pd.DataFrame(
        {"indicator_code": [code], "low": [low], "high": [high], "direction": [direction]},
    )


def column(frame):
    return frame["x"].tolist()


def same(found, expected):
    np.testing.assert_allclose(found, expected, rtol=0, atol=1e-9)


@pytest.mark.parametrize(
    ("direction", "clip", "scale", "expected"),
    [
        (1, True, 100, [0, 0, 10, 55, 100, 100, NAN]),
        (1, False, 100, [-10, 0, 10, 55, 100, 110, NAN]),
        (-1, True, 100, [100, 100, 90, 45, 0, 0, NAN]),
        (-1, False, 1, [1.1, 1, 0.9, 0.45, 0, -0.1, NAN]),
    ],
)
def test_goalposts_by_hand(direction, clip, scale, expected):
    values = one([-1, 0, 1, 5.5, 10, 11, NAN])
    found = normalise_goalposts(values, posts(0, 10, direction), clip=clip, scale=scale)
    same(column(found), expected)


def test_goalposts_are_matched_by_code_not_by_order():
    values = pd.DataFrame({"b": [5.0], "a": [5.0]}, index=["U"])
    both = pd.concat([posts(0, 10, code="a"), posts(0, 50, -1, code="b"), posts(3, 4, code="unused")])
    found = normalise_goalposts(values, both)
    assert found.columns.tolist() == ["b", "a"]
    same(found.loc["U"].tolist(), [90.0, 50.0])


def test_min_max_by_hand():
    values = one([2, 4, NAN, 10])
    same(column(normalise_min_max(values)), [0, 25, NAN, 100])
    same(column(normalise_min_max(values, -1)), [100, 75, NAN, 0])
    same(column(normalise_min_max(values, low=1, high=5)), [1, 2, NAN, 5])


def test_z_score_by_hand():
    # mean 5, squares 9 + 1 + 1 + 9 = 20, sample variance 20 / 3
    values = one([2, 4, NAN, 6, 8])
    unit = (20 / 3) ** 0.5
    same(column(normalise_z_score(values)), [-3 / unit, -1 / unit, NAN, 1 / unit, 3 / unit])
    same(column(normalise_z_score(values, {"x": -1}))[0], 3 / unit)
    same(column(normalise_z_score(values, mean=50, deviation=10))[4], 50 + 30 / unit)


def test_percentile_rank_by_hand():
    # ranks from below with ties at their lowest: 2, 1, -, 2, 4, 5 of five
    values = one([7, 1, NAN, 7, 8, 9])
    same(column(normalise_percentile_rank(values)), [25, 0, NAN, 25, 75, 100])
    same(column(normalise_percentile_rank(values, -1)), [50, 100, NAN, 50, 25, 0])
    same(column(normalise_percentile_rank(values, scale=1)), [0.25, 0, NAN, 0.25, 0.75, 1])


def test_distance_to_a_reference_by_hand():
    values = one([2, 6, NAN, 10, 12])
    same(column(normalise_distance(values, "U3")), [0, 50, NAN, 100, 125])
    same(column(normalise_distance(values, "U3", cap=True)), [0, 50, NAN, 100, 100])
    # less is better: the worst is 12, and U1 is 6 better than that
    same(column(normalise_distance(values, "U1", -1, scale=1)), [10 / 6, 1, NAN, 2 / 6, 0])


@pytest.mark.parametrize("reference", ["U0", "U2"])  # the worst, and one without a value
def test_a_reference_without_a_distance_leaves_the_indicator_missing(reference):
    assert normalise_distance(one([2, 6, NAN, 10]), reference)["x"].isna().all()


@pytest.mark.parametrize("method", [normalise_min_max, normalise_z_score])
def test_a_constant_indicator_has_no_range_and_is_missing(method):
    # 0.1 is not exact: its mean and its deviation come with a rounding error
    assert method(one([0.1, 0.1, 0.1]))["x"].isna().all()


def test_a_constant_indicator_has_rank_0_and_keeps_its_goalpost_score():
    same(column(normalise_percentile_rank(one([3, 3, 3]))), [0, 0, 0])
    same(column(normalise_goalposts(one([3, 3, 3]), posts(0, 4))), [75, 75, 75])


@pytest.mark.parametrize("method", SAMPLE_METHODS)
def test_a_lone_unit_and_an_unanswered_indicator_are_missing(method):
    assert method(one([3.0]))["x"].isna().all()
    assert method(pd.DataFrame({"x": [None, None]}, index=["U0", "U1"]))["x"].isna().all()


@pytest.mark.parametrize("method", SAMPLE_METHODS)
def test_directions_are_given_by_indicator(method):
    values = pd.DataFrame({"a": [3.0, 1.0, 2.0], "b": [2.0, 4.0, 8.0]}, index=["U", "V", "W"])
    found = method(values, {"b": -1})
    pd.testing.assert_series_equal(found["a"], method(values)["a"])
    pd.testing.assert_series_equal(found["b"], method(values, -1)["b"])
    assert not found["b"].equals(method(values)["b"])


@pytest.mark.parametrize(
    ("values", "message"),
    [
        (pd.DataFrame({"x": [1.0, 2.0]}, index=["U", "U"]), 'unit "U" occurs more than once'),
        (pd.DataFrame([[1.0, 2.0]], columns=["x", "x"]), 'indicator "x" occurs more than once'),
        (one([1, float("inf")]), 'unit "U1" is infinite in indicator "x"'),
        (pd.DataFrame({"y": [1.0], "x": ["many"]}), 'indicator "x" holds something other'),
    ],
)
def test_unusable_values_are_named(values, message):
    with pytest.raises(ValueError, match=message):
        normalise_min_max(values)


def test_every_kind_of_missing_value_is_read_as_missing():
    values = pd.DataFrame({"x": pd.array([1, pd.NA], dtype="Int64"), "y": [None, 2.0], "z": [None, None]})
    assert np.isnan(check_values(values)).tolist() == [[False, True, True], [True, False, True]]


@pytest.mark.parametrize(
    ("goalposts", "message"),
    [
        (posts(0, 1, code="y"), '"x" has 0 rows'),
        (pd.concat([posts(0, 1), posts(0, 2)]), '"x" has 2 rows'),
        (posts(5, 5), '"5" and "5" of "x" are not in order'),
        (posts(NAN, 5), 'of "x" are not in order'),
        (posts(0, 1, direction=0), 'direction of indicator "x" is "0"'),
    ],
)
def test_faulty_goalposts_are_named(goalposts, message):
    with pytest.raises(ValueError, match=message):
        normalise_goalposts(one([1]), goalposts)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: normalise_min_max(one([1, 2]), {"y": 1}), 'unknown indicator "y"'),
        (lambda: normalise_min_max(one([1, 2]), 2), 'direction of indicator "x" is "2"'),
        (lambda: normalise_min_max(one([1, 2]), low=5, high=5), 'low "5" is not below'),
        (lambda: normalise_z_score(one([1, 2]), deviation=0), 'deviation "0"'),
        (lambda: normalise_distance(one([1, 2]), "Z"), 'reference unit "Z"'),
    ],
)
def test_faulty_settings_are_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()


answers = st.one_of(st.just(NAN), st.integers(-1000, 1000).map(lambda each: each / 8))
samples = st.lists(answers, min_size=1, max_size=8)
directions = st.sampled_from([1, -1])


@given(samples, answers, directions)
def test_a_newcomer_never_moves_a_goalpost_score(sample, newcomer, direction):
    goalposts = posts(-20, 30, direction)
    before = normalise_goalposts(one(sample), goalposts)["x"]
    after = normalise_goalposts(one([*sample, newcomer]), goalposts)["x"]
    assert before.tolist()[: len(sample)] == pytest.approx(after.tolist()[:-1], abs=0, rel=0, nan_ok=True)


@given(samples, directions)
def test_missing_stays_missing_and_goalpost_scores_stay_in_0_to_100(sample, direction):
    values = one(sample)
    found = normalise_goalposts(values, posts(-20, 30, direction))
    assert found.isna().equals(values.isna())
    assert found["x"].dropna().between(0, 100).all()
    for method in SAMPLE_METHODS:
        assert method(values, direction)[values["x"].isna()]["x"].isna().all()


@given(samples, directions)
def test_a_better_answer_never_scores_lower_in_any_method(sample, direction):
    values = one(sample)
    better_first = (values["x"] * direction).sort_values(ascending=False).dropna().index
    methods = [lambda v, d: normalise_goalposts(v, posts(-20, 30, d)), *SAMPLE_METHODS]
    for method in methods:
        scores = method(values, direction)["x"][better_first].dropna().to_numpy()
        assert (np.diff(scores) <= 1e-9).all()


@given(samples)
def test_min_max_and_ranks_stay_in_range_and_z_scores_have_their_moments(sample):
    values = one(sample)
    for found in (normalise_min_max(values), normalise_percentile_rank(values)):
        assert found["x"].dropna().between(-1e-9, 100 + 1e-9).all()
    scores = normalise_z_score(values, mean=5, deviation=2)["x"].dropna()
    if values["x"].nunique() > 1:
        assert [scores.mean(), scores.std(ddof=1)] == pytest.approx([5, 2])
    else:
        assert scores.empty


@given(samples, st.sampled_from([0.5, 2.0, 64.0]), st.integers(-50, 50))
def test_the_unit_of_measurement_does_not_matter(sample, factor, shift):
    values = one(sample)
    for method in SAMPLE_METHODS:
        same(column(method(values * factor + shift)), column(method(values)))


@given(st.lists(st.tuples(answers, answers), min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_order_of_rows_and_columns_changes_nothing(rows, random):
    values = pd.DataFrame(rows, columns=["x", "y"], dtype=float)
    values.index = [f"U{row}" for row in range(len(rows))]
    shuffled = values.loc[random.sample(list(values.index), len(values)), ["y", "x"]]
    for method in (normalise_min_max, normalise_z_score, normalise_percentile_rank):
        again = method(shuffled).loc[values.index, values.columns]
        pd.testing.assert_frame_equal(method(values), again, rtol=0, atol=1e-9)
