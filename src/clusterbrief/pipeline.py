"""The whole run, in order. Read this file first."""

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from clusterbrief.analysis.atlas import Atlas, compute_atlas
from clusterbrief.analysis.disclosure import Thresholds
from clusterbrief.analysis.profiles import Study, cut_profiles, edition_facts
from clusterbrief.analysis.results import Disclosed, Results, compute_results, disclose
from clusterbrief.errors import Faults
from clusterbrief.produce.assembly import Source, assemble_project, remove_other_projects
from clusterbrief.produce.documents import AUDIENCES, Document, Page
from clusterbrief.produce.execution import RunResult, execute_all
from clusterbrief.produce.facts import document_facts
from clusterbrief.produce.manifest import Manifest
from clusterbrief.produce.notebook_results import NotebookResults, read_results
from clusterbrief.produce.notebook_source import NotebookSource
from clusterbrief.produce.plan import PlannedRun, Request, plan_runs, read_sources, select_pages, write_profiles
from clusterbrief.produce.renderers import Renderer, choose_renderer
from clusterbrief.produce.run_table import RunRow, RunTable, Status
from clusterbrief.produce.written_tables import tables_of, write_table, write_tables
from clusterbrief.study.ecosystems import read_ecosystems
from clusterbrief.study.edition import Edition, find_edition, read_edition
from clusterbrief.study.export import Export
from clusterbrief.study.exports.recognise import read_exports
from clusterbrief.study.framework import read_framework
from clusterbrief.study.project import Project
from clusterbrief.study.reference import read_reference
from clusterbrief.study.regional import read_regional
from clusterbrief.study.responses import read_answers

Progress = Callable[[str, int, int], None]  # what is being done, how many of how many
Runs = Mapping[tuple[str, str], PlannedRun]


@dataclass(frozen=True)
class Prepared:
    """Everything known before a notebook runs."""

    study: Study
    results: Results
    disclosed: Disclosed
    atlas: Atlas | None
    pages: Sequence[Page]  # of the wanted audiences
    wanted: Sequence[Page]  # those asked for
    runs: Runs
    manifest: Manifest


def build(project: Project, edition: str, request: Request, progress: Progress) -> RunTable:
    """Everything, from the survey's export to the typeset documents.

    Raises
    ------
    InputError
        Something that authors write cannot be used; nothing has been made yet then.
    """
    # Who typesets, before anything else takes time
    renderer = choose_renderer(request.renderer)
    # What was asked and answered, what it amounts to, and which notebooks that leaves to run
    prepared = prepare(project, edition, request)
    write_results(project, prepared)
    # Each unit's figures, tables and sentences
    failures = run_notebooks(prepared, request, progress)
    remove_leftovers(project, prepared, request)
    # One project for each audience, and each of them typeset
    ready = [page for page in prepared.pages if _is_ready(page, prepared.runs, failures)]
    problems = produce_documents(project, prepared, ready, renderer, request, progress)
    return run_table(project, prepared, failures, problems, renderer)


def read_study(project: Project, edition: str) -> Study:
    """Everything that goes in: framework, EU reference, the edition and its answers; all faults at once."""
    faults = Faults()
    folder = None
    with faults.collect():
        reference = read_reference(project.reference)
        ecosystems = read_ecosystems(project.reference / "ecosystems_nace.csv")
    with faults.collect():
        folder = find_edition(edition, project.editions)
    with faults.collect():
        framework = read_framework(project.framework)
        if folder is not None:
            found = read_edition(folder, framework.countries)
            exports = read_survey(found)
            answers = read_answers(exports, framework, found)
            regional = read_regional(found, ecosystems)
    faults.stop_if_any()
    return Study(framework, reference, found, answers, regional)


def read_survey(edition: Edition) -> list[Export]:
    """Every export of an edition, from whichever survey tool; the faults of all of them at once."""
    faults = Faults()
    exports: list[Export] = []
    for path, survey in zip(edition.survey_paths, edition.settings.survey, strict=True):
        with faults.collect():
            exports += read_exports(path, survey.tool)
    faults.stop_if_any()
    return exports


def analyse(study: Study) -> tuple[Results, Disclosed]:
    """Scores, comparisons and classes, and what of them may be shown."""
    organisations, settings = study.answers.organisations, study.edition.settings
    results = compute_results(study.answers.responses, organisations, study.framework, study.reference)
    disclosed = disclose(
        results,
        organisations,
        study.edition.invited,
        Thresholds(**settings.disclosure.model_dump()),
        study.framework.country_file.region_code,
        settings.countries,
        study.framework,
    )
    return results, disclosed


