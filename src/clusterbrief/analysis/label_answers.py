"""What respondents say of quality labels: which they hold, and whether they wish to apply for one. Internal."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from clusterbrief.study.answers import ANSWERED
from clusterbrief.study.framework import Framework
from clusterbrief.study.framework_model import Role

ECEI = ("bronze", "silver", "gold")  # options of the question with the role "labels"
COLUMNS = {"organisation_code": str, "labels_held": str, "holds_ecei": bool, "label_wish": str}


def list_label_answers(responses: pd.DataFrame, organisations: pd.DataFrame, framework: Framework) -> pd.DataFrame:
    """What each organisation answered about labels.

    Parameters
    ----------
    responses : DataFrame, one row per organisation and question
        ``organisation_code``, ``question_code``, ``state``, ``value``.
    organisations : DataFrame, one row per organisation
        ``organisation_code``.
    framework : Framework
        Its questions with the roles "labels" and "label_wish".

    Returns
    -------
    DataFrame, one row per organisation, in the order given
        ``organisation_code``, ``labels_held`` (in words, joined by semicolons), ``holds_ecei`` (whether one of them is
        of the European Cluster Excellence Initiative) and ``label_wish`` (yes or no). Words are empty where nothing was
        answered that can be used.
    """
    held, wish = _answers(responses, framework, "labels"), _answers(responses, framework, "label_wish")
    question = framework.with_role("labels")
    options = framework.options(question) if question else ()
    # the questionnaire speaks to the organisation, a table of the authors about it
    texts = {option.code: option.text.replace("your", "its") for option in options}
    rows = []
    for code in organisations["organisation_code"]:
        labels = [label for label in texts if label in held.get(code, ())]
        words = "; ".join(texts[label] for label in labels)
        rows.append((code, words, bool(set(labels) & set(ECEI)), str(wish.get(code, ""))))
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)


def _answers(responses: pd.DataFrame, framework: Framework, role: Role) -> Mapping[str, Any]:
    question = framework.with_role(role)
    asked = question.code if question else None
    own = responses[(responses["question_code"] == asked) & (responses["state"] == ANSWERED)]
    return dict(zip(own["organisation_code"], own["value"], strict=True))
