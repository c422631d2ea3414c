"""What profiles hold, and that they can be written and read without loss."""

import json

import pandas as pd
import pytest

from clusterbrief.analysis.cut_profiles import cut_profiles
from clusterbrief.analysis.profiles import Profile
from worked_example import as_responses, example, example_rows

SAMPLES = {
    "all": example_rows(),
    "nobody": {},
    "one": {"XA-1": example_rows()["XA-1"]},
    "blank": {"XA-1": {}, "XB-1": {}},
}


def cut(rows: dict[str, dict[str, str]]) -> dict[tuple[str, str], Profile]:
    made = example(responses=as_responses(rows))
    profiles = cut_profiles(made.study, made.results, made.disclosed)
    return {(each.kind, each.unit_code): each for each in profiles if each.audience != "internal"}


@pytest.mark.parametrize("rows", SAMPLES.values(), ids=SAMPLES.keys())
def test_profiles_are_read_back_as_they_were_written(rows: dict[str, dict[str, str]]) -> None:
    for profile in cut(rows).values():
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
    profiles = cut(example_rows())
    assert [key for key in profiles if key[0] != "organisation"] == [
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
    for key, profile in cut(example_rows()).items():
        if key[0] == "organisation":
            continue
        for table in profile.tables.values():
            assert "organisation_code" not in table.columns
        text = profile.to_json()
        named = {code for code in example_rows() if f"Cluster {code}" in text}
        assert named == {code for code in ("XA-1", "XB-1", "XC-1") if key[1] in {"ALL", code[:2]}}


def test_hidden_figures_are_not_in_the_text_of_a_public_profile() -> None:
    tables = json.loads(cut(example_rows())["country", "XB"].to_json())["tables"]
    rows = [dict(zip(tables["area_scores"]["columns"], row, strict=True)) for row in tables["area_scores"]["data"]]
    hidden = [row for row in rows if row["hidden"]]
    assert hidden
    assert all(row["score"] is None and row["comparable_score"] is None and row["median"] is None for row in hidden)
