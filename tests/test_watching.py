"""What counts as saved by an author, and what does not."""

import os

import pytest

from clusterbrief.produce.watching import changed, times_of, watched


@pytest.fixture
def places(tmp_path):
    for name in ("data/framework/a.yml", "notebooks/a.ipynb", "reports/a.qmd", "templates/opening.md", "_quarto.yml",
                 "data/open_data.yml", "editions/2024/edition.yml", "editions/2024/narratives/AM/policy.md"):  # fmt: skip
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x", encoding="utf-8")
    return watched(tmp_path, tmp_path / "editions" / "2024")


def test_every_source_is_watched(places, tmp_path):
    before = times_of(places)
    assert len(before) == 8
    os.utime(tmp_path / "reports" / "a.qmd", ns=(1, 1))
    (tmp_path / "editions" / "2024" / "answers.xlsx").write_text("x", encoding="utf-8")
    (tmp_path / "notebooks" / "a.ipynb").unlink()
    names = [path.name for path in changed(before, times_of(places))]
    assert sorted(names) == ["a.ipynb", "a.qmd", "answers.xlsx"]


def test_what_editors_and_publications_leave_is_not(places, tmp_path):
    before = times_of(places)
    for name in ("reports/.a.qmd.swp", "reports/a.qmd~", "reports/~$a.docx", "notebooks/.ipynb_checkpoints/a.ipynb",
                 "editions/2024/published/2024-12-16/public/x.csv", "build/site/index.html"):  # fmt: skip
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x", encoding="utf-8")
    assert changed(before, times_of(places)) == []


def test_places_that_are_not_there_hold_nothing(tmp_path):
    assert times_of([tmp_path / "none"]) == {}
