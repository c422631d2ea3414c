"""How far unknowns can go with everything printed the same: linear programmes in which some of them move.

What every printed mean holds with the same weight matters to it by its sum alone. So the unknowns of all those whom
nobody asks about are moved together, one variable for all that weigh the same. The most and the least of every score
stay just what they are, and a large edition has few variables more than a small one.
"""

import numpy as np
import scipy

from clusterbrief.analysis.republication.mean_equations import Cell, Equations
from clusterbrief.analysis.republication.stakes import Floats, Numbers, numbers_of

POINTS = 100.0
DUAL = 1e-7


class Programme:
    """Programmes over the same unknowns and printed means, with one aim after the other.

    Parameters
    ----------
    equations : Equations
    columns : array of int
        The unknowns that move; all others stay.
    alone : array of int
        The organisations that are asked about, whose unknowns move each by itself.
    alike : array of int
        Of each organisation a number that is the same where everything printed says the same of it.
    anything : bool
        Whether all others could have anything, even beyond the scale.
    """

    def __init__(
        self, equations: Equations, columns: Numbers, alone: Numbers, alike: Numbers, *, anything: bool = False
    ) -> None:
        owner = equations.owner[columns]
        whose = np.where(np.isin(owner, alone), len(alike) + owner, -1 if equations.links is None else alike[owner])
        by_itself = np.where(np.isin(owner, alone), columns, -1)
        kind = equations.column if equations.links is None else equations.said
        self._group = numbers_of(kind[columns], whose, by_itself)
        self._members = np.bincount(self._group)
        self._truth, self._columns, self._width = equations.truth[columns], columns, len(equations.truth)
        self._true = np.bincount(self._group, weights=self._truth)
        first = np.unique(self._group, return_index=True)[1]
        sums = equations.sums[:, columns[first]]
        rows = np.flatnonzero(np.diff(sums.indptr))
        self._cells = [equations.cells[row] for row in rows]
        links, low, high = self._links(equations, whose)
        low, high = np.append(equations.below[rows], low), np.append(equations.above[rows], high)
        matrix = scipy.sparse.vstack([sums[rows], links])
        self._matrix = scipy.sparse.hstack([matrix, -scipy.sparse.eye_array(len(low))], format="csr")
        reach = POINTS * self._members - self._true
        far = np.where(anything & ~np.isin(owner[first], alone), np.inf, 0)
        self._bounds = np.column_stack([np.append(-self._true - far, low), np.append(reach + far, high)])

    def _links(self, equations: Equations, whose: Numbers) -> tuple[scipy.sparse.csr_array, Floats, Floats]:
        """What the own sums of those who move say of the variables: of those who move together, one stands for all."""
        if equations.links is None:
            return scipy.sparse.csr_array((0, len(self._members))), np.zeros(0), np.zeros(0)
        first = np.unique(whose, return_index=True)[1]
        sums = equations.links.sums
        inside = np.isin(equations.owner[sums.indices[sums.indptr[:-1]]], equations.owner[self._columns[first]])
        spots = np.arange(len(self._columns))
        shape = (len(spots), len(self._members))
        into = scipy.sparse.csr_array((1 / self._members[self._group], (spots, self._group)), shape=shape)
        mean = sums[inside][:, self._columns] @ into  # those of one variable have its mean each
        true = mean @ self._true
        return mean, equations.links.low[inside] - true, equations.links.high[inside] - true

    def furthest(self, aim: Floats) -> tuple[Floats, set[Cell]]:
        """Where the unknowns go for the most of an aim, and the printed means that stop them there.

        The aim is about those who are asked about; what all others have together is shared out evenly.
        """
        of_groups = np.bincount(self._group, weights=aim[self._columns]) / self._members
        target = np.append(-of_groups, np.zeros(self._matrix.shape[0]))
        none = np.zeros(self._matrix.shape[0])
        answer = scipy.optimize.linprog(target, A_eq=self._matrix, b_eq=none, bounds=self._bounds, method="highs")
        moved = np.zeros(self._width)
        if answer.x is None:  # then nothing is known to be open, and every printed mean may be to blame
            return moved, set(self._cells)
        together = self._true + answer.x[: len(self._members)]
        moved[self._columns] = (together / self._members)[self._group] - self._truth
        stops = np.abs(answer.eqlin.marginals[: len(self._cells)]) > DUAL
        return moved, {cell for cell, stop in zip(self._cells, stops, strict=True) if stop}
