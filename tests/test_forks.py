"""Notebooks in forked processes: clean, limited in time and memory, and readable whatever ends them."""

import os
import threading
import time
from pathlib import Path

import pytest

from clusterbrief.produce.running import forks
from clusterbrief.produce.running.forks import can_fork, execute_forked
from clusterbrief.produce.running.run import Conditions
from notebook_inputs import outputs, printed, run_of

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not can_fork(), reason="notebooks are forked on Linux only; elsewhere they run in kernels"),
]
SHORT = Conditions(cell_seconds=1.0)
HANG = "sum(iter(int, 1))"  # loops in C for ever: no alarm of Python can ring


def test_what_a_notebook_leaves_behind_does_not_reach_the_next():
    first = (
        "import os, sys, clusterbrief.present.theme as t; os.environ['LEFT'] = 'x'; sys.left = 1; t.OWN = 'red'; y = 1"
    )
    assert not execute_forked(run_of(first), Conditions()).reason
    look = "print('LEFT' in os.environ, hasattr(sys, 'left'), t.OWN == 'red', 'y' in globals())"
    second = run_of("import os, sys, clusterbrief.present.theme as t", look)
    assert printed(execute_forked(second, Conditions())) == "False False False False\n"


def test_random_numbers_differ_from_notebook_to_notebook():
    draw = "import random, numpy as np; print(random.random(), np.random.rand())"
    assert printed(execute_forked(run_of(draw), Conditions())) != printed(execute_forked(run_of(draw), Conditions()))


def test_cell_that_takes_too_long_is_told_and_what_came_before_stays():
    executed = execute_forked(run_of("print('before')", "while True: pass", "print('after')"), SHORT)
    assert executed.reason == "country.ipynb (cell 4, AM): CellTimeoutError: the cell took longer than 1 s"
    assert printed(executed) == "before\n"
    assert [each.ename for each in outputs(executed) if each.output_type == "error"] == ["CellTimeoutError"]


def test_cell_that_never_comes_back_to_python_is_ended_from_outside(monkeypatch):
    monkeypatch.setattr(forks, "GRACE", 0.5)
    executed = execute_forked(run_of("print('before')", HANG), SHORT)
    assert executed.reason.startswith("country.ipynb (cell 4, AM): took longer than 1 s and could only be stopped")
    assert printed(executed) == "before\n"
    assert outputs(executed)[-1].ename == "Stopped"


def test_cell_that_wants_too_much_memory_fails_and_is_told():
    executed = execute_forked(run_of("print('before')", "x = bytearray(3 * 2**30)"), Conditions(memory_mib=1024))
    assert executed.reason == "country.ipynb (cell 4, AM): MemoryError: "
    assert printed(executed) == "before\n"
    assert not execute_forked(run_of("x = bytearray(2**20)"), Conditions(memory_mib=1024)).reason


@pytest.mark.parametrize(
    ("end", "reason"),
    [
        ("os._exit(3)", "its process ended with exit code 3"),
        ("os.kill(os.getpid(), 11)", "its process was ended by SIGSEGV"),
        (
            "os.kill(os.getpid(), 9)",
            "its process was ended by SIGKILL, perhaps for want of memory; it may take 2048 MiB",
        ),
    ],
)
def test_process_that_dies_leaves_a_notebook_that_can_be_read(end, reason):
    executed = execute_forked(run_of("print('before')", f"import os; {end}", "print('after')"), Conditions())
    assert executed.reason == f"country.ipynb (cell 4, AM): {reason}"
    assert printed(executed) == "before\n"
    assert outputs(executed)[-1].ename == "Stopped"


def test_interruption_ends_what_is_running(monkeypatch):
    monkeypatch.setattr(forks, "halt", threading.Event())
    threading.Timer(1.5, forks.halt.set).start()
    began = time.monotonic()
    executed = execute_forked(run_of("import os; print(os.getpid())", "import time; time.sleep(60)"), Conditions())
    assert executed.reason == "country.ipynb (cell 4, AM): interrupted"
    assert time.monotonic() - began < 30
    with pytest.raises(ProcessLookupError):
        os.kill(int(printed(executed)), 0)


def test_folder_of_a_run_is_gone_afterwards():
    folder = printed(execute_forked(run_of("import os; print(os.getcwd())"), Conditions())).strip()
    assert folder
    assert not Path(folder).exists()
