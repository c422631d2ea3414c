"""SWOT: every point has its figure, no quadrant is too full, and what is hidden makes no point."""

import dataclasses

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterbrief.analysis.disclosure import Thresholds, disclose_counts, disclose_shares
from clusterbrief.analysis.labels.programmes import count_criteria
from clusterbrief.analysis.models.answer_shares import count_answers, list_concerns
from clusterbrief.analysis.models.swot import COLUMNS, QUADRANTS, SwotTables, swot
from clusterbrief.analysis.services import eu_service_shares
from clusterbrief.analysis.stages import assign_stages, count_stages, stage_order
from worked_example import REGION, as_responses, example, example_framework, example_rows, reference

NONE = float("nan")
PARTS = {"A.1": -5.0, "A.2.x": 4.0, "A.2.y": 30.0, "B.1": 10.0}  # node -> gap


def scores_of(gaps: dict[str, float]) -> pd.DataFrame:
    rows = [("XA", code, "part", 20, 60.0 - gap, 60.0, gap) for code, gap in gaps.items()]
    columns = ["area_code", "node_code", "level", "n", "comparable_score", "benchmark", "gap"]
    return pd.DataFrame(rows, columns=columns)


def shares_of(kind: str, rows: dict[str, float], column: str, n: int = 20) -> pd.DataFrame:
    table = [("XA", kind, code, n, share) for code, share in rows.items()]
    return pd.DataFrame(table, columns=["area_code", "kind", column, "n", "share"]).astype({"share": float})


def tables(**changed: pd.DataFrame | None) -> SwotTables:
    """Tables in which nothing is a point but for what is changed."""
    eu = pd.DataFrame({"kind": "k", "service_code": ["s1", "s2", "s3"], "label": ["S1", "S2", "S3"], "gold_share": 0.5})
    criteria = ["area_code", "programme_code", "criterion_code", "label", "n", "met", "not_met", "unknown"]
    given_tables = {
        "area_scores": scores_of({}), "service_shares": shares_of("k", {}, "service_code"), "eu_services": eu,
        "criteria": pd.DataFrame(columns=criteria), "stages": stages_of({}),
        "needs": shares_of("", {}, "option_code"), "actions": shares_of("", {}, "option_code"),
        "limits": shares_of("", {}, "code"), "atlas_nodes": None,
    }  # fmt: skip
    return SwotTables(**(given_tables | changed))


def stages_of(counts: dict[str, float], n: int = 20) -> pd.DataFrame:
    rows = [("XA", code, n, count) for code, count in counts.items()]
    return pd.DataFrame(rows, columns=["area_code", "stage_code", "n", "count"])


def criteria_of(rows: dict[str, tuple[str, float, float]]) -> pd.DataFrame:
    table = [("XA", *code.split("."), label, 20, met, not_met, 0) for code, (label, met, not_met) in rows.items()]
    return pd.DataFrame(table, columns=tables().criteria.columns)


def points(given_tables: SwotTables, **changed: object) -> list[list[object]]:
    framework = example_framework()
    if changed:
        swot_settings = framework.country_models.swot.model_copy(update=changed)
        models = framework.country_models.model_copy(update={"swot": swot_settings})
        framework = dataclasses.replace(framework, country_models=models)
    table = swot("XA", given_tables, framework)
    return table[["quadrant", "kind", "code", "value", "reference", "distance"]].to_numpy().tolist()


def test_gaps_by_part_are_strengths_and_weaknesses():
    # 4 points short is neither; A.2 has parts and stands for nothing itself
    scores = scores_of(PARTS | {"A.2": 25.0, "overall": 50.0})
    assert points(tables(area_scores=scores)) == [
        ["strength", "node", "A.1", 65, 60, 5],
        ["weakness", "node", "A.2.y", 30, 60, 30],
        ["weakness", "node", "B.1", 50, 60, 10],
    ]


def test_short_funding_is_a_threat():
    assert points(tables(area_scores=scores_of({"income": 12.0}))) == [["threat", "funding", "income", 48, 60, 12]]
    assert points(tables(area_scores=scores_of({"income": 9.0}))) == []


