"""Printed mean shares of income solved together, with what everybody knows: one organisation's shares add up.

Each mean by itself leaves every share ten points open. The means of all sources, areas and publications together leave
less, and who gets nothing from five sources gets everything from the sixth. Shares are solved for as scores are, with
two more equations for each organisation: its sources make up the whole, and the private ones private income.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
import scipy

from clusterbrief.analysis.disclosure import LEAST_RANGE
from clusterbrief.analysis.republication.kept_cells import Setting
from clusterbrief.analysis.republication.mean_equations import FIGURES, Equations, Links, equations_of
from clusterbrief.analysis.republication.published_figures import INCOME, Tables, hide_rows
from clusterbrief.analysis.republication.score_ranges import Ranges, Ratings
from clusterbrief.analysis.republication.solved_together import cells_to_hide
from clusterbrief.analysis.republication.stakes import Floats, Numbers

WHOLE = 100.0  # percent
TOLERANCE = 1.0  # percent; rounded shares that are taken for the whole
NAMES = {"source_code": "node_code", "share": FIGURES[0]}


def hide_incomes(
    table: pd.DataFrame, earlier: Sequence[pd.DataFrame | None], pasts: Sequence[Tables], setting: Setting
) -> pd.DataFrame:
    """Mean shares of income without those that, with all others, leave a share of somebody less than ten points.

    Parameters
    ----------
    table : DataFrame, one row per area and source
        As ``funding_path.disclose_income`` gives it.
    earlier : sequence of DataFrame
        The same table of earlier publications; None where there was none.
    pasts : sequence of mapping of name to DataFrame
        Member-level tables of the earlier publications, then of the new one: ``incomes`` and ``organisations``.
    setting : Setting

    Returns
    -------
    DataFrame, the same rows
        ``share`` NaN where hidden.
    """
    told = [(printed, held) for printed, held in zip([*earlier, table], pasts, strict=True) if INCOME.needs in held]
    equations = income_equations([each for each, _ in told], [each for _, each in told], setting)
    nobody = Ratings(np.zeros((0, 1), dtype=int), np.zeros((0, 1)), ("overall",), ())
    least = np.full(len(equations.score_node), LEAST_RANGE)
    hidden = cells_to_hide(Ranges(equations, least, nobody, np.zeros(0, dtype=bool)), len(told) - 1)
    rows = pd.MultiIndex.from_frame(table[["area_code", "source_code"]]).isin(
        [(cell.area_code, cell.node_code) for cell in hidden]
    )
    return hide_rows(table, INCOME, pd.Series(rows, index=table.index)) if rows.any() else table


def income_equations(printed: Sequence[pd.DataFrame | None], sources: Sequence[Tables], setting: Setting) -> Equations:
    """What all printed shares of income say together; one unknown for each share, and one for private income."""
    flat = setting.sources.assign(parent_code="", weight=1.0)  # what hangs together is said by links
    tables = [None if each is None else each.rename(columns=NAMES).assign(**{FIGURES[1]: np.nan}) for each in printed]
    held = [
        {
            "compared": each[INCOME.needs].rename(columns=NAMES).assign(**{FIGURES[1]: np.nan}),
            "organisations": each["organisations"],
        }
        for each in sources
    ]
    equations = equations_of(tables, held, replace(setting, nodes=flat))
    return replace(equations, links=_links(equations, setting.sources))


def _links(equations: Equations, sources: pd.DataFrame) -> Links:
    """The own sums of all organisations, each once though nothing of it changed between publications."""
    rows = equations.scores
    unknown = rows.indices[rows.indptr[:-1]]  # of each share: it is an unknown
    places = equations.places.assign(unknown=unknown[equations.places["score"]])
    wide = places.pivot(index=["organisation_code", "publication"], columns="node_code", values="unknown")
    parts = sorted(set(sources["parent_code"]) & set(sources["node_code"]))
    single = [code for code in sources["node_code"] if code not in parts]
    plus = np.zeros((0, 0), dtype=int) if wide.empty else wide[single].to_numpy(dtype=int)
    low, high = _of_the_whole(equations.truth[plus].sum(axis=1))
    found = [_once(plus, plus[:, :0], low, high)]
    for part in parts if len(wide) else ():
        inside = sources.loc[sources["parent_code"] == part, "node_code"]
        nothing = np.zeros(len(wide))
        plus, minus = wide[list(inside)].to_numpy(dtype=int), wide[[part]].to_numpy(dtype=int)
        found.append(_once(plus, minus, nothing, nothing))
    width = len(equations.truth)
    sums = scipy.sparse.vstack([_sums(plus, minus, width) for plus, minus, _, _ in found], format="csr")
    return Links(sums, np.concatenate([each[2] for each in found]), np.concatenate([each[3] for each in found]))


def _of_the_whole(total: Floats) -> tuple[Floats, Floats]:
    """The least and the most that shares add up to: the whole, or not more than that where some are missing."""
    known = np.abs(total - WHOLE) <= TOLERANCE
    return np.where(known, total, 0.0), np.where(known, total, np.maximum(total, WHOLE))


Sums = tuple[Numbers, Numbers, Floats, Floats]  # unknowns to add and to take away, a row each; the least and the most


def _once(plus: Numbers, minus: Numbers, low: Floats, high: Floats) -> Sums:
    """Each sum once, though it stays from one publication to the next."""
    first = np.unique(np.hstack([plus, minus]), axis=0, return_index=True)[1] if len(plus) else np.zeros(0, dtype=int)
    return plus[first], minus[first], low[first], high[first]


def _sums(plus: Numbers, minus: Numbers, width: int) -> scipy.sparse.csr_array:
    rows = np.arange(len(plus))
    place = np.concatenate([np.repeat(rows, plus.shape[1]), np.repeat(rows, minus.shape[1])])
    columns = np.concatenate([plus.reshape(-1), minus.reshape(-1)])
    weights = np.repeat([1.0, -1.0], [plus.size, minus.size])
    return scipy.sparse.csr_array((weights, (place, columns)), shape=(len(plus), width))
