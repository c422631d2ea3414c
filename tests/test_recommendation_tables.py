"""Recommendations in words: the most urgent first, numbers rounded, one line for each thing that would change."""

import re

import pandas as pd
import pytest

from clusterbrief.analysis.profiles import Profile
from clusterbrief.present import recommendation_tables
from clusterbrief.present.recommendation_tables import BUSINESS, MANAGERS, POLICY, READERS

NONE = float("nan")
CODES = ["plan", "board", "staff", "budget"]
TABLES = {
    "rules": pd.DataFrame(
        {"rule_code": CODES, "text": [f"Write a {code}: now." for code in CODES], "how": "Ask the members.",
         "horizon": "Short term", "cost": "Low", "level": "Country", "effect": "It helps.",
         "practice_code": ["good", "", "", ""], "shown_by": ["a", "a", "b", "c"], "shown_by_label": "Plan",
         "step": ["a", "a", "b", "c"]}
    ),
    "practices": pd.DataFrame({"practice_code": ["good"], "organisation": ["Cap Digital"], "lesson": ["Plan early"]}),
    "own_recommendations": pd.DataFrame(
        {"rule_code": ["budget", "plan", "board", "staff"], "addressee": [POLICY, MANAGERS, MANAGERS, MANAGERS],
         "rank": [1, 2, 1, 3], "evidence": "gap of 20 points"}
    ),
    "recommendations": pd.DataFrame(
        {"area_code": ["XA", "XA", "XA", "XB"], "rule_code": ["plan", "board", "staff", "budget"], "addressee": POLICY,
         "n": [20, 20, 20, 12], "helped": [NONE, 15.0, 5.0, 5.0], "bound": ["nearly all", "", "", ""],
         "place": [1, 2, 3, 1]}
    ),
}  # fmt: skip


def profile(**changes: pd.DataFrame) -> Profile:
    return Profile("country", "XA", "public", {}, {**TABLES, **changes})


def test_own_steps_are_for_managers_in_order_and_move_different_indicators():
    steps = recommendation_tables.own_steps(profile())
    assert list(steps["rule_code"]) == ["board", "staff"]  # plan would move what board moves
    assert recommendation_tables.steps_finding(steps) == "First of all: “Write a board: now”."
    assert list(recommendation_tables.own_steps(profile(), most=1)["rule_code"]) == ["board"]


def test_steps_say_why_when_and_whom_to_learn_from():
    plan_first = TABLES["own_recommendations"].assign(rank=[1, 1, 2, 3])
    steps = recommendation_tables.own_steps(profile(own_recommendations=plan_first))
    assert recommendation_tables.tabulate_steps(steps).to_dict("list") == {
        "Step": ["1", "2"],
        "What to do": ["Write a plan: now. Ask the members.", "Write a staff: now. Ask the members."],
        "Because": ["Gap of 20 points"] * 2,
        "When, cost": ["Short term, low cost"] * 2,
        "Learn from": ["Cap Digital: plan early", "–"],
    }


def test_steps_that_are_one_keep_all_that_speaks_for_them():
    own = TABLES["own_recommendations"].assign(
        rank=[1, 1, 1, 3], evidence=["x", "Plan: 25 of 80 points; named first", "Class: developing; named first", "y"]
    )
    steps = recommendation_tables.own_steps(profile(own_recommendations=own))
    assert list(steps["rule_code"]) == ["plan", "staff"]  # of equals the first in the files
    assert list(steps["evidence"]) == ["Plan: 25 of 80 points; named first; Class: developing", "y"]


def test_steps_that_ask_nearly_the_same_are_one_whatever_shows_their_success(profiles):
    rules = TABLES["rules"].assign(shown_by=list("abcd"), step=["a", "b", "a", "d"])
    assert list(recommendation_tables.own_steps(profile(rules=rules))["rule_code"]) == ["board", "plan"]
    for (kind, code), each in profiles.items():
        if kind == "organisation":
            named = set(recommendation_tables.own_steps(each)["rule_code"])
            assert not {"helix_managers", "research_managers"} <= named, code


def test_no_steps():
    steps = recommendation_tables.own_steps(profile(own_recommendations=TABLES["own_recommendations"].iloc[:1]))
    assert recommendation_tables.steps_finding(steps) == (
        "Nothing in your answers calls for a next step: no gap, no criterion that is not met, no need."
    )
    table = recommendation_tables.tabulate_steps(steps)
    assert (len(table), list(table.columns)) == (0, ["Step", "What to do", "Because", "When, cost", "Learn from"])


