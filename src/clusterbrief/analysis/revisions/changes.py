"""What changed for organisations between two editions: scores, ranks and classes, and how firm the change is.

These tables name organisations. They are undisclosed: what of them may be published passes ``disclosed_changes``.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from clusterbrief.analysis.classes import UNCLASSIFIED
from clusterbrief.analysis.disclosed_robustness import KEPT_BANDS
from clusterbrief.analysis.revisions.method_changes import UNKNOWN
from clusterbrief.analysis.summaries import by_area

Tables = Mapping[str, pd.DataFrame]
CODE, COUNTRY, CLASS = "organisation_code", "country_code", "class_code"
BOTH, NEW, LOST = "both", "new", "lost"
BEYOND, WITHIN = "beyond", "within"
UP, DOWN, STAYED = "up", "down", "same"
FIRM, NOT_FIRM = "firm", "not firm"
FIRM_FROM = KEPT_BANDS[0][0]  # of the tested scenarios, in each of the two editions
INTERVALS = ("score", "score_low", "score_high", "attainment", "rank", "rank_low", "rank_high")
NUMBERS = tuple(f"{name}_{when}" for when in ("before", "after") for name in (*INTERVALS, "kept"))
ORGANISATION_KINDS: dict[str, Any] = {
    CODE: str, "name": str, COUNTRY: str, "status": str, **dict.fromkeys(NUMBERS, float), "change": float,
    "interval": str, "rank_change": float, "class_before": str, "class_after": str, "class_change": str,
    "class_firm": str,
}  # fmt: skip
NODE_KINDS: dict[str, Any] = {
    CODE: str, "node_code": str, "level": str, "before": float, "after": float, "change": float, "method": str,
}  # fmt: skip
TRANSITION_KINDS: dict[str, Any] = {
    "area_code": str, "class_before": str, "class_after": str, "count": int, "firm": int,
}  # fmt: skip


def compare_organisations(old: Tables, new: Tables, classes: Sequence[str]) -> pd.DataFrame:
    """Each organisation of two editions, matched by its code.

    Parameters
    ----------
    old, new : mapping of name to DataFrame
        ``organisations``, ``compared``, ``classes``, and where they are kept ``organisation_intervals`` and
        ``kept_classes``; see ``Results`` and ``Robustness``.
    classes : sequence of str
        Codes of the classes, from best to last.

    Returns
    -------
    DataFrame, one row per organisation of either, by code
        ``organisation_code``, ``name`` and ``country_code`` (the newer ones), ``status`` (both, new or lost);
        ``score_before``, ``score_after`` [0-100 points] with ``score_low_...`` and ``score_high_...`` (over the tested
        scenarios), ``change`` [points]; ``interval`` says whether the change is beyond what the choice of method can
        explain ("beyond": the two intervals do not overlap; "within"; "unknown"); ``attainment_...``; ``rank_...`` with
        intervals, ``rank_change`` (negative: a better place); ``class_before``, ``class_after``, ``class_change``
        (same, up, down or unknown), ``kept_...`` (share of the tested scenarios that give this class [0-1]) and
        ``class_firm`` ("firm" where both classes are given by at least 90 % of the scenarios, "not firm", "unknown";
        empty where the class did not change). Numbers are NaN and texts empty where an organisation is in one only.

    Notes
    -----
    Intervals that do not overlap are a strict test: changes inside overlapping intervals can be real, too (Schenker and
    Gentleman 2001, The American Statistician 55, 182-186). A difference of the two that took every scenario by itself
    would be sharper, but needs more than publications keep.
    """
    before, after = _sheet(old, "before"), _sheet(new, "after")
    rows = before.merge(after, on=CODE, how="outer", indicator=True, suffixes=("_old", "_new"), validate="1:1")
    rows["status"] = rows["_merge"].map({"both": BOTH, "right_only": NEW, "left_only": LOST}).astype(str)
    for column in ("name", COUNTRY):
        rows[column] = rows[f"{column}_new"].where(rows[f"{column}_new"].notna(), rows[f"{column}_old"])
    rows["change"] = rows["score_after"] - rows["score_before"]
    rows["rank_change"] = rows["rank_after"] - rows["rank_before"]
    both = rows["status"] == BOTH
    rows["interval"] = _beyond(rows).where(both, "")
    rows["class_change"] = _class_change(rows, classes).where(both, "")
    rows["class_firm"] = _firmness(rows)
    texts = {name: "" for name, kind in ORGANISATION_KINDS.items() if kind is str}
    rows = rows[list(ORGANISATION_KINDS)].fillna(texts).astype(ORGANISATION_KINDS)  # also where there are no rows
    return rows.sort_values(CODE).reset_index(drop=True)


def _sheet(tables: Tables, when: str) -> pd.DataFrame:
    """Everything of one edition, one row per organisation; figures named by when they are from."""
    organisations = tables["organisations"]
    sheet = pd.DataFrame(
        {
            CODE: organisations[CODE].astype(str),
            "name": organisations.get("name", organisations[CODE]).astype(str),
            COUNTRY: organisations[COUNTRY].astype(str),
        }
    )
    compared = tables["compared"]
    overall = compared[compared["node_code"] == "overall"].set_index(CODE)
    figures = overall.reindex(columns=["score", "attainment"])
    intervals = tables.get("organisation_intervals")
    if intervals is not None:
        figures = intervals.set_index(CODE)
    ranks = tables.get("ranks")
    if intervals is None and ranks is not None:
        figures = figures.assign(rank=ranks.set_index(CODE)["rank"])
    for name in INTERVALS:
        held = figures[name] if name in figures else pd.Series(dtype=float)
        sheet[f"{name}_{when}"] = pd.to_numeric(sheet[CODE].map(held)).astype(float)
    sheet[f"class_{when}"] = sheet[CODE].map(tables["classes"].set_index(CODE)[CLASS]).fillna(UNCLASSIFIED)
    kept = tables.get("kept_classes")
    shares = pd.Series(dtype=float) if kept is None else kept.set_index(CODE)["kept"]
    sheet[f"kept_{when}"] = sheet[CODE].map(shares).astype(float)
    return sheet


def _beyond(rows: pd.DataFrame) -> pd.Series:
    limits = rows[["score_low_before", "score_high_before", "score_low_after", "score_high_after"]]
    apart = (rows["score_low_after"] > rows["score_high_before"]) | (
        rows["score_high_after"] < rows["score_low_before"]
    )
    said = pd.Series(np.where(apart, BEYOND, WITHIN), index=rows.index, dtype=object)
    return said.where(limits.notna().all(axis=1), UNKNOWN)


def _class_change(rows: pd.DataFrame, classes: Sequence[str]) -> pd.Series:
    places = {code: place for place, code in enumerate(classes)}
    before, after = (rows[f"class_{when}"].map(places).astype(float) for when in ("before", "after"))
    said = np.select([before > after, before < after, before == after], [UP, DOWN, STAYED], default=UNKNOWN)
    alike = (rows["class_before"] == rows["class_after"]) & (rows["class_before"] != UNCLASSIFIED)
    return pd.Series(said, index=rows.index, dtype=object).mask(alike, STAYED)


def _firmness(rows: pd.DataFrame) -> pd.Series:
    kept = rows[["kept_before", "kept_after"]]
    firm = pd.Series(np.where((kept >= FIRM_FROM).all(axis=1), FIRM, NOT_FIRM), index=rows.index, dtype=object)
    return firm.where(kept.notna().all(axis=1), UNKNOWN).where(rows["class_change"].isin([UP, DOWN]), "")


def compare_nodes(old: Tables, new: Tables, methods: Mapping[str, str]) -> pd.DataFrame:
    """Each node of the organisations that are in both editions.

    Parameters
    ----------
    old, new : mapping of name to DataFrame
        As for ``compare_organisations``.
    methods : mapping
        As ``method_of_nodes`` gives it.

    Returns
    -------
    DataFrame, one row per organisation in both and node of either, by organisation and in the order of the nodes
        ``organisation_code``, ``node_code``, ``level``, ``before``, ``after`` [0-100 points; NaN without a score, or
        where the edition has no such node], ``change`` [points] and ``method`` (same, changed or unknown).
    """
    columns = [CODE, "node_code", "level", "score"]
    parts = [each["compared"][columns] for each in (old, new)]
    both = set(parts[0][CODE]) & set(parts[1][CODE])
    before, after = (part[part[CODE].isin(both)] for part in parts)
    rows = after.merge(before, on=[CODE, "node_code"], how="outer", suffixes=("", "_old"), validate="1:1")
    rows["level"] = rows["level"].where(rows["level"].notna(), rows["level_old"])
    rows = rows.rename(columns={"score_old": "before", "score": "after"})
    rows["change"] = rows["after"].astype(float) - rows["before"].astype(float)
    rows["method"] = rows["node_code"].map(dict(methods)).fillna(UNKNOWN)
    order = {code: place for place, code in enumerate(dict.fromkeys([*parts[1]["node_code"], *parts[0]["node_code"]]))}
    rows = rows[list(NODE_KINDS)].astype(NODE_KINDS)  # also where there are no rows
    return rows.sort_values([CODE, "node_code"], key=lambda each: each.map(order) if each.name != CODE else each,
                            kind="stable").reset_index(drop=True)  # fmt: skip


def count_transitions(organisations: pd.DataFrame, region_code: str) -> pd.DataFrame:
    """How many organisations went from which class to which.

    Parameters
    ----------
    organisations : DataFrame
        As ``compare_organisations`` gives it; those in both editions count.
    region_code : str

    Returns
    -------
    DataFrame, one row per area, class before and class after that anybody has
        ``area_code``, ``class_before``, ``class_after``, ``count`` and ``firm`` (of them, whose change is firm).
    """
    both = organisations[organisations["status"] == BOTH]
    placed = by_area(both.drop(columns=COUNTRY), both, region_code)
    placed = placed.assign(is_firm=placed["class_firm"] == FIRM)
    groups = placed.groupby(["area_code", "class_before", "class_after"], sort=True)["is_firm"]
    rows = groups.agg(count="size", firm="sum").reset_index()
    return rows[list(TRANSITION_KINDS)].astype(TRANSITION_KINDS)  # also where there are no rows
