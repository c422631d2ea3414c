"""Sentences of country models: right for no country, one and many, for hidden figures and overruled rules."""

import pandas as pd
import pytest

from clusterbrief.analysis.profiles import Profile
from clusterbrief.present import model_words
from model_profiles import SAMPLES, profile_of

NONE = float("nan")
FACTS = {"model_least_commitment": 0.4, "model_least_potential": 0.5, "model_most": 2}


def place(label="Armenia", commitment=0.6, potential=0.7, due=True, overruled=False, number=1, shared_with=""):
    return {
        "label": label, "commitment": commitment, "potential": potential, "due": due, "overruled": overruled,
        "place": number, "shared_with": shared_with, "leading_classes": NONE,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "finding"),
    [
        ([place(due=False)], "No country model is due yet"),
        ([place()], "Commitment and potential are highest in Armenia: a country model is due"),
        (
            [place(), place("Moldova")],
            "Commitment and potential are highest in Armenia and Moldova: country models are due",
        ),
        ([place(overruled=True)], "The authors of this edition decided on a model of Armenia"),
    ],
)
def test_for_which_countries_a_model_is_due(rows, finding):
    assert model_words.due_finding(pd.DataFrame(rows)) == finding


def test_why_a_model_is_due():
    assert model_words.why_due(place(), FACTS) == (
        "A country model of Armenia is due: commitment is 0.60 and potential 0.70, both high enough, and their mean takes "
        "the first place. Models are due for the first two places."
    )
    assert "takes the second place together with Moldova" in model_words.why_due(
        place(number=2, shared_with="Moldova"), FACTS
    )
    low = place(commitment=0.3, potential=0.2, due=False)
    assert model_words.why_due(low, FACTS) == (
        "A country model of Armenia is not due: commitment (0.30) is below 0.40 and potential (0.20) is below 0.50."
    )
    chosen = place(commitment=NONE, overruled=True)
    assert model_words.why_due(chosen, FACTS) == (
        "The authors of this edition chose Armenia for a country model. The rule would have decided otherwise: "
        "commitment is not known, because too few components can be shown."
    )
    assert "named other countries than Armenia" in model_words.why_due(place(due=False, overruled=True), FACTS)


def test_countries_with_a_hidden_figure_are_named():
    rows = pd.DataFrame([place(), place("Georgia", potential=NONE), place("Ukraine", commitment=NONE)])
    assert model_words.hidden_finding(rows).startswith("Not drawn: Georgia and Ukraine, because")
    assert model_words.hidden_finding(rows.head(1)) == ""
    assert model_words.has_spots(rows) and not model_words.has_spots(rows.tail(2))
    assert "Georgia" not in model_words.places_alt(rows, FACTS)


def test_first_points_of_each_quadrant():
    rows = [
        ("strength", "service", "Expertise in Industry 4.0", "", 0.63, 0.41, 22.0),
        ("strength", "node", "Offer", "", 80, 79, 1.0), ("threat", "limit", "Geography", "", 0.3, 0.25, 5.0),
        ("weakness", "node", "Team", "", 55, 75, 20.0), ("weakness", "node", "Governance", "", 60, 80, 20.0),
    ]  # fmt: skip
    points = pd.DataFrame(rows, columns=["quadrant", "kind", "label", "where", "value", "reference", "distance"])
    assert model_words.swot_finding(points, "Armenia") == (
        "The greatest strength is expertise in Industry 4.0 (provided by 63\u00a0%, and by 41\u00a0% "
        "of EU gold label holders); the greatest weaknesses are team (55 points; EU value 75) and governance (60 points; EU value 80); the only threat is geography "
        "(a high concern for 30\u00a0%)"
    )
    assert model_words.swot_finding(points.iloc[:0], "Armenia").startswith("Too few organisations of Armenia")


@pytest.mark.parametrize(
    ("kinds", "ending"),
    [
        (
            ["shared"],
            "One dimension of Armenia is 10 points or more below the EU value, and so it is in the whole region",
        ),
        (["shared"] * 2, "value, and so they are in the whole region"),
        (["shared", "own"], "; in the region as a whole this is not so for b"),
        (["shared", "open"], "; one of them in the whole region, too"),
        (["open"], "One dimension of Armenia is 10 points or more below the EU value"),
        ([], "No dimension of Armenia that may be shown is 10 points or more below the EU value"),
    ],
)
def test_challenges_are_counted(kinds, ending):
    rows = pd.DataFrame({"label": ["A", "B"][: len(kinds)], "kind": kinds})
    assert model_words.challenges_finding(rows, "Armenia", 10).endswith(ending)


