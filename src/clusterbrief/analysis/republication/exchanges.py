"""How far single scores could differ with every printed mean the same: a quick answer that is never too large.

What one organisation has more of an indicator, others could have less, and a mean that all of them are in stays. Means
of the nodes above move a little where the others answered other questions, so that the answer has another weight with
them; rounding has to hide that, and what is exchanged is scaled down until it does.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import scipy

from clusterbrief.analysis.republication.furthest import POINTS
from clusterbrief.analysis.republication.mean_equations import Equations
from clusterbrief.analysis.republication.stakes import Floats, Numbers, numbers_of

NEAR = 1e-9


@dataclass(frozen=True)
class Exchange:
    """For each of some scores, what its owner's unknowns could be with everything printed the same."""

    sign: int  # 1 where scores go up
    moves: scipy.sparse.csr_array  # (scores, unknowns): of the owner alone; what others give or take is not listed


def exchanges(equations: Equations, scores: Numbers) -> Iterator[Exchange]:
    """Ways in which each of some scores could be lower or higher, as far as exchange with others takes it.

    Parameters
    ----------
    equations : Equations
    scores : array of int
        Places among the scores.
    """
    pattern = scipy.sparse.csr_array(equations.scores[scores] > 0).astype(float)
    truth = equations.truth
    for kind in _kinds(equations):
        for sign, held in ((1, truth), (-1, POINTS - truth)):
            moves, effect = _moves(equations.sums, kind, held)
            part = _part_that_fits(scipy.sparse.csr_array(effect @ pattern.T), equations, sign)
            yield Exchange(
                sign,
                scipy.sparse.csr_array(
                    scipy.sparse.diags_array(sign * part) @ pattern @ scipy.sparse.diags_array(moves)
                ),
            )


def _kinds(equations: Equations) -> list[Numbers]:
    """Who may exchange, as numbers of unknowns, of one indicator each, so that nobody exchanges with itself.

    Those that weigh the same in every printed mean; those that are in the same means; those of one country.
    """
    mark = np.cos(np.arange(len(equations.cells)) * np.sqrt(3.0) + 2)
    in_the_same = (scipy.sparse.csr_array(equations.sums != 0).astype(float).T @ mark).round(6)
    return [equations.said, numbers_of(equations.leaf, in_the_same), equations.kind]


def _moves(sums: scipy.sparse.csr_array, kind: Numbers, held: Floats) -> tuple[Floats, scipy.sparse.csr_array]:
    """How far each unknown can go to the end of the scale, and what that does to the printed sums.

    ``held``: what each has that it could give to another of its kind, who give in proportion.
    """
    total = np.bincount(kind, weights=held)
    of_others = np.maximum(total[kind] - held, 0)
    moves = np.minimum(POINTS - held, of_others)
    spots = np.arange(len(kind))
    into_kinds = scipy.sparse.csr_array((held, (spots, kind)), shape=(len(kind), len(total)))
    out_of_kinds = scipy.sparse.csr_array((np.ones(len(kind)), (kind, spots)), shape=(len(total), len(kind)))
    part = np.divide(moves, of_others, out=np.zeros_like(moves), where=of_others > NEAR)
    given = (sums @ into_kinds) @ out_of_kinds - sums @ scipy.sparse.diags_array(held)
    return moves, scipy.sparse.csr_array(
        sums @ scipy.sparse.diags_array(moves) - given @ scipy.sparse.diags_array(part)
    )


def _part_that_fits(effect: scipy.sparse.csr_array, equations: Equations, sign: int) -> Floats:
    """The part of each exchange that leaves every figure as it is printed."""
    table = effect.tocoo()
    change = sign * table.data
    room = np.where(change > 0, equations.above[table.row], equations.below[table.row])
    fits = np.ones(effect.shape[1])
    told = np.abs(change) > NEAR
    np.minimum.at(fits, table.col[told], (room[told] / change[told]).clip(0, 1))
    return fits
