"""The commands about answers, as an author runs them."""

import shutil
from pathlib import Path

import pytest

from clusterbrief.cli import main


@pytest.fixture
def run(monkeypatch, capsys, project_root):
    monkeypatch.setenv("COLUMNS", "120")

    def run(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["clusterbrief", *arguments, "--project", str(project_root)])
        with pytest.raises(SystemExit) as ended:
            main()
        told = capsys.readouterr()
        return int(ended.value.code or 0), told.out, told.err

    return run


@pytest.mark.slow
def test_trace_prints_the_way_of_an_answer(run):
    code, out, _ = run("trace", "example", "AM-011", "team_size")
    assert code == 0
    assert "answers.xlsx (Content!AC87)" in out
    assert "decided by" in out


@pytest.mark.slow
def test_trace_tells_both_names_that_it_does_not_know(run):
    code, out, err = run("trace", "example", "AM-9999999", "team_sise")
    assert (code, out) == (2, "")
    assert "ORGANISATION" in err
    assert 'Did you mean "team_size"?' in err


@pytest.mark.slow
def test_findings_writes_workbooks(run, tmp_path):
    code, out, _ = run("findings", "example", "--out", str(tmp_path / "out"))
    assert code == 0
    written = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert f"Wrote {len(written)} workbooks" in out
    assert "findings-AZ-035.xlsx" in written
    assert run("findings", "example", "--out", str(tmp_path / "out"))[0] == 0


@pytest.mark.slow
def test_import_makes_an_edition_that_can_be_checked(run, tmp_path, project_root):
    export = Path(shutil.copy(project_root / "data" / "editions" / "example" / "answers.xlsx", tmp_path / "mine.xlsx"))
    editions = ("--editions", str(tmp_path / "editions"))
    code, out, _ = run("import", str(export), "--edition", "2025", *editions)
    assert code == 0
    assert "mine.xlsx: EUSurvey, 87 contributions." in out
    assert run("check", "2025", *editions)[0] == 0


def test_import_of_what_is_no_export_is_a_fault(run, tmp_path):
    code, _, err = run("import", str(tmp_path / "nothing.xlsx"), "--edition", "2025", "--editions", str(tmp_path))
    assert code == 2
    assert "nothing.xlsx" in err
