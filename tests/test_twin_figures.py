"""The same thing in two tables is hidden in both."""

import pandas as pd

from clusterbrief.analysis.republication.published_figures import FIGURES
from clusterbrief.analysis.republication.twin_figures import hide_twins

CODES = [f"A-{place}" for place in range(6)]
INTERNAL = {
    "organisations": pd.DataFrame({"organisation_code": CODES, "country_code": "A"}),
    "services": pd.DataFrame({"organisation_code": CODES, "kind": "k", "service_code": "s", "has": [True, False] * 3}),
    "compared": pd.DataFrame(
        {"organisation_code": CODES, "node_code": "dig_s", "score": [100.0, 0.0] * 3, "comparable_score": [100.0, 0] * 3,
         "coverage": 1.0}
    ),
}  # fmt: skip
SCORES = pd.DataFrame({"area_code": ["ALL", "A"], "node_code": "dig_s", "score": [50.0, 50.0], "hidden": False})
SERVICES = pd.DataFrame(
    {
        "area_code": ["ALL", "A"],
        "kind": "k",
        "service_code": "s",
        "n": 6,
        "count": [3.0, float("nan")],
        "bound": "",
        "share": 0.5,
    }
)


def test_hidden_count_hides_the_score_that_says_the_same() -> None:
    kept = hide_twins({"area_scores": SCORES, "service_shares": SERVICES}, INTERNAL, FIGURES)
    assert kept["area_scores"]["score"].isna().tolist() == [False, True]
    assert kept["area_scores"]["hidden"].tolist() == [False, True]


def test_things_in_which_somebody_differs_are_no_twins() -> None:
    other = {**INTERNAL, "compared": INTERNAL["compared"].assign(score=[100.0] * 4 + [0.0] * 2)}
    kept = hide_twins({"area_scores": SCORES, "service_shares": SERVICES}, other, FIGURES)
    assert kept["area_scores"]["score"].notna().all()
