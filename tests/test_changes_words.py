"""Sentences about changes: right for none, one and many."""

import pandas as pd
import pytest

from changes_inputs import example_changes
from clusterbrief.present import changes_words as words

NAN = float("nan")


def respondents(*numbers):
    return pd.DataFrame([("ALL", *numbers)], columns=["area_code", "before", "after", "both", "new", "lost"])


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        (
            (83, 81, 64, 17, 19),
            "81 organisations answered, after 83. 64 answered both times, 17 only now and 19 only then.",
        ),
        (
            (1, 1, 1, 0, 0),
            "One organisation answered, after one. One answered both times, none only now and none only then.",
        ),
        ((3, 0, 0, 0, 3), "No organisations answered, after three. None of them answered both times."),
    ],
)
def test_respondents(numbers, said):
    assert words.respondents_finding(respondents(*numbers), "ALL") == said


def test_nobody_at_all():
    assert words.respondents_finding(respondents(1, 1, 1, 0, 0)[:0], "ALL").startswith("Nobody")


def area(**figures):
    row = {"area_code": "ALL", "node_code": "overall", "level": "overall", "before": 50.0, "after": 53.0, "change": 3.0,
           "panel_before": NAN, "panel_after": NAN, "panel_change": NAN, "low": NAN, "high": NAN}  # fmt: skip
    return pd.DataFrame([row | figures])


def test_scores():
    said = words.scores_finding
    assert said(area(), "ALL") == "The mean overall score is 53 points, after 50."
    panel = {"panel_before": 50.0, "panel_after": 54.0, "panel_change": 4.0}
    assert said(area(**panel), "ALL").endswith("Of those that answered both times it went from 50 to 54.")
    assert said(area(**panel, low=1.0, high=7.0), "ALL").endswith("from +1 to +7 points.")
    assert said(area(**panel, low=-1.0, high=7.0), "ALL").endswith("which chance among them could explain.")
    assert "not shown" in said(area(change=NAN), "ALL")
    assert "not shown" in said(area()[:0], "ALL")


def test_movers_name_at_most_three_each_way():
    rows = pd.concat([area(level="dimension", node_code=str(place), change=float(place - 2)) for place in range(7)])
    assert (
        words.movers_finding(rows, {"6": "Team"}, "ALL")
        == "Team (+4), 5 (+3) and 4 (+2) gained most. 0 (−2) and 1 (−1) lost most."
    )
    assert words.movers_finding(rows[:0], {}, "ALL") == ""
    assert words.movers_finding(area(level="dimension", change=0.4), {}, "ALL") == ""


def test_moved_and_classes_of_the_example_and_of_nobody():
    rows = example_changes().organisations
    assert words.moved_finding(rows).startswith("Of five organisations with a score both times, ")
    assert "changed class" in words.classes_finding(rows)
    assert words.moved_finding(rows[:0]) == "No organisation answered both times."
    assert words.classes_finding(rows[:0]).startswith("No organisation")
    unknown = rows.assign(interval="unknown", class_firm="unknown")
    assert "cannot be told" in words.moved_finding(unknown)
    assert words.classes_finding(unknown).endswith("Whether that is firm cannot be told.")


def test_method():
    columns = ["kind", "code", "label", "aspect", "change", "before", "after"]
    none = pd.DataFrame(columns=columns)
    assert "did not change" in words.method_finding(none)
    assert "cannot be told" in words.method_finding(
        none, "x keeps no table method: whether the method changed cannot be told."
    )
    rows = pd.DataFrame([("node", "II", "x", "weight", "changed", "1", "2"), ("question", "a", "x", "text", "changed", "", ""),
                         ("question", "b", "x", "text", "changed", "", "")], columns=columns)  # fmt: skip
    assert words.method_finding(rows).startswith("The method changed: one node of the tree and two questions differ.")


@pytest.mark.parametrize(
    ("changes", "said"),
    [([1.0, 2.0], "All two dimensions gained"), ([1.0], "The only dimension gained"), ([0.0], "No dimension moved by a whole point"),
     ([], "No dimension moved by a whole point"), ([1.0, -1.0, 0.0], "Of three dimensions, one gained, one lost and one stayed")],
)  # fmt: skip
def test_caption(changes, said):
    assert words.dimensions_caption(pd.DataFrame({"change": changes}, dtype=float)) == said


def test_alternative_text_names_every_line():
    rows = pd.DataFrame({"label": ["Team"], "before": [50.0], "after": [53.0]})
    assert words.dimensions_alt(rows) == "Mean scores then and now, in points: Team from 50 to 53."
