"""The EU reference tables: whole, consistent where the report is, and refused with a place where not."""

import json
import re
import shutil
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

import pandas as pd
import pytest

from clusterbrief.errors import InputError
from clusterbrief.study.reference import ReferenceTables, read_reference

FOLDER = Path(__file__).parent.parent / "data" / "eu"
GENERAL_CODES = {
    "collaboration_within", "rdi_support", "collaboration_external", "public_funding",
    "internationalisation", "communication", "advisory", "human_resources", "internal_market",
    "private_funding", "location_branding", "ipr_management",
}  # fmt: skip
DIGITAL_CODES = {
    "digital_projects", "digital_processes", "digital_solutions", "scouting", "industry_4_0",
    "digital_training", "digital_strategies", "market_studies", "talent",
}  # fmt: skip
ONE_SHORT = {  # services whose Silver count in Annex 1 is one below Tables 3-4
    "rdi_support", "public_funding", "collaboration_within", "communication",
    *(DIGITAL_CODES - {"digital_projects"}),
}  # fmt: skip


@pytest.fixture(scope="module")
def eu() -> ReferenceTables:
    return read_reference(FOLDER)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FOLDER, tmp_path / "eu"))


def all_services(eu: ReferenceTables) -> pd.DataFrame:
    return pd.concat([eu.general_services, eu.digital_services]).set_index("service_code")


def annex_counts(eu: ReferenceTables, label: str) -> pd.Series:
    totals = eu.annex1_totals
    return totals[totals["label"] == label].set_index("service_code")["count"]


# The package


def test_package_is_valid_by_frictionless():
    frictionless = pytest.importorskip("frictionless")
    report = frictionless.validate(str(FOLDER / "datapackage.json"))
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "message"])


def test_every_table_has_a_source_and_a_row(eu):
    names = [field.name for field in fields(eu) if field.name != "sources"]
    assert eu.sources["name"].tolist() == names
    assert eu.sources.notna().all(axis=None)
    assert all(len(getattr(eu, name)) > 0 for name in names)


def test_every_description_says_what_one_row_is():
    package = json.loads((FOLDER / "datapackage.json").read_text(encoding="utf-8"))
    read = {field.name for field in fields(ReferenceTables)}
    described = {
        resource["name"]: resource["description"] for resource in package["resources"] if resource["name"] in read
    }
    assert all(text.startswith("One row is one ") for text in described.values()), described


def test_types_are_those_of_the_schema(eu):
    assert eu.annex1_totals["count"].dtype == "Int64"
    assert eu.organisation_profile["value"].dtype == "float64"
    assert eu.ict_label_holders["expires"].dtype.kind == "M"
    assert eu.ict_label_holders["expires"].max() == pd.Timestamp(2026, 10, 31)


# Tables 3-5 and Annex 1


def test_service_codes_are_the_agreed_ones(eu):
    assert set(eu.general_services["service_code"]) == GENERAL_CODES | {"other"}
    assert set(eu.digital_services["service_code"]) == DIGITAL_CODES
    for label in ("gold", "silver"):
        assert set(annex_counts(eu, label).index) == GENERAL_CODES | DIGITAL_CODES


@pytest.mark.parametrize(
    ("table", "sums"),
    [
        ("general_services", {"total": 702, "gold": 120, "silver": 48, "bronze": 173}),
        ("digital_services", {"total": 642, "gold": 114, "silver": 54, "bronze": 144}),
    ],
)
def test_columns_of_tables_3_and_4_add_to_those_of_the_report(eu, table, sums):
    assert getattr(eu, table)[list(sums)].sum().to_dict() == sums


def test_label_holders_never_exceed_those_who_deliver(eu):
    services = all_services(eu)
    assert (services[["gold", "silver", "bronze"]].sum(axis="columns") <= services["total"]).all()
    for label, holders in eu.holders.items():
        assert services[label].max() <= holders


@pytest.mark.parametrize("label", ["gold", "silver"])
def test_annex_sums_are_those_printed(eu, label):
    printed = {
        "gold": {"general": 114, "digital": 114},
        "silver": {"general": 38, "digital": 46},
    }[label]
    counts = annex_counts(eu, label)
    sums = eu.annex1_sums[eu.annex1_sums["label"] == label].set_index("service_group")["printed_sum"]
    assert sums.to_dict() == printed
    assert counts[list(GENERAL_CODES)].sum() == printed["general"]
    assert counts[list(DIGITAL_CODES)].sum() == printed["digital"]


