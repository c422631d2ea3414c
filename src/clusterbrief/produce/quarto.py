"""Quarto as a program: called on an assembled project, its errors brought back with document and line."""

import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from ruamel.yaml import YAML

from clusterbrief.produce.formats.looks import read_looks
from clusterbrief.produce.remembered import NOTHING, Remembered
from clusterbrief.produce.self_contained import keep_whole_pages

ERROR = re.compile(r"^(ERROR|FATAL)\b", re.M)
ERROR_MARK = re.compile(r"^(ERROR|FATAL)\b:?")
TRACE = re.compile(r"^(Stack trace:|stack traceback:|\s+at |WARN\b)", re.M)
COLOURS = re.compile(r"\x1b\[[0-9;]*m")
STARTED = re.compile(r"^\[\s*\d+/\d+\]\s+(?P<file>\S+\.qmd)", re.M)
NAMED = re.compile(r"(?P<file>[^\s'\"(]+\.qmd)\b")
LINE = re.compile(r"\bline (\d+)|\((?:[^()\s]+, )?(\d+):\d+\)|\.qmd[,:]\s*(\d+):\d+")
QUOTED = re.compile(r"^\s*\d+\s*(?:\||:\s)(?P<text>.*)$|^\s*(?:~+|-+\^)\s*$", re.M)  # pieces of a document
MOST_LINES = 4  # of a message
SECONDS = 900


def quarto_version(program: str) -> tuple[int, ...] | None:
    """Version of a Quarto program, or None where it does not answer."""
    try:
        answer = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=60, check=True)
    except (OSError, subprocess.SubprocessError):
        return None
    numbers = re.findall(r"\d+", answer.stdout)
    return tuple(int(each) for each in numbers[:3]) or None


class QuartoRenderer:
    """Typesets with ``quarto render``."""

    def __init__(self, program: str, version: tuple[int, ...]) -> None:
        self.program = program
        self.name = f"Quarto {'.'.join(map(str, version))}"

    def render(
        self, project: Path, out: Path, formats: Sequence[str], remembered: Remembered = NOTHING
    ) -> list[tuple[str, str]]:
        """Typeset a whole project; Quarto stops at the first document that fails.

        Each page has the formats of its front matter, which are among those given. One run makes them all: a second
        one would first delete what the first has made. For that reason nothing is taken from what is remembered.
        """
        shutil.rmtree(out, ignore_errors=True)  # Quarto would leave what an interrupted build left there
        failures = []
        command = [self.program, "render", str(project), "--output-dir", str(out), "--no-execute"]
        try:
            answer = subprocess.run(
                command, capture_output=True, text=True, timeout=SECONDS, check=False, env=_environment(project)
            )
        except (OSError, subprocess.SubprocessError) as error:
            return [("", f"Quarto could not be run: {error}")]
        if answer.returncode:
            output = answer.stdout + answer.stderr
            file, reason = read_error(output)
            failures.append((_inside(project, file) if file else _quoted(project, output), reason))
        settings = YAML(typ="safe").load(project / "_quarto.yml") if (project / "_quarto.yml").is_file() else {}
        if not failures and settings.get("format", {}).get("html", {}).get("embed-resources"):
            keep_whole_pages(out, settings["project"]["render"])
        return failures


def _environment(project: Path) -> dict[str, str]:
    """What Quarto's programs are told: where the fonts lie, and the date that Word files are to carry."""
    if not (project / "_quarto.yml").is_file():
        return dict(os.environ)
    looks = read_looks(project)
    return {**os.environ, "TYPST_FONT_PATHS": str(looks.fonts), "SOURCE_DATE_EPOCH": str(looks.epoch)}


def _inside(project: Path, file: str) -> str:
    """A document's name inside its project; Quarto gives that, the whole path, or the path from the working folder."""
    path, root = Path(file).resolve(), project.resolve()
    if (root / file).is_file() and not Path(file).is_absolute():
        return file
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else file


def _quoted(project: Path, output: str) -> str:
    """The one document that holds the lines quoted in a message without a name, as messages on YAML are."""
    pieces = [each["text"].strip() for each in QUOTED.finditer(COLOURS.sub("", output)) if each["text"]]
    pieces = [each for each in pieces if each and not each.endswith("...")]
    found = [
        path.relative_to(project).as_posix()
        for path in sorted(project.rglob("*.qmd"))
        if {line.strip() for line in path.read_text(encoding="utf-8", errors="replace").splitlines()} >= set(pieces)
    ]
    return found[0] if pieces and len(found) == 1 else ""


def read_error(output: str) -> tuple[str, str]:
    """The document that Quarto stopped at, and its message with the line where it names one.

    Quarto names the document in the message (``In file a.qmd``), or only in the line on its progress before it.
    """
    output = COLOURS.sub("", output)
    begun = STARTED.findall(output)
    found = ERROR.search(output)
    message = TRACE.split(output[found.start() :])[0] if found else "\n".join(output.strip().splitlines()[-3:])
    told = [line for line in message.strip().splitlines() if line.strip() and not QUOTED.match(line)]
    words = " ".join(ERROR_MARK.sub("", line).strip() for line in told[:MOST_LINES])
    named = NAMED.search(message)
    line = LINE.search(message)
    file = named["file"] if named else begun[-1] if begun else ""
    number = next((each for each in line.groups() if each), "") if line else ""
    reason = words or "Quarto stopped without a message"
    where = f"line {number}: " if number and f"line {number}" not in reason else ""
    return file, f"Quarto: {where}{reason}"
