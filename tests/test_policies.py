"""policies.csv: read whole or refused with every fault; compared with the EU shares it belongs to."""

import shutil

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterbrief.analysis.models.policies import compare_policies
from clusterbrief.errors import Faults, InputError
from clusterbrief.study import intake
from clusterbrief.study.policies import check_policy_codes, no_policies, read_policies
from clusterbrief.study.project import Project
from worked_example import example_framework, reference

COUNTRIES, POLICIES = ("AM", "UA"), ("cluster_policy", "upskilling")
HEADER = "country_code,policy_code,status,since,source,note\n"
SETTINGS = example_framework().country_models


@pytest.fixture
def path(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path / "policies.csv"


def read(path):
    return read_policies(path, COUNTRIES, POLICIES, 2024)


def faults_of(path):
    with pytest.raises(InputError) as caught:
        read(path)
    return list(caught.value.faults)


def test_no_file_is_no_fault(path):
    table = read(path)
    assert table.empty
    assert table.dtypes.to_dict() == no_policies().dtypes.to_dict()


def test_file_reads_by_hand(path):
    text = 'AM,cluster_policy,yes,2015,"Decree 7, 2015",\nUA,upskilling,unknown,,Not researched,Later\n'
    path.write_text(HEADER + text, encoding="utf-8")
    table = read(path)
    assert table["source"].tolist() == ["Decree 7, 2015", "Not researched"]
    assert table["since"].tolist() == [2015, pd.NA]
    assert table["note"].tolist() == ["", "Later"]
    assert table.dtypes.to_dict() == no_policies().dtypes.to_dict()


def test_spreadsheets_of_many_countries_read_the_same(path):
    path.write_text(HEADER + "AM,cluster_policy,yes,2015,A law,\n", encoding="utf-8")
    plain = read(path)
    text = "﻿Source;Status;Policy_code;Country_code;Since\r\nA law;yes;cluster_policy;AM;2015\r\n;;;;\r\n\r\n"
    path.write_bytes(text.encode("utf-8"))
    pd.testing.assert_frame_equal(read(path), plain)


@pytest.mark.parametrize(
    ("row", "column", "problem", "remedy"),
    [
        ("AZ,cluster_policy,yes,,A law,", "country_code", 'Cannot use "AZ"', "Countries of this edition: AM, UA."),
        ("AM,cluster_polcy,yes,,A law,", "policy_code", 'Cannot use "cluster_polcy"', '"cluster_policy"?'),
        ("AM,cluster_policy,maybe,,A law,", "status", 'Cannot use "maybe"', "Write yes, partly, no or unknown."),
        ("AM,cluster_policy,,,A law,", "status", "Cannot leave this empty", "Write yes"),
        ("AM,cluster_policy,yes,,,", "source", "Cannot leave this empty", "where this is known from"),
        ("AM,cluster_policy,yes,15,A law,", "since", 'Cannot use "15"', "from 1900 to 2024"),
        ("AM,cluster_policy,yes,2025,A law,", "since", 'Cannot use "2025"', "from 1900 to 2024"),
        ("AM,cluster_policy,no,2015,A law,", "since", 'Cannot use "2015"', 'the status "no" has no year'),
    ],
)
def test_fault_is_told_with_its_line_and_column(path, row, column, problem, remedy):
    path.write_text(f"{HEADER}UA,upskilling,no,,A person,\n{row}\n", encoding="utf-8")
    [fault] = faults_of(path)
    assert (fault.place.file, fault.place.line, fault.place.detail) == ("policies.csv", 3, column)
    assert problem in fault.problem and remedy in fault.remedy


def test_all_faults_are_told_at_once(path):
    rows = "AM,upskilling,no,,A person,\nAM,upskilling,perhaps,,,\nUA,upskilling,no,,A, person,\n"
    path.write_text(HEADER + rows, encoding="utf-8")
    found = [(fault.place.line, fault.place.detail) for fault in faults_of(path)]
    assert found == [(3, "status"), (3, "source"), (3, "policy_code"), (4, "")]


def test_columns_that_are_missing_or_unknown_are_told(path):
    path.write_text("country_code,policy_code,state,source\n", encoding="utf-8")
    assert [fault.problem for fault in faults_of(path)] == [
        'Cannot find the column "status"', 'Cannot use the column "state"'
    ]  # fmt: skip
    path.write_text("", encoding="utf-8")
    assert len(faults_of(path)) == 4


def test_letters_that_are_no_utf8_are_told(path):
    path.write_bytes(HEADER.encode() + "AM,cluster_policy,yes,,Verordnung für Cluster,\n".encode("latin-1"))
    [fault] = faults_of(path)
    assert (fault.place.line, fault.problem) == (2, "Cannot read the file as UTF-8 text")


def test_policies_of_ours_are_in_the_reference(framework):
    faults = Faults()
    known = reference().policy_shares["policy_code"]
    check_policy_codes("country_models.yml", framework.country_models, known, faults)
    assert faults == []
    check_policy_codes("country_models.yml", framework.country_models, known.iloc[1:], faults)
    assert [fault.problem for fault in faults] == ['Cannot find the policy "cluster_policy" in policy_shares.csv']


def test_study_has_the_policies_of_its_edition(project_root, framework, tmp_path, monkeypatch):
    monkeypatch.setattr(intake, "read_framework", lambda _: framework)
    monkeypatch.setattr(intake, "read_survey", lambda _: [])
    monkeypatch.setattr(intake, "read_regional", lambda *_: None)
    shutil.copytree(project_root / "data" / "editions" / "example", tmp_path / "example")
    project = Project(project_root, tmp_path)
    assert intake.read_study(project, "example").policies.empty
    path = tmp_path / "example" / "policies.csv"
    path.write_text(HEADER + "AM,cluster_policy,unknown,,Made for tests,\n", encoding="utf-8")
    assert intake.read_study(project, "example").policies["policy_code"].tolist() == ["cluster_policy"]
    path.write_text(HEADER + "RO,cluster_policy,unknown,,Made for tests,\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"policies\.csv:2"):
        intake.read_study(project, "example")


def test_countries_beside_the_eu():
    known = no_policies()
    known.loc[0] = ["XA", "upskilling", "partly", 2019, "A programme", "Two regions"]
    table = compare_policies(known.astype(no_policies().dtypes), reference().policy_shares, ["XA", "XB"], SETTINGS)
    assert table[["country_code", "policy_code", "status", "researched", "eu_share"]].to_numpy().tolist() == [
        ["XA", "cluster_policy", "unknown", False, 0.5],
        ["XA", "upskilling", "partly", True, 0.8],
        ["XB", "cluster_policy", "unknown", False, 0.5],
        ["XB", "upskilling", "unknown", False, 0.8],
    ]
    row = table.iloc[1]
    assert (row["source"], row["note"], row["since"], row["kind"]) == ("A programme", "Two regions", 2019, "objective")
    assert (row["eu_sample"], row["eu_base"], row["eu_date"]) == (90, "policies", "2022")
    assert table["source"].tolist()[2:] == ["", ""]


def test_nobody_looked_into_policies():
    none = compare_policies(no_policies(), reference().policy_shares, ["XA"], SETTINGS)
    assert none["status"].tolist() == ["unknown", "unknown"] and not none["researched"].any()
    empty = compare_policies(no_policies(), reference().policy_shares, [], SETTINGS)
    assert empty.empty and empty.dtypes.to_dict() == none.dtypes.to_dict()


@settings(max_examples=10)
@given(st.lists(st.tuples(st.sampled_from(["XA", "XB"]), st.sampled_from(POLICIES)), unique=True))
def test_each_policy_of_each_country_has_one_row(pairs):
    rows = pd.DataFrame(
        [(*pair, "yes", None, "A law", "") for pair in pairs], columns=list(no_policies().columns)
    ).astype(no_policies().dtypes)
    table = compare_policies(rows, reference().policy_shares, ["XA", "XB"], SETTINGS)
    assert len(table) == 4
    assert table["researched"].sum() == len(pairs)
    again = compare_policies(rows.iloc[::-1], reference().policy_shares, ["XA", "XB"], SETTINGS)
    pd.testing.assert_frame_equal(again, table)
