"""Hypotheses, needs with intervals, and who did not answer: tables and sentences."""

from collections.abc import Mapping

import pandas as pd

from clusterbrief.analysis.profiles import Profile
from clusterbrief.present.rows import choice_rows
from clusterbrief.present.tables import HIDDEN
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

SUPPORTED, NOT_SUPPORTED, UNDECIDED, UNKNOWN = "supported", "not supported", "undecided", "unknown"
VERDICTS = {
    SUPPORTED: "The answers support it",
    NOT_SUPPORTED: "The answers do not support it",
    UNDECIDED: "The answers leave it open",
    UNKNOWN: "Cannot be told from what is shown",
}
CHARACTERISTICS = {
    "country_code": "Country",
    "kind": "Kind, as believed when inviting",
    "eccp": "Listed on the European Cluster Collaboration Platform",
}
DIFFER_BY = {
    "country_code": "country",
    "kind": "kind",
    "eccp": "whether they are listed on the European Cluster Collaboration Platform",
}


def format_interval(low: float, high: float) -> str:
    """An interval of shares.

    >>> format_interval(0.41, 0.666)
    '41–67\\xa0%'
    """
    return MISSING if pd.isna(low) or pd.isna(high) else f"{half_up(low * 100)}–{half_up(high * 100)}\u00a0%"


def verdict_rows(profile: Profile, area_code: str) -> pd.DataFrame:
    """The hypotheses of the source report with the verdict on one area's answers."""
    verdicts = profile.tables["verdicts"]
    return verdicts[verdicts["area_code"] == area_code].reset_index(drop=True)


def evidence_rows(profile: Profile, area_code: str) -> pd.DataFrame:
    """Every piece of evidence for one area, with its hypothesis."""
    evidence = profile.tables["evidence"]
    labels = verdict_rows(profile, area_code).set_index("hypothesis_code")["label"]
    own = evidence[evidence["area_code"] == area_code]
    return own.assign(hypothesis=own["hypothesis_code"].map(labels)).reset_index(drop=True)


def tabulate_evidence(rows: pd.DataFrame) -> pd.DataFrame:
    """Evidence with counts, shares and intervals; what decides is marked."""
    return pd.DataFrame(
        {
            "Hypothesis": rows["hypothesis"],
            "Evidence": rows["label"] + rows["main"].map({True: " (decides)", False: ""}),
            "n": [format_points(n) for n in rows["n"]],
            "Organisations": [HIDDEN if pd.isna(each) else f"{each:.0f}" for each in rows["count"]],
            "Share": [format_share(each) for each in rows["share"]],
            "90 % interval": [format_interval(low, high) for low, high in zip(rows["low"], rows["high"], strict=True)],
        }
    )


def tabulate_verdicts(rows: pd.DataFrame) -> pd.DataFrame:
    """Each hypothesis in words, and what the answers say of it."""
    return pd.DataFrame(
        {
            "Hypothesis": rows["claim"],
            "Verdict": [VERDICTS[each] for each in rows["verdict"]],
            "Why": [sentence_start(each) for each in rows["decided_by"]],
        }
    )


def verdicts_finding(rows: pd.DataFrame) -> str:
    """What the answers say of all hypotheses, in one sentence."""
    told = rows[rows["verdict"] != UNKNOWN]
    if told.empty:
        return "Too few answers can be shown to say anything of the hypotheses of the source report."
    parts = []
    for verdict, words in (
        (SUPPORTED, "supported by the answers"),
        (UNDECIDED, "left open"),
        (NOT_SUPPORTED, "not supported"),
    ):
        names = [f"“{label}”" for label in told.loc[told["verdict"] == verdict, "label"]]
        if names:
            subject, verb = ("the one", "is") if len(names) == 1 else ("those", "are")
            parts.append(f"{subject} on {joined(names)} {verb} {words}")
    judged = "" if len(told) == len(rows) else f"evidence on {number_word(len(told))} can be shown: "
    return f"Of {count(len(rows), 'hypothesis', 'hypotheses')} of the source report, {judged}{joined(parts)}."


def tabulate_ranked_choices(rows: pd.DataFrame, heading: str) -> pd.DataFrame:
    """Needs or actions with their interval and how strongly they are wanted."""
    return pd.DataFrame(
        {
            heading: rows["label"],
            "n": [format_points(n) for n in rows["n"]],
            "Organisations": [
                f"{number:.0f}" if not pd.isna(number) else bound or HIDDEN
                for number, bound in zip(rows["count"], rows["bound"], strict=True)
            ],
            "Share": [format_share(each) for each in rows["share"]],
            "90 % interval": [format_interval(low, high) for low, high in zip(rows["low"], rows["high"], strict=True)],
            "Strength (0–100)": [format_points(None if pd.isna(each) else each * 100) for each in rows["weight"]],
        }
    )


