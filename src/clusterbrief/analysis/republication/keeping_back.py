"""Tables of a new publication, with what earlier publications would give away kept back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from clusterbrief.analysis.disclosed_robustness import hide_correction
from clusterbrief.analysis.hypotheses import withhold_verdicts
from clusterbrief.analysis.needs import rank_within
from clusterbrief.analysis.republication import criteria_figures, rule_figures
from clusterbrief.analysis.republication.income_equations import hide_incomes
from clusterbrief.analysis.republication.kept_cells import Setting, cells_of, shown_cells, tellable
from clusterbrief.analysis.republication.published_figures import FIGURES, Figure, Tables, hide_rows, thing_of
from clusterbrief.analysis.republication.rank_figures import hide_marks, hide_orders, hide_peers
from clusterbrief.analysis.republication.rules_beside import hide_rules
from clusterbrief.analysis.republication.solved_together import hide_solvable
from clusterbrief.analysis.republication.twin_figures import hide_twins
from clusterbrief.analysis.republication.whole_tables import hide_whole
from clusterbrief.study.publication import Publication

KEPT_BACK = {"table": str, "area_code": str, "figure": str, "cells": int}
ADVICE = "Wait for more answers before publishing again: what three or more organisations change together can be shown."


@dataclass(frozen=True)
class Kept:
    """Tables that may be published after earlier ones, and what they lost because of them.

    ``lost`` has one row per table, area and figure that lost any: ``table``, ``area_code``, ``figure`` and ``cells``.
    """

    tables: Mapping[str, pd.DataFrame]
    lost: pd.DataFrame


def keep_back(
    printed: Mapping[str, pd.DataFrame],
    internal: Tables,
    publications: Sequence[Publication],
    setting: Setting,
    figures: Sequence[Figure] = FIGURES,
) -> Kept:
    """Hide what could be told by subtracting earlier publications.

    Parameters
    ----------
    printed : mapping of name to DataFrame
        Tables of the new publication, disclosed each by itself.
    internal : mapping of name to DataFrame
        Member-level tables that they come from: ``organisations`` and those of ``Results``.
    publications : sequence of Publication
        Earlier ones, the oldest first. Without any, only what another table hides is hidden.
    setting : Setting
    figures : sequence of Figure

    Returns
    -------
    Kept
        The same tables and columns; NaN where hidden.
    """
    twins = (*figures, criteria_figures.TWIN)
    tables = hide_twins(printed, internal, twins, setting.same)
    tables = _solve_together(tables, [], [internal], twins, setting)
    safe = dict(tables)
    if not publications:
        tables = hide_rules(tables | _resting_on(tables), internal, twins, setting)
        return Kept(tables, _lost(safe, tables))
    unfollowed = _unfollowed(figures, publications)
    for figure in figures:
        if figure.table in tables and figure.table not in unfollowed:
            tables[figure.table] = _keep_figure(tables[figure.table], figure, internal, publications, setting)
    pasts = [*[each.internal for each in publications], internal]
    least, region_code = setting.thresholds.mean, setting.region_code
    for name, hide in (("area_scores", hide_orders), ("marks", hide_marks), ("peers", hide_peers)):
        if name in tables:
            earlier = [_public(each, name) for each in publications]
            tables[name] = hide(tables[name], earlier, pasts, least, region_code)
    described = ({figure.table for figure in figures} | {"marks", "peers"}) - unfollowed
    if "criteria" in tables and "criteria" not in unfollowed:
        earlier = [_public(each, "criteria") for each in publications]
        tables["criteria"] = criteria_figures.hide_criteria(tables["criteria"], earlier, pasts, setting)
        described |= {"criteria"}
    if "recommendations" in tables and "recommendations" not in unfollowed:
        earlier = [_public(each, "recommendations") for each in publications]
        tables["recommendations"] = rule_figures.hide_recommendations(
            tables["recommendations"], earlier, pasts, setting
        )
        described |= {"recommendations"}
    for name in ("needs", "actions"):
        if "rank" in tables.get(name, ()):  # a gap among ranks tells where a hidden one lies
            tables[name] = tables[name].assign(rank=rank_within(tables[name], ["area_code"]))
    tables = hide_twins(tables, internal, twins, setting.same)
    tables = _solve_together(tables, publications, pasts, twins, setting)
    resting = _resting_on(tables)
    tables = hide_rules(tables | resting, internal, twins, setting)
    described |= resting.keys()
    for name in set(tables) - described:
        tables[name] = hide_whole(
            tables[name], [(_public(each, name), each.internal) for each in publications], internal
        )
    return Kept(tables, _lost(safe, tables))


def _solve_together(
    tables: dict[str, pd.DataFrame],
    publications: Sequence[Publication],
    pasts: Sequence[Tables],
    twins: Sequence[Figure],
    setting: Setting,
) -> dict[str, pd.DataFrame]:
    """The tables without means that all means together would let solve for somebody's score, class or income."""
    if "income" in tables and "incomes" in pasts[-1] and len(setting.sources):
        printed = [_public(each, "income") for each in publications]
        tables = {**tables, "income": hide_incomes(tables["income"], printed, pasts, setting)}
    if "area_scores" not in tables or "compared" not in pasts[-1]:
        return tables
    earlier = [_public(each, "area_scores") for each in publications]
    kept = hide_solvable(tables["area_scores"], earlier, pasts, setting)
    return hide_twins({**tables, "area_scores": kept}, pasts[-1], twins, setting.same)


