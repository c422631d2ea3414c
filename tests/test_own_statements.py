"""Sentences of one's own sheet are right for every respondent."""

import re

import pandas as pd
import pytest

from clusterbrief.present import own_statements, rows

NONE = float("nan")


@pytest.mark.parametrize(
    ("phase", "why", "despite", "sentence"),
    [
        ("cluster organisation", "", "", "Your answers describe a cluster organisation."),
        ("proto-cluster", "Has A; Has B; Has C", "", "Your answers describe a proto-cluster. Not met yet: “Has A”, “Has B” and “Has C”."),
        ("proto-cluster", "Has A", "Has staff (0 FTE)", "Your answers describe a proto-cluster. Not met yet: “Has A”. “Has staff (0 FTE)” counts as met: the phase goes by what you said, not by the amount."),
        ("unknown", "Has A", "", "Whether you act as a cluster organisation cannot be told: there is no answer of yours that tells whether this is met: “Has A”."),
    ],
)  # fmt: skip
def test_phase_says_what_is_not_met(phase, why, despite, sentence):
    facts = {"phase": phase, "phase_decided_by": why, "phase_despite": despite, "phase_unusable": ""}
    assert own_statements.own_phase(facts) == sentence


def test_every_respondent_gets_whole_sentences(profiles):
    for (kind, _), profile in profiles.items():
        if kind == "organisation":
            sentences = [
                own_statements.own_standing(rows.own_overall(profile)),
                own_statements.own_class(profile.facts, profile.tables["classes"]),
                own_statements.own_phase(profile.facts),
            ]
            for text in sentences:
                assert text.endswith(".")
                assert not re.search(r"\bnan\b|None|\.\.|  |–", text), text


@pytest.mark.parametrize(
    ("score", "benchmark", "words"),
    [(NONE, NONE, "too little for an overall score"), (40.0, NONE, "You score 40 of 100 points."), (40.0, 80.0, "50")],
)
def test_standing_says_what_is_known(score, benchmark, words):
    row = {"score": score, "comparable_score": score, "benchmark": benchmark, "coverage": 0.4, "attainment": score / 80}
    assert words in own_statements.own_standing(row)


@pytest.mark.parametrize(
    ("attainment", "words"),
    [(0.77, "you reach 77\u00a0% of it, before points are rounded."), (0.78, "you reach 78\u00a0% of it.")],
)
def test_standing_says_where_printed_points_would_give_another_percentage(attainment, words):
    row = {"score": 60.0, "comparable_score": 60.0, "benchmark": 77.0, "coverage": 1.0, "attainment": attainment}
    assert own_statements.own_standing(row).endswith(words)


def test_percentage_and_ratio_of_every_sheet_of_the_example_are_one_figure(profiles):
    seen = 0
    for (kind, _), profile in profiles.items():
        if kind == "organisation" and pd.notna(rows.own_overall(profile)["attainment"]):
            seen += 1
            attainment = rows.own_overall(profile)["attainment"]
            assert profile.facts["decided_by"].startswith(f"attainment {attainment:.2f} overall")
    assert seen > 50


@pytest.mark.parametrize(
    ("score", "words"),
    [
        (10.0, "Your comparable score is not above that of any of four other organisations"),
        (30.4, "Your comparable score is above that of one of four other organisations, and equal to that of one"),
        (90.0, "Your comparable score is above that of four of four other organisations"),
    ],
)
def test_own_place_counts_those_below_and_equals_as_they_are_printed(score, words):
    text = own_statements.own_place_finding(pd.DataFrame({"comparable_score": [10, 30, 30, 40, 90]}), score)
    assert text == words


@pytest.mark.parametrize(
    ("gaps", "words"),
    [
        ([12.0, 3.0], "team: 12 points below the EU value"),
        ([12.0, 11.9], "Your widest gaps are in team and services: 12 points below the EU value each"),
        ([-3.0, -1.0], "You reach the EU value in every dimension"),
        ([NONE, NONE], "Your scores by dimension"),
    ],
)
def test_own_gap_names_the_widest(gaps, words):
    text = own_statements.own_gap_finding(pd.DataFrame({"label": ["Team", "Services"], "gap": gaps}))
    assert words in text


