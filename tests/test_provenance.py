"""Each published number comes from a profile, and each row of a public profile from a disclosed table."""

from dataclasses import replace

import pandas as pd
import pytest

from clusterbrief import pipeline
from clusterbrief.analysis.profiles import Profile
from clusterbrief.produce.notebook_results import NotebookResults
from clusterbrief.produce.provenance import untraced_cells, untraced_rows
from clusterbrief.produce.request import Request
from clusterbrief.study.project import find_project
from made_documents import figure_result, table_result

SCORES = pd.DataFrame(
    {"area_code": ["EaP", "AM"], "n": [12, 4], "score": [61.0, float("nan")], "hidden": [False, True]}
)
NAMES = pd.DataFrame({"country_code": ["AM"], "name": ["Open Cluster"]})


def profile(**tables):
    return Profile("region", "EaP", "public", {"published": "2024-12-16", "threshold_mean": 3}, tables)


def results(*data):
    return NotebookResults({}, {f"tbl-{n}": table_result(f"tbl-{n}", data=each) for n, each in enumerate(data)}, {})


def test_rows_of_disclosed_tables_are_traced_also_some_of_them_and_some_columns():
    disclosed = {"area_scores": SCORES}
    for table in (SCORES, SCORES.tail(1), SCORES[["score", "area_code"]], SCORES.astype({"n": float}), SCORES.head(0)):
        assert list(untraced_rows(profile(area_scores=table, named=NAMES), disclosed)) == []
    assert list(untraced_rows(profile(indicator_scores=SCORES), disclosed)) == []


@pytest.mark.parametrize(
    ("name", "table", "told"),
    [
        ("area_scores", SCORES.assign(score=[61.0, 48.0]), "area_scores: ('AM', 4.0, 48.0, True)"),
        ("area_scores", SCORES.assign(score=[61.2, None]), "area_scores: ('EaP', 12.0, 61.2, False)"),
        ("area_scores", SCORES.assign(median=59.0), "area_scores: the disclosed table has no median"),
        ("scores", SCORES, "scores: no such table was disclosed"),
        ("marks", SCORES, "marks: no such table was disclosed"),
    ],
)
def test_what_disclosure_control_never_saw_is_told(name, table, told):
    assert list(untraced_rows(profile(**{name: table}), {"area_scores": SCORES})) == [told]


def test_numbers_in_published_data_stand_in_the_profile():
    shown = profile(area_scores=SCORES)
    assert list(untraced_cells(results("label,n\nAll,12\n", "n,points\n,61.0\n4,61\n"), shown)) == []
    assert list(untraced_cells(results("label,n\nAll,13\n"), shown)) == ["tbl-0, n: 13"]
    figure = NotebookResults({"fig-a": figure_result()}, {}, {})  # whose data hold a 1
    assert list(untraced_cells(figure, shown)) == ["fig-a, points: 1"]


@pytest.mark.slow
def test_everything_that_the_example_may_show_is_traced(project_root):
    prepared = pipeline.prepare(find_project(project_root), "example", Request())
    disclosed = pipeline.everything_disclosed(prepared)
    texts = {each.run.profile for each in prepared.runs.values()}
    assert len(texts) > 5
    for each in map(Profile.from_json, texts):
        assert list(untraced_rows(each, disclosed)) == []
    region = next(each for each in map(Profile.from_json, texts) if each.kind == "region")
    exact = prepared.analysis.results.compared.head(3)[["node_code", "score"]]
    leaking = replace(region, tables={**region.tables, "area_scores": exact})
    assert len(list(untraced_rows(leaking, disclosed))) == 1
