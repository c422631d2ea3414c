"""What many tests share: the project's own framework, and a copy of it to plant faults in."""

import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from clusterbrief.study import placed_yaml
from clusterbrief.study.framework import Framework, read_framework

PROJECT_ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def project_root() -> Path:
    return PROJECT_ROOT


@pytest.fixture(scope="session")
def framework() -> Framework:
    """The project's real framework; never change it."""
    return read_framework(PROJECT_ROOT / "data" / "framework")


remembered = cache(placed_yaml.parse_yaml)


@pytest.fixture
def framework_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of data/framework in the working folder; files that a test leaves alone are parsed once only."""
    monkeypatch.setattr(placed_yaml, "parse_yaml", remembered)
    monkeypatch.chdir(tmp_path)
    yield Path(shutil.copytree(PROJECT_ROOT / "data" / "framework", tmp_path / "framework"))
