"""What can be read in a file that is published: its text, its metadata, its comments and its name.

Whoever looks for a confidential answer must see what a curious reader could: text that a format splits, escapes,
compresses or hides.
"""

import html
import json
import re
import unicodedata
from base64 import b64decode
from collections.abc import Iterator
from mimetypes import guess_extension
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from zipfile import BadZipFile, ZipFile

TEXT_ENDINGS = {".html", ".htm", ".svg", ".xml", ".json", ".csv", ".tsv", ".txt", ".md", ".qmd", ".yml", ".js", ".css"}
ZIP_ENDINGS = {".docx", ".pptx", ".xlsx", ".zip", ".odt", ".ods"}
IMAGE_ENDINGS = {".png", ".jpg", ".jpeg", ".webp", ".gif"}
EXIF_FOLDER = 0x8769  # of the metadata that hold a comment of whoever took the picture
FONT_ENDINGS = {".woff", ".woff2", ".ttf", ".otf", ".eot", ".ico"}
EMBEDDED = re.compile(r"data:(?P<kind>[\w.+-]+/[\w.+-]+)(?:;[\w=-]+)*;base64,(?P<content>[A-Za-z0-9+/=\s]+)")
TAG = re.compile(r"<[^<>]*>")
BLOCK_TAG = re.compile(r"</?(?:p|div|td|th|tr|li|h\d|w:p|w:tc|a:p|si|row|c|figcaption|text|title|desc|br)\b[^<>]*>")
ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
LARGEST = 50_000_000  # bytes that are read of one part of a packed file
Read = Iterator[tuple[str, str]]  # where in the file, and the text


class UnreadableError(ValueError):
    """A file of which nobody can say what is in it."""


def read_published(path: Path) -> Read:
    """Everything that can be read in a file, piece by piece, with where in the file it stands.

    Raises
    ------
    UnreadableError
        The file cannot be opened as what its name says, or is of a kind that nobody here can look into.
    """
    yield "file name", unquote(path.name)
    yield from read_bytes(path.suffix.lower(), path.read_bytes())


def read_bytes(ending: str, content: bytes) -> Read:
    """The same for the bytes of a file with this ending."""
    if ending in TEXT_ENDINGS or not ending:
        text = content.decode("utf-8-sig", errors="replace")
        yield "text", EMBEDDED.sub(" ", text)
        for found in EMBEDDED.finditer(text):
            yield from _read_embedded(found["kind"], found["content"])
    elif ending in ZIP_ENDINGS:
        yield from _read_zip(content)
    elif ending == ".pdf":
        yield from _read_pdf(content)
    elif ending in IMAGE_ENDINGS:
        yield from _read_image(content)
    elif ending not in FONT_ENDINGS:
        raise UnreadableError(f'files ending in "{ending}" cannot be looked into')


def _read_embedded(kind: str, content: str) -> Read:
    """A file that stands inside a text, as pictures do in a page that needs no other."""
    ending = guess_extension(kind) or ".txt"
    try:
        inside = b64decode(content, validate=False)
    except ValueError:
        raise UnreadableError("a file inside it cannot be decoded") from None
    yield from ((f"inside, {where}", text) for where, text in read_bytes(ending, inside))


def _read_zip(content: bytes) -> Read:
    from io import BytesIO

    try:
        with ZipFile(BytesIO(content)) as packed:
            yield "comment", packed.comment.decode("utf-8", errors="replace")
            for part in packed.infolist():
                yield "part name", part.filename
                if part.file_size > LARGEST:
                    raise UnreadableError(f"{part.filename} is too large to be looked into")
                ending = Path(part.filename).suffix.lower()
                inside = ".xml" if ending in {".rels", ".vml"} else ending
                if not part.is_dir():
                    yield from (
                        (f"{part.filename}, {where}", text) for where, text in read_bytes(inside, packed.read(part))
                    )
    except BadZipFile:
        raise UnreadableError("the file is damaged") from None


