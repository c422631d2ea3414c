"""Evidence in words: points, criteria with their numbers, places of needs."""

import pandas as pd

from clusterbrief.analysis.recommendation_words import say_criteria, say_gaps, say_needs
from worked_example import example_framework

FRAMEWORK = example_framework()


def test_points_have_decimals_only_where_they_part_them():
    short = pd.DataFrame(
        {"node_code": "plan", "comparable_score": [50, 0, 74.8, 74.99, 74.999], "benchmark": [75, 75, 75, 75, 75.0]}
    )
    assert say_gaps(short, FRAMEWORK).tolist() == [
        "Plan: 50 of 75 points",
        "Plan: 0 of 75 points",
        "Plan: 74.8 of 75.0 points",
        "Plan: 74.99 of 75.00 points",
        "Plan: just under 75 points",
    ]


def test_numbers_of_criteria_are_told_and_levels_are_not():
    unmet = pd.DataFrame(
        [
            ("bronze_support", "active_members", "Active members", "at least 15 members", "1 member"),
            ("bronze_support", "documented_strategy", "Documented strategy", "level 2 or more", "level 1"),
            ("bronze_support", "active_members", "Active members", "", ""),
            ("bronze_support", "on_eccp", None, "yes", "no"),
        ],
        columns=["programme_code", "criterion_code", "label", "needed", "answers"],
    )
    assert say_criteria(unmet, FRAMEWORK).tolist() == [
        "Bronze support, not met: Active members (1 member, asked for: at least 15 members)",
        "Bronze support, not met: Documented strategy",
        "Bronze support, not met: Active members",
        "Bronze support, not met: on_eccp",
    ]


def test_places_of_needs_are_told_in_words():
    named = pd.DataFrame({"option_code": ["money", "people"], "place": [1.0, 3.0]}, index=[7, 4])
    words = say_needs(named, FRAMEWORK)
    assert words.tolist() == ["Money: named first among the needs", "People: named third among the needs"]
    assert words.index.tolist() == [7, 4]


def test_nothing_has_no_words():
    none = pd.DataFrame(columns=["node_code", "comparable_score", "benchmark", "programme_code", "criterion_code", "option_code", "place"])  # fmt: skip
    assert [len(say(none, FRAMEWORK)) for say in (say_gaps, say_criteria, say_needs)] == [0, 0, 0]
