"""What subtraction gives away: sums over few organisations that follow from all that has been printed.

Printed cells are sums of unknowns (``stakes.Strands``). What follows from them is every combination of these sums,
their row space. Something about a few organisations is exposed where a combination leaves nobody but them. Counts are
whole numbers between none and all, so extremes can follow even where no combination tells them: a linear programme says
so.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import scipy

from clusterbrief.analysis.republication.stakes import Flags, Floats, Numbers, Strands

NEAR = 1e-7
NOTHING = 1e-10  # of squares, beside the largest
MOST_SETS = 3000  # small groups that are looked at one by one; where there are more, all of them at once

Cell = tuple[int, int, int]  # thing, area, publication
Row = tuple[Cell, Floats]


@dataclass(frozen=True)
class Suspect:
    """Something that must not be told: any combination of some unknowns, or one given combination."""

    unknowns: Numbers
    combination: Floats | None = None
    thing: int = -1  # -1: of several


@dataclass(frozen=True)
class Exposed:
    """A suspect that follows from what is printed, as a combination of unknowns and of rows."""

    suspect: int
    combination: Floats
    rows: tuple[tuple[Cell, float], ...]  # cells and their weights


@dataclass(frozen=True)
class Printed:
    """Rows of sums that are printed, and combinations of unknowns that are no secret."""

    rows: Sequence[Row]
    known: Floats = field(default_factory=lambda: np.zeros((0, 0)))

    def matrix(self, width: int) -> Floats:
        """Printed rows, then those that are no secret."""
        known = self.known.reshape(-1, width)
        return np.concatenate([np.array([row for _, row in self.rows]).reshape(-1, width), known])


def suspects_of(strands: Strands, least: int, *, together: bool = False) -> list[Suspect]:
    """What must not be told of these things.

    Any combination that leaves fewer than ``least`` organisations; the sum over a strand that came, went or changed
    where all hold the same value; and all that are as high, or as low, as they could be.

    Parameters
    ----------
    strands : Strands
    least : int
    together : bool
        Whether the things are classes, so that an organisation's part in one says something about the others.
    """
    found: list[Suspect] = []
    things = [-1] if together else range(len(strands.things))
    for thing in things:
        here = np.flatnonzero((strands.thing == thing) | (thing == -1))
        small = {strands.people[each] for each in here if strands.people[each]}
        for people in _unions(small, least):
            inside = [each for each in here if strands.people[each] and strands.people[each] <= people]
            found.append(Suspect(np.array(inside), thing=thing))
        if not together:
            found += [Suspect(each, thing=thing) for each in _alike(strands, here, least)]
    return found


def hidden_cells(strands: Strands, printed: Flags) -> list[Suspect]:
    """The cells that were, or are, hidden for themselves and not beside others."""
    return [
        Suspect(np.flatnonzero(row), row, int(thing))
        for thing, area, publication in np.argwhere(strands.low & ~printed)
        for row in [strands.row(thing, area, publication)]
        if row.any()
    ]


def _unions(small: set[frozenset[str]], least: int) -> list[frozenset[str]]:
    """The largest unions of small groups that have fewer than ``least`` members."""
    found, ahead = set(small), list(small)
    while ahead and len(found) <= MOST_SETS:
        one = ahead.pop()
        further = {one | other for other in small if len(one | other) < least} - found
        found |= further
        ahead += further
    if len(found) > MOST_SETS:
        return [frozenset().union(*small)]
    largest = [each for each in found if not any(each < other for other in found)]
    return sorted(largest, key=lambda each: (len(each), sorted(each)))


def _alike(strands: Strands, here: Numbers, least: int) -> list[Numbers]:
    """Unknowns of strands that changed and whose members hold one value, and all extremes of one direction."""
    publications = strands.present.shape[1]
    moved = ~strands.present[here].all(axis=1)
    alike = here[moved & strands.alike[here] & (strands.size[here] >= least)]
    found = [np.array([each]) for each in alike]
    full = strands.top * strands.size[here]
    for first, last in _pairs(publications):
        came = moved & strands.present[here, last] & ~strands.present[here, first]
        went = moved & strands.present[here, first] & ~strands.present[here, last]
        for high, low in ((came, went), (went, came)):
            held = strands.total[here]
            extreme = here[strands.alike[here] & ((high & (held >= full - NEAR)) | (low & (held <= NEAR)))]
            if len(extreme) > 1:
                found.append(extreme)
    return found


def _pairs(publications: int) -> list[tuple[int, int]]:
    return [(first, last) for last in range(publications) for first in range(last)]


def exposed(strands: Strands, printed: Printed, suspects: Sequence[Suspect]) -> list[Exposed]:
    """The suspects that follow from printed sums, each with the cells that give it away."""
    width = len(strands.size)
    matrix = printed.matrix(width)
    if not width or not suspects or not len(printed.rows):
        return []
    values, spanned = _row_space(matrix)
    hidden = np.eye(width) - spanned @ spanned.T  # onto what nothing printed tells
    _, open_ = _row_space(printed.known.reshape(-1, width))
    secret = np.eye(width) - open_ @ open_.T
    found = []
    for place, suspect in enumerate(suspects):
        told = _told(hidden, secret, suspect)
        if told is None:
            continue
        weights = matrix @ (spanned @ ((spanned.T @ told) / values))
        used = [(cell, float(weight)) for (cell, _), weight in zip(printed.rows, weights, strict=False)]
        found.append(Exposed(place, told, tuple(each for each in used if abs(each[1]) > NEAR)))
    return found


def _row_space(matrix: Floats) -> tuple[Floats, Floats]:
    """Vectors that span the rows of a matrix, and their squared lengths in it.

    By its squares, which are few: rows are of ones, so what is not nothing is far from it.
    """
    values, vectors = np.linalg.eigh(matrix.T @ matrix)
    there = values > NOTHING * max(values[-1], 1.0)
    return values[there], vectors[:, there]


def _told(hidden: Floats, secret: Floats, suspect: Suspect) -> Floats | None:
    """A combination of the suspect's unknowns that is told and no secret otherwise; None where there is none."""
    if suspect.combination is not None:
        told = np.abs(hidden @ suspect.combination).max() < NEAR < np.abs(secret @ suspect.combination).max()
        return suspect.combination if told else None
    at = np.ix_(suspect.unknowns, suspect.unknowns)
    values, vectors = np.linalg.eigh(hidden[at])
    free = vectors[:, values < NEAR]
    if not free.shape[1]:
        return None
    values, turned = np.linalg.eigh(free.T @ secret[at] @ free)
    if values[-1] < NEAR:
        return None
    combination = np.zeros(len(hidden))
    combination[suspect.unknowns] = free @ turned[:, -1]
    return np.asarray(combination / np.abs(combination).max())


