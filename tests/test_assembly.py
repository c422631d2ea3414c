"""Assembled projects: words of others stay words, links lead where they should, nothing of the machine shows."""

import difflib
import os
from pathlib import Path

import pandas as pd
import pytest
from ruamel.yaml import YAML

from clusterbrief.present.markdown import pipe_table
from clusterbrief.produce.assembly import assemble_project, remove_other_projects
from clusterbrief.produce.embedded import EmbeddedRenderer
from html_pages import HtmlPage, broken_addresses
from made_documents import FACTS, figure_result, page_of, source_of, table_result

GOLDEN = Path(__file__).parent / "golden"
HOSTILE = [
    "{{< include /etc/passwd >}}",
    "{{< env HOME >}}",
    "{{< var edition.edition_title >}}",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "---",
    ":::",
    '::: {.content-hidden when-meta="x"}',
    "# Not a heading",
    "a | b \\| c",
    "\"quoted\" 'single' `code`",
    "[link](javascript:alert(1)) @fig-a ![x](/etc/hostname)",
    "$x$ ^up^ ~down~ **bold** _it_",
    "1. one",
    "&lt;b&gt; &amp; %20",
    "«Արարատ» ჯგუფი Țărmuș Ґрунтовид",
]
BODY = """{{< var page.first >}}

- {{< var page.first >}}

## Heading {#sec-own}

Words before {{< var page.first >}} and after.

{{< embed page.ipynb#fig-a >}}

{{< embed page.ipynb#tbl-a >}}

The end of the page.
"""


def assemble(tmp_path, project_root, pages):
    folder = tmp_path / "project"
    failed = assemble_project(folder, pages, project_root / "_quarto.yml", tmp_path / "templates")
    return folder, failed


def written(folder, file="page"):
    return (folder / f"{file}.qmd").read_text(encoding="utf-8")


def front_of(text):
    return YAML(typ="safe").load(text.split("---\n")[1])


@pytest.fixture(scope="module")
def hostile_site(tmp_path_factory, project_root):
    """One page for each hostile text, typeset."""
    root = tmp_path_factory.mktemp("hostile")
    pages = []
    for number, text in enumerate(HOSTILE):
        table = table_result(markdown=pipe_table(pd.DataFrame({text: [text]})), caption=text, source=text)
        source = source_of(root, figure_result(caption=text, alt=text, source=text), table, first=text)
        front = {"name": f"n{number}", "file": f"p{number}", "title": '"{{< var page.first >}}"'}
        pages.append((page_of(root / "reports", BODY, **front), source))
    folder, failed = assemble(root, project_root, pages)
    assert not failed
    assert not EmbeddedRenderer().render(folder, root / "site", ["html"])
    return root


@pytest.mark.parametrize("number", range(len(HOSTILE)), ids=HOSTILE)
def test_words_of_others_are_literal_on_the_page(hostile_site, number):
    page, text = HtmlPage(hostile_site / "site" / f"p{number}.html"), HOSTILE[number]
    shown = " ".join(text.split())
    assert page.text.count(f"Words before {shown} and after.") == 1
    assert page.tables[-1] == [[shown], [shown]]
    assert "The end of the page." in page.text
    assert f"Figure 1: {shown}" in page.text
    assert f"Table 1: {shown}" in page.text
    assert page.text.count(shown) >= 7
    own = HtmlPage(hostile_site / "site" / f"p{len(HOSTILE) - 1}.html")  # the same page with plain words
    for tag in ("script", "img", "iframe", "h1", "h2", "strong", "em", "code", "sup", "sub", "a"):
        assert len(page.all(tag)) == len(own.all(tag)), tag
    assert not [each for _, each in page.elements if any(key.startswith("on") for key in each)]
    assert not [address for _, address in page.linked() if address.startswith("javascript")]


@pytest.mark.parametrize("number", range(len(HOSTILE)), ids=HOSTILE)
def test_words_of_others_run_nothing_in_the_written_source(hostile_site, number):
    text = written(hostile_site / "project", f"p{number}")
    assert "{{<" not in text
    assert [line for line in text.splitlines() if line.startswith(":::")] == ["::: {.source-note}", ":::"] * 2
    assert text.splitlines().count("---") == 2
    title = front_of(text)["title"]
    assert title
    assert not set(title) & set('{}<>"\\`*_@$^[]')


