"""What profiles hold, and that they can be written and read without loss."""

import json
import re
from functools import cache
from types import SimpleNamespace

import pandas as pd
import pytest

from clusterbrief.analysis.cutting.cut_dossier import count_by_organisation
from clusterbrief.analysis.cutting.cut_organisation import area_medians
from clusterbrief.analysis.cutting.cut_profiles import count_findings, cut_profiles
from clusterbrief.analysis.profiles import Profile
from worked_example import as_responses, example, example_rows

NUMBER = re.compile(r"-?\d+\.\d+(?:e-?\d+)?")
SAMPLES = {
    "all": example_rows(),
    "nobody": {},
    "one": {"XA-1": example_rows()["XA-1"]},
    "blank": {"XA-1": {}, "XB-1": {}},
}


@cache
def analysed(sample: str) -> SimpleNamespace:
    return example("analysed", responses=as_responses(SAMPLES[sample]))


@cache
def cut(sample: str) -> dict[tuple[str, str], Profile]:
    made = analysed(sample)
    profiles = cut_profiles(made.study, made.analysis)
    return {(each.kind if each.audience != "internal" else "internal", each.unit_code): each for each in profiles}


def public(sample: str) -> dict[tuple[str, str], Profile]:
    return {key: each for key, each in cut(sample).items() if each.audience == "public"}


@pytest.mark.slow
@pytest.mark.parametrize("sample", SAMPLES)
def test_profiles_are_read_back_as_they_were_written(sample: str) -> None:
    for profile in cut(sample).values():
        again = Profile.from_json(profile.to_json())
        assert again.to_json() == profile.to_json()
        assert again.facts == dict(profile.facts)
        for name, table in profile.tables.items():
            pd.testing.assert_frame_equal(again.tables[name], table.reset_index(drop=True), check_exact=True)


def test_awkward_tables_are_read_back_as_they_were() -> None:
    nothing = float("nan")
    tables = {
        "empty": pd.DataFrame({"code": pd.Series(dtype=str), "n": pd.Series(dtype=int), "x": pd.Series(dtype=float)}),
        "all_missing": pd.DataFrame({"x": [nothing, nothing], "text": pd.Series([None, None], dtype=str)}),
        "digits": pd.DataFrame({"x": [1 / 3, 0.1 + 0.2, 1e-17]}),
        "texts": pd.DataFrame({"text": ["", "null", "«Լուսաքար»", 'a"b\\c\n'], "mixed": [1, "a", None, 2.5]}),
        "flags": pd.DataFrame({"has": [True, False]}),
        "no_columns": pd.DataFrame(),
    }
    again = Profile.from_json(Profile("region", "ALL", "public", {}, tables).to_json()).tables
    for name, table in tables.items():
        pd.testing.assert_frame_equal(again[name], table, check_exact=True, check_column_type=False)
    assert again["all_missing"]["x"].sum() == 0
    assert again["all_missing"]["x"].round(1).isna().all()
    assert again["empty"]["n"].sum() == 0


def test_profile_is_strict_json() -> None:
    with pytest.raises(ValueError, match="JSON"):
        Profile("region", "ALL", "public", {"share": float("nan")}, {}).to_json()


def test_a_unit_has_one_profile_and_an_organisation_only_its_own_rows() -> None:
    profiles = cut("all")
    assert [key for key in profiles if key[0] not in {"organisation", "internal"}] == [
        ("region", "ALL"), ("country", "XA"), ("country", "XB"), ("country", "XC"),
    ]  # fmt: skip
    own = profiles["organisation", "XA-2"]
    overall = own.tables["own_scores"].set_index("node_code").loc["overall", "score"]
    assert (own.audience, overall) == ("private", 48)
    # codes and names of the others appear nowhere
    text = own.to_json()
    for code in example_rows():
        assert (f"Cluster {code}" in text) == (code == "XA-2")


