"""What may be shown of others: every aggregate that reaches a profile passes here first.

A statistic is shown from so many organisations on. Hiding one country beside a printed total would let a
reader subtract, so further countries are hidden until nothing hidden can be worked out (see ``suppression``).
Shown figures leave at printed precision.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import scipy

from clusterbrief.analysis.benchmarks import measure
from clusterbrief.analysis.summaries import CONFIDENCE
from clusterbrief.analysis.suppression import free_cells, hide_parts, hide_table, tell_bounds

MEDIAN_BAND = 5.0  # points to which a median of few is rounded
SHARE_DECIMALS = 2
INDICATOR = "indicator"
POINTS = 100.0
LEAST_RANGE = 10.0  # points; what all that is printed leaves open of one organisation's score
Place = tuple[np.ndarray, np.ndarray]  # rows and columns


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From how many organisations on each kind of statistic is shown."""

    mean: int = 3
    median: int = 5
    quartiles: int = 10
    marks: int = 10
    percentages: int = 10
    count: int = 3  # a smaller count, or one that all but fewer than this share, is not printed
    least_width: float = 50.0  # points; what rounding leaves open of few who changed between two publications


def disclose_scores(
    summary: pd.DataFrame,
    thresholds: Thresholds,
    region_code: str,
    nodes: pd.DataFrame,
    *,
    of_answers: bool = True,
) -> pd.DataFrame:
    """Mean scores by area and node as they may be shown.

    A mean is hidden where it rests on too few, where all share one score, or where it lies so near an end of the scale
    that it bounds everybody's: to fewer than ten points, or, for an indicator, so that nobody can have everything, or
    nobody nothing; what is left of the region when some countries are hidden is judged likewise. Where everybody has 0
    or 100 points, a mean is the share of those with 100, and follows the rule for shares. Of indicators neither median
    nor quartiles are shown, and medians of few are rounded to the nearest five points. Indicators add up to the node
    above them, so a hidden one takes a sibling with it.

    Parameters
    ----------
    summary : DataFrame, one row per area and node
        As ``summaries.summarise_scores`` gives it.
    thresholds : Thresholds
    region_code : str
        The area that is the sum of the others.
    nodes : DataFrame, one row per node
        ``node_code`` and ``parent_code``.
    of_answers : bool
        Whether the scores of indicators are answers. Shares of income are not: many of them are small.

    Returns
    -------
    DataFrame, one row per area and node
        ``area_code``, ``node_code``, ``level``, ``n``, ``score``, ``low``, ``high``, ``median``, ``quartile_1``,
        ``quartile_3``, ``comparable_score``, ``benchmark``, ``gap`` [whole points], ``attainment`` [ratio, two
        decimals, of the printed points], ``coverage`` [0-1, two decimals] and ``hidden``. NaN where hidden.
    """
    shown = summary.copy()
    parents = summary["node_code"].map(nodes.set_index("node_code")["parent_code"])
    same = (summary["n_distinct"] == 1) | _bounds_everybody(summary, "score", "n", of_answers=of_answers)
    near = _bounds_everybody(summary, "comparable_score", "n_compared", of_answers=of_answers)
    hidden = _hide_scores(
        _score_measures(summary, thresholds.mean, of_answers=of_answers), parents, thresholds.mean, region_code, same
    )
    compared = summary.assign(have=summary["n_compared"], lack=summary["n_compared"])
    compared_hidden = hidden | _hide_scores(compared, parents, thresholds.mean, region_code, near)
    shown["hidden"] = hidden
    shown[["comparable_score", "benchmark"]] = shown[["comparable_score", "benchmark"]].mask(compared_hidden)
    shown[["score", "coverage"]] = shown[["score", "coverage"]].mask(hidden)
    answer = shown["level"] == INDICATOR  # of an indicator they are somebody's answer
    shown["median"] = shown["median"].mask(hidden | answer | (shown["n"] < thresholds.median))
    interval = ["low", "high"]
    few = (shown["n_compared"] < thresholds.median) | (_tells_spread(shown) & of_answers)
    shown[interval] = shown[interval].mask(compared_hidden | few)
    quartiles = ["quartile_1", "quartile_3"]
    shown[quartiles] = shown[quartiles].mask(hidden | answer | (shown["n"] < thresholds.quartiles))
    points = ["score", "low", "high", "median", *quartiles, "comparable_score", "benchmark"]
    shown["median"] = _roughly(shown, thresholds)
    shown[points] = round_half_up(shown[points])
    shown = measure(shown)
    shown[["attainment", "coverage"]] = round_half_up(shown[["attainment", "coverage"]], SHARE_DECIMALS)
    columns = ["area_code", "node_code", "level", "n", *points, "gap", "attainment", "coverage", "hidden"]
    return shown[columns].reset_index(drop=True)


