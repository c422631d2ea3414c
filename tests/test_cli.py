"""The command line: what it says and how it ends."""

import subprocess
import sys
from functools import cache

import pytest
from typer.testing import CliRunner

from clusterbrief import cli, pipeline
from clusterbrief.produce import receipts
from clusterbrief.produce.run_table import RunRow, RunTable

read_once = cache(pipeline.read_all)  # what wishes are checked against does not change


@pytest.fixture
def run(project_root, monkeypatch, capsys):
    """Run a command as the shell does; gives exit code, output and errors."""

    def call(*arguments):
        monkeypatch.setattr(sys, "argv", ["clusterbrief", *map(str, arguments)])
        monkeypatch.chdir(project_root)
        with pytest.raises(SystemExit) as caught:
            cli.main()
        out, err = capsys.readouterr()
        return caught.value.code or 0, out, err

    return call


@pytest.fixture
def built(monkeypatch):
    """Stands for a build; keeps what it was asked for."""
    asked = []

    def build(project, edition, request, progress):
        asked.append((edition, request))
        rows = (RunRow("country", "AM", "ok", 1.0), RunRow("country", "MD", "failed", 1.0, "cell 3: ValueError: x"))
        return RunTable(rows[: 2 if edition == "failing" else 1], "embedded", ("build/site",), 7)

    monkeypatch.setattr(pipeline, "build", build)
    monkeypatch.setattr(receipts, "unchanged", lambda *_: None)  # there are no such editions
    return asked


HELP = """
import sys
import clusterbrief.cli as cli
sys.argv = ["clusterbrief", "--help"]
try:
    cli.main()
except SystemExit:
    pass
heavy = {"pandas", "plotnine", "matplotlib", "numpy", "nbformat", "papermill", "ruamel.yaml"} & set(sys.modules)
assert not heavy, heavy
"""


