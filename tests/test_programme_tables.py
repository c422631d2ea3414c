"""Criteria of programmes in words and tables: hidden counts stay hidden, and unknown is not missed."""

import re

import pandas as pd
import pytest

from clusterbrief.analysis.profiles import Profile
from clusterbrief.present import programme_tables
from clusterbrief.present.programme_figures import HIDDEN, MET, NOT_MET, UNKNOWN

NONE = float("nan")


def criteria(**counts: tuple[float, float, float, int]) -> pd.DataFrame:
    """Met, not met, unknown and n by criterion."""
    table = pd.DataFrame.from_dict(counts, orient="index", columns=["met", "not_met", "unknown", "n"])
    return table.reset_index(names="label").assign(
        criterion_code=list(counts), label=[f"R&D {name}" for name in counts], setting=False, kind="criterion",
        area_code="XA", programme_code="p",
    )  # fmt: skip


def finding(**counts: tuple[float, float, float, int]) -> str:
    return programme_tables.criteria_finding(criteria(**counts), "Bronze", "Alphaland").removeprefix(
        "Criteria of “Bronze”: "
    )


def test_finding_names_what_is_missed_most_often():
    told = finding(office=(8, 4, 0, 12), plan=(3, 9, 0, 12))
    assert (
        told
        == "Of the criteria of “Bronze”, “R&D plan” is missed most often in Alphaland: nine of 12 organisations miss it"
    )
    assert (
        finding(plan=(0, 12, 0, 12))
        == "Of the criteria of “Bronze”, “R&D plan” is missed most often in Alphaland: 12 of 12 organisations miss it"
    )


def test_unknown_answers_are_no_base_of_a_finding():
    told = finding(office=(8, 4, 0, 12), web=(3, 4, 5, 12))
    assert (
        told
        == "Of the criteria of “Bronze”, “R&D web” is missed most often in Alphaland: four of seven organisations whose answers tell miss it"
    )


def test_hidden_criteria_might_be_missed_more_often():
    told = finding(office=(8, 4, 0, 12), list=(9, 3, 0, 12), plan=(NONE, 9, NONE, 12))
    assert told == (
        "Of the criteria of “Bronze” that can be shown in full, “R&D office” is missed most often in Alphaland: four of "
        "12 organisations miss it"
    )


def test_what_alone_can_be_shown_is_not_missed_most_often():
    assert finding(office=(8, 4, 0, 12), plan=(NONE, 9, NONE, 12)) == (
        "Of the criteria of “Bronze”, only “R&D office” can be shown in full for Alphaland: four of 12 organisations "
        "miss it"
    )
    assert finding(office=(8, 4, 0, 12), list=(8, 4, 0, 12), plan=(NONE, 9, NONE, 12)) == (
        "Of the criteria of “Bronze”, only “R&D office” and “R&D list” can be shown in full for Alphaland: four of 12 "
        "organisations miss each of them"
    )


def test_nobody_misses_a_criterion_only_where_that_is_known():
    assert finding(office=(12, 0, 0, 12)) == "no organisation of Alphaland is known to miss one"
    told = finding(visible=(4, 0, 4, 8), office=(NONE, NONE, 0, 8))
    assert told == "no organisation of Alphaland is known to miss one that can be shown in full"


def test_finding_where_nothing_can_be_said():
    assert finding(office=(NONE, NONE, NONE, 4)) == (
        "Of the criteria of “Bronze”, none can be shown in full for Alphaland"
    )
    assert finding(office=(0, 0, 5, 5), plan=(0, 0, 5, 5)) == "no answer from Alphaland tells whether they are met"
    assert finding(office=(0, 0, 0, 0)) == "no organisation of Alphaland has answered yet"
    assert finding() == "no organisation of Alphaland has answered yet"


