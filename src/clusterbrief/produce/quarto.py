"""Quarto as a program: called on an assembled project, its errors brought back with document and line."""

import re
import subprocess
from collections.abc import Sequence
from pathlib import Path

ERROR = re.compile(r"^(ERROR|FATAL)\b:?\s*(?P<problem>.*)$", re.M)
COLOURS = re.compile(r"\x1b\[[0-9;]*m")
STARTED = re.compile(r"^\[\s*\d+/\d+\]\s+(?P<file>\S+\.qmd)", re.M)
LINE = re.compile(r"\(?\bline (?P<line>\d+)")
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

    def render(self, project: Path, out: Path, formats: Sequence[str]) -> list[tuple[str, str]]:
        """Typeset a whole project; Quarto stops at the first document that fails."""
        failures = []
        for form in formats:
            command = [self.program, "render", str(project), "--to", form, "--output-dir", str(out), "--no-execute"]
            try:
                answer = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
            except (OSError, subprocess.SubprocessError) as error:
                return [("", f"Quarto could not be run: {error}")]
            if answer.returncode:
                failures.append(read_error(answer.stdout + answer.stderr))
        return failures


def read_error(output: str) -> tuple[str, str]:
    """The document that Quarto stopped at, and its message with the line where it names one."""
    output = COLOURS.sub("", output)
    documents = STARTED.findall(output)
    found = ERROR.search(output)
    problem = found["problem"].strip() if found else ""
    after = output[found.end() :].strip().splitlines() if found else output.strip().splitlines()[-3:]
    line = LINE.search(output[found.start() :]) if found else None
    reason = problem or " ".join(each.strip() for each in after[:3]) or "Quarto stopped without a message"
    where = f", line {line['line']}" if line and f"line {line['line']}" not in reason else ""
    return (documents[-1] if documents else "", f"Quarto{where}: {reason}")
