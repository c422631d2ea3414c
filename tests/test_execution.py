"""Running notebooks: failures have a reason and leave something to read; results are the same bytes."""

import re
from concurrent.futures import ThreadPoolExecutor

import nbformat
import pytest

from clusterbrief.produce import execution
from clusterbrief.produce.execution import NotebookRun, RunResult, execute, execute_all, save_executed

PARAMETERS = 'profile_path: str = ""  # a file'


def run_of(tmp_path, *cells, unit="AM"):
    node = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(PARAMETERS)])
    node.cells[0].metadata["tags"] = ["parameters"]
    node.cells += [nbformat.v4.new_markdown_cell("Words"), *map(nbformat.v4.new_code_cell, cells)]
    executed = tmp_path / "executed" / f"{unit}.ipynb"
    return NotebookRun("country", unit, nbformat.writes(node), {"profile_path": "given.json"}, executed)


def outputs(path):
    return [output for cell in nbformat.read(path, as_version=4).cells for output in cell.get("outputs", [])]


@pytest.mark.slow
def test_failing_cell_is_told_by_its_number_in_the_source_and_can_be_read(tmp_path):
    result = execute(run_of(tmp_path, "print(profile_path)", "raise ValueError('no\\n  value')"))
    assert result.reason == "country.ipynb (cell 4, AM): ValueError: no value"
    kinds = [each.output_type for each in outputs(result.run.executed_path)]
    assert kinds.count("error") == 1
    assert any("given.json" in each.get("text", "") for each in outputs(result.run.executed_path))


@pytest.mark.slow
def test_kernel_that_dies_does_not_stop_the_others(tmp_path):
    runs = [run_of(tmp_path, "import os; os._exit(3)", unit="AM"), run_of(tmp_path, "1 + 1", unit="MD")]
    results = {each.run.unit_code: each for each in execute_all(runs, 2)}
    assert results["AM"].reason.startswith("country.ipynb (AM): the kernel stopped")
    assert results["MD"].reason == ""
    assert outputs(results["MD"].run.executed_path)


@pytest.mark.slow
def test_two_runs_give_the_same_bytes_without_a_clock_or_a_place(tmp_path):
    texts = []
    for folder in ("first", "second"):
        run = run_of(tmp_path / folder, "from IPython.display import display\ndisplay({'text/plain': 'x'}, raw=True)")
        assert not execute(run).reason
        texts.append(run.executed_path.read_text(encoding="utf-8"))
    assert texts[0] == texts[1]
    assert "/tmp" not in texts[0].replace("given.json", "")
    assert not re.search(r"20\d\d-\d\d-\d\d|papermill|\"id\"", texts[0])


def test_executed_notebook_is_saved_without_the_clock(tmp_path):
    node = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1")], metadata={"papermill": {"start": "now"}})
    node.cells[0].metadata = {"papermill": {"start": "now"}, "execution": {"iopub": "now"}, "tags": ["x"]}
    save_executed(node, tmp_path / "a" / "b.ipynb")
    again = nbformat.read(tmp_path / "a" / "b.ipynb", as_version=4)
    assert "papermill" not in again.metadata
    assert dict(again.cells[0].metadata) == {"tags": ["x"]}
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["b.ipynb"]


def test_nothing_to_run_starts_no_worker():
    def refuse(workers):
        raise AssertionError(workers)

    assert list(execute_all([], executor=refuse)) == []


def test_worker_that_stops_is_a_reason_and_others_go_on(tmp_path, monkeypatch):
    def run(each):
        if each.unit_code == "AM":
            raise MemoryError("none left")
        return RunResult(each, 1.0)

    monkeypatch.setattr(execution, "execute", run)
    runs = [run_of(tmp_path, unit=unit) for unit in ("AM", "MD")]
    results = {each.run.unit_code: each.reason for each in execute_all(runs, 1, ThreadPoolExecutor)}
    assert results == {"AM": "The worker stopped: none left", "MD": ""}


def test_interruption_begins_nothing_more(tmp_path, monkeypatch):
    begun = []
    monkeypatch.setattr(execution, "execute", lambda each: begun.append(each.unit_code) or RunResult(each, 0.0))

    class OneAtATime(ThreadPoolExecutor):
        """Counts what is called off."""

        called_off = False

        def shutdown(self, wait=True, *, cancel_futures=False):
            OneAtATime.called_off |= cancel_futures
            super().shutdown(wait, cancel_futures=cancel_futures)

    with pytest.raises(KeyboardInterrupt):
        for _ in execute_all([run_of(tmp_path, unit=str(number)) for number in range(5)], 1, OneAtATime):
            raise KeyboardInterrupt
    assert OneAtATime.called_off
