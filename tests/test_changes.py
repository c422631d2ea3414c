"""Organisations then and now: matched by code, by hand, and where there are few or none."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from changes_inputs import tables_of
from clusterbrief.analysis.revisions.changes import compare_nodes, compare_organisations, count_transitions

pytestmark = pytest.mark.slow  # whole editions are analysed again and again

CLASSES = ["champion", "pioneer", "developing", "struggler"]
THEN = {"XA-1": 60.0, "XA-2": 50.0, "XB-1": 40.0, "XB-2": None, "XB-3": 20.0}
NOW = {"XA-1": 63.0, "XA-2": 51.0, "XB-1": 40.0, "XB-2": 30.0, "XC-1": 80.0}
LATER = {"XA-1": "pioneer", "XB-2": "struggler", "XC-1": "champion"}


def compared() -> pd.DataFrame:
    then = tables_of(THEN, {"XB-2": "unclassified", "XA-2": "pioneer"})
    return compare_organisations(then, tables_of(NOW, LATER), CLASSES).set_index("organisation_code")


def test_organisations_are_in_both_new_or_lost() -> None:
    assert compared()["status"].to_dict() == {
        "XA-1": "both", "XA-2": "both", "XB-1": "both", "XB-2": "both", "XB-3": "lost", "XC-1": "new",
    }  # fmt: skip


def test_change_is_beyond_where_the_intervals_do_not_overlap() -> None:
    rows = compared()
    assert rows["change"].dropna().to_dict() == {"XA-1": 3.0, "XA-2": 1.0, "XB-1": 0.0}
    # intervals of one point to either side: 59-61 and 62-64 are apart, 49-51 and 50-52 are not
    assert rows["interval"].to_dict() == {
        "XA-1": "beyond", "XA-2": "within", "XB-1": "within", "XB-2": "unknown", "XB-3": "", "XC-1": "",
    }  # fmt: skip
    assert rows.loc["XA-1", ["rank_before", "rank_after", "rank_change"]].tolist() == [1, 2, 1]


def test_class_goes_up_or_down_and_is_firm_where_scenarios_keep_both() -> None:
    rows = compared()
    assert rows["class_change"].to_dict() == {
        "XA-1": "up", "XA-2": "down", "XB-1": "same", "XB-2": "unknown", "XB-3": "", "XC-1": "",
    }  # fmt: skip
    assert rows.loc[["XA-1", "XB-1"], "class_firm"].tolist() == ["firm", ""]
    then = tables_of(THEN)
    then["kept_classes"] = then["kept_classes"].assign(kept=0.89)
    assert compare_organisations(then, tables_of(NOW, LATER), CLASSES)["class_firm"][0] == "not firm"


def test_tables_that_a_publication_did_not_keep_leave_unknowns() -> None:
    then = {
        name: table for name, table in tables_of(THEN).items() if name not in {"organisation_intervals", "kept_classes"}
    }
    then["ranks"] = pd.DataFrame({"organisation_code": list(THEN), "rank": [1.0, 2.0, 3.0, None, 4.0]})
    rows = compare_organisations(then, tables_of(NOW, LATER), CLASSES).set_index("organisation_code")
    assert rows.loc["XA-1", ["interval", "class_firm", "rank_before"]].tolist() == ["unknown", "unknown", 1]
    assert rows.loc["XA-1", "change"] == 3


def test_nobody_and_one_organisation_give_tables_of_the_same_kind() -> None:
    kinds = compared().reset_index().dtypes.to_dict()
    for then, now in (({}, {}), ({}, {"XA-1": 5.0}), ({"XA-1": 5.0}, {}), ({"XA-1": 5.0}, {"XB-1": 5.0})):
        rows = compare_organisations(tables_of(then), tables_of(now), CLASSES)
        assert rows.dtypes.to_dict() == kinds
        assert len(rows) == len({*then, *now})
        assert count_transitions(rows, "ALL").empty
        assert compare_nodes(tables_of(then), tables_of(now), {}).empty


def test_nodes_of_those_in_both_and_whether_they_mean_the_same() -> None:
    rows = compare_nodes(tables_of(THEN), tables_of(NOW), {"overall": "changed"})
    assert rows["organisation_code"].tolist() == ["XA-1", "XA-2", "XB-1", "XB-2"]
    assert rows["change"].tolist()[:3] == [3, 1, 0]
    assert set(rows["method"]) == {"changed"}
    assert set(compare_nodes(tables_of(THEN), tables_of(NOW), {})["method"]) == {"unknown"}


def test_transitions_count_those_in_both_by_area() -> None:
    rows = count_transitions(compared().reset_index(), "ALL").set_index(["area_code", "class_before", "class_after"])
    assert rows.loc[("ALL", "developing", "pioneer"), ["count", "firm"]].tolist() == [1, 1]
    assert rows.loc["ALL", "count"].sum() == 4
    assert rows.loc["XA", "count"].sum() == 2


scores = st.dictionaries(
    st.sampled_from([f"X{area}-{place}" for area in "ABC" for place in range(1, 5)]),
    st.one_of(st.none(), st.floats(0, 100)),
)


@given(scores, scores, st.randoms(use_true_random=False))
def test_order_of_rows_changes_nothing_and_turning_time_round_turns_signs(then, now, random) -> None:
    rows = compare_organisations(tables_of(then), tables_of(now), CLASSES)
    mixed = {name: table.sample(frac=1, random_state=random.randrange(99)) for name, table in tables_of(then).items()}
    pd.testing.assert_frame_equal(compare_organisations(mixed, tables_of(now), CLASSES), rows)
    back = compare_organisations(tables_of(now), tables_of(then), CLASSES)
    pd.testing.assert_series_equal(back["change"], -rows["change"])
    assert back["interval"].tolist() == rows["interval"].tolist()
    assert back["status"].map({"new": "lost", "lost": "new", "both": "both"}).tolist() == rows["status"].tolist()
