"""What the EU values stand on, worked by hand on the example."""

import dataclasses
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterbrief.analysis.benchmarks import compare_to_benchmarks, resolve_benchmarks
from clusterbrief.analysis.scoring import score_nodes
from clusterbrief.analysis.standings import framework_published, share_published
from clusterbrief.study.framework import Framework
from worked_example import example, example_framework, reference

NONE = float("nan")
CODES = ["XA-1", "XA-2", "XA-3", "XA-4", "XB-1", "XB-2", "XB-3", "XC-1"]
# Published: listed, office, services, report. Settings: plan, review, themes. Staff and income take no part.
PUBLISHED = {
    # plan and listed: 1/2 wherever A.1 has a score
    "A.1": [1 / 2, 1 / 2, NONE, 1 / 2, 1 / 2, NONE, 1 / 2, 1 / 2],
    "A.2.x": [1, 1, NONE, NONE, 1, NONE, 1, 1],
    "A.2.y": [1, 1, NONE, 1, 1, NONE, 1, NONE],  # services alone
    "A.2": [1, 1, NONE, NONE, 1, NONE, 1, 1],
    # (1/2 + 1)/2; XA-4: A.1 alone
    "A": [3 / 4, 3 / 4, NONE, 1 / 2, 3 / 4, NONE, 3 / 4, 3 / 4],
    # report is one of three; XA-2 and XB-1 were not asked or did not answer
    "B": [1 / 3, 0, NONE, 1 / 3, 0, NONE, 1 / 3, 1 / 3],
    # (3 A + B)/4: (9/4 + 1/3)/4 = 31/48; (9/4 + 0)/4 = 9/16; XA-4 (3/2 + 1/3)/4 = 11/24
    "overall": [31 / 48, 9 / 16, NONE, 11 / 24, 9 / 16, NONE, 31 / 48, 31 / 48],
}


@pytest.fixture(scope="module")
def made() -> Any:
    return example("results")


@pytest.fixture(scope="module")
def shares(made: Any) -> pd.DataFrame:
    return share_published(made.results.compared, made.results.benchmarks, made.framework)


@pytest.mark.parametrize("node_code", PUBLISHED)
def test_shares_are_those_worked_by_hand(shares: pd.DataFrame, node_code: str) -> None:
    rows = shares[shares["node_code"] == node_code].set_index("organisation_code").loc[CODES]
    assert rows["published"].tolist() == pytest.approx(PUBLISHED[node_code], abs=1e-12, nan_ok=True)


def test_shares_add_to_one_and_are_missing_with_the_attainment(made: Any, shares: pd.DataFrame) -> None:
    keys = ["organisation_code", "node_code"]
    both = shares.merge(made.results.compared[[*keys, "attainment"]], on=keys)
    assert (both["published"].isna() == both["attainment"].isna()).all()
    known = both.dropna()
    assert (known["published"] + known["setting"] == 1).all()
    assert known["published"].between(0, 1).all()
    assert "indicator" not in set(shares["level"])


def test_framework_as_a_whole_is_that_of_full_answers(made: Any) -> None:
    whole = framework_published(made.results.benchmarks, made.framework).set_index("node_code")
    assert whole.index.tolist() == ["overall", "A", "A.1", "A.2", "A.2.x", "A.2.y", "B", "B.1"]
    for node_code, by_hand in PUBLISHED.items():
        assert whole.loc[node_code, "published"] == pytest.approx(by_hand[0], abs=1e-12)


def test_benchmark_of_zero_leaves_nothing_to_stand_on(made: Any) -> None:
    benchmarks = made.results.benchmarks.assign(benchmark=0.0)
    columns = ["organisation_code", "node_code", "level", "score", "coverage", "missing_reason"]
    compared = compare_to_benchmarks(made.results.compared[columns], benchmarks, made.framework)
    table = share_published(compared, benchmarks, made.framework)
    assert table[["published", "setting"]].isna().all(axis=None)


def test_without_scored_benchmarks_nothing_is_published(made: Any) -> None:
    benchmarks = made.results.benchmarks.assign(scored=False)
    whole = framework_published(benchmarks, made.framework)
    assert len(whole) == 8
    assert whole[["published", "setting"]].isna().all(axis=None)


def test_no_rows_keep_the_kinds_of_columns(made: Any, shares: pd.DataFrame) -> None:
    none = share_published(made.results.compared.iloc[:0], made.results.benchmarks, made.framework)
    assert none.empty
    assert (none.dtypes == shares.dtypes).all()


def test_of_the_real_framework_finance_is_published_and_management_is_set(framework: Framework) -> None:
    whole = framework_published(resolve_benchmarks(framework, reference()), framework).set_index("node_code")
    assert whole.loc["II.c.3", "published"] == 1
    assert whole.loc["III", "setting"] == 1
    assert 0 < whole.loc["overall", "published"] < 1


@settings(max_examples=6)
@given(st.lists(st.floats(0.1, 10), min_size=9, max_size=9), st.sets(st.integers(0, 8)))
def test_shares_are_the_weight_of_published_indicators_over_all(weights: list[float], unanswered: set[int]) -> None:
    """In each dimension: weights of the answered published indicators over those of all answered and scored."""
    plain = example_framework()
    indicators = {
        code: each.model_copy(update={"weight": weight})
        for (code, each), weight in zip(plain.indicators.items(), weights, strict=True)
    }
    framework = dataclasses.replace(plain, indicators=indicators)
    rows = pd.DataFrame({"organisation_code": "XA-1", "node_code": list(indicators), "missing_reason": ""})
    rows["score"] = [NONE if place in unanswered else 50.0 for place in range(len(rows))]
    benchmarks = resolve_benchmarks(framework, reference())
    compared = compare_to_benchmarks(score_nodes(rows, framework), benchmarks, framework)
    table = share_published(compared, benchmarks, framework).set_index("node_code")["published"]
    answered = set(rows.loc[rows["score"].notna(), "node_code"])
    for node, published, setting in (("A.1", {"listed"}, {"plan"}), ("B.1", {"report"}, {"review", "themes"})):
        if pd.notna(table[node]):
            weight = {code: indicators[code].weight for code in answered & (published | setting)}
            by_hand = sum(weight[code] for code in published & set(weight)) / sum(weight.values())
            assert table[node] == pytest.approx(by_hand, abs=1e-9)
