import pytest

from clusterbrief.produce.project_typesetting import _swap, place_of
from clusterbrief.study.project import Project


@pytest.mark.parametrize(
    ("name", "place"), [("public", "site"), ("internal", "internal/site"), ("private/AM-001", "private/AM-001")]
)
def test_each_audience_has_a_place_of_its_own(tmp_path, name, place):
    assert place_of(Project(tmp_path, tmp_path), name) == tmp_path / "build" / place


@pytest.mark.parametrize("there_before", [True, False])
def test_swap_leaves_the_new_folder_and_nothing_else(tmp_path, there_before):
    new, place = tmp_path / ".site.new", tmp_path / "site"
    new.mkdir()
    (new / "new.html").write_text("new")
    if there_before:
        place.mkdir()
        (place / "old.html").write_text("old")
    _swap(new, place)
    assert [path.name for path in place.iterdir()] == ["new.html"]
    assert [path.name for path in tmp_path.iterdir()] == ["site"]
