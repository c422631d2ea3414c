"""Renderers: one small interface for Quarto and for the embedded one."""

import os
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from clusterbrief.errors import Fault, InputError, Place
from clusterbrief.produce.embedded import EmbeddedRenderer
from clusterbrief.produce.quarto import QuartoRenderer, quarto_version
from clusterbrief.produce.remembered import NOTHING, Remembered

LEAST_QUARTO = (1, 4)


class Renderer(Protocol):
    """Typesets an assembled project into a folder."""

    name: str

    def render(
        self, project: Path, out: Path, formats: Sequence[str], remembered: Remembered = NOTHING
    ) -> Sequence[tuple[str, str]]:
        """Typeset a project: each page as HTML, and in those of its other formats that are given.

        A page names its formats in its front matter. What is ``remembered`` need not be typeset again.
        Returns (file, reason) for what failed.
        """


def choose_renderer(choice: str, jobs: int = 0) -> Renderer:
    """The renderer that was asked for; ``auto`` takes Quarto where it is installed.

    ``jobs`` is how many pages the embedded one typesets at a time; 0: one for each core.

    Raises
    ------
    InputError
        Quarto was asked for and is missing or too old.
    """
    program = os.environ.get("QUARTO_PATH") or shutil.which("quarto")
    version = quarto_version(program) if program and choice != "embedded" else None
    if version and version >= LEAST_QUARTO:
        return QuartoRenderer(str(program), version)
    if choice == "quarto":
        found = f"found {'.'.join(map(str, version))}" if version else "found none"
        problem = f"Cannot render with Quarto: {found}, {'.'.join(map(str, LEAST_QUARTO))} or later is needed"
        remedy = "Install it from quarto.org, set QUARTO_PATH, or leave --renderer out."
        raise InputError([Fault(Place("--renderer"), problem, remedy)])
    return EmbeddedRenderer(jobs)
