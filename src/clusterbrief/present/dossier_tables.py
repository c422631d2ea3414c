"""Tables of the authors' dossier: everybody by name, with nothing hidden. For internal documents only."""

import pandas as pd

from clusterbrief.analysis.profiles import Profile
from clusterbrief.present.latin_names import who
from clusterbrief.present.robustness_tables import interval_text
from clusterbrief.present.wording import (
    MISSING,
    count,
    format_points,
    format_share,
    joined,
    number_word,
    sentence_start,
)

SELECTED, TIED, ELIGIBLE, MAY_QUALIFY, NEAR_MISS = "selected", "tied", "eligible", "may qualify", "near miss"
WORTH_A_LOOK = (SELECTED, TIED, ELIGIBLE, MAY_QUALIFY, NEAR_MISS)
STATUSES = {
    SELECTED: "Selected",
    TIED: "Tied for the last place",
    ELIGIBLE: "Eligible, places are taken",
    MAY_QUALIFY: "May qualify",
    NEAR_MISS: "Misses one criterion",  # of those that answers decide
    "not eligible": "Not eligible",
}
YES_NO = {True: "Yes", False: "No"}
SELECTION_WIDTHS = (24, 14, 7, 8, 12, 18, 17)  # of the columns of the selection, in proportion
MOST_FINDINGS = 20


def _named(profile: Profile, table: str) -> pd.DataFrame:
    names = profile.tables["organisations"][["organisation_code", "name", "country_code"]]
    rows = profile.tables[table]
    return rows.drop(columns=["name", "country_code"], errors="ignore").merge(names, on="organisation_code", how="left")


def selection_rows(profile: Profile) -> pd.DataFrame:
    """Organisations in the order in which they qualify for support, with their names."""
    return _named(profile, "selection")


def worth_a_look(rows: pd.DataFrame) -> pd.DataFrame:
    """Those that qualify, may qualify or miss one criterion."""
    return rows[rows["status"].isin(WORTH_A_LOOK)].reset_index(drop=True)


def selection_finding(rows: pd.DataFrame) -> str:
    """How many would be chosen, and how many are near."""
    counts = rows["status"].value_counts()

    def number(status: str) -> int:
        return int(counts.get(status, 0))

    chosen, tied = number(SELECTED), number(TIED)
    also = ""
    if chosen:
        text, also = f"{sentence_start(count(chosen, 'organisation'))} would be chosen.", " as well"
    elif tied:
        text, also = "No organisation would be chosen without a decision of the authors.", " as well"
    elif number(ELIGIBLE):
        text = "No organisation would be chosen."
    else:
        text = "No organisation is known to meet every criterion for support."
    if tied:
        text += (
            f" {sentence_start(count(tied, 'organisation'))} {'is' if tied == 1 else 'are'} equal at the last place: "
        )
        text += "the authors decide."
    rest = [
        f"{number_word(number(status))} {one if number(status) == 1 else many}"
        for status, one, many in (
            (ELIGIBLE, f"meets every criterion{also}", f"meet every criterion{also}"),
            (MAY_QUALIFY, "may qualify once missing answers are there", "may qualify once missing answers are there"),
            (NEAR_MISS, "misses a single criterion", "miss a single criterion"),
        )
        if number(status)
    ]
    near = rows[(rows["status"] == NEAR_MISS) & (rows["unknown"] != "")]
    if len(near):
        which = "it" if number(NEAR_MISS) == 1 else f"{number_word(len(near))} of these"
        rest[-1] += f", though of {which} others cannot be told"
    return f"{text} {sentence_start(joined(rest))}." if rest else text


def _status(status: str, unknown: str) -> str:
    """A status in words; one of which more criteria cannot be told says so."""
    more = len([each for each in unknown.split("; ") if each])
    if status != NEAR_MISS or not more:
        return STATUSES[status]
    return f"{STATUSES[status]}; {number_word(more)} cannot be told"


def tabulate_selection(rows: pd.DataFrame) -> pd.DataFrame:
    """The selection with what is missing."""
    return pd.DataFrame(
        {
            "Organisation": who(rows),
            "Status": [_status(*each) for each in zip(rows["status"], rows["unknown"], strict=True)],
            "Place": [MISSING if pd.isna(each) else f"{each:.0f}" for each in rows["rank"]],
            "Block III": [format_points(each) for each in rows["score"]],
            "Completion": [format_share(each) for each in rows["completion"]],
            "Not met": [
                f"{missed} (short by {short})" if short else missed or MISSING
                for missed, short in zip(rows["not_met"], rows["short_by"], strict=True)
            ],
            "Cannot be told": [each or MISSING for each in rows["unknown"]],
        }
    )


def ranking_rows(profile: Profile) -> pd.DataFrame:
    """Organisations with an overall score, the best first."""
    rows = _named(profile, "organisation_intervals")
    return rows[rows["rank"].notna()].sort_values(["rank", "organisation_code"]).reset_index(drop=True)


def tabulate_ranking(rows: pd.DataFrame) -> pd.DataFrame:
    """Ranks and scores with their intervals."""
    return pd.DataFrame(
        {
            "Rank": [f"{each:.0f}" for each in rows["rank"]],
            "Organisation": who(rows),
            "Ranks in nine of ten scenarios": [
                interval_text(low, high) for low, high in zip(rows["rank_low"], rows["rank_high"], strict=True)
            ],
            "Score": [format_points(each) for each in rows["score"]],
            "Scores in nine of ten": [
                interval_text(low, high) for low, high in zip(rows["score_low"], rows["score_high"], strict=True)
            ],
            "Attainment": [format_share(each) for each in rows["attainment"]],
        }
    )