def class_choice_rows(profile: Profile, name: str) -> pd.DataFrame:
    """Needs or actions by class: options down, classes across, the share that named each; NaN where hidden.

    Options are in the order of the whole region, the one named most often first.
    """
    ordered = choice_rows(profile, profile.facts["region_code"], name)["option_code"]
    table, classes = profile.tables[f"class_{name}"], profile.tables["classes"].sort_values("place")
    options = profile.tables["need_options" if name == "needs" else "action_options"]
    labels = classes.set_index("class_code")["class_plural"]
    wide = table.pivot(index="option_code", columns="class_code", values="share")
    wide = wide[[code for code in labels.index if code in wide.columns and wide[code].notna().any()]]
    wide = wide.reindex([code for code in ordered if code in wide.index])
    return wide.rename(index=options.set_index("option_code")["option_label"], columns=labels)


def class_sizes(profile: Profile, name: str) -> dict[str, int]:
    """How many of each class named needs or actions, by the plural of the class."""
    labels = profile.tables["classes"].set_index("class_code")["class_plural"]
    sizes = profile.tables[f"class_{name}"].groupby("class_code")["n"].max()
    return {str(labels[code]): int(n) for code, n in sizes.items()}


def tabulate_class_choices(wide: pd.DataFrame, heading: str, sizes: Mapping[str, int]) -> pd.DataFrame:
    """Shares by class for people; ``sizes``: how many of each class answered."""
    named = wide.rename(columns={name: f"{name} (n = {sizes[name]})" for name in wide.columns})
    return named.map(format_share).rename_axis(heading).reset_index()


def class_choices_finding(wide: pd.DataFrame) -> str:
    """What each class wants most, as far as it may be shown."""
    parts = []
    for name in wide.columns:
        shares = wide[name].dropna()
        if len(shares) and shares.max() > 0:
            first = joined([f"“{option}”" for option in shares.index[shares == shares.max()]])
            parts.append(f"{sentence_start(name)} name {first} most often ({format_share(shares.max())}).")
    if parts and wide.isna().any(axis=None):
        parts[0] = f"As far as it can be shown, {lowered(parts[0])}"
    return " ".join(parts) or "No class is large enough for its needs to be shown."


def tabulate_nonresponse(rows: pd.DataFrame) -> pd.DataFrame:
    """Invited organisations and those of them that answered, by what is known of all."""
    return pd.DataFrame(
        {
            "Characteristic": [CHARACTERISTICS.get(each, each) for each in rows["characteristic"]],
            "Category": [sentence_start(each) for each in rows["category"]],
            "Invited": [format_points(each) for each in rows["invited"]],
            "Answered": [format_points(each) for each in rows["respondents"]],
            "Response rate": [format_share(each) for each in rows["response_rate"]],
            "Share of invited": [format_share(each) for each in rows["share_invited"]],
            "Share of respondents": [format_share(each) for each in rows["share_respondents"]],
        }
    )


def nonresponse_finding(rows: pd.DataFrame) -> str:
    """In what respondents differ most from those who were invited."""
    known = rows.dropna(subset=["dissimilarity"]).drop_duplicates("characteristic")
    if known.empty:
        return "Nobody on the list of invited organisations has answered yet."
    widest = known.loc[known["dissimilarity"].idxmax()]
    moved = half_up(widest["dissimilarity"] * 100)
    if moved == 0:
        return "Respondents are spread over countries and kinds like the organisations that were invited."
    what = DIFFER_BY.get(widest["characteristic"], widest["characteristic"])
    of_rows = rows[rows["characteristic"] == widest["characteristic"]]
    most = of_rows.loc[of_rows["difference"].idxmax()]
    sure = widest["p_value"]
    chance = (
        ""
        if pd.isna(sure)
        else " Chance alone would rarely give that."
        if sure < RARELY
        else " Chance alone could give that."
    )
    return (
        f"Respondents differ most from those invited by {what}: “{sentence_start(most['category'])}” makes up "
        f"{format_share(most['share_respondents'])} of respondents and {format_share(most['share_invited'])} of those "
        f"invited.{chance}"
    )


RARELY = 0.05


def evidence_count(rows: pd.DataFrame) -> str:
    """How many pieces of evidence there are, for a caption."""
    pieces = count(len(rows), "piece of evidence", "pieces of evidence")
    return f"{sentence_start(pieces)} on the hypotheses of the source report"
