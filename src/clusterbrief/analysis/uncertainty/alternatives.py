"""Named alternatives to the way scores are made, and how far each moves ranks and classes."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
import pandas as pd

from clusterbrief.analysis.normalisation import normalise_min_max
from clusterbrief.analysis.uncertainty.scenario_scores import (
    Outcomes,
    Prepared,
    class_codes,
    classify,
    evaluate,
    prepare,
    rank_rows,
)
from clusterbrief.analysis.uncertainty.scenarios import Array, Scenarios
from clusterbrief.study.framework import Framework
from clusterbrief.study.framework_model import Block, Dimension, Part

Node = TypeVar("Node", bound=Part)

KINDS = {
    "alternative_code": str, "label": str, "n": int, "gained": int, "lost": int, "spearman": float,
    "mean_shift": float, "max_shift": float, "classes_changed": "Int64",
}  # fmt: skip
RANK_KINDS = {
    "alternative_code": str, "organisation_code": str, "rank_before": "Int64", "rank": "Int64", "shift": "Int64",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another way to make scores: a framework, points and the kind of mean."""

    code: str
    label: str
    framework: Framework
    indicator_scores: pd.DataFrame
    geometric: bool = False
    has_classes: bool = True


def compare_alternatives(
    indicator_scores: pd.DataFrame, framework: Framework, benchmarks: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Ranks by overall score and classes under each alternative, beside those of the framework as it is.

    The alternatives: the geometric mean above the indicators, and of them too; the same weight for every indicator,
    whatever its branch; each dimension left out in turn; other least coverages; points from the worst to the best of
    the sample instead of fixed goalposts.

    Parameters
    ----------
    indicator_scores, framework, benchmarks
        As for ``scenario_scores.prepare``.

    Returns
    -------
    alternatives : DataFrame, one row per alternative
        ``alternative_code``, ``label``, ``n`` (organisations with a score both ways; ranks are among them),
        ``gained`` and ``lost`` (that have a score only with the alternative, only without), ``spearman`` [rank
        correlation of scores; NaN for fewer than two organisations or where all are equal], ``mean_shift`` and
        ``max_shift`` [places, up or down; NaN without organisations] and ``classes_changed`` (organisations; missing
        where the alternative has no classes, because an EU value has no place on the sample's own scale).
    ranks : DataFrame, one row per alternative and organisation
        ``alternative_code``, ``organisation_code``, ``rank_before``, ``rank`` [1 is best] and ``shift`` [places,
        positive where the alternative gives a worse one]; missing without a score both ways.
    """
    own, before = _outcomes(Alternative("", "", framework, indicator_scores), benchmarks)
    rows, ranks = [], []
    for alternative in list_alternatives(indicator_scores, framework):
        prepared, after = _outcomes(alternative, benchmarks)
        scores = np.stack([before.score[0, :, 0], after.score[0, :, 0]])
        both = ~np.isnan(scores).any(axis=0)
        ranked = rank_rows(np.where(both, scores, np.nan))
        shift = ranked[1] - ranked[0]
        places = np.abs(shift[both])
        rows.append(
            (
                alternative.code,
                alternative.label,
                int(both.sum()),
                int((np.isnan(scores[0]) & ~np.isnan(scores[1])).sum()),
                int((~np.isnan(scores[0]) & np.isnan(scores[1])).sum()),
                _correlation(scores[0, both], scores[1, both]),
                places.mean() if len(places) else np.nan,
                places.max() if len(places) else np.nan,
                _changed((own, before), (prepared, after)) if alternative.has_classes else None,
            )
        )
        table = {"alternative_code": alternative.code, "organisation_code": own.organisation_codes}
        ranks.append(pd.DataFrame({**table, "rank_before": ranked[0], "rank": ranked[1], "shift": shift}))
    return (
        pd.DataFrame(rows, columns=list(KINDS)).astype(KINDS),
        pd.concat(ranks, ignore_index=True).astype(RANK_KINDS),  # also where there are no rows
    )


def list_alternatives(indicator_scores: pd.DataFrame, framework: Framework) -> Iterator[Alternative]:
    """The alternatives that a framework has: a dimension is left out only where another stays."""
    for code, label, everywhere in (
        ("geometric", "Geometric mean of parts, dimensions and blocks", False),
        ("geometric_all", "Geometric mean at every level", True),
    ):
        limits = framework.robustness.model_copy(update={"geometric_of_indicators": everywhere})
        yield Alternative(code, label, replace(framework, robustness=limits), indicator_scores, geometric=True)
    yield Alternative(
        "equal_indicators", "The same weight for every indicator", _weigh_evenly(framework), indicator_scores
    )
    dimensions = [each for block in framework.structure.blocks if block.scored for each in block.dimensions]
    if len(dimensions) > 1:
        for each in dimensions:
            left = _without(each, framework)
            yield Alternative(f"without_{each.code}", f"Without {each.label}", left, indicator_scores)
    for coverage in framework.robustness.alternative_coverage:
        structure = framework.structure.model_copy(update={"min_coverage": coverage})
        code, label = f"coverage_{coverage:g}", f"Least coverage {coverage * 100:g} %"
        yield Alternative(code, label, replace(framework, structure=structure), indicator_scores)
    label = "Points from the worst to the best of the sample"
    yield Alternative("sample", label, framework, _on_sample_scale(indicator_scores), has_classes=False)


def _outcomes(alternative: Alternative, benchmarks: pd.DataFrame) -> tuple[Prepared, Outcomes]:
    framework = alternative.framework
    rows = benchmarks.set_index("node_code").loc[list(framework.indicators)]
    scenario = Scenarios(
        framework.nodes["weight"].to_numpy(dtype=float)[None],
        rows["benchmark"].where(rows["scored"]).to_numpy(dtype=float)[None],
        np.array([alternative.geometric]),
    )
    prepared = prepare(alternative.indicator_scores, benchmarks, framework)
    return prepared, evaluate(prepared, scenario)


def _changed(before: tuple[Prepared, Outcomes], after: tuple[Prepared, Outcomes]) -> int:
    """Organisations with another class."""
    one, other = (
        class_codes(classify(outcomes.attainment, prepared)[0], prepared) for prepared, outcomes in (before, after)
    )
    return sum(old != new for old, new in zip(one, other, strict=True))


def _correlation(one: Array, other: Array) -> float:
    """Spearman's, of scores rounded as for ranks; NaN where it has no meaning."""
    ranks = [pd.Series(scores).round(10).rank().to_numpy() for scores in (one, other)]
    if len(one) < 2 or any(np.ptp(each) == 0 for each in ranks):
        return float("nan")
    return float(np.corrcoef(*ranks)[0, 1])


def _weigh_evenly(framework: Framework) -> Framework:
    """Branches weigh as much as the number of indicators below them, and every indicator the same."""
    nodes = [indicator.node for indicator in framework.indicators.values()]

    def weigh(branch: Node, below: tuple[Part, ...] = ()) -> Node:
        own = sum(node == branch.code for node in nodes)
        return branch.model_copy(update={"weight": own + sum(each.weight for each in below)})

    def weigh_dimension(dimension: Dimension) -> Dimension:
        parts = tuple(weigh(part) for part in dimension.parts)
        return weigh(dimension.model_copy(update={"parts": parts}), parts)

    def weigh_block(block: Block) -> Block:
        dimensions = tuple(weigh_dimension(each) for each in block.dimensions)
        return weigh(block.model_copy(update={"dimensions": dimensions}), dimensions)

    blocks = tuple(weigh_block(block) if block.scored else block for block in framework.structure.blocks)
    indicators = {code: each.model_copy(update={"weight": 1.0}) for code, each in framework.indicators.items()}
    structure = framework.structure.model_copy(update={"blocks": blocks})
    return replace(framework, structure=structure, indicators=indicators)


def _without(dimension: Dimension, framework: Framework) -> Framework:
    """The framework without a dimension, and without its block where it is the only one."""
    blocks = []
    for block in framework.structure.blocks:
        kept = tuple(each for each in block.dimensions if each.code != dimension.code)
        blocks.append(block.model_copy(update={"dimensions": kept, "scored": block.scored and bool(kept)}))
    gone = {dimension.code, *(part.code for part in dimension.parts)}
    indicators = {code: each for code, each in framework.indicators.items() if each.node not in gone}
    structure = framework.structure.model_copy(update={"blocks": tuple(blocks)})
    return replace(framework, structure=structure, indicators=indicators)


def _on_sample_scale(indicator_scores: pd.DataFrame) -> pd.DataFrame:
    """Points from 0 for the sample's worst to 100 for its best; an indicator on which all agree has none."""
    wide = indicator_scores.pivot(index="organisation_code", columns="node_code", values="score").astype(float)
    placed = normalise_min_max(wide)
    return placed.rename_axis(columns="node_code").stack(future_stack=True).rename("score").reset_index()