def test_title_of_an_author_keeps_its_quotes_and_colons(tmp_path, project_root):
    titles = {"title": "'Say \"yes\": now \\ later'", "file": "page"}
    folder, _ = assemble(tmp_path, project_root, [(page_of(tmp_path, **titles), source_of(tmp_path))])
    assert front_of(written(folder))["title"] == 'Say "yes": now \\ later'


def test_front_matter_says_only_what_renderers_need(tmp_path, project_root):
    page = page_of(tmp_path, title='"Of {{< var page.label >}}"\nsubtitle: Sub\ntoc: false')
    folder, _ = assemble(tmp_path, project_root, [(page, source_of(tmp_path, label="A"))])
    assert front_of(written(folder)) == {"title": "Of A", "subtitle": "Sub", "toc": False}


def test_what_is_not_shown_is_nowhere_in_the_project(tmp_path, project_root):
    body = '::: {.content-visible when-meta="page.has"}\nSecret words.\n\n{{< embed page.ipynb#fig-a >}}\n:::\n\nOpen.'
    pages = [(page_of(tmp_path, body), source_of(tmp_path, figure_result(), has=False))]
    folder, failed = assemble(tmp_path, project_root, pages)
    assert not failed
    assert "Open." in written(folder)
    assert "Secret" not in written(folder)
    assert not list(folder.rglob("fig-a.*"))


def test_figure_and_its_data_lie_beside_the_page_that_shows_them(tmp_path, project_root):
    body = "{{< embed page.ipynb#fig-a >}}"
    country = {"each": "country", "file": "'a/b/{unit}'", "unit": ("AM", "Armenia"), "name": "country"}
    folder, _ = assemble(
        tmp_path, project_root, [(page_of(tmp_path, body, **country), source_of(tmp_path, figure_result()))]
    )
    lines = written(folder, "a/b/am").splitlines()
    assert '![A leads](/figures/country-am/fig-a.svg){#fig-a fig-alt="Chart of A" width=17cm}' in lines
    assert "[Data (CSV)](../../figures/country-am/fig-a.csv)" in "".join(lines)
    files = sorted(path.name for path in (folder / "figures" / "country-am").iterdir())
    assert files == ["fig-a.csv", "fig-a.png", "fig-a.svg"]


def test_data_open_in_a_spreadsheet_with_their_letters(tmp_path, project_root):
    page = page_of(tmp_path, "{{< embed page.ipynb#tbl-a >}}")
    folder, _ = assemble(tmp_path, project_root, [(page, source_of(tmp_path, table_result(data="label\nՀայ\n")))])
    content = (folder / "figures" / "page-eap" / "tbl-a.csv").read_bytes()
    assert content == "\ufefflabel\nՀայ\n".encode()


def test_includes_are_written_out_with_their_values(tmp_path, project_root):
    source = source_of(tmp_path, label="A")
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "a.md").write_text("Note on {{< var page.label >}}.\n\n{{< include /notes/b.md >}}\n")
    (tmp_path / "notes" / "b.md").write_text("\ufeffSecond note.\n", encoding="utf-8")
    folder, _ = assemble(tmp_path, project_root, [(page_of(tmp_path, "{{< include /notes/a.md >}}"), source)])
    assert "Note on A.\n\nSecond note." in written(folder)


def test_opening_and_closing_stand_on_every_page(tmp_path, project_root):
    source = source_of(tmp_path)
    for name in ("opening", "closing"):
        (tmp_path / "templates" / f"{name}.md").write_text(f"The {name} of {{{{< var edition.edition_title >}}}}.")
    pages = [(page_of(tmp_path, name=name, file=name), source) for name in ("one", "two")]
    folder, _ = assemble(tmp_path, project_root, pages)
    for name in ("one", "two"):
        body = written(folder, name).split("---\n")[2].strip()
        assert body.startswith("The opening of Round 2024.")
        assert body.endswith("The closing of Round 2024.")


