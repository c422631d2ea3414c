"""Everything that the documents of an edition print, without drawing or typesetting: for tests that compare numbers."""

import contextlib
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from clusterbrief import pipeline
from clusterbrief.analysis.cutting.edition_words import edition_facts
from clusterbrief.analysis.profiles import Profile
from clusterbrief.present import notebook
from clusterbrief.present.markdown import escaped, pipe_table
from clusterbrief.produce.assembly import Source, write_page
from clusterbrief.produce.documents import Page
from clusterbrief.produce.facts import document_facts
from clusterbrief.produce.narratives import Narratives
from clusterbrief.produce.notebook_results import FigureResult, NotebookResults, TableResult
from clusterbrief.produce.notebook_source import read_notebook
from clusterbrief.produce.open_data import FOLDER as OPEN_DATA
from clusterbrief.produce.open_data import write_open_data
from clusterbrief.produce.plan import PlannedRun
from clusterbrief.produce.request import AUDIENCES, Request
from clusterbrief.study.project import find_project

SHEETS = ("AM-002", "AM-009", "UA-101")  # organisations whose sheets are looked at


@dataclass
class Printed:
    """What one notebook left for one unit: tables as they are shown, and the data of tables and figures."""

    profile: Profile
    results: NotebookResults = field(default_factory=lambda: NotebookResults({}, {}, {}))
    shown: dict[str, pd.DataFrame] = field(default_factory=dict)
    data: dict[str, pd.DataFrame] = field(default_factory=dict)


@cache
def prepared(edition: str) -> pipeline.Prepared:
    """Everything known of an edition before a notebook runs."""
    project = find_project(Path(__file__).parent)
    return pipeline.prepare(project, edition, Request(audiences=AUDIENCES))


@cache
def print_all(edition: str, folder: Path, notebooks: tuple[str, ...] = ()) -> dict[tuple[str, str, str], Printed]:
    """What every notebook leaves, or those that are named, by audience, notebook and unit; of private sheets a few."""
    runs = prepared(edition).runs
    wanted = {key: each for key, each in runs.items() if key[0] != "private" or key[2] in SHEETS}
    wanted = {key: each for key, each in wanted.items() if not notebooks or key[1] in notebooks}
    return {key: _print(each, folder) for key, each in wanted.items()}


def _print(planned: PlannedRun, folder: Path) -> Printed:
    made = Printed(Profile.from_json(planned.run.profile))
    path = folder / "profile.json"
    path.write_text(planned.run.profile, encoding="utf-8")
    root = Path(__file__).parent.parent
    with _recorded(made):
        names: dict[str, Any] = {}
        for cell in read_notebook(root / "notebooks" / f"{planned.run.notebook}.ipynb").node.cells:
            if cell.cell_type == "code":
                exec(cell.source, names)
                if "parameters" in cell.metadata.get("tags", []):
                    names.update({**planned.run.parameters, "profile_path": str(path)})
    return made


@contextlib.contextmanager
def _recorded(made: Printed) -> Iterator[None]:
    """Take what a notebook shows instead of showing it."""

    def figure(name, plot, *, caption, alt, source, data, width=17.0):
        made.results.figures[name] = FigureResult(name, caption, alt, source, width, {"svg": b"<svg/>"}, "a\n")
        made.data[name] = data.reset_index(drop=True)

    def table(name, shown, *, caption, source, data=None, widths=()):
        made.results.tables[name] = TableResult(name, caption, source, pipe_table(shown, widths), "a\n")
        made.shown[name] = shown.reset_index(drop=True)
        made.data[name] = (shown if data is None else data).reset_index(drop=True)

    def passage(name, paragraphs):
        made.results.passages[name] = "\n\n".join(map(escaped, paragraphs))

    own = {"figure": figure, "table": table, "passage": passage, "value": made.results.values.__setitem__}
    before = {name: getattr(notebook, name) for name in own}
    try:
        for name, function in own.items():
            setattr(notebook, name, function)
        yield
    finally:
        for name, function in before.items():
            setattr(notebook, name, function)


def pages_of(edition: str, folder: Path) -> Iterator[tuple[Page, Printed, str]]:
    """Every page with what its notebook left, and its text as renderers get it, without backslashes and addresses."""
    study = prepared(edition).study
    facts = document_facts(edition_facts(study))
    printed = print_all(edition, folder)
    root = folder / "root"  # nothing may have been built where the tests run
    write_open_data(root / "build" / OPEN_DATA, prepared(edition).open_data)
    shutil.copytree(Path(__file__).parent.parent / "templates", root / "templates", dirs_exist_ok=True)
    for page in prepared(edition).pages:
        if page.run_key is None or page.run_key not in printed:
            continue
        made = printed[page.run_key]
        nobody = Narratives(folder / "none", page.document.settings.narratives)
        write_page(folder / page.project, page, Source(made.results, facts, root, nobody))
        text = (folder / page.project / f"{page.file}.qmd").read_text(encoding="utf-8")
        yield page, made, text.replace("\\", "")


def result_tables(edition: str) -> Mapping[str, dict[str, pd.DataFrame]]:
    """The tables of build/tables by audience: public ones, and the authors' own."""
    public, internal = pipeline.result_tables(prepared(edition))
    return {"public": public, "internal": internal}
