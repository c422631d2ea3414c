"""How firm results are, as it may be shown: nothing of few, nothing of one."""

from dataclasses import fields
from functools import cache
from types import SimpleNamespace

import pandas as pd
import pytest

from clusterbrief.analysis.disclosed_robustness import (
    KEPT_BANDS,
    NO_CLASS,
    DisclosedRobustness,
    disclose_correction,
    disclose_intervals,
    disclose_robustness,
)
from clusterbrief.analysis.disclosure import Thresholds
from worked_example import example, example_framework

NONE = float("nan")
ABOUT = {"label": "Setting", "level": "indicator", "settings": 1, "clipped": 0}


@cache
def results() -> SimpleNamespace:
    return example("results").results


def robustness(organisations: int = 6, **tables: pd.DataFrame) -> SimpleNamespace:
    """What is disclosed of it, made by hand: everybody keeps a class, nothing else is known."""
    counts = pd.DataFrame(
        [("overall", change, code, number) for change in (-10.0, 10.0) for code, number in
         (("champion", 3), ("struggler", organisations - 3), ("unclassified", 0))],
        columns=["setting_code", "change", "class_code", "count"],
    ).assign(**{**ABOUT, "level": "overall"})  # fmt: skip
    given = {
        "setting_counts": counts,
        "setting_changes": pd.DataFrame(columns=["organisation_code", "setting_code", "change"]),
        "kept_classes": pd.DataFrame(
            {"organisation_code": list("abcdef"[:organisations]), "class_code": "champion", "kept": 1.0}
        ),
        "sensitivity": pd.DataFrame({"output": ["x"], "source": ["weights"], "total": [0.4567]}),
        "alternatives": pd.DataFrame(
            {"label": ["Equal"], "spearman": [0.98765], "max_shift": [5.0], "classes_changed": [4]}
        ),
    }
    return SimpleNamespace(**{**given, **tables})


def shown(found: SimpleNamespace | None = None, **thresholds: int) -> DisclosedRobustness:
    limits = Thresholds(**{"marks": 1, **thresholds})
    return disclose_robustness(found or robustness(), results().compared, example_framework(), limits)


def test_nothing_is_shown_of_fewer_than_the_threshold_for_marks() -> None:
    scored = int(results().compared.query("node_code == 'overall'")["score"].notna().sum())
    below, from_it_on = shown(marks=scored + 1), shown(marks=scored)
    for each in fields(DisclosedRobustness):
        hidden, told = getattr(below, each.name), getattr(from_it_on, each.name)
        assert hidden.empty and len(told) > 0, each.name
        pd.testing.assert_frame_equal(hidden, told.iloc[:0])


@pytest.mark.parametrize(
    ("changed", "number", "bound"), [(0, 0.0, ""), (1, NONE, "few"), (2, NONE, "few"), (3, 3.0, "")]
)
def test_few_changed_classes_are_not_counted(changed: int, number: float, bound: str) -> None:
    moves = pd.DataFrame({"organisation_code": list("abc")[:changed], "setting_code": "overall", "change": -10.0})
    rows = shown(robustness(setting_changes=moves)).setting_changes.set_index("change")
    assert rows.loc[10.0, ["changed", "bound"]].tolist() == [0.0, ""]
    assert rows.loc[-10.0, "bound"] == bound
    pd.testing.assert_series_equal(rows.loc[[-10.0], "changed"], pd.Series([number], [-10.0]), check_names=False)


@pytest.mark.parametrize(("changed", "number", "bound"), [(0, 0.0, ""), (2, NONE, "few"), (3, 3.0, "")])
def test_alternatives_tell_of_nobody_alone(changed: int, number: float, bound: str) -> None:
    table = pd.DataFrame({"label": ["Equal"], "spearman": [0.98765], "max_shift": [5.0], "classes_changed": [changed]})
    rows = shown(robustness(alternatives=table)).alternatives
    assert "max_shift" not in rows
    assert rows["spearman"].tolist() == [0.99] and rows["bound"].tolist() == [bound]
    pd.testing.assert_series_equal(rows["classes_changed"], pd.Series([number]), check_names=False)


