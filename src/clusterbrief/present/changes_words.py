"""What changed since an earlier edition, in sentences: right for none, one and many."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from clusterbrief.present.statements import source_line
from clusterbrief.present.wording import (
    count,
    format_date,
    format_points,
    format_signed,
    half_up,
    joined,
    lowered,
    number_word,
    sentence_start,
)

BEYOND, UP, DOWN, BOTH = "beyond", "up", "down", "both"
MOST_NAMED = 3


def respondents_finding(respondents: pd.DataFrame, region_code: str) -> str:
    """How many answered before and now, how many of them both times."""
    rows = respondents[respondents["area_code"] == region_code]
    if rows.empty:
        return "Nobody answered, then or now."
    row = rows.iloc[0]
    text = (
        f"{sentence_start(count(int(row['after']), 'organisation'))} answered, after {number_word(int(row['before']))}."
    )
    both, new, lost = (int(row[name]) for name in ("both", "new", "lost"))
    if not both:
        return f"{text} None of them answered both times."
    now, then = (number_word(each) if each else "none" for each in (new, lost))
    rest = f"{now} only now and {then} only then"
    return f"{text} {sentence_start(number_word(both))} answered both times, {rest}."


def scores_finding(areas: pd.DataFrame, region_code: str) -> str:
    """How the region's mean moved, and how much of it is due to the organisations that answered both times."""
    rows = areas[(areas["area_code"] == region_code) & (areas["node_code"] == "overall")]
    if rows.empty or pd.isna(rows.iloc[0]["change"]):
        return "How the mean overall score moved is not shown: it would rest on too few."
    row = rows.iloc[0]
    points = {name: format_points(row[name]) for name in ("before", "after", "panel_before", "panel_after")}
    text = f"The mean overall score is {points['after']} points, after {points['before']}."
    if pd.isna(row["panel_change"]):
        return text
    panel = f"Of those that answered both times it went from {points['panel_before']} to {points['panel_after']}"
    if pd.isna(row["low"]):
        return f"{text} {panel}."
    low, high = format_signed(row["low"]), format_signed(row["high"])
    certain = "" if half_up(row["low"]) > 0 or half_up(row["high"]) < 0 else ", which chance among them could explain"
    return f"{text} {panel}, with a 90 % interval of the change from {low} to {high} points{certain}."


def movers_finding(areas: pd.DataFrame, labels: dict[str, str], region_code: str) -> str:
    """The dimensions that gained and lost most among those that may be shown; empty where none moved."""
    rows = areas[(areas["area_code"] == region_code) & (areas["level"] == "dimension") & areas["change"].notna()]
    points = rows["change"].map(half_up)  # as printed: nothing moved by 0 points
    parts = []
    for words, part in (
        ("gained most", rows[points > 0].sort_values("change", ascending=False, kind="stable")),
        ("lost most", rows[points < 0].sort_values("change", kind="stable")),
    ):
        named = [
            f"{lowered(labels.get(code, code))} ({format_signed(change)})"
            for code, change in zip(part["node_code"].head(MOST_NAMED), part["change"].head(MOST_NAMED), strict=True)
        ]
        if named:
            parts.append(f"{sentence_start(joined(named))} {words}.")
    return " ".join(parts)


def compared_source(facts: Mapping[str, Any]) -> str:
    """The line under figures and tables that rest on both editions."""
    then = f"and to “{facts['changes_from']}”, {format_date(facts['changes_from_day'])}."
    return f"{source_line(facts).removesuffix('.')}, {then}"


def dimensions_caption(rows: pd.DataFrame) -> str:
    """The finding of the figure of dimensions."""
    up, down = int((rows["change"] > 0).sum()), int((rows["change"] < 0).sum())
    rest = len(rows) - up - down
    if rows.empty or rest == len(rows):
        return "No dimension moved by a whole point"
    moves = [(number, words) for number, words in ((up, "gained"), (down, "lost"), (rest, "stayed")) if number]
    if len(moves) == 1:
        return f"{'The only dimension' if len(rows) == 1 else f'All {number_word(len(rows))} dimensions'} {moves[0][1]}"
    parts = [f"{number_word(number)} {words}" for number, words in moves]
    return f"Of {count(len(rows), 'dimension')}, {joined(parts)}"


def dimensions_alt(rows: pd.DataFrame) -> str:
    """The figure of dimensions in words: every line of it."""
    lines = [
        f"{label} from {format_points(before)} to {format_points(after)}"
        for label, before, after in zip(rows["label"], rows["before"], rows["after"], strict=True)
    ]
    return f"Mean scores then and now, in points: {'; '.join(lines)}."


def moved_finding(organisations: pd.DataFrame) -> str:
    """How many scores moved beyond what the choice of method can explain."""
    both = organisations[organisations["status"] == BOTH]
    if both.empty:
        return "No organisation answered both times."
    told = both[both["interval"].isin([BEYOND, "within"])]
    if told.empty:
        return "Whether scores moved beyond their intervals cannot be told."
    beyond = told[told["interval"] == BEYOND]
    up = int((beyond["change"] > 0).sum())
    rest = f": {number_word(up)} up and {number_word(len(beyond) - up)} down" if len(beyond) else ""
    moved = f"{number_word(len(beyond))} moved beyond the interval{rest}"
    return f"Of {count(len(told), 'organisation')} with a score both times, {moved}."


def classes_finding(organisations: pd.DataFrame) -> str:
    """How many changed their class, and of how many that is firm."""
    changed = organisations[organisations["class_change"].isin([UP, DOWN])]
    if changed.empty:
        return "No organisation that answered both times changed its class."
    up = int((changed["class_change"] == UP).sum())
    firm = int((changed["class_firm"] == "firm").sum())
    ways = f"{number_word(up)} up and {number_word(len(changed) - up)} down"
    text = f"{sentence_start(count(len(changed), 'organisation'))} changed class: {ways}."
    if (changed["class_firm"] == "unknown").all():
        return f"{text} Whether that is firm cannot be told."
    return f"{text} {sentence_start(count(firm, 'of these changes is', 'of these changes are'))} firm."


def method_finding(method: pd.DataFrame, missing: str = "") -> str:
    """What of the method changed, by kind; ``missing`` says what cannot be told."""
    if "method changed" in missing:
        return "Whether the method changed cannot be told: one of the two publications did not keep it."
    if method.empty:
        return (
            "The method did not change: questions, indicators, weights, EU values, classes and settings are the same."
        )
    things = method.drop_duplicates(["kind", "code"])
    counts = things["kind"].value_counts(sort=False)
    named = [count(int(number), PLURALS[kind][0], PLURALS[kind][1]) for kind, number in counts.items()]
    verb = "differs" if len(things) == 1 else "differ"
    return f"The method changed: {joined(named)} {verb}. Scores of nodes that are marked do not mean the same in both."


PLURALS = {
    "question": ("question", "questions"),
    "indicator": ("indicator", "indicators"),
    "node": ("node of the tree", "nodes of the tree"),
    "benchmark": ("EU value", "EU values"),
    "class": ("class", "classes"),
    "phase": ("condition of the phase", "conditions of the phase"),
    "stage": ("stage", "stages"),
    "setting": ("setting", "settings"),
    "robustness": ("setting of robustness", "settings of robustness"),
    "disclosure": ("threshold of disclosure", "thresholds of disclosure"),
}
