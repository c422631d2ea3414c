"""Summaries by area: the partner region and each country, every organisation counting the same.

An area is the region's code or a country's. These tables are undisclosed: they feed ``disclosure``, never a page.
"""

from collections.abc import Sequence

import pandas as pd
import scipy

CONFIDENCE = 0.90


def by_area(table: pd.DataFrame, organisations: pd.DataFrame, region_code: str) -> pd.DataFrame:
    """A table of organisations with ``area_code``: each row once for its country and once for the region."""
    countries = organisations[["organisation_code", "country_code"]]
    placed = table.merge(countries, on="organisation_code", how="inner", validate="m:1")
    placed = placed.rename(columns={"country_code": "area_code"})
    both = pd.concat([placed.assign(area_code=region_code), placed], ignore_index=True)
    return both.astype({"area_code": str})  # also where there are no rows


def summarise_scores(compared: pd.DataFrame, organisations: pd.DataFrame, region_code: str) -> pd.DataFrame:
    """Mean scores by area and node.

    Returns
    -------
    DataFrame, one row per area and node
        ``area_code``, ``node_code``, ``level``, ``respondents``, ``n`` (organisations with a score), ``score``,
        ``median``, ``quartile_1``, ``quartile_3``, ``n_compared``, ``comparable_score`` and ``benchmark`` (means over
        the organisations that have both), ``low`` and ``high`` (90 % t interval of the comparable score, clipped to
        0-100), ``coverage`` (mean over all respondents), and for disclosure control ``n_full`` (with 100 points),
        ``n_between`` (neither 0 nor 100) and ``n_distinct`` (different scores).
    """
    placed = by_area(compared, organisations, region_code)
    rounded = placed["score"].astype(float).round(9)
    placed = placed.assign(rounded=rounded, full=rounded == 100, between=(rounded > 0) & (rounded < 100))
    groups = placed.groupby(["area_code", "node_code", "level"], sort=False)
    summary = groups.agg(
        respondents=("organisation_code", "count"),
        n=("score", "count"),
        score=("score", "mean"),
        median=("score", "median"),
        quartile_1=("score", lambda scores: scores.quantile(0.25)),
        quartile_3=("score", lambda scores: scores.quantile(0.75)),
        n_compared=("comparable_score", "count"),
        comparable_score=("comparable_score", "mean"),
        comparable_spread=("comparable_score", "std"),
        benchmark=("benchmark", "mean"),
        coverage=("coverage", "mean"),
        n_full=("full", "sum"),
        n_between=("between", "sum"),
        n_distinct=("rounded", "nunique"),
    ).reset_index()
    low, high = t_interval(summary["comparable_score"], summary["comparable_spread"], summary["n_compared"])
    return summary.assign(low=low, high=high).drop(columns="comparable_spread")


def t_interval(mean: pd.Series, spread: pd.Series, n: pd.Series) -> tuple[pd.Series, pd.Series]:
    """A 90 % interval for means of small samples, clipped to the scale; NaN for fewer than two."""
    enough = n.where(n > 1)
    half = scipy.stats.t.ppf((1 + CONFIDENCE) / 2, enough - 1) * spread / enough**0.5
    return (mean - half).clip(0, 100), (mean + half).clip(0, 100)


def count_classes(
    classes: pd.DataFrame, organisations: pd.DataFrame, region_code: str, order: Sequence[str]
) -> pd.DataFrame:
    """Organisations by area and class: one row each, ``area_code``, ``class_code``, ``count``, zeros included."""
    return _count(classes, organisations, region_code, "class_code", order)


def count_phases(
    phases: pd.DataFrame, organisations: pd.DataFrame, region_code: str, order: Sequence[str]
) -> pd.DataFrame:
    """Organisations by area and phase: one row each, ``area_code``, ``phase``, ``count``, zeros included."""
    return _count(phases, organisations, region_code, "phase", order)


def _count(
    table: pd.DataFrame, organisations: pd.DataFrame, region_code: str, column: str, order: Sequence[str]
) -> pd.DataFrame:
    placed = by_area(table[["organisation_code", column]], organisations, region_code)
    wide = placed.groupby(["area_code", column]).size().unstack(fill_value=0)
    wide = wide.reindex(columns=list(order), fill_value=0)
    return wide.stack().rename("count").reset_index()


def summarise_services(services: pd.DataFrame, organisations: pd.DataFrame, region_code: str) -> pd.DataFrame:
    """How many organisations of each area have a service.

    Parameters
    ----------
    services : DataFrame, one row per organisation and service that it answered about
        ``organisation_code``, ``kind``, ``service_code``, ``has`` (true or false).

    Returns
    -------
    DataFrame, one row per area, kind and service
        ``n`` (organisations that answered), ``count`` (that have the service).
    """
    placed = by_area(services, organisations, region_code)
    counts = placed.groupby(["area_code", "kind", "service_code"], sort=False)["has"].agg(n="count", count="sum")
    return counts.astype(int).reset_index()


def summarise_choices(chosen: pd.DataFrame, organisations: pd.DataFrame, region_code: str) -> pd.DataFrame:
    """How many organisations of each area named an option, and how many put it first.

    Parameters
    ----------
    chosen : DataFrame, one row per organisation and option of a question it answered
        ``organisation_code``, ``option_code``, ``place`` (1 for first; NaN where not named).

    Returns
    -------
    DataFrame, one row per area and option
        ``n`` (organisations that answered the question), ``count`` (that named it), ``first``.
    """
    placed = by_area(chosen, organisations, region_code)
    placed = placed.assign(named=placed["place"].notna(), first=placed["place"] == 1)
    groups = placed.groupby(["area_code", "option_code"], sort=False)
    return groups.agg(n=("named", "count"), count=("named", "sum"), first=("first", "sum")).astype(int).reset_index()


def summarise_participation(
    invited: pd.DataFrame, organisations: pd.DataFrame, region_code: str, country_codes: Sequence[str]
) -> pd.DataFrame:
    """Invited organisations and respondents of each area.

    Returns
    -------
    DataFrame, one row per area, the region first
        ``invited``, ``respondents``, ``respondents_invited`` (respondents on the list of invited ones),
        ``completion`` (mean share of required questions answered, 0-1; NaN where nobody responded).
    """
    rows = []
    for area in (region_code, *country_codes):
        asked = invited if area == region_code else invited[invited["country_code"] == area]
        answered = organisations if area == region_code else organisations[organisations["country_code"] == area]
        rows.append(
            {
                "area_code": area,
                "invited": len(asked),
                "respondents": len(answered),
                "respondents_invited": int(answered["invited"].sum()),
                "completion": answered["completion"].mean() if len(answered) else float("nan"),
            }
        )
    return pd.DataFrame(rows)
