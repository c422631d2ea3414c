"""Example editions: synthetic answers in the layout of a real export, the same for the same seed."""

import csv
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from openpyxl import Workbook
from openpyxl.styles import Font

from clusterbrief.study.edition import INVITED_COLUMNS
from clusterbrief.study.example_answers import AnswerMaker
from clusterbrief.study.example_names import field_of, invented_names
from clusterbrief.study.example_recipients import write_recipients
from clusterbrief.study.example_regions import write_regions
from clusterbrief.study.example_stories import invented_story
from clusterbrief.study.framework import Framework
from clusterbrief.study.framework_model import Question
from clusterbrief.study.headings import expected_heading
from clusterbrief.study.reproducible import settle_workbook

# share of invited organisations, and mean quality of those that answer: countries differ
COUNTRIES = {"AM": (0.17, 0.60), "AZ": (0.13, 0.45), "GE": (0.18, 0.52), "MD": (0.16, 0.66), "UA": (0.36, 0.70)}
INVITED_FOR_EACH_RESPONDENT = 3.9
BLANK = 0.025  # of the answers that may be left out
DUPLICATES = 3
METADATA = ("Contribution ID", "User name", "Creation date", "Last update", "Languages")
ATLAS = """\
atlas:
  employment: employment.csv
  areas: areas.csv
  placements: placements.csv
  reference: ALL
  total_industry: TOTAL
"""
ALIAS = "ClusterSelfAssessment-SYNTHETIC"


@dataclass(frozen=True)
class Invitation:
    """An imagined organisation on the list of invited ones."""

    organisation_code: str
    name: str
    country_code: str
    kind: str
    eccp: bool
    quality: float


def write_example(folder: Path, framework: Framework, organisations: int, seed: int, year: int = 2024) -> None:
    """Write an example edition: edition.yml, invited.csv and the export of answers.

    Parameters
    ----------
    folder : Path
        Where to; made if it is not there.
    framework : Framework
    organisations : int
        How many answer [0 or more].
    seed : int
        The same seed gives the same files, byte for byte.
    year : int
        In which the survey takes place.
    """
    rng = np.random.default_rng(seed)
    folder.mkdir(parents=True, exist_ok=True)
    invited = _invite(rng, organisations)
    respondents = _respondents(rng, invited, organisations)
    rows = [contribution(rng, framework, each, year) for each in respondents]
    start = datetime(year, 4, 8, 9, 0)
    stamped = [(row, start + timedelta(minutes=int(rng.integers(0, 60 * 24 * 40)))) for row in rows]
    stamped += _second_answers(rng, framework, respondents, stamped, year)
    _spoil(stamped, framework)
    stamped.sort(key=lambda each: each[1])
    write_export(folder / "answers.xlsx", framework, stamped, datetime(year, 6, 3, 10, 30))
    write_invited(folder / "invited.csv", invited)
    labels = {code: framework.countries[code].label for code in COUNTRIES}
    write_regions(
        folder,
        seed,
        labels,
        [option.code for option in framework.scales["nace"]],
        [option.code for option in framework.scales["ecosystems"]],
        [(each.organisation_code, each.country_code) for each in invited],
    )
    codes = [each.organisation_code for each in respondents]
    write_recipients(folder, labels, framework.country_file.region_code, codes, year)
    write_settings(folder / "edition.yml", year, f"--organisations {organisations} --seed {seed}")


def _invite(rng: np.random.Generator, organisations: int) -> list[Invitation]:
    total = max(round(organisations * INVITED_FOR_EACH_RESPONDENT), len(COUNTRIES))
    invited = []
    for country, (share, quality) in COUNTRIES.items():
        names = invented_names(country)
        for number in range(1, max(1, round(total * share)) + 1):
            own = float(np.clip(rng.normal(quality, 0.2), 0.05, 1))
            cluster = own + rng.normal(0, 0.15) > quality
            kind = "cluster organisation" if cluster else "proto-cluster"
            listed = bool(cluster and rng.random() < 0.45)
            invited.append(Invitation(f"{country}-{number:03d}", next(names), country, kind, listed, own))
    return invited


def _respondents(rng: np.random.Generator, invited: list[Invitation], organisations: int) -> list[Invitation]:
    """Who answers: better organisations rather than others."""
    if organisations == 0:
        return []
    weights = np.array([0.4 + each.quality for each in invited])
    count = min(organisations, len(invited))
    chosen = sorted(rng.choice(len(invited), count, replace=False, p=weights / weights.sum()))
    return [invited[place] for place in chosen]


def contribution(rng: np.random.Generator, framework: Framework, invitation: Invitation, year: int) -> dict[str, Any]:
    """What an imagined organisation answers when it is asked for the first time, by question; None is left blank."""
    cluster = invitation.kind == "cluster organisation"
    maker = AnswerMaker(framework, rng, invitation.quality, cluster)
    story_title, story = invented_story(
        invitation.organisation_code, field_of(invitation.name, invitation.country_code)
    )
    known = {
        "organisation_code": invitation.organisation_code,
        "organisation_name": invitation.name,
        "country": invitation.country_code,
        "city": None,
        "year_started": int(rng.integers(2003, year)),
        "positions_itself": "yes" if cluster else rng.choice(["yes", "no"], p=[0.25, 0.75]),
        "legal_form": str(
            rng.choice(["association", "company", "hybrid", "hosted"] if cluster else ["no_form", "hosted"])
        ),
        "has_team": "yes" if cluster else rng.choice(["yes", "no"]),
        "eccp_listed": "yes" if invitation.eccp else "no",
        "consent_name": rng.choice(["yes", "no"], p=[0.55, 0.45]),
        "consent_story": rng.choice(["yes", "no"], p=[0.25, 0.75]),
        "consent_contact": rng.choice(["yes", "no"], p=[0.7, 0.3]),
        "contact_email": f"{invitation.organisation_code.lower()}@example.org",
        "story_title": story_title,
        "legal_act": "Synthetic example of a law",
    }
    made = maker.answers({code: value for code, value in known.items() if code in framework.questions})
    if made.get("story"):
        made["story"] = story
    return {code: None if left_out(rng, framework.questions[code], known) else value for code, value in made.items()}


