"""Running notebooks: one notebook and profile in, one executed notebook out."""

import logging
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import nbformat
from nbformat import NotebookNode

from clusterbrief.errors import Place


@dataclass(frozen=True)
class NotebookRun:
    """One notebook to run for one unit, and where the result goes."""

    notebook: str
    unit_code: str
    source: str  # the notebook as JSON
    parameters: dict[str, str]
    executed_path: Path


@dataclass(frozen=True)
class RunResult:
    """What became of a run: ``reason`` is empty when it went well."""

    run: NotebookRun
    seconds: float
    reason: str = ""


def execute(run: NotebookRun) -> RunResult:
    """Run one notebook in a kernel of its own.

    The executed notebook is saved even when a cell fails, with the error where it happened.
    """
    from papermill import execute_notebook
    from papermill.exceptions import PapermillException

    logging.getLogger("papermill").setLevel(logging.ERROR)
    start = perf_counter()
    reason = ""
    with TemporaryDirectory() as folder:
        scratch = Path(folder) / "executed.ipynb"
        try:
            execute_notebook(
                nbformat.reads(run.source, as_version=4),
                str(scratch),
                parameters=run.parameters,
                kernel_name="python3",
                language="python",
                progress_bar=False,
                log_output=False,
                **_kernel_settings(folder),
            )
        except PapermillException as error:
            reason = _in_one_line(error, run)
        except RuntimeError as error:  # the kernel died or never answered
            reason = f"{Place(f'{run.notebook}.ipynb', detail=run.unit_code)}: the kernel stopped: {error}"
        if scratch.exists():
            save_executed(nbformat.read(scratch, as_version=4), run.executed_path)
    return RunResult(run, perf_counter() - start, reason)


def _kernel_settings(folder: str) -> dict[str, Any]:
    """A kernel that speaks through sockets in a private folder, where the system has sockets of that kind.

    Answers would otherwise pass unencrypted over a local port that every user of the machine can try.
    """
    from traitlets.config import Config

    quiet: dict[str, Any] = {"extra_arguments": ["--log-level=CRITICAL"]}
    if os.name == "nt":
        return quiet
    return {**quiet, "config": Config({"KernelManager": {"transport": "ipc", "ip": f"{folder}/kernel"}})}


def _in_one_line(error: Exception, run: NotebookRun) -> str:
    name = getattr(error, "ename", "")
    if not name:
        return str(error).strip().splitlines()[0]
    place = Place(f"{run.notebook}.ipynb", detail=f"cell {_cell_number(error, run)}, {run.unit_code}")
    return f"{place}: {name}: {' '.join(getattr(error, 'evalue', '').split())}"


def _cell_number(error: Any, run: NotebookRun) -> int:
    """The number of the cell in the notebook's source, where papermill's cell of parameters is not."""
    cells = nbformat.reads(run.source, as_version=4).cells
    tagged = [place for place, cell in enumerate(cells) if "parameters" in cell.metadata.get("tags", [])]
    injected = bool(tagged) and error.cell_index > tagged[0]
    return int(error.cell_index) + (0 if injected else 1)


def save_executed(node: NotebookNode, path: Path) -> None:
    """Save an executed notebook without the clock in it, whole or not at all."""
    node.metadata.pop("papermill", None)
    for cell in node.cells:
        cell.metadata.pop("papermill", None)
        cell.metadata.pop("execution", None)
        cell.pop("id", None)
    node.nbformat_minor = 4  # cell ids are drawn at random, and belong to later minor versions
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_suffix(".part")
    nbformat.write(node, aside)
    aside.replace(path)


def execute_all(
    runs: Sequence[NotebookRun], jobs: int = 0, executor: Callable[[int], Executor] | None = None
) -> Iterator[RunResult]:
    """Run notebooks, as many at a time as there are cores, and give each result as it comes."""
    if not runs:
        return
    workers = min(len(runs), jobs or os.cpu_count() or 1)
    with (executor or process_pool)(workers) as pool:
        futures = {pool.submit(execute, run): run for run in runs}
        try:
            for future in as_completed(futures):
                failure = future.exception()
                if failure is not None:
                    yield RunResult(futures[future], 0.0, f"The worker stopped: {failure}")
                else:
                    yield future.result()
        finally:  # when interrupted, do not begin what has not begun
            pool.shutdown(wait=False, cancel_futures=True)


def process_pool(workers: int) -> Executor:
    """Fresh processes: forking a process that runs threads would not be safe."""
    return ProcessPoolExecutor(workers, mp_context=get_context("spawn"))
