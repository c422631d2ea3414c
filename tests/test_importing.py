"""Exports brought into an edition: copied as they are, listed once, never over another file."""

from datetime import datetime
from pathlib import Path

import pytest

from clusterbrief.errors import InputError
from clusterbrief.study.edition import read_edition, read_invited
from clusterbrief.study.edition_model import EditionFile
from clusterbrief.study.exports.recognise import read_exports
from clusterbrief.study.framework import Framework
from clusterbrief.study.headings import expected_heading
from clusterbrief.study.importing import Imported, import_exports
from clusterbrief.study.placed_yaml import read_yaml
from clusterbrief.study.responses import read_answers
from survey_inputs import complete_answers, write_workbook

WHEN = datetime(2025, 3, 14, 9, 30)


def eusurvey(path: Path, framework: Framework, *rows: dict, more: tuple[str, ...] = (), when: object = WHEN) -> Path:
    headings = [expected_heading(each) for each in framework.questions.values()]
    table = [["Alias", "x"], ["Export Date", WHEN], [], [*headings, *more, "Contribution ID", "Last update"]]
    table += [[*row.values(), *("more" for _ in more), "1", when] for row in rows]
    return write_workbook(path, table)


def microsoft(path: Path, framework: Framework, *rows: dict) -> Path:
    headings = ["ID", "Start time", "Completion time", "Email", "Name"]
    headings += [f"{each.text} ({code})" for code, each in framework.questions.items()]
    table = [headings, *([1, WHEN, WHEN, "anonymous", "", *row.values()] for row in rows)]
    return write_workbook(path, table, sheet="Sheet1")


@pytest.fixture
def files(tmp_path: Path, framework: Framework) -> tuple[Path, Path]:
    folder = tmp_path / "received"
    folder.mkdir()
    second = complete_answers(framework, organisation_code="GE-001", organisation_name="Third", country="Georgia")
    return (
        eusurvey(folder / "first.xlsx", framework, complete_answers(framework)),
        microsoft(folder / "second.xlsx", framework, second),
    )


def into(tmp_path: Path, framework: Framework, *sources: Path, name: str = "2025", **options) -> Imported:
    return import_exports(sources, tmp_path / "editions" / name, framework, **options)


def listed(folder: Path) -> list[str]:
    settings, _ = read_yaml(folder / "edition.yml", EditionFile)
    return [each.file for each in settings.survey]


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_exports_of_two_tools_make_an_edition_that_reads(tmp_path, framework, files):
    before = contents(tmp_path / "received")
    imported = into(tmp_path, framework, *files)
    assert imported.created
    assert [(each.tool, each.contributions, each.matched) for each in imported.files] == [
        ("EUSurvey", 1, len(framework.questions)), ("Microsoft Forms", 1, len(framework.questions)),
    ]  # fmt: skip
    assert contents(tmp_path / "received") == before
    assert {name: content for name, content in contents(imported.folder).items() if name in before} == before
    edition = read_edition(imported.folder, framework.countries)
    exports = [each for path in edition.survey_paths for each in read_exports(path)]
    answers = read_answers(exports, framework, edition)
    assert answers.organisations["country_code"].tolist() == ["AM", "GE"]
    assert str(edition.settings.collected_from) == "2025-03-14"
    assert edition.settings.title.endswith(" 2025")


def test_list_of_invited_organisations_is_there_to_fill_in(tmp_path, framework, files):
    folder = into(tmp_path, framework, *files).folder
    assert (folder / "invited.csv").read_bytes() == b"organisation_code,name,country_code,kind,eccp\n"
    assert read_invited(folder / "invited.csv", ("AM",)).empty


def test_second_import_adds_to_the_edition(tmp_path, framework, files):
    folder = into(tmp_path, framework, files[0]).folder
    text = (folder / "edition.yml").read_text(encoding="utf-8")
    imported = into(tmp_path, framework, files[1], tool="microsoft_forms")
    assert (imported.created, imported.added) == (False, ("second.xlsx",))
    assert listed(folder) == ["first.xlsx", "second.xlsx"]
    new = (folder / "edition.yml").read_text(encoding="utf-8").splitlines()
    assert [
        line for line in new if line not in ("  - file: second.xlsx", '    tool: "microsoft_forms"')
    ] == text.splitlines()


def test_same_file_again_changes_nothing(tmp_path, framework, files):
    folder = into(tmp_path, framework, *files).folder
    before = contents(folder)
    imported = into(tmp_path, framework, *files)
    assert (imported.added, imported.known) == ((), ("first.xlsx", "second.xlsx"))
    assert contents(folder) == before


def test_file_in_the_edition_already_is_listed_where_it_lies(tmp_path, framework, files):
    folder = into(tmp_path, framework, files[0]).folder
    there = files[1].rename(folder / "second.xlsx")
    assert into(tmp_path, framework, there).added == ("second.xlsx",)
    assert listed(folder) == ["first.xlsx", "second.xlsx"]


def test_another_file_of_the_same_name_is_refused_and_nothing_is_written(tmp_path, framework, files):
    folder = into(tmp_path, framework, files[0]).folder
    before = contents(folder)
    eusurvey(files[0], framework, complete_answers(framework, team_fte=3))
    with pytest.raises(InputError, match="which has the same name and other content"):
        into(tmp_path, framework, files[1], files[0])
    assert contents(folder) == before


