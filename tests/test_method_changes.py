"""The method as a table, what changed of it, and whose scores mean something else for it."""

from dataclasses import replace

import pandas as pd
import pytest

from clusterbrief.analysis.benchmarks import resolve_benchmarks
from clusterbrief.analysis.revisions.method_changes import compare_method, describe_method, method_of_nodes
from worked_example import example_framework, reference


def described(framework=None) -> pd.DataFrame:
    framework = framework or example_framework()
    return describe_method(framework, resolve_benchmarks(framework, reference()), {"mean": 3})


def with_value(kind: str, code: str, aspect: str, value: str) -> pd.DataFrame:
    table = described()
    wanted = (table["kind"] == kind) & (table["code"] == code) & (table["aspect"] == aspect)
    assert wanted.sum() == 1
    return table.assign(value=table["value"].mask(wanted, value))


def test_same_method_has_no_changes() -> None:
    changes = compare_method(described(), described())
    assert changes.empty
    assert set(method_of_nodes(described(), described(), changes).values()) == {"same"}


def test_table_holds_every_question_indicator_weight_benchmark_and_class() -> None:
    table, framework = described(), example_framework()
    codes = table.groupby("kind")["code"].agg(set)
    assert codes["question"] == set(framework.questions)
    assert codes["indicator"] == codes["benchmark"] == set(framework.indicators)
    assert codes["node"] == set(framework.nodes["node_code"])
    assert codes["class"] == {rule.code for rule in framework.classes.classes}
    assert {"version", "min_coverage"} <= codes["setting"]
    assert codes["disclosure"] == {"mean"}
    assert not table.duplicated(["kind", "code", "aspect"]).any()


@pytest.mark.parametrize(
    ("kind", "code", "aspect", "touched"),
    [
        ("node", "staff", "weight", {"A.1", "A", "overall"}),
        ("node", "B", "weight", {"overall"}),
        ("indicator", "review", "scoring", {"review", "B.1", "B", "overall"}),
        ("question", "q_office", "options", {"office", "A.2.x", "A.2", "A", "overall"}),
        ("benchmark", "plan", "points", set()),
        ("class", "champion", "attainment least", set()),
        ("question", "q_needs", "text", set()),
        ("disclosure", "mean", "value", set()),
    ],
)
def test_nodes_above_a_change_no_longer_mean_the_same(kind: str, code: str, aspect: str, touched: set[str]) -> None:
    new = with_value(kind, code, aspect, "something else")
    changes = compare_method(described(), new)
    assert changes[["kind", "code", "aspect", "change", "after"]].to_numpy().tolist() == [
        [kind, code, aspect, "changed", "something else"]
    ]
    methods = method_of_nodes(described(), new, changes)
    assert {node for node, each in methods.items() if each == "changed"} == touched


def test_least_coverage_touches_every_node() -> None:
    new = with_value("setting", "min_coverage", "value", "0.5")
    methods = method_of_nodes(described(), new, compare_method(described(), new))
    assert set(methods.values()) == {"changed"}


def test_what_is_added_or_removed_is_told_in_one_row_and_touches_its_parents() -> None:
    framework = example_framework()
    less = replace(
        framework, indicators={code: each for code, each in framework.indicators.items() if code != "office"}
    )
    for old, new, word in ((framework, less, "removed"), (less, framework, "added")):
        changes = compare_method(described(old), described(new))
        assert set(changes["change"]) == {word}
        assert set(zip(changes["kind"], changes["code"], strict=True)) == {
            ("node", "office"), ("indicator", "office"), ("benchmark", "office"),
        }  # fmt: skip
        methods = method_of_nodes(described(old), described(new), changes)
        assert {node for node, each in methods.items() if each == "changed"} == {
            "office",
            "A.2.x",
            "A.2",
            "A",
            "overall",
        }


def test_without_a_table_nothing_can_be_told() -> None:
    assert compare_method(None, described()).empty
    assert method_of_nodes(None, described(), compare_method(None, described())) == {}
    assert list(compare_method(None, None).columns) == list(compare_method(described(), described()).columns)