def test_help_comes_at_once():
    answer = subprocess.run([sys.executable, "-c", HELP], capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr
    assert "build" in answer.stdout


@pytest.mark.parametrize("command", ["build", "check", "list", "example", "lq"])
def test_each_command_explains_itself(command):
    answer = CliRunner().invoke(cli.app, [command, "--help"])
    assert answer.exit_code == 0
    assert "Usage" in answer.output
    assert "Options" in answer.output


def test_build_that_makes_everything_ends_with_0(run, built):
    code, out, _ = run("build", "fine")
    assert code == cli.DONE
    assert "country" in out
    assert "Typeset with: embedded" in out
    assert "7 (build/internal/findings.csv)" in out


def test_build_in_which_a_document_fails_ends_with_1_and_says_why(run, built):
    code, out, _ = run("build", "failing")
    assert code == cli.DOCUMENT_FAILED
    assert "failed: country MD: cell 3: ValueError: x" in out


def test_options_reach_the_build(run, built):
    run("build", "fine", "--audience", "public,private", "--only", "country=am", "--document", "country.qmd",
        "--renderer", "embedded", "--jobs", "2", "--force", "--formats", "html")  # fmt: skip
    run("build", "fine", "--audience", "all")
    [(edition, first), (_, second)] = built
    assert (edition, first.audiences, first.only) == ("fine", ("public", "private"), {"country": "AM"})
    assert (first.document, first.renderer, first.jobs, first.force) == ("country", "embedded", 2, True)
    assert second.audiences == ("public", "private", "internal")


@pytest.mark.parametrize(
    ("arguments", "place", "problem", "remedy"),
    [
        (["nosuch"], "data/editions", 'Cannot find an edition named "nosuch"', ""),
        (["exampel"], "data/editions", 'Cannot find an edition named "exampel"', '"example"'),
        (["example", "--only", "country=XX"], "--only", 'Cannot find the country "XX"', "AM"),
        (["example", "--only", "organisation=AM-999"], "--only", 'Cannot find the organisation "AM-999"', ""),
        (["example", "--only", "land=AM"], "--only", 'Cannot choose by "land"', "country=CODE"),
        (["example", "--only", "AM"], "--only", 'Cannot read "AM"', "country=CODE"),
        (["example", "--audience", "publik"], "--audience", 'Cannot build for "publik"', '"public"'),
        (["example", "--formats", "html,doc"], "--formats", 'Cannot use "doc"', '"docx"'),
        (["example", "--renderer", "quatro"], "--renderer", 'Cannot use "quatro"', '"quarto"'),
        (["example", "--document", "contry"], "--document", 'Cannot find the document "contry"', '"country"'),
        (["example", "--document", "organisation"], "--only, --document", "Cannot find anything to make", "--audience"),
    ],
)
def test_wish_that_cannot_be_met_ends_with_2_before_anything_is_made(
    run, monkeypatch, arguments, place, problem, remedy
):
    monkeypatch.setattr(pipeline, "read_all", read_once)
    monkeypatch.setattr(pipeline, "write_results", lambda *_: pytest.fail("something was made"))
    code, out, err = run("build", *arguments)
    assert code == cli.INPUT_TO_MEND
    assert place in err
    assert problem in err
    assert remedy in err
    assert "Traceback" not in out + err


def test_folder_without_a_project_is_told(run, tmp_path):
    code, _, err = run("check", "example", "--project", tmp_path)
    assert code == cli.INPUT_TO_MEND
    assert "Cannot find a project here or above" in err


def test_check_counts_findings_by_kind(run):
    code, out, _ = run("check", "example")
    assert code == cli.DONE
    lines = out.splitlines()
    assert lines[0].startswith("Nothing to mend. ")
    total = int(lines[1].split()[0])
    assert sum(int(line.split()[0]) for line in lines[2:]) == total > 0


@pytest.mark.slow
def test_list_says_why_each_unit_is_or_is_not_up_to_date(run, monkeypatch):
    monkeypatch.setattr(
        pipeline.Manifest, "stale_because", lambda self, key, *_: "changed: profile" * key.endswith("AM")
    )
    code, out, _ = run("list", "example", "--audience", "public")
    assert code == cli.DONE
    rows = {tuple(line.split()[1:3]): line for line in out.splitlines()[1:]}
    assert "changed: profile" in rows["country", "AM"]
    assert "up to date" in rows["country", "MD"]
    assert not [line for line in rows.values() if line.startswith("private")]


def test_bugs_are_not_hidden_as_faults(monkeypatch):
    def fail(*_):
        raise KeyError("a bug")

    monkeypatch.setattr(pipeline, "check", fail)
    monkeypatch.setattr(sys, "argv", ["clusterbrief", "check", "example"])
    with pytest.raises(KeyError):
        cli.main()


def test_interrupted_build_ends_without_a_traceback(run, monkeypatch):
    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(pipeline, "build", interrupt)
    code, out, err = run("build", "example", "--force")  # one that is up to date would not begin
    assert code not in (cli.DONE, cli.INPUT_TO_MEND)
    assert "Traceback" not in out + err


def test_example_is_written_and_never_over_an_edition_of_ones_own(run, tmp_path):
    folder = tmp_path / "edition"
    assert run("example", folder, "--organisations", 6, "--seed", 1)[0] == cli.DONE
    before = (folder / "answers.xlsx").read_bytes()
    assert run("example", folder, "--organisations", 6, "--seed", 1)[0] == cli.DONE
    assert (folder / "answers.xlsx").read_bytes() == before
    (folder / "edition.yml").write_text("title: Ours\n")
    code, _, err = run("example", folder, "--organisations", 6, "--seed", 2)
    assert code == cli.INPUT_TO_MEND
    assert "Cannot write an example here" in err
    assert (folder / "answers.xlsx").read_bytes() == before


def test_location_quotients_come_on_standard_output(run, tmp_path):
    path = tmp_path / "jobs.csv"
    path.write_text("area,industry,employment\nA,x,10\nA,y,10\nB,x,10\nB,y,30\n")
    code, out, _ = run("lq", path)
    assert code == cli.DONE
    header, first, *_ = out.splitlines()
    assert header.startswith("area,industry,employment,lq,")
    assert first.startswith("A,x,10")
    assert float(first.split(",")[3]) == pytest.approx((10 / 20) / (20 / 60))


def test_location_quotients_of_a_missing_file_end_with_2(run, tmp_path):
    code, out, err = run("lq", tmp_path / "none.csv")
    assert code == cli.INPUT_TO_MEND
    assert "Cannot" in err
    assert "Traceback" not in out + err


def test_lq_without_any_known_total_says_what_to_name(run, tmp_path):
    path = tmp_path / "employment.csv"
    path.write_text("area,industry,employment\nA,C13,\nA,C14,5\nB,C13,4\nB,C14,\n", encoding="utf-8")
    code, output, errors = run("lq", path)
    assert code == 2
    assert output.startswith("area,industry,employment,lq")
    assert "--total-industry" in errors
