"""Briefs and slides as documents: whole sentences whatever was answered, and two pages on paper."""

import re
import shutil

import pytest

from clusterbrief import pipeline
from clusterbrief.analysis.cutting.cut_profiles import cut_profiles
from clusterbrief.present import notebook
from clusterbrief.present.brief_actions import DECKS
from clusterbrief.present.brief_findings import FOR_READER, findings, findings_note
from clusterbrief.produce.assembly import Source, write_page
from clusterbrief.produce.documents import Page, read_document
from clusterbrief.produce.notebook_results import FigureResult, NotebookResults, TableResult
from clusterbrief.produce.notebook_source import read_notebook
from clusterbrief.produce.request import Request
from clusterbrief.study.project import find_project
from made_documents import FACTS
from worked_example import as_responses, example, example_rows

pytestmark = pytest.mark.slow  # whole editions are analysed again and again

DOCUMENTS = ("brief_managers", "brief_policy", "brief_donors", "slides")
SAMPLES = {"nobody": {}, "one": {"XA-1": example_rows()["XA-1"]}}
LONGEST_LINES = 12  # of a slide: about 80 letters each


def results_of(profile, path, project_root, monkeypatch):
    """What the notebook leaves for a profile, without drawing."""
    made = NotebookResults({}, {}, {})

    def figure(name, plot, *, caption, alt, source, data):
        made.figures[name] = FigureResult(name, caption, alt, source, 17.0, {"svg": b"<svg/>"}, "a\n")

    def table(name, shown, *, caption, source, data=None, widths=()):
        made.tables[name] = TableResult(name, caption, source, notebook.pipe_table(shown, widths), "a\n")

    monkeypatch.setattr(notebook, "figure", figure)
    monkeypatch.setattr(notebook, "table", table)
    monkeypatch.setattr(notebook, "value", made.values.__setitem__)
    path.write_text(profile.to_json(), encoding="utf-8")
    names = {}
    for cell in read_notebook(project_root / "notebooks" / "brief.ipynb").node.cells:
        if cell.cell_type == "code":
            exec(cell.source, names)
            if "parameters" in cell.metadata.get("tags", []):
                names["profile_path"] = str(path)
    return made


def slides_of(text):
    """Headings and lines of each slide."""
    parts = re.split(r"^## ", text, flags=re.M)[1:]
    return {part.partition("\n")[0]: part.partition("\n")[2].strip() for part in parts}


@pytest.fixture
def resolved(tmp_path, project_root, monkeypatch):
    """The pages of an area as renderers get them, without the backslashes."""

    def resolve(profile):
        results = results_of(profile, tmp_path / "profile.json", project_root, monkeypatch)
        texts = {}
        for name in DOCUMENTS:
            document = read_document(project_root / "reports" / f"{name}.qmd")
            page = Page(document, profile.unit_code, profile.facts["label"])
            write_page(tmp_path, page, Source(results, FACTS, project_root))
            texts[name] = (tmp_path / f"{page.file}.qmd").read_text(encoding="utf-8").replace("\\", "")
        return texts

    return resolve


@pytest.mark.parametrize("rows", SAMPLES.values(), ids=SAMPLES.keys())
def test_briefs_hold_no_empty_list_and_no_half_sentence(resolved, rows):
    made = example("analysed", responses=as_responses(rows))
    areas = [each for each in cut_profiles(made.study, made.analysis) if each.kind in {"region", "country"}]
    areas = [each for each in areas if each.audience == "public"]
    for profile in areas:
        for reader in FOR_READER:
            said = findings(profile, reader)
            texts = [*filter(None, said), *filter(None, [findings_note(profile, said)])]
            assert texts, "a reader who is told nothing"
            assert [text for text in texts if not re.fullmatch(r"[A-Z“](?!.*(?:\bnan\b|–|  |\(\)|“”)).*\.", text)] == []
            assert sorted(said, key=lambda each: each == "") == list(said), "empty ones come last"
    for text in [text for each in areas for text in resolved(each).values()]:
        body = text.partition("## ")[2]
        assert not re.search(r"^(\d+\.|-)\s*$", body, re.M), "an item of a list without words"
        assert not re.search(r"\b(for|of|in|to|visit:|works:)\s*[.;]", body), "a sentence that breaks off"
        assert not re.search(r"\bnan\b|\bNone\b(?! of the)", body)
        assert all(slides_of(text).values()), "a heading without a text"


@pytest.mark.parametrize("code", ["EaP", "AM", "AZ"])
def test_lines_of_slides_fit(resolved, profiles, code):
    slides = slides_of(resolved(profiles["region" if code == "EaP" else "country", code])["slides"])
    assert list(slides) == [
        "Where organisations stand", "What to know", "What cluster managers can do", "What policy practitioners can do",
        "What donors can do", "Next steps",
    ]  # fmt: skip
    for heading, words in list(slides.items())[1:-1]:
        items = [line for line in words.splitlines() if line.strip()]
        assert len(items) in {3, 4, 5}, heading
        assert sum(-(-len(line) // 80) for line in items) <= LONGEST_LINES + 2, heading


def test_briefs_of_the_example_have_findings_actions_and_practices(resolved, profiles):
    text = resolved(profiles["country", "AM"])["brief_policy"]
    assert 'title: "Armenia: brief for policy practitioners"' in text
    assert "2. For 15 of 20 organisations, the law does not define" in text
    assert len(re.findall(r"^\| +\d \|", text, re.M)) == 5
    assert "## Whom to learn from" in text
    assert "Short term: within a year" in text


@pytest.mark.slow
def test_every_link_of_the_overview_leads_to_a_page_that_no_menu_holds(small_edition):
    site = small_edition.build / "site"
    overview = (site / "briefs.html").read_text(encoding="utf-8")
    links = set(re.findall(r'href="(briefs/[^"]+)"', overview))
    assert len(links) == 6 * len(DECKS)
    assert [link for link in links if not (site / link).is_file()] == []
    home = (site / "index.html").read_text(encoding="utf-8")
    assert 'href="briefs.html"' in home or 'href="./briefs.html"' in home
    assert "briefs/" not in home


@pytest.mark.slow
def test_briefs_have_two_pages_and_slides_are_made(small_edition, tmp_path):
    from pypdf import PdfReader

    copy = find_project(shutil.copytree(small_edition.root, tmp_path / "copy"))
    table = pipeline.build(
        copy, "small", Request(formats=("html", "pdf", "pptx"), renderer="embedded"), lambda *_: None
    )
    assert not table.failed
    folder = copy.build / "site" / "briefs"
    pages = {path.name: len(PdfReader(path).pages) for path in folder.glob("*.pdf")}
    assert len(pages) == 18
    assert {name: number for name, number in pages.items() if number > 2} == {}
    assert len(list(folder.glob("*.pptx"))) == 6
