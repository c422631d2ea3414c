"""Every page of a project in the formats that it asks for, several at a time."""

import os
import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import unquote

from clusterbrief.produce.formats.looks import Looks, read_looks
from clusterbrief.produce.formats.pandoc import FormatError
from clusterbrief.produce.formats.pdf import write_pdf
from clusterbrief.produce.formats.slides import write_slides
from clusterbrief.produce.formats.source import front_matter, page_formats, read_page
from clusterbrief.produce.formats.word import write_word
from clusterbrief.produce.remembered import NOTHING, Remembered, contents, key_of

WRITERS = {"docx": write_word, "pdf": write_pdf, "pptx": write_slides}
SHOWN = re.compile(r"\]\((?P<file>[^)\s]+)")  # whatever a page links to or shows
NAMES = {"docx": "Word", "pdf": "PDF", "pptx": "slides"}


def write_formats(
    project: Path, out: Path, formats: Sequence[str], jobs: int = 0, remembered: Remembered = NOTHING
) -> list[tuple[str, str]]:
    """Write each page of a project in those formats beside its HTML page; what is remembered is not typeset again.

    Parameters
    ----------
    formats
        Endings of files; ``html`` is left to others.
    jobs
        Pages at a time; 0: one for each core.

    Returns
    -------
    list of (file, reason)
        Pages that a format could not be made of, in order of name; the others are all written.
    """
    wanted = [each for each in formats if each in WRITERS]
    asked = {
        page: [form for form in wanted if form in formats_of(project / f"{page}.qmd")] for page in pages_of(project)
    }
    due = {page: forms for page, forms in asked.items() if forms}
    if not due:
        return []
    looks = read_looks(project)
    common = shared_by_pages(looks)

    def write(page: str) -> str:
        return _write_page(_Asked(project, out, page, due[page]), looks, common, remembered)

    with ThreadPoolExecutor(jobs or os.cpu_count() or 1) as pool:  # pandoc and Typst run beside Python
        told = pool.map(write, due)
        return [(f"{page}.qmd", reason) for page, reason in zip(due, told, strict=True) if reason]


def shared_by_pages(looks: Looks) -> str:
    """A digest of what all pages of a project share in print: words, styles, reference documents and fonts."""
    words = replace(looks, folder=Path(), fonts=Path())
    files = sorted(looks.folder.glob("*")) + sorted(looks.fonts.glob("*"))
    return key_of(repr(words), contents(path for path in files if path.is_file()))


def pages_of(project: Path) -> list[str]:
    """Pages of a project, without ending; folders whose names begin with a mark hold none."""
    found = (path.relative_to(project).with_suffix("") for path in project.rglob("*.qmd"))
    return sorted(path.as_posix() for path in found if not any(part[0] in "._" for part in path.parts))


def formats_of(path: Path) -> tuple[str, ...]:
    """The formats that the front matter of a page asks for, by what files end in."""
    return page_formats(front_matter(path.read_text(encoding="utf-8"))[0])


@dataclass(frozen=True)
class _Asked:
    project: Path
    out: Path
    page: str
    forms: Sequence[str]

    def target(self, form: str) -> Path:
        return self.out / f"{self.page}.{form}"

    def key(self, form: str, common: str) -> str:
        """What a page is remembered by in one format: its text, the files that it shows, and what all pages share."""
        text = (self.project / f"{self.page}.qmd").read_text(encoding="utf-8")
        folder = (self.project / self.page).parent
        named = sorted({unquote(found["file"]) for found in SHOWN.finditer(text)})
        files = [self.project / name.lstrip("/") if name.startswith("/") else folder / name for name in named]
        files += [path.with_suffix(".png") for path in files if path.suffix == ".svg"]  # what Word shows
        return key_of(form, self.page, text, contents(path for path in files if path.is_file()), common)


def _write_page(asked: _Asked, looks: Looks, common: str, remembered: Remembered) -> str:
    """Write one page; gives why it could not be done, or nothing."""
    (asked.out / asked.page).parent.mkdir(parents=True, exist_ok=True)
    keys = {form: asked.key(form, common) for form in asked.forms}
    due = []
    for form, key in keys.items():
        content = remembered.recall(key)
        if content is None:
            due.append(form)
        else:
            asked.target(form).write_bytes(content)
    reasons = []
    try:
        source = read_page(asked.project, asked.page) if due else None
    except (FormatError, OSError, ValueError) as error:
        return str(error)
    for form in due:
        assert source is not None
        try:
            WRITERS[form](source, looks, asked.target(form))
            remembered.keep(keys[form], asked.target(form).read_bytes())
        except (FormatError, OSError, ValueError) as error:
            reasons.append(f"{NAMES[form]}: {error}")
    return "; ".join(reasons)
