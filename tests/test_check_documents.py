"""Faults of documents that show before anything runs, each with file and line."""

import pytest

from clusterbrief.errors import Faults
from clusterbrief.produce.check_documents import check_document
from clusterbrief.produce.notebook_source import NotebookSource
from clusterbrief.produce.plan import read_sources
from clusterbrief.study.project import find_project
from made_documents import write_document

FACTS = frozenset({"edition_title", "synthetic"})
FIRST = 10  # line of the body's first words


def notebook(name="country"):
    return NotebookSource(
        name, None, None, (), frozenset({"fig-gaps", "tbl-scores"}), frozenset({"label", "has_scores"})
    )


def faults_of(tmp_path, body, facts=FACTS, **front):
    document = write_document(tmp_path / "reports", body, **{"notebook": "country", **front})
    faults = Faults()
    check_document(document, {"country": notebook(), "region": notebook("region")}, facts, tmp_path, faults)
    return faults


@pytest.mark.parametrize(
    ("line", "what", "remedy"),
    [
        ("# Title", "a heading of the first level", '"##"'),
        ("+---+---+", "a grid table", "pipe table"),
        ("+:==+===:+", "a grid table", "pipe table"),
        ("Text <TABLE class='x'>", "an HTML table", "pipe table"),
        ("```{=html}", "a raw block", "Markdown"),
        ("Text `<b>`{=html}", "raw inline text", "Markdown"),
        ("```{python}", "a cell that runs code", "notebook"),
        ("Costs $x + y$ here", "an equation", "words"),
        ("As said [@smith2020]", "a citation", "footnote"),
        ("| a line", "a line block", "\\"),
        ("(@) first", "a numbered example list", '"1."'),
        ('::: {.callout-note collapse="true"}', "a callout that collapses", "collapse"),
        ("::: {#fig-own}", "a figure or table made of a div", "Embed"),
        ("---", "a line of three hyphens", "***"),
        ("{{{< var edition.edition_title >}}}", "a shortcode in three braces", "Leave it out"),
        ("{{< var edition.edition_title", "a shortcode that is not closed", ">}}"),
    ],
)
def test_quarto_that_renderers_differ_on_is_told_with_file_and_line(tmp_path, line, what, remedy):
    faults = [each for each in faults_of(tmp_path, f"Words.\n\n{line}\n") if f"use {what}:" in each.problem]
    assert [each.place.line for each in faults] == [FIRST + 2]
    assert faults[0].place.file.endswith("reports/page.qmd")
    assert remedy in faults[0].remedy


@pytest.mark.parametrize(
    "line",
    [
        "## Title",
        "| a | b |",
        "5 $ and 6 \\$",
        "[@fig-gaps]",
        "a ---- b",
        "`code`{.r}",
        "> quote",
        "mail\\@example.org",
    ],
)
def test_words_within_the_subset_are_no_fault(tmp_path, line):
    assert not faults_of(tmp_path, f"{{{{< embed country.ipynb#fig-gaps >}}}}\n\n{line}\n")


