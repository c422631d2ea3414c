"""Which cells of a new publication to hide, so that nobody can be told by subtracting earlier ones from it.

Everything here looks at the cells of one thing, or of several things whose sums are known, too. What is exposed loses a
cell of the new publication, the smallest first, until nothing is. Then every cell that protects nothing is shown again.
"""

from collections.abc import Callable, Collection, Hashable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from clusterbrief.analysis.republication.differencing import (
    Cell,
    Exposed,
    Printed,
    Row,
    Suspect,
    exposed,
    hidden_cells,
    pinned,
    suspects_of,
)
from clusterbrief.analysis.republication.idle_cells import without_idle
from clusterbrief.analysis.republication.stakes import Flags, Floats, Numbers, Strands

TOLD = "told"  # the kind of what whole numbers alone leave no choice in
SUMS = -1  # in place of a thing: the sum of all of them
Limit = tuple[Cell, float, float]  # a cell that is hidden and lies between two numbers
Key = tuple[str, Hashable]
Dangers = dict[Key, tuple[Cell, ...]]  # what is exposed, and the cells that may be hidden against it
Judge = Callable[[Flags], Dangers]


@dataclass(frozen=True)
class Rounding:
    """Printed means in whole points, and how far apart the values must be that they leave open."""

    means: Floats  # (things, areas, publications), NaN where hidden
    least_width: float  # points

    def leaves_open(self, strands: Strands, printed: Flags, unknowns: Numbers) -> bool:
        """Whether the means of some unknowns could lie anywhere in the middle of the scale, ``least_width`` wide.

        Each alone, and all together, while everybody else has what they have and every figure rounds to what is
        printed. The middle is the same for all nodes, so what is open for each of them is open for all at once: a
        weighted mean of equal scores is that score.
        """
        return all(self._can_move(strands, printed, each) for each in (*unknowns[:, None], unknowns))

    def _can_move(self, strands: Strands, printed: Flags, unknowns: Numbers) -> bool:
        middle = strands.top / 2
        for thing, area, publication in np.argwhere(printed):
            n, mean = strands.n[thing, area, publication], self.means[thing, area, publication]
            inside = unknowns[strands.row(thing, area, publication)[unknowns] > 0]
            if not len(inside):
                continue
            held, size = strands.total[inside].sum(), strands.size[inside].sum()
            others = strands.sums[thing, area, publication] - held
            low, high = (others + size * (middle + half * self.least_width) for half in (-0.5, 0.5))
            # just below half a point up, because halves are rounded up
            if low < n * (mean - 0.5) or high >= n * (mean + 0.5):
                return False
        return True


@dataclass(frozen=True)
class Known:
    """What an attacker knows besides printed cells."""

    sums: Sequence[tuple[int, int]] = ()  # areas and publications in which the sum over things is known
    limits: Sequence[Limit] = ()
    classes: bool = False  # whether the things are classes: each organisation is in one


def hide_counts(strands: Strands, printed: Flags, least: int, known: Known = Known()) -> Flags:
    """Which cells of a table of counts are shown.

    Parameters
    ----------
    strands : Strands
        Of one thing; of several where their sums are known; of all classes.
    printed : array of bool, (things, areas, publications)
        Cells that show a number; the last publication is that being made.
    least : int
        Fewer organisations than this may not be told.
    known : Known

    Returns
    -------
    array of bool, (things, areas)
        The cells of the new publication that show a number.
    """
    return _hide(strands, printed, lambda shown: count_dangers(strands, shown, least, known))


def count_dangers(strands: Strands, printed: Flags, least: int, known: Known) -> Dangers:
    """What of counts is exposed by these cells."""
    rows = _rows(strands, printed, known)
    secretless = _no_secret(strands, printed) if known.classes else np.zeros((0, len(strands.size)))
    knowledge = Printed(rows, secretless)
    suspects = suspects_of(strands, least, together=known.classes)
    suspects += hidden_cells(strands, printed)
    dangers: Dangers = {
        _key(strands, suspects[each.suspect]): _candidates(each, printed)
        for each in exposed(strands, knowledge, suspects)
    }
    limits = [(strands.row(*cell), low, high) for cell, low, high in known.limits]
    told = pinned(strands, knowledge, limits, whole=len(strands.things) > 1)
    for unknown in sorted(told - set(np.flatnonzero(_single(secretless)).tolist())):
        dangers[TOLD, unknown] = _touching(strands, printed, unknown)
    return dangers


def hide_means(strands: Strands, printed: Flags, least: int, rounding: Rounding | None) -> Flags:
    """Which cells of a table of means of one thing are shown; ``rounding`` None: figures are taken for exact."""
    suspects = suspects_of(strands, least) + hidden_cells(strands, printed)

    def judge(shown: Flags) -> Dangers:
        return {
            _key(strands, suspects[each.suspect]): _candidates(each, shown)
            for each in exposed(strands, Printed(_rows(strands, shown, Known())), suspects)
            if rounding is None
            or suspects[each.suspect].combination is not None
            or not rounding.leaves_open(strands, shown, suspects[each.suspect].unknowns)
        }

    return _hide(strands, printed, judge, exact=rounding is None)


def told_if_exact(strands: Strands, printed: Flags, least: int) -> dict[Key, Suspect]:
    """What these cells of one thing would tell if means were exact, by a name that other strands have for it, too."""
    suspects = suspects_of(strands, least) + hidden_cells(strands, printed)
    found = exposed(strands, Printed(_rows(strands, printed, Known())), suspects)
    return {_key(strands, suspects[each.suspect]): suspects[each.suspect] for each in found}


