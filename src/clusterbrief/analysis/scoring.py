"""Answers to points: the score of each indicator, and of every node above it."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from clusterbrief.analysis.aggregation import TOLERANCE, aggregate_tree
from clusterbrief.study.answers import ANSWERED, NOT_APPLICABLE, NOT_ASKED
from clusterbrief.study.framework import Framework
from clusterbrief.study.framework_model import Indicator, Question

POINTS_A_LEVEL = 25.0  # five levels, 0 to 4, over 100 points
LEAST_PROVIDED_KNOWN = 2 / 3  # of several services, how many must be answered for their breadth
LOW_COVERAGE = "low coverage"


def score_indicators(responses: pd.DataFrame, framework: Framework) -> pd.DataFrame:
    """Points of each indicator for each organisation.

    Parameters
    ----------
    responses : DataFrame, one row per organisation and question
        ``organisation_code``, ``question_code``, ``state``, ``value``.
    framework : Framework

    Returns
    -------
    DataFrame, one row per organisation and indicator
        ``organisation_code``, ``node_code``, ``score`` [0-100 points, higher is better; NaN where missing]
        and ``missing_reason`` (empty, or the state of the first question without an answer).
    """
    values = _by_question(responses, "value", framework)
    states = _by_question(responses, "state", framework).fillna(NOT_ASKED)
    parts = []
    for indicator in framework.indicators.values():
        questions = [framework.questions[code] for code in indicator.questions]
        answers, state = values[list(indicator.questions)], states[list(indicator.questions)]
        score = _score(indicator, questions, answers, state)
        # with every answer given, points are missing only where the answers have none, as x of 0
        reason = state.where(state != ANSWERED).bfill(axis="columns").iloc[:, 0].fillna(NOT_APPLICABLE)
        parts.append(
            pd.DataFrame(
                {
                    "organisation_code": values.index,
                    "node_code": indicator.code,
                    "score": score.to_numpy(dtype=float),
                    "missing_reason": reason.where(score.isna()).fillna("").to_numpy(),
                }
            )
        )
    kinds = {"organisation_code": str, "node_code": str, "score": float, "missing_reason": str}
    return pd.concat(parts, ignore_index=True).astype(kinds)  # also where there are no rows


def _by_question(responses: pd.DataFrame, column: str, framework: Framework) -> pd.DataFrame:
    """One column of the responses, organisations down and all questions across."""
    wide = responses.pivot(index="organisation_code", columns="question_code", values=column)
    return wide.reindex(columns=list(framework.questions)).astype(object)


def _score(
    indicator: Indicator, questions: Sequence[Question], answers: pd.DataFrame, states: pd.DataFrame
) -> pd.Series:
    scoring = indicator.scoring
    known = answers.where(states == ANSWERED)
    first = known.iloc[:, 0]
    match scoring.method:
        case "scale":
            points = _numbers(first) * POINTS_A_LEVEL
        case "yesno":
            points = (first == scoring.counts).astype(float).where(first.notna()) * 100
        case "options":
            points = first.map(lambda answer: _best_option(answer, scoring.points), na_action="ignore")
        case "count":
            out = set(scoring.leave_out)
            counts = first.map(lambda chosen: len(set(chosen) - out), na_action="ignore")
            points = (counts.astype(float) / scoring.out_of * 100).clip(upper=100)
        case "provided":
            share = (known == scoring.counts).sum(axis="columns") / known.notna().sum(axis="columns")
            enough = known.notna().mean(axis="columns") >= LEAST_PROVIDED_KNOWN - TOLERANCE
            points = share.where(enough) * 100
        case "line":
            points = _read_off(_numbers(first), scoring.through)
        case "sum":
            points = _read_off(known.apply(_numbers).sum(axis="columns", skipna=False), scoring.through)
        case "ratio":
            below = _numbers(known.iloc[:, 1])
            points = _read_off(_numbers(first) / below.where(below > 0), scoring.through)
    return points.astype(float)


def _numbers(answers: pd.Series) -> pd.Series:
    return pd.to_numeric(answers).astype(float)


def _best_option(answer: str | tuple[str, ...], points: Mapping[str, float]) -> float:
    chosen = answer if isinstance(answer, tuple) else (answer,)
    return max((points[code] for code in chosen if code in points), default=float("nan"))


def _read_off(numbers: pd.Series, through: Sequence[tuple[float, float]]) -> pd.Series:
    """Points on the straight lines between the given (answer, points) pairs; flat beyond the ends."""
    answers, points = zip(*through, strict=True)
    read = np.interp(numbers.to_numpy(dtype=float), answers, points)
    return pd.Series(read, index=numbers.index).where(numbers.notna())


def score_nodes(indicator_scores: pd.DataFrame, framework: Framework) -> pd.DataFrame:
    """Scores of all nodes: indicators, parts, dimensions, blocks and the whole.

    Each parent is the weighted mean of its answered children; a node of which less than the framework's
    ``min_coverage`` of the weight was answered has no score.

    Returns
    -------
    DataFrame, one row per organisation and node
        ``organisation_code``, ``node_code``, ``level``, ``score`` [0-100 points], ``coverage`` [0-1] and
        ``missing_reason``.
    """
    wide = indicator_scores.pivot(index="organisation_code", columns="node_code", values="score")
    wide = wide.reindex(columns=list(framework.indicators)).astype(float)
    scored = aggregate_tree(wide, framework.nodes, min_coverage=framework.structure.min_coverage)
    scored = scored.rename(columns={"unit_code": "organisation_code"})
    scored = scored.astype({"organisation_code": str, "node_code": str})  # also where there are no rows
    scored = scored.merge(framework.nodes[["node_code", "level"]], on="node_code", how="left", validate="m:1")
    reasons = indicator_scores[["organisation_code", "node_code", "missing_reason"]]
    scored = scored.merge(reasons, on=["organisation_code", "node_code"], how="left", validate="1:1")
    without = scored["score"].isna() & scored["missing_reason"].isna()
    scored["missing_reason"] = scored["missing_reason"].mask(without, LOW_COVERAGE).fillna("")
    return scored[["organisation_code", "node_code", "level", "score", "coverage", "missing_reason"]]
