"""Scenarios: other defensible weights, EU values and means, drawn from the framework alone.

Four sources are uncertain: the weights, the benchmarks that were counted in a sample of EU organisations, the
benchmarks that are project settings, and the kind of mean. No draw looks at an organisation, so a newcomer changes
nobody's scenarios.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
import scipy

from clusterbrief.analysis.eu import OTHER_SERVICES
from clusterbrief.study.framework import Framework
from clusterbrief.study.framework_model import EuService
from clusterbrief.study.reference import ReferenceTables
from clusterbrief.study.robustness_model import RobustnessFile

Array = npt.NDArray[np.float64]

PROJECT_SETTING = "project setting"
SOURCES = ("weights", "sampled benchmarks", "project settings", "aggregation")


@dataclass(frozen=True, slots=True)
class Scenarios:
    """Scenarios, one row of each array for each.

    ``weights``: scenarios x nodes, in the order of ``Framework.nodes``. ``benchmarks``: scenarios x indicators, in
    the order of ``Framework.indicators`` [0-100 points; NaN where scores are not measured against one].
    ``geometric``: whether the scenario takes the geometric mean.
    """

    weights: Array
    benchmarks: Array
    geometric: npt.NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.geometric)

    def take(self, rows: npt.NDArray[np.int_] | npt.NDArray[np.bool_] | slice) -> "Scenarios":
        """Some of the scenarios."""
        return Scenarios(self.weights[rows], self.benchmarks[rows], self.geometric[rows])

    def split(self, size: int) -> Iterator["Scenarios"]:
        """All of them in turn, so many at a time."""
        for first in range(0, len(self), size):
            yield self.take(slice(first, first + size))


@dataclass(frozen=True, slots=True)
class Uncertainty:
    """What is uncertain, and how far it moves.

    ``weights`` and ``benchmarks``: as the framework has them. ``moved``: places of the weights that are drawn.
    ``sampled``: places of the benchmarks that were counted in a sample. ``counts``: of each service in Table 3 or 4
    that one of them rests on, cumulative probabilities of 0, 1, 2 ... holders. ``worth``: sampled benchmarks x
    services, points that one holder adds. ``settings``: places of the benchmarks that are project settings.
    """

    limits: RobustnessFile
    weights: Array
    moved: npt.NDArray[np.int_]
    benchmarks: Array
    sampled: npt.NDArray[np.int_]
    counts: tuple[Array, ...]
    worth: Array
    settings: npt.NDArray[np.int_]

    @property
    def sources(self) -> list[str]:
        """The source of each raw factor, a number between 0 and 1 from which a scenario is made.

        A source without any factor of its own keeps an idle one.
        """
        sizes = (len(self.moved), len(self.counts), len(self.settings), 1)
        return [source for source, size in zip(SOURCES, sizes, strict=True) for _ in range(max(size, 1))]

    def nominal(self) -> Scenarios:
        """The one scenario in which everything is as the framework has it."""
        return Scenarios(self.weights[None], self.benchmarks[None], np.zeros(1, dtype=bool))

    def draw(self) -> Scenarios:
        """As many scenarios as the framework says, from its seed."""
        sources = self.sources
        parts = [
            np.random.default_rng([self.limits.seed, place]).random((self.limits.scenarios, sources.count(source)))
            for place, source in enumerate(SOURCES)
        ]
        return self.at(np.concatenate(parts, axis=1))

    def at(self, units: Array) -> Scenarios:
        """The scenarios of raw factors, scenarios x factors [0-1], each read as a quantile."""
        sources = np.array(self.sources)
        part = {source: units[:, sources == source] for source in SOURCES}
        weights = np.tile(self.weights, (len(units), 1))
        weights[:, self.moved] *= 1 + self.limits.weight_spread * _either_way(part["weights"], len(self.moved))
        benchmarks = np.tile(self.benchmarks, (len(units), 1))
        holders = np.zeros((len(units), len(self.counts)))
        for column, cumulative in enumerate(self.counts):
            drawn = np.searchsorted(cumulative, part["sampled benchmarks"][:, column], side="right")
            holders[:, column] = np.minimum(drawn, len(cumulative) - 1)
        benchmarks[:, self.sampled] = holders @ self.worth.T
        benchmarks[:, self.settings] += self.limits.setting_points * _either_way(
            part["project settings"], len(self.settings)
        )
        return Scenarios(weights, np.clip(benchmarks, 0, 100), part["aggregation"][:, 0] < self.limits.geometric_share)


def describe_uncertainty(framework: Framework, benchmarks: pd.DataFrame, reference: ReferenceTables) -> Uncertainty:
    """What of a framework and its benchmarks is uncertain.

    Weights are each multiplied by an even draw from 1 +- ``weight_spread`` (siblings' weights count in proportion, so
    nothing else need be done). The holders of each service behind a sampled benchmark are drawn anew from a binomial
    distribution, of as many organisations as hold the label, with the observed share; benchmarks that rest on the same
    service share its draw, and services are drawn each on its own. Benchmarks that are project settings move evenly
    by up to ``setting_points``, each on its own, within 0-100. Everything else stays: published thresholds, and best
    practice read from a single case.

    Parameters
    ----------
    framework : Framework
        ``robustness`` says how far things move.
    benchmarks : DataFrame, one row per indicator
        As ``resolve_benchmarks`` gives it.
    reference : ReferenceTables
        Tables 3 and 4, and how many organisations hold each label.
    """
    nodes = framework.nodes
    rows = benchmarks.set_index("node_code").loc[list(framework.indicators)]
    scored = rows["scored"].to_numpy(dtype=bool)
    eu = [each.benchmark.eu if each.benchmark else None for each in framework.indicators.values()]
    sampled = [place for place, value in enumerate(eu) if value is not None and scored[place]]
    services: dict[tuple[str, str, str], Array] = {}  # table, label, service
    worth: list[Mapping[tuple[str, str, str], float]] = []
    for place in sampled:
        if (value := eu[place]) is not None:
            counts = _counts_behind(value, reference)
            services |= {key: _cumulative(count, reference.holders[value.label]) for key, count in counts.items()}
            worth.append(dict.fromkeys(counts, _worth_of_one(value, reference)))
    return Uncertainty(
        limits=framework.robustness,
        weights=nodes["weight"].to_numpy(dtype=float),
        moved=np.flatnonzero(nodes["parent_code"] != ""),
        benchmarks=rows["benchmark"].where(rows["scored"]).to_numpy(dtype=float),
        sampled=np.array(sampled, dtype=int),
        counts=tuple(services.values()),
        worth=np.array([[row.get(key, 0.0) for key in services] for row in worth]).reshape(len(sampled), len(services)),
        settings=np.flatnonzero(scored & (rows["standing"] == PROJECT_SETTING).to_numpy()),
    )


def tabulate_settings(framework: Framework) -> pd.DataFrame:
    """The settings of robustness.yml, for the page for methodologists.

    Returns
    -------
    DataFrame, one row per setting
        ``setting`` (its name), ``value`` (as text), ``source`` (empty where the file leaves the setting out).
    """
    limits = framework.robustness
    low, high = limits.interval.low, limits.interval.high
    stated = {**limits.model_dump(exclude={"sources", "interval"}), "interval": (low, high)}
    rows = [
        (name, ", ".join(f"{each:g}" for each in (value if isinstance(value, tuple) else (value,))))
        for name, value in stated.items()
    ]
    table = pd.DataFrame(rows, columns=["setting", "value"], dtype=str)
    return table.assign(source=table["setting"].map(limits.sources).fillna("").astype(str))


def _either_way(units: Array, size: int) -> Array:
    """From -1 to 1; an idle factor has no place."""
    return 2 * units[:, :size] - 1


def _counts_behind(value: EuService, reference: ReferenceTables) -> dict[tuple[str, str, str], int]:
    """Holders of each service that a value of Table 3 or 4 rests on: one service, or all that are named."""
    table = getattr(reference, value.table).set_index("service_code")[value.label]
    codes = [value.service] if value.service else [code for code in table.index if code != OTHER_SERVICES]
    return {(value.table, value.label, code): int(table[code]) for code in codes}


def _worth_of_one(value: EuService, reference: ReferenceTables) -> float:
    """Points that one more holder of one service adds."""
    out_of = 1 if value.service else value.out_of or len(getattr(reference, value.table))
    return 100 / reference.holders[value.label] / out_of


def _cumulative(count: int, holders: int) -> Array:
    """Probabilities of up to 0, 1, 2 ... holders, were each a holder with the observed share."""
    return np.asarray(scipy.stats.binom.cdf(np.arange(holders + 1), holders, count / holders), dtype=float)