def _roughly(table: pd.DataFrame, thresholds: Thresholds) -> pd.Series:
    """Medians, those of few rounded: of an odd number the median is one organisation's score."""
    rough = round_half_up(table[["median"]] / MEDIAN_BAND)["median"] * MEDIAN_BAND
    return table["median"].mask(table["n"] < thresholds.quartiles, rough)


def _bounds_everybody(summary: pd.DataFrame, column: str, n: str, *, of_answers: bool) -> pd.Series:
    """Whether a mean leaves each member less of the scale than it must."""
    reach = summary[n] * np.minimum(summary[column], POINTS - summary[column])
    wanted = np.where((summary["level"] == INDICATOR) & of_answers, POINTS, LEAST_RANGE)
    return (reach.round(9) < wanted) & (summary[n] > 0)


def _tells_spread(summary: pd.DataFrame) -> pd.Series:
    """Whether an interval of a mean, with rounding, leaves everybody less of the scale than it must.

    Half of it is t s / sqrt(n), and nobody lies further than s (n - 1) / sqrt(n) from the mean. A side that is clipped
    to the scale tells nothing. Of an indicator, which is an answer, the whole scale must be left.
    """
    printed, n = round_half_up(summary[["comparable_score", "low", "high"]]), summary["n_compared"]
    mean, low, high = (printed[column] for column in printed)
    sides = pd.concat([(mean - low).where(low > 0), (high - mean).where(high < POINTS)], axis=1)
    half = sides.min(axis=1) + 1.0  # half a point for each of two printed figures
    reach = half * (n - 1) / scipy.stats.t.ppf((1 + CONFIDENCE) / 2, (n - 1).where(n > 1))
    left = (mean + 0.5 + reach).clip(upper=POINTS) - (mean - 0.5 - reach).clip(lower=0)
    return left.round(9) < np.where(summary["level"] == INDICATOR, POINTS, LEAST_RANGE)


def round_half_up(numbers: pd.DataFrame, decimals: int = 0) -> pd.DataFrame:
    """Numbers as readers round: 0.5 goes up (numpy would send it to the even neighbour)."""
    scale = 10**decimals
    return np.floor((numbers.astype(float) * scale).round(9) + 0.5) / scale


def _score_measures(summary: pd.DataFrame, least: int, *, of_answers: bool) -> pd.DataFrame:
    """What a mean may give away: who has 100 points and who none, or just how many there are.

    Of an indicator between, points count as so many who have everything: ``least`` for 100 points, at most all.
    """
    between = summary.groupby("node_code")["n_between"].transform("sum")
    have, lack = summary["n_full"], summary["n"] - summary["n_full"]
    points = (summary["score"].fillna(0) * summary["n"] * least / POINTS).round(9)
    lacking = (summary["n"] * least - points).round(9)
    answer = (summary["level"] == INDICATOR) & of_answers
    some, others = (
        np.floor(each).clip(upper=summary["n"]).where(answer, summary["n"]).astype(int) for each in (points, lacking)
    )
    return summary.assign(have=have.where(between == 0, some), lack=lack.where(between == 0, others))


