"""The open data on disk: each published table as CSV, all of them as one workbook, and a data package."""

import json
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from clusterbrief.present.csv_cells import harmless
from clusterbrief.study.reproducible import settle_workbook

FOLDER = "open-data"  # inside build/
WORKBOOK, PACKAGE, CODEBOOK, LICENCE = "open-data.xlsx", "datapackage.json", "codebook.csv", "LICENCE.txt"
ENCODING = "utf-8-sig"  # the mark in front tells spreadsheets which letters follow
LONGEST_SHEET_NAME, LONGEST_CELL = 31, 32767  # characters, Excel's limits
WIDEST = 60


@dataclass(frozen=True)
class OpenData:
    """Published tables by name, what each of their columns means, and facts of the edition."""

    tables: Mapping[str, pd.DataFrame]
    codebook: pd.DataFrame  # as ``cut_open_data.codebook_of`` gives it
    facts: Mapping[str, Any]


def write_open_data(folder: Path, data: OpenData) -> None:
    """Write the open data into a folder of its own; nothing is written where it holds the same already."""
    texts = _texts(data)
    there = {path.name for path in folder.iterdir()} if folder.is_dir() else set()
    if there == {*texts, WORKBOOK} and all((folder / name).read_bytes() == text for name, text in texts.items()):
        return  # the workbook takes longest, and comes last
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name, text in texts.items():
        (folder / name).write_bytes(text)
    part = folder / f"{WORKBOOK}.part"
    part.write_bytes(write_workbook(data))
    part.replace(folder / WORKBOOK)


def untraced_tables(folder: Path, data: OpenData) -> Iterator[str]:
    """Files among a site's open data that are not, byte for byte, what the disclosed tables give."""
    texts = _texts(data) | {WORKBOOK: write_workbook(data)}
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = path.relative_to(folder).as_posix()
        if texts.get(name) != path.read_bytes():
            yield f"{folder.name}/{name}"


def _texts(data: OpenData) -> dict[str, bytes]:
    """The content of every file but the workbook, by name."""
    texts = {f"{name}.csv": _csv(table) for name, table in data.tables.items()}
    texts |= {CODEBOOK: _csv(data.codebook), LICENCE: _licence(data).encode()}
    return texts | {PACKAGE: json.dumps(describe_package(data), ensure_ascii=False, indent=2).encode() + b"\n"}


def _csv(table: pd.DataFrame) -> bytes:
    return harmless(table).to_csv(index=False, lineterminator="\n").encode(ENCODING)


def _licence(data: OpenData) -> str:
    facts = data.facts
    lines = [f"{facts['licence_title']} ({facts['licence']})", facts["licence_path"], "", "Cite as:", facts["citation"]]
    return "\n".join([*lines, "", *_notices(facts), ""])


def _notices(facts: Mapping[str, Any]) -> list[str]:
    synthetic = ["Synthetic data: the organisations and their answers are invented."] if facts["synthetic"] else []
    hidden = "Empty cells are missing or kept back, never zero. Only tables that passed disclosure control are here."
    return [*synthetic, " ".join(str(facts["disclaimer"]).split()), hidden]


def describe_package(data: OpenData) -> dict[str, Any]:
    """The data package: every table with its columns, licence, source and citation.

    References
    ----------
    Data Package (v1), specs.frictionlessdata.io
    """
    facts = data.facts
    return {
        "profile": "data-package",
        "name": "clusterbrief-open-data",
        "title": f"{facts['edition_title']}: open data",
        "description": " ".join(_notices(facts)),
        "version": facts["method_version"],
        "created": f"{facts['published']}T00:00:00Z",
        "licenses": [{"name": facts["licence"], "title": facts["licence_title"], "path": facts["licence_path"]}],
        "sources": [{"title": "Answers to the self-assessment, and the EU reference values on the site's method page"}],
        "citation": facts["citation"],
        "resources": [_describe_resource(name, data) for name in data.tables],
    }


def _describe_resource(name: str, data: OpenData) -> dict[str, Any]:
    rows = data.codebook[data.codebook["table"] == name]
    fields = [
        {"name": each.column, "type": each.type, "description": each.meaning, "unit": each.unit}
        | ({"trueValues": ["True"], "falseValues": ["False"]} if each.type == "boolean" else {})
        for each in rows.itertuples()
    ]
    told = rows.iloc[0]
    return {
        "name": name.replace("_", "-"),
        "path": f"{name}.csv",
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": ENCODING,
        "title": told["title"],
        "description": f"One row: {told['row'][0].lower()}{told['row'][1:]}.",
        "schema": {"fields": fields, "missingValues": [""]},
    }


def write_workbook(data: OpenData) -> bytes:
    """All tables as one workbook, with sheets that tell what it is and what columns mean; the same bytes each time."""
    book = Workbook(write_only=True)
    facts = data.facts
    book.properties.title, book.properties.creator = f"{facts['edition_title']}: open data", str(facts["authors"])
    about = [("Title", book.properties.title), ("Published", facts["published"]), ("Method", facts["method_version"])]
    about += [("Licence", f"{facts['licence_title']} ({facts['licence']}), {facts['licence_path']}")]
    about += [("Cite as", facts["citation"]), *(("Note", each) for each in _notices(facts))]
    _fill(book.create_sheet("About"), pd.DataFrame(about, columns=["What", "Words"]), (14, 120))
    _fill(book.create_sheet("Codebook"), data.codebook)
    for name, table in data.tables.items():
        _fill(book.create_sheet(name[:LONGEST_SHEET_NAME]), table)
    buffer = BytesIO()
    book.save(buffer)
    with TemporaryDirectory() as aside:
        path = Path(aside) / WORKBOOK
        path.write_bytes(buffer.getvalue())
        settle_workbook(path)
        return path.read_bytes()


def _fill(sheet: Worksheet, table: pd.DataFrame, widths: tuple[int, ...] = ()) -> None:
    """One table in a sheet: headings stay in sight and can be filtered by."""
    shown = table.astype(object).where(table.notna(), None)
    for number, column in enumerate(shown.columns):
        longest = max([len(str(column)) + 4, *(len(str(each)) for each in shown[column].head(200))])
        letter = _letter(number)
        sheet.column_dimensions[letter].width = widths[number] if widths else min(WIDEST, longest + 1)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{_letter(len(shown.columns) - 1)}{len(shown) + 1}"
    sheet.append([_cell(sheet, column, Font(bold=True)) for column in shown.columns])
    for row in shown.itertuples(index=False):
        sheet.append([_cell(sheet, each) for each in row])


def _letter(number: int) -> str:
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(number + 1))


def _cell(sheet: Worksheet, content: Any, font: Font | None = None) -> Any:
    """A cell as its content is; a text stays one whatever it begins with."""
    if isinstance(content, tuple):
        content = "; ".join(str(each) for each in content)
    if isinstance(content, str):
        cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub(" ", content)[:LONGEST_CELL])
        cell.data_type = "s"
        cell.alignment = Alignment(wrap_text=len(content) > WIDEST, vertical="top")
    else:
        cell = WriteOnlyCell(sheet, content)
    if font:
        cell.font = font
    return cell
