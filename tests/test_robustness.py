"""How far results move: intervals, shares of scenarios, and the laws they keep."""

import numpy as np
import pandas as pd
import pytest

from clusterbrief.analysis.summaries import summarise_scores
from clusterbrief.analysis.uncertainty.robustness import Robustness, analyse_robustness, quantiles
from clusterbrief.analysis.uncertainty.scenario_scores import evaluate
from clusterbrief.study.framework import Framework
from scenario_inputs import crowd, laid_out, limited, scores_of
from worked_example import REGION, as_organisations, example, example_framework, reference


def robustness_of(scores: pd.DataFrame, framework: Framework, invited: pd.DataFrame | None = None) -> Robustness:
    organisations = as_organisations(sorted(scores["organisation_code"].unique()))
    invited = pd.DataFrame({"country_code": ["XA"] * 40}) if invited is None else invited
    benchmarks = laid_out(scores, framework).benchmarks
    return analyse_robustness(scores, organisations, invited, framework, benchmarks, reference())


@pytest.fixture(scope="module")
def found() -> Robustness:
    made = example("results")
    return robustness_of(made.results.indicator_scores, made.framework, made.invited)


def test_nominal_figures_are_those_of_the_results(found: Robustness) -> None:
    results = example("results").results
    overall = results.compared[results.compared["node_code"] == "overall"].set_index("organisation_code")
    rows = found.organisation_intervals.set_index("organisation_code")
    for name in ("score", "attainment"):
        np.testing.assert_allclose(rows[name], overall.loc[rows.index, name].astype(float), rtol=0, atol=1e-12)
    ranks = results.ranks.set_index("organisation_code")["rank"]
    pd.testing.assert_series_equal(rows["rank"], ranks.loc[rows.index], check_names=False)
    classes = results.classes.set_index("organisation_code")["class_code"]
    kept = found.kept_classes.set_index("organisation_code")["class_code"]
    assert kept.equals(classes.loc[kept.index])


def test_intervals_are_in_order_and_missing_stays_missing(found: Robustness) -> None:
    rows = found.organisation_intervals.set_index("organisation_code")
    assert rows.loc[["XA-3", "XB-2"]].isna().all(axis=None)
    rows = rows.drop(["XA-3", "XB-2"])
    assert rows.notna().all(axis=None)
    for name in ("score", "attainment", "rank"):
        assert (rows[f"{name}_low"] <= rows[f"{name}_high"]).all()
    # 100 points throughout stay 100 points whatever they weigh
    assert rows.loc["XA-1", ["score_low", "score_high"]].tolist() == pytest.approx([100, 100], abs=1e-9)
    assert rows.loc["XA-1", ["rank_low", "rank_median", "rank_high"]].tolist() == [1, 1, 1]
    assert rows["score"].between(rows["score_low"] - 1e-9, rows["score_high"] + 1e-9).all()


def test_class_shares_add_to_one_and_hold_the_kept_class(found: Robustness) -> None:
    shares = found.class_shares.set_index(["organisation_code", "class_code"])["share"]
    assert shares.groupby("organisation_code").sum().tolist() == pytest.approx([1] * 8)
    for row in found.kept_classes.itertuples():
        assert shares[row.organisation_code, row.class_code] == row.kept
    assert shares["XA-3", "unclassified"] == 1


def test_mean_scores_of_areas_are_those_of_the_summaries(found: Robustness) -> None:
    made = example("results")
    summary = summarise_scores(made.results.compared, made.organisations, REGION)
    rows = found.area_intervals.merge(summary, on=["area_code", "node_code"], suffixes=("", "_summary"))
    assert len(rows) == len(found.area_intervals) == 4 * 8
    np.testing.assert_allclose(rows["comparable_score"], rows["comparable_score_summary"].astype(float), atol=1e-12)
    assert rows["n"].tolist() == rows["n_compared"].tolist()


def test_the_wider_interval_of_an_area_is_used(found: Robustness) -> None:
    rows = found.area_intervals
    assert rows.loc[rows["n"] < 2, ["low_plain", "low_corrected", "low", "high"]].isna().all(axis=None)
    rows = rows[rows["n"] > 1]
    plain, corrected = rows["high_plain"] - rows["low_plain"], rows["high_corrected"] - rows["low_corrected"]
    assert (plain > corrected).all()
    assert (rows["high"] - rows["low"]).tolist() == plain.tolist()
    assert rows[["low", "high"]].stack().between(0, 100).all()


