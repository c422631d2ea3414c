"""The life cycle in words and tables: where clusters stand, and how surely that can be told."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from clusterbrief.analysis.profiles import Profile
from clusterbrief.present.tables import HIDDEN
from clusterbrief.present.wording import joined, lowered, number_word

UNKNOWN = "unknown"
UNKNOWN_LABEL = "Cannot be told"


def stage_rows(profile: Profile, area_code: str) -> pd.DataFrame:
    """An area's stages in the order of a cluster's life: ``label``, ``n`` and ``count`` (NaN where hidden)."""
    counts = profile.tables["stage_counts"]
    own = counts[counts["area_code"] == area_code][["stage_code", "n", "count"]]
    unknown = pd.DataFrame([(UNKNOWN, UNKNOWN_LABEL)], columns=["stage_code", "stage_label"])
    order = pd.concat([profile.tables["stages"][["stage_code", "stage_label"]], unknown], ignore_index=True)
    return order.merge(own, on="stage_code", how="inner").rename(columns={"stage_label": "label"})


def stage_table(profile: Profile) -> pd.DataFrame:
    """Stages down, areas across, counts or NaN where hidden, for ``tables.tabulate_counts``."""
    areas = profile.tables["areas"]
    columns = {}
    for code, label in zip(areas["area_code"], areas["area_label"], strict=True):
        rows = stage_rows(profile, code).set_index("label")["count"].astype(float)
        if len(rows):
            columns[label] = rows
    return pd.DataFrame(columns)


def stages_finding(rows: pd.DataFrame, of: str) -> str:
    """The most frequent stage of an area's clusters, as far as it may be shown."""
    if rows.empty or int(rows["n"].iloc[0]) == 0:
        return f"No organisation of {of} has answered yet"
    stages = rows.loc[rows["stage_code"] != UNKNOWN]
    if (stages["count"] == 0).all():
        return f"The stage of no cluster of {of} can be told"
    most = stages["count"].max()
    if pd.isna(most) or most == 0:
        return (
            f"No number of clusters of {of} in a stage can be shown: each is too small, or would let one be worked out"
        )
    first = [lowered(each) for each in stages.loc[stages["count"] == most, "label"]]
    verb, each = ("is the most frequent stage", "") if len(first) == 1 else ("are the most frequent stages", " each")
    shown = " that can be shown" if stages["count"].isna().any() else ""
    share = f"{number_word(int(most))} of {number_word(int(rows['n'].iloc[0]))}"
    return f"Among clusters of {of}, {joined(first)} {verb}{shown}: {share}{each}"


def stages_alt(rows: pd.DataFrame) -> str:
    """Counts by stage."""
    if rows.empty:
        return "No bars: no organisation has answered yet."
    parts = [
        f"{lowered(row['label'])} {HIDDEN if pd.isna(row['count']) else format(row['count'], '.0f')}"
        for row in rows.to_dict("records")
    ]
    return f"Bars of organisations by stage of their cluster: {'; '.join(parts)}."


def tabulate_stages(stages: pd.DataFrame) -> pd.DataFrame:
    """Stages and what the source report says of each."""
    return pd.DataFrame({"Stage": stages["stage_label"], "Description": stages["about"]})


def own_stage(facts: Mapping[str, Any], stages: pd.DataFrame) -> str:
    """The stage of an organisation's own cluster, with the one that came next."""
    labels = stages.set_index("stage_code")["stage_label"]
    if facts["stage_code"] not in labels.index:
        answered = facts["stage_features"]
        told = f"only {number_word(answered)}" if answered else "none"
        verb = "was" if answered <= 1 else "were"
        return f"The stage of your cluster cannot be told: {told} of its questions {verb} answered."
    stage = lowered(labels[facts["stage_code"]])
    text = f"Your cluster is nearest to the stage of {stage}"
    if facts["stage_margin"] == 0:
        return (
            f"{text}, and just as near to {lowered(labels[facts['stage_runner_up']])}: the earlier of the two is given."
        )
    close = "closely followed by" if facts["stage_margin"] < CLOSE else "followed by"
    return f"{text}, {close} {lowered(labels[facts['stage_runner_up']])}. Your answers are {facts['stage_decided_by']}."


CLOSE = 0.25  # levels: within a quarter of a level two stages are hard to tell apart
