"""Editions and exports made in a test: complete answers, of which a test changes some."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
from openpyxl import Workbook

from clusterbrief.study.edition import INVITED_COLUMNS, Edition
from clusterbrief.study.edition_model import EditionFile, SurveyFile
from clusterbrief.study.export import Contribution, Export, Heading
from clusterbrief.study.exports import eusurvey
from clusterbrief.study.exports.files import open_workbook
from clusterbrief.study.framework import Framework
from clusterbrief.study.framework_model import Question
from clusterbrief.study.headings import expected_heading
from clusterbrief.study.responses import Answers, read_answers

START = datetime(2024, 5, 1, 12, 0)
INVITED = (
    ("AM-001", "Արարատ կլաստեր", "AM", "cluster organisation", True),
    ("AM-002", "Second cluster", "AM", "proto-cluster", False),
    ("GE-001", "Third cluster", "GE", "proto-cluster", False),
    ("MD-001", "Fourth cluster", "MD", "cluster organisation", False),
)


def complete_answers(framework: Framework, **changes: Any) -> dict[str, Any]:
    """A cell for each question as EUSurvey writes it; changed ones by question code."""
    cells = {code: _cell(framework, question) for code, question in framework.questions.items()}
    unknown = set(changes) - set(cells)
    assert not unknown, unknown
    return cells | {"organisation_code": "AM-001", "organisation_name": "Some name"} | changes


FITTING = {"members_total": 60.0, "income_fees": 0.0, "income_other": 60.0}  # to six tens, and to no fee


def _cell(framework: Framework, question: Question) -> Any:
    if question.code in FITTING:
        return FITTING[question.code]
    match question.type:
        case "number" | "share":
            return max(question.least or 0, 10.0)
        case "scale":
            return question.levels[2]
        case "yesno":
            return "Yes"
        case "single" | "multiple" | "ranking":
            return framework.options(question)[0].text
        case _:
            return f"Words about {question.code}"


def export_of(
    framework: Framework,
    rows: Sequence[Mapping[str, Any]],
    *,
    changed: Sequence[datetime | None] = (),
    without: Sequence[str] = (),
    more: Mapping[str, Any] | None = None,
    file: str = "answers.xlsx",
) -> Export:
    """An export with a column for each question but ``without``, and ``more`` columns of the same cell in each row."""
    codes = [code for code in framework.questions if code not in without]
    texts = [*(expected_heading(framework.questions[code]) for code in codes), *(more or {})]
    headings = tuple(Heading(column, text) for column, text in enumerate(texts))
    moments = list(changed) or [START + timedelta(days=number) for number in range(len(rows))]
    contributions = tuple(
        Contribution(number, moment, dict(enumerate([*(row[code] for code in codes), *(more or {}).values()])))
        for number, (row, moment) in enumerate(zip(rows, moments, strict=True), start=5)
    )
    return Export(file, "Content", "EUSurvey", 4, headings, contributions)


def edition_of(**settings: Any) -> Edition:
    """An edition that nothing on disk belongs to."""
    known = {
        "title": "A test", "synthetic": True, "survey": (SurveyFile(file="answers.xlsx"),),
        "collected_from": date(2024, 4, 1), "collected_to": date(2024, 5, 31), "published": date(2024, 12, 1),
        "countries": ("AM", "AZ", "GE", "MD", "UA"),
    }  # fmt: skip
    invited = pd.DataFrame(list(INVITED), columns=list(INVITED_COLUMNS))
    return Edition("test", Path("nowhere"), EditionFile(**(known | settings)), invited)


def answers_of(
    framework: Framework, *rows: Mapping[str, Any], edition: Edition | None = None, **export: Any
) -> Answers:
    """Rows read as one export of an edition."""
    return read_answers([export_of(framework, rows, **export)], framework, edition or edition_of())


def state_and_value(answers: Answers, organisation: str, question: str) -> tuple[str, Any]:
    """The one response of an organisation to a question."""
    table = answers.responses
    rows = table[(table["organisation_code"] == organisation) & (table["question_code"] == question)]
    assert len(rows) == 1
    return rows["state"].iloc[0], rows["value"].iloc[0]


def findings_of(answers: Answers, kind: str) -> list[dict[str, Any]]:
    return answers.findings[answers.findings["kind"] == kind].to_dict("records")


def write_workbook(path: Path, rows: Sequence[Sequence[Any]], sheet: str = "Content") -> Path:
    book = Workbook()
    page = book.create_sheet(sheet, 0)
    del book["Sheet"]
    for row in rows:
        page.append(list(row))
    book.save(path)
    return path


def read_eusurvey_xlsx(path):
    """A workbook read as EUSurvey's, whatever it looks like."""
    return eusurvey.read(open_workbook(path))
