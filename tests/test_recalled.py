"""The analysis of the last build is taken as it is while nothing changed that it rests on, and only then."""

import shutil
from dataclasses import fields, replace

import pandas as pd
import pytest

from clusterbrief.analysis.analyse import SOME_TEXT, analyse, analysed_part
from clusterbrief.produce import recalled
from clusterbrief.produce.recalled import FILE, keep_analysis, recall_analysis
from clusterbrief.study.example import write_example
from clusterbrief.study.intake import read_study
from clusterbrief.study.project import Project


@pytest.fixture(scope="module")
def kept(project_root, framework, tmp_path_factory):
    """A project with a small edition, its study, and its analysis, which is kept."""
    root = tmp_path_factory.mktemp("kept")
    shutil.copytree(project_root / "data", root / "data", ignore=shutil.ignore_patterns("editions"))
    write_example(root / "data" / "editions" / "small", framework, 12, 3)
    project = Project(root, root / "data" / "editions")
    study = read_study(project, "small")
    analysis = analyse(study)
    keep_analysis(project, study, analysis)
    return project, study, analysis


def tables(result):
    if isinstance(result, pd.DataFrame):
        return [result]
    return [table for field in fields(result) for table in tables(getattr(result, field.name))]


def written(study):
    """Which answers are in free words."""
    free = [code for code, question in study.framework.questions.items() if question.type == "text"]
    responses = study.answers.responses
    return responses["question_code"].isin(free) & (responses["state"] == "answered")


def with_values(study, chosen, value):
    responses = study.answers.responses
    changed = responses.assign(value=responses["value"].mask(chosen, value))
    return replace(study, answers=replace(study.answers, responses=changed))


def test_the_same_tables_come_back(kept):
    project, study, analysis = kept
    recalled_tables, made = tables(recall_analysis(project, study)), tables(analysis)
    assert len(made) > 50
    for one, other in zip(recalled_tables, made, strict=True):
        pd.testing.assert_frame_equal(one, other, check_exact=True)


def test_a_later_process_knows_it_again(kept):
    project, _, _ = kept
    assert recall_analysis(project, read_study(project, "small")) is not None


def test_other_words_are_the_same_figures(kept):
    project, study, analysis = kept
    assert written(study).sum() > 10
    other = with_values(study, written(study), "Nobody wrote this before.")
    assert recall_analysis(project, other) is not None
    for one, before in zip(tables(analyse(other)), tables(analysis), strict=True):
        pd.testing.assert_frame_equal(one, before, check_exact=True)


def test_an_analysis_never_sees_words(kept):
    _, study, _ = kept
    part = analysed_part(study)
    assert set(part.answers.responses.loc[written(study), "value"]) == {SOME_TEXT}
    untouched = ~written(study)
    pd.testing.assert_frame_equal(part.answers.responses[untouched], study.answers.responses[untouched])


def test_another_scored_answer_is_another_analysis(kept):
    project, study, _ = kept
    answers = study.answers.responses
    code = next(code for code, question in study.framework.questions.items() if question.type == "scale")
    one = answers.index[(answers["question_code"] == code) & (answers["state"] == "answered")][:1]
    other = (answers.loc[one[0], "value"] + 1) % 5
    assert recall_analysis(project, with_values(study, answers.index.isin(one), other)) is None


def test_one_respondent_fewer_is_another_analysis(kept):
    project, study, _ = kept
    last = study.answers.organisations["organisation_code"].iloc[-1]
    answers = {
        name: getattr(study.answers, name)[lambda table: table["organisation_code"] != last]
        for name in ("responses", "organisations")
    }
    assert recall_analysis(project, replace(study, answers=replace(study.answers, **answers))) is None


@pytest.mark.parametrize(
    "name",
    [
        "framework/classes.yml",
        "eu/practices.csv",
        "eu/new.csv",
        "editions/small/edition.yml",
        "editions/small/published/2026-01-01/x.csv",
    ],
)
def test_whatever_it_rests_on_counts(kept, tmp_path, name):
    project, study, _ = kept
    shutil.copytree(project.root, tmp_path, dirs_exist_ok=True)
    copy = Project(tmp_path, tmp_path / "data" / "editions")
    study = replace(study, edition=replace(study.edition, folder=copy.editions / "small"))
    assert recall_analysis(copy, study) is not None
    path = tmp_path / "data" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text((path.read_text(encoding="utf-8") if path.is_file() else "") + "\n# other", encoding="utf-8")
    assert recall_analysis(copy, study) is None


@pytest.mark.parametrize("what", ["package_digest", "version_of"])
def test_other_software_is_another_analysis(kept, monkeypatch, what):
    project, study, _ = kept
    monkeypatch.setattr(recalled, what, lambda *_: "another")
    assert recall_analysis(project, study) is None


@pytest.mark.parametrize(
    "damage",
    [
        lambda kept: kept[:-1],
        lambda kept: kept[:60],
        lambda kept: b"",
        lambda kept: kept[:-9] + b"!" + kept[-8:],
        lambda kept: b"\xff" * len(kept),
    ],
)
def test_a_damaged_one_is_not_taken(kept, tmp_path, damage):
    project, study, _ = kept
    shutil.copytree(project.root, tmp_path, dirs_exist_ok=True)
    copy = Project(tmp_path, tmp_path / "data" / "editions")
    path = tmp_path / "build" / FILE
    path.write_bytes(damage(path.read_bytes()))
    assert recall_analysis(copy, study) is None


def test_nothing_was_kept(kept, tmp_path):
    project, study, _ = kept
    assert recall_analysis(Project(tmp_path, project.editions), study) is None
