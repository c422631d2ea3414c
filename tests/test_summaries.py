"""Summaries by area: every organisation counts the same, and once in each area."""

import numpy as np
import pandas as pd
import pytest

from clusterbrief.analysis.summaries import (
    by_area,
    count_classes,
    summarise_choices,
    summarise_participation,
    summarise_scores,
    summarise_services,
    t_interval,
)

ORGANISATIONS = pd.DataFrame(
    {
        "organisation_code": ["XA-1", "XA-2", "XA-3", "XB-1"],
        "country_code": ["XA", "XA", "XA", "XB"],
        "invited": [True, True, False, True],
        "completion": [1.0, 0.5, 0.9, np.nan],
    }
)


def test_each_organisation_is_in_its_country_and_in_the_region() -> None:
    areas = by_area(ORGANISATIONS[["organisation_code"]], ORGANISATIONS, "ALL").groupby("area_code").size()
    assert areas.to_dict() == {"ALL": 4, "XA": 3, "XB": 1}


def test_mean_of_the_region_weighs_organisations_not_countries() -> None:
    compared = ORGANISATIONS[["organisation_code"]].assign(
        node_code="overall", level="overall", score=[10.0, 20.0, np.nan, 60.0], coverage=[1.0, 1.0, 0.2, 1.0],
        comparable_score=[10.0, np.nan, np.nan, 60.0], benchmark=[80.0, np.nan, np.nan, 60.0],
    )  # fmt: skip
    rows = summarise_scores(compared, ORGANISATIONS, "ALL").set_index("area_code")
    assert rows.loc["ALL", ["respondents", "n", "score", "median", "n_compared"]].tolist() == [4, 3, 30, 20, 2]
    assert rows.loc["ALL", ["comparable_score", "benchmark", "coverage"]].tolist() == [35, 70, 0.8]
    assert rows.loc["XA", ["n", "n_full", "n_between", "n_distinct"]].tolist() == [2, 0, 2, 2]


def test_interval_is_that_of_the_t_table_and_stays_on_the_scale() -> None:
    low, high = t_interval(pd.Series([50.0, 99.0, 5.0]), pd.Series([10.0, 30.0, 1.0]), pd.Series([4, 4, 1]))
    # 90 %, three degrees of freedom: 2.3534 x 10 / 2
    assert (low[0], high[0]) == (pytest.approx(50 - 11.767, abs=1e-3), pytest.approx(50 + 11.767, abs=1e-3))
    assert high[1] == 100
    assert np.isnan(low[2]) and np.isnan(high[2])


def test_classes_that_nobody_is_in_are_counted_as_zero() -> None:
    classes = ORGANISATIONS[["organisation_code"]].assign(class_code=["a", "a", "b", "a"])
    wide = count_classes(classes, ORGANISATIONS, "ALL", ["a", "b", "c"]).pivot(
        index="area_code", columns="class_code", values="count"
    )
    assert wide.to_numpy().tolist() == [[3, 1, 0], [2, 1, 0], [1, 0, 0]]


def test_services_and_choices_count_those_who_answered() -> None:
    services = pd.DataFrame(
        {"organisation_code": ["XA-1", "XA-2"], "kind": "k", "service_code": "s", "has": [True, False]}
    )
    rows = summarise_services(services, ORGANISATIONS, "ALL").set_index("area_code")
    assert rows.loc["XA", ["n", "count"]].tolist() == [2, 1]
    chosen = pd.DataFrame({"organisation_code": ["XA-1", "XB-1"], "option_code": "o", "place": [1.0, np.nan]})
    rows = summarise_choices(chosen, ORGANISATIONS, "ALL").set_index("area_code")
    assert rows.loc["ALL", ["n", "count", "first"]].tolist() == [2, 1, 1]


def test_countries_without_respondents_stand_in_the_table_of_participation() -> None:
    invited = pd.DataFrame({"organisation_code": ["XC-1", "XC-2"], "country_code": "XC"})
    rows = summarise_participation(invited, ORGANISATIONS, "ALL", ("XA", "XC")).set_index("area_code")
    assert rows.loc["XC", ["invited", "respondents", "respondents_invited"]].tolist() == [2, 0, 0]
    assert np.isnan(rows.loc["XC", "completion"])
    assert rows.loc["ALL", "completion"] == pytest.approx(0.8)
