"""An organisation beside those like it: peers of the region, and EU organisations to learn from."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from clusterbrief.analysis.profiles import Profile
from clusterbrief.analysis.services import DIGITAL
from clusterbrief.analysis.strengths import detail_rows
from clusterbrief.present.tables import DIMENSION_OR_PART
from clusterbrief.present.wording import (
    MISSING,
    above_or_below,
    count,
    format_points,
    half_up,
    number_word,
    sentence_start,
)

SIMILAR, EVERY = "similar", "all organisations"
DASH_NOTE = "A dash stands for what you did not answer in full or the source report does not print."
NO_SCORE_NOTE = (
    "A dash under your score: too little of it was answered or could be used, so nothing is compared with it."
)
MEDIAN_NOTE = "A dash under a median: it would rest on too few organisations, or let such a figure be worked out."
MOST_STUDIED = 8  # EU organisations that a sheet lists: more would fill a page with strangers
MEDIANS = ("country_median", "region_median")
EU_SOURCE = "Source: EU4Digital, EU best practices in cluster management, June 2024, Table 5 and Annex 1."
MEASURES = {
    "general_services": "Main general services (of up to five)",
    "digital_services": "Digitalisation services (of nine)",
    "total_services": "Both kinds of services together",
    "members": "Members: large firms, SMEs and research",
}


def noted(source: str, *notes: str) -> str:
    """A source line with the notes that apply; the others are empty."""
    return " ".join(filter(None, [source, *notes]))


def dash_note(rows: pd.DataFrame, medians: Sequence[str], beside_scores: bool = False) -> str:
    """What dashes mean in a table of one's own scores; empty where there are none.

    ``rows``: ``score`` and the columns of medians that are named, which stand ``beside_scores`` alone or in each row.
    """
    unscored = rows["score"].isna()
    due = rows[~unscored] if beside_scores else rows
    hidden = any(due[column].isna().any() for column in medians)
    return " ".join([*([NO_SCORE_NOTE] if unscored.any() else []), *([MEDIAN_NOTE] if hidden else [])])


def similar_rows(profile: Profile) -> pd.DataFrame:
    """Own scores by dimension beside the median of similar organisations; NaN where it may not be shown."""
    rows = detail_rows(profile.tables["own_scores"], profile.tables["nodes"])
    peers = profile.tables["peers"]
    peers = peers[peers["peers"] == SIMILAR].set_index("node_code")
    for column in ("median", "n", "position"):
        rows[column] = rows["node_code"].map(peers[column]).astype(float)
    # of what is printed: whoever subtracts the two columns must find the third
    score, median = (rows[column].map(half_up, na_action="ignore").astype(float) for column in ("score", "median"))
    return rows.assign(difference=score - median)


def tabulate_similar(rows: pd.DataFrame) -> pd.DataFrame:
    """Own scores beside the median of similar organisations; without places where none may be told."""
    table = pd.DataFrame(
        {
            DIMENSION_OR_PART: rows["label"],
            "Your score": [format_points(each) for each in rows["score"]],
            "Similar organisations": [format_points(each) for each in rows["n"]],
            "Their median score": [format_points(each) for each in rows["median"]],
            "Difference": [above_or_below(each) for each in rows["difference"]],
            "Your place": [_place(position, n) for position, n in zip(rows["position"], rows["n"], strict=True)],
        }
    )
    return table if rows["position"].notna().any() else table.drop(columns="Your place")


def _place(position: float, peers: float) -> str:
    """One's place among oneself and so many peers."""
    return MISSING if pd.isna(position) else f"{position:.0f} of {peers + 1:.0f}"


def own_similar(facts: Mapping[str, Any], rows: pd.DataFrame) -> str:
    """Who counts as similar, how many there are, and why not by more characteristics."""
    number = facts["similar_n"]
    if not number:
        return "No other respondent can be set beside your organisation yet."
    by = facts["similar_criteria"]
    others = f"{count(number, 'other respondent')} of the partner region"
    if by == EVERY and rows["median"].isna().all():
        return "Too few respondents are like your organisation; medians of the region are under “By dimension”."
    if by == EVERY:
        every = f"the {others}" if number == 1 else f"all {others}"
        text = f"Too few respondents are like your organisation, so it is set beside {every}."
    else:
        verb = "is" if number == 1 else "are"
        text = f"By {by}, {others} {verb} similar to your organisation."
    if facts["similar_dropped"] and by != EVERY:
        verb = "was" if "," not in facts["similar_dropped"] and " and " not in facts["similar_dropped"] else "were"
        text += f" {sentence_start(facts['similar_dropped'])} {verb} left aside, or there would have been too few."
    if rows["median"].isna().all():
        hidden = facts["similar_hidden"]
        because = f"these are {hidden}" if hidden else "too few of them have a score that can be compared with yours"
        text += f" Their medians are not shown: {because}."
    return text


