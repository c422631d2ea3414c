"""Documents to plain Quarto projects: embeds, values, includes and conditions resolved for both renderers."""

import json
import re
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from clusterbrief.errors import Place, shown_path
from clusterbrief.present.markdown import escaped, for_attribute
from clusterbrief.produce.documents import Page
from clusterbrief.produce.narratives import Narratives, narrative_name
from clusterbrief.produce.navigation import write_settings
from clusterbrief.produce.notebook_results import FigureResult, NotebookResults, TableResult
from clusterbrief.produce.quarto_text import SHORTCODE, conditions, keep_conditional

SPREADSHEET = "utf-8-sig"  # the mark in front tells spreadsheets which letters follow
DATA = "data"  # folder of the site with what a page offers beside it
OPENING, CLOSING = "/templates/opening.md", "/templates/closing.md"


@dataclass(frozen=True)
class Source:
    """What a page is resolved from: the results of its notebook, and facts of the edition."""

    results: NotebookResults | None
    facts: Mapping[str, Any]
    root: Path  # of the clusterbrief project: includes are written from here
    narratives: Narratives | None = None  # the authors' texts for this page

    def value(self, argument: str) -> Any:
        """The value that ``{{< var argument >}}`` names."""
        owner, _, name = argument.partition(".")
        if owner == "edition" or self.results is None:
            return self.facts[name]
        return self.results.values[name]


def assemble_project(
    folder: Path, pages: Sequence[tuple[Page, Source]], settings_path: Path, templates: Path
) -> list[tuple[Page, str]]:
    """Write one Quarto project: its settings, a .qmd for each page, and figures and data beside them.

    Returns
    -------
    list of (page, reason)
        Pages that could not be assembled; the others are written all the same.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for path in sorted((templates / "site").glob("*")):
        shutil.copy(path, folder / path.name)
    written, failed = [], []
    for page, source in pages:
        try:
            write_page(folder, page, source)
            written.append((page, source))
        except KeyError as error:
            failed.append((page, _not_left(error.args[0], page)))
            shutil.rmtree(folder / _figures_of(page), ignore_errors=True)
    titles = {page.file: page_title(page, source) for page, source in written}
    write_settings(folder, [page for page, _ in written], titles, settings_path, pages[0][1].facts)
    return failed


def _not_left(name: str, page: Page) -> str:
    """Why a page cannot be assembled: the notebook left a result away that the document shows."""
    document = page.document
    numbered = enumerate(document.body.splitlines(), document.first_line)
    line = next((number for number, text in numbered if re.search(rf"[#.]{re.escape(name)}\b", text)), None)
    place = Place(shown_path(document.path), line)
    return f'{place}: Cannot find "{name}": {document.settings.notebook}.ipynb did not leave it for {page.unit_code}'


def page_title(page: Page, source: Source) -> str:
    """The title of a page with its values filled in, safe in front matter."""
    return resolve_title(page.document.front.title, source)


def resolve_title(text: str, source: Source) -> str:
    """A text of the front matter with its values filled in."""
    return SHORTCODE.sub(lambda found: for_attribute(source.value(found["argument"])), text)


def write_page(folder: Path, page: Page, source: Source) -> None:
    """Write one page with the figures, tables and data that it shows."""
    front = page.document.front
    for name in page.document.settings.beside:
        shutil.copytree(source.root / "build" / name, folder / DATA, dirs_exist_ok=True)
    body = "\n\n".join([_include(OPENING, source), page.document.body, _include(CLOSING, source)])
    body = _resolve(body, page, source, folder)
    lines = ["---", f"title: {_quoted(page_title(page, source))}"]
    for key in ("subtitle", "description"):
        text = resolve_title(getattr(front, key), source)
        lines += [f"{key}: {_quoted(text)}"] if text else []
    lines += [] if front.toc else ["toc: false"]
    path = folder / f"{page.file}.qmd"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join([*lines, "---", "", body.strip(), ""]), encoding="utf-8")


def _quoted(text: str) -> str:
    """A text as YAML: what an author wrote may hold quotes and colons, too."""
    return json.dumps(text, ensure_ascii=False)


def _resolve(text: str, page: Page, source: Source, folder: Path) -> str:
    text = _expand_includes(text, source)
    decided = {each.key: bool(source.value(each.key)) for each in conditions(text)}
    text = keep_conditional(text, decided)

    def replace(found: Any) -> str:
        if found["name"] == "var":
            return escaped(source.value(found["argument"]))
        if found["name"] == "embed":
            return _embed(found["argument"].partition("#")[2], page, source, folder)
        return str(found[0])

    return SHORTCODE.sub(replace, text)


def _expand_includes(text: str, source: Source) -> str:
    def replace(found: Any) -> str:
        return _include(found["argument"], source) if found["name"] == "include" else str(found[0])

    return SHORTCODE.sub(replace, text)


def _include(argument: str, source: Source) -> str:
    name = narrative_name(argument)
    if name and source.narratives:
        return _expand_includes(source.narratives.text(name), source).strip()
    text = (source.root / argument.lstrip("/")).read_text(encoding="utf-8-sig")
    return _expand_includes(text, source).strip()


def _embed(name: str, page: Page, source: Source, folder: Path) -> str:
    if source.results is None:
        raise KeyError(name)
    if name in source.results.passages:
        return source.results.passages[name]
    place = _figures_of(page)
    if name in source.results.figures:
        return _embed_figure(source.results.figures[name], place, page, folder)
    return _embed_table(source.results.tables[name], place, page, folder)


def _figures_of(page: Page) -> str:
    """The folder of a page's figures and data, inside its project."""
    return f"figures/{page.document.name}-{page.unit_code.lower()}"


def _embed_figure(figure: FigureResult, place: str, page: Page, folder: Path) -> str:
    for ending, content in figure.images.items():
        _write(folder / place / f"{figure.name}.{ending}", content)
    _write(folder / place / f"{figure.name}.csv", figure.data.encode(SPREADSHEET))
    alt = for_attribute(figure.alt.replace("=", " = "))  # smalldocs takes a="…" for an attribute inside a quoted one
    attributes = f'#{figure.name} fig-alt="{alt}" width={figure.width:g}cm'
    image = f"![{escaped(figure.caption)}](/{place}/{figure.name}.svg){{{attributes}}}"
    return f"{image}\n\n{_source_note(figure.source, place, figure.name, page)}"


def _embed_table(table: TableResult, place: str, page: Page, folder: Path) -> str:
    _write(folder / place / f"{table.name}.csv", table.data.encode(SPREADSHEET))
    caption = f": {escaped(table.caption)} {{#{table.name}}}"
    return f"{table.markdown}\n\n{caption}\n\n{_source_note(table.source, place, table.name, page)}"


def _source_note(source: str, place: str, name: str, page: Page) -> str:
    up = "../" * (len(PurePosixPath(page.file).parts) - 1)
    return f"::: {{.source-note}}\n{escaped(source)} [Data (CSV)]({up}{place}/{name}.csv)\n:::"


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def remove_other_projects(parent: Path, kept: Iterable[str]) -> None:
    """Delete the projects of units that no longer exist."""
    names = set(kept)
    for path in parent.glob("*") if parent.is_dir() else ():
        if path.name not in names:
            shutil.rmtree(path)
