"""What printed means leave open: ranges grow with every point that fits, and what stays narrow is told."""

import numpy as np

from clusterbrief.analysis.republication.mean_equations import equations_of
from clusterbrief.analysis.republication.score_ranges import Ranges, Ratings, told_by
from test_solved_together import ONE_LACKS_Y, edition

NOBODY = Ratings(np.zeros((0, 1), dtype=int), np.zeros((0, 1)), ("overall",), ())


def ranges_of(points: dict[str, tuple[float, float]], least: float) -> Ranges:
    made = edition(points)
    equations = equations_of([made.printed], [made.internal], made.setting)
    return Ranges(equations, np.full(equations.scores.shape[0], least), NOBODY, np.zeros(0, dtype=bool))


def test_what_is_told_names_the_means_that_tell_it() -> None:
    ranges = ranges_of(ONE_LACKS_Y, 20)
    told = told_by(ranges)
    assert {ranges.equations.organisations[ranges.owner[each.about[1]]] for each in told} == {"A-4"}
    assert {cell.node_code for each in told for cell in each.cells} == {"x", "y", "top"}
    assert told_by(ranges_of(ONE_LACKS_Y, 14)) == []


def test_without_one_of_the_means_nothing_is_told() -> None:
    ranges = ranges_of(ONE_LACKS_Y, 20)
    about = [each.about for each in told_by(ranges)]
    kept = [cell for cell in ranges.equations.cells if cell.node_code != "y"]
    assert told_by(ranges.only(about, ranges.equations.only(kept))) == []


def test_those_of_whom_everything_says_the_same_have_one_range() -> None:
    ranges = ranges_of({"A-1": (0, 50), "A-2": (100, 50), "A-3": (50, 50)}, 100)
    assert len(set(ranges.score_kind)) == 3  # top, x and y, of nobody in particular
    assert ranges.high.max() - ranges.low.min() == 100
