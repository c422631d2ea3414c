"""Captions that state what a figure shows; right for none, one and many."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from clusterbrief.present.statements import first_options, most_named
from clusterbrief.present.wording import (
    count,
    format_points,
    format_share,
    joined,
    lowered,
    number_word,
    sentence_start,
)

HIDDEN_COUNT_NOTE = (
    "“few”: fewer than three; “nearly all”: all but fewer than three; “hidden”: too small a number, or one that would "
    "let such a number be worked out. 0, and small numbers of those of whom it cannot be told, may be printed: they "
    "tell nobody's answer."
)
CHOICES_NOTE = f"Strength: 100 where all named it first, 0 where nobody named it. {HIDDEN_COUNT_NOTE}"
MOST_NAMED = 3  # dimensions in a title
EU_SERVICES_NOTE = (
    "EU shares: 29 organisations with a gold and 14 with a silver label in digital innovation hubs (EU4Digital, June "
    "2024, Tables 3 and 4)."
)


def participation_finding(rows: pd.DataFrame) -> str:
    """Where the response was best, or that nobody has answered."""
    answered = rows[rows["respondents"] > 0]
    if answered.empty:
        return "Nobody has answered yet"
    rates = rows.dropna(subset=["response_rate"])
    if len(rates) < 2:
        return f"{sentence_start(count(int(rows['respondents'].sum()), 'organisation'))} answered"
    best, least = rates["response_rate"].max(), rates["response_rate"].min()
    first = joined(list(rates.loc[rates["response_rate"] == best, "label"]))
    if best == least:
        return f"The response rate is {format_share(best)} in every country"
    last = joined(list(rates.loc[rates["response_rate"] == least, "label"]))
    return f"The response was highest in {first} ({format_share(best)}) and lowest in {last} ({format_share(least)})"


def heat_finding(wide: pd.DataFrame) -> str:
    """The dimension in which countries differ most; dimensions down, areas across, the whole first."""
    countries = wide.iloc[:, 1:]
    spread = (countries.max(axis="columns") - countries.min(axis="columns")).dropna()
    if spread.empty or spread.max() == 0 or countries.notna().sum(axis="columns").max() < 2:
        return "Mean scores by dimension and country"
    widest = list(spread[spread == spread.max()].index)
    if len(widest) > 1:
        names = joined([lowered(str(each)) for each in widest])
        return f"Countries differ most in {names}: by {format_points(spread.max())} points each"
    row = countries.loc[widest[0]].dropna()
    low, high = (joined([str(each) for each in row.index[row == end]]) for end in (row.min(), row.max()))
    return (
        f"Countries differ most in {lowered(str(widest[0]))}: from {format_points(row.min())} points in {low} to "
        f"{format_points(row.max())} in {high}"
    )


def own_heat_finding(wide: pd.DataFrame, label: str) -> str:
    """In which dimensions a country is above the mean of the region."""
    own, region = wide[label], wide.iloc[:, 0]
    both = own.notna() & region.notna()
    above, total = list(own.index[both & (own > region)]), int(both.sum())
    if total == 0:
        return "Mean scores by dimension and country"
    if not above:
        return f"{label} is not above the mean of the region in any of the {count(total, 'dimension')}"
    where = "all" if len(above) == total else f"{number_word(len(above))} of the"
    named = joined([lowered(str(each)) for each in above]) if len(above) <= MOST_NAMED and len(above) < total else ""
    return f"{label} is above the mean of the region in {where} {count(total, 'dimension')}{named and f': {named}'}"


def spread_finding(marks: pd.DataFrame, eu: float) -> str:
    """Where the middle of the organisations lies beside the EU value."""
    middle = format_points(marks["comparable_score"].median())
    return (
        f"Half of {count(len(marks), 'organisation')} have {middle} points or more; the EU value is {format_points(eu)}"
    )


def classes_finding(rows: pd.DataFrame, labels: pd.DataFrame) -> str:
    """The largest class of the region."""
    shown = rows.dropna(subset=["count"])
    words = labels.set_index("class_code")["class_plural"]
    shown = shown[shown["class_code"].isin(words.index)]
    if shown.empty:
        return "Organisations by class and country"
    largest = shown[shown["count"] == shown["count"].max()]
    part = f"{largest['count'].iloc[0]:.0f} of {count(int(largest['n'].iloc[0]), 'organisation')}"
    first, *others = [str(words[code]) for code in largest["class_code"]]
    if others:
        return f"{joined([first, *map(lowered, others)])} are the largest classes shown: {part} each"
    return f"{first} are the largest class shown: {part}"


def service_finding(rows: pd.DataFrame, of: str) -> str:
    """The service that is furthest below the share of gold label holders, or how things stand without shares."""
    measured = rows.dropna(subset=["share"])
    if measured.empty:
        return f"Too few organisations of {of} answered for percentages to be shown"
    short = (measured["gold_share"] - measured["share"]).round(2)
    if short.max() <= 0:
        return f"No service with a share that may be shown is rarer in {of} than among EU gold label holders"
    furthest = measured[short == short.max()].to_dict("records")
    aside = "" if len(measured) == len(rows) else ", of those with a share that can be shown,"
    if len(furthest) == 1:
        return (
            f"The service furthest below EU gold label holders in {of}{aside} is “{furthest[0]['label']}”: "
            f"{_against(furthest[0])}"
        )
    named = joined([f"“{each['label']}” ({_against(each)})" for each in furthest])
    return f"The services furthest below EU gold label holders in {of}{aside} are {named}"


def _against(row: Mapping[str, Any]) -> str:
    return f"{format_share(row['share'])} against {format_share(row['gold_share'])}"


def needs_finding(rows: pd.DataFrame) -> str:
    """The needs named most often."""
    named = first_options(rows)
    few = "Too few organisations named needs for counts to be shown"
    return most_named(rows, "need", "Support is wanted most for", named) if named else few


def actions_finding(rows: pd.DataFrame) -> str:
    """The actions named most often."""
    named = first_options(rows)
    many = rows["count"].notna().sum() > 1
    start = "The actions named most often are:" if many else "The action named most often is:"
    return (
        most_named(rows, "action", start, named)
        if named
        else "Too few organisations named actions for counts to be shown"
    )


def coverage_finding(rows: pd.DataFrame) -> str:
    """The dimension that was answered least."""
    known = rows.dropna(subset=["coverage"])
    percent = known["coverage"].map(format_share)
    least = known[percent == percent[known["coverage"].idxmin()]]
    if least["coverage"].min() >= 0.995:
        return "Every dimension was answered in full"
    if len(least) == len(known) > 1:
        return f"Every dimension was answered alike: {percent[least.index[0]]} of its weight"
    whose = "its weight" if len(least) == 1 else "the weight of each"
    return f"Least was answered in {joined(list(map(lowered, least['label'])))}: {percent[least.index[0]]} of {whose}"


def named_count(named: int, n: int) -> str:
    """How many respondents agreed to be named."""
    if named == 0:
        return "No organisation has agreed to be named."
    if named == n:
        return "The one respondent agreed to be named." if n == 1 else "All respondents agreed to be named."
    return f"Of {count(n, 'respondent')}, {number_word(named)} agreed to be named."


def findings_count(findings: pd.DataFrame) -> str:
    """How many findings there are about answers."""
    total = int(findings["count"].sum())
    if total == 0:
        return "Every answer could be used as it was given."
    verb = "was" if total == 1 else "were"
    return f"There {verb} {count(total, 'finding')} about answers. None of them stopped the analysis."
