"""The command that notes what was sent to whom."""

from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from clusterbrief.cli_answers import EditionName, EditionsFolder, ProjectFolder
from clusterbrief.errors import shown_path
from clusterbrief.study.project import find_project

out = Console(highlight=False)


def sent(  # noqa: PLR0913, PLR0917 - typer makes an option of each argument
    edition: EditionName,
    document: Annotated[
        str,
        typer.Argument(
            metavar="DOCUMENT",
            help="By its file name in reports/, or invitation, form or findings. A sheet: organisation.",
        ),
    ],
    recipients: Annotated[
        list[str],
        typer.Argument(
            metavar="CODE...",
            help="Codes of organisations or stakeholders; all: of a sheet, every respondent that may be contacted, "
            "else every stakeholder.",
        ),
    ],
    unit: Annotated[str, typer.Option(help="Country or region that the document is about.", show_default=False)] = "",
    day: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="When it was sent.", show_default="today")
    ] = None,
    version: Annotated[str, typer.Option(help="Version that was sent.", show_default="the one of now")] = "",
    note: Annotated[str, typer.Option(help="Anything else.", show_default=False)] = "",
    project: ProjectFolder = Path(),
    editions: EditionsFolder = None,
) -> None:
    """Note in the edition's distribution.csv which document went to whom. Nothing is sent.

    The authors' dossier shows who has been sent what, and which private sheets have changed since. The file can be
    kept in a spreadsheet as well.
    """
    from clusterbrief import pipeline
    from clusterbrief.produce.sending import Sending

    noted = Sending(document.removesuffix(".qmd"), recipients, unit, version, day.date() if day else None, note)
    path, rows = pipeline.note(find_project(project, editions), edition, noted, date.today())
    people = "one recipient" if rows == 1 else f"{rows} recipients"
    out.print(f"Noted for {people}: {shown_path(path)}", markup=False, soft_wrap=True)
