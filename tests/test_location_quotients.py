"""Location quotients: hand examples, the laws, and what suppression does to totals."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterbrief.analysis.location_quotients import aggregate_industries, location_quotients

SMALL = [("A", "food", 30.0), ("A", "wood", 70.0), ("B", "food", 10.0), ("B", "wood", 290.0)]


def employment(rows):
    return pd.DataFrame(rows, columns=["area", "industry", "employment"])


def quotients(rows, **options):
    return location_quotients(employment(rows), **options).rows["lq"].tolist()


def kinds(rows, **options):
    return location_quotients(employment(rows), **options).findings["finding"].tolist()


def test_quotients_by_hand():
    found = location_quotients(employment(SMALL)).rows
    # food is 40 of 400 in all, 30 of 100 in A, 10 of 300 in B
    assert found["lq"].tolist() == pytest.approx([3, 70 / 90, 1 / 3, (290 / 300) / 0.9])
    assert found["share_of_area"].tolist() == pytest.approx([0.3, 0.7, 1 / 30, 29 / 30])
    assert found["share_of_industry"].tolist() == pytest.approx([0.75, 70 / 360, 0.25, 290 / 360])
    assert found["reference_share"].tolist() == pytest.approx([0.1, 0.9, 0.1, 0.9])


def test_the_published_example():
    rows = [("36061", "51", 1714), ("36061", "10", 79006), ("US000", "51", 879213), ("US000", "10", 15593224)]
    found = quotients(rows, reference="US000", total_industry="10")
    assert found[0] == pytest.approx((1714 / 79006) / (879213 / 15593224), rel=1e-15)
    assert found[0] == pytest.approx(0.3847623, abs=5e-8)
    assert found[1:] == [1, 1, 1]


def test_a_reference_table_equals_the_same_numbers_as_an_area():
    nation = employment([("US", "food", 500.0), ("US", "wood", 1500.0), ("US", "all", 4000.0)])
    totals = [("A", "all", 200.0), ("B", "all", 900.0)]
    as_table = quotients(SMALL + totals, reference=nation.drop(columns="area"), total_industry="all")
    as_area = location_quotients(
        pd.concat([employment(SMALL + totals), nation]), reference="US", total_industry="all"
    ).rows["lq"]
    assert as_table == as_area.tolist()[: len(as_table)]
    assert as_table[0] == pytest.approx((30 / 200) / (500 / 4000))


def test_stated_totals_replace_sums_so_industries_may_be_incomplete():
    rows = [*SMALL, ("A", "all", 1000.0), ("B", "all", 1000.0)]
    found = location_quotients(employment(rows), total_industry="all").rows
    assert found["lq"].iloc[0] == pytest.approx((30 / 1000) / (40 / 2000))
    assert found["kind"].tolist() == ["pair"] * 4 + ["total"] * 2


def test_a_suppressed_cell_without_a_stated_total_leaves_its_area_and_the_sum_of_all_unknown():
    rows = [("A", "food", np.nan), *SMALL[1:]]
    found = location_quotients(employment(rows))
    assert found.rows["lq"].isna().all()
    assert set(found.findings["finding"]) == {
        "unknown area total",
        "unknown industry total",
        "unknown reference total",
    }


def test_with_a_stated_total_a_suppressed_cell_is_the_only_one_missing():
    nation = [("US", "food", 40.0), ("US", "wood", 360.0), ("US", "all", 400.0)]
    rows = [("A", "food", np.nan), *SMALL[1:], ("A", "all", 100.0), ("B", "all", 300.0), *nation]
    found = quotients(rows, reference="US", total_industry="all")
    assert np.isnan(found[0]) and found[1:4] == pytest.approx([70 / 90, 1 / 3, (290 / 300) / 0.9])


def test_with_a_reference_only_the_area_of_a_suppressed_cell_is_missing():
    nation = [("US", "food", 40.0), ("US", "wood", 360.0)]
    found = quotients([("A", "food", np.nan), *SMALL[1:], *nation], reference="US")
    assert np.isnan(found[:2]).all() and found[2] == pytest.approx(1 / 3)


def test_a_blank_stated_total_is_unknown_though_its_cells_are_known():
    rows = [*SMALL, ("A", "all", np.nan), ("B", "all", 300.0), ("US", "food", 40.0), ("US", "wood", 360.0)]
    found = quotients([*rows, ("US", "all", 400.0)], reference="US", total_industry="all")
    assert np.isnan(found[:2]).all() and not np.isnan(found[2:4]).any()


def test_a_quotient_of_exactly_one_and_a_half_is_that():
    """In floats (3/20)/(1/10) is a hair below, and (9/28)/(3/14) a hair above."""
    for part, whole, industry, everything in [(3, 20, 10, 100), (9, 28, 3, 14), (3, 34, 1, 17)]:
        rows = [("A", "food", part), ("A", "all", whole), ("EU", "food", industry), ("EU", "all", everything)]
        assert quotients(rows, reference="EU", total_industry="all")[0] == 1.5


def test_nothing_is_a_share_of_zero():
    rows = [("A", "food", 0.0), ("A", "wood", 0.0), ("B", "food", 0.0), ("B", "wood", 5.0)]
    found = location_quotients(employment(rows)).rows
    assert found["lq"].isna().tolist() == [True, True, True, False]
    assert not np.isinf(found.select_dtypes("number")).any().any()


def test_an_industry_the_reference_lacks_has_no_quotient():
    found = location_quotients(employment([*SMALL, ("US", "wood", 9.0)]), reference="US")
    assert found.rows["lq"].isna().tolist() == [True, False, True, False, False]
    assert found.findings["finding"].tolist() == ["unknown industry total", "pairs without a row"]
    assert found.findings["industry"].iloc[0] == "food"


@pytest.mark.parametrize(
    ("rows", "finding"),
    [
        ([*SMALL, ("A", "all", 100.0), ("B", "all", 300.0)], "looks like a total"),
        ([*SMALL, ("EU", "food", 40.0), ("EU", "wood", 360.0)], "looks like a reference"),
        (SMALL[:3], "pairs without a row"),
    ],
)
def test_a_doubtful_sum_is_said(rows, finding):
    assert finding in kinds(rows)


def test_a_cell_above_its_total_is_said_once_for_its_area():
    rows = [*SMALL, ("A", "all", 20.0), ("B", "all", 300.0)]
    assert kinds(rows, total_industry="all") == ["more than its total"]


def test_a_complete_table_has_no_findings():
    assert kinds(SMALL) == []


def test_faulty_calls_name_the_culprit():
    with pytest.raises(KeyError, match='"US"'):
        quotients(SMALL, reference="US")
    with pytest.raises(KeyError, match='"all"'):
        quotients(SMALL, reference=employment(SMALL[:2]), total_industry="all")
    with pytest.raises(ValueError, match="twice"):
        quotients([*SMALL, SMALL[0]])
    with pytest.raises(ValueError, match="-3"):
        quotients([("A", "food", -3.0)])


@st.composite
def tables(draw):
    n_areas, n_industries = draw(st.integers(1, 6)), draw(st.integers(1, 6))
    people = draw(st.lists(st.integers(0, 10_000), min_size=n_areas * n_industries, max_size=n_areas * n_industries))
    pairs = [(f"a{area}", f"i{industry}") for area in range(n_areas) for industry in range(n_industries)]
    return employment([(*pair, float(number)) for pair, number in zip(pairs, people, strict=True)])


@given(tables())
def test_reference_shares_times_quotients_add_up_to_one_in_each_area(table):
    found = location_quotients(table).rows
    products = (found["reference_share"] * found["lq"]).where(found["reference_share"] > 0, 0.0)
    sums = products.groupby(found["area"]).sum()
    inhabited = table.groupby("area")["employment"].sum() > 0
    np.testing.assert_allclose(sums[inhabited], 1.0, rtol=1e-9)


@given(tables(), st.integers(2, 50))
def test_quotients_do_not_depend_on_the_unit_of_employment(table, factor):
    scaled = table.assign(employment=table["employment"] * factor)
    np.testing.assert_allclose(location_quotients(table).rows["lq"], location_quotients(scaled).rows["lq"])


@given(tables(), st.randoms(use_true_random=False))
def test_quotients_do_not_depend_on_the_order_of_rows(table, random):
    order = list(range(len(table)))
    random.shuffle(order)
    found = location_quotients(table).rows["lq"]
    np.testing.assert_allclose(location_quotients(table.iloc[order]).rows["lq"], found.iloc[order], rtol=1e-12)


@given(tables())
def test_stated_totals_equal_to_the_sums_change_nothing(table):
    totals = table.groupby("area", as_index=False)["employment"].sum().assign(industry="all")
    nation = pd.concat([table, totals]).groupby("industry", as_index=False)["employment"].sum().assign(area="US")
    stated = pd.concat([table, totals, nation], ignore_index=True)
    found = location_quotients(stated, reference="US", total_industry="all").rows["lq"]
    np.testing.assert_allclose(found.iloc[: len(table)], location_quotients(table).rows["lq"])


@settings(max_examples=30)
@given(tables(), st.data())
def test_a_suppressed_cell_never_changes_a_known_quotient(table, data):
    """It may only make quotients missing: no known one rests on the cells that happen to be left."""
    hidden = data.draw(st.integers(0, len(table) - 1))
    whole = location_quotients(table).rows["lq"]
    holed = location_quotients(table.assign(employment=table["employment"].mask(table.index == hidden))).rows["lq"]
    known = holed.notna()
    np.testing.assert_allclose(holed[known], whole[known])


def test_a_hundred_thousand_pairs_equal_the_formula_written_out():
    draw = np.random.default_rng(8)
    people = draw.integers(0, 5_000, size=(500, 200)).astype(float)
    hidden = draw.random(people.shape) < 0.1
    nation, totals = people.sum(axis=0), people.sum(axis=1)
    expected = np.where(hidden, np.nan, (people / totals[:, None]) / (nation / nation.sum()))
    areas, industries = [f"{n:05d}" for n in range(500)], [f"{n:03d}" for n in range(200)]
    pairs = pd.DataFrame(np.where(hidden, np.nan, people), areas, industries).stack(future_stack=True)
    table = pairs.rename_axis(["area", "industry"]).rename("employment").reset_index()
    stated = pd.DataFrame({"area": areas, "industry": "10", "employment": totals})
    reference = pd.DataFrame({"area": "US000", "industry": [*industries, "10"], "employment": [*nation, nation.sum()]})
    everything = pd.concat([table, stated, reference], ignore_index=True)
    found = location_quotients(everything, reference="US000", total_industry="10").rows["lq"]
    np.testing.assert_allclose(found.iloc[: len(table)], expected.ravel(), rtol=1e-12)


SHARES = pd.DataFrame(
    {"industry": ["food", "wood", "wood"], "group": ["agri", "build", ""], "weight": [1.0, 0.25, 0.75]}
)


def test_groups_get_their_weight_of_each_measure_and_the_total_keeps_what_is_outside():
    table = employment(SMALL).assign(wages=[3.0, 8.0, 1.0, np.nan])
    found = aggregate_industries(table, SHARES)
    assert found["area"].tolist() == ["A"] * 3 + ["B"] * 3
    assert found["industry"].tolist() == ["agri", "build", "TOTAL"] * 2
    assert found["employment"].tolist() == [30, 17.5, 100, 10, 72.5, 300]
    assert found["wages"].fillna(-1).tolist() == [3, 2, 11, 1, -1, -1]


def test_a_group_with_a_suppressed_part_is_missing_and_the_stated_total_is_kept():
    table = employment([("A", "food", 30.0), ("A", "wood", np.nan), ("A", "all", 90.0)])
    found = aggregate_industries(table, SHARES, total_industry="all")
    assert found["industry"].tolist() == ["agri", "build", "all"]
    assert found["employment"].fillna(-1).tolist() == [30, -1, 90]


def test_an_industry_without_a_share_is_refused():
    with pytest.raises(KeyError, match="gold"):
        aggregate_industries(employment([("A", "gold", 1.0)]), SHARES)


@given(tables())
def test_aggregation_loses_nobody(table):
    industries = table["industry"].unique()
    shares = pd.DataFrame(
        {
            "industry": [*industries, *industries],
            "group": ["one"] * len(industries) + ["two"] * len(industries),
            "weight": [0.25] * len(industries) + [0.75] * len(industries),
        }
    )
    found = aggregate_industries(table, shares)
    is_total = found["industry"] == "TOTAL"
    sums = found[~is_total].groupby("area")["employment"].sum()
    np.testing.assert_allclose(sums, found[is_total].set_index("area")["employment"].sort_index())
