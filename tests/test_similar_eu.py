"""Similar EU organisations: those that the source report prints, each once, by ecosystem and size."""

import dataclasses
from typing import Any

import pandas as pd
import pytest

from clusterbrief.analysis.services import DIGITAL, MAIN, list_services
from clusterbrief.analysis.similar_eu import DIVISION, compare_to_eu, eu_organisations, find_similar_eu
from clusterbrief.study.framework import Framework
from worked_example import as_responses, reference

NONE = float("nan")
KINDS = ("members_large", "members_sme", "members_research")
GENERAL = ["rdi_support", "advisory", "communication", "public_funding", "location_branding"]


@pytest.fixture(scope="module")
def printed() -> pd.DataFrame:
    return eu_organisations(reference()).set_index("eu_organisation")


def organisation(code: str = "AM-1", ecosystem: str | None = "digital", total: float = 80, **more: Any) -> pd.DataFrame:
    row = {"organisation_code": code, "ecosystem": ecosystem, "members_total": total, **dict.fromkeys(KINDS, NONE)}
    return pd.DataFrame([{**row, **more}])


def services_of(code: str = "AM-1", general: int = 3, digital: int = 6, known: int = 9) -> pd.DataFrame:
    """A main service is chosen or not; of the digitalisation services so many are known."""
    rows = [(code, MAIN, service, place < general) for place, service in enumerate(GENERAL)]
    codes = list(reference().digital_services["service_code"])[:known]
    rows += [(code, DIGITAL, service, place < digital) for place, service in enumerate(codes)]
    columns = ["organisation_code", "kind", "service_code", "has"]
    return pd.DataFrame(rows, columns=columns).astype({"has": bool})


def compared(organisations: pd.DataFrame, services: pd.DataFrame, framework: Framework) -> pd.DataFrame:
    table = compare_to_eu(organisations, services, framework, reference())
    return table.set_index(["organisation_code", "measure"])


# The organisations


def test_each_organisation_is_listed_once_with_what_is_printed(printed: pd.DataFrame) -> None:
    assert len(printed) == 25  # ten of Table 5, eighteen of Annex 1, three in both
    assert printed.index.is_unique
    names = {name.casefold().replace(" ", "")[:9] for name in printed.index}
    assert len(names) == 25  # no name is spelled in two ways
    assert printed.loc["Latvian IT Cluster", ["members", "total_services"]].tolist() == [4 + 40 + 5, 13]


def test_an_unknown_kind_of_members_makes_the_size_unknown(printed: pd.DataFrame) -> None:
    assert printed.index[printed["members"].isna()].tolist() == ["ROHEALTH- The Health and Bioeconomy Cluster"]


def test_ecosystems_follow_from_divisions_and_wording(printed: pd.DataFrame) -> None:
    ecosystems = printed["ecosystems"]
    assert ecosystems["Bron Innovation / Govtech Sweden"] == ("digital", "energy_intensive")  # C17, and ICT
    assert ecosystems["PRODUTECH - Production Technologies Cluster"] == ("digital",)  # C28 is outside the 14
    assert ecosystems["Logistics-Initiative Hamburg Management GmbH"] == ("aerospace_defence", "mobility")
    assert ecosystems["Minalogic"] == ()
    assert (ecosystems.map(lambda codes: "digital" in codes)).sum() == 8


def test_every_printed_sector_is_accounted_for(printed: pd.DataFrame) -> None:
    wordings = list(reference().organisation_ecosystems["sector"])
    used = set()
    for sector in printed["sector"]:
        parts = [wording for wording in wordings if wording in sector]
        used |= set(parts)
        assert parts or DIVISION.search(sector), sector
    assert used == set(wordings)


def test_ecosystems_are_those_of_the_questionnaire(framework: Framework) -> None:
    known = {option.code for option in framework.scales["ecosystems"]}
    named = reference().organisation_ecosystems["ecosystem_code"].dropna()
    assert set(named) <= known
    assert set(reference().ecosystems_nace["ecosystem_code"].dropna()) <= known
    assert (reference().organisation_ecosystems["standing"] == "project setting").all()


# The comparison