def test_alternative_text_has_every_count():
    text = programme_tables.criteria_alt(criteria(office=(8, 4, 0, 12), plan=(NONE, 9, NONE, 12)))
    assert text == (
        "Stacked bars of organisations by criterion. R&D office: met 8, not met 4, cannot be told 0; "
        "R&D plan: met hidden, not met 9, cannot be told hidden."
    )
    assert programme_tables.criteria_alt(criteria()) == "No bars: no organisation has answered yet."


@pytest.mark.parametrize(
    ("counts", "bars"),
    [((8, 4, 0, 12), [8, 4, 0, 0]), ((NONE, 9, NONE, 12), [9, 3]), ((NONE, NONE, NONE, 12), [12])],
)
def test_bars_hold_everybody_once(counts, bars):
    rows = programme_tables.criterion_bars(criteria(office=counts)).dropna(subset=["count"])
    assert rows["count"].tolist() == bars
    assert rows["status"].iloc[-1] == HIDDEN
    assert rows["count"].sum() == 12


def test_table_of_criteria_marks_settings_and_hidden_counts():
    rows = criteria(office=(8, 4, 0, 12), plan=(NONE, 9, NONE, 12)).assign(setting=[False, True])
    table = programme_tables.tabulate_criteria(rows)
    assert table.to_dict("list") == {
        "Criterion": ["R&D office", "R&D plan*"],
        "Met": ["8", "hidden"],
        "Not met": ["4", "9"],
        "Cannot be told": ["0", "hidden"],
    }
    assert programme_tables.SETTING_NOTE.startswith(programme_tables.SETTING_MARK)
    named = programme_tables.tabulate_criteria(rows.assign(programme="Bronze"))
    assert list(named.columns) == ["Programme", *table.columns]


def own(*statuses: str) -> pd.DataFrame:
    labels = ["Office, staffed", "Plan and budget", "Website"][: len(statuses)]
    return pd.DataFrame(
        {"label": labels, "status": statuses, "needed": ["", "at least 2 areas", "yes"][: len(statuses)],
         "answers": ["", "3 areas", "no"][: len(statuses)], "reason": ["not asked", "", ""][: len(statuses)]},
        dtype=str,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("statuses", "sentence"),
    [
        ((MET, MET, MET), "You meet every criterion of “Bronze”."),
        ((MET, NOT_MET, MET), "You meet two of the three criteria of “Bronze”. Not met: “Plan and budget”."),
        (
            (NOT_MET, NOT_MET, UNKNOWN),
            "You meet none of the three criteria of “Bronze”. Not met: “Office, staffed” and “Plan and budget”. "
            "Cannot be told: “Website”.",
        ),
        (
            (UNKNOWN, UNKNOWN, UNKNOWN),
            "You meet none of the three criteria of “Bronze”. Cannot be told: “Office, staffed”, “Plan and budget” and "
            "“Website”.",
        ),
        ((), ""),
    ],
)
def test_own_finding_lists_what_is_missing(statuses, sentence):
    assert programme_tables.own_programme_finding(own(*statuses), "Bronze") == sentence


def test_own_criteria_show_answer_or_reason():
    table = programme_tables.tabulate_own_criteria(own(UNKNOWN, MET, NOT_MET))
    assert table["Asked for"].tolist() == ["–", "At least 2 areas", "Yes"]
    assert table["Your answer"].tolist() == ["Not asked", "3 areas", "No"]
    assert table["Result"].tolist() == ["Cannot be told", "Met", "Not met"]


def test_readiness_counts_criteria_by_programme():
    programmes = pd.DataFrame({"programme_code": ["p"], "programme_label": ["Bronze"]})
    rows = pd.DataFrame({"programme_code": ["p"], "met": [3], "not_met": [1], "unknown": [0], "status": ["not met"]})
    table = programme_tables.tabulate_readiness(programme_tables.own_readiness(rows, programmes))
    assert table.to_dict("records") == [{"Programme": "Bronze", "Met": "3", "Not met": "1", "Cannot be told": "0"}]


