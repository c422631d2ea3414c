"""How much of single scores, and of classes, all printed means together leave open: linear programmes over unknowns.

Any points of all organisations that fit what is printed widen what is known to be open, of everybody at once. So the
search goes from the quickest way to such points to the most thorough, and what is still narrow at the end is told.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, islice

import numpy as np

from clusterbrief.analysis.classes import decide_classes
from clusterbrief.analysis.republication.exchanges import exchanges
from clusterbrief.analysis.republication.furthest import POINTS, Programme
from clusterbrief.analysis.republication.mean_equations import Cell, Equations
from clusterbrief.analysis.republication.stakes import Flags, Floats, Numbers, numbers_of
from clusterbrief.study.framework_model import ClassRule

NEAR = 1e-4  # points
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

    def some(self, places: Numbers) -> "Ratings":
        """Some of them."""
        return Ratings(self.figures[places], self.benchmarks[places], self.levels, self.rules)

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
    anything: bool = False  # whether others than those asked about could have anything, even beyond the scale
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
        every, rated = np.arange(len(self.least)), np.arange(len(self.matters))
        self._learn(every, np.zeros(len(every)), rated, np.zeros(self.ratings.figures.shape))

    def only(self, about: Collection[tuple[str, int]], equations: Equations) -> "Ranges":
        """Of some scores and classes, what other printed means leave open, as far as it is known."""
        named = {kind: [place for what, place in about if what == kind] for kind in ("score", "class")}
        least, matters = np.zeros(len(self.least)), np.zeros(len(self.matters), dtype=bool)
        least[named["score"]], matters[named["class"]] = self.least[named["score"]], True
        other = Ranges(equations, least, self.ratings, matters, self.anything, self.points)
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
    def alike(self) -> Numbers:
        """Of each organisation a number that is the same where everything printed says the same of it."""
        equations, count = self.equations, len(self.equations.organisations)
        whole = np.bincount(equations.owner, weights=self._marks, minlength=count)
        if equations.links is not None:
            links = equations.links
            owner = equations.owner[links.sums.indices[links.sums.indptr[:-1]]]
            known = np.cos(links.low.round(6) * np.sqrt(2.0)) + np.cos(links.high.round(6) * np.sqrt(3.0) + 1)
            whole += np.bincount(owner, weights=known, minlength=count)
        return numbers_of(whole.round(6))

    @cached_property
    def _marks(self) -> Floats:
        return np.asarray(np.cos(self.equations.said * np.sqrt(2.0) + 1))

    @cached_property
    def score_kind(self) -> Numbers:
        """Scores of which everything printed says the same have one number."""
        said = (self.equations.scores @ self._marks).round(6)
        return numbers_of(self.alike[self.owner], self.equations.score_node, said)

    @cached_property
    def rating_kind(self) -> Numbers:
        """Ratings of which everything printed says the same have one number."""
        return numbers_of(*(np.where(each >= 0, self.score_kind[each], -1) for each in self.ratings.figures.T))

    @cached_property
    def _true(self) -> Floats:
        return np.asarray(self.equations.scores @ self.equations.truth)

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
        rated = self.told_classes()
        figures = self.ratings.figures[rated]
        places = np.union1d(self.narrow(), figures[figures >= 0])
        change = self.equations.scores[places] @ moved
        at = np.searchsorted(places, figures).clip(0, max(len(places) - 1, 0))
        of_figures = change[at] if len(rated) else np.zeros(figures.shape)
        return self._learn(places, change, rated, of_figures)

    def see_point(self, moved: Floats) -> bool:
        """Learn from such unknowns, and keep them for other equations where they told anything."""
        new = self.see(moved)
        if new:
            self.points.append(moved)
        return new

    def see_exchanges(self) -> None:
        """Learn from what each organisation could exchange with others, where its own sums do not forbid it."""
        if self.equations.links is not None:
            return
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
        scores = self._true
        narrow, told = self.score_kind[self.narrow()], len(self.told_classes())
        before = self.high[narrow] - self.low[narrow]
        kind = self.score_kind[places]
        np.minimum.at(self.low, kind, scores[places] + change)
        np.maximum.at(self.high, kind, scores[places] + change)
        ratings = self.ratings.some(rated)
        classes = ratings.classes(scores[ratings.figures] + of_figures)
        np.minimum.at(self.first_class, self.rating_kind[rated], classes)
        np.maximum.at(self.last_class, self.rating_kind[rated], classes)
        wider = self.high[narrow] - self.low[narrow] > before + NEAR
        return bool(wider.any()) or len(self.told_classes()) < told


def told_by(ranges: Ranges, most: int | None = None) -> list[Told]:
    """The scores and classes of which printed means together leave too little open.

    Of those of which everything printed says the same one is named; not more than ``most`` where it is given.
    """
    if not len(ranges.equations.cells):
        return []
    ranges.see_exchanges()
    for columns, everybody in _circles(ranges):
        asked = _owners(ranges)
        programme = Programme(ranges.equations, columns, asked, ranges.alike, anything=ranges.anything)
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


def _aim_at_random(programme: Programme, ranges: Ranges, inside: Flags) -> None:
    """Some organisations up and others down, then some scores, and the other way round, while that opens anything."""
    random = np.random.default_rng(SEED)
    fruitless, linked = 0, ranges.equations.links is not None
    while fruitless < TRIES:
        aims = np.union1d(ranges.narrow(), ranges.overall())
        aims = aims[inside[aims]]
        if len(aims) < 2:
            return
        each_by_itself = fruitless > 0 or linked
        whose = np.arange(len(aims)) if each_by_itself else ranges.owner[aims]
        signs = random.choice([-1.0, 1.0], whose.max() + 1)[whose]
        aim = ranges.equations.scores[aims].T @ signs
        new = [ranges.see_point(programme.furthest(sign * aim)[0]) for sign in (1.0, -1.0)]
        fruitless = 0 if any(new) else fruitless + 1


def _aim_at_scores(programme: Programme, ranges: Ranges) -> Iterator[Told]:
    for place in ranges.narrow():
        if place in ranges.narrow():
            stops = _both_ways(programme, ranges, place)
            if place in ranges.narrow():
                yield Told(("score", int(place)), stops)


def _aim_at_classes(programme: Programme, ranges: Ranges) -> Iterator[Told]:
    for rating in ranges.told_classes():
        figures, overall = ranges.ratings.figures[rating], ranges.ratings.overall[rating]
        stops: set[Cell] = set()
        for place in dict.fromkeys([overall, *figures[figures >= 0]]):
            if rating in ranges.told_classes():
                stops |= set(_both_ways(programme, ranges, place))
        if rating in ranges.told_classes():
            yield Told(("class", int(rating)), tuple(sorted(stops, key=str)))


def _both_ways(programme: Programme, ranges: Ranges, place: int) -> tuple[Cell, ...]:
    """Aim at the most and the least of one score; the cells that stop it."""
    row = ranges.equations.scores[[place]].toarray()[0]
    stops: set[Cell] = set()
    for sign in (1.0, -1.0):
        moved, cells = programme.furthest(sign * row)
        ranges.see_point(moved)
        stops |= cells
    return tuple(sorted(stops, key=str))