def test_services_far_from_eu_shares():
    services = shares_of("k", {"s1": 0.65, "s2": 0.2, "s3": 0.4}, "service_code")
    assert points(tables(service_shares=services)) == [
        ["strength", "service", "s1", 0.65, 0.5, 15],
        ["weakness", "service", "s2", 0.2, 0.5, 30],
    ]
    few = shares_of("k", {"s1": 0.9}, "service_code", n=9)
    assert points(tables(service_shares=few)) == []


def test_criteria_that_most_meet_and_that_many_fail():
    rows = {
        "bronze_support.on_eccp": ("Listed", 15.0, 5.0),  # 0.75 of 20 meet it: just enough
        "bronze_support.completion": ("Complete", 6.0, 9.0),  # 0.6 of the 15 that are known fail
        "bronze_support.active_members": ("Members", NONE, 12.0),  # hidden
        "go_cluster.projects": ("Projects", 20.0, 0.0),  # a programme of another country
        "bronze_support.documented_strategy": ("Strategy", 2.0, 4.0),  # too few are known
    }
    assert points(tables(criteria=criteria_of(rows))) == [
        ["strength", "criterion met", "bronze_support.on_eccp", 0.75, 0.75, 0],
        ["weakness", "criterion not met", "bronze_support.completion", 0.6, 0.5, 10],
    ]
    twice = {"bronze_support.on_eccp": ("Listed", 18.0, 2.0), "go_cluster.on_eccp": ("Listed", 18.0, 2.0)}
    found = points(tables(criteria=criteria_of(twice)), programmes=("bronze_support", "go_cluster"))
    assert [row[2] for row in found] == ["bronze_support.on_eccp"]


def test_specialisations_are_opportunities():
    nodes = pd.DataFrame(
        [
            ("XA-1", "Valley", "food", "Food", 1.8, 0),
            ("XA-2", "Coast", "tourism", "Tourism", 6.0, 2),
            ("XA-2", "Coast", "health", "Health", NONE, 1),
        ],
        columns=["area_code", "area_label", "ecosystem_code", "ecosystem_label", "lq", "known"],
    )
    assert points(tables(atlas_nodes=nodes)) == [
        ["opportunity", "specialisation with organisation", "XA-2.tourism", 6, 1.5, 100],
        ["opportunity", "specialisation without organisation", "XA-1.food", 1.8, 1.5, 20],
    ]
    table = swot("XA", tables(atlas_nodes=nodes), example_framework())
    assert table[["label", "where", "unit", "n"]].to_numpy().tolist() == [
        ["Tourism", "Coast", "quotient", 2],
        ["Food", "Valley", "quotient", 0],
    ]


def test_what_many_name_and_where_clusters_stand():
    found = points(
        tables(
            needs=shares_of("", {"money": 0.25, "people": 0.24, "advice": NONE}, "option_code"),
            limits=shares_of("", {"unlisted": 0.5}, "code"),
            stages=stages_of({"early": 10.0, "late": 6.0, "middle": 4.0}),
        )
    )
    assert found == [
        ["opportunity", "stage", "early", 0.5, 0.25, 25],
        ["threat", "limit", "unlisted", 0.5, 0.25, 25],
        ["threat", "stage", "late", 0.3, 0.25, 5],
        ["threat", "need", "money", 0.25, 0.25, 0],
    ]


def test_one_kind_leaves_room_for_others_and_fills_what_they_leave():
    gaps = {"A.1": 40.0, "A.2.x": 35.0, "A.2.y": 30.0, "B.1": 25.0}
    services = shares_of("k", {"s1": 0.3, "s2": 0.31, "s3": 0.32}, "service_code")
    found = points(tables(area_scores=scores_of(gaps), service_shares=services))
    # two of each kind, then the furthest of the rest; told by distance
    assert [row[2] for row in found] == ["A.1", "A.2.x", "A.2.y", "s1", "s2"]
    assert [row[2] for row in points(tables(area_scores=scores_of(gaps)))] == ["A.1", "A.2.x", "A.2.y", "B.1"]
    assert len(points(tables(area_scores=scores_of(gaps)), most=1)) == 1


