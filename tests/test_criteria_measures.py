"""Answers as tests read them: numbers with bounds, and why they are missing."""

import numpy as np

from clusterbrief.analysis.labels.criteria_measures import say_missing
from test_criteria import answers


def test_percent_is_read_as_a_share(framework):
    asked = answers(framework, {"AM-1": {"income_fees": "25", "members_active": "25"}})
    assert asked.numbers("income_fees").tolist() == [0.25]
    assert asked.numbers("members_active").tolist() == [25]


def test_a_missing_answer_lies_where_its_question_allows(framework):
    asked = answers(framework, {"AM-1": {}, "AM-2": {"income_fees": "30", "members_active": "7", "team_fte": "1"}})
    for code, bounds in {"income_fees": (0, 1), "members_active": (0, np.inf), "team_fte": (0, 500)}.items():
        low, high = asked.bounds(code)
        assert (low[0], high[0]) == bounds
        assert low[1] == high[1] == asked.numbers(code)[1]


def test_what_is_missing_is_told_with_its_state(framework):
    cells = {"members_sme": "?", "members_large": "-", "members_civil": "3"}
    asked = answers(framework, {"AM-1": cells})
    assert say_missing(asked, ["members_sme"], 0) == "do not know"
    assert say_missing(asked, ["members_civil"], 0) == ""
    several = say_missing(asked, ["members_sme", "members_large", "members_civil", "members_public"], 0)
    assert several == (
        "do not know: Small and medium-sized enterprises, not asked: Large enterprises, "
        "not answered: Public authorities and agencies"
    )
