"""Programmes: the worked example by hand, the real criteria on the real questions, and the laws."""

import time
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from clusterbrief.analysis.disclosure import Thresholds, disclose_counts
from clusterbrief.analysis.labels.programmes import (
    MET,
    NOT_MET,
    STATUSES,
    UNKNOWN,
    count_criteria,
    evaluate_programmes,
    sum_up_programmes,
)
from clusterbrief.study.framework import Framework
from worked_example import REGION, as_organisations, as_responses, example, example_framework, example_rows, reference

ON = date(2024, 5, 31)
SHORT = {"+": MET, "-": NOT_MET, "?": UNKNOWN}
# on_eccp, active_members, documented_strategy, completion | own_income, projects, staffing
BY_HAND = {
    "XA-1": "++++ ++?",
    "XA-2": "-+++ +??",  # fees and sales are 20 % together
    "XA-3": "+-++ +??",  # fees are 20 % already
    "XA-4": "+?-+ -+?",
    "XB-1": "+?++ +??",
    "XB-2": "???+ ???",
    "XB-3": "-+-+ -+?",
    "XC-1": "+?++ +-?",  # sales are 20 % already
}
SUMS = {  # met, not met, unknown of three criteria each
    ("XA-1", "bronze_support"): (3, 0, 0, MET),
    ("XA-2", "bronze_support"): (2, 1, 0, NOT_MET),
    ("XA-4", "bronze_support"): (1, 1, 1, NOT_MET),
    ("XB-1", "bronze_support"): (2, 0, 1, UNKNOWN),
    ("XA-1", "go_cluster"): (2, 0, 1, UNKNOWN),
    ("XC-1", "go_cluster"): (1, 1, 1, NOT_MET),
}


def evaluate(rows: dict[str, dict[str, str]], framework: Framework | None = None) -> pd.DataFrame:
    framework = framework or example_framework()
    return evaluate_programmes(as_responses(rows, framework), as_organisations(list(rows)), framework, reference(), ON)


@pytest.fixture(scope="module")
def evaluated() -> pd.DataFrame:
    return evaluate(example_rows())


def test_the_worked_example_is_as_computed_by_hand(evaluated):
    marks = {status: mark for mark, status in SHORT.items()}
    found = evaluated["status"].map(marks).groupby([evaluated["organisation_code"], evaluated["programme_code"]]).sum()
    assert found.groupby("organisation_code").agg(" ".join).to_dict() == BY_HAND


def test_a_row_tells_what_was_answered_and_what_is_needed(evaluated):
    rows = evaluated.set_index(["organisation_code", "criterion_code"])
    members = rows.loc[("XA-3", "active_members")]
    assert members.drop(["kind", "criterion_number"]).to_dict() == {
        "programme_code": "bronze_support", "label": "Active members", "status": NOT_MET, "answers": "14 members",
        "needed": "at least 15 members", "reason": "", "short_by": "1 member", "setting": False,
    }  # fmt: skip
    report = rows.loc[("XA-2", "projects")]
    assert report["answers"] == "2 of 3: One; Two"
    assert report["reason"] == "not asked: report"
    assert report["setting"]
    staffing = rows.loc[("XA-2", "staffing")]
    assert staffing["reason"] == "the published text does not say: how many staff are appropriate"
    assert (rows.loc["XA-1", "kind"] == "selection").sum() == 1


def test_unknown_has_a_reason_and_nothing_else_has(evaluated):
    assert ((evaluated["status"] == UNKNOWN) == (evaluated["reason"] != "")).all()
    assert (evaluated.loc[evaluated["short_by"] != "", "status"] == NOT_MET).all()


def test_sums_leave_out_rules_of_selection(evaluated):
    sums = sum_up_programmes(evaluated).set_index(["organisation_code", "programme_code"])
    assert {key: tuple(sums.loc[key]) for key in SUMS} == SUMS
    assert len(sums) == 16
    assert (sums[["met", "not_met", "unknown"]].sum(axis="columns") == 3).all()


def test_counts_by_area_add_up(evaluated):
    counts = count_criteria(evaluated, as_organisations(list(example_rows())), REGION)
    assert len(counts) == 4 * 7
    assert (counts["n"] == counts["met"] + counts["not_met"] + counts["unknown"]).all()
    listed = counts[counts["criterion_code"] == "on_eccp"].set_index("area_code")[["n", "met", "not_met", "unknown"]]
    assert listed.T.to_dict("list") == {
        REGION: [8, 5, 2, 1],
        "XA": [4, 3, 1, 0],
        "XB": [3, 1, 1, 1],
        "XC": [1, 1, 0, 0],
    }