def read_all(project: Project, edition: str) -> tuple[Study, Sequence[Document], Mapping[str, NotebookSource]]:
    """Read and check everything that authors write, without running anything; all faults at once."""
    faults = Faults()
    study = None
    with faults.collect():
        study = read_study(project, edition)
    with faults.collect():
        documents, notebooks = read_sources(project, document_facts(edition_facts(study)) if study else None)
    faults.stop_if_any()
    assert study is not None
    return study, documents, notebooks


def draw_atlas(study: Study) -> Atlas | None:
    """The specialisation atlas, where the edition has regional data."""
    if study.regional is None:
        return None
    return compute_atlas(study.regional, study.answers.organisations, study.edition.settings.disclosure.count)


def check(project: Project, edition: str) -> Study:
    """Read and check everything; gives what was asked and answered."""
    return read_all(project, edition)[0]


def prepare(project: Project, edition: str, request: Request) -> Prepared:
    """Read, check, compute and plan, without running or writing anything."""
    study, documents, notebooks = read_all(project, edition)
    pages, wanted = select_pages(study, documents, request)
    results, disclosed = analyse(study)
    atlas = draw_atlas(study)
    profiles = {(each.kind, each.unit_code): each for each in cut_profiles(study, results, disclosed, atlas)}
    manifest = Manifest(project.build / "manifest.json")
    runs = plan_runs(project, pages, profiles, notebooks, manifest, request.force)
    return Prepared(study, results, disclosed, atlas, pages, wanted, runs, manifest)


def write_results(project: Project, prepared: Prepared) -> None:
    """The result tables, disclosed and internal, and every finding in full."""
    answers = prepared.study.answers
    internal = {"responses": answers.responses, "organisations": answers.organisations, **tables_of(prepared.results)}
    write_tables(project.build / "tables" / "internal", internal)
    disclosed = tables_of(prepared.disclosed)
    disclosed.pop("peers")  # each respondent's own, never published
    if prepared.atlas:
        disclosed |= {"atlas_pairs": prepared.atlas.pairs, "atlas_nodes": prepared.atlas.nodes}
    write_tables(project.build / "tables" / "public", disclosed)
    write_table(project.build / "internal" / "findings.csv", answers.findings)


def run_notebooks(prepared: Prepared, request: Request, progress: Progress) -> dict[tuple[str, str], RunResult]:
    """Run what is not up to date among the wanted; gives every result by notebook and unit."""
    write_profiles(prepared.runs.values())
    wanted = {(page.document.settings.notebook, page.unit_code) for page in prepared.wanted}
    stale = {key: each for key, each in prepared.runs.items() if each.stale_because}
    for planned in stale.values():  # it may name an organisation that has withdrawn since
        planned.run.executed_path.unlink(missing_ok=True)
    stale = {key: each for key, each in stale.items() if key in wanted}
    results = {}
    progress("notebooks", 0, len(stale))
    for result in execute_all([each.run for each in stale.values()], request.jobs):
        key = (result.run.notebook, result.run.unit_code)
        planned = stale[key]
        if result.reason:
            prepared.manifest.forget(planned.key)
        else:
            prepared.manifest.note(planned.key, planned.fingerprint, planned.run.executed_path)
        results[key] = result
        progress("notebooks", len(results), len(stale))
    return results


def remove_leftovers(project: Project, prepared: Prepared, request: Request) -> None:
    """Delete what was made for units that no longer exist.

    Everything about an organisation that is no longer among the respondents goes, whichever audience is built.
    """
    organisations = set(prepared.study.answers.organisations["organisation_code"])
    for parent in (project.build / "private", project.build / "project" / "private"):
        remove_other_projects(parent, organisations)
    kept = {planned.run.executed_path for planned in prepared.runs.values()}
    kept |= {planned.profile_path for planned in prepared.runs.values()}
    for folder in ("profiles", "notebooks"):
        for audience in AUDIENCES:
            for path in sorted((project.build / folder / audience).rglob("*.*")):
                gone = audience == "private" and path.stem.removeprefix("organisation-") not in organisations
                if gone or (audience in request.audiences and path not in kept):
                    path.unlink()
    others = {key for key in prepared.manifest.made if key.split("/")[0] not in request.audiences}
    others = {key for key in others if not key.startswith("private/") or key.split("/")[-1] in organisations}
    prepared.manifest.forget_others(others | {planned.key for planned in prepared.runs.values()})


