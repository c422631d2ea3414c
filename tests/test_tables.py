"""Tables for people hold texts only, and a mark for what is missing or hidden."""

import pandas as pd

from clusterbrief.present import tables

NONE = float("nan")


def test_scores_are_whole_points_and_missing_ones_a_dash() -> None:
    figures = {"score": 62.5, "comparable_score": 60.0, "benchmark": 75.0, "gap": 15.0, "attainment": 0.8}
    rows = pd.DataFrame(
        [{"label": "Team", "n": 12, **figures}, {"label": "Plan", "n": NONE, **dict.fromkeys(figures, NONE)}]
    )
    shown = tables.tabulate_scores(rows)
    assert shown.iloc[0].tolist() == ["Team", "12", "63", "60", "75", "15", "80\u00a0%"]
    assert shown.iloc[1].tolist() == ["Plan", *["–"] * 6]


def test_hidden_counts_say_so_or_give_their_bound() -> None:
    rows = pd.DataFrame(
        {"label": list("abc"), "n": [12, 12, 5], "count": [4, NONE, NONE], "share": [0.33, NONE, NONE],
         "bound": ["", "few", ""]}
    )  # fmt: skip
    assert tables.tabulate_choices(rows, "Need")["Organisations"].tolist() == ["4", "few", "hidden"]
    wide = pd.DataFrame({"A": [3.0, NONE]}, index=["x", "y"])
    assert tables.tabulate_counts(wide, "Class")["A"].tolist() == ["3", "hidden"]
    assert tables.tabulate_areas(wide)["A"].tolist() == ["3", "–"]


def test_participation_reads_the_same_after_a_missing_country() -> None:
    rows = pd.DataFrame(
        {"label": ["A", "B"], "invited": [40.0, NONE], "respondents": [12.0, NONE], "respondents_invited": [10.0, NONE], "response_rate": [0.25, NONE],
         "completion": [NONE, NONE]}
    )  # fmt: skip
    shown = tables.tabulate_participation(rows)
    assert shown.iloc[0].tolist() == ["A", "40", "10", "2", "25\u00a0%", "–"]
    assert shown.iloc[1].tolist() == ["B", "–", "–", "–", "–", "–"]


def test_tables_without_rows_keep_their_headings() -> None:
    columns = ["label", "n", "count", "share", "bound", "gold_share", "silver_share"]
    shown = tables.tabulate_services(pd.DataFrame(columns=columns))
    assert shown.empty
    assert list(shown.columns) == ["Service", "n", "Organisations", "Share", "EU gold", "EU silver"]


def test_own_scores_stand_beside_medians_where_these_may_be_shown() -> None:
    points = {"score": 50.0, "comparable_score": 48.0, "benchmark": 75.0, "gap": 27.0}
    rows = pd.DataFrame([{"label": "Team", **points, "country_median": NONE, "region_median": 61.0}])
    shown = tables.tabulate_own_scores(rows).iloc[0]
    assert shown.tolist() == ["Team", "50", "–", "61", "48", "75", "27 below"]


def test_countries_lead_to_their_reports() -> None:
    rows = pd.DataFrame({"area_code": ["AM"], "label": ["Armenia"], "invited": [56], "respondents": [20]})
    (link,) = tables.tabulate_countries(rows)["Country"]
    assert (link.text, link.address) == ("Armenia", "countries/am.qmd")
