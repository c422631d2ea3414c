"""Who runs notebooks: each worker's failure is its own, and interruption begins nothing more."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from clusterbrief.errors import InputError
from clusterbrief.produce.running import executors
from clusterbrief.produce.running.executors import cluster_executor, execute_all, local_executor
from clusterbrief.produce.running.run import Conditions, Executed
from notebook_inputs import printed, run_of

BOTH = [Conditions(engine="warm"), Conditions(engine="kernel")]


@pytest.mark.slow
@pytest.mark.parametrize("conditions", BOTH, ids=lambda each: each.engine)
def test_notebook_that_dies_does_not_stop_the_others(conditions):
    runs = {"AM": run_of("import os; os._exit(3)"), "MD": run_of("print(country_code)", unit="MD")}
    with local_executor(conditions, 2) as executor:
        results = dict(execute_all(runs, conditions, executor))
    assert results["AM"].reason.startswith("country.ipynb (cell 3, AM): ")
    assert not results["MD"].reason
    assert printed(results["MD"]) == "MD\n"


def test_nothing_to_run_gives_nothing():
    with ThreadPoolExecutor(1) as pool:
        assert dict(execute_all({}, Conditions(), pool)) == {}


def test_worker_that_stops_is_a_reason_and_others_go_on(monkeypatch):
    def run(each, conditions):
        if each.unit_code == "AM":
            raise MemoryError("none left")
        return Executed("{}", 1.0)

    monkeypatch.setattr(executors, "execute", run)
    with ThreadPoolExecutor(1) as pool:
        results = dict(execute_all({unit: run_of(unit=unit) for unit in ("AM", "MD")}, Conditions(), pool))
    assert {key: each.reason for key, each in results.items()} == {"AM": "The worker stopped: none left", "MD": ""}


def test_interruption_begins_nothing_more(monkeypatch):
    begun = []

    def run(each, conditions):
        begun.append(each.unit_code)
        return Executed("{}", 0.0)

    monkeypatch.setattr(executors, "execute", run)
    runs = {str(number): run_of(unit=str(number)) for number in range(50)}
    with pytest.raises(KeyboardInterrupt), local_executor(Conditions(), 1) as executor:
        for _ in execute_all(runs, Conditions(), executor):
            raise KeyboardInterrupt
    assert len(begun) < 50
    assert executors.halt.is_set()


def test_kernels_run_where_processes_cannot_be_forked(monkeypatch):
    ran = []
    monkeypatch.setattr(executors, "can_fork", lambda: False)
    monkeypatch.setattr(executors, "execute_in_kernel", lambda run, conditions: ran.append(conditions.engine))
    executors.execute(run_of(), Conditions(engine="warm"))
    assert ran == ["kernel"]


def test_cluster_that_does_not_answer_is_told(monkeypatch):
    pytest.importorskip("distributed")
    monkeypatch.setattr(executors, "CONNECT_SECONDS", 1)
    with pytest.raises(InputError, match=r"Cannot reach a scheduler") as told, cluster_executor("tcp://127.0.0.1:1"):
        pass
    assert "dask scheduler" in str(told.value)


@pytest.mark.parametrize("address", ["nonsense", "tcp://", "http://x"])
def test_address_that_is_none_is_told(address, monkeypatch):
    pytest.importorskip("distributed")
    monkeypatch.setattr(executors, "CONNECT_SECONDS", 1)
    with pytest.raises(InputError, match="--scheduler"), cluster_executor(address):
        pass


@pytest.mark.slow
def test_cluster_of_two_workers_gives_the_same_notebooks():
    distributed = pytest.importorskip("distributed")
    runs = {unit: run_of("print(open(profile_path).read(), country_code)", unit=unit) for unit in ("AM", "GE", "MD")}
    conditions = Conditions()
    with local_executor(conditions, 1) as executor:
        here = dict(execute_all(runs, conditions, executor))
    with (
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster,
        cluster_executor(cluster.scheduler_address) as executor,
    ):
        there = dict(execute_all(runs, conditions, executor))
    assert {key: each.notebook for key, each in there.items()} == {key: each.notebook for key, each in here.items()}
    assert not any(each.reason for each in there.values())