def _hide_scores(
    measures: pd.DataFrame, parents: pd.Series, least: int, region_code: str, also: pd.Series | None = None
) -> pd.Series:
    hidden = pd.Series(False, index=measures.index)
    for (_, level), rows in measures.groupby([parents, "level"], sort=False):
        table, place = _as_table(rows, ["node_code"], region_code)
        same = np.zeros(table.shape[:2], dtype=bool)
        if also is not None:
            same[place] = also[rows.index]
        hidden.loc[rows.index] = hide_table(table, least, adds_up=level == INDICATOR, also=same)[place]
    return hidden


def _as_table(rows: pd.DataFrame, keys: list[str], region_code: str) -> tuple[np.ndarray, Place]:
    """``have`` and ``lack`` of areas (the region first) by things, and where in it each row stands."""
    things = pd.MultiIndex.from_frame(rows[keys])
    areas = pd.Index([region_code]).append(pd.Index(rows["area_code"])).unique()
    place = areas.get_indexer(rows["area_code"]), things.unique().get_indexer(things)
    table = np.zeros((len(areas), len(things.unique()), 2), dtype=int)
    table[place] = rows[["have", "lack"]].to_numpy(dtype=int)
    return table, place


def disclose_counts(
    counts: pd.DataFrame,
    thresholds: Thresholds,
    region_code: str,
    column: str,
    order: Sequence[str],
    missing: Sequence[str] = (),
) -> pd.DataFrame:
    """Counts of organisations by area and category as they may be shown.

    A count is hidden where fewer than the threshold are in a category or fewer than the threshold are not; then
    others, until none of the hidden ones can be worked out from those printed and the sums.

    Parameters
    ----------
    counts : DataFrame, one row per area and category
        ``area_code``, ``column`` and ``count``, zeros included.
    column : str
        The column that holds the category.
    order : sequence of str
        The categories.
    missing : sequence of str
        Categories that only say that an answer is missing. They are printed as they are, because coverage is
        printed everywhere, and so they protect no other count.

    Returns
    -------
    DataFrame, one row per area and category
        ``area_code``, the category, ``n`` (of the area), ``count`` (NaN where hidden) and ``hidden``.
    """
    wide = counts.pivot(index="area_code", columns=column, values="count").reindex(columns=list(order)).fillna(0)
    wide = wide.reindex(sorted(wide.index, key=lambda area: area != region_code))
    cells = wide.to_numpy(dtype=int)
    is_missing = np.isin(list(order), list(missing))
    hidden = np.zeros_like(cells, dtype=bool)
    hidden[:, ~is_missing] = hide_cells(cells[:, ~is_missing], thresholds.count)
    long = wide.astype(float).where(~hidden).stack(future_stack=True).rename("count").reset_index()
    n = long["area_code"].map(wide.sum(axis="columns")).astype(int)
    return long.assign(n=n, hidden=long["count"].isna())


def hide_cells(cells: np.ndarray, least: int) -> np.ndarray:
    """Which cells of a table of counts to hide; the first row holds the totals of the others.

    A category that nobody is in anywhere is shown as empty, unless that would tell the others.

    >>> hide_cells(np.array([[13, 12, 0], [1, 6, 0], [12, 6, 0]]), 3).tolist()
    [[False, False, False], [True, True, False], [True, True, False]]
    """
    if cells.size == 0:
        return np.zeros_like(cells, dtype=bool)
    used, n = cells[0] > 0, cells.sum(axis=1, keepdims=True)
    for columns, least_total in ((used, 1), (np.ones_like(used), 0)):
        part = cells[:, columns]
        lower = np.zeros_like(part)
        lower[0] = least_total  # who sees some categories shown as empty knows that the others are not
        hidden = hide_table(np.stack([part, n - part], axis=-1), least, adds_up=True, lower=lower)
        if free_cells(part, hidden & (n > 0), lower, part * 0 + n, adds_up=True)[hidden & (n > 0)].all():
            break
    every = np.zeros_like(cells, dtype=bool)
    every[:, columns] = hidden
    return every


