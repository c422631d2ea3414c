"""Peer groups that are nearly the same are not shown side by side."""

from random import Random

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterbrief.analysis.disclosure import Thresholds, disclose_peers
from clusterbrief.analysis.peer_overlaps import hide_overlaps, overlapping_groups
from clusterbrief.analysis.peers import compare_to_peers

LIMITS = Thresholds()
LEVELS = ("overall",)
Pairs = list[tuple[str, str]]


def tables_of(scores: dict[str, float]) -> tuple[pd.DataFrame, pd.DataFrame]:
    compared = pd.DataFrame({"organisation_code": list(scores), "node_code": "overall", "level": "overall"})
    compared["score"] = pd.Series(list(scores.values()), dtype=float)
    compared = compared.astype(dict.fromkeys(["organisation_code", "node_code", "level"], str))
    return compared, compared[["organisation_code"]].assign(country_code=compared["organisation_code"].str[:2])


def overlaps_of(scores: dict[str, float], pairs: Pairs) -> pd.DataFrame:
    similar = pd.DataFrame(pairs, columns=["organisation_code", "peer_code"], dtype=str)
    return overlapping_groups(*tables_of(scores), LEVELS, similar, LIMITS)


def told(scores: dict[str, float], pairs: Pairs, code: str) -> list[tuple[str, str, int]]:
    rows = overlaps_of(scores, pairs)
    rows = rows[rows["organisation_code"] == code]
    return list(rows[["peers", "like", "differing"]].itertuples(index=False, name=None))


def crowd(**countries: int) -> dict[str, float]:
    codes = [f"{country}-{number}" for country, n in countries.items() for number in range(1, n + 1)]
    return {code: float(place) for place, code in enumerate(codes)}


def similar_to(code: str, others: list[str]) -> Pairs:
    return [(code, other) for other in others if other != code]


COUNTRY = [f"XA-{number}" for number in range(1, 9)]  # eight of twenty


@pytest.mark.parametrize(
    ("others", "expected"),
    [
        (COUNTRY, [("similar", "country", 0)]),
        ([*COUNTRY, "XB-1"], [("similar", "country", 1)]),
        (COUNTRY[:-2], [("similar", "country", 2)]),
        ([*COUNTRY[:-1], "XB-1"], [("similar", "country", 2)]),  # one in exchange for another
        ([*COUNTRY[:-2], "XB-1"], []),  # three differ
        (["XB-1", "XB-2", "XB-3", "XB-4", "XB-5"], []),
        (list(crowd(XA=8, XB=12)), [("similar", "region", 0)]),
        (list(crowd(XA=8, XB=11)), [("similar", "region", 1)]),
    ],
)
def test_similar_ones_give_way_to_country_and_region(others: list[str], expected: list[tuple[str, str, int]]) -> None:
    assert told(crowd(XA=8, XB=12), similar_to("XA-1", others), "XA-1") == expected


def test_country_gives_way_to_the_region() -> None:
    scores = crowd(XA=8, XB=2)
    assert told(scores, [], "XA-1") == [("country", "region", 2)]
    assert told(crowd(XA=8), [], "XA-1") == [("country", "region", 0)]
    # what is like a hidden country can still be shown, if it is not like the region
    assert told(scores, similar_to("XA-1", COUNTRY[:-2]), "XA-1") == [("country", "region", 2)]
    assert told(crowd(XA=8, XB=3), [], "XA-1") == []


def test_only_organisations_with_a_score_count() -> None:
    scores = crowd(XA=8, XB=12)
    pairs = similar_to("XA-1", [*COUNTRY, "XB-1", "XB-2", "XB-3"])
    assert told(scores, pairs, "XA-1") == []
    assert told({**scores, "XB-1": float("nan")}, pairs, "XA-1") == [("similar", "country", 2)]
    assert told({**scores, "XA-1": float("nan")}, pairs, "XA-1") == []  # has no row itself


