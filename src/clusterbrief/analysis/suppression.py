"""Which cells of a table to hide, so that nothing hidden can be worked out from what is printed.

A table here has areas for rows, the first one the total of the others, and things for columns. Each cell holds
two numbers, ``measures``: those of the area who have the thing and those who lack it.
"""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

Flags = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.int_]
Step = tuple[tuple[int, int], int, int]  # the cell that changes, and between which lines


def hide_parts(sizes: Numbers, least: int) -> Flags:
    """Which parts of a printed total to hide, so that what is left by subtraction is large enough.

    Parts with fewer than ``least`` members are hidden; then, smallest first, others, until the hidden ones
    have ``least`` members between them and are at least two. Empty parts have nothing to show.

    >>> hide_parts(np.array([2, 9, 4, 20]), 3).tolist()
    [True, False, True, False]
    >>> hide_parts(np.array([5, 9]), 3).tolist()
    [False, False]
    """
    return hide_more((sizes < least) & (sizes > 0), sizes[:, None], least) | (sizes == 0)


def hide_more(hidden: Flags, measures: Numbers, least: int) -> Flags:
    """Hidden parts of a printed total and as many more, smallest first, as subtraction calls for.

    ``measures``: one row per part, one column per number that the hidden ones must have ``least`` of between them.
    """
    hidden = hidden.copy()
    # smallest first: the fewest members, then the fewest who have it; empty parts protect nothing
    by_size = np.lexsort((measures[:, 0], measures.sum(axis=1)))
    shown = [part for part in by_size if not hidden[part] and measures[part].sum() > 0]
    while hidden.any() and shown and (hidden.sum() < 2 or measures[hidden].sum(axis=0).min() < least):
        hidden[shown.pop(0)] = True
    return hidden


def hide_table(
    measures: Numbers, least: int, *, adds_up: bool, also: Flags | None = None, lower: Numbers | None = None
) -> Flags:
    """Which cells of a table to hide.

    Hidden is a cell that fewer than ``least`` have or fewer than ``least`` lack; then others, smallest first, until
    the hidden ones of each line are large enough together and every one could hold another number.

    Parameters
    ----------
    measures : array of int, (areas, things, 2)
        Those who have and those who lack it; the first area is the total of the others.
    least : int
    adds_up : bool
        Whether the sum over the things of an area is known as well, and not only the sum over areas.
    also : array of bool, (areas, things), optional
        Cells to hide for another reason.
    lower : array of int, (areas, things), optional
        What is known to be the least that a cell can hold; 0 if not given.

    Examples
    --------
    >>> have = np.array([[25, 25], [9, 3], [1, 12], [15, 10]])
    >>> of = np.array([[60], [20], [15], [25]])
    >>> hide_table(np.stack([have, of - have], axis=-1), 3, adds_up=False).tolist()
    [[False, False], [True, False], [True, False], [False, False]]
    """
    values, upper = measures[..., 0], measures.sum(axis=-1)
    lower = np.zeros_like(values) if lower is None else lower
    empty = upper == 0
    hidden = (measures.min(axis=-1) < least) & ~empty
    if also is not None:
        hidden |= also & ~empty
    before = np.zeros_like(hidden)
    while (hidden != before).any():
        before = hidden.copy()
        for thing in range(hidden.shape[1]):
            hidden[1:, thing] = hide_more(hidden[1:, thing], measures[1:, thing], least)
        for area in range(hidden.shape[0] if adds_up else 0):
            hidden[area] = hide_more(hidden[area], measures[area], least)
        told = np.argwhere(hidden & ~free_cells(values, hidden, lower, upper, adds_up=adds_up))
        if (hidden == before).all() and len(told):
            hidden = _hide_beside(tuple(told[0]), hidden, measures)
    return hidden | empty


def _hide_beside(cell: tuple[int, int], hidden: Flags, measures: Numbers) -> Flags:
    """Hide one more cell: the smallest in the cell's row or column, else the smallest anywhere."""
    shown = [(int(row), int(column)) for row, column in np.argwhere(~hidden & (measures.sum(axis=-1) > 0))]
    further = hidden.copy()
    if shown:
        apart = [row != cell[0] and column != cell[1] for row, column in shown]
        sizes = [(measures[place].sum(), measures[place][0]) for place in shown]
        further[min(zip(apart, sizes, shown, strict=True))[2]] = True
    return further


def tell_bounds(measures: Numbers, hidden: Flags, least: int, large: Flags, *, adds_up: bool) -> npt.NDArray[np.str_]:
    """What may be said of hidden cells: "few" or "nearly all", where that does not give away the very number.

    ``large``: the cells that are large enough for one of the two to say something. Of a row and a column in
    which bounds and sums together would tell a number, no bound is told.
    """
    have, lack, of = measures[..., 0], measures[..., 1], measures.sum(axis=-1)
    hidden = hidden & (of > 0)
    few = hidden & large & (have < least) & (lack >= least)
    nearly_all = hidden & large & (lack < least) & (have >= least)
    while (few | nearly_all).any():
        lower, upper = np.where(nearly_all, of - least + 1, 0), np.where(few, least - 1, of)
        told = hidden & ~free_cells(have, hidden, lower, upper, adds_up=adds_up)
        if not told.any():
            break
        crossed = np.any(told, axis=0, keepdims=True) | (np.any(told, axis=1, keepdims=True) & adds_up)
        if not (crossed & (few | nearly_all)).any():
            crossed[:] = True
        few, nearly_all = few & ~crossed, nearly_all & ~crossed
    return np.where(few, "few", np.where(nearly_all, "nearly all", ""))


def free_cells(values: Numbers, hidden: Flags, lower: Numbers, upper: Numbers, *, adds_up: bool) -> Flags:
    """Which hidden cells could hold another number, with all that is printed the same.

    Another table with the same printed cells and sums differs from this one along closed walks: one more in a cell
    of a row is one less in another of it, which is one more in that one's column, and so on. A cell is free where such
    a walk leads through it.

    >>> values, hidden = np.array([[4, 4], [1, 3], [3, 1]]), np.array([[False, False], [True, True], [True, True]])
    >>> free_cells(values, hidden, values * 0, values + 9, adds_up=True).tolist()
    [[False, False], [True, True], [True, True]]
    >>> hidden[2] = False
    >>> free_cells(values, hidden, values * 0, values + 9, adds_up=True).any()
    np.False_
    """
    steps = list(_steps(values, hidden, lower, upper, adds_up=adds_up))
    free = np.zeros_like(hidden)
    for cell, start, end in steps:
        if not free[cell]:
            free[cell] = _leads(end, start, [step for step in steps if step[0] != cell])
    return free


def _steps(values: Numbers, hidden: Flags, lower: Numbers, upper: Numbers, *, adds_up: bool) -> Iterator[Step]:
    for row, column in np.argwhere(hidden):
        # rows whose sum is unknown are one line: nothing has to balance in each of them
        start, end = (int(row) if adds_up else 0), len(values) + int(column)
        if row == 0:  # a total stands on the other side of its column's sum
            start, end = end, start
        cell = (int(row), int(column))
        if values[cell] < upper[cell]:
            yield cell, start, end
        if values[cell] > lower[cell]:
            yield cell, end, start


def _leads(start: int, goal: int, steps: list[Step]) -> bool:
    reached, ahead = {start}, [start]
    while ahead and goal not in reached:
        here = ahead.pop()
        further = {end for _, origin, end in steps if origin == here} - reached
        reached |= further
        ahead += further
    return goal in reached
