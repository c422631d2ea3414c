"""The preview: on this computer alone, it builds what was saved, reloads, shows faults and stops."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from http.client import HTTPConnection
from pathlib import Path

import pytest

from clusterbrief.errors import Fault, InputError, Place
from clusterbrief.produce.preview import SCRIPT, STATE, PreviewServer, show_while_writing

PAGE = "<!DOCTYPE html><html><head></head><body><p>{}</p></body></html>"


@pytest.fixture
def site(tmp_path):
    folder = tmp_path / "site"
    (folder / "countries").mkdir(parents=True)
    (folder / "index.html").write_text(PAGE.format("Home"), encoding="utf-8")
    (folder / "countries" / "am.html").write_text(PAGE.format("Հայաստան"), encoding="utf-8")
    (folder / "a.csv").write_text("a,b\n", encoding="utf-8")
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    return folder


@pytest.fixture
def server(site):
    opened = PreviewServer(site, 0)
    opened.start()
    yield opened
    opened.stop()


def ask(server, path, host=None):
    connection = HTTPConnection("127.0.0.1", server.server_address[1], timeout=10)
    connection.request("GET", path, headers={} if host is None else {"Host": host})
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer.status, text


def test_pages_are_shown_with_what_reloads_them_and_files_as_they_are(server):
    for path, words in (("/", "Home"), ("/index.html", "Home"), ("/countries/am.html?x=1", "Հայաստան")):
        status, text = ask(server, path)
        assert status == 200 and words in text and f'<script src="{SCRIPT}"></script></body>' in text
    assert ask(server, "/a.csv") == (200, "a,b\n")
    assert "location.reload()" in ask(server, SCRIPT)[1] and STATE in ask(server, SCRIPT)[1]


@pytest.mark.parametrize(
    "path", ["/../secret.txt", "/%2e%2e/secret.txt", "/countries/../../secret.txt", "//secret.txt"]
)
def test_nothing_outside_the_site_is_served(server, path):
    status, text = ask(server, path)
    assert status == 404 and "secret" not in text.replace("secret.txt", "")


def test_no_list_of_files_and_no_page_that_is_not_there(server):
    server.shown.version = 1
    assert ask(server, "/countries")[0] in {301, 404}
    assert ask(server, "/none.html")[0] == 404
    assert ask(server, "/none.csv")[0] == 404


def test_only_this_computer_is_answered(server):
    assert server.server_address[0] == "127.0.0.1"
    assert ask(server, "/", "localhost:8000")[0] == 200
    assert ask(server, "/", "attacker.example")[0] == 403


def test_page_that_was_never_built_waits_and_says_why(tmp_path):
    opened = PreviewServer(tmp_path / "nothing", 0)
    opened.start()
    try:
        opened.shown.fault = "reports/a.qmd:3\n  Cannot <read> it"
        assert SCRIPT in ask(opened, "/")[1]
        assert json.loads(ask(opened, STATE)[1]) == {"version": 0, "busy": False, "fault": opened.shown.fault}
    finally:
        opened.stop()


def test_port_that_is_taken_is_a_fault(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(InputError, match="Cannot listen on port") as caught:
            PreviewServer(tmp_path, taken.getsockname()[1])
    assert "0 for any" in caught.value.faults[0].remedy
    with pytest.raises(InputError, match="Cannot listen"):
        PreviewServer(tmp_path, 70000)


def until(condition):
    for _ in range(400):
        if condition():
            return
        time.sleep(0.05)
    pytest.fail("nothing happened")


def test_what_is_saved_is_built_and_a_fault_is_shown_until_it_is_mended(site, tmp_path):
    source = tmp_path / "a.qmd"
    source.write_text("good", encoding="utf-8")
    told = []

    def rebuild():
        text = source.read_text(encoding="utf-8")
        if text == "broken":
            raise InputError([Fault(Place("a.qmd", 3), "Cannot read it", "Mend it.")])
        if text == "stop":
            raise KeyboardInterrupt  # as Ctrl-C does
        return "method EaP: a cell failed" if text == "failing" else ""

    server = PreviewServer(site, 0)
    thread = threading.Thread(target=show_while_writing, args=(server, [tmp_path], rebuild, told.append, 0.02))
    thread.start()
    try:
        until(lambda: server.shown.version == 1)
        for text, fault, version in (("broken", "a.qmd:3", 1), ("failing", "a cell failed", 2), ("good", "", 3)):
            source.write_text(text, encoding="utf-8")
            os.utime(source, ns=(version, version + len(text)))
            until(lambda fault=fault, version=version: fault in server.shown.fault and server.shown.version == version
                  and bool(server.shown.fault) == bool(fault) and not server.shown.busy)  # fmt: skip
            assert ask(server, "/")[0] == 200  # the last good pages stay
    finally:
        source.write_text("stop", encoding="utf-8")
        os.utime(source, ns=(9, 9))
        thread.join(20)
    assert not thread.is_alive()
    assert told[0].startswith("See http://127.0.0.1:") and any("Mend it." in each for each in told)
    with pytest.raises(OSError):
        socket.create_connection(server.server_address, 1)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGINT")
def test_command_shows_a_site_survives_a_faulty_edit_and_stops_with_ctrl_c(small_edition, tmp_path):
    root = Path(shutil.copytree(small_edition.root, tmp_path / "copy"))
    command = [sys.executable, "-c", "from clusterbrief.cli import main; main()", "preview", "small", "--port", "0"]
    command += ["--document", "method", "--renderer", "embedded", "--project", str(root)]
    program = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        address = program.stdout.readline().split()[1]

        def state():
            with urllib.request.urlopen(address + STATE[1:], timeout=20) as answer:
                return json.load(answer)

        def wait(condition):
            for _ in range(600):
                now = state()
                if condition(now) and not now["busy"]:
                    return now
                time.sleep(0.1)
            return pytest.fail(str(now))

        wait(lambda now: now["version"] == 1 and not now["fault"])
        document = root / "reports" / "method.qmd"
        good = document.read_text(encoding="utf-8")
        document.write_text(good + "\n{{< env HOME >}}\n", encoding="utf-8")
        assert "method.qmd" in wait(lambda now: now["fault"])["fault"]
        document.write_text(good + "\nA new sentence.\n", encoding="utf-8")
        wait(lambda now: now["version"] == 2 and not now["fault"])
        with urllib.request.urlopen(address + "method.html", timeout=20) as page:
            assert b"A new sentence." in page.read()
        program.send_signal(signal.SIGINT)
        said = program.communicate(timeout=60)[0]
        assert program.returncode == 0 and "Stopped." in said and "Traceback" not in said
    finally:
        program.kill()
        program.wait()
