"""The command that writes examples, as an author runs it."""

import shutil

import pytest

from test_cli_answers import run  # noqa: F401 - a fixture

pytestmark = pytest.mark.slow  # whole editions are analysed again and again


def test_later_example_is_written_and_another_edition_never_written_over(run, tmp_path, project_root):  # noqa: F811
    editions = tmp_path / "editions"
    shutil.copytree(project_root / "data" / "editions" / "example", editions / "example")
    command = ("example", str(editions / "next"), "--later-than", "example", "--editions", str(editions))
    code, out, _ = run(*command)
    assert code == 0 and "synthetic answers" in out
    kept = project_root / "data" / "editions" / "example-2025"
    assert (editions / "next" / "answers.xlsx").read_bytes() == (kept / "answers.xlsx").read_bytes()
    code, _, err = run("example", str(editions / "again"), "--later-than", "exampel", "--editions", str(editions))
    assert code == 2 and 'Did you mean "example"?' in err
    (editions / "next" / "edition.yml").write_text("title: mine\n", encoding="utf-8")
    assert run(*command)[0] == 2
