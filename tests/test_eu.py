"""The benchmarks give what the source report prints."""

import math
from pathlib import Path

import pandas as pd
import pytest

from clusterbrief.analysis.eu import mean_services_per_holder, service_benchmarks
from clusterbrief.study.reference import ReferenceTables, read_reference

FOLDER = Path(__file__).parent.parent / "data" / "eu"


@pytest.fixture(scope="module")
def eu() -> ReferenceTables:
    return read_reference(FOLDER)


def annex_services(eu: ReferenceTables) -> pd.DataFrame:
    """Annex 1 in the shape of Tables 3-4: one row per service, a column per label."""
    wide = eu.annex1_totals.pivot(index="service_code", columns="label", values="count")
    return wide.reset_index()


def whole_percent(share: float) -> int:
    return math.floor(share * 100 + 0.5)


PRINTED = {  # typed from Annex 1's last lines, apart from the CSV file
    "gold": {
        "rdi_support": 69, "public_funding": 66, "collaboration_within": 55, "collaboration_external": 55,
        "internationalisation": 38, "advisory": 31, "internal_market": 24, "communication": 24,
        "private_funding": 17, "human_resources": 7, "location_branding": 3, "ipr_management": 3,
        "digital_projects": 76, "digital_processes": 62, "digital_solutions": 55, "scouting": 48,
        "industry_4_0": 41, "digital_strategies": 38, "digital_training": 28, "market_studies": 28,
        "talent": 17,
    },
    "silver": {
        "rdi_support": 50, "public_funding": 29, "collaboration_within": 57, "collaboration_external": 50,
        "internationalisation": 21, "advisory": 21, "internal_market": 0, "communication": 21,
        "private_funding": 7, "human_resources": 14, "location_branding": 0, "ipr_management": 0,
        "digital_projects": 79, "digital_processes": 36, "digital_solutions": 43, "scouting": 43,
        "industry_4_0": 29, "digital_strategies": 36, "digital_training": 36, "market_studies": 21,
        "talent": 7,
    },
}  # fmt: skip


@pytest.mark.parametrize("label", ["gold", "silver"])
def test_annex_shares_are_those_printed(eu, label):
    benchmarks = service_benchmarks(annex_services(eu), eu.holders).set_index("service_code")
    shares = benchmarks[f"{label}_share"].map(whole_percent).to_dict()
    table = eu.annex1_totals[eu.annex1_totals["label"] == label]
    assert shares == PRINTED[label]
    assert table.set_index("service_code")["printed_share"].to_dict() == PRINTED[label]


def test_gold_shares_of_tables_and_annex_agree(eu):
    tables = pd.concat([eu.general_services, eu.digital_services])
    by_tables = service_benchmarks(tables, eu.holders).set_index("service_code")["gold_share"]
    by_annex = service_benchmarks(annex_services(eu), eu.holders).set_index("service_code")["gold_share"]
    assert by_tables.drop("other").to_dict() == by_annex.to_dict()


def test_shares_come_from_the_holders_given(eu):
    halved = service_benchmarks(eu.general_services, {"gold": 58, "silver": 28, "bronze": 52})
    plain = service_benchmarks(eu.general_services, eu.holders)
    for column in ("gold_share", "silver_share", "best_practice_share"):
        assert halved[column].tolist() == pytest.approx((plain[column] / 2).tolist())
    assert halved["gold"].tolist() == plain["gold"].tolist() == eu.general_services["gold"].tolist()


def test_rows_keep_their_order_and_their_source(eu):
    before = eu.digital_services.copy()
    benchmarks = service_benchmarks(eu.digital_services, eu.holders)
    assert benchmarks["service_code"].tolist() == before["service_code"].tolist()
    pd.testing.assert_frame_equal(eu.digital_services, before)


@pytest.mark.parametrize(
    ("table", "stated"),
    [
        (
            "general_services",
            {"rdi_support", "collaboration_within", "collaboration_external", "public_funding"},
        ),
        ("digital_services", {"digital_projects", "digital_processes", "digital_solutions"}),
    ],
)
def test_services_of_over_half_of_both_labels(eu, table, stated):
    benchmarks = service_benchmarks(getattr(eu, table), eu.holders)
    over_half = benchmarks.loc[benchmarks["best_practice_share"] > 0.5, "service_code"]
    assert set(over_half) == stated  # public funding is on our list and not on the report's


def test_public_funding_is_delivered_by_over_half(eu):
    row = service_benchmarks(eu.general_services, eu.holders).set_index("service_code").loc["public_funding"]
    assert (row["gold"], row["silver"]) == (19, 5)
    assert row["best_practice_share"] == pytest.approx(24 / 43)
    assert whole_percent(row["gold_share"]) == 66
    assert whole_percent(row["best_practice_share"]) == 56


def test_mean_services_leave_out_other(eu):
    general = mean_services_per_holder(eu.general_services, eu.holders)
    digital = mean_services_per_holder(eu.digital_services, eu.holders)
    assert general.to_dict() == pytest.approx({"gold": 114 / 29, "silver": 42 / 14})
    assert digital.to_dict() == pytest.approx({"gold": 114 / 29, "silver": 54 / 14})
    with_other = eu.general_services.replace({"service_code": {"other": "named"}})
    assert mean_services_per_holder(with_other, eu.holders)["gold"] == pytest.approx(120 / 29)


@pytest.mark.parametrize("function", [service_benchmarks, mean_services_per_holder])
def test_counts_that_cannot_be_are_refused(eu, function):
    with pytest.raises(ValueError, match=r'deliver .*rdi_support.* than hold the label "gold"'):
        function(eu.general_services, {"gold": 15, "silver": 14})
    with pytest.raises(ValueError, match='Label "silver" has 0 holders'):
        function(eu.general_services, {"gold": 29, "silver": 0})
    with pytest.raises(KeyError, match="silver"):
        function(eu.general_services, {"gold": 29})
