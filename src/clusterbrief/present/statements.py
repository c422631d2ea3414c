"""Sentences about results, computed from the profile and right for none, one and many."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from clusterbrief.present.wording import (
    ORDINALS,
    count,
    format_date,
    format_points,
    format_share,
    joined,
    lowered,
    number_word,
    sentence_start,
)

HIDDEN_NOTE = (
    "A dash stands for a figure that is not shown because it rests on too few organisations, or would let such a "
    "figure be worked out."
)


def source_line(facts: Mapping[str, Any], n: int | None = None, also: str = "") -> str:
    """The line under every figure and table: whose answers, how many, from when."""
    who = "" if n is None else f"; n = {n}"
    data = "synthetic answers" if facts["synthetic"] else "answers"
    line = f"Source: {data} to the self-assessment, collected until {format_date(facts['collected_to'])}{who}."
    return f"{line} {also}".strip()


def standing(row: Mapping[str, Any] | None, of: str, n: int) -> str:
    """Where a unit stands overall: its mean score beside the EU value."""
    if n == 0:
        return f"No organisation of {of} has answered yet."
    if row is None or pd.isna(row["comparable_score"]):
        answered = f"{sentence_start(count(n, 'organisation'))} of {of} answered"
        return f"{answered}: too few for a mean that may be shown."
    who = f"The {number_word(n)} organisations of {of} score" if n > 1 else f"The organisation of {of} scores"
    return (
        f"{who} {format_points(row['comparable_score'])} of 100 points on average, against an EU value of "
        f"{format_points(row['benchmark'])}: they reach {format_share(row['attainment'])} of it."
    )


def place_among(ranked: pd.DataFrame, area_code: str, label: str) -> str:
    """A country's place among the countries whose scores are shown; empty where it has none."""
    own = ranked[ranked["area_code"] == area_code]
    if own.empty or len(ranked) < 2:
        return ""
    place = int(own["place"].iloc[0])
    shared = int((ranked["place"] == place).sum()) > 1
    among = f"the {count(len(ranked), 'country', 'countries')} with a score that may be shown"
    verb = "shares" if shared else "takes"
    return f"Among {among}, {label} {verb} the {ORDINALS[place - 1]} place."


def leaders(ranked: pd.DataFrame) -> str:
    """Which country comes closest to the EU value, and which is furthest from it."""
    if ranked.empty:
        return "No country has enough answers for a score that may be shown"
    first = joined(list(ranked.loc[ranked["place"] == 1, "label"]))
    if ranked["place"].nunique() == 1:
        return f"{first} {'has' if len(ranked) == 1 else 'have'} {format_points(ranked['comparable_score'].iloc[0])} points"
    last = ranked["place"].max()
    furthest = joined(list(ranked.loc[ranked["place"] == last, "label"]))
    closest = ranked["comparable_score"].iloc[0]
    lowest = ranked["comparable_score"].iloc[-1]
    return (
        f"{first} {'comes' if (ranked['place'] == 1).sum() == 1 else 'come'} closest to the EU value with "
        f"{format_points(closest)} points; {furthest} {'is' if (ranked['place'] == last).sum() == 1 else 'are'} "
        f"furthest from it with {format_points(lowest)}"
    )


def strengths(rows: pd.DataFrame) -> str:
    """The dimensions closest to the EU value, with how far they are from it."""
    if rows.empty:
        return "No dimension can be set beside the EU value yet."
    parts = [f"{lowered(row['label'])} ({distance(row['gap'])})" for row in rows.to_dict("records")]
    return f"Closest to the EU value, or above it: {joined(parts)}."


def gaps(rows: pd.DataFrame) -> str:
    """The dimensions furthest below the EU value."""
    if rows.empty:
        return "No dimension with a score that may be shown lies further below the EU value."
    parts = [f"{lowered(row['label'])} ({distance(row['gap'])})" for row in rows.to_dict("records")]
    return f"Furthest below it: {joined(parts)}."


def distance(gap: float) -> str:
    """A gap in words.

    >>> distance(3.0), distance(-1.0), distance(0.0)
    ('three points below', 'one point above', 'at the EU value')
    """
    points = round(abs(gap))
    if points == 0:
        return "at the EU value"
    return f"{count(points, 'point')} {'below' if gap > 0 else 'above'}"


def gap_finding(rows: pd.DataFrame, of: str) -> str:
    """The finding of a figure of gaps: the widest and the narrowest."""
    measured = rows.dropna(subset=["gap"])
    if measured.empty:
        return f"Scores of {of} beside the EU value"
    widest = measured.loc[measured["gap"].idxmax()]
    narrowest = measured.loc[measured["gap"].idxmin()]
    if widest["gap"] <= 0:
        return f"{sentence_start(of)} reaches the EU value in every dimension"
    first = f"{widest['label']} is furthest from the EU value in {of}"
    return first if len(measured) == 1 else f"{first}, {lowered(narrowest['label'])} closest to it"


def class_counts(rows: pd.DataFrame, labels: pd.DataFrame) -> str:
    """How many organisations are in each class, those hidden named as such.

    ``rows``: one row per class of one area, ``class_code``, ``n`` and ``count`` (NaN where hidden).
    """
    if rows.empty or int(rows["n"].iloc[0]) == 0:
        return "No organisation has been classified yet."
    words = labels.set_index("class_code")
    shown = rows[rows["count"].fillna(0) > 0]
    parts = []
    for row in shown.to_dict("records"):
        known = row["class_code"] in words.index
        one, many = (words.loc[row["class_code"], ["class_label", "class_plural"]]) if known else ("unclassified",) * 2
        number = int(row["count"])
        parts.append(f"{number_word(number)} {lowered(one if number == 1 else many)}")
    if not parts:
        return "Too few organisations answered for their classes to be shown."
    total = count(int(rows["n"].iloc[0]), "organisation")
    hidden = (
        " Other classes are not shown, because they hold too few organisations." if rows["count"].isna().any() else ""
    )
    return f"Of {total}, there are {joined(parts)}.{hidden}"


def first_options(rows: pd.DataFrame, most: int = 3) -> str:
    """The options named most often, as a list in a sentence; empty where none may be shown."""
    named = rows.dropna(subset=["count"]).sort_values("count", ascending=False, kind="stable").head(most)
    return joined([lowered(label) for label in named["label"]])


def response(row: Mapping[str, Any], of: str) -> str:
    """Who was asked and who answered."""
    if row["respondents"] == 0:
        return f"None of the {number_word(int(row['invited']))} invited organisations of {of} has answered yet."
    invited = count(int(row["respondents_invited"]), "organisation")
    text = f"Of {number_word(int(row['invited']))} invited organisations of {of}, {invited} answered"
    if not pd.isna(row["response_rate"]):
        text += f" ({format_share(row['response_rate'])})"
    uninvited = int(row["respondents"] - row["respondents_invited"])
    if uninvited:
        text += f"; {count(uninvited, 'organisation')} answered without having been invited"
    return f"{text}."


def names(rows: pd.DataFrame) -> Sequence[str]:
    """Names of organisations that agreed to be named, in order."""
    return sorted(rows["name"], key=str.casefold)
