"""Criteria in words."""

import pytest
from pydantic import TypeAdapter

from clusterbrief.analysis.labels.criteria_words import Limit, amount, percent, say_needed
from clusterbrief.study.programme_model import Test as AnyKind
from test_criteria import (
    AREAS,
    LEVEL,
    LISTED,
    NOT_ASKED,
    NUMBER,
    OWN_INCOME,
    PRIVATE,
    PUBLIC_OR_MORE,
    SUPPORT,
    TRIPLE,
    YEARS,
)


@pytest.mark.parametrize(
    ("test", "limit", "words"),
    [
        (NUMBER, Limit("at least", 15, "members"), "at least 15 active members"),
        ({"method": "number", "questions": ["team_fte"]}, Limit("at least", 0.5, "FTE"), "at least 0.5 FTE"),
        (OWN_INCOME, Limit("at least", 0.2, "share"), "at least 20 % of income"),
        (PRIVATE, Limit("over", 0.5, "share"), "over 50 % of members"),
        (YEARS, Limit("at least", 3, "years"), "at least 3 years"),
        (TRIPLE, Limit("at least", 2, "kinds"), "at least 2 kinds"),
        ({"method": "completion"}, Limit("at least", 0.8, "share"), "at least 80 % of the required questions"),
        ({"method": "completion", "most": 0.2}, None, "at most 20 % of the required questions"),
        (
            AREAS, Limit("at least", 2, "areas"),
            "at least 2 of: Collaboration, networking and learning; Business support for innovation, above all in smaller firms",
        ),
        (
            LEVEL, None,
            "level 3 or more of 4: Its own website, also in English, shows services, members and news and is updated every month",
        ),
        (LISTED, None, "yes"),
        (NOT_ASKED, None, ""),
        (PUBLIC_OR_MORE, None, "at least 1 public member"),
        (SUPPORT, None, "innovation: Provided now; digitalisation: level 2 or more of 4"),
    ],
)  # fmt: skip
def test_what_is_needed_is_told(framework, test, limit, words):
    assert say_needed(TypeAdapter(AnyKind).validate_python(test), limit, framework) == words


@pytest.mark.parametrize(
    ("number", "unit", "words"),
    [(1, "members", "1 member"), (1, "stories", "1 story"), (0, "years", "0 years"), (2.25, "", "2.25"), (1.0, "FTE", "1 FTE"), (1234567, "km", "1,234,567 km")],
)  # fmt: skip
def test_amounts_have_their_unit(number, unit, words):
    assert amount(number, unit) == words


def test_shares_are_told_to_a_tenth_of_a_percent():
    assert [percent(each) for each in (0, 0.5, 2 / 3, 0.7996, 1)] == ["0 %", "50 %", "66.7 %", "80 %", "100 %"]
