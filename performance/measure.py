"""How fast notebooks run, figures draw and editions are built, the ways side by side in one run."""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import rebuilds
import report
import ways

from clusterbrief import pipeline
from clusterbrief.produce.receipts import FOLDER as RECEIPTS
from clusterbrief.produce.request import AUDIENCES, Request
from clusterbrief.produce.running.run import NotebookRun
from clusterbrief.produce.typesetting import typeset_so_far
from clusterbrief.study.project import find_project

ROOT = Path(__file__).parent.parent
COPIED = ("data/eu", "data/framework", "data/open_data.yml", "notebooks", "reports", "templates", "_quarto.yml")
TURNS = 10  # parts that two editions are run in


def main() -> None:
    """Measure, and write docs/performance.md and its figure."""
    options = read_options()
    with tempfile.TemporaryDirectory() as folder:
        root = make_project(Path(folder) / "project", options.organisations)
        runs = notebook_runs(root)
        workers = os.cpu_count() or 1
        measured = runs[:: -(-len(runs) // options.notebooks)] if options.notebooks else runs
        seconds = ways.compare(measured, workers, options.block, tell)
        tell(notebook_table(seconds, len(measured)))  # what follows takes as long again, and may be interrupted
        peak = ways.peak_memory([*measured[:3], *measured[-3:]])
        builds = {formats: list(rebuilds.rebuilds(root, formats, tell)) for formats in options.formats.split("+")}
        larger = [beside_more(runs, Path(folder) / "larger", options.also, workers)] if options.also else []
        renderers = quarto_against_embedded(root) if shutil.which("quarto") else []
    text = "\n\n".join(
        [
            f"{report.machine()} {options.organisations} organisations, "
            f"{len(measured)} of their {len(runs)} notebooks.",
            notebook_table(seconds, len(measured)),
            "![Seconds for each notebook, by the way it is run](images/performance.svg)",
            *(build_table(formats, rows) for formats, rows in builds.items()),
            f"The most memory that a worker took: {peak:.0f} MiB.",
            *larger,
            *renderers,
        ]
    )
    report.write(ROOT / "docs" / "performance.md", text)
    shown = {name: total for name, total in seconds.items() if not name.startswith("drawing")}
    report.draw(shown, len(measured), ROOT / "docs" / "images" / "performance.svg")
    print(text)


def read_options() -> argparse.Namespace:
    """What to measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--organisations", type=int, default=100)
    parser.add_argument("--notebooks", type=int, default=0, help="only about so many, of all kinds; 0: all")
    parser.add_argument("--block", type=int, default=10, help="notebooks that each way runs in turn")
    parser.add_argument("--formats", default="html+html,docx,pdf,pptx", help="formats of the builds, joined by +")
    parser.add_argument("--also", type=int, default=0, help="organisations of a larger edition")
    return parser.parse_args()


def tell(text: str) -> None:
    """Say how far it has come."""
    print(text, file=sys.stderr, flush=True)


def make_project(root: Path, organisations: int) -> Path:
    """A copy of the project with an edition of so many organisations, the last of which has not answered yet."""
    for name in COPIED:
        source, target = ROOT / name, root / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(source, target) if source.is_dir() else shutil.copy(source, target)
    (root / "data" / "editions").mkdir()
    command = [
        rebuilds.CLUSTERBRIEF,
        "example",
        str(root / "data" / "editions" / "measured"),
        "--organisations",
        str(organisations),
    ]
    subprocess.run(command, check=True, capture_output=True)
    answers = root / "data" / "editions" / "measured" / "answers.xlsx"
    rebuilds.LATE[answers] = rebuilds.keep_last_back(answers)
    return root


def notebook_runs(root: Path) -> list[NotebookRun]:
    """Every notebook run of the edition, for all audiences."""
    prepared = pipeline.prepare(find_project(root), "measured", Request(audiences=AUDIENCES))
    return [planned.run for planned in prepared.runs.values()]


def notebook_table(seconds: dict[str, float], n: int) -> str:
    """The ways, with their seconds for each notebook and against the two that ours is compared with."""
    loop, floor = seconds["papermill loop, drawn plainly"], seconds["floor: one warm process, drawn plainly"]
    rows = [
        (name, f"{total / n:.3f}", f"{loop / total:.2f} times as fast as the loop; {total / floor:.2f} of the floor")
        for name, total in seconds.items()
        if not name.startswith("drawing")
    ]
    plain, ours = seconds["drawing, plainly"], seconds["drawing, as we draw"]
    rows.append(("drawing, plainly", f"{plain / n:.3f}", ""))
    rows.append(("drawing, as we draw", f"{ours / n:.3f}", f"{ours / plain:.2f} of plain drawing"))
    return report.table(rows, ("way", "seconds each", "ratio"))


def build_table(formats: str, rows: list[tuple[str, float]]) -> str:
    """Builds, with their share of the build of everything."""
    everything = rows[0][1]
    shown = [(name, f"{seconds:.2f}", f"{seconds / everything:.1%}") for name, seconds in rows]
    return report.table(shown, (f"build, all audiences, {formats}", "seconds", "of everything"))


def beside_more(runs: ways.Runs, root: Path, organisations: int, workers: int) -> str:
    """What each notebook of a larger edition takes, beside each of the smaller one, in turn."""
    larger = notebook_runs(make_project(root, organisations))
    tell(f"{len(larger)} notebooks of {organisations} organisations")
    here, there = ways.compare_editions((runs, larger), workers, TURNS, tell)
    return (
        f"Every notebook of both editions, a tenth of each in turn: {here:.3f} s for each of the {len(runs)}, "
        f"{there:.3f} s for each of the {len(larger)} of {organisations} organisations, {there / here:.2f} times that."
    )


def quarto_against_embedded(root: Path) -> list[str]:
    """The public site typeset by both renderers, from the same notebooks and with nothing kept of a build before."""
    rebuilds.build(root, audience="public")  # the answers may be others than those of the last build
    seconds = {}
    for name in ("embedded", "quarto"):
        forget_typeset(root / "build")
        seconds[name] = rebuilds.build(root, audience="public", renderer=name)
    rows = [(f"public site by {name}, notebooks up to date", f"{each:.1f}", "") for name, each in seconds.items()]
    return [report.table(rows, ("renderer", "seconds", ""))]


def forget_typeset(build: Path) -> None:
    """Drop what spares a build the typesetting: documents kept, what they were made from, and receipts of builds."""
    for folder in ("typeset", RECEIPTS):
        shutil.rmtree(build / folder, ignore_errors=True)
    typeset_so_far(build).forget_others(set())


if __name__ == "__main__":
    main()
