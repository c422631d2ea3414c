"""How answers become points: each method, its ends, and what is missing."""

from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from clusterbrief.analysis.scoring import score_indicators, score_nodes
from clusterbrief.study.framework import Framework
from worked_example import as_responses, example_framework


def framework_with(scoring: dict[str, Any], questions: dict[str, str]) -> Any:
    """A framework of one indicator; questions by code with their type."""
    indicator = SimpleNamespace(code="i", questions=tuple(questions), scoring=SimpleNamespace(**scoring))
    return SimpleNamespace(
        indicators={"i": indicator}, questions={code: SimpleNamespace(type=kind) for code, kind in questions.items()}
    )


def points(scoring: dict[str, Any], questions: dict[str, str], cells: dict[str, str]) -> tuple[float, str]:
    framework = framework_with(scoring, questions)
    scored = score_indicators(as_responses({"XA-1": cells}, framework), framework).iloc[0]
    return scored["score"], scored["missing_reason"]


LINE = {"method": "line", "through": ((0, 0), (10, 50), (20, 100))}
RATIO = {"method": "ratio", "through": ((0, 0), (1, 100))}
COUNT = {"method": "count", "out_of": 3, "leave_out": ("none_so_far",)}
PROVIDED = {"method": "provided", "counts": "provided"}
OPTIONS = {"method": "options", "points": {"low": 10.0, "high": 90.0}}
THREE = {"a": "single", "b": "single", "c": "single"}


@pytest.mark.parametrize(
    ("scoring", "questions", "cells", "score"),
    [
        ({"method": "scale"}, {"a": "scale"}, {"a": "0"}, 0),
        ({"method": "scale"}, {"a": "scale"}, {"a": "4"}, 100),
        ({"method": "yesno", "counts": "yes"}, {"a": "yesno"}, {"a": "no"}, 0),
        ({"method": "yesno", "counts": "no"}, {"a": "yesno"}, {"a": "no"}, 100),
        (OPTIONS, {"a": "single"}, {"a": "low"}, 10),
        (OPTIONS, {"a": "multiple"}, {"a": "low high"}, 90),
        (LINE, {"a": "number"}, {"a": "-5"}, 0),
        (LINE, {"a": "number"}, {"a": "5"}, 25),
        (LINE, {"a": "number"}, {"a": "10"}, 50),
        (LINE, {"a": "number"}, {"a": "1e9"}, 100),
        (COUNT, {"a": "multiple"}, {"a": "none_so_far"}, 0),
        (COUNT, {"a": "multiple"}, {"a": "x"}, 100 / 3),
        (COUNT, {"a": "multiple"}, {"a": "x y z w"}, 100),
        ({"method": "sum", "through": LINE["through"]}, {"a": "share", "b": "share"}, {"a": "0", "b": "5"}, 25),
        (RATIO, {"a": "number", "b": "number"}, {"a": "3", "b": "4"}, 75),
        (RATIO, {"a": "number", "b": "number"}, {"a": "0", "b": "4"}, 0),
        (PROVIDED, THREE, {"a": "provided", "b": "planned", "c": "no"}, 100 / 3),
        (PROVIDED, THREE, {"a": "provided", "b": "planned"}, 50),
    ],
)
def test_answers_give_the_points_that_their_method_says(
    scoring: dict[str, Any], questions: dict[str, str], cells: dict[str, str], score: float
) -> None:
    computed, reason = points(scoring, questions, cells)
    assert computed == pytest.approx(score, abs=1e-12)
    assert reason == ""


@pytest.mark.parametrize(
    ("scoring", "questions", "cells", "reason"),
    [
        ({"method": "scale"}, {"a": "scale"}, {"a": ""}, "not answered"),
        ({"method": "scale"}, {"a": "scale"}, {"a": "?"}, "do not know"),
        ({"method": "yesno", "counts": "yes"}, {"a": "yesno"}, {"a": "-"}, "not asked"),
        ({"method": "sum", "through": LINE["through"]}, {"a": "share", "b": "share"}, {"a": "5"}, "not answered"),
        (PROVIDED, THREE, {"a": "provided", "b": "?", "c": ""}, "do not know"),
        (RATIO, {"a": "number", "b": "number"}, {"a": "0", "b": "0"}, "not applicable"),
    ],
)
def test_missing_score_says_why(
    scoring: dict[str, Any], questions: dict[str, str], cells: dict[str, str], reason: str
) -> None:
    computed, why = points(scoring, questions, cells)
    assert pd.isna(computed)
    assert why == reason


def test_question_without_any_response_counts_as_not_asked() -> None:
    responses = as_responses({"XA-1": {"q_plan": "4", "q_listed": "yes"}})
    scored = score_indicators(responses[responses["question_code"] != "q_staff"], example_framework())
    assert scored.set_index("node_code").loc["staff", "missing_reason"] == "not asked"


def test_every_node_of_the_real_framework_gets_a_row_for_every_organisation(framework: Framework) -> None:
    scores = score_nodes(score_indicators(as_responses({"AM-1": {}, "UA-2": {}}, framework), framework), framework)
    assert len(scores) == 2 * len(framework.nodes)
    assert scores["score"].isna().all()
    assert (scores["coverage"] == 0).all()
    assert (scores["missing_reason"] != "").all()
