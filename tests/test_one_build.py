"""One build at a time: the second is told at once, and a lock never outlives its process."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from clusterbrief.errors import InputError
from clusterbrief.produce.one_build import one_at_a_time, only_build
from clusterbrief.study.project import Project

HOLDER = """
import subprocess, sys, time
from pathlib import Path
from clusterbrief.produce.one_build import only_build
with only_build(Path(sys.argv[1])):
    if len(sys.argv) > 2:
        import multiprocessing
        child = multiprocessing.get_context("fork").Process(target=time.sleep, args=(30,))
        child.start()
        print(child.pid, flush=True)
    else:
        print("held", flush=True)
    time.sleep(60)
"""


def hold(build, *more):
    program = subprocess.Popen([sys.executable, "-c", HOLDER, str(build), *more], stdout=subprocess.PIPE, text=True)
    return program, program.stdout.readline().strip()


def end(program):
    program.kill()
    program.wait()
    program.stdout.close()


def test_second_build_is_told_at_once_and_the_next_one_runs(tmp_path):
    program, _ = hold(tmp_path)
    try:
        with (
            pytest.raises(InputError, match="another build of this project is running") as caught,
            only_build(tmp_path),
        ):
            pass
        assert caught.value.faults[0].remedy
    finally:
        end(program)
    with only_build(tmp_path):
        pass


@pytest.mark.skipif(sys.platform == "win32", reason="needs fork")
def test_lock_dies_with_its_process_whatever_that_has_started(tmp_path):
    program, child = hold(tmp_path, "with a child")
    end(program)
    try:
        with only_build(tmp_path):
            pass
    finally:
        import os

        os.kill(int(child), signal.SIGKILL)


def test_publishing_builds_under_the_same_lock(tmp_path):
    project = Project(tmp_path, tmp_path)

    @one_at_a_time
    def inner(project, number):
        return number + 1

    @one_at_a_time
    def outer(project, number):
        """Twice inner."""
        return inner(project, inner(project, number=number))

    assert outer(project, 1) == 3
    assert outer.__doc__ == "Twice inner."
    program, _ = hold(project.build)  # and it was given back
    end(program)


def test_lock_is_given_back_after_a_failure(tmp_path):
    with pytest.raises(ValueError, match="on purpose"), only_build(tmp_path):
        raise ValueError("on purpose")
    program, said = hold(tmp_path)
    end(program)
    assert said == "held"


def test_builds_of_other_projects_do_not_matter(tmp_path):
    with only_build(tmp_path / "a"), only_build(tmp_path / "b"):
        assert Path(tmp_path / "a" / ".lock").is_file()


@pytest.mark.slow
def test_command_says_at_once_that_another_build_is_running(tmp_path):
    (tmp_path / "data" / "framework").mkdir(parents=True)
    (tmp_path / "_quarto.yml").touch()
    edition = tmp_path / "data" / "editions" / "one"
    edition.mkdir(parents=True)
    (edition / "edition.yml").touch()
    program, _ = hold(tmp_path / "build")
    try:
        command = "from clusterbrief.cli import main; main()"
        asked = [sys.executable, "-c", command, "build", "one", "--project", str(tmp_path)]
        answer = subprocess.run(asked, capture_output=True, text=True, check=False)
    finally:
        end(program)
    assert answer.returncode == 2
    assert "another build of this project is running" in answer.stderr and "Traceback" not in answer.stderr
