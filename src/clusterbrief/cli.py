"""The command line. Everything heavy is imported inside the commands, so that help comes at once."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from clusterbrief.cli_answers import add_commands
from clusterbrief.cli_changes import compare
from clusterbrief.cli_example import example
from clusterbrief.cli_narratives import narratives
from clusterbrief.cli_progress import progress_bar
from clusterbrief.cli_publish import preview, publish
from clusterbrief.cli_sent import sent
from clusterbrief.errors import Fault, InputError, Place, known_among

if TYPE_CHECKING:
    from clusterbrief.produce.run_table import RunTable
    from clusterbrief.produce.running.run import Engine
    from clusterbrief.study.project import Project

DONE, DOCUMENT_FAILED, INPUT_TO_MEND = 0, 1, 2
app = typer.Typer(
    help="Benchmark cluster management organisations and write the reports about them.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
add_commands(app)
app.command()(example)
app.command()(compare)
app.add_typer(narratives, name="narrative")
app.command()(publish)
app.command()(preview)
app.command()(sent)
out, err = Console(highlight=False), Console(stderr=True, highlight=False)

EditionName = Annotated[str, typer.Argument(metavar="EDITION", help="Name of a folder in data/editions, or a path.")]
ProjectFolder = Annotated[Path, typer.Option("--project", help="A folder of the project.", show_default="here")]
EditionsFolder = Annotated[
    Path | None, typer.Option("--editions", help="Where editions lie, if not in data/editions.", show_default=False)
]


def main() -> None:
    """Run the command line; faults in the input are told without a traceback."""
    try:
        app()
    except InputError as error:
        print(error, file=sys.stderr)
        sys.exit(INPUT_TO_MEND)


def _project(folder: Path, editions: Path | None = None) -> "Project":
    from clusterbrief.study.project import find_project

    return find_project(folder, editions)


@app.command()
def build(  # noqa: PLR0913, PLR0917 - typer makes an option of each argument
    edition: EditionName,
    audience: Annotated[str, typer.Option(help="public, private, internal or all.")] = "public",
    only: Annotated[str, typer.Option(help="One unit: country=AM or organisation=AM-001.", show_default=False)] = "",
    document: Annotated[str, typer.Option(help="One document, by its file name in reports/.", show_default=False)] = "",
    formats: Annotated[str, typer.Option(help="html and what is wanted beside it of docx, pdf and pptx.")] = "html",
    renderer: Annotated[str, typer.Option(help="auto, quarto or embedded.")] = "auto",
    jobs: Annotated[int, typer.Option(help="Notebooks at a time; 0: one for each core.", min=0)] = 0,
    notebook_engine: Annotated[
        str, typer.Option(help="warm: notebooks share a warmed-up start; kernel: an ordinary kernel each.")
    ] = "warm",
    timeout: Annotated[float, typer.Option(help="Seconds that one cell may take; 0: no limit.", min=0)] = 600,
    memory: Annotated[int, typer.Option(help="MiB that one notebook may take; 0: no limit.", min=0)] = 2048,
    scheduler: Annotated[
        str, typer.Option(metavar="ADDRESS", help="Run notebooks on this Dask cluster: tcp://...", show_default=False)
    ] = "",
    force: Annotated[bool, typer.Option("--force", help="Make everything again.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="No progress bar.")] = False,
    project: ProjectFolder = Path(),
    editions: EditionsFolder = None,
) -> None:
    """Make the documents of an edition, from the survey's export to the site.

    Only notebooks whose data, source or software changed run again. The public site is build/site/index.html,
    private sheets are in build/private, every finding in build/internal/findings.csv.
    """
    from clusterbrief.produce.receipts import unchanged
    from clusterbrief.produce.request import AUDIENCES, FORMATS, Request
    from clusterbrief.produce.running.run import Conditions

    request = Request(
        audiences=AUDIENCES if audience == "all" else tuple(audience.split(",")),
        only=_choice(only),
        document=document.removesuffix(".qmd"),
        formats=known_among("--formats", tuple(formats.split(",")), FORMATS),
        renderer=known_among("--renderer", (renderer,), ("auto", "quarto", "embedded"))[0],
        jobs=jobs,
        force=force,
        conditions=Conditions(engine=_engine(notebook_engine), cell_seconds=timeout, memory_mib=memory),
        scheduler=scheduler,
    )
    found = _project(project, editions)
    table = unchanged(found, edition, request)
    if table is None:
        from clusterbrief import pipeline

        with progress_bar(quiet) as progress:
            table = pipeline.build(found, edition, request, progress)
    _print_run_table(table)
    raise typer.Exit(DOCUMENT_FAILED if table.failed else DONE)


def _choice(text: str) -> dict[str, str] | None:
    if not text:
        return None
    kind, equals, code = text.partition("=")
    if not equals:
        place = Place("--only")
        raise InputError([Fault(place, f'Cannot read "{text}"', "Write country=CODE or organisation=CODE.")])
    return {kind: code.upper()}


def _engine(given: str) -> "Engine":
    known_among("--notebook-engine", (given,), ("warm", "kernel"))
    return "kernel" if given == "kernel" else "warm"


def _print_run_table(table: "RunTable") -> None:
    from rich.table import Table

    shown = Table(box=None, pad_edge=False)
    for heading in ("document", "made", "up to date", "failed", "seconds"):
        shown.add_column(heading, justify="left" if heading == "document" else "right")
    for name, statuses, seconds in table.by_document():
        counts = [str(statuses[each]) if statuses[each] else "" for each in ("ok", "up to date", "failed")]
        shown.add_row(name, *counts, f"{seconds:.1f}")
    out.print(shown)
    for row in table.rows:
        if row.status == "failed":
            out.print(f"failed: {row.document} {row.unit}: {row.reason}", markup=False, soft_wrap=True)
    out.print(
        f"Typeset with: {table.renderer}. Findings about answers: {table.findings} (build/internal/findings.csv)."
    )
    for place in table.places:
        page = Path(place) / "index.html"
        out.print(f"See {page if page.is_file() else place}", soft_wrap=True, markup=False)
    for note in table.notes:
        out.print(note, soft_wrap=True, markup=False)


@app.command()
def check(edition: EditionName, project: ProjectFolder = Path(), editions: EditionsFolder = None) -> None:
    """Read and check everything that you write: framework, edition, answers, notebooks and documents."""
    from clusterbrief import pipeline

    study = pipeline.check(_project(project, editions), edition)
    counts = study.answers.findings.groupby("kind").size().sort_values(ascending=False)
    out.print(f"Nothing to mend. {len(study.answers.organisations)} organisations answered.")
    if len(counts):
        out.print(f"{counts.sum()} findings about answers do not stop a build:")
        for kind, count in counts.items():
            out.print(f"  {count:>4}  {kind}")


@app.command("list")
def list_(
    edition: EditionName,
    audience: Annotated[str, typer.Option(help="public, private, internal or all.")] = "all",
    project: ProjectFolder = Path(),
    editions: EditionsFolder = None,
) -> None:
    """List every document of every unit, and why it is or is not up to date."""
    from rich.table import Table

    from clusterbrief import pipeline
    from clusterbrief.produce.request import AUDIENCES, Request

    audiences = AUDIENCES if audience == "all" else tuple(audience.split(","))
    shown = Table(box=None, pad_edge=False)
    for heading in ("audience", "document", "unit", "state"):
        shown.add_column(heading)
    for page, state in pipeline.list_states(_project(project, editions), edition, Request(audiences=audiences)):
        shown.add_row(page.document.settings.audience, page.document.name, page.unit_code, state)
    out.print(shown)


@app.command()
def questionnaire(
    formats: Annotated[
        str,
        typer.Option("--format", help="xlsx, docx, html, limesurvey, eusurvey, codebook, joined by commas, or all."),
    ] = "all",
    out_folder: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Where to write.", show_default="build/questionnaire")
    ] = None,
    language: Annotated[str, typer.Option(help="Language of the questionnaire.")] = "en",
    edition: Annotated[
        str,
        typer.Option(metavar="EDITION", help="Write a form for each organisation that it invites.", show_default=False),
    ] = "",
    project: ProjectFolder = Path(),
    editions: EditionsFolder = None,
) -> None:
    """Write the questionnaire from data/framework: to fill in, to read, and to set up in a survey tool.

    xlsx is a form to e-mail and import back; docx and html are for reading; limesurvey is a file that LimeSurvey
    imports, with the list of its codes; eusurvey is the table to work from in EUSurvey; codebook lists every question
    and option with how it scores.
    """
    from clusterbrief.analysis.benchmarks import resolve_benchmarks
    from clusterbrief.produce.questionnaire.files import (
        LANGUAGES,
        WRITERS,
        Wanted,
        write_invited_forms,
        write_questionnaire,
    )
    from clusterbrief.study.framework import read_framework
    from clusterbrief.study.project import find_edition
    from clusterbrief.study.reference import read_reference

    given = known_among("--format", tuple(each.strip() for each in formats.split(",")), (*WRITERS, "all"))
    wanted_formats = tuple(WRITERS) if "all" in given else tuple(dict.fromkeys(given))
    known_among("--language", (language,), LANGUAGES)
    found = _project(project, editions)
    framework = read_framework(found.framework)
    folder = out_folder or found.build / "questionnaire"
    benchmarks = resolve_benchmarks(framework, read_reference(found.reference)).set_index("node_code")["benchmark"]
    wanted = Wanted(framework, folder, found.templates / "questionnaire" / "reading.css", benchmarks.to_dict())
    if edition:
        forms = write_invited_forms(wanted, find_edition(edition, found.editions))
        out.print(f"Wrote {len(forms)} forms, one for each invited organisation: {folder / 'forms'}", markup=False)
        wanted_formats = tuple(each for each in wanted_formats if each != "xlsx")
    for path in write_questionnaire(wanted, wanted_formats):
        out.print(f"Wrote {path}", markup=False, soft_wrap=True)


@app.command()
def lq(
    file: Annotated[Path, typer.Argument(metavar="FILE.csv", help="Columns area, industry and employment.")],
    reference: Annotated[
        str, typer.Option(help="Area that holds the reference totals.", show_default="all areas")
    ] = "",
    total_industry: Annotated[
        str, typer.Option(help="Industry code of the rows that hold totals.", show_default=False)
    ] = "",
    level: Annotated[str, typer.Option(help="as given, nace or ecosystem.")] = "as given",
) -> None:
    """Compute location quotients, specialisation nodes and stars; writes CSV on standard output.

    Where the file holds totals, name them: clusterbrief lq data/editions/example/employment.csv --reference ALL
    --total-industry TOTAL
    """
    from clusterbrief.produce.atlas_table import LEVELS, write_location_quotients

    known_among("--level", (level,), LEVELS)
    known = write_location_quotients(
        file, sys.stdout, reference or None, total_industry or None, level,
        tell=lambda message: err.print(message, markup=False, soft_wrap=True),
    )  # fmt: skip
    if not known:
        remedy = "Name the rows that hold totals with --total-industry, and the area of all with --reference."
        raise InputError([Fault(Place(str(file)), "Cannot compute any quotient: no total is known", remedy)])
