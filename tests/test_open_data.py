"""The open data: disclosed tables alone, each column in words, in a package that others' programs accept."""

import json
from io import BytesIO

import frictionless
import openpyxl
import pandas as pd
import pytest

from clusterbrief import pipeline
from clusterbrief.analysis.cutting.cut_open_data import codebook_of
from clusterbrief.errors import InputError
from clusterbrief.produce.open_data import OpenData, describe_package, write_open_data, write_workbook
from clusterbrief.produce.request import Request
from clusterbrief.study.open_data import check_described, check_licence, read_open_data
from clusterbrief.study.project import find_project

FACTS = {
    "edition_title": "Round 2024", "published": "2024-12-16", "method_version": "1.0", "authors": "Us", "synthetic": True,
    "disclaimer": "No label\nfollows.", "licence": "CC-BY-4.0", "licence_title": "Attribution", "citation": "Us (2024): Round",
    "licence_path": "https://example.org/by",
}  # fmt: skip
TABLE = pd.DataFrame({"area_code": ["EaP", "=1+1"], "n": [12, 3], "score": [61.0, None], "hidden": [False, True]})


@pytest.fixture(scope="module")
def words(project_root):
    return read_open_data(project_root / "data" / "open_data.yml")


@pytest.fixture(scope="module")
def made(words):
    tables = {"area_scores": TABLE}
    return OpenData(tables, codebook_of(tables, words), FACTS)


@pytest.fixture(scope="module")
def prepared(project_root):
    return pipeline.prepare(find_project(project_root), "example", Request())


def test_every_column_that_is_published_is_in_words_and_no_other(prepared, words):
    tables = prepared.open_data.tables
    assert set(words.tables) == set(tables)
    used = {column for table in tables.values() for column in table.columns}
    assert set(words.columns) <= used
    for name, table in words.tables.items():
        assert set(table.columns) <= set(tables[name].columns), name
    assert prepared.open_data.codebook.notna().all().all()


def test_open_data_are_the_disclosed_tables(prepared):
    disclosed = pipeline.disclosed_tables(prepared.analysis, prepared.models, prepared.atlas)
    tables = prepared.open_data.tables
    assert set(tables) == {*disclosed, "codes"}
    for name, table in disclosed.items():
        if name.startswith("atlas_"):
            assert len(tables[name]) == len(table)
        else:
            pd.testing.assert_frame_equal(tables[name], table)
    codes = set(prepared.study.answers.organisations["organisation_code"])
    assert not [name for name, table in tables.items() if codes & set(table.astype(str).to_numpy().ravel())]


def test_what_codes_stand_for_is_told(prepared):
    tables = prepared.open_data.tables
    codes = tables["codes"].groupby("kind")["code"].agg(set)
    for column in (
        "area_code",
        "node_code",
        "class_code",
        "stage_code",
        "programme_code",
        "service_code",
        "option_code",
    ):
        used = {code for name, table in tables.items() if column in table and not name.startswith("atlas_")
                for code in table[column]}  # fmt: skip
        assert used <= codes[column] | {"unclassified", "unknown"}, (column, used - codes[column])


def test_package_is_valid(prepared, tmp_path):
    write_open_data(tmp_path / "data", prepared.open_data)
    report = frictionless.validate(tmp_path / "data" / "datapackage.json")
    assert report.valid, report.flatten(["title", "fieldName", "note", "message"])[:9]
    assert report.stats["tasks"] == len(prepared.open_data.tables)
    package = json.loads((tmp_path / "data" / "datapackage.json").read_text(encoding="utf-8"))
    assert package["licenses"][0]["name"] == "CC-BY-4.0" and package["citation"]
    assert all(
        field["description"] and field["unit"] for each in package["resources"] for field in each["schema"]["fields"]
    )


def test_package_tells_a_column_of_another_kind(made, tmp_path):
    write_open_data(tmp_path, made)
    path = tmp_path / "area_scores.csv"
    path.write_text(path.read_text(encoding="utf-8-sig").replace("61.0", "many"), encoding="utf-8-sig")
    assert not frictionless.validate(tmp_path / "datapackage.json").valid


def test_workbook_explains_itself_and_runs_no_formula(made):
    content = write_workbook(made)
    assert content == write_workbook(made)
    book = openpyxl.load_workbook(BytesIO(content))
    assert book.sheetnames == ["About", "Codebook", "area_scores"]
    about = "\n".join(str(row[1].value) for row in book["About"].iter_rows())
    assert all(each in about for each in ("Us (2024): Round", "CC-BY-4.0", "No label follows.", "Synthetic data"))
    assert book["Codebook"].max_row == len(TABLE.columns) + 1
    rows = list(book["area_scores"].iter_rows())
    assert [cell.value for cell in rows[2]] == ["=1+1", 3, None, True]
    assert rows[2][0].data_type == "s"


def test_nothing_is_written_where_it_is_there_and_what_is_gone_is_gone(made, tmp_path):
    folder = tmp_path / "data"
    write_open_data(folder, made)
    before = {path: path.stat().st_mtime_ns for path in folder.iterdir()}
    write_open_data(folder, made)
    assert {path: path.stat().st_mtime_ns for path in folder.iterdir()} == before
    (folder / "old.csv").write_text("x", encoding="utf-8")
    write_open_data(folder, made)
    assert not (folder / "old.csv").exists()
    write_open_data(folder, OpenData({"area_scores": TABLE.head(1)}, made.codebook, FACTS))
    assert (folder / "area_scores.csv").read_text(encoding="utf-8-sig").count("\n") == 2


def test_package_without_tables_still_says_what_it_is(made):
    assert describe_package(OpenData({}, made.codebook, FACTS))["resources"] == []


def test_what_has_no_words_is_a_fault(words, tmp_path):
    check_described({"area_scores": ["score"]}, words, tmp_path / "open_data.yml")
    with pytest.raises(InputError) as caught:
        check_described({"area_scores": ["score", "shoe_size"], "shoes": ["n"]}, words, tmp_path / "open_data.yml")
    problems = [fault.problem for fault in caught.value.faults]
    assert problems == [
        'Cannot find the table "shoes"',
        'Cannot find the column "shoe_size" of the table "area_scores"',
    ]
    assert all(fault.remedy for fault in caught.value.faults)


def test_licence_that_nobody_knows_is_a_fault(words, tmp_path):
    check_licence("CC0-1.0", words, tmp_path / "edition.yml")
    with pytest.raises(InputError, match=r"CC-BY-4\.0"):
        check_licence("CC-BY-4", words, tmp_path / "edition.yml")
