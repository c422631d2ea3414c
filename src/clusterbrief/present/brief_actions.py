"""What the reader of a brief can do: five actions, whom to learn from, and the pages that there are."""

import pandas as pd

from clusterbrief.analysis.profiles import Profile
from clusterbrief.present.brief_calls import called_for
from clusterbrief.present.markdown import Link
from clusterbrief.present.recommendation_tables import (
    STEPS,
    WOULD_HELP,
    area_rows,
    has_numbers,
    helped,
    helped_note,
    study_note,
    with_called,
    with_numbers,
)
from clusterbrief.present.wording import joined, lowered, sentence_start

WIDTHS = (3, 62, 17, 12, 18)
PRACTICE_WIDTHS = (28, 80)
DECKS = {"managers": "Cluster managers", "policy": "Policy practitioners", "donors": "Donors", "slides": "Slides"}
PRACTICES = 3
FOLDER = "briefs"


def action_rows(profile: Profile, reader: str) -> pd.DataFrame:
    """The first recommendations to one reader, among them the first of each kind that a finding calls for."""
    rows = area_rows(profile, profile.unit_code, reader, most=len(profile.tables["rules"]))
    return with_called(rows, called_for(profile, reader))


def actions_note(rows: pd.DataFrame, terms: pd.DataFrame) -> str:
    """How exact numbers of organisations are, and what horizons, costs and a dash mean."""
    return " ".join(filter(None, [helped_note(rows), terms_note(rows, terms), study_note(rows)]))


def tabulate_actions(rows: pd.DataFrame) -> pd.DataFrame:
    """Actions of one reader, ``recommendation_tables.area_rows``: what, who, when, what it costs, and whom to study."""
    table = pd.DataFrame(
        {
            "No.": [str(place) for place in range(1, len(rows) + 1)],
            "What to do": [f"{text} {how}".strip() for text, how in zip(rows["text"], rows["how"], strict=True)],
            "Who, when, cost": [", ".join(_terms(row)) for row in rows.to_dict("records")],
            WOULD_HELP: [helped(row) for row in rows.to_dict("records")],
            "Learn from": _organisations(rows),
        }
    )
    return with_numbers(table, rows)


def action_widths(rows: pd.DataFrame) -> tuple[int, ...]:
    """Widths of the columns of ``tabulate_actions``."""
    return WIDTHS if has_numbers(rows) else (*WIDTHS[:3], WIDTHS[4])


def _organisations(rows: pd.DataFrame) -> list[str]:
    """Who is to be studied: the part of ``study`` before its colon."""
    return [study.partition(": ")[0] for study in rows["study"]]


def action_lines(rows: pd.DataFrame) -> tuple[str, ...]:
    """Actions in a line each, for slides: always five texts, empty ones last."""
    lines = [_line(row) for row in rows.to_dict("records")]
    return (*lines[:STEPS], *[""] * (STEPS - len(lines)))


def _line(row: dict) -> str:
    return f"{row['text'].removesuffix('.')} ({', '.join(_terms(row))})."


def _terms(row: dict) -> tuple[str, str, str]:
    """Who acts, when, and what it costs."""
    return row["level"], lowered(row["horizon"]), f"{lowered(row['cost'])} cost"


def practices_of(rows: pd.DataFrame, profile: Profile) -> pd.DataFrame:
    """Organisations and policies that the first actions point to, each once: as many as a brief has room for."""
    codes = [code for code in dict.fromkeys(rows["practice_code"]) if code]
    practices = profile.tables["practices"].set_index("practice_code")
    return practices.reindex([code for code in codes if code in practices.index][:PRACTICES]).reset_index()


def tabulate_practices(practices: pd.DataFrame) -> pd.DataFrame:
    """Practices to study, with what they teach."""
    return pd.DataFrame(
        {
            "Practice": practices["organisation"] + " (" + practices["field"] + ")",
            "What it teaches": practices["lesson"] + ". " + practices["summary"],
        }
    )


def practices_source(practices: pd.DataFrame) -> str:
    """Where practices are described in the source report.

    >>> practices_source(pd.DataFrame({"table": ["section 2.7.3", "Table 7", "section 2.7.3"]}))
    'Source: EU4Digital (June 2024), Table 7 and section 2.7.3.'
    """
    return f"Source: {', '.join(['EU4Digital (June 2024)', *filter(None, [joined(sorted(set(practices['table'])))])])}."


def practices_finding(practices: pd.DataFrame) -> str:
    """Whom to ask for a visit or a talk; empty where nobody is named."""
    return joined(list(practices["organisation"]))


def terms_note(rows: pd.DataFrame, terms: pd.DataFrame) -> str:
    """What the horizons and costs of some actions mean; empty without actions.

    ``terms``: one row per value that a rule may give, ``kind``, ``label`` and ``about``.
    """
    parts = []
    for kind, ending in (("horizon", ""), ("cost", " cost")):
        used = terms[(terms["kind"] == kind) & terms["label"].isin(rows[kind])]
        told = [
            f"{lowered(label)}{ending}: {lowered(about)}"
            for label, about in zip(used["label"], used["about"], strict=True)
        ]
        parts += [sentence_start("; ".join(told))] if told else []
    return "".join(f"{part}. " for part in parts).strip()


def tabulate_briefs(profile: Profile) -> pd.DataFrame:
    """Every area with links to its briefs and slides, for a page beside their folder."""
    areas = profile.tables["areas"]
    links = {
        heading: [Link(heading, f"{FOLDER}/{code.lower()}-{name}.qmd") for code in areas["area_code"]]
        for name, heading in DECKS.items()
    }
    return pd.DataFrame({"Area": areas["area_label"], **links})


def shown_by(rows: pd.DataFrame) -> str:
    """The indicators that would show whether actions worked; empty without actions."""
    return joined([lowered(each) for each in dict.fromkeys(rows["shown_by_label"])])


def own_line(ranking: pd.DataFrame, label: str) -> str:
    """The line of a ranking that is an area's own; empty where it has none, or is the region."""
    return label if label in set(ranking["label"]) else ""
