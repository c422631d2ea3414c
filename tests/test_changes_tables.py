"""Tables of changes: complete, in order, with what is hidden said so, and as tables where there is nothing."""

import pandas as pd
import pytest

from changes_inputs import example_changes
from clusterbrief.present import changes_tables as made

pytestmark = pytest.mark.slow  # whole editions are analysed again and again

LABELS = {"ALL": "All countries", "XA": "Country A"}
CLASSES = {"champion": "Champion", "pioneer": "Pioneer", "developing": "Developing", "struggler": "Struggler"}


def test_organisations_with_intervals_the_largest_gain_first():
    rows = made.moved_rows(example_changes().organisations)
    shown = made.tabulate_moved(rows)
    assert rows["change"].is_monotonic_decreasing
    assert shown["Organisation"].iloc[-1] == "XA-1 Cluster XA-1"
    assert shown["Then"].iloc[-1].startswith("100 (")


def test_hidden_figures_are_called_hidden():
    areas = example_changes().areas.assign(panel_change=float("nan"), low=float("nan"))
    shown = made.tabulate_area_changes(made.overall_rows(areas), LABELS, "area_code", "Area")
    assert shown["Area"].tolist()[:2] == ["All countries", "Country A"]
    assert set(shown["Their change"]) == {"hidden"} and set(shown["90 % interval"]) == {"–"}


def test_classes_then_and_now():
    rows = made.class_change_rows(example_changes().organisations)
    assert len(made.tabulate_class_changes(rows, CLASSES)) == len(rows) > 0
    wide = made.tabulate_transitions(example_changes().transitions, CLASSES, "ALL")
    numbers = wide.drop(columns="Then").to_numpy().ravel()
    assert sum(int(each) for each in numbers if each != "–") == 7
    counts = pd.DataFrame({"area_code": ["XA", "ALL", "ALL"], "class_code": ["champion", "pioneer", "champion"],
                           "before": [3.0, 4.0, float("nan")], "after": [5.0, 3.0, 2.0], "change": [2.0, -1.0, float("nan")]})  # fmt: skip
    shown = made.tabulate_class_counts(made.shown_classes(counts, LABELS, CLASSES), LABELS, CLASSES)
    assert shown.to_numpy().tolist() == [
        ["All countries", "Pioneer", "4", "3", "−1"],
        ["Country A", "Champion", "3", "5", "+2"],
    ]


def test_new_and_lost_and_respondents():
    changes = example_changes()
    assert made.tabulate_coming(made.coming_rows(changes.organisations, "new"), LABELS, CLASSES, "after")[
        "Organisation"
    ].str[:4].tolist() == ["XC-2", "XC-3"]
    assert made.tabulate_respondents(changes.respondents, LABELS).iloc[0].tolist() == [
        "All countries",
        "8",
        "9",
        "7",
        "2",
        "1",
    ]


def test_method_and_empty_tables():
    rows = pd.DataFrame([("node", "II", "Capacity", "weight", "changed", "1", "2"), ("question", "q", "Why?", "", "added", "", "")],
                        columns=["kind", "code", "label", "aspect", "change", "before", "after"])  # fmt: skip
    assert made.method_rows(rows)["Change"].tolist() == ["Weight changed", "Added"]
    changes = example_changes()
    for table in (
        made.method_rows(rows[:0]), made.tabulate_moved(changes.organisations[:0]),
        made.tabulate_class_changes(changes.organisations[:0], CLASSES),
        made.tabulate_transitions(changes.transitions[:0], CLASSES, "ALL"),
        made.tabulate_area_changes(changes.areas[:0], LABELS, "area_code", "Area"),
    ):  # fmt: skip
        assert table.empty
