"""Programmes in words and tables: which published criteria are met, by an area's organisations or by one."""

import pandas as pd

from clusterbrief.analysis.profiles import Profile
from clusterbrief.present.programme_figures import ANSWER_LABELS, HIDDEN, MET, NOT_MET, UNKNOWN
from clusterbrief.present.tables import HIDDEN as HIDDEN_TEXT
from clusterbrief.present.wording import MISSING, count, joined, number_word, sentence_start

COLUMNS = {MET: "met", NOT_MET: "not_met", UNKNOWN: "unknown"}
SETTING_MARK = "*"
LEAST_DRAWN = 3  # criteria; with fewer nearly all bars are grey
DECIMALS = 9  # of shares that are compared
SETTING_NOTE = "* How our answers decide this criterion is a project setting; the method page says why."


def programme_rows(profile: Profile, area_code: str, programme_code: str) -> pd.DataFrame:
    """Criteria of one programme for one area, those that are asked for, in the order of the source."""
    rows = profile.tables["criteria"]
    own = rows[(rows["area_code"] == area_code) & (rows["programme_code"] == programme_code)]
    return own[own["kind"] == "criterion"].reset_index(drop=True)


def can_be_drawn(rows: pd.DataFrame) -> bool:
    """Whether a figure of criteria would show anything: of three at least it can be told how many meet them."""
    return int(rows["met"].notna().sum()) >= LEAST_DRAWN


def criterion_bars(rows: pd.DataFrame) -> pd.DataFrame:
    """The same as ``draw_criteria`` wants it: one row per criterion and answer, hidden ones together."""
    parts = [rows.assign(status=status, count=rows[column].astype(float)) for status, column in COLUMNS.items()]
    shown = sum((part["count"].fillna(0) for part in parts), pd.Series(0.0, index=rows.index))
    parts.append(rows.assign(status=HIDDEN, count=rows["n"] - shown))
    columns = ["criterion_code", "label", "status", "count"]
    return pd.concat(parts, ignore_index=True)[columns]


def criteria_finding(rows: pd.DataFrame, programme: str, of: str) -> str:
    """The criterion that is missed most often, as far as it may be shown."""
    start = f"Criteria of “{programme}”:"
    if rows.empty or int(rows["n"].max()) == 0:
        return f"{start} no organisation of {of} has answered yet"
    decided = rows["met"] + rows["not_met"]  # NaN where one of both is hidden
    if (decided == 0).all():
        return f"{start} no answer from {of} tells whether they are met"
    told = rows.assign(decided=decided)[decided > 0]
    if told.empty:
        return f"Of the criteria of “{programme}”, none can be shown in full for {of}"
    met_share = (told["met"] / told["decided"]).round(DECIMALS)
    hardest = told.loc[met_share.idxmin()]
    equals = told[(met_share == met_share.min()) & (told["decided"] == hardest["decided"])]
    every = len(told) == len(rows)
    if hardest["not_met"] == 0:
        return f"{start} no organisation of {of} is known to miss one{'' if every else ' that can be shown in full'}"
    scope = "" if every else " that can be shown in full"
    missing = number_word(int(hardest["not_met"]))
    miss = "misses" if hardest["not_met"] == 1 else "miss"
    names = [f"“{label}”" for label in equals["label"]]
    are, it = ("is", "it") if len(names) == 1 else ("are", "each of them")
    known = "" if hardest["decided"] == hardest["n"] else " whose answers tell"
    share = f"{missing} of {count(int(hardest['decided']), 'organisation')}{known} {miss} {it}"
    if len(equals) == len(told) and not every:
        return f"Of the criteria of “{programme}”, only {joined(names)} can be shown in full for {of}: {share}"
    return f"Of the criteria of “{programme}”{scope}, {joined(names)} {are} missed most often in {of}: {share}"


def criteria_alt(rows: pd.DataFrame) -> str:
    """Counts of met, not met and unknown for each criterion."""
    if rows.empty:
        return "No bars: no organisation has answered yet."
    parts = []
    for row in rows.to_dict("records"):
        met, not_met, unknown = (
            HIDDEN_TEXT if pd.isna(row[key]) else f"{row[key]:.0f}" for key in ("met", "not_met", "unknown")
        )
        parts.append(f"{row['label']}: met {met}, not met {not_met}, cannot be told {unknown}")
    return f"Stacked bars of organisations by criterion. {'; '.join(parts)}."


def tabulate_criteria(rows: pd.DataFrame) -> pd.DataFrame:
    """Criteria with counts; hidden ones say so."""

    def shown(column: str) -> list[str]:
        return [HIDDEN_TEXT if pd.isna(each) else f"{each:.0f}" for each in rows[column]]

    programme = {"Programme": rows["programme"]} if "programme" in rows else {}
    return pd.DataFrame(
        {
            **programme,
            "Criterion": rows["label"] + rows["setting"].map({True: SETTING_MARK, False: ""}),
            "Met": shown("met"),
            "Not met": shown("not_met"),
            "Cannot be told": shown("unknown"),
        }
    )


