"""Stages: the nearest profile, its margin, ties, and too few answers."""

from dataclasses import replace
from random import Random

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterbrief.analysis.stages import COLUMNS, assign_stages, count_stages, stage_order
from clusterbrief.study.stage_model import StageFile
from worked_example import as_organisations, as_responses, example, example_framework

seeds = st.integers(0, 10**6)


def stage_of(cells: dict[str, str]) -> pd.Series:
    return assign_stages(as_responses({"XA-1": cells}), example_framework()).iloc[0]


def of_features(framework, rows: dict[str, dict[str, float]]) -> pd.DataFrame:
    """Responses to the real questions about the stage; a level below 0 stands for no answer."""
    table = [
        (code, question, "answered" if level >= 0 else "not answered", level if level >= 0 else None)
        for code, levels in rows.items()
        for question, level in levels.items()
    ]
    columns = ["organisation_code", "question_code", "state", "value"]
    return pd.DataFrame(table, columns=columns).astype({"value": object})


def test_worked_example_by_hand():
    # profiles of (q_plan, q_review): early (0, 0), middle (2, 1), late (4, 3)
    made = example("answers")
    rows = assign_stages(made.responses, made.framework).set_index("organisation_code")
    by_hand = {
        "XA-1": ("late", 0.5, "middle", 2.0, 2),  # (4, 4): 2.5 from middle, 4 from early
        "XA-2": ("middle", 0.5, "late", 1.0, 2),  # (2, 2): 1.5 from late, 2 from early
        "XA-3": ("middle", 1.0, "late", 0.0, 2),  # (3, 2): as far from middle as from late
        "XA-4": ("middle", 0.5, "early", 0.5, 2),  # (1, 1)
        "XB-1": ("late", 0.5, "middle", 1.0, 2),  # (3, 3)
        "XB-3": ("early", 0.0, "middle", 1.5, 2),  # (0, 0)
        "XC-1": ("middle", 1.5, "late", 0.0, 2),  # (4, 0): 2 from early
    }
    figures = ["stage_code", "distance", "runner_up", "margin", "features_answered"]
    assert {code: tuple(rows.loc[code, figures]) for code in by_hand} == by_hand
    assert rows.loc["XB-2", ["stage_code", "runner_up", "features_answered"]].tolist() == ["unknown", "", 0]
    assert rows.loc["XB-2", ["distance", "margin"]].isna().all()


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"q_plan": "4", "q_review": "4"}, "0.50 levels from late on average, 2.50 from middle"),
        (
            {"q_plan": "3", "q_review": "2"},
            "1.00 levels on average from middle and from late alike: a tie, the earlier is given",
        ),
        ({"q_plan": "3", "q_review": "?"}, "1 of 2 features answered: too few"),
        ({}, "0 of 2 features answered: too few"),
    ],
)
def test_what_decided_is_told_in_words(cells, words):
    assert stage_of(cells)["decided_by"] == words


def test_of_three_at_one_distance_the_earliest_is_given():
    stages = [stage.model_copy(update={"levels": levels}) for stage, levels in zip(
        example_framework().stages.stages, ({"q_plan": 1, "q_review": 0}, {"q_plan": 0, "q_review": 1}, {"q_plan": 1, "q_review": 2}),
        strict=True,
    )]  # fmt: skip
    framework = replace(example_framework(), stages=StageFile(stages=tuple(stages)))
    row = assign_stages(as_responses({"XA-1": {"q_plan": "1", "q_review": "1"}}), framework).iloc[0]
    assert (row["stage_code"], row["runner_up"], row["margin"]) == ("early", "middle", 0)
    assert "from early and from middle and late alike: a tie" in row["decided_by"]


def test_each_described_profile_is_its_own_stage(framework):
    rows = {stage.code: stage.levels for stage in framework.stages.stages}
    table = assign_stages(of_features(framework, rows), framework)
    assert table["stage_code"].tolist() == table["organisation_code"].tolist()
    assert (table["distance"] == 0).all()
    assert (table["margin"] > 0).all()


