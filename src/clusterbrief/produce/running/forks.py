"""A clean process for each notebook, forked from one that has imported and drawn already.

The parent is multiprocessing's fork server: it runs no thread, so forking it is safe, and each child begins as the
parent stood after ``warm_parent`` was imported. Whoever asks for a notebook watches over its child: a cell that takes
too long, even in code that never comes back to Python, ends with its process.
"""

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from types import ModuleType

from clusterbrief.produce.running.execute import collect, execute_in, stopped_in_cell
from clusterbrief.produce.running.run import Conditions, Executed, NotebookRun

PRELOADED = ["clusterbrief.produce.running.warm_parent"]
GRACE = 5.0  # seconds that a child has to stop by itself, when a cell has taken too long
halt = threading.Event()  # set when a build is interrupted: nobody waits for what is still running
CHECK = 0.5  # seconds between two looks at whether a child still lives


def can_fork() -> bool:
    """Whether notebooks can be forked here: on Linux, and where this process may have children."""
    may_have_children = not multiprocessing.current_process().daemon
    return sys.platform == "linux" and may_have_children and "forkserver" in multiprocessing.get_all_start_methods()


_main = threading.RLock()


@contextmanager
def without_main() -> Iterator[None]:
    """Start processes that do not import the program which is running: imported again, it might do anything."""
    with _main:
        program = sys.modules["__main__"]
        sys.modules["__main__"] = ModuleType("__main__")
        try:
            yield
        finally:
            sys.modules["__main__"] = program


def warm_up() -> None:
    """Start the process that notebooks are forked from, without waiting for it to be ready."""
    from multiprocessing import forkserver

    _context()
    before = os.environ.get("OPENBLAS_NUM_THREADS")
    os.environ["OPENBLAS_NUM_THREADS"] = "1"  # a parent that runs threads must not be forked
    try:
        with without_main():
            forkserver.ensure_running()
    finally:
        if before is None:
            del os.environ["OPENBLAS_NUM_THREADS"]
        else:
            os.environ["OPENBLAS_NUM_THREADS"] = before


def process_context() -> BaseContext:
    """How processes start that work beside this one: forked from the warm one where that can be."""
    if not can_fork():
        return multiprocessing.get_context("spawn")
    warm_up()
    return _context()


def _context() -> BaseContext:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(PRELOADED)
    return context


def execute_forked(run: NotebookRun, conditions: Conditions) -> Executed:
    """Run one notebook in a forked process."""
    start = perf_counter()
    warm_up()
    with TemporaryDirectory(prefix="clusterbrief-") as name:
        folder = Path(name)
        told, tell = multiprocessing.Pipe(duplex=False)
        child = _context().Process(target=_run_in_child, args=(folder, run, conditions, tell))  # type: ignore[attr-defined]
        with without_main():
            child.start()
        tell.close()
        try:
            reason = _watch(child, told, folder, run, conditions)
        finally:  # interrupted: the child goes first, then its folder
            _end(child)
            told.close()
        return collect(folder, start, reason)


def _run_in_child(folder: Path, run: NotebookRun, conditions: Conditions, tell: Connection) -> None:
    limit_memory(conditions.memory_mib)
    import numpy as np

    np.random.seed()
    tell.send(execute_in(folder, run, conditions, on_cell=tell.send))


def _watch(child: BaseProcess, told: Connection, folder: Path, run: NotebookRun, conditions: Conditions) -> str:
    """Wait for a child; gives why it failed, or nothing."""
    deadline = float("inf")
    while not halt.is_set():
        if told.poll(min(CHECK, max(0.0, deadline - perf_counter()))):
            try:
                message = told.recv()
            except EOFError:
                return stopped_in_cell(folder, run, _how_it_ended(child, conditions))
            if isinstance(message, str):
                return message
            if conditions.cell_seconds:
                deadline = perf_counter() + conditions.cell_seconds + GRACE
        elif perf_counter() > deadline:
            child.kill()
            why = f"took longer than {conditions.cell_seconds:g} s and could only be stopped from outside"
            return stopped_in_cell(folder, run, why)
    return stopped_in_cell(folder, run, "interrupted")


def _how_it_ended(child: BaseProcess, conditions: Conditions) -> str:
    child.join(GRACE)
    code = child.exitcode
    if code is not None and code < 0:
        name = signal.Signals(-code).name
        memory = f"; it may take {conditions.memory_mib} MiB" if conditions.memory_mib else ""
        hint = f", perhaps for want of memory{memory}" if name == "SIGKILL" else ""
        return f"its process was ended by {name}{hint}"
    return f"its process ended with exit code {code}"


def _end(child: BaseProcess) -> None:
    if child.is_alive():
        child.kill()
    child.join()
    child.close()


def limit_memory(mib: int) -> None:
    """Let this process take no more memory than this; 0 sets no limit, nor do systems without limits."""
    try:
        import resource
    except ImportError:  # Windows
        return
    hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
    if mib and (hard == resource.RLIM_INFINITY or mib * 2**20 < hard):
        resource.setrlimit(resource.RLIMIT_DATA, (mib * 2**20, hard))