def tabulate_programmes(programmes: pd.DataFrame) -> pd.DataFrame:
    """Programmes whose criteria are held against the answers."""
    return pd.DataFrame(
        {"Programme": programmes["programme_label"], "By": programmes["body"], "What it is": programmes["about"]}
    )


def own_readiness(own: pd.DataFrame, programmes: pd.DataFrame) -> pd.DataFrame:
    """An organisation's criteria met by programme: ``label``, ``met``, ``not_met``, ``unknown`` and ``status``."""
    labels = programmes.set_index("programme_code")["programme_label"]
    return own.assign(label=own["programme_code"].map(labels))


def tabulate_readiness(rows: pd.DataFrame) -> pd.DataFrame:
    """How many criteria of each programme one organisation meets."""
    return pd.DataFrame(
        {
            "Programme": rows["label"],
            "Met": [f"{each:.0f}" for each in rows["met"]],
            "Not met": [f"{each:.0f}" for each in rows["not_met"]],
            "Cannot be told": [f"{each:.0f}" for each in rows["unknown"]],
        }
    )


def tabulate_own_criteria(rows: pd.DataFrame) -> pd.DataFrame:
    """One programme's criteria with what was answered, what is asked for, and the verdict."""
    return pd.DataFrame(
        {
            "Criterion": rows["label"],
            "Asked for": [sentence_start(each) or MISSING for each in rows["needed"]],
            "Your answer": [
                sentence_start(each or reason) or MISSING
                for each, reason in zip(rows["answers"], rows["reason"], strict=True)
            ],
            "Result": [ANSWER_LABELS[each] for each in rows["status"]],
        }
    )


def own_programme_finding(rows: pd.DataFrame, programme: str) -> str:
    """How near one organisation is to meeting a programme's criteria.

    ``rows``: the criteria of one programme with ``status`` and ``label``.
    """
    total = len(rows)
    if total == 0:
        return ""
    missed = [f"“{label}”" for label in rows.loc[rows["status"] == NOT_MET, "label"]]
    unknown = [f"“{label}”" for label in rows.loc[rows["status"] == UNKNOWN, "label"]]
    met = total - len(missed) - len(unknown)
    of = f"the {count(total, 'criterion', 'criteria')} of “{programme}”"
    text = f"You meet {number_word(met) if met else 'none'} of {of}."
    if met == total:
        text = f"You meet every criterion of “{programme}”."
    if missed:
        text += f" Not met: {joined(missed)}."
    if unknown:
        text += f" Cannot be told: {joined(unknown)}."
    return text


def programme_labels(profile: Profile) -> dict[str, str]:
    """Labels of programmes by code."""
    programmes = profile.tables["programmes"]
    return dict(zip(programmes["programme_code"], programmes["programme_label"], strict=True))


def other_programmes(profile: Profile, area_code: str, programme_code: str) -> pd.DataFrame:
    """Criteria of all programmes but one of which a count may be shown, with ``programme``."""
    labels = programme_labels(profile)
    rows = profile.tables["criteria"]
    own = rows[(rows["area_code"] == area_code) & (rows["programme_code"] != programme_code)]
    told = own["met"].notna() | own["not_met"].notna()
    own = own[(own["kind"] == "criterion") & told & (own["unknown"] != own["n"])]
    return with_limits(own.assign(programme=own["programme_code"].map(labels)).reset_index(drop=True), profile)


def with_limits(rows: pd.DataFrame, profile: Profile) -> pd.DataFrame:
    """Criteria with their published limit in the label: "Members" alone would not say how many.

    ``rows`` have ``programme`` (label) and ``label``.
    """
    rules = profile.tables.get("criterion_rules", pd.DataFrame(columns=["programme_label", "label", "needed"]))
    needed = rules.drop_duplicates(["programme_label", "label"]).set_index(["programme_label", "label"])["needed"]
    limits = [needed.get(key, "") for key in zip(rows["programme"], rows["label"], strict=True)]
    return rows.assign(label=[", ".join(filter(None, each)) for each in zip(rows["label"], limits, strict=True)])


def tabulate_criterion_rules(rows: pd.DataFrame) -> pd.DataFrame:
    """How answers decide each criterion: ``programme_label``, ``label``, ``needed``, ``setting`` and ``reason``."""
    notes = [
        f"Cannot be told: {reason}." if reason else setting
        for setting, reason in zip(rows["setting"], rows["reason"], strict=True)
    ]
    return pd.DataFrame(
        {
            "Programme": rows["programme_label"],
            "Criterion": rows["label"],
            "Published limit": [sentence_start(each) or MISSING for each in rows["needed"]],
            "Note": [note or MISSING for note in notes],
        }
    )
