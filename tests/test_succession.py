"""Worked cases of what one publication gives away beside an earlier one, and laws of what is hidden."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterbrief.analysis.republication.succession import (
    Known,
    Rounding,
    count_dangers,
    hide_counts,
    hide_means,
    hide_siblings,
    told_if_exact,
)
from succession_inputs import all_printed, shown_areas, strands

NAN = float("nan")
YES_NO = {"A": [1] * 5 + [0] * 7, "B": [1] * 6 + [0] * 6, "C": [1] * 4 + [0] * 5}


def test_count_that_goes_from_5_to_6_with_a_newcomer_is_hidden_with_the_total() -> None:
    made = strands(YES_NO, {**YES_NO, "A": [*YES_NO["A"], 1]})
    assert shown_areas(made, hide_counts(made, all_printed(made), 3)) == {"B", "C"}


def test_count_that_stays_beside_a_newcomer_is_hidden_too() -> None:
    made = strands(YES_NO, {**YES_NO, "A": [*YES_NO["A"], 0]})
    assert shown_areas(made, hide_counts(made, all_printed(made), 3)) == {"B", "C"}


@pytest.mark.parametrize(
    ("new", "shown"),
    [
        ([1, 0, 0], {"ALL", "A", "B", "C"}),  # three newcomers, one of whom has it
        ([1, 1, 1], {"B", "C"}),  # all of them have it, so each does
        ([0, 0, 0], {"B", "C"}),
        ([1, 0], {"B", "C"}),
    ],
)
def test_three_newcomers_are_enough_unless_they_are_alike(new: list[int], shown: set[str]) -> None:
    made = strands(YES_NO, {**YES_NO, "A": YES_NO["A"] + new})
    assert shown_areas(made, hide_counts(made, all_printed(made), 3)) == shown


def test_newcomers_of_two_countries_protect_each_other_in_the_total_alone() -> None:
    later = {**YES_NO, "A": [*YES_NO["A"], 1, 0], "B": [*YES_NO["B"], 0, 1]}
    made = strands(YES_NO, later)
    assert shown_areas(made, hide_counts(made, all_printed(made), 3)) == {"ALL", "C"}


def test_one_who_leaves_or_corrects_an_answer_is_as_one_who_comes() -> None:
    for changed in ([NAN, *YES_NO["A"][1:]], [0, *YES_NO["A"][1:]]):
        made = strands(YES_NO, {**YES_NO, "A": changed})
        assert shown_areas(made, hide_counts(made, all_printed(made), 3)) == {"B", "C"}


def test_everybody_answers_anew_and_nothing_is_hidden() -> None:
    later = {area: [1 - each for each in held] for area, held in YES_NO.items()}
    made = strands(YES_NO, later)
    assert hide_counts(made, all_printed(made), 3).all()


def test_nothing_changed_and_nothing_is_hidden() -> None:
    made = strands(YES_NO, YES_NO)
    assert hide_counts(made, all_printed(made), 3).all()


def test_country_hidden_beside_a_small_one_stays_hidden() -> None:
    # A had two, so B was hidden with it; printing B now would give A then, by subtraction from the total of then
    then = {"A": [1, 0], "B": YES_NO["B"], "C": YES_NO["C"]}
    later = {**then, "A": [1, 0, 1, 1, 0, 1, 0, 0]}
    made = strands(then, later)
    shown = hide_counts(made, all_printed(made, ("A", 0), ("B", 0)), 3)
    assert shown_areas(made, shown) == {"ALL", "C"}


def test_cell_hidden_last_time_is_compared_with_the_time_before() -> None:
    # published, then with a newcomer, then again with nothing new: the third tells what the second kept back
    later = {**YES_NO, "A": [*YES_NO["A"], 1]}
    made = strands(YES_NO, later, later)
    printed = all_printed(made, ("ALL", 1), ("A", 1))
    assert shown_areas(made, hide_counts(made, printed, 3)) == {"B", "C"}


def test_few_then_and_three_now_tell_a_newcomer() -> None:
    then = {"A": [1, 1] + [0] * 18, "B": [1] * 9 + [0] * 9, "C": [1, 1, 1] + [0] * 9}
    later = {**then, "A": [*then["A"], 1]}
    made = strands(then, later)
    printed = all_printed(made, ("A", 0), ("C", 0), ("ALL", 0), ("ALL", 1), ("C", 1))
    assert shown_areas(made, hide_counts(made, printed, 3)) == {"A", "B"}
    limits = [((0, 1, 0), 0.0, 2.0)]  # "few"
    assert shown_areas(made, hide_counts(made, printed, 3, Known(limits=limits))) == {"B"}
    assert count_dangers(made, printed, 3, Known(limits=limits))


def test_mean_from_12_to_13_organisations_gives_the_newcomers_score() -> None:
    # 12 x 40 and 13 x 43: 559 - 480 = 79 points, give or take twelve and a half
    then = {"A": [40.0, 30, 50, 40, 35, 45, 40, 40, 20, 60, 38, 42], "B": [50.0, 60] * 6}
    made = strands(then, {**then, "A": [*then["A"], 79.0]}, top=100)
    means = np.round(made.sums / made.n)
    assert means[0, 1].tolist() == [40, 43]
    rounding = Rounding(means, 50)
    assert shown_areas(made, hide_means(made, all_printed(made), 3, rounding)) == {"B"}


def test_rounding_protects_a_newcomer_among_many() -> None:
    # 100 of 50 points and one of 60: the mean is 50.1, and would be printed as 50 for anything from 0 to 100.49
    then = {"A": [40.0, 60] * 50, "B": [50.0, 60] * 50}
    made = strands(then, {**then, "A": [*then["A"], 60.0]}, top=100)
    rounding = Rounding(np.floor(made.sums / made.n + 0.5), 50)
    assert "A" in shown_areas(made, hide_means(made, all_printed(made), 3, rounding))
    assert shown_areas(made, hide_means(made, all_printed(made), 3, None)) == {"B"}
    assert told_if_exact(made, all_printed(made), 3)


def test_sibling_that_would_follow_from_the_parent_is_hidden() -> None:
    import pandas as pd

    from clusterbrief.analysis.republication.stakes import follow, strands_of
    from succession_inputs import stakes

    then = {"A": [20.0, 40, 60, 10], "B": [50.0, 60, 70, 30, 20]}
    later = {**then, "A": [*then["A"], 90.0]}
    both = [pd.concat([stakes(values, thing) for thing in "xyz"], ignore_index=True) for values in (then, later)]
    made = strands_of(follow(both), ["ALL", "A", "B"], 3, 100)
    printed = np.ones(made.n.shape, dtype=bool)
    printed[0, :2, 1] = False  # x is hidden where the newcomer counts, y and z are not
    known = Known(sums=[(area, publication) for area in range(3) for publication in range(2)])
    shown = hide_siblings(made, printed, 3, known, [])
    assert not shown[:, 1].any()
    assert shown[:, 2].all()


sizes = st.lists(st.integers(1, 8), min_size=1, max_size=4)


@given(sizes, st.integers(0, 10**6))
def test_hiding_leaves_nothing_exposed_and_no_cell_is_hidden_for_nothing(counts: list[int], seed: int) -> None:
    random = np.random.default_rng(seed)
    then = {f"A{place}": random.integers(0, 2, size).tolist() for place, size in enumerate(counts)}
    later = {area: [*held, *random.integers(0, 2, random.integers(0, 3)).tolist()] for area, held in then.items()}
    made = strands(then, later)
    printed = np.broadcast_to(~made.low, made.low.shape).copy()
    nothing = printed.copy()
    nothing[..., -1] = False
    shown = printed.copy()
    shown[..., -1] = hide_counts(made, printed, 3)
    before = set(count_dangers(made, nothing, 3, Known()))
    assert set(count_dangers(made, shown, 3, Known())) <= before
    assert not (shown[..., -1] & ~printed[..., -1]).any()
    for thing, area in np.argwhere(printed[..., -1] & ~shown[..., -1]):
        again = shown.copy()
        again[thing, area, -1] = True
        assert set(count_dangers(made, again, 3, Known())) - before


def test_nobody_and_one_country_alone() -> None:
    made = strands({"A": [1.0, 0, 1, 0]}, {"A": [1.0, 0, 1, 0, 1]})
    assert not hide_counts(made, all_printed(made), 3).any()
    nobody = strands({"A": []}, {"A": []})
    assert hide_counts(nobody, np.zeros((0, 2, 2), dtype=bool), 3).shape == (0, 2)
