"""Lists of authors: read whatever a spreadsheet program made of them, and refused with every place."""

import pytest

from clusterbrief.errors import Faults, InputError
from clusterbrief.study.kept_lists import KeptList, read_rows

FORM = KeptList(("code", "name", "note"), ("code", "name"))


@pytest.fixture
def path(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path / "list.csv"


def rows_of(path, text, encoding="utf-8"):
    path.write_bytes(text.encode(encoding))
    faults = Faults()
    return list(read_rows(path, FORM, faults)), faults


@pytest.mark.parametrize(
    "text",
    ["code,name,note\nA,Alpha,\n", "\ufeffNote;CODE;Name\r\n;A; Alpha \r\n;;\r\n\r\n", 'code,name\n"A",Alpha'],
    ids=["plain", "of a spreadsheet", "without the column that may be missing"],
)
def test_rows_are_the_same_however_they_were_saved(path, text):
    rows, faults = rows_of(path, text)
    assert [row.cells for row in rows] == [{"code": "A", "name": "Alpha", "note": ""}]
    assert str(rows[0].place_of("name")) == "list.csv:2 (name)" and not faults


def test_rows_keep_their_lines_beside_blank_ones_and_those_that_are_too_long(path):
    rows, faults = rows_of(path, "code,name\n,\nA,Alpha,beta,gamma\nB,Beta\n")
    assert [(row.cells["code"], row.place.line) for row in rows] == [("B", 4)]
    assert [(fault.place.line, fault.problem) for fault in faults] == [
        (3, "Cannot use a row with more cells than columns")
    ]


@pytest.mark.parametrize(
    ("text", "encoding", "problem"),
    [
        ("code,nmae\n", "utf-8", 'Cannot find the column "name"'),
        ("code,name,nmae\n", "utf-8", 'Cannot use the column "nmae"'),
        ("code,name,code\n", "utf-8", 'Cannot use the column "code" twice'),
        ("code,name\nA,Größe\n", "latin-1", "Cannot read the file as UTF-8 text"),
    ],
)
def test_file_that_cannot_be_read_is_told_with_its_line(path, text, encoding, problem):
    with pytest.raises(InputError) as caught:
        rows_of(path, text, encoding)
    told = {fault.problem: fault.place.line for fault in caught.value.faults}
    assert told[problem] == (2 if encoding == "latin-1" else 1)


def test_file_that_is_not_there_is_told(path):
    with pytest.raises(InputError, match="Cannot open the file"):
        list(read_rows(path, FORM, Faults()))
