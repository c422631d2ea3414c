"""Country models: by hand, with hidden components and ties, and from nothing but disclosed tables."""

import dataclasses

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterbrief.analysis.disclosure import Thresholds
from clusterbrief.analysis.models.country_models import CountryTables, list_components, place_countries
from clusterbrief.study.country_model_settings import CountryModelFile, Due
from worked_example import REGION, as_responses, example, example_framework

NONE = float("nan")
ALL_SHOWN = Thresholds(mean=1, median=1, quartiles=1, marks=1, percentages=1, count=0)
CLASSES = ("champion", "pioneer", "struggler", "developing", "unclassified")
# by country: response rate, completion, share with a report, attainment, counts of the classes, score of the offer
Row = tuple[float, float, float, float, tuple[float, ...], float]


def tables_of(rows: dict[str, Row]) -> CountryTables:
    codes = list(rows)
    participation = pd.DataFrame(
        [(REGION, 99, 99, 0.5, 0.5), *[(code, 30, 20, row[0], row[1]) for code, row in rows.items()]],
        columns=["area_code", "invited", "respondents", "response_rate", "completion"],
    )
    scores = pd.DataFrame(
        [(code, "overall", 20, NONE, row[3]) for code, row in rows.items()]
        + [(code, "A.2.y", 20, row[5], NONE) for code, row in rows.items()],
        columns=["area_code", "node_code", "n", "score", "attainment"],
    )
    classes = pd.DataFrame(
        [(code, name, count, 20) for code in codes for name, count in zip(CLASSES, rows[code][4], strict=True)],
        columns=["area_code", "class_code", "count", "n"],
    )
    wish = pd.DataFrame(
        [(code, "report", 20, row[2]) for code, row in rows.items()], columns=["area_code", "code", "n", "share"]
    )
    return CountryTables(participation, scores, classes, wish)


BY_HAND: dict[str, Row] = {
    # commitment (0.5 + 0.9 + 0.7) / 3 = 0.7; 6 + 2 of the 16 with a class: 0.5; potential (0.6 + 0.5 + 0.4) / 3 = 0.5
    "XA": (0.5, 0.9, 0.7, 0.6, (6, 2, 4, 4, 4), 40),
    # attainment counts as 1 at most; the classes are hidden: (1 + 0.4) / 2 = 0.7
    "XB": (0.3, 0.9, 0.6, 1.2, (NONE, NONE, NONE, 12, 0), 40),
    # one of three components of commitment: too few; 20 - 3 - 10 - 0 = 7 lead although both counts are hidden: 0.35
    "XC": (NONE, 0.9, NONE, 0.7, (NONE, NONE, 3, 10, 0), 45),
}


def test_by_hand():
    placed = place_countries(tables_of(BY_HAND), example_framework(), Thresholds()).set_index("area_code")
    assert placed["commitment"].tolist()[:2] == [0.7, 0.6]
    assert np.isnan(placed.loc["XC", "commitment"])
    assert placed["potential"].tolist() == [0.5, 0.7, 0.5]
    assert placed["commitment_known"].tolist() == [3, 3, 1]
    assert placed["potential_known"].tolist() == [3, 2, 3]
    assert placed["leading"].round(2).tolist()[::2] == [0.5, 0.35]
    assert np.isnan(placed.loc["XB", "leading"])
    assert placed.loc["XB", "attainment"] == 1
    # means 0.6 and 0.65: XB comes first, and only the first gets a model
    assert placed["place"].tolist()[:2] == [2, 1]
    assert placed["due"].tolist() == [False, True, False]
    assert not placed["overruled"].any()
    assert placed["due_because"].tolist() == [
        "commitment 0.70 and potential 0.50, place 2; a model is due for the first only",
        "commitment 0.60 and potential 0.70, place 1; a model is due for the first only",
        "commitment is not known: 1 of 3 components can be shown",
    ]


