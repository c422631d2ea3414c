"""Example editions: the same for the same seed, realistic, and faulty only where they mean to be."""

from collections import Counter
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import load_workbook

from clusterbrief.study.edition import Edition, read_edition
from clusterbrief.study.example import COUNTRIES, write_example
from clusterbrief.study.example_names import NAMES, field_of, invented_names
from clusterbrief.study.example_stories import invented_story
from clusterbrief.study.framework import Framework
from clusterbrief.study.intake import read_study
from clusterbrief.study.project import find_project
from clusterbrief.study.responses import Answers, read_answers
from survey_inputs import read_eusurvey_xlsx

FILES = ("edition.yml", "invited.csv", "answers.xlsx", "employment.csv", "placements.csv", "distribution.csv")
SAME_FOR_ALL = ("areas.csv", "stakeholders.csv")  # invented areas and stakeholders, the same in every example
LETTERS = {  # that the names of a country have and those of no other one here
    "AM": ("\u0531", "\u0587"), "GE": ("\u10a0", "\u10ff"), "UA": ("\u0404", "\u0491"),
}  # fmt: skip
PLANTED = {  # kind of finding -> questions
    "not a number": ["members_total"],
    "out of range": ["funding_months", "income_public", "year_started"],
    "unknown option": ["legal_form", "networks"],
    "not invited": [""],
    "no country": ["country"],
    "answered twice": ["", "", ""],
    "does not add up": [
        "income_donors",
        "income_fees",
        "income_other",
        "income_private",
        "income_public",
        "income_services",
    ],
    "above its limit": ["members_committed", "members_total"],
    "contradiction": ["has_team", "networks", "team_fte"],
    "blank, perhaps zero": ["income_other"],  # left out by chance, as respondents do
}


def written(folder: Path, framework: Framework, organisations: int, seed: int) -> Path:
    write_example(folder, framework, organisations, seed)
    return folder


def read_back(folder: Path, framework: Framework) -> tuple[Edition, Answers]:
    edition = read_edition(folder, framework.countries)
    return edition, read_answers([read_eusurvey_xlsx(path) for path in edition.survey_paths], framework, edition)


@pytest.fixture(scope="session")
def committed(framework, project_root) -> tuple[Edition, Answers]:
    return read_back(project_root / "data" / "editions" / "example", framework)


def cells_of(path: Path) -> list[tuple]:
    return list(load_workbook(path)["Content"].iter_rows(values_only=True))


def test_committed_example_is_what_the_command_writes(tmp_path, framework, project_root):
    """If this fails, write it again: clusterbrief example data/editions/example --organisations 84 --seed 7."""
    kept = project_root / "data" / "editions" / "example"
    made = written(tmp_path / "example", framework, 84, 7)
    assert sorted(path.name for path in made.iterdir()) == sorted(FILES + SAME_FOR_ALL)
    assert cells_of(made / "answers.xlsx") == cells_of(kept / "answers.xlsx")
    for file in FILES + SAME_FOR_ALL:
        assert (made / file).read_bytes() == (kept / file).read_bytes(), file


def test_same_seed_gives_the_same_bytes_and_another_seed_does_not(tmp_path, framework):
    first, again, other = (written(tmp_path / str(n), framework, 12, seed) for n, seed in enumerate((3, 3, 4)))
    for file in FILES:
        assert (first / file).read_bytes() == (again / file).read_bytes()
        assert (first / file).read_bytes() != (other / file).read_bytes()
    assert cells_of(first / "answers.xlsx")[4:] != cells_of(other / "answers.xlsx")[4:]


@pytest.mark.parametrize("organisations", [0, 1, 5, 6])
def test_few_organisations_read_back(tmp_path, framework, organisations):
    edition, answers = read_back(written(tmp_path / "few", framework, organisations, 1), framework)
    assert len(answers.organisations) == organisations
    assert set(edition.invited["country_code"]) == set(COUNTRIES)
    assert edition.settings.synthetic


@pytest.mark.slow
def test_a_thousand_organisations_read_back(tmp_path, framework):
    edition, answers = read_back(written(tmp_path / "many", framework, 1000, 1), framework)
    assert len(edition.invited) == pytest.approx(3900, abs=10)
    assert edition.invited["name"].is_unique
    assert len(answers.organisations) == 1000 - 1  # one names no country
    assert set(answers.findings["kind"]) == set(PLANTED)


def test_first_rows_are_those_of_eusurvey(project_root):
    rows = cells_of(project_root / "data" / "editions" / "example" / "answers.xlsx")
    assert rows[0][:2] == ("Alias", "ClusterSelfAssessment-SYNTHETIC")
    assert rows[1][0] == "Export Date"
    assert not any(rows[2])
    assert rows[3][-5:] == ("Contribution ID", "User name", "Creation date", "Last update", "Languages")


def test_export_follows_the_layout_of_eusurvey(committed, framework, project_root):
    rows = cells_of(project_root / "data" / "editions" / "example" / "answers.xlsx")
    heading = list(rows[3])
    assert "General services: Advisory services" in heading
    assert "Members by kind Large enterprises:Number of members" in heading
    joined = [row[heading.index(framework.questions["technologies"].text)] for row in rows[4:]]
    assert any("; " in cell for cell in joined if cell)


