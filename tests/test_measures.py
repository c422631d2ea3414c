"""Measures: the first of each horizon and actor, with a value that tells whether they worked."""

import dataclasses

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterbrief.analysis.models.measures import COLUMNS, RULE_COLUMNS, choose_measures, list_counted, list_rules
from worked_example import as_responses, example, example_framework

NONE = float("nan")
RULES = pd.DataFrame(
    [
        ("r1", "short", "organisation", "More plans.", "plan", "bron_innovation"),
        ("r2", "short", "national", "More lists.", "listed", None),
        ("r3", "long", "national", "More income.", "income", ""),
        ("r4", "long", "organisation", "More of all.", "overall", ""),
    ],
    columns=["rule_code", "horizon", "level", "effect", "shown_by", "practice"],
)
Advice = tuple[str, str, str, float, int]  # area, rule, addressee, organisations helped, place


def advice_of(*rows: Advice) -> pd.DataFrame:
    table = [(*row[:3], 12, row[3], "nearly all" if pd.isna(row[3]) else "", row[4]) for row in rows]
    columns = ["area_code", "rule_code", "addressee", "n", "helped", "bound", "place"]
    return pd.DataFrame(table, columns=columns).astype({"helped": float, "place": int})


def scores_of(**figures: tuple[float, float]) -> pd.DataFrame:
    rows = [("XA", code.replace("_", "."), *pair) for code, pair in figures.items()]
    return pd.DataFrame(rows, columns=["area_code", "node_code", "comparable_score", "benchmark"]).astype(
        {"comparable_score": float, "benchmark": float}
    )


SCORES = scores_of(plan=(40, 75), A_2=(30, 50), overall=(80, 77), listed=(NONE, NONE), A_1=(61, 90))


def test_by_hand():
    advice = advice_of(
        ("XA", "r2", "policy", 5, 2), ("XA", "r1", "managers", 10, 1), ("XA", "r3", "policy", NONE, 3),
        ("XA", "r4", "policy", 5, 4),
    )  # fmt: skip
    measures = choose_measures(advice, RULES, SCORES, example_framework())
    assert measures[["horizon", "addressee", "rule_code", "place"]].to_numpy().tolist() == [
        ["short", "managers", "r1", 1],
        ["short", "policy", "r2", 1],
        ["long", "policy", "r3", 1],  # r4 is the second of its horizon and actor, and one each is chosen here
    ]
    # halfway from 40 to 75 is 57.5; the mean of the lists is hidden, so the team stands for it; income has no EU value
    # and neither has its part here, so the services stand for it
    assert measures[["measured_by", "present", "benchmark", "target"]].to_numpy().tolist() == [
        ["plan", 40, 75, 58],
        ["A.1", 61, 90, 76],
        ["A.2", 30, 50, 50],
    ]
    assert measures["measured_label"].tolist() == ["Plan", "Team", "Services"]
    assert measures["helped"].tolist()[:2] == [10, 5] and measures["bound"].tolist() == ["", "", "nearly all"]
    assert measures["recommended"].tolist() == [1, 2, 3]
    assert measures["practice"].tolist() == ["bron_innovation", "", ""]


def test_what_no_indicator_shows_is_counted(framework):
    rules = list_rules(framework)
    advice = advice_of(("XA", "eccp_managers", "managers", 15, 1), ("XA", "legal_policy", "policy", 15, 1))
    criteria = pd.DataFrame(
        {"area_code": ["XA"], "programme_code": "bronze_support", "criterion_code": "on_eccp", "n": 20, "met": 3.0}
    )
    evidence = pd.DataFrame({"area_code": ["XA"], "item_code": "law_incomplete", "n": 20, "count": 15.0})
    columns = ["measured_by", "unit", "present", "benchmark", "target"]
    counted = list_counted(criteria, evidence, 10)
    measures = choose_measures(advice, rules, SCORES, framework, counted)
    assert measures[columns].to_numpy().tolist() == [
        ["bronze_support.on_eccp", "percent", 15, 100, 58],
        ["law_incomplete", "percent", 25, 100, 100],
    ]
    # a share that is hidden, or of too few, has nothing in its place
    hidden = list_counted(criteria.assign(met=NONE), evidence.assign(n=9), 10)
    measures = choose_measures(advice, rules, SCORES, framework, hidden)
    assert measures["present"].isna().all() and (measures["measured_by"] == "").all()


def test_where_the_eu_value_is_reached_there_is_no_measure():
    measures = choose_measures(advice_of(("XA", "r4", "policy", 7, 1)), RULES, SCORES, example_framework())
    assert measures.empty
    short = SCORES.assign(benchmark=SCORES["benchmark"].mask(SCORES["comparable_score"] == 80, 81.0))
    measures = choose_measures(advice_of(("XA", "r4", "policy", 7, 1)), RULES, short, example_framework())
    assert measures[["present", "benchmark"]].to_numpy().tolist() == [[80, 81]]


