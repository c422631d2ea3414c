"""Recommendations in tables and sentences: the next steps of one organisation, and what would help an area."""

import re
from collections.abc import Iterable

import pandas as pd

from clusterbrief.analysis.profiles import Profile
from clusterbrief.present.wording import MISSING, count, joined, lowered, sentence_start

MANAGERS, POLICY, DONORS, BUSINESS = "managers", "policy", "donors", "business"
READERS = {
    MANAGERS: "cluster managers",
    POLICY: "policy practitioners",
    DONORS: "donors",
    BUSINESS: "business",
}
STEPS = 5
BETWEEN_EVIDENCE = re.compile(r"; (?![^()]*\))")  # not within brackets
NEARLY_ALL = "nearly all"
WIDTHS = (40, 11, 17, 14, 26)
WOULD_HELP = "Would help"
HELPED_NOTE = "“Would help” counts each organisation to which some reason for the advice applies, to the nearest five."
DASH_NOTE = "A dash under “Would help”: too few answered for a number, or nearly all of them need it."
NO_NUMBER_NOTE = (
    "Too few answered for numbers of organisations; some advice that nearly all or hardly any of them need is left out."
)
NEARLY_NOTE = "Nearly all: all but fewer than three."
Call = set[str]  # indicators, criteria, needs or pieces of evidence: an action on one of them answers it


def answers(recommended: pd.DataFrame, call: Call) -> list[int]:
    """Which recommendations answer a call: those that it is to show the effect of, else those that it triggers."""
    shown = list(recommended.index[recommended["shown_by"].isin(call)])
    return shown or [place for place, codes in recommended["triggers"].items() if call & set(codes.split())]


def with_called(rows: pd.DataFrame, calls: Iterable[Call], most: int = STEPS) -> pd.DataFrame:
    """The first recommendations, among them the first that answers each call; in their order."""
    called: list[int] = []
    for call in calls:
        fitting = answers(rows, call)
        called += [] if set(fitting) & set(called) else fitting[:1]
    called = called[:most]
    others = [place for place in rows.index if place not in called][: most - len(called)]
    return rows.loc[[place for place in rows.index if place in {*called, *others}]].reset_index(drop=True)


def own_steps(profile: Profile, most: int = STEPS, calls: Iterable[Call] = ()) -> pd.DataFrame:
    """The first recommendations to one organisation in words, one for each indicator that would show success.

    Among them is one that answers each of ``calls``. Two that move the same indicator, or ask nearly the same, are one
    step for who has five to take; it rests on what speaks for any of them.
    """
    own = profile.tables["own_recommendations"]
    own = own[own["addressee"] == MANAGERS].drop(columns="addressee")
    rows = own.merge(profile.tables["rules"], on="rule_code", how="left", validate="m:1")
    rows = rows.sort_values("rank", kind="stable")  # of equals the first in the files: the alphabet says nothing
    evidence = rows.groupby("step")["evidence"].agg(_joined_evidence)
    rows = rows.drop_duplicates("step").reset_index(drop=True)
    return _with_practice(with_called(rows.assign(evidence=rows["step"].map(evidence)), calls, most), profile)


def _joined_evidence(texts: pd.Series) -> str:
    return "; ".join(dict.fromkeys(part for text in texts for part in BETWEEN_EVIDENCE.split(text)))


def _with_practice(rows: pd.DataFrame, profile: Profile) -> pd.DataFrame:
    practices = profile.tables["practices"].set_index("practice_code")
    named = rows["practice_code"].map(practices["organisation"])
    lesson = rows["practice_code"].map(practices["lesson"])
    study = [MISSING if pd.isna(name) else f"{name}: {lowered(text)}" for name, text in zip(named, lesson, strict=True)]
    return rows.assign(study=study).reset_index(drop=True)


def tabulate_steps(rows: pd.DataFrame) -> pd.DataFrame:
    """Next steps with what they rest on and whom to learn from."""
    return pd.DataFrame(
        {
            "Step": [str(place) for place in range(1, len(rows) + 1)],
            "What to do": rows["text"] + " " + rows["how"],
            "Because": [sentence_start(each) for each in rows["evidence"]],
            "When, cost": rows["horizon"] + ", " + _cost(rows),
            "Learn from": rows["study"],
        }
    )


def _cost(rows: pd.DataFrame) -> pd.Series:
    return rows["cost"].str.lower() + " cost"


def study_note(rows: pd.DataFrame) -> str:
    """What a dash in place of a practice means; empty where there is none."""
    dash = (rows["study"] == MISSING).any()
    return "A dash under “Learn from”: the source report describes no practice for it." if dash else ""


def steps_finding(rows: pd.DataFrame) -> str:
    """What the first step is."""
    if rows.empty:
        return "Nothing in your answers calls for a next step: no gap, no criterion that is not met, no need."
    return f"First of all: {_quoted(rows)}"


