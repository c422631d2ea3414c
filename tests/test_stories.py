"""Success stories: shown with consent alone, and never where they name somebody who did not agree."""

from types import SimpleNamespace

import pandas as pd
import pytest

from clusterbrief.analysis.stories import (
    HOLDS_ADDRESS,
    HOLDS_CODE,
    NAMES_ANOTHER,
    NAMES_ITSELF,
    list_stories,
    shown_stories,
)

QUESTIONS = {"story": SimpleNamespace(code="q_story"), "story_title": SimpleNamespace(code="q_title")}
FRAMEWORK = SimpleNamespace(with_role=QUESTIONS.get, countries={"XB": None, "XA": None})
PEOPLE = [  # code, name, may be named, story may be published
    ("XA-1", "Alpha Cluster", True, True),
    ("XA-2", "Beta Cluster", False, True),
    ("XA-3", "Gamma Cluster", False, False),
    ("XB-1", "Delta Cluster", False, True),
]


def stories(texts, people=PEOPLE, least=3, framework=FRAMEWORK):
    organisations = pd.DataFrame(
        [(code, name, code[:2], named, story) for code, name, named, story in people],
        columns=["organisation_code", "name", "country_code", "consent_name", "consent_story"],
    )
    invited = pd.DataFrame({"organisation_code": ["XA-1", "XC-1"], "name": ["Alfa Cluster", "Omega Cluster"]})
    rows = [
        (code, question, "answered" if value else "not answered", value or None)
        for code, (title, text) in texts.items()
        for question, value in (("q_title", title), ("q_story", text))
    ]
    responses = pd.DataFrame(rows, columns=["organisation_code", "question_code", "state", "value"])
    return list_stories(responses, organisations, invited, framework, least)


def withheld(text, title="A title", code="XA-2"):
    return stories({code: (title, text)})["withheld_because"].tolist()


def test_only_stories_with_consent_are_listed_and_names_only_with_theirs():
    table = stories({code: ("A title", f"Words of {code[:2]}.") for code, *_ in PEOPLE})
    assert set(table["organisation_code"]) == {"XA-1", "XA-2", "XB-1"}
    assert table.set_index("organisation_code")["name"].to_dict() == {"XA-1": "Alpha Cluster", "XA-2": "", "XB-1": ""}


def test_country_of_who_is_not_named_is_told_from_enough_respondents_on():
    texts = dict.fromkeys(("XA-1", "XA-2", "XB-1"), ("A title", "Words."))
    shown = stories(texts).set_index("organisation_code")["country_code"].to_dict()
    assert shown == {"XA-1": "XA", "XA-2": "XA", "XB-1": ""}
    assert stories(texts, least=4).set_index("organisation_code")["country_code"].to_dict() == {
        "XA-1": "XA", "XA-2": "", "XB-1": "",
    }  # fmt: skip


@pytest.mark.parametrize("answers", [{}, {"XA-1": ("Only a title", "")}, {"XA-1": ("", "   ")}, {"XA-3": ("A", "B")}])
def test_without_a_text_or_consent_there_is_no_story(answers):
    table = stories(answers)
    assert table.empty and shown_stories(table).empty
    assert stories(answers, framework=SimpleNamespace(with_role=lambda role: None, countries={})).empty


@pytest.mark.parametrize(
    ("text", "title", "why"),
    [
        ("We did it.", "A title", ""),
        ("We of BETA  cluster did it.", "A title", NAMES_ITSELF),
        ("We did it.", "Beta Cluster wins", NAMES_ITSELF),
        ("We did it with Gamma Cluster.", "A title", NAMES_ANOTHER),
        ("We did it with Omega Cluster.", "A title", NAMES_ANOTHER),
        ("We did it with Alpha Cluster, which may be named.", "A title", ""),
        ("We did it with Alfa Cluster, as the invitation spells it.", "A title", ""),
        ("The alphabeta clusters are none of them.", "A title", ""),
        ("Write to a.b@example.org for more.", "A title", HOLDS_ADDRESS),
        ("We are XA-002.", "A title", HOLDS_CODE),
    ],
)
def test_text_that_names_somebody_is_kept_back_as_a_whole(text, title, why):
    assert withheld(text, title) == [why]


def test_who_may_be_named_may_name_itself():
    assert withheld("We of Alpha Cluster did it.", code="XA-1") == [""]


def test_code_follows_from_the_words_and_tells_nothing_of_whose_they_are():
    first = stories({"XA-1": ("A", "Words."), "XA-2": ("B", "Words.")}).set_index("organisation_code")["story_code"]
    again = stories({"XB-1": ("A", "Words.")})["story_code"]
    assert again.tolist() == [first["XA-1"]]
    assert first.is_unique and first.str.fullmatch(r"S[0-9A-F]{8}").all()


def test_same_words_of_several_have_codes_of_their_own():
    table = stories(dict.fromkeys(("XA-1", "XA-2", "XB-1"), ("A", "Words.")))
    one = min(table["story_code"], key=len)
    assert set(table["story_code"]) == {one, f"{one}-2", f"{one}-3"}


def test_shown_stories_tell_nothing_of_their_organisation():
    shown = shown_stories(stories({"XA-2": ("A", "Words."), "XB-1": ("B", "Beta Cluster helped.")}))
    assert list(shown.columns) == ["story_code", "title", "text", "name", "country_code"]
    assert shown["title"].tolist() == ["A"]
    assert "Beta Cluster" not in shown.to_csv()