def _read_pdf(content: bytes) -> Read:
    from io import BytesIO

    from pypdf import PdfReader
    from pypdf.errors import PdfReadError

    try:
        document = PdfReader(BytesIO(content))
        yield "metadata", "\n".join(f"{key} {value}" for key, value in (document.metadata or {}).items())
        if document.xmp_metadata is not None:
            yield "metadata", document.xmp_metadata.stream.get_data().decode("utf-8", errors="replace")
        yield "bookmarks", "\n".join(_titles(document.outline))
        for name, files in document.attachments.items():
            yield "attachment", name
            for each in files:
                yield from read_bytes(Path(name).suffix.lower(), each)
        for number, page in enumerate(document.pages, start=1):
            yield f"page {number}", page.extract_text()
        yield "alternative texts, links and notes", "\n".join(_strings_of(document))
    except (PdfReadError, KeyError, ValueError) as error:
        raise UnreadableError(f"the PDF cannot be read: {error}") from None


def _strings_of(document: Any) -> Iterator[str]:
    """Every text in the objects of a PDF: alternative texts, addresses of links, notes, names of files and fields."""
    numbers = {number for table in document.xref.values() for number in table} | set(document.xref_objStm)
    for number in sorted(numbers - {0}):
        found = document.get_object(number)
        yield from _strings_in(found.get_object() if found is not None else None)


def _strings_in(node: Any) -> Iterator[str]:
    """The texts of one object; those of objects that it refers to come by themselves."""
    from pypdf.generic import ByteStringObject, TextStringObject

    if isinstance(node, TextStringObject):
        yield str(node)
    elif isinstance(node, ByteStringObject):
        yield node.decode("utf-8", errors="replace")
    elif isinstance(node, dict | list):
        for each in [*node.values()] if isinstance(node, dict) else node:
            yield from _strings_in(each)


def _titles(outline: list) -> Iterator[str]:
    for entry in outline:
        yield from _titles(entry) if isinstance(entry, list) else [str(entry.get("/Title", ""))]


def _read_image(content: bytes) -> Read:
    from io import BytesIO

    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(BytesIO(content)) as image:
            image.load()  # texts may stand behind the picture
            for key, value in image.info.items():
                text = value.decode("utf-8", errors="replace") if isinstance(value, bytes) else str(value)
                yield f"metadata {key}", f"{key} {text}"
            exif = image.getexif()
            for value in (*exif.values(), *exif.get_ifd(EXIF_FOLDER).values()):
                yield from (("metadata", form) for form in _forms_of(value))
    except (UnidentifiedImageError, OSError) as error:
        raise UnreadableError(f"the image cannot be read: {error}") from None


def _forms_of(value: Any) -> Iterator[str]:
    """A value of a camera's metadata in each way in which its bytes may have been meant."""
    yield str(value)
    content = value.encode("latin-1", errors="ignore") if isinstance(value, str) else value
    if isinstance(content, bytes):
        yield content.decode("utf-8", errors="replace")
        yield content.decode("utf-16-le", errors="replace")


def plain_forms(text: str) -> Iterator[str]:
    """A text in the forms in which a reader may see it, each normalised.

    As it stands; without tags, where runs of one word are joined; with escapes of HTML, JSON and addresses undone.

    >>> sorted(set(plain_forms("<b>Ani</b> &amp; <w:t>Ar</w:t><w:t>am</w:t>")))
    ['<b>ani</b> & <w:t>ar</w:t><w:t>am</w:t>', '<b>ani</b> &amp; <w:t>ar</w:t><w:t>am</w:t>', 'ani & aram']
    """
    shown = html.unescape(text)
    forms = [text, shown]
    if "<" in text:
        forms.append(html.unescape(TAG.sub("", BLOCK_TAG.sub(" ", text))))
    if "\\" in text:
        forms.append(_unescaped(shown))
    if "%" in text:
        forms.append(unquote(shown))
    yield from dict.fromkeys(normalised(form) for form in forms)


def _unescaped(text: str) -> str:
    """JSON's escapes undone wherever they stand."""
    whole = ESCAPE.sub(lambda found: json.loads(f'"\\u{found[1]}"'), text)
    return whole.replace("\\n", " ").replace("\\t", " ").replace('\\"', '"').replace("\\/", "/")


def normalised(text: str) -> str:
    """Text without what does not change how it reads: letter case, kinds of blanks, invisible marks.

    >>> normalised("  Ani\\u00a0\\u200bKlaster ")
    'ani klaster'
    """
    visible = INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    return " ".join(visible.casefold().split())
