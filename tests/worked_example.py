"""The worked example of tests/example: eight organisations in three countries, cut at any stage."""

import csv
from datetime import date
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd

from clusterbrief.analysis.disclosed import Scope, disclose, disclose_study
from clusterbrief.analysis.disclosure import Thresholds
from clusterbrief.analysis.results import compute_results
from clusterbrief.analysis.uncertainty.robustness import analyse_robustness
from clusterbrief.study.answers import ANSWERED, DO_NOT_KNOW, NOT_ANSWERED, NOT_ASKED
from clusterbrief.study.edition import Edition
from clusterbrief.study.edition_model import EditionFile, SurveyFile
from clusterbrief.study.framework import Framework, read_framework
from clusterbrief.study.intake import Study
from clusterbrief.study.reference import ReferenceTables, read_reference
from clusterbrief.study.respondents import PLAIN_ROLES
from clusterbrief.study.responses import FINDING_COLUMNS, RESPONSE_COLUMNS, Answers

FOLDER = Path(__file__).parent / "example"
REGION = "ALL"
DAY = date(2024, 5, 1)
COUNTRIES = ("XA", "XB", "XC")
STATES = {"": NOT_ANSWERED, "?": DO_NOT_KNOW, "-": NOT_ASKED}
STAGES = ("answers", "results", "disclosed", "analysed")


@cache
def example_framework() -> Framework:
    return read_framework(FOLDER / "framework")


@cache
def reference() -> ReferenceTables:
    return read_reference(FOLDER.parent.parent / "data" / "eu")


def read_cell(framework: Framework, question_code: str, cell: str) -> tuple[str, Any]:
    """State and value of a cell of answers.csv."""
    if cell in STATES:
        return STATES[cell], None
    match framework.questions[question_code].type:
        case "number" | "share" | "scale":
            return ANSWERED, float(cell)
        case "multiple" | "ranking":
            return ANSWERED, tuple(cell.split())
    return ANSWERED, cell


def as_responses(rows: dict[str, dict[str, str]], framework: Framework | None = None) -> pd.DataFrame:
    """Responses from cells by organisation and question; what has no cell was not answered."""
    framework = framework or example_framework()
    table = [
        (code, question, *read_cell(framework, question, cells.get(question, "")), "")
        for code, cells in rows.items()
        for question in framework.questions
    ]
    return pd.DataFrame(table, columns=RESPONSE_COLUMNS).astype({"value": object})


def as_organisations(codes: list[str]) -> pd.DataFrame:
    """Respondents whose country is the first two letters of their code; the first of each consents to be named."""
    rows = [
        {
            "organisation_code": code, "name": f"Cluster {code}", "country_code": code[:2], "invited": True,
            "changed_at": None, **dict.fromkeys(PLAIN_ROLES), "consent_name": code.endswith("-1"),
            "consent_story": False, "consent_contact": False, "completion": 1.0,
        }
        for code in codes
    ]  # fmt: skip
    columns = ["organisation_code", "name", "country_code", "invited", "changed_at", *PLAIN_ROLES]
    columns += ["consent_name", "consent_story", "consent_contact", "completion"]
    return pd.DataFrame(rows, columns=columns)


@cache
def example_rows() -> dict[str, dict[str, str]]:
    with (FOLDER / "answers.csv").open(encoding="utf-8") as handle:
        return {row.pop("organisation_code"): row for row in csv.DictReader(handle)}


def example(upto: str = "disclosed", responses: pd.DataFrame | None = None, **thresholds: int) -> SimpleNamespace:
    """The example up to a stage: "answers", "results" or "disclosed"; on other responses where given."""
    framework = example_framework()
    responses = as_responses(example_rows()) if responses is None else responses
    organisations = as_organisations(sorted(responses["organisation_code"].unique()))
    made = SimpleNamespace(framework=framework, responses=responses, organisations=organisations)
    made.invited = pd.DataFrame(
        [
            (f"{country}-{number}", "", country, "proto-cluster", False)
            for country in COUNTRIES
            for number in range(1, 6)
        ],
        columns=["organisation_code", "name", "country_code", "kind", "eccp"],
    )
    if STAGES.index(upto) >= 1:
        made.results = compute_results(responses, organisations, framework, reference(), DAY)
    if STAGES.index(upto) >= 2:
        limits = Thresholds(**thresholds)
        scope = Scope(limits, REGION, COUNTRIES, framework)
        made.disclosed = disclose(made.results, organisations, made.invited, scope)
        answers = Answers(responses, organisations, pd.DataFrame(columns=FINDING_COLUMNS))
        made.study = Study(framework, reference(), _edition(made.invited), answers)
    if STAGES.index(upto) >= 3:
        robustness = analyse_robustness(
            made.results.indicator_scores, organisations, made.invited, framework, made.results.benchmarks, reference()
        )
        made.analysis = disclose_study(made.study, made.results, robustness)
    return made


def _edition(invited: pd.DataFrame) -> Edition:
    settings = EditionFile(
        title="Example", synthetic=True, survey=(SurveyFile(file="answers.csv"),), collected_from=DAY, collected_to=DAY,
        published=DAY, countries=COUNTRIES,
    )  # fmt: skip
    return Edition("example", FOLDER, settings, invited)