def test_counts_may_pass_disclosure_as_categories(evaluated):
    counts = count_criteria(evaluated, as_organisations(list(example_rows())), REGION)
    listed = counts[counts["criterion_code"] == "on_eccp"]
    long = listed.melt("area_code", ["met", "not_met", "unknown"], var_name="status", value_name="count")
    shown = disclose_counts(long, Thresholds(), REGION, "status", ["met", "not_met", "unknown"])
    assert shown.loc[~shown["hidden"], ["area_code", "status", "count"]].values.tolist() == [[REGION, "met", 5]]


# No rows, no programmes


def test_nobody_answered(framework):
    none = evaluate_programmes(as_responses({}, framework), as_organisations([]), framework, reference(), ON)
    some_rows = evaluate({"AM-1": {}}, framework)
    assert none.empty
    pd.testing.assert_series_equal(none.dtypes, some_rows.dtypes)
    full = sum_up_programmes(some_rows), count_criteria(some_rows, as_organisations(["AM-1"]), "EaP")
    for table, other in zip(
        (sum_up_programmes(none), count_criteria(none, as_organisations([]), "EaP")), full, strict=True
    ):
        assert table.empty
        pd.testing.assert_series_equal(table.dtypes, other.dtypes)


def test_framework_without_programmes(framework):
    bare = replace(framework, programmes=())
    assert evaluate({"AM-1": {}}, bare).empty


def test_organisation_without_any_response(framework):
    one = as_responses({"AM-1": {}}, framework)
    table = evaluate_programmes(one, as_organisations(["AM-1", "AM-2"]), framework, reference(), ON)
    other = table[(table["organisation_code"] == "AM-2") & (table["criterion_code"] == "active_members")]
    assert other["reason"].tolist() == ["not asked"]


# The real criteria

BEST = {
    "eccp_listed": "yes", "activities_number": "9", "priority_areas": "networking business_support", "members_total": "60",
    "members_sme": "40", "members_large": "7", "members_research": "8", "members_public": "3", "members_civil": "1",
    "members_finance": "1", "members_active": "40", "members_committed": "51", "members_near": "80", "team_fte": "3",
    "strategy_document": "4", "action_plan": "4", "needs_based": "4", "maturity_assessments": "12", "web_presence": "4",
    "independent_office": "yes", "year_started": "2015", "role_clarity": "4", "strategy_process": "4",
    "strategy_review": "4", "income_fees": "15", "income_services": "10", "funding_months": "36", "communication": "4",
    "gen_internationalisation": "provided", "gen_internal_market": "provided", "foreign_partners": "4",
    "gen_collaboration_external": "provided", "gen_rdi_support": "provided", "digital_focus": "4", "green_focus": "4",
    "joint_projects": "3", "working_groups": "4", "media_recognition": "4", "competitors_known": "yes",
    "success_stories": "5",
}  # fmt: skip
NEVER_KNOWN = {
    ("go_cluster", "rd_participation"), ("go_cluster", "staffing"), ("key_national_cluster", "medium_large"),
    ("key_national_cluster", "research_class"), ("catalonia", "gdp_share"),
}  # fmt: skip
WORST = {  # the worst answer to each question
    "yesno": "no", "scale": "0", "number": "0", "share": "0", "single": "not_provided", "multiple": "no_area",
}  # fmt: skip


def worst(framework: Framework, code: str) -> str:
    return "2024" if code == "year_started" else WORST[framework.questions[code].type]


def test_the_best_answers_meet_all_that_can_be_known(framework):
    table = evaluate({"AM-1": BEST}, framework).set_index(["programme_code", "criterion_code"])
    assert set(table.index[table["status"] == UNKNOWN]) == NEVER_KNOWN
    assert NOT_MET not in set(table["status"])
    # of 55 rows three are part of others, and one is a number of places
    assert len(table) == len(reference().programme_criteria) - 3 - 1


def test_the_worst_answers_meet_nothing(framework):
    rows = {"AM-1": {code: worst(framework, code) for code in BEST}}
    organisations = as_organisations(["AM-1"]).assign(completion=0.1)
    table = evaluate_programmes(as_responses(rows, framework), organisations, framework, reference(), ON)
    assert MET not in set(table["status"])
    shares = {"private_majority", "sme_share", "research_share", "enterprise_share"}  # nobody is a member
    unknown = table[table["status"] == UNKNOWN]
    keys = set(zip(unknown["programme_code"], unknown["criterion_code"], strict=True))
    assert {code for _, code in keys - NEVER_KNOWN} == shares | {"public_collaboration"}


