"""Workbooks: the same bytes whenever they are written, and still workbooks."""

from openpyxl import load_workbook
from openpyxl.packaging.core import DocumentProperties

from clusterbrief.study.reproducible import settle_workbook
from survey_inputs import write_workbook


def test_time_of_writing_leaves_no_mark(tmp_path, monkeypatch):
    paths = [write_workbook(tmp_path / name, [["a", 1]]) for name in ("first.xlsx", "second.xlsx")]
    book = load_workbook(paths[1])
    assert isinstance(book.properties, DocumentProperties)
    book.properties.created = book.properties.created.replace(year=1999)
    book.save(paths[1])
    assert paths[0].read_bytes() != paths[1].read_bytes()
    for path in paths:
        settle_workbook(path)
    assert paths[0].read_bytes() == paths[1].read_bytes()
    assert load_workbook(paths[0]).active["B1"].value == 1


def test_settling_twice_changes_nothing_more(tmp_path):
    path = write_workbook(tmp_path / "book.xlsx", [["a", 1]])
    settle_workbook(path)
    once = path.read_bytes()
    settle_workbook(path)
    assert path.read_bytes() == once
