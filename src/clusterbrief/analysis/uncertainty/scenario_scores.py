"""Scores, EU values and classes of every organisation in many scenarios at once.

The rules are those of ``aggregation`` and ``benchmarks``, on arrays of scenarios x organisations x nodes. Whether
enough was answered for a score is decided once, with the framework's own weights: a scenario tests how an answer
counts, not whether there is one, and the same organisations are compared in all of them.
"""

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
import scipy

from clusterbrief.analysis.aggregation import aggregate_wide
from clusterbrief.analysis.classes import UNCLASSIFIED, decide_classes
from clusterbrief.analysis.uncertainty.scenarios import Array, Scenarios
from clusterbrief.study.framework import Framework
from clusterbrief.study.framework_model import ClassRule

Flags = npt.NDArray[np.bool_]

LEVELS = ("overall", "block", "dimension", "part")  # of nodes above the indicators
RANKED_DECIMALS = 10  # as ``ranking.rank_units``
CELLS = 120_000  # scenarios x organisations computed at a time: what fits a processor's own memory is quick
LEAST_POINTS, SCALE = 1.0, 0.99  # 0-100 points put on 1-100, where a geometric mean exists


@dataclass(frozen=True, slots=True)
class Prepared:
    """One framework and everybody's points, ready to be scored in any scenario.

    ``children``: of each node above the indicators, from the bottom up, the nodes below it. ``points``:
    organisations x indicators [0-100; NaN where missing]. ``has_score``: of each node, which organisations have one.
    ``counted``: of each level, which indicators count in its nodes when they are compared with the EU value.
    ``may_be_geometric``: nodes that a scenario may give a geometric mean.
    """

    organisation_codes: list[str]
    levels: dict[str, str]
    children: dict[str, list[str]]
    indicators: list[str]
    points: Array
    has_score: dict[str, Flags]
    counted: dict[str, Flags]
    may_be_geometric: set[str]
    rules: tuple[ClassRule, ...]

    @property
    def nodes(self) -> list[str]:
        """The nodes above the indicators, in the framework's order."""
        return [code for code, level in self.levels.items() if level in LEVELS]

    def places(self, level: str) -> list[int]:
        """Where the nodes of a level stand among ``nodes``."""
        return [place for place, code in enumerate(self.nodes) if self.levels[code] == level]

    def split(self, scenarios: Scenarios) -> Iterator[Scenarios]:
        """Scenarios in turn, so many at a time that their arrays stay small."""
        return scenarios.split(max(1, CELLS // max(1, len(self.organisation_codes))))


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Scenarios x organisations x nodes above the indicators: what ``compare_to_benchmarks`` would give."""

    score: Array
    comparable_score: Array
    benchmark: Array

    @property
    def attainment(self) -> Array:
        """Comparable score over benchmark; NaN where either is missing."""
        return self.comparable_score / np.where(self.benchmark > 0, self.benchmark, np.nan)


def prepare(indicator_scores: pd.DataFrame, benchmarks: pd.DataFrame, framework: Framework) -> Prepared:
    """Lay out points and the tree, and decide who has which score.

    Parameters
    ----------
    indicator_scores : DataFrame, one row per organisation and indicator
        ``organisation_code``, ``node_code``, ``score``; as ``score_indicators`` gives it.
    benchmarks : DataFrame, one row per indicator
        ``node_code``, ``scored``; as ``resolve_benchmarks`` gives it.
    framework : Framework
    """
    nodes, indicators = framework.nodes, list(framework.indicators)
    wide = indicator_scores.pivot(index="organisation_code", columns="node_code", values="score")
    wide = wide.reindex(columns=indicators).astype(float).sort_index()
    points = wide.to_numpy(dtype=float)
    scores = aggregate_wide(points, nodes, min_coverage=framework.structure.min_coverage)
    has_score = {code: ~np.isnan(scores[:, place]) for place, code in enumerate(nodes["node_code"])}
    levels = dict(zip(nodes["node_code"], nodes["level"], strict=True))
    parents = dict(zip(nodes["node_code"], nodes["parent_code"], strict=True))
    scored = benchmarks.set_index("node_code")["scored"].loc[indicators].to_numpy(dtype=bool)
    # siblings in order of code, so that sums do not depend on the order of the file
    below = {code: sorted(child for child in parents if parents[child] == code) for code in parents}
    weights = dict(zip(nodes["node_code"], nodes["weight"], strict=True))
    children = {
        code: [child for child in below[code] if weights[child] > 0] for code in reversed(parents) if below[code]
    }
    everywhere = framework.robustness.geometric_of_indicators
    return Prepared(
        organisation_codes=[str(code) for code in wide.index],
        levels=levels,
        children=children,
        indicators=indicators,
        points=points,
        has_score=has_score,
        counted={level: _counted(level, indicators, levels, parents, has_score) & scored for level in LEVELS},
        may_be_geometric={code for code, nodes in children.items() if everywhere or not set(nodes) & set(indicators)},
        rules=framework.classes.classes,
    )


def _counted(
    level: str,
    indicators: Sequence[str],
    levels: dict[str, str],
    parents: dict[str, str],
    has_score: dict[str, Flags],
) -> Flags:
    """Organisations x indicators: answered, and no node between it and this level is left out for low coverage."""
    columns = []
    for code in indicators:
        counted, node = has_score[code], code
        while node and levels[node] != level:
            counted = counted & has_score[node]
            node = parents[node]
        columns.append(counted)
    return np.stack(columns, axis=1)


def evaluate(prepared: Prepared, scenarios: Scenarios, levels: Sequence[str] = LEVELS) -> Outcomes:
    """Score and compare everybody in each scenario.

    A geometric mean is taken of scores and of benchmarks alike, on a scale of 1-100. It is put back on 0-100, so that a
    node with a single child has that child's score.

    Parameters
    ----------
    prepared : Prepared
    scenarios : Scenarios
        Their weights and benchmarks in the order of the framework that was prepared.
    levels : sequence of str
        The levels whose nodes are compared with the EU value; the others' are NaN.

    Returns
    -------
    Outcomes
        Scenarios x organisations x ``prepared.nodes``. A node without an EU value, or with one of 0, has neither
        a comparable score nor a benchmark.
    """
    shape = (len(scenarios), len(prepared.organisation_codes), len(prepared.nodes))
    outcomes = Outcomes(*(np.full(shape, np.nan) for _ in range(3)))
    for geometric in (False, True):
        rows = np.flatnonzero(scenarios.geometric == geometric)
        if len(rows):
            _fill(outcomes, rows, prepared, scenarios.take(rows), levels)
    without = np.isnan(outcomes.score) | np.isnan(outcomes.benchmark) | (outcomes.benchmark == 0)
    outcomes.comparable_score[without] = np.nan
    outcomes.benchmark[without] = np.nan
    return outcomes


def _fill(
    outcomes: Outcomes, rows: npt.NDArray[np.int_], prepared: Prepared, scenarios: Scenarios, levels: Sequence[str]
) -> None:
    """The outcomes of scenarios that all take the same mean."""
    geometric = prepared.may_be_geometric if scenarios.geometric[0] else set()
    points = _leaves(prepared, prepared.points.T[:, None, :])
    marks = _leaves(prepared, scenarios.benchmarks.T[:, :, None])
    weights = {code: scenarios.weights[:, place, None] for place, code in enumerate(prepared.levels)}
    place_of = {code: place for place, code in enumerate(prepared.nodes)}
    scores = _climb(prepared.children, weights, prepared.has_score, geometric, (points,))
    for code, (score,) in scores.items():
        outcomes.score[rows, :, place_of[code]] = score
    for level in levels:
        has = _any_below(prepared, level)
        compared = _climb(_at_or_below(level, prepared), weights, has, geometric, (points, marks))
        for code, (comparable_score, benchmark) in compared.items():
            if prepared.levels[code] == level:
                outcomes.comparable_score[rows, :, place_of[code]] = comparable_score
                outcomes.benchmark[rows, :, place_of[code]] = benchmark


def _leaves(prepared: Prepared, values: Array) -> dict[str, Array]:
    """One array for each indicator, scenarios x organisations; 0 where there is nothing to count."""
    return dict(zip(prepared.indicators, np.where(np.isnan(values), 0.0, values), strict=True))


def _at_or_below(level: str, prepared: Prepared) -> dict[str, list[str]]:
    """The children of each node of a level and of those below, from the bottom up."""
    kept: set[str] = set()
    for code, children in reversed(prepared.children.items()):
        if prepared.levels[code] == level or code in kept:
            kept |= {code, *children}
    return {code: children for code, children in prepared.children.items() if code in kept}


def _any_below(prepared: Prepared, level: str) -> dict[str, Flags]:
    """Which organisations have an indicator that counts below each node, when this level is compared."""
    flags = dict(zip(prepared.indicators, prepared.counted[level].T, strict=True))
    for code, children in prepared.children.items():
        flags[code] = np.logical_or.reduce([flags[child] for child in children])
    return flags


def _climb(
    branches: dict[str, list[str]],
    weights: dict[str, Array],
    has: dict[str, Flags],
    geometric: Set[str],
    leaves: tuple[dict[str, Array], ...],
) -> dict[str, tuple[Array, ...]]:
    """Weighted means of each branch, of each table of leaves; NaN where no child counts.

    Sums run child by child, on each cell alone: the same to the last bit whoever else is in the table.
    """
    means: dict[str, tuple[Array, ...]] = {}
    for code, children in branches.items():
        total: Array = np.zeros((1, 1))
        sums: list[Array] = [np.zeros((1, 1)) for _ in leaves]
        for child in children:
            share = weights[child] * has[child]
            total = total + share
            values = means[child] if child in means else tuple(table[child] for table in leaves)
            if code in geometric:
                values = tuple(np.log(LEAST_POINTS + SCALE * value) for value in values)
            sums = [each + share * value for each, value in zip(sums, values, strict=True)]
        # 0 where nothing counts, so that it counts as nothing one level up
        found = tuple(each / np.where(total > 0, total, 1.0) for each in sums)
        if code in geometric:
            # rounding must not take a mean of zeros below 0
            found = tuple(np.maximum((np.exp(each) - LEAST_POINTS) / SCALE, 0.0) for each in found)
        means[code] = found
    return {code: tuple(np.where(has[code], each, np.nan) for each in values) for code, values in means.items()}


def classify(attainment: Array, prepared: Prepared) -> npt.NDArray[np.int8]:
    """Classes, scenarios x organisations: places in ``prepared.rules``, -1 where unclassified.

    Parameters
    ----------
    attainment : ndarray, scenarios x organisations x ``prepared.nodes``
    prepared : Prepared
    """
    overall, blocks, dimensions = (attainment[..., prepared.places(level)] for level in LEVELS[:3])
    strongest = np.fmax.reduce(dimensions, axis=-1)
    return decide_classes(overall[..., 0], np.min(blocks, axis=-1), strongest, prepared.rules)


def class_codes(places: npt.NDArray[np.int8], prepared: Prepared) -> list[str]:
    """The codes of classes from their places."""
    codes = [*(rule.code for rule in prepared.rules), UNCLASSIFIED]  # the last is the place -1
    return [codes[place] for place in places]


def rank_rows(scores: Array) -> Array:
    """Ranks within each row, 1 for the highest; equals share the best rank, and NaN has none.

    Examples
    --------
    >>> rank_rows(np.array([[50.0, 70.0, np.nan, 70.0]])).tolist()
    [[3.0, 1.0, nan, 1.0]]
    """
    rounded = np.round(scores, RANKED_DECIMALS)
    ranks = scipy.stats.rankdata(np.where(np.isnan(rounded), np.inf, -rounded), method="min", axis=-1)
    return np.where(np.isnan(rounded), np.nan, ranks)