def _resting_on(tables: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Tables that must not say more than others that they rest on, whatever hid something there."""
    resting = {}
    if "evidence" in tables and "verdicts" in tables:  # an interval, even a verdict, would tell the number
        resting["verdicts"] = withhold_verdicts(tables["verdicts"], tables["evidence"])
    if "area_intervals" in tables:  # beside the wider interval, which has them inside
        resting["area_intervals"] = hide_correction(tables["area_intervals"], tables["area_scores"])
    return resting


def _unfollowed(figures: Sequence[Figure], publications: Sequence[Publication]) -> set[str]:
    """Tables that an earlier publication printed without the member-level table that they came from.

    What stood behind it cannot be followed, so such a table is shown as a whole or not at all.
    """
    needs = [(figure.table, figure.needs) for figure in figures]
    needs += [("criteria", criteria_figures.NEEDS), ("recommendations", rule_figures.NEEDS)]
    return {
        table
        for table, source in needs
        for each in publications
        if len(each.public.get(table, ())) and source not in each.internal
    }


def words_of(lost: pd.DataFrame) -> str:
    """A note for the authors; empty where nothing was kept back."""
    if lost.empty:
        return ""
    by_table = lost.groupby("table", sort=True)
    rows = [
        f"- {table}: {int(part['cells'].sum())} figures, in {', '.join(sorted(set(part['area_code'])))}"
        for table, part in by_table
    ]
    opening = "Kept back, because earlier publications would tell whose answers came, went or changed:"
    return "\n".join([opening, *rows, ADVICE])


def _public(publication: Publication, name: str) -> pd.DataFrame | None:
    return publication.public.get(name)


def _lost(before: Mapping[str, pd.DataFrame], after: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    rows: list[tuple[str, str, str, int]] = []
    for name, table in before.items():
        if len(table) != len(after[name]):
            gone = len(table) - len(after[name])
            rows.append((name, "", "all", gone))
            continue
        areas = table["area_code"] if "area_code" in table else pd.Series("", index=table.index)
        for column in table.columns[table.isna().any() | after[name].isna().any()]:
            hidden = after[name][column].isna().to_numpy() & table[column].notna().to_numpy()
            counts = areas[hidden].value_counts()
            rows += [(name, str(area), column, int(n)) for area, n in counts.items()]
    return pd.DataFrame(rows, columns=list(KEPT_BACK)).astype(KEPT_BACK)  # also where there are no rows


def _keep_figure(
    table: pd.DataFrame, figure: Figure, internal: Tables, publications: Sequence[Publication], setting: Setting
) -> pd.DataFrame:
    printed = [*(_public(each, figure.table) for each in publications), table]
    cells = cells_of(figure, printed, [*[each.internal for each in publications], internal], setting)
    shown = shown_cells(cells)
    thing = pd.Index(cells.things).get_indexer(thing_of(table, figure.things))
    area = pd.Index(cells.areas).get_indexer(table["area_code"])
    hidden = (thing >= 0) & table[figure.column].notna().to_numpy() & ~shown[thing, area]
    table = hide_rows(table, figure, pd.Series(hidden, index=table.index))
    if "bound" in figure.follow:
        told = tellable(cells_of(figure, [*printed[:-1], table], cells.sources, setting))
        table = table.assign(bound=table["bound"].where(told[thing, area], ""))
    return table
