"""How much of single scores, and of classes, all printed means together leave open: linear programmes over unknowns.

Any points of all organisations that fit what is printed widen what is known to be open, of everybody at once. So the
search goes from the quickest way to such points to the most thorough, and what is still narrow at the end is told.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, islice

import numpy as np
import scipy

from clusterbrief.analysis.classes import decide_classes
from clusterbrief.analysis.republication.exchanges import POINTS, exchanges
from clusterbrief.analysis.republication.mean_equations import Cell, Equations
from clusterbrief.analysis.republication.stakes import Flags, Floats, Numbers
from clusterbrief.study.framework_model import ClassRule

NEAR = 1e-4  # points
DUAL = 1e-7
FITS = 1e-7  # points; what a solution may be beside a printed mean
SOME_OTHERS = 30  # organisations of a country that are moved beside those looked at, before all are
FEW_UNKNOWNS = 600  # so many are moved all at once
TRIES = 2  # aims at random that may find nothing new in a row
SEED = 4


@dataclass(frozen=True)
class Ratings:
    """Whose class must not be told: one organisation in one publication each, and what decides its class."""

    figures: Numbers  # (ratings, nodes): places among the scores, -1 where there is none
    benchmarks: Floats  # (ratings, nodes)
    levels: tuple[str, ...]  # of each of these nodes: overall, block or dimension
    rules: Sequence[ClassRule]

    @property
    def overall(self) -> Numbers:
        """Of each rating the place of the overall score."""
        return self.figures[:, self.levels.index("overall")]

    def classes(self, figures: Floats) -> Numbers:
        """The place of each one's class among the rules, by its figures (ratings, nodes)."""
        attainment = np.where(self.figures >= 0, figures, np.nan) / self.benchmarks
        levels = np.array(self.levels)
        weakest = attainment[:, levels == "block"].min(axis=1, initial=np.inf)
        dimensions = np.where(np.isnan(attainment), -np.inf, attainment)[:, levels == "dimension"]
        strongest = dimensions.max(axis=1, initial=-np.inf)
        overall = attainment[:, self.levels.index("overall")]
        return decide_classes(overall, weakest, strongest, self.rules).astype(int)


@dataclass(frozen=True)
class Told:
    """A score or a class of which too little is open, and the printed means that say so."""

    about: tuple[str, int]  # "score" or "class", and its place
    cells: tuple[Cell, ...]


