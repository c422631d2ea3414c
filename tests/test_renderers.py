"""Which renderer typesets, and that one which is missing or too old is told before anything runs."""

import os
import re
import shutil

import pytest

from clusterbrief import pipeline
from clusterbrief.errors import InputError
from clusterbrief.produce.renderers import choose_renderer
from clusterbrief.produce.request import Request
from clusterbrief.study.example import write_example
from clusterbrief.study.project import find_project
from rendered_parts import bookmarks_of, pages_of, parts_of_page, parts_of_word, squeezed, words_of_pdf


@pytest.fixture
def without_quarto(monkeypatch, tmp_path):
    monkeypatch.delenv("QUARTO_PATH", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))


@pytest.fixture
def with_quarto(monkeypatch, tmp_path):
    def install(version):
        path = tmp_path / "quarto"
        path.write_text(f"#!/bin/sh\necho {version}\n")
        path.chmod(0o755)
        monkeypatch.setenv("QUARTO_PATH", str(path))

    return install


def test_without_quarto_the_embedded_one_is_taken(without_quarto):
    assert choose_renderer("auto").name == "embedded"


def test_quarto_that_is_asked_for_and_missing_is_a_fault(without_quarto):
    with pytest.raises(InputError) as caught:
        choose_renderer("quarto")
    [fault] = caught.value.faults
    assert (fault.place.file, fault.problem) == (
        "--renderer",
        "Cannot render with Quarto: found none, 1.4 or later is needed",
    )
    assert "QUARTO_PATH" in fault.remedy


@pytest.mark.parametrize(("version", "taken"), [("1.4.0", "Quarto 1.4.0"), ("1.10.18", "Quarto 1.10.18")])
def test_quarto_is_taken_where_it_is_new_enough(with_quarto, version, taken):
    with_quarto(version)
    assert choose_renderer("auto").name == taken
    assert choose_renderer("quarto").name == taken
    assert choose_renderer("embedded").name == "embedded"


@pytest.mark.parametrize("version", ["1.3.450", "0.9", "words"])
def test_quarto_that_is_too_old_is_refused(with_quarto, version):
    with_quarto(version)
    assert choose_renderer("auto").name == "embedded"
    with pytest.raises(InputError, match="or later is needed"):
        choose_renderer("quarto")


def test_quarto_that_does_not_start_is_as_good_as_none(monkeypatch, tmp_path):
    monkeypatch.setenv("QUARTO_PATH", str(tmp_path / "nowhere"))
    assert choose_renderer("auto").name == "embedded"


QUARTO = shutil.which("quarto") or os.environ.get("QUARTO_PATH")
with_real_quarto = pytest.mark.skipif(not QUARTO, reason="Quarto is not on PATH: only its stub is tested here")
FORMATS = ("html", "docx", "pdf")
PAGES = {
    "country": ("countries/md", FORMATS),
    "brief_policy": ("briefs/md-policy", FORMATS),
    "open_data": ("open-data", ("html",)),
}


@pytest.fixture(scope="module")
def rendered(tmp_path_factory, project_root, framework):
    """Three documents of a small edition as a renderer makes them; each renderer is asked once."""
    made = {}

    def make(renderer):
        if renderer not in made:
            root = tmp_path_factory.mktemp(renderer)
            for name in ("data", "notebooks", "reports", "templates"):
                shutil.copytree(project_root / name, root / name, ignore=shutil.ignore_patterns("editions"))
            shutil.copy(project_root / "_quarto.yml", root)
            write_example(root / "data" / "editions" / "small", framework, 12, 3)
            for document in (root / "reports").glob("*.qmd"):
                if document.stem not in PAGES:
                    document.unlink()
            table = pipeline.build(
                find_project(root), "small", Request(formats=FORMATS, renderer=renderer), lambda *_: None
            )
            assert not table.failed, table.reasons
            made[renderer] = root / "build" / "site"
        return made[renderer]

    return make


@pytest.mark.slow
@pytest.mark.parametrize("document", PAGES)
@pytest.mark.parametrize("renderer", ["embedded", pytest.param("quarto", marks=with_real_quarto)])
def test_every_format_says_what_the_page_says(rendered, renderer, document):
    file, formats = PAGES[document]
    site = rendered(renderer)
    page = parts_of_page(site / f"{file}.html")
    assert page.title and page.headings
    if document == "country":
        assert len(page.captions) > 5 and len(page.cells) > 50
    if "docx" in formats:
        word = parts_of_word(site / f"{file}.docx")
        assert (word.title, word.headings) == (page.title, page.headings)
        assert sorted(map(squeezed, word.captions)) == sorted(map(squeezed, page.captions))
        assert set(map(squeezed, page.cells)) <= set(map(squeezed, word.cells))
    if "pdf" in formats:
        words = words_of_pdf(site / f"{file}.pdf")
        marked = bookmarks_of(site / f"{file}.pdf")
        assert [each for each in page.headings if each not in marked] == []
        assert [each for each in (*page.captions, *page.cells) if squeezed(each) not in words] == []


@pytest.mark.slow
@with_real_quarto
def test_both_renderers_give_the_same_pages(rendered):
    files = [{path.relative_to(site).as_posix() for path in site.rglob("*") if path.suffix[1:] in FORMATS}
             for site in (rendered("embedded"), rendered("quarto"))]  # fmt: skip
    made_up = {"404.html", "index.html"}  # by a renderer, where no document is the home page
    assert files[0] - made_up == files[1] - made_up


@pytest.mark.slow
@with_real_quarto
@pytest.mark.parametrize("document", PAGES)
def test_both_renderers_give_the_same_documents(rendered, document):
    file, formats = PAGES[document]
    ours, theirs = rendered("embedded"), rendered("quarto")
    one, other = parts_of_page(ours / f"{file}.html"), parts_of_page(theirs / f"{file}.html")
    assert one.title == other.title
    assert one.headings == other.headings
    assert list(map(squeezed, one.captions)) == list(map(squeezed, other.captions))
    assert one.cells == other.cells
    assert one.links == other.links
    if "docx" in formats:
        one, other = parts_of_word(ours / f"{file}.docx"), parts_of_word(theirs / f"{file}.docx")
        assert (one.title, one.headings) == (other.title, other.headings)
        assert sorted(map(squeezed, one.captions)) == sorted(map(squeezed, other.captions))
        # Quarto sets callouts and figures in tables of one cell
        assert set(map(squeezed, one.cells)) <= set(map(squeezed, other.cells))
    if "pdf" in formats:
        assert bookmarks_of(ours / f"{file}.pdf") == bookmarks_of(theirs / f"{file}.pdf")
        paths = [site / f"{file}.pdf" for site in (ours, theirs)]
        most = max(pages_of(path) for path in paths)  # numbers of pages may differ by where pages end
        numbers = [{each for each in re.findall(r"\d+", words_of_pdf(path)) if int(each) > most} for path in paths]
        assert numbers[0] == numbers[1]
