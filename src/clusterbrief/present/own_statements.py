"""Sentences of an organisation's own sheet, in the second person."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from clusterbrief.analysis.classes import JOINT
from clusterbrief.present.statements import class_words, distance, gaps
from clusterbrief.present.wording import (
    MISSING,
    count,
    format_points,
    format_share,
    half_up,
    joined,
    lowered,
    number_word,
    sentence_start,
)


def own_standing(overall: Mapping[str, Any]) -> str:
    """Where the organisation stands against the EU value."""
    if pd.isna(overall["score"]):
        return (
            f"You answered {format_share(overall['coverage'])} of what is scored: too little for an overall score. "
            "The parts that you answered are below."
        )
    if pd.isna(overall["benchmark"]):
        return f"You score {format_points(overall['score'])} of 100 points."
    return (
        f"You score {format_points(overall['score'])} of 100 points. On what can be compared, you have "
        f"{format_points(overall['comparable_score'])} points against an EU value of "
        f"{format_points(overall['benchmark'])}: you reach {format_share(overall['attainment'])} of it"
        f"{_unrounded(overall)}."
    )


def _unrounded(overall: Mapping[str, Any]) -> str:
    """A note where the two printed points would give another percentage than the exact ones."""
    points, against = half_up(overall["comparable_score"]), half_up(overall["benchmark"])
    same = against > 0 and format_share(points / against) == format_share(overall["attainment"])
    return "" if same else ", before points are rounded"


def own_class(facts: Mapping[str, Any], classes: pd.DataFrame) -> str:
    """The class and the rule that decided."""
    words = classes.set_index("class_code")
    if facts["class_code"] not in words.index:
        return f"Your organisation has no class: {facts['decided_by']}."
    row = words.loc[facts["class_code"]]
    return (
        f"You are classed as {class_words(row)}. The rule: {lowered(row['about'])} Your figures: {facts['decided_by']}."
    )


def own_gaps(rows: pd.DataFrame, weak: pd.DataFrame) -> str:
    """The dimensions of one's own furthest below the EU value; ``rows`` are all of them."""
    if weak.empty and len(rows.dropna(subset=["gap"])):
        if (rows["gap"].dropna() <= 0).all():
            return "You reach the EU value in every dimension."
        return "No other dimension of yours lies further below the EU value."
    return gaps(weak) if len(weak) else ""


def own_parts(nodes: pd.DataFrame) -> str:
    """Which rows of a table by dimension are parts of one: a class goes by whole dimensions."""
    parts, labels = nodes[nodes["level"] == "part"], nodes.set_index("node_code")["label"]
    texts = []
    for code, own in parts.groupby("parent_code", sort=False):
        named = joined([first if place == 0 else lowered(first) for place, first in enumerate(own["label"])])
        verb, many = ("is", "a part") if len(own) == 1 else ("are", "parts")
        texts.append(f"{named} {verb} {many} of the dimension “{labels[code]}”.")
    return " ".join(texts)


def own_phase(facts: Mapping[str, Any]) -> str:
    """Whether the answers describe a cluster organisation already."""
    despite = "".join(
        f" “{label}” counts as met: the phase goes by what you said, not by the amount."
        for label in filter(None, facts["phase_despite"].split(JOINT))
    )
    if facts["phase"] == "cluster organisation":
        return f"Your answers describe a cluster organisation.{despite}"
    open_still = facts["phase_decided_by"].split(JOINT)
    if facts["phase"] == "proto-cluster":
        return f"Your answers describe a proto-cluster. Not met yet: {_quoted(open_still)}.{despite}"
    unusable = [label for label in facts["phase_unusable"].split(JOINT) if label]
    silent = [label for label in open_still if label not in unusable]
    why = []
    if unusable:
        answers = "answer" if len(unusable) == 1 else "answers"
        why.append(f"your {answers} on {_quoted(unusable)} could not be used")
    if silent:
        why.append(f"there is no answer of yours that tells whether this is met: {_quoted(silent)}")
    return f"Whether you act as a cluster organisation cannot be told: {', and '.join(why)}.{despite}"