def test_public_profiles_name_only_who_consented_and_hold_no_rows_of_organisations() -> None:
    for key, profile in public("all").items():
        for table in profile.tables.values():
            assert "organisation_code" not in table.columns
        text = profile.to_json()
        named = {code for code in example_rows() if f"Cluster {code}" in text}
        assert named == {code for code in ("XA-1", "XB-1", "XC-1") if key[1] in {"ALL", code[:2]}}


def test_hidden_figures_are_not_in_the_text_of_a_public_profile() -> None:
    tables = json.loads(cut("all")["country", "XB"].to_json())["tables"]
    rows = [dict(zip(tables["area_scores"]["columns"], row, strict=True)) for row in tables["area_scores"]["data"]]
    hidden = [row for row in rows if row["hidden"]]
    assert hidden
    assert all(row["score"] is None and row["comparable_score"] is None and row["median"] is None for row in hidden)


@pytest.mark.parametrize("sample", SAMPLES)
def test_public_profiles_hold_no_code_of_an_organisation(sample: str) -> None:
    for profile in public(sample).values():
        text = profile.to_json().replace('"Cluster X', "")  # names of those who consented hold their code
        assert not [code for code in example_rows() if code in text]


@pytest.mark.parametrize("sample", SAMPLES)
def test_figures_of_public_profiles_have_printed_precision(sample: str) -> None:
    """Unrounded, a mean of few would tell scores. Framework and EU tables are the same whoever answers."""
    for key, profile in public(sample).items():
        fixed = cut("nobody")[key].tables
        for name, table in profile.tables.items():
            if name == "nonresponse" or table.equals(fixed[name]):  # shares of counts that are printed beside them
                continue
            figures = table.select_dtypes("floating")
            assert ((figures - figures.round(2)).abs().fillna(0) < 1e-9).all(axis=None), (key, name)


def test_no_unrounded_score_of_an_organisation_is_public() -> None:
    compared = analysed("all").results.compared
    columns = ["score", "comparable_score", "gap", "attainment"]
    own = {repr(float(each)) for column in columns for each in compared[column].dropna() if each != round(each, 2)}
    assert own
    for key, profile in public("all").items():
        known = set(NUMBER.findall(cut("nobody")[key].to_json()))
        tables = {name: table for name, table in profile.tables.items() if name != "nonresponse"}
        text = Profile(profile.kind, profile.unit_code, "public", profile.facts, tables).to_json()
        assert not (set(NUMBER.findall(text)) - known) & own


def test_private_profile_holds_ones_own_rows_alone() -> None:
    results = analysed("all").results
    for code in example_rows():
        own = cut("all")["organisation", code]
        text = own.to_json()
        assert [each for each in example_rows() if f'"{each}"' in text] == [code]
        assert not [name for name, table in own.tables.items() if "organisation_code" in table]
        for name, table in (
            ("own_scores", results.compared), ("own_services", results.services), ("own_criteria", results.criteria),
            ("own_programmes", results.programmes), ("own_standings", results.standings),
            ("own_recommendations", results.recommended), ("own_eu", results.compared_eu),
        ):  # fmt: skip
            assert len(own.tables[name]) == (table["organisation_code"] == code).sum(), name


def test_private_profile_shows_others_as_disclosed() -> None:
    disclosed = analysed("all").analysis.disclosed
    own = cut("all")["organisation", "XA-1"].tables
    peers = disclosed.peers[disclosed.peers["organisation_code"] == "XA-1"].drop(columns="organisation_code")
    pd.testing.assert_frame_equal(own["peers"], peers.reset_index(drop=True))
    pd.testing.assert_frame_equal(own["marks"], disclosed.marks[disclosed.marks["node_code"] == "overall"])


def test_medians_of_what_one_has_no_score_for_are_published_ones() -> None:
    published = pd.DataFrame(
        {"area_code": ["ALL", "XA", "XB", "ALL", "XA"], "node_code": ["A", "A", "A", "B", "B"],
         "n": [30, 7, 30, 30, 4], "median": [61.0, 55.0, 70.0, 50.0, float("nan")]}
    )  # fmt: skip
    own = pd.DataFrame({"node_code": ["A", "B"], "score": [float("nan"), 40.0]})
    areas = {"region": "ALL", "country": "XA"}
    shown = area_medians(own, published, areas)
    assert shown.to_dict("list") == {"node_code": ["A", "A"], "median": [61.0, 55.0], "peers": ["region", "country"]}
    few = area_medians(own.assign(score=[40.0, float("nan")]), published, areas)
    assert few["median"].isna().tolist() == [False, True]


