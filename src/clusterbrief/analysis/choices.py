"""Support needs and priority actions: options that respondents rank."""

import pandas as pd

from clusterbrief.study.answers import ANSWERED
from clusterbrief.study.framework import Framework
from clusterbrief.study.framework_model import Role


def list_choices(responses: pd.DataFrame, framework: Framework, role: Role) -> pd.DataFrame:
    """Places that each organisation gave to the options of a ranking.

    Returns
    -------
    DataFrame, one row per organisation that answered and option
        ``organisation_code``, ``option_code``, ``place`` [1 for first; NaN where not named].
    """
    question = framework.with_role(role)
    columns = ["organisation_code", "option_code", "place"]
    asked = question.code if question else None
    answered = responses[(responses["question_code"] == asked) & (responses["state"] == ANSWERED)]
    codes = [option.code for option in framework.options(question) if option.state == ANSWERED] if question else []
    rows = [
        (organisation, code, chosen.index(code) + 1 if code in chosen else float("nan"))
        for organisation, chosen in zip(answered["organisation_code"], answered["value"], strict=True)
        for code in codes
    ]
    return pd.DataFrame(rows, columns=columns).astype({"organisation_code": str, "option_code": str, "place": float})
