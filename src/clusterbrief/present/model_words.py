"""Sentences, captions and alternative texts of country models, right for none, one and many."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from clusterbrief.analysis.models.challenges import OPEN, OWN
from clusterbrief.analysis.models.swot import OPPORTUNITY, QUADRANTS, STRENGTH, THREAT, WEAKNESS
from clusterbrief.analysis.profiles import Profile
from clusterbrief.present.model_tables import point_in_sentence
from clusterbrief.present.statements import HIDDEN_NOTE, source_line
from clusterbrief.present.wording import (
    count,
    format_points,
    format_share,
    joined,
    lowered,
    number_word,
    ordinal,
    sentence_start,
)

FIGURES = ("commitment", "potential")
SETTING_NOTE = "Components and least values are project settings; the method page says why."
POINT_NOTE = (
    "Opportunities are specialisations, stages with room to grow, and what organisations plan and can be helped with. "
    "Threats are what they lack and want from outside, short funding, limits of clusters, and stages under pressure. "
    "From when on a figure is a point is a project setting; the method page has each."
)
ROUNDED_NOTE = "Each share is rounded by itself, so that they need not add up to 100 %."
PATH_NOTE = "Path: EU4Digital, June 2024, 2.3.4, 2.5.1 and Table 7; what lies between its points is a project setting."
POLICY_NOTE = "EU shares: EU4Digital, June 2024, 2.7.2, after ECCP (2022). Status: the authors of this edition."
PLURALS = {STRENGTH: "strengths", WEAKNESS: "weaknesses", OPPORTUNITY: "opportunities", THREAT: "threats"}


def place_rows(profile: Profile) -> pd.DataFrame:
    """Commitment and potential of all countries in the usual order, with ``label`` and who has the same place."""
    areas = profile.tables["areas"].set_index("area_code")["area_label"]
    rows = profile.tables["country_places"]
    rows = rows.assign(label=rows["area_code"].map(areas))
    equals = [
        "" if pd.isna(place) else joined(list(rows.loc[rows["place"].eq(place) & (rows["label"] != label), "label"]))
        for place, label in zip(rows["place"], rows["label"], strict=True)
    ]
    return rows.assign(shared_with=equals)


def place_of(profile: Profile, country_code: str) -> dict[str, Any]:
    """One country's row of ``place_rows``."""
    rows = place_rows(profile)
    return dict(rows[rows["area_code"] == country_code].iloc[0])


def has_spots(rows: pd.DataFrame) -> bool:
    """Whether any country can be drawn."""
    return bool(rows[list(FIGURES)].notna().all(axis="columns").any())


def components_note(rows: pd.DataFrame) -> str:
    """What must be known beside components: that they are settings, and what a dash is where there is one."""
    hidden = bool(rows["value"].isna().any())
    return f"{SETTING_NOTE} {HIDDEN_NOTE} Its weight goes to the other components." if hidden else SETTING_NOTE


def due_finding(rows: pd.DataFrame) -> str:
    """For which countries a model is due."""
    due = list(rows.loc[rows["due"], "label"])
    if not due:
        return "No country model is due yet"
    if rows["overruled"].any():
        return f"The authors of this edition decided on {'a model' if len(due) == 1 else 'models'} of {joined(due)}"
    models = "a country model is" if len(due) == 1 else "country models are"
    return f"Commitment and potential are highest in {joined(due)}: {models} due"


def hidden_finding(rows: pd.DataFrame) -> str:
    """Which countries are not drawn; empty where all are."""
    hidden = list(rows.loc[rows[list(FIGURES)].isna().any(axis="columns"), "label"])
    which = "too few components of the country" if len(hidden) == 1 else "too few components of these countries"
    return f"Not drawn: {joined(hidden)}, because {which} can be shown." if hidden else ""


