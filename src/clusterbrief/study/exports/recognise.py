"""Which survey tool wrote a file, told by what the file holds and never by its name."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from clusterbrief.errors import Fault, Faults, InputError, Place, nearest_name, shown_path
from clusterbrief.study.export import Export
from clusterbrief.study.exports import (
    eusurvey,
    eusurvey_xml,
    form,
    google_forms,
    kobotoolbox,
    limesurvey,
    microsoft_forms,
)
from clusterbrief.study.exports.files import SourceFile, is_empty, open_source

SUFFIXES = {".xlsx", ".xls", ".ods", ".xml", ".csv", ".txt", ".tsv"}


class TableTool(Protocol):
    """A module that reads the one table of a tool."""

    TOOL: str
    LOOKED_FOR: str

    def header_of(self, source: SourceFile) -> int | None:
        """Index of the row of headings."""

    def read(self, source: SourceFile) -> Export:
        """The export."""


@dataclass(frozen=True)
class Tool:
    """A survey tool: its key in edition.yml, how a file of it is told, and what reads it."""

    key: str
    name: str
    looked_for: str
    fits: Callable[[SourceFile], bool]
    read: Callable[[SourceFile], Export]


def _read_eusurvey(source: SourceFile) -> Export:
    return eusurvey_xml.read(source) if source.root is not None else eusurvey.read(source)


def _is_eusurvey(source: SourceFile) -> bool:
    return eusurvey_xml.fits(source) if source.root is not None else eusurvey.header_of(source) is not None


def _table_tool(key: str, tool: TableTool) -> Tool:
    return Tool(key, tool.TOOL, tool.LOOKED_FOR, lambda source: tool.header_of(source) is not None, tool.read)


TOOLS = (
    Tool("form", form.TOOL, form.LOOKED_FOR, form.fits, form.read),
    Tool("eusurvey", eusurvey.TOOL, eusurvey.LOOKED_FOR, _is_eusurvey, _read_eusurvey),
    _table_tool("limesurvey", limesurvey),
    _table_tool("kobotoolbox", kobotoolbox),
    _table_tool("microsoft_forms", microsoft_forms),
    _table_tool("google_forms", google_forms),
)


def read_exports(path: Path, tool: str = "") -> tuple[Export, ...]:
    """Read a file of answers, or every file of a folder such as one of filled-in forms.

    Parameters
    ----------
    path : Path
        File or folder.
    tool : str
        Key of the tool that wrote it; empty: told by its signature.

    Raises
    ------
    InputError
        With the faults of every file.
    """
    if not path.is_dir():
        return (read_export(path, tool),)
    faults, exports = Faults(), []
    files = [each for each in sorted(path.iterdir()) if each.is_file() and each.suffix.lower() in SUFFIXES]
    for file in files:
        if not file.name.startswith((".", "~$")):
            with faults.collect():
                exports.append(read_export(file, tool))
    if not files:
        remedy = f"Files of answers end in {', '.join(sorted(SUFFIXES))}."
        faults.add(Place(shown_path(path)), "Cannot find a file of answers in the folder", remedy)
    faults.stop_if_any()
    return tuple(exports)


def read_export(path: Path, tool: str = "") -> Export:
    """Read one file of answers.

    Raises
    ------
    InputError
        The file cannot be opened, or no tool's signature fits it; the fault says what was looked for.
    """
    chosen = _tool_named(tool) if tool else None
    source = open_source(path)
    if source.root is None and all(map(is_empty, source.sheets.values())):
        raise source.fault("Cannot find anything in the file", "Export the answers again.")
    if chosen is None:
        chosen = next((each for each in TOOLS if each.fits(source)), None)
    if chosen is None:
        looked_for = "; ".join(f"{each.name}: {each.looked_for}" for each in TOOLS)
        remedy = f'Export again, or say which tool it was under "tool:" in edition.yml. Looked for: {looked_for}.'
        raise source.fault("Cannot tell which survey tool wrote the file", remedy)
    if source.root is not None and chosen.key != "eusurvey":
        raise source.fault(f"Cannot read XML as an export of {chosen.name}", "Only EUSurvey's XML is read.")
    return chosen.read(source)


def _tool_named(name: str) -> Tool:
    wanted = "".join(filter(str.isalnum, name)).casefold()
    for tool in TOOLS:
        if wanted in {"".join(filter(str.isalnum, each)).casefold() for each in (tool.key, tool.name)}:
            return tool
    place = Place("edition.yml", detail="survey.tool")
    known = nearest_name(name, [tool.key for tool in TOOLS])
    raise InputError([Fault(place, f'Cannot read exports of the tool "{name}"', known)])
