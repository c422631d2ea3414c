"""Nothing that rests on too few leaves disclosure control, and nothing hidden can be worked out from what does."""

from random import Random

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterbrief.analysis.disclosure import (
    Thresholds,
    disclose_counts,
    disclose_participation,
    disclose_peers,
    disclose_scores,
    disclose_shares,
    round_half_up,
)
from clusterbrief.analysis.marks import disclose_marks
from clusterbrief.analysis.peers import compare_to_peers
from clusterbrief.analysis.summaries import count_classes, summarise_scores

REGION, LIMITS = "ALL", Thresholds()
CLASSES = ("champion", "pioneer", "unclassified")
NODES = pd.DataFrame(
    {
        "node_code": ["overall", "D", "yes", "scale", "other"],
        "parent_code": ["", "overall", "D", "D", "D"],
        "level": ["overall", "dimension", "indicator", "indicator", "indicator"],
    }
)
sizes = st.lists(st.integers(0, 12), min_size=1, max_size=6)
seeds = st.integers(0, 10**6)
attacks = settings(max_examples=15, deadline=None)


def organisations_of(counts: list[int]) -> pd.DataFrame:
    codes = [(f"X{place}-{number}", f"X{place}") for place, n in enumerate(counts) for number in range(n)]
    return pd.DataFrame(codes, columns=["organisation_code", "country_code"], dtype=str)


def compared_of(organisations: pd.DataFrame, seed: int, missing: float = 0.1) -> pd.DataFrame:
    """Random scores: a yes/no indicator, two on a scale, and the nodes above them."""
    random = Random(seed)
    rows = []
    for code in organisations["organisation_code"]:
        yes, scale, other = random.choice([0, 100]), random.choice([0, 25, 50, 75, 100]), random.choice([0, 50, 100])
        mean = (yes + scale + other) / 3
        for node, level, score in zip(NODES["node_code"], NODES["level"], [mean, mean, yes, scale, other], strict=True):
            gone = random.random() < missing
            rows.append((code, node, level, float("nan") if gone else float(score), 75.0))
    columns = ["organisation_code", "node_code", "level", "score", "benchmark"]
    table = pd.DataFrame(rows, columns=columns).astype({"score": float})
    return table.assign(comparable_score=table["score"], coverage=table["score"].notna().astype(float))


def disclosed_scores(compared: pd.DataFrame, organisations: pd.DataFrame) -> pd.DataFrame:
    return disclose_scores(summarise_scores(compared, organisations, REGION), LIMITS, REGION, NODES)


@attacks
@given(sizes, seeds)
def test_no_mean_median_or_quartile_is_shown_below_its_threshold(counts: list[int], seed: int) -> None:
    organisations = organisations_of(counts)
    shown = disclosed_scores(compared_of(organisations, seed), organisations)
    for figure, least in (("score", 3), ("coverage", 3), ("median", 5), ("low", 5), ("quartile_1", 10)):
        assert (shown.loc[shown[figure].notna(), "n"] >= least).all()
    assert shown.loc[shown["hidden"], ["score", "comparable_score", "gap", "median", "coverage"]].isna().all(axis=None)
    few = shown.loc[shown["n"] < 10, "median"].dropna()
    assert (few % 5 == 0).all()  # the median of an odd number is somebody's score


@attacks
@given(sizes, seeds)
def test_countries_hidden_beside_a_printed_mean_are_two_with_three_members_between_them(
    counts: list[int], seed: int
) -> None:
    organisations = organisations_of(counts)
    shown = disclosed_scores(compared_of(organisations, seed), organisations)
    for figure in ("score", "comparable_score"):
        for _, rows in shown.groupby("node_code"):
            total, countries = rows[rows["area_code"] == REGION], rows[rows["area_code"] != REGION]
            left = countries[countries[figure].isna() & (countries["n"] > 0)]
            if total[figure].notna().any() and len(left):
                assert len(left) >= 2
                assert left["n"].sum() >= 3


@attacks
@given(sizes, seeds)
def test_mean_of_a_yes_or_no_never_tells_a_count_below_three_or_of_all_but_three(counts: list[int], seed: int) -> None:
    organisations = organisations_of(counts)
    compared = compared_of(organisations, seed, missing=0)
    shown = disclosed_scores(compared, organisations).query("node_code == 'yes' and score == score")
    counted = shown["score"] / 100 * shown["n"]
    assert (counted.round() >= 3).all()
    assert ((shown["n"] - counted).round() >= 3).all()