def test_faults_are_the_planted_ones_only(committed):
    found = {
        kind: sorted(part["question_code"]) for kind, part in committed[1].findings.groupby("kind")
    }  # fmt: skip
    assert found == PLANTED


def test_over_three_hundred_were_invited_from_all_five_countries(committed):
    edition, answers = committed
    assert len(edition.invited) > 300
    assert 70 <= len(answers.organisations) <= 90
    for table in (edition.invited, answers.organisations):
        assert set(table["country_code"]) == set(COUNTRIES)
    assert answers.organisations["country_code"].value_counts().min() >= 5


def test_about_half_are_proto_clusters(committed):
    edition, answers = committed
    kinds = edition.invited.set_index("organisation_code")["kind"]
    assert 0.35 < (kinds == "proto-cluster").mean() < 0.65
    present = answers.organisations["organisation_code"].map(kinds).dropna()
    assert 0.35 < (present == "proto-cluster").mean() < 0.65


def test_answers_are_realistic(committed, framework):
    responses, organisations = committed[1].responses, committed[1].organisations
    required = [code for code, each in framework.questions.items() if each.required]
    states = responses.loc[responses["question_code"].isin(required), "state"].value_counts(normalize=True)
    assert 0.01 < states["not answered"] < 0.05
    assert organisations["completion"].between(0.85, 1).all()
    assert organisations["members_total"].astype(float).max() > 10 * organisations["members_total"].astype(float).min()
    assert 0.3 < organisations["consent_name"].mean() < 0.8
    scale = [code for code, each in framework.questions.items() if each.type == "scale"]
    levels = responses[responses["question_code"].isin(scale) & (responses["state"] == "answered")]
    assert set(levels["value"]) == {0, 1, 2, 3, 4}
    country = levels["organisation_code"].map(organisations.set_index("organisation_code")["country_code"])
    means = pd.to_numeric(levels["value"]).groupby(country).mean()
    assert means.max() - means.min() > 0.5


def test_members_by_kind_and_income_by_source_add_up(committed, framework):
    table = committed[1].responses.pivot(index="organisation_code", columns="question_code", values="value")
    kinds = [code for code in framework.questions if code.startswith("members_") and framework.questions[code].group]
    whole = table[[*kinds, "members_total"]].dropna().astype(float)
    assert len(whole) > 30
    assert (whole[kinds].sum(axis=1) == whole["members_total"]).all()
    sources = [code for code in framework.questions if code.startswith("income_")]
    assert (table[sources].dropna().astype(float).sum(axis=1) == 100).all()


def test_those_who_answered_twice_answered_differently(committed):
    twice = committed[1].findings.query("kind == 'answered twice'")["organisation_code"]
    assert twice.nunique() == 3


def test_names_are_unique_and_in_the_letters_of_their_country(committed):
    invited = committed[0].invited
    assert invited["name"].is_unique
    for country, (first, last) in LETTERS.items():
        has_own = invited["name"].map(lambda name, a=first, z=last: any(a <= letter <= z for letter in name))
        assert has_own[invited["country_code"] == country].all()
        assert not has_own[invited["country_code"] != country].any()
    assert invited.loc[invited["country_code"] == "AZ", "name"].str.contains("[əğışçöü]", case=False).mean() > 0.5
    assert invited.loc[invited["country_code"] == "MD", "name"].str.contains("[ășțâî]", case=False).any()


@pytest.mark.parametrize("country", [*NAMES, "XX"])
def test_names_never_repeat(country):
    source = invented_names(country)
    names = [next(source) for _ in range(2000)]
    assert Counter(names).most_common(1)[0][1] == 1


def test_edition_says_in_itself_that_it_is_synthetic(project_root):
    text = (project_root / "data" / "editions" / "example" / "edition.yml").read_text(encoding="utf-8")
    assert text.startswith("# A synthetic edition, made by: clusterbrief example DIR --organisations 84 --seed 7\n")
    assert "synthetic: true" in text


def test_another_year_is_no_other_history(tmp_path, framework):
    write_example(tmp_path / "2020", framework, 30, 1, year=2020)
    edition, answers = read_back(tmp_path / "2020", framework)
    assert edition.settings.collected_from.year == 2020
    assert answers.organisations["year"].dropna().astype(float).max() < 2020


@pytest.mark.parametrize("country", NAMES)
def test_stories_are_told_from_the_field_of_who_tells_them(country):
    source = invented_names(country)
    for number in range(20):
        field = field_of(next(source), country)
        title, text = invented_story(f"{country}-{number:03d}", field)
        assert field and f"({field}, " in title and f"from {field}." in text


def test_no_two_published_stories_of_the_example_have_the_same_title(project_root, framework):
    study = read_study(find_project(project_root), "example")
    answers, organisations = study.answers.responses, study.answers.organisations
    shown = organisations.loc[organisations["consent_story"], "organisation_code"]
    titles = answers[(answers["question_code"] == "story_title") & answers["organisation_code"].isin(shown)]["value"]
    assert titles.dropna().is_unique and len(titles) > 10