def test_two_given_files_of_one_name_are_refused(tmp_path, framework, files):
    other = tmp_path / "other" / "first.xlsx"
    other.parent.mkdir()
    eusurvey(other, framework, complete_answers(framework, team_fte=3))
    with pytest.raises(InputError, match="same name and other content"):
        into(tmp_path, framework, files[0], other)
    assert not (tmp_path / "editions").exists()


def test_all_faults_are_told_at_once(tmp_path, framework, files):
    unknown, missing = tmp_path / "unknown.csv", tmp_path / "missing.csv"
    unknown.write_text("a;b\n1;2\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        into(tmp_path, framework, unknown, missing, files[0])
    assert len(caught.value.faults) == 2
    assert not (tmp_path / "editions").exists()


def test_folder_of_files_is_one_entry_that_grows(tmp_path, framework, files):
    (tmp_path / "received" / ".hidden.xlsx").write_text("no answers", encoding="utf-8")
    (tmp_path / "received" / "notes.txt.bak").write_text("no answers", encoding="utf-8")
    imported = into(tmp_path, framework, tmp_path / "received")
    assert listed(imported.folder) == ["received"]
    assert {path.name for path in (imported.folder / "received").iterdir()} == {"first.xlsx", "second.xlsx"}
    eusurvey(tmp_path / "received" / "third.xlsx", framework, complete_answers(framework))
    assert into(tmp_path, framework, tmp_path / "received").known == ("received",)
    assert len(list((imported.folder / "received").iterdir())) == 3


def test_columns_that_match_nothing_are_told_with_their_cell(tmp_path, framework):
    path = eusurvey(tmp_path / "a.xlsx", framework, complete_answers(framework), more=("How stable was your team?",))
    [file] = into(tmp_path, framework, path).files
    [(text, cell, remedy)] = file.unmatched
    assert text == "How stable was your team?"
    assert cell.startswith("Content!")
    assert 'Did you mean "How stable is your team?"' in remedy
    assert file.missing == ()


def test_required_questions_without_a_column_are_told(tmp_path, framework):
    path = write_workbook(
        tmp_path / "a.xlsx", [["Alias", "x"], ["Export Date", WHEN], [], ["City (city)", "Team (team_fte)"], ["B", 3]]
    )
    [file] = into(tmp_path, framework, path, year=2025).files
    assert "organisation_name" in file.missing
    assert "team_fte" not in file.missing


def test_headings_of_the_edition_match_columns(tmp_path, framework):
    path = eusurvey(tmp_path / "a.xlsx", framework, complete_answers(framework))
    folder = into(tmp_path, framework, path).folder
    with (folder / "edition.yml").open("a", encoding="utf-8") as handle:
        handle.write('headings: {"Our own words": city}\n')
    late = write_workbook(
        tmp_path / "late.xlsx",
        [["Alias", "x"], ["Export Date", WHEN], [], ["Our own words", "Team (team_fte)"], ["B", 3]],
    )
    [file] = into(tmp_path, framework, late).files
    assert (file.matched, file.unmatched) == (2, ())


def test_export_of_another_survey_is_refused(tmp_path, framework):
    path = write_workbook(
        tmp_path / "a.xlsx", [["Alias", "x"], ["Export Date", WHEN], [], ["Colour", "Taste"], ["b", "c"]]
    )
    with pytest.raises(InputError, match="Cannot find any question of the framework"):
        into(tmp_path, framework, path)
    assert not (tmp_path / "editions").exists()


# The edition


def test_year_is_that_of_the_answers_unless_it_is_given(tmp_path, framework, files):
    folder = into(tmp_path, framework, *files, year=2026).folder
    settings, _ = read_yaml(folder / "edition.yml", EditionFile)
    assert settings.title.endswith(" 2026")
    assert settings.published.year == 2026
    assert settings.collected_to.year == 2025


def test_year_has_to_be_given_where_no_answer_is_dated(tmp_path, framework):
    path = eusurvey(tmp_path / "a.xlsx", framework, complete_answers(framework), when="")
    with pytest.raises(InputError, match="Give it: --year"):
        into(tmp_path, framework, path)
    assert not (tmp_path / "editions").exists()
    assert read_edition(into(tmp_path, framework, path, year=2025).folder, framework.countries)


def test_synthetic_edition_takes_no_answers(tmp_path, framework, files):
    folder = into(tmp_path, framework, files[0]).folder
    text = (folder / "edition.yml").read_text(encoding="utf-8").replace("synthetic: false", "synthetic: true")
    (folder / "edition.yml").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="Cannot add answers to a synthetic edition"):
        into(tmp_path, framework, files[1])


@pytest.mark.parametrize("name", ["example-2025", "a b", "..", ".hidden", "ü", "x" * 41])
def test_name_that_is_unsafe_or_published_is_refused(tmp_path, framework, files, name):
    with pytest.raises(InputError):
        into(tmp_path, framework, *files, name=name)
    assert not (tmp_path / "editions").exists()


@pytest.mark.parametrize("name", ["edition.yml", "invited.csv"])
def test_answers_never_take_the_place_of_the_edition_s_own_files(tmp_path, framework, files, name):
    named = files[0].rename(tmp_path / "received" / name)
    with pytest.raises(InputError, match="Cannot name a file of answers"):
        into(tmp_path, framework, named)


def test_broken_edition_is_told_and_left(tmp_path, framework, files):
    folder = into(tmp_path, framework, files[0]).folder
    (folder / "edition.yml").write_text("titel: x\n", encoding="utf-8")
    before = contents(folder)
    with pytest.raises(InputError, match="titel"):
        into(tmp_path, framework, files[1])
    assert contents(folder) == before