def hide_siblings(strands: Strands, printed: Flags, least: int, known: Known, excused: Collection[Key]) -> Flags:
    """Which cells of means are shown whose sums over things are known, too, because their parent is printed.

    ``excused``: what rounding protects, as ``told_if_exact`` names it.
    """
    suspects = suspects_of(strands, least) + hidden_cells(strands, printed)
    suspects = [each for each in suspects if _key(strands, each) not in excused]

    def judge(shown: Flags) -> Dangers:
        found = exposed(strands, Printed(_rows(strands, shown, known)), suspects)
        return {_key(strands, suspects[each.suspect]): _candidates(each, shown) for each in found}

    return _hide(strands, printed, judge)


def _hide(strands: Strands, printed: Flags, judge: Judge, *, exact: bool = True) -> Flags:
    """Hide cells of the last publication until nothing is exposed that is not so without it, then show idle ones.

    ``exact``: whether cells that tell something tell it whatever is shown beside them. Rounded ones need not.
    """
    shown = printed.copy()
    if not printed[..., -1].any() or not (dangers := judge(shown)):
        return shown[..., -1]
    nothing = printed.copy()
    nothing[..., -1] = False
    beyond = set(judge(nothing))
    order = {tuple(cell): place for place, cell in enumerate(_by_size(strands))}
    hidden: list[Cell] = []
    proofs = set(_proofs(dangers, beyond)) if exact else set()
    while True:
        worst = {min(cells, key=order.__getitem__) for key, cells in dangers.items() if key not in beyond and cells}
        if not worst:
            break
        for cell in worst:
            shown[cell] = False
        hidden += worst
        dangers = judge(shown)
        proofs.update(_proofs(dangers, beyond) if exact else ())

    def is_safe(left: Sequence[Cell]) -> bool:
        tried = printed.copy()
        for cell in left:
            tried[cell] = False
        if any(all(tried[cell] for cell in cells) for cells in proofs):
            return False
        found = judge(tried)
        proofs.update(_proofs(found, beyond) if exact else ())
        return not set(found) - beyond

    shown = printed.copy()
    for cell in without_idle(sorted(hidden, key=order.__getitem__, reverse=True), is_safe):
        shown[cell] = False
    return shown[..., -1]


def _proofs(dangers: Dangers, beyond: Collection[Key]) -> Iterator[tuple[Cell, ...]]:
    """Cells that tell too much together, whatever is shown beside them."""
    return (cells for key, cells in dangers.items() if key not in beyond and key[0] != TOLD)


def _by_size(strands: Strands) -> list[Cell]:
    """Cells of the last publication, the smallest first and the region last."""
    last = strands.n.shape[2] - 1
    cells = [(thing, area, last) for thing in range(strands.n.shape[0]) for area in range(strands.n.shape[1])]
    return sorted(cells, key=lambda cell: (cell[1] == 0, int(strands.n[cell]), cell))


def _rows(strands: Strands, printed: Flags, known: Known) -> list[Row]:
    rows: list[Row] = [
        ((thing, area, publication), strands.row(thing, area, publication))
        for thing, area, publication in np.argwhere(printed & (strands.n > 0)).tolist()
    ]
    things = range(len(strands.things))
    for area, publication in known.sums:
        total = np.sum([strands.row(thing, area, publication) for thing in things], axis=0)
        rows.append(((SUMS, area, publication), total))
    return rows


def _candidates(each: Exposed, printed: Flags) -> tuple[Cell, ...]:
    last = printed.shape[2] - 1
    return tuple(cell for cell, _ in each.rows if cell[2] == last and cell[0] != SUMS)


def _touching(strands: Strands, printed: Flags, unknown: int) -> tuple[Cell, ...]:
    """Cells that hold an unknown; else of the same thing; else any."""
    last = printed.shape[2] - 1
    cells: list[Cell] = [(thing, area, last) for thing, area in np.argwhere(printed[..., -1]).tolist()]
    cells = [cell for cell in cells if strands.n[cell] > 0]
    same = [cell for cell in cells if cell[0] == strands.thing[unknown]]
    holding = [cell for cell in same if strands.row(*cell)[unknown]]
    return tuple(holding or same or cells)


def _no_secret(strands: Strands, printed: Flags) -> Floats:
    """How many each strand has in all classes, and what a class printed as empty says by itself."""
    values = np.column_stack([strands.group, strands.present])
    _, same = np.unique(values, axis=0, return_inverse=True)
    sizes = [(same == each).astype(float) for each in range(same.max() + 1)] if len(same) else []
    empty = np.zeros(len(strands.size), dtype=bool)
    for thing, publication in np.argwhere(printed[:, 0] & (strands.sums[:, 0] == 0)):
        empty |= strands.row(thing, 0, publication) > 0
    return np.array([*sizes, *np.eye(len(strands.size))[empty]]).reshape(-1, len(strands.size))


def _single(rows: Floats) -> Numbers:
    """Unknowns that one of the rows names alone."""
    alone = rows[(rows != 0).sum(axis=1) == 1] if len(rows) else rows
    return (alone != 0).any(axis=0).astype(int)


def _key(strands: Strands, suspect: Suspect) -> Key:
    """A name of what must not be told that is the same for any strands that were made of the same stakes."""
    kind = "cell" if suspect.combination is not None else "few"
    name = tuple(
        (
            strands.things[strands.thing[each]],
            int(strands.area[each]),
            tuple(strands.present[each].tolist()),
            tuple(sorted(strands.people[each])),
        )
        for each in suspect.unknowns
    )
    return kind, name
