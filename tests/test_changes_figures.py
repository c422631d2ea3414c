"""The figure of changes: its rows in order, and that it draws."""

import pandas as pd

from clusterbrief.present.changes_figures import draw_changes, moved_rows
from clusterbrief.present.drawing import draw


def test_dimensions_that_may_be_shown_the_largest_gain_first_and_drawn():
    areas = pd.DataFrame({"node_code": ["a", "b", "c", "A"], "level": ["dimension"] * 3 + ["block"], "before": [50.0, 40.0, 10.0, 5.0],
                          "after": [49.0, 47.0, 10.0, 9.0], "change": [-1.0, 7.0, float("nan"), 4.0]})  # fmt: skip
    rows = moved_rows(areas, {"a": "Team", "b": "Services"})
    assert rows["label"].tolist() == ["Services", "Team"]
    assert draw(draw_changes(rows))["svg"].startswith(b"<?xml")
