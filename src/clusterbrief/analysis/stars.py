"""Cluster stars: the three of the European Cluster Observatory and the five criteria of 2020.

A criterion is met, not met, or not known; what is not known is never counted as not met.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from clusterbrief.analysis.location_quotients import PAIR
from clusterbrief.analysis.nodes import project_setting, published

OBSERVATORY = "European Cluster Observatory, Evaluation of regional cluster strength (clusterobservatory.eu, id=49)"
NOT_CONFIRMED = "The 2020 panorama names this criterion (EU4Digital 2024, 2.2.1); its cut is not confirmed"

STAR_CRITERIA = ["star_size", "star_specialisation", "star_focus"]
PERFORMANCE_CRITERIA = [
    "performance_size",
    "performance_specialisation",
    "performance_productivity",
    "performance_sme",
    "performance_innovation",
]


@dataclass(frozen=True, slots=True)
class StarThresholds:
    """The original three stars: size, specialisation and focus."""

    size_top_share: float = published(
        0.10, f"{OBSERVATORY}: top 10 % of all clusters of the same category by number of employees"
    )
    lq: float = project_setting(2.0, f"{OBSERVATORY} cuts at a quotient; the value 2 is not confirmed")
    focus_top_share: float = project_setting(
        0.10, f"{OBSERVATORY} cuts by share of regional employment; top 10 % of all clusters is not confirmed"
    )


@dataclass(frozen=True, slots=True)
class PerformanceThresholds:
    """The five criteria of 2020: each the top share of all clusters of the same industry."""

    size_top_share: float = project_setting(0.20, NOT_CONFIRMED)
    specialisation_top_share: float = project_setting(0.20, NOT_CONFIRMED)
    productivity_top_share: float = project_setting(0.20, NOT_CONFIRMED)
    sme_top_share: float = project_setting(0.20, NOT_CONFIRMED)
    innovation_top_share: float = project_setting(0.20, NOT_CONFIRMED)


def assign_stars(rows: pd.DataFrame, thresholds: StarThresholds | None = None) -> pd.DataFrame:
    """The original stars of each industry in each area.

    Size compares an industry's employment with that of the same industry in other areas; specialisation is a location
    quotient of at least the threshold; focus compares shares of area employment among all industries of all areas.

    Parameters
    ----------
    rows : DataFrame, one row per (area, industry)
        `Quotients.rows`: columns ``industry``, ``employment``, ``lq``, ``share_of_area``, ``kind`` are used.
    thresholds : StarThresholds, optional

    Returns
    -------
    DataFrame, the same rows
        With ``star_size``, ``star_specialisation``, ``star_focus`` [met or not; missing where not known] and
        ``stars`` [0-3, the number met; missing where any of the three is not known, and for rows that are not pairs].

    References
    ----------
    EU4Digital (2024), EU best practices in cluster management, 2.2.1. European Cluster Observatory, evaluation of
    regional cluster strength.
    """
    limits = thresholds or StarThresholds()
    clusters = _Clusters(rows)
    specialised = (rows["lq"] >= limits.lq).astype("boolean").mask(rows["lq"].isna())
    starred = rows.assign(
        star_size=clusters.in_top(rows["employment"], limits.size_top_share),
        star_specialisation=(specialised & ~clusters.is_empty).where(clusters.is_pair),
        star_focus=clusters.in_top(rows["share_of_area"], limits.focus_top_share, within_industry=False),
    )
    return starred.assign(stars=_count_met(starred, STAR_CRITERIA)[0])


def assign_performance(rows: pd.DataFrame, thresholds: PerformanceThresholds | None = None) -> pd.DataFrame:
    """The five criteria of 2020 for each industry in each area.

    Each criterion compares areas within one industry: size by employment, specialisation by location quotient,
    productivity by average wage per employee, SME performance by the number of high-growth firms, innovation leaders
    by the number of global frontier firms.

    Parameters
    ----------
    rows : DataFrame, one row per (area, industry)
        `Quotients.rows`: columns ``industry``, ``employment``, ``lq``, ``kind`` are used and, where present,
        ``wages`` [total paid in a year], ``high_growth_firms`` and ``frontier_firms`` [numbers].
    thresholds : PerformanceThresholds, optional

    Returns
    -------
    DataFrame, the same rows
        With the five criteria ``performance_...`` [met or not; missing where not known: for all rows where the column
        behind it is absent], ``n_criteria_met`` and ``n_criteria_known`` [0-5], and ``performance`` [0-5, the number
        met; missing unless all five are known]. So an area without data on frontier firms has no performance, and
        can be reported as "3 of the 4 known".

    References
    ----------
    EU4Digital (2024), EU best practices in cluster management, 2.2.1.
    """
    limits = thresholds or PerformanceThresholds()
    clusters = _Clusters(rows)

    def numbers(name: str) -> pd.Series:
        return rows[name] if name in rows else pd.Series(np.nan, index=rows.index)

    average_wage = numbers("wages") / rows["employment"].where(rows["employment"] > 0)
    rated = rows.assign(
        performance_size=clusters.in_top(rows["employment"], limits.size_top_share),
        performance_specialisation=clusters.in_top(rows["lq"], limits.specialisation_top_share),
        performance_productivity=clusters.in_top(average_wage, limits.productivity_top_share),
        performance_sme=clusters.in_top(numbers("high_growth_firms"), limits.sme_top_share),
        performance_innovation=clusters.in_top(numbers("frontier_firms"), limits.innovation_top_share),
    )
    whole, met, known = _count_met(rated, PERFORMANCE_CRITERIA)
    return rated.assign(n_criteria_met=met, n_criteria_known=known, performance=whole)


class _Clusters:
    """The rows that are compared: pairs of area and industry in which somebody works, or may."""

    def __init__(self, rows: pd.DataFrame) -> None:
        self.is_pair = rows["kind"] == PAIR
        self.is_empty = rows["employment"].eq(0)
        self._index = rows.index
        self._industry_of = pd.factorize(rows["industry"])[0]

    def in_top(self, values: pd.Series, share: float, *, within_industry: bool = True) -> pd.Series:
        """Whether each value is above 0 and in the top share of its group.

        Ties share the best rank. A missing value may stand anywhere: an answer that its rank could change is missing.
        A group too small to have a top share (9 clusters have no top tenth) gives none.
        """
        compared = (self.is_pair & ~self.is_empty).to_numpy()
        group_of = (self._industry_of if within_industry else np.zeros_like(self._industry_of))[compared]
        numbers = values[compared].to_numpy("float64").round(10)  # so that equal numbers stay equal
        missing = np.isnan(numbers)
        n_groups = int(group_of.max(initial=-1)) + 1
        n_all = np.bincount(group_of, minlength=n_groups)[group_of]
        n_missing = np.bincount(group_of, weights=missing, minlength=n_groups)[group_of]
        best_rank = pd.Series(numbers).groupby(group_of).rank(method="min", ascending=False).to_numpy()
        places = share * n_all + 1e-9  # 0.1 x 30 must hold three
        inside = (best_rank + n_missing <= places) & (numbers > 0)
        outside = (best_rank > places) | (numbers == 0)
        decided = (numbers == 0) | ((inside | outside) & (places >= 1))

        answers = pd.Series(False, index=self._index, dtype="boolean").where(self.is_pair)
        answers[compared] = pd.Series(inside).astype("boolean").where(decided).array
        return answers


def _count_met(rows: pd.DataFrame, criteria: list[str]) -> tuple[pd.Series, pd.Series, pd.Series]:
    """Number met where all are known, number met, and number known, for each row."""
    met = sum((rows[name].fillna(False).astype("int8") for name in criteria), pd.Series(0, rows.index, "int8"))
    known = sum((rows[name].notna().astype("int8") for name in criteria), pd.Series(0, rows.index, "int8"))
    whole = met.astype("Int8").where(known == len(criteria))
    return whole, met, known
