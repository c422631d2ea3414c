"""Somebody who solves all printed means together: of a node, of the nodes below it, of all areas and publications.

This attacker knows the weights, who answered what and whose answers changed. Nothing here is shared with disclosure control.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from scipy.optimize import linprog
from scipy.sparse import csr_array, vstack
from scipy.stats import t as student

from full_attacker import LEAST_RANGE, REGION, Find, Tables
from worked_example import example_framework

FIGURES = ("score", "comparable_score")
LEAST_WIDTH = 50.0  # points that subtraction leaves open of who came, went or changed
SCALE = 100.0
SLIGHTLY = 1e-3
Name = tuple[str, str, str, float]  # figure (none for an answer, which is in both), organisation, node, points
Rule = dict[int, float]


@dataclass
class Sums:
    """Scores that are not known, and what is known of sums of them."""

    names: dict[Name, int] = field(default_factory=dict)
    spots: dict[tuple[str, str, str, int], int] = field(default_factory=dict)  # figure, organisation, node, publication
    equal: list[Rule] = field(default_factory=list)  # that are nothing
    windows: list[tuple[Rule, float]] = field(default_factory=list)  # n times what is printed, give or take n halves

    def _matrix(self, rules: Sequence[Rule]) -> csr_array:
        entries = [(row, at, weight) for row, parts in enumerate(rules) for at, weight in parts.items()]
        rows, columns, weights = zip(*entries, strict=True) if entries else ((), (), ())
        return csr_array((weights, (rows, columns)), shape=(len(rules), len(self.names)))

    def close(self) -> None:
        """Write down what is known once for all programmes."""
        sums = self._matrix([parts for parts, _ in self.windows])
        half = np.array([0.5 * len(parts) for parts, _ in self.windows])
        middle = np.array([total for _, total in self.windows])
        self._rows, self._ends = vstack([sums, -sums], format="csr"), np.concatenate([middle + half, half - middle])
        self._family = self._matrix(self.equal)

    def most(self, aim: Rule, bounds: np.ndarray, also: Sequence[tuple[Rule, float]] = ()) -> np.ndarray | None:
        """Scores for which an aim is largest; ``also``: sums that must be at most so much. None where nothing fits."""
        target = np.zeros(len(self.names))
        for at, weight in aim.items():
            target[at] = -weight
        rows, ends = self._rows, self._ends
        if also:
            rows = vstack([rows, self._matrix([parts for parts, _ in also])], format="csr")
            ends = np.concatenate([ends, [most for _, most in also]])
        answer = linprog(target, rows, ends, self._family, np.zeros(len(self.equal)), bounds=bounds)
        assert answer.status in {0, 2}, f"a programme that was not solved: {answer.message}"
        assert also or answer.success, "printed figures that do not fit each other"
        return answer.x if answer.success else None

    def anywhere(self) -> np.ndarray:
        return np.tile([0.0, SCALE], (len(self.names), 1))


def sums_of(public: Sequence[Tables], internal: Sequence[Tables]) -> Sums:
    nodes = example_framework().nodes
    answers = set(nodes.loc[nodes["level"] == "indicator", "node_code"])
    sums = Sums()
    for figure in FIGURES:
        tables = [
            each["compared"].pivot(index="organisation_code", columns="node_code", values=figure) for each in internal
        ]
        for number, table in enumerate(tables):
            for code in sorted(table.index):
                for node in nodes["node_code"]:
                    value = table.at[code, node]
                    if not np.isnan(value):
                        name = ("" if node in answers else figure, code, node, round(value, 9))
                        sums.spots[figure, code, node, number] = sums.names.setdefault(name, len(sums.names))
                sums.equal += list(_parents(figure, code, number, table, nodes, sums.spots))
        for number, each in enumerate(public):
            for row in each["area_scores"].dropna(subset=[figure]).to_dict("records"):
                parts = [
                    at for (what, code, node, when), at in sums.spots.items()
                    if (what, node, when) == (figure, row["node_code"], number)
                    and row["area_code"] in (REGION, code[:2])
                ]  # fmt: skip
                if parts:
                    sums.windows.append((dict.fromkeys(parts, 1.0), len(parts) * row[figure]))
    return sums


def _parents(
    figure: str, code: str, number: int, table: pd.DataFrame, nodes: pd.DataFrame, spots: Mapping
) -> Iterator[Rule]:
    """That a node is the weighted mean of its children, where it is for this organisation."""
    for parent in nodes["node_code"]:
        children = nodes[nodes["parent_code"] == parent]
        there = children[[(figure, code, each, number) in spots for each in children["node_code"]]]
        if (figure, code, parent, number) not in spots or there.empty:
            continue
        weights = there["weight"] / there["weight"].sum()
        mean = sum(weights * [table.at[code, each] for each in there["node_code"]])
        if abs(mean - table.at[code, parent]) < 1e-6:
            rule = {
                spots[figure, code, each, number]: weight
                for each, weight in zip(there["node_code"], weights, strict=True)
            }
            yield {**rule, spots[figure, code, parent, number]: -1.0}


def sums_told(public: Sequence[Tables], internal: Sequence[Tables]) -> list[Find]:
    """Whose score or class follows from all means taken together."""
    sums = sums_of(public, internal)
    if not sums.windows:
        return []
    sums.close()
    seen: list[np.ndarray] = []
    return [*_narrow(sums, seen), *_classed(sums, internal, seen)]


def spreads_told(public: Sequence[Tables], internal: Sequence[Tables]) -> Iterator[Find]:
    """Whose score, or answer, lies within few points, because the interval of a mean tells how far it can lie from it.

    The half of an interval is t s / sqrt(n), or more, and (n - 1) s^2 the sum of squares; if one lies d from the mean,
    the others lie d / (n - 1) on the other side, so that d^2 n / (n - 1) is at most that sum.
    """
    levels = example_framework().nodes.set_index("node_code")["level"]
    for publication, (tables, held) in enumerate(zip(public, internal, strict=True)):
        compared = held["compared"].dropna(subset=["comparable_score"])
        for row in tables["area_scores"].dropna(subset=["low", "high", "comparable_score"]).to_dict("records"):
            here = compared["organisation_code"].str.startswith(row["area_code"]) | (row["area_code"] == REGION)
            n = int((here & (compared["node_code"] == row["node_code"])).sum())
            mean = row["comparable_score"]
            halves = [mean - row["low"]] * (row["low"] > 0) + [row["high"] - mean] * (row["high"] < SCALE)
            if not halves:
                continue
            spread = (min(halves) + 1) * np.sqrt(n) / student.ppf(0.95, n - 1)
            far = spread * (n - 1) / np.sqrt(n) + 0.5
            low, high = max(0.0, mean - far), min(SCALE, mean + far)
            least = SCALE if levels[row["node_code"]] == "indicator" else LEAST_RANGE
            if high - low < least - SLIGHTLY:
                yield Find(("interval", row["node_code"]), (row["area_code"], publication), low, high)


def subtracted_told(public: Sequence[Tables], internal: Sequence[Tables]) -> list[Find]:
    """Whose score subtraction of publications bounds closely, whatever all others have."""
    sums = sums_of(public, internal)
    if not sums.windows:
        return []
    sums.close()
    return list(_subtracted(sums, len(public)))


def _narrow(sums: Sums, seen: list[np.ndarray]) -> Iterator[Find]:
    """Scores that all means leave too little open, and answers that they leave anything less than everything."""
    bounds = sums.anywhere()
    low, high = np.full(len(sums.names), np.inf), np.full(len(sums.names), -np.inf)
    for name, at in sums.names.items():
        least = SCALE if name[0] == "" else LEAST_RANGE
        for sign in (1.0, -1.0):
            if high[at] - low[at] < least - SLIGHTLY:
                seen.append(sums.most({at: sign}, bounds))
                low, high = np.minimum(low, seen[-1]), np.maximum(high, seen[-1])
        if high[at] - low[at] < least - SLIGHTLY:
            yield Find(name[::2], ("one", *name[1::2]), low[at], high[at])


def _subtracted(sums: Sums, publications: int) -> Iterator[Find]:
    """Scores of who came, went or changed that the means leave too little open, whatever others have."""
    if publications == 1:
        return
    for name, at in sums.names.items():
        there = [sums.spots.get((name[0] or FIGURES[0], *name[1:3], number)) == at for number in range(publications)]
        if name[0] == "" or all(there):
            continue
        bounds = np.tile([-np.inf, np.inf], (len(sums.names), 1))
        bounds[[place for each, place in sums.names.items() if each[1] == name[1]]] = [0, SCALE]
        low, high = (sums.most({at: sign}, bounds)[at] for sign in (-1.0, 1.0))
        if high - low < LEAST_WIDTH - SLIGHTLY:
            yield Find(("subtracted", *name[::2]), ("one", *name[1::2]), low, high)


def _classed(sums: Sums, internal: Sequence[Tables], seen: Sequence[np.ndarray]) -> Iterator[Find]:
    """Organisations whose scores can only give the class that they have."""
    for number, each in enumerate(internal):
        against = each["compared"].pivot(index="organisation_code", columns="node_code", values="benchmark")
        for row in each["classes"].sort_values("organisation_code").to_dict("records"):
            code, held = row["organisation_code"], row["class_code"]
            regions = list(_regions_beside(sums, held, code, number, against))
            if not regions or any(_inside(point, region) for region in regions for point in seen):
                continue
            if all(sums.most({}, sums.anywhere(), region) is None for region in regions):
                yield Find(("class", held), ("one", code, number))


def _inside(point: np.ndarray, region: Sequence[tuple[Rule, float]]) -> bool:
    return all(sum(weight * point[at] for at, weight in parts.items()) <= most for parts, most in region)


def _regions_beside(
    sums: Sums, held: str, code: str, number: int, against: pd.DataFrame
) -> Iterator[list[tuple[Rule, float]]]:
    """Where an organisation would be in another class, each as sums that are at most so much: tests/example."""
    nodes = example_framework().nodes
    level = {
        kind: [node for node in nodes.loc[nodes["level"] == kind, "node_code"] if (FIGURES[1], code, node, number) in sums.spots]
        for kind in ("overall", "block", "dimension")
    }  # fmt: skip

    def least(node: str, attainment: float) -> tuple[Rule, float]:
        return {sums.spots[FIGURES[1], code, node, number]: -1.0}, -attainment * against.at[code, node]

    def below(node: str, attainment: float) -> tuple[Rule, float]:
        return {sums.spots[FIGURES[1], code, node, number]: 1.0}, attainment * against.at[code, node] - SLIGHTLY

    if not level["overall"]:
        return
    every_block = len(level["block"]) == (nodes["level"] == "block").sum()
    champion = [least("overall", 1), *(least(node, 0.7) for node in level["block"])]
    if held == "struggler":
        yield [least("overall", 0.5)]
    if held in {"pioneer", "developing"} and every_block:
        yield champion
    if held == "champion":
        yield [below("overall", 1)]
        yield from ([below(node, 0.7)] for node in level["block"])
    if held == "pioneer":
        yield [below("overall", 0.7)]
        yield [below(node, 1) for node in level["dimension"]]
    if held == "developing":
        yield [below("overall", 0.5)]
        yield from ([least("overall", 0.7), least(node, 1)] for node in level["dimension"])
