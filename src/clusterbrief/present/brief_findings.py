"""What the reader of a brief must know: for each reader up to three sentences with their numbers, in order of weight.

Each sentence is chosen by fixed rules from disclosed tables. One that cannot be said of an area is left out, and the
next takes its place; ``findings_note`` says why there are few.
"""

from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd

from clusterbrief.analysis.profiles import Profile
from clusterbrief.analysis.services import DIGITAL
from clusterbrief.present import rows, statements
from clusterbrief.present.evidence_tables import NOT_SUPPORTED, SUPPORTED, UNDECIDED
from clusterbrief.present.programme_tables import programme_labels, programme_rows
from clusterbrief.present.recommendation_tables import DONORS, MANAGERS, NEARLY_ALL, POLICY, area_rows, helped
from clusterbrief.present.wording import (
    count,
    format_points,
    format_share,
    half_up,
    joined,
    lowered,
    number_word,
    sentence_start,
)

MOST = 3
NAMED = 3  # needs, fields and the like in one sentence
FEW = "few"
BRONZE = "bronze_support"
LEGAL = "legal"
FINANCE = "II.b"
ALL_BUT_REACHED = 0.95  # of the EU value: nothing to act on
SOME = 0.25  # of those who answered: fewer call for nothing
ANSWERS = {SUPPORTED: "support", UNDECIDED: "leave open", NOT_SUPPORTED: "do not support"}
Finding = Callable[[Profile], str]


def findings(profile: Profile, reader: str) -> tuple[str, ...]:
    """What one reader must know, the most important first: always three texts, empty ones last."""
    return _padded([say(profile) for say in chosen(profile, reader)])


def headlines(profile: Profile) -> tuple[str, ...]:
    """The first finding of each reader, none twice: three texts, empty ones last."""
    firsts = [findings(profile, reader)[0] for reader in FOR_READER]
    return _padded([each for each in dict.fromkeys(firsts) if each])


def _padded(said: Sequence[str]) -> tuple[str, ...]:
    return (*said[:MOST], *[""] * (MOST - len(said)))


def chosen(profile: Profile, reader: str) -> list[Finding]:
    """The rules by which the findings of one reader were chosen, in order."""
    return [say for say in FOR_READER[reader] if say(profile)][:MOST]


def findings_note(profile: Profile, said: Sequence[str]) -> str:
    """Why there are fewer than three findings; empty where there are three."""
    number = sum(bool(each) for each in said)
    answered, of = rows.participation_of(profile, profile.unit_code), profile.facts["of"]
    n = int(answered["respondents"])
    if n == 0:
        return f"{statements.response(answered, of)} Findings follow from answers."
    if number == MOST:
        return ""
    who = f"{count(n, 'organisation')} of {of} answered"
    why = "would rest on too few, or let such a figure be worked out"
    if number == 0:
        return f"{sentence_start(who)}. No figure is shown: it {why}."
    there = "This is the only finding" if number == 1 else f"These are the only {number_word(number)} findings"
    return f"{there}: {who}, and other figures {why}."


def response_and_standing(profile: Profile) -> str:
    """How many answered, and what they reach of the EU value."""
    answered, overall = rows.participation_of(profile, profile.unit_code), rows.score_of(profile, profile.unit_code)
    if int(answered["respondents"]) == 0:
        return ""
    told = statements.response(answered, profile.facts["of"])
    if overall is None or pd.isna(overall["attainment"]):
        return told
    return f"{told[:-1]}; on average, respondents reach {format_share(overall['attainment'])} of the EU value."


def distance_to_eu(profile: Profile) -> str:
    """In which dimension organisations are furthest below the EU value, and in which they come closest to it."""
    measured = rows.score_rows(profile, profile.unit_code).dropna(subset=["gap"])
    if measured.empty:
        return ""
    gaps, of = measured["gap"].map(half_up), profile.facts["of"]
    widest, narrowest = int(gaps.max()), int(gaps.min())
    far, near = (
        joined([lowered(label) for label in measured.loc[gaps == gap, "label"]]) for gap in (widest, narrowest)
    )
    if widest == narrowest:
        return f"Organisations of {of} are {statements.distance(widest)} in {far}."
    if widest <= 0:
        return (
            f"Organisations of {of} reach the EU value in each dimension that may be shown: least far above it in "
            f"{far} ({statements.distance(widest)}), furthest in {near} ({statements.distance(narrowest)})."
        )
    furthest = f"Organisations of {of} are furthest below the EU value in {far} ({statements.distance(widest)})"
    if narrowest == 0:
        return f"{furthest} and reach it in {near}."
    only = "exceed it only" if (gaps < 0).sum() == 1 else "exceed it most"
    best = "come closest to it" if narrowest > 0 else only
    return f"{furthest} and {best} in {near} ({statements.distance(narrowest)})."


