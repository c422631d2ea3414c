"""Histories of stakes, and the strands and changes that they make."""

import numpy as np
import pandas as pd

from clusterbrief.analysis.republication.stakes import changed_since, follow, histories, partition_of
from succession_inputs import stakes, strands

NAN = float("nan")


def test_who_kept_a_value_is_one_unknown_and_who_corrected_it_two() -> None:
    # A: two stayed, one left, one corrected, one came
    made = strands({"A": [1, 0, 1, 0, NAN]}, {"A": [1, 0, NAN, 1, 1]}, least=2)
    held = sorted(zip(made.present.tolist(), made.size.tolist(), made.total.tolist(), strict=True))
    assert held == [
        ([False, True], 1, 1.0),  # came
        ([False, True], 1, 1.0),  # corrected: after
        ([True, False], 1, 0.0),  # corrected: before
        ([True, False], 1, 1.0),  # left
        ([True, True], 2, 1.0),
    ]
    assert made.n[0].tolist() == [[4, 4], [4, 4]]
    assert made.sums[0, 1].tolist() == [2, 3]


def test_cell_is_the_sum_of_its_unknowns() -> None:
    made = strands({"A": [1, 0, 1], "B": [1, 1, 0, 0]}, {"A": [1, 0, 0, 1], "B": [1, 1, NAN, 1]})
    for area in range(3):
        for publication in range(2):
            row = made.row(0, area, publication)
            assert row @ made.total == made.sums[0, area, publication]
            assert row @ made.size == made.n[0, area, publication]


def test_last_digit_makes_no_change() -> None:
    followed = follow([stakes({"A": [1 / 3]}), stakes({"A": [1 / 3 + 1e-12]})])
    assert histories(followed[[0, 1]].to_numpy()).tolist() == [[0, 0]]


def test_correction_that_is_taken_back_is_the_same_value_again() -> None:
    assert histories(np.array([[1.0, 2.0, 1.0]])).tolist() == [[0, 1, 0]]


def test_changes_are_counted_for_the_region_and_each_country() -> None:
    followed = follow([stakes({"A": [1, 0], "B": [1, 1]}), stakes({"A": [0, 0, 1], "B": [NAN, 1]})])
    table = changed_since(followed, 0, "ALL").set_index("area_code")
    assert table.loc["ALL", ["joined", "left", "corrected"]].tolist() == [1, 1, 1]
    assert table.loc["A", ["joined", "left", "corrected"]].tolist() == [1, 0, 1]
    assert table.loc["B", "alike"]


def test_classes_share_their_strands() -> None:
    both = [stakes({"A": [0, 1, 2, 0]}, ""), stakes({"A": [0, 1, 1, 0, 2]}, "")]
    made = partition_of(follow(both), ["x", "y", "z"], ["ALL", "A"], 3)
    assert made.sums[:, 1, 0].tolist() == [2, 1, 1]
    assert made.sums[:, 1, 1].tolist() == [2, 2, 1]
    assert made.n[:, 1].tolist() == [[4, 5]] * 3


def test_no_stakes_no_strands() -> None:
    none = stakes({})
    followed = follow([none, none])
    assert followed.empty
    assert changed_since(followed.astype({"thing": str}), 0, "ALL").empty
    assert isinstance(followed, pd.DataFrame)
