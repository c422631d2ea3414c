"""Where things are: the folders of a project."""

from dataclasses import dataclass
from pathlib import Path

from clusterbrief.errors import Fault, InputError, Place, nearest_name, shown_path


@dataclass(frozen=True)
class Project:
    """A folder with framework, notebooks, documents and editions; ``editions`` may lie elsewhere."""

    root: Path
    editions: Path

    @property
    def framework(self) -> Path:
        """Questionnaire, weights and rules."""
        return self.root / "data" / "framework"

    @property
    def reference(self) -> Path:
        """EU reference tables."""
        return self.root / "data" / "eu"

    @property
    def open_data(self) -> Path:
        """What the published tables and their columns mean."""
        return self.root / "data" / "open_data.yml"

    @property
    def notebooks(self) -> Path:
        """Notebooks without outputs."""
        return self.root / "notebooks"

    @property
    def reports(self) -> Path:
        """Documents that authors write and edit."""
        return self.root / "reports"

    @property
    def templates(self) -> Path:
        """Looks and fixed words."""
        return self.root / "templates"

    @property
    def build(self) -> Path:
        """Everything generated."""
        return self.root / "build"


def find_project(start: Path, editions: Path | None = None) -> Project:
    """The project that a folder lies in: the nearest one above with ``_quarto.yml`` and a framework.

    Raises
    ------
    InputError
        There is none.
    """
    for folder in (start.resolve(), *start.resolve().parents):
        if (folder / "_quarto.yml").is_file() and (folder / "data" / "framework").is_dir():
            return Project(folder, editions or folder / "data" / "editions")
    problem = "Cannot find a project here or above: no folder holds _quarto.yml and data/framework"
    raise InputError([Fault(Place(shown_path(start)), problem, "Change into the project's folder, or give --project.")])


def find_edition(name: str, editions_folder: Path) -> Path:
    """The folder of an edition, by its name or by a path to it.

    Raises
    ------
    InputError
        No such edition; the remedy offers the nearest name.
    """
    for folder in (editions_folder / name, Path(name)):
        if (folder / "edition.yml").is_file():
            return folder
    known = sorted(path.parent.name for path in editions_folder.glob("*/edition.yml"))
    place = Place(shown_path(editions_folder))
    remedy = nearest_name(name, known) or "An edition is a folder here that holds an edition.yml."
    raise InputError([Fault(place, f'Cannot find an edition named "{name}"', remedy)])
