"""The embedded renderer: a site from a copy, the project itself untouched."""

from clusterbrief.produce.assembly import assemble_project
from clusterbrief.produce.embedded import EmbeddedRenderer
from made_documents import figure_result, page_of, source_of


def project_of(tmp_path, project_root, **front):
    page = page_of(tmp_path, "See @fig-a.\n\n{{< embed page.ipynb#fig-a >}}", **{"file": "index", **front})
    folder = tmp_path / "project"
    results = source_of(tmp_path, figure_result())
    assert not assemble_project(folder, [(page, results)], project_root / "_quarto.yml", project_root / "templates")
    return folder


def content(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_project_is_left_as_it_was_and_the_copy_goes(tmp_path, project_root):
    folder = project_of(tmp_path, project_root)
    before = content(folder)
    assert not EmbeddedRenderer().render(folder, tmp_path / "out", ["html"])
    assert content(folder) == before
    assert not (tmp_path / "out.project").exists()
    assert "figures/page-eap/fig-a.csv" in content(tmp_path / "out")


def test_site_is_the_same_bytes_each_time(tmp_path, project_root):
    folder = project_of(tmp_path, project_root)
    for name in ("first", "second"):
        assert not EmbeddedRenderer().render(folder, tmp_path / name, ["html"])
    assert content(tmp_path / "first") == content(tmp_path / "second")


def test_private_sheet_is_one_file(tmp_path, project_root):
    private = {"each": "organisation", "audience": "private", "unit": ("AM-001", "First")}
    folder = project_of(tmp_path, project_root, **private)
    assert not EmbeddedRenderer().render(folder, tmp_path / "out", ["html"])
    assert [path for path in content(tmp_path / "out") if path != "404.html"] == ["index.html"]


def test_project_that_cannot_be_typeset_is_a_reason(tmp_path, project_root, monkeypatch):
    from smalldocs.config import BuildError

    from clusterbrief.produce import site_pages

    def fail(*_, **__):
        raise BuildError("no such theme")

    monkeypatch.setattr(site_pages, "build_site", fail)
    problems = EmbeddedRenderer().render(project_of(tmp_path, project_root), tmp_path / "out", ["html"])
    assert problems == [("", "The site could not be built: no such theme")]
    assert not (tmp_path / "out.project").exists()