def test_authors_overrule():
    placed = place_countries(tables_of(BY_HAND), example_framework(), Thresholds(), ["XB", "XC"]).set_index("area_code")
    assert placed["due"].tolist() == [False, True, True]
    assert placed["due_by_rule"].tolist() == [False, True, False]
    assert placed["overruled"].tolist() == [False, False, True]
    assert placed.loc["XC", "due_because"].startswith("named by the authors; by the rule: commitment is not known")
    assert placed.loc["XA", "due_because"].startswith("not among the countries that the authors name; by the rule: ")


def test_equals_share_a_place_and_are_both_due():
    row = BY_HAND["XA"]
    placed = place_countries(tables_of({"XA": row, "XB": row, "XC": row}), example_framework(), Thresholds())
    assert placed["place"].tolist() == [1, 1, 1]
    assert placed["due"].all()
    assert "place 1 with another" in placed["due_because"][0]


def test_low_figure_is_told_and_gets_no_place():
    low = {"XA": (0.1, 0.5, 0.3, 0.2, (0, 0, 10, 10, 0), 10)}
    placed = place_countries(tables_of(low), example_framework(), Thresholds()).iloc[0]
    assert (placed["commitment"], placed["potential"], placed["due"]) == (0.3, 0.1, False)
    assert pd.isna(placed["place"])
    assert placed["due_because"] == "commitment 0.30 is below 0.50; potential 0.10 is below 0.50"


def test_one_country_alone_can_be_due():
    assert place_countries(tables_of({"XB": BY_HAND["XB"]}), example_framework(), Thresholds())["due"].tolist() == [
        True
    ]


def test_nobody_answered():
    made = example("disclosed", as_responses({}))
    tables = CountryTables(
        made.disclosed.participation, made.disclosed.area_scores, made.disclosed.class_counts, made.disclosed.wish
    )
    placed = place_countries(tables, made.framework, Thresholds())
    assert placed["area_code"].tolist() == ["XA", "XB", "XC"]
    assert placed[["commitment", "potential"]].isna().all(axis=None)
    assert not placed["due"].any()
    some = place_countries(tables_of(BY_HAND), example_framework(), Thresholds())
    assert placed.dtypes.to_dict() == some.dtypes.to_dict()


def test_table_without_countries_keeps_its_columns():
    none = tables_of({})
    placed = place_countries(none, example_framework(), Thresholds())
    assert placed.empty
    assert (
        placed.dtypes.to_dict()
        == place_countries(tables_of(BY_HAND), example_framework(), Thresholds()).dtypes.to_dict()
    )


def test_framework_without_components_makes_nothing_due():
    bare = dataclasses.replace(example_framework(), country_models=CountryModelFile())
    placed = place_countries(tables_of(BY_HAND), bare, Thresholds())
    assert not placed["due"].any()
    assert "0 of 0" in placed["due_because"][0]


def test_small_base_has_no_share_of_classes():
    few = {"XA": (0.5, 0.9, 0.7, 0.6, (2, 2, 2, 3, 11), 40)}
    assert np.isnan(place_countries(tables_of(few), example_framework(), Thresholds())["leading"][0])
    shown = place_countries(tables_of(few), example_framework(), ALL_SHOWN)
    assert shown["leading"][0] == 0.44


def test_count_of_a_class_that_is_not_in_the_table_is_not_taken_for_zero():
    tables = tables_of({"XA": (0.5, 0.9, 0.7, 0.6, (NONE, 2, 4, 4, 4), 40)})
    some = dataclasses.replace(
        tables, class_counts=tables.class_counts[tables.class_counts["class_code"] != "developing"]
    )
    assert place_countries(tables, example_framework(), Thresholds())["leading"][0] == 0.5
    assert np.isnan(place_countries(some, example_framework(), Thresholds())["leading"][0])


