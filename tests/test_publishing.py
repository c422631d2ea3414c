"""Publishing: whole, checked, and only what may leave, whatever happens meanwhile."""

import errno
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from zipfile import ZipFile

import pandas as pd
import pytest
from typer.testing import CliRunner

from clusterbrief import pipeline
from clusterbrief.cli import app
from clusterbrief.errors import InputError
from clusterbrief.produce.placing import aside_of, recover_places
from clusterbrief.produce.publication import keep_tables, settle_publications
from clusterbrief.produce.publishing import (
    bring_out,
    cannot_write,
    checksums,
    lay_out_dossier,
    lay_out_sheets,
    lay_out_site,
    site_map,
)
from clusterbrief.produce.request import Request
from clusterbrief.produce.run_table import RunRow, RunTable
from clusterbrief.study.project import find_project

DAY, LATER = date(2024, 12, 16), date(2024, 12, 17)
TABLES = {"area_scores": pd.DataFrame({"area_code": ["EaP"], "score": [61.0]})}
NOT_REACHED = 9  # how a process ends in which so many changes did not happen
CHANGING = ("open", "os.rename", "os.remove", "os.rmdir", "os.mkdir", "shutil.rmtree", "shutil.copytree", "shutil.move")


def write(folder, **files):
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def publish_made(site, to, edition, day):
    """What pipeline.publish does once everything is built and checked."""
    aside = lay_out_site(site, to, "https://example.org/report/", day)
    return bring_out(aside, keep_tables(edition, day, TABLES, TABLES, aside))


def whole(place):
    """Whether a publication has every file that its checksums name, as they were."""
    lines = (place / "SHA256SUMS.txt").read_text().splitlines()
    assert len(lines) > 2
    return all(hashlib.sha256((place / line[66:]).read_bytes()).hexdigest() == line[:64] for line in lines)


def test_publication_takes_the_place_of_the_earlier_one(tmp_path):
    site = write(tmp_path / "site", index_html="new", countries__am_html="am")
    place = bring_out(lay_out_site(write(tmp_path / "old", gone_html="old"), tmp_path / "dist", "", DAY))
    assert (place / "gone.html").is_file() and not (place / "sitemap.xml").exists()
    place = bring_out(lay_out_site(site, tmp_path / "dist", "https://example.org/report/", DAY))
    files = sorted(path.relative_to(place).as_posix() for path in place.rglob("*") if path.is_file())
    assert files == ["SHA256SUMS.txt", "countries/am.html", "index.html", "site.zip", "sitemap.xml"]
    assert [path.name for path in (tmp_path / "dist").iterdir()] == ["public"]
    assert (
        "<loc>https://example.org/report/countries/am.html</loc><lastmod>2024-12-16</lastmod>"
        in (place / "sitemap.xml").read_text()
    )
    assert whole(place)
    with ZipFile(place / "site.zip") as packed:
        assert {name for name in packed.namelist() if not name.endswith("/")} == set(files) - {"site.zip"}


def test_sheets_and_dossier_have_places_of_their_own(tmp_path):
    sheets = [write(tmp_path / "private" / code, sheet_html=code) for code in ("AM-001", "MD-002")]
    place = bring_out(lay_out_sheets(sheets, tmp_path / "dist"))
    assert sorted(path.relative_to(place).as_posix() for path in place.rglob("*.*")) == [
        "AM-001/sheet.html",
        "MD-002/sheet.html",
    ]
    bring_out(lay_out_sheets(sheets[1:], tmp_path / "dist"))  # the other one has withdrawn
    assert [path.name for path in place.iterdir()] == ["MD-002"]
    dossier = write(tmp_path / "internal", index_html="ranking", findings_csv="x")
    bring_out(lay_out_dossier(dossier, [dossier / "findings.csv"], tmp_path / "dist"))
    assert sorted(path.name for path in (tmp_path / "dist").iterdir()) == ["internal", "private"]
    assert (tmp_path / "dist" / "internal" / "findings.csv").is_file()


def test_no_folder_leads_out_of_the_private_ones(tmp_path):
    with pytest.raises(AssertionError):
        lay_out_sheets([write(tmp_path / "etc", sheet_html="x")], tmp_path / "dist")


def at_step(step, what):
    """Let the given thing happen at the so-manieth change of a file or folder; counted in this process alone."""
    seen = [0]

    def hook(event, given):
        if event not in CHANGING or (event == "open" and not (isinstance(given[2], int) and given[2] & 3)):
            return
        seen[0] += 1
        if seen[0] == step:
            what()

    sys.addaudithook(hook)
    return seen


