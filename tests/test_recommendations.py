"""Recommendations: a case worked by hand, the laws that priorities keep, areas, and the real library at size."""

from dataclasses import fields, replace
from datetime import date
from time import perf_counter
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterbrief.analysis.disclosure import Thresholds, disclose_shares
from clusterbrief.analysis.labels.programmes import evaluate_programmes
from clusterbrief.analysis.recommendations import (
    BY_AREA,
    COLUMNS,
    Evidence,
    indicator_weights,
    list_triggers,
    rank_shown,
    recommend,
    recommend_for_area,
)
from clusterbrief.analysis.stages import assign_stages
from worked_example import REGION, as_organisations, example, example_framework, reference

FRAMEWORK = example_framework()
BENCHMARKS = {"plan": 75, "listed": 100, "office": 50, "services": 50, "review": 75, "themes": 50, "report": 100}
SCORES = st.fixed_dictionaries({code: st.sampled_from([None, 0, 25, 50, 75, 100]) for code in BENCHMARKS})

MANY = st.lists(SCORES, min_size=1, max_size=8).map(lambda own: {f"XA-{place}": each for place, each in enumerate(own)})


def compare(scores: dict[str, dict[str, float | None]]) -> pd.DataFrame:
    rows = [
        (organisation, code, np.nan if score is None else float(score), float(BENCHMARKS[code]))
        for organisation, own in scores.items()
        for code, score in own.items()
    ]
    table = pd.DataFrame(rows, columns=["organisation_code", "node_code", "comparable_score", "benchmark"])
    return table.assign(gap=table["benchmark"] - table["comparable_score"])


def unmet(*rows: tuple[str, str, str], status: str = "not met") -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["organisation_code", "programme_code", "criterion_code"])
    return table.assign(status=status)


def ranked(places: dict[str, dict[str, float | None]]) -> pd.DataFrame:
    rows = [(who, option, place) for who, own in places.items() for option, place in own.items()]
    return pd.DataFrame(rows, columns=["organisation_code", "option_code", "place"]).astype({"place": float})


def advised(evidence: Evidence) -> pd.DataFrame:
    return recommend(evidence, FRAMEWORK).set_index(["organisation_code", "rule_code"])


# By hand


def test_weights_are_shares_of_the_largest_share_in_the_overall_score():
    # A weighs 3 of 4, its two dimensions half each: staff has 2 of 4 of A.1 (3/16), office all of A.2.x (3/16)
    weights = indicator_weights(FRAMEWORK)
    assert weights[["staff", "office"]].tolist() == [1, 1]
    assert weights[["plan", "listed", "services", "income"]].tolist() == [0.5] * 4
    assert weights["review"] == pytest.approx((1 / 4 / 3) / (3 / 16))


def test_priority_is_severity_times_weight_times_one_and_need():
    needs = ranked({"X": {"money": 1, "people": 2, "advice": None}})
    row = advised(Evidence(compare({"X": {"plan": 25}}), needs=needs)).loc[("X", "plan")]
    # 50 points short of 75; half the largest weight; people answers to A.1 and is second of three
    assert (row["severity"], row["weight"], row["need"]) == (0.5, 0.5, pytest.approx(2 / 3))
    assert row["priority"] == pytest.approx(0.5 * 0.5 * (1 + 2 / 3))
    assert row["evidence"] == "Plan: 25 of 75 points"


def test_the_strongest_trigger_counts_and_all_are_told():
    criteria = unmet(("X", "bronze_support", "documented_strategy")).assign(label="Documented strategy")
    row = advised(Evidence(compare({"X": {"plan": 25}}), criteria=criteria)).loc[("X", "plan")]
    assert (row["severity"], row["weight"], row["priority"]) == (1, 0.5, 0.5)
    assert row["evidence"] == "Plan: 25 of 75 points; Bronze support, not met: Documented strategy"


def test_criteria_are_told_with_their_numbers():
    criteria = unmet(("X", "go_cluster", "own_income")).assign(
        label="Own income", needed="at least 20 % of income", answers="5 % of income"
    )
    row = advised(Evidence(compare({}), criteria=criteria)).loc[("X", "money")]
    assert row["evidence"] == "go-cluster, not met: Own income (5 % of income, asked for: at least 20 % of income)"
    assert (row["severity"], row["weight"]) == (1, 0.25)  # the programme of another country counts half


