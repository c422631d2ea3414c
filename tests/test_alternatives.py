"""Named alternatives, by hand on small trees and on the worked example."""

import numpy as np
import pandas as pd
import pytest

from clusterbrief.analysis.uncertainty.alternatives import compare_alternatives, list_alternatives
from clusterbrief.study.framework import Framework
from scenario_inputs import crowd, laid_out, limited, scores_of
from worked_example import example_framework


def compared(scores: pd.DataFrame | None = None, framework: Framework | None = None):
    made = laid_out(scores, framework)
    rows, ranks = compare_alternatives(made.indicator_scores, made.framework, made.benchmarks)
    return rows.set_index("alternative_code"), ranks.set_index(["alternative_code", "organisation_code"])


def test_the_alternatives_of_the_worked_example() -> None:
    rows, ranks = compared()
    assert list(rows.index) == [
        "geometric", "geometric_all", "equal_indicators", "without_A.1", "without_A.2", "without_B.1", "coverage_0.5",
        "coverage_0.8", "sample",
    ]  # fmt: skip
    assert len(ranks) == 9 * 8
    assert rows.loc["without_A.1", "label"] == "Without Team"
    assert pd.isna(rows.loc["sample", "classes_changed"])
    assert rows.drop(index="sample")["classes_changed"].notna().all()


def test_leaving_out_the_only_dimension_of_a_block_leaves_out_the_block() -> None:
    _, ranks = compared()
    # without B the whole is A: 100, 47.5, 68.75, 39.375, 30, 87.5
    rows = ranks.loc["without_B.1"]
    assert rows["rank"].tolist() == [1, 4, pd.NA, 3, 5, pd.NA, 6, 2]
    # as things are: 100, 48.125, 64.0625, 45.15625, 28.75, 65.625
    assert rows["rank_before"].tolist() == [1, 4, pd.NA, 3, 5, pd.NA, 6, 2]
    assert rows["shift"].dropna().tolist() == [0] * 6


def test_equal_weights_are_the_plain_mean_of_all_indicators(framework: Framework) -> None:
    table = crowd(25, framework, missing=0)
    _, ranks = compared(table, framework)
    plain = table.groupby("organisation_code")["score"].mean().round(10).rank(method="min", ascending=False)
    assert ranks.loc["equal_indicators", "rank"].tolist() == plain.tolist()


def test_least_coverage_gives_and_takes_scores() -> None:
    rows, _ = compared()
    # coverage overall: XA-3 35/96, the others 13/16 or more
    assert rows.loc[["coverage_0.5", "coverage_0.8"], ["n", "gained", "lost"]].to_numpy().tolist() == [[6, 0, 0]] * 2
    half = [50.0, 50, 50, 50, None, None, None, 50, None]
    table = scores_of({"XA-1": half, "XA-2": [75.0] * 9}, example_framework())
    rows, ranks = compared(table)
    assert rows.loc["coverage_0.5", ["n", "gained", "lost"]].tolist() == [1, 1, 0]
    assert pd.isna(ranks.loc[("coverage_0.5", "XA-1"), "rank"])


def test_shift_is_positive_where_the_place_is_worse() -> None:
    framework = example_framework()
    table = scores_of(
        {"XA-1": [100.0, 100, 100, 100, 100, 100, 0, 0, 0], "XA-2": [70.0] * 9, "XA-3": [0.0] * 9}, framework
    )
    rows, ranks = compared(table)
    assert ranks.loc["geometric", "shift"].tolist() == [1, -1, 0]  # 75 against 70, and (100^3 x 1)^(1/4) against 70
    assert rows.loc["geometric", ["n", "max_shift"]].tolist() == [3, 1]
    assert rows.loc["geometric", "mean_shift"] == pytest.approx(2 / 3)
    assert rows.loc["geometric", "spearman"] == pytest.approx(0.5)


def test_sample_scale_gives_100_to_the_best_and_0_to_the_worst() -> None:
    framework = example_framework()
    table = scores_of({"XA-1": [60.0] * 9, "XA-2": [50.0] * 9, "XA-3": [40.0] * 9}, framework)
    last = list(list_alternatives(table, framework))[-1]
    wide = last.indicator_scores.pivot(index="organisation_code", columns="node_code", values="score")
    assert (wide == np.array([[100.0], [50.0], [0.0]])).all(axis=None)


@pytest.mark.parametrize("number", [0, 1])
def test_few_or_no_organisations(number: int) -> None:
    framework = limited(example_framework(), alternative_coverage=())
    rows, ranks = compared(scores_of({"XA-1": [50.0] * 9} if number else {}, framework), framework)
    assert rows.loc["geometric", "n"] == number
    assert rows["spearman"].isna().all()
    assert rows.loc["sample", "n"] == 0  # nobody to be the best of
    assert len(ranks) == number * len(rows)
