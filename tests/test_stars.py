"""Stars and the criteria of 2020: who is in a top share, and what is not known."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterbrief.analysis.nodes import tabulate_thresholds
from clusterbrief.analysis.stars import (
    PERFORMANCE_CRITERIA,
    STAR_CRITERIA,
    PerformanceThresholds,
    StarThresholds,
    assign_performance,
    assign_stars,
)


def clusters(employment, **columns):
    """One industry in as many areas as there are numbers."""
    people = pd.Series(employment, dtype="float64")
    given_columns = {"lq": 1.0, "share_of_area": people / 1000, "kind": "pair", **columns}
    return pd.DataFrame({"area": [f"a{n}" for n in people.index], "industry": "food", "employment": people}).assign(
        **given_columns
    )


def answers(column):
    return [None if value is pd.NA else bool(value) for value in column]


def test_the_largest_tenth_has_the_size_star():
    found = assign_stars(clusters(range(1, 21)))
    assert answers(found["star_size"]) == [False] * 18 + [True] * 2


def test_ties_share_the_best_rank():
    found = assign_stars(clusters([5, 5, 5, *range(1, 5), 1, 1, 1]))
    assert answers(found["star_size"])[:3] == [True] * 3


def test_nine_clusters_have_no_top_tenth_and_so_no_answer():
    assert answers(assign_stars(clusters(range(1, 10)))["star_size"]) == [None] * 9


def test_an_area_where_nobody_works_is_no_cluster():
    found = assign_stars(clusters([0] * 5 + list(range(1, 10)), lq=3.0))
    assert answers(found["star_size"]) == [False] * 5 + [None] * 9
    assert found["stars"].iloc[:5].tolist() == [0] * 5


def test_a_suppressed_cell_leaves_open_only_the_ranks_it_could_change():
    people = [np.nan, *range(1, 20)]  # the suppressed one may be first of 20, or last
    found = answers(assign_stars(clusters(people))["star_size"])
    assert found == [None, *[False] * 17, None, True]


def test_size_is_compared_within_the_industry_and_focus_among_all():
    table = pd.concat([clusters(range(1, 11)), clusters(range(101, 111)).assign(industry="wood")], ignore_index=True)
    found = assign_stars(table)
    assert found.index[found["star_size"]].tolist() == [9, 19]
    assert found.index[found["star_focus"]].tolist() == [18, 19]


def test_specialisation_includes_its_threshold():
    found = assign_stars(clusters([1.0] * 4, lq=[1.999999, 2.0, 2.5, np.nan]))
    assert answers(found["star_specialisation"]) == [False, True, True, None]


def test_stars_count_criteria_met_and_are_missing_where_one_is_not_known():
    lq = [1.0] * 10 + [3.0] * 9 + [np.nan]
    found = assign_stars(clusters(range(1, 21), lq=lq))
    assert found["stars"].tolist()[:19] == [0] * 10 + [1] * 8 + [3]
    assert found["stars"].iloc[19] is pd.NA  # size and focus are met, yet two stars would claim the third is not


def test_totals_and_the_reference_are_neither_compared_nor_starred():
    table = clusters([*range(1, 11), 10_000, 90_000], kind=["pair"] * 10 + ["total", "reference"])
    found = assign_stars(table)
    assert answers(found["star_size"])[9:] == [True, None, None]
    assert found["stars"].iloc[10:].isna().all()


def test_average_wage_not_the_wage_bill_decides_productivity():
    table = clusters([100, 10, 10, 10, 10], wages=[1000.0, 300.0, 200.0, 100.0, 90.0], lq=[1, 2, 3, 4, 5])
    found = assign_performance(table)
    assert answers(found["performance_productivity"]) == [False, True, False, False, False]
    assert answers(found["performance_size"]) == [True, False, False, False, False]
    assert answers(found["performance_specialisation"]) == [False] * 4 + [True]


def test_criteria_without_data_are_missing_and_said_so_in_the_count():
    found = assign_performance(clusters(range(1, 6), wages=[9.0] * 5))
    assert found["performance_sme"].isna().all() and found["performance_innovation"].isna().all()
    assert found["n_criteria_known"].tolist() == [3] * 5
    assert found["performance"].isna().all()
    assert found["n_criteria_met"].iloc[-1] == 2  # size, and quotients that all tie


def test_all_five_criteria_can_be_met():
    table = clusters(range(1, 6), wages=[1, 2, 3, 4, 50], high_growth_firms=range(5), frontier_firms=range(5))
    found = assign_performance(table.assign(lq=range(1, 6)))
    assert found["performance"].tolist() == [0, 0, 0, 0, 5]
    assert found["n_criteria_known"].tolist() == [5] * 5


def test_where_no_area_has_a_high_growth_firm_none_is_at_the_top():
    found = assign_performance(clusters(range(1, 6), high_growth_firms=0.0))
    assert answers(found["performance_sme"]) == [False] * 5


def test_standing_of_each_threshold():
    stars = tabulate_thresholds(StarThresholds()).set_index("threshold")["standing"]
    assert stars.to_dict() == {
        "size_top_share": "published threshold",
        "lq": "project setting",
        "focus_top_share": "project setting",
    }
    assert tabulate_thresholds(PerformanceThresholds())["standing"].eq("project setting").all()


@pytest.mark.parametrize("share", [0.1, 0.2, 0.3])
@given(people=st.lists(st.integers(1, 50), min_size=10, max_size=60))
def test_a_larger_cluster_never_ranks_below_a_smaller_one(share, people):
    found = assign_stars(clusters(people), StarThresholds(size_top_share=share))["star_size"].astype(bool)
    if found.any() and not found.all():
        numbers = pd.Series(people)
        assert numbers[found].min() > numbers[~found].max()


@given(st.lists(st.integers(1, 30), min_size=10, max_size=30), st.data())
def test_suppression_never_turns_an_answer_round(people, data):
    hidden = data.draw(st.sets(st.integers(0, len(people) - 1), max_size=5))
    whole = answers(assign_stars(clusters(people))["star_size"])
    holed = answers(assign_stars(clusters([np.nan if n in hidden else x for n, x in enumerate(people)]))["star_size"])
    assert all(after in (None, before) for before, after in zip(whole, holed, strict=True))


def test_criteria_are_the_columns_that_are_counted():
    assert set(STAR_CRITERIA) <= set(assign_stars(clusters([1.0])).columns)
    assert set(PERFORMANCE_CRITERIA) <= set(assign_performance(clusters([1.0])).columns)
