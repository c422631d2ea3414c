"""The dossier as a workbook: sheets that can be filtered, texts that do nothing, the same bytes each time."""

from dataclasses import replace

import pandas as pd
import pytest
from openpyxl import load_workbook

from clusterbrief.errors import InputError
from clusterbrief.produce.dossier_workbook import write_dossier
from test_dossier_sheets import TITLES, internal

HOSTILE = ('=HYPERLINK("http://example.org")', "+1", "-1+1", "@SUM(A1)", "\x07bell\x1b", "x" * 40_000, "<b>&amp;")


@pytest.fixture(scope="module")
def profile():
    return internal("all")


def test_workbook_has_real_sheets_that_stay_readable(tmp_path, profile):
    book = load_workbook(write_dossier(tmp_path / "internal", profile))
    assert book.sheetnames == ["About", *TITLES, "Codebook"]
    about = " ".join(str(row[0].value) for row in book["About"] if row[0].value)
    assert "For the authors only" in about
    assert profile.facts["disclaimer"] in about
    assert ("Synthetic data" in about) == profile.facts["synthetic"]
    for title in (*TITLES, "Codebook"):
        sheet = book[title]
        assert sheet.freeze_panes == "A2"
        assert all(cell.value and cell.font.bold for cell in sheet[1]), title
        assert (sheet.auto_filter.ref is not None) == (sheet.max_row > 1), title
        assert all(9 <= each.width <= 60 for each in sheet.column_dimensions.values()), title
    codebook = {(row[0].value, row[1].value) for row in book["Codebook"].iter_rows(min_row=2)}
    assert codebook == {(title, cell.value) for title in TITLES for cell in book[title][1]}


def test_numbers_are_numbers_and_days_are_texts_that_sort(tmp_path, profile):
    sheet = load_workbook(write_dossier(tmp_path, profile))["Ranking"]
    headings = [cell.value for cell in sheet[1]]
    row = [cell.value for cell in sheet[2]]
    assert isinstance(row[headings.index("Score")], int | float)
    assert row[headings.index("Rank")] == 1


def test_hostile_texts_are_harmless_and_whole(tmp_path, profile):
    people = profile.tables["organisations"].copy()
    texts = [HOSTILE[place % len(HOSTILE)] for place in range(len(people))]
    tables = {**profile.tables, "organisations": people.assign(name=texts, email=texts)}
    book = load_workbook(write_dossier(tmp_path, replace(profile, tables=tables)))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
    assert not [cell.value for cell in cells if isinstance(cell.value, str) and cell.value.startswith(tuple("=+@"))]
    assert [cell.value for cell in cells if cell.value == f"'{HOSTILE[0]}"]


def test_same_profile_gives_the_same_bytes(tmp_path, profile):
    first, again = (write_dossier(tmp_path / name, profile).read_bytes() for name in "ab")
    assert first == again
    assert write_dossier(tmp_path / "c", internal("nobody")).is_file()


def test_workbook_that_is_open_elsewhere_is_told_and_stays(tmp_path, profile, monkeypatch):
    path = write_dossier(tmp_path, profile)
    before = path.read_bytes()

    def held_open(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.replace", held_open)
    with pytest.raises(InputError, match="Close it where it is open"):
        write_dossier(
            tmp_path,
            replace(
                profile,
                tables={
                    **profile.tables,
                    "kept_back": pd.DataFrame({"table": ["t"], "area_code": ["A"], "figure": ["f"], "cells": [1]}),
                },
            ),
        )
    assert path.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == ["dossier.xlsx"]