def test_gold_counts_of_annex_and_tables_agree(eu):
    assert annex_counts(eu, "gold").to_dict() == all_services(eu)["gold"].drop("other").to_dict()


def test_silver_counts_of_annex_are_one_short_for_twelve_services(eu):
    short = all_services(eu)["silver"].drop("other") - annex_counts(eu, "silver")
    assert len(ONE_SHORT) == 12
    assert set(short[short != 0].index) == ONE_SHORT
    assert set(short[short != 0]) == {1}
    stated = eu.contradictions[eu.contradictions["contradiction_code"].str.startswith("silver_")]
    assert set(stated["service_code"].dropna()) == ONE_SHORT


@pytest.mark.parametrize(("table", "rows"), [("spectrum_leaders", 10), ("annex1_organisations", 18)])
def test_total_services_are_general_and_digital(eu, table, rows):
    organisations = getattr(eu, table)
    sums = organisations["general_services"] + organisations["digital_services"]
    assert organisations["total_services"].tolist() == sums.tolist()
    assert len(organisations) == rows


@pytest.mark.parametrize(
    ("table", "sums"),
    [
        ("spectrum_leaders", {"large": 333, "sme": 2023, "research": 199}),
        ("annex1_organisations", {"large": 427, "sme": 2185, "research": 315}),
    ],
)
def test_members_add_to_those_of_the_report(eu, table, sums):
    assert getattr(eu, table)[list(sums)].sum().to_dict() == sums


def test_table_5_and_annex_1_agree_on_the_organisations_in_both(eu):
    both = eu.spectrum_leaders.merge(eu.annex1_organisations, on="organisation", suffixes=("", "_annex"))
    assert len(both) == 3
    for column in eu.spectrum_leaders.columns.drop("organisation"):
        assert both[column].tolist() == both[f"{column}_annex"].tolist(), column


def test_only_rohealths_large_firms_are_unknown(eu):
    unknown = eu.annex1_organisations[eu.annex1_organisations["large"].isna()]
    assert unknown["organisation"].tolist() == ["ROHEALTH- The Health and Bioeconomy Cluster"]


def test_no_organisation_has_more_than_five_general_services(eu):
    printed = pd.concat([eu.spectrum_leaders, eu.annex1_organisations]).drop_duplicates("organisation")
    assert len(printed) == 25
    assert printed["general_services"].max() == 5
    assert (printed["general_services"] == 5).sum() == 12


# The other tables


def test_bands_of_large_firms_hold_every_label_holder(eu):
    bands = eu.large_firm_members.groupby("label")["organisations"].sum()
    assert bands.to_dict() == {label: eu.holders[label] for label in ("gold", "silver")}


def test_bands_have_room_for_the_organisations_printed(eu):
    printed = pd.concat([eu.spectrum_leaders, eu.annex1_organisations]).drop_duplicates("organisation")
    for band in eu.large_firm_members.fillna({"large_to": 10_000}).itertuples():
        inside = printed["large"].between(band.large_from, band.large_to) & (printed["label"] == band.label)
        assert inside.sum() <= band.organisations, band


def test_counts_of_digital_expertise_are_those_of_table_4(eu):
    counts = eu.digital_landscape.set_index("figure_code")["organisations"]
    expertise = counts[counts.index.str.startswith("expertise_")]
    expertise.index = expertise.index.str.removeprefix("expertise_")
    assert expertise.to_dict() == eu.digital_services.set_index("service_code")["total"].to_dict()


def test_landscape_counts_lie_inside_each_other(eu):
    counts = eu.digital_landscape.set_index("figure_code")["organisations"]
    assert counts["in_dih"] < counts["both"] < counts["digital_sectors"] < counts["support_digitalisation"]
    assert counts["label_gold"] + counts["label_silver"] == counts["label_gold_silver"] == 43
    assert eu.holders == {"gold": 29, "silver": 14, "bronze": 52}
    parts = counts[counts.index.str.match("training_[a-k]_")]
    assert parts.tolist() == [28, 28, 24, 22, 20, 17, 15, 12, 11, 6, 3]
    assert parts.max() <= counts["training_organisations"]


