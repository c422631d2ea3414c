"""What tests of the scenarios share: made-up points, and any framework laid out for them."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pandas as pd
from hypothesis import strategies as st

from clusterbrief.analysis.benchmarks import resolve_benchmarks
from clusterbrief.analysis.uncertainty.scenario_scores import prepare
from clusterbrief.analysis.uncertainty.scenarios import describe_uncertainty
from clusterbrief.study.framework import Framework
from worked_example import COUNTRIES, example, example_framework, reference

POINTS = st.sampled_from([None, 0.0, 25.0, 50.0, 75.0, 100.0])


def scores_of(points: dict[str, list[float | None]], framework: Framework) -> pd.DataFrame:
    """Indicator scores from a list of points for each organisation, in the framework's order."""
    rows = [
        (code, indicator, score)
        for code, scores in points.items()
        for indicator, score in zip(framework.indicators, scores, strict=True)
    ]
    table = pd.DataFrame(rows, columns=["organisation_code", "node_code", "score"])
    return table.astype({"organisation_code": str, "node_code": str, "score": float}).assign(missing_reason="")


def crowd(number: int, framework: Framework, missing: float = 0.1, seed: int = 1) -> pd.DataFrame:
    """Indicator scores of many organisations in the countries XA, XB and XC."""
    generator = np.random.default_rng(seed)
    levels = generator.integers(0, 5, (number, len(framework.indicators))) * 25.0
    levels[generator.random(levels.shape) < missing] = np.nan
    codes = [f"{COUNTRIES[place % 3]}-{place:04}" for place in range(number)]
    return scores_of(dict(zip(codes, levels.tolist(), strict=True)), framework)


def limited(framework: Framework, **settings: object) -> Framework:
    """The framework with other settings of robustness.yml."""
    return replace(framework, robustness=framework.robustness.model_copy(update=settings))


def laid_out(indicator_scores: pd.DataFrame | None = None, framework: Framework | None = None) -> SimpleNamespace:
    """Everything the scenarios need; of the worked example where nothing else is given."""
    framework = framework or example_framework()
    scores = example("results").results.indicator_scores if indicator_scores is None else indicator_scores
    benchmarks = resolve_benchmarks(framework, reference())
    return SimpleNamespace(
        framework=framework,
        indicator_scores=scores,
        benchmarks=benchmarks,
        uncertainty=describe_uncertainty(framework, benchmarks, reference()),
        prepared=prepare(scores, benchmarks, framework),
    )