def why_due(row: Mapping[str, Any], facts: Mapping[str, Any]) -> str:
    """Whether a model of one country is due, and why."""
    label = row["label"]
    if row["overruled"]:
        chosen = f"The authors of this edition chose {label} for a country model"
        left_out = f"The authors of this edition named other countries than {label} for a model"
        return f"{chosen if row['due'] else left_out}. The rule would have decided otherwise: {_by_rule(row, facts)}."
    verb = "is" if row["due"] else "is not"
    return f"A country model of {label} {verb} due: {_by_rule(row, facts)}."


def _by_rule(row: Mapping[str, Any], facts: Mapping[str, Any]) -> str:
    unknown = [figure for figure in FIGURES if pd.isna(row[figure])]
    if unknown:
        verb = "is" if len(unknown) == 1 else "are"
        return f"{joined(unknown)} {verb} not known, because too few components can be shown"
    low = [
        f"{figure} ({row[figure]:.2f}) is below {facts[f'model_least_{figure}']:.2f}"
        for figure in FIGURES
        if row[figure] < facts[f"model_least_{figure}"]
    ]
    if low:
        return joined(low)
    most, place = facts["model_most"], int(row["place"])
    first = "the first place only" if most == 1 else f"the first {number_word(most)} places"
    shared = f" together with {row['shared_with']}" if row["shared_with"] else ""
    return (
        f"commitment is {row['commitment']:.2f} and potential {row['potential']:.2f}, both high enough, and their mean "
        f"takes the {ordinal(place)} place{shared}. Models are due for {first}"
    )


def places_alt(rows: pd.DataFrame, facts: Mapping[str, Any]) -> str:
    """Both figures of each country."""
    parts = [
        f"{row['label']} {row['commitment']:.2f} and {row['potential']:.2f}{', model due' if row['due'] else ''}"
        for row in rows.dropna(subset=list(FIGURES)).to_dict("records")
    ]
    least = f"{facts['model_least_commitment']:.2f} and {facts['model_least_potential']:.2f}"
    return f"Chart of points, commitment and potential of each country; least values {least}. {'; '.join(parts)}."


def swot_finding(points: pd.DataFrame, of: str) -> str:
    """The first point of each quadrant with its figure."""
    parts = []
    for quadrant in QUADRANTS:
        rows = points[points["quadrant"] == quadrant]
        if len(rows):
            first = rows[rows["distance"] == rows["distance"].iloc[0]]
            which = "only" if len(rows) == 1 else "greatest"
            many = quadrant if len(first) == 1 else PLURALS[quadrant]
            which_ones = joined([point_in_sentence(point) for _, point in first.iterrows()])
            parts.append(f"the {which} {many} {'is' if len(first) == 1 else 'are'} {which_ones}")
    return sentence_start("; ".join(parts)) or f"Too few organisations of {of} answered for points of a SWOT"


def challenges_finding(rows: pd.DataFrame, of: str, least: float) -> str:
    """How many dimensions are well below the EU value, and which of them in this country alone."""
    if rows.empty:
        return f"No dimension of {of} that may be shown is {number_word(int(least))} points or more below the EU value"
    one = len(rows) == 1
    text = f"{sentence_start(count(len(rows), 'dimension'))} of {of} {'is' if one else 'are'} {least:g} points or more"
    text += " below the EU value"
    alone = [lowered(label) for label in rows.loc[rows["kind"] == OWN, "label"]]
    if alone:
        return f"{text}; in the region as a whole this is not so for {joined(alone)}"
    shared = rows[rows["kind"] != OPEN]
    if shared.empty:
        return text
    if len(shared) < len(rows):
        return f"{text}; {number_word(len(shared))} of them in the whole region, too"
    return f"{text}, {'and so it is' if one else 'and so they are'} in the whole region"


def limits_finding(rows: pd.DataFrame) -> str:
    """The limit of clusters that most are concerned about. ``rows``: as ``model_tables.limit_rows`` gives them."""
    told = rows.dropna(subset=["count"])
    told = told[told["count"] > 0]
    if told.empty:
        return "Too few organisations can be shown by what they see as limits of their clusters."
    first = told.loc[(told["count"] / told["n"]).idxmax()]
    many = f"{number_word(int(first['count']))} of {count(int(first['n']), 'organisation')}"
    limits = (
        f"{count(len(rows), 'limit')} of clusters"
        if rows["count"].notna().all()
        else "limits of clusters that can be shown"
    )
    return f"Of {limits}, {lowered(first['label'])} is of high concern most often: for {many}."