@pytest.mark.parametrize(
    ("level", "renewal", "decline", "stage"),
    [
        (0, 0, 0, "agglomeration"),
        (1, 0, 0, "emergence"),
        (2, 1, 0, "development"),
        (3, 1, 1, "maturity"),
        (4, 1, 0, "maturity"),  # at its height, whatever lies above the described levels
        (4, 4, 3, "transformation"),
        (3, 2, 4, "transformation"),  # narrows without much that is new
        (3, 4, 1, "transformation"),  # moves on without decline
    ],
)
def test_imagined_clusters_are_at_the_stage_that_a_reader_would_expect(framework, level, renewal, decline, stage):
    levels = dict.fromkeys(framework.stages.features, level) | {"life_renewal": renewal, "life_decline": decline}
    assert assign_stages(of_features(framework, {"A": levels}), framework)["stage_code"].tolist() == [stage]


def test_two_thirds_of_the_features_are_enough_and_fewer_are_not(framework):
    features = framework.stages.features
    rows = {
        f"with {answered}": {code: 3 if place < answered else -1 for place, code in enumerate(features)}
        for answered in (6, 7, 10)
    }
    table = assign_stages(of_features(framework, rows), framework).set_index("organisation_code")
    assert table.loc["with 6", "stage_code"] == "unknown"  # 6 of 10
    assert table.loc["with 7", "stage_code"] != "unknown"
    assert table["features_answered"].tolist() == [10, 6, 7]


def random_levels(framework, seed: int, size: int) -> dict[str, dict[str, float]]:
    random = Random(seed)
    return {f"A{place}": {code: random.randint(-1, 4) for code in framework.stages.features} for place in range(size)}


@given(seed=seeds)
def test_no_stage_is_nearer_than_the_one_given(framework, seed):
    rows = random_levels(framework, seed, 8)
    table = assign_stages(of_features(framework, rows), framework)
    for row in table[table["stage_code"] != "unknown"].itertuples():
        told = {code: level for code, level in rows[row.organisation_code].items() if level >= 0}
        apart = sorted(
            sum(abs(stage.levels[code] - level) for code, level in told.items()) / len(told)
            for stage in framework.stages.stages
        )
        assert row.features_answered == len(told)
        assert row.distance == pytest.approx(apart[0], abs=1e-9)
        assert row.margin == pytest.approx(apart[1] - apart[0], abs=1e-9)
        assert row.runner_up != row.stage_code
        assert (row.margin == 0) == ("tie" in row.decided_by)


@given(seed=seeds)
def test_order_of_rows_and_newcomers_change_nothing(framework, seed):
    rows = random_levels(framework, seed, 6)
    table = assign_stages(of_features(framework, rows), framework)
    shuffled = of_features(framework, rows).sample(frac=1, random_state=seed)
    pd.testing.assert_frame_equal(assign_stages(shuffled, framework), table)
    newcomers = {f"B{code}": levels for code, levels in random_levels(framework, seed + 1, 3).items()}
    later = assign_stages(of_features(framework, rows | newcomers), framework)
    pd.testing.assert_frame_equal(later[later["organisation_code"].isin(rows)], table)


def test_nobody_and_no_stages_keep_the_kinds_of_columns():
    none = assign_stages(as_responses({}), example_framework())
    some = assign_stages(as_responses({"XA-1": {"q_plan": "1", "q_review": "1"}}), example_framework())
    assert len(none) == 0
    assert list(none.columns) == list(COLUMNS)
    assert none.dtypes.equals(some.dtypes)
    undescribed = replace(example_framework(), stages=StageFile())
    assert assign_stages(as_responses({"XA-1": {"q_plan": "1"}}), undescribed)["stage_code"].tolist() == ["unknown"]


def test_counts_hold_every_stage_in_its_order():
    made = example("answers")
    stages = assign_stages(made.responses, made.framework)
    order = stage_order(made.framework)
    assert order == ["early", "middle", "late", "unknown"]
    counts = count_stages(stages, made.organisations, "ALL", order)
    wide = counts.pivot(index="area_code", columns="stage_code", values="count")[order]
    assert wide.to_numpy().tolist() == [[1, 4, 2, 1], [0, 3, 1, 0], [1, 0, 1, 1], [0, 1, 0, 0]]
    none = count_stages(stages.iloc[:0], as_organisations([]), "ALL", order)
    assert len(none) == 0
    assert none.dtypes.equals(counts.dtypes)
