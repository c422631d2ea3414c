"""Profiles with what changed: the public one has no names, the authors' has all, others stay."""

import shutil

import pytest

from changes_inputs import example_changes
from clusterbrief.analysis.cutting.cut_changes import with_changes
from clusterbrief.analysis.profiles import Profile
from clusterbrief.produce.request import Request
from clusterbrief.study.example import write_example
from clusterbrief.study.example_later import write_later_example
from clusterbrief.study.project import find_project
from test_example import read_back

pytestmark = pytest.mark.slow  # whole editions are analysed again and again

PROFILES = [
    Profile("region", "ALL", "public", {"a": 1}, {}), Profile("region", "ALL", "internal", {}, {}),
    Profile("country", "XA", "public", {}, {}), Profile("organisation", "XA-1", "private", {}, {}),
]  # fmt: skip


def test_region_and_authors_get_changes_and_nobody_else():
    public, internal, *others = with_changes(PROFILES, example_changes())
    assert others == PROFILES[2:]
    assert set(public.tables) == {"change_respondents", "change_areas", "change_classes", "change_method"}
    assert not any("organisation_code" in table or "name" in table for table in public.tables.values())
    assert "organisation_code" in internal.tables["change_organisations"]
    assert "indicator" not in set(internal.tables["change_areas"]["level"])
    assert public.facts["a"] == 1 and public.facts["changes_from_version"] == "earlier"
    assert Profile.from_json(internal.to_json()).to_json() == internal.to_json()


def test_without_changes_profiles_stay():
    assert list(with_changes(PROFILES, None)) == PROFILES


@pytest.mark.slow
def test_build_adds_both_pages_and_the_public_one_names_nobody(tmp_path, framework, project_root):
    from clusterbrief import pipeline

    for name in ("data", "notebooks", "reports", "templates"):
        shutil.copytree(project_root / name, tmp_path / name, ignore=shutil.ignore_patterns("editions"))
    shutil.copy(project_root / "_quarto.yml", tmp_path)
    editions = tmp_path / "data" / "editions"
    write_example(editions / "first", framework, 30, 3)
    edition, answers = read_back(editions / "first", framework)
    write_later_example(editions / "second", edition, answers, framework, 3)
    for audience, document in (("public", "changes_public"), ("internal", "changes")):
        request = Request((audience,), document=document, renderer="embedded")
        table = pipeline.build(find_project(tmp_path), "second", request, lambda *_: None)
        assert [row.status for row in table.rows] == ["ok"], [row.reason for row in table.rows]
    public = (tmp_path / "build" / "site" / "what-changed.html").read_text(encoding="utf-8")
    internal = (tmp_path / "build" / "internal" / "site" / "what-changed.html").read_text(encoding="utf-8")
    named = [code for code in answers.organisations["organisation_code"] if code in internal]
    assert len(named) > 20
    assert not [code for code in named if code in public]
    assert (tmp_path / "build" / "tables" / "internal" / "method.csv").is_file()
