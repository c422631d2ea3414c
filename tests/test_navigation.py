"""Menus and settings of an assembled project."""

import pytest
from ruamel.yaml import YAML

from clusterbrief.errors import InputError
from clusterbrief.produce.navigation import navigation, read_settings, write_settings
from made_documents import FACTS, page_of


def load(path):
    return YAML(typ="safe").load(path.read_text(encoding="utf-8"))


@pytest.fixture
def pages(tmp_path):
    country = {"each": "country", "file": "'c/{unit}'", "menu": "Countries", "order": 20, "name": "country"}
    return [
        page_of(tmp_path, name="method", file="method", order=80, menu="About"),
        page_of(tmp_path, unit=("MD", "Moldova"), **country),
        page_of(tmp_path, unit=("AM", "Armenia"), **country),
        page_of(tmp_path, name="index", file="index", menu_text="Home", order=1),
        page_of(tmp_path, name="quality", file="quality", order=90, menu="About"),
    ]


def settings_of(tmp_path, project_root, pages, **facts):
    titles = {page.file: f"Title of {page.file}" for page in pages}
    write_settings(tmp_path, pages, titles, project_root / "_quarto.yml", FACTS | facts)
    return load(tmp_path / "_quarto.yml")


def test_pages_stand_in_their_order_and_units_in_that_of_the_edition(tmp_path, project_root, pages):
    settings = settings_of(tmp_path, project_root, pages)
    assert settings["project"]["render"] == ["index.qmd", "c/md.qmd", "c/am.qmd", "method.qmd", "quality.qmd"]
    assert settings["website"]["navbar"]["left"] == [
        {"href": "index.qmd", "text": "Home"},
        {"text": "Countries", "menu": [{"href": "c/md.qmd", "text": "Moldova"}, {"href": "c/am.qmd", "text": "Armenia"}]},
        {
            "text": "About",
            "menu": [
                {"href": "method.qmd", "text": "Title of method"},
                {"href": "quality.qmd", "text": "Title of quality"},
            ],
        },
    ]  # fmt: skip


def test_menu_stands_where_its_first_page_does(pages):
    entries = navigation(pages, {page.file: "T" for page in pages})
    assert [each["text"] for each in entries] == ["About", "Countries", "Home"]


def test_page_without_a_menu_is_made_but_not_listed(tmp_path, project_root, pages):
    hidden = page_of(tmp_path, name="brief", file="brief", menu="none", order=2)
    settings = settings_of(tmp_path, project_root, [*pages, hidden])
    assert "brief.qmd" in settings["project"]["render"]
    assert "brief.qmd" not in str(settings["website"]["navbar"])
    assert "none" not in [each["text"] for each in settings["website"]["navbar"]["left"]]


def test_private_project_has_no_menus_and_keeps_all_in_one_file(tmp_path, project_root):
    page = page_of(tmp_path, unit=("AM-001", "First"), each="organisation", audience="private", file="sheet")
    settings = settings_of(tmp_path, project_root, [page])
    assert "navbar" not in settings["website"]
    assert settings["website"]["search"] is False
    assert settings["format"]["html"]["embed-resources"] is True


def test_title_and_footer_take_the_edition_without_its_marks(tmp_path, project_root, pages):
    site = settings_of(tmp_path, project_root, pages, edition_title="{{< env HOME >}} <b>")["website"]
    texts = [site["title"], *site["page-footer"].values()]
    assert not any(mark in text for text in texts for mark in "{}<>")
    assert "env HOME" in site["title"]
    assert any("env HOME" in text for text in texts[1:])


@pytest.mark.parametrize(
    ("before", "after", "problem"),
    [
        ("website:", "website: [", "Cannot read the file as YAML"),
        ("  navbar:", "  navigation:", 'Cannot find the part "website.navbar"'),
        ("format:", "forms:", 'Cannot find the part "format"'),
        ("{method}", "{methods}", "Cannot fill in this footer"),
        ("{method}", "{", "Cannot fill in this footer"),
    ],
)
def test_settings_that_cannot_be_filled_in_are_a_fault(tmp_path, project_root, before, after, problem):
    text = (project_root / "_quarto.yml").read_text(encoding="utf-8")
    assert before in text
    (tmp_path / "_quarto.yml").write_text(text.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_settings(tmp_path / "_quarto.yml")
    assert problem in caught.value.faults[0].problem


def test_missing_settings_are_a_fault(tmp_path):
    with pytest.raises(InputError, match="Cannot find the file"):
        read_settings(tmp_path / "_quarto.yml")
