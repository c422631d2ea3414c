"""The plan of a build: pages, the notebook runs they need, and why each must run or not."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from clusterbrief.analysis.cutting.cut_stories import labelled_stories
from clusterbrief.analysis.cutting.edition_words import edition_facts
from clusterbrief.analysis.profiles import Profile, TableTexts
from clusterbrief.errors import Fault, Faults, InputError, Place, nearest_name
from clusterbrief.produce.assembly import CLOSING, OPENING
from clusterbrief.produce.check_documents import Known, Passage, check_document, check_text, check_written
from clusterbrief.produce.documents import Document, Page, plan_pages, read_documents, read_text
from clusterbrief.produce.manifest import Manifest, digest_of_file, fingerprint
from clusterbrief.produce.navigation import read_settings
from clusterbrief.produce.notebook_source import NotebookSource, check_parameters, read_notebooks
from clusterbrief.produce.request import AUDIENCES, Request
from clusterbrief.produce.running.run import NotebookRun
from clusterbrief.study.intake import Study
from clusterbrief.study.project import Project

UNIT_PARAMETER = {
    "edition": None, "area": None, "country": "country_code", "story": "story_code",
    "organisation": "organisation_code",
}  # fmt: skip


@dataclass(frozen=True)
class PlannedRun:
    """A notebook run with what its result depends on; ``stale_because`` is empty when it is up to date."""

    run: NotebookRun
    executed_path: Path
    profile_path: Path  # beside it, for whoever opens the notebook by hand
    key: str
    fingerprint: Mapping[str, str]
    stale_because: str


def audiences_of(text: str) -> tuple[str, ...]:
    """The audiences that an option names: one, several with commas, or all.

    Raises
    ------
    InputError
        One of them does not exist.
    """
    given = AUDIENCES if text == "all" else tuple(each.strip() for each in text.split(","))
    faults = [
        Fault(Place("--audience"), f'Cannot find the audience "{each}"', nearest_name(each, (*AUDIENCES, "all")))
        for each in given
        if each not in AUDIENCES
    ]
    if faults:
        raise InputError(faults)
    return given


def read_sources(
    project: Project, facts: Iterable[str] | None, narratives: Path | None = None
) -> tuple[tuple[Document, ...], dict[str, NotebookSource]]:
    """Read and check documents, notebooks, templates and the settings of the site; all faults at once.

    ``facts`` are the names of facts of the edition, ``narratives`` is the folder of its authors' texts; None where
    the edition cannot be read.
    """
    faults = Faults()
    notebooks: dict[str, NotebookSource] = {}
    documents: tuple[Document, ...] = ()
    with faults.collect():
        read_settings(project.root / "_quarto.yml")
    with faults.collect():
        notebooks = read_notebooks(project.notebooks)
    readable = not faults
    with faults.collect():
        documents = read_documents(project.reports)
    names = None if facts is None else frozenset(facts)
    for document in documents if readable else ():
        check_document(document, notebooks, names, project.root, faults, narratives)
        faults += _parameter_faults(document, notebooks)
    for place in (OPENING, CLOSING):
        path = project.root / place.lstrip("/")
        with faults.collect():
            check_text(Passage(path, read_text(path)), Known(None, names, project.root), faults)
    if faults:
        raise InputError(dict.fromkeys(faults))
    return documents, notebooks


def faulty_texts(
    project: Project,
    pages: Iterable[Page],
    notebooks: Mapping[str, NotebookSource],
    facts: Iterable[str],
    narratives: Path,
) -> dict[tuple[str, str], str]:
    """What is wrong with the authors' texts of a page, with the place, by document and unit; nothing of sound ones."""
    wrong: dict[tuple[str, str], str] = {}
    names = frozenset(facts)
    for page in pages:
        if page.document.settings.narratives:
            notebook = notebooks.get(page.document.settings.notebook or "")
            faults = check_written(page.document, notebook, names, project.root, narratives / page.unit_code)
            if faults:
                more = f" (and {len(faults) - 1} more: clusterbrief check names all)" if len(faults) > 1 else ""
                wrong[page.document.name, page.unit_code] = f"{faults[0].place}: {faults[0].problem}{more}"
    return wrong


def _parameter_faults(document: Document, notebooks: Mapping[str, NotebookSource]) -> list[Fault]:
    settings = document.settings
    if settings.notebook is None or settings.notebook not in notebooks:
        return []
    given = {"profile_path", *unit_parameters(settings.each, "")}
    return check_parameters(notebooks[settings.notebook], given, f"for {document.path.name}")


def unit_parameters(each: str, unit_code: str) -> dict[str, str]:
    """What a notebook is given for one unit beside its profile; nothing for an area: the profile says which it is."""
    name = UNIT_PARAMETER[each]
    return {} if name is None else {name: unit_code}


def unit_labels(study: Study) -> dict[str, dict[str, str]]:
    """Labels of the units by code, by what documents are repeated for."""
    framework = study.framework
    region = framework.country_file
    whole = {region.region_code: region.region}
    countries = {code: framework.countries[code].label for code in study.edition.settings.countries}
    return {
        "edition": whole,
        "area": {**whole, **countries},
        "country": countries,
        "story": labelled_stories(study).set_index("story_code")["label"].to_dict(),
        "organisation": study.answers.organisations.set_index("organisation_code")["name"].to_dict(),
    }