def test_all_hidden_is_missing_and_said_so():
    advice = advice_of(("XB", "r1", "managers", 3, 1))
    measure = choose_measures(advice, RULES, SCORES, example_framework()).iloc[0]
    assert (measure["shown_by"], measure["measured_by"], measure["measured_label"]) == ("plan", "", "")
    assert measure[["present", "benchmark", "target"]].isna().all()


def test_advice_for_nobody_is_no_measure():
    advice = advice_of(("XA", "r1", "managers", 0, 1))
    assert choose_measures(advice, RULES, SCORES, example_framework()).empty


def test_rules_of_ours_are_listed_and_actors_stand_in_their_order(framework):
    rules = list_rules(framework)
    assert len(rules) == len(framework.recommendations.rules) > 0
    first = {rule.addressee: rule for rule in framework.recommendations.rules if rule.horizon == "short"}
    advice = advice_of(*[("AM", rule.code, actor, 3, 1) for actor, rule in first.items()])
    measures = choose_measures(advice, rules, SCORES, framework)
    order = [each.code for each in framework.recommendations.settings.addressees if each.code in first]
    assert measures["addressee"].tolist() == order
    assert list_rules(example_framework()).columns.tolist() == list(RULE_COLUMNS)


def test_one_indicator_stands_for_one_measure():
    framework = example_framework()
    models = framework.country_models.model_copy(update={"measures_each": 2})
    rules = RULES.assign(shown_by=["plan", "plan", "income", "overall"])
    advice = advice_of(("XA", "r2", "managers", 5, 1), ("XA", "r1", "managers", 5, 2))
    measures = choose_measures(advice, rules, SCORES, dataclasses.replace(framework, country_models=models))
    assert measures["rule_code"].tolist() == ["r2"]


@pytest.mark.parametrize("rows", [None, {}])
def test_public_table_of_an_edition_fits(rows):
    made = example("disclosed", None if rows is None else as_responses(rows))
    recommended, scores = made.disclosed.recommendations, made.disclosed.area_scores
    measures = choose_measures(recommended, list_rules(made.framework), scores, made.framework)
    assert set(measures["rule_code"]) <= set(recommended["rule_code"])
    assert list(measures.columns) == list(COLUMNS)


def test_equals_stand_by_code():
    advice = advice_of(("XA", "r2", "managers", 3, 1), ("XA", "r1", "managers", 3, 1))
    assert choose_measures(advice, RULES, SCORES, example_framework())["rule_code"].tolist() == ["r1"]


def test_without_advice_there_are_columns():
    none = choose_measures(advice_of(), RULES, SCORES, example_framework())
    assert none.empty and list(none.columns) == list(COLUMNS)
    some = choose_measures(advice_of(("XA", "r1", "managers", 3, 1)), RULES, SCORES, example_framework())
    assert none.dtypes.to_dict() == some.dtypes.to_dict()


@pytest.mark.parametrize(
    ("rule", "horizon", "problem"), [("r9", "short", 'the rule "r9"'), ("r1", "soon", 'the horizon "soon"')]
)
def test_rule_or_horizon_that_is_not_there_is_an_error(rule, horizon, problem):
    rules = RULES.assign(horizon=horizon)
    with pytest.raises(ValueError, match=problem):
        choose_measures(advice_of(("XA", rule, "managers", 3, 1)), rules, SCORES, example_framework())


def test_horizons_of_ours_cover_the_recommendations(framework):
    known = {each.code for each in framework.country_models.horizons}
    assert {rule.horizon for rule in framework.recommendations.rules} <= known


scores = st.one_of(st.just(NONE), st.integers(0, 100).map(float))


@settings(max_examples=15)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["XA", "XB"]), st.sampled_from(["r1", "r2", "r3", "r4"]),
            st.sampled_from(["managers", "policy"]), st.one_of(st.just(NONE), st.integers(0, 12).map(float)),
            st.integers(1, 4),
        ),
        unique_by=lambda row: row[:3],
    ),
    st.dictionaries(st.sampled_from(["plan", "listed", "A_1", "A_2", "overall"]), st.tuples(scores, scores)),
)  # fmt: skip
def test_laws(rows, figures):
    framework = example_framework()
    area_scores = scores_of(**figures)
    measures = choose_measures(advice_of(*rows), RULES, area_scores, framework)
    assert (measures.groupby(["area_code", "horizon", "addressee"]).size() <= 1).all()
    known = measures.dropna(subset=["present"])
    short = known[known["present"] < known["benchmark"]]
    assert ((short["target"] >= short["present"]) & (short["target"] <= short["benchmark"])).all()
    assert (known["measured_by"] != "").all()
    again = choose_measures(advice_of(*rows[::-1]), RULES, area_scores.iloc[::-1], framework)
    pd.testing.assert_frame_equal(again, measures)