def test_without_answers_all_is_unknown_but_completion(framework):
    table = evaluate({"AM-1": {}}, framework)
    assert set(table.loc[table["status"] != UNKNOWN, "criterion_code"]) == {"completion"}


ABROAD = ("gen_internationalisation", "gen_internal_market", "foreign_partners")  # one of them is enough
OUTWEIGHED = {"members_large", "members_civil", "members_finance", "members_total"}  # small parts of sums, a bound


def test_every_answer_that_criteria_read_can_change_a_verdict(framework):
    changes = [ABROAD, *((code,) for code in BEST if code not in {*ABROAD, *OUTWEIGHED})]
    rows = {
        f"AM-{place}": BEST | {code: worst(framework, code) for code in codes} for place, codes in enumerate(changes)
    }
    table = evaluate(rows | {"AM-best": BEST}, framework)
    found = table.groupby("organisation_code")["status"].agg("".join)
    assert [codes for place, codes in enumerate(changes) if found[f"AM-{place}"] == found["AM-best"]] == []


# Laws

ANSWERS = some.sampled_from(["", "0", "1", "3", "14", "15", "20", "30", "60", "?"])
ROWS = some.dictionaries(
    some.sampled_from([code for code in BEST if code.startswith(("members_", "income_"))]),
    ANSWERS, min_size=1,
)  # fmt: skip
LEVELS = [code for code in BEST if BEST[code] == "4" and code != "foreign_partners"]


@settings(max_examples=10)
@given(
    rows=ROWS,
    levels=some.fixed_dictionaries(dict.fromkeys(LEVELS, some.integers(0, 4))),
    raised=some.sampled_from(LEVELS),
)
def test_a_better_answer_never_turns_met_into_not_met(framework, rows, levels, raised):
    before = rows | {code: str(level) for code, level in levels.items()}
    after = before | {raised: str(min(levels[raised] + 1, 4))}
    table = evaluate({"AM-1": before, "AM-2": after}, framework)
    was, becomes = (table.loc[table["organisation_code"] == code, "status"].tolist() for code in ("AM-1", "AM-2"))
    order = {NOT_MET: 0, UNKNOWN: 1, MET: 2}
    assert all(order[one] <= order[two] for one, two in zip(was, becomes, strict=True))


@settings(max_examples=5)
@given(rows=ROWS, others=some.lists(ROWS, max_size=3))
def test_a_newcomer_changes_nobody(framework, rows, others):
    alone = evaluate({"AM-5": rows}, framework)
    together = evaluate({"AM-5": rows} | {f"GE-{place}": cells for place, cells in enumerate(others)}, framework)
    mine = together[together["organisation_code"] == "AM-5"].reset_index(drop=True)
    pd.testing.assert_frame_equal(alone, mine)


def test_order_of_rows_changes_nothing(evaluated):
    made = example("answers")
    shuffled = evaluate_programmes(
        made.responses.sample(frac=1, random_state=4), made.organisations.sample(frac=1, random_state=5),
        made.framework, reference(), ON,
    )  # fmt: skip
    pd.testing.assert_frame_equal(shuffled, evaluated)
    counts = count_criteria(evaluated, made.organisations, REGION)
    again = count_criteria(evaluated.sample(frac=1, random_state=6), made.organisations.iloc[::-1], REGION)
    keys = ["area_code", "programme_code", "criterion_code"]
    pd.testing.assert_frame_equal(
        counts.sort_values(keys, ignore_index=True), again.sort_values(keys, ignore_index=True)
    )


@pytest.mark.slow
def test_a_thousand_organisations_take_seconds(framework):
    kinds = [BEST, {code: worst(framework, code) for code in BEST}, {}]
    three = as_responses({f"AM-{place}": cells for place, cells in enumerate(kinds)}, framework)
    many = pd.concat(
        [three.assign(organisation_code=three["organisation_code"] + f"-{copy}") for copy in range(334)],
        ignore_index=True,
    )
    units = as_organisations(sorted(many["organisation_code"].unique()))
    start = time.perf_counter()
    table = evaluate_programmes(many, units, framework, reference(), ON)
    sums = sum_up_programmes(table)
    counts = count_criteria(table, units, "EaP")
    assert time.perf_counter() - start < 10  # far above what it takes, so that a busy machine does not fail it
    assert len(units) == 1002
    assert len(sums) == len(units) * len(framework.programmes)
    active = counts[(counts["criterion_code"] == "active_members") & (counts["area_code"] == "EaP")]
    assert active[["n", "met", "not_met", "unknown"]].values.tolist() == [[1002, 334, 334, 334]]
    assert set(table["status"]) == set(STATUSES)
