"""Sentences about results, computed from the profile and right for none, one and many."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from clusterbrief.present.wording import (
    count,
    format_date,
    format_points,
    format_share,
    half_up,
    joined,
    lowered,
    number_word,
    ordinal,
    sentence_start,
)

MOST_TIED = 4  # of equals that a sentence names
NEARLY_ALL = "nearly all"
HIDDEN_NOTE = (
    "A dash stands for a figure that is not shown because it rests on too few organisations, or would let such a "
    "figure be worked out."
)


def class_words(row: Mapping[str, Any]) -> str:
    """A class as a sentence names it: some are nouns, some are not.

    >>> class_words({"class_label": "Champion", "class_plural": "Champions"})
    'a champion'
    >>> class_words({"class_label": "Developing", "class_plural": "Developing organisations"})
    'developing'
    """
    noun = len(str(row["class_plural"]).split()) == 1
    return f"a {lowered(row['class_label'])}" if noun else lowered(row["class_label"])


def source_line(facts: Mapping[str, Any], n: int | str | None = None, also: str = "") -> str:
    """The line under every figure and table: whose answers, how many, from when."""
    who = "" if n is None else f"; n = {n}"
    data = "synthetic answers" if facts["synthetic"] else "answers"
    line = f"Source: {data} to the self-assessment, collected until {format_date(facts['collected_to'])}{who}."
    return f"{line} {also}".strip()


def answered_line(facts: Mapping[str, Any], rows: pd.DataFrame, also: str = "") -> str:
    """The line under what rests on those who answered a question; ``rows`` have ``n``, which may differ."""
    numbers = rows["n"].dropna()
    numbers = numbers[numbers > 0].astype(int)
    if numbers.empty:
        return source_line(facts, 0, also)
    least, most = int(numbers.min()), int(numbers.max())
    return source_line(facts, least if least == most else f"{least} to {most}", also)


def standing(row: Mapping[str, Any] | None, of: str, n: int) -> str:
    """Where a unit stands overall: its mean score beside the EU value."""
    if n == 0:
        return ""  # that nobody answered is said by the sentence on the response
    if row is None or pd.isna(row["comparable_score"]):
        answered = f"{sentence_start(count(n, 'organisation'))} of {of} answered"
        return f"{answered}. No mean is shown: it would rest on too few, or let such a figure be worked out."
    who = f"The {number_word(n)} organisations of {of} have" if n > 1 else f"The organisation of {of} has"
    return (
        f"{who} {format_points(row['comparable_score'])} of 100 points on average on what can be compared with the "
        f"EU; the EU value is {format_points(row['benchmark'])}. {'They reach' if n > 1 else 'It reaches'} "
        f"{format_share(row['attainment'])} of it."
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
    said = f"Among {among}, {label} {verb} the {ordinal(place)} place"
    others = overlapping(ranked, dict(own.iloc[0]))
    if not others:
        return f"{said}."
    which = "that" if len(others) == 1 else "those"
    return f"{said}, though its interval overlaps {which} of {joined(others)}."


def benchmark_basis(published: pd.DataFrame) -> str:
    """How much of the weight behind the overall EU value is published, and how much is a setting of this project."""
    overall = published[published["node_code"] == "overall"]
    if overall.empty or pd.isna(overall["published"].iloc[0]):
        return ""
    published_share, setting = (format_share(overall[name].iloc[0]) for name in ("published", "setting"))
    return (
        f"Of the weight behind the EU value, {published_share} rests on EU practice or published thresholds, and "
        f"{setting} on settings of this project."
    )


def leaders(ranked: pd.DataFrame) -> str:
    """Which country comes closest to the EU value, and which is furthest from it."""
    if ranked.empty:
        return "No country has enough answers for a score that may be shown"
    best, worst = ranked["place"].min(), ranked["place"].max()
    first, last = (list(ranked.loc[ranked["place"] == place, "label"]) for place in (best, worst))
    highest, lowest = (format_points(score) for score in ranked["comparable_score"].iloc[[0, -1]])
    if best == worst:
        return f"{joined(first)} {'has' if len(first) == 1 else 'have'} {highest} points"
    reached, missed = ranked["gap"].iloc[0] <= 0, ranked["gap"].iloc[-1] > 0
    if reached:
        leads = "reaches the EU value" if len(first) == 1 else "reach the EU value"
    else:
        leads = "comes closest to the EU value" if len(first) == 1 else "come closest to the EU value"
    ends = f"{_is(last)} furthest from it" if missed else f"{_is(last)} last"
    return f"{joined(first)} {leads} with {highest} points; {joined(last)} {ends} with {lowest}"


def own_leaders(ranked: pd.DataFrame, label: str) -> str:
    """A country's own points, and its place where its interval parts it from all others; of the region, who leads."""
    own = ranked[ranked["label"] == label]
    if own.empty:
        return f"{label} has no score that can be shown; of the others, {leaders(ranked)}" if label else leaders(ranked)
    row = own.iloc[0]
    points = f"{label} has {format_points(row['comparable_score'])} points against an EU value of "
    others = overlapping(ranked, row)
    if others:
        whose = "that" if len(others) == 1 else "those"
        all_others = len(others) == len(ranked) - 1 > 2
        which = f"all {number_word(len(others))} other countries" if all_others else joined(others)
        interval = f"{format_points(row['low'])} to {format_points(row['high'])}"
        return f"{points}{format_points(row['benchmark'])}; its interval ({interval}) overlaps {whose} of {which}"
    shared = int((ranked["place"] == row["place"]).sum()) > 1
    place = f"{'shares' if shared else 'takes'} the {ordinal(int(row['place']))} place"
    among = count(len(ranked), "country", "countries")
    return f"{points}{format_points(row['benchmark'])} and {place} of {among} that can be shown"


