import pytest

from clusterbrief.produce.project_typesetting import place_of
from clusterbrief.study.project import Project


@pytest.mark.parametrize(
    ("name", "place"), [("public", "site"), ("internal", "internal/site"), ("private/AM-001", "private/AM-001")]
)
def test_each_audience_has_a_place_of_its_own(tmp_path, name, place):
    assert place_of(Project(tmp_path, tmp_path), name) == tmp_path / "build" / place
