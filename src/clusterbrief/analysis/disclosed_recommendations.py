"""Recommendations by area as they may be shown, by themselves and beside figures on the same question."""

import numpy as np
import pandas as pd

from clusterbrief.analysis.disclosure import Thresholds, disclose_shares, round_half_up
from clusterbrief.analysis.recommendations import rank_shown
from clusterbrief.analysis.suppression import Flags, free_cells

NEARLY_ALL = "nearly all"
ROUNDED_TO = 5  # organisations; a number so rounded could be any of five
KEYS = ["area_code", "rule_code"]
COLUMNS = ["area_code", "rule_code", "addressee", "n", "helped", "bound", "place"]


def disclose_recommendations(by_area: pd.DataFrame, thresholds: Thresholds, region_code: str) -> pd.DataFrame:
    """Rules of an area in the order in which they help, with about how many organisations each would help.

    A rule with one trigger applies to those who miss one criterion, or lack one service: its exact count would tell a
    number that is hidden elsewhere. So counts are rounded to the nearest five and shown only where percentages are;
    priorities, whose mean can tell a count, are not shown at all. Whom a rule cannot help, because nothing that would
    trigger it was answered, is no secret, so a count must leave some of the others on either side.

    Parameters
    ----------
    by_area : DataFrame, one row per area and rule
        As ``recommendations.recommend_for_area`` gives it, with ``judged``: of how many it can be told
        (``judged_rules.count_judged``). Without that column, of all.

    Returns
    -------
    DataFrame, one row per area and rule that may be named there, by area, addressee and place
        ``area_code``, ``rule_code``, ``addressee``, ``n`` (organisations), ``helped`` [organisations, to the nearest
        five; NaN where nearly all of those are helped of which it can be told, or these are too few], ``bound``
        ("nearly all" where all but fewer than three of ``n`` are helped, or empty) and ``place`` within area and
        addressee: first what helps nearly all, then by priority; last what helps nearly all of those of whom it can be
        told, but not of all.
    """
    exact = by_area.assign(judged=by_area.get("judged", by_area["n"]), whole=by_area["n"], exact=by_area["count"])
    shown = disclose_shares(exact.assign(n=exact["judged"]), thresholds, region_code, ["rule_code"])
    shown = rank_shown(shown)
    told = shown[shown["rank"].notna() | (shown["bound"] == NEARLY_ALL)]
    enough = told["judged"] >= thresholds.percentages
    helped = round_half_up(told[["count"]] / ROUNDED_TO)["count"] * ROUNDED_TO
    nearly = told["bound"] == NEARLY_ALL
    least = told["whole"] - thresholds.count + 1
    of_all = nearly & enough & (told["exact"] >= least) & (told["judged"] > least)
    told = told.assign(
        n=told["whole"],
        helped=helped.where(enough),
        bound=np.where(of_all, NEARLY_ALL, ""),
        first=np.select([of_all, nearly], [0, 2], 1),  # of whom neither may be told has no priority to show, either
        order=range(len(told)),
    )
    told = told.sort_values(["area_code", "addressee", "first", "rank", "order"], kind="stable")
    counts = exact.assign(secret=shown["count"].isna().to_numpy(), printed=False)
    return without_telling(told.assign(place=0)[COLUMNS], counts, thresholds, region_code)


def without_telling(
    shown: pd.DataFrame, counts: pd.DataFrame, thresholds: Thresholds, region_code: str
) -> pd.DataFrame:
    """Recommendations by area without those of which a row tells a number that must not be told.

    A row says between which numbers the count lies: that to which it is rounded, give or take two; all but fewer than
    three; at least three, and as many on the other side. Sums over areas say more.

    Parameters
    ----------
    shown : DataFrame, one row per area and rule, in order
        As ``disclose_recommendations`` gives it.
    counts : DataFrame, one row per area and rule
        ``judged``, ``count``, ``printed`` (whether another table tells it) and ``secret`` (whether nothing may).

    Returns
    -------
    DataFrame
        The rows that stay, with places counted anew.
    """
    both = counts.merge(shown[[*KEYS, "helped", "bound", "n"]].rename(columns={"n": "whole_n"}), on=KEYS, how="left")
    both = _with_windows(both, thresholds)
    telling: list[pd.DataFrame] = []
    for _, rows in both.groupby("rule_code", sort=False):
        ordered = rows.iloc[(rows["area_code"] != region_code).to_numpy().argsort(kind="stable")]
        if _tells(ordered):  # first what says that nearly all are helped goes, then all that no other table tells
            every = ordered["named"] & ~ordered["printed"]
            nearly = every & ordered["helped"].isna()
            telling.append(ordered[every if _tells(_unnamed(ordered, nearly)) else nearly])
    gone = pd.MultiIndex.from_frame(pd.concat(telling)[KEYS]) if telling else pd.MultiIndex.from_arrays([[], []])
    kept = shown[~pd.MultiIndex.from_frame(shown[KEYS]).isin(gone)]
    place = kept.groupby(["area_code", "addressee"]).cumcount() + 1
    return kept.assign(place=place)[COLUMNS].reset_index(drop=True)


def _with_windows(both: pd.DataFrame, thresholds: Thresholds) -> pd.DataFrame:
    """The least and the most that each count can be for who reads the rows."""
    least, judged = thresholds.count, both["judged"]
    named = both["bound"].notna()
    rounded, all_but_few = both["helped"].notna(), both["bound"] == NEARLY_ALL
    large = judged >= thresholds.percentages  # there a row without a number is one of nearly all
    low = np.select(
        [rounded, all_but_few, named & large, named],
        [(both["helped"] - 2).clip(lower=least), both["whole_n"] - least + 1, judged - least + 1, least],
        0,
    )
    high = np.select([rounded, named & ~all_but_few & ~large], [both["helped"] + 2, judged - least], judged)
    high = np.minimum(high, np.where(rounded, judged - least, judged))
    return both.assign(named=named, low=low.astype(int), high=high.astype(int))


def _unnamed(rows: pd.DataFrame, which: pd.Series) -> pd.DataFrame:
    return rows.assign(low=rows["low"].mask(which, 0), high=rows["high"].mask(which, rows["judged"]))


def _tells(rows: pd.DataFrame) -> bool:
    """Whether a number that must not be told follows, the region first among the rows."""
    secret: Flags = (rows["secret"] & (rows["judged"] > 0)).to_numpy()
    if not secret.any() or not rows["named"].any():
        return False
    hidden = (~rows["printed"] & (rows["judged"] > 0)).to_numpy()
    count, low, high = (rows[[column]].to_numpy(dtype=int) for column in ("count", "low", "high"))
    free = free_cells(count, hidden[:, None], low, high, adds_up=False)
    return bool((secret & ~free[:, 0]).any())
