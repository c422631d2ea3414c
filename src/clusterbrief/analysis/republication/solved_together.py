"""Printed means solved together: which to hide, so that no single score or class can be worked out from all of them.

Each mean by itself leaves every score open enough. The means of a node, of those below it, of all areas and of all
publications together leave less. While they tell a score more closely than the rule allows, or a class, the smallest
mean that says so is hidden; then every hidden mean that protects nothing is shown again.
"""

from collections.abc import Collection, Sequence

import numpy as np
import pandas as pd

from clusterbrief.analysis.disclosure import INDICATOR, LEAST_RANGE, POINTS
from clusterbrief.analysis.republication import published_figures
from clusterbrief.analysis.republication.idle_cells import without_idle
from clusterbrief.analysis.republication.kept_cells import Setting
from clusterbrief.analysis.republication.mean_equations import FIGURES, Cell, Equations, equations_of
from clusterbrief.analysis.republication.published_figures import Tables, hide_rows
from clusterbrief.analysis.republication.score_ranges import Ranges, Ratings, Told, told_by
from clusterbrief.analysis.republication.stakes import Floats

RATED = ("overall", "block", "dimension")


def hide_solvable(
    table: pd.DataFrame, earlier: Sequence[pd.DataFrame | None], pasts: Sequence[Tables], setting: Setting
) -> pd.DataFrame:
    """Area scores without the means that, with all others, tell single scores or classes.

    Parameters
    ----------
    table : DataFrame, one row per area and node
        As ``disclosure.disclose_scores`` gives it.
    earlier : sequence of DataFrame
        The same table of earlier publications; None where there was none.
    pasts : sequence of mapping of name to DataFrame
        Member-level tables of the earlier publications, then of the new one.
    setting : Setting

    Returns
    -------
    DataFrame, the same rows
        What is hidden is NaN, with all that goes with it.
    """
    told = [(printed, held) for printed, held in zip([*earlier, table], pasts, strict=True) if "compared" in held]
    equations = equations_of([each for each, _ in told], [each for _, each in told], setting)
    ratings = _ratings(equations, [each for _, each in told], setting)
    everybody = np.ones(len(ratings.figures), dtype=bool)
    hidden = cells_to_hide(Ranges(equations, _least(equations, setting), ratings, everybody), len(told) - 1)
    if len(told) > 1:
        left = equations.only(_shown(equations, hidden))
        changed = _changed(left, len(told), setting)
        nobody = np.zeros(len(ratings.figures), dtype=bool)
        hidden += cells_to_hide(Ranges(left, changed, ratings, nobody, anything=True), len(told) - 1)
    for place, figure in enumerate(FIGURES):
        spots = {(cell.area_code, cell.node_code) for cell in hidden if cell.figure == figure}
        if spots:
            rows = pd.MultiIndex.from_frame(table[["area_code", "node_code"]]).isin(list(spots))
            table = hide_rows(table, published_figures.FIGURES[place], pd.Series(rows, index=table.index))
    return table


def _least(equations: Equations, setting: Setting) -> Floats:
    """How much of each score must stay open: of an indicator, which is an answer, everything."""
    answer = (setting.nodes["level"] == INDICATOR).to_numpy()
    return np.where(answer[equations.score_node], POINTS, LEAST_RANGE)


def _changed(equations: Equations, publications: int, setting: Setting) -> Floats:
    """How much of each score of a node must stay open, whatever others have: of who came, went or changed."""
    answer = (setting.nodes["level"] == INDICATOR).to_numpy()
    in_all = equations.places.drop_duplicates(["score", "publication"])["score"].value_counts()
    stayed = in_all.reindex(range(len(equations.score_node)), fill_value=0).to_numpy() == publications
    return np.where(answer[equations.score_node] | stayed, 0.0, setting.thresholds.least_width)


def _ratings(equations: Equations, pasts: Sequence[Tables], setting: Setting) -> Ratings:
    """Everybody's class in every publication, by the scores that decide it."""
    nodes = setting.nodes[setting.nodes["level"].isin(RATED)]
    codes = list(nodes["node_code"])
    places = equations.places[equations.places["figure"] == FIGURES[1]]
    figures, benchmarks = [np.zeros((0, len(codes)), dtype=int)], [np.zeros((0, len(codes)))]
    for publication, tables in enumerate(pasts if setting.classes else ()):
        here = places[places["publication"] == publication]
        wide = here.pivot(index="organisation_code", columns="node_code", values="score").reindex(columns=codes)
        wide = wide[wide[nodes.loc[nodes["level"] == "overall", "node_code"]].notna().all(axis=1)]
        against = tables["compared"].pivot(index="organisation_code", columns="node_code", values="benchmark")
        figures.append(wide.fillna(-1).to_numpy(dtype=int))
        benchmarks.append(against.reindex(index=wide.index, columns=codes).to_numpy(dtype=float))
    return Ratings(np.concatenate(figures), np.concatenate(benchmarks), tuple(nodes["level"]), setting.classes)


def cells_to_hide(ranges: Ranges, last: int) -> list[Cell]:
    """Printed means of the publication ``last`` to hide, so that all that are left tell too much of nobody."""
    every = ranges.equations
    found = {each.about: each for each in told_by(ranges)}
    ever, proofs = set(found), list(found.values())
    hidden: list[Cell] = []
    while worst := {min(cells, key=_cost) for each in found.values() if (cells := _of_publication(each, last))}:
        hidden += sorted(worst, key=_cost)
        # what a mean did not help to tell is told without it
        again = [about for about, each in found.items() if worst & set(each.cells)]
        left = told_by(ranges.only(again, every.only(_shown(every, hidden))))
        found = {about: each for about, each in found.items() if about not in again} | {e.about: e for e in left}
        proofs += left
    protected = ever - set(found)  # earlier publications tell the others by themselves
    proofs = [each for each in proofs if each.about in protected]

    def is_safe(fewer: Sequence[Cell]) -> bool:
        shown = _shown(every, fewer)
        if any(shown.issuperset(each.cells) for each in proofs):  # these means tell it, whatever stands beside them
            return False
        told = told_by(ranges.only(protected, every.only(shown)), most=1)
        proofs.extend(told)
        return not told

    return without_idle(sorted(hidden, key=_cost, reverse=True), is_safe)


def _of_publication(told: Told, publication: int) -> list[Cell]:
    return [cell for cell in told.cells if cell.publication == publication]


def _shown(equations: Equations, hidden: Collection[Cell]) -> set[Cell]:
    """The printed means that are left; the mean that is compared goes with the mean of all."""
    gone = {(each.area_code, each.node_code, each.publication) for each in hidden if each.figure == FIGURES[0]}
    without = set(hidden)
    return {
        cell
        for cell in equations.cells
        if cell not in without and (cell.area_code, cell.node_code, cell.publication) not in gone
    }


def _cost(cell: Cell) -> tuple:
    """Means of the region go last, then those of many, then those high up."""
    return cell.whole, cell.n, -cell.depth, cell.area_code, cell.node_code, cell.figure
