import pytest

from clusterbrief.errors import InputError
from clusterbrief.study.example import write_example
from clusterbrief.study.intake import read_study
from clusterbrief.study.project import Project


@pytest.fixture
def project(tmp_path, project_root, framework):
    """The real framework and EU tables, with editions of its own."""
    write_example(tmp_path / "small", framework, 3, 1)
    return Project(project_root, tmp_path)


def test_everything_that_goes_in_is_there(project):
    study = read_study(project, "small")
    assert len(study.answers.organisations) == 3
    assert study.reference.holders["gold"] == 29
    assert study.regional is not None and len(study.regional.areas)


def test_an_edition_may_do_without_regional_data(project):
    path = project.editions / "small" / "edition.yml"
    text = path.read_text(encoding="utf-8")
    start = text.index("atlas:")
    path.write_text(text[:start] + text[text.index("withdrawn:") :], encoding="utf-8")
    assert read_study(project, "small").regional is None


def test_faults_of_the_edition_and_of_its_survey_are_told(project):
    (project.editions / "small" / "answers.xlsx").write_bytes(b"")
    with pytest.raises(InputError) as caught:
        read_study(project, "small")
    assert "answers.xlsx" in str(caught.value)


def test_an_unknown_edition_offers_the_nearest(project):
    with pytest.raises(InputError, match="small"):
        read_study(project, "smal")
