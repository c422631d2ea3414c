"""Executing a notebook: a pure function of the notebook, its profile and its parameters.

It writes to a folder of its own, which is gone afterwards; the executed notebook holds no path and no clock.
"""

import logging
import os
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Any

import nbformat
from nbformat import NotebookNode

from clusterbrief.errors import Place
from clusterbrief.present.kept_drawings import FOLDER
from clusterbrief.produce.running.run import PROFILE, Conditions, Executed, NotebookRun

SCRATCH = "executed.ipynb"


def execute_in(
    folder: Path, run: NotebookRun, conditions: Conditions, on_cell: Callable[[int], None] = lambda _: None
) -> str:
    """Run one notebook in a folder with papermill; gives why it failed, or nothing.

    The executed notebook is in the folder even when a cell fails, with the error where it happened. ``on_cell`` is told
    the number of each cell before it runs, by the warm engine only.
    """
    os.environ[FOLDER] = conditions.drawings
    (folder / PROFILE).write_text(run.profile, encoding="utf-8")
    reason, node = _execute(folder, run, conditions, on_cell)
    node = node or read_scratch(folder)
    if node:
        save_timeless(node, folder)
    return reason


def _execute(
    folder: Path, run: NotebookRun, conditions: Conditions, on_cell: Callable[[int], None]
) -> tuple[str, NotebookNode | None]:
    """Run one notebook with papermill; gives why it failed, or the executed notebook."""
    from papermill import execute_notebook
    from papermill.exceptions import PapermillException

    logging.getLogger("papermill").setLevel(logging.CRITICAL + 1)  # what fails is told in the run table
    warm = conditions.engine == "warm"
    settings = {"engine_name": "clusterbrief", "on_cell": on_cell} if warm else _kernel_settings(folder)
    try:
        node = execute_notebook(
            nbformat.reads(run.source, as_version=4),
            str(folder / SCRATCH),
            parameters={"profile_path": PROFILE, **run.parameters},
            kernel_name="python3",
            language="python",
            progress_bar=False,
            log_output=False,
            cwd=str(folder),
            execution_timeout=conditions.cell_seconds or None,
            **settings,
        )
    except TimeoutError:
        why = f"took longer than {conditions.cell_seconds:g} s and was stopped"
        return stopped_in_cell(folder, run, why), None
    except PapermillException as error:
        return _in_one_line(error, run), None
    except RuntimeError as error:  # the kernel died or never answered
        return stopped_in_cell(folder, run, f"the kernel stopped: {error}"), None
    return "", node


def _kernel_settings(folder: Path) -> dict[str, Any]:
    """A kernel that speaks through sockets in a private folder, where the system has sockets of that kind.

    Answers would otherwise pass unencrypted over a local port that every user of the machine can try.
    """
    from traitlets.config import Config

    quiet: dict[str, Any] = {"extra_arguments": ["--log-level=CRITICAL"]}
    if os.name == "nt":
        return quiet
    return {**quiet, "config": Config({"KernelManager": {"transport": "ipc", "ip": str(folder / "kernel")}})}


def _in_one_line(error: Exception, run: NotebookRun) -> str:
    name = getattr(error, "ename", "")
    if not name:
        return str(error).strip().splitlines()[0]
    said = " ".join(str(getattr(error, "evalue", "")).split())
    return f"{_cell_place(run, error.cell_index)}: {name}: {said}"  # type: ignore[attr-defined]


def _cell_place(run: NotebookRun, index: int) -> Place:
    return Place(f"{run.notebook}.ipynb", detail=f"cell {_cell_number(run, index)}, {run.unit_code}")


def _cell_number(run: NotebookRun, index: int) -> int:
    """The number of a cell in the notebook's source, where papermill's cell of parameters is not."""
    cells = nbformat.reads(run.source, as_version=4).cells
    tagged = [place for place, cell in enumerate(cells) if "parameters" in cell.metadata.get("tags", [])]
    injected = bool(tagged) and index > tagged[0]
    return index + (0 if injected else 1)


def stopped_in_cell(folder: Path, run: NotebookRun, why: str) -> str:
    """Note in the executed notebook in which cell it was stopped from outside, and give the reason with that place."""
    node = read_scratch(folder)
    begun = [index for index, cell in enumerate(node.cells if node else ()) if _began(cell)]
    if node is None or not begun:
        return f"{Place(f'{run.notebook}.ipynb', detail=run.unit_code)}: {why}"
    cell = node.cells[begun[-1]]
    if cell.cell_type == "code":
        text = f"The notebook ended here: {why}"
        cell.outputs.append(nbformat.v4.new_output("error", ename="Stopped", evalue=why, traceback=[text]))
    save_timeless(node, folder)
    return f"{_cell_place(run, begun[-1])}: {why}"


def _began(cell: NotebookNode) -> bool:
    return cell.metadata.get("papermill", {}).get("start_time") is not None


def read_scratch(folder: Path) -> NotebookNode | None:
    """The executed notebook as far as it was saved; None where it was not."""
    try:
        return nbformat.read(folder / SCRATCH, as_version=4)
    except (OSError, ValueError, nbformat.ValidationError):
        return None


def save_timeless(node: NotebookNode, folder: Path) -> None:
    """Save an executed notebook without the clock in it and without anything drawn at random."""
    node.metadata.pop("papermill", None)
    for cell in node.cells:
        for name in ("papermill", "execution"):
            cell.metadata.pop(name, None)
        cell.pop("id", None)
    node.nbformat_minor = 4  # cell ids are drawn at random, and belong to later minor versions
    nbformat.write(node, folder / SCRATCH)


def collect(folder: Path, start: float, reason: str) -> Executed:
    """What a run left in its folder: the executed notebook, and how long it took."""
    path = folder / SCRATCH
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    return Executed(text, perf_counter() - start, reason)