def path_finding(path: pd.DataFrame, of: str) -> str:
    """Where a country's organisations stand on the path to private funding."""
    now = path.dropna(subset=["now_private"]).head(1)
    if now.empty:
        return f"The income of organisations of {of} rests on too few answers to be shown on the path"
    row = now.iloc[0]
    last = path["year"].max()
    text = f"Organisations of {of} have {row['now_private']:.0f} % private income on average"
    if row["years_left"] <= 0:
        return f"{text}: the end of the path"
    if row["position"] <= path["year"].min():
        return f"{text}: they stand at the beginning of a path of {number_word(int(last))} years"
    return f"{text}; the path of {number_word(int(last))} years reaches that {_when(row['position'])}"


def _when(position: float) -> str:
    """When the path reaches a share.

    >>> _when(3.7), _when(5.0)
    ('in its fourth year', 'after five years')
    """
    whole = int(position)
    return f"after {count(whole, 'year')}" if whole == position else f"in its {ordinal(whole + 1)} year"


def path_source(facts: Mapping[str, Any], path: pd.DataFrame) -> str:
    """The line under the path, with how many told their income."""
    told = path["n"].dropna()
    return source_line(facts, int(told.iloc[0]) if len(told) else None, PATH_NOTE)


def income_source(facts: Mapping[str, Any], income: pd.DataFrame) -> str:
    """The line under sources of income, with how many told them."""
    told = income["n"].dropna()
    return source_line(facts, int(told.iloc[0]) if len(told) else None, ROUNDED_NOTE)


def path_alt(path: pd.DataFrame, label: str) -> str:
    """The shares of the path at its ends, and where the country is on it."""
    first, last = path.iloc[0], path.iloc[-1]
    text = (
        f"Chart of areas. On the path, private income rises from {first['private']:.0f} % in year {first['year']:.0f} "
        f"to {last['private']:.0f} % in year {last['year']:.0f}, other income falls from {first['public']:.0f} % to "
        f"{last['public']:.0f} %."
    )
    now = first["now_private"]
    if pd.isna(now):
        return f"{text} Where {label} is cannot be shown."
    return (
        f"{text} {label} has {format_points(now)} % private income, which the path reaches {_when(first['position'])}."
    )


def policies_finding(rows: pd.DataFrame, label: str) -> str:
    """How much of what European policies have the country has, as far as the authors know."""
    known = rows[rows["status"] != "unknown"]
    if known.empty:
        return f"Which policies {label} has is not known yet"
    have = int((known["status"] == "yes").sum())
    partly = int((known["status"] == "partly").sum())
    had = number_word(have) if have else "none"
    text = f"Of {count(len(known), 'policy', 'policies')} that the authors looked into, {label} has {had}"
    text += f" and {number_word(partly)} in part" if partly else ""
    unknown = len(rows) - len(known)
    return f"{text}; {number_word(unknown)} more {'is' if unknown == 1 else 'are'} not known" if unknown else text


def measures_finding(rows: pd.DataFrame, of: str) -> str:
    """How many measures there are, and which comes first. ``rows``: of all horizons, with ``text`` and ``actor``."""
    if rows.empty:
        return f"Too few organisations of {of} answered for measures that rest on answers."
    first = rows.iloc[0]
    return (
        f"The answers lead to {count(len(rows), 'measure')}. First in the {first['horizon']} term for "
        f"{lowered(first['actor'])}: {lowered(first['text'])}"
    )


def leading_finding(row: Mapping[str, Any]) -> str:
    """The share of champions and pioneers, where it may be shown; else empty. ``row``: as ``place_of``."""
    share = row.get("leading_classes")
    return (
        ""
        if share is None or pd.isna(share)
        else f"{format_share(share)} of those with a class are champions or pioneers."
    )
