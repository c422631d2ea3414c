"""The embedded renderer: the site by smalldocs, from a copy of the project in which numbers are resolved."""

import shutil
from collections.abc import Sequence
from pathlib import Path

from ruamel.yaml import YAML

from clusterbrief.produce.cross_references import number_references
from clusterbrief.produce.self_contained import keep_whole_pages


class EmbeddedRenderer:
    """Typesets with the libraries that come with clusterbrief; nothing else is needed."""

    name = "embedded"

    def render(self, project: Path, out: Path, formats: Sequence[str]) -> list[tuple[str, str]]:
        """Typeset a whole project as HTML."""
        from smalldocs.config import BuildError, ConfigError
        from smalldocs.site import build

        copy = out.with_name(f"{out.name}.project")
        settings = copy_for_smalldocs(project, copy, out)
        try:
            build(str(copy), quiet=True)
        except (BuildError, ConfigError, OSError, ValueError) as error:
            return [("", f"The site could not be built: {error}")]
        finally:
            shutil.rmtree(copy, ignore_errors=True)
        if settings["format"]["html"].get("embed-resources"):
            keep_whole_pages(out, settings["project"]["render"])
        return []


def copy_for_smalldocs(project: Path, copy: Path, out: Path) -> dict:
    """Copy a project with captions and references numbered, to be built into ``out``; returns its settings."""
    shutil.rmtree(copy, ignore_errors=True)
    shutil.rmtree(out, ignore_errors=True)
    shutil.copytree(project, copy)
    for page in sorted(copy.rglob("*.qmd")):
        page.write_text(number_references(page.read_text(encoding="utf-8")), encoding="utf-8")
    path = copy / "_quarto.yml"
    settings = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    settings["format"] = {"html": settings["format"]["html"]}
    settings["project"]["output-dir"] = str(out.resolve())
    with path.open("w", encoding="utf-8") as handle:
        YAML(typ="safe").dump(settings, handle)
    return settings
