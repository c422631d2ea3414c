"""Captions state what the figure shows, for none, one and many."""

import pandas as pd
import pytest

from clusterbrief.present import captions

NONE = float("nan")


def participation(*rows):
    return pd.DataFrame(rows, columns=["label", "respondents", "response_rate"])


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([("A", 0, NONE), ("B", 0, 0.0)], "Nobody has answered yet"),
        ([("A", 1, 0.5)], "One organisation answered"),
        ([("A", 1, 0.5), ("B", 2, 0.5)], "in every country"),
        ([("A", 1, 0.5), ("B", 2, 0.2), ("C", 2, 0.5)], "highest in A and C"),
    ],
)
def test_participation_caption(rows, words):
    assert words in captions.participation_finding(participation(*rows))


def test_heat_caption_names_the_widest_spread_and_its_ends():
    wide = pd.DataFrame({"All": [50, 50], "A": [10, 40], "B": [90, 60]}, index=["Team", "Services"])
    assert captions.heat_finding(wide) == "Countries differ most in team: from 10 points in A to 90 in B"
    assert "Mean scores" in captions.heat_finding(wide[["All", "A"]])
    assert "Mean scores" in captions.heat_finding(wide.assign(A=NONE, B=NONE))


@pytest.mark.parametrize(("own", "words"), [([60, 60], "all two"), ([60, 40], "one of the"), ([40, 50], "not above")])
def test_own_heat_caption_counts_dimensions_above_the_region(own, words):
    assert words in captions.own_heat_finding(pd.DataFrame({"All": [50, 50], "A": own}), "A")


def test_spread_caption_gives_the_middle_and_no_number_from_which_few_could_be_told():
    marks = pd.DataFrame({"comparable_score": [80] * 2 + [20] * 10})
    expected = "Half of 12 organisations have 20 points or more; the EU value is 60"
    assert captions.spread_finding(marks, 60.0) == expected


def services(*rows):
    return pd.DataFrame(rows, columns=["label", "share", "gold_share"])


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([("Training", NONE, 0.5)], "Too few organisations of A"),
        ([("Training", 0.6, 0.5)], "No service"),
        ([("Training", 0.2, 0.5), ("Audits", 0.1, 0.2)], "“Training”: 20"),
    ],
)
def test_service_caption(rows, words):
    assert words in captions.service_finding(services(*rows), "A")


@pytest.mark.parametrize(
    ("named", "n", "words"),
    [
        (0, 4, "No organisation has"),
        (1, 1, "The one respondent"),
        (4, 4, "All respondents"),
        (1, 4, "Of four respondents, one agreed"),
    ],
)
def test_number_of_those_named(named, n, words):
    assert captions.named_count(named, n).startswith(words)


@pytest.mark.parametrize(
    ("counts", "words"),
    [([], "Every answer"), ([1], "There was one finding about"), ([2, 3], "There were five findings about")],
)
def test_number_of_findings(counts, words):
    text = captions.findings_count(pd.DataFrame({"count": counts}, dtype=int))
    assert text.startswith(words)
    assert ("There was" in text) == (sum(counts) == 1)


def test_choices_say_when_nothing_may_be_shown():
    hidden = pd.DataFrame({"label": ["Money"], "count": [NONE]})
    shown = hidden.assign(count=4.0)
    for finding in (captions.needs_finding, captions.actions_finding):
        assert finding(hidden).startswith("Too few organisations")
        assert "money" in finding(shown)


def test_coverage_caption_names_what_was_answered_least():
    rows = pd.DataFrame({"label": ["Team", "Services"], "coverage": [1.0, 0.8]})
    assert captions.coverage_finding(rows).startswith("Least was answered in services: 80")
    assert captions.coverage_finding(rows.assign(coverage=1.0)) == "Every dimension was answered in full"


def test_classes_caption_names_the_largest_class_shown():
    labels = pd.DataFrame({"class_code": ["champion"], "class_plural": ["Champions"]})
    rows = pd.DataFrame({"class_code": ["champion", "unclassified"], "n": 9, "count": [4.0, 5.0]})
    assert captions.classes_finding(rows, labels) == "Champions are the largest class shown: 4 of nine organisations"
    assert captions.classes_finding(rows.assign(count=NONE), labels) == "Organisations by class and country"


def test_equals_are_all_named_in_titles():
    wide = pd.DataFrame({"All": [50, 50], "A": [10, 10], "B": [90, 90], "C": [90, 90]}, index=["Team", "Plan"])
    assert captions.heat_finding(wide) == "Countries differ most in team and plan: by 80 points each"
    assert captions.heat_finding(wide.head(1)) == "Countries differ most in team: from 10 points in A to 90 in B and C"
    assert captions.own_heat_finding(wide.assign(A=[60, 10]), "A").endswith("in one of the two dimensions: team")
    rows = pd.DataFrame({"class_code": ["champion", "pioneer"], "count": [4.0, 4.0], "n": 9})
    labels = pd.DataFrame({"class_code": ["champion", "pioneer"], "class_plural": ["Champions", "Pioneers"]})
    text = "Champions and pioneers are the largest classes shown: 4 of nine organisations each"
    assert captions.classes_finding(rows, labels) == text
    coverage = pd.DataFrame({"label": ["Team", "Plan", "Money"], "coverage": [0.8, 0.8, 0.9]})
    assert captions.coverage_finding(coverage).startswith("Least was answered in team and plan: 80")
    shares = pd.DataFrame({"label": ["X", "Y", "Z"], "share": [0.2, 0.3, NONE], "gold_share": [0.4, 0.5, 0.9]})
    assert captions.service_finding(shares, "A") == (
        "The services furthest below EU gold label holders in A, of those with a share that can be shown, are "
        "“X” (20\u00a0% against 40\u00a0%) and “Y” (30\u00a0% against 50\u00a0%)"
    )