def test_classes_stages_and_needs_have_severities_of_their_own():
    classes = pd.DataFrame({"organisation_code": ["X"], "class_code": ["struggler"], "decided_by": ["attainment 0.41"]})
    stages = pd.DataFrame({"organisation_code": ["X"], "stage_code": ["early"]})
    evidence = Evidence(compare({}), classes, stages, needs=ranked({"X": {"money": 3, "people": 1, "advice": 2}}))
    rows = advised(evidence)
    assert rows.loc[("X", "always"), "evidence"] == "Class: struggler (attainment 0.41); Stage: early"
    assert rows.loc[("X", "always"), ["severity", "need"]].tolist() == [0.5, pytest.approx(2 / 3)]  # advice: review
    assert rows.loc[("X", "people"), ["severity", "need", "priority"]].tolist() == [0.5, 1, 1]
    money = rows.loc[("X", "money")]
    assert money["evidence"] == "Money: named third among the needs; Advice: named second among the needs"
    assert money["need"] == pytest.approx(2 / 3)  # that of the need which counts


def test_ranks_are_within_organisation_and_addressee_and_equals_share_the_best():
    scores = {"X": {"plan": 25, "listed": 50, "office": 0}, "Y": {"listed": 0}}
    rows = recommend(Evidence(compare(scores)), FRAMEWORK)
    assert rows[["organisation_code", "rule_code", "rank"]].to_numpy().tolist() == [
        ["X", "rest", 1], ["X", "plan", 2], ["X", "listing", 2], ["Y", "listing", 1],
    ]  # fmt: skip
    assert rows["priority"].tolist() == [0.5, 0.25, 0.25, 0.5]


def test_areas_count_whom_a_rule_helps_and_average_over_all():
    scores = {"XA-1": {"plan": 25, "listed": 0}, "XA-2": {"plan": 75}, "XB-1": {"plan": 0}}
    recommended = recommend(Evidence(compare(scores)), FRAMEWORK)
    table = recommend_for_area(recommended, as_organisations(list(scores)), REGION, FRAMEWORK)
    assert len(table) == 3 * len(FRAMEWORK.recommendations.rules)
    assert table["area_code"].unique().tolist() == [REGION, "XA", "XB"]
    rows = table.set_index(["area_code", "rule_code"])
    assert rows.loc[(REGION, "plan"), ["n", "count", "rank"]].tolist() == [3, 2, 1]
    assert rows.loc[(REGION, "plan"), "priority"] == pytest.approx((0.25 + 0 + 0.375) / 3)
    assert rows.loc[("XA", "listing"), ["n", "count", "priority", "rank"]].tolist() == [2, 1, 0.25, 1]
    assert rows.loc[("XB", "listing"), ["count", "priority"]].tolist() == [0, 0]
    assert rows.loc[("XB", "listing"), "rank"] is pd.NA
    managers = table[(table["area_code"] == "XA") & (table["addressee"] == "managers")]
    assert managers["rule_code"].tolist() == ["listing", "plan", "rest"]


def test_where_a_count_is_hidden_priority_and_rank_are():
    codes = [f"XA-{number}" for number in range(1, 11)]
    scores = {code: {"plan": 0, "listed": 0 if place < 5 else 100} for place, code in enumerate(codes)}
    table = recommend_for_area(
        recommend(Evidence(compare(scores)), FRAMEWORK), as_organisations(codes), REGION, FRAMEWORK
    )
    shown = rank_shown(disclose_shares(table, Thresholds(), REGION, ["rule_code"])).set_index(
        ["area_code", "rule_code"]
    )
    plan, listing = shown.loc[(REGION, "plan")], shown.loc[(REGION, "listing")]
    assert plan["bound"] == "nearly all"
    assert np.isnan(plan["priority"])
    assert plan["rank"] is pd.NA
    assert listing[["count", "rank"]].tolist() == [5, 1]


# Nothing without evidence


def test_what_is_unknown_or_met_triggers_nothing():
    classes = pd.DataFrame({"organisation_code": ["X"], "class_code": ["unclassified"]})
    stages = pd.DataFrame({"organisation_code": ["X"], "stage_code": ["unknown"]})
    criteria = pd.concat([unmet(("X", "bronze_support", "on_eccp"), status=status) for status in ("met", "unknown")])
    needs = ranked({"X": {"money": None}})
    rows = recommend(
        Evidence(compare({"X": {"plan": None, "review": 75}}), classes, stages, criteria, needs), FRAMEWORK
    )
    assert rows.empty
    assert rows.dtypes.equals(pd.DataFrame(columns=list(COLUMNS)).astype(COLUMNS).dtypes)


