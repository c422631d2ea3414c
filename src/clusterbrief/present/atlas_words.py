"""Rows, tables and sentences of the specialisation atlas."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from clusterbrief.analysis.profiles import Profile
from clusterbrief.present.wording import MISSING, count, format_share, joined, lowered, number_word, sentence_start

CONCENTRATED = 1.5  # the quotient from which on a pair can be a node
THRESHOLDS = {
    "node_lq": "Node: location quotient",
    "node_reference_share": "Industry-relevant node: the ecosystem's share of the employment of all areas together",
    "node_area_share": "Region-relevant node: the ecosystem's share of the area's employment",
    "star_size_top_share": "Star for size: employment, among the areas with that ecosystem",
    "star_lq": "Star for specialisation: location quotient",
    "star_focus_top_share": "Star for focus: share of the area's employment, among all pairs",
}


def atlas_source(facts: Mapping[str, Any]) -> str:
    """The line under figures and tables of the atlas."""
    data = "synthetic employment by area" if facts["synthetic"] else "employment by area"
    return f"Source: {data} and NACE division, grouped into the EU's 14 industrial ecosystems; method page."


def pair_rows(profile: Profile) -> pd.DataFrame:
    """Pairs of area and ecosystem with a known quotient: ``label`` and ``node`` beside the atlas's own columns."""
    pairs = profile.tables["atlas_pairs"]
    pairs = pairs[pairs["lq"].notna() & pairs["employment"].notna()]
    node = pairs["industry_node"].eq(True) | pairs["area_node"].eq(True)
    return pairs.assign(node=node, label=pairs["ecosystem_label"] + ", " + _short(pairs["area_label"]))


def _short(labels: pd.Series) -> pd.Series:
    return labels.str.replace(r" \(synthetic\)$", "", regex=True)


def area_labels(profile: Profile) -> list[str]:
    """Labels of areas, in order."""
    return list(dict.fromkeys(profile.tables["atlas_pairs"]["area_label"]))


def ecosystem_labels(profile: Profile) -> list[str]:
    """Labels of ecosystems, in order."""
    return sorted(profile.tables["atlas_pairs"]["ecosystem_label"].unique())


def star_rows(profile: Profile) -> pd.DataFrame:
    """Pairs with at least one star."""
    pairs = profile.tables["atlas_pairs"]
    return pairs[pairs["stars"].fillna(0) > 0]


def nodes_finding(nodes: pd.DataFrame, areas: int) -> str:
    """How many nodes there are, and which is the most concentrated."""
    if nodes.empty:
        return "No ecosystem of any area is a node"
    first = nodes.iloc[0]
    where = f"{number_word(nodes['area_code'].nunique())} of {count(areas, 'area')}"
    are = "is" if len(nodes) == 1 else "are"
    return (
        f"There {are} {count(len(nodes), 'node')}, in {where}; the highest quotient, {first['lq']:.2f}, is that of "
        f"{lowered(first['ecosystem_label'])} in {first['area_label']}"
    )


def bubbles_finding(rows: pd.DataFrame) -> str:
    """How many of the concentrated pairs are nodes, and in which of them most people work; rows of ``pair_rows``."""
    above, nodes = int((rows["lq"] > CONCENTRATED).sum()), rows[rows["node"]]
    pairs = count(above, "pair")
    if not above:
        return f"No pair of area and ecosystem has a quotient above {CONCENTRATED}"
    verb = "is a node" if len(nodes) == 1 else "are nodes"
    which = "of area and ecosystem above the dashed line"
    many = number_word(len(nodes)) if len(nodes) else "none"
    text = f"Of {pairs} {which}, {many} {verb}"
    if len(nodes) == above:
        text = f"{f'All {pairs}' if above > 1 else 'The one pair'} {which} {verb}"
    if nodes.empty:
        return text
    most = joined(list(nodes.loc[nodes["employment"] == nodes["employment"].max(), "label"]))
    return f"{text}; most people work in {lowered(most)}"


def uncovered_finding(nodes: pd.DataFrame) -> str:
    """How many nodes have no organisation that the authors know of."""
    if nodes.empty:
        return ""
    without = int((nodes["known"] == 0).sum())
    if without == 0:
        return "Every node has at least one organisation that is known from desk research."
    have = "has" if without == 1 else "have"
    which = f"{sentence_start(number_word(without))} of {count(len(nodes), 'node')}"
    return f"{which} {have} no organisation known from desk research."


