"""Cells of a printed figure over publications."""

from random import Random

import numpy as np
import pytest

from clusterbrief.analysis.republication.kept_cells import cells_of, shown_cells, tellable
from clusterbrief.analysis.republication.published_figures import FIGURES
from succession_inputs import disclosed, first_answers, setting

pytestmark = pytest.mark.slow  # whole editions are analysed again and again

NEEDS = next(each for each in FIGURES if each.table == "needs")
CLASSES = next(each for each in FIGURES if each.table == "class_counts")


def test_grids_hold_what_is_printed_and_nothing_where_a_table_is_missing() -> None:
    made = disclosed(first_answers(Random(4), 12))
    cells = cells_of(NEEDS, [None, made.printed["needs"]], [{}, made.internal], setting())
    assert np.isnan(cells.grids[..., 0]).all()
    assert (~np.isnan(cells.grids[..., 1])).sum() == made.printed["needs"]["count"].notna().sum()
    assert shown_cells(cells).sum() == made.printed["needs"]["count"].notna().sum()
    assert tellable(cells).all()


def test_missing_classes_take_no_part() -> None:
    made = disclosed(first_answers(Random(4), 12))
    cells = cells_of(CLASSES, [made.printed["class_counts"]] * 2, [made.internal] * 2, setting())
    assert "unclassified" not in cells.things
    assert (shown_cells(cells) == ~np.isnan(cells.grids[..., -1])).all()