def test_at_most_five_missing_services_are_named():
    table = pd.DataFrame({"label": [f"Service {letter}" for letter in "abcdefg"], "gold_share": 0.5})
    text = own_statements.missing_services(table)
    assert text.startswith("Five of the seven digitalisation services that you do not provide, with the share of")
    assert "service e" in text
    assert "service f" not in text
    assert own_statements.missing_services(table.head(5)).startswith("The five digitalisation services that you do not")
    assert own_statements.missing_services(table.head(1)).startswith("The one digitalisation service that you do not")


@pytest.mark.parametrize(
    ("low", "high", "sentence"),
    [
        (69.0, 73.0, "your overall score lies between 69 and 73 points in nine of ten cases."),
        (100.0, 100.0, "your overall score is 100 points in nine of ten cases."),
        (1.0, 1.0, "your overall score is one point in nine of ten cases."),
    ],
)
def test_interval_of_ones_own_score(low, high, sentence):
    start = "Over the tested choices of weights and means, "
    assert own_statements.own_interval({"score_low": low, "score_high": high}) == start + sentence


def test_no_interval_without_a_score():
    assert own_statements.own_interval({"score_low": None, "score_high": None}) == ""
    assert own_statements.own_interval({"score_low": NONE, "score_high": NONE}) == ""


def test_what_ones_own_eu_value_stands_on():
    rows = pd.DataFrame({"node_code": ["II", "overall"], "published": [1.0, 0.284], "setting": [0.0, 0.716]})
    assert own_statements.own_standings(rows) == (
        "Of the weight behind your EU value, 28\u00a0% rests on best practice or a published threshold, and 72\u00a0% on "
        "settings of this project."
    )
    assert own_statements.own_standings(rows.iloc[:1]) == ""
    assert own_statements.own_standings(rows.assign(published=NONE, setting=NONE)) == ""


def test_nothing_is_said_of_services_where_none_is_missing():
    assert own_statements.missing_services(pd.DataFrame({"label": [], "gold_share": []})) == ""


def test_every_respondent_of_the_example_with_a_score_has_an_interval(profiles):
    seen = 0
    for (kind, _), profile in profiles.items():
        facts = profile.facts
        if kind != "organisation" or facts["score_low"] is None:
            continue
        seen += 1
        own = rows.own_overall(profile)
        assert facts["score_low"] <= facts["score_high"]
        assert own_statements.own_interval(facts).endswith(" in nine of ten cases.")
        text = own_statements.own_standings(profile.tables["own_standings"])
        assert text.startswith("Of the weight behind your EU value, ") or pd.isna(own["benchmark"])
    assert seen > 50


def test_parts_are_told_from_dimensions():
    nodes = pd.DataFrame(
        {"node_code": ["A", "A.1", "A.1.x", "A.1.y", "A.2", "A.2.x"], "parent_code": ["", "A", "A.1", "A.1", "A", "A.2"],
         "label": ["Capacity", "Services", "Offer and use", "Premises", "Team", "Skills"],
         "level": ["block", "dimension", "part", "part", "dimension", "part"]}
    )  # fmt: skip
    assert own_statements.own_parts(nodes) == (
        "Offer and use, and premises are parts of the dimension “Services”. Skills is a part of the dimension “Team”."
    )
    assert own_statements.own_parts(nodes[nodes["level"] != "part"]) == ""


@pytest.mark.parametrize(
    ("unusable", "why"),
    [
        ("Has A", "your answer on “Has A” could not be used, and there is no answer of yours that tells whether this is met: “Has B”."),
        ("Has A; Has B", "your answers on “Has A” and “Has B” could not be used."),
    ],
)  # fmt: skip
def test_an_answer_that_could_not_be_used_is_told_from_none(unusable, why):
    facts = {"phase": "unknown", "phase_decided_by": "Has A; Has B", "phase_despite": "", "phase_unusable": unusable}
    assert own_statements.own_phase(facts) == f"Whether you act as a cluster organisation cannot be told: {why}"


def test_a_dimension_without_a_score_of_ones_own_is_named_with_the_reason():
    table = pd.DataFrame({"label": ["Team", "Services"], "score": [NONE, 40.0]})
    assert own_statements.own_missing(table, 2 / 3, True) == (
        "“Team” has no score of yours: less than 67\u00a0% of it was answered or could be used; see the notes on your answers, "
        "at the end. The figure leaves it out."
    )
    assert "“Team” and “Services” have" in own_statements.own_missing(table.assign(score=NONE), 2 / 3, False)
    assert own_statements.own_missing(table.tail(1), 2 / 3, True) == ""
