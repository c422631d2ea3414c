"""Figures that rest on one question."""

from pathlib import Path

from clusterbrief.analysis.republication.same_answers import same_answers
from clusterbrief.study.framework import read_framework
from worked_example import example_framework


def test_indicator_criterion_evidence_and_limit_of_one_question_belong_together() -> None:
    groups = [set(group) for group in same_answers(example_framework())]
    assert {
        ("area_scores", "plan"),
        ("evidence", "planned"),
        ("criteria", "bronze_support|documented_strategy"),
    } in groups
    assert {("area_scores", "listed"), ("criteria", "bronze_support|on_eccp"), ("limits", "unlisted")} in groups
    assert all(("area_scores", "income") not in group for group in groups)  # of two questions


def test_nothing_is_in_two_groups(project_root: Path) -> None:
    groups = same_answers(read_framework(project_root / "data" / "framework"))
    named = [each for group in groups for each in group]
    assert groups and len(named) == len(set(named))