def test_repeated_figures_equal_the_first_statement(eu):
    figures = eu.organisation_profile.set_index("statistic_code")
    repeats = figures[figures["repeats"].notna()]
    assert len(repeats) == 13
    assert repeats["value"].tolist() == figures.loc[repeats["repeats"], "value"].tolist()
    landscape = eu.digital_landscape.set_index("figure_code")["organisations"]
    summary = landscape[landscape.index.str.endswith("_summary")]
    body = landscape[summary.index.str.removesuffix("_summary")]
    differing = summary.index[(summary.to_numpy() != body.to_numpy())]
    assert differing.tolist() == ["support_digitalisation_summary"]


def test_staff_and_members_are_those_of_the_report(eu):
    figures = eu.organisation_profile.set_index("statistic_code")
    assert figures["value"].head(19).tolist() == [
        2950, 1000, 100, 0.65, 0.04, 170, 0.62, 0.22, 0.05, 160_000, 0.84, 0.09, 0.07, 0.83, 0.87, 0.55,
        0.2, 0.14, 0.19,
    ]  # fmt: skip
    assert figures.loc[["staff_1_5", "staff_over_20"], "sample"].tolist() == [1090, 1090]


def test_bands_of_large_firms_follow_their_words(eu):
    ends = {"none": (0, 0), "1-14": (1, 14), "15-49": (15, 49), "50-150": (50, 150), "over 50": (51, 10_000)}
    for band in eu.large_firm_members.fillna({"large_to": 10_000}).itertuples():
        assert (band.large_from, band.large_to) == ends[band.band]


def test_report_lists_every_digital_service_of_over_half(eu):
    assert count_core(eu, DIGITAL_CODES) == text(eu, "core_digital_services")


def test_kinds_of_members_add_to_all(eu):
    shares = eu.organisation_profile.set_index("statistic_code")["value"]
    assert shares[["sme_share", "large_share", "research_share"]].sum() == pytest.approx(1)


@pytest.mark.parametrize(
    ("table", "column", "unit"),
    [("organisation_profile", "value", "unit"), ("programme_criteria", "threshold", "unit")],
)
def test_shares_are_parts_of_one(eu, table, column, unit):
    rows = getattr(eu, table)
    shares = rows.loc[rows[unit] == "share", column]
    assert len(shares) > 5
    assert shares.between(0, 1).all()


def test_thresholds_have_a_comparison_and_a_unit(eu):
    criteria = eu.programme_criteria
    numbered = criteria["threshold"].notna()
    assert (criteria["comparison"].notna() == numbered).all()
    assert (criteria["unit"].notna() == numbered).all()


def test_programmes_have_as_many_criteria_as_published(eu):
    criteria = eu.programme_criteria[eu.programme_criteria["kind"] == "criterion"]
    counts = criteria.groupby("programme_code")["criterion_number"].nunique()
    assert counts.to_dict() == {
        "bronze_support": 8,
        "eccp_listing": 6,
        "go_cluster": 18,
        "key_national_cluster": 6,
        "catalonia": 3,
    }


def test_bronze_support_has_its_thresholds(eu):
    bronze = eu.programme_criteria.query("programme_code == 'bronze_support'").set_index("criterion_code")
    assert bronze["threshold"].dropna().to_dict() == {
        "activities": 5, "priority_areas": 2, "active_members": 15, "private_majority": 0.5,
        "management_time": 0.5, "completion": 0.8, "supported": 5,
    }  # fmt: skip
    assert bronze.loc["private_majority", "comparison"] == "over"
    assert bronze.loc["supported", "comparison"] == "at most"
    assert bronze.index[bronze["note"].str.startswith("Partly known", na=False)].tolist() == ["digital_demand"]


@pytest.mark.parametrize(
    ("programme", "thresholds"),
    [
        ("eccp_listing", {"management_time": 0.5, "committed_members": 15, "member_types": 2}),
        (
            "go_cluster",
            {
                "committed_actors": 30, "sme_share": 0.5, "research_share": 0.1, "near_share": 0.6,
                "radius": 150, "years_active": 3, "own_income": 0.2, "financing_secured": 24,
                "competitors_known": 3, "success_stories": 3, "stories_recent": 24,
            },
        ),
        (
            "key_national_cluster",
            {
                "agreement_years": 3, "members": 51, "enterprise_share": 0.7, "near_share": 0.7,
                "distance": 150,
            },
        ),
        ("catalonia", {"companies": 30, "sme_share": 0.6, "gdp_share": 0.01}),
    ],
)  # fmt: skip
def test_programmes_have_their_thresholds(eu, programme, thresholds):
    criteria = eu.programme_criteria.query("programme_code == @programme").set_index("criterion_code")
    assert criteria["threshold"].dropna().to_dict() == thresholds


