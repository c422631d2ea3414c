"""Location quotients, nodes and stars of an employment file, as CSV."""

from collections.abc import Callable
from pathlib import Path
from typing import TextIO

import pandas as pd

from clusterbrief.analysis.location_quotients import PAIR, aggregate_industries, location_quotients
from clusterbrief.analysis.nodes import assign_nodes
from clusterbrief.analysis.stars import assign_stars
from clusterbrief.study.ecosystems import nace_division, read_ecosystems
from clusterbrief.study.employment import read_employment

LEVELS = ("as given", "nace", "ecosystem")
COLUMNS = [
    "area",
    "industry",
    "employment",
    "lq",
    "share_of_area",
    "share_of_industry",
    "industry_node",
    "area_node",
    "stars",
]
ECOSYSTEMS_PATH = Path(__file__).resolve().parents[3] / "data" / "eu" / "ecosystems_nace.csv"
MOST_NAMED = 5  # areas or industries named in one message; the rest is counted


def write_location_quotients(
    path: Path | str,
    out: TextIO,
    reference: str | None = None,
    total_industry: str | None = None,
    level: str = "as given",
    *,
    ecosystems_path: Path | str = ECOSYSTEMS_PATH,
    tell: Callable[[str], None] | None = None,
) -> int:
    """Write location quotients, nodes and stars of an employment file as CSV; gives how many quotients are known.

    Parameters
    ----------
    path : path of a CSV file
        As `read_employment` takes it.
    out : text stream
        Gets the columns of `location_quotient_table`: numbers at full precision, ``true`` and ``false``, blank where
        missing.
    reference, total_industry, level
        As in `location_quotient_table`.
    ecosystems_path : path of a CSV file
        The shares of NACE divisions in ecosystems; read unless `level` is "as given".
    tell : callable, optional
        Given a sentence about each kind of finding.

    Raises
    ------
    InputError
        The employment file, or that of the ecosystems, cannot be used; every fault of it at once.
    ValueError
        `level` is not one of `LEVELS`.
    """
    if level not in LEVELS:
        raise ValueError(f'No level "{level}": {LEVELS}')
    ecosystems = None if level == "as given" else read_ecosystems(ecosystems_path)
    divisions = None if ecosystems is None else set(ecosystems["division_code"])
    employment = read_employment(
        path, total_industry=total_industry, reference=reference, divisions=divisions, tell=tell
    )
    table, findings = location_quotient_table(employment, reference, total_industry, level, ecosystems)
    if tell:
        for message in summarise_findings(findings):
            tell(message)
    _write_csv(table, out)
    return int(table["lq"].notna().sum())


def location_quotient_table(
    employment: pd.DataFrame,
    reference: str | pd.DataFrame | None = None,
    total_industry: str | None = None,
    level: str = "as given",
    ecosystems: pd.DataFrame | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Location quotients, nodes and stars, at the industry level asked for, and the findings.

    Parameters
    ----------
    employment : DataFrame, one row per (area, industry)
        As `read_employment` gives it.
    reference : str or DataFrame, optional
        Area (or, at the level "as given", table) to measure against; without it, the sum of the areas.
    total_industry : str, optional
        Industry code of the rows that hold totals.
    level : str
        "as given"; "nace" for NACE divisions; "ecosystem" for the EU's 14 industrial ecosystems.
    ecosystems : DataFrame, optional
        As `read_ecosystems` gives it; needed unless `level` is "as given".

    Returns
    -------
    table : DataFrame, one row per (area, industry)
        At the level "as given" one for each row given and in its order, rows of totals and of the reference among
        them, whose quotient is 1 and which are neither nodes nor starred. ``employment`` [people], ``lq`` [0 or more],
        ``share_of_area`` and ``share_of_industry`` [0-1], ``industry_node``, ``area_node`` [bool], ``stars`` [0-3];
        all missing where not known.
    findings : DataFrame, one row per finding
        As in `Quotients.findings`.
    """
    industry_total = total_industry
    if level != "as given":
        if ecosystems is None or isinstance(reference, pd.DataFrame):
            raise ValueError(f'The level "{level}" needs the ecosystems, and a reference that is an area')
        shares = _industry_shares(employment, ecosystems, total_industry, level)
        employment = aggregate_industries(employment, shares, total_industry=total_industry)
        industry_total = total_industry or "TOTAL"
    quotients = location_quotients(employment, reference=reference, total_industry=industry_total)
    table = assign_stars(assign_nodes(quotients.rows))
    if total_industry is None and industry_total is not None:  # the total was ours, not the file's
        table = table[table["industry"] != industry_total].reset_index(drop=True)
    findings = quotients.findings
    if table.loc[table["kind"] == PAIR, "stars"].isna().all():
        detail = "No stars: too few areas to find a top 10 %, or too many suppressed cells"
        few = pd.DataFrame({"finding": ["no stars"], "area": "", "industry": "", "detail": detail})
        findings = pd.concat([findings, few], ignore_index=True)
    return table[COLUMNS], findings


def _industry_shares(
    employment: pd.DataFrame, ecosystems: pd.DataFrame, total_industry: str | None, level: str
) -> pd.DataFrame:
    """Share of each industry code of the file in the divisions or ecosystems."""
    divisions = ecosystems["division_code"].unique()
    codes = [code for code in employment["industry"].unique() if code != total_industry]
    industries = pd.DataFrame({"industry": codes, "group": [nace_division(code, divisions) for code in codes]})
    if level == "nace":
        return industries.assign(weight=1.0)
    weights = ecosystems[["division_code", "ecosystem_code", "weight"]]
    joined = industries.merge(weights, left_on="group", right_on="division_code")
    return joined.assign(group=joined["ecosystem_code"])[["industry", "group", "weight"]]


def summarise_findings(findings: pd.DataFrame) -> list[str]:
    """One sentence for each kind of finding, with the areas or industries it is about.

    >>> summarise_findings(pd.DataFrame({"finding": ["unknown area total"] * 2, "area": ["AM01", "AM02"],
    ...     "industry": "", "detail": "The total of area ..."}))
    ['unknown area total (2): "AM01", "AM02". The total of area ...']
    """
    messages = []
    for kind, found in findings.groupby("finding", sort=False):
        names = found["area"].where(found["area"] != "", found["industry"]).drop_duplicates()
        shown = ", ".join(f'"{name}"' for name in names[:MOST_NAMED] if name)
        more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
        counted = f"{kind} ({len(found)}): {shown}{more}. " if shown else ""
        messages.append(counted + str(found["detail"].iloc[0]))
    return messages


def _write_csv(table: pd.DataFrame, out: TextIO) -> None:
    people = table["employment"]
    if (people.dropna() % 1 == 0).all():  # whole numbers stay whole
        table = table.assign(employment=people.astype("Int64"))
    words = {True: "true", False: "false"}
    nodes = {name: table[name].astype("object").map(words) for name in ("industry_node", "area_node")}
    table.assign(**nodes).to_csv(out, index=False, lineterminator="\n")
