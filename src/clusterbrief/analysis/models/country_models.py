"""Country models: commitment and potential of each country, and for which ones a model is due.

All figures come from disclosed tables, so a country model shows nothing that the country report may not. A component
that is hidden there is missing here.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import pandas as pd

from clusterbrief.analysis.classes import UNCLASSIFIED
from clusterbrief.analysis.disclosure import SHARE_DECIMALS, Thresholds, round_half_up
from clusterbrief.study.country_model_settings import Component
from clusterbrief.study.framework import Framework

FIGURES = ("commitment", "potential")
TOLERANCE = 1e-12  # known weight of exactly the least must not fail on its last bit
COMPONENTS = {
    "area_code": str, "figure": str, "component_code": str, "label": str, "weight": float, "value": float, "n": "Int64",
}  # fmt: skip
PLACES = {
    "area_code": str, "commitment": float, "potential": float, "commitment_known": int, "potential_known": int,
    "place": "Int64", "due_by_rule": bool, "due": bool, "overruled": bool, "due_because": str,
}  # fmt: skip


@dataclass(frozen=True)
class CountryTables:
    """What commitment and potential are read from: tables of ``Disclosed``, all of which have passed ``disclosure``."""

    participation: pd.DataFrame
    area_scores: pd.DataFrame
    class_counts: pd.DataFrame
    wish: pd.DataFrame


def list_components(tables: CountryTables, framework: Framework, thresholds: Thresholds) -> pd.DataFrame:
    """The components of commitment and potential of each country.

    Parameters
    ----------
    tables : CountryTables
    framework : Framework
    thresholds : Thresholds
        Shares are given from ``percentages`` organisations on, as everywhere.

    Returns
    -------
    DataFrame, one row per country and component, in the order of ``participation`` and of the file
        ``area_code``, ``figure`` (commitment or potential), ``component_code``, ``label``, ``weight``, ``value``
        [0-1, two decimals; NaN where it is hidden or nobody answered] and ``n`` (the organisations that it rests on,
        missing where the disclosed tables do not say).
    """
    region = framework.country_file.region_code
    codes = [code for code in tables.participation["area_code"] if code != region]
    every_class = [each.code for each in framework.classes.classes]
    rows = [
        (code, figure, each.code, each.label, each.weight, *_measure(code, each, tables, every_class, thresholds))
        for code in codes
        for figure, each in framework.country_models.components
    ]
    table = pd.DataFrame(rows, columns=list(COMPONENTS)).astype(COMPONENTS)  # also where there are no rows
    return table.assign(value=round_half_up(table[["value"]], SHARE_DECIMALS)["value"])


def _measure(
    area_code: str, component: Component, tables: CountryTables, every_class: Collection[str], thresholds: Thresholds
) -> tuple[Any, Any]:
    """Value and n of a component."""
    match component.measure:
        case "response_rate":
            return _of_area(tables.participation, area_code, "response_rate", "invited")
        case "completion":
            return _of_area(tables.participation, area_code, "completion", "respondents")
        case "answers":
            return _of_area(tables.wish[tables.wish["code"] == component.code], area_code, "share", "n")
        case "classes":
            counts = tables.class_counts[tables.class_counts["area_code"] == area_code]
            return _share_of_classes(counts.set_index("class_code"), component.classes, every_class, thresholds)
    scores = tables.area_scores[tables.area_scores["node_code"] == component.node]
    if component.measure == "attainment":
        value, n = _of_area(scores, area_code, "attainment", "n")
        return min(value, 1.0), n
    points, n = _of_area(scores, area_code, "score", "n")
    return points / 100, n


def _of_area(table: pd.DataFrame, area_code: str, column: str, n: str) -> tuple[float, Any]:
    row = table[table["area_code"] == area_code]
    return (float(row[column].iloc[0]), int(row[n].iloc[0])) if len(row) else (float("nan"), pd.NA)


def _share_of_classes(
    of_area: pd.DataFrame, wanted: Collection[str], every_class: Collection[str], thresholds: Thresholds
) -> tuple[float, Any]:
    """Share of some classes among those with a class: what the printed counts tell, directly or by subtraction."""
    if of_area.empty:
        return float("nan"), pd.NA
    base = of_area["n"].iloc[0] - of_area["count"].get(UNCLASSIFIED, 0.0)
    counts = of_area["count"].reindex(list(every_class))
    inside = counts.index.isin(wanted)
    count = counts[inside].sum(skipna=False)
    if pd.isna(count):
        count = base - counts[~inside].sum(skipna=False)
    if pd.isna(base) or base < max(thresholds.percentages, 1):
        return float("nan"), pd.NA if pd.isna(base) else int(base)
    return float(count / base), int(base)


def place_countries(
    tables: CountryTables, framework: Framework, thresholds: Thresholds, named: Collection[str] = ()
) -> pd.DataFrame:
    """Commitment and potential of each country, and whether a country model is due.

    A figure is the mean of its known components by weight, and missing where less than the framework's
    ``min_coverage`` of the weight is known. A model is due where both figures reach their least value and the mean of
    the two is among the highest; equals share a place, so that more than ``due.most`` can be due. Where an edition
    names countries itself, these are due and no others. All is computed from the printed figures.

    Parameters
    ----------
    tables : CountryTables
    framework : Framework
        ``country_models`` has components, weights and the rule.
    thresholds : Thresholds
    named : collection of str
        Countries that the edition names under ``country_models``; empty where the rule decides.

    Returns
    -------
    DataFrame, one row per country, in the order of ``participation``
        ``area_code``, ``commitment`` and ``potential`` [0-1, two decimals; NaN where too little is known],
        ``commitment_known`` and ``potential_known`` (how many components are known), ``place`` (1 is best, among the
        countries that reach both least values; missing for others), ``due_by_rule``, ``due``, ``overruled`` (whether
        the authors decided otherwise than the rule), ``due_because`` (words), then one column for each component by
        its code [0-1, NaN where hidden].

    References
    ----------
    EU4Digital (2024), 1.3.5: models "for the countries demonstrating the most commitment and potential".
    """
    components = list_components(tables, framework, thresholds)
    least_known = framework.structure.min_coverage
    region = framework.country_file.region_code
    codes = [code for code in tables.participation["area_code"] if code != region]
    wide = components.pivot(index="area_code", columns="component_code", values="value")
    wide = wide.reindex(index=codes, columns=[each.code for _, each in framework.country_models.components])
    table = pd.DataFrame({"area_code": codes})
    for figure in FIGURES:
        value, known = _mean_of_known(components[components["figure"] == figure], codes, least_known)
        table[figure], table[f"{figure}_known"] = value.to_numpy(), known.to_numpy()
    table = _apply_rule(table, framework)
    table["due"] = table["area_code"].isin(named) if named else table["due_by_rule"]
    table["overruled"] = table["due"] != table["due_by_rule"]
    table["shared"] = table["place"].duplicated(keep=False) & table["place"].notna()
    words = [_say_why(row, framework, bool(named)) for row in table.to_dict("records")]
    table = table.assign(due_because=words)[list(PLACES)].astype(PLACES)  # also where there are no rows
    return table.join(wide.reset_index(drop=True).rename_axis(columns=None).astype(float))


def _mean_of_known(components: pd.DataFrame, codes: list[str], least_known: float) -> tuple[pd.Series, pd.Series]:
    """Weighted mean over known components, and how many are known."""
    is_known = components["value"].notna()
    parts = components.assign(
        part=components["value"].fillna(0.0) * components["weight"],
        known_weight=components["weight"].where(is_known, 0.0),
        known=is_known,
    )
    sums = parts.groupby("area_code")[["part", "known_weight", "weight", "known"]].sum().reindex(codes).fillna(0.0)
    enough = (sums["known_weight"] > 0) & (sums["known_weight"] >= least_known * sums["weight"] - TOLERANCE)
    mean = (sums["part"] / sums["known_weight"].where(enough)).to_frame("value")
    return round_half_up(mean, SHARE_DECIMALS)["value"], sums["known"].astype(int)


def _apply_rule(table: pd.DataFrame, framework: Framework) -> pd.DataFrame:
    rule = framework.country_models.due
    reach = (table["commitment"] >= rule.least_commitment) & (table["potential"] >= rule.least_potential)
    mean = ((table["commitment"] + table["potential"]) / 2).round(10).where(reach)
    place = mean.rank(method="min", ascending=False).astype("Int64")
    return table.assign(place=place, due_by_rule=(place <= rule.most).fillna(False).astype(bool))


def _say_why(row: dict[str, Any], framework: Framework, is_named: bool) -> str:
    by_rule = _say_rule(row, framework)
    if not is_named:
        return by_rule
    named = "named by the authors" if row["due"] else "not among the countries that the authors name"
    return f"{named}; by the rule: {by_rule}"


def _say_rule(row: dict[str, Any], framework: Framework) -> str:
    settings = framework.country_models
    unknown = [
        f"{figure} is not known: {row[f'{figure}_known']} of {len(getattr(settings, figure))} components can be shown"
        for figure in FIGURES
        if pd.isna(row[figure])
    ]
    low = [
        f"{figure} {row[figure]:.2f} is below {least:.2f}"
        for figure, least in zip(FIGURES, (settings.due.least_commitment, settings.due.least_potential), strict=True)
        if pd.notna(row[figure]) and row[figure] < least
    ]
    if unknown or low:
        return "; ".join([*unknown, *low])
    both = f"commitment {row['commitment']:.2f} and potential {row['potential']:.2f}"
    most = settings.due.most
    first = "the first only" if most == 1 else f"the first {most}"
    place = f"place {row['place']}" + (" with another" if row["shared"] else "")
    return f"{both}, {place}; a model is due for {first}"
