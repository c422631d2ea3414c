"""The command that compares, as an author runs it."""

import pytest

from test_cli_answers import run  # noqa: F401 - a fixture


def test_unknown_editions_and_publications_are_told_together(run):  # noqa: F811
    code, out, err = run("compare", "exampel", "example@last")
    assert (code, out) == (2, "")
    assert "2 faults" in err and 'Did you mean "example"?' in err
    assert "NEW\n" in err and "it was never published" in err


@pytest.mark.slow
def test_two_editions_are_compared_and_files_written(run, tmp_path):  # noqa: F811
    code, out, _ = run("compare", "example", "example-2025", "--out", str(tmp_path))
    assert code == 0
    assert "What changed from example to example-2025" in out
    assert (tmp_path / "internal" / "changes.xlsx").is_file()
    assert (tmp_path / "public" / "areas.csv").is_file()
