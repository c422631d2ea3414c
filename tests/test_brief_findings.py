"""Findings for the readers of a brief: with their numbers, in order of weight, and none that says nothing."""

import re
from dataclasses import replace

import pandas as pd
import pytest

from clusterbrief.present import brief_findings
from clusterbrief.present.brief_findings import FOR_READER, findings, findings_note, headlines
from clusterbrief.present.recommendation_tables import DONORS, MANAGERS, POLICY

NONE = float("nan")
OF_AREAS = (
    "area_scores", "class_counts", "needs", "evidence", "verdicts", "criteria", "service_shares", "recommendations",
)  # fmt: skip


@pytest.fixture
def armenia(profiles):
    return profiles["country", "AM"]


def changed(profile, respondents=None, **tables):
    """A profile with other tables, and another number of respondents."""
    if respondents is not None:
        told = profile.tables["participation"].copy()
        told.loc[told["area_code"] == profile.unit_code, ["respondents", "respondents_invited"]] = respondents
        tables["participation"] = told
    return replace(profile, tables={**profile.tables, **tables})


def hidden(profile, respondents):
    """A profile in which no number of any area is shown."""
    empty = {name: profile.tables[name].iloc[:0] for name in OF_AREAS}
    return changed(profile, respondents, **empty)


@pytest.mark.parametrize("reader", FOR_READER)
@pytest.mark.parametrize("code", ["EaP", "AM", "AZ", "GE", "MD", "UA"])
def test_each_reader_of_the_example_has_three_findings_with_numbers(profiles, code, reader):
    profile = profiles["region" if code == "EaP" else "country", code]
    said = findings(profile, reader)
    assert all(said)
    assert len(set(said)) == brief_findings.MOST
    assert findings_note(profile, said) == ""
    words = r"\d|\b(one|two|three|four|five|six|seven|eight|nine|nearly all|at the EU value)\b"
    assert all(re.search(words, each) and each.endswith(".") for each in said)


def test_the_weightiest_comes_first(armenia):
    assert "furthest below the EU value in strategic focus (26 points below)" in findings(armenia, MANAGERS)[0]
    assert findings(armenia, POLICY)[0].startswith("Of 56 invited organisations of Armenia, 19 answered")
    assert "reach 77\u00a0% of the EU value" in findings(armenia, POLICY)[0]
    assert findings(armenia, POLICY)[1] == (
        "For 15 of 20 organisations, the law does not define cluster organisations or their support, or only in part; "
        "the answers support the source report's hypothesis on legal basis."
    )
    assert "support is wanted most for financial sustainability" in findings(armenia, DONORS)[0]
    assert findings(armenia, DONORS)[2].startswith("Financial sustainability in Armenia reaches 82\u00a0%")


def test_what_cannot_be_said_is_followed_by_what_can(armenia):
    bare = changed(armenia, evidence=armenia.tables["evidence"].iloc[:0])
    assert findings(bare, POLICY)[1].startswith("Of the needs that can be shown, support is wanted most for")
    assert findings(bare, DONORS)[2].endswith("against 78).")


@pytest.mark.parametrize("reader", FOR_READER)
def test_nobody_answered(armenia, reader):
    nobody = hidden(armenia, 0)
    said = findings(nobody, reader)
    assert said == headlines(nobody) == ("", "", "")
    assert findings_note(nobody, said) == (
        "None of the 56 invited organisations of Armenia has answered yet. Findings follow from answers."
    )


@pytest.mark.parametrize(
    ("number", "start"),
    [(0, "One organisation of Armenia answered. No figure"), (1, "This is the only finding: one"), (2, "These are the only two findings: one")],
)  # fmt: skip
def test_few_findings_say_why(armenia, number, start):
    said = ("A.", "B.", "C.")[:number]
    note = findings_note(hidden(armenia, 1), said)
    assert note.startswith(start)
    assert "let such a figure be worked out" in note


