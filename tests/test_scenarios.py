"""What is uncertain, and how it is drawn."""

import numpy as np
import pytest
from scipy.stats import binom

from clusterbrief.analysis.benchmarks import resolve_benchmarks
from clusterbrief.analysis.uncertainty.scenarios import SOURCES, Uncertainty, describe_uncertainty, tabulate_settings
from clusterbrief.study.framework import Framework
from scenario_inputs import limited
from worked_example import example_framework, reference


def uncertainty_of(framework: Framework, **settings: object) -> Uncertainty:
    framework = limited(framework, **settings)
    return describe_uncertainty(framework, resolve_benchmarks(framework, reference()), reference())


def test_nothing_moves_when_nothing_may(framework: Framework) -> None:
    still = uncertainty_of(framework, weight_spread=0, setting_points=0, geometric_share=0)
    drawn, nominal = still.draw(), still.nominal()
    fixed = np.setdiff1d(np.arange(drawn.benchmarks.shape[1]), still.sampled)
    assert len(drawn) == framework.robustness.scenarios
    assert (drawn.weights == nominal.weights).all()
    np.testing.assert_array_equal(drawn.benchmarks[:, fixed], np.tile(nominal.benchmarks[:, fixed], (len(drawn), 1)))
    assert not drawn.geometric.any()


def test_the_middle_of_every_quantile_is_the_framework_as_it_is(framework: Framework) -> None:
    uncertainty = uncertainty_of(framework)
    middle = uncertainty.at(np.full((1, len(uncertainty.sources)), 0.5))
    np.testing.assert_array_equal(middle.weights, uncertainty.nominal().weights)
    # the median of a binomial count is the observed one
    np.testing.assert_allclose(middle.benchmarks, uncertainty.nominal().benchmarks, rtol=1e-12)


def test_draws_stay_within_their_limits(framework: Framework) -> None:
    uncertainty = uncertainty_of(framework)
    drawn, nominal = uncertainty.draw(), uncertainty.nominal()
    factors = drawn.weights[:, uncertainty.moved] / nominal.weights[:, uncertainty.moved]
    assert 0.75 <= factors.min() < 0.76
    assert 1.24 < factors.max() <= 1.25
    assert (drawn.weights[:, 0] == 1).all()  # the whole has no sibling
    moved = drawn.benchmarks[:, uncertainty.settings] - nominal.benchmarks[:, uncertainty.settings]
    assert -10 <= moved.min() < -9.9
    assert 9.9 < moved.max() <= 10
    assert np.nanmin(drawn.benchmarks) >= 0
    assert np.nanmax(drawn.benchmarks) <= 100
    assert drawn.geometric.mean() == pytest.approx(0.5, abs=0.05)


def test_settings_move_each_on_its_own(framework: Framework) -> None:
    uncertainty = uncertainty_of(framework)
    together = np.corrcoef(uncertainty.draw().benchmarks[:, uncertainty.settings], rowvar=False)
    assert np.abs(together - np.eye(len(together))).max() < 0.15


def test_counts_are_drawn_from_the_29_gold_organisations(framework: Framework) -> None:
    uncertainty = uncertainty_of(framework, scenarios=20_000)
    drawn = uncertainty.draw().benchmarks[:, list(framework.indicators).index("dig_digital_projects")]
    holders = drawn / 100 * 29
    np.testing.assert_allclose(holders, holders.round(), atol=1e-9)  # whole organisations
    assert holders.mean() == pytest.approx(22, abs=0.1)
    assert holders.std() == pytest.approx(binom(29, 22 / 29).std(), rel=0.03)


def test_mean_number_of_services_is_the_sum_over_services(framework: Framework) -> None:
    uncertainty = uncertainty_of(framework, scenarios=20_000)
    services = reference().general_services.set_index("service_code")["gold"].drop("other")
    drawn = uncertainty.draw().benchmarks[:, list(framework.indicators).index("main_services")] / 100 * 5 * 29
    assert drawn.mean() == pytest.approx(services.sum(), abs=0.2)
    assert drawn.std() == pytest.approx(sum(binom(29, count / 29).var() for count in services) ** 0.5, rel=0.03)


def test_published_thresholds_and_single_cases_stay(framework: Framework) -> None:
    uncertainty = uncertainty_of(framework)
    stay = [
        place
        for place, each in enumerate(framework.indicators.values())
        if each.benchmark and each.benchmark.eu is None and each.benchmark.standing != "project setting"
    ]
    drawn = uncertainty.draw().benchmarks[:, stay]
    assert len(stay) > 3
    assert np.ptp(drawn, axis=0).max() == 0


def test_eu_averages_are_no_benchmark() -> None:
    uncertainty = uncertainty_of(example_framework())
    places = [list(example_framework().indicators).index(code) for code in ("staff", "income")]
    assert np.isnan(uncertainty.draw().benchmarks[:, places]).all()


def test_benchmarks_are_clipped_to_the_scale() -> None:
    uncertainty = uncertainty_of(example_framework(), setting_points=60)
    moved = uncertainty.draw().benchmarks[:, uncertainty.settings]
    assert (moved.min(), moved.max()) == (0, 100)


def test_the_same_seed_gives_the_same_scenarios_and_another_others(framework: Framework) -> None:
    one, same, other = (uncertainty_of(framework, seed=seed).draw().weights for seed in (1, 1, 2))
    assert (one == same).all()
    assert (one != other).any()


def test_a_source_that_is_not_there_has_an_idle_factor() -> None:
    uncertainty = uncertainty_of(example_framework())
    assert len(uncertainty.counts) == 0
    assert sorted(set(uncertainty.sources)) == sorted(SOURCES)


def test_settings_are_told_with_their_sources(framework: Framework) -> None:
    table = tabulate_settings(framework).set_index("setting")
    assert table.loc["interval", "value"] == "0.05, 0.95"
    assert table.loc["alternative_coverage", "value"] == "0.5, 0.8"
    assert (table["source"] != "").all()