def test_every_case_of_cluster_policy_is_a_practice(eu):
    policies = eu.practices[eu.practices["kind"] == "cluster policy"].groupby("table")["practice_code"].agg(list)
    assert policies.to_dict() == {
        "section 2.4.2": ["nrw_innovativ"],
        "section 2.7.3": ["eocic", "go_cluster", "key_national_cluster", "flanders_policy", "catalonia_policy"],
    }


def test_policy_figures_are_shares_or_counts(eu):
    policies = eu.policy_shares.set_index("policy_code")
    assert (policies["share"].isna() == policies["count"].notna()).all()
    aims = policies[policies["base"] == "policies"]
    assert aims["share"].tolist() == [0.89, 0.88, 0.85, 0.82, 0.80, 0.38, 0.21]


# Where the report contradicts itself


def landscape(eu: ReferenceTables, code: str) -> int:
    return int(eu.digital_landscape.set_index("figure_code")["organisations"][code])


def profile(eu: ReferenceTables, code: str) -> float:
    return float(eu.organisation_profile.set_index("statistic_code")["value"][code])


def text(eu: ReferenceTables, code: str) -> float:
    return float(eu.text_figures.set_index("figure_code")["value"][code])


def members(eu: ReferenceTables, organisation: str, *kinds: str) -> int:
    both = pd.concat([eu.spectrum_leaders, eu.annex1_organisations]).drop_duplicates("organisation")
    return int(both.set_index("organisation").loc[organisation, list(kinds)].sum())


def last_number(eu: ReferenceTables, code: str, pattern: str) -> int:
    label = eu.organisation_profile.set_index("statistic_code")["label"][code]
    return int(re.findall(pattern, label)[-1])


def best_practice_shares(eu: ReferenceTables) -> pd.Series:
    services = all_services(eu)
    holders = eu.holders["gold"] + eu.holders["silver"]
    return (services["gold"] + services["silver"]).astype(float) / holders


def count_core(eu: ReferenceTables, codes: set[str]) -> int:
    return int((best_practice_shares(eu)[list(codes)] > text(eu, "core_services_share")).sum())


def widest(eu: ReferenceTables) -> pd.DataFrame:
    both = pd.concat([eu.spectrum_leaders, eu.annex1_organisations]).drop_duplicates("organisation")
    return both[both["total_services"] >= eu.spectrum_leaders["total_services"].min()]


