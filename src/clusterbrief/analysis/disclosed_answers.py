"""Counts of answers by area as they may be shown: criteria, needs and actions, evidence on hypotheses.

Each builds on the rules of ``disclosure``. Figures that follow from a count are hidden with it.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from clusterbrief.analysis.disclosure import (
    SHARE_DECIMALS,
    Thresholds,
    disclose_counts,
    disclose_shares,
    round_half_up,
)
from clusterbrief.analysis.hypotheses import judge_hypotheses
from clusterbrief.analysis.labels.programmes import COUNTS, STATUSES, UNKNOWN
from clusterbrief.analysis.needs import hide_with_counts
from clusterbrief.analysis.suppression import hide_table
from clusterbrief.study.framework import Framework

INTERVAL = ["low", "high"]
CRITERION = ["programme_code", "criterion_code"]


def disclose_criteria(
    counts: pd.DataFrame, thresholds: Thresholds, region_code: str, reads: Mapping[tuple[str, str], frozenset[str]]
) -> pd.DataFrame:
    """How many organisations of each area meet each criterion, as it may be shown.

    Met, not met and unknown add up to all, so they are hidden as the categories of one question are. Met and not met
    are so hidden once more as if the unknown ones were told, which other tables may do. Of criteria that
    hold the same answers against different limits only the first is counted: from 15 members on and from 30 members
    on together tell how many have 15 to 29.

    Parameters
    ----------
    counts : DataFrame, one row per area, programme and criterion
        As ``programmes.count_criteria`` gives it.
    thresholds : Thresholds
    region_code : str
    reads : mapping from (programme_code, criterion_code)
        The questions that decide a criterion.

    Returns
    -------
    DataFrame, the same rows without the criteria that are left out
        ``met``, ``not_met`` and ``unknown`` NaN where hidden.
    """
    kept: list[pd.DataFrame] = []
    printed: dict[frozenset[str], list[pd.DataFrame]] = {}
    for key, rows in counts.groupby(CRITERION, sort=False):
        same = printed.setdefault(reads.get((key[0], key[1]), frozenset()), [])
        table = rows.set_index("area_code")[list(COUNTS.values())]
        # the same counts from the same answers give nothing away, other ones do
        if reads.get((key[0], key[1])) and any(not table.equals(other) for other in same):
            continue
        same.append(table)
        kept.append(_disclose_criterion(rows, thresholds, region_code))
    if not kept:
        return counts.iloc[:0].astype(dict.fromkeys(COUNTS.values(), float))
    return pd.concat(kept, ignore_index=True)


def _disclose_criterion(rows: pd.DataFrame, thresholds: Thresholds, region_code: str) -> pd.DataFrame:
    statuses = {column: status for status, column in COUNTS.items()}
    long = rows.melt(id_vars=["area_code"], value_vars=list(statuses), var_name="status", value_name="count")
    long["status"] = long["status"].map(statuses)
    shown = disclose_counts(long, thresholds, region_code, "status", STATUSES)
    # how many gave no answer can stand in another table: met and not met are safe beside that, too
    known = disclose_counts(long, thresholds, region_code, "status", STATUSES, missing=[UNKNOWN])
    shown["count"] = shown["count"].mask(known["count"].isna())
    wide = shown.pivot(index="area_code", columns="status", values="count").reindex(rows["area_code"])
    return rows.assign(**{column: wide[status].to_numpy(dtype=float) for status, column in COUNTS.items()})


def disclose_ranked(ranked: pd.DataFrame, thresholds: Thresholds, region_code: str) -> pd.DataFrame:
    """Needs or actions of areas in order, as they may be shown; see ``needs.hide_with_counts``."""
    shown = disclose_shares(ranked, thresholds, region_code, ["option_code"])
    return hide_with_counts(shown, ["area_code"])


def disclose_ranked_by_class(
    region: pd.DataFrame, by_class: pd.DataFrame, class_counts: pd.DataFrame, thresholds: Thresholds, region_code: str
) -> pd.DataFrame:
    """Needs or actions of the classes of the region, as they may be shown.

    Classes are to the region what countries are: what is hidden of one must not follow from the others. A class whose
    size is not shown has no rows, because ``n`` would tell it.

    Parameters
    ----------
    region, by_class : DataFrame, one row per option, and per class and option
        As ``needs.rank_by_area`` and ``needs.rank_by_class`` give them; of ``region`` the rows of the region.
    class_counts : DataFrame, one row per area and class
        Disclosed.

    Returns
    -------
    DataFrame, one row per class and option
        As ``disclose_ranked``, with ``class_code`` for ``area_code``.
    """
    stacked = pd.concat([region, by_class.assign(area_code=by_class["class_code"])], ignore_index=True)
    shown = disclose_ranked(stacked.drop(columns="class_code"), thresholds, region_code)
    shown = shown[shown["area_code"] != region_code].rename(columns={"area_code": "class_code"})
    sizes = class_counts[(class_counts["area_code"] == region_code) & class_counts["count"].notna()]
    return shown[shown["class_code"].isin(sizes["class_code"])].reset_index(drop=True)


def disclose_evidence(
    evidence: pd.DataFrame, thresholds: Thresholds, region_code: str, framework: Framework
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Evidence on the hypotheses as it may be shown, and the verdicts that rest on what is shown.

    Returns
    -------
    evidence : DataFrame, one row per area and piece of evidence
        ``count``, ``share``, ``low`` and ``high`` NaN where hidden.
    verdicts : DataFrame, one row per area and hypothesis
        As ``hypotheses.judge_hypotheses`` gives it; unknown where its evidence is hidden: an interval, even a verdict,
        would tell the number.
    """
    shown = disclose_shares(evidence, thresholds, region_code, ["item_code"])
    shown[INTERVAL] = round_half_up(shown[INTERVAL].where(shown["share"].notna()), SHARE_DECIMALS)
    shown["unknown"] = _disclose_unsure(shown, thresholds, region_code)
    return shown, judge_hypotheses(shown, framework)


def _disclose_unsure(evidence: pd.DataFrame, thresholds: Thresholds, region_code: str) -> pd.Series:
    """How many do not know, which is an answer, too: none is told as none, fewer than the threshold are hidden.

    So is a further area where a hidden one would follow from the region's number.
    """
    shown = evidence["unknown"].astype(float)
    for _, rows in evidence[evidence["unknown"] > 0].groupby("item_code", sort=False):
        ordered = rows.iloc[(rows["area_code"] != region_code).to_numpy().argsort(kind="stable")]
        unsure = ordered["unknown"].to_numpy(dtype=int)[:, None]
        asked = unsure + ordered["n"].to_numpy(dtype=int)[:, None]
        # an area that is not printed as none is known to have one
        hidden = hide_table(
            np.stack([unsure, asked - unsure], axis=-1), thresholds.count, adds_up=False, lower=np.ones_like(unsure)
        )
        shown[ordered.index] = shown[ordered.index].mask(hidden[:, 0])
    return shown
