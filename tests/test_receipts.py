"""The receipt of a build: only what is as it was need not be made again."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from clusterbrief.errors import InputError
from clusterbrief.produce import receipts
from clusterbrief.produce.receipts import (
    drop_stale_receipts,
    software,
    take_standing,
    take_state,
    unchanged,
    write_receipt,
)
from clusterbrief.produce.request import Request
from clusterbrief.produce.run_table import RunRow, RunTable
from clusterbrief.study.project import Project

REQUEST = Request(audiences=("public",))
TABLE = RunTable((RunRow("country", "AM", "ok", 2.0),), "embedded", ("build/site",), 3, ("A note.",))
PLANTED = (
    "data/framework/f.yml",
    "data/eu/t.csv",
    "notebooks/n.ipynb",
    "reports/r.qmd",
    "templates/t/x.css",
    "_quarto.yml",
)


@pytest.fixture
def built(tmp_path, monkeypatch):
    """A project of small files, with the receipt of a build."""
    (tmp_path / "package").mkdir()
    (tmp_path / "package" / "code.py").write_text("1")
    monkeypatch.setattr(receipts, "PACKAGE", tmp_path / "package")
    project = Project(tmp_path, tmp_path / "data" / "editions")
    for name in (*PLANTED, "data/editions/e/edition.yml", "build/site/index.html", "build/tables/public/scores.csv"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("before")
    write_receipt(take_standing(project, "e", REQUEST), project, REQUEST, TABLE)
    return project


def test_nothing_changed_is_told_as_it_was_with_all_up_to_date(built):
    table = unchanged(built, "e", REQUEST)
    assert table == RunTable((RunRow("country", "AM", "up to date"),), "embedded", ("build/site",), 3, ("A note.",))
    assert unchanged(built, str(built.editions / "e"), REQUEST) == table  # by its path


@pytest.mark.parametrize("name", [*PLANTED, "data/editions/e/edition.yml", "package/code.py"])
@pytest.mark.parametrize("change", ["changed", "gone", "added"])
def test_whatever_a_build_reads_is_noticed(built, name, change):
    path = built.root / name
    if change == "gone":
        path.unlink()
    elif change == "added" and path.parent != built.root:
        (path.parent / "new").write_text("x")
    else:
        path.write_text("after!")
    if name == "data/editions/e/edition.yml" and change == "gone":
        with pytest.raises(InputError):
            unchanged(built, "e", REQUEST)
    else:
        assert unchanged(built, "e", REQUEST) is None


@pytest.mark.parametrize("name", ["build/site/index.html", "build/tables/public/scores.csv"])
@pytest.mark.parametrize("damage", ["Before", "", None])
def test_what_a_build_left_is_looked_at(built, name, damage):
    path = built.root / name
    path.unlink() if damage is None else path.write_text(damage)
    assert unchanged(built, "e", REQUEST) is None


def test_what_was_only_touched_is_the_same(built):
    for name in ("reports/r.qmd", "build/site/index.html"):
        os.utime(built.root / name, ns=(1, 1))
    assert unchanged(built, "e", REQUEST)
    noted = json.loads(next((built.build / "receipts").iterdir()).read_text())
    assert noted["inputs"][str(built.root / "reports/r.qmd")][1] == 1  # read once, not each time


@pytest.mark.parametrize(
    "other",
    [
        Request(audiences=("public", "private")),
        Request(only={"country": "AM"}),
        Request(document="country"),
        Request(formats=("html", "pdf")),
        Request(renderer="quarto"),
        Request(force=True),
    ],
)
def test_another_wish_is_another_build(built, other):
    assert unchanged(built, "e", other) is None


def test_how_many_at_a_time_does_not_matter(built):
    assert unchanged(built, "e", Request(jobs=1))


def test_other_software_is_noticed(built, monkeypatch):
    monkeypatch.setattr(receipts, "software", lambda: ["another"])
    assert unchanged(built, "e", REQUEST) is None


def test_software_names_every_package_with_its_version():
    assert any(name.startswith("pandas-") for name in software())


@pytest.mark.parametrize("content", ["", "{", "[]", "null", "{}", '{"inputs": 3}', "\x00"])
def test_broken_receipt_means_that_all_is_looked_at_again(built, content):
    next((built.build / "receipts").iterdir()).write_text(content)
    assert unchanged(built, "e", REQUEST) is None


def test_build_in_which_a_document_failed_has_no_receipt(built):
    failed = RunTable((RunRow("country", "AM", "failed", 0.0, "why"),), "embedded", (), 0)
    write_receipt(take_standing(built, "e", REQUEST), built, REQUEST, failed)
    assert unchanged(built, "e", REQUEST) is None


def test_edition_that_this_one_is_compared_with_is_read_too(built):
    (built.editions / "before").mkdir()
    (built.editions / "before" / "answers.csv").write_text("1")
    (built.editions / "e" / "edition.yml").write_text('compare_with: "before@last"  # a note\n')
    write_receipt(take_standing(built, "e", REQUEST), built, REQUEST, TABLE)
    assert unchanged(built, "e", REQUEST)
    (built.editions / "before" / "answers.csv").write_text("2")
    assert unchanged(built, "e", REQUEST) is None


def test_change_while_a_build_runs_is_not_missed(built):
    standing = take_standing(built, "e", REQUEST)
    (built.reports / "r.qmd").write_text("changed after it was read")
    write_receipt(standing, built, REQUEST, TABLE)
    assert unchanged(built, "e", REQUEST) is None


def test_receipts_of_what_is_no_longer_so_are_deleted(built):
    standing = take_standing(built, "e", REQUEST)
    drop_stale_receipts(standing, built)
    assert len(list((built.build / "receipts").iterdir())) == 1
    (built.editions / "e" / "edition.yml").write_text("withdrawn: [AM-001]")
    (built.build / "receipts" / "broken.json").write_text("{")
    drop_stale_receipts(take_standing(built, "e", REQUEST), built)
    assert not list((built.build / "receipts").iterdir())


def test_state_of_nothing_is_empty(tmp_path):
    assert take_state([tmp_path / "nowhere"]).files == {}


@pytest.mark.slow
def test_build_of_which_nothing_changed_imports_nothing_heavy(small_edition, tmp_path):
    root = Path(shutil.copytree(small_edition.root, tmp_path / "copy"))
    program = (
        "import sys, clusterbrief.cli as cli\n"
        "sys.argv = ['clusterbrief', 'build', 'small', '--renderer', 'embedded', '--project', sys.argv[1]]\n"
        "try:\n    cli.main()\nexcept SystemExit as done:\n    assert not done.code, done.code\n"
        "heavy = {'pandas', 'numpy', 'plotnine', 'matplotlib', 'nbformat', 'papermill', 'ruamel.yaml', 'smalldocs'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    told = [
        subprocess.run([sys.executable, "-c", program, str(root)], capture_output=True, text=True, check=True).stdout
        for _ in range(2)
    ]
    assert told[1].splitlines()[-1] == "[]"
    assert "pandas" in told[0].splitlines()[-1]
    assert "up to date" in told[1]
