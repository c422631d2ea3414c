"""Formats of pages: what a document has among what is asked for, told to the renderers and to the reader."""

import pytest
from ruamel.yaml import YAML

from clusterbrief.produce.downloads import download_line, formats_of_page, with_formats
from made_documents import page_of
from test_formats import project_of


@pytest.mark.parametrize(
    ("declared", "requested", "made"),
    [
        ("[html, docx, pdf]", ("html",), ("html",)),
        ("[html, docx, pdf]", ("html", "pdf"), ("html", "pdf")),
        ("[pptx]", ("pptx", "docx"), ("html", "pptx")),
        ("[html]", ("html", "docx", "pdf", "pptx"), ("html",)),
    ],
)
def test_page_has_the_formats_that_its_document_has_and_that_are_asked_for(tmp_path, declared, requested, made):
    assert formats_of_page(page_of(tmp_path, formats=declared), requested) == made


def test_page_says_its_formats_and_links_to_them():
    text = with_formats('---\ntitle: "A"\n---\n\nWords.\n', "a/b", ("html", "pdf"))
    assert text.startswith('---\ntitle: "A"\nformat:\n  html: default\n  typst: default\n---\n\nWords.\n')
    assert "Download: [PDF](b.pdf)" in text


def test_page_of_html_alone_offers_nothing():
    assert download_line("a", ("html",)) == ""


def test_project_of_html_pages_is_left_as_it_was(tmp_path, project_root):
    project = project_of(tmp_path, project_root, formats=("html",))
    assert not (project / "_looks").exists()
    assert "format:" not in (project / "index.qmd").read_text()
    assert list(YAML(typ="safe").load(project / "_quarto.yml")["format"]) == ["html"]


def test_settings_name_files_that_are_there(tmp_path, project_root):
    project = project_of(tmp_path, project_root, formats=("docx", "pdf"))
    formats = YAML(typ="safe").load(project / "_quarto.yml")["format"]
    assert set(formats) == {"html", "docx", "typst"}
    named = [formats["docx"]["reference-doc"], formats["typst"]["include-in-header"], formats["typst"]["font-paths"]]
    named += [each["path"] for form in ("docx", "typst") for each in formats[form]["filters"]]
    assert [name for name in named if not (project / name).exists()] == []
    assert '#let edition = "Round 2024"' in (project / formats["typst"]["include-in-header"]).read_text()
    assert formats["docx"]["author"] == "The authors"
    assert formats["typst"]["date"] == "2024-12-16"
