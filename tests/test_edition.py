"""Editions: found by name, and refused with every fault of edition.yml and of the invited organisations."""

import shutil
from pathlib import Path

import pytest

from clusterbrief.errors import Fault, InputError
from clusterbrief.study.edition import read_edition, read_invited
from clusterbrief.study.framework import Framework
from clusterbrief.study.project import find_edition

FAULTY = Path(__file__).parent / "faulty"
COUNTRIES = ("AM", "AZ", "GE", "MD", "UA")
HEADER = "organisation_code,name,country_code,kind,eccp\n"
ROW = "AM-001,First,AM,proto-cluster,no\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An edition without a fault."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "editions" / "2024"
    folder.mkdir(parents=True)
    (folder / "answers.xlsx").write_bytes(b"not opened here")
    (folder / "invited.csv").write_text(HEADER + ROW, encoding="utf-8")
    text = (FAULTY / "edition" / "collected_backwards.yml").read_text(encoding="utf-8")
    (folder / "edition.yml").write_text(text.replace("2024-04-01", "2024-05-31"), encoding="utf-8")
    return folder


def faults_of(folder: Path, framework: Framework) -> list[Fault]:
    with pytest.raises(InputError) as caught:
        read_edition(folder, framework.countries)
    return list(caught.value.faults)


def test_edition_without_a_fault_reads(folder, framework):
    edition = read_edition(folder, framework.countries)
    assert edition.name == "2024"
    assert [path.name for path in edition.survey_paths] == ["answers.xlsx"]
    assert edition.invited.to_dict("records") == [
        {"organisation_code": "AM-001", "name": "First", "country_code": "AM", "kind": "proto-cluster", "eccp": False}
    ]


def test_edition_is_found_by_name_and_by_path(folder):
    assert find_edition("2024", folder.parent) == folder
    assert find_edition(str(folder), Path("elsewhere")) == folder


def test_edition_given_as_the_working_folder_has_a_name(folder, framework, monkeypatch):
    monkeypatch.chdir(folder)
    assert read_edition(find_edition(".", Path("elsewhere")), framework.countries).name == "2024"


@pytest.mark.parametrize(("name", "remedy"), [("2042", 'Did you mean "2024"?'), ("zzz", 'Known here: "2024"')])
def test_unknown_edition_is_refused_with_the_nearest_name(folder, name, remedy):
    with pytest.raises(InputError) as caught:
        find_edition(name, folder.parent)
    [fault] = caught.value.faults
    assert str(fault) == f'editions\n  Cannot find an edition named "{name}"\n  {remedy}'


def test_folder_without_editions_says_what_an_edition_is(tmp_path):
    with pytest.raises(InputError, match="An edition is a folder"):
        find_edition("2024", tmp_path)


@pytest.mark.parametrize(
    ("file", "line", "key", "problem", "remedy"),
    [
        ("collected_backwards", 6, "collected_to", "Cannot end collecting before it starts", "2024-04-08"),
        ("date_impossible", 6, "collected_to", 'Cannot use "2024-04-31" as a date', "2024-05-31"),
        ("country_unknown", 8, "countries.4", 'Cannot find the country "RO" in countries.yml', "Known here"),
        ("survey_missing", 4, "survey.0.file", 'Cannot find the survey file "answer.xlsx"', '"answers.xlsx"?'),
        ("withdrawn_mistyped", 9, "withdrawn.0", 'Cannot find the withdrawn organisation "AM-01"', '"AM-001"?'),
        ("list_empty", 9, "withdrawn", "Cannot use an empty value as a list", "an empty list is []"),
        ("answer_unclear", 2, "synthetic", 'Cannot use "perhaps" as true or false', "Write true or false."),
        ("key_unknown", 1, "titel", 'Cannot use the key "titel"', 'Did you mean "title"?'),
    ],
)
def test_fault_in_the_settings_is_told_with_its_line(folder, framework, file, line, key, problem, remedy):
    shutil.copy(FAULTY / "edition" / f"{file}.yml", folder / "edition.yml")
    faults = [fault for fault in faults_of(folder, framework) if fault.place.detail == key]
    assert len(faults) == 1
    assert (faults[0].place.file, faults[0].place.line) == ("editions/2024/edition.yml", line)
    assert problem in faults[0].problem
    assert remedy in faults[0].remedy