def _quoted(labels: Sequence[str]) -> str:
    return joined([f"“{label}”" for label in labels])


def own_missing(rows: pd.DataFrame, least: float, has_findings: bool) -> str:
    """The dimensions and parts without a score of one's own, and why; empty where each has one.

    ``rows``: ``label`` and ``score``. ``least``: the share that has to be answered for a score.
    """
    labels = [f"“{label}”" for label in rows.loc[rows["score"].isna(), "label"]]
    if not labels:
        return ""
    has, it = ("has", "it") if len(labels) == 1 else ("have", "each")
    what = "figure leaves it out" if len(labels) == 1 else "figure leaves them out"
    see = "; see the notes on your answers, at the end" if has_findings else ""
    return (
        f"{joined(labels)} {has} no score of yours: less than {format_share(least)} of {it} was answered or could be "
        f"used{see}. The {what}."
    )


def own_place_finding(marks: pd.DataFrame, score: float) -> str:
    """How many of the other respondents have a lower comparable score, or the same, as both are printed."""
    own = float(format_points(score))
    below = int((marks["comparable_score"] < own).sum())
    equal = max(int((marks["comparable_score"] == own).sum()) - 1, 0)  # one of them is its own
    others = count(len(marks) - 1, "other organisation")
    same = f", and equal to that of {number_word(equal)}" if equal else ""
    if below == 0:
        return f"Your comparable score is not above that of any of {others}{same}"
    return f"Your comparable score is above that of {number_word(below)} of {others}{same}"


def own_gap_finding(rows: pd.DataFrame) -> str:
    """The widest of the organisation's own gaps, with its equals."""
    measured = rows.dropna(subset=["gap"])
    if measured.empty:
        return "Your scores by dimension"
    points = measured["gap"].map(half_up)
    widest = int(points.max())
    if widest <= 0:
        return "You reach the EU value in every dimension"
    named = joined([lowered(label) for label in measured.loc[points == widest, "label"]])
    what, each = ("gap is", "") if (points == widest).sum() == 1 else ("gaps are", " each")
    return f"Your widest {what} in {named}: {distance(widest)} the EU value{each}"


def missing_services(rows: pd.DataFrame, most: int = 5) -> str:
    """Services that EU gold label holders offer most often and the organisation does not."""
    first = rows.head(most).to_dict("records")
    if not first:
        return ""
    parts = [f"{lowered(row['label'])} ({format_share(row['gold_share'])})" for row in first]
    holders = "with the share of EU gold label holders that do"
    if len(rows) > most:
        which = f"{sentence_start(number_word(most))} of the {number_word(len(rows))} digitalisation services"
        return f"{which} that you do not provide, {holders}: {joined(parts)}."
    return f"The {count(len(parts), 'digitalisation service')} that you do not provide, {holders}: {joined(parts)}."


def own_interval(facts: Mapping[str, Any]) -> str:
    """How far the overall score moves over the tested scenarios."""
    low, high = (format_points(facts[name]) for name in ("score_low", "score_high"))
    if MISSING in (low, high):
        return ""
    where = f"is {count(int(low), 'point')}" if low == high else f"lies between {low} and {high} points"
    return f"Over the tested choices of weights and means, your overall score {where} in nine of ten cases."


def own_standings(rows: pd.DataFrame) -> str:
    """What the EU value that the organisation is measured against stands on."""
    overall = rows[rows["node_code"] == "overall"]
    if overall.empty or pd.isna(overall["published"].iloc[0]):
        return ""
    return (
        f"Of the weight behind your EU value, {format_share(overall['published'].iloc[0])} rests on best practice or a "
        f"published threshold, and {format_share(overall['setting'].iloc[0])} on settings of this project."
    )
