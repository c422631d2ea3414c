"""The whole run: numbers on pages are those of the tables, and nothing shows that may not."""

import re
import shutil
from dataclasses import replace
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from openpyxl import load_workbook

from clusterbrief import pipeline
from clusterbrief.errors import InputError
from clusterbrief.present.wording import format_gap, format_points, format_share
from clusterbrief.produce.renderers import choose_renderer
from clusterbrief.produce.request import Request
from clusterbrief.study.project import find_project
from html_pages import HtmlPage, broken_addresses

pytestmark = pytest.mark.slow
CODE = re.compile(r"\b(?:AM|AZ|GE|MD|UA)-(?:X[0-9A-F]{10}|\d{3})\b")
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.\w+")
PUBLIC = ("site", "project/public", "tables/public", "notebooks/public", "profiles/public")


def quiet(*_):
    return None


def build(project, **wishes):
    return pipeline.build(project, "small", Request(**{"renderer": "embedded", **wishes}), quiet)


def read(path):
    return pd.read_csv(path, encoding="utf-8-sig")


def texts(*folders):
    """Every text file below some folders, with what it says."""
    for path in sorted(path for folder in folders for path in folder.rglob("*") if path.is_file()):
        if path.suffix not in {".png", ".svg", ".xlsx"} and "site_libs" not in path.parts:
            yield path, path.read_text(encoding="utf-8", errors="replace")


def content(folder):
    files = (path for path in folder.rglob("*") if path.is_file() and path.parent.name != "receipts")
    return {path: path.read_bytes() for path in files}


@pytest.fixture(scope="module")
def pages(small_edition):
    return {path.stem: HtmlPage(path) for path in (small_edition.build / "site").rglob("*.html") if path.stem != "404"}


@pytest.fixture
def edition_copy(small_edition, tmp_path):
    """A copy of the built project, to be changed."""
    return find_project(shutil.copytree(small_edition.root, tmp_path / "copy"))


def test_numbers_on_country_pages_are_those_of_the_tables(small_edition, pages):
    scores = read(small_edition.build / "tables" / "public" / "area_scores.csv").set_index(["area_code", "node_code"])
    compared = 0
    for country in ("am", "az", "ge", "md", "ua"):
        tables = [table for table in pages[country].tables if "Comparable score" in table[0]]
        for _, *rows in tables:
            for label, *shown in rows:
                code = "overall" if " " not in label else label.split()[0]
                row = scores.loc[country.upper(), code if (country.upper(), code) in scores.index else "overall"]
                printed = [
                    format_points(row["n"]),
                    *[format_points(row[name]) for name in ("score", "comparable_score", "benchmark")],
                    format_gap(row["gap"]),
                    format_share(row["attainment"]),
                ]
                assert [" ".join(each.split()) for each in shown] == [" ".join(each.split()) for each in printed], label
                compared += row["score"] == row["score"]
    assert compared > 5


def test_second_build_makes_nothing_and_gives_the_same_bytes(small_edition):
    before = content(small_edition.build)
    table = build(small_edition, audiences=("public", "private"), only={"organisation": "MD-002"})
    assert {row.status for row in table.rows} == {"up to date"}
    assert content(small_edition.build) == before
    table = build(small_edition)
    assert {row.status for row in table.rows} == {"up to date"}
    assert content(small_edition.build) == before


def test_findings_are_told_in_full_with_file_cell_and_row(small_edition):
    study = pipeline.check(small_edition, "small")
    findings = read(small_edition.build / "internal" / "findings.csv")
    assert len(findings) == len(study.answers.findings) > 0
    assert {"file", "cell", "row"} <= set(findings.columns), list(findings.columns)
    assert findings["file"].eq("answers.xlsx").all()
    assert findings["row"].dropna().ge(5).all()


