"""The command that notes what was sent."""

import pandas as pd
import pytest
from typer.testing import CliRunner

from clusterbrief.cli import app

pytestmark = pytest.mark.slow


def test_what_is_noted_is_read_again_and_shown(tmp_path, project_root, framework):
    from clusterbrief.study.example import write_example

    folder = tmp_path / "editions" / "small"
    write_example(folder, framework, 12, 3)
    before = (folder / "distribution.csv").read_text(encoding="utf-8")
    options = ["--project", str(project_root), "--editions", str(tmp_path / "editions")]
    result = CliRunner().invoke(app, ["sent", "small", "organisation", "MD-002", "--day", "2024-12-20", *options])
    assert result.exit_code == 0, result.output
    assert "Noted for one recipient" in result.output
    assert (folder / "distribution.csv").read_text(encoding="utf-8").startswith(before)
    row = pd.read_csv(folder / "distribution.csv").iloc[-1]
    assert (row["sent_on"], row["recipient_code"], row["version"][:7]) == ("2024-12-20", "MD-002", "2024.1-")
