"""Strengths, gaps and places."""

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from clusterbrief.analysis.strengths import detail_rows, ranked_areas, strengths_and_gaps
from worked_example import example, example_framework


@given(st.lists(st.one_of(st.none(), st.integers(-100, 100)), max_size=12))
def test_no_row_is_both_a_strength_and_a_gap_and_gaps_are_below(gaps: list[int | None]) -> None:
    rows = pd.DataFrame({"label": [str(place) for place in range(len(gaps))], "gap": pd.Series(gaps, dtype=float)})
    strong, weak = strengths_and_gaps(rows)
    assert not set(strong["label"]) & set(weak["label"])
    assert (weak["gap"] > 0).all()
    assert all(len(each) <= 4 or each["gap"].nunique() == 1 for each in (strong, weak))
    assert not len(strong) + len(weak) or len(strong)
    assert strong["gap"].max() <= weak["gap"].min() or strong.empty or weak.empty


def _named(*gaps: float) -> tuple[str, str]:
    rows = pd.DataFrame({"label": list("abcdefghij")[: len(gaps)], "gap": gaps})
    strong, weak = strengths_and_gaps(rows)
    return "".join(strong["label"]), "".join(weak["label"])


def test_equals_of_the_last_are_named_with_it_or_are_too_many() -> None:
    assert _named(1, 2, 3, 20, 32, 32, 33, 35) == ("abc", "hgef")
    assert _named(1, 2, 2, 2, 9, 9, 9, 9, 9, 9) == ("abcd", "efghij")
    assert _named(1, 2, 3, 4, 9, 9, 9, 20) == ("abc", "hefg")
    assert _named(1, 2, 3, 9, 9, 9, 9, 20) == ("abc", "h")
    assert _named(5, 5) == ("a", "b")


def test_parts_stand_for_the_dimension_that_has_them() -> None:
    compared = example("results").results.compared.query("organisation_code == 'XA-2'")
    assert list(detail_rows(compared, example_framework().nodes)["node_code"]) == ["A.1", "A.2.x", "A.2.y", "B.1"]


def test_equal_scores_share_the_best_place_and_hidden_ones_have_none() -> None:
    scores = pd.DataFrame(
        {"area_code": ["ALL", "A", "B", "C", "D"], "node_code": "overall", "comparable_score": [50, 60, 60, 40, None]}
    )
    areas = pd.DataFrame({"area_code": list("ABCD"), "area_label": ["Zeta", "Beta", "Gamma", "Delta"]})
    ranked = ranked_areas(scores, areas, "overall", "ALL")
    assert list(ranked["label"]) == ["Beta", "Zeta", "Gamma"]
    assert list(ranked["place"]) == [1, 1, 3]


def test_nothing_shown_ranks_nobody() -> None:
    scores = pd.DataFrame({"area_code": ["A"], "node_code": ["overall"], "comparable_score": [float("nan")]})
    areas = pd.DataFrame({"area_code": ["A"], "area_label": ["Alphaland"]})
    assert ranked_areas(scores, areas, "overall", "ALL").empty