def test_what_is_too_small_to_be_shown_gives_nothing_away() -> None:
    scores = crowd(XA=5, XB=12)
    country = [f"XA-{number}" for number in range(1, 6)]  # four peers: hidden anyway
    assert told(scores, similar_to("XA-1", [*country, "XB-1"]), "XA-1") == []
    assert told(scores, similar_to("XA-1", country), "XA-1") == []


def test_hidden_rows_say_why_and_the_others_stay() -> None:
    scores = crowd(XA=8, XB=12)
    pairs = similar_to("XA-1", [*COUNTRY, "XB-1"]) + similar_to("XA-2", list(scores)) + similar_to("XA-3", COUNTRY)
    compared, organisations = tables_of(scores)
    similar = pd.DataFrame(pairs, columns=["organisation_code", "peer_code"])
    peers = compare_to_peers(compared, organisations, LEVELS, similar)
    shown = hide_overlaps(peers, overlapping_groups(compared, organisations, LEVELS, similar, LIMITS))
    hidden = shown[shown["hidden_because"] != ""].set_index("organisation_code")
    assert hidden["hidden_because"].to_dict() == {
        "XA-1": "nearly the same organisations as in the country",
        "XA-2": "the same organisations as in the region",
        "XA-3": "the same organisations as in the country",
    }
    figures = ["median", "quartile_1", "quartile_3", "difference", "share_below", "position"]
    assert hidden[figures].isna().all(axis=None)
    kept = shown["hidden_because"] == ""
    pd.testing.assert_frame_equal(shown.loc[kept, peers.columns], peers[kept], check_dtype=False)
    assert disclose_peers(shown, LIMITS).loc[~kept, figures[:4]].isna().all(axis=None)


def test_no_rows_keep_the_kinds_of_columns() -> None:
    full = overlaps_of(crowd(XA=8, XB=12), similar_to("XA-1", COUNTRY))
    assert len(full)
    for scores in ({}, {"XA-1": 1.0}, {"XA-1": float("nan")}):
        none = overlaps_of(scores, [])
        assert none.empty
        assert (none.dtypes == full.dtypes).all()
    compared, organisations = tables_of({})
    peers = compare_to_peers(compared, organisations, LEVELS)
    assert hide_overlaps(peers, overlaps_of({}, [])).empty
    assert overlapping_groups(*tables_of(crowd(XA=8, XB=12)), LEVELS, None, LIMITS).empty


@settings(max_examples=15)
@given(st.integers(0, 14), st.integers(0, 6), st.floats(0, 1), st.randoms(use_true_random=False))
def test_no_two_groups_that_are_shown_differ_by_one_or_two(n: int, m: int, share: float, random: Random) -> None:
    scores = {code: score if random.random() < 0.9 else np.nan for code, score in crowd(XA=n, XB=m).items()}
    pairs = [(own, peer) for own in scores for peer in scores if own != peer and random.random() < share]
    compared, organisations = tables_of(scores)
    similar = pd.DataFrame(pairs, columns=["organisation_code", "peer_code"], dtype=str)
    peers = compare_to_peers(compared, organisations, LEVELS, similar)
    shown = hide_overlaps(peers, overlapping_groups(compared, organisations, LEVELS, similar, LIMITS))
    shown = shown[(shown["hidden_because"] == "") & (shown["n"] >= LIMITS.median)]
    for code, rows in shown.groupby("organisation_code"):
        known = {other for other in scores if other != code and not np.isnan(scores[other])}
        groups = {
            "region": known,
            "country": {other for other in known if other[:2] == str(code)[:2]},
            "similar": {other for other in known if (code, other) in pairs},
        }
        visible = [groups[each] for each in rows["peers"]]
        for place, one in enumerate(visible):
            assert all(len(one ^ other) >= LIMITS.count for other in visible[:place])


def test_position_among_few_is_not_shown() -> None:
    compared, organisations = tables_of(crowd(XA=9))
    shown = disclose_peers(compare_to_peers(compared, organisations, LEVELS), LIMITS)
    assert shown["position"].isna().all()