def test_area_has_its_own_recommendations_for_one_reader():
    rows = recommendation_tables.area_rows(profile(), "XA", POLICY)
    assert list(rows["rule_code"]) == ["plan", "staff"]
    assert recommendation_tables.area_finding(rows, POLICY, "Alphaland") == (
        "First for policy practitioners: “Write a plan: now”."
    )
    table = recommendation_tables.tabulate_area(rows)
    assert table["Would help"].tolist() == ["nearly all of 20", "about 5 of 20"]
    assert len(recommendation_tables.WIDTHS) == len(table.columns)


def test_what_is_said_of_every_row_is_said_once():
    rows = pd.DataFrame({"bound": ["nearly all"] * 2, "helped": [NONE] * 2, "n": [19, 19]})
    assert recommendation_tables.helped_note(rows) == (
        "Each of these would help nearly all of 19 organisations: all but fewer than three."
    )
    table = pd.DataFrame({"What": ["a", "b"], "Would help": "nearly all of 19"})
    assert list(recommendation_tables.with_numbers(table, rows)) == ["What"]
    assert len(recommendation_tables.area_widths(rows)) == len(recommendation_tables.WIDTHS) - 1
    one = rows.head(1)
    assert recommendation_tables.helped_note(one) == "Nearly all: all but fewer than three."
    assert recommendation_tables.area_widths(one) == recommendation_tables.WIDTHS
    mixed = rows.assign(bound=["nearly all", ""], helped=[NONE, 15.0])
    assert recommendation_tables.helped_note(mixed) == (
        f"{recommendation_tables.HELPED_NOTE} Nearly all: all but fewer than three."
    )
    assert recommendation_tables.helped_note(rows.iloc[:0]) == ""
    some = rows.assign(bound="", helped=[15.0, NONE])
    assert recommendation_tables.helped_note(some).endswith(recommendation_tables.DASH_NOTE)
    none = rows.assign(bound="")
    assert recommendation_tables.helped_note(none) == recommendation_tables.NO_NUMBER_NOTE
    assert list(recommendation_tables.with_numbers(table, none)) == ["What"]
    assert list(recommendation_tables.with_numbers(table, some)) == list(table)


@pytest.mark.parametrize("reader", READERS)
def test_an_area_without_recommendations_says_so(reader):
    rows = recommendation_tables.area_rows(profile(), "XC", reader)
    assert recommendation_tables.area_finding(rows, reader, "Alphaland") == (
        f"No recommendation to {READERS[reader]} for Alphaland follows from answers that may be shown."
    )
    assert recommendation_tables.tabulate_area(rows).empty


def test_a_hidden_number_is_a_dash():
    assert recommendation_tables.helped({"bound": "", "helped": NONE, "n": 4}) == "–"


@pytest.mark.parametrize(
    ("counts", "sentence"),
    [
        ({}, "No recommendation follows yet."),
        ({BUSINESS: 0}, "No recommendation follows yet."),
        ({BUSINESS: 2, MANAGERS: 0}, "Two recommendations to business follow from the answers."),
        ({BUSINESS: 1}, "One recommendation to business follows from the answers."),
    ],
)
def test_recommendations_are_counted_by_reader(counts, sentence):
    assert recommendation_tables.readers_finding(counts) == sentence


def test_everybody_in_the_example_gets_whole_sentences_and_tables(profiles):
    for (kind, code), each in profiles.items():
        if kind == "organisation":
            rows = recommendation_tables.own_steps(each)
            text = recommendation_tables.steps_finding(rows)
            table = recommendation_tables.tabulate_steps(rows)
        else:
            rows = recommendation_tables.area_rows(each, code, POLICY)
            text = recommendation_tables.area_finding(rows, POLICY, each.facts["of"])
            table = recommendation_tables.tabulate_area(rows)
        assert len(table) == len(rows) <= recommendation_tables.STEPS
        assert rows["shown_by"].is_unique
        assert text.endswith(".") and ".." not in text
        assert not re.search(r"\bnan\b|None", text + table.to_csv())


def test_what_is_called_for_takes_the_place_of_the_last():
    rows = pd.DataFrame(
        {"rule_code": list("abcdef"), "shown_by": list("uvwxyz"), "triggers": ["k", "", "", "", "", "k m"]}
    )
    assert list(recommendation_tables.with_called(rows, [], 3)["rule_code"]) == ["a", "b", "c"]
    assert list(recommendation_tables.with_called(rows, [{"y"}, {"v"}], 3)["rule_code"]) == ["a", "b", "e"]
    assert list(recommendation_tables.with_called(rows, [{"m"}, {"k"}, {"none"}], 3)["rule_code"]) == ["a", "b", "f"]
    assert list(recommendation_tables.with_called(rows, [{"x"}, {"y"}, {"z"}, {"w"}], 2)["rule_code"]) == ["d", "e"]
