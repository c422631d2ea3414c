"""Recommendations as they may be shown: numbers that are rounded, and whom a rule cannot help."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterbrief.analysis.disclosed_recommendations import disclose_recommendations, without_telling
from clusterbrief.analysis.disclosure import Thresholds
from clusterbrief.analysis.recommendations import recommend_for_area
from worked_example import REGION, as_responses, example, example_framework

LIMITS = Thresholds()


def rules_of(n, **counts):
    """Rules of two countries with ``n`` organisations each, the most urgent first: how many each would help."""
    rows = []
    for place, (code, (first, second)) in enumerate(counts.items()):
        helped = {"ALL": first + second, "XA": first, "XB": second}
        for area, count in helped.items():
            size = 2 * n if area == "ALL" else n
            rows.append((area, code, "donors", size, count, 2 - place / 10))
    return pd.DataFrame(rows, columns=["area_code", "rule_code", "addressee", "n", "count", "priority"])


def recommended(by_area, area="XA"):
    shown = disclose_recommendations(by_area, LIMITS, "ALL")
    return shown[shown["area_code"] == area].set_index("rule_code")


def test_numbers_helped_are_rounded_to_five_and_exact_ones_are_gone():
    shown = recommended(rules_of(26, plan=(13, 13), board=(12, 13), staff=(8, 13)))
    assert shown["helped"].tolist() == [15, 10, 10]
    assert shown["place"].tolist() == [1, 2, 3]
    assert not {"count", "share", "priority", "rank"} & set(shown.columns)


def test_what_helps_nearly_all_comes_first_without_a_number():
    shown = recommended(rules_of(26, plan=(13, 13), board=(25, 26), staff=(25, 13)))
    assert list(shown.index) == ["board", "staff", "plan"]
    assert shown["bound"].tolist() == ["nearly all", "nearly all", ""]
    assert shown["helped"].isna().tolist() == [True, True, False]
    assert shown["place"].tolist() == [1, 2, 3]


def test_a_small_area_gets_its_recommendations_without_numbers():
    shown = recommended(rules_of(LIMITS.percentages - 1, plan=(4, 4), board=(5, 4)))
    assert list(shown.index) == ["plan", "board"]
    assert shown["helped"].isna().all() and set(shown["bound"]) == {""}


def test_what_helps_few_or_nobody_is_not_named():
    rules = rules_of(26, plan=(13, 13), board=(LIMITS.count - 1, 13), staff=(0, 13))
    assert list(recommended(rules).index) == ["plan"]


def test_places_are_counted_for_each_area_and_addressee():
    rules = rules_of(26, plan=(13, 13), board=(25, 26), staff=(8, 13))
    both = pd.concat([rules, rules.assign(addressee="policy", rule_code="p_" + rules["rule_code"])], ignore_index=True)
    shown = disclose_recommendations(both, LIMITS, "ALL")
    places = shown.groupby(["area_code", "addressee"])["place"].apply(list)
    assert len(places) == 6 and all(each == [1, 2, 3] for each in places)


def test_recommendations_where_nobody_answered():
    made = example("results", responses=as_responses({}))
    by_area = recommend_for_area(made.results.recommended, made.organisations, REGION, example_framework())
    shown = disclose_recommendations(by_area, LIMITS, REGION)
    assert shown.empty and "helped" in shown


pairs = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=1, max_size=5)


@given(n=st.integers(3, 40), counts=pairs)
def test_no_number_helped_tells_a_count_or_exceeds_those_there_are(n, counts):
    helping = {f"rule{place}": (min(first, n), min(second, n)) for place, (first, second) in enumerate(counts)}
    by_area = rules_of(n, **helping)
    shown = disclose_recommendations(by_area, LIMITS, "ALL")
    for _, rows in shown.groupby("area_code"):
        assert list(rows["place"]) == list(range(1, len(rows) + 1))
    told = shown.dropna(subset=["helped"])
    assert (told["n"] >= LIMITS.percentages).all()
    assert (told["helped"] % 5 == 0).all() and told["helped"].between(5, told["n"]).all()
    exact = told.merge(by_area[["area_code", "rule_code", "count"]], on=["area_code", "rule_code"])
    assert (exact["helped"] - exact["count"]).abs().max() <= 2 or exact.empty
    assert exact["count"].between(LIMITS.count, exact["n"] - LIMITS.count).all()


def judged(n, of, *counts):
    """One rule in two countries with ``n`` organisations each: of how many it can be told, and how many it helps."""
    made = rules_of(n, plan=counts)
    return made.assign(judged=[sum(of), *of])


@pytest.mark.parametrize(("of", "count", "helped", "bound"), [
    (26, 13, 15, ""),  # half of all
    (20, 13, 15, ""),  # of twenty whose answers tell: at least one of them, and not all, are helped
    (25, 24, None, "nearly all"),  # 24 or 25 of 26
    (24, 24, None, ""),  # that 24 of 26 are helped would say that all of those are of whom it can be told
    (20, 19, None, ""),
])  # fmt: skip
def test_whom_a_rule_cannot_help_is_no_secret(of, count, helped, bound):
    shown = recommended(judged(26, (of, 26), count, 13))
    assert shown["helped"].tolist() == [pytest.approx(helped or float("nan"), nan_ok=True)]
    assert shown["bound"].tolist() == [bound]


def test_rounding_to_five_does_not_say_that_all_are_helped_who_can_be():
    # eight of fourteen answered, and all eight lack a plan: about ten of fourteen would say that nobody has one
    assert recommended(judged(14, (8, 14), 8, 7)).empty


def test_what_a_row_and_the_sum_of_areas_tell_of_a_secret_number_goes():
    # about ten in the region are eight to twelve; the one country that is printed elsewhere has eight, so another has
    # at most four, of four: "at least three" leaves two numbers, and with ten exactly one
    rows = [("ALL", 22, 11), ("XA", 18, 8), ("XB", 4, 3)]
    counts = pd.DataFrame(rows, columns=["area_code", "judged", "count"])
    counts = counts.assign(rule_code="plan", printed=[False, True, False], secret=[False, False, True])
    shown = pd.DataFrame(
        {"area_code": ["ALL", "XA", "XB"], "rule_code": "plan", "addressee": "donors", "n": [22, 18, 4]}
    )
    shown = shown.assign(helped=[10.0, 10.0, float("nan")], bound="", place=1)
    assert without_telling(shown, counts, LIMITS, "ALL")["area_code"].tolist() == ["ALL", "XA"]
    open_ = counts.assign(judged=[26, 18, 8])
    assert len(without_telling(shown.assign(n=[26, 18, 8]), open_, LIMITS, "ALL")) == 3
