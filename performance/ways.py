"""The ways to run notebooks that are compared, each on the same few notebooks."""

import os
import tempfile
import warnings
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import perf_counter

import nbformat
import plain_drawing
from IPython.utils.capture import capture_output

from clusterbrief.produce.running.executors import execute_all
from clusterbrief.produce.running.run import PROFILE, Conditions, NotebookRun

HERE = Path(__file__).parent
PLAINLY = f"import sys; sys.path.insert(0, {str(HERE)!r}); import plain_drawing; plain_drawing.draw_plainly()"
MEMORY = "print('peak', [line.split()[1] for line in open('/proc/self/status') if line.startswith('VmHWM')][0])"
Runs = Sequence[NotebookRun]


def papermill_loop(runs: Runs) -> None:
    """papermill in a loop, a kernel each, figures drawn plainly: what most people would write."""
    import papermill

    for run in runs:
        node = nbformat.reads(run.source, as_version=4)
        node.cells.insert(0, nbformat.v4.new_code_cell(PLAINLY))
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / PROFILE).write_text(run.profile, encoding="utf-8")
            papermill.execute_notebook(
                node, f"{folder}/out.ipynb", parameters={"profile_path": PROFILE, **run.parameters},
                kernel_name="python3", language="python", progress_bar=False, cwd=folder,
                extra_arguments=["--log-level=CRITICAL"],
            )  # fmt: skip


def engine(runs: Runs, workers: int, drawings: str | None = None) -> None:
    """Our engine, figures drawn once for all notebooks that draw them alike, in a new folder or in one that lasts."""
    with tempfile.TemporaryDirectory() as new, ThreadPoolExecutor(workers) as executor:
        results = execute_all(dict(enumerate(runs)), Conditions(drawings=drawings or new), executor)
        failed = [each.reason for _, each in results if each.reason]
    assert not failed, failed


def compare_editions(editions: Sequence[Runs], workers: int, turns: int, tell: Callable[[str], None]) -> list[float]:
    """Seconds of our engine for each notebook of each edition: a part of each edition in turn, then the next part."""
    seconds = [0.0] * len(editions)
    with tempfile.TemporaryDirectory() as folder:
        for turn in range(turns):
            for place, runs in enumerate(editions):
                drawings = Path(folder) / str(place)  # as in one build: what is drawn once is drawn once
                drawings.mkdir(exist_ok=True)
                start = perf_counter()
                engine(runs[turn::turns], workers, str(drawings))
                seconds[place] += perf_counter() - start
            tell(f"editions: {turn + 1} of {turns} parts")
    return [total / len(runs) for total, runs in zip(seconds, editions, strict=True)]


def in_this_process(runs: Runs, plainly: bool) -> None:
    """The floor: the same calls in one warm process, without papermill and without a kernel."""
    plain_drawing.draw_plainly() if plainly else plain_drawing.draw_as_ever()
    here = Path.cwd()
    for run in runs:
        with tempfile.TemporaryDirectory() as folder, capture_output(), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            os.chdir(folder)
            try:
                Path(PROFILE).write_text(run.profile, encoding="utf-8")
                names: dict[str, object] = {"__name__": "__main__"}
                for cell in nbformat.reads(run.source, as_version=4).cells:
                    if cell.cell_type == "code":
                        exec(cell.source, names)
                        if "parameters" in cell.metadata.get("tags", []):
                            names |= {"profile_path": PROFILE, **run.parameters}
            finally:
                os.chdir(here)


def compare(runs: Runs, workers: int, block: int, tell: Callable[[str], None]) -> dict[str, float]:
    """Seconds of each way for all notebooks: a block of notebooks by each way in turn, then the next block."""
    ways: Mapping[str, Callable[[Runs], None]] = {
        "papermill loop, drawn plainly": papermill_loop,
        "floor: one warm process, drawn plainly": lambda some: in_this_process(some, True),
        "the same, drawn as we draw": lambda some: in_this_process(some, False),
        "our engine, 1 worker": lambda some: engine(some, 1),
        f"our engine, {workers} workers": lambda some: engine(some, workers),
    }
    engine(runs[:1], 1)  # whatever is imported once is imported before
    in_this_process(runs[:1], True)
    seconds = dict.fromkeys(ways, 0.0)
    drawing = {"drawing, plainly": 0.0, "drawing, as we draw": 0.0}
    for first in range(0, len(runs), block):
        some = runs[first : first + block]
        for name, way in ways.items():
            before, start = plain_drawing.spent[0], perf_counter()
            way(some)
            seconds[name] += perf_counter() - start
            drawn = plain_drawing.spent[0] - before
            if drawn:
                drawing["drawing, plainly" if "plainly" in name else "drawing, as we draw"] += drawn
        tell(f"notebooks: {first + len(some)} of {len(runs)}")
    return seconds | drawing


def peak_memory(runs: Runs) -> float:
    """The most memory that a worker took, in MiB."""
    peaks = []
    for run in runs:
        node = nbformat.reads(run.source, as_version=4)
        node.cells.append(nbformat.v4.new_code_cell(MEMORY))
        probe = NotebookRun(run.notebook, run.unit_code, nbformat.writes(node), run.profile, run.parameters)
        with ThreadPoolExecutor(1) as executor:
            [(_, executed)] = execute_all({0: probe}, Conditions(), executor)
        [output] = nbformat.reads(executed.notebook, as_version=4).cells[-1].outputs
        peaks.append(int(output.text.split()[1]) / 1024)
    return max(peaks)
