"""Programmes over unknowns: moving others together changes neither the most nor the least of anything."""

from random import Random

import numpy as np
import pytest

from clusterbrief.analysis.republication.furthest import Programme
from clusterbrief.analysis.republication.income_equations import income_equations
from clusterbrief.analysis.republication.mean_equations import Equations, equations_of
from clusterbrief.analysis.republication.score_ranges import Ranges
from test_income_attacker import SETTING, editions
from test_score_ranges import NOBODY
from test_solved_together import edition

NAN = float("nan")


def scores() -> Equations:
    random = Random(1)
    points = {
        f"{country}-{place}": (random.choice([0, 50, 100]), random.choice([0, 25, NAN]))
        for country in "AB"
        for place in range(8)
    }
    made = edition(points)
    return equations_of([made.printed], [made.internal], made.setting)


def incomes() -> Equations:
    made = editions(7, 6, 2)
    printed = [each.printed["income"] for each in made]
    return income_equations(printed, [each.internal for each in made], SETTING)


@pytest.mark.parametrize("equations", [scores(), incomes()], ids=["scores", "incomes"])
def test_moving_others_together_changes_no_most_and_no_least(equations: Equations) -> None:
    count = len(equations.organisations)
    ranges = Ranges(equations, np.zeros(len(equations.score_node)), NOBODY, np.zeros(0, dtype=bool))
    every = np.arange(len(equations.truth))
    apart = Programme(equations, every, np.arange(count), ranges.alike)
    for place in range(0, len(equations.score_node), 7):
        aim = equations.scores[[place]].toarray()[0]
        together = Programme(equations, every, ranges.owner[[place]], ranges.alike)
        for sign in (1.0, -1.0):
            found, expected = (each.furthest(sign * aim)[0] for each in (together, apart))
            assert aim @ found == pytest.approx(aim @ expected, abs=1e-4)
            assert fits(equations, found)


def fits(equations: Equations, moved: np.ndarray) -> bool:
    """Whether unknowns so moved stay on the scale and say what is printed, and what everybody knows."""
    held, sums = equations.truth + moved, equations.sums @ moved
    inside = (held >= -1e-5) & (held <= 100 + 1e-5)
    printed = (sums >= equations.below - 1e-5) & (sums <= equations.above + 1e-5)
    links = equations.links
    own = (
        True
        if links is None
        else np.abs((links.sums @ held).clip(links.low, links.high) - links.sums @ held).max() < 1e-5
    )
    return bool(inside.all() and printed.all() and own)