def pinned(
    strands: Strands,
    printed: Printed,
    limits: Sequence[tuple[Floats, float, float]] = (),
    *,
    whole: bool = False,
) -> set[int]:
    """The unknown counts that must be none or all of their strand, and so tell every member's answer.

    Parameters
    ----------
    strands : Strands
        Of counts: the highest value of a stake is 1.
    printed : Printed
    limits : sequence of (combination, least, most)
        What else is known of sums: a count printed as "few".
    whole : bool
        Whether to look among whole numbers alone. Needed where the sums over things are known, too; without them
        the corners of the possible are whole by themselves.
    """
    width = len(strands.size)
    full, held = strands.size * strands.top, strands.total
    risky = np.flatnonzero((held <= NEAR) | (held >= full - NEAR))
    open_ = np.zeros(width, dtype=bool)
    while True:
        left = risky[~open_[risky]]
        other = _another(strands, printed, limits, left, whole=whole) if len(left) else None
        moved = left[np.abs(other[left] - held[left]) > 1e-4] if other is not None else left[:0]
        open_[moved] = True
        if not len(moved):
            return set(left.tolist())
        if not whole:
            return set(risky[~open_[risky]].tolist())


def _another(
    strands: Strands,
    printed: Printed,
    limits: Sequence[tuple[Floats, float, float]],
    risky: Numbers,
    *,
    whole: bool,
) -> Floats | None:
    """Sums that fit all that is printed and leave as many extremes as can be."""
    width, more = len(strands.size), len(risky)
    matrix = printed.matrix(width)
    right = matrix @ strands.total
    at_top = strands.total[risky] > NEAR
    room = np.zeros((more, width + more))  # an unknown moves inwards by at least its slack
    room[np.arange(more), risky] = np.where(at_top, 1, -1)
    room[np.arange(more), width + np.arange(more)] = 1
    most = np.where(at_top, strands.total[risky], 0.0)
    aim = np.concatenate([np.zeros(width), -np.ones(more)])
    upper = np.concatenate([strands.size * strands.top, np.ones(more)])
    wide = np.hstack([matrix, np.zeros((len(matrix), more))])
    extra = [np.concatenate([row, np.zeros(more)]) for row, _, _ in limits]
    if whole:
        rules = [scipy.optimize.LinearConstraint(room, ub=most)]
        if len(wide):
            rules.append(scipy.optimize.LinearConstraint(wide, right, right))
        rules += [
            scipy.optimize.LinearConstraint(row, low, high) for row, (_, low, high) in zip(extra, limits, strict=True)
        ]
        answer = scipy.optimize.milp(
            aim, integrality=np.ones(width + more), bounds=scipy.optimize.Bounds(0, upper), constraints=rules
        )
    else:
        above = [*room, *extra, *[-row for row in extra]]
        ends = [*most, *[high for _, _, high in limits], *[-low for _, low, _ in limits]]
        bounds = np.column_stack([np.zeros(width + more), upper])
        equal = (wide, right) if len(wide) else (None, None)
        answer = scipy.optimize.linprog(aim, np.array(above), np.array(ends), *equal, bounds=bounds)
    return np.asarray(answer.x)[:width] if answer.success else None
