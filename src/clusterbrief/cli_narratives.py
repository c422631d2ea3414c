"""Commands about the authors' own texts."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from clusterbrief.cli_answers import EditionName, EditionsFolder, ProjectFolder
from clusterbrief.errors import Fault, InputError, Place, nearest_name, shown_path
from clusterbrief.study.project import find_project

narratives = typer.Typer(help="The authors' own texts: prose that documents show and no build ever touches.")
out = Console(highlight=False)


@narratives.callback()
def _group() -> None:
    """Keep ``new`` a command of its own."""


@narratives.command()
def new(
    edition: EditionName,
    units: Annotated[list[str], typer.Argument(metavar="UNIT...", help="Codes of countries or of the region.")],
    project: ProjectFolder = Path(),
    editions: EditionsFolder = None,
) -> None:
    """Write an empty file for each text that documents ask for and that is not there yet.

    The files lie in the edition, in narratives/UNIT. Each begins with a note on what the text is for. Texts that are
    there stay as they are.
    """
    from clusterbrief import pipeline
    from clusterbrief.produce.narratives import write_scaffold
    from clusterbrief.produce.plan import unit_labels

    study, documents, _ = pipeline.read_all(find_project(project, editions), edition)
    labels = unit_labels(study)
    asked: dict[str, dict[str, str]] = {code: {} for codes in labels.values() for code in codes}
    for document in documents:
        for code in labels[document.settings.each]:
            asked[code].update(document.settings.narratives)
    known = {code.upper(): code for code in asked}
    unknown = [each for each in units if each.upper() not in known]
    if unknown:
        raise InputError(
            Fault(Place("UNIT"), f'Cannot find the unit "{each}"', nearest_name(each, asked)) for each in unknown
        )
    for code in (known[each.upper()] for each in units):
        written = write_scaffold(study.edition.narratives, code, asked[code])
        for path in written:
            out.print(f"Written: {shown_path(path)}", soft_wrap=True, markup=False)
        if not written:
            why = "Every text is there" if asked[code] else "No document asks for a text"
            out.print(f"{code}: {why}.", markup=False)