def test_public_files_hold_no_name_without_consent_no_code_and_no_address(small_edition):
    study = pipeline.check(small_edition, "small")
    organisations = study.answers.organisations
    agreed = set(organisations.loc[organisations["consent_name"], "name"])
    names = set(organisations["name"]) | set(study.edition.invited["name"])
    assert agreed
    assert names - agreed
    seen = ""
    for path, text in texts(*[small_edition.build / folder for folder in PUBLIC]):
        plain = text.replace("\\\\", "").replace("\\", "")
        assert not [name for name in names - agreed if name in plain], path
        assert not CODE.findall(plain), path
        assert ADDRESS.findall(plain.replace("authors@example.org", "")) == [], path
        seen += plain
    assert all(name in seen for name in agreed)


def test_private_sheet_names_nobody_else(small_edition):
    study = pipeline.check(small_edition, "small")
    others = study.answers.organisations.query("organisation_code != 'MD-002'")
    for path, text in texts(*[small_edition.build / kind / "private" for kind in ("profiles", "notebooks", "project")]):
        if "MD-002" in str(path):
            assert not [name for name in others["name"] if name in text.replace("\\", "")], path
            assert set(CODE.findall(text)) <= {"MD-002"}, path
    sheet = HtmlPage(small_edition.build / "private" / "MD-002" / "sheet.html")
    assert set(CODE.findall(sheet.text)) == {"MD-002"}


def test_every_page_says_that_it_is_synthetic_and_that_no_label_follows(small_edition, pages):
    disclaimer = " ".join(pipeline.check(small_edition, "small").framework.structure.disclaimer.split())
    sheet = HtmlPage(small_edition.build / "private" / "MD-002" / "sheet.html")
    for page in [*pages.values(), sheet]:
        assert "Synthetic data" in page.text, page.path
        assert disclaimer in page.text, page.path


def test_every_address_inside_the_site_leads_somewhere(small_edition):
    assert broken_addresses(small_edition.build / "site") == []


def test_every_page_fetches_from_the_site_only(pages):
    for page in pages.values():
        fetched = [address for tag, address in page.linked() if tag != "a"]
        assert not [address for address in fetched if "//" in address], page.path


def test_every_figure_has_words_a_source_with_n_and_its_data(small_edition, pages):
    count = 0
    for page in pages.values():
        notes = re.findall(r"Source: [^.]*\.", page.text)
        for image in [each for each in page.all("img") if "figures/" in each["src"]]:
            count += 1
            assert len(image["alt"]) > 20, page.path
            data = (page.path.parent / image["src"]).with_suffix(".csv")
            assert not read(data).empty, data
        assert all("n = " in note for note in notes if "answers to the self-assessment" in note), page.path
        assert len(notes) >= sum("figures/" in each["src"] for each in page.all("img")), page.path
    assert count > 8
    for path in sorted((small_edition.build / "project" / "public").rglob("*.qmd")):
        lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line]
        for number, line in enumerate(lines):
            if line.startswith("!["):
                assert lines[number + 1].startswith("::: {.source-note}")
                assert "[Data (CSV)](" in lines[number + 2]


def test_executed_notebooks_hold_no_place_but_their_parameters(small_edition):
    for path in (small_edition.build / "notebooks" / "public").rglob("*.ipynb"):
        for cell in nbformat.read(path, as_version=4).cells:
            if "injected-parameters" not in cell.metadata.get("tags", []):
                assert str(small_edition.root) not in str(cell)
                assert "/tmp" not in str(cell.get("outputs", ""))


