"""Authors' texts: shown where they are asked for, told where they are missing, never touched."""

import shutil
from types import SimpleNamespace

import pytest
from typer.testing import CliRunner

from clusterbrief.cli import app
from clusterbrief.errors import Faults, InputError
from clusterbrief.produce.assembly import Source, write_page
from clusterbrief.produce.check_documents import check_document
from clusterbrief.produce.documents import Page, read_documents
from clusterbrief.produce.narratives import (
    Narratives,
    check_narratives,
    missing_narratives,
    missing_note,
    placeholder_notes,
    read_narrative,
    write_scaffold,
)
from made_documents import FACTS, page_of, source_of, write_document

ASKED = {"introduction": "What is special about the country."}
BODY = "Before.\n\n{{< include /narratives/introduction.md >}}\n\nAfter.\n"


def country_page(tmp_path, unit="AM"):
    settings = {"each": "country", "file": "'{unit}'", "narratives": "{introduction: What is special.}"}
    return page_of(tmp_path / "reports", BODY, (unit, unit), **settings)


def assembled(tmp_path, text=None):
    folder = tmp_path / "edition" / "narratives"
    if text is not None:
        (folder / "AM").mkdir(parents=True)
        (folder / "AM" / "introduction.md").write_text(text, encoding="utf-8")
    templates = source_of(tmp_path)
    source = Source(None, FACTS, templates.root, Narratives(folder / "AM", ASKED))
    write_page(tmp_path / "project", country_page(tmp_path), source)
    return (tmp_path / "project" / "am.qmd").read_text(encoding="utf-8")


def test_what_authors_write_stands_where_it_is_asked_for(tmp_path):
    text = assembled(
        tmp_path, "<!-- Note to self: check with Ani -->\n\nԾիրանի *clusters* of {{< var edition.edition_title >}}.\n"
    )
    assert "Before.\n\nԾիրանի *clusters* of Round 2024.\n\nAfter." in text
    assert "Ani" not in text


@pytest.mark.parametrize("text", [None, "", "<!-- What it is for. Write\nbelow. -->\n\n"])
def test_a_text_that_is_missing_has_a_visible_placeholder(tmp_path, text):
    page = assembled(tmp_path, text)
    assert "::: {.callout-note}\n## Text to be written\n\nWhat is special about the country.\n:::" in page
    assert "below" not in page


def test_missing_texts_are_told_with_the_command_that_begins_them(tmp_path):
    pages = [country_page(tmp_path, unit) for unit in ("AM", "MD")]
    (tmp_path / "AM").mkdir()
    assert (
        "2 texts of the authors are still to be written (AM/introduction.md, MD/introduction.md)"
        in missing_note(tmp_path, pages, "2024")[0]
    )
    assert missing_note(tmp_path, pages, "2024")[0].endswith("clusterbrief narrative new 2024 AM MD")
    (tmp_path / "AM" / "introduction.md").write_text("Here.", encoding="utf-8")
    assert missing_note(tmp_path, [pages[0], pages[0]], "2024") == ()
    assert missing_note(tmp_path, pages, "2024")[0].startswith("1 text of the authors is still to be written")


def test_publishing_warns_of_each_placeholder_with_document_and_file(tmp_path):
    pages = [country_page(tmp_path, unit) for unit in ("AM", "MD")]
    (tmp_path / "AM").mkdir()
    (tmp_path / "AM" / "introduction.md").write_text("Here.", encoding="utf-8")
    (warning,) = placeholder_notes(tmp_path, pages)
    assert warning.startswith(f"Warning: a placeholder stands in {pages[1].document.path.name} (MD).")
    assert warning.endswith("MD/introduction.md")
    assert placeholder_notes(tmp_path, pages[:1]) == ()


def test_example_edition_has_every_text_that_its_documents_ask_for(project_root):
    folder = project_root / "data" / "editions" / "example" / "narratives"
    units = {"edition": ["EaP"], "country": ["AM", "AZ", "GE", "MD", "UA"]}
    asking = [each for each in read_documents(project_root / "reports") if each.settings.narratives]
    pages = [Page(document, unit, unit) for document in asking for unit in units[document.settings.each]]
    assert list(missing_narratives(folder, pages)) == []
    assert len(pages) > len(units["country"])
    for path in folder.glob("*/*.md"):
        text = read_narrative(path)
        assert "example" in text.partition("\n\n")[0] + text.partition("\n\n")[2][:300], path  # says what it is
        assert "%" not in text and " points" not in text, path  # no figure that is computed


