"""Printed figures and the stakes behind them."""

import pandas as pd
import pytest

from clusterbrief.analysis.republication.published_figures import FIGURES, Figure, grid_of, hide_rows, thing_of
from worked_example import example

pytestmark = pytest.mark.slow  # whole editions are analysed again and again


@pytest.mark.parametrize("figure", FIGURES, ids=lambda each: f"{each.table}.{each.column}")
def test_stakes_add_up_to_what_is_printed(figure: Figure) -> None:
    made = example()
    table = getattr(made.disclosed, figure.table)
    stakes = figure.stakes({"organisations": made.organisations, **vars(made.results)}).dropna(subset=["value"])
    assert list(stakes.columns) == ["organisation_code", "area_code", "thing", "value"]
    sums = stakes.groupby("thing")["value"]
    things = thing_of(table, figure.things)
    for row, thing in zip(table[table["area_code"] == "ALL"].to_dict("records"), things, strict=False):
        if pd.notna(row[figure.column]) and thing in sums.groups:
            expected = (
                sums.get_group(thing).sum() if figure.kind in {"counts", "classes"} else sums.get_group(thing).mean()
            )
            assert row[figure.column] * figure.scale == pytest.approx(expected, abs=0.500001)


def test_hidden_rows_lose_what_follows_the_figure() -> None:
    figure = next(each for each in FIGURES if each.table == "needs")
    table = pd.DataFrame({"area_code": ["A", "B"], "option_code": "o", "count": [3.0, 4.0], "share": 0.3, "bound": ""})
    kept = hide_rows(table, figure, pd.Series([True, False]))
    assert kept["count"].isna().tolist() == kept["share"].isna().tolist() == [True, False]
    assert grid_of(kept, figure, ["o"], ["ALL", "A", "B"])[0, 2] == 4
