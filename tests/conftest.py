"""What many tests share: the project's own framework, and a copy of it to plant faults in."""

import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import settings

from clusterbrief.analysis.analyse import analyse
from clusterbrief.analysis.cutting.cut_profiles import cut_profiles
from clusterbrief.analysis.profiles import Profile
from clusterbrief.study import placed_yaml
from clusterbrief.study.framework import Framework, read_framework
from clusterbrief.study.intake import read_study
from clusterbrief.study.project import Project, find_project

# how long an example takes says more about the machine than about the code
settings.register_profile("clusterbrief", deadline=None, max_examples=25)
settings.load_profile("clusterbrief")

PROJECT_ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def project_root() -> Path:
    return PROJECT_ROOT


@pytest.fixture(scope="session")
def framework() -> Framework:
    """The project's real framework; never change it."""
    return read_framework(PROJECT_ROOT / "data" / "framework")


@pytest.fixture(scope="session", autouse=True)
def _parsed_once() -> Iterator[None]:
    """Files of the framework are parsed once in a session, whoever reads them: nobody changes what was parsed."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(placed_yaml, "parse_yaml", cache(placed_yaml.parse_yaml))
        yield


@pytest.fixture
def framework_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of data/framework in the working folder."""
    monkeypatch.chdir(tmp_path)
    return Path(shutil.copytree(PROJECT_ROOT / "data" / "framework", tmp_path / "framework"))


@pytest.fixture(scope="session")
def small_edition(tmp_path_factory: pytest.TempPathFactory, framework: Framework) -> Project:
    """A copy of the project with a small edition, built for each audience (one respondent); never change it."""
    from clusterbrief import pipeline
    from clusterbrief.produce.request import Request
    from clusterbrief.study.example import write_example

    root = tmp_path_factory.mktemp("project")
    for name in ("data", "notebooks", "reports", "templates"):
        shutil.copytree(PROJECT_ROOT / name, root / name, ignore=shutil.ignore_patterns("editions"))
    shutil.copy(PROJECT_ROOT / "_quarto.yml", root)
    write_example(root / "data" / "editions" / "small", framework, 12, 3)
    project = find_project(root)
    one = {"organisation": "MD-002"}
    for only, audiences in ((None, ("public",)), (one, ("public", "private")), (None, ("internal",))):
        table = pipeline.build(project, "small", Request(audiences, only, renderer="embedded"), lambda *_: None)
        assert not table.failed, [row.reason for row in table.rows if row.reason]
    return project


@pytest.fixture(scope="session")
def profiles() -> dict[tuple[str, str], Profile]:
    """Every profile of the example edition that is neither internal nor a story's, by kind and unit."""
    study = read_study(find_project(PROJECT_ROOT), "example")
    cut = cut_profiles(study, analyse(study))
    return {(each.kind, each.unit_code): each for each in cut if each.audience != "internal" and each.kind != "story"}
