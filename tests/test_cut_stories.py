"""Stories as profiles and pages: hostile words stay words, and without consent there is nothing at all."""

import re

import pandas as pd
import pytest

from clusterbrief.analysis.cutting import cut_stories as cutting
from clusterbrief.analysis.cutting.cut_stories import cut_stories, labelled_stories, story_label
from clusterbrief.present import notebook
from clusterbrief.produce.assembly import Source, write_page
from clusterbrief.produce.documents import Page, plan_pages, read_document
from clusterbrief.produce.notebook_results import NotebookResults
from clusterbrief.produce.notebook_source import read_notebook
from made_documents import FACTS
from worked_example import as_responses, example, example_rows

HOSTILE = (
    "<script>alert(1)</script> {{< include /etc/passwd >}} [x](javascript:alert(1)) ![](http://example.org/x.png)\n"
    '::: {.content-visible when-meta="edition.synthetic"}\n# Heading\n---\n| a | b |\n`{=html}<b>`\n=cmd|" /C calc"!A0'
)


@pytest.fixture(scope="module")
def study():
    return example("analysed", responses=as_responses(example_rows())).study


def told(*rows):
    columns = ["organisation_code", "story_code", "title", "text", "name", "country_code", "withheld_because"]
    return pd.DataFrame(list(rows), columns=columns, dtype=str)


def test_profile_holds_the_story_and_nothing_else_of_its_organisation(study):
    (profile,) = cut_stories(
        study, told(("XA-2", "S1", "Title", "Words.", "", "XA", ""), ("XA-1", "S2", "T", "W", "N", "XA", "names"))
    )
    assert (profile.kind, profile.unit_code, profile.audience) == ("story", "S1", "public")
    assert profile.tables == {}
    assert {name: profile.facts[name] for name in ("label", "text", "name")} == {
        "label": "Title",
        "text": "Words.",
        "name": "",
    }
    assert "XA-2" not in profile.to_json()
    assert "Cluster XA" not in profile.to_json()


def test_story_without_a_title_is_called_by_where_it_comes_from():
    assert story_label("", "the region") == "A success story from the region"


def test_nobody_who_agreed_means_no_story_and_no_page(study, project_root):
    assert labelled_stories(study).empty
    documents = [read_document(project_root / "reports" / f"{name}.qmd") for name in ("story", "stories")]
    assert list(plan_pages(documents[:1], {"story": {}})) == []
    assert documents[1].settings.when_unit == "has_stories"


def test_hostile_story_stays_words(study, project_root, tmp_path, monkeypatch):
    (profile,) = cut_stories(study, told(("XA-2", "S1", HOSTILE, HOSTILE, HOSTILE, "XA", "")))
    made = NotebookResults({}, {}, {})
    monkeypatch.setattr(notebook, "value", made.values.__setitem__)
    monkeypatch.setattr(
        notebook, "passage", lambda name, texts: made.passages.update({name: "\n\n".join(map(notebook.escaped, texts))})
    )
    (tmp_path / "profile.json").write_text(profile.to_json(), encoding="utf-8")
    names = {}
    for cell in read_notebook(project_root / "notebooks" / "story.ipynb").node.cells:
        if cell.cell_type == "code":
            exec(cell.source, names)
            if "parameters" in cell.metadata.get("tags", []):
                names["profile_path"] = str(tmp_path / "profile.json")
    page = Page(read_document(project_root / "reports" / "story.qmd"), "S1", "x")
    write_page(tmp_path, page, Source(made, FACTS, project_root))
    text = (tmp_path / "stories" / "s1.qmd").read_text(encoding="utf-8")
    front, body = text.split("\n---\n", 1)
    assert front.count("\n---") == 0
    bare = re.sub(r"\\.", "", body)  # without what a backslash has made a plain letter
    for mark in ("<", "{{", "[x]", "![", "`", "\n#", "\n---", "|", "javascript:", "http:"):
        assert mark not in bare, mark
    assert "alert\\(1\\)" in body, "the words themselves are there"


def test_stories_of_the_example_are_those_with_consent(project_root):
    from clusterbrief.study.intake import read_study
    from clusterbrief.study.project import find_project

    real = read_study(find_project(project_root), "example")
    people = real.answers.organisations.set_index("organisation_code")
    stories = cutting.stories_of(real)
    assert len(stories) > 10
    assert people.loc[stories["organisation_code"], "consent_story"].all()
    assert (stories["withheld_because"] == "").all()
    named = stories["organisation_code"].map(people["consent_name"])
    assert ((stories["name"] != "") == named).all()
    assert 0 < named.sum() < len(stories)
    for profile in cut_stories(real, stories):
        text = profile.to_json()
        assert {name for name in people["name"] if f'"{name}"' in text} == {profile.facts["name"]} - {""}
        assert not [code for code in people.index if code in text]
    codes = [profile.unit_code for profile in cut_stories(real, stories)]
    assert codes == labelled_stories(real)["story_code"].tolist()
