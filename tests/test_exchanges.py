"""What organisations could exchange with every mean the same: never more than fits what is printed."""

import numpy as np

from clusterbrief.analysis.republication.exchanges import exchanges
from clusterbrief.analysis.republication.mean_equations import equations_of
from test_solved_together import edition


def test_two_exchange_all_that_they_have_and_nobody_exchanges_with_itself() -> None:
    made = edition({"A-1": (60, 0), "A-2": (30, 0), "B-1": (50, 50)})
    equations = equations_of([made.printed], [made.internal], made.setting)
    places = equations.places.set_index(["organisation_code", "node_code", "figure"])["score"]
    scores = np.array([places["A-1", "x", "score"], places["B-1", "top", "score"]])
    found = [(each.sign, each.moves.sum(axis=1)) for each in exchanges(equations, scores)]
    assert max(moves[0] for _, moves in found) == 30  # what the other has
    assert min(moves[0] for _, moves in found) == -60  # what it has itself
    assert all(moves[1] == 0 for _, moves in found)  # alone in its country, whose means are printed
