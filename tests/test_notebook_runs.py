from dataclasses import dataclass, field

import pytest

from clusterbrief.produce.manifest import Manifest
from clusterbrief.produce.notebook_runs import earlier_sheets, has_results, leave_other_edition, remove_leftovers
from clusterbrief.produce.plan import PlannedRun
from clusterbrief.produce.running.run import NotebookRun


@dataclass(frozen=True)
class Settings:
    notebook: str | None = "country"


@dataclass(frozen=True)
class Document:
    settings: Settings = field(default_factory=Settings)


@dataclass(frozen=True)
class Page:
    document: Document = field(default_factory=Document)
    unit_code: str = "AM"

    @property
    def run_key(self):
        return self.document.settings.notebook and ("public", self.document.settings.notebook, self.unit_code)


def planned(build, key="private/organisation/AM-001", stale=""):
    audience, notebook, unit = key.split("/")
    executed = build / "notebooks" / f"{key}.ipynb"
    profile = build / "profiles" / audience / f"organisation-{unit}.json"
    for path in (executed, profile):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("{}", encoding="utf-8")
    run = NotebookRun(notebook, unit, "{}", "{}", {})
    return PlannedRun(run, executed, profile, key, {"profile": "x"}, stale)


@pytest.fixture
def run_of(tmp_path):
    return planned(tmp_path)


def test_a_page_without_a_notebook_always_has_its_results():
    assert has_results(Page(Document(Settings(None))), {}, {})


@pytest.mark.parametrize(("stale", "ready"), [("", True), ("not made yet", False)])
def test_a_page_whose_notebook_did_not_run_now_needs_an_up_to_date_one(tmp_path, stale, ready):
    assert (
        has_results(Page(), {("public", "country", "AM"): planned(tmp_path, "public/country/AM", stale)}, {}) is ready
    )


def test_everything_of_an_organisation_that_is_gone_is_deleted(tmp_path, run_of):
    gone = planned(tmp_path, "private/organisation/AM-002")
    for folder in ("private", "project/private"):
        for code in ("AM-001", "AM-002"):
            (tmp_path / folder / code).mkdir(parents=True)
    manifest = Manifest(tmp_path / "manifest.json")
    for each in (run_of, gone):
        manifest.note(each.key, each.fingerprint, "digest")
    # built for the public only: the private leftovers go all the same
    remove_leftovers(tmp_path, {}, ["AM-001"], ("public",), manifest)
    assert not list(tmp_path.rglob("*AM-002*"))
    assert run_of.executed_path.is_file() and run_of.profile_path.is_file()
    assert list(manifest.made) == [run_of.key]


@pytest.mark.parametrize(("before", "stays"), [("2024", True), ("2023", False)])
def test_sheets_of_another_edition_are_not_left_beside_those_of_this_one(tmp_path, before, stays):
    leave_other_edition(tmp_path, before)
    for name in ("private/AM-001/sheet.html", "internal/findings.csv", "site/index.html"):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text("x", encoding="utf-8")
    leave_other_edition(tmp_path, "2024")
    assert (tmp_path / "private" / "AM-001").exists() is stays
    assert (tmp_path / "internal" / "findings.csv").exists() is stays
    assert (tmp_path / "site" / "index.html").is_file()


def test_sheets_of_an_earlier_run_are_told_unless_they_are_made_anew(tmp_path):
    assert earlier_sheets(tmp_path, ("public",)) == ()
    (tmp_path / "private" / "AM-001").mkdir(parents=True)
    (tmp_path / "private" / "AM-001" / "sheet.html").write_text("x", encoding="utf-8")
    assert "One private sheet is of an earlier run" in earlier_sheets(tmp_path, ("public",))[0]
    assert earlier_sheets(tmp_path, ("public", "private")) == ()