def select_pages(study: Study, documents: Sequence[Document], request: Request) -> tuple[list[Page], list[Page]]:
    """All pages of the wanted audiences, and those among them that are asked for.

    Raises
    ------
    InputError
        The request names an audience, document or unit that does not exist.
    """
    units = unit_labels(study)
    _check_request(request, [document.name for document in documents], units)
    pages = [
        page
        for page in plan_pages(_due(documents, edition_facts(study)), units)
        if page.document.settings.audience in request.audiences
    ]
    wanted = [page for page in pages if _asked_for(page, request)]
    if not wanted and (request.only or request.document):
        audiences = ", ".join(request.audiences)
        problem = f"Cannot find anything to make: no document for the audience {audiences} is asked for"
        raise InputError([Fault(Place("--only, --document"), problem, "Give another --audience, or all.")])
    return pages, wanted


def due_pages(pages: Sequence[Page], profiles: Mapping[tuple[str, str, str], Profile]) -> list[Page]:
    """Pages whose unit has what they need; ``profiles`` by audience, kind and unit.

    Raises
    ------
    InputError
        A document asks for a fact that its units do not have, or no page is left.
    """
    due = []
    for page in pages:
        settings = page.document.settings
        facts = profiles[settings.audience, _kind(page, profiles), page.unit_code].facts
        if settings.when_unit and settings.when_unit not in facts:
            place = page.document.place("clusterbrief", "when_unit")
            problem = f'Cannot find the fact "{settings.when_unit}" of any {settings.each}'
            raise InputError([Fault(place, problem, nearest_name(settings.when_unit, sorted(facts)))])
        if not settings.when_unit or facts[settings.when_unit]:
            due.append(page)
    if pages and not due:
        units = ", ".join(sorted({page.unit_label for page in pages}))
        problem = f"Cannot find anything to make: the documents asked for are not due for {units}"
        remedy = "A country model can be asked for in edition.yml, under country_models."
        raise InputError([Fault(Place("--only, --document"), problem, remedy)])
    return due


def _kind(page: Page, profiles: Container[tuple[str, str, str]]) -> str:
    """The kind of profile of a page's unit: an area is a country or the region."""
    settings = page.document.settings
    if settings.each == "area":
        return "country" if (settings.audience, "country", page.unit_code) in profiles else "region"
    return "region" if settings.each == "edition" else settings.each


def _due(documents: Sequence[Document], facts: Mapping[str, Any]) -> list[Document]:
    """Documents for which the edition has what they need."""
    return [each for each in documents if not each.settings.when or facts.get(each.settings.when)]


def _asked_for(page: Page, request: Request) -> bool:
    if request.document and page.document.name != request.document:
        return False
    each = page.document.settings.each
    return all(
        page.unit_code == code and (each == kind or (each, kind) == ("area", "country"))
        for kind, code in (request.only or {}).items()
    )


def _check_request(request: Request, documents: Sequence[str], labels: Mapping[str, Mapping[str, str]]) -> None:
    faults = Faults()
    for audience in request.audiences:
        if audience not in AUDIENCES:
            faults.add(Place("--audience"), f'Cannot build for "{audience}"', nearest_name(audience, AUDIENCES))
    if request.document and request.document not in documents:
        faults.add(
            Place("--document"),
            f'Cannot find the document "{request.document}"',
            nearest_name(request.document, documents),
        )
    for kind, code in (request.only or {}).items():
        units = labels.get(kind) if kind != "edition" else None
        if units is None:
            faults.add(Place("--only"), f'Cannot choose by "{kind}"', "Write country=CODE or organisation=CODE.")
        elif code not in units:
            faults.add(Place("--only"), f'Cannot find the {kind} "{code}"', nearest_name(code, units))
    faults.stop_if_any()


def plan_runs(
    project: Project,
    pages: Iterable[Page],
    profiles: Mapping[tuple[str, str, str], Profile],
    notebooks: Mapping[str, NotebookSource],
    manifest: Manifest,
    force: bool,
    known: TableTexts | None = None,
) -> dict[tuple[str, str, str], PlannedRun]:
    """The runs that pages need, by audience, notebook and unit; ``profiles`` by audience, kind and unit."""
    planned: dict[tuple[str, str, str], PlannedRun] = {}
    for page in pages:
        settings = page.document.settings
        if settings.notebook is None or page.run_key is None or page.run_key in planned:
            continue
        kind = _kind(page, profiles)
        text = profiles[settings.audience, kind, page.unit_code].to_json(known)
        profile_path = project.build / "profiles" / settings.audience / f"{kind}-{page.unit_code}.json"
        source = notebooks[settings.notebook]
        named = {"unit": page.unit_code}
        now = fingerprint(text, source, named)
        key = f"{settings.audience}/{source.name}/{page.unit_code}"
        executed = project.build / "notebooks" / f"{key}.ipynb"
        stale = "forced" if force else manifest.stale_because(key, now, digest_of_file(executed))
        parameters = unit_parameters(settings.each, page.unit_code)
        run = NotebookRun(source.name, page.unit_code, source.text, text, parameters)
        planned[page.run_key] = PlannedRun(run, executed, profile_path, key, now, stale)
    return planned


def write_profiles(runs: Iterable[PlannedRun]) -> None:
    """Write the profiles that notebooks read."""
    for planned in runs:
        planned.profile_path.parent.mkdir(parents=True, exist_ok=True)
        planned.profile_path.write_text(planned.run.profile, encoding="utf-8")