def test_worked_example():
    made = example("disclosed", **dataclasses.asdict(ALL_SHOWN))
    # XA-1 and XA-4 have a report, XA-2 was not asked; XB-3 and XC-1 have none; the others did not answer
    assert made.disclosed.wish[["area_code", "n", "count"]].to_numpy().tolist() == [
        ["ALL", 4, 2], ["XA", 2, 2], ["XB", 1, 0], ["XC", 1, 0]
    ]  # fmt: skip
    tables = CountryTables(
        made.disclosed.participation, made.disclosed.area_scores, made.disclosed.class_counts, made.disclosed.wish
    )
    listed = list_components(tables, made.framework, ALL_SHOWN)
    values = listed.pivot(index="area_code", columns="component_code", values="value")
    assert values["response_rate"].tolist() == [0.8, 0.6, 0.2]
    assert values["completion"].tolist() == [1, 1, 1]
    assert values["report"].tolist()[:2] == [1, 0]


shares = st.one_of(st.just(NONE), st.integers(0, 100).map(lambda number: number / 100))
countries = st.tuples(
    shares, shares, shares, shares,
    st.one_of(st.just((NONE,) * 4 + (0.0,)), st.just((5.0, 5.0, 5.0, 5.0, 0.0)), st.just((NONE, 2.0, 1.0, NONE, 3.0))),
    st.one_of(st.just(NONE), st.integers(0, 100).map(float)),
)  # fmt: skip


@settings(max_examples=8)
@given(st.lists(countries, min_size=1, max_size=4), st.randoms(use_true_random=False))
def test_laws(rows, random):
    given_rows = {f"X{letter}": row for letter, row in zip("ABCD", rows, strict=False)}
    tables = tables_of(given_rows)
    placed = place_countries(tables, example_framework(), Thresholds())
    figures = placed[["commitment", "potential"]].to_numpy()
    assert ((figures >= 0) & (figures <= 1) | np.isnan(figures)).all()
    assert not placed.loc[placed[["commitment", "potential"]].isna().any(axis=1), "due"].any()
    if placed["place"].notna().any():
        assert placed["due"].any()  # where any country is high enough, somebody is due
    # another country changes nobody's figures
    alone = place_countries(tables_of({"XA": rows[0]}), example_framework(), Thresholds())
    columns = ["commitment", "potential", "commitment_known", "potential_known"]
    pd.testing.assert_frame_equal(alone[columns], placed.loc[:0, columns])
    # the order of rows in the tables changes nothing but the order of countries
    order = list(given_rows)
    random.shuffle(order)
    mixed = CountryTables(
        *(table.sample(frac=1, random_state=random.randrange(9)) for table in vars(tables_of(
            {code: given_rows[code] for code in order}
        )).values())
    )  # fmt: skip
    again = place_countries(mixed, example_framework(), Thresholds())
    pd.testing.assert_frame_equal(
        again.sort_values("area_code", ignore_index=True), placed.sort_values("area_code", ignore_index=True)
    )


@settings(max_examples=8)
@given(st.integers(0, 100), st.integers(0, 100))
def test_more_commitment_never_costs_the_model(low, more):
    low, high = sorted((low, more))
    rule = Due(least_commitment=0.5, least_potential=0.4, most=1)
    framework = example_framework()
    settings = framework.country_models.model_copy(update={"due": rule})
    framework = dataclasses.replace(framework, country_models=settings)
    others = {"XB": BY_HAND["XB"]}
    before, after = (
        place_countries(tables_of({"XA": (share / 100, *BY_HAND["XA"][1:]), **others}), framework, Thresholds())["due"][
            0
        ]
        for share in (low, high)
    )
    assert after or not before


@pytest.mark.parametrize("area", ["XA", "XB"])
def test_row_of_the_region_is_no_country(area):
    placed = place_countries(tables_of(BY_HAND), example_framework(), Thresholds())
    assert area in set(placed["area_code"])
    assert REGION not in set(placed["area_code"])
