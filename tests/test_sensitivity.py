"""Shares of variance: what they are where they are known, and what is said where there are none."""

import numpy as np
import pytest

from clusterbrief.analysis.uncertainty.scenarios import SOURCES
from clusterbrief.analysis.uncertainty.sensitivity import ATTAINMENT, FIGURES, RANK_SHIFT, _indices, share_variance
from clusterbrief.study.framework import Framework
from scenario_inputs import crowd, laid_out, limited, scores_of
from worked_example import example_framework


def shares_of(framework: Framework, number: int = 15, **settings: object):
    framework = limited(framework, **settings)
    made = laid_out(crowd(number, framework), framework)
    return share_variance(made.prepared, made.uncertainty)


def test_one_row_for_each_output_and_source(framework: Framework) -> None:
    summary, by_organisation = shares_of(framework)
    assert list(zip(summary["output"], summary["source"], strict=True)) == [
        (output, source) for output in (ATTAINMENT, RANK_SHIFT) for source in SOURCES
    ]
    assert len(by_organisation) == 15 * len(SOURCES)
    medians = by_organisation.groupby("source")["total"].median()
    assert summary["total"].iloc[:4].tolist() == pytest.approx([medians[source] for source in SOURCES])
    assert (summary["note"] == "").all()


def test_shares_are_shares(framework: Framework) -> None:
    summary, _ = shares_of(framework)
    assert summary["total"].between(-0.01, 1.15).all()
    first = summary.groupby("output")["first_order"].sum()
    assert (first < 1.1).all()
    # benchmarks have no bearing on overall scores
    rank = summary[summary["output"] == RANK_SHIFT].set_index("source")
    assert (rank.loc[["sampled benchmarks", "project settings"], ["first_order", "total"]] == 0).all(axis=None)


@pytest.mark.parametrize(
    ("source", "settings"),
    [
        ("weights", {"setting_points": 0, "geometric_share": 0}),
        ("project settings", {"weight_spread": 0, "geometric_share": 0}),
        ("aggregation", {"weight_spread": 0, "setting_points": 0}),
    ],
)
def test_the_only_source_has_all_the_variance(source: str, settings: dict[str, float]) -> None:
    summary, _ = shares_of(example_framework(), **settings)  # it has no sampled benchmark
    shares = summary[summary["output"] == ATTAINMENT].set_index("source")["total"]
    assert shares[source] == pytest.approx(1, abs=0.1)
    assert shares.drop(source).tolist() == [0, 0, 0]


def test_indices_of_a_sum_and_of_a_product_are_the_known_ones() -> None:
    from SALib.sample import sobol

    problem = {"num_vars": 4, "names": list("abcd"), "bounds": [[-1, 1]] * 4}
    runs = sobol.sample(problem, 1024, calc_second_order=False, seed=1)
    added = runs @ np.array([1.0, 2.0, 0.0, 0.0])
    outputs = np.stack([added, runs[:, 0] * runs[:, 1]], axis=1).reshape(1024, 6, 2)
    first, first_conf, total, total_conf = _indices(outputs, 1)
    # variances 1/3 and 4/3; a product of centred factors has nothing of the first order
    np.testing.assert_allclose(first[:, 0], [0.2, 0.8, 0, 0], atol=0.02)
    np.testing.assert_allclose(total[:, 0], [0.2, 0.8, 0, 0], atol=0.02)
    np.testing.assert_allclose(first[:, 1], [0, 0, 0, 0], atol=0.05)
    np.testing.assert_allclose(total[:, 1], [1, 1, 0, 0], atol=0.05)
    assert 0 < first_conf[1, 0] < 0.15
    assert 0 < total_conf[1, 0] < 0.15


def test_figures_are_those_of_salibs_own_analysis() -> None:
    from SALib.analyze import sobol as analysis
    from SALib.sample import sobol

    problem = {"num_vars": 4, "names": list("abcd"), "bounds": [[0, 1]] * 4}
    runs = sobol.sample(problem, 256, calc_second_order=False, seed=2)
    output = np.exp(runs[:, 0]) + runs[:, 1] * runs[:, 2]
    expected = analysis.analyze(problem, output, calc_second_order=False, conf_level=0.9, seed=3)
    found = _indices(output.reshape(256, 6, 1), 3)
    np.testing.assert_allclose(found[0][:, 0], expected["S1"], atol=1e-12)
    np.testing.assert_allclose(found[2][:, 0], expected["ST"], atol=1e-12)
    np.testing.assert_allclose(found[1][:3, 0], expected["S1_conf"][:3], rtol=0.4)  # other draws
    np.testing.assert_allclose(found[3][:3, 0], expected["ST_conf"][:3], rtol=0.4)


def test_what_does_not_vary_has_no_shares_and_says_so() -> None:
    framework = limited(example_framework(), weight_spread=0, setting_points=0, geometric_share=0)
    made = laid_out(crowd(5, framework), framework)
    summary, by_organisation = share_variance(made.prepared, made.uncertainty)
    assert summary[FIGURES].isna().all(axis=None)
    assert set(summary["note"]) == {"does not vary"}
    assert by_organisation[FIGURES].isna().all(axis=None)


@pytest.mark.parametrize("number", [0, 1])
def test_ranks_need_two_organisations(number: int) -> None:
    framework = limited(example_framework(), variance_runs=16)
    made = laid_out(scores_of({"XA-1": [25.0, 50, 0, 50, 75, 0, 50, 25, 100]} if number else {}, framework), framework)
    summary, by_organisation = share_variance(made.prepared, made.uncertainty)
    rows = summary.set_index("output")
    assert set(rows.loc[RANK_SHIFT, "note"]) == {"fewer than two organisations with a score"}
    assert rows.loc[ATTAINMENT, "total"].notna().all() == bool(number)
    assert len(by_organisation) == number * len(SOURCES)


def test_who_has_no_attainment_is_told_apart() -> None:
    made = laid_out()
    _, by_organisation = share_variance(made.prepared, made.uncertainty)
    notes = by_organisation.groupby("organisation_code")["note"].first()
    assert notes["XA-3"] == "no attainment"
    assert notes["XA-2"] == ""
