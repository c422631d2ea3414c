"""Which files the command writes, and what it refuses."""

from pathlib import Path

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

from clusterbrief.cli import app
from clusterbrief.errors import InputError
from clusterbrief.produce.questionnaire.files import WRITERS, Wanted, write_invited_forms, write_questionnaire
from clusterbrief.study.framework import Framework

EDITION = """title: Next year
synthetic: true
survey: [{file: not-there-yet.xlsx}]
collected_from: 2025-04-01
collected_to: 2025-05-31
published: 2025-12-01
countries: [AM, GE]
"""
INVITED = """organisation_code,name,country_code,kind,eccp
AM-001,"Արարատ, ../x",AM,cluster organisation,yes
GE-001,=1+1,GE,proto-cluster,no
"""


def test_each_format_gives_its_files(framework: Framework, tmp_path: Path) -> None:
    paths = write_questionnaire(Wanted(framework, tmp_path / "out"), tuple(WRITERS))
    assert [path.name for path in paths] == [
        "questionnaire.xlsx", "questionnaire.docx", "questionnaire.html", "questionnaire_limesurvey.txt",
        "questionnaire_limesurvey_codes.csv", "questionnaire_eusurvey.xlsx", "codebook.csv",
    ]  # fmt: skip
    assert all(path.stat().st_size > 1000 for path in paths)


def test_invited_organisations_get_forms_before_anybody_answered(framework: Framework, tmp_path: Path) -> None:
    (tmp_path / "edition.yml").write_text(EDITION, encoding="utf-8")
    (tmp_path / "invited.csv").write_text(INVITED, encoding="utf-8")
    paths = write_invited_forms(Wanted(framework, tmp_path / "out"), tmp_path)
    assert [path.relative_to(tmp_path).as_posix() for path in paths] == [
        "out/forms/AM-001.xlsx",
        "out/forms/GE-001.xlsx",
    ]
    assert load_workbook(paths[1])["About"]["B4"].value == "=1+1"


def test_command_writes_one_format_and_says_so(project_root: Path, tmp_path: Path) -> None:
    call = ["questionnaire", "--format", "codebook", "--out", str(tmp_path), "--project", str(project_root)]
    result = CliRunner().invoke(app, call)
    assert result.exit_code == 0
    assert result.output.replace("\n", "") == f"Wrote {tmp_path / 'codebook.csv'}"
    assert [path.name for path in tmp_path.iterdir()] == ["codebook.csv"]
    assert "dig_scouting" in (tmp_path / "codebook.csv").read_text(encoding="utf-8-sig")


@pytest.mark.parametrize(
    ("option", "given", "near"), [("--format", "xls", 'Did you mean "xlsx"?'), ("--language", "hy", "en")]
)
def test_what_is_unknown_is_refused_with_the_nearest_name(
    project_root: Path, tmp_path: Path, option: str, given: str, near: str
) -> None:
    call = ["questionnaire", option, given, "--out", str(tmp_path / "out"), "--project", str(project_root)]
    result = CliRunner().invoke(app, call)
    assert isinstance(result.exception, InputError)
    assert near in str(result.exception)
    assert not (tmp_path / "out").exists()
