"""Workbooks that are the same bytes whenever they are written."""

import re
import zipfile
from pathlib import Path

WRITTEN = (2024, 1, 1, 0, 0, 0)
UNIX = 3
PROPERTIES = "docProps/core.xml"
TIMES = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:\2>)")


def settle_workbook(path: Path) -> None:
    """Replace the times that openpyxl notes inside a workbook by a fixed one."""
    with zipfile.ZipFile(path) as book:
        parts = [(name, book.read(name)) for name in sorted(book.namelist(), key=_manifest_first)]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in parts:
            settled = TIMES.sub(rb"\g<1>2024-01-01T00:00:00Z\g<3>", content) if name == PROPERTIES else content
            part = zipfile.ZipInfo(name, WRITTEN)
            part.create_system = UNIX  # else the byte tells on which system it was written
            book.writestr(part, settled, zipfile.ZIP_DEFLATED)


def _manifest_first(name: str) -> tuple[bool, str]:
    """Readers that look at the first entry only expect the list of contents there."""
    return name != "[Content_Types].xml", name
