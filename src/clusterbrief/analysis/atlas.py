"""The specialisation atlas: quotients, nodes and stars of each area by ecosystem, and the organisations in them."""

from dataclasses import dataclass

import pandas as pd

from clusterbrief.analysis.disclosure import round_half_up
from clusterbrief.analysis.location_quotients import PAIR, aggregate_industries, location_quotients
from clusterbrief.analysis.nodes import NodeThresholds, assign_nodes, tabulate_thresholds
from clusterbrief.analysis.stars import StarThresholds, assign_stars
from clusterbrief.study.intake import Study
from clusterbrief.study.regional import RegionalData

TOTAL = "TOTAL"
PAIR_COLUMNS = [
    "area_code", "area_label", "country_code", "ecosystem_code", "ecosystem_label", "employment", "lq",
    "share_of_area", "share_of_industry", "industry_node", "area_node", "stars",
]  # fmt: skip


@dataclass(frozen=True)
class Atlas:
    """The atlas of an edition.

    ``pairs``: one row per area and ecosystem, ``lq`` unrounded, shares 0-1, ``industry_node`` and ``area_node``
    (missing where not known), ``stars`` [0-3; missing where not known]. ``nodes``: the pairs that are a node, the
    highest quotient first, with ``known`` (organisations of that area and ecosystem known from desk research) and
    ``answered`` (respondents among them; NaN where hidden). ``thresholds``: one row per threshold used.
    """

    pairs: pd.DataFrame
    nodes: pd.DataFrame
    thresholds: pd.DataFrame


def atlas_of(study: Study) -> Atlas | None:
    """The atlas of an edition; None where it has no regional data."""
    if study.regional is None:
        return None
    return compute_atlas(study.regional, study.answers.organisations, study.edition.settings.disclosure.count)


def compute_atlas(regional: RegionalData, organisations: pd.DataFrame, least_count: int) -> Atlas:
    """The atlas of an edition's regional data.

    Parameters
    ----------
    regional : RegionalData
    organisations : DataFrame, one row per respondent
        ``organisation_code``.
    least_count : int
        The smallest number of respondents of a node that is shown.

    References
    ----------
    EU4Digital (2024), EU best practices in cluster management, 2.1.2 and 2.2.1.
    """
    shares = regional.ecosystems.rename(columns={"division_code": "industry", "ecosystem_code": "group"})
    employment = aggregate_industries(
        regional.employment, shares[["industry", "group", "weight"]], total_industry=regional.total_industry
    )
    total = regional.total_industry or TOTAL
    quotients = location_quotients(employment, reference=regional.reference, total_industry=total)
    starred = assign_stars(assign_nodes(quotients.rows))
    pairs = starred[starred["kind"] == PAIR].rename(columns={"area": "area_code", "industry": "ecosystem_code"})
    pairs = pairs.astype({"area_code": "object", "ecosystem_code": "object"})
    labels = regional.ecosystems.drop_duplicates("ecosystem_code")[["ecosystem_code", "ecosystem_label"]]
    pairs = pairs.merge(regional.areas, on="area_code").merge(labels, on="ecosystem_code")
    pairs = pairs[PAIR_COLUMNS].reset_index(drop=True)
    kinds = (("node", NodeThresholds()), ("star", StarThresholds()))
    named = [
        tabulate_thresholds(each).assign(threshold=lambda table, kind=kind: f"{kind}_" + table["threshold"])
        for kind, each in kinds
    ]
    thresholds = pd.concat(named, ignore_index=True)
    return Atlas(pairs, _nodes(pairs, regional.placements, organisations, least_count), thresholds)


def printed(table: pd.DataFrame) -> pd.DataFrame:
    """Rows of the atlas at printed precision, half up: quotients with two decimals, shares with four."""
    return table.assign(
        lq=round_half_up(table[["lq"]], 2)["lq"],
        **{name: round_half_up(table[[name]], 4)[name] for name in ("share_of_area", "share_of_industry")},
        employment=round_half_up(table[["employment"]], 0)["employment"],
        industry_node=table["industry_node"].astype("object").where(table["industry_node"].notna(), None),
        area_node=table["area_node"].astype("object").where(table["area_node"].notna(), None),
        stars=table["stars"].astype("Float64").astype(float),
    )


def _nodes(
    pairs: pd.DataFrame, placements: pd.DataFrame, organisations: pd.DataFrame, least_count: int
) -> pd.DataFrame:
    is_node = pairs["industry_node"].fillna(False) | pairs["area_node"].fillna(False)
    keys = ["area_code", "ecosystem_code"]
    placed = placements.assign(answered=placements["organisation_code"].isin(organisations["organisation_code"]))
    counts = placed.groupby(keys)["answered"].agg(known="size", answered="sum").reset_index()
    nodes = pairs[is_node.astype(bool)].merge(counts, on=keys, how="left")
    nodes["known"] = nodes["known"].fillna(0).astype(int)
    # how many answered tells who did where few are known, and so does that all or none of them did
    answered = nodes["answered"].astype(float)
    hidden = (answered < least_count) | (nodes["known"] - answered < least_count)
    nodes["answered"] = answered.mask(hidden)
    return nodes.sort_values("lq", ascending=False, kind="stable").reset_index(drop=True)
