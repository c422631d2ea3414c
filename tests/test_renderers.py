"""Which renderer typesets, and that one which is missing or too old is told before anything runs."""

import shutil

import pytest

from clusterbrief.errors import InputError
from clusterbrief.produce.assembly import assemble_project
from clusterbrief.produce.embedded import EmbeddedRenderer
from clusterbrief.produce.quarto import QuartoRenderer
from clusterbrief.produce.renderers import choose_renderer
from made_documents import page_of, source_of


@pytest.fixture
def without_quarto(monkeypatch, tmp_path):
    monkeypatch.delenv("QUARTO_PATH", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))


@pytest.fixture
def with_quarto(monkeypatch, tmp_path):
    def install(version):
        path = tmp_path / "quarto"
        path.write_text(f"#!/bin/sh\necho {version}\n")
        path.chmod(0o755)
        monkeypatch.setenv("QUARTO_PATH", str(path))

    return install


def test_without_quarto_the_embedded_one_is_taken(without_quarto):
    assert choose_renderer("auto").name == "embedded"


def test_quarto_that_is_asked_for_and_missing_is_a_fault(without_quarto):
    with pytest.raises(InputError) as caught:
        choose_renderer("quarto")
    [fault] = caught.value.faults
    assert (fault.place.file, fault.problem) == (
        "--renderer",
        "Cannot render with Quarto: found none, 1.4 or later is needed",
    )
    assert "QUARTO_PATH" in fault.remedy


@pytest.mark.parametrize(("version", "taken"), [("1.4.0", "Quarto 1.4.0"), ("1.10.18", "Quarto 1.10.18")])
def test_quarto_is_taken_where_it_is_new_enough(with_quarto, version, taken):
    with_quarto(version)
    assert choose_renderer("auto").name == taken
    assert choose_renderer("quarto").name == taken
    assert choose_renderer("embedded").name == "embedded"


@pytest.mark.parametrize("version", ["1.3.450", "0.9", "words"])
def test_quarto_that_is_too_old_is_refused(with_quarto, version):
    with_quarto(version)
    assert choose_renderer("auto").name == "embedded"
    with pytest.raises(InputError, match="or later is needed"):
        choose_renderer("quarto")


def test_quarto_that_does_not_start_is_as_good_as_none(monkeypatch, tmp_path):
    monkeypatch.setenv("QUARTO_PATH", str(tmp_path / "nowhere"))
    assert choose_renderer("auto").name == "embedded"


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("quarto") is None, reason="Quarto is not on PATH: only its stub is tested here")
def test_real_quarto_and_the_embedded_one_make_the_same_pages(tmp_path, project_root):
    page = page_of(tmp_path, "## Heading\n\nWords.", file="index")
    folder = tmp_path / "project"
    assemble_project(folder, [(page, source_of(tmp_path))], project_root / "_quarto.yml", tmp_path / "templates")
    for renderer in (EmbeddedRenderer(), choose_renderer("quarto")):
        assert isinstance(renderer, (EmbeddedRenderer, QuartoRenderer))
        out = tmp_path / renderer.name.split()[0]
        assert not renderer.render(folder, out, ["html"])
        assert "Words." in (out / "index.html").read_text(encoding="utf-8")
