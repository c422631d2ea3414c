"""Workbooks for respondents: own findings only, safe to open, the same bytes each time."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from openpyxl import load_workbook

from clusterbrief.errors import InputError
from clusterbrief.produce.findings_workbook import COLUMNS, HEADER_ROW, WHOLE, write_findings_workbooks
from clusterbrief.study.framework import Framework
from clusterbrief.study.intake import Study
from clusterbrief.study.raw_cells import raw_cells
from clusterbrief.study.responses import read_answers
from survey_inputs import complete_answers, edition_of, export_of

DANGEROUS = ("=1+1", "+1", "-1-1", "@SUM(A1)", "#N/A", "\x07bell", "=" * 40_000, "2024-01-01")


def study_of(framework: Framework, *rows: dict[str, Any]) -> tuple[Study, dict[str, Any]]:
    edition = edition_of(contact="somebody@example.org")
    export = export_of(framework, rows)
    answers = read_answers([export], framework, edition)
    cells = {f"{each.file} ({each.cell})" for each in answers.findings.itertuples()}
    study: Any = SimpleNamespace(framework=framework, edition=edition, answers=answers)
    return study, raw_cells([export], framework, {}, cells)


def rows_of(path: Path) -> list[list[Any]]:
    sheet = load_workbook(path)["Findings"]
    return [[cell.value for cell in row] for row in sheet.iter_rows(min_row=HEADER_ROW)]


@pytest.fixture
def faulty(framework) -> list[dict[str, Any]]:
    return [
        complete_answers(framework, team_fte="many", income_public=50),
        complete_answers(framework, organisation_code="GE-001", organisation_name="Secret", country="Georgia",
                         city="Secretville", legal_form="=cmd|' /C calc'!A0"),
        complete_answers(framework, organisation_code="MD-001", organisation_name="Clean", country="Moldova"),
    ]  # fmt: skip


def test_each_respondent_with_findings_gets_one_named_by_its_code(tmp_path, framework, faulty):
    written, left = write_findings_workbooks(tmp_path / "out", *study_of(framework, *faulty))
    assert [path.name for path in written] == ["findings-AM-001.xlsx", "findings-GE-001.xlsx"]
    assert sorted((tmp_path / "out").iterdir()) == written
    assert left == []


def test_row_says_question_answer_problem_and_action(tmp_path, framework, faulty):
    [path, _], _ = write_findings_workbooks(tmp_path, *study_of(framework, *faulty))
    heading, *rows = rows_of(path)
    assert heading == list(COLUMNS)
    assert rows[0] == [
        "How many people manage the cluster, in full-time equivalents?", "many", '"many" is not a number.',
        "Treated as invalid: counts as missing.", None,
    ]  # fmt: skip
    assert [row[:2] for row in rows[1:3]] == [
        ["Income by source: Membership fees", "0"], ["Income by source: Paid services to members and others", "10"],
    ]  # fmt: skip
    assert len(rows) == 1 + 6
    assert "= 140." in rows[1][2]


def test_nothing_of_another_respondent_is_in_it(tmp_path, framework, faulty):
    [path, other], _ = write_findings_workbooks(tmp_path, *study_of(framework, *faulty))

    def everything(book: Path) -> str:
        return " ".join(str(cell) for sheet in load_workbook(book) for row in sheet.values for cell in row)

    assert "Secret" not in everything(path)
    assert "GE-001" not in everything(path)
    assert "many" not in everything(other)
    assert "somebody@example.org" in everything(other)


def test_only_corrections_can_be_changed(tmp_path, framework, faulty):
    [path, _], _ = write_findings_workbooks(tmp_path, *study_of(framework, *faulty))
    book = load_workbook(path)
    assert book.sheetnames == ["Findings", "Please read"]
    assert all(sheet.protection.sheet for sheet in book)
    unlocked = [
        cell.coordinate for sheet in book for row in sheet.iter_rows() for cell in row if not cell.protection.locked
    ]
    assert unlocked == [f"E{HEADER_ROW + number}" for number in range(1, 8)]
    assert {book["Findings"][cell].number_format for cell in unlocked} == {"@"}


@pytest.mark.parametrize("text", DANGEROUS)
def test_no_text_becomes_a_formula(tmp_path, framework, text):
    row = complete_answers(framework, legal_form=text, organisation_name=text)
    [path], _ = write_findings_workbooks(tmp_path, *study_of(framework, row))
    for sheet in load_workbook(path):
        for cells in sheet.iter_rows():
            for cell in cells:
                assert cell.value is None or cell.data_type == "s"
                assert cell.value is None or cell.quotePrefix
    assert rows_of(path)[1][1] == text.replace("\x07", "").strip()[:32767]


def test_same_findings_give_the_same_bytes(tmp_path, framework, faulty):
    study = study_of(framework, *faulty)
    first, _ = write_findings_workbooks(tmp_path / "a", *study)
    again, _ = write_findings_workbooks(tmp_path / "b", *study)
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in again]
    write_findings_workbooks(tmp_path / "a", *study)  # the same content may be written again


def test_workbook_with_corrections_is_never_written_over(tmp_path, framework, faulty):
    study = study_of(framework, *faulty)
    [path, other], _ = write_findings_workbooks(tmp_path, *study)
    book = load_workbook(path)
    book["Findings"][f"E{HEADER_ROW + 1}"] = "3"
    book.save(path)
    other.unlink()
    filled = path.read_bytes()
    with pytest.raises(InputError, match="It may hold corrections"):
        write_findings_workbooks(tmp_path, *study)
    assert path.read_bytes() == filled
    assert not other.exists()


def test_earlier_workbook_without_findings_now_is_named(tmp_path, framework, faulty):
    write_findings_workbooks(tmp_path, *study_of(framework, *faulty))
    (tmp_path / "notes.xlsx").touch()
    written, left = write_findings_workbooks(tmp_path, *study_of(framework, faulty[0]))
    assert [path.name for path in written] == ["findings-AM-001.xlsx"]
    assert [path.name for path in left] == ["findings-GE-001.xlsx"]


def test_finding_about_the_whole_stands_first(tmp_path, framework):
    rows = [complete_answers(framework, team_fte=1), complete_answers(framework, team_fte="many")]
    [path], _ = write_findings_workbooks(tmp_path, *study_of(framework, *rows))
    _, first, second = rows_of(path)
    assert first[0] == WHOLE
    assert first[1] is None
    assert "later answer" in first[2]
    assert second[1] == "many"


def test_nobody_has_findings(tmp_path, framework):
    written, left = write_findings_workbooks(tmp_path / "out", *study_of(framework, complete_answers(framework)))
    assert (written, left) == ([], [])
    assert list((tmp_path / "out").iterdir()) == []