def test_withdrawn_organisation_and_vanished_country_leave_no_trace(edition_copy):
    settings = edition_copy.editions / "small" / "edition.yml"
    organisations = pipeline.check(edition_copy, "small").answers.organisations.set_index("organisation_code")
    name = organisations.loc["MD-002", "name"]
    assert any("MD-002" in text for _, text in texts(edition_copy.build))
    text = settings.read_text(encoding="utf-8").replace("withdrawn: []", "withdrawn: [MD-002]")
    settings.write_text(text, encoding="utf-8")
    table = build(edition_copy, document="method")  # even where only something else is made anew
    assert not table.failed
    traces = [path for path, words in texts(edition_copy.build) if "MD-002" in words or name in words.replace("\\", "")]
    assert traces == []
    assert not [path for path in edition_copy.build.rglob("*") if "MD-002" in path.name]
    cells = [str(cell.value) for sheet in load_workbook(edition_copy.build / "internal" / "dossier.xlsx") for row in sheet
             for cell in row]  # fmt: skip
    assert len(cells) > 100 and not [each for each in cells if "MD-002" in each or name in each]
    assert (edition_copy.build / "site" / "method.html").is_file()


def test_document_that_is_gone_takes_its_pages_along(edition_copy):
    for path in edition_copy.reports.glob("*.qmd"):
        if "each: edition" not in path.read_text(encoding="utf-8"):
            path.unlink()
    (edition_copy.reports / "briefs.qmd").unlink()  # which lists pages that are gone
    assert not build(edition_copy).failed
    left = [
        path
        for path in edition_copy.build.rglob("*")
        if path.name in {"am.html", "AM.ipynb", "country-AM.json", "am.qmd"}
    ]
    assert left == []
    assert not [key for key in pipeline.Manifest(edition_copy.build / "manifest.json").made if "/country/" in key]


def test_failing_cell_fails_only_its_documents(edition_copy):
    path = edition_copy.notebooks / "method.ipynb"
    node = nbformat.read(path, as_version=4)
    node.cells.append(nbformat.v4.new_code_cell("raise ValueError('on purpose')"))
    number = len(node.cells)
    nbformat.write(node, path)
    table = build(edition_copy)
    failed = {row.document: row.reason for row in table.rows if row.status == "failed"}
    assert failed == {"method": f"method.ipynb (cell {number}, EaP): ValueError: on purpose"}
    assert {row.status for row in table.rows if row.document != "method"} == {"up to date"}
    site = edition_copy.build / "site"
    assert (site / "countries" / "am.html").is_file()
    assert not (site / "method.html").exists()
    executed = nbformat.read(edition_copy.build / "notebooks" / "public" / "method" / "EaP.ipynb", as_version=4)
    assert "on purpose" in str(executed.cells[-1].outputs)


def test_faulty_text_of_the_authors_fails_its_own_page_alone(edition_copy):
    path = edition_copy.editions / "small" / "narratives" / "EaP" / "background.md"
    path.parent.mkdir(parents=True)
    path.write_text("Sound.\n\n{{< var region.nonsense >}}\n", encoding="utf-8")
    table = build(edition_copy)
    failed = {(row.document, row.unit): row.reason for row in table.rows if row.status == "failed"}
    assert list(failed) == [("report", "EaP")]
    assert 'EaP/background.md:3: Cannot find the value "nonsense"' in failed["report", "EaP"]
    site = edition_copy.build / "site"
    assert not (site / "report.html").exists()
    assert (site / "region.html").is_file() and (site / "countries" / "md.html").is_file()
    with pytest.raises(InputError, match="nonsense"):
        pipeline.check(edition_copy, "small")
    path.write_text("A sound background.\n", encoding="utf-8")
    assert not build(edition_copy).failed
    assert "A sound background." in (site / "report.html").read_text(encoding="utf-8")


class Stubborn:
    """A renderer that stops at one document, as Quarto does."""

    name = "stub"

    def __init__(self, fails):
        self.fails = fails

    def render(self, project, out, formats, remembered):
        if self.fails and (project / self.fails).is_file():
            return [(self.fails, "Quarto: line 3: wrong")]
        shutil.copytree(project, out)
        for page in list(out.rglob("*.qmd")):
            page.rename(page.with_suffix(".html"))
        return []