def stars_finding(rows: pd.DataFrame) -> str:
    """The pairs with the most stars."""
    if rows.empty:
        return "No ecosystem of any area has a star that is certain"
    best = rows["stars"].max()
    top = rows[rows["stars"] == best]
    named = joined(
        [f"{lowered(row['ecosystem_label'])} in {row['area_label']}" for row in top.head(3).to_dict("records")]
    )
    stars = count(int(best), "star")
    if len(top) > 3:
        return (
            f"{sentence_start(count(len(top), 'pair'))} of area and ecosystem have {stars}; none is known to have more"
        )
    return f"The most, {stars}: {named}"


def quotients_alt(profile: Profile) -> str:
    """Shape and range of the heat map."""
    pairs = profile.tables["atlas_pairs"]
    return (
        f"Heat map of location quotients, {count(pairs['area_code'].nunique(), 'area')} down and "
        f"{count(pairs['ecosystem_code'].nunique(), 'ecosystem')} across. Quotients run from "
        f"{pairs['lq'].min():.2f} to {pairs['lq'].max():.2f}; the data beside the figure gives every one."
    )


def bubbles_alt(rows: pd.DataFrame) -> str:
    """What the bubbles show, with the largest nodes."""
    nodes = rows[rows["node"]].sort_values("employment", ascending=False).head(6)
    parts = [f"{row['label']}: quotient {row['lq']:.2f}" for row in nodes.to_dict("records")]
    largest = f" The largest nodes: {'; '.join(parts)}." if parts else " There are no nodes."
    which = f"Bubble chart of {count(len(rows), 'pair')} of area and ecosystem"
    return f"{which}, share of employment against quotient.{largest}"


def stars_alt(rows: pd.DataFrame) -> str:
    """How many pairs have how many stars."""
    counts = rows["stars"].value_counts().sort_index(ascending=False)
    parts = [f"{count(int(stars), 'star')}: {count(int(number), 'pair')}" for stars, number in counts.items()]
    return f"Stars by area and ecosystem. {'; '.join(parts)}."


def tabulate_nodes(nodes: pd.DataFrame) -> pd.DataFrame:
    """Nodes: quotient, shares, which kind of node, stars, organisations known and respondents among them."""
    rows = nodes.to_dict("records")
    return pd.DataFrame(
        {
            "Area": nodes["area_label"],
            "Ecosystem": nodes["ecosystem_label"],
            "LQ": [f"{row['lq']:.2f}" for row in rows],
            "Area share": [format_share(row["share_of_area"]) for row in rows],
            "Node": [_kinds(row) for row in rows],
            "Stars": [MISSING if pd.isna(row["stars"]) else f"{row['stars']:.0f}" for row in rows],
            "Organisations known": [str(row["known"]) for row in rows],
            "Answered": [_answered(row) for row in rows],
        }
    ).drop(columns=[] if nodes["answered"].notna().any() else ["Answered"])


def nodes_source(facts: Mapping[str, Any], nodes: pd.DataFrame) -> str:
    """The line under nodes, with what their dashes mean, as far as there are any."""
    parts = [atlas_source(facts), "LQ: location quotient."]
    if nodes["stars"].isna().any():
        parts.append("A dash under “Stars”: employment that one of the three stars is judged by is not known.")
    if nodes["answered"].notna().any() and (nodes["known"] == 0).any():
        parts.append("A dash under “Answered”: no organisation is known that could answer.")
    return " ".join(parts)


def _kinds(row: Mapping[str, Any]) -> str:
    kinds = [name for name, key in (("industry", "industry_node"), ("region", "area_node")) if row[key] is True]
    return " and ".join(kinds)


def _answered(row: Mapping[str, Any]) -> str:
    if row["known"] == 0:
        return MISSING
    return "hidden" if pd.isna(row["answered"]) else f"{row['answered']:.0f}"


def tabulate_atlas_thresholds(thresholds: pd.DataFrame) -> pd.DataFrame:
    """Thresholds of nodes and stars with their standing and source."""
    return pd.DataFrame(
        {
            "Threshold": [THRESHOLDS.get(name, name) for name in thresholds["threshold"]],
            "Value": [
                _limit(name, value) for name, value in zip(thresholds["threshold"], thresholds["value"], strict=True)
            ],
            "Standing": [sentence_start(standing) for standing in thresholds["standing"]],
            "Source": thresholds["source"],
        }
    )


def _limit(name: str, value: float) -> str:
    """A threshold with how it is compared."""
    if name.endswith("top_share"):
        return f"top {format_share(value)}"
    if name.endswith("share"):
        return f"above {format_share(value)}"
    return f"above {value:g}" if name.startswith("node") else f"{value:g} or more"
