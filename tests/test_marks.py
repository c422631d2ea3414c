"""Marks of organisations: none where they could be told apart by country."""

import pandas as pd

from clusterbrief.analysis.disclosure import Thresholds
from clusterbrief.analysis.marks import disclose_marks

SCORES = [60.0, 62.0, 65.0, *(float(each) for each in range(5, 95, 10))]
CODES = [*(f"XA-{place}" for place in range(3)), *(f"XB-{place}" for place in range(9))]
COMPARED = pd.DataFrame(
    {"organisation_code": CODES, "node_code": "overall", "level": "overall", "comparable_score": SCORES}
)
ORGANISATIONS = pd.DataFrame({"organisation_code": CODES, "country_code": [code[:2] for code in CODES]})


def marks(mean: float | None, scores: list[float] = SCORES) -> pd.DataFrame:
    areas = pd.DataFrame({"area_code": ["XA"], "node_code": ["overall"], "comparable_score": [mean]}).astype(
        {"comparable_score": float}
    )
    return disclose_marks(COMPARED.assign(comparable_score=scores), Thresholds(), ORGANISATIONS, areas)


def test_marks_are_hidden_where_those_of_a_country_with_a_mean_lie_close_together() -> None:
    assert marks(62.0).empty
    assert len(marks(None)) == 12  # nothing says which three are theirs
    assert len(marks(63.0, [60.0, 62.0, 70.0, *SCORES[3:]])) == 12


def test_marks_that_all_lie_within_ten_points_are_hidden() -> None:
    assert marks(None, [50 + place / 2 for place in range(12)]).empty