def left_out(rng: np.random.Generator, question: Question, known: Container[str]) -> bool:
    """Whether an answer is left blank by chance; never one that is known."""
    return question.code not in known and bool(rng.random() < BLANK * (1 if question.required else 3))


def _second_answers(
    rng: np.random.Generator,
    framework: Framework,
    respondents: list[Invitation],
    stamped: list[tuple[dict, datetime]],
    year: int,
) -> list[tuple[dict, datetime]]:
    """A few organisations answer again some days later."""
    again = respondents[:: max(1, len(respondents) // DUPLICATES)][:DUPLICATES] if len(respondents) > 5 else []
    places = [respondents.index(each) for each in again]
    return [
        (contribution(rng, framework, respondents[place], year), stamped[place][1] + timedelta(days=6))
        for place in places
    ]


def _spoil(stamped: list[tuple[dict, datetime]], framework: Framework) -> None:
    """A few faults on purpose, in fixed rows, of the kinds that real exports hold."""
    faults: Sequence[tuple[int, str, Any]] = (
        (4, "members_total", "about forty"),
        (7, "funding_months", -6),
        (9, "legal_form", "Cooperative"),
        (12, "year_started", 1873),
        (15, "income_public", 180),
        (18, "organisation_code", None),
        (18, "organisation_name", "Newcomer that nobody invited"),
        (18, "contact_email", "newcomer@example.org"),
        (21, "country", None),
        (21, "organisation_code", None),
        (24, "networks", "A network of clusters in your country; A club of friends"),
        (27, "income_services", 95),
        (30, "members_committed", 900),
        (33, "has_team", "no"),
        (33, "team_fte", 3),
        (36, "networks", ("sector_network", "no_network")),
    )
    for place, code, value in faults:
        if place < len(stamped) and code in framework.questions:
            stamped[place][0][code] = value


def _export_cell(framework: Framework, code: str, value: Any) -> Any:
    """A value as EUSurvey writes it: titles of options, joined by "; "; sentences of levels."""
    question = framework.questions[code]
    texts = {option.code: option.text for option in framework.options(question)}
    if value is None:
        return None
    if isinstance(value, tuple):
        return "; ".join(texts.get(each, str(each)) for each in value)
    if question.type == "scale":
        return question.levels[value] if value in range(5) else value
    if question.type == "yesno":
        texts = {"yes": "Yes", "no": "No"}
    return texts.get(value, value) if isinstance(value, str) else value


def write_export(path: Path, framework: Framework, stamped: list[tuple[dict, datetime]], exported: datetime) -> None:
    """Write answers, each with when it was last changed, as EUSurvey exports them."""
    book = Workbook()
    sheet = book.create_sheet("Content", 0)
    del book["Sheet"]
    sheet.append(["Alias", ALIAS])
    sheet.append(["Export Date", exported])
    sheet["B2"].number_format = "dd/mm/yyyy hh:mm"
    sheet.append([])
    sheet.append([*[expected_heading(each) for each in framework.questions.values()], *METADATA])
    for cell in sheet[4]:
        cell.font = Font(bold=True)
    for number, (answers, changed) in enumerate(stamped, start=1):
        cells = [_export_cell(framework, code, answers[code]) for code in framework.questions]
        identifier = f"00000000-0000-4000-8000-{number:012d}"
        created = changed - timedelta(minutes=40)
        sheet.append([*cells, identifier, "Anonymous", created, changed, "EN"])
    book.save(path)
    settle_workbook(path)


def write_invited(path: Path, invited: Iterable[Invitation]) -> None:
    """Write the list of invited organisations."""
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(INVITED_COLUMNS)
        for each in invited:
            listed = "yes" if each.eccp else "no"
            writer.writerow([each.organisation_code, each.name, each.country_code, each.kind, listed])


def write_settings(
    path: Path, year: int, made_by: str, *, regions: bool = True, withdrawn: Sequence[str] = (), compare_with: str = ""
) -> None:
    """Write the edition.yml of an example; ``made_by`` are the options of the command that makes it again."""
    published = date(year, 12, 16)
    compared = f"compare_with: {compare_with}\n" if compare_with else ""
    path.write_text(
        f"""# A synthetic edition, made by: clusterbrief example DIR {made_by}
# Every answer and every name in it is invented. docs/editions.md explains each key.
title: Cluster management organisations in the Eastern partner countries {year}
synthetic: true
survey:
  - file: answers.xlsx
collected_from: {year}-04-08
collected_to: {year}-05-31
published: {published}
countries: [{", ".join(COUNTRIES)}]
invited: invited.csv
{ATLAS if regions else ""}withdrawn: [{", ".join(withdrawn)}]
{compared}disclosure: {{mean: 3, median: 5, quartiles: 10, marks: 10, percentages: 10, count: 3}}
authors: The authors of the example
contact: authors@example.org
""",
        encoding="utf-8",
        newline="\n",
    )
