"""Pages rendered before are not rendered again, and the site is the same."""

import shutil

import pytest
from smalldocs.site import Site

from clusterbrief.produce.remembered import Remembered
from clusterbrief.produce.site_pages import build_site


@pytest.fixture
def site(tmp_path):
    """A small project, and the bytes of the site that it gives."""
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "_quarto.yml").write_text("project:\n  type: website\nwebsite:\n  title: T\n  search: true\n")
    (folder / "index.qmd").write_text("---\ntitle: Home\n---\n\n## Part\n\nSee [other](other.qmd), [data](d.csv).\n")
    (folder / "other.qmd").write_text("---\ntitle: Other\n---\n\nText, [gone](gone.qmd).[^1]\n\n[^1]: A note.\n")
    (folder / "d.csv").write_text("a\n1\n")

    def build(remembered):
        shutil.rmtree(folder / "_site", ignore_errors=True)
        build_site(str(folder), remembered)
        return {path.name: path.read_bytes() for path in (folder / "_site").glob("*.*")}

    build.folder = folder
    return build


def test_site_from_memory_is_the_same(site, tmp_path, monkeypatch):
    remembered = Remembered(tmp_path / "memory")
    first = site(remembered)
    assert {"index.html", "other.html", "search.json", "d.csv"} <= first.keys()
    monkeypatch.setattr(Site, "render_page", lambda *_: pytest.fail("rendered again"))
    assert site(remembered) == first


def test_only_what_changed_is_rendered_again(site, tmp_path, monkeypatch):
    remembered = Remembered(tmp_path / "memory")
    site(remembered)
    rendered, real = [], Site.render_page
    monkeypatch.setattr(Site, "render_page", lambda self, page: (rendered.append(str(page.src)), real(self, page)))
    (site.folder / "other.qmd").write_text("---\ntitle: Other\n---\n\nChanged.\n")
    second = site(remembered)
    assert rendered == ["other.qmd"]
    assert second == site(Remembered(tmp_path / "fresh"))


def test_new_page_changes_where_links_lead(site, tmp_path):
    remembered = Remembered(tmp_path / "memory")
    site(remembered)
    (site.folder / "gone.qmd").write_text("---\ntitle: Back\n---\n\nHere.\n")
    assert b'href="gone.html"' in site(remembered)["other.html"]
    assert site(remembered) == site(Remembered(tmp_path / "fresh"))
