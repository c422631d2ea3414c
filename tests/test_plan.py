"""Plans: which runs pages need, with which parameters, and why."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from clusterbrief.errors import InputError
from clusterbrief.produce.manifest import Manifest
from clusterbrief.produce.notebook_source import read_notebooks
from clusterbrief.produce.plan import (
    Request,
    due_pages,
    plan_runs,
    read_sources,
    select_pages,
    unit_parameters,
    write_profiles,
)
from clusterbrief.study.project import find_project
from made_documents import page_of


@pytest.fixture
def planned(tmp_path, project_root, profiles):
    project = SimpleNamespace(build=tmp_path / "build")
    notebooks = read_notebooks(project_root / "notebooks")
    pages = [
        page_of(tmp_path, name="index", file="index", notebook="region"),
        page_of(tmp_path, name="region", file="region", notebook="region"),
        page_of(tmp_path, name="words", file="words"),
        page_of(tmp_path, name="c", file="'{unit}'", each="country", notebook="country", unit=("AM", "Armenia")),
    ]

    def plan(force=False):
        by_audience = {(each.audience, *key): each for key, each in profiles.items()}
        return plan_runs(project, pages, by_audience, notebooks, Manifest(tmp_path / "manifest.json"), force)

    return plan


def test_pages_share_the_run_of_one_notebook_and_unit(planned):
    assert list(planned()) == [("public", "region", "EaP"), ("public", "country", "AM")]


def test_run_gets_the_parameters_of_its_unit_and_its_own_place(planned, tmp_path):
    each = planned()["public", "country", "AM"]
    assert each.key == "public/country/AM"
    assert each.run.parameters == {"country_code": "AM"}
    assert each.executed_path == tmp_path / "build" / "notebooks" / "public" / "country" / "AM.ipynb"
    assert each.stale_because == "not made yet"
    assert not each.profile_path.exists()
    write_profiles([each])
    assert each.profile_path.read_text(encoding="utf-8") == each.run.profile


def test_an_area_is_the_region_or_a_country_and_both_run_one_notebook(tmp_path, project_root, profiles):
    notebooks = read_notebooks(project_root / "notebooks")
    front = {"name": "b", "file": "'b/{unit}'", "each": "area", "notebook": "brief"}
    pages = [page_of(tmp_path, unit=unit, **front) for unit in (("EaP", "Region"), ("AM", "Armenia"))]
    by_audience = {(each.audience, *key): each for key, each in profiles.items()}
    project = SimpleNamespace(build=tmp_path / "build")
    runs = plan_runs(project, pages, by_audience, notebooks, Manifest(tmp_path / "manifest.json"), False)
    assert [each.profile_path.name for each in runs.values()] == ["region-EaP.json", "country-AM.json"]
    assert [each.run.parameters for each in runs.values()] == [{}, {}]


def test_force_makes_everything_again(planned):
    assert {each.stale_because for each in planned(force=True).values()} == {"forced"}


@pytest.mark.parametrize(
    ("each", "names"),
    [("edition", []), ("area", []), ("country", ["country_code"]), ("organisation", ["organisation_code"])],
)
def test_parameters_are_named_as_the_columns(each, names):
    assert list(unit_parameters(each, "X")) == names


@pytest.fixture(scope="module")
def edition(project_root):
    from clusterbrief import pipeline

    study, documents, _ = pipeline.read_all(find_project(project_root), "example")
    return study, documents


def test_only_what_is_asked_for_is_wanted_of_all_pages(edition):
    pages, wanted = select_pages(*edition, Request(("public",), {"country": "MD"}))
    assert {page.unit_code for page in wanted} == {"MD"}
    assert {"country", "brief_managers", "slides"} <= {page.document.name for page in wanted}
    assert len(pages) > len(wanted)
    of_all = select_pages(*edition, Request(("public",), {"area": "EaP"}))[1]
    assert {page.document.settings.each for page in of_all} == {"area"}
    everything, all_wanted = select_pages(*edition, Request(("public",)))
    assert everything == all_wanted == pages


def test_page_that_depends_on_its_unit_is_made_where_it_is_due(tmp_path):
    units = {"AM": "Armenia", "MD": "Moldova"}
    pages = [
        page_of(tmp_path, name="m", file="'m/{unit}'", each="country", when_unit="model_due", unit=unit)
        for unit in units.items()
    ]
    always = page_of(tmp_path, name="index", file="index", unit=("EaP", "Region"))
    facts = {"AM": {"model_due": True}, "MD": {"model_due": False}, "EaP": {}}
    kinds = {"EaP": "region"}
    profiles = {("public", kinds.get(code, "country"), code): SimpleNamespace(facts=facts[code]) for code in facts}
    assert [page.unit_code for page in due_pages([*pages, always], profiles)] == ["AM", "EaP"]
    with pytest.raises(InputError, match="not due for Moldova"):
        due_pages(pages[1:], profiles)
    assert due_pages([], profiles) == []


def test_fact_that_no_unit_has_is_told_at_its_key(tmp_path):
    page = page_of(tmp_path, name="m", file="'m/{unit}'", each="country", when_unit="modl_due", unit=("AM", "Armenia"))
    with pytest.raises(InputError) as caught:
        due_pages([page], {("public", "country", "AM"): SimpleNamespace(facts={"model_due": True})})
    [fault] = caught.value.faults
    assert fault.place.detail == "clusterbrief.when_unit" and "model_due" in fault.remedy


def test_wish_for_a_page_of_another_audience_is_told(edition):
    code = edition[0].answers.organisations["organisation_code"].iloc[0]
    with pytest.raises(InputError, match="Cannot find anything to make"):
        select_pages(*edition, Request(("public",), {"organisation": code}))
    assert len(select_pages(*edition, Request(("private",), {"organisation": code}))[1]) == 1


def test_wishes_that_cannot_be_met_are_told_together(edition):
    with pytest.raises(InputError) as caught:
        select_pages(*edition, Request(("publik",), {"country": "XX", "land": "AM"}, "contry"))
    places = [fault.place.file for fault in caught.value.faults]
    assert places == ["--audience", "--document", "--only", "--only"]


def test_faults_of_notebooks_documents_templates_and_settings_are_told_at_once(tmp_path, project_root):
    import shutil

    for name in ("notebooks", "reports", "templates"):
        shutil.copytree(project_root / name, tmp_path / name)
    (tmp_path / "_quarto.yml").write_text("project: {type: website}\n")
    (tmp_path / "notebooks" / "region.ipynb").write_text("{}")
    (tmp_path / "reports" / "index.qmd").write_text("No front matter")
    (tmp_path / "templates" / "closing.md").write_text("{{< env HOME >}}")
    project = SimpleNamespace(
        root=tmp_path, notebooks=tmp_path / "notebooks", reports=tmp_path / "reports", templates=tmp_path / "templates"
    )
    with pytest.raises(InputError) as caught:
        read_sources(project, None)
    files = {Path(fault.place.file).name for fault in caught.value.faults}
    assert files == {"_quarto.yml", "region.ipynb", "index.qmd", "closing.md"}
