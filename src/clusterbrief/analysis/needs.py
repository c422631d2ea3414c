"""Needs and priority actions in order: which options an area or a class wants most, with intervals.

``rank_by_area`` and ``rank_by_class`` give undisclosed tables. On the way to a page they pass
``disclosure.disclose_shares`` and then ``hide_with_counts``.
"""

from collections.abc import Sequence

import pandas as pd

from clusterbrief.analysis.disclosure import SHARE_DECIMALS, round_half_up
from clusterbrief.analysis.intervals import wilson_interval
from clusterbrief.analysis.summaries import by_area
from clusterbrief.study.framework import Framework
from clusterbrief.study.framework_model import Role

DECIMALS = 10  # of weights that are compared
FIGURES = {
    "option_code": str, "n": int, "count": int, "share": float, "low": float, "high": float, "first": int,
    "weight": float, "rank": "Int64",
}  # fmt: skip


def most_places(framework: Framework, role: Role) -> int:
    """How many options a respondent may rank in the question with a role; 1 where there is no such question."""
    question = framework.with_role(role)
    if question is None:
        return 1
    return question.most_choices or len([each for each in framework.options(question) if each.state == "answered"])


def rank_by_area(chosen: pd.DataFrame, organisations: pd.DataFrame, region_code: str, most: int) -> pd.DataFrame:
    """Options in order for the region and each country: ``rank_choices`` with ``area_code``, the region first."""
    groups = by_area(organisations[["organisation_code"]], organisations, region_code)
    ranked = rank_choices(chosen, groups, most)
    outside = ranked["area_code"] != region_code
    return ranked.iloc[outside.argsort(kind="stable")].reset_index(drop=True)


def rank_by_class(chosen: pd.DataFrame, classes: pd.DataFrame, region_code: str, most: int) -> pd.DataFrame:
    """Options in order for each class of the region: ``rank_choices`` with ``area_code`` and ``class_code``."""
    groups = classes[["organisation_code", "class_code"]].assign(area_code=region_code)
    return rank_choices(chosen, groups[["organisation_code", "area_code", "class_code"]], most)


def rank_choices(chosen: pd.DataFrame, groups: pd.DataFrame, most: int) -> pd.DataFrame:
    """How many of each group named an option, how strongly the group wants it, and its rank there.

    Parameters
    ----------
    chosen : DataFrame, one row per organisation that answered and option
        As ``choices.list_choices`` gives it: ``organisation_code``, ``option_code``, ``place`` (1 for first; NaN where
        not named).
    groups : DataFrame, one row per organisation and group that it is in
        ``organisation_code`` and the columns that name the group.
    most : int
        How many places there were to give.

    Returns
    -------
    DataFrame, one row per group and option, by group and rank
        The columns of the group, ``option_code``, ``n`` (organisations that answered), ``count`` (that named it),
        ``share`` [0-1], ``low`` and ``high`` (its 90 % Wilson interval), ``first`` (that put it first), ``weight``
        [0-1] and ``rank`` (1 is best: by weight, then by count; equals share the best rank). The weight is the mean,
        over those who answered, of (most + 1 - place) / most, which is 1 for a first place, and 0 where an option was
        not named. A group in which nobody answered has no rows.

    Examples
    --------
    >>> places = {"organisation_code": list("AABB"), "option_code": ["x", "y"] * 2, "place": [1.0, 2.0, None, 1.0]}
    >>> groups = pd.DataFrame({"organisation_code": ["A", "B"], "area_code": "ALL"})
    >>> rank_choices(pd.DataFrame(places), groups, 2)[["option_code", "n", "count", "first", "weight", "rank"]]
      option_code  n  count  first  weight  rank
    0           y  2      2      1    0.75     1
    1           x  2      1      1    0.50     2
    """
    within = [column for column in groups.columns if column != "organisation_code"]
    placed = chosen.merge(groups.drop_duplicates(), on="organisation_code", how="inner")
    weight = ((most + 1 - placed["place"]) / most).clip(0, 1).fillna(0.0)
    placed = placed.assign(named=placed["place"].notna(), put_first=placed["place"] == 1, weight=weight)
    summary = (
        placed.groupby([*within, "option_code"])
        .agg(n=("named", "count"), count=("named", "sum"), first=("put_first", "sum"), weight=("weight", "mean"))
        .reset_index()
    )
    low, high = wilson_interval(summary["count"], summary["n"])
    summary = summary.assign(share=summary["count"] / summary["n"], low=low, high=high)
    summary["rank"] = rank_within(summary, within)
    columns = [*within, *FIGURES]
    ordered = summary.sort_values([*within, "rank", "option_code"], ignore_index=True)[columns]
    return ordered.astype(dict.fromkeys(within, str) | FIGURES)  # also where there are no rows


def rank_within(table: pd.DataFrame, within: Sequence[str]) -> pd.Series:
    """Ranks of options in their group by ``weight``, then by ``count``; none where one of them is missing.

    >>> rows = {"area_code": "ALL", "weight": [0.3, 0.1 + 0.2, 0.5, None], "count": [3, 3, 2, 4]}
    >>> rank_within(pd.DataFrame(rows), ["area_code"]).tolist()
    [2, 2, 1, <NA>]
    """
    rounded = table[["weight", "count"]].astype(float).round(DECIMALS)
    both = rounded.notna().all(axis="columns")
    # the number of a pair among all pairs in ascending order ranks as the pair does
    order = rounded.groupby(["weight", "count"]).ngroup().astype(float).where(both)
    keys = [table[column] for column in within]
    return order.groupby(keys).rank(method="min", ascending=False).astype("Int64")


def hide_with_counts(shown: pd.DataFrame, within: Sequence[str]) -> pd.DataFrame:
    """A disclosed table of ranked options without the figures that would give a hidden count away.

    An interval with its ``n`` tells the count, a weight bounds it, and a rank tells between which two others a hidden
    one lies. So interval and weight go where the share is not shown, to two decimals where it is, and options are
    ranked again among those whose weight is shown. How many put an option first is never shown.

    Parameters
    ----------
    shown : DataFrame, one row per group and option
        What ``disclosure.disclose_shares`` makes of ``rank_choices``: ``count`` and ``share`` are NaN where hidden.
    within : sequence of str
        The columns that name the group.

    Returns
    -------
    DataFrame, one row per row of ``shown``, in the same order
        ``share``, ``low``, ``high``, ``weight`` and ``rank`` missing where the share is not shown; without ``first``.
    """
    hidden = shown["share"].isna() | shown["count"].isna()
    figures = ["share", "low", "high", "weight"]
    safe = shown.drop(columns="first")
    safe[figures] = round_half_up(safe[figures].astype(float).mask(hidden), SHARE_DECIMALS)
    safe["rank"] = rank_within(safe, within)
    return safe