def test_everything_hidden_leaves_the_response_alone(armenia):
    assert findings(hidden(armenia, 1), MANAGERS) == ("", "", "")
    said = findings(hidden(armenia, 1), POLICY)
    assert said[0].startswith("Of 56 invited organisations of Armenia, one answered")
    assert said[1:] == ("", "")


@pytest.mark.parametrize(
    ("gaps", "text"),
    [
        ([], ""),
        ([4], "Organisations of Armenia are four points below in team."),
        ([4, 4], "Organisations of Armenia are four points below in team and financial sustainability."),
        ([4, 0], "Organisations of Armenia are furthest below the EU value in team (four points below) and reach it in financial sustainability."),
        ([4, 1], "Organisations of Armenia are furthest below the EU value in team (four points below) and come closest to it in financial sustainability (one point below)."),
        ([4, -2], "Organisations of Armenia are furthest below the EU value in team (four points below) and exceed it only in financial sustainability (two points above)."),
        ([-1, -9], "Organisations of Armenia reach the EU value in each dimension that may be shown: least far above it in team (one point above), furthest in financial sustainability (nine points above)."),
    ],
)  # fmt: skip
def test_distances_are_right_for_none_one_and_ties(armenia, gaps, text):
    scores = armenia.tables["area_scores"].assign(gap=NONE)
    for code, gap in zip(("II.a", "II.b"), gaps, strict=False):
        scores.loc[(scores["area_code"] == "AM") & (scores["node_code"] == code), "gap"] = gap
    assert brief_findings.distance_to_eu(changed(armenia, area_scores=scores)) == text


def criteria(profile, *rows):
    first = profile.tables["criteria"].query("area_code == 'AM' and programme_code == 'bronze_support'").iloc[:1]
    parts = [first.assign(label=label, n=20, met=met, not_met=not_met, unknown=0.0) for label, met, not_met in rows]
    return changed(profile, criteria=pd.concat(parts) if parts else first.iloc[:0])


@pytest.mark.parametrize(
    ("rows", "text"),
    [
        ([], ""),
        ([("Plan", 20.0, 0.0)], ""),
        ([("Plan", 5.0, 15.0)], "The criterion of “support for the Bronze label” missed most often is “plan” (15 of 20 organisations)."),
        ([("Plan", NONE, 5.0), ("Team", 2.0, 18.0), ("List", 15.0, NONE)], "The criteria of “support for the Bronze label” missed most often are “team” (18 of 20 organisations) and “plan” (five)."),
        ([("Plan", NONE, 5.0), ("List", NONE, NONE)], "Of the two criteria of “support for the Bronze label”, only one can be told: five of 20 organisations do not meet “plan”."),
    ],
)  # fmt: skip
def test_criteria_missed_claim_no_more_than_is_shown(armenia, rows, text):
    assert brief_findings.criteria_missed(criteria(armenia, *rows)) == text


def services(profile, **columns):
    shares = profile.tables["service_shares"]
    own = shares[(shares["area_code"] == "AM") & (shares["kind"] == "digitalisation services")]
    given = {"count": NONE, "share": NONE, "bound": "", "n": 8, **columns}
    return changed(profile, service_shares=own.assign(**given))


def test_services_lacking_without_shares(armenia):
    assert brief_findings.services_lacking(services(armenia)) == ""
    few = brief_findings.services_lacking(services(armenia, bound="few"))
    assert re.fullmatch(r"Fewer than three of eight organisations of Armenia provide “.*”, “.*” or “.*”\.", few)
    rarest = brief_findings.services_lacking(services(armenia, count=[1.0, *[NONE] * 8]))
    assert rarest.startswith("Of the digitalisation services that may be shown, “")
    assert "one of eight organisations of Armenia provide it, against" in rarest
    assert brief_findings.services_lacking(services(armenia, count=9.0, n=9, share=1.0)) == ""  # no less than in the EU
    some = brief_findings.services_lacking(services(armenia, count=1.0, n=9))
    assert some.startswith("Of digitalisation services, “")


