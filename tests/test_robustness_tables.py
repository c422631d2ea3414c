"""How sure results are, in words and tables."""

import re

import pandas as pd
import pytest

from clusterbrief.analysis.profiles import Profile
from clusterbrief.present import robustness_tables as words
from clusterbrief.present.count_figures import draw_classes
from clusterbrief.present.drawing import draw

NONE = float("nan")
CLASSES = pd.DataFrame(
    {
        "class_code": ["champion", "struggler"],
        "class_label": ["Champion", "Struggler"],
        "class_plural": ["Champions", "Strugglers"],
    }
)


def bands(*counts: float) -> pd.DataFrame:
    names = ["at least 90 %", "50 to 90 %", "no class"]
    return pd.DataFrame({"band": names[: len(counts)], "n": 83, "count": counts})


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (
            bands(66, 17, 0),
            "In at least 90 % of the tested choices of weights, EU values and means, 66 of 83 organisations keep their class",
        ),
        (
            bands(1, 82, 0),
            "In at least 90 % of the tested choices of weights, EU values and means, one of 83 organisations keeps its class",
        ),
        (
            bands(0, 83, 0),
            "In at least 90 % of the tested choices of weights, EU values and means, none of 83 organisations keeps its class",
        ),
        (bands(NONE, NONE, 0), "How many organisations keep their class in at least 90 % of "),
        (bands(), "How firm the classes are cannot be told from so few organisations."),
    ],
)
def test_firm_classes_are_counted(rows, sentence):
    assert words.kept_finding(rows).startswith(sentence)
    assert words.kept_finding(rows).endswith("." if rows["count"].notna().all() else "cannot be shown.")
    table = words.tabulate_bands(rows)
    assert table["Organisations"].tolist() == ["hidden" if pd.isna(each) else f"{each:.0f}" for each in rows["count"]]


def sensitivity() -> pd.DataFrame:
    return pd.DataFrame(
        {"output": [words.CLASS_OUTPUT] * 3 + [words.RANK_OUTPUT], "source": ["aggregation", "weights", "luck", "weights"],
         "first_order": [0.1, 0.4, NONE, 0.6], "first_order_conf": [0.01, 0.055, NONE, 0.1],
         "total": [0.2, 0.45, NONE, 0.7], "total_conf": [0.02, 0.05, NONE, 0.1]}
    )  # fmt: skip


def test_largest_source_of_variance_comes_first_and_is_named():
    rows = words.variance_rows(sensitivity(), words.CLASS_OUTPUT)
    assert list(rows["source"]) == ["weights", "aggregation"]
    assert words.variance_finding(rows, "ranks") == (
        "What moves ranks most is “Weights of indicators, dimensions and blocks”: 45\u00a0% of the variance, with "
        "interactions"
    )
    assert words.variance_alt(rows) == (
        "Pairs of points, share of the variance by source: weights of indicators, dimensions and blocks 40\u00a0% alone "
        "and 45\u00a0% with others; arithmetic or geometric mean 10\u00a0% alone and 20\u00a0% with others."
    )


def test_no_variance_to_tell():
    rows = words.variance_rows(sensitivity().iloc[:0], words.CLASS_OUTPUT)
    assert words.variance_finding(rows, "ranks") == "What moves ranks cannot be told from so few organisations"
    assert words.variance_alt(rows) == "No points: too few organisations have answered."
    assert words.tabulate_variance(rows).empty


def test_shares_of_variance_stand_with_their_half_width():
    table = words.tabulate_variance(sensitivity())
    assert table["Alone"].tolist() == ["0.10 ± 0.01", "0.40 ± 0.06", "–", "0.60 ± 0.10"]
    assert table["Output"].iloc[0] == "Attainment of the median organisation"
    assert table["Source"].tolist()[1:3] == ["Weights of indicators, dimensions and blocks", "luck"]


def changes(*cells: tuple[str, str, float, float, str]) -> pd.DataFrame:
    return pd.DataFrame(cells, columns=["setting_code", "level", "change", "changed", "bound"]).assign(
        label=lambda rows: "Setting " + rows["setting_code"]
    )


