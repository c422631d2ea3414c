"""The command that writes synthetic editions."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from clusterbrief.cli_answers import EditionsFolder, ProjectFolder
from clusterbrief.errors import Fault, InputError, Place
from clusterbrief.study.project import find_project

EXAMPLE_MARK = "# A synthetic edition"  # how the edition.yml of an example begins
out = Console(highlight=False)


def example(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where to write the edition.")],
    organisations: Annotated[int, typer.Option(help="How many answer.", min=0)] = 84,
    seed: Annotated[int, typer.Option(help="The same seed gives the same files.")] = 7,
    year: Annotated[int, typer.Option(help="Year of the survey.", min=2000, max=2100)] = 2024,
    later_than: Annotated[
        str,
        typer.Option(
            metavar="EDITION", help="Ask the organisations of EDITION again a year later.", show_default=False
        ),
    ] = "",
    project: ProjectFolder = Path(),
    editions: EditionsFolder = None,
) -> None:
    """Write an edition of synthetic answers, to try things with.

    With --later-than, the same invented organisations answer a year later: some are gone, some are new, most are a
    little better and some are worse. --organisations and --year then follow from EDITION, and edition.yml says that
    it is compared with it.
    """
    from clusterbrief.study.example import write_example
    from clusterbrief.study.framework import read_framework

    _keep_own_edition(folder)
    found = find_project(project, editions)
    framework = read_framework(found.framework)
    if later_than:
        from clusterbrief.study.edition import read_edition
        from clusterbrief.study.example_later import write_later_example
        from clusterbrief.study.intake import read_survey
        from clusterbrief.study.project import find_edition
        from clusterbrief.study.responses import read_answers

        earlier = read_edition(find_edition(later_than, found.editions), framework.countries)
        write_later_example(folder, earlier, read_answers(read_survey(earlier), framework, earlier), framework, seed)
    else:
        write_example(folder, framework, organisations, seed, year)
    out.print(f"Wrote {folder}: synthetic answers, invented names.", markup=False)


def _keep_own_edition(folder: Path) -> None:
    """Refuse to write synthetic answers over an edition that is not synthetic."""
    settings = folder / "edition.yml"
    if settings.is_file() and not settings.read_text("utf-8-sig", errors="replace").startswith(EXAMPLE_MARK):
        problem = "Cannot write an example here: the folder holds an edition that was not made so"
        raise InputError([Fault(Place(str(settings)), problem, "Give another folder.")])
