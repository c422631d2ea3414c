"""A workbook for each respondent with what its answers leave open, to be filled in and sent back."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd
from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from clusterbrief.errors import Faults, Place, shown_path
from clusterbrief.produce.questionnaire import form_looks as looks
from clusterbrief.study.framework import Framework
from clusterbrief.study.framework_model import Question
from clusterbrief.study.intake import Study
from clusterbrief.study.raw_cells import shown_raw
from clusterbrief.study.reproducible import settle_workbook

COLUMNS = {  # heading -> width in characters
    "Question": 44,
    "Your answer, as we received it": 30,
    "What is wrong": 44,
    "What we did": 34,
    "Your correction": 34,
}
WORKBOOK = re.compile(r"findings-[A-Z]{2}-[A-Z0-9]{1,12}\.xlsx")
HEADER_ROW = 3
WHOLE = "The questionnaire as a whole"
EXPLANATION = (
    "Some of your answers could not be used as they are, or do not fit together. You find them on the first sheet.",
    'Please look at each row and write into "Your correction" what we should take instead. Leave it empty where your'
    " answer stands, and say so in a few words where that helps us.",
    "Where several rows tell of the same thing, correct the answer that is wrong.",
    "Only the cells for corrections can be changed. Nothing is corrected without you: an answer that could not be"
    " used counts as missing until we hear from you.",
    "Save the workbook and send it back to the address below.",
)


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One row of the workbook, in words for the respondent."""

    question: str
    answer: str
    problem: str
    action: str


def write_findings_workbooks(folder: Path, study: Study, raw: Mapping[str, Any]) -> tuple[list[Path], list[Path]]:
    """Write one workbook for each respondent with findings, named by its code alone.

    Parameters
    ----------
    folder : Path
        Made where it is not there.
    study : Study
    raw : mapping
        Cells as received, by their place; see ``raw_cells``.

    Returns
    -------
    tuple
        The workbooks written, and those of earlier runs in the folder whose organisations have no findings now.

    Raises
    ------
    InputError
        Another workbook has the place of one: it may hold corrections, and nothing is written.
    """
    told = study.answers.findings
    books: dict[Path, bytes] = {}
    for code in sorted(set(told["organisation_code"]) - {""}):
        rows = list_rows(told[told["organisation_code"] == code], study.framework, raw)
        books[folder / f"findings-{code}.xlsx"] = _workbook(code, rows, study)
    faults = Faults()
    for path, content in books.items():
        if path.exists() and path.read_bytes() != content:
            remedy = "It may hold corrections. Move it away, or give another folder with --out."
            faults.add(Place(shown_path(path)), "Cannot write in place of a workbook with other content", remedy)
    faults.stop_if_any()
    folder.mkdir(parents=True, exist_ok=True)
    for path, content in books.items():
        path.write_bytes(content)
    there = [path for path in sorted(folder.iterdir()) if WORKBOOK.fullmatch(path.name)]
    return list(books), [path for path in there if path not in books]


def list_rows(findings: pd.DataFrame, framework: Framework, raw: Mapping[str, Any]) -> list[FindingRow]:
    """Findings of one respondent in the order of the questionnaire; what is about the whole stands first."""
    order = {code: place for place, code in enumerate(framework.questions, start=1)}
    rows = findings.sort_values("question_code", key=lambda codes: codes.map(order).fillna(0), kind="stable")
    made = []
    for each in rows.itertuples():
        question = framework.questions.get(str(each.question_code))
        text = _in_words(question) if question else WHOLE
        answer = shown_raw(raw.get(f"{each.file} ({each.cell})")) if question else ""
        made.append(FindingRow(text, answer, f"{each.problem}.", str(each.action)))
    return made


def _in_words(question: Question) -> str:
    return f"{question.group.title}: {question.text}" if question.group else question.text


def _workbook(code: str, rows: Sequence[FindingRow], study: Study) -> bytes:
    book = Workbook()
    title = f"{_names(study).get(code, code)} ({code}): questions about your answers"
    _fill_findings(book.worksheets[0], title, rows)
    _fill_explanation(book.create_sheet("Please read"), study)
    for sheet in book.worksheets:
        looks.fit_heights(sheet)
        looks.protect(sheet)
        looks.set_up_page(sheet, title)
    with TemporaryDirectory() as aside:
        path = Path(aside) / "findings.xlsx"
        book.save(path)
        settle_workbook(path)
        return path.read_bytes()


def _fill_findings(sheet: Worksheet, title: str, rows: Sequence[FindingRow]) -> None:
    sheet.title = "Findings"
    _write(sheet, "A1", title, looks.TITLE)
    letters = [get_column_letter(number) for number in range(1, len(COLUMNS) + 1)]
    for letter, (heading, width) in zip(letters, COLUMNS.items(), strict=True):
        sheet.column_dimensions[letter].width = width
        _write(sheet, f"{letter}{HEADER_ROW}", heading, looks.COLUMN)
    for number, row in enumerate(rows, start=HEADER_ROW + 1):
        texts = (row.question, row.answer, row.problem, row.action)
        for letter, text in zip(letters, texts, strict=False):
            _write(sheet, f"{letter}{number}", text, looks.TEXT)
        looks.open_answer(sheet[f"{letters[-1]}{number}"], required=False, number_format=looks.AS_TEXT)
    sheet.freeze_panes = f"A{HEADER_ROW + 1}"
    sheet.print_title_rows = f"{HEADER_ROW}:{HEADER_ROW}"


def _fill_explanation(sheet: Worksheet, study: Study) -> None:
    settings = study.edition.settings
    sheet.column_dimensions["A"].width = 100
    texts = (*EXPLANATION, *filter(None, (settings.contact, settings.authors, settings.title)))
    for number, text in enumerate(texts, start=1):
        _write(sheet, f"A{number}", text, looks.TEXT)


def _names(study: Study) -> dict[str, str]:
    organisations = study.answers.organisations
    return dict(zip(organisations["organisation_code"], organisations["name"], strict=True))


def _write(sheet: Worksheet, at: str, text: str, look: looks.Look) -> None:
    """Write a text as text: what begins with "=", "+", "-" or "@" makes no formula, now or when it is edited."""
    looks.write(sheet, at, text, look).quotePrefix = bool(text)
