"""The command that tells what changed between two editions."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from clusterbrief.cli_answers import EditionsFolder, ProjectFolder
from clusterbrief.study.project import find_project

FORM = "EDITION as it is now, EDITION@last as it was published last, or EDITION@2024-12-16."
out = Console(highlight=False)


def compare(
    old: Annotated[str, typer.Argument(metavar="OLD", help=FORM)],
    new: Annotated[str, typer.Argument(metavar="NEW", help="The same.")],
    folder: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Where to write.", show_default="build/compare")
    ] = None,
    project: ProjectFolder = Path(),
    editions: EditionsFolder = None,
) -> None:
    """Tell what changed from OLD to NEW: scores, ranks, classes, respondents and the method.

    Prints a summary, and writes a workbook and tables with every organisation by name (internal) and tables with
    what of it may be published (public).

    \b
    clusterbrief compare example example-2025        two editions
    clusterbrief compare 2024@last 2024              what the next publication would move
    """
    from clusterbrief.analysis.revisions.sides import compare_versions
    from clusterbrief.errors import Faults
    from clusterbrief.produce.changes_files import write_changes
    from clusterbrief.produce.printed_changes import print_changes
    from clusterbrief.study.version import read_version

    found = find_project(project, editions)
    faults = Faults()
    sides = []
    for text, name in ((old, "OLD"), (new, "NEW")):
        with faults.collect():
            sides.append(read_version(found, text, name))
    faults.stop_if_any()
    changes = compare_versions(*sides)
    print_changes(changes, out)
    for path in write_changes(folder or found.build / "compare", changes):
        out.print(f"Wrote {path}", markup=False, soft_wrap=True)
