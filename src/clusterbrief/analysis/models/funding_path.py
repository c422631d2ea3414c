"""From public to private funding: where the organisations of an area stand, and how far the way is.

The way is that of country_models.yml. Shares of income are percent; the way counts years since an organisation started.
"""

import numpy as np
import pandas as pd

from clusterbrief.analysis.disclosure import Thresholds, disclose_scores
from clusterbrief.analysis.summaries import summarise_scores
from clusterbrief.study.answers import ANSWERED
from clusterbrief.study.framework import Framework

PRIVATE, PUBLIC, INCOME = "private", "public", "income"
PART, SOURCE = "part", "indicator"  # levels: shares of sources add up to the part that they belong to
SHARES = {"organisation_code": str, "source_code": str, "share": float}
INCOMES = {"area_code": str, "source_code": str, "level": str, "n": int, "share": float, "hidden": bool}
PATH = {
    "area_code": str, "year": int, "private": float, "public": float, "now_private": float, "now_public": float,
    "n": "Int64", "gap": float, "position": float, "years_left": float,
}  # fmt: skip


def income_nodes(framework: Framework) -> pd.DataFrame:
    """Private income and the sources as a tree: one row each, ``node_code``, ``parent_code`` and ``level``.

    There is no node for income that is not private: its share is 100 less the private one, and hidden with it.
    """
    funding = framework.country_models.funding
    rows = [(PRIVATE, INCOME, PART)] if funding.points else []
    rows += [(code, side, SOURCE) for side in (PRIVATE, PUBLIC) for code in getattr(funding, side)]
    return pd.DataFrame(rows, columns=["node_code", "parent_code", "level"]).astype(str)


def list_incomes(responses: pd.DataFrame, framework: Framework) -> pd.DataFrame:
    """Shares of income by organisation and source, of organisations that answered all sources. Undisclosed.

    Parameters
    ----------
    responses : DataFrame, one row per organisation and question
        ``organisation_code``, ``question_code``, ``state``, ``value`` [percent].
    framework : Framework
        ``country_models.funding`` names the questions.

    Returns
    -------
    DataFrame, one row per organisation and source, and one for private income altogether
        ``organisation_code``, ``source_code`` (the code of the question, or "private") and ``share`` [percent].
    """
    nodes = income_nodes(framework)
    codes = nodes.loc[nodes["level"] == SOURCE, "node_code"].tolist()
    told = responses[(responses["state"] == ANSWERED) & responses["question_code"].isin(codes)]
    wide = told.pivot(index="organisation_code", columns="question_code", values="value")
    wide = wide.reindex(columns=codes).astype(float).dropna()
    if len(nodes):
        wide[PRIVATE] = wide[list(framework.country_models.funding.private)].sum(axis="columns")
    long = wide.reset_index().melt("organisation_code", var_name="source_code", value_name="share")
    return long[list(SHARES)].astype(SHARES)  # also where there are no rows


def summarise_income(
    incomes: pd.DataFrame, organisations: pd.DataFrame, region_code: str, framework: Framework
) -> pd.DataFrame:
    """Mean shares of income by area and source.

    Undisclosed: it passes ``disclose_income``.

    Parameters
    ----------
    incomes : DataFrame, one row per organisation and source
        As ``list_incomes`` gives it.
    organisations : DataFrame, one row per organisation
        ``organisation_code``, ``country_code``.
    region_code : str
        The area that holds all.
    framework : Framework
        ``country_models.funding`` names the questions.

    Returns
    -------
    DataFrame, one row per area and source, and one for private income altogether
        As ``summaries.summarise_scores`` gives it, with percent of income for ``score``. No rows for an area in which
        nobody answered.
    """
    levels = income_nodes(framework).set_index("node_code")["level"]
    missing = float("nan")
    long = incomes.rename(columns={"source_code": "node_code", "share": "score"})
    compared = long.assign(
        level=long["node_code"].map(levels).astype(str), comparable_score=missing, benchmark=missing, coverage=1.0
    )
    return summarise_scores(compared, organisations, region_code)


def disclose_income(
    summary: pd.DataFrame, thresholds: Thresholds, region_code: str, framework: Framework
) -> pd.DataFrame:
    """Mean shares of income as they may be shown, by the rules for mean scores.

    Parameters
    ----------
    summary : DataFrame, one row per area and source
        As ``summarise_income`` gives it.
    thresholds : Thresholds
    region_code : str
        The area that is the sum of the others.
    framework : Framework

    Returns
    -------
    DataFrame, one row per area and source, and one for private income altogether, the region first
        ``area_code``, ``source_code`` (the code of the question, or "private"), ``level``, ``n``, ``share`` [whole
        percent of income; NaN where hidden] and ``hidden``.
    """
    shown = disclose_scores(summary, thresholds, region_code, income_nodes(framework), of_answers=False)
    shown = shown.rename(columns={"node_code": "source_code", "score": "share"})
    places = {code: place for place, code in enumerate(income_nodes(framework)["node_code"])}
    shown = shown.assign(outside=shown["area_code"] != region_code, place=shown["source_code"].map(places))
    shown = shown.sort_values(["outside", "area_code", "place"], ignore_index=True)
    return shown[list(INCOMES)].astype(INCOMES)  # also where there are no rows


def follow_path(income: pd.DataFrame, framework: Framework) -> pd.DataFrame:
    """The way to private funding by year, beside where each area stands now.

    Parameters
    ----------
    income : DataFrame, one row per area and source
        As ``disclose_income`` gives it.
    framework : Framework
        ``country_models.funding`` has the points of the way; between them the share changes evenly.

    Returns
    -------
    DataFrame, one row per area and year of the way, areas in the order of ``income``
        ``area_code``, ``year`` (whole years, the first to the last of the way), ``private`` and ``public`` (what the
        way has in that year, percent), ``now_private`` and ``now_public`` (the area's present means, percent; NaN where
        hidden), ``n``, ``gap`` (``private`` less ``now_private``, points; positive when the area is short of it),
        ``position`` (the year of the way that has the present share; before its first share the first year) and
        ``years_left`` (from there to the end). An area without answers has no rows.

    References
    ----------
    EU4Digital (2024), 2.3.4 and Table 7, as quoted in country_models.yml.

    Examples
    --------
    From 0 % in year 0 to 100 % in year 10, an area with 30 % stands at year 3 and has 7 years left.
    """
    points = framework.country_models.funding.points
    if not points:
        return pd.DataFrame(columns=list(PATH)).astype(PATH)
    at, shares = [point.year for point in points], [point.private for point in points]
    years = np.arange(np.ceil(at[0]), np.floor(at[-1]) + 1)
    way = pd.DataFrame({"year": years, "private": np.interp(years, at, shares)})
    now = income[income["source_code"] == PRIVATE][["area_code", "n", "share"]].rename(columns={"share": "now_private"})
    position = np.interp(now["now_private"], shares, at)  # NaN stays NaN
    now = now.assign(position=position, years_left=at[-1] - position)
    table = now.merge(way, how="cross")
    table = table.assign(
        public=100 - table["private"],
        now_public=100 - table["now_private"],
        gap=table["private"] - table["now_private"],
    )
    rounded = ["private", "public", "gap", "position", "years_left"]
    table[rounded] = table[rounded].astype(float).round(1)
    return table[list(PATH)].astype(PATH)  # also where there are no rows