def test_other_programmes_leave_out_what_has_no_count(profiles):
    profile = profiles["region", "EaP"]
    rows = programme_tables.other_programmes(profile, "EaP", "bronze_support")
    assert "bronze_support" not in set(rows["programme_code"])
    assert len(rows) and (rows["met"].notna() | rows["not_met"].notna()).all()
    assert set(rows["programme"]) <= set(programme_tables.programme_labels(profile).values())
    table = programme_tables.tabulate_criteria(rows)
    assert not table.isin(["nan", "None", ""]).any(axis=None)


def test_rules_of_criteria_say_why_one_cannot_be_told():
    rows = pd.DataFrame(
        {"programme_label": "Bronze", "label": ["Office", "Class", "Web"], "needed": ["over 50 %", "", ""],
         "setting": ["", "", "Level 3 names English."], "reason": ["", "the class of units", ""]}
    )  # fmt: skip
    table = programme_tables.tabulate_criterion_rules(rows)
    assert table["Published limit"].tolist() == ["Over 50 %", "–", "–"]
    assert table["Note"].tolist() == ["–", "Cannot be told: the class of units.", "Level 3 names English."]


def test_every_area_and_programme_of_the_example_gets_a_whole_sentence(profiles):
    for (kind, code), profile in profiles.items():
        if kind == "organisation":
            continue
        for programme, label in programme_tables.programme_labels(profile).items():
            rows = programme_tables.programme_rows(profile, code, programme)
            assert len(rows) and set(rows["kind"]) == {"criterion"}
            text = programme_tables.criteria_finding(rows, label, profile.facts["of"])
            assert f"riteria of “{label}”" in text.split(":")[0]
            assert not re.search(r"\bnan\b|None|  ", text + programme_tables.criteria_alt(rows))


def test_programmes_are_described(profiles):
    programmes = profiles["region", "EaP"].tables["programmes"]
    table = programme_tables.tabulate_programmes(programmes)
    assert list(table.columns) == ["Programme", "By", "What it is"]
    assert len(table) == len(programmes) and (table != "").all(axis=None)


def test_criteria_say_their_limit():
    rules = pd.DataFrame({"programme_label": ["P"], "label": ["Members"], "needed": ["at least 51 members"]})
    rows = pd.DataFrame({"programme": ["P", "P"], "label": ["Members", "Strategy"]})
    profile = Profile("country", "XA", "public", {}, {"criterion_rules": rules})
    shown = programme_tables.with_limits(rows, profile)["label"].tolist()
    assert shown == ["Members, at least 51 members", "Strategy"]
    assert programme_tables.with_limits(rows, Profile("country", "XA", "public", {}, {}))["label"].tolist() == [
        "Members", "Strategy",
    ]  # fmt: skip


def test_programmes_of_other_countries_are_told_from_those_that_readers_may_apply_to():
    rows = pd.DataFrame(
        {
            "programme_label": ["Bronze", "go-cluster", "Catalan"],
            "where": ["Eastern partner countries", "Germany", "Spain"],
        }
    )
    end = "A criterion that none of our questions decides counts as “cannot be told” for everybody."
    assert programme_tables.own_programmes_note(rows) == (
        "Shown for orientation only: go-cluster (Germany) and Catalan (Spain) are programmes of other countries, mostly not "
        f"open to you. {end}"
    )
    assert "Catalan (Spain) is a programme of" in programme_tables.own_programmes_note(rows.tail(1))
    assert programme_tables.own_programmes_note(rows.head(1)) == end


def test_an_abbreviation_is_given_in_full_where_it_is_used():
    assert programme_tables.eccp_note("Profile on the ECCP") == programme_tables.ECCP_NOTE
    assert programme_tables.eccp_note("Dedicated team") == ""


def test_foreign_programmes_of_the_framework(framework, profiles):
    programmes = next(iter(profiles.values())).tables["programmes"]
    note = programme_tables.own_programmes_note(programmes)
    assert all(name in note for name in ("go-cluster (Germany)", "Poland", "Catalonia"))
    assert "Bronze" not in note and "ECCP" not in note