def test_document_that_cannot_be_typeset_does_not_stop_the_others(edition_copy, monkeypatch):
    monkeypatch.setattr(pipeline, "choose_renderer", lambda *_: Stubborn("countries/am.qmd"))
    table = build(edition_copy)
    failed = [(row.document, row.unit, row.reason) for row in table.rows if row.status == "failed"]
    assert failed == [("country", "AM", "Quarto: line 3: wrong")]
    site = edition_copy.build / "site"
    assert (site / "countries" / "md.html").is_file()
    assert not (site / "countries" / "am.html").exists()


def test_a_page_that_the_renderer_left_out_without_a_word_is_a_failure(edition_copy, monkeypatch):
    class Forgetful(Stubborn):
        """A renderer that skips a page and says that all went well, as Quarto can."""

        def render(self, project, out, formats, remembered):
            super().render(project, out, formats, remembered)
            (out / "method.html").unlink(missing_ok=True)
            return []

    monkeypatch.setattr(pipeline, "choose_renderer", lambda *_: Forgetful(""))
    failed = [(row.document, row.reason) for row in build(edition_copy).rows if row.status == "failed"]
    assert failed == [("method", "stub left no such page")]


@pytest.mark.parametrize("stop", [KeyboardInterrupt, None])
def test_last_site_stays_when_a_build_is_stopped_or_fails_whole(edition_copy, monkeypatch, stop):
    class Broken(Stubborn):
        """A renderer that is interrupted, or fails for no document in particular."""

        def render(self, project, out, formats, remembered):
            out.mkdir(parents=True)
            if stop:
                raise stop
            return [("", "no such theme")]

    before = content(edition_copy.build / "site")
    monkeypatch.setattr(pipeline, "choose_renderer", lambda *_: Broken(""))
    if stop:
        with pytest.raises(KeyboardInterrupt):
            build(edition_copy)
    else:
        assert {row.status for row in build(edition_copy).rows} == {"failed"}
    assert content(edition_copy.build / "site") == before
    monkeypatch.setattr(pipeline, "choose_renderer", lambda *_: choose_renderer("embedded"))
    assert not build(edition_copy).failed
    assert content(edition_copy.build / "site") == before


def test_interrupted_build_goes_on_where_it_was(edition_copy):
    path = edition_copy.notebooks / "country.ipynb"
    node = nbformat.read(path, as_version=4)
    node.cells[-1].source += "\n# another source"
    nbformat.write(node, path)
    done = []

    def stop(stage, count, total, *_):
        if stage == "notebooks":
            done.append((count, total))
            if count == 2:
                raise KeyboardInterrupt

    request = Request(renderer="embedded", jobs=1)
    with pytest.raises(KeyboardInterrupt):
        pipeline.build(edition_copy, "small", request, stop)
    countries = done[0][1]
    assert countries > 2
    done.clear()
    assert not pipeline.build(edition_copy, "small", request, lambda *told: done.append(told[1:3])).failed
    assert done[0] == (0, countries - 2)


def test_planning_writes_nothing(edition_copy):
    before = content(edition_copy.root)
    prepared = pipeline.prepare(edition_copy, "small", Request(("public", "private")))
    assert {planned.stale_because for planned in prepared.runs.values()} == {"", "not made yet"}
    assert content(edition_copy.root) == before


def test_faults_of_edition_and_documents_are_told_at_once(edition_copy):
    settings = edition_copy.editions / "small" / "edition.yml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("title:", "titel:"), encoding="utf-8")
    with (edition_copy.reports / "index.qmd").open("a", encoding="utf-8") as handle:
        handle.write("\n{{< env HOME >}}\n")
    with pytest.raises(InputError) as caught:
        pipeline.check(edition_copy, "small")
    assert {Path(fault.place.file).name for fault in caught.value.faults} == {"edition.yml", "index.qmd"}


def test_edition_elsewhere_is_found(edition_copy, tmp_path):
    shutil.move(edition_copy.editions, tmp_path / "elsewhere")
    project = replace(edition_copy, editions=tmp_path / "elsewhere")
    assert len(pipeline.check(project, "small").answers.organisations) > 5