def test_limit_of_most_concern():
    rows = pd.DataFrame({"label": ["Geography", "Government"], "n": [10, 12], "count": [5.0, NONE]})
    text = "geography is of high concern most often: for five of 10 organisations."
    assert model_words.limits_finding(rows) == f"Of limits of clusters that can be shown, {text}"
    assert model_words.limits_finding(rows.assign(count=[5.0, 0.0])) == f"Of two limits of clusters, {text}"
    assert model_words.limits_finding(rows.tail(1)).startswith("Too few")


def path_at(private, position, n=12):
    years = pd.DataFrame({"year": [0, 10], "private": [10.0, 100.0], "public": [90.0, 0.0]})
    return years.assign(now_private=private, position=position, years_left=10 - position, n=pd.array([n, n], "Int64"))


@pytest.mark.parametrize(
    ("private", "position", "words"),
    [
        (47, 3.7, "have 47 % private income on average; the path of 10 years reaches that in its fourth year"),
        (60, 5.0, "the path of 10 years reaches that after five years"),
        (5, 0.0, "they stand at the beginning of a path of 10 years"),
        (100, 10.0, "100 % private income on average: the end of the path"),
        (NONE, NONE, "rests on too few answers"),
    ],
)
def test_place_on_the_path(private, position, words):
    assert words in model_words.path_finding(path_at(private, position), "Armenia")
    assert "Armenia" in model_words.path_alt(path_at(private, position), "Armenia")


def test_sources_tell_how_many_answered():
    facts = {"synthetic": True, "collected_to": "2024-05-31"}
    assert "n = 12." in model_words.path_source(facts, path_at(47, 3.7))
    nobody = path_at(47, 3.7).iloc[:0]
    assert "n =" not in model_words.path_source(facts, nobody) and "n =" not in model_words.income_source(facts, nobody)


@pytest.mark.parametrize(
    ("statuses", "words"),
    [
        (["unknown"], "Which policies Armenia has is not known yet"),
        (["yes", "no"], "Of two policies that the authors looked into, Armenia has one"),
        (
            ["partly", "unknown"],
            "Of one policy that the authors looked into, Armenia has none and one in part; one more is not known",
        ),
    ],
)
def test_policies_are_counted(statuses, words):
    assert model_words.policies_finding(pd.DataFrame({"status": statuses}), "Armenia") == words


@pytest.mark.parametrize("sample", SAMPLES)
def test_every_sentence_of_an_edition_ends_up_somewhere(sample):
    profile = profile_of(sample)
    rows = model_words.place_rows(profile)
    row = model_words.place_of(profile, "XA")
    texts = [
        model_words.due_finding(rows), model_words.why_due(row, profile.facts), model_words.places_alt(rows, profile.facts),
        model_words.swot_finding(profile.tables["swot"], "XA"), model_words.components_note(profile.tables["components"]),
        model_words.challenges_finding(profile.tables["challenges"], "XA", profile.facts["weakness_gap"]),
        model_words.path_finding(profile.tables["funding_path"], "XA"),
    ]  # fmt: skip
    assert all(texts) and not any("nan" in text for text in texts)


def test_measures_are_counted_and_the_first_is_told():
    rows = pd.DataFrame(
        {
            "actor": ["Cluster managers", "Donors"],
            "text": ["Write a plan.", "Pay."],
            "addressee": "x",
            "horizon": "short",
        }
    )
    assert model_words.measures_finding(rows, "Armenia") == (
        "The answers lead to two measures. First in the short term for cluster managers: write a plan."
    )
    assert model_words.measures_finding(rows.head(1), "Armenia").startswith("The answers lead to one measure.")
    assert model_words.measures_finding(rows.iloc[:0], "Armenia").startswith("Too few")


def test_share_of_leading_classes_is_told_where_it_is_known():
    assert model_words.leading_finding({"leading_classes": NONE}) == model_words.leading_finding({}) == ""
    assert (
        model_words.leading_finding({"leading_classes": 0.5})
        == "50\xa0% of those with a class are champions or pioneers."
    )


def test_who_has_the_same_place_is_named():
    places = pd.DataFrame({"area_code": ["A", "B", "C", "D"], "place": [1.0, 1.0, 3.0, NONE]})
    areas = pd.DataFrame({"area_code": ["A", "B", "C", "D"], "area_label": ["Ant", "Bee", "Cat", "Dog"]})
    rows = model_words.place_rows(Profile("country", "A", "public", {}, {"areas": areas, "country_places": places}))
    assert list(rows["shared_with"]) == ["Bee", "Ant", "", ""]
