"""Areas then and now: means of all, and of those that answered both times."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from changes_inputs import tables_of
from clusterbrief.analysis.revisions.area_changes import compare_areas, count_respondents
from clusterbrief.analysis.revisions.changes import compare_nodes, compare_organisations
from test_changes import CLASSES, NOW, THEN, scores

pytestmark = pytest.mark.slow  # whole editions are analysed again and again


def areas_of(then, now):
    old, new = tables_of(then), tables_of(now)
    return compare_areas(old, new, compare_nodes(old, new, {}), {}, "ALL")


def test_means_of_all_and_of_the_panel_by_hand():
    region = areas_of(THEN, NOW).iloc[0]
    assert (region["n_before"], region["before"]) == (4, (60 + 50 + 40 + 20) / 4)
    assert (region["n_after"], region["after"]) == (5, (63 + 51 + 40 + 30 + 80) / 5)
    assert region["n_panel"] == 3  # XB-2 had no score then
    assert (region["panel_before"], region["panel_change"]) == (50, (3 + 1 + 0) / 3)
    interval = stats.ttest_rel([63, 51, 40], [60, 50, 40]).confidence_interval(0.9)
    assert (region["low"], region["high"]) == pytest.approx((interval.low, interval.high))


def test_area_with_nobody_in_both_has_no_panel():
    rows = areas_of(THEN, NOW).set_index("area_code")
    assert rows.loc["XC", "n_panel"] == 0 and np.isnan(rows.loc["XC", "panel_change"])
    assert np.isnan(rows.loc["XC", "before"]) and rows.loc["XC", "n_before"] == 0
    assert rows.loc["XB", "n_panel"] == 1 and np.isnan(rows.loc["XB", "low"])


def test_nobody_gives_an_empty_table_of_the_same_kinds():
    assert areas_of({}, {}).dtypes.to_dict() == areas_of(THEN, NOW).dtypes.to_dict()
    assert len(areas_of({}, NOW)) == 4


def test_respondents_are_counted_once_for_the_region_and_once_for_their_country():
    rows = count_respondents(compare_organisations(tables_of(THEN), tables_of(NOW), CLASSES), "ALL")
    assert rows["area_code"].tolist() == ["ALL", "XA", "XB", "XC"]
    assert rows.iloc[0, 1:].tolist() == [5, 5, 4, 1, 1]
    assert rows.iloc[3, 1:].tolist() == [0, 1, 0, 1, 0]
    assert count_respondents(compare_organisations(tables_of({}), tables_of({}), CLASSES), "ALL").empty


@given(scores, scores)
def test_change_of_the_mean_is_that_of_the_panel_where_the_same_answered(then, now):
    same = {code: now.get(code) if then[code] is not None else None for code in then}
    same = {code: 50.0 if then[code] is not None and each is None else each for code, each in same.items()}
    rows = areas_of(then, same)
    np.testing.assert_allclose(rows["change"], rows["panel_change"], atol=1e-9)
    assert (rows["n_panel"] <= rows[["n_before", "n_after"]].min(axis=1)).all()


@given(st.lists(st.tuples(st.floats(0, 100), st.floats(0, 100)), min_size=2, max_size=9))
def test_interval_holds_the_mean(pairs):
    then, now = ({f"XA-{place}": pair[side] for place, pair in enumerate(pairs)} for side in (0, 1))
    region = areas_of(then, now).iloc[0]
    assert region["low"] - 1e-9 <= region["panel_change"] <= region["high"] + 1e-9