def disclose_shares(
    counts: pd.DataFrame,
    thresholds: Thresholds,
    region_code: str,
    keys: Sequence[str],
    adds_up_within: Sequence[str] = (),
) -> pd.DataFrame:
    """How many of each area's organisations have something, as it may be shown.

    A count is hidden where fewer than the threshold have it or fewer than the threshold lack it: either way
    the answer of each one could be told or nearly so. Percentages need a larger base than counts.

    Parameters
    ----------
    counts : DataFrame, one row per area and thing
        ``area_code``, the ``keys`` that name the thing, ``n`` and ``count``.
    keys : sequence of str
    adds_up_within : sequence of str
        Keys of groups of things whose counts add up, in each area, to a score that is printed.

    Returns
    -------
    DataFrame, one row per area and thing
        ``area_code``, the keys, ``n``, ``count`` (NaN where hidden), ``share`` [0-1, two decimals; NaN where hidden or
        ``n`` is below the threshold for percentages] and ``bound``: "few" or "nearly all" where the count is
        hidden for being so in an area large enough and the bound tells no more than that, else empty.
    """
    shown = counts.assign(have=counts["count"], lack=counts["n"] - counts["count"], hidden=False, bound="")
    for _, rows in shown.groupby(list(adds_up_within or keys), sort=False):
        table, place = _as_table(rows, list(keys), region_code)
        hidden = hide_table(table, thresholds.count, adds_up=bool(adds_up_within))
        large_enough = table.sum(axis=-1) >= thresholds.percentages
        bounds = tell_bounds(table, hidden, thresholds.count, large_enough, adds_up=bool(adds_up_within))
        shown.loc[rows.index, "hidden"], shown.loc[rows.index, "bound"] = hidden[place], bounds[place]
    shown["count"] = shown["count"].astype(float).mask(shown["hidden"])
    shown["share"] = shown["count"] / shown["n"].where(shown["n"] >= thresholds.percentages)
    shown["share"] = round_half_up(shown[["share"]], SHARE_DECIMALS)["share"]
    return shown.drop(columns=["have", "lack", "hidden"]).reset_index(drop=True)


def disclose_peers(peers: pd.DataFrame, thresholds: Thresholds) -> pd.DataFrame:
    """Peers' medians and quartiles as a respondent may see them: same rows, hidden figures NaN.

    The median of an odd number of peers is one organisation's score, so below the threshold for quartiles it is
    given to the nearest five points only.
    """
    shown = peers.copy()
    few = shown["n"] < thresholds.median
    shown[["median", "difference"]] = shown[["median", "difference"]].mask(few)
    rough = shown["n"] < thresholds.quartiles
    places = ["quartile_1", "quartile_3", "share_below", "position"]
    shown[places] = shown[places].mask(rough)
    own = shown["median"] + shown["difference"]
    shown["median"] = _roughly(shown, thresholds)
    shown["difference"] = own - shown["median"]  # of the rounded median: the exact difference would give it away
    points = ["median", "quartile_1", "quartile_3", "difference"]
    shown[points] = round_half_up(shown[points])
    return shown.assign(share_below=round_half_up(shown[["share_below"]], SHARE_DECIMALS)["share_below"])


def disclose_participation(participation: pd.DataFrame, thresholds: Thresholds, region_code: str) -> pd.DataFrame:
    """Who was asked and answered: counts are no answers and stay; mean completion follows the rule for means."""
    shown = participation.copy()
    total = shown["area_code"] == region_code
    hidden = pd.Series(shown["respondents"] < thresholds.mean)
    hidden[~total] = hide_parts(shown.loc[~total, "respondents"].to_numpy(), thresholds.mean)
    shown["completion"] = shown["completion"].mask(hidden)
    base = shown["invited"].where(shown["invited"] >= thresholds.percentages)
    shown["response_rate"] = shown["respondents_invited"] / base
    shares = ["completion", "response_rate"]
    shown[shares] = round_half_up(shown[shares], SHARE_DECIMALS)
    return shown
