"""Every aggregate passes disclosure control on its way out, whoever answered."""

from dataclasses import fields, replace
from functools import cache
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from clusterbrief.analysis.analyse import analyse, results_of
from clusterbrief.analysis.disclosed import Disclosed, Scope, disclose, keep_apart, scope_of
from clusterbrief.analysis.disclosed_robustness import LIMITS
from clusterbrief.analysis.disclosure import Thresholds
from clusterbrief.study.edition_model import Disclosure
from worked_example import COUNTRIES, REGION, as_responses, example, example_framework, example_rows

SAMPLES = {
    "all": example_rows(),
    "one country": {code: cells for code, cells in example_rows().items() if code.startswith("XA")},
    "one": {"XA-1": example_rows()["XA-1"]},
    "blank": {code: {} for code in example_rows()},
    "nobody": {},
}
OPEN = Thresholds(1, 1, 1, 1, 1, 1)
COUNTS = {
    "class_counts": ["count"], "phase_counts": ["count"], "stage_counts": ["count"],
    "criteria": ["met", "not_met"], "service_shares": ["count"], "needs": ["count"], "actions": ["count"],
    "evidence": ["count"],
}  # fmt: skip
SAYS_NOTHING = {"unclassified", "unknown"}  # that an answer is missing is printed everywhere


@cache
def made(sample: str) -> SimpleNamespace:
    return example(responses=as_responses(SAMPLES[sample]))


def tables(disclosed: Disclosed) -> dict[str, pd.DataFrame]:
    return {each.name: getattr(disclosed, each.name) for each in fields(disclosed)}


def disclosed_with(sample: str, thresholds: Thresholds) -> Disclosed:
    each = made(sample)
    scope = Scope(thresholds, REGION, COUNTRIES, example_framework())
    return disclose(each.results, each.organisations, each.invited, scope)


@pytest.mark.slow
@pytest.mark.parametrize("sample", SAMPLES)
def test_no_count_below_the_threshold_is_shown(sample: str) -> None:
    least = Thresholds().count
    for name, columns in COUNTS.items():
        table = tables(made(sample).disclosed)[name]
        named = table.reindex(columns=["class_code", "phase", "stage_code"])
        counted = table[~named.isin(SAYS_NOTHING).any(axis=1)]
        for column in columns:
            shown = counted[column].dropna()
            assert ((shown == 0) | (shown >= least)).all(), (name, column)


@pytest.mark.parametrize("sample", ["one", "blank", "nobody"])
def test_hardly_any_answers_show_no_mean_and_no_mark(sample: str) -> None:
    shown = tables(made(sample).disclosed)
    assert shown["area_scores"][["score", "comparable_score", "median", "low", "high"]].isna().all(axis=None)
    assert shown["marks"].empty and shown["recommendations"].empty
    assert shown["peers"][["median", "difference"]].isna().all(axis=None)
    assert set(shown["verdicts"]["verdict"]) <= {"unknown"}


@pytest.mark.parametrize("sample", SAMPLES)
def test_tables_have_the_same_columns_whoever_answered(sample: str) -> None:
    full = tables(made("all").disclosed)
    for name, table in tables(made(sample).disclosed).items():
        assert list(table.columns) == list(full[name].columns), name
        numbers = full[name].select_dtypes("number").columns
        assert all(pd.api.types.is_numeric_dtype(table[column]) for column in numbers), name


def test_only_peers_have_rows_of_organisations() -> None:
    with_codes = [name for name, table in tables(made("all").disclosed).items() if "organisation_code" in table]
    assert with_codes == ["peers"]


def test_thresholds_decide_what_is_shown() -> None:
    strict, loose = tables(disclosed_with("all", Thresholds())), tables(disclosed_with("all", OPEN))
    for name in ("area_scores", "class_counts", "criteria", "needs", "peers"):
        figures = loose[name].select_dtypes("floating").columns
        assert strict[name][figures].notna().sum().sum() < loose[name][figures].notna().sum().sum(), name
    assert len(loose["marks"]) > len(strict["marks"]) == 0


def test_order_of_organisations_changes_nothing() -> None:
    each = made("all")
    scope = Scope(Thresholds(), REGION, COUNTRIES, example_framework())
    again = tables(disclose(each.results, each.organisations[::-1], each.invited[::-1], scope))
    for name, table in tables(each.disclosed).items():
        pd.testing.assert_frame_equal(again[name].reset_index(drop=True), table.reset_index(drop=True))


def test_scope_is_that_of_the_edition() -> None:
    study = made("all").study
    settings = study.edition.settings.model_copy(update={"disclosure": Disclosure(mean=4, median=7)})
    scope = scope_of(replace(study, edition=replace(study.edition, settings=settings)))
    assert (scope.thresholds.mean, scope.thresholds.median) == (4, 7)
    assert (scope.region_code, scope.country_codes) == (REGION, COUNTRIES)


def test_without_a_publication_nothing_is_kept_back() -> None:
    each = made("all")
    kept = keep_apart(each.study, each.results, tables(each.disclosed))
    assert kept.lost.empty
    for name, table in tables(each.disclosed).items():  # but for figures that rest on the answers of a hidden one
        assert list(kept.tables[name].columns) == list(table.columns) and len(kept.tables[name]) == len(table)
        assert (kept.tables[name].isna() | table.notna()).all(axis=None)


@pytest.mark.slow
def test_an_edition_is_analysed_from_its_study_alone() -> None:
    study = made("one").study
    analysis, results = analyse(study), results_of(study)
    for name, table in vars(results).items():
        pd.testing.assert_frame_equal(getattr(analysis.results, name), table)
    assert list(analysis.robustness.organisation_intervals["organisation_code"]) == ["XA-1"]
    assert all(getattr(analysis.firmness, each.name).empty for each in fields(analysis.firmness))
    assert analysis.kept_back.empty
    expected, shown = made("one").disclosed, analysis.disclosed
    limits = shown.area_intervals.drop(columns=["area_code", "node_code", "invited"])
    assert limits.isna().all(axis=None)  # only a study knows how many were invited; of one, no interval is shown
    for name, table in tables(expected).items():
        if name != "area_intervals":
            pd.testing.assert_frame_equal(getattr(shown, name), table)


def test_robustness_only_widens_intervals() -> None:
    each = made("all")
    scope = Scope(OPEN, REGION, COUNTRIES, example_framework())
    plain = disclosed_with("all", OPEN).area_scores
    low = plain["low"].fillna(0) - 10
    drawn = plain[["area_code", "node_code"]].assign(low=low.clip(lower=0), high=plain["low"])
    both = {name: drawn[name.split("_")[0]] for name in LIMITS}
    robustness = SimpleNamespace(area_intervals=drawn.assign(invited=20, **both))
    wide = disclose(each.results, each.organisations, each.invited, scope, robustness).area_scores  # type: ignore[arg-type]
    assert (wide["low"].isna() == plain["low"].isna()).all()
    shown = wide["low"].notna()
    assert shown.any()
    assert np.array_equal(wide.loc[shown, "low"], (plain.loc[shown, "low"] - 10).clip(lower=0))
    assert np.array_equal(wide.loc[shown, "high"], plain.loc[shown, "high"])
    others = [column for column in plain if column not in {"low", "high"}]
    pd.testing.assert_frame_equal(wide[others], plain[others])