def test_figures_are_those_worked_by_hand(framework: Framework) -> None:
    # digital with 51-100 members: Transilvania 90, Bron 89, SpectroNet 51: three, so size is dropped. The eight:
    # Transilvania 5 + 8, Latvian 5 + 8, DigitalLead 4 + 8, Bron 4 + 8, PRODUTECH 2 + 9, Kosice 3 + 2, Mobile 5 + 2,
    # SpectroNet 4 + 4; members 90, 49, 593, 89, 113, 32, 108, 51
    own = organisation(members_large=3, members_sme=80, members_research=7)
    table = compared(own, services_of(general=4, digital=6), framework).loc["AM-1"]
    assert set(table["criteria"]) == {"ecosystem"}
    assert set(table["dropped"]) == {"size"}
    assert set(table["n"]) == {8}
    figures = ["own", "median", "difference", "share_below"]
    assert table.loc["general_services", figures].tolist() == [4, 4, 0, 2 / 8]  # below four: two and three
    assert table.loc["digital_services", figures].tolist() == [6, 8, -2, 3 / 8]
    assert table.loc["total_services", figures].tolist() == [10, 11.5, -1.5, 3 / 8]
    assert table.loc["members", figures].tolist() == [90, 89.5, 0.5, 4 / 8]


def test_similar_ones_are_named_with_what_the_report_prints(framework: Framework) -> None:
    table = find_similar_eu(organisation(), framework, reference())
    assert len(table) == 8
    first = table.iloc[0]
    assert first[["eu_organisation", "label", "country"]].tolist() == [
        "Bron Innovation / Govtech Sweden", "silver", "Sweden",
    ]  # fmt: skip
    assert first[["general_services", "digital_services", "total_services", "members"]].tolist() == [4, 8, 12, 89]
    assert first["criteria"] == "ecosystem"


def test_size_decides_where_the_ecosystem_is_unknown(framework: Framework) -> None:
    table = compared(organisation(ecosystem=None, total=70), services_of(), framework).loc[("AM-1", "members")]
    # 51-100 members: Transilvania 90, Bron 89, Sensorik 80, POOL-NET 87, HABIC 100, SpectroNet 51, Propell 61
    assert table[["criteria", "unknown", "n", "median"]].tolist() == ["size", "ecosystem", 7, 87]


def test_with_too_few_everyone_is_compared_with(framework: Framework) -> None:
    table = compared(organisation(ecosystem="tourism"), services_of(), framework).loc["AM-1"]
    assert set(table["criteria"]) == {"all organisations"}
    assert table["n"].to_dict() == {
        "general_services": 25, "digital_services": 25, "total_services": 25, "members": 24,
    }  # fmt: skip


def test_a_service_that_is_not_known_makes_the_count_unknown(framework: Framework) -> None:
    table = compared(organisation(), services_of(known=8), framework).loc["AM-1"]
    assert table.loc["general_services", "own"] == 3
    for measure in ("digital_services", "total_services", "members"):
        assert table.loc[measure, ["own", "difference", "share_below"]].isna().all()
    assert table["median"].notna().all()  # of the others, which are printed
    assert compared(organisation(), services_of()[:0], framework)["own"].isna().all()


def test_nothing_provided_is_none_and_not_unknown(framework: Framework) -> None:
    cells = {"main_services": "no_service"}
    asked = [code for code, question in framework.questions.items() if question.service and code.startswith("dig_")]
    services = list_services(
        as_responses({"AM-1": {**cells, **dict.fromkeys(asked, "not_provided")}}, framework), framework
    )
    table = compared(organisation(), services, framework).loc["AM-1"]
    assert table["own"].tolist()[:3] == [0, 0, 0]
    assert table["share_below"].tolist()[:3] == [0, 0, 0]


def test_order_of_rows_changes_nothing_and_a_newcomer_changes_nobody(framework: Framework) -> None:
    both = pd.concat([organisation("XB-1", "health", 20), organisation("AM-1")])
    services = pd.concat([services_of("XB-1", 1, 2), services_of("AM-1")])
    one = compare_to_eu(both, services, framework, reference())
    other = compare_to_eu(both.iloc[::-1], services.iloc[::-1], framework, reference())
    pd.testing.assert_frame_equal(one, other)
    alone = compare_to_eu(organisation("AM-1"), services_of("AM-1"), framework, reference())
    first = one[one["organisation_code"] == "AM-1"].reset_index(drop=True)
    pd.testing.assert_frame_equal(alone, first)


def test_no_rows_keep_the_kinds_of_columns(framework: Framework) -> None:
    full = compare_to_eu(organisation(), services_of(), framework, reference())
    listed = find_similar_eu(organisation(), framework, reference())
    for own, rules in ((organisation().iloc[:0], framework), (organisation(), without_rules(framework))):
        none = compare_to_eu(own, services_of()[:0], rules, reference())
        assert none.empty
        assert (none.dtypes == full.dtypes).all()
        assert (find_similar_eu(own, rules, reference()).dtypes == listed.dtypes).all()


def without_rules(framework: Framework) -> Framework:
    return dataclasses.replace(framework, similarity=None)
