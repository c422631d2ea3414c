"""An ordinary kernel for each notebook: where processes cannot be forked, and to compare with."""

from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from clusterbrief.produce.running.execute import collect, execute_in
from clusterbrief.produce.running.run import Conditions, Executed, NotebookRun


def execute_in_kernel(run: NotebookRun, conditions: Conditions) -> Executed:
    """Run one notebook in a kernel of its own, which papermill starts."""
    start = perf_counter()
    with TemporaryDirectory(prefix="clusterbrief-") as folder:
        return collect(Path(folder), start, execute_in(Path(folder), run, conditions))
