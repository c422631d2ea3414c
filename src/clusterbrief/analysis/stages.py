"""Stages of the life cycle: the described profile that is nearest to one organisation's answers."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from clusterbrief.analysis.summaries import by_area
from clusterbrief.study.answers import ANSWERED
from clusterbrief.study.framework import Framework
from clusterbrief.study.stage_checks import UNKNOWN

UNKNOWN_STAGE = UNKNOWN
TOLERANCE = 1e-12  # a coverage of exactly the threshold must not fail on the last bit of a product
DECIMALS = 10  # of distances that are compared, so that the last bit of a mean never parts equals
COLUMNS = {
    "organisation_code": str, "stage_code": str, "distance": float, "runner_up": str, "margin": float,
    "features_answered": int, "decided_by": str,
}  # fmt: skip


def stage_order(framework: Framework) -> list[str]:
    """Codes of the stages in the order of a cluster's life, and unknown."""
    return [*[stage.code for stage in framework.stages.stages], UNKNOWN_STAGE]


def assign_stages(responses: pd.DataFrame, framework: Framework) -> pd.DataFrame:
    """The stage of each organisation's cluster: the profile of stages.yml nearest to its answers.

    The distance of a profile is the mean absolute difference of levels over the features that were answered.
    Nobody else's answers take part.

    Parameters
    ----------
    responses : DataFrame, one row per organisation and question
        ``organisation_code``, ``question_code``, ``state``, ``value``.
    framework : Framework

    Returns
    -------
    DataFrame, one row per organisation, by code
        ``organisation_code``, ``stage_code`` (unknown below the framework's ``min_coverage`` of features),
        ``distance`` [levels, 0-4], ``runner_up`` (the next stage; empty where the stage is unknown), ``margin`` (the
        runner-up's distance less the stage's own; levels, 0 or more), ``features_answered`` and ``decided_by``, the
        figures in words. At equal distance the earlier stage is given and the margin is 0. Distance and margin are NaN
        where the stage is unknown.

    References
    ----------
    EU4Digital (2024), 2.1.5, describes the stages. Nearest profile by mean absolute difference (Gower, 1971,
    Biometrics 27, 857-871, for features on one scale and with missing values).
    """
    codes = sorted(responses["organisation_code"].unique())
    levels = _levels(responses, codes, framework.stages.features)
    answered = (~np.isnan(levels)).sum(axis=1)
    distances = _distances(levels, framework)
    least = framework.structure.min_coverage * levels.shape[1]
    known = (answered > 0) & (answered >= least - TOLERANCE) & (distances.shape[1] > 1)
    rows = [
        (code, *_nearest(each, framework)) if enough else (code, UNKNOWN_STAGE, np.nan, "", np.nan, "")
        for code, each, enough in zip(codes, distances, known, strict=True)
    ]
    columns = ["organisation_code", "stage_code", "distance", "runner_up", "margin", "decided_by"]
    table = pd.DataFrame(rows, columns=columns).assign(features_answered=answered)
    too_few = [f"{number} of {levels.shape[1]} features answered: too few" for number in answered]
    table["decided_by"] = table["decided_by"].where(known, pd.Series(too_few, dtype=str))
    return table[list(COLUMNS)].astype(COLUMNS)  # also where there are no rows


def _levels(responses: pd.DataFrame, codes: Sequence[str], features: Sequence[str]) -> np.ndarray:
    """Levels by organisation and feature; NaN where there is no answer."""
    told = responses[(responses["state"] == ANSWERED) & responses["question_code"].isin(features)]
    wide = told.pivot(index="organisation_code", columns="question_code", values="value")
    return wide.reindex(index=codes, columns=list(features)).to_numpy(dtype=float)


def _distances(levels: np.ndarray, framework: Framework) -> np.ndarray:
    """Mean absolute difference by organisation and stage; 0 where nothing was answered."""
    stages, features = framework.stages.stages, framework.stages.features
    profiles = np.array([[stage.levels[code] for code in features] for stage in stages], dtype=float)
    apart = np.abs(levels[:, None, :] - profiles.reshape(len(stages), len(features)))
    answered = (~np.isnan(levels)).sum(axis=1, keepdims=True)
    return (np.nansum(apart, axis=2) / np.maximum(answered, 1)).round(DECIMALS)


def _nearest(distances: np.ndarray, framework: Framework) -> tuple[str, float, str, float, str]:
    stages = framework.stages.stages
    first, second = np.argsort(distances, kind="stable")[:2]  # stable: of equals, the earlier stage
    distance, margin = distances[first], round(distances[second] - distances[first], DECIMALS)
    own, other = stages[first].label.lower(), stages[second].label.lower()
    words = f"{distance:.2f} levels from {own} on average, {distances[second]:.2f} from {other}"
    if margin == 0:
        equal = [stages[place].label.lower() for place in np.flatnonzero(distances == distance) if place != first]
        others = " and ".join(equal)
        words = f"{distance:.2f} levels on average from {own} and from {others} alike: a tie, the earlier is given"
    return stages[first].code, distance, stages[second].code, margin, words


def count_stages(
    stages: pd.DataFrame, organisations: pd.DataFrame, region_code: str, order: Sequence[str]
) -> pd.DataFrame:
    """Organisations by area and stage: one row each, ``area_code``, ``stage_code``, ``count``, zeros included."""
    placed = by_area(stages[["organisation_code", "stage_code"]], organisations, region_code)
    every = pd.MultiIndex.from_product(
        [sorted(placed["area_code"].unique()), list(order)], names=["area_code", "stage_code"]
    )
    counts = placed.groupby(["area_code", "stage_code"]).size().reindex(every, fill_value=0)
    return counts.rename("count").reset_index().astype({"area_code": str, "stage_code": str, "count": int})