def class_rows(profile: Profile) -> pd.DataFrame:
    """Class, firmness, phase and stage of every organisation, by code."""
    rows = _named(profile, "classes")
    kept = profile.tables["kept_classes"].set_index("organisation_code")["kept"]
    labels = profile.tables["classes_of"].set_index("class_code")["class_label"]
    stages = profile.tables["stages"].set_index("stage_code")["stage_label"]
    phase = profile.tables["phases"].set_index("organisation_code")["phase"]
    stage = profile.tables["own_stages"].set_index("organisation_code")
    return rows.assign(
        class_label=rows["class_code"].map(labels).fillna("Unclassified"),
        kept=rows["organisation_code"].map(kept),
        phase=rows["organisation_code"].map(phase),
        stage=rows["organisation_code"].map(stage["stage_code"]).map(stages).fillna("Cannot be told"),
        margin=rows["organisation_code"].map(stage["margin"]),
    )


def tabulate_classes(rows: pd.DataFrame) -> pd.DataFrame:
    """Classes with the figures that decided, and how firm they are."""
    return pd.DataFrame(
        {
            "Organisation": who(rows),
            "Class": rows["class_label"],
            "Kept in": [format_share(each) for each in rows["kept"]],
            "Decided by": [sentence_start(each) for each in rows["decided_by"]],
            "Phase": [sentence_start(each) for each in rows["phase"]],
            "Stage (margin in levels)": [
                stage if pd.isna(margin) else f"{stage} ({margin:.2f})"
                for stage, margin in zip(rows["stage"], rows["margin"], strict=True)
            ],
        }
    )


def consent_rows(profile: Profile) -> pd.DataFrame:
    """Every respondent's consents, by code."""
    return profile.tables["organisations"].sort_values("organisation_code").reset_index(drop=True)


def consent_finding(rows: pd.DataFrame) -> str:
    """How many agreed to what."""
    if rows.empty:
        return "Nobody has answered yet."
    parts = []
    for column, words in (
        ("consent_name", "may be named"),
        ("consent_story", "offered a success story"),
        ("consent_contact", "may be contacted"),
    ):
        number = int(rows[column].sum())
        parts.append(f"{number_word(number) if number else 'none'} {words}")
    return f"Of {count(len(rows), 'respondent')}, {joined(parts)}."


def tabulate_consent(rows: pd.DataFrame) -> pd.DataFrame:
    """Consents by respondent."""
    return pd.DataFrame(
        {
            "Organisation": who(rows),
            "Name": [YES_NO[bool(each)] for each in rows["consent_name"]],
            "Story": [YES_NO[bool(each)] for each in rows["consent_story"]],
            "Contact": [YES_NO[bool(each)] for each in rows["consent_contact"]],
            "E-mail": [each if isinstance(each, str) and each else MISSING for each in rows["email"]],
        }
    )


def silent_finding(silent: pd.DataFrame, invited: pd.DataFrame) -> str:
    """How many of those invited have not answered."""
    if invited.empty:
        return "Nobody was invited."
    if silent.empty:
        return "Every invited organisation has answered."
    asked, verb = count(len(invited), "invited organisation"), "has" if len(silent) == 1 else "have"
    if len(silent) == len(invited):
        return f"The {asked} {verb} not answered."
    return f"Of {asked}, {number_word(len(silent))} {verb} not answered."


def tabulate_silent(rows: pd.DataFrame) -> pd.DataFrame:
    """Invited organisations without an answer."""
    return pd.DataFrame(
        {
            "Organisation": who(rows),
            "Kind": [sentence_start(each) for each in rows["kind"]],
            "Listed on the ECCP": [YES_NO[bool(each)] for each in rows["eccp"]],
        }
    )


def findings_finding(rows: pd.DataFrame) -> str:
    """How many findings there are, and about how many respondents."""
    total = int(rows["count"].sum())
    if total == 0:
        return "Every answer could be used as it was given."
    there = "is" if total == 1 else "are"
    return f"There {there} {count(total, 'finding')} about answers of {count(len(rows), 'contribution')}."


def findings_caption(rows: pd.DataFrame) -> str:
    """What the table of findings lists: every contribution with some, or those with most."""
    if len(rows) <= MOST_FINDINGS:
        return "Findings about answers by contribution"
    return f"The {MOST_FINDINGS} of {len(rows)} contributions with most findings about their answers"


def tabulate_findings(rows: pd.DataFrame) -> pd.DataFrame:
    """Contributions with their findings, those with most first: they are to be asked again."""
    first = rows.head(MOST_FINDINGS)
    return pd.DataFrame(
        {
            "Organisation": [each or "A contribution that was left out" for each in first["organisation_code"]],
            "Findings": [f"{each:.0f}" for each in first["count"]],
            "Kinds": first["kinds"],
        }
    )


def kept_back_finding(rows: pd.DataFrame) -> str:
    """How much is kept back because of earlier publications."""
    if rows.empty:
        return "Nothing is kept back because of earlier publications."
    cells = int(rows["cells"].sum())
    verb, they = ("is", "it") if cells == 1 else ("are", "they")
    return (
        f"{sentence_start(count(cells, 'figure'))} {verb} kept back: with earlier publications, {they} would tell "
        "whose answers came, went or changed. Wait for more answers before publishing again."
    )


def tabulate_kept_back(rows: pd.DataFrame) -> pd.DataFrame:
    """What is kept back, by table and area."""
    return pd.DataFrame(
        {
            "Table": [each.replace("_", " ") for each in rows["table"]],
            "Area": [each or MISSING for each in rows["area_code"]],
            "Figure": [each.replace("_", " ") for each in rows["figure"]],
            "Cells": [f"{each:.0f}" for each in rows["cells"]],
        }
    )
