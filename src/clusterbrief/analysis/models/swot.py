"""Strengths, weaknesses, opportunities and threats of an area, each with the figure that makes it one.

All figures come from disclosed tables. What is hidden there is no point here. Texts are for ``present``.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd

from clusterbrief.analysis.disclosure import SHARE_DECIMALS
from clusterbrief.analysis.strengths import detail_rows
from clusterbrief.study.country_model_settings import SwotSettings
from clusterbrief.study.framework import Framework
from clusterbrief.study.framework_model import Role

STRENGTH, WEAKNESS, OPPORTUNITY, THREAT = "strength", "weakness", "opportunity", "threat"
QUADRANTS = (STRENGTH, WEAKNESS, OPPORTUNITY, THREAT)
NODE, SERVICE, ACTION, STAGE = "node", "service", "action", "stage"
MET, NOT_MET = "criterion met", "criterion not met"
EMPTY_NODE, STAFFED_NODE = "specialisation without organisation", "specialisation with organisation"
LIMIT, FUNDING, NEED = "limit", "funding", "need"
KINDS = (NODE, SERVICE, MET, NOT_MET, EMPTY_NODE, STAFFED_NODE, ACTION, STAGE, FUNDING, LIMIT, NEED)
POINTS, SHARE, QUOTIENT = "points", "share", "quotient"
EU_VALUE, SETTING, PUBLISHED = "EU value", "project setting", "published threshold"
COLUMNS = {
    "quadrant": str, "rank": int, "kind": str, "code": str, "label": str, "where": str, "value": float, "unit": str,
    "reference": float, "compared_with": str, "distance": float, "n": "Int64",
}  # fmt: skip
DECIMALS = 9  # of distances that are compared
Thing = tuple[str, str, str]  # kind, code and label
Point = dict[str, Any]


@dataclass(frozen=True)
class SwotTables:
    """What the points are taken from. All but the EU shares have passed ``disclosure``; all areas may be in them.

    ``area_scores`` (with indicators), ``service_shares``, ``needs``, ``actions`` and ``limits`` are those of
    ``Disclosed``. ``eu_services``: ``services.eu_service_shares``. ``criteria``: one row per area, programme and
    criterion with ``n``, ``met``, ``not_met`` and ``unknown`` (NaN where hidden) and ``label``. ``stages``: one row per
    area and stage with ``n`` and ``count`` (NaN where hidden). ``atlas_nodes``: nodes of the area alone, as in its
    profile; None where there is no atlas.
    """

    area_scores: pd.DataFrame
    service_shares: pd.DataFrame
    eu_services: pd.DataFrame
    criteria: pd.DataFrame
    stages: pd.DataFrame
    needs: pd.DataFrame
    actions: pd.DataFrame
    limits: pd.DataFrame
    atlas_nodes: pd.DataFrame | None = None


def swot(area_code: str, tables: SwotTables, framework: Framework, least_base: int = 10) -> pd.DataFrame:
    """The points of one area.

    A quadrant has at most ``most`` points. Up to ``most_of_a_kind`` of each kind come first, so that one kind does not
    fill it, and then whatever lies furthest from what it is compared with.

    Parameters
    ----------
    area_code : str
    tables : SwotTables
    framework : Framework
        ``country_models.swot`` says from when on a figure is a point.
    least_base : int
        From how many organisations on shares are given: ``Thresholds.percentages``.

    Returns
    -------
    DataFrame, one row per point, by quadrant and rank
        ``quadrant``, ``rank`` (1 is furthest), ``kind``, ``code``, ``label``, ``where`` (the area inside the country,
        of a specialisation; else empty), ``value`` and ``reference`` in ``unit`` (points 0-100, share 0-1, or
        quotient), ``compared_with`` (what the reference is: EU value, published threshold or project setting),
        ``distance`` [points; shares times 100; of a quotient the percent by which it exceeds the threshold, at most
        100] and ``n`` (organisations that the figure rests on; of a specialisation those known to work there). The
        value of a criterion that is not met is the share that do not meet it. Without evidence there are no rows.
    """
    settings = framework.country_models.swot
    points = [
        *_score_points(area_code, tables, framework),
        *_service_points(area_code, tables, settings, least_base),
        *_criterion_points(area_code, tables, settings, least_base),
        *_node_points(tables, settings),
        *_choice_points(area_code, tables, framework, least_base),
        *_stage_points(area_code, tables, framework, least_base),
        *_limit_points(area_code, tables, framework),
    ]
    table = pd.DataFrame(points, columns=[column for column in COLUMNS if column != "rank"])
    return _select(table.assign(where=table["where"].fillna("")), settings)


def _select(points: pd.DataFrame, settings: SwotSettings) -> pd.DataFrame:
    order = points.assign(
        far=-points["distance"].astype(float).round(DECIMALS),
        kind_place=points["kind"].map({kind: place for place, kind in enumerate(KINDS)}),
        quadrant_place=points["quadrant"].map({quadrant: place for place, quadrant in enumerate(QUADRANTS)}),
    ).sort_values(["quadrant_place", "far", "kind_place", "code"], ignore_index=True)
    order["further"] = order.groupby(["quadrant", "kind"]).cumcount() >= settings.most_of_a_kind
    chosen = order.sort_values(["quadrant_place", "further"], kind="stable").groupby("quadrant").head(settings.most)
    chosen = chosen.sort_index()
    chosen["rank"] = chosen.groupby("quadrant").cumcount() + 1
    chosen["distance"] = chosen["distance"].astype(float).round(1)
    return chosen[list(COLUMNS)].astype(COLUMNS).reset_index(drop=True)  # also where there are no rows


def _score_points(area_code: str, tables: SwotTables, framework: Framework) -> Iterator[Point]:
    """Parts, and dimensions without parts, against the EU value; and short funding."""
    settings = framework.country_models.swot
    scores = tables.area_scores[tables.area_scores["area_code"] == area_code]
    for row in detail_rows(scores, framework.nodes).dropna(subset=["gap"]).to_dict("records"):
        quadrant = STRENGTH if row["gap"] <= settings.strength_gap else WEAKNESS
        if quadrant == STRENGTH or row["gap"] >= settings.weakness_gap:
            yield _score_point(quadrant, NODE, row)
    labels = framework.nodes.set_index("node_code")["label"]
    for row in scores[scores["node_code"] == settings.funding].dropna(subset=["gap"]).to_dict("records"):
        if row["gap"] >= settings.weakness_gap:
            yield _score_point(THREAT, FUNDING, {**row, "label": labels[settings.funding]})


def _score_point(quadrant: str, kind: str, row: dict[str, Any]) -> Point:
    return {
        "quadrant": quadrant, "kind": kind, "code": row["node_code"], "label": row["label"], "unit": POINTS,
        "value": row["comparable_score"], "reference": row["benchmark"], "compared_with": EU_VALUE,
        "distance": abs(row["gap"]), "n": row["n"],
    }  # fmt: skip


def _service_points(area_code: str, tables: SwotTables, settings: SwotSettings, least_base: int) -> Iterator[Point]:
    """Services that far more or far fewer provide than EU organisations with a Gold label."""
    shares = tables.service_shares[tables.service_shares["area_code"] == area_code]
    shares = shares[shares["n"] >= least_base].merge(tables.eu_services, on=["kind", "service_code"])
    for row in shares.dropna(subset=["share", "gold_share"]).to_dict("records"):
        eu = round(row["gold_share"], SHARE_DECIMALS)
        difference = round(row["share"] - eu, DECIMALS)
        if difference > 0 and row["share"] < settings.service_strength:
            continue
        if abs(difference) >= settings.service_difference:
            yield {
                "quadrant": STRENGTH if difference > 0 else WEAKNESS, "kind": SERVICE, "code": row["service_code"],
                "label": row["label"], "value": row["share"], "unit": SHARE, "reference": eu,
                "compared_with": EU_VALUE, "distance": abs(difference) * 100, "n": row["n"],
            }  # fmt: skip


def _criterion_points(area_code: str, tables: SwotTables, settings: SwotSettings, least_base: int) -> Iterator[Point]:
    """Criteria that most meet or that many fail, of those whose answers decide."""
    places = {code: place for place, code in enumerate(settings.programmes)}
    rows = tables.criteria[tables.criteria["area_code"] == area_code].dropna(subset=["met", "not_met"])
    rows = rows.assign(place=rows["programme_code"].map(places)).dropna(subset=["place"])
    rows = rows.sort_values(["place", "criterion_code"], kind="stable").drop_duplicates("label")  # asked for by two
    for row in rows.to_dict("records"):
        known = row["met"] + row["not_met"]
        # a criterion that few answers decide, or that can only be met, says nothing of the others
        if known < max(least_base, 1) or round(known - settings.criterion_known * row["n"], DECIMALS) < 0:
            continue
        code = f"{row['programme_code']}.{row['criterion_code']}"
        met, not_met = (MET, code, row["label"]), (NOT_MET, code, row["label"])
        yield from _share_point(STRENGTH, met, row["met"] / known, settings.criterion_met, int(known))
        yield from _share_point(WEAKNESS, not_met, row["not_met"] / known, settings.criterion_not_met, int(known))


def _share_point(quadrant: str, thing: Thing, share: float, least: float, n: Any) -> Iterator[Point]:
    """A point where a share reaches a setting."""
    over = round(share - least, DECIMALS)
    if over >= 0:
        kind, code, label = thing
        yield {
            "quadrant": quadrant, "kind": kind, "code": code, "label": label, "value": round(share, SHARE_DECIMALS),
            "unit": SHARE, "reference": least, "compared_with": SETTING, "distance": over * 100, "n": n,
        }  # fmt: skip


def _node_points(tables: SwotTables, settings: SwotSettings) -> Iterator[Point]:
    """Specialisations of areas of the country, with and without an organisation that is known to work there."""
    if tables.atlas_nodes is None:
        return
    limit = settings.node_quotient
    for row in tables.atlas_nodes.dropna(subset=["lq"]).to_dict("records"):
        yield {
            "quadrant": OPPORTUNITY, "kind": STAFFED_NODE if row["known"] > 0 else EMPTY_NODE,
            "code": f"{row['area_code']}.{row['ecosystem_code']}", "label": row["ecosystem_label"],
            "where": row["area_label"], "value": row["lq"], "unit": QUOTIENT, "reference": limit,
            "compared_with": PUBLISHED, "distance": min(max(row["lq"] / limit - 1, 0.0) * 100, 100.0),
            "n": row["known"],
        }  # fmt: skip


def _choice_points(area_code: str, tables: SwotTables, framework: Framework, least_base: int) -> Iterator[Point]:
    """Actions and needs that many name."""
    least = framework.country_models.swot.named
    choices: tuple[tuple[str, str, pd.DataFrame, Role], ...] = (
        (OPPORTUNITY, ACTION, tables.actions, "actions"),
        (THREAT, NEED, tables.needs, "needs"),
    )
    for quadrant, kind, table, role in choices:
        question = framework.with_role(role)
        labels = {each.code: each.text for each in framework.options(question)} if question else {}
        rows = table[(table["area_code"] == area_code) & (table["n"] >= least_base)]
        for row in rows.dropna(subset=["share"]).to_dict("records"):
            code = row["option_code"]
            yield from _share_point(quadrant, (kind, code, labels.get(code, code)), row["share"], least, row["n"])


def _stage_points(area_code: str, tables: SwotTables, framework: Framework, least_base: int) -> Iterator[Point]:
    settings = framework.country_models.swot
    labels = {stage.code: stage.label for stage in framework.stages.stages}
    quadrants = dict.fromkeys(settings.room_to_grow, OPPORTUNITY) | dict.fromkeys(settings.under_pressure, THREAT)
    rows = tables.stages[(tables.stages["area_code"] == area_code) & (tables.stages["n"] >= max(least_base, 1))]
    for row in rows[rows["stage_code"].isin(list(quadrants))].dropna(subset=["count"]).to_dict("records"):
        code = row["stage_code"]
        share = row["count"] / row["n"]
        yield from _share_point(quadrants[code], (STAGE, code, labels[code]), share, settings.stage, row["n"])


def _limit_points(area_code: str, tables: SwotTables, framework: Framework) -> Iterator[Point]:
    settings = framework.country_models
    labels = {each.code: each.label for each in settings.limits}
    rows = tables.limits[(tables.limits["area_code"] == area_code) & tables.limits["code"].isin(list(labels))]
    for row in rows.dropna(subset=["share"]).to_dict("records"):
        what = (LIMIT, row["code"], labels[row["code"]])
        yield from _share_point(THREAT, what, row["share"], settings.swot.high_concern, row["n"])