def kept(*shares: float) -> SimpleNamespace:
    rows = pd.DataFrame(
        {"kept": shares, "class_code": ["unclassified" if pd.isna(each) else "champion" for each in shares]}
    )
    return robustness(kept_classes=rows)


def test_firmness_is_counted_in_bands() -> None:
    rows = shown(kept(*[0.9] * 4, *[0.5, 0.6, 0.89], *[0.1] * 3, NONE)).kept_bands.set_index("band")["count"]
    assert list(rows.index) == [*[label for _, label in KEPT_BANDS], NO_CLASS]
    assert rows.tolist() == [4, 3, 3, 1]


def test_a_band_of_few_is_hidden_with_another_one() -> None:
    rows = shown(kept(*[1.0] * 6, *[0.6] * 4, 0.1)).kept_bands
    assert rows["hidden"].sum() >= 2
    assert rows.loc[rows["band"] == "less than 50 %", "count"].isna().all()
    assert set(rows["n"]) == {11}


def test_classes_under_other_settings_hide_by_themselves() -> None:
    rows = shown().setting_classes
    assert list(rows.columns) == ["change", "class_code", "n", "count", "hidden"]
    assert rows.groupby("change")["count"].apply(list).to_dict() == {-10.0: [3, 3, 0], 10.0: [3, 3, 0]}
    few = robustness().setting_counts.assign(
        count=lambda table: table["count"].where(table["change"] > 0, [1, 5, 0] * 2)
    )
    rows = shown(robustness(setting_counts=few)).setting_classes
    down = rows[(rows["change"] < 0) & (rows["class_code"] != "unclassified")]
    assert down["count"].isna().all()
    assert rows.loc[rows["change"] > 0, "count"].tolist() == [3, 3, 0]


def test_figures_have_two_decimals() -> None:
    found = shown()
    assert found.sensitivity["total"].tolist() == [0.46]
    for table in (found.effective_weights, found.coherence):
        figures = table.select_dtypes("floating")
        assert len(figures.columns) and ((figures - figures.round(2)).abs().fillna(0) < 1e-12).all(axis=None)


def areas(low: float, high: float) -> pd.DataFrame:
    return pd.DataFrame({"area_code": ["XA"], "node_code": ["overall"], "n": [6], "low": [low], "high": [high]})


@pytest.mark.parametrize(
    ("chance", "method", "printed"),
    [
        ((40.0, 60.0), (45.4, 55.5), (40.0, 60.0)),
        ((40.0, 60.0), (35.4, 65.5), (35.0, 66.0)),
        ((40.0, 60.0), (35.4, 55.0), (35.0, 60.0)),
        ((40.0, 60.0), (NONE, NONE), (40.0, 60.0)),
        ((NONE, NONE), (35.4, 65.5), (NONE, NONE)),
    ],
)
def test_an_interval_holds_chance_and_method_and_stays_hidden(chance, method, printed) -> None:
    found = disclose_intervals(areas(*chance), areas(*method))
    pd.testing.assert_frame_equal(found, areas(*printed))


def test_areas_without_a_drawn_interval_keep_their_own() -> None:
    pd.testing.assert_frame_equal(disclose_intervals(areas(40.0, 60.0), areas(0.0, 100.0).iloc[:0]), areas(40.0, 60.0))


def test_both_intervals_are_shown_in_whole_points_where_the_wider_one_is() -> None:
    drawn = pd.DataFrame(
        {"area_code": ["A", "B", "C"], "node_code": "overall", "invited": [20, 9, 9], "low_plain": 40.4,
         "high_plain": 60.5, "low_corrected": 44.6, "high_corrected": 56.4}
    )  # fmt: skip
    scores = pd.DataFrame({"area_code": ["A", "B"], "node_code": "overall", "low": [39.0, NONE]})
    shown = disclose_correction(drawn, scores).set_index("area_code")
    limits = ["low_plain", "high_plain", "low_corrected", "high_corrected"]
    assert shown.loc["A", limits].tolist() == [40, 61, 45, 56]
    assert shown.loc[["B", "C"], limits].isna().all(axis=None)  # hidden, and not disclosed at all
    assert disclose_correction(None, scores).empty
