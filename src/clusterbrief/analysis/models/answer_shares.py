"""Which organisations gave an answer that country models ask about, and how many of each area did."""

from collections.abc import Iterable

import pandas as pd

from clusterbrief.analysis.summaries import by_area
from clusterbrief.study.answers import ANSWERED
from clusterbrief.study.country_model_settings import AnswerShare, Component
from clusterbrief.study.framework import Framework

ANSWERS = {"organisation_code": str, "code": str, "question_code": str, "has": bool}
COUNTS = {"area_code": str, "code": str, "question_code": str, "n": int, "count": int}


def list_wishes(responses: pd.DataFrame, framework: Framework) -> pd.DataFrame:
    """Answers that commitment and potential rest on, such as the wish for a label; see ``list_answers``."""
    asked = [each for _, each in framework.country_models.components if each.measure == "answers"]
    return list_answers(responses, asked)


def list_concerns(responses: pd.DataFrame, framework: Framework) -> pd.DataFrame:
    """Limits of clusters that organisations see as a high concern; see ``list_answers``.

    References
    ----------
    EU4Digital (2024), 2.6, names the four limits.
    """
    return list_answers(responses, framework.country_models.limits)


def list_answers(responses: pd.DataFrame, asked: Iterable[AnswerShare | Component]) -> pd.DataFrame:
    """Whether each organisation gave one of some answers. Undisclosed.

    Parameters
    ----------
    responses : DataFrame, one row per organisation and question
        ``organisation_code``, ``question_code``, ``state``, ``value``.
    asked : iterable
        Each with ``code``, ``question`` and ``options``.

    Returns
    -------
    DataFrame, one row per thing asked and organisation that answered
        ``organisation_code``, ``code``, ``question_code`` and ``has``. Those who do not know or were not asked have no
        row.
    """
    answered = responses[responses["state"] == ANSWERED]
    parts = []
    for each in asked:
        rows = answered.loc[answered["question_code"] == each.question, ["organisation_code", "question_code", "value"]]
        parts.append(rows.assign(code=each.code, has=rows["value"].isin(each.options)))
    table = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=list(ANSWERS))
    return table[list(ANSWERS)].astype(ANSWERS)  # also where there are no rows


def count_answers(listed: pd.DataFrame, organisations: pd.DataFrame, region_code: str) -> pd.DataFrame:
    """How many organisations of each area gave one of some answers.

    Undisclosed: it passes ``disclosure.disclose_shares`` with the key ``code``.

    Parameters
    ----------
    listed : DataFrame, one row per thing asked and organisation that answered
        As ``list_answers`` gives it.
    organisations : DataFrame, one row per organisation
        ``organisation_code``, ``country_code``.
    region_code : str
        The area that holds all.

    Returns
    -------
    DataFrame, one row per area and thing asked, the region first
        ``area_code``, ``code``, ``question_code``, ``n`` (organisations that answered) and ``count`` (that gave one of
        the answers). An area in which nobody answered a question has no row for it.
    """
    placed = by_area(listed, organisations, region_code).astype({"has": bool})
    groups = placed.groupby(["area_code", "code", "question_code"])["has"]
    counts = groups.agg(n="count", count="sum").reset_index()
    outside = counts["area_code"] != region_code
    return counts.iloc[outside.argsort(kind="stable")].reset_index(drop=True)[list(COUNTS)].astype(COUNTS)
