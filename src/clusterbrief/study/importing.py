"""Exports of survey tools copied into an edition; the files that were given stay as they are."""

import re
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from clusterbrief.errors import Fault, Faults, InputError, Place, shown_path
from clusterbrief.study.edition import HEADER
from clusterbrief.study.edition_file import SETTINGS, add_survey_files, scaffold_settings
from clusterbrief.study.edition_model import EditionFile
from clusterbrief.study.export import Export
from clusterbrief.study.exports.joining import join_columns
from clusterbrief.study.exports.recognise import SUFFIXES, read_exports
from clusterbrief.study.framework import Framework
from clusterbrief.study.headings import match_headings
from clusterbrief.study.placed_yaml import read_yaml

EDITION_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")
INVITED = "invited.csv"
EXAMPLE = "example"  # git tracks the editions whose names begin so


@dataclass(frozen=True, slots=True)
class ImportedFile:
    """What was recognised in one file of answers.

    ``unmatched`` holds the headings that no question has, each with its cell and what can be done about it;
    ``missing`` the codes of required questions that no column answers.
    """

    file: str
    tool: str
    contributions: int
    unfinished: int
    matched: int
    unmatched: tuple[tuple[str, str, str], ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of an import; ``added`` names what edition.yml lists since."""

    folder: Path
    created: bool
    added: tuple[str, ...]
    known: tuple[str, ...]  # that it listed already, with the same content
    questions: int
    files: tuple[ImportedFile, ...]


def import_exports(
    sources: Sequence[Path], folder: Path, framework: Framework, year: int | None = None, tool: str = ""
) -> Imported:
    """Copy exports into the folder of an edition and list them in its edition.yml.

    Nothing is written unless every file can be read and put in place.

    Parameters
    ----------
    sources : sequence of Path
        Files of answers, or folders of them such as filled-in forms.
    folder : Path
        The edition's; made, with what it needs, where it is not there.
    framework : Framework
    year : int or None
        Of a new edition; else that of its latest answer.
    tool : str
        Key of the survey tool; empty: recognised for each file.

    Raises
    ------
    InputError
        A file cannot be read or recognised, another one of its name is in the edition already, or the edition
        cannot take answers.
    """
    faults = Faults()
    settings = _read_settings(folder)
    exports: dict[Path, tuple[Export, ...]] = {}
    for source in sources:
        with faults.collect():
            exports[source] = read_exports(source, tool)
    imported = []
    for read in exports.values():
        for export in read:
            with faults.collect():
                imported.append(_look_at(export, framework, settings.headings if settings else {}))
    copies = list(_plan_copies(sources, folder, faults))
    faults.stop_if_any()
    listed = [each.file for each in settings.survey] if settings else []
    names = list(dict.fromkeys(_clean_name(source) for source in sources))
    added = tuple(name for name in names if name not in listed)
    if settings is None:
        days = _days_of(exports.values())
        text = scaffold_settings(added, tool, days, _year(year, days), framework)
    else:
        text = add_survey_files(folder / SETTINGS, added, tool)
    folder.mkdir(parents=True, exist_ok=True)
    for source, target in copies:
        target.parent.mkdir(exist_ok=True)
        shutil.copyfile(source, target)
    if settings is None and not (folder / INVITED).exists():
        (folder / INVITED).write_text(f"{HEADER}\n", encoding="utf-8", newline="\n")
    if added:
        (folder / SETTINGS).write_bytes(text.encode())
    known = tuple(name for name in names if name in listed)
    return Imported(folder, settings is None, added, known, len(framework.questions), tuple(imported))


def _read_settings(folder: Path) -> EditionFile | None:
    """The settings of an edition that is there; None where it is to be made."""
    if not EDITION_NAME.fullmatch(folder.name):
        remedy = 'Up to 40 letters, digits, "-" and "_", such as 2025. Where editions lie is said with --editions.'
        raise InputError([Fault(Place("--edition"), f'Cannot use "{folder.name}" as the name of an edition', remedy)])
    if not (folder / SETTINGS).exists():
        if folder.name.startswith(EXAMPLE):
            problem = (
                f'Cannot name an edition "{folder.name}": examples are published, and real answers are confidential'
            )
            raise InputError(
                [Fault(Place("--edition"), problem, f'Choose a name that does not begin with "{EXAMPLE}".')]
            )
        return None
    settings, document = read_yaml(folder / SETTINGS, EditionFile)
    if settings.synthetic:
        problem, remedy = "Cannot add answers to a synthetic edition", "Give the name of another edition, or a new one."
        raise InputError([Fault(document.place("synthetic"), problem, remedy)])
    return settings


def _look_at(export: Export, framework: Framework, headings: Mapping[str, str]) -> ImportedFile:
    joined = join_columns(export, framework, headings)
    matched = match_headings(joined, framework, headings)
    unmatched = tuple(
        (heading.text, joined.cell_name(joined.header_row, heading.column), remedy)
        for heading, remedy in matched.unknown
    )
    missing = [code for code, each in framework.questions.items() if each.required and code not in matched.columns]
    return ImportedFile(
        file=export.file,
        tool=export.tool,
        contributions=len(export.contributions),
        unfinished=sum(not each.completed for each in export.contributions),
        matched=len(matched.columns),
        unmatched=unmatched,
        missing=tuple(missing),
    )


def _clean_name(source: Path) -> str:
    return source.resolve().name


def _plan_copies(sources: Sequence[Path], folder: Path, faults: Faults) -> Iterator[tuple[Path, Path]]:
    """Which file goes where; those that are there already with the same content stay."""
    taken: dict[Path, Path] = {}
    for source in sources:
        for file, target in _targets(source, folder):
            first = taken.setdefault(target, file)
            there = target if target.is_file() else first if first != file else None
            if target in {folder / SETTINGS, folder / INVITED}:
                problem = f'Cannot name a file of answers "{target.name}" in an edition'
                faults.add(Place(shown_path(file)), problem, "Give a copy of it another name.")
            elif there is not None and there.read_bytes() != file.read_bytes():
                problem = f"Cannot put it in place of {shown_path(there)}, which has the same name and other content"
                remedy = (
                    "Give a copy of it another name; where it corrects the earlier one, move that out of the edition."
                )
                faults.add(Place(shown_path(file)), problem, remedy)
            elif there is None:
                yield file, target


def _targets(source: Path, folder: Path) -> Iterator[tuple[Path, Path]]:
    name = _clean_name(source)
    if not source.is_dir():
        if source.is_file():
            yield source, folder / name
        return
    for file in sorted(source.iterdir()):
        if file.is_file() and file.suffix.lower() in SUFFIXES and not file.name.startswith((".", "~$")):
            yield file, folder / name / file.name


def _days_of(exports: Iterable[tuple[Export, ...]]) -> list[date]:
    moments = (each.changed_at for read in exports for export in read for each in export.contributions)
    return sorted(moment.date() for moment in moments if moment is not None)


def _year(year: int | None, days: Sequence[date]) -> int:
    if year is None and not days:
        problem = "Cannot tell the year of the edition: no answer says when it was given"
        raise InputError([Fault(Place("--year"), problem, "Give it: --year 2025.")])
    return year or days[-1].year
