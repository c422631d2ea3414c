"""Files that are damaged, too large or made to do harm are refused in words; nothing in them is trusted."""

import struct
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from clusterbrief.errors import InputError
from clusterbrief.study.exports import files
from clusterbrief.study.exports.files import open_source
from survey_files import write_csv, write_sheets

LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE Results [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]><Results><Survey>&c;</Survey></Results>'
)
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE Results SYSTEM "http://example.org/x.dtd"><Results><Survey/></Results>'
SECRET = (
    '<?xml version="1.0"?><!DOCTYPE R [<!ENTITY x SYSTEM "file:///etc/passwd">]><Results><Survey>&x;</Survey></Results>'
)


def fault_of(path: Path):
    with pytest.raises(InputError) as caught:
        open_source(path)
    [fault] = caught.value.faults
    return fault


@pytest.mark.parametrize("content", [b"", b"  \r\n \n"], ids=["zero bytes", "white space"])
def test_empty_file_is_refused(tmp_path, content):
    path = tmp_path / "answers.csv"
    path.write_bytes(content)
    assert fault_of(path).problem == "Cannot find anything in the file"


def test_missing_file_is_refused(tmp_path):
    assert fault_of(tmp_path / "answers.csv").problem == "Cannot find the survey file"


@pytest.mark.parametrize("share", [0.1, 0.5, 0.95])
def test_truncated_workbook_is_refused(tmp_path, share):
    path = write_sheets(tmp_path / "answers.xlsx", {"Content": [["Alias", "x"] * 50] * 50})
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
    fault = fault_of(path)
    assert fault.problem.startswith("Cannot read the file as an XLSX workbook")
    assert "without a password" in fault.remedy


@pytest.mark.parametrize(
    "text", [LAUGHS, OUTSIDE, SECRET], ids=["billion laughs", "outside definition", "outside file"]
)
def test_xml_that_declares_anything_is_refused(tmp_path, text):
    path = tmp_path / "answers.xml"
    path.write_text(text)
    assert fault_of(path).problem == "Cannot trust an XML file that declares a document type or entities"


def test_broken_xml_is_refused(tmp_path):
    path = tmp_path / "answers.xml"
    path.write_text('<?xml version="1.0"?><Results><Survey>')
    assert fault_of(path).problem.startswith("Cannot read the file as XML")


def test_workbook_that_unpacks_to_too_much_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "MOST_BYTES", 3 * 2**20)
    path = tmp_path / "answers.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 4 * 2**20)
    assert fault_of(path).problem.startswith("Cannot read a workbook that unpacks to more than")


def test_what_an_archive_says_of_its_sizes_is_not_believed(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "MOST_BYTES", 3 * 2**20)
    path = tmp_path / "answers.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 4 * 2**20)
    lying = path.read_bytes().replace(struct.pack("<L", 4 * 2**20), struct.pack("<L", 40))
    path.write_bytes(lying)
    with zipfile.ZipFile(path) as archive:
        assert archive.getinfo("xl/worksheets/sheet1.xml").file_size == 40
    assert fault_of(path).problem.startswith("Cannot read a workbook that unpacks to more than")


@pytest.mark.parametrize(
    ("cell", "named"), [("XFD1048576", "row 1048576"), ("AAA1", "AAA1"), ("A100000", "row 100000")]
)
def test_single_cell_far_out_is_refused_and_named(tmp_path, cell, named):
    book = Workbook()
    book.active["A1"] = "Alias"
    book.active[cell] = "x"
    book.save(tmp_path / "answers.xlsx")
    fault = fault_of(tmp_path / "answers.xlsx")
    assert fault.problem == "Cannot read a workbook with a cell so far out"
    assert fault.place.detail == named


def test_cells_within_reach_are_read(tmp_path):
    book = Workbook()
    book.active["ZZ1"] = "last"
    book.save(tmp_path / "answers.xlsx")
    assert open_source(tmp_path / "answers.xlsx").rows[0][-1] == "last"


def test_archive_of_files_is_refused_with_what_it_holds(tmp_path):
    path = tmp_path / "answers.csv.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("Self-assessment.csv", "Timestamp,Country\n")
    fault = fault_of(path)
    assert fault.problem == "Cannot read an archive of files"
    assert '"Self-assessment.csv"' in fault.remedy


def test_formula_is_read_as_what_it_last_showed(tmp_path):
    book = Workbook()
    book.active.append(["Alias", '=HYPERLINK("http://example.org")'])
    book.save(tmp_path / "answers.xlsx")
    assert open_source(tmp_path / "answers.xlsx").rows[0][1:] in ([""], [], [None])


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_delimited_text_reads_whatever_its_separator_and_encoding(tmp_path, separator, encoding):
    rows = [["Назва, повна", "B; b", "C"], ['"quoted"', "two\nlines", ""], ["", "x", "y"]]
    source = open_source(write_csv(tmp_path / "answers.csv", rows, separator, encoding))
    assert source.rows == rows
    assert source.notes == ()


def test_windows_encoding_is_read_and_told_with_the_first_row_of_it(tmp_path):
    source = open_source(write_csv(tmp_path / "a.csv", [["Name"], ["Plain"], ["Café – bar"]], encoding="cp1252"))
    assert source.rows[2] == ["Café – bar"]
    [note] = source.notes
    assert (note.row, note.kind) == (3, "encoding guessed")


def test_control_characters_do_no_harm(tmp_path):
    path = tmp_path / "answers.csv"
    path.write_bytes(b"Name,Country\r\nA\x00B\x07\x1b[31m,Armenia\r\n")
    assert open_source(path).rows[1] == ["AB\x07\x1b[31m", "Armenia"]


def test_mark_of_quotation_that_never_closes_is_refused_not_read_as_one_answer(tmp_path):
    path = tmp_path / "answers.csv"
    path.write_text('Name,Country\n"First,Armenia\n' + "x,y\n" * 400_000)
    assert fault_of(path).problem.startswith("Cannot read the file as delimited text")


def test_binary_workbook_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "answers.xlsb", "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.bin", b"\x83\x01")
    assert fault_of(tmp_path / "answers.xlsb").problem == "Cannot read a binary workbook (XLSB)"


def test_reader_that_gives_up_is_a_fault_and_an_interruption_is_not(tmp_path, monkeypatch):
    panic = type("PanicException", (BaseException,), {"__module__": "pyo3_runtime"})
    path = write_sheets(tmp_path / "answers.xlsx", {"Content": [["Alias"]]})
    monkeypatch.setattr(files, "_sheets", lambda source: (_ for _ in ()).throw(panic("out of range")))
    assert fault_of(path).problem.endswith("it is damaged")
    monkeypatch.setattr(files, "_sheets", lambda source: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        open_source(path)