def test_settings_that_change_few_classes_are_left_out():
    rows = changes(
        ("all", "overall", -10.0, 22.0, ""), ("all", "overall", 10.0, 0.0, ""),
        ("II", "block", -10.0, NONE, "few"), ("II", "block", 10.0, 4.0, ""),
        ("a", "indicator", -10.0, NONE, "few"), ("a", "indicator", 10.0, 3.0, ""),
        ("b", "indicator", -10.0, NONE, "few"), ("b", "indicator", 10.0, 0.0, ""),
    )  # fmt: skip
    assert words.tabulate_setting_changes(rows).to_dict("list") == {
        "Setting": ["All settings together", "All settings of the block “Setting II”", "Setting a"],
        "−10 points": ["22", "fewer than three", "fewer than three"],
        "+10 points": ["none", "4", "3"],
    }
    assert words.tabulate_setting_changes(rows.iloc[:0]).empty


def moved(low: float, nominal: float, high: float) -> Profile:
    rows = pd.DataFrame(
        {
            "change": [-5.0, -5.0, 5.0, 5.0],
            "class_code": ["champion", "struggler"] * 2,
            "n": 83,
            "count": [low, 83 - low, high, 83 - high],
        }
    )
    counts = pd.DataFrame(
        {"area_code": "ALL", "class_code": ["champion", "struggler"], "n": 83, "count": [nominal, 83 - nominal]}
    )
    tables = {"setting_classes": rows, "class_counts": counts, "classes": CLASSES}
    return Profile("region", "ALL", "public", {"region_code": "ALL"}, tables)  # fmt: skip


@pytest.mark.parametrize(
    ("counts", "sentence"),
    [
        (
            (12, 20, 28),
            "The number of champions is 20 with the project settings as they are, and between 12 and 28 with all of them "
            "moved down or up",
        ),
        ((7, 7, 7), "The number of champions stays at 7 with all project settings moved down or up"),
        ((NONE, 20, 28), "Classes with all project settings moved down and up"),
        ((NONE, NONE, NONE), "Classes with all project settings moved down and up"),
    ],
)
def test_champions_under_other_settings(counts, sentence):
    rows = words.setting_class_rows(moved(*counts))
    assert words.settings_finding(rows) == sentence
    assert list(dict.fromkeys(rows["label"])) == ["−5 points", "As they are", "+5 points"]
    # everybody is in one bar, in a class or hidden
    assert rows.groupby("label")["count"].sum().tolist() == [83] * 3
    plot = draw_classes(rows, {"champion": "Champions", "struggler": "Strugglers", "hidden": "Not shown"})
    assert draw(plot)["svg"]


def test_no_settings_moved():
    profile = moved(1, 2, 3)
    profile = Profile(
        "region",
        "ALL",
        "public",
        profile.facts,
        {**profile.tables, "setting_classes": profile.tables["setting_classes"].iloc[:0]},
    )
    assert (
        words.settings_finding(words.setting_class_rows(profile))
        == "Classes with all project settings moved down and up"
    )


def test_alternatives_hide_small_numbers():
    rows = pd.DataFrame(
        {"label": ["Equal weights", "Other", "No class"], "n": [83, 83, 0], "spearman": [0.987, 1.0, NONE],
         "mean_shift": [2.04, 0.0, NONE], "classes_changed": [3.0, NONE, NONE], "bound": ["", "few", ""]}
    )  # fmt: skip
    assert words.tabulate_alternatives(rows).to_dict("list") == {
        "Alternative": ["Equal weights", "Other", "No class"],
        "Ranked": ["83", "83", "0"],
        "Rank correlation": ["0.99", "1.00", "–"],
        "Mean shift in rank": ["2.0", "0.0", "–"],
        "Other class": ["3", "fewer than three", "–"],
    }


NODES = pd.DataFrame(
    {"node_code": ["overall", "II", "II.a", "x"], "label": ["Overall", "Capacity", "Team", "Staff"],
     "level": ["overall", "block", "dimension", "indicator"]}
)  # fmt: skip