def test_nobody_and_an_empty_library_give_tables_with_their_columns():
    nobody = recommend(Evidence(compare({})), FRAMEWORK)
    for rows in (
        recommend_for_area(nobody, as_organisations([]), REGION, FRAMEWORK),
        recommend_for_area(nobody, as_organisations(["XA-1"]), REGION, replace(FRAMEWORK, recommendations=type(FRAMEWORK.recommendations)())),
    ):  # fmt: skip
        assert list(rows.columns) == list(BY_AREA)
        assert rows.empty
        assert rows["rank"].dtype == "Int64"
    bare = replace(FRAMEWORK, recommendations=type(FRAMEWORK.recommendations)())
    assert recommend(Evidence(compare({"X": {"plan": 0}})), bare).empty
    alone = recommend_for_area(nobody, as_organisations(["XA-1"]), REGION, FRAMEWORK)
    assert alone["count"].sum() == 0


def test_an_indicator_without_an_eu_value_triggers_nothing_by_itself():
    table = pd.DataFrame({"organisation_code": ["X"], "node_code": ["income"], "comparable_score": [0.0]})
    assert recommend(Evidence(table.assign(benchmark=np.nan, gap=np.nan)), FRAMEWORK).empty


def test_nodes_above_indicators_trigger_nothing():
    table = pd.DataFrame({"organisation_code": ["X"], "node_code": ["A.1"], "comparable_score": [0.0]})
    assert recommend(Evidence(table.assign(benchmark=75.0, gap=75.0)), FRAMEWORK).empty


# Laws


@settings(max_examples=6)
@given(MANY, st.randoms(use_true_random=False))
def test_order_of_rows_changes_nothing(scores, random):
    compared = compare(scores)
    order = list(range(len(compared)))
    random.shuffle(order)
    needs = ranked({code: {"people": 1, "money": 2} for code in scores})
    mixed = Evidence(compared.iloc[order], needs=needs.iloc[::-1])
    pd.testing.assert_frame_equal(recommend(Evidence(compared, needs=needs), FRAMEWORK), recommend(mixed, FRAMEWORK))


@settings(max_examples=6)
@given(MANY, SCORES)
def test_a_newcomer_changes_nobody_elses_recommendations(scores, other):
    before = recommend(Evidence(compare(scores)), FRAMEWORK)
    after = recommend(Evidence(compare({"AA-1": other} | scores | {"ZZ-1": other})), FRAMEWORK)
    old = after[after["organisation_code"].isin(list(scores))].reset_index(drop=True)
    pd.testing.assert_frame_equal(before, old)


@settings(max_examples=6)
@given(MANY, st.sampled_from(sorted(BENCHMARKS)), st.sampled_from([25, 50, 100]))
def test_a_better_answer_never_raises_a_priority(scores, code, more):
    better = {who: own | {code: None if own[code] is None else own[code] + more} for who, own in scores.items()}
    before, after = (advised(Evidence(compare(each)))["priority"] for each in (scores, better))
    assert set(after.index) <= set(before.index)
    assert (after <= before.reindex(after.index) + 1e-12).all()


@settings(max_examples=6)
@given(MANY, st.floats(0.1, 1))
def test_priority_scales_with_gaps(scores, factor):
    compared = compare(scores)
    smaller = compared.assign(comparable_score=compared["benchmark"] - compared["gap"] * factor)
    smaller["gap"] = smaller["benchmark"] - smaller["comparable_score"]
    whole, part = advised(Evidence(compared))["priority"], advised(Evidence(smaller))["priority"]
    assert sorted(whole.index) == sorted(part.index)
    assert part.reindex(whole.index).to_numpy() == pytest.approx((whole * factor).to_numpy())