def overlapping(ranked: pd.DataFrame, own: Mapping[str, Any]) -> list[str]:
    """The other countries whose intervals overlap a country's own."""
    meets = (ranked["low"] <= own["high"]) & (ranked["high"] >= own["low"]) & (ranked["label"] != own["label"])
    return list(ranked.loc[meets, "label"])


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
    points = half_up(gap)
    if points == 0:
        return "at the EU value"
    return f"{count(abs(points), 'point')} {'below' if points > 0 else 'above'}"


def gap_finding(rows: pd.DataFrame, of: str) -> str:
    """The finding of a figure of gaps: the widest and the narrowest."""
    measured = rows.dropna(subset=["gap"])
    if measured.empty:
        return f"Scores of {of} beside the EU value"
    measured = measured.assign(gap=measured["gap"].map(half_up))
    widest, narrowest = measured["gap"].max(), measured["gap"].min()
    if widest <= 0:
        every = "every dimension" if len(measured) == len(rows) else "every dimension that may be shown"
        return f"{sentence_start(of)} reaches the EU value in {every}"
    if len(measured) > 1 and widest == narrowest:
        return f"Every dimension of {of} that may be shown is {distance(widest)} the EU value"
    far, near = (list(measured.loc[measured["gap"] == gap, "label"]) for gap in (widest, narrowest))
    first = f"{joined([far[0], *map(lowered, far[1:])])} {_is(far)} furthest below the EU value in {of}"
    if len(measured) == 1:
        return first
    if narrowest <= 0:
        near = list(measured.loc[measured["gap"] <= 0, "label"])
    names = joined([lowered(label) for label in near])
    if narrowest <= 0:
        return f"{first}; the EU value is reached in {names}"
    return f"{first}; closest to it: {names}"


def widest_finding(rows: pd.DataFrame, of: str) -> str:
    """The finding of a figure that draws the widest gaps of indicators alone."""
    points = rows["gap"].dropna().map(half_up)
    if points.empty:
        return f"Indicators of {of} beside the EU value"
    widest = int(points.max())
    if widest <= 0:
        return f"{sentence_start(of)} reaches the EU value in every indicator that may be shown"
    far = list(rows.loc[points.index[points == widest], "label"])
    if len(far) > MOST_TIED:
        return (
            f"{sentence_start(count(len(far), 'indicator'))} of {of} are {distance(widest)} the EU value, the furthest"
        )
    named = joined([far[0], *map(lowered, far[1:])])
    each = "" if len(far) == 1 else " each"
    return f"{named} {_is(far)} furthest below the EU value in {of}: {count(widest, 'point')}{each}"


def _is(subjects: Sequence[str]) -> str:
    return "is" if len(subjects) == 1 else "are"


