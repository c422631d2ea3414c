"""Publishing: whole, checked, and only what may leave."""

import hashlib
import shutil
from datetime import date
from pathlib import Path
from zipfile import ZipFile

import pytest
from typer.testing import CliRunner

from clusterbrief import pipeline
from clusterbrief.cli import app
from clusterbrief.errors import InputError
from clusterbrief.produce.assembly import SPREADSHEET
from clusterbrief.produce.leaks import Leak
from clusterbrief.produce.notebook_results import NotebookResults
from clusterbrief.produce.publishing import (
    broken_links,
    checksums,
    own_words,
    publication_faults,
    site_map,
    untraced_data,
    write_publication,
)
from clusterbrief.produce.request import Request
from clusterbrief.produce.run_table import RunRow, RunTable
from clusterbrief.study.project import find_project
from made_documents import table_result

DAY = date(2024, 12, 16)


def write(folder, **files):
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def page(*addresses, ids=()):
    links = "".join(f'<a href="{each}">x</a>' for each in addresses)
    return f"<html><body>{links}{''.join(f'<p id={each}></p>' for each in ids)}</body></html>"


def test_links_that_lead_nowhere_are_told(tmp_path):
    good = page(
        "countries/am.html#top", "#here", "https://example.org/x", "mailto:a@example.org", "data.csv", ids=["here"]
    )
    site = write(
        tmp_path / "site", index_html=good, countries__am_html=page("../index.html", ids=["top"]), data_csv="x"
    )
    assert list(broken_links(site)) == []
    write(site, index_html=page("gone.html", "#nowhere", "countries/am.html#no", "../outside.csv"))
    write(tmp_path, outside_csv="x")
    assert [address for _, address in broken_links(site)] == [
        "gone.html",
        "#nowhere",
        "countries/am.html#no",
        "../outside.csv",
    ]


def test_data_that_no_public_notebook_left_are_told(tmp_path):
    result = NotebookResults({}, {"tbl-a": table_result()}, {})
    site = write(tmp_path, figures__a__tbl_csv="")
    (site / "figures" / "a" / "tbl.csv").write_bytes(table_result().data.encode(SPREADSHEET))
    assert list(untraced_data(site, [result])) == []
    write(site, figures__a__more_csv="organisation_code,score\nAM-001,61\n")
    assert list(untraced_data(site, [result])) == ["figures/a/more.csv"]
    assert list(untraced_data(site, [])) == ["figures/a/more.csv", "figures/a/tbl.csv"]


def test_everything_that_stands_against_it_is_told_at_once():
    leak = Leak(Path("a.pdf"), "page 2", "name", "AM-001", "ciran")
    faults = publication_faults([leak], [("index.html", "gone.html")], ["figures/x.csv"])
    assert [str(fault.place) for fault in faults] == ["a.pdf (page 2)", "index.html", "figures/x.csv"]
    assert all(fault.remedy for fault in faults)
    assert not publication_faults([], [], [])


def test_publication_takes_the_place_of_the_earlier_one(tmp_path):
    site = write(tmp_path / "site", index_html="new", countries__am_html="am")
    place = write_publication(write(tmp_path / "old", gone_html="old"), tmp_path / "dist", "", DAY)
    assert (place / "gone.html").is_file() and not (place / "sitemap.xml").exists()
    place = write_publication(site, tmp_path / "dist", "https://example.org/report/", DAY)
    files = sorted(path.relative_to(place).as_posix() for path in place.rglob("*") if path.is_file())
    assert files == ["SHA256SUMS.txt", "countries/am.html", "index.html", "site.zip", "sitemap.xml"]
    assert [path.name for path in (tmp_path / "dist").iterdir()] == ["public"]
    assert (
        "<loc>https://example.org/report/countries/am.html</loc><lastmod>2024-12-16</lastmod>"
        in (place / "sitemap.xml").read_text()
    )
    for line in (place / "SHA256SUMS.txt").read_text().splitlines():
        digest, name = line.split("  ")
        assert hashlib.sha256((place / name).read_bytes()).hexdigest() == digest
    with ZipFile(place / "site.zip") as packed:
        assert {name for name in packed.namelist() if not name.endswith("/")} == set(files) - {"site.zip"}


