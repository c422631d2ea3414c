"""Rows of a profile as figures and tables want them: in order, with labels for people."""

from typing import Any

import pandas as pd

from clusterbrief.analysis.profiles import Profile
from clusterbrief.analysis.strengths import detail_rows, ranked_areas


def score_rows(profile: Profile, area_code: str) -> pd.DataFrame:
    """An area's scores: the most detailed rows above indicators, with ``label``, in the framework's order."""
    scores = profile.tables["area_scores"]
    return detail_rows(scores[scores["area_code"] == area_code], profile.tables["nodes"])


def all_score_rows(profile: Profile, area_code: str) -> pd.DataFrame:
    """An area's scores of every level above indicators, the whole last, with ``label``."""
    scores = profile.tables["area_scores"]
    own = scores[scores["area_code"] == area_code].drop(columns="level")
    nodes = profile.tables["nodes"]
    wanted = nodes[nodes["level"] != "indicator"][["node_code", "label", "level"]]
    rows = wanted.merge(own, on="node_code", how="left")
    coded = rows["node_code"] + " " + rows["label"]
    rows["label"] = rows["label"].where(rows["level"] == "overall", coded)
    return pd.concat([rows[rows["level"] != "overall"], rows[rows["level"] == "overall"]], ignore_index=True)


def score_of(profile: Profile, area_code: str, node_code: str = "overall") -> dict[str, Any] | None:
    """One area's row for one node, or None where nobody has answered."""
    scores = profile.tables["area_scores"]
    rows = scores[(scores["area_code"] == area_code) & (scores["node_code"] == node_code)]
    return None if rows.empty else dict(rows.iloc[0])


def country_ranking(profile: Profile, node_code: str = "overall") -> pd.DataFrame:
    """Countries with a score that may be shown, the closest to the EU value first."""
    region = profile.facts["region_code"]
    return ranked_areas(profile.tables["area_scores"], profile.tables["areas"], node_code, region)


def heat_rows(profile: Profile) -> pd.DataFrame:
    """One row per dimension and area: ``line``, ``column`` and ``points``."""
    areas = profile.tables["areas"]
    parts = [
        score_rows(profile, code).assign(column=label)
        for code, label in zip(areas["area_code"], areas["area_label"], strict=True)
    ]
    rows = pd.concat(parts, ignore_index=True)
    return rows.rename(columns={"label": "line", "comparable_score": "points"})[["line", "column", "points"]]


def heat_table(profile: Profile) -> pd.DataFrame:
    """The same as a table: dimensions down, areas across, points or NaN."""
    rows = heat_rows(profile)
    wide = rows.pivot(index="line", columns="column", values="points")
    return wide.loc[rows["line"].unique(), rows["column"].unique()]


def service_rows(profile: Profile, area_code: str, kind: str) -> pd.DataFrame:
    """Services of a kind: the area's shares and those of EU label holders, the commonest in the EU first."""
    services, shares = profile.tables["services"], profile.tables["service_shares"]
    own = shares[shares["area_code"] == area_code]
    rows = services[services["kind"] == kind].merge(own, on=["kind", "service_code"], how="left")
    rows = rows.assign(n=rows["n"].fillna(0), bound=rows["bound"].fillna(""))
    return rows.sort_values("gold_share", ascending=False, kind="stable").reset_index(drop=True)


def choice_rows(profile: Profile, area_code: str, name: str) -> pd.DataFrame:
    """Needs or actions of an area, the one named most often first; those hidden last.

    ``name`` is "needs" or "actions". ``amount`` is the percentage where percentages may be shown, else the count.
    """
    table = profile.tables[name]
    options = profile.tables["need_options" if name == "needs" else "action_options"]
    rows = options.merge(table[table["area_code"] == area_code], on="option_code", how="left")
    rows = rows.rename(columns={"option_label": "label"})
    rows = rows.assign(n=rows["n"].fillna(0), bound=rows["bound"].fillna(""))
    percent = rows["share"].notna().any()
    rows["amount"] = rows["share"] * 100 if percent else rows["count"]
    return rows.sort_values("count", ascending=False, kind="stable").reset_index(drop=True)


def amount_unit(rows: pd.DataFrame) -> str:
    """What ``amount`` of ``choice_rows`` is, for an axis."""
    return "Percentage of organisations" if rows["share"].notna().any() else "Number of organisations"


def participation_rows(profile: Profile, with_region: bool = False) -> pd.DataFrame:
    """Who was asked and answered, by country in the usual order, with ``label``; the whole last, if wanted."""
    areas, table = profile.tables["areas"], profile.tables["participation"]
    rows = areas.merge(table, on="area_code", how="left").rename(columns={"area_label": "label"})
    region = rows["area_code"] == profile.facts["region_code"]
    return pd.concat([rows[~region], rows[region]], ignore_index=True) if with_region else rows[~region]


def participation_of(profile: Profile, area_code: str) -> dict[str, Any]:
    """One area's row: invited, respondents, response rate, completion."""
    table = profile.tables["participation"]
    return dict(table[table["area_code"] == area_code].iloc[0])


def class_rows(profile: Profile) -> pd.DataFrame:
    """Organisations by area and class, with a row "hidden" for those whose class is not shown."""
    areas, counts = profile.tables["areas"], profile.tables["class_counts"]
    rows = areas.merge(counts, on="area_code", how="inner").rename(columns={"area_label": "label"})
    rows["count"] = rows["count"].astype(float)
    shown = rows.groupby(["label", "n"], sort=False)["count"].sum().reset_index()
    hidden = shown.assign(count=shown["n"] - shown["count"], class_code="hidden")
    return pd.concat([rows, hidden], ignore_index=True)


