"""The embedded renderer: the site by smalldocs, from a copy with numbers resolved; Word and PDF by pandoc and Typst."""

import re
import shutil
from collections.abc import Sequence
from pathlib import Path

from ruamel.yaml import YAML

from clusterbrief.produce.cross_references import number_references
from clusterbrief.produce.formats.looks import FOLDER
from clusterbrief.produce.formats.pages import write_formats
from clusterbrief.produce.remembered import NOTHING, Remembered
from clusterbrief.produce.self_contained import keep_whole_pages

PAGE_FORMATS = re.compile(r"\nformat:(?:\n  \w+: default)+(?=\n)")  # of a page; smalldocs makes HTML only


class EmbeddedRenderer:
    """Typesets with the libraries that come with clusterbrief; nothing else is needed."""

    name = "embedded"

    def __init__(self, jobs: int = 0) -> None:
        self.jobs = jobs  # pages at a time; 0: one for each core

    def render(
        self, project: Path, out: Path, formats: Sequence[str], remembered: Remembered = NOTHING
    ) -> list[tuple[str, str]]:
        """Typeset a whole project as HTML, and each page in the other formats that it asks for among those given."""
        from smalldocs.config import BuildError, ConfigError

        from clusterbrief.produce.site_pages import build_site

        copy = out.with_name(f"{out.name}.project")
        settings = copy_for_smalldocs(project, copy, out)
        try:
            build_site(str(copy), remembered)
        except (BuildError, ConfigError, OSError, ValueError) as error:
            return [("", f"The site could not be built: {error}")]
        finally:
            shutil.rmtree(copy, ignore_errors=True)
        problems = write_formats(project, out, formats, self.jobs, remembered)
        if settings["format"]["html"].get("embed-resources"):
            keep_whole_pages(out, settings["project"]["render"])
        return problems


def copy_for_smalldocs(project: Path, copy: Path, out: Path) -> dict:
    """Copy a project with captions and references numbered, to be built into ``out``; returns its settings."""
    shutil.rmtree(copy, ignore_errors=True)
    shutil.rmtree(out, ignore_errors=True)
    shutil.copytree(project, copy, ignore=shutil.ignore_patterns(FOLDER))
    for page in sorted(copy.rglob("*.qmd")):
        text = PAGE_FORMATS.sub("", page.read_text(encoding="utf-8"), count=1)
        page.write_text(number_references(text), encoding="utf-8")
    path = copy / "_quarto.yml"
    settings = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    settings["format"] = {"html": settings["format"]["html"]}
    settings["format"]["html"].pop("format-links", None)
    settings["project"]["output-dir"] = str(out.resolve())
    with path.open("w", encoding="utf-8") as handle:
        YAML(typ="safe").dump(settings, handle)
    return settings
