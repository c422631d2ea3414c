"""The classes under every project setting, by hand on the worked example."""

import pytest

from clusterbrief.analysis.uncertainty.class_settings import move_settings
from clusterbrief.analysis.uncertainty.scenarios import describe_uncertainty
from scenario_inputs import laid_out, limited, scores_of
from worked_example import example_framework, reference

pytestmark = pytest.mark.slow  # whole editions are analysed again and again


def moved(scores=None, framework=None):
    made = laid_out(scores, framework)
    return move_settings(made.prepared, made.uncertainty, made.framework)


def counts_of(counts, setting: str, change: float) -> dict[str, int]:
    rows = counts[(counts["setting_code"] == setting) & (counts["change"] == change)]
    return dict(zip(rows["class_code"], rows["count"], strict=True))


def test_settings_are_each_benchmark_each_block_and_all() -> None:
    counts, _ = moved()
    settings = counts.drop_duplicates(["setting_code", "change"])
    told = list(zip(settings["setting_code"], settings["level"], settings["settings"], strict=True))[::2]
    assert told == [
        ("overall", "overall", 3), ("A", "block", 1), ("B", "block", 2), ("plan", "indicator", 1),
        ("review", "indicator", 1), ("themes", "indicator", 1),
    ]  # fmt: skip
    assert settings["change"].tolist() == [-10, 10] * 6


def test_xb_1_stays_a_pioneer_until_all_settings_rise() -> None:
    counts, changes = moved()
    # XB-1 has 87.5 in A.1 and 62.5 in B.1, both 1.0 of the EU value: a pioneer by either. With plan 85 it has 87.5 of
    # 92.5, with review 85 and themes 60 it has 62.5 of 72.5: only all together leave it without a dimension at 1.0,
    # with 57.8125 of (3 x 71.25 + 72.5)/4 = 71.56 overall, 0.81. Nobody else comes near a limit.
    assert changes.to_numpy().tolist() == [["XB-1", "overall", 10.0, "pioneer", "developing"]]
    assert counts_of(counts, "overall", 10)["pioneer"] == counts_of(counts, "overall", -10)["pioneer"] - 1 == 1


def test_counts_add_up_to_the_organisations() -> None:
    counts, _ = moved()
    assert set(counts.groupby(["setting_code", "change"])["count"].sum()) == {8}
    assert set(counts.groupby(["setting_code", "change"])["count_nominal"].sum()) == {8}


def test_clipped_benchmarks_are_told() -> None:
    counts, _ = moved(framework=limited(example_framework(), setting_points=30))
    rows = counts.drop_duplicates(["setting_code", "change"]).set_index(["setting_code", "change"])["clipped"]
    assert rows["plan", 30] == 1  # 75 + 30
    assert rows["plan", -30] == 0
    assert rows["overall", 30] == 2  # plan and review; themes goes from 50 to 80


def test_without_project_settings_or_organisations_the_tables_are_empty_or_zero() -> None:
    framework = example_framework()
    counts, changes = moved(scores_of({}, framework))
    assert set(counts["count"]) == {0}
    assert changes.empty
    made = laid_out()
    fixed = made.benchmarks.assign(standing="published threshold")
    counts, changes = move_settings(made.prepared, describe_uncertainty(framework, fixed, reference()), framework)
    assert counts.empty
    assert changes.empty
    assert counts.dtypes["count"].kind == "i"
