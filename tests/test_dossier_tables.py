"""Tables of the authors' dossier name everybody; its sentences are right for none, one and many."""

import pandas as pd
import pytest

from clusterbrief.analysis.profiles import Profile
from clusterbrief.present import dossier_tables as dossier

NONE = float("nan")
CODES = ["XA-2", "XA-1", "XB-1"]
TABLES = {
    "organisations": pd.DataFrame(
        {"organisation_code": CODES, "name": ["Beta", "Alpha", "Gamma"], "country_code": ["XA", "XA", "XB"],
         "consent_name": [True, False, True], "consent_story": False, "consent_contact": [True, False, False],
         "email": ["b@example.org", None, ""]}
    ),
    "organisation_intervals": pd.DataFrame(
        {"organisation_code": CODES, "rank": [1.0, 1.0, NONE], "rank_low": [1.0, 1.0, NONE], "rank_high": [2.0, 2.0, NONE],
         "score": [80.5, 80.5, NONE], "score_low": [78.0, 77.5, NONE], "score_high": [82.0, 82.4, NONE],
         "attainment": [1.01, 1.01, NONE]}
    ),
    "classes": pd.DataFrame(
        {"organisation_code": CODES, "class_code": ["good", "good", "unclassified"],
         "decided_by": ["attainment 1.01 overall", "attainment 1.01 overall", "no overall attainment"]}
    ),
    "classes_of": pd.DataFrame({"class_code": ["good"], "class_label": ["Champion"]}),
    "kept_classes": pd.DataFrame({"organisation_code": CODES, "kept": [0.905, 1.0, NONE]}),
    "stages": pd.DataFrame({"stage_code": ["early"], "stage_label": ["Early"]}),
    "phases": pd.DataFrame({"organisation_code": CODES, "phase": ["proto-cluster", "cluster organisation", "unknown"]}),
    "own_stages": pd.DataFrame(
        {"organisation_code": CODES, "stage_code": ["early", "early", "unknown"], "margin": [0.5, 0.0, NONE]}
    ),
}  # fmt: skip


@pytest.fixture
def profile() -> Profile:
    return Profile("region", "ALL", "internal", {}, TABLES)


def test_ranking_leaves_out_who_has_no_score_and_shares_ranks(profile):
    table = dossier.tabulate_ranking(dossier.ranking_rows(profile))
    assert table["Organisation"].tolist() == ["XA-1 Alpha", "XA-2 Beta"]
    assert table["Rank"].tolist() == ["1", "1"]
    assert table["Ranks in nine of ten scenarios"].tolist() == ["1–2", "1–2"]
    assert table["Scores in nine of ten"].tolist() == ["78–82", "78–82"]
    assert table["Attainment"].tolist() == ["101\u00a0%", "101\u00a0%"]


def test_classes_show_firmness_phase_and_stage_of_everybody(profile):
    table = dossier.tabulate_classes(dossier.class_rows(profile))
    assert table["Class"].tolist() == ["Champion", "Champion", "Unclassified"]
    assert table["Kept in"].tolist() == ["91\u00a0%", "100\u00a0%", "–"]
    assert table["Phase"].tolist() == ["Proto-cluster", "Cluster organisation", "Unknown"]
    assert table["Stage (margin in levels)"].tolist() == ["Early (0.50)", "Early (0.00)", "Cannot be told"]
    assert table["Decided by"].iloc[-1] == "No overall attainment"


def test_a_class_that_a_few_scenarios_change_is_not_kept_in_all_of_them(profile):
    rows = dossier.class_rows(profile).assign(kept=[0.997, 1.0, NONE])
    assert dossier.tabulate_classes(rows)["Kept in"].tolist() == ["Over 99\u00a0%", "100\u00a0%", "–"]


def test_consents_are_listed_by_code(profile):
    rows = dossier.consent_rows(profile)
    table = dossier.tabulate_consent(rows)
    assert table["Organisation"].tolist() == ["XA-1 Alpha", "XA-2 Beta", "XB-1 Gamma"]
    assert table["Name"].tolist() == ["No", "Yes", "Yes"]
    assert table["E-mail"].tolist() == ["–", "b@example.org", "–"]
    assert dossier.consent_finding(rows) == (
        "Of three respondents, two may be named, none offered a success story and one may be contacted."
    )
    assert dossier.consent_finding(rows.iloc[:0]) == "Nobody has answered yet."


@pytest.mark.parametrize(
    ("silent", "invited", "sentence"),
    [
        (0, 0, "Nobody was invited."),
        (0, 5, "Every invited organisation has answered."),
        (1, 5, "Of five invited organisations, one has not answered."),
        (1, 1, "The one invited organisation has not answered."),
        (15, 15, "The 15 invited organisations have not answered."),
        (246, 328, "Of 328 invited organisations, 246 have not answered."),
    ],
)
def test_silence_is_counted(silent, invited, sentence):
    rows = pd.DataFrame({"organisation_code": [f"o{place}" for place in range(invited)]})
    assert dossier.silent_finding(rows.head(silent), rows) == sentence


def test_silent_organisations_are_named():
    rows = pd.DataFrame({"organisation_code": ["XA-9"], "name": ["Zeta"], "kind": ["proto-cluster"], "eccp": [False]})
    assert dossier.tabulate_silent(rows).to_dict("records") == [
        {"Organisation": "XA-9 Zeta", "Kind": "Proto-cluster", "Listed on the ECCP": "No"}
    ]


def findings(*counts: int) -> pd.DataFrame:
    codes = [f"XA-{place}" if place else "" for place in range(len(counts))]
    return pd.DataFrame({"organisation_code": codes, "count": counts, "kinds": "blank"}).astype({"count": int})


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (findings(), "Every answer could be used as it was given."),
        (findings(1), "There is one finding about answers of one contribution."),
        (findings(2, 1), "There are three findings about answers of two contributions."),
    ],
)
def test_findings_are_counted(rows, sentence):
    assert dossier.findings_finding(rows) == sentence


def test_contributions_with_most_findings_come_first_and_some_are_enough():
    table = dossier.tabulate_findings(findings(*range(30, 0, -1)))
    assert len(table) == dossier.MOST_FINDINGS
    assert table.iloc[0].tolist() == ["A contribution that was left out", "30", "blank"]


def test_caption_of_findings_tells_whether_all_are_listed():
    assert dossier.findings_caption(findings(2, 1)) == "Findings about answers by contribution"
    assert dossier.findings_caption(findings(*range(30, 0, -1))) == (
        "The 20 of 30 contributions with most findings about their answers"
    )


def test_what_is_kept_back_is_counted_and_listed():
    rows = pd.DataFrame(
        {"table": ["area_scores", "marks"], "area_code": ["XA", ""], "figure": ["score", "n"], "cells": [1, 3]}
    )
    assert dossier.kept_back_finding(rows.iloc[:0]) == "Nothing is kept back because of earlier publications."
    one, many = dossier.kept_back_finding(rows.iloc[:1]), dossier.kept_back_finding(rows)
    rest = "would tell whose answers came, went or changed. Wait for more answers before publishing again."
    assert one == f"At present, one figure is kept back: with earlier publications, it {rest}"
    assert many == f"At present, four figures are kept back: with earlier publications, they {rest}"
    table = dossier.tabulate_kept_back(rows)
    assert table["Table"].tolist() == ["area scores", "marks"]
    assert table["Area"].tolist() == ["XA", "–"]
