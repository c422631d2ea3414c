"""One mark for each organisation, as it may be shown: scores of nobody in particular."""

import numpy as np
import pandas as pd

from clusterbrief.analysis.disclosure import INDICATOR, LEAST_RANGE, Thresholds, round_half_up


def disclose_marks(
    compared: pd.DataFrame,
    thresholds: Thresholds,
    organisations: pd.DataFrame | None = None,
    area_scores: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """One mark per organisation of the region, with nothing that tells whose it is.

    None for indicators, where a mark is an answer, nor where all lie within ten points, of the region or of a country
    whose mean is printed: the marks that make up such a mean could be told.

    Parameters
    ----------
    compared : DataFrame, one row per organisation and node
        ``organisation_code``, ``node_code``, ``level``, ``comparable_score``.
    thresholds : Thresholds
    organisations : DataFrame, one row per organisation, optional
        ``organisation_code`` and ``country_code``.
    area_scores : DataFrame, one row per area and node, optional
        As ``disclose_scores`` gives it. Without it no country's mean is printed.

    Returns
    -------
    DataFrame, one row per node and organisation with a score, by node and score
        ``node_code``, ``n`` and ``comparable_score`` [whole points], the score that an EU value is set beside; no
        rows for a node with too few.
    """
    scored = compared[compared["comparable_score"].notna() & (compared["level"] != INDICATOR)]
    by_node = scored["comparable_score"].round(9).groupby(scored["node_code"])
    marks = scored.assign(n=by_node.transform("count"), n_distinct=by_node.transform("nunique"))
    marks = marks[(marks["n"] >= thresholds.marks) & (marks["n_distinct"] > 1)]
    if organisations is not None and area_scores is not None:
        marks = marks[~marks["node_code"].isin(_close_together(marks, organisations, area_scores))]
    marks = marks.assign(comparable_score=round_half_up(marks[["comparable_score"]])["comparable_score"])
    columns = ["node_code", "n", "comparable_score"]
    return marks[columns].sort_values(["node_code", "comparable_score"]).reset_index(drop=True)


def _close_together(marks: pd.DataFrame, organisations: pd.DataFrame, area_scores: pd.DataFrame) -> set[str]:
    """Nodes of which the organisations of an area whose mean is printed lie within a few points of each other."""
    countries = marks["organisation_code"].map(organisations.set_index("organisation_code")["country_code"])
    areas = marks[["node_code", "comparable_score"]].assign(area_code=countries.astype(str))
    spread = areas.groupby(["area_code", "node_code"])["comparable_score"].agg(np.ptp).rename("spread").reset_index()
    printed = area_scores.loc[area_scores["comparable_score"].notna(), ["area_code", "node_code"]]
    narrow = spread[spread["spread"] < LEAST_RANGE].merge(printed, on=["area_code", "node_code"])
    whole = marks.groupby("node_code")["comparable_score"].agg(np.ptp)
    return {*narrow["node_code"], *whole.index[whole < LEAST_RANGE]}
