"""Ranks: tables by hand, then the laws."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterbrief.analysis.ranking import rank_units


def ranks(scores, **settings):
    table = pd.DataFrame({"unit_code": [f"U{row}" for row in range(len(scores))], "score": scores})
    return [None if rank is pd.NA else int(rank) for rank in rank_units(table, **settings)["rank"]]


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ([10.0, 30.0, 20.0], [3, 1, 2]),
        ([10.0, 30.0, 30.0, 5.0], [3, 1, 1, 4]),
        ([None, 30.0, None, 5.0], [None, 1, None, 2]),
        ([None, None], [None, None]),
        ([], []),
        ([0.0, -0.0], [1, 1]),
    ],
)
def test_best_is_1_ties_share_the_best_rank_and_missing_gets_none(scores, expected):
    assert ranks(scores) == expected


def test_scores_are_rounded_before_ranking_and_returned_as_they_came():
    assert ranks([0.3, 0.1 + 0.2]) == [1, 1]
    assert ranks([0.3, 0.3 + 1e-9]) == [2, 1]
    assert ranks([0.31, 0.34], decimals=1) == [1, 1]
    scores = pd.DataFrame({"unit_code": ["A"], "score": [0.1 + 0.2]})
    assert rank_units(scores)["score"].tolist() == [0.1 + 0.2]
    assert "rank" not in scores


def test_ranks_within_groups_start_anew_and_a_unit_without_group_has_none():
    scores = pd.DataFrame(
        {
            "unit_code": ["A", "B", "C", "D", "E"],
            "country_code": ["AM", "GE", "AM", "GE", None],
            "score": [1.0, 2.0, 3.0, 2.0, 9.0],
        },
        index=[7, 3, 5, 1, 0],
    )
    ranked = rank_units(scores, within="country_code")
    assert ranked.index.tolist() == [7, 3, 5, 1, 0]
    assert ranked["rank"].tolist()[:4] == [2, 1, 1, 1]
    assert ranked["rank"].isna().tolist() == [False, False, False, False, True]


def test_several_group_columns_rank_every_combination():
    scores = pd.DataFrame(
        {
            "unit_code": ["A", "B", "A", "B"],
            "node_code": ["n", "n", "m", "m"],
            "year": [1, 1, 1, 2],
            "score": [1.0, 2.0, 3.0, 4.0],
        }
    )
    assert rank_units(scores, within=["node_code", "year"])["rank"].tolist() == [2, 1, 1, 1]


def test_a_unit_that_occurs_twice_in_a_group_is_named():
    scores = pd.DataFrame({"unit_code": ["A", "A"], "node_code": ["n", "n"], "score": [1.0, 2.0]})
    with pytest.raises(ValueError, match='unit "A" occurs more than once in the scores'):
        rank_units(scores)
    with pytest.raises(ValueError, match='unit "A" occurs more than once in a group of node_code'):
        rank_units(scores, within="node_code")


@given(st.lists(st.none() | st.integers(-5, 5).map(float), max_size=12))
def test_rank_is_one_more_than_the_number_of_better_units(scores):
    known = [score for score in scores if score is not None]
    expected = [None if own is None else 1 + sum(other > own for other in known) for own in scores]
    assert ranks(scores) == expected
