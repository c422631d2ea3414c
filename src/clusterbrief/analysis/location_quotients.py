"""Location quotients: how concentrated an industry is in an area against a reference economy.

One rule governs all totals: a total is a number somebody stated, or a sum in which nothing is missing.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from clusterbrief.analysis.employment_findings import Totals, find_doubtful_totals

PAIR, TOTAL, REFERENCE = "pair", "total", "reference"
MEASURES = ("employment", "establishments", "wages", "high_growth_firms", "frontier_firms")


@dataclass(frozen=True, slots=True)
class Quotients:
    """Location quotients, and what a reader must know of the totals behind them."""

    rows: pd.DataFrame  # one row per row of the employment given, in its order
    findings: pd.DataFrame  # columns finding, area, industry, detail; one row per thing to know


def location_quotients(
    employment: pd.DataFrame,
    *,
    reference: str | pd.DataFrame | None = None,
    total_industry: str | None = None,
) -> Quotients:
    """Location quotient LQ = (e_ij / e_j) / (E_i / E) of each industry i in each area j, unrounded.

    The area's total e_j is its row of `total_industry` where that is given, else the sum of its industries. The
    reference totals E_i and E are those of the reference; without one, E_i is the sum of industry i over the areas and
    E that of the areas' totals. A sum with a suppressed cell in it is unknown, and what rests on it is missing: the
    known cells alone would make every share too large without a sign of it. A pair of area and industry without a row
    adds nothing to a sum, as statistics offices leave out industries that an area does not have.

    Parameters
    ----------
    employment : DataFrame, one row per (area, industry)
        Columns ``area``, ``industry`` and ``employment`` [people, 0 or more; NaN where suppressed]; others are kept.
    reference : str or DataFrame, optional
        An area in `employment` (the nation, the EU), which is then not one of the areas compared; or a table with one
        row per industry, columns ``industry`` and ``employment``, with a row of `total_industry` if that is given.
    total_industry : str, optional
        Industry code of the rows that hold totals. With it, industries may be of several levels or incomplete.

    Returns
    -------
    Quotients
        `rows` has the columns given and ``lq`` [0 or more], ``share_of_area`` [0-1, e_ij / e_j],
        ``share_of_industry`` [0-1, e_ij / E_i], ``reference_share`` [0-1, E_i / E], each NaN where a part of it is
        unknown or the divisor is 0; and ``kind``: "pair", "total" (an area's total row, whose quotient is 1) or
        "reference" (the reference area's rows, whose quotients are 1).

    Raises
    ------
    KeyError
        The reference area, or the reference table's total, is not there.
    ValueError
        A pair of area and industry occurs twice, or employment is below 0.

    References
    ----------
    EU4Digital (2024), EU best practices in cluster management, 2.1.2.

    Examples
    --------
    >>> employment = pd.DataFrame({"area": ["here", "here", "US", "US"], "industry": ["mines", "all", "mines", "all"],
    ...     "employment": [1714, 79006, 879213, 15593224]})
    >>> found = location_quotients(employment, reference="US", total_industry="all")
    >>> found.rows["lq"].round(7).tolist()
    [0.3847623, 1.0, 1.0, 1.0]
    """
    area_of, areas = pd.factorize(employment["area"])
    industry_of, industries = pd.factorize(employment["industry"])
    people = employment["employment"].to_numpy("float64")
    _check_values(area_of, industry_of, len(industries), people)
    is_total = (industry_of == _position(industries, total_industry)) & (total_industry is not None)
    reference_area = reference if isinstance(reference, str) else None
    is_reference = area_of == _position(areas, reference_area)
    if reference_area is not None and not is_reference.any():
        raise KeyError(f'No reference area "{reference_area}"')

    stated = is_total if total_industry is not None else None
    area_totals = _totals(area_of, people, len(areas), stated)
    if isinstance(reference, pd.DataFrame):
        industry_totals, total = _table_totals(reference, industries, total_industry)
    elif reference_area is not None:
        industry_totals, total = np.full(len(industries), np.nan), area_totals[area_of[is_reference][0]]
        industry_totals[industry_of[is_reference]] = people[is_reference]
    else:
        industry_totals, total = _totals(industry_of, people, len(industries), None), area_totals.sum()
    if total_industry is not None and total_industry in industries:
        industry_totals[_position(industries, total_industry)] = total

    kind = np.where(is_reference, 2, np.where(is_total, 1, 0))
    area_divisors = _divisor(area_totals)[area_of]
    industry_divisors = _divisor(industry_totals)[industry_of]
    total_divisor = _divisor(np.array([total]))
    rows = employment.assign(
        # products of whole numbers are exact, so a quotient of exactly 1.5 does not come out a hair above it
        lq=(people * total_divisor) / (area_divisors * industry_divisors),
        share_of_area=people / area_divisors,
        share_of_industry=people / industry_divisors,
        reference_share=industry_totals[industry_of] / total_divisor,
        kind=pd.Categorical.from_codes(kind, categories=[PAIR, TOTAL, REFERENCE]),
    )
    totals = Totals(np.asarray(areas), np.asarray(industries), area_totals, industry_totals, float(total))
    findings = find_doubtful_totals(
        area_of, industry_of, people, kind == 0, totals,
        areas_summed=total_industry is None, reference_summed=reference is None,
    )  # fmt: skip
    return Quotients(rows, findings)


def aggregate_industries(
    employment: pd.DataFrame, shares: pd.DataFrame, *, total_industry: str | None = None
) -> pd.DataFrame:
    """Employment by coarser industries, each area's total kept.

    Every industry adds its weight of each measure to the groups it belongs to. A group is missing in an area where a
    cell with weight in it is suppressed.

    Parameters
    ----------
    employment : DataFrame, one row per (area, industry)
        Columns ``area``, ``industry`` and any of the measures ``employment``, ``establishments``, ``wages``,
        ``high_growth_firms``, ``frontier_firms`` [0 or more; NaN where suppressed].
    shares : DataFrame, one row per (industry, group)
        Columns ``industry``, ``group`` [blank for what belongs to no group, which counts in the total only] and
        ``weight`` [0-1; 1 in all for each industry].
    total_industry : str, optional
        Industry code of the rows that hold totals; without it a total is the sum of an area's industries, missing
        where one is.

    Returns
    -------
    DataFrame, one row per (area, group) that has a row below it, and one total per area
        ``area``, ``industry`` [the group's code; for totals `total_industry`, or "TOTAL" without it] and the measures.
        In order of area as given, groups as in `shares`, total last.

    Raises
    ------
    KeyError
        An industry has no share.

    Examples
    --------
    >>> employment = pd.DataFrame({"area": "A", "industry": ["C13", "C14", "C28"], "employment": [10.0, 20.0, 70.0]})
    >>> shares = pd.DataFrame({"industry": ["C13", "C14", "C28"], "group": ["textiles", "textiles", ""],
    ...     "weight": [1.0, 1.0, 1.0]})
    >>> aggregate_industries(employment, shares)
      area  industry  employment
    0    A  textiles        30.0
    1    A     TOTAL       100.0
    """
    measures = [name for name in MEASURES if name in employment]
    area_of, areas = pd.factorize(employment["area"])
    is_total = (employment["industry"] == total_industry).to_numpy()
    group_of, groups = pd.factorize(shares["group"].where(shares["weight"] > 0, ""))
    numbered = shares.assign(group_number=group_of)[shares["weight"] > 0]
    own = pd.DataFrame({"industry": employment["industry"].to_numpy(dtype="object"), "area": area_of})[~is_total]
    unknown = set(own["industry"].unique()) - set(numbered["industry"])
    if unknown:
        raise KeyError(f"No share for industries {sorted(unknown)}")

    joined = own.reset_index(names="row").merge(numbered[["industry", "group_number", "weight"]], on="industry")
    cells = joined["area"].to_numpy() * len(groups) + joined["group_number"].to_numpy()
    present, cell_of = np.unique(cells, return_inverse=True)
    parts = employment[measures].to_numpy("float64")[joined["row"]] * joined[["weight"]].to_numpy("float64")
    grouped = pd.DataFrame({"area": present // len(groups), "industry": np.asarray(groups)[present % len(groups)]})
    for place, name in enumerate(measures):
        grouped[name] = _totals(cell_of, parts[:, place], len(present), None)
    grouped = grouped[grouped["industry"] != ""]

    totals = pd.DataFrame({"area": np.arange(len(areas)), "industry": total_industry or "TOTAL"})
    for name in measures:
        values = employment[name].to_numpy("float64")
        totals[name] = _totals(area_of, values, len(areas), is_total if total_industry is not None else None)
    both = pd.concat([grouped, totals]).sort_values("area", kind="stable", ignore_index=True)
    return both.assign(area=np.asarray(areas)[both["area"].to_numpy()])


def _position(codes: pd.Index | np.ndarray, code: str | None) -> int:
    """Where a code stands among the codes; -2, which no row has, where it does not."""
    if code is None:
        return -2
    found = np.flatnonzero(np.asarray(codes) == code)
    return int(found[0]) if len(found) else -2


def _check_values(area_of: np.ndarray, industry_of: np.ndarray, n_industries: int, people: np.ndarray) -> None:
    pairs = area_of * n_industries + industry_of
    if len(np.unique(pairs)) < len(pairs):
        raise ValueError("A pair of area and industry occurs twice")
    if (people < 0).any():
        raise ValueError(f"Employment below 0: {people[people < 0][0]:g}")


def _totals(group_of: np.ndarray, values: np.ndarray, n_groups: int, stated: np.ndarray | None) -> np.ndarray:
    """Each group's stated value, or where none is stated by rows, its sum; NaN where a part is NaN."""
    if stated is not None:
        totals = np.full(n_groups, np.nan)
        totals[group_of[stated]] = values[stated]
        return totals
    # bincount gives NaN for any group with a NaN among its weights, which is the rule wanted
    return np.bincount(group_of, weights=values, minlength=n_groups)


def _table_totals(
    reference: pd.DataFrame, industries: pd.Index | np.ndarray, total_industry: str | None
) -> tuple[np.ndarray, float]:
    """E_i in order of `industries` and E, from a table of the reference economy."""
    by_industry = reference.set_index(reference["industry"].astype("object"))["employment"].astype("float64")
    if total_industry is not None and total_industry not in by_industry.index:
        raise KeyError(f'No total "{total_industry}" in the reference table')
    total = by_industry.sum(skipna=False) if total_industry is None else by_industry[total_industry]
    return by_industry.reindex(np.asarray(industries, dtype="object")).to_numpy(copy=True), float(total)


def _divisor(totals: np.ndarray) -> np.ndarray:
    """Totals to divide by: nothing is a share of 0."""
    return np.where(totals > 0, totals, np.nan)
