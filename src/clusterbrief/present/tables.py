"""Tables for people: profile tables in, texts under headings out."""

import pandas as pd

from clusterbrief.present.markdown import Link
from clusterbrief.present.wording import format_gap, format_points, format_share

HIDDEN = "hidden"
COUNTRIES = "countries"  # folder of the pages, as reports/country.qmd says


def tabulate_scores(rows: pd.DataFrame) -> pd.DataFrame:
    """Scores by node: ``label``, ``n``, ``score``, ``comparable_score``, ``benchmark``, ``gap``, ``attainment``."""
    return pd.DataFrame(
        {
            "Dimension": rows["label"],
            "n": [format_points(n) for n in rows["n"]],
            "Score": [format_points(each) for each in rows["score"]],
            "Comparable score": [format_points(each) for each in rows["comparable_score"]],
            "EU value": [format_points(each) for each in rows["benchmark"]],
            "Gap": [format_gap(each) for each in rows["gap"]],
            "Attainment": [format_share(each) for each in rows["attainment"]],
        }
    )


def tabulate_areas(wide: pd.DataFrame) -> pd.DataFrame:
    """A figure by dimension and area, rows in order; index the dimensions, columns the areas, points or NaN."""
    texts = wide.map(format_points)
    return texts.rename_axis("Dimension").reset_index()


def tabulate_counts(wide: pd.DataFrame, heading: str) -> pd.DataFrame:
    """Counts by area and category; NaN is hidden."""
    texts = wide.map(lambda number: HIDDEN if pd.isna(number) else f"{number:.0f}")
    return texts.rename_axis(heading).reset_index()


def tabulate_services(rows: pd.DataFrame) -> pd.DataFrame:
    """Services: ``label``, ``n``, ``count``, ``share``, ``bound``, ``gold_share``, ``silver_share``."""
    return pd.DataFrame(
        {
            "Service": rows["label"],
            "n": [format_points(n) for n in rows["n"]],
            "Organisations": [_count(row) for row in rows.to_dict("records")],
            "Share": [format_share(each) for each in rows["share"]],
            "EU gold": [format_share(each) for each in rows["gold_share"]],
            "EU silver": [format_share(each) for each in rows["silver_share"]],
        }
    )


def _count(row: dict) -> str:
    if not pd.isna(row["count"]):
        return f"{row['count']:.0f}"
    return row["bound"] or HIDDEN


def tabulate_choices(rows: pd.DataFrame, heading: str) -> pd.DataFrame:
    """Needs or actions: ``label``, ``n``, ``count``, ``share``, ``bound``."""
    return pd.DataFrame(
        {
            heading: rows["label"],
            "n": [format_points(n) for n in rows["n"]],
            "Organisations": [_count(row) for row in rows.to_dict("records")],
            "Share": [format_share(each) for each in rows["share"]],
        }
    )


def tabulate_participation(rows: pd.DataFrame) -> pd.DataFrame:
    """Who answered: ``label``, ``invited``, ``respondents``, ``respondents_invited``, rates and completion."""
    return pd.DataFrame(
        {
            "Country": rows["label"],
            "Invited": [format_points(each) for each in rows["invited"]],
            "Of them answered": [format_points(each) for each in rows["respondents_invited"]],
            "Others that answered": [format_points(each) for each in rows["respondents"] - rows["respondents_invited"]],
            "Response rate": [format_share(each) for each in rows["response_rate"]],
            "Completion": [format_share(each) for each in rows["completion"]],
        }
    )


def tabulate_countries(rows: pd.DataFrame) -> pd.DataFrame:
    """Countries with links to their reports: ``area_code``, ``label``, ``invited`` and ``respondents``."""
    pages = zip(rows["label"], rows["area_code"], strict=True)
    return pd.DataFrame(
        {
            "Country": [Link(label, f"{COUNTRIES}/{code.lower()}.qmd") for label, code in pages],
            "Invited": [format_points(each) for each in rows["invited"]],
            "Respondents": [format_points(each) for each in rows["respondents"]],
        }
    )


def tabulate_own_scores(rows: pd.DataFrame) -> pd.DataFrame:
    """One's own scores: ``label``, ``score``, ``benchmark``, ``gap``, ``country_median``, ``region_median``."""
    return pd.DataFrame(
        {
            "Dimension": rows["label"],
            "Your score": [format_points(each) for each in rows["score"]],
            "Median score in the country": [format_points(each) for each in rows["country_median"]],
            "Median score in the region": [format_points(each) for each in rows["region_median"]],
            "Your comparable score": [format_points(each) for each in rows["comparable_score"]],
            "EU value": [format_points(each) for each in rows["benchmark"]],
            "Gap": [format_gap(each) for each in rows["gap"]],
        }
    )


def tabulate_indicators(table: pd.DataFrame) -> pd.DataFrame:
    """Mean scores of indicators by area: two columns of words, then one of points for each area."""
    words = table.columns[:2]
    return table.assign(**{column: table[column].map(format_points) for column in table.columns.difference(words)})
