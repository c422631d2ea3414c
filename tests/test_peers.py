"""An organisation beside its peers, itself never among them."""

import pandas as pd
import pytest

from clusterbrief.analysis.peers import compare_to_peers


def beside(scores: dict[str, float], code: str, peers: str) -> pd.Series:
    compared = pd.DataFrame({"organisation_code": list(scores), "node_code": "overall", "level": "overall"})
    compared["score"] = list(scores.values())
    organisations = compared[["organisation_code"]].assign(country_code=compared["organisation_code"].str[:2])
    table = compare_to_peers(compared, organisations, ("overall",))
    rows = table[(table["organisation_code"] == code) & (table["peers"] == peers)]
    return rows.iloc[0] if len(rows) else pd.Series(dtype=float)


def test_an_organisation_is_not_its_own_peer() -> None:
    row = beside({"XA-1": 0.0, "XA-2": 40.0, "XA-3": 60.0, "XB-1": 90.0}, "XA-1", "region")
    assert (row["n"], row["median"], row["difference"]) == (3, 60, -60)
    row = beside({"XA-1": 0.0, "XA-2": 40.0, "XA-3": 60.0, "XB-1": 90.0}, "XA-1", "country")
    assert (row["n"], row["median"]) == (2, 50)


def test_peers_without_a_score_do_not_count() -> None:
    row = beside({"XA-1": 10.0, "XA-2": 40.0, "XA-3": float("nan")}, "XA-1", "region")
    assert (row["n"], row["median"], row["share_below"]) == (1, 40, 0)


def test_without_a_score_of_its_own_there_is_nothing_to_compare() -> None:
    assert beside({"XA-1": float("nan"), "XA-2": 40.0}, "XA-1", "region").empty


def test_alone_there_is_no_median() -> None:
    row = beside({"XA-1": 10.0, "XB-1": 20.0}, "XA-1", "country")
    assert row["n"] == 0
    assert row[["median", "difference", "share_below"]].isna().all()


def test_equals_are_not_below_whatever_the_last_digit_says() -> None:
    assert beside({"XA-1": 0.3, "XA-2": 0.1 + 0.2 - 1e-14, "XA-3": 0.1}, "XA-1", "region")["share_below"] == 0.5


@pytest.mark.parametrize(("others", "quartiles"), [([1, 2, 3, 4, 5], (2, 3, 4)), ([10, 20], (12.5, 15, 17.5))])
def test_quartiles_are_those_of_the_others(others: list[float], quartiles: tuple[float, ...]) -> None:
    row = beside({"XA-0": 50.0, **{f"XA-{place + 1}": score for place, score in enumerate(others)}}, "XA-0", "region")
    assert tuple(row[["quartile_1", "median", "quartile_3"]]) == quartiles