@dataclass
class Ranges:
    """What is known to be open of each score and class; it only ever grows.

    Organisations of which everything printed says the same are one to a reader: what one could have, each could.
    """

    equations: Equations
    least: Floats  # of each score: the least that must be open; 0 where it does not matter
    ratings: Ratings
    matters: Flags  # of each rating
    points: list[Floats] = field(default_factory=list)  # unknowns of all, beside the true ones, that were found to fit
    low: Floats = field(init=False)  # of each kind of scores
    high: Floats = field(init=False)
    first_class: Numbers = field(init=False)  # of each kind of ratings: the classes that fit, by place of the rule
    last_class: Numbers = field(init=False)

    def __post_init__(self) -> None:
        count = len(np.unique(self.score_kind))
        self.low, self.high = np.full(count, POINTS), np.zeros(count)
        count = len(np.unique(self.rating_kind))
        self.first_class, self.last_class = np.full(count, len(self.ratings.rules)), np.full(count, -1)
        self.see(np.zeros(len(self.equations.truth)))

    def only(self, about: Collection[tuple[str, int]], equations: Equations) -> "Ranges":
        """Of some scores and classes, what other printed means leave open, as far as it is known."""
        named = {kind: [place for what, place in about if what == kind] for kind in ("score", "class")}
        least, matters = np.zeros(len(self.least)), np.zeros(len(self.matters), dtype=bool)
        least[named["score"]], matters[named["class"]] = self.least[named["score"]], True
        other = Ranges(equations, least, self.ratings, matters, self.points)
        for moved in self.points:
            sums = equations.sums @ moved
            if (equations.below - FITS <= sums).all() and (sums <= equations.above + FITS).all():
                other.see(moved)
        return other

    @cached_property
    def owner(self) -> Numbers:
        """Whose each score is."""
        rows = self.equations.scores
        return self.equations.owner[rows.indices[rows.indptr[:-1]]]

    @cached_property
    def _alike(self) -> tuple[Numbers, Floats]:
        """Of each organisation and score a number that is the same where everything printed says the same of it."""
        equations = self.equations
        mark = np.cos(np.arange(len(equations.cells)) * np.sqrt(3.0) + 2)
        said = np.column_stack([equations.leaf, (equations.sums.T @ mark).round(6)])
        _, kind = np.unique(said, axis=0, return_inverse=True)
        value = np.cos(kind.reshape(-1) * np.sqrt(2.0) + 1)
        whole = np.bincount(equations.owner, weights=value, minlength=len(equations.organisations)).round(6)
        return np.unique(whole, return_inverse=True)[1], (equations.scores @ value).round(6)

    @cached_property
    def score_kind(self) -> Numbers:
        """Scores of which everything printed says the same have one number."""
        organisation, score = self._alike
        names = np.column_stack([organisation[self.owner], self.equations.score_node, score])
        return np.unique(names, axis=0, return_inverse=True)[1].reshape(-1)

    @cached_property
    def rating_kind(self) -> Numbers:
        """Ratings of which everything printed says the same have one number."""
        names = np.column_stack([np.where(each >= 0, self.score_kind[each], -1) for each in self.ratings.figures.T])
        return np.unique(names.reshape(-1, len(self.ratings.levels)), axis=0, return_inverse=True)[1].reshape(-1)

    @cached_property
    def _true(self) -> tuple[Floats, Floats]:
        """Scores, and those that decide classes."""
        scores = self.equations.scores @ self.equations.truth
        return scores, scores[self.ratings.figures]

    def narrow(self) -> Numbers:
        """Places of scores of which too little is known to be open, one of each kind."""
        places = np.flatnonzero((self.high - self.low)[self.score_kind] < self.least - NEAR)
        return places[np.unique(self.score_kind[places], return_index=True)[1]]

    def told_classes(self) -> Numbers:
        """Places of ratings of which no other class is known to be possible, one of each kind."""
        places = np.flatnonzero(self.matters & (self.first_class == self.last_class)[self.rating_kind])
        return places[np.unique(self.rating_kind[places], return_index=True)[1]]

    def overall(self) -> Numbers:
        """Places of the overall scores of those whose class is told."""
        return self.ratings.overall[self.told_classes()]

    def see(self, moved: Floats) -> bool:
        """Learn from unknowns of all, beside the true ones, that fit what is printed; whether there was anything."""
        change = self.equations.scores @ moved
        return self._learn(np.arange(len(change)), change, np.arange(len(self.matters)), change[self.ratings.figures])

    def see_point(self, moved: Floats) -> bool:
        """Learn from such unknowns, and keep them for other equations where they told anything."""
        new = self.see(moved)
        if new:
            self.points.append(moved)
        return new

    def see_exchanges(self) -> None:
        """Learn from what each organisation could exchange with others."""
        scores, rated = self.equations.scores, self.told_classes()
        overall = self.ratings.overall[rated]
        looked_at = np.union1d(self.narrow(), overall)
        for each in exchanges(self.equations, looked_at):
            change = np.asarray(each.moves.multiply(scores[looked_at]).sum(axis=1)).reshape(-1)
            moves = each.moves[np.searchsorted(looked_at, overall)]
            of_figures = [
                np.asarray(moves.multiply(scores[figures]).sum(axis=1)).reshape(-1)
                for figures in self.ratings.figures[rated].T
            ]
            self._learn(looked_at, change, rated, np.column_stack(of_figures))

    def _learn(self, places: Numbers, change: Floats, rated: Numbers, of_figures: Floats) -> bool:
        """From changes of some scores, and of what decides some classes."""
        scores, figures = self._true
        narrow, told = self.score_kind[self.narrow()], len(self.told_classes())
        before = self.high[narrow] - self.low[narrow]
        kind = self.score_kind[places]
        np.minimum.at(self.low, kind, scores[places] + change)
        np.maximum.at(self.high, kind, scores[places] + change)
        moved = figures.copy()
        moved[rated] += of_figures
        classes = self.ratings.classes(moved)
        np.minimum.at(self.first_class, self.rating_kind, classes)
        np.maximum.at(self.last_class, self.rating_kind, classes)
        wider = self.high[narrow] - self.low[narrow] > before + NEAR
        return bool(wider.any()) or len(self.told_classes()) < told


