"""Alternative texts: what somebody who cannot see a figure must know, with its numbers."""

import pandas as pd

from clusterbrief.present.wording import count, format_points, format_share, lowered

MOST_LISTED = 12


def _listed(parts: list[str]) -> str:
    shown = "; ".join(parts[:MOST_LISTED])
    return f"{shown}; and {len(parts) - MOST_LISTED} more" if len(parts) > MOST_LISTED else shown


def ranking_alt(rows: pd.DataFrame) -> str:
    """Scores of countries in order, each beside its EU value."""
    parts = [
        f"{row['label']} {format_points(row['comparable_score'])} (EU value {format_points(row['benchmark'])})"
        for row in rows.to_dict("records")
    ]
    return f"Chart of points. Mean overall comparable score of each country, best first: {_listed(parts)}."


def gaps_alt(rows: pd.DataFrame) -> str:
    """Score and EU value of each dimension."""
    parts = [
        f"{lowered(row['label'])} {format_points(row['comparable_score'])} against {format_points(row['benchmark'])}"
        for row in rows.dropna(subset=["comparable_score"]).to_dict("records")
    ]
    return f"Chart of pairs of points, score against EU value: {_listed(parts)}."


def heat_alt(wide: pd.DataFrame) -> str:
    """A heat map's shape and range; its figures stand in the data beside it."""
    least, most = wide.min().min(), wide.max().max()
    return (
        f"Heat map of mean scores, {count(len(wide), 'dimension')} down and {count(wide.shape[1], 'column')} across "
        f"({', '.join(wide.columns)}). Scores run from {format_points(least)} to {format_points(most)} points; the "
        "data beside the figure gives every one."
    )


def spread_alt(marks: pd.DataFrame, eu: float) -> str:
    """Range and middle of the scores of organisations."""
    scores = marks["comparable_score"]
    return (
        f"Stack of marks, one for each of {count(len(scores), 'organisation')}. Scores run from "
        f"{format_points(scores.min())} to {format_points(scores.max())} with a median of "
        f"{format_points(scores.median())}; the EU value is {format_points(eu)}."
    )


def classes_alt(rows: pd.DataFrame, labels: dict[str, str]) -> str:
    """Counts of each area by class."""
    parts = []
    for area, group in rows.groupby("label", sort=False):
        shown = group[group["count"].fillna(0) > 0]
        counts = [f"{labels[row['class_code']].lower()} {row['count']:.0f}" for row in shown.to_dict("records")]
        parts.append(f"{area}: {', '.join(counts) or 'none'}")
    return f"Stacked bars of organisations by class. {_listed(parts)}."


def services_alt(rows: pd.DataFrame, of: str) -> str:
    """Share of each service beside that of gold label holders."""
    parts = [
        f"{lowered(row['label'])} {format_share(row['share'])} (gold {format_share(row['gold_share'])})"
        for row in rows.dropna(subset=["share"]).to_dict("records")
    ]
    return f"Bars of the share of organisations of {of} with each service, beside EU label holders: {_listed(parts)}."


def choices_alt(rows: pd.DataFrame) -> str:
    """How often each option was named."""
    percent = rows["share"].notna().any()
    parts = [
        f"{lowered(row['label'])} {row['amount']:.0f}{' %' if percent else ''}"
        for row in rows.dropna(subset=["amount"]).to_dict("records")
    ]
    return f"Bars of how often each option was named: {_listed(parts)}."


def participation_alt(rows: pd.DataFrame) -> str:
    """Respondents of those invited, by country."""
    parts = [f"{row['label']} {row['respondents_invited']} of {row['invited']}" for row in rows.to_dict("records")]
    return f"Bars of organisations that answered, of those invited: {_listed(parts)}."


def coverage_alt(rows: pd.DataFrame) -> str:
    """Share of each dimension that was answered."""
    parts = [
        f"{lowered(row['label'])} {format_share(row['coverage'])}"
        for row in rows.dropna(subset=["coverage"]).to_dict("records")
    ]
    return f"Chart of points, share of each dimension that was answered: {_listed(parts)}."