ALL_KINDS = ("large", "sme", "research")
SENSORIK = "Cluster Sensor technology Bavaria / Strategic Partnership for Sensor Technologies"
Claim = Callable[[ReferenceTables], tuple[float, float]]
CLAIMS: dict[str, Claim] = {
    "in_dih": lambda eu: (landscape(eu, "in_dih_summary_labels"), landscape(eu, "in_dih")),
    "labels_over_base": lambda eu: (
        sum(landscape(eu, f"label_{label}_summary") for label in ("gold", "silver", "bronze")),
        landscape(eu, "in_dih_summary_labels"),
    ),
    "support_digitalisation": lambda eu: (
        landscape(eu, "support_digitalisation_summary"),
        landscape(eu, "support_digitalisation"),
    ),
    "dih_definition": lambda eu: (landscape(eu, "in_dih_summary"), landscape(eu, "both")),
    "dih_definition_acronyms": lambda eu: (
        landscape(eu, "digital_sectors") + landscape(eu, "support_digitalisation") - landscape(eu, "both"),
        landscape(eu, "both"),
    ),
    "internationalisation_support": lambda eu: (
        landscape(eu, "internationalisation_support"),
        all_services(eu).loc["internationalisation", "total"],
    ),
    "training": lambda eu: (
        landscape(eu, "training_workforce"),
        all_services(eu).loc["human_resources", "total"],
    ),
    "large_firms": lambda eu: (profile(eu, "large_share_ecosystems"), profile(eu, "large_share")),
    "sme_above_average": lambda eu: (profile(eu, "sme_share_high_from"), profile(eu, "sme_share")),
    "members_pool": lambda eu: (
        round(profile(eu, "members_total") / profile(eu, "mean_members")),
        eu.organisation_profile.set_index("statistic_code")["sample"]["staff_1_5"],
    ),
    "core_general": lambda eu: (text(eu, "core_general_services"), count_core(eu, GENERAL_CODES)),
    "public_funding_share": lambda eu: (
        text(eu, "core_services_share"),
        round(best_practice_shares(eu)["public_funding"], 2),
    ),
    "core_basis": lambda eu: (
        text(eu, "core_services_share"),
        round(all_services(eu).loc["digital_processes", "silver"] / eu.holders["silver"], 2),
    ),
    "second_tier": lambda eu: (
        text(eu, "second_services_share"),
        round(best_practice_shares(eu)["scouting"], 2),
    ),
    "silver_large_firms": lambda eu: (
        eu.large_firm_members.query("label == 'gold'")["large_from"].max(),
        eu.large_firm_members.query("label == 'silver'")["large_from"].max(),
    ),
    "size_columns": lambda eu: (text(eu, "small_to"), text(eu, "growing_from")),
    "size_columns_end": lambda eu: (text(eu, "growing_to"), members(eu, "Minalogic", *ALL_KINDS)),
    "table5_tie": lambda eu: (len(eu.spectrum_leaders), len(widest(eu))),
    "breadth_claim": lambda eu: (
        eu.spectrum_leaders["general_services"].max(),
        eu.spectrum_leaders.sort_values("digital_services")["general_services"].iloc[-1],
    ),
    "pool_net_smes": lambda eu: (
        text(eu, "pool_net_smes"),
        members(eu, "POOL-NET - Portuguese Tooling & Plastics Network", "sme"),
    ),
    "transilvania_members": lambda eu: (
        text(eu, "transilvania_members"),
        members(eu, "Transilvania IT Cluster", *ALL_KINDS),
    ),
    "sensorik_members": lambda eu: (text(eu, "sensorik_members"), members(eu, SENSORIK, *ALL_KINDS)),
    "bron_companies": lambda eu: (
        text(eu, "bron_companies"),
        members(eu, "Bron Innovation / Govtech Sweden", "large", "sme"),
    ),
    "digitallead_fee": lambda eu: (
        text(eu, "digitallead_fee_euro"),
        round(text(eu, "digitallead_fee") / text(eu, "krone_rate")),
    ),
    "decade_policies": lambda eu: (
        0.5,  # what a majority is over
        eu.policy_shares.set_index("policy_code")["share"]["policy_over_decade"],
    ),
    "practices_listed": lambda eu: (
        (eu.practices["kind"] != "cluster policy").sum(),
        eu.practices["table"].str.startswith("Table").sum(),
    ),
    "members_100": lambda eu: (
        last_number(eu, "members_under_100", "less than ([0-9]+) "),
        last_number(eu, "members_101_200", " ([0-9]+) to 200 "),
    ),
}


def silver_claim(service: str) -> Claim:
    return lambda eu: (all_services(eu).loc[service, "silver"], annex_counts(eu, "silver")[service])


CLAIMS |= {f"silver_{service}": silver_claim(service) for service in ONE_SHORT}


@pytest.mark.parametrize("code", sorted(CLAIMS))
def test_contradiction_gives_the_numbers_of_the_tables(eu, code):
    row = eu.contradictions.set_index("contradiction_code").loc[code]
    first, second = CLAIMS[code](eu)
    assert row["number_a"] == pytest.approx(first)
    assert row["number_b"] == pytest.approx(second)


def test_every_contradiction_with_two_numbers_is_checked(eu):
    rows = eu.contradictions
    numbered = rows[rows["number_a"].notna() & rows["number_b"].notna()]
    assert set(numbered["contradiction_code"]) == set(CLAIMS)
    assert (rows["number_a"].notna() == rows["number_b"].notna()).all()
    assert (rows["value_a"] != rows["value_b"]).all()


def test_statements_of_contradictions_show_their_numbers(eu):
    for row in eu.contradictions.dropna(subset=["number_a", "number_b"]).itertuples():
        for number, value in ((row.number_a, row.value_a), (row.number_b, row.value_b)):
            shown = {f"{number:.0f}", f"{number * 100:.0f} %"}
            words = {5: "five", 0.5: "majority"}.get(number, "")
            assert any(form in value for form in shown) or (words and words in value), row


def test_tables_3_and_4_are_used_for_silver(eu):
    rows = eu.contradictions.dropna(subset=["service_code"])
    assert rows["used"].astype(float).tolist() == rows["number_a"].tolist()


