"""Measures of a country by horizon: who acts, which indicator shows success, where it stands and what it aims at."""

from collections.abc import Mapping

import pandas as pd

from clusterbrief.analysis.disclosure import round_half_up
from clusterbrief.analysis.models.answering import answer_challenges
from clusterbrief.study.country_model_settings import Horizon
from clusterbrief.study.framework import Framework

POINTS, PERCENT = "points", "percent"
ALL = 100.0  # percent of organisations
RULE_COLUMNS = ("rule_code", "horizon", "level", "effect", "shown_by", "practice")
COLUMNS = {
    "area_code": str, "horizon": str, "addressee": str, "place": int, "rule_code": str, "recommended": int,
    "level": str, "effect": str, "practice": str, "shown_by": str, "measured_by": str, "measured_label": str,
    "present": float, "benchmark": float, "target": float, "unit": str, "helped": float, "bound": str, "n": "Int64",
}  # fmt: skip


def list_rules(framework: Framework) -> pd.DataFrame:
    """What measures need of the recommendations: one row per rule, columns as ``choose_measures`` takes them."""
    rows = [
        (rule.code, rule.horizon, rule.level, rule.effect, rule.watched, rule.practice or "")
        for rule in framework.recommendations.rules
    ]
    return pd.DataFrame(rows, columns=list(RULE_COLUMNS)).astype(str)  # also where there are no rows


def list_counted(criteria: pd.DataFrame, evidence: pd.DataFrame, least_base: int) -> pd.DataFrame:
    """How many of each area's organisations have what some rules bring about, of 100.

    Parameters
    ----------
    criteria, evidence : DataFrame
        Those of ``Disclosed``.
    least_base : int
        From how many organisations on shares are given: ``Thresholds.percentages``.

    Returns
    -------
    DataFrame, one row per area and criterion or piece of evidence whose count may be shown
        ``area_code``, ``code`` and ``present`` [percent]: those that meet the criterion, of all; or those whose answer
        does not support the claim, of those that answered.
    """
    met = criteria[criteria["met"].notna() & (criteria["n"] >= max(least_base, 1))]
    without = evidence[evidence["count"].notna() & (evidence["n"] >= max(least_base, 1))]
    parts = [
        pd.DataFrame(
            {
                "area_code": met["area_code"],
                "code": met["programme_code"] + "." + met["criterion_code"],
                "present": met["met"] / met["n"] * 100,
            }
        ),
        pd.DataFrame(
            {
                "area_code": without["area_code"],
                "code": without["item_code"],
                "present": (1 - without["count"] / without["n"]) * 100,
            }
        ),
    ]
    table = pd.concat(parts, ignore_index=True)
    return table.assign(present=round_half_up(table[["present"]].astype(float))["present"])