def interrupted(step, what, *given):
    """Publish in a child process in which something happens at a step; gives how it ended."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    try:
        seen = at_step(step, what)
        publish_made(*given)
    except OSError:
        os._exit(3)
    except KeyboardInterrupt:
        os._exit(4)
    except BaseException:
        os._exit(5)
    os._exit(0 if seen[0] >= step else NOT_REACHED)


def full_disk():
    raise OSError(errno.ENOSPC, "No space left on device")


def ctrl_c():
    raise KeyboardInterrupt


def killed():
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded")
@pytest.mark.parametrize("what", [full_disk, ctrl_c, killed])
def test_interrupted_at_any_change_of_a_file_a_whole_publication_and_its_tables_stay(tmp_path, what):
    old = write(tmp_path / "old", index_html="old", a__b_html="old", c_csv="old")
    new = write(tmp_path / "new", index_html="new", a__b_html="new", d_csv="new")
    ended = []
    for step in range(1, 400):
        root = tmp_path / str(step)
        to, edition = root / "dist", root / "edition"
        edition.mkdir(parents=True)
        place = publish_made(old, to, edition, DAY)
        ended.append(interrupted(step, what, new, to, edition, LATER))
        # the next start
        recover_places(to)
        settle_publications(edition)
        text = (place / "index.html").read_text()
        assert whole(place) and text in {"old", "new"}, step
        days = sorted(path.name for path in (edition / "published").iterdir())
        assert days == ([str(DAY), str(LATER)] if text == "new" else [str(DAY)]), step
        assert not list((edition / "published").rglob("unsettled.json"))
        # and what was interrupted can be done again
        if text == "old":
            assert ended[-1] != 0
            assert whole(publish_made(new, to, edition, LATER))
        assert [path.name for path in to.iterdir() if path != aside_of(place)] == ["public"]
        shutil.rmtree(root)
        if ended[-1] == NOT_REACHED:
            break
    assert ended[-1] == NOT_REACHED and len(ended) > 30
    expected = {"full_disk": 3, "ctrl_c": 4, "killed": -signal.SIGKILL}[what.__name__]
    assert ended.count(expected) > 20  # deleting what is in nobody's way may fail


def test_what_may_have_been_published_counts_as_published(tmp_path):
    aside = lay_out_site(write(tmp_path / "site", index_html="new", a_html="a", b_html="b"), tmp_path / "dist", "", DAY)
    kept = keep_tables(tmp_path / "edition", DAY, TABLES, TABLES, aside)
    shutil.rmtree(tmp_path / "dist")  # a stick that was pulled out
    settle_publications(tmp_path / "edition")
    assert kept.is_dir() and not (kept / "unsettled.json").exists()


def test_what_cannot_be_written_is_told_with_place_and_remedy(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (fault,) = cannot_write(tmp_path / "dist", OSError(errno.ENOSPC, "No space left on device")).faults
    assert str(fault.place) == "dist" and "No space left" in fault.problem and "still there" in fault.remedy


def test_addresses_in_a_site_map_are_safe(tmp_path):
    assert "https://e.org/a%20%26b.html" in site_map(write(tmp_path, **{"a &b_html": "x"}), "https://e.org", DAY)
    assert checksums(tmp_path).count("\n") == 1


@pytest.fixture
def edition_copy(small_edition, tmp_path):
    return find_project(shutil.copytree(small_edition.root, tmp_path / "copy"))


def publish(project, to, *audiences):
    request = Request(audiences or ("public",), formats=("html",), renderer="embedded")
    return pipeline.publish(project, "small", to, request, lambda *_: None)


@pytest.mark.slow
def test_a_site_is_published_once_a_day_with_its_tables(edition_copy, tmp_path):
    table, (place,) = publish(edition_copy, tmp_path / "dist")
    warning = next(note for note in table.notes if note.startswith("Warning: placeholders stand in report.qmd"))
    assert "EaP/foreword.md" in warning and "EaP/conclusions.md" in warning  # and yet it is published
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


def sheet_of(place, code):
    return (place / "private" / code / "sheet.html").read_text(encoding="utf-8")


@pytest.mark.slow
def test_each_audience_gets_its_own_folder_and_nothing_of_another(edition_copy, tmp_path):
    to = tmp_path / "dist"
    request = Request(("public", "private", "internal"), formats=("html", "docx", "pdf"), renderer="embedded")
    _, places = pipeline.publish(edition_copy, "small", to, request, lambda *_: None)
    assert [Path(place).name for place in places] == ["private", "internal", "public"]
    assert sorted(path.name for path in to.iterdir()) == ["internal", "private", "public"]
    codes = pipeline.check(edition_copy, "small").answers.organisations["organisation_code"]
    assert sorted(path.name for path in (to / "private").iterdir()) == sorted(codes)
    for code in codes:
        assert sorted(path.name for path in (to / "private" / code).iterdir()) == [
            "sheet.docx",
            "sheet.html",
            "sheet.pdf",
        ]
        assert not [each for each in codes if each != code and each in sheet_of(to, code)]
    assert whole(to / "public")
    assert (to / "public" / "data" / "datapackage.json").is_file()
    public = "".join(path.read_text(encoding="utf-8") for path in (to / "public").rglob("*.html"))
    assert "organisation code" not in public and not [code for code in codes if code in public]
    assert {"index.html", "findings.csv"} <= {path.name for path in (to / "internal").iterdir()}

    # what is another organisation's stops a sheet, and its own does not
    study = pipeline.check(edition_copy, "small")
    silent = study.answers.organisations.loc[~study.answers.organisations["consent_name"]].iloc[0]
    report = edition_copy.reports / "organisation.qmd"
    report.write_text(f"{report.read_text(encoding='utf-8')}\nWith {silent['name']}.\n", encoding="utf-8")
    before = sheet_of(to, codes.iloc[0])
    with pytest.raises(InputError) as caught:
        publish(edition_copy, to, "private")
    problems = [fault for fault in caught.value.faults if "Cannot publish a name of" in fault.problem]
    assert len({fault.place.file.split("/")[0] for fault in problems}) == len(codes) - 1
    assert not [fault for fault in problems if fault.place.file.startswith(silent["organisation_code"])]
    assert sheet_of(to, codes.iloc[0]) == before


@pytest.mark.slow
def test_withdrawn_organisation_leaves_the_published_sheets(edition_copy, tmp_path):
    to = tmp_path / "dist"
    write(to / "private" / "MD-002", sheet_html="old")
    settings = edition_copy.editions / "small" / "edition.yml"
    text = settings.read_text(encoding="utf-8").replace("withdrawn: []", "withdrawn: [MD-002]")
    settings.write_text(text, encoding="utf-8")
    publish(edition_copy, to, "private")
    assert not (to / "private" / "MD-002").exists() and len(list((to / "private").iterdir())) > 5


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_killed_at_any_time_the_last_publication_stays_and_the_next_one_works(edition_copy, tmp_path):
    to = tmp_path / "dist"
    place = bring_out(lay_out_site(edition_copy.build / "site", to, "", DAY))
    built = checksums(edition_copy.build / "site")
    report = edition_copy.reports / "method.qmd"
    report.write_text(f"{report.read_text(encoding='utf-8')}\nNew words.\n", encoding="utf-8")
    command = [sys.executable, "-c", "from clusterbrief.cli import main; main()", "publish", "small", "--to", str(to)]
    command += ["--formats", "html", "--renderer", "embedded", "--project", str(edition_copy.root)]
    for seconds in (1.5, 5, 9, 13):
        program = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        time.sleep(seconds)
        program.kill()
        program.wait()
        program.stderr.close()
        assert whole(place)
        assert (edition_copy.build / "site" / "index.html").is_file()
        if (edition_copy.editions / "small" / "published").is_dir():
            break  # the machine is fast: it has come out
        if checksums(edition_copy.build / "site") != built:
            assert "New words." in (edition_copy.build / "site" / "method.html").read_text(encoding="utf-8")
    else:
        publish(edition_copy, to)
    settle_publications(edition_copy.editions / "small")
    assert whole(place) and "New words." in (place / "method.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("places", "status", "code", "said"),
    [(("dist/public",), "ok", 0, "Published in dist/public"), ((), "failed", 1, "Nothing was published")],
)
def test_command_says_what_became_of_it(tmp_path, monkeypatch, project_root, places, status, code, said):
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "dist" / "public", index_html="x")
    table = RunTable((RunRow("report", "EaP", status, reason="why"),), "embedded", (), 0)
    asked = []
    monkeypatch.setattr(pipeline, "publish", lambda *given: asked.append(given) or (table, places))
    command = ["publish", "example", "--to", "dist", "--formats", "html", "--project", str(project_root)]
    answer = CliRunner().invoke(app, command)
    assert answer.exit_code == code
    assert said in answer.output
    assert asked[0][1:3] == ("example", Path("dist")) and asked[0][3].formats == ("html",)
