"""Intervals of shares: Wilson's, by the book, and never narrower for a finite population."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from clusterbrief.analysis.intervals import corrected_interval, wilson_interval


def of(count: float, n: float, population: float | None = None, make=wilson_interval) -> tuple[float, float]:
    more = [] if population is None else [pd.Series([population])]
    low, high = make(pd.Series([count]), pd.Series([n]), *more)
    return low[0], high[0]


@given(st.integers(1, 200).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_interval_is_that_of_scipy(drawn):
    count, n = drawn
    expected = binomtest(count, n).proportion_ci(0.90, method="wilson")
    assert of(count, n) == pytest.approx((expected.low, expected.high), abs=1e-12)


def test_interval_by_hand():
    # z = 1.644854, z squared = 2.705543: 3 of 4
    middle, half = (0.75 + 2.705543 / 8) / (1 + 2.705543 / 4), np.sqrt(2.705543 * 0.1875 / 4 + (2.705543 / 8) ** 2)
    half /= 1 + 2.705543 / 4
    assert of(3, 4) == pytest.approx((middle - half, middle + half), abs=1e-6)
    assert of(0, 3)[0] == 0
    assert of(3, 3)[1] == 1


@given(
    st.integers(1, 80).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n), st.integers(0, 200))),
)
def test_the_wider_interval_is_taken_and_holds_the_share(drawn):
    count, n, population = drawn
    low, high = of(count, n, population)
    narrow = of(count, n, population, corrected_interval)
    assert 0 <= low <= narrow[0] <= count / n <= narrow[1] <= high <= 1
    assert (low, high) == of(count, n)


def test_who_asked_everybody_is_certain_only_in_the_corrected_interval():
    assert of(4, 10, 10, corrected_interval) == pytest.approx((0.4, 0.4))
    assert of(1, 1, 1, corrected_interval) == (1, 1)
    assert of(4, 10, 10) == of(4, 10)


@pytest.mark.parametrize("population", [9, 0, np.nan])
def test_a_list_that_is_too_short_or_not_known_corrects_nothing(population):
    assert of(4, 10, population, corrected_interval) == of(4, 10)


def test_nobody_asked_gives_no_interval():
    assert np.isnan(of(0, 0)).all()
    assert np.isnan(of(0, 0, 5)).all()
    empty = pd.Series([], dtype=int)
    assert [len(each) for each in wilson_interval(empty, empty, empty)] == [0, 0]
