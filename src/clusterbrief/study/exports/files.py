"""A file of answers opened without trusting it: its cells as data, whatever kind of file it is.

Formulas, macros and links are never looked at; entities and outside definitions in XML are refused.
"""

import re
import zipfile
import zlib
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring
from python_calamine import CalamineError, CalamineWorkbook

from clusterbrief.errors import Fault, InputError, Place, shown_path
from clusterbrief.study.export import Note
from clusterbrief.study.exports.delimited import read_delimited

Row = list[Any]
MOST_BYTES = 200 * 2**20  # of a file, or of all that a workbook unpacks to
MOST_PARTS = 5000  # in a workbook
MOST_CELLS = 40_000_000  # of a sheet, counted as a rectangle
CHUNK = 2**20
OVERLAP = 40
# A single cell far out makes a rectangle that no memory holds: beyond column ZZ or row 99,999.
FAR_CELL = re.compile(rb"""\br\s*=\s*["'](?:[A-Za-z]{3}[0-9]{1,7}|[A-Za-z]{0,2}[0-9]{6,})["']""")
WHAT_DAMAGE_RAISES = (OSError, ValueError, IndexError, RuntimeError, NotImplementedError, EOFError, zlib.error)
PANIC = "pyo3_runtime"  # module of what calamine raises, beside all exceptions, at some damaged XLS files
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True)
class SourceFile:
    """A file of answers, opened: its sheets by name, or the root of its XML; ``text`` for delimited text."""

    path: Path
    sheets: dict[str, list[Row]] = field(default_factory=dict)
    root: Element | None = None
    text: bool = False
    notes: tuple[Note, ...] = ()

    @property
    def rows(self) -> list[Row]:
        """The rows of the first sheet."""
        return next(iter(self.sheets.values()), [])

    @property
    def sheet(self) -> str:
        """The name of the first sheet."""
        return next(iter(self.sheets), "")

    def fault(self, problem: str, remedy: str = "", detail: str = "") -> InputError:
        """An error that names the file."""
        return InputError([Fault(Place(shown_path(self.path), detail=detail), problem, remedy)])


def open_source(path: Path) -> SourceFile:
    """Open a file by what it holds, not by what it is called.

    Raises
    ------
    InputError
        The file is missing, empty, damaged, has a password, or unpacks to more than can be meant.
    """
    source = SourceFile(path)
    try:
        with path.open("rb") as stream:
            start = stream.read(4096)
        size = path.stat().st_size
    except OSError:
        raise source.fault("Cannot find the survey file") from None
    if not start.strip():
        raise source.fault("Cannot find anything in the file", "Export the answers again.")
    if size > MOST_BYTES:
        raise source.fault(f"Cannot read a file of more than {MOST_BYTES // 2**20} MB", "Export the answers again.")
    if start.startswith((ZIP, OLE)):
        return open_workbook(path)
    if start.removeprefix(b"\xef\xbb\xbf").lstrip().startswith((b"<?xml", b"<Results", b"<!DOCTYPE")):
        return _open_xml(path)
    rows, notes = read_delimited(path.read_bytes(), source.fault)
    return SourceFile(path, {path.stem: rows}, text=True, notes=notes)


def open_workbook(path: Path) -> SourceFile:
    """Open an XLSX, XLS or ODS workbook."""
    source = SourceFile(path)
    kind = path.suffix[1:].upper() if path.suffix.lower() in {".xlsx", ".xls", ".ods"} else "XLSX"
    remedy = f"Export the results again as {kind}, and save it without a password."
    if not path.exists():
        raise source.fault("Cannot find the survey file")
    try:
        if zipfile.is_zipfile(path):
            _refuse_oversize(source)
        return SourceFile(path, _sheets(source))
    except (CalamineError, zipfile.BadZipFile, zipfile.LargeZipFile, *WHAT_DAMAGE_RAISES) as error:
        raise source.fault(f"Cannot read the file as an {kind} workbook: {error}", remedy) from None
    except BaseException as error:
        if type(error).__module__ != PANIC:
            raise
        raise source.fault(f"Cannot read the file as an {kind} workbook: it is damaged", remedy) from None


def _sheets(source: SourceFile) -> dict[str, list[Row]]:
    workbook = CalamineWorkbook.from_path(str(source.path))
    sheets = {}
    for name in workbook.sheet_names:
        sheet = workbook.get_sheet_by_name(name)
        if sheet.total_height * sheet.total_width > MOST_CELLS:
            raise _too_large(source)
        sheets[name] = sheet.to_python(skip_empty_area=False)
    return sheets


def _refuse_oversize(source: SourceFile) -> None:
    """Unpack every part once, counting; what an archive says of its own sizes is not believed."""
    total = 0
    with zipfile.ZipFile(source.path) as archive:
        names = archive.namelist()
        if "mimetype" not in names and "[Content_Types].xml" not in names:
            inside = ", ".join(f'"{each}"' for each in names[:5])
            remedy = f"Unpack it and name the file inside in edition.yml. It holds {inside}."
            raise source.fault("Cannot read an archive of files", remedy)
        if "xl/workbook.bin" in names:
            raise source.fault("Cannot read a binary workbook (XLSB)", "Save it as XLSX, without changing it.")
        if len(names) > MOST_PARTS:
            raise _too_large(source)
        for each in archive.infolist():
            part = copy(each)
            part.file_size = MOST_BYTES + CHUNK
            is_sheet = part.filename.lower().startswith("xl/worksheets/")
            end = b""
            with archive.open(part) as stream:
                while chunk := stream.read(CHUNK):
                    total += len(chunk)
                    if total > MOST_BYTES:
                        raise _too_large(source)
                    if is_sheet and (far := FAR_CELL.search(end + chunk)):
                        cell = far[0].decode().split("=")[1].strip(" \"'")
                        cell = f"row {cell}" if cell.isdigit() else cell
                        remedy = "Delete the rows and columns behind the answers, and save the workbook again."
                        raise source.fault("Cannot read a workbook with a cell so far out", remedy, cell)
                    end = chunk[-OVERLAP:]


def _too_large(source: SourceFile) -> InputError:
    problem = f"Cannot read a workbook that unpacks to more than {MOST_BYTES // 2**20} MB"
    return source.fault(problem, "No export of a survey is that large: ask whoever sent it for another file.")


def _open_xml(path: Path) -> SourceFile:
    source = SourceFile(path)
    try:
        root = fromstring(path.read_bytes(), forbid_dtd=True)
    except DefusedXmlException:
        remedy = "EUSurvey writes none: export the results again as XML, and do not edit the file."
        raise source.fault("Cannot trust an XML file that declares a document type or entities", remedy) from None
    except (ParseError, ValueError, LookupError) as error:
        remedy = "Export the results again as XML."
        raise source.fault(f"Cannot read the file as XML: {error}", remedy) from None
    return SourceFile(path, root=root)


def is_blank(cell: Any) -> bool:
    """Whether a cell holds nothing but white space."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def is_empty(rows: Sequence[Sequence[Any]]) -> bool:
    """Whether no cell of any row holds anything."""
    return all(is_blank(cell) for row in rows for cell in row)
