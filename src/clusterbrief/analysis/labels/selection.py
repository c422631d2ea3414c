"""Whose costs of the Bronze label are covered: the most qualified of those who meet every criterion. Internal.

The source report does not say how "most qualified" is told; the score of block III is a project setting. Where
several are equal at the last place, all of them are marked and nobody is cut by chance.
"""

import numpy as np
import pandas as pd

from clusterbrief.analysis.labels.programmes import NOT_MET, UNKNOWN
from clusterbrief.analysis.ranking import rank_units
from clusterbrief.study.reference import ReferenceTables

PROGRAMME, PLACES = "bronze_support", "supported"  # codes of data/eu/programme_criteria.csv
SELECTED, TIED, ELIGIBLE = "selected", "tied", "eligible"
MAY_QUALIFY, NEAR_MISS, NOT_ELIGIBLE = "may qualify", "near miss", "not eligible"
ORDER = (SELECTED, TIED, ELIGIBLE, MAY_QUALIFY, NEAR_MISS, NOT_ELIGIBLE)
NO_SCORE = "too little of block III was answered for a score"
COLUMNS = {
    "organisation_code": str, "country_code": str, "status": str, "not_met": str, "unknown": str, "short_by": str,
    "completion": float, "score": float, "rank": "Int64", "could_be_selected": bool, "reason": str,
}  # fmt: skip


def select_for_support(
    evaluated: pd.DataFrame, organisations: pd.DataFrame, scores: pd.DataFrame, reference: ReferenceTables
) -> pd.DataFrame:
    """Organisations in the order in which they qualify for support with the Bronze label.

    Parameters
    ----------
    evaluated : DataFrame, one row per organisation and criterion
        As ``evaluate_programmes`` gives it.
    organisations : DataFrame, one row per organisation
        ``organisation_code``, ``country_code`` and ``completion`` [0-1].
    scores : DataFrame, one row per organisation
        ``organisation_code`` and ``score`` of block III [0-100 points; NaN where there is none].
    reference : ReferenceTables
        ``programme_criteria`` says how many organisations are supported at most.

    Returns
    -------
    DataFrame, one row per organisation, in order of ``status``, score and code; those without a score last
        ``organisation_code``, ``country_code``, ``status``, ``not_met`` and ``unknown`` (labels of criteria, joined
        by semicolons), ``short_by`` (of a near miss whose criterion is a number), ``completion``, ``score``, ``rank``
        (among those who meet every criterion and have a score; equals share the best), ``could_be_selected`` (who
        may qualify: would it be among the selected or tied if its unknown criteria were met, and nobody else's were)
        and ``reason`` (why one without a score is never selected).

        The status is "selected", "tied" (equal to the last place, with more equals than places), "eligible" (meets
        all, places are taken), "may qualify" (no criterion is not met, some are unknown), "near miss" (exactly one is
        not met) or "not eligible".
    """
    criteria = evaluated[evaluated["programme_code"] == PROGRAMME]
    if criteria.empty:  # nothing to select by
        return pd.DataFrame(columns=list(COLUMNS)).astype(COLUMNS)
    table = _describe(criteria, organisations, scores)
    places = _places(reference)
    qualified = (table["not_met_count"] == 0) & (table["unknown_count"] == 0)
    table["rank"] = _rank(table, qualified)
    table["status"] = np.select(
        [qualified, table["not_met_count"] == 0, table["not_met_count"] == 1],
        [_fill(table["rank"], places), MAY_QUALIFY, NEAR_MISS],
        NOT_ELIGIBLE,
    )
    table["short_by"] = table["short_by"].where(table["status"] == NEAR_MISS, "")
    table["could_be_selected"] = (table["status"] == MAY_QUALIFY) & _would_fit(table, qualified, places)
    table["reason"] = np.where(table["score"].isna(), NO_SCORE, "")
    return _in_order(table)[list(COLUMNS)].astype(COLUMNS)  # also where there are no rows


def _describe(criteria: pd.DataFrame, organisations: pd.DataFrame, scores: pd.DataFrame) -> pd.DataFrame:
    """Organisations with the names and numbers of criteria that are not met or unknown."""
    table = organisations[["organisation_code", "country_code", "completion"]].set_index("organisation_code")
    table["score"] = scores.set_index("organisation_code")["score"].reindex(table.index).astype(float)
    for status, name in ((NOT_MET, "not_met"), (UNKNOWN, "unknown")):
        rows = criteria[criteria["status"] == status].groupby("organisation_code", sort=False)
        table[name] = rows["label"].agg("; ".join).reindex(table.index, fill_value="")
        table[f"{name}_count"] = rows.size().reindex(table.index, fill_value=0)
    missed = criteria[criteria["status"] == NOT_MET].drop_duplicates("organisation_code", keep="first")
    table["short_by"] = missed.set_index("organisation_code")["short_by"].reindex(table.index, fill_value="")
    return table.reset_index()


def _places(reference: ReferenceTables) -> float:
    """How many are supported at most; no limit where none is published."""
    rows = reference.programme_criteria
    row = rows[(rows["programme_code"] == PROGRAMME) & (rows["criterion_code"] == PLACES)]
    return float(row["threshold"].iloc[0]) if len(row) else float("inf")


def _rank(table: pd.DataFrame, qualified: pd.Series) -> pd.Series:
    competing = table.assign(score=table["score"].where(qualified), unit_code=table["organisation_code"])
    return rank_units(competing[["unit_code", "score"]])["rank"]


def _fill(ranks: pd.Series, places: float) -> np.ndarray:
    """Selected, tied or eligible by rank: equals are all in, all marked at the limit, or all out."""
    rank = ranks.astype(float)
    last = rank + rank.map(rank.value_counts()) - 1  # the place of the last of those who share a rank
    return np.select([last <= places, rank <= places], [SELECTED, TIED], ELIGIBLE)


def _would_fit(table: pd.DataFrame, qualified: pd.Series, places: float) -> pd.Series:
    ahead = np.sort(-table.loc[qualified, "score"].dropna().round(10).to_numpy())
    better = np.searchsorted(ahead, -table["score"].round(10).to_numpy(), side="left")
    return table["score"].notna() & (better < places)


def _in_order(table: pd.DataFrame) -> pd.DataFrame:
    keys = table.assign(
        unscored=table["score"].isna(),
        place=table["status"].map({status: place for place, status in enumerate(ORDER)}),
        better=-table["score"].round(10),
    )
    return table.loc[keys.sort_values(["unscored", "place", "better", "organisation_code"]).index].reset_index(
        drop=True
    )
