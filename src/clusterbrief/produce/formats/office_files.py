"""Files of Word and PowerPoint as their parts, written so that the same parts give the same bytes."""

import re
import zipfile
from collections.abc import Mapping
from html import escape
from pathlib import Path

from clusterbrief.study.reproducible import UNIX, WRITTEN

CONTENT_TYPES = "[Content_Types].xml"
CORE = "docProps/core.xml"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def read_parts(path: Path) -> dict[str, bytes]:
    """Every part of a file by its name."""
    with zipfile.ZipFile(path) as book:
        return {name: book.read(name) for name in book.namelist()}


def write_parts(parts: Mapping[str, bytes], path: Path) -> None:
    """Write a file of these parts, the list of contents first, with a fixed time on each."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name in sorted(parts, key=lambda name: (name != CONTENT_TYPES, name)):
            part = zipfile.ZipInfo(name, WRITTEN)
            part.create_system = UNIX  # else a byte tells on which system it was written
            book.writestr(part, parts[name], zipfile.ZIP_DEFLATED)


def xml_text(text: str) -> str:
    """A text between the tags of a part, or in quotes."""
    return escape(NOT_XML.sub(" ", text))


def core_properties(told: Mapping[str, str], day: str) -> bytes:
    """What a file says of itself: title, creator, subject, description and language; nobody who saved it."""
    named = "".join(f"<dc:{key}>{xml_text(text)}</dc:{key}>" for key, text in told.items() if text)
    times = "".join(
        f'<dcterms:{key} xsi:type="dcterms:W3CDTF">{day}T00:00:00Z</dcterms:{key}>' for key in ("created", "modified")
    )
    spaces = (
        f'xmlns:cp="{PACKAGE}" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    )
    begin = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return f"{begin}<cp:coreProperties {spaces}>{named}{times}</cp:coreProperties>".encode()


def fill_in(path: Path, target: Path, words: Mapping[str, str]) -> None:
    """Copy a file with its placeholders, such as {edition}, filled in wherever they stand."""
    parts = read_parts(path)
    for name, content in parts.items():
        if not name.endswith(".xml"):
            continue
        text = content.decode("utf-8")
        for key, value in words.items():
            text = text.replace(f"{{{key}}}", xml_text(value))
        parts[name] = text.encode()
    write_parts(parts, target)