def test_without_other_uncertainty_an_area_has_the_standard_error_of_its_mean() -> None:
    still = limited(example_framework(), scenarios=6_000, weight_spread=0, setting_points=0, geometric_share=0)
    scores = crowd(40, still, missing=0)
    invited = pd.DataFrame({"country_code": ["XA"] * 160})
    row = robustness_of(scores, still, invited).area_intervals.iloc[0]
    made = laid_out(scores, still)
    compared = evaluate(made.prepared, made.uncertainty.nominal()).comparable_score[0, :, 0]
    error = compared.std(ddof=1) / 40**0.5
    assert row["high"] - row["low"] == pytest.approx(2 * 1.645 * error, rel=0.04)
    narrower = (row["high_corrected"] - row["low_corrected"]) / (row["high"] - row["low"])
    assert narrower == pytest.approx((1 - 40 / 160) ** 0.5, rel=0.01)


def test_a_newcomer_changes_nobodys_interval_or_class_share() -> None:
    framework = limited(example_framework(), scenarios=60, variance_runs=8)
    table = crowd(9, framework, 0.2)
    newcomer = table["organisation_code"].max()
    before = robustness_of(table[table["organisation_code"] != newcomer], framework)
    after = robustness_of(table, framework)
    own = ["score", "score_low", "score_high", "attainment", "attainment_low", "attainment_high"]
    for name, columns in (("organisation_intervals", own), ("class_shares", ["share"]), ("kept_classes", ["kept"])):
        one, other = getattr(before, name), getattr(after, name)
        other = other[other["organisation_code"] != newcomer].reset_index(drop=True)
        keys = [key for key in ("organisation_code", "class_code") if key in one]
        pd.testing.assert_frame_equal(one[[*keys, *columns]], other[[*keys, *columns]], check_exact=True)
    changed = after.setting_changes
    changed = changed[changed["organisation_code"] != newcomer].reset_index(drop=True)
    pd.testing.assert_frame_equal(before.setting_changes, changed)


def test_order_of_rows_changes_nothing() -> None:
    framework = limited(example_framework(), scenarios=40, variance_runs=8)
    table = crowd(10, framework, 0.2)
    one, other = (robustness_of(each, framework) for each in (table, table.sample(frac=1, random_state=3)))
    for name, expected in vars(one).items():
        pd.testing.assert_frame_equal(getattr(other, name), expected, check_exact=True)


@pytest.mark.parametrize("number", [0, 1])
def test_few_or_no_answers_keep_columns_and_kinds(found: Robustness, number: int) -> None:
    framework = limited(example_framework(), scenarios=20, variance_runs=4)
    one = [100.0] * 9
    few = robustness_of(scores_of({"XA-1": one} if number else {}, framework), framework)
    for name, table in vars(found).items():
        assert getattr(few, name).dtypes.equals(table.dtypes), name
    assert len(few.organisation_intervals) == number
    assert few.area_intervals["low"].isna().all()


def test_everything_missing_stays_missing() -> None:
    framework = limited(example_framework(), scenarios=20, variance_runs=4)
    none = robustness_of(scores_of({code: [None] * 9 for code in ("XA-1", "XB-1")}, framework), framework)
    assert none.organisation_intervals.drop(columns="organisation_code").isna().all(axis=None)
    assert none.kept_classes["class_code"].tolist() == ["unclassified"] * 2
    assert none.area_intervals[["comparable_score", "low", "high"]].isna().all(axis=None)
    assert none.sensitivity["total"].isna().all()


@pytest.mark.slow
def test_a_thousand_organisations(framework: Framework) -> None:
    found = robustness_of(crowd(1000, framework), framework)
    assert len(found.organisation_intervals) == 1000


def test_quantiles_leave_missing_values_out() -> None:
    values = np.array([[1.0, np.nan, np.nan], [2.0, 4.0, np.nan], [3.0, 6.0, np.nan]])
    assert [each.tolist() for each in quantiles(values, 0.5)] == [pytest.approx([2, 5, np.nan], nan_ok=True)]