def test_mean_of_which_all_members_have_the_same_is_hidden() -> None:
    organisations = organisations_of([12, 12, 12])
    compared = compared_of(organisations, 1, missing=0)
    alike = compared["organisation_code"].str.startswith("X0") & (compared["node_code"] == "scale")
    compared.loc[alike, ["score", "comparable_score"]] = 75.0
    shown = disclosed_scores(compared, organisations).set_index(["area_code", "node_code"])
    assert shown.loc[("X0", "scale"), "hidden"]
    figures = ["score", "low", "high", "median", "quartile_1", "quartile_3", "comparable_score"]
    assert shown.loc[("X0", "scale"), figures].isna().all()
    assert not shown.loc[("ALL", "scale"), "hidden"]
    assert shown.loc[[("X1", "scale"), ("X2", "scale")], "hidden"].any()


def test_hidden_indicator_does_not_follow_from_its_parent_and_siblings() -> None:
    organisations = organisations_of([8, 12, 12])
    compared = compared_of(organisations, 3, missing=0)
    in_first = compared["organisation_code"].str.startswith("X0") & (compared["node_code"] == "yes")
    compared.loc[in_first, "score"] = [100.0, *[0.0] * 7]
    shown = disclosed_scores(compared, organisations).query("level == 'indicator'")
    for area in shown.loc[shown["hidden"], "area_code"].unique():
        assert shown.loc[shown["area_code"] == area, "hidden"].sum() >= 2


@attacks
@given(sizes, seeds)
def test_gap_and_attainment_are_those_of_the_printed_points(counts: list[int], seed: int) -> None:
    organisations = organisations_of(counts)
    shown = disclosed_scores(compared_of(organisations, seed), organisations).dropna(subset=["comparable_score"])
    assert (shown["gap"] == shown["benchmark"] - shown["comparable_score"]).all()
    printed = np.floor(shown["comparable_score"] / shown["benchmark"] * 100 + 0.5 + 1e-9) / 100
    assert shown["attainment"].to_numpy() == pytest.approx(printed.to_numpy())
    assert (shown["score"] % 1 == 0).all()


def test_halves_are_rounded_up() -> None:
    numbers = pd.DataFrame({"x": [0.5, 1.5, 2.5, 62.5, 0.49999, -0.5, float("nan"), 72.49999999999999]})
    assert round_half_up(numbers)["x"].tolist()[:6] == [1, 2, 3, 63, 0, 0]
    assert round_half_up(numbers)["x"].isna().tolist() == [False] * 6 + [True, False]
    assert round_half_up(pd.DataFrame({"x": [0.125, 0.285, 1.005]}), 2)["x"].tolist() == [0.13, 0.29, 1.01]


def classes_of(organisations: pd.DataFrame, seed: int) -> pd.DataFrame:
    random = Random(seed)
    return organisations[["organisation_code"]].assign(
        class_code=[random.choice(CLASSES) for _ in range(len(organisations))]
    )


@attacks
@given(sizes, seeds)
def test_counts_of_a_class_below_three_or_of_all_but_three_are_not_shown(counts: list[int], seed: int) -> None:
    organisations = organisations_of(counts)
    table = count_classes(classes_of(organisations, seed), organisations, REGION, CLASSES)
    shown = disclose_counts(table, LIMITS, REGION, "class_code", CLASSES, missing=["unclassified"])
    missing = shown[shown["class_code"] == "unclassified"].set_index("area_code")["count"]
    assert missing.notna().all()
    rated = shown[(shown["class_code"] != "unclassified") & ~shown["hidden"]]
    n = rated["n"] - rated["area_code"].map(missing)
    assert ((rated["count"] >= 3) | (rated["count"] == 0)).all()
    assert ((n - rated["count"] >= 3) | (rated["count"] == 0)).all()
    assert shown["n"].equals(
        shown["area_code"].map(table.groupby("area_code")["count"].sum()).astype("int64").rename("n")
    )


def test_class_that_nobody_is_in_is_shown_as_empty_and_hides_nothing() -> None:
    counts = pd.DataFrame(
        [(area, code, n) for area, row in {"ALL": (13, 12, 0), "A": (6, 5, 0), "B": (7, 7, 0)}.items()
         for code, n in zip("xyz", row, strict=True)],
        columns=["area_code", "kind", "count"],
    )  # fmt: skip
    shown = disclose_counts(counts, LIMITS, REGION, "kind", list("xyz"))
    assert not shown["hidden"].any()
    assert (shown.loc[shown["kind"] == "z", "count"] == 0).all()


def shares_of(rows: dict[str, tuple[int, int]], **also: object) -> pd.DataFrame:
    table = pd.DataFrame([(area, n, count) for area, (n, count) in rows.items()], columns=["area_code", "n", "count"])
    return table.assign(option_code="o", **also)


def test_percentages_are_shown_from_ten_and_rounded_half_up() -> None:
    shown = disclose_shares(shares_of({"ALL": (49, 13), "A": (40, 9), "B": (9, 4)}), LIMITS, REGION, ["option_code"])
    shown = shown.set_index("area_code")
    assert shown.loc["B", "count"] == 4
    assert np.isnan(shown.loc["B", "share"])
    assert shown.loc["A", "share"] == 0.23  # 0.225
    assert "hidden" not in shown and "have" not in shown


