"""Counts of criteria met, not met and unknown after earlier publications: statuses are the classes of a criterion."""

from collections.abc import Sequence

import pandas as pd

from clusterbrief.analysis.labels.programmes import COUNTS, MET, NOT_MET, STATUSES, UNKNOWN
from clusterbrief.analysis.republication.kept_cells import Setting, cells_of, shown_cells
from clusterbrief.analysis.republication.published_figures import (
    Figure,
    Tables,
    class_stakes,
    criterion_stakes,
    thing_of,
)

KEYS = ("programme_code", "criterion_code")
NEEDS = "criteria"  # the internal table that the stakes come from
# Who gave no answer can be known from other tables, so met and not met must be safe with and without that
FIGURES = (
    Figure("criteria", "count", "classes", ("status",), class_stakes(NEEDS, "status"), NEEDS),
    Figure("criteria", "count", "classes", ("status",), class_stakes(NEEDS, "status"), NEEDS, missing=(UNKNOWN,)),
)
# A criterion may ask what another table counts, or scores, too
TWIN = Figure("criteria", "met", "counts", KEYS, criterion_stakes(NEEDS, MET, NOT_MET), NEEDS, ("not_met",))


def hide_criteria(
    table: pd.DataFrame, earlier: Sequence[pd.DataFrame | None], pasts: Sequence[Tables], setting: Setting
) -> pd.DataFrame:
    """Counts by criterion, without those that earlier publications would make tell somebody's status.

    Parameters
    ----------
    table : DataFrame, one row per area, programme and criterion
        As ``disclosed_answers.disclose_criteria`` gives it.
    earlier : sequence of DataFrame
        The same table of earlier publications; None where there was none.
    pasts : sequence of mapping of name to DataFrame
        Member-level tables of the earlier publications, then of the new one.
    setting : Setting

    Returns
    -------
    DataFrame, the same rows
        ``met``, ``not_met`` and ``unknown`` NaN where hidden.
    """
    kept = table.astype(dict.fromkeys(COUNTS.values(), float))
    things = thing_of(table, KEYS)
    printed = [None if each is None else each.assign(thing=thing_of(each, KEYS)) for each in earlier]
    sources = [_criteria_of(each) for each in pasts]
    for thing in dict.fromkeys(things):
        rows = things == thing
        of_thing = [None if each is None else _by_status(each[each["thing"] == thing]) for each in printed]
        held = [
            {**each, NEEDS: each[NEEDS][each[NEEDS]["thing"] == thing]} if NEEDS in each else each for each in sources
        ]
        for figure in FIGURES:
            cells = cells_of(figure, [*of_thing, _by_status(kept[rows])], held, setting)
            shown = pd.DataFrame(shown_cells(cells), index=list(cells.things), columns=list(cells.areas))
            for status in [each for each in STATUSES if each in shown.index]:
                keep = kept.loc[rows, "area_code"].map(shown.loc[status]).astype(bool)
                kept.loc[rows, COUNTS[status]] = kept.loc[rows, COUNTS[status]].where(keep)
    return kept


def _criteria_of(tables: Tables) -> dict[str, pd.DataFrame]:
    """What the stakes of criteria come from, with a name for each criterion."""
    found = {"organisations": tables["organisations"]}
    if NEEDS in tables:
        found[NEEDS] = tables[NEEDS].assign(thing=thing_of(tables[NEEDS], KEYS))
    return found


def _by_status(rows: pd.DataFrame) -> pd.DataFrame:
    """One row per area and status: ``area_code``, ``status``, ``count``."""
    wide = rows[["area_code", *COUNTS.values()]].rename(columns={column: name for name, column in COUNTS.items()})
    return wide.melt("area_code", var_name="status", value_name="count")
