"""The warm engine as papermill finds and runs it."""

import subprocess
import sys
from pathlib import Path

import nbformat
import pytest


@pytest.mark.slow
def test_papermill_runs_the_engine_by_its_name(tmp_path):
    cells = [nbformat.v4.new_code_cell("x = 1"), nbformat.v4.new_code_cell("print(x + 1)")]
    cells[0].metadata["tags"] = ["parameters"]
    kernel = {"name": "python3", "language": "python", "display_name": "Python 3"}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel}), tmp_path / "in.ipynb")
    program = Path(sys.executable).parent / "papermill"
    options = ["--engine", "clusterbrief", "-p", "x", "41", "in.ipynb", "out.ipynb"]
    answer = subprocess.run([program, *options], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr
    executed = nbformat.read(tmp_path / "out.ipynb", as_version=4)
    assert executed.cells[-1].outputs[0].text == "42\n"
    assert executed.metadata.papermill.exception is None
    assert executed.metadata.language_info.name == "python"
