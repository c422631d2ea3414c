"""Rules about answers that must fit together: each one is broken here, and blanks never break any."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterbrief.study.answers import ANSWERED, DO_NOT_KNOW, INVALID, NOT_ANSWERED, Answer, read_answer
from clusterbrief.study.framework import Framework
from clusterbrief.study.rules import LOOKS_LIKE_ZERO, Broken, apply_rules
from survey_inputs import answers_of, complete_answers, edition_of, findings_of, state_and_value

INCOME = ("income_fees", "income_services", "income_private", "income_public", "income_donors", "income_other")
KINDS = ("members_sme", "members_large", "members_research", "members_public", "members_civil", "members_finance")
KEPT, DROPPED = "kept", "dropped"

# rule: answers that break it, and what becomes of the answers it takes exception to
BREAKS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "year_in_future": ({"year_started": 2025}, {"year_started": DROPPED}),
    "labels_or_none": ({"labels": "ECEI Gold; None of these"}, {"labels": DROPPED}),
    "kinds_within_total": (
        {"members_sme": 61}, dict.fromkeys((*KINDS, "members_total"), KEPT),
    ),
    "committed_within_total": ({"members_committed": 61}, {"members_committed": KEPT, "members_total": KEPT}),
    "active_within_total": ({"members_active": 61}, {"members_active": KEPT, "members_total": KEPT}),
    "team_without_staff": ({"has_team": "No", "team_fte": 0.5}, {"has_team": DROPPED, "team_fte": DROPPED}),
    "income_adds_up": ({"income_public": 50}, dict.fromkeys(INCOME, DROPPED)),
    "fees_without_income": (
        {"income_fees": 30, "income_other": 30}, {"fee_model": KEPT, "income_fees": KEPT},
    ),
    "areas_or_none": (
        {"priority_areas": "Skills and talent; None of these areas"}, {"priority_areas": ("skills_talent",)},
    ),
    "activities_without_areas": (
        {"priority_areas": "None of these areas"}, {"priority_areas": KEPT, "activities_number": KEPT},
    ),
    "services_or_none": (
        {"main_services": "None so far; Location branding"}, {"main_services": ("location_branding",)},
    ),
    "main_services_provided": (
        {"main_services": "Location branding; Access to public funding", "gen_location_branding": "Planned"},
        {"main_services": ("public_funding",)},
    ),
    "networks_or_none": (
        {"networks": "None of these networks; A network of clusters in your country"},
        {"networks": ("national_network",)},
    ),
    "assessed_within_total": ({"maturity_assessments": 61}, {"maturity_assessments": KEPT, "members_total": KEPT}),
}  # fmt: skip


def read(framework: Framework, **changes: Any) -> dict[str, Answer]:
    """Complete answers that fit together, but for the changes."""
    cells = complete_answers(framework, **changes)
    return {
        code: read_answer(question, framework.options(question), cells[code])
        for code, question in framework.questions.items()
    }


def broken_by(framework: Framework, answers: Mapping[str, Answer]) -> list[Broken]:
    return apply_rules(answers, framework, edition_of().settings)


def fate(broken: Broken) -> Any:
    if broken.answer is None:
        return KEPT
    return DROPPED if broken.answer.state == INVALID else broken.answer.value


def test_every_rule_of_the_framework_is_broken_below(framework):
    assert set(BREAKS) == {rule.code for rule in framework.rules}


def test_complete_answers_that_fit_break_none(framework):
    assert broken_by(framework, read(framework)) == []


@pytest.mark.parametrize("code", BREAKS)
def test_rule_is_broken_alone_and_has_its_effect(framework, code):
    changes, expected = BREAKS[code]
    broken = broken_by(framework, read(framework, **changes))
    assert {each.rule_code for each in broken} == {code}
    assert {each.question_code: fate(each) for each in broken} == expected
    [rule] = [each for each in framework.rules if each.code == code]
    assert all(each.problem.startswith(f"{rule.message}: ") for each in broken)
    assert all(not each.problem.endswith(".") and each.action.endswith(".") for each in broken)


@pytest.mark.parametrize("code", BREAKS)
def test_rule_never_runs_on_missing_answers(framework, code):
    """With any one of its answers missing it is silent, unless those that are left show it by themselves."""
    changes, _ = BREAKS[code]
    [rule] = [each for each in framework.rules if each.code == code]
    answers = read(framework, **changes)
    for state in (NOT_ANSWERED, DO_NOT_KNOW, INVALID):
        missing = {question: Answer(state) for question in rule.questions}
        limit = {rule.limit: Answer(state)} if rule.kind == "not_above" else {}
        assert not [each for each in broken_by(framework, answers | missing) if each.rule_code == code]
        assert not [each for each in broken_by(framework, answers | limit) if each.rule_code == code and limit]
        if rule.kind == "contradiction":
            for question in rule.questions:
                found = broken_by(framework, answers | {question: Answer(state)})
                assert code not in {each.rule_code for each in found}


# Sums


@pytest.mark.parametrize(("other", "fits"), [(58.9, False), (59, True), (60.5, True), (61, True), (61.1, False)])
def test_sum_may_be_off_by_its_tolerance(framework, other, fits):
    assert (broken_by(framework, read(framework, income_other=other)) == []) == fits


def test_sum_of_decimals_is_not_off_by_their_last_bit(framework):
    answers = read(framework, **dict.fromkeys(INCOME, 0) | {"income_public": 33.1, "income_donors": 33.9})
    answers |= {"income_other": Answer(ANSWERED, 32.0)}
    assert broken_by(framework, answers) == []


def test_message_shows_the_sum(framework):
    broken = broken_by(framework, read(framework, income_public=50))
    assert broken[0].problem == "The sources of income do not add up to 100 %: 0 + 10 + 10 + 50 + 10 + 60 = 140"


def test_blank_where_the_rest_is_the_whole_looks_like_zero_and_stays_blank(framework):
    broken = broken_by(framework, read(framework, income_fees=None))
    assert [(each.question_code, each.kind, each.answer) for each in broken] == [("income_fees", LOOKS_LIKE_ZERO, None)]
    answers = answers_of(framework, complete_answers(framework, income_fees=None))
    assert state_and_value(answers, "AM-001", "income_fees") == ("not answered", None)
    [finding] = findings_of(answers, LOOKS_LIKE_ZERO)
    assert "looks like a zero" in finding["problem"]
    assert "a blank is not taken for zero" in finding["action"]


@pytest.mark.parametrize("changes", [{"income_public": None}, dict.fromkeys(INCOME)])
def test_incomplete_sum_below_its_total_says_nothing(framework, changes):
    assert broken_by(framework, read(framework, **changes)) == []


def test_answers_that_exceed_the_total_are_wrong_whatever_the_blank_ones_are(framework):
    broken = broken_by(framework, read(framework, income_fees=None, income_public=52))
    assert {each.question_code for each in broken} == set(INCOME) - {"income_fees"}
    assert {fate(each) for each in broken} == {DROPPED}
    assert broken[0].problem.endswith("= 142, without the blank ones")


def test_members_of_some_kinds_alone_can_exceed_the_total(framework):
    answers = read(framework, **dict.fromkeys(KINDS) | {"members_sme": 61})
    assert {each.question_code for each in broken_by(framework, answers)} == {"members_sme", "members_total"}


@given(st.lists(st.one_of(st.none(), st.floats(0, 100)), min_size=6, max_size=6))
def test_sums_follow_their_definition_for_any_shares(framework, shares):
    answers = read(framework) | {
        code: Answer(NOT_ANSWERED) if share is None else Answer(ANSWERED, share)
        for code, share in zip(INCOME, shares, strict=True)
    }
    broken = [each for each in broken_by(framework, answers) if each.rule_code == "income_adds_up"]
    known = [share for share in shares if share is not None]
    off = sum(known) - 100
    if off > 1.001 or (None not in shares and off < -1.001):
        assert {each.question_code for each in broken if fate(each) == DROPPED} == {
            code for code, share in zip(INCOME, shares, strict=True) if share is not None
        }
    elif -0.999 < off < 0.999 and None not in shares:
        assert broken == []
    assert not [each for each in broken if answers[each.question_code].state == NOT_ANSWERED and each.answer]


# Options


def test_service_that_nothing_is_known_of_stays_a_main_one(framework):
    changes = {"main_services": "Location branding", "gen_location_branding": None}
    assert broken_by(framework, read(framework, **changes)) == []
    assert broken_by(framework, read(framework, **changes | {"gen_location_branding": "Do not know"})) == []


def test_answer_of_which_nothing_is_left_is_invalid(framework):
    [broken] = broken_by(
        framework, read(framework, main_services="Location branding", gen_location_branding="Not provided")
    )
    assert fate(broken) == DROPPED


def test_finding_names_what_was_left_out(framework):
    changes, _ = BREAKS["main_services_provided"]
    [finding] = findings_of(answers_of(framework, complete_answers(framework, **changes)), "contradiction")
    assert finding["problem"] == 'A main service is not among the services provided now: "Location branding"'
    assert finding["action"] == 'Answer kept in part, without "Location branding".'


def test_none_alone_is_an_answer(framework):
    assert broken_by(framework, read(framework, networks="None of these networks")) == []


# Years


@pytest.mark.parametrize(("year", "fits"), [(2023, True), (2024, True), (2025, False)])
def test_year_of_the_survey_is_not_after_it(framework, year, fits):
    assert (broken_by(framework, read(framework, year_started=year)) == []) == fits


# All of them


def test_rule_sees_what_the_ones_before_it_have_left(framework):
    """Shares that do not add up are dropped, so that they contradict nothing afterwards."""
    broken = broken_by(framework, read(framework, income_fees=90))
    assert {each.rule_code for each in broken} == {"income_adds_up"}


@settings(max_examples=60)
@given(st.lists(st.sampled_from(sorted(BREAKS)), max_size=6, unique=True), st.data())
def test_effects_are_pure_and_settle(framework, codes, data):
    changes = {key: value for code in codes for key, value in BREAKS[code][0].items()}
    answers = read(framework, **changes)
    blank = data.draw(st.sets(st.sampled_from(sorted({each for rule in framework.rules for each in rule.questions}))))
    answers |= {code: Answer(NOT_ANSWERED) for code in blank}
    before = dict(answers)
    broken = broken_by(framework, answers)
    assert answers == before
    assert all(answers[each.question_code].state == ANSWERED for each in broken if each.kind != LOOKS_LIKE_ZERO)
    left = answers | {each.question_code: each.answer for each in broken if each.answer}
    again = broken_by(framework, left)
    assert not [each for each in again if each.answer]
    touched = {code for code in answers if left[code] != answers[code]}
    assert touched <= {each for rule in framework.rules if rule.effect != "note" for each in rule.questions}


def test_findings_have_the_place_of_each_answer(framework):
    answers = answers_of(framework, complete_answers(framework, **BREAKS["team_without_staff"][0]))
    assert state_and_value(answers, "AM-001", "has_team") == ("invalid", None)
    found = findings_of(answers, "contradiction")
    assert [each["question_code"] for each in found] == ["has_team", "team_fte"]
    cells = answers.responses.set_index("question_code")["cell"]
    for each in found:
        assert cells[each["question_code"]] == f"{each['file']} ({each['cell']})"
        assert each["organisation_code"] == "AM-001"
        assert each["action"] == "Treated as invalid: counts as missing."


def test_contributions_that_were_replaced_break_no_rule(framework):
    rows = [complete_answers(framework, **BREAKS["income_adds_up"][0]), complete_answers(framework)]
    assert set(answers_of(framework, *rows).findings["kind"]) == {"answered twice"}
