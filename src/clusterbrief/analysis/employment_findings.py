"""What is doubtful in the totals behind location quotients, said rather than passed over."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

COLUMNS = ["finding", "area", "industry", "detail"]


@dataclass(frozen=True, slots=True)
class Totals:
    """Totals of a table of employment, by area and by industry of the reference."""

    areas: np.ndarray
    industries: np.ndarray
    area_totals: np.ndarray  # e_j, in order of `areas`; NaN where unknown
    industry_totals: np.ndarray  # E_i, in order of `industries`; NaN where unknown
    total: float  # E; NaN where unknown


def find_doubtful_totals(
    area_of: np.ndarray,
    industry_of: np.ndarray,
    people: np.ndarray,
    is_pair: np.ndarray,
    totals: Totals,
    *,
    areas_summed: bool,
    reference_summed: bool,
) -> pd.DataFrame:
    """Findings about totals that are unknown, unlikely or counted twice.

    Parameters
    ----------
    area_of, industry_of : arrays of int, one per row of employment
        Positions in ``totals.areas`` and ``totals.industries``.
    people : array of float, one per row
        Employment [0 or more; NaN where suppressed].
    is_pair : array of bool, one per row
        False for rows of totals and of the reference area.
    totals : Totals
        What the quotients were computed with.
    areas_summed, reference_summed : bool
        Whether the areas' and the reference's totals are sums, not stated.

    Returns
    -------
    DataFrame, one row per finding
        ``finding`` [its kind, below], ``area`` and ``industry`` [blank where it is about none in particular] and
        ``detail`` [a sentence]. Kinds: "unknown area total", "unknown reference total", "unknown industry total",
        "more than its total", "looks like a total", "looks like a reference", "pairs without a row".
    """
    findings: list[tuple[str, str, str, str]] = []
    for area in totals.areas[np.isnan(totals.area_totals)]:
        detail = f'The total of area "{area}" is not stated and a cell of it is suppressed: its quotients are missing'
        findings.append(("unknown area total", area, "", detail))
    if np.isnan(totals.total):
        detail = "The total of the reference is unknown, as a part of it is: all quotients are missing"
        findings.append(("unknown reference total", "", "", detail))
    cause = "one of its cells is suppressed" if reference_summed else "the reference does not state it"
    for industry in totals.industries[np.isnan(totals.industry_totals)]:
        detail = f'The reference total of industry "{industry}" is unknown, as {cause}: its quotients are missing'
        findings.append(("unknown industry total", "", industry, detail))
    findings += _find_excesses(area_of, industry_of, people, is_pair, totals)
    if areas_summed:
        for industry in totals.industries[_dominant(industry_of, area_of, people)]:
            detail = f'Industry "{industry}" equals all others together in every area: is it a total?'
            findings.append(("looks like a total", "", industry, detail))
    if reference_summed:
        for area in totals.areas[_dominant(area_of, industry_of, people)]:
            detail = f'Area "{area}" equals all others together in every industry: is it the reference?'
            findings.append(("looks like a reference", area, "", detail))
    absent = len(totals.areas) * len(totals.industries) - len(people)
    if absent and (areas_summed or reference_summed):
        detail = f"{absent} pairs of area and industry have no row: read as nobody employed"
        findings.append(("pairs without a row", "", "", detail))
    return pd.DataFrame(findings, columns=COLUMNS)


def _find_excesses(
    area_of: np.ndarray, industry_of: np.ndarray, people: np.ndarray, is_pair: np.ndarray, totals: Totals
) -> list[tuple[str, str, str, str]]:
    """Cells larger than a total they are part of, one finding per area."""
    # only the area's total: an area outside the reference (a candidate country against the EU) may exceed that
    excess = people > totals.area_totals[area_of]
    first = pd.Series(np.flatnonzero(excess & is_pair)).groupby(area_of[excess & is_pair]).first()
    return [
        (
            "more than its total",
            totals.areas[area],
            totals.industries[industry_of[row]],
            f'Industry "{totals.industries[industry_of[row]]}" of area "{totals.areas[area]}" employs more than all',
        )
        for area, row in first.items()
    ]


def _dominant(member_of: np.ndarray, group_of: np.ndarray, people: np.ndarray) -> np.ndarray:
    """Members (an industry, an area) that equal the sum of all others in every group, as an unmarked total does.

    With something suppressed among the others, a total is at least their known sum. Two members tell nothing: the
    larger of two equals is no total; nor does one group, where it may be chance.
    """
    n_members, n_groups = int(member_of.max(initial=-1)) + 1, int(group_of.max(initial=-1)) + 1
    if n_members <= 2 or n_groups <= 1:
        return np.zeros(n_members, dtype=bool)
    known = np.nan_to_num(people)
    others = np.bincount(group_of, weights=known, minlength=n_groups)[group_of] - known
    complete = np.bincount(group_of, weights=np.isnan(people), minlength=n_groups)[group_of] == 0
    alike = np.where(complete, np.isclose(known, others, rtol=1e-9), known >= others) & ~np.isnan(people)
    n_rows = np.bincount(member_of, minlength=n_members)
    n_alike = np.bincount(member_of, weights=alike, minlength=n_members)
    in_use = np.bincount(member_of, weights=known, minlength=n_members) > 0
    return (n_alike == n_rows) & (n_rows == n_groups) & in_use
