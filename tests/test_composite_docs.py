"""The example in docs/composite-indices.md runs and prints what the page says."""

import contextlib
import io
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from clusterbrief.analysis import normalisation

PAGE = (Path(__file__).parents[1] / "docs" / "composite-indices.md").read_text(encoding="utf-8")


def blocks(language):
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, flags=re.DOTALL | re.MULTILINE)


def run_example():
    (code,) = blocks("python")
    names = {}
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(code, "composite-indices.md", "exec"), names)  # our own page
    return names, printed.getvalue()


def test_the_example_prints_what_the_page_says():
    (expected,) = blocks("text")
    assert run_example()[1] == expected


def test_the_example_is_as_worked_by_hand_on_the_page():
    overall = run_example()[0]["overall"].set_index("unit_code")
    assert overall.loc["C", ["score", "coverage"]].tolist() == pytest.approx([(60 + 3 * 75) / 4, 1 - 1 / 8])


# one row of the page's table of methods: function, and what it says of units that all agree
METHODS = re.findall(r"^\| `(normalise_\w+)` \|.*\| ([^|]+) \|$", PAGE, flags=re.MULTILINE)


def test_the_table_lists_every_method():
    written = {name for name in vars(normalisation) if name.startswith("normalise_")}
    assert {name for name, _ in METHODS} == written


@pytest.mark.parametrize(("name", "said"), METHODS)
def test_units_that_all_agree_score_as_the_table_says(name, said):
    values = pd.DataFrame({"x": [5.0, 5.0]}, index=["A", "B"])
    goalposts = pd.DataFrame({"indicator_code": ["x"], "low": [0], "high": [10], "direction": [1]})
    extra = {"normalise_goalposts": [goalposts], "normalise_distance": ["A"]}.get(name, [])
    expected = {"missing": np.nan, "0": 0.0, "a score as any other": 50.0}[said]
    found = getattr(normalisation, name)(values, *extra)["x"].tolist()
    assert found == pytest.approx([expected, expected], nan_ok=True)
