"""Commands about answers: bringing them in, following one of them, sending back what is wrong with them."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from clusterbrief.study.project import find_project

ProjectFolder = Annotated[Path, typer.Option("--project", help="A folder of the project.", show_default="here")]
EditionsFolder = Annotated[
    Path | None, typer.Option("--editions", help="Where editions lie, if not in data/editions.", show_default=False)
]
EditionName = Annotated[str, typer.Argument(metavar="EDITION", help="Name of a folder in data/editions, or a path.")]
out = Console(highlight=False)


def add_commands(app: typer.Typer) -> None:
    """Add the commands of this module to the command line."""
    app.command("import")(import_)
    app.command()(trace)
    app.command()(findings)


def import_(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Exports of one survey tool or several.")],
    edition: Annotated[str, typer.Option(help="Name of the edition's folder; made if it is not there.")],
    year: Annotated[
        int | None, typer.Option(help="Year of a new edition.", min=2000, max=2100, show_default="of the answers")
    ] = None,
    tool: Annotated[str, typer.Option(help="Survey tool, if it cannot be recognised.", show_default=False)] = "",
    project: ProjectFolder = Path(),
    editions: EditionsFolder = None,
) -> None:
    """Copy exports of survey tools into an edition, and say what was recognised in them.

    The files stay as they are. A new edition gets an edition.yml and a list of invited organisations to fill in.
    """
    from clusterbrief.produce.printed_import import print_imported
    from clusterbrief.study.framework import read_framework
    from clusterbrief.study.importing import import_exports

    found = find_project(project, editions)
    folder = found.editions / edition
    imported = import_exports(files, folder, read_framework(found.framework), year, tool)
    print_imported(imported, edition if editions is None else str(folder), out)


def trace(
    edition: EditionName,
    organisation: Annotated[str, typer.Argument(metavar="ORGANISATION", help="Code or name of a respondent.")],
    indicator: Annotated[str, typer.Argument(metavar="INDICATOR", help="Code of an indicator.")],
    project: ProjectFolder = Path(),
    editions: EditionsFolder = None,
) -> None:
    """Print an answer's whole way: from the cell of the export to the class it helps to decide."""
    from clusterbrief.analysis.analyse import results_of
    from clusterbrief.analysis.trace import cells_of, find_indicator, find_organisation, trace_indicator
    from clusterbrief.errors import Faults
    from clusterbrief.produce.printed_trace import print_trace
    from clusterbrief.study.intake import read_study, read_survey
    from clusterbrief.study.raw_cells import raw_cells

    study = read_study(find_project(project, editions), edition)
    faults = Faults()
    with faults.collect():
        organisation_code = find_organisation(study, organisation)
    with faults.collect():
        indicator_code = find_indicator(study.framework, indicator)
    faults.stop_if_any()
    exports = read_survey(study.edition)
    cells = cells_of(study, organisation_code, indicator_code)
    raw = raw_cells(exports, study.framework, study.edition.settings.headings, cells)
    print_trace(trace_indicator(study, results_of(study), organisation_code, indicator_code, raw), out)


def findings(
    edition: EditionName,
    folder: Annotated[Path, typer.Option("--out", metavar="DIR", help="Where to write the workbooks.")],
    project: ProjectFolder = Path(),
    editions: EditionsFolder = None,
) -> None:
    """Write a workbook for each respondent whose answers leave questions, to send back to it.

    Each is named by the code of its organisation alone and holds nothing about any other.
    """
    from clusterbrief.produce.findings_workbook import write_findings_workbooks
    from clusterbrief.study.intake import read_study, read_survey
    from clusterbrief.study.raw_cells import raw_cells

    study = read_study(find_project(project, editions), edition)
    told = study.answers.findings
    cells = {f"{each.file} ({each.cell})" for each in told.itertuples() if each.organisation_code}
    raw = raw_cells(read_survey(study.edition), study.framework, study.edition.settings.headings, cells)
    written, left = write_findings_workbooks(folder, study, raw)
    noun = "workbook" if len(written) == 1 else "workbooks"
    out.print(f"Wrote {len(written)} {noun} to {folder}.", markup=False, soft_wrap=True)
    if left:
        names = ", ".join(path.name for path in left)
        out.print(f"Nothing is to be asked any more of these earlier ones: {names}.", markup=False, soft_wrap=True)
