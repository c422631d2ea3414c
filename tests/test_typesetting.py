"""Which projects are typeset again, and why."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from clusterbrief import pipeline
from clusterbrief.analysis.cutting.edition_words import edition_facts
from clusterbrief.produce.facts import document_facts
from clusterbrief.produce.manifest import Manifest
from clusterbrief.produce.renderers import choose_renderer
from clusterbrief.produce.request import Request
from clusterbrief.produce.typesetting import Typesetting, with_includes
from clusterbrief.study.project import find_project

pytestmark = pytest.mark.slow
REQUEST = Request(("public", "private"), {"organisation": "MD-002"}, renderer="embedded")


@pytest.fixture
def copied(small_edition, tmp_path):
    return find_project(Path(shutil.copytree(small_edition.root, tmp_path / "copy")))


def reasons(project, request=REQUEST):
    """Why each project is stale; empty where it is up to date."""
    prepared = pipeline.prepare(project, "small", request)
    edition = prepared.study.edition
    typesetting = Typesetting(
        project, choose_renderer("embedded"), request, document_facts(edition_facts(prepared.study)),
        edition.narratives, Manifest(project.build / "documents.json"), prepared.manifest,
    )  # fmt: skip
    ready = [page for page in prepared.pages if page.project in {"public", "private/MD-002"}]
    now = typesetting.fingerprints(ready, prepared.runs)
    return {name: typesetting.stale_because(name, each) for name, each in now.items()}


def test_nothing_changed_is_up_to_date(copied):
    assert reasons(copied) == {"public": "", "private/MD-002": ""}


def append(path, text):
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


@pytest.mark.parametrize(
    ("file", "told"),
    [
        ("reports/organisation.qmd", {"public": "", "private/MD-002": "changed: documents"}),
        ("reports/method.qmd", {"public": "changed: documents", "private/MD-002": ""}),
        ("templates/opening.md", dict.fromkeys(("public", "private/MD-002"), "changed: looks")),
        ("_quarto.yml", dict.fromkeys(("public", "private/MD-002"), "changed: looks")),
    ],
)
def test_what_changed_is_named_and_nothing_else_is_stale(copied, file, told):
    append(copied.root / file, "\n" if file == "_quarto.yml" else "\n\nMore words.\n")
    assert reasons(copied) == told


def test_authors_text_makes_its_documents_stale(copied):
    place = copied.editions / "small" / "narratives" / "EaP"
    place.mkdir(parents=True)
    (place / "foreword.md").write_text("Dear readers", encoding="utf-8")
    assert reasons(copied) == {"public": "changed: texts", "private/MD-002": ""}


@pytest.mark.parametrize(
    ("name", "file"), [("public", "site/index.html"), ("private/MD-002", "private/MD-002/sheet.html")]
)
def test_damaged_document_is_noticed(copied, name, file):
    path = copied.build / file
    path = path if path.is_file() else next(path.parent.glob("*.html"))
    append(path, " ")
    assert reasons(copied)[name] == "what was made was changed or damaged"


def test_document_without_its_place_is_not_made_yet(copied):
    shutil.rmtree(copied.build / "private" / "MD-002")
    assert reasons(copied)["private/MD-002"] == "not made yet"


def test_force_makes_everything_again(copied):
    assert set(reasons(copied, replace(REQUEST, force=True)).values()) == {"forced"}


def test_other_formats_are_another_document(copied):
    assert reasons(copied, replace(REQUEST, formats=("html", "docx")))["private/MD-002"] == "changed: pages"


def test_include_of_an_include_counts(tmp_path):
    (tmp_path / "a.md").write_text("A\n{{< include /b.md >}}\n", encoding="utf-8")
    (tmp_path / "b.md").write_text("B\n", encoding="utf-8")
    text = with_includes("{{< include /a.md >}}\n{{< include /narratives/x.md >}}\n", tmp_path)
    assert "A" in text and "B" in text


def test_built_step_by_step_is_the_same_as_built_afresh(copied, tmp_path):
    append(copied.reports / "method.qmd", "\n\nMore words.\n")
    assert not pipeline.build(copied, "small", REQUEST, lambda *_: None).failed
    fresh = find_project(Path(shutil.copytree(copied.root, tmp_path / "fresh", ignore=shutil.ignore_patterns("build"))))
    for only in (None, {"organisation": "MD-002"}):
        audiences = ("public", "private") if only else ("public",)
        request = Request(audiences, only, renderer="embedded", jobs=1)
        assert not pipeline.build(fresh, "small", request, lambda *_: None).failed
    audiences = [
        f"{folder}/{each}" for folder in ("notebooks", "project", "profiles") for each in ("public", "private")
    ]
    for place in ("site", "private", "tables", "open-data", *audiences):
        assert content(fresh.build / place) == content(copied.build / place), place


def content(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