@pytest.mark.parametrize(
    ("line", "problem", "remedy"),
    [
        ("{{< embed country.ipynb#fig-gap >}}", 'embed "fig-gap": no cell of country.ipynb makes it', '"fig-gaps"'),
        ("{{< embed region.ipynb#fig-gaps >}}", 'embed from "region": this document draws on "country"', ""),
        ("{{< embed country.ipynb >}}", 'embed "country.ipynb"', "#fig-name"),
        ("See {{< embed country.ipynb#fig-gaps >}}", "Cannot embed inside a line", "own"),
        ("{{< var country.lable >}}", 'Cannot find the value "lable"', '"label"'),
        ("{{< var region.label >}}", 'Cannot find the value "region.label"', "edition or country"),
        ("{{< var edition.titel >}}", 'Cannot find the value "edition.titel"', '"edition_title"'),
        ('::: {.content-visible when-meta="country.has_score"}\n:::', 'the value "has_score"', '"has_scores"'),
        ("{{< env HOME >}}", 'Cannot use the shortcode "env"', "Known here"),
        ("{{< meta title >}}", 'Cannot use the shortcode "meta"', ""),
        ("{{</* var country.label */>}}", 'Cannot use the shortcode "/*"', ""),
        ("{{< include notes.md >}}", 'Cannot include "notes.md"', 'Begin with "/"'),
        ("{{< include /notes/am.md >}}", 'Cannot find "/notes/am.md"', '"/notes/a.md"'),
        ("{{< include /../outside.md >}}", "from outside the project", ""),
        ("See {{< include /notes/a.md >}}", "Cannot include inside a line", "own"),
        ("See @fig-gapz.", 'Cannot find "fig-gapz" in this document', ""),
        ("See @tbl-scores.", 'Cannot find "tbl-scores" in this document', ""),
        ("::: {.callout-note}", 'Cannot pair this ":::"', "closes"),
        ("[x]{.content-visible when-meta='country.has_scores'}", "Cannot read this condition", "when-meta"),
        ("```\n{{< var country.label >}}\n```", "Cannot use a shortcode in code", ""),
    ],
)
def test_what_cannot_be_resolved_is_told_with_line_and_nearest_name(tmp_path, line, problem, remedy):
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "a.md").write_text("Words.")
    faults = faults_of(tmp_path, f"Words.\n\n{line}\n")
    place = FIRST + 2 + line.startswith("```")
    assert [each.place.line for each in faults] == [place], faults
    assert problem in faults[0].problem
    assert remedy in faults[0].remedy


def test_values_of_an_edition_that_cannot_be_read_are_not_called_unknown(tmp_path):
    assert not faults_of(tmp_path, "{{< var edition.anything >}}", facts=None)
    assert len(faults_of(tmp_path, "{{< var country.anything >}}", facts=None)) == 1


def test_unknown_notebook_is_told_at_its_key(tmp_path):
    [fault] = faults_of(tmp_path, "Words.", notebook="contry")
    assert (fault.place.line, fault.place.detail) == (7, "clusterbrief.notebook")
    assert fault.remedy == 'Did you mean "country"?'


def test_value_in_a_title_is_checked_and_nothing_else_runs_there(tmp_path):
    [fault] = faults_of(tmp_path, "Words.", title='"{{< var country.lable >}}"')
    assert (fault.place.line, fault.place.detail) == (2, "title")
    [fault] = faults_of(tmp_path, "Words.", title='"{{< env HOME >}}"')
    assert "in a title" in fault.problem


def test_included_text_is_checked_where_it_stands(tmp_path):
    (tmp_path / "notes.md").write_text("Words.\n\n# Title\n")
    [fault] = faults_of(tmp_path, "{{< include /notes.md >}}")
    assert (fault.place.file.split("/")[-1], fault.place.line) == ("notes.md", 3)


def test_references_reach_across_includes(tmp_path):
    (tmp_path / "notes.md").write_text("See @fig-gaps and @sec-own.\n\n{{< embed country.ipynb#tbl-scores >}}\n")
    body = (
        "## Own {#sec-own}\n\n{{< embed country.ipynb#fig-gaps >}}\n\n{{< include /notes.md >}}\n\nSee @tbl-scores.\n"
    )
    assert not faults_of(tmp_path, body)


def test_text_that_includes_itself_is_told_once(tmp_path):
    (tmp_path / "a.md").write_text("{{< include /b.md >}}")
    (tmp_path / "b.md").write_text("{{< include /a.md >}}")
    [fault] = faults_of(tmp_path, "{{< include /a.md >}}")
    assert fault.problem == 'Cannot include "/a.md" in itself'


def test_included_text_that_is_not_utf8_is_a_fault(tmp_path):
    (tmp_path / "a.md").write_bytes("Größe".encode("latin-1"))
    [fault] = faults_of(tmp_path, "{{< include /a.md >}}")
    assert fault.problem == "Cannot read the letters of this line"


def test_link_out_of_the_project_is_not_followed(tmp_path):
    outside = tmp_path / "secret.md"
    outside.write_text("Secret.")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "link.md").symlink_to(outside)
    document = write_document(tmp_path / "in" / "reports", "{{< include /link.md >}}")
    faults = Faults()
    check_document(document, {}, FACTS, tmp_path / "in", faults)
    assert [each.problem for each in faults] == ['Cannot include "/link.md" from outside the project']


def test_own_documents_have_no_fault(project_root):
    documents, notebooks = read_sources(find_project(project_root), None)
    assert documents
    assert notebooks
