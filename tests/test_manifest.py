"""When a result is made again, and when it is left alone."""

import json
from types import SimpleNamespace

import pytest

from clusterbrief.produce import manifest as module
from clusterbrief.produce.manifest import (
    Manifest,
    digest_of_file,
    digest_of_folder,
    fingerprint,
    package_digest,
    version_of,
)

PARTS = ("profile", "notebook", "parameters", "package", "libraries")
NOTEBOOK = SimpleNamespace(code="code")
NOW = dict.fromkeys(PARTS, "same")


@pytest.fixture
def noted(tmp_path):
    result = tmp_path / "result.ipynb"
    result.write_text("result")
    Manifest(tmp_path / "manifest.json").note("public/country/AM", NOW, digest_of_file(result))
    return SimpleNamespace(path=tmp_path / "manifest.json", result=result)


def test_nothing_changed_is_up_to_date(noted):
    assert Manifest(noted.path).stale_because("public/country/AM", NOW, digest_of_file(noted.result)) == ""


@pytest.mark.parametrize("part", PARTS)
def test_what_changed_is_named(noted, part):
    reason = Manifest(noted.path).stale_because(
        "public/country/AM", {**NOW, part: "other"}, digest_of_file(noted.result)
    )
    assert reason == f"changed: {part}"


def test_everything_that_changed_is_named(noted):
    now = {**NOW, "profile": "other", "package": "other"}
    assert (
        Manifest(noted.path).stale_because("public/country/AM", now, digest_of_file(noted.result))
        == "changed: profile, package"
    )


@pytest.mark.parametrize("content", [b"resulT", b"", b"\xff\xfe\x00"])
def test_damaged_result_is_noticed(noted, content):
    noted.result.write_bytes(content)
    reason = Manifest(noted.path).stale_because("public/country/AM", NOW, digest_of_file(noted.result))
    assert reason == "what was made was changed or damaged"


def test_result_without_its_file_or_note_is_not_made_yet(noted):
    manifest = Manifest(noted.path)
    assert manifest.stale_because("public/country/MD", NOW, digest_of_file(noted.result)) == "not made yet"
    noted.result.unlink()
    assert manifest.stale_because("public/country/AM", NOW, digest_of_file(noted.result)) == "not made yet"


def test_units_that_vanish_are_forgotten(noted):
    manifest = Manifest(noted.path)
    manifest.note("public/country/MD", NOW, digest_of_file(noted.result))
    manifest.forget_others({"public/country/MD", "public/country/GE"})
    assert set(Manifest(noted.path).made) == {"public/country/MD"}
    manifest.forget("public/country/MD")
    assert not Manifest(noted.path).made


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "3", '{"public/country/AM": 1}', "\x00"])
def test_broken_manifest_means_that_all_is_made_again(noted, text):
    noted.path.write_text(text)
    assert Manifest(noted.path).stale_because("public/country/AM", NOW, digest_of_file(noted.result)) == "not made yet"


def test_manifest_is_written_whole_or_not_at_all(noted, monkeypatch):
    before = noted.path.read_text()
    manifest = Manifest(noted.path)

    def interrupt(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(json, "dumps", interrupt)
    with pytest.raises(KeyboardInterrupt):
        manifest.forget("public/country/AM")
    assert noted.path.read_text() == before


def test_fingerprint_changes_with_each_thing_it_stands_for(monkeypatch):
    def changed(profile="profile", code="code", parameters=None):
        after = fingerprint(profile, SimpleNamespace(code=code), parameters or {"unit": "AM"})
        return [part for part in PARTS if after[part] != before[part]]

    before = fingerprint("profile", NOTEBOOK, {"unit": "AM"})
    assert changed() == []
    assert changed(profile="other") == ["profile"]
    assert changed(code="other") == ["notebook"]
    assert changed(parameters={"unit": "MD"}) == ["parameters"]
    monkeypatch.setattr(module, "version_of", lambda name: "0")
    assert changed() == ["libraries"]
    monkeypatch.setattr(module, "package_digest", lambda *rooms: "0")
    assert changed() == ["package", "libraries"]


def test_digest_of_the_package_covers_the_rooms_that_are_named(tmp_path, monkeypatch):
    for name in ("produce/manifest.py", "analysis/scoring.py", "present/figures.py", "study/edition.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("1")
    monkeypatch.setattr(module, "__file__", str(tmp_path / "produce" / "manifest.py"))
    digest = package_digest.__wrapped__
    before = digest("analysis", "present")
    (tmp_path / "study" / "edition.py").write_text("2")
    assert digest("analysis", "present") == before
    (tmp_path / "present" / "figures.py").write_text("2")
    assert digest("analysis", "present") != before


def test_folder_is_told_by_everything_in_it(tmp_path):
    assert digest_of_folder(tmp_path) == digest_of_folder(tmp_path / "nowhere") == ""
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "b.txt").write_text("1")
    before = digest_of_folder(tmp_path)
    (tmp_path / "a" / "c.txt").write_text("")
    assert digest_of_folder(tmp_path) != before
    (tmp_path / "a" / "c.txt").unlink()
    assert digest_of_folder(tmp_path) == before
    (tmp_path / "a" / "b.txt").rename(tmp_path / "a" / "d.txt")
    assert digest_of_folder(tmp_path) != before


def test_version_is_that_of_the_installed_library():
    assert version_of("pandas").split(".")[0].isdigit()