def test_only_the_size_columns_meet_in_one_number(eu):
    rows = eu.contradictions
    same = rows[rows["number_a"] == rows["number_b"]]
    assert same["contradiction_code"].tolist() == ["size_columns"]


def test_the_digital_lead_is_narrow_in_general_services(eu):
    most = eu.spectrum_leaders["digital_services"].max()
    leaders = eu.spectrum_leaders[eu.spectrum_leaders["digital_services"] == most]
    assert leaders["organisation"].tolist() == ["PRODUTECH - Production Technologies Cluster"]


def test_two_organisations_tie_with_table_5_outside_it(eu):
    outside = widest(eu)[~widest(eu)["organisation"].isin(eu.spectrum_leaders["organisation"])]
    assert set(outside["organisation"]) == {"Pôle SCS", "secpho deep tech innovation cluster"}


def test_an_organisation_like_bron_innovation_fits_the_silver_gap(eu):
    bron = eu.spectrum_leaders.set_index("organisation").loc["Bron Innovation / Govtech Sweden"]
    assert bron["general_services"] == len(ONE_SHORT & GENERAL_CODES)
    assert bron["digital_services"] == len(ONE_SHORT & DIGITAL_CODES)


@pytest.mark.parametrize(
    ("table", "name"), [("spectrum_leaders", "Latvian IT Cluster"), ("annex1_organisations", "Kosice IT Valley")]
)
def test_labelled_ict_organisations_are_missing_from_table_9(eu, table, name):
    row = getattr(eu, table).set_index("organisation").loc[name]
    assert row["sector"] == "Information and communication"
    assert row["label"] in ("gold", "silver")
    assert name not in set(eu.ict_label_holders["organisation"])


def test_public_funding_is_over_half_by_either_count(eu):
    assert best_practice_shares(eu)["public_funding"] == pytest.approx(24 / 43)
    annex = annex_counts(eu, "gold") + annex_counts(eu, "silver")
    assert annex["public_funding"] / 43 > 0.5


# Faults


def faults_of(folder: Path) -> list[tuple[str, int | None, str, str]]:
    with pytest.raises(InputError) as caught:
        read_reference(folder)
    return [
        (Path(fault.place.file).name, fault.place.line, fault.place.detail, fault.problem)
        for fault in caught.value.faults
    ]


def replace_once(path: Path, old: str, new: str) -> None:
    content = path.read_text(encoding="utf-8")
    assert content.count(old) >= 1, old
    path.write_text(content.replace(old, new, 1), encoding="utf-8")


def test_missing_table_is_named(copy):
    (copy / "practices.csv").unlink()
    assert faults_of(copy) == [("practices.csv", None, "", 'Cannot find the table "practices"')]


def test_missing_package_is_named(copy):
    (copy / "datapackage.json").unlink()
    [(file, _, _, problem)] = faults_of(copy)
    assert (file, problem) == ("datapackage.json", "Cannot find the description of the reference tables")


def test_broken_package_has_its_line(copy):
    replace_once(copy / "datapackage.json", '"profile": "data-package",', '"profile" "data-package",')
    [(file, line, _, problem)] = faults_of(copy)
    assert (file, line) == ("datapackage.json", 2)
    assert problem.startswith("Cannot read JSON")


def test_package_without_resources_is_refused(copy):
    (copy / "datapackage.json").write_text("[]", encoding="utf-8")
    assert [problem for *_, problem in faults_of(copy)] == ['Cannot find "resources" with a "name" each']


def edit_resource(folder: Path, name: str, edit: Callable[[dict], None]) -> None:
    path = folder / "datapackage.json"
    package = json.loads(path.read_text(encoding="utf-8"))
    for resource in package["resources"]:
        if resource["name"] == name:
            edit(resource)
    path.write_text(json.dumps(package), encoding="utf-8")


@pytest.mark.parametrize(
    ("edit", "detail", "problem"),
    [
        (
            lambda resource: resource.update(name="benefits"),
            "support_areas",
            'Cannot find the resource "support_areas"',
        ),
        (lambda resource: resource.pop("date"), "support_areas.date", 'Cannot find "date"'),
        (
            lambda resource: resource["schema"]["fields"][0].update(type="strin"),
            "support_areas.schema.area_code",
            'Cannot use the type "strin"',
        ),
        (
            lambda resource: resource["schema"].update(primaryKey=["code"]),
            "support_areas.schema.primaryKey",
            'Cannot find the column "code"',
        ),
    ],
)
def test_faulty_description_is_named(copy, edit, detail, problem):
    edit_resource(copy, "support_areas", edit)
    assert faults_of(copy) == [("datapackage.json", None, detail, problem)]