def class_table(profile: Profile) -> pd.DataFrame:
    """Classes down, areas across, counts or NaN where hidden; a class nobody is in anywhere is left out."""
    rows = class_rows(profile)
    rows = rows[rows["class_code"] != "hidden"]
    labels = _class_labels(profile)
    wide = rows.pivot(index="class_code", columns="label", values="count")
    order = [code for code in [*labels.index, "unclassified"] if code in wide.index]
    wide = wide.loc[[code for code in order if not (wide.loc[code] == 0).all()], rows["label"].unique()]
    return wide.rename(index={**labels.to_dict(), "unclassified": "Unclassified"})


def class_labels(profile: Profile) -> dict[str, str]:
    """Labels of classes by code, for a legend."""
    return {**_class_labels(profile).to_dict(), "unclassified": "Unclassified", "hidden": "Not shown"}


def _class_labels(profile: Profile) -> pd.Series:
    """Labels of classes by code, from best to last."""
    return profile.tables["classes"].sort_values("place").set_index("class_code")["class_label"]


def area_class_counts(profile: Profile, area_code: str) -> pd.DataFrame:
    """One area's classes: ``class_code``, ``n`` and ``count``."""
    counts = profile.tables["class_counts"]
    order = {code: place for place, code in enumerate(class_labels(profile))}
    return counts[counts["area_code"] == area_code].sort_values("class_code", key=lambda codes: codes.map(order))


def own_score_rows(profile: Profile) -> pd.DataFrame:
    """An organisation's scores beside the EU value and the medians of its peers, with ``label``."""
    rows = detail_rows(profile.tables["own_scores"], profile.tables["nodes"])
    peers, areas = profile.tables["peers"], profile.tables["area_medians"]
    for group in ("country", "region"):
        beside, published = (each[each["peers"] == group].set_index("node_code")["median"] for each in (peers, areas))
        medians = rows["node_code"].map(beside).astype(float)
        # without a score of one's own the published median has no answer of one's own in it either
        rows[f"{group}_median"] = medians.where(rows["score"].notna(), rows["node_code"].map(published).astype(float))
    return rows


def own_overall(profile: Profile) -> dict[str, Any]:
    """An organisation's overall row."""
    scores = profile.tables["own_scores"]
    return dict(scores[scores["node_code"] == "overall"].iloc[0])


def benchmark_rows(profile: Profile) -> pd.DataFrame:
    """Every indicator with its dimension, benchmark, standing and source, in the framework's order."""
    nodes = profile.tables["nodes"].set_index("node_code")["label"]
    rows = profile.tables["benchmarks"]
    return rows.assign(parent_label=rows["parent_code"].map(nodes))


def missing_services(profile: Profile, kind: str) -> pd.DataFrame:
    """Services of a kind that the organisation answered not to have, the commonest in the EU first."""
    own = profile.tables["own_services"]
    own = own[(own["kind"] == kind) & ~own["has"].astype(bool)]
    rows = profile.tables["services"].merge(own, on=["kind", "service_code"])
    return rows.sort_values("gold_share", ascending=False, kind="stable")


MOST_DRAWN = 15  # lines of a figure that leaves room for its caption on a page


def widest(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows that a figure has room for."""
    return rows.head(MOST_DRAWN)


def drawn_note(rows: pd.DataFrame) -> str:
    """What a figure leaves to its data, for the source line; empty where it draws everything."""
    return "" if len(rows) <= MOST_DRAWN else f" Drawn are the {MOST_DRAWN} widest gaps of {len(rows)}."


def indicator_rows(profile: Profile, block_code: str) -> pd.DataFrame:
    """Indicators of a block with the unit's mean score beside the EU value, widest gap first; those that are shown."""
    nodes = profile.tables["nodes"].set_index("node_code")
    scores = profile.tables["indicator_scores"].drop(columns="level")
    rows = scores[scores["node_code"].map(lambda code: _is_below(code, block_code, nodes["parent_code"]))]
    rows = rows.assign(label=rows["node_code"].map(nodes["label"])).dropna(subset=["comparable_score"])
    return rows.sort_values("gap", ascending=False, kind="stable").reset_index(drop=True)


def _is_below(node_code: str, ancestor: str, parents: pd.Series) -> bool:
    while node_code:
        node_code = parents.get(node_code, "")
        if node_code == ancestor:
            return True
    return False


def indicator_table(profile: Profile) -> pd.DataFrame:
    """Every indicator with its part and the mean score of each area; NaN where hidden."""
    nodes, areas = profile.tables["nodes"].set_index("node_code"), profile.tables["areas"]
    scores = profile.tables["indicator_areas"]
    wide = scores.pivot(index="node_code", columns="area_code", values="score")
    codes = [code for code in nodes.index[nodes["level"] == "indicator"] if code in wide.index]
    table = pd.DataFrame(
        {
            "Part": [nodes.at[code, "parent_code"] for code in codes],
            "Indicator": [nodes.at[code, "label"] for code in codes],
        }
    )
    for code, label in zip(areas["area_code"], areas["area_label"], strict=True):
        if code in wide.columns:
            table[label] = wide.loc[codes, code].to_numpy(dtype=float)
    return table
