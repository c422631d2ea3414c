"""Tables of measures, policies, programmes, specialisations and funding."""

import pandas as pd
import pytest

from clusterbrief.present import measure_tables
from clusterbrief.present.recommendation_tables import HELPED_NOTE
from clusterbrief.study.country_model_settings import Milestone
from model_profiles import SAMPLES, profile_of

pytestmark = pytest.mark.slow  # whole editions are analysed again and again

NONE = float("nan")


def measure(**changed):
    row = {
        "text": "Do it.", "actor": "Donors", "indicator": "Plan", "need": "", "study": "–", "shown_by": "plan",
        "unit": "points", "measured_by": "plan", "measured_label": "Plan", "present": 50.0, "benchmark": 75.0, "target": 63.0,
        "helped": 10.0, "bound": "", "n": 12,
    }  # fmt: skip
    return {**row, **changed}


def test_measure_tells_who_is_helped_and_what_is_aimed_at():
    rows = [
        measure(),
        measure(measured_by="A.1", measured_label="Team", helped=NONE, bound="nearly all"),
        measure(measured_by="", measured_label="", present=NONE, benchmark=NONE, target=NONE, helped=NONE),
    ]
    table = measure_tables.tabulate_measures(pd.DataFrame(rows))
    assert table["Measure"].tolist() == [
        "Do it. Would help about 10 of 12.", "Do it. Would help nearly all of 12.", "Do it."
    ]  # fmt: skip
    assert table["Indicator"].tolist() == ["Plan", "Plan (figures: Team)", "Plan"]
    assert table["Now"].tolist() == ["50", "50", "–"]
    assert table["Target (EU value)"].tolist() == ["63 (75)", "63 (75)", "–"]


def test_measure_says_which_need_it_answers_to_and_its_note_what_a_dash_is():
    shown = pd.DataFrame([measure(need="Legal basis", study="Somebody")])
    assert measure_tables.tabulate_measures(shown)["Measure"].tolist() == [
        "Do it. Answers a stated need: legal basis. Would help about 10 of 12."
    ]
    assert measure_tables.measure_note(shown) == (f"{measure_tables.TARGET_NOTE} {HELPED_NOTE}")
    one_hidden = pd.DataFrame([measure(study="Somebody"), measure(study="Somebody", helped=NONE)])
    assert "Where it is not said how many" in measure_tables.measure_note(one_hidden)
    hidden = pd.DataFrame([measure(present=NONE, unit="percent", helped=NONE, bound="nearly all")])
    note = measure_tables.measure_note(hidden)
    for part in ("Where organisations are counted", "A dash under “Now”", "A dash under “Learn from”", "all but fewer"):
        assert part in note


def policies(**changed):
    row = {
        "label": "A policy", "status": "unknown", "researched": False, "since": pd.NA, "source": "", "note": "",
        "eu_share": 0.5, "eu_sample": 56, "eu_base": "countries",
    }  # fmt: skip
    return pd.DataFrame([{**row, **changed}]).astype({"since": "Int64", "eu_sample": "Int64"})


def test_status_is_shown_only_where_somebody_looked():
    table = measure_tables.tabulate_policies(policies())
    assert table.iloc[0].tolist() == ["A policy", "50\xa0% (of 56 countries)"]
    assert len(measure_tables.policy_widths(policies())) == table.shape[1]
    known = policies(status="partly", researched=True, since=2019, source="Law 5", note="Local only", eu_sample=pd.NA)
    table = measure_tables.tabulate_policies(known)
    assert table.iloc[0].tolist() == [
        "A policy",
        "In part, since 2019",
        "50\xa0% (base not printed)",
        "Law 5. Local only",
    ]
    assert len(measure_tables.policy_widths(known)) == table.shape[1]


def test_criteria_are_held_against_all_organisations():
    rows = pd.DataFrame(
        [
            ("P", "Met", 20, 10, NONE), ("P", "Missed", 20, NONE, 11), ("P", "Neither", 20, 9, 5),
            ("Q", "Hidden", 20, NONE, NONE), ("R", "Nobody", 0, 0, 0),
        ],
        columns=["programme", "label", "n", "met", "not_met"],
    )  # fmt: skip
    assert measure_tables.programmes_met(rows).to_numpy().tolist() == [["P", "10 of 20: met", "11 of 20: missed", "1"]]
    assert measure_tables.programmes_met(rows.iloc[:0]).empty


@pytest.mark.parametrize("sample", SAMPLES)
def test_tables_of_an_edition(sample):
    profile = profile_of(sample)
    every = measure_tables.all_measures(profile)
    parts = [measure_tables.measure_rows(profile, each) for each in ("short", "medium", "long")]
    assert sum(map(len, parts)) == len(every)
    for part in parts:
        assert len(measure_tables.tabulate_measures(part)) == len(part)
    measure_tables.programmes_met(measure_tables.foreign_criteria(profile, "XA"))
    income = measure_tables.income_rows(profile, "XA")
    assert measure_tables.tabulate_income(income)["Counts as"].tolist() == ["private", "not private"]
    path = measure_tables.tabulate_path(profile.tables["path_points"], profile.tables["milestones"])
    assert path["Year"].tolist() == ["0", "10"]


def test_path_has_points_and_milestones_by_year():
    points = pd.DataFrame({"year": [0.0, 5], "private": [10.0, 60], "share_source": "S", "year_source": "Y"})
    milestone = Milestone(code="m", label="Fees", from_year=3, to_year=5, source="Report")
    table = measure_tables.tabulate_path(points, pd.DataFrame([milestone.model_dump()]))
    assert table["Year"].tolist() == ["0", "3 to 5", "5"]
    assert table["What"].tolist() == ["10 % private", "Fees", "60 % private"]


def test_specialisations_without_organisations_need_no_column_for_them():
    nodes = pd.DataFrame(
        {"ecosystem_label": ["Food"], "area_label": ["Coast"], "lq": [1.8], "share_of_area": [0.1], "known": [0]}
    )
    assert measure_tables.tabulate_nodes(nodes).shape == (1, 4)
    assert measure_tables.tabulate_nodes(nodes.assign(known=2))["Organisations known"].tolist() == ["2"]


def test_span_of_a_horizon():
    assert measure_tables.span_of(profile_of("all"), "short") != ""
    assert measure_tables.span_of(profile_of("all"), "medium") == "medium"  # not in the example