def test_faults_of_settings_and_invited_are_told_together(folder, framework):
    shutil.copy(FAULTY / "edition" / "collected_backwards.yml", folder / "edition.yml")
    shutil.copy(FAULTY / "invited" / "kind_unknown.csv", folder / "invited.csv")
    files = {fault.place.file for fault in faults_of(folder, framework)}
    assert files == {"editions/2024/edition.yml", "editions/2024/invited.csv"}


def test_missing_settings_and_missing_list_are_told(folder, framework):
    (folder / "invited.csv").unlink()
    assert [fault.problem for fault in faults_of(folder, framework)] == [
        "Cannot find the list of invited organisations"
    ]
    (folder / "edition.yml").unlink()
    assert [fault.problem for fault in faults_of(folder, framework)] == ["Cannot find the file"]


def test_survey_file_named_twice_is_told(folder, framework):
    path = folder / "edition.yml"
    path.write_text(path.read_text().replace("  - file: answers.xlsx\n", "  - file: answers.xlsx\n" * 2))
    [fault] = faults_of(folder, framework)
    assert (fault.place.line, fault.problem) == (5, 'Cannot use the survey file "answers.xlsx" twice')


def test_code_that_was_given_to_an_uninvited_organisation_can_be_withdrawn(folder, framework):
    path = folder / "edition.yml"
    path.write_text(path.read_text().replace("withdrawn: []", "withdrawn: [AM-X01AB2F99CD, AM-001]"))
    assert read_edition(folder, framework.countries).settings.withdrawn == ("AM-X01AB2F99CD", "AM-001")


@pytest.mark.parametrize(
    ("file", "places"),
    [
        ("kind_unknown", [(3, "kind")]),
        ("country_unknown", [(2, "country_code")]),
        ("code_malformed", [(2, "organisation_code")]),
        ("code_twice", [(4, "organisation_code")]),
        ("eccp_by_number", [(2, "eccp")]),
        ("name_empty", [(2, "name")]),
        ("row_short", [(2, "kind"), (2, "eccp")]),
        ("comma_in_name", [(2, "")]),
        ("column_misspelt", [(1, "")]),
        ("not_utf8", [(2, "")]),
        ("empty", [(1, "")]),
    ],
)
def test_fault_in_the_invited_is_told_with_line_and_column(file, places):
    with pytest.raises(InputError) as caught:
        read_invited(FAULTY / "invited" / f"{file}.csv", COUNTRIES)
    assert [(fault.place.line, fault.place.detail) for fault in caught.value.faults] == places
    assert all(fault.problem.startswith("Cannot ") and fault.remedy for fault in caught.value.faults)
    assert "None" not in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        HEADER + ROW,
        "\ufeff" + HEADER + ROW,
        (HEADER + ROW).replace(",", ";"),
        (HEADER + ROW).replace("\n", "\r\n"),
        HEADER + ROW.replace(",", " , ").replace(" , cluster", "-cluster"),
        HEADER + '"AM-001","First","AM","proto-cluster","no"\n',
        HEADER.strip() + ",remark\n" + ROW.strip() + ",spoke to them\n",
        HEADER + ROW + ",,,,\n\n",
    ],
    ids=["plain", "byte order mark", "semicolons", "Windows", "blanks", "quotes", "more columns", "empty rows"],
)
def test_list_of_invited_reads_however_a_spreadsheet_saved_it(tmp_path, text):
    path = tmp_path / "invited.csv"
    path.write_bytes(text.encode())
    [row] = read_invited(path, COUNTRIES).to_dict("records")
    assert list(row.values()) == ["AM-001", "First", "AM", "proto-cluster", False]


def test_line_of_a_fault_counts_line_breaks_inside_cells(tmp_path):
    path = tmp_path / "invited.csv"
    path.write_text(
        HEADER + ROW.replace("First", '"First\nand last"') + ROW.replace("AM,", "FR,").replace("001", "002")
    )
    with pytest.raises(InputError) as caught:
        read_invited(path, COUNTRIES)
    assert [(fault.place.line, fault.place.detail) for fault in caught.value.faults] == [(4, "country_code")]