def area_rows(profile: Profile, area_code: str, addressee: str, most: int = STEPS) -> pd.DataFrame:
    """What would help an area most, for one reader, in words; one for each indicator that would show success."""
    table = profile.tables["recommendations"]
    own = table[(table["area_code"] == area_code) & (table["addressee"] == addressee)].drop(columns="addressee")
    rows = own.merge(profile.tables["rules"], on="rule_code", how="left", validate="m:1")
    rows = rows.sort_values("place", kind="stable").drop_duplicates("shown_by").head(most)
    return _with_practice(rows, profile)


def helped(row: dict) -> str:
    """About how many organisations a recommendation would help.

    >>> helped({"bound": "", "helped": 15.0, "n": 26}), helped({"bound": "nearly all", "helped": float("nan"), "n": 26})
    ('about 15 of 26', 'nearly all of 26')
    """
    if row["bound"] == NEARLY_ALL:
        return f"{NEARLY_ALL} of {row['n']:.0f}"
    return MISSING if pd.isna(row["helped"]) else f"about {row['helped']:.0f} of {row['n']:.0f}"


def all_alike(rows: pd.DataFrame) -> bool:
    """Whether each of several recommendations would help nearly all, so that one sentence says it."""
    return len(rows) > 1 and bool((rows["bound"] == NEARLY_ALL).all())


def none_numbered(rows: pd.DataFrame) -> bool:
    """Whether of no recommendation a number may be shown."""
    return len(rows) > 0 and all(helped(row) == MISSING for row in rows.to_dict("records"))


def helped_note(rows: pd.DataFrame) -> str:
    """How exact numbers of organisations that would be helped are; empty without recommendations."""
    if none_numbered(rows):
        return NO_NUMBER_NOTE
    if all_alike(rows):
        return (
            f"Each of these would help nearly all of {rows['n'].iloc[0]:.0f} organisations: all but fewer than three."
        )
    dash = [DASH_NOTE] if any(helped(row) == MISSING for row in rows.to_dict("records")) else []
    return " ".join(filter(None, [count_note(rows), *dash]))


def count_note(rows: pd.DataFrame) -> str:
    """What "about" and "nearly all" mean, where they are said of recommendations."""
    notes = [HELPED_NOTE] if rows["helped"].notna().any() else []
    return " ".join([*notes, *([NEARLY_NOTE] if (rows["bound"] == NEARLY_ALL).any() else [])])


def has_numbers(rows: pd.DataFrame) -> bool:
    """Whether numbers of organisations that would be helped say something of each recommendation."""
    return not all_alike(rows) and not none_numbered(rows)


def with_numbers(table: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """A table of recommendations, without the numbers where they say of each the same."""
    return table if has_numbers(rows) else table.drop(columns=[WOULD_HELP])


def area_widths(rows: pd.DataFrame) -> tuple[int, ...]:
    """Widths of the columns of ``tabulate_area``."""
    return WIDTHS if has_numbers(rows) else (WIDTHS[0], *WIDTHS[2:])


def tabulate_area(rows: pd.DataFrame) -> pd.DataFrame:
    """Recommendations to one reader, with about how many organisations each would help, where that differs."""
    table = pd.DataFrame(
        {
            "Recommendation": rows["text"] + " " + rows["effect"],
            WOULD_HELP: [helped(row) for row in rows.to_dict("records")],
            "Who, when, cost": rows["level"] + ", " + rows["horizon"].str.lower() + ", " + _cost(rows),
            "Shown by": rows["shown_by_label"],
            "Learn from": rows["study"],
        }
    )
    return with_numbers(table, rows)


def area_finding(rows: pd.DataFrame, addressee: str, of: str) -> str:
    """The first recommendation to a reader."""
    reader = READERS.get(addressee, addressee)
    if rows.empty:
        return f"No recommendation to {reader} for {of} follows from answers that may be shown."
    return f"First for {reader}: {_quoted(rows)}"


def _quoted(rows: pd.DataFrame) -> str:
    """The first recommendation; its text may hold a colon of its own."""
    return f"“{rows['text'].iloc[0].removesuffix('.')}”."


def readers_finding(counts: dict[str, int]) -> str:
    """How many recommendations there are for each reader.

    >>> readers_finding({"managers": 5, "donors": 1})
    'Five recommendations to cluster managers and one recommendation to donors follow from the answers.'
    """
    parts = [f"{count(number, 'recommendation')} to {READERS[reader]}" for reader, number in counts.items() if number]
    if not parts:
        return "No recommendation follows yet."
    verb = "follows" if sum(counts.values()) == 1 else "follow"
    return f"{sentence_start(joined(parts))} {verb} from the answers."