def criteria_missed(profile: Profile) -> str:
    """The criteria of the support for the Bronze label that most organisations miss."""
    table = programme_rows(profile, profile.unit_code, BRONZE)
    missing = missed_criteria(profile).to_dict("records")
    if not missing:
        return ""
    hidden = table[table["not_met"].isna()]
    could_be = (hidden["n"] - hidden[["met", "unknown"]].sum(axis="columns")).max()  # the most that is hidden
    label = programme_labels(profile)[BRONZE]
    limits = _limits(profile, label)
    who = [number_word(int(each["not_met"])) for each in missing]
    who[0] = f"{who[0]} of {count(int(missing[0]['n']), 'organisation')}"
    names = [f"“{lowered(each['label'])}”" for each in missing]
    needed = [limits.get(each["label"], "") for each in missing]
    shown = int(table["not_met"].notna().sum())
    of_all = f"the {number_word(len(table))} criteria of “{lowered(label)}”"
    if could_be > missing[-1]["not_met"] and shown == len(missing):
        limited = [f"{name} ({limit})" if limit else name for name, limit in zip(names, needed, strict=True)]
        verbs = ["does not meet" if each["not_met"] == 1 else "do not meet" for each in missing]
        miss = [f"{number} {verb} {name}" for number, verb, name in zip(who, verbs, limited, strict=True)]
        return f"Of {of_all}, {'only one' if shown == 1 else number_word(shown)} can be told: {joined(miss)}."
    aside = f", of the {number_word(shown)} that can be told," if could_be > missing[-1]["not_met"] else ""
    told = [
        f"{name} ({limit}: {number})" if limit else f"{name} ({number})"
        for name, limit, number in zip(names, needed, who, strict=True)
    ]
    one = len(told) == 1
    what = f"The {'criterion' if one else 'criteria'} of “{lowered(label)}” missed most often"
    return f"{what}{aside} {'is' if one else 'are'} {joined(told)}."


def missed_criteria(profile: Profile) -> pd.DataFrame:
    """The criteria that ``criteria_missed`` names: those of the Bronze label that most organisations miss."""
    table = programme_rows(profile, profile.unit_code, BRONZE)
    return table[table["not_met"] > 0].sort_values("not_met", ascending=False, kind="stable").head(2)


def _limits(profile: Profile, programme: str) -> dict[str, str]:
    """What is needed for each criterion of a programme; empty where no limit is published."""
    rules = profile.tables["criterion_rules"]
    own = rules[rules["programme_label"] == programme]
    return dict(zip(own["label"], own["needed"], strict=True))


def services_lacking(profile: Profile) -> str:
    """The digitalisation service that is furthest below the EU, or the one provided least."""
    table = rows.service_rows(profile, profile.unit_code, DIGITAL)
    of = profile.facts["of"]
    furthest = shortest_service(profile)
    if furthest is not None:
        that, shown = _of_shown(table["share"].notna().all())
        return (
            f"Of {that}digitalisation services{shown}, “{lowered(furthest['label'])}” is furthest below EU gold label "
            f"holders: {format_share(furthest['share'])} of organisations of {of} provide it, against "
            f"{format_share(furthest['gold_share'])}."
        )
    few = table[table["bound"] == FEW]
    if len(few):
        names = [f"“{lowered(each)}”" for each in few["label"].head(NAMED)]
        return f"Fewer than three of {count(int(few['n'].max()), 'organisation')} of {of} provide {_either(names)}."
    told = table.dropna(subset=["count"])
    short = told["gold_share"] * told["n"] - told["count"]
    if not short.max() > 0:
        return ""
    furthest = told.loc[short.idxmax()]
    which = (
        "Of digitalisation services" if len(told) == len(table) else "Of the digitalisation services that may be shown"
    )
    return (
        f"{which}, “{lowered(furthest['label'])}” is furthest below EU gold label holders: "
        f"{number_word(int(furthest['count']))} of {count(int(furthest['n']), 'organisation')} of {of} provide it, "
        f"against {format_share(furthest['gold_share'])}."
    )


def _of_shown(everything: bool) -> tuple[str, str]:
    return ("", "") if everything else ("the ", " that may be shown")


def shortest_service(profile: Profile) -> dict[str, Any] | None:
    """The digitalisation service furthest below EU gold label holders; None where none is known to be."""
    table = rows.service_rows(profile, profile.unit_code, DIGITAL)
    short = (table["gold_share"] - table["share"]).round(2)
    return dict(table.loc[short.idxmax()]) if short.max() > 0 else None


def _either(names: Sequence[str]) -> str:
    *others, last = names
    return f"{', '.join(others)} or {last}" if others else last


def needs_named(profile: Profile) -> str:
    """The support needs that most organisations named."""
    table = rows.choice_rows(profile, profile.unit_code, "needs")
    told = first_needs(table)
    if told.empty:
        return ""
    first, *others = (
        (
            lowered(each["label"]),
            NEARLY_ALL if pd.isna(each["count"]) else number_word(int(each["count"])),
            int(each["n"]),
        )
        for each in told.to_dict("records")
    )
    named = [f"{first[0]} ({first[1]} of {count(first[2], 'organisation')})"]
    named += [f"{label} ({number})" for label, number, _ in others]
    return f"{statements.most_named(table, 'need', 'Support is wanted most for', named)}."


