"""Who runs notebooks: threads that each watch over a fork, processes that start kernels, or a cluster of machines."""

from collections.abc import Iterator, Mapping
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import replace
from multiprocessing import get_context
from typing import Any, TypeVar

from clusterbrief.errors import Fault, InputError, Place
from clusterbrief.produce.running.forks import can_fork, execute_forked, halt, limit_memory, warm_up, without_main
from clusterbrief.produce.running.kernels import execute_in_kernel
from clusterbrief.produce.running.run import Conditions, Executed, NotebookRun

Key = TypeVar("Key")
CONNECT_SECONDS = 10


def make_ready(conditions: Conditions) -> None:
    """Let what notebooks are forked from start while other things are done."""
    if conditions.engine == "warm" and can_fork():
        warm_up()


def execute(run: NotebookRun, conditions: Conditions) -> Executed:
    """Run one notebook as its conditions say, in a kernel where this process cannot fork."""
    if conditions.engine == "warm" and can_fork():
        return execute_forked(run, conditions)
    return execute_in_kernel(run, replace(conditions, engine="kernel"))


def execute_all(
    runs: Mapping[Key, NotebookRun], conditions: Conditions, executor: Executor
) -> Iterator[tuple[Key, Executed]]:
    """Run notebooks, as many at a time as the executor does, and give each result as it comes.

    A worker that stops is the reason of its run; the others go on. When interrupted, what has not begun is called off.
    """
    with without_main():
        futures = {executor.submit(execute, run, conditions): key for key, run in runs.items()}
    try:
        for future in as_completed(futures):
            failure = future.exception()
            if failure is not None:
                yield futures[future], Executed("", 0.0, f"The worker stopped: {failure or type(failure).__name__}")
            else:
                yield futures[future], future.result()
    finally:
        for future in futures:
            future.cancel()


@contextmanager
def local_executor(conditions: Conditions, workers: int) -> Iterator[Executor]:
    """Workers on this machine."""
    pool: Executor
    if conditions.engine == "warm" and can_fork():
        pool = ThreadPoolExecutor(workers)
    else:  # fresh processes: forking one that runs threads would not be safe
        context = get_context("spawn")
        pool = ProcessPoolExecutor(workers, context, initializer=limit_memory, initargs=(conditions.memory_mib,))
    halt.clear()
    try:
        yield pool
    except BaseException:
        halt.set()
        raise
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


@contextmanager
def cluster_executor(address: str) -> Iterator[Executor]:
    """The workers of a Dask cluster.

    Raises
    ------
    InputError
        Dask is not installed, or no scheduler answers at that address.
    """
    place = Place("--scheduler")
    try:
        from distributed import Client
    except ImportError:
        remedy = "Install it: pip install clusterbrief[dask]."
        raise InputError([Fault(place, "Cannot reach a cluster: Dask is not installed", remedy)]) from None
    try:
        client: Any = Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        problem = f'Cannot reach a scheduler at "{address}": {str(error).splitlines()[0] or type(error).__name__}'
        raise InputError(
            [Fault(place, problem, "Start one with: dask scheduler, and workers with: dask worker.")]
        ) from None
    with client:
        yield client.get_executor(pure=False)
