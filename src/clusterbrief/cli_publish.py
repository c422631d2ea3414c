"""The command that lets a site leave the authors' hands."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from clusterbrief.cli_answers import EditionName, EditionsFolder, ProjectFolder

DOCUMENT_FAILED = 1
out, err = Console(highlight=False), Console(stderr=True, highlight=False)


def publish(
    edition: EditionName,
    to: Annotated[Path, typer.Option("--to", metavar="DIR", help="Where publications lie; the site is DIR/public.")],
    formats: Annotated[str, typer.Option(help="Formats, joined by commas.")] = "html,docx,pdf,pptx",
    project: ProjectFolder = Path(),
    editions: EditionsFolder = None,
) -> None:
    """Build the public site, check it for leaks and broken links, and put it in its place.

    Nothing is written where a name, an address, a code, a free text or an exact result of somebody who did not agree
    is found in any file. The site comes with checksums, an archive and, where edition.yml has an address, a site map.
    The edition keeps the tables of what was published: the next publication is compared with them.
    """
    from clusterbrief import pipeline
    from clusterbrief.produce.publishing import describe
    from clusterbrief.produce.request import Request
    from clusterbrief.study.project import find_project

    request = Request(formats=tuple(formats.split(",")))
    table, place = pipeline.publish(find_project(project, editions), edition, to, request, lambda *_: None)
    for row in table.rows:
        if row.status == "failed":
            err.print(f"failed: {row.document} {row.unit}: {row.reason}", markup=False, soft_wrap=True)
    if not place:
        err.print("Nothing was published: a document failed.")
        raise typer.Exit(DOCUMENT_FAILED)
    out.print(f"Published in {place}: {describe(Path(place))}.", markup=False, soft_wrap=True)
    for note in table.notes:
        out.print(note, markup=False, soft_wrap=True)
