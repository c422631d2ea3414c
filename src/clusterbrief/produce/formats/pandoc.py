"""Calling pandoc, the program that comes with pypandoc-binary."""

import json
import os
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

SECONDS = 300
# What a text holds must not act: raw TeX, formulas, citations and front matter are not read, raw blocks dropped later
READER = (
    "markdown-smart-raw_tex-tex_math_dollars-citations-yaml_metadata_block-latex_macros"
    "-tex_math_single_backslash-tex_math_double_backslash-pandoc_title_block-mmd_title_block"
)


class FormatError(Exception):
    """A page cannot be written in a format; its text says why."""


def run_pandoc(arguments: Sequence[str], given: str, folder: Path, epoch: int = 0) -> str:
    """What pandoc prints, called in a folder with a text on its standard input; the clock stands at ``epoch``.

    Raises
    ------
    FormatError
        Pandoc fails, or takes longer than five minutes.
    """
    import pypandoc

    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(epoch), "TZ": "UTC"}
    try:
        answer = subprocess.run(
            [pypandoc.get_pandoc_path(), *arguments],
            input=given.encode(), cwd=folder, env=environment, capture_output=True, timeout=SECONDS, check=False,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError) as error:
        raise FormatError(f"Pandoc could not be run: {error}") from None
    told = answer.stderr.decode(errors="replace").strip()
    if answer.returncode or "[WARNING] Could not fetch resource" in told:
        raise FormatError(f"Pandoc: {told or 'stopped without a message'}")
    return answer.stdout.decode()


def read_markdown(text: str, folder: Path) -> dict[str, Any]:
    """The tree of a text in Quarto's Markdown."""
    tree: dict[str, Any] = json.loads(run_pandoc(["--sandbox", "-f", READER, "-t", "json"], text, folder))
    return tree


def write_tree(tree: dict[str, Any], options: Sequence[str], folder: Path, epoch: int = 0) -> str:
    """A tree in another format, as pandoc writes it; empty where the options name a file to write."""
    return run_pandoc(["-f", "json", "--syntax-highlighting=none", *options], json.dumps(tree), folder, epoch)