def test_scaffold_never_touches_what_is_there(tmp_path):
    first = write_scaffold(tmp_path, "AM", ASKED)
    assert [path.name for path in first] == ["introduction.md"]
    assert "What is special about the country." in first[0].read_text(encoding="utf-8")
    assert read_narrative(first[0]) == ""
    first[0].write_text("Mine.", encoding="utf-8")
    assert write_scaffold(tmp_path, "AM", ASKED) == []
    assert read_narrative(first[0]) == "Mine."


def test_files_that_no_document_would_show_are_faults(tmp_path):
    document = country_page(tmp_path).document
    for name in ("AM/introduction.md", "AM/intro.md", "XX/introduction.md", "MD/introduction.txt"):
        path = tmp_path / "texts" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x", encoding="utf-8")
    faults = Faults()
    check_narratives(tmp_path / "texts", [document], {"country": ["AM", "MD"]}, faults)
    with pytest.raises(InputError) as told:
        faults.stop_if_any()
    problems = str(told.value)
    assert len(told.value.faults) == 3
    assert "intro.md" in problems and 'the unit "XX"' in problems and "introduction.txt" in problems


@pytest.mark.parametrize(
    ("body", "asked", "written", "problem"),
    [
        ("{{< include /narratives/other.md >}}", "{introduction: For.}", None, 'Cannot include the text "other"'),
        ("Nothing.", "{introduction: For.}", None, 'Cannot find where the text "introduction" is shown'),
        (BODY, "{introduction: For.}", "<table><tr></tr></table>", "Cannot use an HTML table"),
        (BODY, "{introduction: For.}", "{{< include /narratives/introduction.md >}}", "in itself"),
        (BODY, "{introduction: For.}", "{{< include /etc/passwd >}}", "Cannot"),
        (BODY, "{introduction: For.}", "{{< video x >}}", 'Cannot use the shortcode "video"'),
    ],
)
def test_texts_are_checked_like_documents(tmp_path, body, asked, written, problem):
    document = write_document(tmp_path / "reports", body, each="country", file="'{unit}'", narratives=asked)
    if written:
        path = tmp_path / "narratives" / "AM" / "introduction.md"
        path.parent.mkdir(parents=True)
        path.write_text(written, encoding="utf-8")
    faults = Faults()
    check_document(document, {}, frozenset(FACTS), tmp_path, faults, tmp_path / "narratives")
    with pytest.raises(InputError) as told:
        faults.stop_if_any()
    assert problem in str(told.value)


def test_a_sound_text_has_no_faults(tmp_path):
    document = write_document(
        tmp_path / "reports", BODY, each="country", file="'{unit}'", narratives="{introduction: For.}"
    )
    path = tmp_path / "narratives" / "AM" / "introduction.md"
    path.parent.mkdir(parents=True)
    path.write_text("A *sound* text.\n\n- one\n- two\n", encoding="utf-8")
    faults = Faults()
    check_document(document, {}, frozenset(FACTS), tmp_path, faults, tmp_path / "narratives")
    assert not faults


def test_command_writes_what_documents_ask_for(tmp_path, project_root, monkeypatch):
    runner, edition = CliRunner(), tmp_path / "editions" / "round"
    shutil.copytree(project_root / "data" / "editions" / "example", edition)
    asking = write_document(
        tmp_path / "reports", BODY, each="country", file="'{unit}'", narratives="{introduction: For.}"
    )
    study = SimpleNamespace(edition=SimpleNamespace(narratives=edition / "narratives"))
    labels = {"edition": {"EaP": "Region"}, "country": {"AM": "Armenia"}, "organisation": {}}
    monkeypatch.setattr("clusterbrief.pipeline.read_all", lambda *_: (study, [asking], {}))
    monkeypatch.setattr("clusterbrief.produce.plan.unit_labels", lambda _: labels)
    command = ["narrative", "new", "round", "--project", str(project_root), "--editions", str(tmp_path / "editions")]
    first = runner.invoke(app, [*command, "am", "EaP"])
    assert first.exit_code == 0
    assert "narratives/AM/introduction.md" in first.output.replace("\n", "")
    assert "EaP: No document asks for a text." in first.output
    assert "AM: Every text is there." in runner.invoke(app, [*command, "AM"]).output
    wrong = runner.invoke(app, [*command, "AN"])
    assert isinstance(wrong.exception, InputError)
    assert 'Cannot find the unit "AN"' in str(wrong.exception)
