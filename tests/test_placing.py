"""Folders in their places: after any interruption the earlier one stands there, or the later one, and it is whole."""

import errno
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from clusterbrief.produce import placing
from clusterbrief.produce.placing import aside_of, before_of, put_in_place, recover_place, recover_places

FILES = 40
# Swaps two whole folders as fast as it can, until it is killed
SWAPPER = f"""
import sys
from pathlib import Path
from clusterbrief.produce import placing
if sys.argv[2] == "renaming":
    placing._exchange = lambda *_: False
place = Path(sys.argv[1])
print("ready", flush=True)
for version in range(1, 10**6):
    new = placing.aside_of(place)
    placing.shutil.rmtree(new, ignore_errors=True)
    new.mkdir()
    for number in range({FILES}):
        (new / str(number)).write_text(str(version))
    placing.put_in_place(new, place)
"""


def folder(path, text):
    path.mkdir(parents=True)
    for number in range(3):
        (path / str(number)).write_text(text)
    return path


def content(path):
    return {each.read_text() for each in path.iterdir()}


@pytest.fixture(params=["exchange", "renaming"])
def way(request, monkeypatch):
    """In one step where this system can, and as on systems that cannot."""
    if request.param == "renaming":
        monkeypatch.setattr(placing, "_exchange", lambda *_: False)
    return request.param


def test_later_folder_takes_the_place_and_nothing_is_left_beside_it(tmp_path, way):
    place = tmp_path / "site"
    for text in ("first", "second", "third"):
        put_in_place(folder(aside_of(place), text), place)
        assert content(place) == {text}
        assert list(tmp_path.iterdir()) == [place]


@pytest.mark.parametrize("step", range(4))
def test_failure_at_any_step_leaves_a_whole_folder(tmp_path, monkeypatch, way, step):
    place = folder(tmp_path / "site", "old")
    new = folder(aside_of(place), "new")
    steps = []

    def failing(real):
        def call(*given, **named):
            steps.append(real)
            if len(steps) > step:
                raise OSError(errno.ENOSPC, "No space left on device")
            return real(*given, **named)

        return call

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", failing(Path.replace))
        patched.setattr(placing.shutil, "rmtree", failing(placing.shutil.rmtree))
        if way == "exchange":
            patched.setattr(placing, "_exchange", failing(placing._exchange))
        try:
            put_in_place(new, place)
        except OSError:
            assert steps
    recover_places(tmp_path)
    assert content(place) in ({"old"}, {"new"})
    put_in_place(folder(tmp_path / "later", "later"), place)
    assert content(place) == {"later"}


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
@pytest.mark.parametrize("mode", ["exchange", "renaming"])
def test_killed_at_any_moment_a_whole_folder_stands_there(tmp_path, mode):
    place = folder(tmp_path / "site", "0")
    for number in range(12):
        program = subprocess.Popen([sys.executable, "-c", SWAPPER, str(place), mode], stdout=subprocess.PIPE)
        program.stdout.readline()
        time.sleep(0.002 + 0.0037 * number)
        program.send_signal(signal.SIGKILL)
        program.wait()
        program.stdout.close()
        if mode == "exchange" and placing._exchanging_call() is not None:
            assert place.is_dir()  # without any recovery
        recover_places(tmp_path)
        assert len(content(place)) == 1
        assert not before_of(place).exists()


def test_what_waits_beside_its_place_comes_back(tmp_path):
    before = folder(before_of(tmp_path / "internal" / "site"), "old")
    folder(before_of(tmp_path / "site"), "older")
    folder(tmp_path / "site", "new")
    recover_places(tmp_path)
    assert content(tmp_path / "internal" / "site") == {"old"}
    assert content(tmp_path / "site") == {"new"}
    assert not before.exists() and not before_of(tmp_path / "site").exists()
    recover_place(tmp_path / "nothing")


@pytest.mark.skipif(placing._exchanging_call() is None, reason="this system cannot exchange folders")
def test_exchange_that_fails_for_another_reason_is_an_error(tmp_path):
    folder(tmp_path / "a", "a")
    with pytest.raises(OSError) as caught:
        placing._exchange(tmp_path / "a", tmp_path / "gone")
    assert caught.value.errno == errno.ENOENT
    assert content(tmp_path / "a") == {"a"}


def test_file_system_that_cannot_exchange_is_told_apart(tmp_path, monkeypatch):
    def call(*_):
        placing.ctypes.set_errno(errno.EINVAL)
        return -1

    monkeypatch.setattr(placing, "_exchanging_call", lambda: call)
    place = folder(tmp_path / "site", "old")
    put_in_place(folder(tmp_path / "new", "new"), place)
    assert content(place) == {"new"}
    assert list(tmp_path.iterdir()) == [place]
