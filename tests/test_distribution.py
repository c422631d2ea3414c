"""distribution.csv: what was sent is read with its lines, checked, and added to without touching what is there."""

from pathlib import Path

import pytest

from clusterbrief.errors import Faults, InputError
from clusterbrief.study.distribution import COLUMNS, check_sent, note_sent, nothing_sent, read_distribution

HEADER = ",".join(COLUMNS) + "\n"
RECIPIENTS = {"AM-001", "AM-002", "AM-S01"}
DOCUMENTS = {
    "organisation": ("private", {"AM-001"}),
    "country": ("public", {"AM", "UA"}),
    "report": ("public", {"EaP"}),
    "dossier": ("internal", {"EaP"}),
}


@pytest.fixture
def path(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path / "distribution.csv"


def read(path):
    return read_distribution(path, RECIPIENTS)


def faults_of(path):
    faults = Faults()
    check_sent(path, read(path), DOCUMENTS, faults)
    return [(each.place.line, each.problem) for each in faults]


def test_no_file_is_no_fault(path):
    table = read(path)
    assert table.empty
    assert table.dtypes.to_dict() == nothing_sent().dtypes.to_dict()


def test_days_read_as_spreadsheets_write_them(path):
    rows = "2024-12-17,AM-001,organisation,,,\n17.12.2024,AM-S01,report,,,\n17/12/2024,AM-S01,country,AM,,Handed over\n"
    path.write_text(HEADER + rows, encoding="utf-8")
    table = read(path)
    assert set(table["sent_on"]) == {"2024-12-17"}
    assert table["line"].tolist() == [2, 3, 4]
    assert faults_of(path) == []


def test_all_faults_are_told_at_once_with_their_lines(path):
    rows = "soon,AM-001,organisation,,,\n2024-12-17,AM-003,organisation,,,\n2024-12-17,AM-001,,,,\n"
    path.write_text(HEADER + rows, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read(path)
    assert [(each.place.line, each.place.detail) for each in caught.value.faults] == [
        (2, "sent_on"), (3, "recipient_code"), (4, "document"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("AM-001,organisation,AM-001", ""),
        ("AM-S01,invitation,", ""),
        ("AM-S01,yearbook,", ""),
        ("AM-001,organisaton,", 'Cannot find the document "organisaton"'),
        ("AM-S01,dossier,", 'Cannot have sent "dossier": it is for the authors only'),
        ("AM-S01,organisation,AM-001", 'Cannot have sent the sheet of "AM-001" to "AM-S01"'),
        ("AM-S01,organisation,", 'Cannot have sent "organisation" to "AM-S01": it did not answer'),
        ("AM-002,organisation,", 'Cannot have sent "organisation" to "AM-002": it did not answer'),
        ("AM-S01,country,GE", 'Cannot find "country" of the unit "GE"'),
    ],
)
def test_what_cannot_have_been_sent_is_told_with_its_line(path, row, problem):
    path.write_text(f"{HEADER}2024-12-17,AM-S01,report,,,\n2024-12-17,{row},,\n", encoding="utf-8")
    assert faults_of(path) == ([(3, problem)] if problem else [])


def row(code, **more):
    return {"sent_on": "2024-12-20", "recipient_code": code, "document": "report", **more}


def test_new_file_begins_as_spreadsheets_like_it(path):
    note_sent(path, [row("AM-S01", note="With love; and, commas")])
    assert path.read_bytes().startswith("\ufeffsent_on,".encode())
    assert read(path)[["recipient_code", "note"]].to_numpy().tolist() == [["AM-S01", "With love; and, commas"]]


@pytest.mark.parametrize("last", ["", "\r\n"], ids=["last line not closed", "last line closed"])
def test_what_stands_in_the_file_stays_to_the_letter(path, last):
    before = f"Document;Recipient_code;Sent_on;Version\r\nreport;AM-S01;17.12.2024;1{last}".encode()
    path.write_bytes(before)
    note_sent(path, [row("AM-001", version="2"), row("AM-002", version="3")])
    after = path.read_bytes()
    assert after.startswith(before)
    assert after[len(before) :].decode().split() == ["report;AM-001;2024-12-20;2", "report;AM-002;2024-12-20;3"]
    assert read(path)["version"].tolist() == ["1", "2", "3"]


def test_file_without_a_column_that_is_needed_is_left_alone(path):
    path.write_text("sent_on,recipient_code,document\n", encoding="utf-8")
    with pytest.raises(InputError, match='Cannot find the column "note"'):
        note_sent(path, [row("AM-001", note="By hand", version="")])
    assert path.read_text(encoding="utf-8") == "sent_on,recipient_code,document\n"


def test_file_that_is_open_elsewhere_stays_as_it_is(path, monkeypatch):
    def held_open(*_):
        raise PermissionError(13, "Permission denied")

    path.write_text(HEADER, encoding="utf-8")
    monkeypatch.setattr(Path, "replace", held_open)
    with pytest.raises(InputError, match="Close it where it is open"):
        note_sent(path, [row("AM-001")])
    assert [each.name for each in path.parent.iterdir()] == ["distribution.csv"]
    assert path.read_text(encoding="utf-8") == HEADER
