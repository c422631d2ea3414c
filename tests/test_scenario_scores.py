"""Many scenarios at once give what one at a time gives."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterbrief.analysis.aggregation import aggregate_tree
from clusterbrief.analysis.benchmarks import compare_to_benchmarks
from clusterbrief.analysis.classes import assign_classes
from clusterbrief.analysis.ranking import rank_units
from clusterbrief.analysis.scoring import score_nodes
from clusterbrief.analysis.uncertainty.scenario_scores import class_codes, classify, evaluate, prepare, rank_rows
from clusterbrief.analysis.uncertainty.scenarios import Scenarios
from clusterbrief.study.framework import Framework
from clusterbrief.study.intake import read_study
from clusterbrief.study.project import find_project
from scenario_inputs import POINTS, crowd, laid_out, limited, scores_of
from worked_example import example_framework

pytestmark = pytest.mark.slow  # whole editions are analysed again and again

FIGURES = ("score", "comparable_score", "benchmark", "attainment")


def assert_as_one_at_a_time(indicator_scores: pd.DataFrame, framework: Framework) -> None:
    made = laid_out(indicator_scores, framework)
    compared = compare_to_benchmarks(score_nodes(indicator_scores, framework), made.benchmarks, framework)
    outcomes = evaluate(made.prepared, made.uncertainty.nominal())
    codes = made.prepared.organisation_codes
    for name in FIGURES:
        wide = compared.pivot(index="organisation_code", columns="node_code", values=name)
        wide = wide.reindex(index=codes, columns=made.prepared.nodes).astype(float)
        np.testing.assert_allclose(getattr(outcomes, name)[0], wide.to_numpy(), rtol=0, atol=1e-12, err_msg=name)
    classes = assign_classes(compared, framework).set_index("organisation_code")["class_code"]
    own = class_codes(classify(outcomes.attainment, made.prepared)[0], made.prepared)
    assert own == [classes[code] for code in codes]


def test_the_worked_example_comes_out_the_same() -> None:
    made = laid_out()
    assert_as_one_at_a_time(made.indicator_scores, made.framework)


@pytest.mark.slow
@settings(max_examples=12)
@given(st.lists(st.lists(POINTS, min_size=9, max_size=9), min_size=1, max_size=12))
def test_any_answers_come_out_the_same(points: list[list[float | None]]) -> None:
    framework = example_framework()
    table = {f"XA-{place}": row for place, row in enumerate(points)}
    assert_as_one_at_a_time(scores_of(table, framework), framework)


@pytest.mark.slow
@pytest.mark.parametrize("missing", [0.0, 0.2, 0.4])
def test_the_real_framework_comes_out_the_same(framework: Framework, missing: float) -> None:
    assert_as_one_at_a_time(crowd(60, framework, missing), framework)


@pytest.mark.slow
def test_the_example_edition_comes_out_the_same(project_root) -> None:
    from clusterbrief.analysis.scoring import score_indicators

    study = read_study(find_project(project_root), "example")
    assert_as_one_at_a_time(score_indicators(study.answers.responses, study.framework), study.framework)


def test_no_scored_benchmark_leaves_nothing_to_compare() -> None:
    made = laid_out()
    prepared = prepare(made.indicator_scores, made.benchmarks.assign(scored=False), made.framework)
    outcomes = evaluate(prepared, made.uncertainty.nominal())
    assert np.isnan(outcomes.attainment).all()
    assert not np.isnan(outcomes.score).all()
    assert set(class_codes(classify(outcomes.attainment, prepared)[0], prepared)) == {"unclassified"}


def test_a_benchmark_of_zero_gives_no_attainment() -> None:
    made = laid_out()
    nominal = made.uncertainty.nominal()
    for geometric in (False, True):
        zero = Scenarios(nominal.weights, nominal.benchmarks * 0, np.array([geometric]))
        assert np.isnan(evaluate(made.prepared, zero).attainment).all()


def reweighed(framework: Framework, weights: dict[str, float]) -> Framework:
    blocks = tuple(
        block.model_copy(
            update={
                "weight": weights.get(block.code, block.weight),
                "dimensions": tuple(
                    each.model_copy(
                        update={
                            "weight": weights[each.code],
                            "parts": tuple(
                                part.model_copy(update={"weight": weights[part.code]}) for part in each.parts
                            ),
                        }
                    )
                    for each in block.dimensions
                ),
            }
        )
        for block in framework.structure.blocks
    )
    indicators = {
        code: each.model_copy(update={"weight": weights[code]}) for code, each in framework.indicators.items()
    }
    structure = framework.structure.model_copy(update={"blocks": blocks})
    return replace(framework, structure=structure, indicators=indicators)


def test_a_scenario_is_a_framework_of_its_own(framework: Framework) -> None:
    made = laid_out(crowd(20, framework, missing=0), limited(framework, geometric_share=0, scenarios=3))
    drawn = made.uncertainty.draw()
    outcomes = evaluate(made.prepared, drawn)
    for place in range(len(drawn)):
        weights = dict(zip(framework.nodes["node_code"], drawn.weights[place], strict=True))
        other = reweighed(framework, weights)
        marks = made.benchmarks.assign(benchmark=drawn.benchmarks[place])
        compared = compare_to_benchmarks(score_nodes(made.indicator_scores, other), marks, other)
        for name in FIGURES:
            wide = compared.pivot(index="organisation_code", columns="node_code", values=name)
            wide = wide.reindex(columns=made.prepared.nodes).to_numpy(dtype=float)
            np.testing.assert_allclose(getattr(outcomes, name)[place], wide, rtol=1e-12)


@pytest.mark.parametrize("everywhere", [True, False])
def test_geometric_means_are_those_of_aggregation(framework: Framework, everywhere: bool) -> None:
    framework = limited(framework, geometric_of_indicators=everywhere)
    made = laid_out(crowd(20, framework, missing=0.1), framework)
    nominal = made.uncertainty.nominal()
    score = evaluate(made.prepared, Scenarios(nominal.weights, nominal.benchmarks, np.array([True]))).score[0]
    wide = made.indicator_scores.pivot(index="organisation_code", columns="node_code", values="score")
    parents = framework.nodes["parent_code"]
    of_indicators = set(parents[framework.nodes["level"] == "indicator"])
    method = {code: "geometric" for code in parents if code and (everywhere or code not in of_indicators)}
    # a linear scale of 1-100 leaves arithmetic means where they are
    tree = aggregate_tree(1 + 0.99 * wide, framework.nodes, method=method, min_coverage=2 / 3)
    tree = tree.pivot(index="unit_code", columns="node_code", values="score")[made.prepared.nodes]
    np.testing.assert_allclose(score, (tree.to_numpy() - 1) / 0.99, rtol=1e-12, atol=1e-12)


def test_who_has_a_score_is_the_same_in_every_scenario() -> None:
    made = laid_out()
    # XA-2 has exactly two thirds of B: other weights must not take its score away
    score = evaluate(made.prepared, made.uncertainty.draw()).score
    assert (np.isnan(score) == np.isnan(score[0])).all()
    assert (~made.prepared.has_score["overall"]).sum() == 2


@settings(max_examples=8)
@given(st.integers(0, 100), st.integers(1, 30))
def test_others_do_not_move_a_bit_of_anybodys_figures(seed: int, number: int) -> None:
    framework = limited(example_framework(), scenarios=20)
    table = crowd(number, framework, 0.2, seed)
    first = table["organisation_code"].iloc[0]
    alone = laid_out(table[table["organisation_code"] == first], framework)
    among = laid_out(table.sample(frac=1, random_state=seed), framework)
    place = among.prepared.organisation_codes.index(first)
    for name in FIGURES:
        one, other = (getattr(evaluate(each.prepared, each.uncertainty.draw()), name) for each in (alone, among))
        np.testing.assert_array_equal(one[:, 0], other[:, place])


def test_chunks_change_nothing() -> None:
    made = laid_out()
    drawn = made.uncertainty.draw()
    whole = evaluate(made.prepared, drawn).attainment
    parts = [evaluate(made.prepared, part).attainment for part in drawn.split(7)]
    np.testing.assert_array_equal(whole, np.concatenate(parts))


def test_levels_can_be_left_out() -> None:
    made = laid_out()
    drawn = made.uncertainty.draw()
    whole, overall = (evaluate(made.prepared, drawn, levels) for levels in (("overall", "block"), ("overall",)))
    np.testing.assert_array_equal(whole.attainment[..., 0], overall.attainment[..., 0])
    assert np.isnan(overall.attainment[..., 1:]).all()


def test_nobody_answered() -> None:
    made = laid_out(scores_of({}, example_framework()))
    outcomes = evaluate(made.prepared, made.uncertainty.nominal())
    assert outcomes.score.shape == (1, 0, len(made.prepared.nodes))
    assert classify(outcomes.attainment, made.prepared).shape == (1, 0)


@given(st.lists(st.sampled_from([10.0, 20.0, 20.0 + 1e-13, 30.0, float("nan")]), max_size=8))
def test_ranks_are_those_of_ranking(scores: list[float]) -> None:
    table = pd.DataFrame({"unit_code": range(len(scores)), "score": pd.Series(scores, dtype=float)})
    expected = rank_units(table)["rank"].astype(float).to_numpy(dtype=float, na_value=np.nan)
    np.testing.assert_array_equal(rank_rows(np.array([scores], dtype=float))[0], expected)
