"""Figures that print the same thing in two tables: what is hidden in one of them is hidden in the other.

Whether an organisation provides a digitalisation service is counted among services and is the score of an indicator.
Each table is protected by itself, and the second cell to hide may not be the same in both.
"""

from collections.abc import Iterator, Mapping, Sequence

import pandas as pd

from clusterbrief.analysis.republication.published_figures import Figure, Tables, hide_rows, thing_of
from clusterbrief.analysis.republication.stakes import DECIMALS

Spot = tuple[int, str]  # a figure and a thing of it


def hide_twins(
    tables: Mapping[str, pd.DataFrame],
    internal: Tables,
    figures: Sequence[Figure],
    same: Sequence[Sequence[tuple[str, str]]] = (),
) -> dict[str, pd.DataFrame]:
    """The tables, with a cell hidden wherever another table hides the same one.

    Two things are the same where everybody's stake in them is: all of the highest value in both, or nothing in both.
    So are a thing and its opposite, for the number that have the one is the number that lack the other. ``same`` are
    further groups of tables and things, as ``same_answers`` gives them.
    """
    levelled = dict(tables)
    first = _first_of(figures)
    named = [[(first[table], thing) for table, thing in group if table in tables] for group in same]
    for group in [*_twins(internal, figures, tables), *named]:
        hidden: set[str] = set()
        for place, thing in group:
            figure = figures[place]
            rows = _rows(levelled[figure.table], figure, thing)
            hidden |= set(rows.loc[rows[figure.column].isna(), "area_code"])
        for place, thing in group:
            figure = figures[place]
            table = levelled[figure.table]
            more = (thing_of(table, figure.things) == thing) & table["area_code"].isin(hidden)
            more &= table[figure.column].notna()
            if more.any():
                levelled[figure.table] = hide_rows(table, figure, more)
    return levelled


def _first_of(figures: Sequence[Figure]) -> dict[str, int]:
    """The place of the first figure of each table; later ones follow it."""
    return {figure.table: place for place, figure in reversed(list(enumerate(figures)))}


def _rows(table: pd.DataFrame, figure: Figure, thing: str) -> pd.DataFrame:
    return table[thing_of(table, figure.things) == thing]


def _twins(internal: Tables, figures: Sequence[Figure], tables: Mapping[str, pd.DataFrame]) -> Iterator[list[Spot]]:
    """Things of different tables in which all have the same stakes, as shares of the highest value."""
    found: dict[tuple, list[Spot]] = {}
    for table, place in sorted(_first_of(figures).items(), key=lambda each: each[1]):
        figure = figures[place]
        if figure.kind not in {"counts", "means"} or table not in tables or figure.needs not in internal:
            continue
        top = 1.0 if figure.kind == "counts" else 100.0
        stakes = figure.stakes(internal).dropna(subset=["value"]).sort_values("organisation_code")
        stakes = stakes.assign(value=(stakes["value"] / top).round(DECIMALS))
        for thing, rows in stakes.groupby("thing", sort=True):
            if rows["value"].isin([0.0, 1.0]).all():
                # the first organisation has it, or its opposite has
                values = rows["value"] if rows["value"].iloc[0] == 1 else 1 - rows["value"]
                key = tuple(zip(rows["organisation_code"], values, strict=True))
                found.setdefault(key, []).append((place, str(thing)))
    for group in found.values():
        if len({figures[place].table for place, _ in group}) > 1:
            yield group