class _Programme:
    """Linear programmes in which some unknowns move and the others stay."""

    def __init__(self, equations: Equations, columns: Numbers) -> None:
        sums = equations.sums[:, columns]
        rows = np.flatnonzero(np.diff(sums.indptr))
        self._cells = [equations.cells[row] for row in rows]
        self._columns, self._width = columns, len(equations.truth)
        self._matrix = scipy.sparse.hstack([sums[rows], -scipy.sparse.eye_array(len(rows))], format="csr")
        truth = equations.truth[columns]
        self._bounds = np.column_stack(
            [np.append(-truth, equations.below[rows]), np.append(POINTS - truth, equations.above[rows])]
        )

    def furthest(self, aim: Floats) -> tuple[Floats, set[Cell]]:
        """Where the unknowns go for the most of an aim, and the cells that stop them there."""
        target = np.append(-aim[self._columns], np.zeros(len(self._cells)))
        none = np.zeros(len(self._cells))
        answer = scipy.optimize.linprog(target, A_eq=self._matrix, b_eq=none, bounds=self._bounds, method="highs")
        moved = np.zeros(self._width)
        if answer.x is None:  # then nothing is known to be open, and every cell may be to blame
            return moved, set(self._cells)
        moved[self._columns] = answer.x[: len(self._columns)]
        stops = np.abs(answer.eqlin.marginals) > DUAL
        return moved, {cell for cell, stop in zip(self._cells, stops, strict=True) if stop}


def told_by(ranges: Ranges, most: int | None = None) -> list[Told]:
    """The scores and classes of which printed means together leave too little open.

    Of those of which everything printed says the same one is named; not more than ``most`` where it is given.
    """
    if not len(ranges.equations.cells):
        return []
    ranges.see_exchanges()
    for columns, everybody in _circles(ranges):
        programme = _Programme(ranges.equations, columns)
        inside = np.isin(ranges.owner, ranges.equations.owner[columns])
        _aim_at_random(programme, ranges, inside)
        if everybody:
            return list(islice(chain(_aim_at_scores(programme, ranges), _aim_at_classes(programme, ranges)), most))
    return []


def _circles(ranges: Ranges) -> Iterator[tuple[Numbers, bool]]:
    """Unknowns to move while all others stay, more and more of them; in the end all, while something is not open."""
    equations = ranges.equations
    if len(equations.truth) > FEW_UNKNOWNS:
        for most in (SOME_OTHERS, len(equations.organisations)):
            for area in np.unique(equations.area):
                here = np.unique(equations.owner[equations.area == area])
                wanted = np.intersect1d(_owners(ranges), here)
                others = np.setdiff1d(here, wanted)[:most]
                if len(wanted) and (most == SOME_OTHERS or len(here) > len(wanted) + SOME_OTHERS):
                    yield np.flatnonzero(np.isin(equations.owner, [*wanted, *others])), False
    if len(_owners(ranges)):
        yield np.arange(len(equations.truth)), True


def _owners(ranges: Ranges) -> Numbers:
    """Of whom too little is known to be open."""
    return ranges.owner[np.union1d(ranges.narrow(), ranges.overall())]


def _aim_at_random(programme: _Programme, ranges: Ranges, inside: Flags) -> None:
    """Some organisations up and others down, and the other way round, while that opens anything."""
    random = np.random.default_rng(SEED)
    fruitless = 0
    while fruitless < TRIES:
        aims = np.union1d(ranges.narrow(), ranges.overall())
        aims = aims[inside[aims]]
        if len(aims) < 2:
            return
        signs = random.choice([-1.0, 1.0], len(ranges.equations.organisations))[ranges.owner[aims]]
        aim = ranges.equations.scores[aims].T @ signs
        new = [ranges.see_point(programme.furthest(sign * aim)[0]) for sign in (1.0, -1.0)]
        fruitless = 0 if any(new) else fruitless + 1


def _aim_at_scores(programme: _Programme, ranges: Ranges) -> Iterator[Told]:
    for place in ranges.narrow():
        if place in ranges.narrow():
            stops = _both_ways(programme, ranges, place)
            if place in ranges.narrow():
                yield Told(("score", int(place)), stops)


def _aim_at_classes(programme: _Programme, ranges: Ranges) -> Iterator[Told]:
    for rating in ranges.told_classes():
        figures, overall = ranges.ratings.figures[rating], ranges.ratings.overall[rating]
        stops: set[Cell] = set()
        for place in dict.fromkeys([overall, *figures[figures >= 0]]):
            if rating in ranges.told_classes():
                stops |= set(_both_ways(programme, ranges, place))
        if rating in ranges.told_classes():
            yield Told(("class", int(rating)), tuple(sorted(stops, key=str)))


def _both_ways(programme: _Programme, ranges: Ranges, place: int) -> tuple[Cell, ...]:
    """Aim at the most and the least of one score; the cells that stop it."""
    row = ranges.equations.scores[[place]].toarray()[0]
    stops: set[Cell] = set()
    for sign in (1.0, -1.0):
        moved, cells = programme.furthest(sign * row)
        ranges.see_point(moved)
        stops |= cells
    return tuple(sorted(stops, key=str))
