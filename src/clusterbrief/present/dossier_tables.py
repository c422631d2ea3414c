"""Tables of the authors' dossier: everybody by name, with nothing hidden. For internal documents only."""

import pandas as pd

from clusterbrief.analysis.profiles import Profile
from clusterbrief.present.latin_names import who
from clusterbrief.present.robustness_tables import interval_text
from clusterbrief.present.wording import (
    MISSING,
    count,
    format_part,
    format_points,
    format_share,
    joined,
    number_word,
    sentence_start,
)

YES_NO = {True: "Yes", False: "No"}
MOST_FINDINGS = 20
INVITED_SOURCE = "Source: list of invited organisations of this edition."


def named_rows(profile: Profile, table: str) -> pd.DataFrame:
    """A table of organisations with their names, as they gave them, and their countries."""
    names = profile.tables["organisations"][["organisation_code", "name", "country_code"]]
    rows = profile.tables[table]
    return rows.drop(columns=["name", "country_code"], errors="ignore").merge(names, on="organisation_code", how="left")


def ranking_rows(profile: Profile) -> pd.DataFrame:
    """Organisations with an overall score, the best first."""
    rows = named_rows(profile, "organisation_intervals")
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
    rows = named_rows(profile, "classes")
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
            "Kept in": [sentence_start(format_part(each)) for each in rows["kept"]],
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
        f"At present, {count(cells, 'figure')} {verb} kept back: with earlier publications, {they} would tell "
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
