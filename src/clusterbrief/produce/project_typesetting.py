"""One project assembled, typeset and put in its place: by itself, so that several can be done at once."""

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from clusterbrief.produce.assembly import Source, assemble_project
from clusterbrief.produce.documents import Page
from clusterbrief.produce.downloads import formats_of_page, offer_formats
from clusterbrief.produce.narratives import Narratives
from clusterbrief.produce.notebook_results import read_results
from clusterbrief.produce.placing import put_in_place
from clusterbrief.produce.remembered import Remembered
from clusterbrief.produce.renderers import Renderer
from clusterbrief.produce.web_pages import mend_site
from clusterbrief.study.project import Project

Problem = tuple[str, str, str]  # document, unit and why it failed


@dataclass(frozen=True)
class ProjectPages:
    """One project with its pages, each with its executed notebook where it has one, and all that they need."""

    project: Project
    name: str  # public, internal or private/<organisation>
    pages: Sequence[tuple[Page, Path | None]]
    renderer: Renderer
    formats: Sequence[str]
    facts: Mapping[str, Any]
    narratives: Path

    @property
    def folder(self) -> Path:
        """Where the assembled project goes."""
        return self.project.build / "project" / self.name

    @property
    def place(self) -> Path:
        """Where the typeset documents go."""
        return place_of(self.project, self.name)

    @property
    def remembered(self) -> Path:
        """Where things typeset before are kept."""
        return self.project.build / "typeset" / self.name


def place_of(project: Project, name: str) -> Path:
    """Where a project's documents go: the public site, a respondent's folder, the authors' own."""
    return project.build / ("site" if name == "public" else "internal/site" if name == "internal" else name)


def typeset_project(asked: ProjectPages) -> list[Problem]:
    """Assemble and typeset one project, without the pages that fail; gives those, each with the reason."""
    results = cache(read_results)  # several pages draw on one notebook

    def source(page: Page, executed: Path | None) -> Source:
        wanted = Narratives(asked.narratives / page.unit_code, page.document.settings.narratives)
        return Source(results(executed) if executed else None, asked.facts, asked.project.root, wanted)

    pages = [(page, source(page, executed)) for page, executed in asked.pages]
    told: list[Problem] = []
    remembered = Remembered(asked.remembered)
    while pages:
        settings, templates = asked.project.root / "_quarto.yml", asked.project.templates
        failed = list(assemble_project(asked.folder, pages, settings, templates))
        told += [(page.document.name, page.unit_code, reason) for page, reason in failed]
        pages = [(page, its) for page, its in pages if page not in [each for each, _ in failed]]
        shown = [page for page, _ in pages]
        offer_formats(asked.folder, shown, asked.formats, asked.project, asked.facts)
        problems = _typeset(asked, shown, remembered) if pages else []
        by_file = dict(problems)
        reasons = {page.file: by_file[f"{page.file}.qmd"] for page in shown if f"{page.file}.qmd" in by_file}
        told += [(page.document.name, page.unit_code, reasons[page.file]) for page in shown if page.file in reasons]
        if problems and not reasons:  # none of them is to blame: nothing can be typeset
            told += [(page.document.name, page.unit_code, problems[0][1]) for page in shown]
        if not reasons:
            break
        pages = [(page, its) for page, its in pages if page.file not in reasons]
    remembered.forget_others()
    return told


def _typeset(asked: ProjectPages, pages: Sequence[Page], remembered: Remembered) -> Sequence[tuple[str, str]]:
    """Typeset beside the earlier result, and put it in its place only when every page is there."""
    aside = asked.place.with_name(f".{asked.place.name}.new")
    aside.parent.mkdir(parents=True, exist_ok=True)
    problems = asked.renderer.render(asked.folder, aside, asked.formats, remembered)
    if not problems:  # a renderer may leave a page out and say that all went well
        problems = [
            (f"{page.file}.qmd", f"{asked.renderer.name} left no {'such page' if form == 'html' else form}")
            for page in pages
            for form in formats_of_page(page, asked.formats)
            if not (aside / f"{page.file}.{form}").is_file()
        ]
    if not problems:
        mend_site(aside, asked.project.templates / "scripts" / "clusterbrief.js", remembered)
        put_in_place(aside, asked.place)
    shutil.rmtree(aside, ignore_errors=True)
    return problems