def test_few_and_nearly_all_are_said_of_large_areas_only() -> None:
    rows = {"ALL": (37, 2), "A": (20, 1), "B": (8, 0), "C": (9, 1)}
    shown = disclose_shares(shares_of(rows), LIMITS, REGION, ["option_code"]).set_index("area_code")
    assert shown["count"].isna().all()
    assert shown["bound"].to_dict() == {"ALL": "few", "A": "few", "B": "", "C": ""}


@pytest.mark.parametrize("rows", [{"ALL": (2, 1), "A": (2, 1)}, {"ALL": (12, 6), "A": (12, 6)}, {}])
def test_one_country_alone_shows_what_the_region_shows(rows: dict[str, tuple[int, int]]) -> None:
    shown = disclose_shares(shares_of(rows), LIMITS, REGION, ["option_code"])
    assert shown["count"].nunique(dropna=False) <= 1


@attacks
@given(sizes, seeds)
def test_marks_appear_from_ten_on_and_never_for_indicators(counts: list[int], seed: int) -> None:
    marks = disclose_marks(compared_of(organisations_of(counts), seed), LIMITS)
    assert (marks.groupby("node_code").size() >= 10).all()
    assert set(marks["node_code"]) <= {"overall", "D"}
    assert list(marks.columns) == ["node_code", "n", "comparable_score"]


def test_marks_of_a_node_with_one_score_for_all_are_hidden() -> None:
    compared = compared_of(organisations_of([12]), 1, missing=0).assign(comparable_score=50.0)
    assert disclose_marks(compared, LIMITS).empty


@attacks
@given(sizes, seeds)
def test_peers_medians_rest_on_five_others_and_quartiles_on_ten(counts: list[int], seed: int) -> None:
    organisations = organisations_of(counts)
    peers = disclose_peers(compare_to_peers(compared_of(organisations, seed), organisations, ("overall",)), LIMITS)
    assert (peers.loc[peers["median"].notna(), "n"] >= 5).all()
    assert peers.loc[peers["n"] < 5, ["median", "difference"]].isna().all(axis=None)
    assert peers.loc[peers["n"] < 10, ["quartile_1", "quartile_3", "share_below"]].isna().all(axis=None)


def test_response_rate_and_completion_follow_the_thresholds() -> None:
    table = pd.DataFrame(
        {
            "area_code": ["ALL", "A", "B", "C"],
            "invited": [60, 40, 9, 11],
            "respondents": [14, 10, 2, 2],
            "respondents_invited": [13, 9, 2, 2],
            "completion": [0.875, 0.925, 0.5, 1.0],
        }
    )
    shown = disclose_participation(table, LIMITS, REGION).set_index("area_code")
    assert shown["response_rate"].round(2).fillna(-1).to_dict() == {"ALL": 0.22, "A": 0.23, "B": -1, "C": 0.18}
    assert shown["completion"].fillna(-1).to_dict() == {"ALL": 0.88, "A": 0.93, "B": -1, "C": -1}


def test_no_rows_in_no_rows_out() -> None:
    organisations = organisations_of([0])
    compared = compared_of(organisations, 1)
    assert disclosed_scores(compared, organisations).empty
    assert disclose_marks(compared, LIMITS).empty
    counts = count_classes(classes_of(organisations, 1), organisations, REGION, CLASSES)
    assert disclose_counts(counts, LIMITS, REGION, "class_code", CLASSES).empty


def test_interval_that_tells_how_close_all_lie_is_hidden() -> None:
    from clusterbrief.analysis.disclosure import _tells_spread

    # of five, t is 2.13; printed one point beside the mean, 1 + 2 x 2 x 4 / 2.13 = 8.5 points are left, two beside it 12.3
    rows = pd.DataFrame({"level": ["part"] * 2, "comparable_score": 50.0, "n_compared": 5})
    rows = rows.assign(low=[48.6, 48.4], high=[51.4, 51.6])
    assert _tells_spread(rows).tolist() == [True, False]


def test_interval_of_answers_that_rules_any_of_them_out_is_hidden() -> None:
    from clusterbrief.analysis.disclosure import _tells_spread

    # of five: 20 beside the mean leave 21 x 4 / 2.13 = 39 on each side, 30 leave 58; what is clipped tells nothing
    rows = pd.DataFrame({"level": ["indicator"] * 3, "comparable_score": 50.0, "n_compared": 5})
    rows = rows.assign(low=[30.0, 20.0, 0.0], high=[70.0, 80.0, 100.0])
    assert _tells_spread(rows).tolist() == [True, False, False]