def eu_caption(rows: pd.DataFrame) -> str:
    """Beside whose median the table sets own numbers; ``rows``: as ``tabulate_eu`` takes them."""
    every = len(rows) > 0 and rows["criteria"].iloc[0] == EVERY
    whose = "the EU organisations that the source report prints" if every else "similar EU organisations"
    return f"Your services and members beside the median of {whose}"


def eu_rows(profile: Profile) -> pd.DataFrame:
    """Own numbers beside EU medians, with how many digitalisation services are ``answered`` and ``provided``."""
    services, rows = profile.tables["own_services"], profile.tables["own_eu"]
    own = services[services["kind"] == DIGITAL]
    digital = rows["measure"] == "digital_services"
    return rows.assign(
        answered=np.where(digital, float(len(own)), 0.0), provided=np.where(digital, float(own["has"].sum()), 0.0)
    )


def tabulate_eu(rows: pd.DataFrame) -> pd.DataFrame:
    """Own numbers of services and members beside the median of similar EU organisations."""
    return pd.DataFrame(
        {
            "Measure": [MEASURES.get(each, each) for each in rows["measure"]],
            "You": [_own_number(row) for row in rows.to_dict("records")],
            "EU organisations": [format_points(each) for each in rows["n"]],
            "Their median": [MISSING if pd.isna(each) else f"{each:g}" for each in rows["median"]],
            "Difference": [above_or_below(each) for each in rows["difference"]],
        }
    )


def _own_number(row: Mapping[str, Any]) -> str:
    """One's own number; where some services are open still, how many of those answered are provided."""
    if pd.isna(row["own"]) and row["answered"] > 0:
        return f"{row['provided']:.0f} of {row['answered']:.0f} answered"
    return format_points(row["own"])


def own_similar_eu(rows: pd.DataFrame, organisations: pd.DataFrame) -> str:
    """Beside which EU organisations the numbers stand."""
    if organisations.empty or rows.empty:
        return "No EU organisation is printed that could be set beside yours."
    by = rows["criteria"].iloc[0]
    how = "all that the source report prints" if by == EVERY else f"similar to yours by {by}"
    whose = "Its" if len(organisations) == 1 else "Their"
    given = f"{whose} numbers are as printed there, and yours are your own answers"
    if by != EVERY:
        given = f"{whose} numbers are those that the source report prints, and yours are your own answers"
    return (
        f"Your organisation is set beside {count(len(organisations), 'EU organisation')} with a gold or silver label, "
        f"{how}. {given}."
    )


def worth_studying(rows: pd.DataFrame) -> pd.DataFrame:
    """The first few of similar EU organisations: those with a gold label and the widest offer, in that order."""
    order = rows.assign(gold=rows["label"].str.lower() == "gold").sort_values(
        ["gold", "total_services"], ascending=[False, False], kind="stable", na_position="last"
    )
    return order.drop(columns="gold").head(MOST_STUDIED).reset_index(drop=True)


def studied_caption(rows: pd.DataFrame) -> str:
    """What the table of EU organisations holds."""
    if len(rows) > MOST_STUDIED:
        some = f"{number_word(MOST_STUDIED)} of {len(rows)}"
        return f"EU organisations to learn from: {some}, gold labels and widest offers first"
    similar = (rows["criteria"] != EVERY).any() if "criteria" in rows else True
    return f"{'Similar EU' if similar else 'EU'} organisations to learn from"


def tabulate_similar_eu(rows: pd.DataFrame) -> pd.DataFrame:
    """Similar EU organisations with what the source report prints of them."""
    return pd.DataFrame(
        {
            "Organisation": rows["eu_organisation"],
            "Label": [sentence_start(each) for each in rows["label"]],
            "Country": rows["country"],
            "Sector": rows["sector"],
            "General services": [format_points(each) for each in rows["general_services"]],
            "Digital services": [format_points(each) for each in rows["digital_services"]],
        }
    )


def criteria_of(profile: Profile, programme_code: str) -> pd.DataFrame:
    """The organisation's own criteria of one programme, in the order of the source."""
    own = profile.tables["own_criteria"]
    chosen = own[(own["programme_code"] == programme_code) & (own["kind"] == "criterion")]
    return chosen.reset_index(drop=True)