def test_needs_that_nearly_all_named_come_first(armenia):
    needs = armenia.tables["needs"]
    needs = needs[needs["area_code"] == "AM"].assign(count=NONE, share=NONE, bound="", n=10)
    assert brief_findings.needs_named(changed(armenia, needs=needs)) == ""
    needs.loc[needs["option_code"] == "skills", "count"] = 6.0
    needs.loc[needs["option_code"] == "evaluation", "bound"] = "nearly all"
    assert brief_findings.needs_named(changed(armenia, needs=needs)) == (
        "Two needs can be shown: evaluation of effects (nearly all of 10 organisations), and skills of cluster managers and entrepreneurs (six)."
    )


def test_headlines_are_the_first_of_each_reader_none_twice(armenia):
    assert headlines(armenia) == tuple(findings(armenia, reader)[0] for reader in FOR_READER)
    alone = hidden(armenia, 1)
    assert headlines(alone) == (findings(alone, POLICY)[0], "", "")


@pytest.mark.parametrize(
    ("labels", "text"),
    [
        (["Own income"], "Most organisations, about 15 of 20, would be helped by one piece of advice: “Do this”."),
        (["Own income", "Action plan"], "Most organisations, about 15 of 20, would be helped by two pieces of advice, among them this: “Do this”."),
    ],
)  # fmt: skip
def test_fields_in_which_support_would_help(armenia, labels, text):
    table = armenia.tables["recommendations"]
    rows = table[(table["area_code"] == "AM") & (table["addressee"] == DONORS)].head(len(labels))
    rows = rows.assign(helped=15.0, bound="", n=20)
    rules = armenia.tables["rules"].set_index("rule_code")
    rules.loc[rows["rule_code"], "shown_by"] = labels
    rules.loc[rows["rule_code"], "text"] = "Do this."
    told = changed(armenia, recommendations=rows, rules=rules.reset_index())
    assert brief_findings.most_helped(told) == text


@pytest.mark.parametrize(("attainment", "said"), [(0.949, True), (0.95, False), (1.2, False)])
def test_finances_that_all_but_reach_the_eu_value_ask_for_nothing(armenia, attainment, said):
    scores = armenia.tables["area_scores"].copy()
    scores.loc[(scores["area_code"] == "AM") & (scores["node_code"] == "II.b"), "attainment"] = attainment
    assert bool(brief_findings.finance(changed(armenia, area_scores=scores))) == said


@pytest.mark.parametrize(("number", "said"), [(5.0, True), (4.0, False), (NONE, False)])
def test_few_teams_without_a_project_ask_for_nothing(armenia, number, said):
    evidence = armenia.tables["evidence"].copy()
    own = (evidence["area_code"] == "AM") & (evidence["item_code"] == "no_project")
    assert own.sum() == 1
    evidence.loc[own, ["count", "n"]] = number, 20
    assert bool(brief_findings.experience(changed(armenia, evidence=evidence))) == said


def test_a_missed_criterion_stands_with_its_limit(armenia):
    told = criteria(armenia, ("Active members", 5.0, 15.0))
    rules = pd.DataFrame(
        {
            "programme_label": ["Support for the Bronze label"],
            "label": ["Active members"],
            "needed": ["at least 15 members"],
        }
    )
    assert "“active members” (at least 15 members: 15 of 20 organisations)" in brief_findings.criteria_missed(
        changed(told, criterion_rules=rules)
    )


def test_needs_with_as_many_names_stand_together_or_not_at_all(armenia):
    needs = armenia.tables["needs"]
    needs = needs[needs["area_code"] == "AM"].assign(count=0.0, share=NONE, bound="", n=20)
    for codes, number in (
        (4, ["skills", "evaluation", "resources_services", "legal_basis"]),
        (2, ["skills", "evaluation"]),
    ):
        told = needs.assign(count=needs["option_code"].map(dict.fromkeys(number, 5.0)).fillna(3.0))
        assert (
            len(
                brief_findings.first_needs(brief_findings.rows.choice_rows(changed(armenia, needs=told), "AM", "needs"))
            )
            == codes
        )