def test_renamed_column_is_named_with_its_nearest(copy):
    replace_once(copy / "general_services.csv", ",silver,", ",silvr,")
    assert faults_of(copy) == [
        ("general_services.csv", 1, "silver", 'Cannot find the column "silver"'),
        ("general_services.csv", 1, "silvr", 'Cannot use the column "silvr"'),
    ]
    with pytest.raises(InputError, match='Did you mean "silver"'):
        read_reference(copy)


@pytest.mark.parametrize("header", ["total,silver,gold,bronze", "total,gold,silver,silver,bronze"])
def test_columns_out_of_order_or_twice_are_refused(copy, header):
    replace_once(copy / "general_services.csv", "total,gold,silver,bronze", header)
    assert faults_of(copy) == [("general_services.csv", 1, "", "Cannot use columns out of order or twice")]


@pytest.mark.parametrize(
    ("file", "old", "new", "place", "problem"),
    [
        ("general_services.csv", ",96,20,", ",96,twenty,", (3, "gold"), 'Cannot read "twenty" as integer'),
        ("general_services.csv", ",96,20,", ",96,20.5,", (3, "gold"), 'Cannot read "20.5" as integer'),
        ("general_services.csv", ",96,20,", ",96,,", (3, "gold"), "Cannot leave this cell blank"),
        ("policy_shares.csv", ",0.5,", ',"0,5",', (2, "share"), 'Cannot read "0,5" as number'),
        ("policy_shares.csv", ",0.5,", ",nan,", (2, "share"), 'Cannot read "nan" as number'),
        ("ict_label_holders.csv", "2025-09-30", "2025-09-31", (2, "expires"), 'Cannot read "2025-09-31" as date'),
    ],
)
def test_faulty_cell_has_its_line_and_column(copy, file, old, new, place, problem):
    replace_once(copy / file, old, new)
    assert faults_of(copy) == [(file, *place, problem)]


def test_row_with_a_cell_too_many_is_named(copy):
    replace_once(copy / "support_areas.csv", "skills,Skills,", "skills,Skills,extra,")
    assert faults_of(copy) == [("support_areas.csv", 4, "", "Cannot use a row of 4 cells")]


def test_key_used_twice_names_both_lines(copy):
    replace_once(copy / "annex1_totals.csv", "gold,public_funding,", "gold,rdi_support,")
    assert faults_of(copy) == [
        (
            "annex1_totals.csv",
            3,
            "label, service_code",
            'Cannot use the key "gold, rdi_support" twice: line 2 has it',
        )
    ]


def test_all_faults_of_all_files_come_at_once(copy):
    (copy / "practices.csv").unlink()
    replace_once(copy / "support_areas.csv", "area_code", "code")
    replace_once(copy / "general_services.csv", ",96,20,", ",many,20,")
    edit_resource(copy, "text_figures", lambda resource: resource.pop("unit"))
    files = {file for file, *_ in faults_of(copy)}
    assert files == {"practices.csv", "support_areas.csv", "general_services.csv", "datapackage.json"}


def test_file_in_another_encoding_is_refused(copy):
    path = copy / "annex1_organisations.csv"
    path.write_bytes(path.read_text(encoding="utf-8").encode("latin-1"))
    assert faults_of(copy) == [("annex1_organisations.csv", None, "", "Cannot read the file as UTF-8")]


def test_line_numbers_survive_blank_lines_and_a_byte_order_mark(copy):
    path = copy / "general_services.csv"
    content = path.read_text(encoding="utf-8").replace("\nrdi_support", "\n\nrdi_support")
    path.write_text("\ufeff" + content.replace(",96,20,", ",96,x,"), encoding="utf-8")
    assert faults_of(copy) == [("general_services.csv", 4, "gold", 'Cannot read "x" as integer')]


def test_resources_of_other_readers_are_left_alone(copy):
    path = copy / "datapackage.json"
    package = json.loads(path.read_text(encoding="utf-8"))
    package["resources"].append({"name": "elsewhere", "path": "elsewhere.csv"})
    path.write_text(json.dumps(package), encoding="utf-8")
    assert "elsewhere" not in set(read_reference(copy).sources["name"])
