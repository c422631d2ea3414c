"""Executing a notebook: failures have a place, results are the same bytes by both engines."""

import re
from pathlib import Path

import pytest

from clusterbrief.produce.running.executors import execute
from clusterbrief.produce.running.run import Conditions
from notebook_inputs import comparable, outputs, printed, run_of

pytestmark = pytest.mark.slow
WARM, KERNEL = Conditions(engine="warm"), Conditions(engine="kernel")
BOTH = [WARM, KERNEL]
CELLS = (
    "print('a'); import sys; print('b', file=sys.stderr); print('c')",
    "import pandas as pd\npd.DataFrame({'a': [1, 2], 'b': ['x', None]})",
    "from IPython.display import display, HTML, Markdown, clear_output, update_display",
    "display(HTML('<b>x</b>')); display({'text/plain': 'raw', 'application/json': {'a': [1]}}, raw=True)",
    "h = display(Markdown('one'), display_id='id1')\nupdate_display(Markdown('two'), display_id='id1')",
    "print('gone'); clear_output(); print('stays')",
    "print('gone later'); clear_output(wait=True); print('next')",
    "import subprocess; print('first'); subprocess.run(['echo', 'second']); print('third')",
    "!echo shell; echo error 1>&2",
    "import matplotlib.pyplot as plt\nplt.plot([1, 2, 3]); plt.title('t')",
    "fig, ax = plt.subplots(); ax.bar(['a'], [1]); plt.show(); print('after')",
    "import logging; logging.getLogger('x').warning('logged')",
    "x = 5\nx;",
    "%%capture captured\nprint('inside')",
    "captured.stdout, _, In[1]",
    "import asyncio\nawait asyncio.sleep(0)\nprint('awaited')",
    "class Odd:\n    def _repr_html_(self): return '<i>odd</i>'\n    def _repr_png_(self): return b'not a picture'\nOdd()",
    "?len",
    "print('\\r1\\r2', end='')",
    "get_ipython().__class__.__name__, __name__, sys.stdout.isatty(), sys.stdout.encoding",
    "print('Հայ ქართული їжак \\x00 end'); print('x' * 100_000)",
    "plt.get_backend()",
    "import plotnine as p9\np9.ggplot(pd.DataFrame({'a': [1, 2]}), p9.aes('a', 'a')) + p9.geom_point()",
)
FAILING = (
    "def f():\n    return 1 / 0\nf()", "1 +", "raise SystemExit(0)", "raise KeyboardInterrupt", "import nowhere_at_all",
    "raise ValueError('two\\nlines')", "%no_such_magic", "assert False, 'x'",
    "class Bad:\n    def __repr__(self): raise ValueError('no repr')\nBad()",
)  # fmt: skip


@pytest.mark.parametrize("conditions", BOTH, ids=lambda each: each.engine)
def test_failing_cell_is_told_by_its_number_in_the_source_and_can_be_read(conditions):
    executed = execute(run_of("print(profile_path)", "raise ValueError('no\\n  value')"), conditions)
    assert executed.reason == "country.ipynb (cell 4, AM): ValueError: no value"
    assert [each.output_type for each in outputs(executed)].count("error") == 1
    assert printed(executed) == "profile.json\n"


def test_both_engines_leave_the_same_outputs(monkeypatch):
    monkeypatch.delenv("PYTEST_CURRENT_TEST")  # where it is set, ipykernel leaves out what programs print
    warm, kernel = (execute(run_of(*CELLS), conditions) for conditions in BOTH)
    assert (warm.reason, kernel.reason) == ("", "")
    assert comparable(warm) == comparable(kernel)
    assert len(comparable(warm)) == len(CELLS) + 3


@pytest.mark.parametrize("cell", FAILING)
def test_both_engines_tell_the_same_of_a_failure(cell):
    warm, kernel = (execute(run_of("print('before')", cell, "print('after')"), conditions) for conditions in BOTH)
    assert re.sub(r"\(\d+\.py", "(", warm.reason) == re.sub(r"\(\d+\.py", "(", kernel.reason)
    without_warning = [
        [(source, re.sub(r'\\n  warn\(.*?\\n"', '\\\\n"', text)) for source, text in comparable(each)]
        for each in (warm, kernel)
    ]  # plotnine, which the warm parent has imported, shows warnings without their line
    assert without_warning[0] == without_warning[1]


@pytest.mark.parametrize(("name", "unit"), [("organisation", "MD-002"), ("country", "AM"), ("region", "EaP")])
def test_both_engines_leave_the_same_bytes_of_our_notebooks(small_edition, name, unit):
    from clusterbrief.produce.running.run import NotebookRun

    audience = "private" if name == "organisation" else "public"
    profile = (small_edition.build / "profiles" / audience / f"{name}-{unit}.json").read_text(encoding="utf-8")
    source = Path(small_edition.notebooks / f"{name}.ipynb").read_text(encoding="utf-8")
    parameters = {} if name == "region" else {f"{name}_code": unit}
    run = NotebookRun(name, unit, source, profile, parameters)
    warm, kernel = (execute(run, conditions) for conditions in BOTH)
    assert (warm.reason, kernel.reason) == ("", "")
    assert warm.notebook == kernel.notebook
    assert "image/svg+xml" in warm.notebook


def test_executed_notebook_holds_no_clock_and_no_place():
    executed = execute(run_of("import os\nprint(len(os.getcwd()) > 0)"), WARM)
    assert printed(executed) == "True\n"
    assert "/tmp" not in executed.notebook
    assert not re.search(r"20\d\d-\d\d-\d\d|papermill|\"id\"", executed.notebook)


@pytest.mark.parametrize("conditions", BOTH, ids=lambda each: each.engine)
def test_notebook_has_nobody_to_ask(conditions):
    executed = execute(run_of("input('?')"), conditions)
    assert executed.reason.startswith("country.ipynb (cell 3, AM): StdinNotImplementedError: ")


def test_kernel_that_takes_too_long_is_told_and_can_be_read():
    executed = execute(run_of("print('before')", "import time; time.sleep(30)"), Conditions("kernel", cell_seconds=1))
    assert executed.reason == "country.ipynb (cell 4, AM): took longer than 1 s and was stopped"
    assert outputs(executed)[-1].ename == "Stopped"