def choose_measures(
    recommendations: pd.DataFrame,
    rules: pd.DataFrame,
    area_scores: pd.DataFrame,
    framework: Framework,
    counted: pd.DataFrame | None = None,
    challenges: pd.DataFrame | None = None,
    needs: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """The first recommendations of each area by horizon and actor, with present value and target.

    Of those that one indicator would show to have worked, a horizon and actor have the first only. What answers a
    challenge or the first need comes first, see ``answer_challenges``, and what nobody can measure last.
    Success is measured by the indicator that the rule names. Where its mean is hidden or has no EU value, the node
    above it is taken, and so on up to the whole. The target is the present value and, of what is missing to the EU
    value, the part that country_models.yml gives for the horizon. Where the EU value is reached, there is nothing to
    aim at, and so no measure. Where a rule counts organisations instead, the figures are percent of organisations, and
    all of them are aimed at; nothing takes the place of a share that is hidden.

    Parameters
    ----------
    recommendations : DataFrame, one row per area and rule
        ``Disclosed.recommendations``: ``area_code``, ``rule_code``, ``addressee``, ``n``, ``helped`` [organisations,
        to the nearest five; NaN where hidden], ``bound`` ("nearly all" or empty) and ``place`` within area and
        addressee.
    rules : DataFrame, one row per rule
        As ``list_rules`` gives it: ``rule_code``, ``horizon``, ``level``, ``effect``, ``shown_by`` (code of an
        indicator or another node) and ``practice`` (code; empty or missing where none is named).
    area_scores : DataFrame, one row per area and node
        ``Disclosed.area_scores``, with indicators.
    framework : Framework
        ``country_models`` has horizons and ``measures_each``.
    counted : DataFrame, optional
        As ``list_counted`` gives it.
    challenges : DataFrame, optional
        As ``challenges.list_challenges`` gives it.
    needs : mapping from area to option, optional
        As ``answering.first_needs`` gives it.

    Returns
    -------
    DataFrame, one row per measure, by area, horizon, addressee and place
        ``area_code``, ``horizon``, ``addressee``, ``place`` (1 is first, inside horizon and addressee), ``rule_code``,
        ``recommended`` (the recommendation's place among all to the addressee), ``level``, ``effect``, ``practice``,
        ``shown_by``, ``measured_by`` and ``measured_label`` (the node that the figures are of; empty where all are
        hidden), ``present``, ``benchmark`` and ``target`` [``unit``: points 0-100 or percent of
        organisations, whole; NaN where hidden], ``helped`` (NaN
        where hidden), ``bound`` and ``n``. A recommendation that would help nobody is no measure.

    Raises
    ------
    ValueError
        A recommendation follows a rule that is not in ``rules``, or a rule has a horizon that is not in
        country_models.yml.
    """
    settings = framework.country_models
    horizons = {each.code: each for each in settings.horizons}
    _check(recommendations, rules, horizons)
    places = {code: place for place, code in enumerate(horizons)}
    table = recommendations.rename(columns={"place": "recommended"})
    table = table[["area_code", "rule_code", "addressee", "n", "helped", "bound", "recommended"]]
    table = table.astype({"helped": float, "recommended": int})
    actors = {each.code: place for place, each in enumerate(framework.recommendations.settings.addressees)}
    table = table[table["helped"] != 0]
    table = table.merge(rules[list(RULE_COLUMNS)], on="rule_code", how="left", validate="m:1")
    table = table.assign(
        horizon_place=table["horizon"].map(places),
        actor_place=table["addressee"].map(actors).fillna(len(actors)),
        practice=table["practice"].astype(object).fillna(""),
    )
    keys = ["area_code", "horizon_place", "actor_place", "addressee"]
    table = table.sort_values([*keys, "recommended", "rule_code"], ignore_index=True)
    table = pd.concat([table, _measured(table, area_scores, framework, counted)], axis="columns")
    table = table[~(table["present"] >= table["benchmark"])]
    table = table.drop_duplicates([*keys, "shown_by"], ignore_index=True)
    table = table.assign(
        first=answer_challenges(table, challenges, framework, needs), measurable=table["present"].notna()
    ).sort_values(
        [*keys, "first", "measurable", "recommended", "rule_code"],
        ascending=[*[True] * len(keys), False, False, True, True], ignore_index=True,
    )  # fmt: skip
    table["place"] = table.groupby(keys).cumcount() + 1
    table = table[table["place"] <= settings.measures_each].reset_index(drop=True)
    table["target"] = _targets(table, table["horizon"], horizons)
    return table[list(COLUMNS)].astype(COLUMNS)  # also where there are no rows


def _check(recommendations: pd.DataFrame, rules: pd.DataFrame, horizons: Mapping[str, Horizon]) -> None:
    unknown = sorted(set(recommendations["rule_code"]) - set(rules["rule_code"]))
    if unknown:
        raise ValueError(f'Cannot find the rule "{unknown[0]}" of a recommendation')
    unplaced = sorted(set(rules.loc[rules["rule_code"].isin(recommendations["rule_code"]), "horizon"]) - set(horizons))
    if unplaced:
        raise ValueError(f'Cannot find the horizon "{unplaced[0]}" in country_models.yml')


def _measured(
    table: pd.DataFrame, area_scores: pd.DataFrame, framework: Framework, counted: pd.DataFrame | None
) -> pd.DataFrame:
    """Node, label, present value, EU value and unit for each measure."""
    nodes = framework.nodes.set_index("node_code")
    parents, labels = nodes["parent_code"].to_dict(), nodes["label"].to_dict()
    known = area_scores.dropna(subset=["comparable_score", "benchmark"]).set_index(["area_code", "node_code"])
    figures = known[["comparable_score", "benchmark"]].to_dict("index")
    none = {"comparable_score": float("nan"), "benchmark": float("nan")}
    watched = {rule.counted.code: rule.counted.label for rule in framework.recommendations.rules if rule.counted}
    shares = {} if counted is None else counted.set_index(["area_code", "code"])["present"].to_dict()
    rows: list[tuple[str, str, float, float, str]] = []
    for area, indicator in zip(table["area_code"], table["shown_by"], strict=True):
        code = indicator
        if code in watched:
            known_share = (area, code) in shares
            present = shares.get((area, code), float("nan"))
            rows.append((code if known_share else "", watched[code] if known_share else "", present, ALL, PERCENT))
            continue
        while code and (area, code) not in figures:
            code = parents.get(code, "")
        figure = figures.get((area, code), none)
        rows.append((code, labels.get(code, ""), figure["comparable_score"], figure["benchmark"], POINTS))
    return pd.DataFrame(rows, columns=["measured_by", "measured_label", "present", "benchmark", "unit"])


def _targets(measured: pd.DataFrame, chosen: pd.Series, horizons: Mapping[str, Horizon]) -> pd.Series:
    way = chosen.map({code: each.way for code, each in horizons.items()}).astype(float)
    present, benchmark = measured["present"].astype(float), measured["benchmark"].astype(float)
    target = present + way * (benchmark - present)
    return round_half_up(target.to_frame("target"))["target"]
