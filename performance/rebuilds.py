"""Builds of an edition from the command line: everything, nothing changed, one answer changed, a late respondent."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter

from openpyxl import load_workbook

CLUSTERBRIEF = Path(sys.executable).parent / "clusterbrief"


def build(root: Path, *options: str, audience: str = "all", renderer: str = "embedded") -> float:
    """Seconds of one build of the edition "measured"; a document that fails ends it."""
    start = perf_counter()
    command = [
        CLUSTERBRIEF,
        "build",
        "measured",
        "--audience",
        audience,
        "--quiet",
        "--renderer",
        renderer,
        "--project",
        str(root),
        *options,
    ]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    return perf_counter() - start


def rebuilds(root: Path, formats: str, tell: Callable[[str], None]) -> Iterator[tuple[str, float]]:
    """Seconds of each build, one after the other in the same folder."""
    changes: tuple[tuple[str, Callable[[Path], None]], ...] = (
        ("nothing changed", lambda answers: None),
        ("a text answer changed", change_text),
        ("a scored answer changed", change_score),
        ("a late respondent", add_respondent),
    )
    answers = root / "data" / "editions" / "measured" / "answers.xlsx"
    before = answers.read_bytes()
    yield "everything", build(root, "--formats", formats, "--force")
    for name, change in changes:
        change(answers)
        tell(f"rebuild: {name}")
        yield name, build(root, "--formats", formats)
    answers.write_bytes(before)  # the late respondent can come in late again


def keep_last_back(answers: Path) -> list[object]:
    """Take the last respondent out of an export; gives its row, to come in late."""
    book = load_workbook(answers)
    sheet = book.active
    row = [cell.value for cell in sheet[sheet.max_row]]
    sheet.delete_rows(sheet.max_row)
    book.save(answers)
    return row


LATE: dict[Path, list[object]] = {}  # the row of a late respondent, by its export


def add_respondent(answers: Path) -> None:
    """Let the respondent that was kept back come in."""
    book = load_workbook(answers)
    book.active.append(LATE[answers])
    book.save(answers)


def change_text(answers: Path) -> None:
    """Let one respondent say its achievement in other words."""
    _change(answers, "What is the most important thing", lambda now, others: f"{now} And more.")


def change_score(answers: Path) -> None:
    """Let one respondent give another answer on the clarity of roles."""
    _change(answers, "How clear are roles", lambda now, others: next(each for each in others if each != now))


def _change(answers: Path, question: str, other: Callable[[object, list[object]], object]) -> None:
    book = load_workbook(answers)
    sheet = book.active
    header = next(row for row in sheet.iter_rows() if row[0].value and sum(bool(cell.value) for cell in row) > 60)
    column = next(cell.column for cell in header if str(cell.value).startswith(question))
    cells = [row[0] for row in sheet.iter_rows(min_row=header[0].row + 1, min_col=column, max_col=column)]
    answered = [cell for cell in cells if cell.value]
    answered[0].value = other(answered[0].value, [cell.value for cell in answered])
    book.save(answers)
