"""A notebook's cells run in this process, as papermill's client runs them in a kernel."""

import json
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from papermill.clientwrap import PapermillNotebookClient

from clusterbrief.produce.running.shell import NotebookShell


@cache
def notebook_shell() -> NotebookShell:
    """The shell of this process."""
    return NotebookShell()


class InProcessClient(PapermillNotebookClient):
    """papermill's client, with this process in the kernel's place: outputs and errors are handled as ever."""

    def __init__(self, nb_man: Any, on_cell: Callable[[int], None], **settings: Any) -> None:
        super().__init__(nb_man, **settings)
        self.on_cell = on_cell
        self.inside = notebook_shell()

    def execute(self, **_: Any) -> NotebookNode:
        """Run every cell until one fails."""
        self.reset_execution_trackers()
        with self.inside.opened():
            self.papermill_execute_cells()
        self.nb.metadata["language_info"] = language_info()
        self.set_widgets_metadata()
        return self.nb

    def execute_cell(self, cell: NotebookNode, cell_index: int, **_: Any) -> NotebookNode:
        """Run one cell and keep its outputs.

        Raises
        ------
        CellExecutionError
            The cell failed, and nothing says that it may.
        DeadKernelError
            The cell asked its kernel to end.
        """
        tags = cell.metadata.get("tags", [])
        if cell.cell_type != "code" or not cell.source.strip() or self.skip_cells_with_tag in tags:
            return cell
        save_quickly(self.nb_man)
        self.on_cell(cell_index)
        self.code_cells_executed += 1
        cell.outputs, self.clear_before_next_output = [], False
        if self.record_timing:
            cell.metadata["execution"] = {}
        self.inside.receive = lambda message: self.process_message(message, cell, cell_index)
        with time_limit(self._get_timeout(cell)):
            reply = self.inside.run_cell(cell.source)
        cell["execution_count"] = reply["execution_count"]
        if reply["exited"]:
            raise DeadKernelError("Kernel died")
        may_fail = not self.force_raise_errors and (self.allow_errors or "raises-exception" in tags)
        if reply["status"] == "error" and not may_fail and reply["ename"] not in self.allow_error_names:
            raise CellExecutionError.from_cell_and_msg(cell, reply)
        return cell


def save_quickly(nb_man: Any) -> None:
    """Save a notebook as far as it has come, whole or not at all, in fewer steps than nbformat takes."""
    if nb_man.output_path:
        path = Path(nb_man.output_path)
        aside = path.with_suffix(".part")
        aside.write_text(json.dumps(nb_man.nb, ensure_ascii=False), encoding="utf-8")
        aside.replace(path)
    nb_man.last_save_time = nb_man.now()


@contextmanager
def time_limit(seconds: float | None) -> Iterator[None]:
    """Stop what runs inside after so many seconds, by an exception in it.

    Code that never comes back to Python is not stopped: a parent process has to do that. Where there are no alarms, nor
    outside the main thread, there is no limit.
    """
    alarms = hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
    if not seconds or not alarms:
        yield
        return

    def ring(*_: Any) -> None:
        raise CellTimeoutError(f"the cell took longer than {seconds:g} s")

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def language_info() -> dict[str, Any]:
    """What ipykernel tells of the language that it runs."""
    from ipykernel.ipkernel import IPythonKernel

    return dict(IPythonKernel.language_info)
