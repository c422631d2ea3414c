"""Versions read: an edition as it is now, its publications, and faults for what is not there."""

import shutil
from datetime import date

import pytest

from clusterbrief.errors import InputError
from clusterbrief.produce.publication import keep_tables
from clusterbrief.study.project import Project
from clusterbrief.study.version import read_earlier, read_version
from test_publication import tables

pytestmark = pytest.mark.slow  # whole editions are analysed again and again


@pytest.fixture
def project(tmp_path, project_root):
    for name in ("example", "example-2025"):
        shutil.copytree(project_root / "data" / "editions" / name, tmp_path / name)
    return Project(project_root, tmp_path)


def test_edition_as_it_is_now_and_the_one_that_it_names(project):
    version = read_version(project, "example-2025", "NEW")
    assert (version.label, version.day, version.publication) == ("example-2025", date(2025, 5, 31), None)
    earlier = read_earlier(project, version.edition)
    assert earlier is not None and earlier.label == "example"
    assert read_earlier(project, earlier.edition) is None


def test_last_publication_and_one_of_a_day(project):
    for day in (date(2024, 12, 16), date(2025, 2, 1)):
        keep_tables(project.editions / "example", day, *tables())
    last = read_version(project, "example@last", "OLD")
    assert (last.label, last.day, last.study) == ("example@2025-02-01", date(2025, 2, 1), None)
    assert read_version(project, "example@2024-12-16", "OLD").day == date(2024, 12, 16)
    with pytest.raises(InputError, match="2024-12-17"):
        read_version(project, "example@2024-12-17", "OLD")


@pytest.mark.parametrize(
    ("text", "problem"),
    [("exampel", 'Cannot find an edition named "exampel"'), ("example@last", "it was never published")],
)
def test_what_is_not_there_is_a_fault(project, text, problem):
    with pytest.raises(InputError) as caught:
        read_version(project, text, "OLD")
    (fault,) = caught.value.faults
    assert problem in fault.problem and fault.remedy