def _is_ready(page: Page, runs: Runs, results: Mapping[tuple[str, str], RunResult]) -> bool:
    """Whether a page's notebook has run on what is known now."""
    notebook = page.document.settings.notebook
    if notebook is None:
        return True
    key = (notebook, page.unit_code)
    return not results[key].reason if key in results else not runs[key].stale_because


def produce_documents(
    project: Project,
    prepared: Prepared,
    ready: Sequence[Page],
    renderer: Renderer,
    request: Request,
    progress: Progress,
) -> dict[tuple[str, str], str]:
    """Assemble and typeset every project; gives the reason for each page that failed, by document and unit."""
    facts = document_facts(edition_facts(prepared.study))
    read: dict[Path, NotebookResults] = {}

    def source(page: Page) -> Source:
        notebook = page.document.settings.notebook
        if notebook is None:
            return Source(None, facts, project.root)
        path = prepared.runs[notebook, page.unit_code].run.executed_path
        if path not in read:
            read[path] = read_results(path)
        return Source(read[path], facts, project.root)

    problems: dict[tuple[str, str], str] = {}
    by_project: dict[str, list[Page]] = {}
    for page in ready:
        by_project.setdefault(page.project, []).append(page)
    for count, (name, pages) in enumerate(by_project.items()):
        progress("documents", count, len(by_project))
        for page, reason in _produce_project(
            project, name, [(page, source(page)) for page in pages], renderer, request
        ):
            problems[page.document.name, page.unit_code] = reason
    progress("documents", len(by_project), len(by_project))
    return problems


def _produce_project(
    project: Project, name: str, pages: Sequence[tuple[Page, Source]], renderer: Renderer, request: Request
) -> Iterator[tuple[Page, str]]:
    """Assemble and typeset one project, without the pages that fail; gives those, each with the reason."""
    folder, place = project.build / "project" / name, _place_of(project, name)
    while pages:
        failed = list(assemble_project(folder, pages, project.root / "_quarto.yml", project.templates))
        yield from failed
        pages = [(page, source) for page, source in pages if page not in [each for each, _ in failed]]
        problems = _typeset(folder, place, renderer, request) if pages else ()
        reasons = {page: reason for file, reason in problems for page, _ in pages if f"{page.file}.qmd" == file}
        yield from reasons.items()
        if problems and not reasons:  # none of them is to blame: nothing can be typeset
            yield from ((page, problems[0][1]) for page, _ in pages)
        if not reasons:
            return
        pages = [(page, source) for page, source in pages if page not in reasons]


def _typeset(folder: Path, place: Path, renderer: Renderer, request: Request) -> Sequence[tuple[str, str]]:
    """Typeset beside the earlier result and put it in its place only when all went well."""
    aside = place.with_name(f".{place.name}.new")
    aside.parent.mkdir(parents=True, exist_ok=True)
    problems = renderer.render(folder, aside, request.formats)
    if not problems and not aside.is_dir():
        problems = [("", f"{renderer.name} left no pages")]
    if not problems:
        before = place.with_name(f".{place.name}.before")
        shutil.rmtree(before, ignore_errors=True)
        if place.exists():
            place.replace(before)
        aside.replace(place)
        shutil.rmtree(before, ignore_errors=True)
    shutil.rmtree(aside, ignore_errors=True)
    return problems


def _place_of(project: Project, name: str) -> Path:
    """Where a project's documents go: the public site, a respondent's folder, the authors' own."""
    return project.build / ("site" if name == "public" else "internal/site" if name == "internal" else name)


def run_table(
    project: Project,
    prepared: Prepared,
    results: Mapping[tuple[str, str], RunResult],
    problems: Mapping[tuple[str, str], str],
    renderer: Renderer,
) -> RunTable:
    """What became of every page that was asked for."""
    rows, counted = [], set()
    for page in prepared.wanted:
        name, unit = page.document.name, page.unit_code
        key = (page.document.settings.notebook or "", unit)
        result = results.get(key)
        seconds = result.seconds if result and key not in counted else 0.0
        counted.add(key)
        reason = (result.reason if result else "") or problems.get((name, unit), "")
        status: Status = "failed" if reason else "ok" if result or not key[0] else "up to date"
        rows.append(RunRow(name, unit, status, seconds, reason))
    places = sorted({str(_place_of(project, page.project.split("/")[0])) for page in prepared.wanted})
    return RunTable(tuple(rows), renderer.name, tuple(places), len(prepared.study.answers.findings))
