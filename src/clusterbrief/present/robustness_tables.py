"""How sure results are: tables for those who check the method, and one sentence for everybody else."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from clusterbrief.analysis.profiles import Profile
from clusterbrief.present.tables import HIDDEN
from clusterbrief.present.wording import (
    MISSING,
    count,
    format_points,
    format_share,
    format_signed,
    half_up,
    lowered,
    number_word,
    sentence_start,
)

SOURCES = {
    "weights": "Weights of indicators, dimensions and blocks",
    "sampled benchmarks": "EU values that rest on 29 or 14 organisations",
    "project settings": "EU values that are settings of this project",
    "aggregation": "Arithmetic or geometric mean",
}
SETTINGS = {
    "seed": "Start of the random numbers",
    "scenarios": "Scenarios",
    "weight_spread": "Weights move either way by the share",
    "setting_points": "EU values that are project settings move either way by points",
    "geometric_share": "Share of scenarios with the geometric mean",
    "geometric_of_indicators": "Geometric mean over indicators as well (1: yes)",
    "variance_runs": "Base sample for shares of the variance",
    "alternative_coverage": "Least coverages that are tried instead",
    "interval": "Ends of the interval",
}
CLASS_OUTPUT, RANK_OUTPUT = "attainment of the median organisation", "mean absolute shift in rank"
BOUNDS = {"few": "fewer than three", "": HIDDEN}
NOMINAL_LABEL = "As they are"


def interval_text(low: float, high: float) -> str:
    """An interval of points.

    >>> interval_text(55.0, 63.4)
    '55–63'
    """
    return MISSING if pd.isna(low) or pd.isna(high) else f"{half_up(low)}–{half_up(high)}"


def tabulate_intervals(rows: pd.DataFrame) -> pd.DataFrame:
    """Mean comparable scores of areas with their intervals.

    ``rows``: as ``interval_rows`` gives them. The last two columns are intervals over scenarios and who answered.
    """

    def between(low: str, high: str) -> list[str]:
        return [interval_text(*pair) for pair in zip(rows[low], rows[high], strict=True)]

    return pd.DataFrame(
        {
            "Country": rows["label"],
            "n": [format_points(each) for each in rows["n"]],
            "Mean comparable score": [format_points(each) for each in rows["comparable_score"]],
            "Interval": between("low", "high"),
            "Scenarios, without correction": between("low_plain", "high_plain"),
            "Scenarios, corrected for invited": between("low_corrected", "high_corrected"),
            "Invited": [format_points(each) for each in rows["invited"]],
        }
    )


def interval_rows(profile: Profile, node_code: str = "overall") -> pd.DataFrame:
    """One row per area, the region last, with its score and intervals for a node."""
    areas, scores, limits = (profile.tables[name] for name in ("areas", "area_scores", "area_intervals"))
    rows = areas.merge(scores[scores["node_code"] == node_code], on="area_code", how="inner")
    of_node = limits[limits["node_code"] == node_code].drop(columns="node_code")
    rows = rows.merge(of_node, on="area_code", how="left")
    region = rows["area_code"] == profile.facts["region_code"]
    return pd.concat([rows[~region], rows[region]], ignore_index=True).rename(columns={"area_label": "label"})


def variance_rows(sensitivity: pd.DataFrame, output: str) -> pd.DataFrame:
    """Sources of the variance of one output, the largest first: ``label``, ``first_order``, ``total``."""
    rows = sensitivity[(sensitivity["output"] == output) & sensitivity["total"].notna()]
    rows = rows.assign(label=rows["source"].map(lambda source: SOURCES.get(source, sentence_start(source))))
    return rows.sort_values("total", ascending=False, kind="stable").reset_index(drop=True)


def variance_finding(rows: pd.DataFrame, what: str) -> str:
    """Which source accounts for most of the variance of something."""
    if rows.empty:
        return f"What moves {what} cannot be told from so few organisations"
    first = rows.iloc[0]
    source = f"“{first['label']}”"
    return f"What moves {what} most is {source}: {format_share(first['total'])} of the variance, with interactions"


def variance_alt(rows: pd.DataFrame) -> str:
    """Share of each source, alone and with interactions."""
    if rows.empty:
        return "No points: too few organisations have answered."
    parts = [
        f"{lowered(row['label'])} {format_share(row['first_order'])} alone and {format_share(row['total'])} with others"
        for row in rows.to_dict("records")
    ]
    return f"Pairs of points, share of the variance by source: {'; '.join(parts)}."


def tabulate_variance(sensitivity: pd.DataFrame) -> pd.DataFrame:
    """First-order and total shares with the half-widths of their 90 % intervals."""

    def shown(share: float, half: float) -> str:
        return MISSING if pd.isna(share) else f"{share:.2f} ± {half:.2f}"

    def column(name: str) -> list[str]:
        return [shown(*pair) for pair in zip(sensitivity[name], sensitivity[f"{name}_conf"], strict=True)]

    return pd.DataFrame(
        {
            "Output": [sentence_start(each) for each in sensitivity["output"]],
            "Source": [SOURCES.get(each, each) for each in sensitivity["source"]],
            "Alone": column("first_order"),
            "With interactions": column("total"),
        }
    )


def tabulate_setting_changes(rows: pd.DataFrame) -> pd.DataFrame:
    """How many organisations change their class when a project setting moves down or up.

    Single settings that change the class of fewer than three either way are left to the data beside the table.
    """
    matters = rows.loc[(rows["changed"] > 0) | (rows["level"] != "indicator"), "setting_code"]
    rows = rows[rows["setting_code"].isin(matters)]
    places = {code: number for number, code in enumerate(dict.fromkeys(rows["setting_code"]))}
    texts = [
        BOUNDS[bound] if pd.isna(changed) else "none" if changed == 0 else f"{changed:.0f}"
        for changed, bound in zip(rows["changed"], rows["bound"], strict=True)
    ]
    wide = rows.assign(text=texts).pivot(index="setting_code", columns="change", values="text")
    wide = wide.reindex(sorted(wide.index, key=places.__getitem__))
    about = rows.drop_duplicates("setting_code").set_index("setting_code")
    levels = {"overall": "All settings together", "block": "All settings of the block “{}”"}
    names = [levels.get(about.at[code, "level"], "{}").format(about.at[code, "label"]) for code in wide.index]
    moves = {f"{format_signed(change)} points": list(wide[change]) for change in sorted(wide.columns)}
    return pd.DataFrame({"Setting": names, **moves})


def setting_class_rows(profile: Profile) -> pd.DataFrame:
    """Classes of the region with all project settings moved, as ``draw_classes`` wants them."""
    moved = profile.tables["setting_classes"]
    nominal = profile.tables["class_counts"]
    nominal = nominal[nominal["area_code"] == profile.facts["region_code"]].assign(change=0.0)
    columns = ["change", "class_code", "n", "count"]
    rows = pd.concat([moved[moved["change"] < 0], nominal, moved[moved["change"] > 0]])[columns]
    labels = {
        change: NOMINAL_LABEL if change == 0 else f"{format_signed(change)} points"
        for change in rows["change"].unique()
    }
    rows = rows.assign(label=rows["change"].map(labels), count=rows["count"].astype(float))
    shown = rows.groupby(["change", "label", "n"], sort=False)["count"].sum().reset_index()
    hidden = shown.assign(count=shown["n"] - shown["count"], class_code="hidden")
    words = profile.tables["classes"].set_index("class_code")["class_plural"]
    every = pd.concat([rows, hidden], ignore_index=True)
    return every.assign(class_plural=every["class_code"].map(words).fillna(every["class_code"]))


def kept_finding(bands: pd.DataFrame) -> str:
    """In one sentence for readers: how firm classes are."""
    classed = bands[bands["band"] != "no class"]
    firm = classed["count"].iloc[0] if len(classed) else float("nan")
    if bands.empty:
        return "How firm the classes are cannot be told from so few organisations."
    often = f"in {bands['band'].iloc[0]} of the tested choices of weights, EU values and means"
    if pd.isna(firm):
        return f"How many organisations keep their class {often} cannot be shown."
    who = f"{number_word(int(firm)) if firm else 'none'} of {count(int(bands['n'].iloc[0]), 'organisation')}"
    return f"{sentence_start(often)}, {who} {'keeps its' if firm <= 1 else 'keep their'} class."


def tabulate_bands(bands: pd.DataFrame) -> pd.DataFrame:
    """How many organisations keep their class in which share of the scenarios."""
    return pd.DataFrame(
        {
            "Share of scenarios that keep the class": [sentence_start(each) for each in bands["band"]],
            "Organisations": [HIDDEN if pd.isna(each) else f"{each:.0f}" for each in bands["count"]],
        }
    )


def tabulate_alternatives(rows: pd.DataFrame) -> pd.DataFrame:
    """Rank changes under named alternatives."""
    return pd.DataFrame(
        {
            "Alternative": rows["label"],
            "Ranked": [f"{each:.0f}" for each in rows["n"]],
            "Rank correlation": [MISSING if pd.isna(each) else f"{each:.2f}" for each in rows["spearman"]],
            "Mean shift in rank": [MISSING if pd.isna(each) else f"{each:.1f}" for each in rows["mean_shift"]],
            "Other class": [
                BOUNDS["few"] if bound else MISSING if pd.isna(changed) else f"{changed:.0f}"
                for changed, bound in zip(rows["classes_changed"], rows["bound"], strict=True)
            ],
        }
    )


def tabulate_effective_weights(rows: pd.DataFrame, nodes: pd.DataFrame) -> pd.DataFrame:
    """Nominal weights beside how much each child moves its parent; blocks, dimensions and parts."""
    labels, levels = (nodes.set_index("node_code")[column] for column in ("label", "level"))
    shown = rows[rows["child_code"].map(levels) != "indicator"]
    return pd.DataFrame(
        {
            "Of": [labels[code] for code in shown["node_code"]],
            "Part": [f"{code} {labels[code]}" for code in shown["child_code"]],
            "Weight": [format_share(each) for each in shown["weight"]],
            "Main effect": [format_share(each) for each in shown["main_effect"]],
            "Share of variance": [format_share(each) for each in shown["covariance_share"]],
        }
    )


def tabulate_coherence(rows: pd.DataFrame, nodes: pd.DataFrame) -> pd.DataFrame:
    """Coherence of each node above indicators, with what is worth a look."""
    names = _names(nodes)

    def two(number: float) -> str:
        return MISSING if pd.isna(number) else f"{number:.2f}"

    def remark(row: Mapping[str, Any]) -> str:
        parts = []
        if row["negative"]:
            parts.append(f"against the others: {row['negative']}")
        if row["redundant"]:
            parts.append(f"nearly the same: {row['redundant'].replace('~', ' and ')}")
        return sentence_start("; ".join(parts)) or MISSING

    records = rows.to_dict("records")
    return pd.DataFrame(
        {
            "Node": [names[code] for code in rows["node_code"]],
            "Children": [f"{each:.0f}" for each in rows["children"]],
            "n": [f"{each:.0f}" for each in rows["n"]],
            "Cronbach's alpha": [two(each) for each in rows["alpha"]],
            "Mean correlation": [two(each) for each in rows["mean_correlation"]],
            "First component": [format_share(each) for each in rows["first_component"]],
            "Remark": [remark(each) for each in records],
        }
    )


def tabulate_published(rows: pd.DataFrame, nodes: pd.DataFrame) -> pd.DataFrame:
    """What the EU values of each node stand on: published figures or settings of this project."""
    levels, names = nodes.set_index("node_code")["level"], _names(nodes)
    shown = rows[rows["node_code"].map(levels) != "indicator"]
    return pd.DataFrame(
        {
            "Node": [names[code] for code in shown["node_code"]],
            "Best practice or published threshold": [format_share(each) for each in shown["published"]],
            "Project setting": [format_share(each) for each in shown["setting"]],
        }
    )


def _names(nodes: pd.DataFrame) -> dict[str, str]:
    """Nodes above indicators with their code in front; the whole without."""
    pairs = zip(nodes["node_code"], nodes["label"], strict=True)
    return {code: label if code == "overall" else f"{code} {label}" for code, label in pairs}


def settings_finding(rows: pd.DataFrame) -> str:
    """How the number of champions moves with all project settings; ``rows`` as ``setting_class_rows`` gives them."""
    first = rows[rows["class_code"] == rows["class_code"].iloc[0]] if len(rows) else rows
    counts = first.set_index("label")["count"].dropna() if len(first) else pd.Series(dtype=float)
    if NOMINAL_LABEL not in counts.index or len(counts) < 3:
        return "Classes with all project settings moved down and up"
    low, high, nominal = counts.min(), counts.max(), counts[NOMINAL_LABEL]
    what = f"The number of {lowered(rows['class_plural'].iloc[0])}"
    if low == high:
        return f"{what} stays at {nominal:.0f} with all project settings moved down or up"
    moved = f"between {low:.0f} and {high:.0f} with all of them moved down or up"
    return f"{what} is {nominal:.0f} with the project settings as they are, and {moved}"


def tabulate_uncertainty(rows: pd.DataFrame) -> pd.DataFrame:
    """Settings of the scenarios with their sources."""
    names = [SETTINGS.get(each, each.replace("_", " ")) for each in rows["setting"]]
    return pd.DataFrame({"Setting": names, "Value": rows["value"], "Why": rows["source"]})