def test_a_failure_leaves_the_earlier_publication(tmp_path, monkeypatch):
    place = write_publication(write(tmp_path / "old", index_html="old"), tmp_path / "dist", "", DAY)
    for broken in ("copytree", "make_archive"):
        with monkeypatch.context() as patched:
            patched.setattr(shutil, broken, lambda *_, **__: (_ for _ in ()).throw(OSError("disk full")))
            with pytest.raises(OSError, match="disk full"):
                write_publication(write(tmp_path / "new", index_html="new"), tmp_path / "dist", "", DAY)
        assert (place / "index.html").read_text() == "old"


def test_addresses_in_a_site_map_are_safe(tmp_path):
    assert "https://e.org/a%20%26b.html" in site_map(write(tmp_path, **{"a &b_html": "x"}), "https://e.org", DAY)
    assert checksums(tmp_path).count("\n") == 1


def test_what_we_wrote_ourselves_is_known(project_root):
    words = own_words(project_root)
    assert "What is the full name of your organisation in English?" in words
    invited = (project_root / "data" / "editions" / "example" / "invited.csv").read_text(encoding="utf-8").splitlines()
    assert not [row for row in invited[1:] if row.split(",")[1] in words]


@pytest.fixture
def edition_copy(small_edition, tmp_path):
    return find_project(shutil.copytree(small_edition.root, tmp_path / "copy"))


def publish(project, to):
    return pipeline.publish(project, "small", to, Request(formats=("html",), renderer="embedded"), lambda *_: None)


@pytest.mark.slow
def test_a_site_is_published_once_a_day_with_its_tables(edition_copy, tmp_path):
    _, place = publish(edition_copy, tmp_path / "dist")
    assert (Path(place) / "countries" / "md.html").is_file()
    (kept,) = (edition_copy.editions / "small" / "published").iterdir()
    assert (kept / "public" / "area_scores.csv").is_file() and (kept / "internal" / "compared.csv").is_file()
    with pytest.raises(InputError, match="already published"):
        publish(edition_copy, tmp_path / "dist")
    # what was published is what a later build shows, too
    before = (edition_copy.build / "tables" / "public" / "area_scores.csv").read_bytes()
    pipeline.build(edition_copy, "small", Request(renderer="embedded"), lambda *_: None)
    assert (edition_copy.build / "tables" / "public" / "area_scores.csv").read_bytes() == before


@pytest.mark.slow
def test_an_answer_that_an_author_quotes_is_not_published(edition_copy, tmp_path):
    study = pipeline.check(edition_copy, "small")
    silent = study.answers.organisations.loc[~study.answers.organisations["consent_name"], "name"].iloc[0]
    narrative = study.edition.narratives / "EaP" / "conclusions.md"
    narrative.parent.mkdir(parents=True)
    narrative.write_text(f"Our thanks go to {silent}.\n", encoding="utf-8")
    with pytest.raises(InputError, match="Cannot publish a name of"):
        publish(edition_copy, tmp_path / "dist")
    assert not (tmp_path / "dist").exists()
    assert not (study.edition.folder / "published").exists()


@pytest.mark.parametrize(
    ("place", "status", "code", "said"),
    [("dist/public", "ok", 0, "Published in dist/public"), ("", "failed", 1, "Nothing was published")],
)
def test_command_says_what_became_of_it(tmp_path, monkeypatch, project_root, place, status, code, said):
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "dist" / "public", index_html="x")
    table = RunTable((RunRow("report", "EaP", status, reason="why"),), "embedded", (), 0)
    asked = []
    monkeypatch.setattr(pipeline, "publish", lambda *given: asked.append(given) or (table, place))
    command = ["publish", "example", "--to", "dist", "--formats", "html", "--project", str(project_root)]
    answer = CliRunner().invoke(app, command)
    assert answer.exit_code == code
    assert said in answer.output
    assert asked[0][1:3] == ("example", Path("dist")) and asked[0][3].formats == ("html",)