@settings(max_examples=6)
@given(MANY, st.permutations(["money", "people", "advice"]))
def test_a_need_at_most_doubles_a_priority_and_never_lowers_it(scores, order):
    compared = compare(scores)
    needs = ranked({who: {option: place for place, option in enumerate(order, start=1)} for who in scores})
    without, with_needs = advised(Evidence(compared))["priority"], advised(Evidence(compared, needs=needs))["priority"]
    raised = with_needs.reindex(without.index)
    assert (raised >= without - 1e-12).all()
    assert (raised <= 2 * without + 1e-12).all()


# The worked example and the real library


def gather(made: SimpleNamespace) -> Evidence:
    criteria = evaluate_programmes(made.responses, made.organisations, made.framework, reference(), date(2024, 5, 31))
    stages = assign_stages(made.responses, made.framework)
    return Evidence(made.results.compared, made.results.classes, stages, criteria, made.results.needs)


def test_tables_of_the_other_modules_fit():
    made = example("results")
    rows = recommend(gather(made), made.framework)
    assert set(rows["organisation_code"]) <= set(made.organisations["organisation_code"])
    assert rows["priority"].between(0, 2).all()
    assert (rows["evidence"].str.len() > 0).all()
    assert rows["priority"].to_numpy() == pytest.approx(
        (rows["severity"] * rows["weight"] * (1 + rows["need"])).to_numpy()
    )
    assert not rows.duplicated(["organisation_code", "rule_code"]).any()
    unscored = made.results.compared.query("level == 'overall' and score.isna()")["organisation_code"]
    assert len(unscored)  # an organisation that answered nothing


def test_every_trigger_of_the_real_library_fires_its_rule(framework):
    triggers = list_triggers(framework)
    assert triggers["weight"].between(0, 1).all()
    evidence = everything_wrong(framework, ["X"])
    rows = recommend(evidence, framework)
    rules = framework.recommendations.rules
    assert set(rows["rule_code"]) >= {rule.code for rule in rules} - {
        rule.code for rule in rules if rule.triggers.classes or rule.triggers.stages
    }


def everything_wrong(framework, codes: list[str]) -> Evidence:
    indicators, programmes = list(framework.indicators), framework.programmes
    keys = [f"{programme.code}.{criterion.code}" for programme in programmes for criterion in programme.criteria]
    options = [option.code for option in framework.options(framework.with_role("needs"))]

    def cross(names: list[str], column: str) -> pd.DataFrame:
        return pd.MultiIndex.from_product([codes, names], names=["organisation_code", column]).to_frame(index=False)

    compared = cross(indicators, "node_code").assign(comparable_score=10.0, benchmark=75.0, gap=65.0)
    criteria = cross(keys, "key").assign(status="not met", label="", needed="at least 1", answers="0")
    criteria[["programme_code", "criterion_code"]] = criteria["key"].str.split(".", expand=True)
    group = pd.DataFrame({"organisation_code": codes, "class_code": "struggler", "stage_code": "emergence"})
    claims = [item.code for each in framework.hypotheses.hypotheses for item in each.evidence]
    supporters = cross(claims, "item_code").assign(has=True)
    needs = cross(options, "option_code").assign(place=1.0)
    return Evidence(compared, group, group, criteria, needs, supporters)


def test_advice_on_the_law_helps_as_many_as_the_evidence_counts(framework):
    supporters = pd.DataFrame(
        {"organisation_code": ["X", "Y", "Z"], "item_code": "law_incomplete", "has": [True, False, True]}
    )
    wish = ranked({"Y": {"legal_basis": 1}, "Z": {"legal_basis": 1}})
    rows = recommend(Evidence(compare({}), needs=wish, supporters=supporters), framework).set_index("rule_code")
    law = rows.loc[["legal_policy"]].set_index("organisation_code")
    assert sorted(law.index) == ["X", "Z"]  # not Y, which only names the need
    assert law.loc["Z", "priority"] == 2 * law.loc["X", "priority"]  # but the need makes it more urgent
    assert law.loc["X", "evidence"].startswith("The law does not define cluster organisations")


@pytest.mark.slow
def test_a_thousand_organisations_take_seconds(framework):
    evidence = everything_wrong(framework, [f"XA-{number}" for number in range(1000)])
    assert len(fields(Evidence)) == 6
    start = perf_counter()
    rows = recommend(evidence, framework)
    recommend_for_area(rows, as_organisations([f"XA-{number}" for number in range(1000)]), REGION, framework)
    assert perf_counter() - start < 20  # about three alone on a slow machine
    assert len(rows) > 150_000
