"""The commands that show documents: to their authors while they write, and to everybody."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from clusterbrief.cli_answers import EditionName, EditionsFolder, ProjectFolder
from clusterbrief.cli_progress import progress_bar
from clusterbrief.errors import known_among

DOCUMENT_FAILED = 1
RENDERERS = ("auto", "quarto", "embedded")
out, err = Console(highlight=False), Console(stderr=True, highlight=False)
Renderer = Annotated[str, typer.Option(help="auto, quarto or embedded.")]


def publish(  # noqa: PLR0913, PLR0917 - typer makes an option of each argument
    edition: EditionName,
    to: Annotated[Path, typer.Option("--to", metavar="DIR", help="Where publications lie; the site is DIR/public.")],
    audience: Annotated[str, typer.Option(help="public, private, internal or all.")] = "public",
    formats: Annotated[str, typer.Option(help="Formats, joined by commas.")] = "html,docx,pdf,pptx",
    renderer: Renderer = "auto",
    quiet: Annotated[bool, typer.Option("--quiet", help="No progress bar.")] = False,
    project: ProjectFolder = Path(),
    editions: EditionsFolder = None,
) -> None:
    """Build what an audience gets, check it for leaks and broken links, and put it in its place.

    DIR/public is the site, with checksums, an archive and, where edition.yml has an address, a site map. DIR/private
    has a folder for each respondent, with its sheet alone, and DIR/internal is the authors' dossier; pass neither on as
    a whole. Nothing is written where a name, an address, a code, a free text or an exact result of somebody who did not
    agree is found in any file of the site, or anything of another organisation in a sheet. A document of which authors
    still have to write a text is published with a placeholder, and a warning names the file. The edition keeps the
    tables of what was published: the next publication is compared with them.
    """
    from clusterbrief import pipeline
    from clusterbrief.produce.plan import audiences_of
    from clusterbrief.produce.publishing import describe
    from clusterbrief.produce.request import FORMATS, Request
    from clusterbrief.study.project import find_project

    wanted = known_among("--formats", tuple(formats.split(",")), FORMATS)
    known_among("--renderer", (renderer,), RENDERERS)
    request = Request(audiences_of(audience), formats=wanted, renderer=renderer)
    with progress_bar(quiet) as progress:
        table, places = pipeline.publish(find_project(project, editions), edition, to, request, progress)
    for row in table.rows:
        if row.status == "failed":
            err.print(f"failed: {row.document} {row.unit}: {row.reason}", markup=False, soft_wrap=True)
    if not places:
        err.print("Nothing was published: a document failed.")
        raise typer.Exit(DOCUMENT_FAILED)
    for place in places:
        out.print(f"Published in {place}: {describe(Path(place))}.", markup=False, soft_wrap=True)
    for note in table.notes:
        out.print(note, markup=False, soft_wrap=True)


def preview(
    edition: EditionName,
    audience: Annotated[str, typer.Option(help="public or internal.")] = "public",
    document: Annotated[str, typer.Option(help="One document, by its file name in reports/.", show_default=False)] = "",
    port: Annotated[int, typer.Option(help="Where to listen on this computer; 0: wherever there is room.")] = 8000,
    renderer: Renderer = "auto",
    project: ProjectFolder = Path(),
    editions: EditionsFolder = None,
) -> None:
    """Show the site in a browser while you write; what you save is built again and shown.

    Only this computer can see it. A fault in what you save is shown in the browser and here, over the last good pages.
    Stop with Ctrl-C.
    """
    from clusterbrief import pipeline
    from clusterbrief.produce.plan import audiences_of
    from clusterbrief.produce.request import Request
    from clusterbrief.study.project import find_project

    known_among("--renderer", (renderer,), RENDERERS)
    request = Request(audiences_of(audience)[:1], document=document.removesuffix(".qmd"), renderer=renderer)

    def tell(text: str) -> None:
        out.print(text, markup=False, soft_wrap=True)

    pipeline.preview(find_project(project, editions), edition, request, port, tell)
    tell("Stopped.")