def test_weights_and_published_shares_are_shown_above_indicators():
    weights = pd.DataFrame(
        {"node_code": ["overall", "II.a"], "child_code": ["II", "x"], "weight": [0.5, 1.0], "main_effect": [0.505, NONE],
         "covariance_share": [NONE, NONE]}
    )  # fmt: skip
    assert words.tabulate_effective_weights(weights, NODES).to_dict("records") == [
        {
            "Of": "Overall",
            "Part": "II Capacity",
            "Weight": "50\u00a0%",
            "Main effect": "51\u00a0%",
            "Share of variance": "–",
        }
    ]
    published = pd.DataFrame(
        {"node_code": ["overall", "II", "x"], "published": [0.28, NONE, 1], "setting": [0.72, NONE, 0]}
    )
    table = words.tabulate_published(published, NODES)
    assert table["Node"].tolist() == ["Overall", "II Capacity"]
    assert table["Project setting"].tolist() == ["72\u00a0%", "–"]


def test_coherence_remarks_what_is_worth_a_look():
    rows = pd.DataFrame(
        {"node_code": ["overall", "II"], "children": [2, 1], "n": [12, 12], "alpha": [0.97, NONE],
         "mean_correlation": [0.96, NONE], "first_component": [0.98, NONE], "negative": ["x", ""],
         "redundant": ["II~III", ""]}
    )  # fmt: skip
    table = words.tabulate_coherence(rows, NODES)
    assert table["Remark"].tolist() == ["Against the others: x; nearly the same: II and III", "–"]
    assert table["Cronbach's alpha"].tolist() == ["0.97", "–"]


def test_intervals_have_the_region_last(profiles):
    rows = words.interval_rows(profiles["region", "EaP"])
    table = words.tabulate_intervals(rows)
    both = ["Scenarios, without correction", "Scenarios, corrected for invited"]
    assert list(table.columns) == ["Country", "n", "Mean comparable score", "Interval", *both, "Invited"]
    assert table["Country"].tolist()[-1] == "All 5 countries" and len(table) == 6
    inside = rows.dropna(subset=["low"])
    assert len(inside) and (inside["low"] <= inside["comparable_score"]).all()
    assert (inside["comparable_score"] <= inside["high"]).all()
    # both intervals are printed where the wider is, and lie inside it
    assert ((table[both] != "–").all(axis="columns") == (table["Interval"] != "–")).all()
    for limits in ("plain", "corrected"):
        assert (inside["low"] <= inside[f"low_{limits}"]).all() and (inside[f"high_{limits}"] <= inside["high"]).all()
    assert (inside["high_corrected"] - inside["low_corrected"] <= inside["high_plain"] - inside["low_plain"]).all()
    hidden = words.tabulate_intervals(rows.assign(low=NONE, high=NONE, comparable_score=NONE))
    assert set(hidden["Interval"]) == set(hidden["Mean comparable score"]) == {"–"}


def test_every_setting_of_the_scenarios_has_a_name(profiles):
    rows = profiles["region", "EaP"].tables["uncertainty"]
    table = words.tabulate_uncertainty(rows)
    assert set(rows["setting"]) <= set(words.SETTINGS)
    assert len(table) == len(rows) and (table["Why"] != "").all()
    other = pd.DataFrame({"setting": ["new_thing"], "value": ["1"], "source": ["Why"]})
    assert words.tabulate_uncertainty(other)["Setting"].tolist() == ["new thing"]


def test_tables_of_the_example_are_written_out(profiles):
    tables = profiles["region", "EaP"].tables
    nodes = tables["nodes"]
    made = [
        (words.tabulate_variance(tables["sensitivity"]), tables["sensitivity"]),
        (words.tabulate_bands(tables["kept_bands"]), tables["kept_bands"]),
        (words.tabulate_alternatives(tables["alternatives"]), tables["alternatives"]),
        (words.tabulate_coherence(tables["coherence"], nodes), tables["coherence"]),
    ]
    for table, rows in made:
        assert len(table) == len(rows) > 0
        assert not re.search(r"\bnan\b|None", table.to_csv())
    text = words.tabulate_setting_changes(tables["setting_changes"]).to_csv()
    assert "All settings together" in text and not re.search(r"\bnan\b|None", text)
