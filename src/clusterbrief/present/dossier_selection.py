"""Whom the authors may support with the Bronze label, and what they ought to know of each. Internal."""

import pandas as pd

from clusterbrief.analysis.profiles import Profile
from clusterbrief.present.dossier_tables import YES_NO, named_rows
from clusterbrief.present.latin_names import who
from clusterbrief.present.recipient_tables import NO_CONTACT
from clusterbrief.present.wording import (
    MISSING,
    count,
    format_part,
    format_points,
    joined,
    number_word,
    sentence_start,
)

SELECTED, TIED, ELIGIBLE, MAY_QUALIFY, NEAR_MISS = "selected", "tied", "eligible", "may qualify", "near miss"
NO = "no"  # the answer
NO_RULE = "No published criterion says whether holders of a label may be supported; nobody was left out for it."
WORTH_A_LOOK = (SELECTED, TIED, ELIGIBLE, MAY_QUALIFY, NEAR_MISS)
STATUSES = {
    SELECTED: "Selected",
    TIED: "Tied for the last place",
    ELIGIBLE: "Eligible, places are taken",
    MAY_QUALIFY: "May qualify",
    NEAR_MISS: "Misses one criterion",  # of those that answers decide
    "not eligible": "Not eligible",
}
SELECTION_WIDTHS = (20, 11, 6, 6, 11, 14, 14, 9, 7, 9)  # of the columns of the selection, in proportion


def selection_rows(profile: Profile) -> pd.DataFrame:
    """Organisations in the order in which they qualify for support, with their names.

    With them come ``labels_held``, ``holds_ecei``, ``label_wish`` and ``consent_contact``: no criterion asks for them,
    but whoever chooses has to know.
    """
    rows = named_rows(profile, "selection").merge(profile.tables["label_answers"], on="organisation_code", how="left")
    contact = profile.tables["organisations"].set_index("organisation_code")["consent_contact"]
    return rows.assign(consent_contact=rows["organisation_code"].map(contact).astype(bool))


def worth_a_look(rows: pd.DataFrame) -> pd.DataFrame:
    """Those that qualify, may qualify or miss one criterion."""
    return rows[rows["status"].isin(WORTH_A_LOOK)].reset_index(drop=True)


def selection_finding(rows: pd.DataFrame) -> str:
    """How many would be chosen, and how many are near."""
    counts = rows["status"].value_counts()

    def number(status: str) -> int:
        return int(counts.get(status, 0))

    chosen, tied = number(SELECTED), number(TIED)
    also, of = "", "Of all respondents"
    if chosen:
        text, also, of = f"Support would go to {count(chosen, 'organisation')}.", " as well", "Of the others"
    elif tied:
        text, also, of = "Support would go to nobody without a decision of the authors.", " as well", "Of the others"
    elif number(ELIGIBLE):
        text = "Support would go to nobody: no organisation that meets every criterion has a score."
    else:
        text = "No organisation is known to meet every criterion for support."
    if tied:
        text += f" At the last place, {count(tied, 'organisation')} {'is' if tied == 1 else 'are'} equal: the authors "
        text += "decide."
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
    more = ""
    if len(near):
        which = "it" if number(NEAR_MISS) == 1 else f"{number_word(len(near))} of these"
        more = f"; for {which}, further criteria cannot be told"
    said = f"{text} {of}, {joined(rest)}{more}." if rest else text
    return " ".join(filter(None, [said, _could_be_chosen(rows)]))


def _could_be_chosen(rows: pd.DataFrame) -> str:
    """Who may qualify and would then be among the first, so that somebody chosen would lose the place."""
    could = rows[rows["could_be_selected"].astype(bool)]
    if could.empty:
        return ""
    their = "its" if len(could) == 1 else "their"
    place = "in the place of another where all are taken"
    return f"Once {their} missing answers are there, {joined(list(who(could)))} could be among those chosen, {place}."


def selection_caveats(rows: pd.DataFrame) -> str:
    """What no criterion asks for, but who chooses has to know: labels held, no wish for one, no consent to contact."""
    chosen = rows[rows["status"].isin([SELECTED, TIED])]
    if chosen.empty:
        return ""
    parts = []
    for found, one, many in (
        (chosen["holds_ecei"].astype(bool), "holds an ECEI label already", "hold an ECEI label already"),
        (
            chosen["label_wish"] == NO,
            "does not wish to apply for a European label",
            "do not wish to apply for a European label",
        ),
        (~chosen["consent_contact"].astype(bool), NO_CONTACT, NO_CONTACT),
    ):
        codes = list(chosen.loc[found, "organisation_code"])
        if codes:
            number = "all" if len(codes) == len(chosen) > 1 else number_word(len(codes))
            which = "" if len(codes) == len(chosen) else f" ({', '.join(codes)})"
            parts.append(f"{number} {one if len(codes) == 1 else many}{which}")
    tied = " or tied" if (chosen["status"] == TIED).any() else ""
    of = f"the {count(len(chosen), 'organisation')} chosen{tied}"
    if not parts:
        return f"Of {of}, none holds an ECEI label, does not wish for one or did not agree to be contacted."
    return f"Of {of}, {joined(parts)}. {NO_RULE}"


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
            "Completion": [sentence_start(format_part(each)) for each in rows["completion"]],
            "Not met": [
                f"{missed} (short by {short})" if short else missed or MISSING
                for missed, short in zip(rows["not_met"], rows["short_by"], strict=True)
            ],
            "Cannot be told": [each or MISSING for each in rows["unknown"]],
            "Labels held": [each or MISSING for each in rows["labels_held"]],
            "Wishes a label": [sentence_start(each) or MISSING for each in rows["label_wish"]],
            "May be contacted": [YES_NO[bool(each)] for each in rows["consent_contact"]],
        }
    )
