"""Challenges of countries: what is well below the EU value, in the country alone or in the partner region, too."""

from collections.abc import Sequence

import pandas as pd

from clusterbrief.analysis.strengths import detail_rows
from clusterbrief.study.framework import Framework

OWN, SHARED, OPEN = "own", "shared", "open"
COLUMNS = {
    "area_code": str, "node_code": str, "label": str, "gap": float, "region_gap": float, "kind": str, "n": "Int64",
}  # fmt: skip


def list_challenges(area_scores: pd.DataFrame, country_codes: Sequence[str], framework: Framework) -> pd.DataFrame:
    """Dimensions well below the EU value in each country, and whether they are so in the whole region.

    Parameters
    ----------
    area_scores : DataFrame, one row per area and node
        ``Disclosed.area_scores``.
    country_codes : sequence of str
    framework : Framework
        ``country_models.swot.weakness_gap`` says from how many points on.

    Returns
    -------
    DataFrame, one row per country and part, or dimension without parts, the widest gap of a country first
        ``area_code``, ``node_code``, ``label``, ``gap`` and ``region_gap`` [points; the latter NaN where hidden or
        where the country is the only one],
        ``kind`` ("own": the region is not so far below, "shared": it is, "open": its gap is missing) and ``n``. What is
        hidden in the country has no row.

    References
    ----------
    EU4Digital (2024), 2.7.3, second step of EOCIC: challenges of the country and those that it shares with others.
    """
    least = framework.country_models.swot.weakness_gap
    region = _gaps(area_scores, framework.country_file.region_code, framework).set_index("node_code")["gap"]
    parts = [_gaps(area_scores, code, framework).assign(area_code=code) for code in country_codes]
    table = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=list(COLUMNS))
    table = table[table["gap"].astype(float) >= least]
    # a country that is alone is the region, and shares its challenges with nobody
    region_gap = table["node_code"].map(region if len(country_codes) > 1 else {}).astype(float)
    kind = pd.Series(OWN, index=table.index).mask(region_gap >= least, SHARED).mask(region_gap.isna(), OPEN)
    table = table.assign(region_gap=region_gap, kind=kind)
    places = {code: place for place, code in enumerate(country_codes)}
    order = table.assign(country=table["area_code"].map(places), far=-table["gap"].astype(float))
    order = order.sort_values(["country", "far"], kind="stable", ignore_index=True)
    return order[list(COLUMNS)].astype(COLUMNS)  # also where there are no rows


def _gaps(area_scores: pd.DataFrame, area_code: str, framework: Framework) -> pd.DataFrame:
    rows = detail_rows(area_scores[area_scores["area_code"] == area_code], framework.nodes)
    return rows[["node_code", "label", "gap", "n"]]
