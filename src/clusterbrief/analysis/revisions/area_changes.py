"""What changed for areas between two editions: means of all respondents, and of those that are in both."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import scipy

from clusterbrief.analysis.revisions.changes import BOTH, CODE, COUNTRY, LOST, NEW, Tables
from clusterbrief.analysis.revisions.method_changes import UNKNOWN
from clusterbrief.analysis.summaries import CONFIDENCE, by_area

KEYS = ["area_code", "node_code", "level"]
WHOLES = ("n_before", "n_after", "n_panel")
AREA_KINDS: dict[str, Any] = {
    "area_code": str, "node_code": str, "level": str, "n_before": int, "before": float, "n_after": int, "after": float,
    "change": float, "n_panel": int, "panel_before": float, "panel_after": float, "panel_change": float, "low": float,
    "high": float, "method": str,
}  # fmt: skip
RESPONDENT_KINDS: dict[str, Any] = {
    "area_code": str, "before": int, "after": int, "both": int, "new": int, "lost": int,
}  # fmt: skip


def compare_areas(
    old: Tables, new: Tables, nodes: pd.DataFrame, methods: Mapping[str, str], region_code: str
) -> pd.DataFrame:
    """Mean scores of areas before and after.

    The change of the mean of all respondents mixes two things: who answered, and how they changed. The panel holds
    those with a score in both editions, so that its change is theirs alone.

    Parameters
    ----------
    old, new : mapping of name to DataFrame
        ``organisations`` and ``compared``.
    nodes : DataFrame
        As ``changes.compare_nodes`` gives it.
    methods : mapping
        As ``method_of_nodes`` gives it.
    region_code : str

    Returns
    -------
    DataFrame, one row per area and node of either edition
        ``area_code``, ``node_code``, ``level``, ``n_before``, ``before``, ``n_after``, ``after`` (means over those with
        a score [0-100 points]), ``change`` [points], ``n_panel``, ``panel_before``, ``panel_after``, ``panel_change``,
        ``low`` and ``high`` (90 % paired t interval of the panel's change [points]; NaN for fewer than two) and
        ``method`` (same, changed or unknown).

    Notes
    -----
    The interval is Student's for paired differences: mean difference -+ t s / sqrt(n), with s the standard deviation of
    the differences (Student 1908, Biometrika 6). It is about chance among those who answered twice. Who answers again
    is no random choice.
    """
    parts = [_means(tables, region_code, when) for tables, when in ((old, "before"), (new, "after"))]
    rows = parts[1].merge(parts[0], on=KEYS, how="outer")
    rows = rows.merge(_panel(nodes, new["organisations"], region_code), on=KEYS, how="left")
    rows[list(WHOLES)] = rows[list(WHOLES)].fillna(0)
    rows["change"] = rows["after"] - rows["before"]
    rows["method"] = rows["node_code"].map(dict(methods)).fillna(UNKNOWN)
    rows = rows[list(AREA_KINDS)].astype(AREA_KINDS)  # also where there are no rows
    order = {code: place for place, code in enumerate(dict.fromkeys([*parts[1]["node_code"], *parts[0]["node_code"]]))}
    rows = rows.assign(place=rows["node_code"].map(order), country=rows["area_code"] != region_code)
    return rows.sort_values(["country", "area_code", "place"]).drop(columns=["place", "country"]).reset_index(drop=True)


def _means(tables: Tables, region_code: str, when: str) -> pd.DataFrame:
    placed = by_area(tables["compared"][[CODE, "node_code", "level", "score"]], tables["organisations"], region_code)
    means = placed.groupby(KEYS, sort=False)["score"].agg(["count", "mean"]).reset_index()
    return means.rename(columns={"count": f"n_{when}", "mean": when})


def _panel(nodes: pd.DataFrame, organisations: pd.DataFrame, region_code: str) -> pd.DataFrame:
    scored = nodes[nodes["change"].notna()]
    placed = by_area(scored[[CODE, "node_code", "level", "before", "after", "change"]], organisations, region_code)
    rows = placed.groupby(KEYS, sort=False).agg(
        n_panel=("change", "count"), panel_before=("before", "mean"), panel_after=("after", "mean"),
        panel_change=("change", "mean"), spread=("change", "std"),
    ).reset_index()  # fmt: skip
    low, high = paired_interval(rows["panel_change"], rows["spread"], rows["n_panel"])
    return rows.assign(low=low, high=high).drop(columns="spread")


def paired_interval(mean: pd.Series, spread: pd.Series, n: pd.Series) -> tuple[pd.Series, pd.Series]:
    """A 90 % interval for a mean of paired differences; NaN for fewer than two, clipped to what scores allow.

    >>> low, high = paired_interval(pd.Series([4.0]), pd.Series([2.0]), pd.Series([4]))
    >>> round(low[0], 2), round(high[0], 2)
    (np.float64(1.65), np.float64(6.35))
    """
    enough = n.astype(float).where(n > 1)
    half = scipy.stats.t.ppf((1 + CONFIDENCE) / 2, enough - 1) * spread / np.sqrt(enough)
    return (mean - half).clip(-100, 100), (mean + half).clip(-100, 100)


def count_respondents(organisations: pd.DataFrame, region_code: str) -> pd.DataFrame:
    """Who answered before and after: one row per area, the region first.

    ``organisations`` is what ``compare_organisations`` gives. Columns: ``area_code``, ``before``, ``after``, ``both``,
    ``new`` and ``lost``, all numbers of organisations. An organisation counts for the country that it named last.
    """
    placed = by_area(organisations.drop(columns=COUNTRY), organisations, region_code)
    counts = placed.groupby(["area_code", "status"]).size().unstack(fill_value=0)
    counts = counts.reindex(columns=[BOTH, NEW, LOST], fill_value=0)
    rows = counts.assign(before=counts[BOTH] + counts[LOST], after=counts[BOTH] + counts[NEW]).reset_index()
    rows = rows[list(RESPONDENT_KINDS)].astype(RESPONDENT_KINDS)  # also where there are no rows
    return rows.sort_values("area_code", key=lambda codes: codes.where(codes != region_code, "")).reset_index(drop=True)
