"""What a project needs to be typeset in more than HTML: formats of its pages, their looks, and lines to download."""

import os
import shutil
from collections.abc import Mapping, Sequence
from io import StringIO
from pathlib import Path, PurePosixPath
from typing import Any

from ruamel.yaml import YAML

from clusterbrief.produce.documents import Page
from clusterbrief.produce.formats.looks import DOCUMENT, FILTER, FOLDER, STYLE
from clusterbrief.produce.formats.office_files import fill_in
from clusterbrief.produce.formats.pdf import edition_words
from clusterbrief.produce.request import FORMATS
from clusterbrief.study.project import Project

QUARTO = {"html": "html", "docx": "docx", "pdf": "typst", "pptx": "pptx"}  # what Quarto calls each
SHOWN = {"docx": "Word", "pdf": "PDF", "pptx": "Slides"}


def formats_of_page(page: Page, requested: Sequence[str]) -> tuple[str, ...]:
    """The formats that a page is made in: always HTML, and those requested that its document has.

    Handover slides, too, have an HTML page: that is where they are downloaded.
    """
    return tuple(
        each for each in FORMATS if each == "html" or {each} <= {*requested} & {*page.document.settings.formats}
    )


def offer_formats(
    folder: Path, pages: Sequence[Page], requested: Sequence[str], project: Project, facts: Mapping[str, Any]
) -> None:
    """Let an assembled project be typeset in the formats that its pages have.

    Each page says in its front matter which they are and ends with links to them; the settings say how they look.
    A project of HTML pages only is left as it is.
    """
    formats = {page.file: formats_of_page(page, requested) for page in pages}
    needed = tuple(each for each in FORMATS if any(each in its for its in formats.values()))
    if not set(needed) - {"html"}:
        return
    for file, its in formats.items():
        path = folder / f"{file}.qmd"
        path.write_text(with_formats(path.read_text(encoding="utf-8"), file, its), encoding="utf-8")
    _write_looks(folder, needed, project, facts)


def with_formats(text: str, file: str, formats: Sequence[str]) -> str:
    """A page that says which formats it has, and offers them for download at its end."""
    head, mark, body = text.partition("\n---\n")
    lines = ["", "format:", *(f"  {QUARTO[each]}: default" for each in formats)]
    return f"{head}{chr(10).join(lines)}{mark}{body.rstrip()}\n{download_line(file, formats)}"


def download_line(file: str, formats: Sequence[str]) -> str:
    """Links to a page's other formats, shown on its HTML page only; nothing where there are none.

    >>> print(download_line("countries/am", ("html", "docx", "pdf")).strip())
    :::: {.content-visible when-format="html"}
    ::: {.downloads}
    Download: [Word](am.docx), [PDF](am.pdf)
    :::
    ::::
    """
    name = PurePosixPath(file).name
    links = [f"[{SHOWN[each]}]({name}.{each})" for each in formats if each in SHOWN]
    if not links:
        return ""
    line = f"::: {{.downloads}}\nDownload: {', '.join(links)}\n:::"
    return f'\n:::: {{.content-visible when-format="html"}}\n{line}\n::::\n'


def _write_looks(folder: Path, needed: Sequence[str], project: Project, facts: Mapping[str, Any]) -> None:
    """The settings of each format, and the files that they name, with the edition's words filled in."""
    own: dict[str, Any] = YAML(typ="safe").load((project.root / "_quarto.yml").read_text(encoding="utf-8-sig"))
    path = folder / "_quarto.yml"
    settings = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    website = settings.get("website", {})
    note = str(website.get("page-footer", {}).get("right", ""))
    edition = str(website.get("title", ""))
    looks = folder / FOLDER
    looks.mkdir(exist_ok=True)
    settings["format"]["html"]["format-links"] = False  # the page's own line has them
    for form in needed[1:]:
        chosen = dict(own["format"].get(QUARTO[form]) or {})
        chosen |= {"author": str(facts.get("authors", "")), "date": str(facts.get("published", ""))}
        if "reference-doc" in chosen:
            words = {"edition": edition, "note": note}
            fill_in(project.root / chosen["reference-doc"], looks / f"reference.{form}", words)
            chosen["reference-doc"] = f"{FOLDER}/reference.{form}"
        if form == "pdf":
            chosen |= _write_style(folder, project, chosen, edition_words(edition, note))
        settings["format"][QUARTO[form]] = {key: value for key, value in chosen.items() if value != ""}
        settings["format"][QUARTO[form]]["filters"] = [{"at": "post-ast", "path": f"{FOLDER}/{FILTER}"}]
    shutil.copy(project.templates / "typst" / FILTER, looks)
    text = StringIO()
    writer = YAML(typ="safe")
    writer.default_flow_style, writer.allow_unicode, writer.width = False, True, 4096
    writer.dump(settings, text)
    path.write_text(text.getvalue(), encoding="utf-8")


def _write_style(folder: Path, project: Project, chosen: Mapping[str, Any], words: str) -> dict[str, Any]:
    """Write the style of PDF files with the edition's words before it; gives the settings that name it."""
    style = project.root / chosen.get("include-in-header", f"templates/typst/{STYLE}")
    (folder / FOLDER / STYLE).write_text(words + style.read_text(encoding="utf-8"), encoding="utf-8")
    shutil.copy(project.templates / "typst" / DOCUMENT, folder / FOLDER)
    fonts = project.root / chosen.get("font-paths", "templates/fonts")
    found = Path(os.path.relpath(fonts, folder)).as_posix()  # a copy in each project would be large
    return {"include-in-header": f"{FOLDER}/{STYLE}", "font-paths": found}
