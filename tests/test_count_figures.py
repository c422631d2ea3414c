"""Figures of counts: every bar has its number, and zero draws as well as many."""

import pandas as pd
import pytest

from clusterbrief.present import count_figures, rows
from clusterbrief.present.drawing import draw


@pytest.fixture
def region(profiles):
    return profiles["region", "EaP"]


def test_participation_writes_answered_of_invited(region):
    table = rows.participation_rows(region)
    texts = list(count_figures.draw_participation(table).data["text"])
    assert texts == [f"{row.respondents_invited} of {row.invited}" for row in table.itertuples()]


@pytest.mark.parametrize("number", [0, 1])
def test_figures_draw_with_nothing_to_show(number):
    table = pd.DataFrame(
        {"label": ["A", "B"], "invited": number, "respondents_invited": 0, "amount": float(number), "coverage": 0.0}
    )
    assert draw(count_figures.draw_participation(table))["svg"]
    assert draw(count_figures.draw_needs(table, "Number"))["svg"]
    assert draw(count_figures.draw_coverage(table))["svg"]


def test_classes_stack_to_the_number_of_respondents(region):
    table = rows.class_rows(region)
    plot = count_figures.draw_classes(table, rows.class_labels(region))
    sums = plot.data.groupby("label", observed=True)["count"].sum()
    totals = table.groupby("label")["n"].first()
    assert sums.to_dict() == {label: n for label, n in totals.items() if n}
    assert draw(plot)["svg"]
