"""Documents: what reports/*.qmd say of themselves, and the pages that they make."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, ValidationError
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from clusterbrief.errors import Fault, Faults, InputError, Place, nearest_name, shown_path
from clusterbrief.study.entry import Entry, Text
from clusterbrief.study.placed_yaml import PlacedDocument, parse_yaml
from clusterbrief.study.value_faults import word_value_fault

Audience = Literal["public", "private", "internal"]
Name = Annotated[str, StringConstraints(pattern=r"^[\w-]+$")]
PAGE_FORM = re.compile(r"(?:[\w-]|\{unit\})+(?:/(?:[\w-]|\{unit\})+)*")


class DocumentSettings(Entry):
    """The ``clusterbrief:`` part of a document's front matter."""

    notebook: str | None = None  # whose results it shows
    # the units it is repeated for; an area is the region or a country, a story one that may be published
    each: Literal["edition", "area", "country", "story", "organisation"] = "edition"
    audience: Audience
    formats: tuple[Literal["html", "docx", "pdf", "pptx"], ...] = ("html",)
    file: Text  # page without its ending; {unit} stands for the unit's code in small letters
    menu: str = ""  # heading of the menu it stands under; empty: on the bar itself; none: only where pages link to it
    menu_text: str = ""  # its name in the menu; empty: its title, or the unit's name
    when: str = ""  # a fact of the edition without which there is no such document, such as has_atlas
    when_unit: str = ""  # a fact of the unit without which it has no such page, such as model_due of a country
    order: int = Field(default=50)
    beside: tuple[Literal["open-data"], ...] = ()  # folders of build/ that its page offers, as data/ of the site
    narratives: dict[Name, Text] = Field(default={})  # texts of the authors that it shows: what each is for


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
    source: PlacedDocument = field(compare=False, repr=False)  # the front matter, which knows its lines

    @property
    def settings(self) -> DocumentSettings:
        """What the document says of itself."""
        return self.front.clusterbrief

    def place(self, *keys: str) -> Place:
        """Where a key of the front matter stands."""
        return self.source.place(*keys)


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
    def run_key(self) -> tuple[str, str, str] | None:
        """Audience, notebook and unit of the run that it draws on; None for a page without a notebook."""
        settings = self.document.settings
        return (settings.audience, settings.notebook, self.unit_code) if settings.notebook else None

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
    seen: dict[tuple[str, str], Document] = {}
    for document in documents:
        settings, place = document.settings, document.place("clusterbrief", "file")
        key = (settings.audience, settings.file)
        own_project = settings.audience == "private"
        if settings.each != "edition" and not own_project and "{unit}" not in settings.file:
            problem = f'Cannot repeat the page "{settings.file}" for each {settings.each}'
            faults.add(place, problem, 'Add "{unit}" to it.')
        if key in seen:
            faults.add(place, f'Cannot write "{settings.file}" twice', f"{seen[key].path.name} does, too.")
        if not PAGE_FORM.fullmatch(settings.file):
            remedy = "Write letters, digits, hyphens and {unit}, with / between folders and without an ending."
            faults.add(place, f'Cannot write a page named "{settings.file}"', remedy)
        place = document.place("clusterbrief", "audience")
        if settings.audience == "private" and settings.each != "organisation":
            problem = "Cannot make a private document of anything but an organisation"
            faults.add(place, problem, "Write each: organisation.")
        if settings.audience == "internal" and settings.each != "edition":
            faults.add(place, f"Cannot make an internal document of each {settings.each}", "Write each: edition.")
        if settings.audience == "public" and settings.each == "organisation":
            faults.add(place, "Cannot publish a document of each organisation", "Write audience: private.")
        seen.setdefault(key, document)


def read_text(path: Path) -> str:
    """The text of a source; InputError where it cannot be opened, or is not UTF-8."""
    place = Place(shown_path(path))
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InputError([Fault(place, f"Cannot open the file: {error.strerror}")]) from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        remedy = "Save the file again with the encoding UTF-8."
        raise InputError([Fault(Place(place.file, line), "Cannot read the letters of this line", remedy)]) from None


def read_document(path: Path) -> Document:
    """Read one document.

    Raises
    ------
    InputError
        Without front matter between two lines ``---``, or with faults in it, each with its line.
    """
    lines = read_text(path).splitlines()
    end = next((number for number, line in enumerate(lines[1:], start=1) if line.strip() == "---"), None)
    if not lines or lines[0].strip() != "---" or end is None:
        remedy = 'Begin the file with a line "---", the keys, and another line "---".'
        raise InputError([Fault(Place(shown_path(path), 1), "Cannot find front matter between two lines ---", remedy)])
    source = _front_matter(path, ["", *lines[1:end]])  # the empty line stands for the first fence
    try:
        front = FrontMatter.model_validate(source.data)
    except ValidationError as error:
        raise InputError([_fault(source, each) for each in error.errors()]) from None
    return Document(path.stem, path, front, "\n".join(lines[end + 1 :]), end + 2, source)


def _front_matter(path: Path, lines: Sequence[str]) -> PlacedDocument:
    try:
        source = PlacedDocument(path, parse_yaml("\n".join(lines)))
    except YAMLError as error:
        mark = error.problem_mark if isinstance(error, MarkedYAMLError) else None
        problem = (error.problem if isinstance(error, MarkedYAMLError) else None) or str(error)
        place = Place(shown_path(path), mark.line + 1 if mark else 1)
        remedy = "Put text that holds a colon or begins with a mark in double quotes."
        raise InputError([Fault(place, f"Cannot read the front matter: {problem.splitlines()[0]}", remedy)]) from None
    if not isinstance(source.data, dict):
        remedy = "Write at least title: and clusterbrief: with audience: and file: below it."
        raise InputError([Fault(Place(shown_path(path), 1), "Cannot find any keys in the front matter", remedy)])
    return source


def _fault(source: PlacedDocument, error: Mapping) -> Fault:
    place = source.place(*error["loc"])
    if error["type"] == "extra_forbidden":
        key = str(error["loc"][-1])
        model = DocumentSettings if len(error["loc"]) > 1 else FrontMatter
        return Fault(place, f'Cannot use the key "{key}"', nearest_name(key, model.model_fields))
    return Fault(place, *word_value_fault(error))


def plan_pages(documents: Sequence[Document], units: Mapping[str, Mapping[str, str]]) -> Iterator[Page]:
    """Every page of an edition; ``units``: labels by code, by what documents are repeated for."""
    for document in documents:
        for code, label in units[document.settings.each].items():
            yield Page(document, code, label)
