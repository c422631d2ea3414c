"""Medians, marks and peers beside earlier ones."""

import pandas as pd
import pytest

from clusterbrief.analysis.republication.rank_figures import hide_marks, hide_orders, hide_peers

REGION = "ALL"


def tables(scores: list[float]) -> dict[str, pd.DataFrame]:
    codes = [f"A-{place}" for place in range(len(scores))]
    return {
        "organisations": pd.DataFrame({"organisation_code": codes, "country_code": "A"}),
        "compared": pd.DataFrame(
            {"organisation_code": codes, "node_code": "overall", "score": scores, "comparable_score": scores}
        ),
    }


THEN = [float(each) for each in range(20, 80, 5)]
NEW = {"none": [], "one": [77.0], "two": [77.0, 3.0], "three": [77.0, 3.0, 50.0], "alike": [50.0] * 3}


@pytest.mark.parametrize(
    ("new", "shown"), [("none", True), ("one", False), ("two", False), ("three", True), ("alike", False)]
)
def test_medians_and_marks_are_shown_again_where_none_or_three_changed(new: str, shown: bool) -> None:
    pasts = [tables(THEN), tables(THEN + NEW[new])]
    areas = pd.DataFrame({"area_code": [REGION, "A"], "node_code": "overall", "median": 47.0, "low": 40.0})
    kept = hide_orders(areas, [areas], pasts, 3, REGION)
    assert kept[["median", "low"]].notna().all(axis=None) == shown
    marks = pd.DataFrame({"node_code": "overall", "n": 12, "comparable_score": THEN})
    assert bool(len(hide_marks(marks, [marks], pasts, 3, REGION))) == shown


def test_what_was_not_shown_then_may_be_shown_now() -> None:
    pasts = [tables(THEN), tables([*THEN, 77.0])]
    areas = pd.DataFrame({"area_code": ["A"], "node_code": "overall", "median": [47.0]})
    assert hide_orders(areas, [areas.assign(median=float("nan"))], pasts, 3, REGION)["median"].notna().all()
    assert hide_orders(areas, [None], pasts, 3, REGION)["median"].notna().all()


def test_one_mark_that_is_new_among_three_that_changed_is_hidden() -> None:
    # two left and one came: the one new mark is the newcomer's
    later = tables([float("nan"), float("nan"), *THEN[2:], 91.0])
    marks = pd.DataFrame({"node_code": "overall", "n": 11, "comparable_score": 50.0}, index=range(11))
    assert hide_marks(marks, [marks], [tables(THEN), later], 3, REGION).empty


def test_own_change_does_not_change_ones_peers() -> None:
    pasts = [tables(THEN), tables([99.0, *THEN[1:]])]
    codes = ["A-0", "A-1", "A-0", "A-0"]
    peers = pd.DataFrame(
        {
            "organisation_code": codes,
            "peers": ["region", "region", "country", "similar"],
            "node_code": "overall",
            "median": 50.0,
        }
    )
    assert hide_peers(peers, [], pasts, 3, REGION)["median"].notna().tolist() == [True, False, True, True]
