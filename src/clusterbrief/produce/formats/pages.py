"""Every page of a project in the formats that it asks for, several at a time."""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from clusterbrief.produce.formats.looks import Looks, read_looks
from clusterbrief.produce.formats.pandoc import FormatError
from clusterbrief.produce.formats.pdf import write_pdf
from clusterbrief.produce.formats.slides import write_slides
from clusterbrief.produce.formats.source import PageSource, front_matter, page_formats, read_page
from clusterbrief.produce.formats.word import write_word

WRITERS = {"docx": write_word, "pdf": write_pdf, "pptx": write_slides}
NAMES = {"docx": "Word", "pdf": "PDF", "pptx": "slides"}


def write_formats(project: Path, out: Path, formats: Sequence[str], jobs: int = 0) -> list[tuple[str, str]]:
    """Write each page of a project in those formats beside its HTML page.

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
    with ThreadPoolExecutor(jobs or os.cpu_count() or 1) as pool:  # pandoc and Typst run beside Python
        told = pool.map(lambda page: _write_page(project, out, page, due[page], looks), due)
        return [(f"{page}.qmd", reason) for page, reason in zip(due, told, strict=True) if reason]


def pages_of(project: Path) -> list[str]:
    """Pages of a project, without ending; folders whose names begin with a mark hold none."""
    found = (path.relative_to(project).with_suffix("") for path in project.rglob("*.qmd"))
    return sorted(path.as_posix() for path in found if not any(part[0] in "._" for part in path.parts))


def formats_of(path: Path) -> tuple[str, ...]:
    """The formats that the front matter of a page asks for, by what files end in."""
    return page_formats(front_matter(path.read_text(encoding="utf-8"))[0])


def _write_page(project: Path, out: Path, page: str, forms: Sequence[str], looks: Looks) -> str:
    """Write one page; gives why it could not be done, or nothing."""
    target = out / page
    target.parent.mkdir(parents=True, exist_ok=True)
    reasons = []
    try:
        source: PageSource = read_page(project, page)
    except (FormatError, OSError, ValueError) as error:
        return str(error)
    for form in forms:
        try:
            WRITERS[form](source, looks, target.with_name(f"{target.name}.{form}"))
        except (FormatError, OSError, ValueError) as error:
            reasons.append(f"{NAMES[form]}: {error}")
    return "; ".join(reasons)
