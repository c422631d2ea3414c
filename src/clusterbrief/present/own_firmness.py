"""How firm one organisation's own class is, in the second person."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from clusterbrief.present.wording import count, format_share, half_up, joined, lowered, number_word

WORTH_NAMING = 0.005  # of the scenarios
ALMOST_EVERY = 0.99
MOST_NAMED = 5  # indicators in a sentence


def own_firmness(
    facts: Mapping[str, Any],
    shares: pd.DataFrame,
    classes: pd.DataFrame,
    changes: pd.DataFrame,
    nodes: pd.DataFrame,
) -> str:
    """How firm one organisation's class is: in how many scenarios it stays, and which settings change it.

    ``shares``: ``class_code`` and ``share`` of the scenarios. ``changes``: one row per setting and change that gives
    another class, with ``setting_code``, ``label`` and ``class_after``. ``nodes``: the tree.
    """
    labels = classes.set_index("class_code")["class_label"]
    kept = shares.loc[shares["class_code"] == facts["class_code"], "share"]
    if kept.empty or pd.isna(kept.iloc[0]) or facts["class_code"] not in labels.index:
        return ""
    often = "every one" if kept.iloc[0] == 1 else format_share(kept.iloc[0])
    if kept.iloc[0] < 1 and often == format_share(1):
        often = f"more than {format_share(ALMOST_EVERY)}"
    text = (
        f"Your class stays the same in {often} of the tested choices of weights, EU values and means. That tells how "
        "many of these choices agree, and is no probability."
    )
    others = shares[(shares["class_code"] != facts["class_code"]) & (shares["share"] > WORTH_NAMING)]
    if len(others):
        named = [
            f"{lowered(labels.get(row['class_code'], row['class_code']))} ({format_share(row['share'])})"
            for row in others.sort_values("share", ascending=False, kind="stable").to_dict("records")
        ]
        text += f" In the others you would be classed as {joined(named)}."
    if len(changes):
        settings = _settings(changes, nodes)
        points = count(half_up(changes["change"].abs().min()), "point")
        text += (
            f" Your class also depends on where we set the EU value of {settings}: {points} more or less can change it."
        )
    return text


def _settings(changes: pd.DataFrame, nodes: pd.DataFrame) -> str:
    """Indicators by name, or how many there are of each dimension where the names would fill a page."""
    single = changes.drop_duplicates("setting_code")
    if len(single) <= MOST_NAMED:
        return joined([f"“{label}”" for label in single["label"]])
    tree = nodes.set_index("node_code")
    above = single["setting_code"].map(tree["parent_code"])
    # classes go by dimensions, so a part is counted with its own
    above = above.where(above.map(tree["level"]) != "part", above.map(tree["parent_code"]))
    parts = [f"{number_word(number)} of “{tree['label'][code]}”" for code, number in above.value_counts().items()]
    return f"{count(len(single), 'indicator')}, {joined(parts)}"
