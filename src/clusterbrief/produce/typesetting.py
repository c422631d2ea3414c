"""From results to typeset documents: the projects that are not up to date, several at once."""

import json
import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from clusterbrief.produce.documents import Page
from clusterbrief.produce.downloads import formats_of_page
from clusterbrief.produce.manifest import Manifest, digest_of, digest_of_folder
from clusterbrief.produce.narratives import Narratives
from clusterbrief.produce.notebook_runs import Progress, Runs
from clusterbrief.produce.project_typesetting import Problem, ProjectPages, place_of, typeset_project
from clusterbrief.produce.quarto_text import shortcodes
from clusterbrief.produce.remembered import typesetter
from clusterbrief.produce.renderers import Renderer
from clusterbrief.produce.request import Request
from clusterbrief.produce.running.forks import process_context, without_main
from clusterbrief.study.project import Project

FEW = 3  # projects that are typeset one after the other: processes for them would take longer to start


@dataclass(frozen=True)
class Typesetting:
    """Typesets pages: where things go, who typesets, and what pages are resolved from."""

    project: Project
    renderer: Renderer
    request: Request
    facts: Mapping[str, Any]
    narratives: Path
    manifest: Manifest  # of documents
    results: Manifest  # of executed notebooks

    def produce(self, pages: Sequence[Page], runs: Runs, progress: Progress) -> dict[tuple[str, str], str]:
        """Assemble and typeset what is not up to date; gives why each page failed, by document and unit."""
        projects = self._projects(pages, runs)
        due = {name: now for name, now in self.fingerprints(pages, runs).items() if self.stale_because(name, now)}
        problems: dict[tuple[str, str], str] = {}
        progress("documents", 0, len(due), next(iter(due), ""))
        for count, (name, told) in enumerate(self._typeset({name: projects[name] for name in due}), start=1):
            problems |= {(document, unit): reason for document, unit, reason in told}
            if told:
                self.manifest.forget(name)
            else:
                self.manifest.note(name, due[name], digest_of_folder(place_of(self.project, name)))
            progress("documents", count, len(due), name)
        return problems

    def _projects(self, pages: Sequence[Page], runs: Runs) -> dict[str, ProjectPages]:
        by_project: dict[str, list[tuple[Page, Path | None]]] = {}
        for page in pages:
            executed = runs[page.run_key].executed_path if page.run_key else None
            by_project.setdefault(page.project, []).append((page, executed))
        asked = self.renderer, self.request.formats, self.facts, self.narratives
        return {name: ProjectPages(self.project, name, its, *asked) for name, its in by_project.items()}

    def _typeset(self, due: Mapping[str, ProjectPages]) -> Iterator[tuple[str, list[Problem]]]:
        """Typeset projects, several at once where there are many, and give the problems of each as it is done."""
        workers = min(len(due), self.request.jobs or os.cpu_count() or 1)
        if len(due) < FEW or workers == 1:
            yield from ((name, typeset_project(each)) for name, each in due.items())
            return
        with _workers(workers) as pool:
            with without_main():
                futures = {pool.submit(typeset_project, each): name for name, each in due.items()}
            try:
                for future in as_completed(futures):
                    yield futures[future], future.result()
            finally:
                pool.shutdown(wait=True, cancel_futures=True)

    def fingerprints(self, pages: Sequence[Page], runs: Runs) -> dict[str, dict[str, str]]:
        """What each project is made from, by its name: a digest of each part."""
        by_project: dict[str, list[Page]] = {}
        for page in pages:
            by_project.setdefault(page.project, []).append(page)
        shared = self._shared()
        return {name: {**shared, **self._own(its, runs)} for name, its in by_project.items()}

    def _shared(self) -> dict[str, str]:
        """What every project is made from."""
        looks = digest_of_folder(self.project.templates) + digest_of((self.project.root / "_quarto.yml").read_bytes())
        return {
            "facts": digest_of(json.dumps(self.facts, sort_keys=True, default=str)),
            "looks": digest_of(looks),
            "software": digest_of(f"{self.renderer.name} {typesetter()}"),
        }

    def _own(self, pages: Sequence[Page], runs: Runs) -> dict[str, str]:
        """What one project is made from beside that."""
        text = cache(lambda path: with_includes(path.read_text(encoding="utf-8-sig"), self.project.root))
        made = [self.results.result(runs[page.run_key].key) if page.run_key else "" for page in pages]
        asked = [(self.narratives / page.unit_code, page.document.settings.narratives) for page in pages]
        narratives = [Narratives(folder, names).texts() for folder, names in asked]
        formats = [(page.file, page.unit_label, formats_of_page(page, self.request.formats)) for page in pages]
        beside = sorted({each for page in pages for each in page.document.settings.beside})
        return {
            "results": digest_of(json.dumps(made)),
            "documents": digest_of(json.dumps([text(page.document.path) for page in pages])),
            "texts": digest_of(json.dumps(narratives)),
            "pages": digest_of(json.dumps(formats)),
            "beside": digest_of("".join(digest_of_folder(self.project.build / each) for each in beside)),
        }

    def states(self, pages: Sequence[Page], runs: Runs) -> Iterator[tuple[Page, str]]:
        """Each page with why its notebook or the documents it is typeset with are not up to date, or that they are."""
        prints = self.fingerprints(pages, runs)
        reasons = {name: self.stale_because(name, now) for name, now in prints.items()}
        for page in pages:
            notebook = runs[page.run_key].stale_because if page.run_key else ""
            if notebook:
                yield page, f"notebook: {notebook}"
            else:
                yield page, f"typesetting: {reasons[page.project]}" if reasons[page.project] else "up to date"

    def stale_because(self, name: str, now: Mapping[str, str]) -> str:
        """Why a project must be typeset again; empty where it is up to date."""
        if self.request.force:
            return "forced"
        place, folder = place_of(self.project, name), self.project.build / "project" / name
        left = digest_of_folder(place) if place.is_dir() and folder.is_dir() else ""
        return self.manifest.stale_because(name, now, left)


def typeset_so_far(build: Path) -> Manifest:
    """What every project was last typeset from."""
    return Manifest(build / "documents.json")


def forget_projects(build: Path, organisations: Collection[str]) -> None:
    """Drop what is noted of the private sheets of organisations that are no longer among the respondents."""
    made, kept = typeset_so_far(build), {f"private/{code}" for code in organisations}
    made.forget_others({name for name in made.made if not name.startswith("private/") or name in kept})


def with_includes(text: str, root: Path) -> str:
    """A document with everything that it includes from the project, whatever the order."""
    named = [root / each.argument.lstrip("/") for each in shortcodes(text) if each.name == "include"]
    files = [path for path in named if path.is_file()]  # the others are authors' texts
    return "\n".join([text, *(with_includes(path.read_text(encoding="utf-8-sig"), root) for path in files)])


def _workers(count: int) -> Executor:
    return ProcessPoolExecutor(count, process_context())
