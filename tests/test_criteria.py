"""Tests of criteria on answers: worked examples of each kind, and the laws that hold for all."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given as drawn
from hypothesis import strategies as some
from pydantic import TypeAdapter

from clusterbrief.analysis.labels.criteria import compare, judge
from clusterbrief.analysis.labels.criteria_measures import Given
from clusterbrief.analysis.labels.criteria_words import Limit
from clusterbrief.study.framework import Framework
from clusterbrief.study.programme_model import Test as AnyKind
from worked_example import as_responses

KINDS = ["members_sme", "members_large", "members_research", "members_public", "members_civil", "members_finance"]
ZERO = dict.fromkeys(KINDS, "0")
MEMBERS = Limit("at least", 15, "members")
MAJORITY = Limit("over", 0.5, "share")
NUMBER = {"method": "number", "questions": ["members_active"], "words": "active members"}
COMPANIES = {"method": "number", "questions": ["members_sme", "members_large"], "words": "companies"}
OWN_INCOME = {"method": "number", "questions": ["income_fees", "income_services"], "words": "of income"}
PRIVATE = {
    "method": "share", "parts": ["members_sme", "members_large", "members_finance"], "of": KINDS,
    "within": "members_total", "words": "members",
}  # fmt: skip
AREAS = {"method": "count", "question": "priority_areas", "options": ["networking", "business_support"]}
TRIPLE = {
    "method": "present",
    "kinds": {
        "business": ["members_sme", "members_large"],
        "research": ["members_research"],
        "public": ["members_public"],
    },
}
YEARS = {"method": "years", "question": "year_started"}
LEVEL = {"method": "level", "question": "web_presence", "least": 3, "open_from": 2}
LISTED = {"method": "chosen", "question": "eccp_listed", "options": ["yes"]}
OFFICE = {"method": "chosen", "question": "labels", "options": ["bronze", "silver"]}
PUBLIC = {"method": "number", "questions": ["members_public"], "least": 1, "words": "public members"}
NOT_ASKED = {"method": "unknown", "cause": "not asked", "reason": "collaboration"}
SUPPORT = {
    "method": "all",
    "tests": [
        {"method": "chosen", "question": "gen_rdi_support", "options": ["provided"], "words": "innovation"},
        {"method": "level", "question": "digital_focus", "least": 2, "words": "digitalisation"},
    ],
}
PUBLIC_OR_MORE = {"method": "any", "tests": [PUBLIC, NOT_ASKED]}

# test, limit, cells, verdict (1, 0 or None), answers, why unknown, short by
WORKED = {
    "number met": (NUMBER, MEMBERS, {"members_active": "15"}, 1, "15 active members", "", ""),
    "number short": (NUMBER, MEMBERS, {"members_active": "12"}, 0, "12 active members", "", "3 active members"),
    "number not known": (NUMBER, MEMBERS, {"members_active": "?"}, None, "", "do not know", ""),
    "number not answered": (NUMBER, MEMBERS, {}, None, "", "not answered", ""),
    "number not asked": (NUMBER, MEMBERS, {"members_active": "-"}, None, "", "not asked", ""),
    "limit over": (NUMBER, Limit("over", 15, "members"), {"members_active": "15"}, 0, "15 active members", "", ""),
    "limit at most": (NUMBER, Limit("at most", 15, "members"), {"members_active": "16"}, 0, "16 active members", "", "1 active member"),
    "sum whole": (COMPANIES, Limit("at least", 30, "companies"), {"members_sme": "22", "members_large": "8"}, 1, "30 companies", "", ""),
    "sum that reaches it already": (
        COMPANIES, Limit("at least", 30, "companies"), {"members_sme": "31"}, 1, "31 companies, not all answered", "", "",
    ),
    "sum that may reach it": (
        COMPANIES, Limit("at least", 30, "companies"), {"members_sme": "29"}, None, "29 companies, not all answered",
        "not answered: Large enterprises", "",
    ),
    # 12.3 % + 7.7 % = 20 %, against 0.2
    "percent against a share": (
        OWN_INCOME, Limit("at least", 0.2, "share"), {"income_fees": "12.3", "income_services": "7.7"}, 1, "20 % of income", "", "",
    ),
    "percent short": (
        OWN_INCOME, Limit("at least", 0.2, "share"), {"income_fees": "10", "income_services": "5"}, 0, "15 % of income",
        "", "5 percentage points",
    ),
    # (10 + 4 + 2) / (10 + 4 + 2 + 6 + 3 + 1) = 16 / 26
    "share whole": (
        PRIVATE, MAJORITY,
        {"members_sme": "10", "members_large": "4", "members_finance": "2", "members_research": "6", "members_public": "3", "members_civil": "1"},
        1, "61.5 % (16 of 26 members)", "", "",
    ),
    "share exactly half": (
        PRIVATE, MAJORITY, ZERO | {"members_sme": "10", "members_research": "10"}, 0, "50 % (10 of 20 members)", "", "",
    ),
    "share of nobody": (PRIVATE, MAJORITY, ZERO, None, "0 of 0 members", "no members to take a share of", ""),
    # research is missing and may be anything: 10 / (10 + x)
    "share with a blank": (
        PRIVATE, MAJORITY, {k: v for k, v in (ZERO | {"members_sme": "10"}).items() if k != "members_research"}, None,
        "10 of 10 members, not all answered", "not answered: Universities, research and training organisations", "",
    ),
    # of 19 members 10 are private, so at most 9 are not
    "share with a blank and a total": (
        PRIVATE, MAJORITY, {"members_sme": "10", "members_total": "19"}, 1, "10 of 10 members, not all answered", "", "",
    ),
    # at most 9 of 19 are private whatever the blanks hold
    "share out of reach": (
        PRIVATE, MAJORITY, {"members_research": "10", "members_total": "19"}, 0, "0 of 10 members, not all answered", "",
        "2.63 percentage points",
    ),
    # 10 of 18 by kind, but 10 of 22 of the total
    "share of a larger total": (
        PRIVATE, MAJORITY, ZERO | {"members_sme": "10", "members_civil": "8", "members_total": "22"}, None,
        "55.6 % (10 of 18 members), 4 more of no kind", "4 members of no kind", "",
    ),
    "share of a total that is too small": (
        PRIVATE, MAJORITY, ZERO | {"members_sme": "10", "members_civil": "8", "members_total": "5"}, 1,
        "55.6 % (10 of 18 members)", "", "",
    ),
    "count": (
        AREAS, Limit("at least", 2, "areas"), {"priority_areas": "networking green_transition"}, 0,
        "1 of 2: Collaboration, networking and learning", "", "1 area",
    ),
    "count none": (AREAS, Limit("at least", 2, "areas"), {"priority_areas": "no_area"}, 0, "0 of 2", "", "2 areas"),
    "count missing": (AREAS, Limit("at least", 2, "areas"), {}, None, "", "not answered", ""),
    "two kinds": (TRIPLE, Limit("at least", 2, "kinds"), {"members_large": "1", "members_public": "2"}, 1, "2 of 3: business; public", "", ""),
    "firms are one kind": (
        TRIPLE, Limit("at least", 2, "kinds"), ZERO | {"members_sme": "5", "members_large": "1"}, 0, "1 of 3: business", "", "1 kind",
    ),
    "kinds with a blank": (
        TRIPLE, Limit("at least", 2, "kinds"), {"members_sme": "5", "members_large": "0", "members_public": "0"}, None,
        "1 of 3: business", "not answered: Universities, research and training organisations", "",
    ),
    # to 31 May 2024: founded in 2020 is 3 years at least, in 2021 2 or 3, in 2022 2 at most
    "years met": (YEARS, Limit("at least", 3, "years"), {"year_started": "2020"}, 1, "since 2020", "", ""),
    "years on the edge": (
        YEARS, Limit("at least", 3, "years"), {"year_started": "2021"}, None, "since 2021", "2 or 3 years: only the year is known", "",
    ),
    "years short": (YEARS, Limit("at least", 3, "years"), {"year_started": "2022"}, 0, "since 2022", "", "1 year"),
    "year ahead": (YEARS, Limit("at least", 3, "years"), {"year_started": "2025"}, None, "since 2025", "the year lies ahead", ""),
    "year missing": (YEARS, Limit("at least", 3, "years"), {}, None, "", "not answered", ""),
    "completion": ({"method": "completion"}, Limit("at least", 0.8, "share"), {}, 1, "80 % of the required questions", "", ""),
    "completion short": (
        {"method": "completion"}, Limit("at least", 0.85, "share"), {}, 0, "80 % of the required questions", "", "5 percentage points",
    ),
    "level reached": (LEVEL, None, {"web_presence": "4"}, 1, "level 4 of 4: The website in English offers services to members and partners, and visits are measured to improve it", "", ""),
    "level left open": (
        LEVEL, None, {"web_presence": "2"}, None,
        "level 2 of 4: Its own website shows aims, members and contacts and is updated at least every quarter",
        "the answer leaves it open", "",
    ),
    "level missed": (LEVEL, None, {"web_presence": "0"}, 0, "level 0 of 4: The cluster has no website and no page on another one", "", "3 levels"),
    "level missing": (LEVEL, None, {}, None, "", "not answered", ""),
    "chosen": (LISTED, None, {"eccp_listed": "yes"}, 1, "yes", "", ""),
    "not chosen": (LISTED, None, {"eccp_listed": "no"}, 0, "no", "", ""),
    "chosen among several": (OFFICE, None, {"labels": "silver national"}, 1, "ECEI Silver, A label of your country for clusters", "", ""),
    "unknown": (NOT_ASKED, None, {}, None, "", "not asked: collaboration", ""),
    "all": (SUPPORT, None, {"gen_rdi_support": "provided", "digital_focus": "2"}, 1, "innovation: Provided now, digitalisation: level 2 of 4", "", ""),
    "one of all is missed": (SUPPORT, None, {"gen_rdi_support": "planned"}, 0, "innovation: Planned", "", ""),
    "one of all is missing": (SUPPORT, None, {"gen_rdi_support": "provided"}, None, "innovation: Provided now", "not answered: digitalisation", ""),
    "any": (PUBLIC_OR_MORE, None, {"members_public": "1"}, 1, "1 public member", "", ""),
    "none of any": (PUBLIC_OR_MORE, None, {"members_public": "0"}, None, "0 public members", "not asked: collaboration", ""),
}  # fmt: skip


def read(test: dict) -> AnyKind:
    return TypeAdapter(AnyKind).validate_python(test)


def answers(framework: Framework, rows: dict[str, dict[str, str]], on: date = date(2024, 5, 31)) -> Given:
    table = as_responses(rows, framework)
    wide = {
        column: table.pivot(index="organisation_code", columns="question_code", values=column).astype(object)
        for column in ("value", "state")
    }
    completion = pd.Series(0.8, index=wide["value"].index)
    return Given(wide["value"], wide["state"], completion, framework, on)


@pytest.mark.parametrize("name", WORKED)
def test_worked_example(framework, name):
    test, limit, cells, verdict, *words = WORKED[name]
    judged = judge(read(test), limit, answers(framework, {"AM-1": cells}))
    expected = np.nan if verdict is None else float(verdict)
    np.testing.assert_equal(judged.met, [expected])
    assert [judged.answers[0], judged.reasons[0], judged.short_by[0]] == words


def test_day_of_the_survey_decides_full_years(framework):
    rows = {"AM-1": {"year_started": "2021"}}
    on_last_day = judge(read(YEARS), Limit("at least", 3, "years"), answers(framework, rows, date(2024, 12, 31)))
    assert on_last_day.met.tolist() == [1.0]
    just_begun = judge(
        read(YEARS), Limit("at most", 0, "years"), answers(framework, {"AM-1": {"year_started": "2024"}})
    )
    assert just_begun.met.tolist() == [1.0]


def test_test_without_a_limit_is_refused(framework):
    asked = answers(framework, {"AM-1": {}})
    with pytest.raises(ValueError, match="needs a limit"):
        judge(read(NUMBER), None, asked)
    with pytest.raises(ValueError, match="places"):
        judge(read({"method": "places"}), None, asked)


def test_nobody_answered(framework):
    table = answers(framework, {"AM-1": {}})
    nobody = Given(table.values.iloc[:0], table.states.iloc[:0], table.completion.iloc[:0], framework, table.on)
    for test, limit, *_ in WORKED.values():
        judged = judge(read(test), limit, nobody)
        assert len(judged.met) == len(judged.answers) == len(judged.reasons) == len(judged.short_by) == 0


# Laws

COUNTS = some.one_of(some.none(), some.integers(0, 30))
SHARE_TESTS = [PRIVATE, {**PRIVATE, "within": None}]


def cells_of(counts: dict[str, int | None]) -> dict[str, str]:
    return {code: "" if count is None else str(count) for code, count in counts.items()}


@drawn(
    counts=some.fixed_dictionaries(dict.fromkeys([*KINDS, "members_total"], COUNTS)),
    more=some.integers(1, 20),
    part=some.sampled_from(PRIVATE["parts"]),
)
def test_another_private_member_never_turns_met_into_not_met(framework, counts, more, part):
    if counts[part] is None:
        return
    better = {**counts, part: counts[part] + more}
    asked = answers(framework, {"AM-1": cells_of(counts), "AM-2": cells_of(better)})
    for test in SHARE_TESTS:
        before, after = judge(read(test), MAJORITY, asked).met
        assert not (before == 1 and after == 0)


@drawn(
    counts=some.fixed_dictionaries(dict.fromkeys(KINDS, some.integers(0, 30))),
    blanks=some.sets(some.sampled_from(KINDS)),
    extra=some.integers(0, 5),
    has_total=some.booleans(),
)
def test_what_is_known_with_blanks_stays_when_they_are_filled(framework, counts, blanks, extra, has_total):
    total = {"members_total": sum(counts.values()) + extra} if has_total else {}
    partly = {code: None if code in blanks else count for code, count in counts.items()}
    asked = answers(framework, {"AM-1": cells_of(partly | total), "AM-2": cells_of(counts | total)})
    for test, limit in [(each, MAJORITY) for each in SHARE_TESTS] + [
        (COMPANIES, Limit("at least", 30, "companies")),
        (TRIPLE, Limit("at least", 2, "kinds")),
    ]:
        before, after = judge(read(test), limit, asked).met
        if not np.isnan(before) and not np.isnan(after):
            assert before == after


@drawn(
    low=some.floats(-100, 100), width=some.floats(0, 50), limit=some.floats(-100, 100),
    comparison=some.sampled_from(["at least", "over", "at most"]), inside=some.floats(0, 1),
)  # fmt: skip
def test_a_verdict_between_bounds_holds_for_every_value_between_them(low, width, limit, comparison, inside):
    bound = Limit(comparison, limit, "")
    verdict = compare(np.array([low]), np.array([low + width]), bound)[0]
    value = np.array([low + inside * width])
    if not np.isnan(verdict):
        assert compare(value, value, bound)[0] == verdict
