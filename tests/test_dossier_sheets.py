"""The dossier's sheets: a codebook for every column, numbers as numbers, whatever was answered."""

from dataclasses import replace

import pandas as pd
import pytest

from clusterbrief.analysis.cutting.cut_profiles import cut_profiles
from clusterbrief.present.dossier_sheets import dossier_sheets
from worked_example import as_responses, example, example_rows

SAMPLES = {"all": example_rows(), "one": {"XA-1": example_rows()["XA-1"]}, "nobody": {}}
TITLES = [
    "Ranking", "Bronze selection", "Classes", "Consent", "Stories", "Private sheets", "First pool, invited",
    "Second pool, stakeholders", "Sent", "Findings", "Kept back",
]  # fmt: skip


def internal(sample):
    made = example("analysed", responses=as_responses(SAMPLES[sample]))
    return next(each for each in cut_profiles(made.study, made.analysis) if each.audience == "internal")


@pytest.mark.parametrize("sample", SAMPLES)
def test_every_column_is_explained_and_every_sheet_keeps_its_headings(sample):
    sheets = dossier_sheets(internal(sample))
    assert [sheet.title for sheet in sheets] == TITLES
    for sheet in sheets:
        assert list(sheet.table.columns) == list(sheet.meanings), sheet.title
        assert all(sheet.meanings.values()) and sheet.row_is
        assert len(sheet.title) <= 31, "longer names are cut by spreadsheet programs"


def test_every_respondent_has_its_row_and_numbers_can_be_computed_with():
    sheets = {sheet.title: sheet.table for sheet in dossier_sheets(internal("all"))}
    people = len(example_rows())
    assert {title: len(sheets[title]) for title in ("Classes", "Consent", "Private sheets", "Bronze selection")} == {
        "Classes": people, "Consent": people, "Private sheets": people, "Bronze selection": people,
    }  # fmt: skip
    numbers = sheets["Ranking"].select_dtypes("number").columns
    assert {"Rank", "Rank, low", "Score", "Score, high", "Attainment"} <= set(numbers)
    assert set(sheets["Private sheets"]["Status"]) == {"Not sent yet"}
    assert sheets["First pool, invited"]["Answered"].isin(["Yes", "No"]).all()


def test_ranking_is_that_of_the_results():
    made = example("analysed", responses=as_responses(example_rows()))
    table = next(sheet.table for sheet in dossier_sheets(internal("all")) if sheet.title == "Ranking")
    ranks = made.analysis.results.ranks.set_index("organisation_code")["rank"].dropna()
    assert table.set_index("Code")["Rank"].to_dict() == ranks.to_dict()
    assert table["Rank"].is_monotonic_increasing
    assert pd.api.types.is_numeric_dtype(table["Score"])


def test_names_in_other_letters_are_given_in_latin_ones_too():
    profile = internal("one")
    people = profile.tables["organisations"].assign(name="Приклад")
    told = replace(profile, tables={**profile.tables, "organisations": people})
    sheets = {sheet.title: sheet.table for sheet in dossier_sheets(told)}
    for title in ("Ranking", "Bronze selection", "Consent", "Private sheets"):
        assert set(sheets[title]["Organisation"]) <= {"Приклад (Pryklad)"}, title


def test_selection_has_what_no_criterion_asks_for():
    table = next(sheet.table for sheet in dossier_sheets(internal("all")) if sheet.title == "Bronze selection")
    assert set(table["May be contacted"]) <= {"Yes", "No"} and set(table["Could be chosen"]) <= {"Yes", "No"}
    assert set(table["Wishes a label"]) <= {"Yes", "No", ""} and {"Labels held"} <= set(table)
