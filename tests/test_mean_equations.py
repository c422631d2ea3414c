"""What printed means say as equations: a case that can be checked by hand."""

import numpy as np
import pytest

from clusterbrief.analysis.republication.mean_equations import equations_of
from test_solved_together import ONE_LACKS_Y, edition


def test_every_printed_mean_is_a_sum_of_points_give_or_take_half_of_each() -> None:
    made = edition(ONE_LACKS_Y)
    equations = equations_of([made.printed], [made.internal], made.setting)
    assert len(equations.truth) == 7  # four x and three y, whatever the figures that they are in
    place = next(at for at, cell in enumerate(equations.cells) if (cell.area_code, cell.node_code) == ("A", "top"))
    assert equations.cells[place].n == 4
    # 50 + 50 + 62.5 + 50 points; 4 x 53 is printed, give or take 2
    assert (equations.sums @ equations.truth)[place] == pytest.approx(212.5)
    assert (equations.below[place], equations.above[place]) == pytest.approx((-2.5, 1.5))


def test_who_lacks_an_indicator_has_its_weight_on_the_others() -> None:
    made = edition(ONE_LACKS_Y)
    equations = equations_of([made.printed], [made.internal], made.setting)
    places = equations.places.set_index(["organisation_code", "node_code", "figure"])["score"]
    weights = {code: equations.scores[[places[code, "top", "score"]]].data.tolist() for code in ("A-1", "A-4")}
    assert weights == {"A-1": [0.5, 0.5], "A-4": [1.0]}


def test_who_kept_its_points_has_one_unknown_for_both_publications() -> None:
    then, now = edition(ONE_LACKS_Y), edition({**ONE_LACKS_Y, "A-2": (25, 100)})
    equations = equations_of([then.printed, now.printed], [then.internal, now.internal], now.setting)
    assert len(equations.truth) == 8
    assert np.bincount(equations.owner).tolist() == [2, 3, 2, 1]


def test_what_an_earlier_publication_says_of_the_same_points_is_no_second_equation() -> None:
    once = edition(ONE_LACKS_Y)
    again = edition({**ONE_LACKS_Y, "B-1": (50, 50)})
    cells = equations_of([once.printed, again.printed], [once.internal, again.internal], again.setting).cells
    assert {(cell.area_code, cell.publication) for cell in cells} == {("A", 0), ("ALL", 0), ("ALL", 1), ("B", 1)}
