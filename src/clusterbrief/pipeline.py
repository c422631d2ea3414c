"""The whole run, in order. Read this file first."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path

from clusterbrief.analysis.analyse import analyse
from clusterbrief.analysis.atlas import atlas_of
from clusterbrief.analysis.cutting.cut_changes import with_changes
from clusterbrief.analysis.cutting.cut_open_data import with_open_data
from clusterbrief.analysis.cutting.cut_profiles import cut_profiles
from clusterbrief.analysis.cutting.edition_words import edition_facts
from clusterbrief.analysis.models.country_model_tables import model_countries
from clusterbrief.analysis.profiles import TableTexts
from clusterbrief.analysis.revisions.sides import changes_since
from clusterbrief.errors import Faults, InputError
from clusterbrief.produce.documents import Document, Page
from clusterbrief.produce.facts import document_facts
from clusterbrief.produce.manifest import Manifest
from clusterbrief.produce.narratives import check_narratives, missing_note, placeholder_notes
from clusterbrief.produce.notebook_runs import (
    Progress,
    earlier_sheets,
    has_results,
    leave_other_edition,
    remove_leftovers,
    run_notebooks,
)
from clusterbrief.produce.notebook_source import NotebookSource
from clusterbrief.produce.one_build import one_at_a_time
from clusterbrief.produce.outgoing import Outgoing
from clusterbrief.produce.placing import recover_places
from clusterbrief.produce.plan import due_pages, faulty_texts, plan_runs, read_sources, select_pages, unit_labels
from clusterbrief.produce.prepared import (
    Prepared,
    disclosed_tables,
    everything_disclosed,
    open_data_of,
    result_tables,
    write_results,
)
from clusterbrief.produce.preview import PreviewServer, Tell, show_while_writing
from clusterbrief.produce.project_typesetting import place_of
from clusterbrief.produce.publication import keep_tables, refuse_second, settle_publications
from clusterbrief.produce.publishing import bring_out, cannot_write
from clusterbrief.produce.recalled import recall_analysis
from clusterbrief.produce.receipts import drop_stale_receipts, take_standing, write_receipt
from clusterbrief.produce.renderers import Renderer, choose_renderer
from clusterbrief.produce.request import Request
from clusterbrief.produce.run_table import RunTable, tabulate_run
from clusterbrief.produce.running.executors import make_ready
from clusterbrief.produce.sending import Sending, rows_to_note, sendable
from clusterbrief.produce.typesetting import Typesetting, forget_projects, typeset_so_far
from clusterbrief.produce.watching import watched
from clusterbrief.produce.withdrawals import forget_withdrawn
from clusterbrief.study.distribution import FILE_NAME as DISTRIBUTION
from clusterbrief.study.distribution import check_sent, note_sent
from clusterbrief.study.intake import Study, read_study
from clusterbrief.study.project import Project, find_edition
from clusterbrief.study.version import read_earlier


@one_at_a_time
def build(project: Project, edition: str, request: Request, progress: Progress) -> RunTable:
    """Everything, from the survey's export to the typeset documents.

    Raises
    ------
    InputError
        Something that authors write cannot be used; nothing has been made yet then.
    """
    # Who typesets and what this build stands on, before anything else takes time; and what an interrupted one has left
    renderer = choose_renderer(request.renderer, request.jobs)
    standing = take_standing(project, edition, request)
    drop_stale_receipts(standing, project)
    make_ready(request.conditions)
    recover(project, edition)

    # What was asked and answered, what it amounts to, and which notebooks that leaves to run
    prepared = prepare(project, edition, request)
    leave_other_edition(project.build, prepared.study.edition.name)
    forget_withdrawn(project.build, prepared.study.edition.settings.withdrawn)
    write_results(project, prepared)

    # Each unit's figures, tables and sentences; what is no longer anybody's is gone afterwards
    ran = run_notebooks(prepared.runs, prepared.wanted, prepared.manifest, request, progress)
    organisations = prepared.study.answers.organisations["organisation_code"]
    remove_leftovers(project.build, prepared.runs, list(organisations), request.audiences, prepared.manifest)
    forget_projects(project.build, list(organisations))

    # One project for each audience, each of them typeset
    sound = [page for page in prepared.pages if (page.document.name, page.unit_code) not in prepared.faulty_texts]
    ready = [page for page in sound if has_results(page, prepared.runs, ran)]
    typesetting = typesetting_of(project, prepared, renderer, request)
    problems = {**typesetting.produce(ready, prepared.runs, progress), **prepared.faulty_texts}

    rows = tabulate_run(prepared.wanted, ran, problems)
    places = sorted({str(place_of(project, page.project.split("/")[0])) for page in prepared.wanted})
    unwritten = missing_note(prepared.study.edition.narratives, prepared.wanted, edition)
    notes = earlier_sheets(project.build, request.audiences) + unwritten
    table = RunTable(rows, renderer.name, tuple(places), len(prepared.study.answers.findings), notes)
    write_receipt(standing, project, request, table)
    return table


@one_at_a_time
def publish(
    project: Project, edition: str, to: Path, request: Request, progress: Progress
) -> tuple[RunTable, tuple[str, ...]]:
    """Build what each audience gets, check what leaves the authors' hands, and put it in its place.

    Returns
    -------
    RunTable, tuple of str
        What became of the documents, with a warning for each that holds a placeholder, and the folders that were put
        in their places; none where a document failed: a site without it is not published.

    Raises
    ------
    InputError
        Something may not be published, or was published on this day already; nothing has changed then.
    """
    day, request = date.today(), replace(request, only=None, document="")
    recover(project, edition)
    recover_places(to)
    study = check(project, edition)
    if "public" in request.audiences:
        refuse_second(study.edition.folder, day)
    table = build(project, edition, request, progress)
    if table.failed:
        return table, ()

    # Nothing that anybody told in confidence, no link that leads nowhere, no figure without its disclosed table
    prepared = prepare(project, edition, request)
    shown = [planned for key, planned in prepared.runs.items() if key[0] == "public"]
    compared, disclosed = prepared.analysis.results.compared, everything_disclosed(prepared)
    outgoing = Outgoing(project, prepared.study, compared, disclosed, prepared.open_data, shown)
    outgoing.stop_what_may_not_leave(request.audiences)

    # Everything whole beside its place first, then in it; the tables of the site are kept: the next publication must
    # not tell more beside this one
    try:
        asides = outgoing.lay_out(to, request.audiences, day)
        kept = None
        if "public" in asides:
            kept = keep_tables(study.edition.folder, day, *result_tables(prepared), asides["public"])
        places = [bring_out(aside, kept if name == "public" else None) for name, aside in asides.items()]
    except OSError as error:
        raise cannot_write(to, error) from error
    warnings = placeholder_notes(study.edition.narratives, prepared.wanted)
    return replace(table, notes=warnings + table.notes), tuple(str(place) for place in places)


def preview(project: Project, edition: str, request: Request, port: int, tell: Tell) -> None:
    """Build, show the site on this computer, and do both again whenever something was saved; until Ctrl-C.

    Raises
    ------
    InputError
        There is no such edition, or the port is taken. Other faults are shown, and wait to be mended.
    """
    places = watched(project.root, find_edition(edition, project.editions))
    server = PreviewServer(place_of(project, request.audiences[0]), port)
    show_while_writing(server, places, lambda: build(project, edition, request, lambda *_: None).reasons, tell)


def recover(project: Project, edition: str) -> None:
    """Bring back what an interrupted build or publication left without its place."""
    recover_places(project.build)
    with suppress(InputError):  # an edition that does not exist is told when it is read
        settle_publications(find_edition(edition, project.editions))


def note(project: Project, edition: str, sending: Sending, today: date) -> tuple[Path, int]:
    """Note what was sent to whom in the edition; gives the file and the number of rows added to it."""
    documents = read_all(project, edition)[1]
    prepared = prepare(project, edition, Request(audiences=("internal",)))
    rows = rows_to_note(sending, prepared.dossier, sendable(documents, unit_labels(prepared.study)), today)
    path = prepared.study.edition.folder / DISTRIBUTION
    note_sent(path, rows)
    return path, len(rows)


def check(project: Project, edition: str) -> Study:
    """Read and check everything that authors write; gives what was asked and answered."""
    return read_all(project, edition, texts=True)[0]


def prepare(project: Project, edition: str, request: Request) -> Prepared:
    """Read, check, compute and plan, without running or writing anything."""
    study, documents, notebooks = read_all(project, edition, texts=False)
    pages, wanted = select_pages(study, documents, request)

    # What the answers amount to, and what of it may be shown
    analysis = recall_analysis(project, study) or analyse(study)
    atlas = atlas_of(study)
    models = model_countries(study, analysis.disclosed, atlas)
    changes = changes_since(read_earlier(project, study.edition), study, analysis)

    # What each reader may be shown, and what that leaves to run
    known = TableTexts()
    cut = with_changes(cut_profiles(study, analysis, atlas, models, known), changes)
    open_data = open_data_of(project, study, disclosed_tables(analysis, models, atlas))
    cut = with_open_data(cut, open_data.tables, open_data.codebook)
    profiles = {(each.audience, each.kind, each.unit_code): each for each in cut}
    pages, wanted = due_pages(pages, profiles), due_pages(wanted, profiles)
    manifest = Manifest(project.build / "manifest.json")
    runs = plan_runs(project, pages, profiles, notebooks, manifest, request.force, known)
    faulty = faulty_texts(project, pages, notebooks, document_facts(edition_facts(study)), study.edition.narratives)
    return Prepared(study, analysis, atlas, models, open_data, pages, wanted, runs, manifest, profiles, faulty)


def typesetting_of(project: Project, prepared: Prepared, renderer: Renderer, request: Request) -> Typesetting:
    """Who typesets the documents of an edition, and what was typeset so far."""
    edition, facts = prepared.study.edition, document_facts(edition_facts(prepared.study))
    made = typeset_so_far(project.build)
    return Typesetting(project, renderer, request, facts, edition.narratives, made, prepared.manifest)


def list_states(project: Project, edition: str, request: Request) -> list[tuple[Page, str]]:
    """Every page with why it is or is not up to date; runs and writes nothing."""
    prepared = prepare(project, edition, request)
    typesetting = typesetting_of(project, prepared, choose_renderer(request.renderer), request)
    return list(typesetting.states(prepared.wanted, prepared.runs))


def read_all(
    project: Project, edition: str, texts: bool = False
) -> tuple[Study, Sequence[Document], Mapping[str, NotebookSource]]:
    """Read and check everything that authors write, without running anything; all faults at once.

    With ``texts`` that goes for their prose, too. Without, a faulty text is left to fail the one page that shows it.
    """
    faults = Faults()
    study = None
    with faults.collect():
        study = read_study(project, edition)
    with faults.collect():
        facts = document_facts(edition_facts(study)) if study else None
        documents, notebooks = read_sources(project, facts, study.edition.narratives if study and texts else None)
        if study:
            units = unit_labels(study)
            check_narratives(study.edition.narratives, documents, units, faults)
            check_sent(study.edition.folder / DISTRIBUTION, study.distribution, sendable(documents, units), faults)
    faults.stop_if_any()
    assert study is not None
    return study, documents, notebooks
