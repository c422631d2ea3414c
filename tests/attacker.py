"""Somebody who holds every public table of several publications and knows who took part in which.

The attacker also knows whose stake changed, and so that all others' stayed as they were. Everybody who came, went or changed
is an unknown of its own; those who stayed are one unknown for each country. Nothing here is shared with the code
under attack.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations

import numpy as np
import pandas as pd
from scipy.optimize import Bounds, LinearConstraint, milp

REGION = "ALL"
LEAST = 3
LEAST_WIDTH = 50.0
Name = tuple  # of an unknown
Table = pd.DataFrame


@dataclass
class Puzzle:
    """Unknowns with their bounds, and what is known of sums of them."""

    whole: bool
    names: list[Name] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    rules: list[tuple[dict[int, float], float, float]] = field(default_factory=list)
    lower: list[float] = field(default_factory=list)

    def add(self, name: Name, upper: float) -> int:
        if name not in self.names:
            self.names.append(name)
            self.upper.append(upper)
        return self.names.index(name)

    def know(self, parts: dict[int, float], low: float, high: float) -> None:
        self.rules.append((parts, low, high))

    def alone(self, parts: dict[int, float]) -> tuple[float, float]:
        """The range of a combination where nothing limits the other unknowns: what subtraction alone tells.

        That a mean of many lies near 100 says something of each of them. The rule allows that, and so it is no find.
        """
        free = Puzzle(self.whole, self.names, [], self.rules)
        free.upper = [each if place in parts else np.inf for place, each in enumerate(self.upper)]
        free.lower = [0.0 if place in parts else -np.inf for place in range(len(self.upper))]
        return free.range_of(parts)

    def range_of(self, parts: dict[int, float]) -> tuple[float, float]:
        """The least and the most that a combination of unknowns can be."""
        width = len(self.names)
        aim = np.zeros(width)
        for place, weight in parts.items():
            aim[place] = weight
        rows = np.zeros((len(self.rules), width))
        for number, (known, _, _) in enumerate(self.rules):
            for place, weight in known.items():
                rows[number, place] = weight
        limits = LinearConstraint(
            rows, [each[1] - 1e-6 for each in self.rules], [each[2] + 1e-6 for each in self.rules]
        )
        ends = []
        for sign in (1, -1):
            kind = np.full(width, int(self.whole))
            answer = milp(
                sign * aim, integrality=kind, bounds=Bounds(self.lower or 0, self.upper), constraints=[limits]
            )
            if answer.status in {3, 4}:
                ends.append(-sign * np.inf)
                continue
            assert answer.success, "printed figures that do not fit each other"
            ends.append(sign * answer.fun)
        return ends[0], ends[1]


def values_of(stakes: Sequence[Table], thing: str) -> Table:
    """Values of one thing by organisation and country, one column for each publication."""
    columns = [
        each[(each["thing"] == thing) & each["value"].notna()]
        .set_index(["organisation_code", "area_code"])["value"]
        .rename(place)
        for place, each in enumerate(stakes)
    ]
    return pd.concat(columns, axis=1).astype(float).round(9).sort_index()


def unknowns_of(values: Table, puzzle: Puzzle, thing: str, top: float) -> dict[tuple[str, int], list[tuple[Name, int]]]:
    """The unknowns of each country and publication: those who stayed together, everybody else alone."""
    cells: dict[tuple[str, int], list[tuple[Name, int]]] = {}
    stayed = values.notna().all(axis=1) & (values.nunique(axis=1) == 1)
    for country, size in values[stayed].groupby(level="area_code").size().items():
        name = ("stayed", thing, country)
        place = puzzle.add(name, top * size)
        for publication in values.columns:
            cells.setdefault((country, publication), []).append((name, place))
    for (code, country), row in values[~stayed].iterrows():
        for publication in values.columns:
            if pd.notna(row[publication]):
                first = min(each for each in values.columns if row[each] == row[publication])
                name = ("one", thing, code, first)
                cells.setdefault((country, publication), []).append((name, puzzle.add(name, top)))
    return cells


def parts_of(cells: dict, area: str, publication: int) -> dict[int, float]:
    return {
        place: 1.0
        for (country, number), held in cells.items()
        if number == publication and area in (REGION, country)
        for _, place in held
    }


@dataclass(frozen=True)
class Attack:
    """What was found out: of whom, what, and how closely."""

    thing: str
    about: Name
    low: float
    high: float


def attack_counts(stakes: Sequence[Table], printed: Sequence[Table], thing: str) -> Iterator[Attack]:
    """Printed: one row per area, with ``area_code``, ``n``, ``count`` and ``bound``. Whose answer is told?"""
    values = values_of(stakes, thing)
    puzzle = Puzzle(whole=True)
    cells = unknowns_of(values, puzzle, thing, 1)
    for publication, table in enumerate(printed):
        for row in table.to_dict("records"):
            parts = parts_of(cells, row["area_code"], publication)
            if not parts:
                continue
            bound = row.get("bound", "")
            if not np.isnan(row["count"]):
                puzzle.know(parts, row["count"], row["count"])
            elif bound == "few":
                puzzle.know(parts, 0, LEAST - 1)
            elif bound == "nearly all":
                puzzle.know(parts, row["n"] - LEAST + 1, row["n"])
    yield from _told(puzzle, thing)
    yield from _few_told(puzzle, thing, values, cells)


def _few_told(puzzle: Puzzle, thing: str, values: Table, cells: dict) -> Iterator[Attack]:
    """Changes by one or two, and countries of one or two, whose sum is told."""
    last = values.columns[-1]
    for area in {REGION, *values.index.get_level_values("area_code")}:
        changed = _changed_in(values, area)
        if 0 < changed < LEAST:
            before, after = parts_of(cells, area, 0), parts_of(cells, area, last)
            change = {place: after.get(place, 0) - before.get(place, 0) for place in {*before, *after}}
            low, high = puzzle.range_of(change)
            if high - low < 0.5:
                yield Attack(thing, ("change", area), low, high)
    for publication in values.columns:
        for area in sorted({*values.index.get_level_values("area_code")}):
            held = values.xs(area, level="area_code")[publication].dropna()
            if 0 < len(held) < LEAST:
                low, high = puzzle.range_of(parts_of(cells, area, publication))
                if high - low < 0.5:
                    yield Attack(thing, ("few", area, publication), low, high)


def _changed_in(values: Table, area: str) -> int:
    rows = values if area == REGION else values.xs(area, level="area_code")
    first, last = rows[rows.columns[0]], rows[rows.columns[-1]]
    return int((~((first == last) | (first.isna() & last.isna()))).sum())


def _told(puzzle: Puzzle, thing: str) -> Iterator[Attack]:
    """Single answers that can only be one thing, and countries all of whose answers are."""
    for place, name in enumerate(puzzle.names):
        low, high = puzzle.range_of({place: 1.0})
        if high - low < 0.5 and (name[0] == "one" or low in (0, puzzle.upper[place])):
            yield Attack(thing, name, low, high)


def attack_classes(
    stakes: Sequence[Table], printed: Sequence[Table], column: str, classes: Sequence[str]
) -> Iterator[Attack]:
    """Whose class is told? ``classes``: those of rated organisations; the others are known to be unrated."""
    number = {code: place for place, code in enumerate(classes)}
    held = [
        each[each["thing"].isin(classes)].assign(value=lambda table: table["thing"].map(number), thing="")
        for each in stakes
    ]
    values = values_of(held, "")
    puzzle, of_class = Puzzle(whole=True), {}
    for code in classes:
        of_class[code] = unknowns_of(values, puzzle, code, 1)
    for name in [each for each in puzzle.names if each[1] == classes[0]]:
        places = [puzzle.names.index((name[0], code, *name[2:])) for code in classes]
        size = puzzle.upper[places[0]]
        puzzle.know(dict.fromkeys(places, 1.0), size, size)
    empty = set()
    for publication, table in enumerate(printed):
        for row in table[table[column].isin(classes)].to_dict("records"):
            parts = parts_of(of_class[row[column]], row["area_code"], publication)
            if np.isnan(row["count"]) or not parts:
                continue
            puzzle.know(parts, row["count"], row["count"])
            if row["area_code"] == REGION and row["count"] == 0:
                empty |= set(parts)  # a class that nobody is in may be shown as empty
    for place, name in enumerate(puzzle.names):
        if place in empty:
            continue
        low, high = puzzle.range_of({place: 1.0})
        if high - low < 0.5 and (name[0] == "one" or low in (0, puzzle.upper[place])):
            yield Attack(column, name, low, high)


def attack_scores(stakes: Sequence[Table], printed: Sequence[Table], figure: str, thing: str) -> Iterator[Attack]:
    """Printed: one row per area, with ``area_code`` and the figure in whole points. Whose score is bounded closely?"""
    values = values_of(stakes, thing)
    two = bool(np.isin(values.to_numpy()[~np.isnan(values.to_numpy())], (0, 100)).all())
    top = 1.0 if two else 100.0
    puzzle = Puzzle(whole=two)
    cells = unknowns_of(values, puzzle, thing, top)
    for publication, table in enumerate(printed):
        for row in table.to_dict("records"):
            parts = parts_of(cells, row["area_code"], publication)
            country = values.index.get_level_values("area_code")
            inside = values[(country == row["area_code"]) | (row["area_code"] == REGION)]
            n = inside[publication].notna().sum() if len(inside) else 0
            if not np.isnan(row[figure]) and parts:
                puzzle.know(parts, (row[figure] - 0.5) * n * top / 100, (row[figure] + 0.5) * n * top / 100)
    ones = [place for place, name in enumerate(puzzle.names) if name[0] == "one"]
    small = [
        place for place, name in enumerate(puzzle.names) if name[0] == "stayed" and puzzle.upper[place] / top < LEAST
    ]
    if two:
        for place in [*ones, *small]:
            low, high = puzzle.range_of({place: 1.0})
            if high - low < 0.5:
                yield Attack(f"{figure} {thing}", puzzle.names[place], low, high)
        return
    for parts in [*({each: 1.0} for each in (*ones, *small)), *_pairs(puzzle, ones)]:
        people = sum(puzzle.upper[each] / top for each in parts)
        low, high = puzzle.alone(parts)
        if high - low < LEAST_WIDTH * people - 1e-3:
            yield Attack(f"{figure} {thing}", tuple(puzzle.names[each] for each in parts), low, high)


def _pairs(puzzle: Puzzle, ones: Sequence[int]) -> Iterator[dict[int, float]]:
    """Two who came, went or changed: the sum of their scores, and the difference."""
    for first, second in combinations(ones, 2):
        if puzzle.names[first][2] != puzzle.names[second][2]:
            yield {first: 1.0, second: 1.0}
            yield {first: 1.0, second: -1.0}