@pytest.mark.parametrize(
    ("body", "title", "name"),
    [
        ("Words.\n\n{{< embed page.ipynb#fig-b >}}", "A", "fig-b"),
        ("Words.\n\n{{< var page.other >}}", "A", "other"),
        ("{{< embed page.ipynb#fig-a >}}", '"{{< var page.other >}}"', "other"),
    ],
)
def test_page_whose_result_is_missing_fails_alone(tmp_path, project_root, body, title, name):
    source = source_of(tmp_path, figure_result())
    bad = page_of(tmp_path / "r", "{{< embed page.ipynb#fig-a >}}\n\n" + body, title=title, name="bad", file="bad")
    good = page_of(tmp_path / "r", name="good", file="good")
    folder, failed = assemble(tmp_path, project_root, [(bad, source), (good, source)])
    assert [page.file for page, _ in failed] == ["bad"]
    assert f'Cannot find "{name}"' in failed[0][1]
    assert "bad.qmd" in failed[0][1]
    assert not (folder / "bad.qmd").exists()
    assert not (folder / "figures" / "bad-eap").exists()
    settings = YAML(typ="safe").load((folder / "_quarto.yml").read_text(encoding="utf-8"))
    assert settings["project"]["render"] == ["good.qmd"]
    assert [each["href"] for each in settings["website"]["navbar"]["left"]] == ["good.qmd"]


def test_projects_of_other_units_are_deleted(tmp_path):
    for name in ("AM-001", "AM-002"):
        (tmp_path / name).mkdir()
    remove_other_projects(tmp_path, ["AM-002"])
    assert [path.name for path in tmp_path.iterdir()] == ["AM-002"]
    remove_other_projects(tmp_path / "nowhere", [])


@pytest.fixture
def golden_project(tmp_path, project_root):
    """A small project with what real ones use: two pages, the project's own settings and templates."""
    results = (figure_result(caption="A leads; B (2 %) follows"), table_result())
    values = {"first": 'A & B, "Ltd" <1>', "label": "Հայ «A»", "has": True, "has_not": False}
    source = source_of(tmp_path / "own", *results, **values)
    source = type(source)(source.results, FACTS, project_root)
    body = (
        BODY
        + '\n::: {.content-hidden when-meta="page.has"}\nGone.\n:::\n\n::: {.content-visible when-meta="page.has"}\nSee @fig-a.\n:::\n'
    )
    front = {"each": "country", "file": "'countries/{unit}'", "menu": "Countries", "name": "country", "order": 20}
    pages = [
        (page_of(tmp_path / "r", BODY, name="index", file="index", menu_text="Home", order=1), source),
        (page_of(tmp_path / "r", body, unit=("AM", "Armenia"), title='"{{< var page.label >}}"', **front), source),
    ]
    folder = tmp_path / "project"
    assert not assemble_project(folder, pages, project_root / "_quarto.yml", project_root / "templates")
    return folder


@pytest.mark.parametrize("file", ["_quarto.yml", "index.qmd", "countries/am.qmd"])
def test_assembled_project_equals_the_golden_copy(golden_project, file):
    """Set CLUSTERBRIEF_GOLDEN=write to write the copy anew, and read what changed before you keep it."""
    made, kept = (golden_project / file).read_text(encoding="utf-8"), GOLDEN / file
    if os.environ.get("CLUSTERBRIEF_GOLDEN") == "write":
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(made, encoding="utf-8")
    before = kept.read_text(encoding="utf-8")
    difference = difflib.unified_diff(before.splitlines(), made.splitlines(), f"golden/{file}", file, lineterm="")
    assert made == before, "\n".join(difference)


def test_nothing_in_a_project_tells_where_it_was_made(golden_project, project_root):
    for path in golden_project.rglob("*"):
        content = path.read_bytes() if path.is_file() else b""
        for place in (project_root, golden_project, Path.home()):
            assert str(place).encode() not in content, path


def test_golden_project_typesets_without_a_broken_link(golden_project, tmp_path):
    assert not EmbeddedRenderer().render(golden_project, tmp_path / "site", ["html"])
    assert not broken_addresses(tmp_path / "site")
    page = HtmlPage(tmp_path / "site" / "countries" / "am.html")
    assert "See Figure 1." in page.text
    assert "Gone." not in page.text
