"""From results to typeset documents: one project for each audience, assembled, typeset and put in its place."""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from clusterbrief.produce.assembly import Source, assemble_project
from clusterbrief.produce.documents import Page
from clusterbrief.produce.downloads import formats_of_page, offer_formats
from clusterbrief.produce.narratives import Narratives
from clusterbrief.produce.notebook_results import read_results
from clusterbrief.produce.notebook_runs import Progress, Runs
from clusterbrief.produce.placing import put_in_place
from clusterbrief.produce.renderers import Renderer
from clusterbrief.produce.web_pages import mend_site
from clusterbrief.study.project import Project


class Typesetting:
    """Typesets pages: where things go, who typesets, and what pages are resolved from."""

    def __init__(
        self,
        project: Project,
        renderer: Renderer,
        formats: Sequence[str],
        facts: Mapping[str, Any],
        narratives: Path,
    ) -> None:
        self.project = project
        self.renderer = renderer
        self.formats = formats
        self.facts = facts
        self.narratives = narratives

    def produce(self, pages: Sequence[Page], runs: Runs, progress: Progress) -> dict[tuple[str, str], str]:
        """Assemble and typeset every project; gives the reason for each page that failed, by document and unit."""
        results = cache(read_results)  # several pages draw on one notebook

        def source(page: Page) -> Source:
            executed = runs[page.run_key].run.executed_path if page.run_key else None
            asked = Narratives(self.narratives / page.unit_code, page.document.settings.narratives)
            return Source(results(executed) if executed else None, self.facts, self.project.root, asked)

        by_project: dict[str, list[Page]] = {}
        for page in pages:
            by_project.setdefault(page.project, []).append(page)
        problems: dict[tuple[str, str], str] = {}
        for count, (name, its_pages) in enumerate(by_project.items()):
            progress("documents", count, len(by_project))
            for page, reason in self._produce_project(name, [(page, source(page)) for page in its_pages]):
                problems[page.document.name, page.unit_code] = reason
        progress("documents", len(by_project), len(by_project))
        return problems

    def _produce_project(self, name: str, pages: Sequence[tuple[Page, Source]]) -> Iterator[tuple[Page, str]]:
        """Assemble and typeset one project, without the pages that fail; gives those, each with the reason."""
        folder, place = self.project.build / "project" / name, place_of(self.project, name)
        while pages:
            failed = list(assemble_project(folder, pages, self.project.root / "_quarto.yml", self.project.templates))
            yield from failed
            pages = [(page, source) for page, source in pages if page not in [each for each, _ in failed]]
            offer_formats(folder, [page for page, _ in pages], self.formats, self.project, self.facts)
            problems = self._typeset(folder, place, [page for page, _ in pages]) if pages else ()
            told = dict(problems)  # by file: pages themselves cannot be keys
            reasons = {page.file: told[f"{page.file}.qmd"] for page, _ in pages if f"{page.file}.qmd" in told}
            yield from ((page, reasons[page.file]) for page, _ in pages if page.file in reasons)
            if problems and not reasons:  # none of them is to blame: nothing can be typeset
                yield from ((page, problems[0][1]) for page, _ in pages)
            if not reasons:
                return
            pages = [(page, source) for page, source in pages if page.file not in reasons]

    def _typeset(self, folder: Path, place: Path, pages: Sequence[Page]) -> Sequence[tuple[str, str]]:
        """Typeset beside the earlier result, and put it in its place only when every page is there."""
        aside = place.with_name(f".{place.name}.new")
        aside.parent.mkdir(parents=True, exist_ok=True)
        problems = self.renderer.render(folder, aside, self.formats)
        if not problems:  # a renderer may leave a page out and say that all went well
            problems = [
                (f"{page.file}.qmd", f"{self.renderer.name} left no {'such page' if form == 'html' else form}")
                for page in pages
                for form in formats_of_page(page, self.formats)
                if not (aside / f"{page.file}.{form}").is_file()
            ]
        if not problems:
            mend_site(aside, self.project.templates / "scripts" / "clusterbrief.js")
            put_in_place(aside, place)
        shutil.rmtree(aside, ignore_errors=True)
        return problems


def place_of(project: Project, name: str) -> Path:
    """Where a project's documents go: the public site, a respondent's folder, the authors' own."""
    return project.build / ("site" if name == "public" else "internal/site" if name == "internal" else name)