def first_needs(table: pd.DataFrame) -> pd.DataFrame:
    """The needs that most named, of ``rows.choice_rows``: three, or one more or fewer where the last are equals."""
    told = pd.concat([table[table["bound"] == NEARLY_ALL], table[table["count"] > 0]])
    if len(told) <= NAMED:
        return told
    number = told["count"].fillna(told["n"])  # nearly all are more than any that is told
    last = number.iloc[NAMED - 1]
    with_equals = int((number >= last).sum())
    return told.head(with_equals if with_equals <= NAMED + 1 else max(int((number > last).sum()), 1))


def legal_basis(profile: Profile) -> str:
    """What answers say of the legal basis, with the verdict on the hypothesis of the source report."""
    return _hypothesis(profile, LEGAL)


def finance(profile: Profile) -> str:
    """How financially sustainable organisations are; empty where they all but reach the EU value."""
    score = rows.score_of(profile, profile.unit_code, FINANCE)
    if score is not None and score["attainment"] >= ALL_BUT_REACHED:
        return ""
    said = _evidence(profile, "finance")
    if score is None or pd.isna(score["attainment"]):
        return f"{sentence_start(said)}." if said else ""
    reach = (
        f"Financial sustainability in {profile.facts['of']} reaches {format_share(score['attainment'])} of the EU "
        f"value ({format_points(score['comparable_score'])} of 100 points against {format_points(score['benchmark'])})"
    )
    return f"{reach}; {said}." if said else f"{reach}."


def most_helped(profile: Profile) -> str:
    """The recommendation to donors that would help most organisations."""
    table = area_rows(profile, profile.unit_code, DONORS, most=len(profile.tables["rules"]))
    nearly = table[table["bound"] == NEARLY_ALL]
    told = nearly if len(nearly) else table[table["helped"] == table["helped"].max()]
    if told.empty:
        return ""
    first = told.iloc[0].to_dict()
    advice = "one piece of advice" if len(told) == 1 else f"{number_word(len(told))} pieces of advice, among them this"
    return f"Most organisations, {helped(first)}, would be helped by {advice}: “{first['text'].removesuffix('.')}”."


def experience(profile: Profile) -> str:
    """How many teams have not carried out an international project; empty where they are few."""
    row = row_of(
        profile.tables["evidence"], area_code=profile.unit_code, hypothesis_code="skills", item_code="no_project"
    )
    if row is None or pd.isna(row["count"]) or row["count"] < SOME * row["n"]:
        return ""
    said = _evidence(profile, "skills", "no_project")
    return f"{sentence_start(said)}." if said else ""


def classes(profile: Profile) -> str:
    """How many organisations are in each class, as far as that may be shown."""
    counts = rows.area_class_counts(profile, profile.unit_code)
    if not (counts["count"] > 0).any():
        return ""
    first, _, _ = statements.class_counts(counts, profile.tables["classes"]).partition(". ")
    return f"{first.removesuffix('.')}."


def _hypothesis(profile: Profile, code: str) -> str:
    verdict = row_of(profile.tables["verdicts"], area_code=profile.unit_code, hypothesis_code=code)
    said = _evidence(profile, code)
    if not said or verdict is None:
        return ""
    told = ANSWERS.get(verdict["verdict"])
    about = f"the answers {told} the source report's hypothesis on {lowered(verdict['label'])}" if told else ""
    return f"{sentence_start(said)}{'; ' if about else ''}{about}."


def _evidence(profile: Profile, hypothesis: str, item: str = "") -> str:
    """One piece of evidence in words, the one that decides without ``item``; empty where it is hidden."""
    which = {"item_code": item} if item else {"main": True}
    row = row_of(profile.tables["evidence"], area_code=profile.unit_code, hypothesis_code=hypothesis, **which)
    if row is None or pd.isna(row["count"]):
        return ""
    number, n = int(row["count"]), int(row["n"])
    return f"for {number_word(number)} of {count(n, 'organisation')}, {lowered(row['label'])}"


def row_of(table: pd.DataFrame, **wanted: Any) -> dict[str, Any] | None:
    """The first row with some values; None where there is none."""
    for column, value in wanted.items():
        table = table[table[column] == value]
    return None if table.empty else dict(table.iloc[0])


FOR_READER: dict[str, tuple[Finding, ...]] = {
    MANAGERS: (distance_to_eu, criteria_missed, services_lacking, needs_named, classes),
    POLICY: (response_and_standing, legal_basis, needs_named, classes, distance_to_eu),
    DONORS: (needs_named, most_helped, finance, experience, response_and_standing),
}