def test_equals_stand_in_the_order_of_kinds_and_codes():
    gaps, services = {"B.1": 20.0, "A.1": 20.0}, shares_of("k", {"s2": 0.3, "s1": 0.3}, "service_code")
    found = points(tables(area_scores=scores_of(gaps), service_shares=services))
    assert [row[2] for row in found] == ["A.1", "B.1", "s1", "s2"]


def test_nothing_known_is_no_point():
    table = swot("XA", tables(), example_framework())
    assert table.empty and list(table.columns) == list(COLUMNS)
    full = swot("XA", tables(area_scores=scores_of(PARTS)), example_framework())
    assert table.dtypes.to_dict() == full.dtypes.to_dict()
    assert swot("XB", tables(area_scores=scores_of(PARTS)), example_framework()).empty


def test_ranks_count_from_one_in_each_quadrant():
    table = swot("XA", tables(area_scores=scores_of(PARTS)), example_framework())
    assert table["rank"].tolist() == [1, 1, 2]
    assert table["compared_with"].unique().tolist() == ["EU value"]


@pytest.mark.parametrize("rows", [example_rows(), {}])
def test_tables_of_an_edition_fit(rows):
    made = example("disclosed", as_responses(rows), mean=1, count=0, percentages=1)
    thresholds = Thresholds(mean=1, count=0, percentages=1)
    limits = count_answers(list_concerns(made.responses, made.framework), made.organisations, REGION)
    stages = count_stages(
        assign_stages(made.responses, made.framework), made.organisations, REGION, stage_order(made.framework)
    )
    evaluated = pd.DataFrame(
        columns=["organisation_code", "programme_code", "criterion_number", "criterion_code", "kind", "label", "setting", "status"]
    )  # fmt: skip
    given_tables = SwotTables(
        made.disclosed.area_scores, made.disclosed.service_shares, eu_service_shares(reference()),
        count_criteria(evaluated, made.organisations, REGION),
        disclose_counts(stages, thresholds, REGION, "stage_code", stage_order(made.framework)),
        made.disclosed.needs, made.disclosed.actions, disclose_shares(limits, thresholds, REGION, ["code"]),
    )  # fmt: skip
    table = swot("XA", given_tables, made.framework, least_base=1)
    assert table.empty == (not rows)
    assert (table.groupby("quadrant").size() <= 5).all()


values = st.one_of(st.just(NONE), st.integers(0, 100).map(lambda number: number / 100))


@settings(max_examples=15)
@given(
    st.dictionaries(st.sampled_from(list(PARTS)), st.one_of(st.just(NONE), st.integers(-50, 100).map(float))),
    st.dictionaries(st.sampled_from(["s1", "s2", "s3"]), values),
    st.dictionaries(st.sampled_from(["money", "people", "advice"]), values),
    st.integers(0, 9),
)
def test_laws(gaps, services, needs, seed):
    given_tables = tables(
        area_scores=scores_of(gaps),
        service_shares=shares_of("k", services, "service_code"),
        needs=shares_of("", needs, "option_code"),
    )
    framework = example_framework()
    table = swot("XA", given_tables, framework)
    assert table[["value", "reference", "distance"]].notna().all(axis=None)
    assert (table.groupby("quadrant").size() <= framework.country_models.swot.most).all()
    assert set(table["quadrant"]) <= set(QUADRANTS)
    assert not table.duplicated(["quadrant", "kind", "code"]).any()
    for _, rows in table.groupby("quadrant"):
        assert rows["distance"].is_monotonic_decreasing
    mixed = {
        name: value.sample(frac=1, random_state=seed) if isinstance(value, pd.DataFrame) else value
        for name, value in vars(given_tables).items()
    }
    pd.testing.assert_frame_equal(swot("XA", SwotTables(**mixed), framework), table)
