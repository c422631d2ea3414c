"""What scores are measured against."""

import dataclasses

import pandas as pd
import pytest

from clusterbrief.analysis.benchmarks import compare_to_benchmarks, measure, resolve_benchmarks
from clusterbrief.study.framework import Framework
from worked_example import example, reference


def test_services_are_measured_against_the_shares_of_table_4(framework: Framework) -> None:
    benchmarks = resolve_benchmarks(framework, reference()).set_index("node_code")["benchmark"]
    assert benchmarks["dig_digital_projects"] == pytest.approx(22 / 29 * 100)
    # 114 of the twelve general services among 29 gold organisations, out of five
    assert benchmarks["main_services"] == pytest.approx(114 / 29 / 5 * 100)


def test_every_benchmark_has_its_standing_and_source(framework: Framework) -> None:
    benchmarks = resolve_benchmarks(framework, reference())
    assert (benchmarks["source"] != "").all()
    assert benchmarks.loc[benchmarks["standing"] == "EU average", "scored"].eq(False).all()
    assert benchmarks.loc[benchmarks["scored"], "benchmark"].between(0, 100).all()
    assert benchmarks.loc[~benchmarks["scored"] & (benchmarks["standing"] == "none"), "benchmark"].isna().all()


def test_indicators_without_benchmark_take_no_part_in_attainment() -> None:
    made = example("results")
    compared = made.results.compared.set_index(["organisation_code", "node_code"])
    assert compared.loc["XB-1"].loc[["staff", "income"], ["benchmark", "gap", "attainment"]].isna().all(axis=None)
    # 0 points for staff would pull A.1 down to 43.75; compared are plan and listed alone
    assert compared.loc[("XB-1", "A.1"), ["score", "comparable_score", "attainment"]].tolist() == [43.75, 87.5, 1]


def test_benchmark_of_zero_gives_no_attainment() -> None:
    made = example("results")
    scores = made.results.compared[["organisation_code", "node_code", "level", "score", "coverage", "missing_reason"]]
    zero = made.results.benchmarks.assign(benchmark=0.0)
    compared = compare_to_benchmarks(scores, zero, made.framework)
    assert compared[["benchmark", "gap", "attainment"]].isna().all(axis=None)


def test_without_any_scored_benchmark_nothing_is_compared() -> None:
    made = example("results")
    scores = made.results.compared[["organisation_code", "node_code", "level", "score", "coverage", "missing_reason"]]
    compared = compare_to_benchmarks(scores, made.results.benchmarks.assign(scored=False), made.framework)
    assert list(compared.columns) == list(made.results.compared.columns)
    assert compared["attainment"].isna().all()


def test_attainment_is_not_capped_and_gap_is_negative_above_the_benchmark() -> None:
    row = measure(pd.DataFrame({"comparable_score": [90.0], "benchmark": [60.0]})).iloc[0]
    assert (row["gap"], row["attainment"]) == (-30, 1.5)


def test_results_are_frozen() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        example("results").results.compared = None
