"""What follows from printed sums."""

import numpy as np

from clusterbrief.analysis.republication.differencing import Printed, exposed, hidden_cells, pinned, suspects_of
from succession_inputs import all_printed, strands


def printed_of(made, printed):
    rows = [(tuple(cell), made.row(*cell)) for cell in np.argwhere(printed).tolist()]
    return Printed(rows, np.zeros((0, len(made.size))))


def test_difference_of_two_sums_exposes_the_one_who_came_and_names_the_cells() -> None:
    made = strands({"A": [1, 0, 1, 0]}, {"A": [1, 0, 1, 0, 1]})
    found = exposed(made, printed_of(made, all_printed(made)), suspects_of(made, 3))
    assert found
    used = {cell for cell, _ in found[0].rows}
    assert used == {(0, 0, 0), (0, 0, 1), (0, 1, 0), (0, 1, 1)}
    assert (np.abs(found[0].combination) > 0).sum() == 1


def test_one_sum_alone_exposes_nobody() -> None:
    made = strands({"A": [1, 0, 1, 0]}, {"A": [1, 0, 1, 0, 1]})
    printed = all_printed(made, ("ALL", 1), ("A", 1))
    assert exposed(made, printed_of(made, printed), suspects_of(made, 3)) == []


def test_two_who_came_are_few_and_three_are_not() -> None:
    for more, found in ((2, True), (3, False)):
        made = strands({"A": [1, 0, 1, 0]}, {"A": [1, 0, 1, 0, 1, 0, 1][: 4 + more]})
        assert bool(exposed(made, printed_of(made, all_printed(made)), suspects_of(made, 3))) == found


def test_hidden_cell_that_follows_is_exposed() -> None:
    made = strands({"A": [1, 0, 0, 0], "B": [1, 0, 1, 0, 1, 0]})
    printed = all_printed(made, ("A", 0))
    assert exposed(made, printed_of(made, printed), hidden_cells(made, printed))
    printed[:, 0] = False
    assert not exposed(made, printed_of(made, printed), hidden_cells(made, printed))


def test_count_that_reaches_all_pins_everybody() -> None:
    # four then and seven now among the same four and three who came: all of the newcomers have it
    made = strands({"A": [1, 1, 1, 0]}, {"A": [1, 1, 1, 0, 1, 1, 1]})
    told = pinned(made, printed_of(made, all_printed(made)))
    assert {tuple(made.present[each]) for each in told} == {(False, True)}


def test_what_is_known_between_limits_can_pin_as_well() -> None:
    made = strands({"A": [1, 1, *[0] * 18]}, {"A": [1, 1, *[0] * 18, 1]})
    printed = all_printed(made, ("A", 0), ("ALL", 0))
    assert not pinned(made, printed_of(made, printed))
    assert pinned(made, printed_of(made, printed), [(made.row(0, 1, 0), 0, 2)])


def test_larger_threshold_than_there_are_people_looks_at_all_of_them() -> None:
    made = strands({"A": [1, 0] * 3, "B": [1, 0]}, {"A": [1, 0] * 4, "B": [1, 0, 1]}, least=12)
    assert suspects_of(made, 12)
