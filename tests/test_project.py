"""The project's folder: found from anywhere inside it."""

from pathlib import Path

import pytest

from clusterbrief.errors import InputError
from clusterbrief.study.project import find_project


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "project" / "data" / "framework").mkdir(parents=True)
    (tmp_path / "project" / "_quarto.yml").touch()
    (tmp_path / "project" / "reports" / "drafts").mkdir(parents=True)
    return tmp_path / "project"


@pytest.mark.parametrize("start", [".", "reports", "reports/drafts", "data/framework"])
def test_project_is_found_from_any_folder_in_it(root, start):
    project = find_project(root / start)
    assert project.root == root.resolve()
    assert project.editions == root.resolve() / "data" / "editions"
    folders = (
        project.framework,
        project.reference,
        project.notebooks,
        project.reports,
        project.templates,
        project.build,
    )
    assert len(set(folders)) == 6
    assert all(folder.is_relative_to(root.resolve()) for folder in folders)


def test_editions_may_lie_elsewhere(root, tmp_path):
    assert find_project(root, tmp_path / "kept").editions == tmp_path / "kept"


@pytest.mark.parametrize("missing", ["_quarto.yml", "data/framework"])
def test_folder_outside_a_project_is_refused(root, missing):
    path = root / missing
    path.unlink() if path.is_file() else path.rmdir()
    with pytest.raises(InputError, match="Cannot find a project here or above"):
        find_project(root / "reports")