def test_own_gap_is_that_of_the_printed_points() -> None:
    for key, profile in cut("all").items():
        if key[0] == "organisation":
            own = profile.tables["own_scores"].dropna(subset=["gap"])
            assert (own["gap"] == own["benchmark"] - own["comparable_score"]).all()
            assert (own[["score", "comparable_score", "benchmark"]].dropna() % 1 == 0).all(axis=None)


def test_who_answered_nothing_has_a_profile_too() -> None:
    own = cut("blank")["organisation", "XA-1"]
    assert own.facts["class_code"] == "unclassified" and own.facts["stage_margin"] is None
    assert own.facts["score_low"] is None and own.facts["stage_features"] == 0
    assert own.tables["own_scores"]["score"].isna().all()


@pytest.mark.parametrize("sample", SAMPLES)
def test_internal_profile_holds_everybody(sample: str) -> None:
    profile = cut(sample)["internal", "ALL"]
    assert profile.audience == "internal"
    everybody, invited = set(SAMPLES[sample]), set(analysed(sample).invited["organisation_code"])
    for name in (
        "organisations",
        "selection",
        "classes",
        "phases",
        "own_stages",
        "organisation_intervals",
        "kept_classes",
    ):
        assert set(profile.tables[name]["organisation_code"]) == everybody, name
    assert set(profile.tables["invited"]["organisation_code"]) == invited
    assert set(profile.tables["silent"]["organisation_code"]) == invited - everybody


def test_no_internal_profile_is_taken_for_a_public_one() -> None:
    audiences = {key[0]: each.audience for key, each in cut("all").items()}
    assert audiences == {"region": "public", "country": "public", "organisation": "private", "internal": "internal"}


def test_findings_are_counted_by_kind_and_by_organisation() -> None:
    findings = pd.DataFrame({"organisation_code": ["B", "A", "A", "B"], "kind": ["late", "blank", "late", "late"]})
    assert count_findings(findings).to_dict("list") == {"kind": ["late", "blank"], "count": [3, 1]}
    assert count_by_organisation(findings).values.tolist() == [["A", 2, "blank, late"], ["B", 2, "late"]]
    assert count_findings(findings.iloc[:0]).empty
    none = count_by_organisation(findings.iloc[:0])
    assert none.empty and none["count"].sum() == 0


def test_countries_are_compared_with_those_invited_by_name() -> None:
    rows = public("all")["region", "ALL"].tables["nonresponse"]
    countries = rows[rows["characteristic"] == "country_code"]["category"]
    assert list(countries) == ["Alphaland", "Betaland", "Gammaland"]


def test_profiles_of_the_example_name_only_who_consented(profiles: dict[tuple[str, str], Profile]) -> None:
    names = {code: each.facts["label"] for (kind, code), each in profiles.items() if kind == "organisation"}
    assert len(names) > 50
    for (kind, _), profile in profiles.items():
        if kind == "organisation":
            continue
        text = profile.to_json()
        named = set(profile.tables["named"]["name"])
        assert not [code for code in names if f'"{code}"' in text or f"{code} " in text]
        assert {name for name in names.values() if json.dumps(name, ensure_ascii=False) in text} == named


def test_private_profiles_of_the_example_name_nobody_else(profiles: dict[tuple[str, str], Profile]) -> None:
    names = {code: each.facts["label"] for (kind, code), each in profiles.items() if kind == "organisation"}
    for code in list(names)[::8]:
        text = profiles["organisation", code].to_json()
        assert [each for each in names if f'"{each}"' in text] == [code]
        assert {name for name in names.values() if json.dumps(name, ensure_ascii=False) in text} == {names[code]}
