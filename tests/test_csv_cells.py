"""Cells that a spreadsheet would run are kept from it."""

import pandas as pd
import pytest

from clusterbrief.present.csv_cells import harmless


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", " =1", "\n=1"])
def test_text_that_begins_as_a_formula_gets_an_apostrophe(text):
    assert harmless(pd.DataFrame({"a": [text]}))["a"].tolist() == [f"'{text}"]
    assert harmless(pd.DataFrame({"a": [(text, "b")]}))["a"].tolist() == [f"'{text}; b"]


def test_other_cells_stay_as_they_are():
    table = pd.DataFrame({"text": ["a=b", "1-2", None], "number": [-1.0, 2.0, None], "flag": [True, False, True]})
    pd.testing.assert_frame_equal(harmless(table), table)
    assert harmless(pd.DataFrame({"a": [("x", "y"), (), -3, None]}))["a"].tolist()[:3] == ["x; y", "", -3]