def class_counts(rows: pd.DataFrame, labels: pd.DataFrame) -> str:
    """How many organisations are in each class, those hidden named as such.

    ``rows``: one row per class of one area, ``class_code``, ``n`` and ``count`` (NaN where hidden).
    """
    if rows.empty or int(rows["n"].iloc[0]) == 0:
        return "No organisation has been classified yet."
    words = labels.set_index("class_code")
    shown = rows[rows["count"].fillna(0) > 0]
    if not shown["class_code"].isin(words.index).any():
        return "No number of organisations in a class is shown: each is too small, or would let one be worked out."
    parts: list[str] = []
    for code, number in zip(shown["class_code"], shown["count"].astype(int), strict=True):
        one, many = (
            (class_words(words.loc[code]), words.loc[code, "class_plural"]) if code in words.index else (code, code)
        )
        verb = "" if parts else "is classed " if number == 1 else "are classed "
        parts.append(f"{number_word(number)} {verb}as {lowered(one if number == 1 else many)}")
    hidden = " Other numbers are not shown: they are too small, or would let such a number be worked out."
    total = count(int(rows["n"].iloc[0]), "organisation")
    return f"Of {total}, {joined(parts)}.{hidden if rows['count'].isna().any() else ''}"


def first_options(rows: pd.DataFrame, most: int = 3) -> list[str]:
    """The options named most often, as a sentence names them; empty where none may be shown.

    Options that equal the last of them are named with it, or all of these are left out where they are too many.
    """
    nearly = rows[rows["bound"] == NEARLY_ALL] if "bound" in rows else rows.head(0)
    named = rows[rows["count"] > 0].sort_values("count", ascending=False, kind="stable")
    left = max(most - len(nearly), 0)
    if len(named) > left > 0:
        last = named["count"].iloc[left - 1]
        with_equals = named[named["count"] >= last]
        named = with_equals if len(with_equals) <= most + 1 else named[named["count"] > last]
    return [lowered(label) for label in [*nearly["label"], *(named["label"] if left else [])]]


def most_named(rows: pd.DataFrame, what: str, start: str, named: Sequence[str]) -> str:
    """A sentence on what is named most, with what it goes for where some of it is hidden and could be more.

    >>> rows = pd.DataFrame({"count": [3.0, 2.0, None]})
    >>> most_named(rows, "need", "Support is wanted most for", ["money"])
    'Of the needs that can be shown, support is wanted most for money'
    >>> most_named(rows, "need", "Support is wanted most for", ["money", "people"])
    'Two needs can be shown: money and people'
    """
    hidden = rows["count"].isna() & (rows["bound"] == "" if "bound" in rows else True)
    if not hidden.any():
        return f"{start} {joined(named)}"
    if len(named) == (~hidden).sum():
        return f"{sentence_start(count(len(named), what))} can be shown: {joined(named)}"
    return f"Of the {what}s that can be shown, {lowered(start)} {joined(named)}"


def response(row: Mapping[str, Any], of: str) -> str:
    """Who was asked and who answered."""
    asked, answered = int(row["invited"]), int(row["respondents_invited"])
    uninvited = int(row["respondents"]) - answered
    of_asked = f"{count(asked, 'invited organisation')} of {of}"
    if asked == 0:
        return f"No organisation of {of} was invited; {number_word(uninvited) if uninvited else 'none'} answered."
    if answered == 0 and asked == 1:
        text = f"The {of_asked.removeprefix('one ')} has not answered yet"
    elif answered == 0:
        text = f"None of the {of_asked} has answered yet"
    else:
        text = f"Of {of_asked}, {number_word(answered)} answered"
    if answered and not pd.isna(row["response_rate"]):
        text += f" ({format_share(row['response_rate'])})"
    if uninvited:
        text += f"; {count(uninvited, 'organisation')} answered without having been invited"
    return f"{text}."


def block_finding(row: dict[str, Any] | None, label: str) -> str:
    """How far one block reaches against its EU value; ``row``: the area's row of the block."""
    if row is None or pd.isna(row["comparable_score"]):
        return f"Too few organisations answered for a mean in {label}."
    points, eu = format_points(row["comparable_score"]), format_points(row["benchmark"])
    return (
        f"In {label}, organisations have {points} of 100 points on average, against an EU value of {eu}: they reach "
        f"{format_share(row['attainment'])} of it."
    )
