"""Documents: what reports/*.qmd say of themselves, and the pages that they make."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError

from clusterbrief.errors import Fault, Faults, InputError, Place, nearest_name, shown_path
from clusterbrief.study.framework_model import Entry, Text

Audience = Literal["public", "private", "internal"]
AUDIENCES: tuple[Audience, ...] = ("public", "private", "internal")


class DocumentSettings(Entry):
    """The ``clusterbrief:`` part of a document's front matter."""

    notebook: str | None = None  # whose results it shows
    each: Literal["edition", "country", "organisation"] = "edition"  # the units it is repeated for
    audience: Audience
    formats: tuple[Literal["html", "docx", "pdf", "pptx"], ...] = ("html",)
    file: Text  # page without its ending; {unit} stands for the unit's code in small letters
    menu: str = ""  # heading of the menu it stands under; empty: on the bar itself
    menu_text: str = ""  # its name in the menu; empty: its title, or the unit's name
    order: int = Field(default=50)


class FrontMatter(Entry):
    """The front matter of a document."""

    title: Text
    subtitle: str = ""
    description: str = ""
    toc: bool = True
    clusterbrief: DocumentSettings


@dataclass(frozen=True)
class Document:
    """One source in reports/. ``body`` is its text after the front matter, from line ``first_line`` on."""

    name: str
    path: Path
    front: FrontMatter
    body: str
    first_line: int

    @property
    def settings(self) -> DocumentSettings:
        """What the document says of itself."""
        return self.front.clusterbrief


@dataclass(frozen=True)
class Page:
    """One document for one unit; ``unit_code`` is the region's code for a document of the whole edition."""

    document: Document
    unit_code: str
    unit_label: str

    @property
    def file(self) -> str:
        """The page inside its project, without ending."""
        return self.document.settings.file.replace("{unit}", self.unit_code.lower())

    @property
    def project(self) -> str:
        """The project it belongs to, below build/project."""
        audience = self.document.settings.audience
        return f"private/{self.unit_code}" if audience == "private" else audience


def read_documents(folder: Path) -> tuple[Document, ...]:
    """Read every .qmd of a folder, in order of name; all faults at once."""
    faults, documents = Faults(), []
    for path in sorted(folder.glob("*.qmd")):
        with faults.collect():
            documents.append(read_document(path))
    if not documents and not faults:
        faults.add(Place(shown_path(folder)), "Cannot find any document (*.qmd)")
    _check_files(documents, faults)
    faults.stop_if_any()
    return tuple(documents)


def _check_files(documents: Sequence[Document], faults: Faults) -> None:
    seen: dict[str, Document] = {}
    for document in documents:
        settings, place = document.settings, Place(shown_path(document.path), 1, "clusterbrief.file")
        own_project = settings.audience == "private"
        if settings.each != "edition" and not own_project and "{unit}" not in settings.file:
            faults.add(
                place, f"Cannot repeat the page {settings.file!r} for each {settings.each}", 'Add "{unit}" to it.'
            )
        if settings.file in seen and seen[settings.file].settings.audience == settings.audience:
            faults.add(place, f'Cannot write "{settings.file}" twice', f"{seen[settings.file].path.name} does, too.")
        if settings.audience == "private" and settings.each != "organisation":
            faults.add(
                place, "Cannot make a private document of anything but an organisation", "Write each: organisation."
            )
        if settings.audience == "public" and settings.each == "organisation":
            faults.add(place, "Cannot publish a document of each organisation", "Write audience: private.")
        if Path(settings.file).is_absolute() or ".." in Path(settings.file).parts:
            faults.add(place, f'Cannot write "{settings.file}" outside the project')
        seen[settings.file] = document


def read_document(path: Path) -> Document:
    """Read one document.

    Raises
    ------
    InputError
        Without front matter between two lines ``---``, or with faults in it, each with its line.
    """
    text = path.read_text(encoding="utf-8-sig")
    lines = text.splitlines()
    file = shown_path(path)
    if not lines or lines[0].strip() != "---" or "---" not in [line.strip() for line in lines[1:]]:
        raise InputError([Fault(Place(file, 1), "Cannot find front matter between two lines ---")])
    end = next(number for number, line in enumerate(lines[1:], start=1) if line.strip() == "---")
    try:
        front = YAML(typ="safe").load(StringIO("\n".join(lines[1:end])))
        return Document(path.stem, path, FrontMatter.model_validate(front), "\n".join(lines[end + 1 :]), end + 2)
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 2 if error.problem_mark else 1
        raise InputError([Fault(Place(file, line), f"Cannot read the front matter: {error.problem}")]) from None
    except ValidationError as error:
        raise InputError([_fault(file, lines, each) for each in error.errors()]) from None


def _fault(file: str, lines: Sequence[str], error: Mapping) -> Fault:
    key = str(error["loc"][-1]) if error["loc"] else ""
    line = next((number for number, text in enumerate(lines, start=1) if text.strip().startswith(f"{key}:")), 1)
    place = Place(file, line, ".".join(str(each) for each in error["loc"]))
    if error["type"] == "extra_forbidden":
        model = DocumentSettings if len(error["loc"]) > 1 else FrontMatter
        return Fault(place, f'Cannot use the key "{key}"', nearest_name(key, model.model_fields))
    return Fault(place, f"Cannot use the front matter: {error['msg'][:1].lower()}{error['msg'][1:]}")


def plan_pages(
    documents: Sequence[Document],
    region: tuple[str, str],
    countries: Mapping[str, str],
    organisations: Mapping[str, str],
) -> Iterator[Page]:
    """Every page of an edition: ``countries`` and ``organisations`` are labels by code."""
    units = {"edition": dict([region]), "country": countries, "organisation": organisations}
    for document in documents:
        for code, label in units[document.settings.each].items():
            yield Page(document, code, label)
