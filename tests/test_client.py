"""Cells in this process: limited in time."""

import json
from types import SimpleNamespace

import pytest

from clusterbrief.produce.running.client import save_quickly, time_limit


@pytest.mark.parametrize("seconds", [None, 0, 60])
def test_limit_that_is_not_reached_changes_nothing(seconds):
    with time_limit(seconds):
        done = True
    assert done


def test_limit_that_is_reached_stops_what_runs():
    from nbclient.exceptions import CellTimeoutError

    with pytest.raises(CellTimeoutError, match=r"longer than 0\.05 s"), time_limit(0.05):
        while True:
            pass


def test_notebook_is_saved_whole_or_not_at_all(tmp_path):
    path = tmp_path / "n.ipynb"
    manager = SimpleNamespace(nb={"cells": ["Հայ"]}, output_path=str(path), now=lambda: "now")
    save_quickly(manager)
    assert json.loads(path.read_text(encoding="utf-8")) == {"cells": ["Հայ"]}
    manager.nb = {"cells": [object()]}
    with pytest.raises(TypeError):
        save_quickly(manager)
    assert json.loads(path.read_text(encoding="utf-8")) == {"cells": ["Հայ"]}
    save_quickly(SimpleNamespace(nb={}, output_path=None, now=lambda: "now"))
