"""Which files each format of the questionnaire gives."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from clusterbrief.produce.questionnaire.codebook import write_codebook
from clusterbrief.produce.questionnaire.eusurvey import write_eusurvey
from clusterbrief.produce.questionnaire.form import write_form
from clusterbrief.produce.questionnaire.limesurvey import write_limesurvey, write_limesurvey_codes
from clusterbrief.produce.questionnaire.reading import write_docx, write_html
from clusterbrief.study.edition import read_invited
from clusterbrief.study.edition_model import EditionFile
from clusterbrief.study.framework import Framework
from clusterbrief.study.placed_yaml import read_yaml

NAME = "questionnaire"
FORMS = "forms"
LANGUAGES = ("en",)  # in which data/framework is written


@dataclass(frozen=True)
class Wanted:
    """What to write and where; ``points`` are EU values by indicator, for the codebook."""

    framework: Framework
    folder: Path
    stylesheet: Path | None = None
    points: Mapping[str, float] = field(default_factory=dict)


def _xlsx(wanted: Wanted) -> list[Path]:
    return [write_form(wanted.framework, wanted.folder / f"{NAME}.xlsx")]


def _docx(wanted: Wanted) -> list[Path]:
    return [write_docx(wanted.framework, wanted.folder / f"{NAME}.docx")]


def _html(wanted: Wanted) -> list[Path]:
    return [write_html(wanted.framework, wanted.folder / f"{NAME}.html", wanted.stylesheet)]


def _limesurvey(wanted: Wanted) -> list[Path]:
    return [
        write_limesurvey(wanted.framework, wanted.folder / f"{NAME}_limesurvey.txt"),
        write_limesurvey_codes(wanted.framework, wanted.folder / f"{NAME}_limesurvey_codes.csv"),
    ]


def _eusurvey(wanted: Wanted) -> list[Path]:
    return [write_eusurvey(wanted.framework, wanted.folder / f"{NAME}_eusurvey.xlsx")]


def _codebook(wanted: Wanted) -> list[Path]:
    return [write_codebook(wanted.framework, wanted.folder / "codebook.csv", wanted.points)]


WRITERS: Mapping[str, Callable[[Wanted], list[Path]]] = {
    "xlsx": _xlsx,
    "docx": _docx,
    "html": _html,
    "limesurvey": _limesurvey,
    "eusurvey": _eusurvey,
    "codebook": _codebook,
}


def write_questionnaire(wanted: Wanted, formats: Sequence[str]) -> list[Path]:
    """Write the questionnaire in some formats; the paths of all files, in the order of the formats."""
    return [path for each in formats for path in WRITERS[each](wanted)]


def write_invited_forms(wanted: Wanted, edition_folder: Path) -> list[Path]:
    """Write a form for each invited organisation with its code and name filled in, named by its code only.

    The edition needs no answers yet: only its settings and its list of invited organisations are read.

    Raises
    ------
    InputError
        With the faults of edition.yml and of the list.
    """
    settings: EditionFile = read_yaml(edition_folder / "edition.yml", EditionFile)[0]
    invited = read_invited(edition_folder / settings.invited, settings.countries)
    folder = wanted.folder / FORMS
    return [
        write_form(wanted.framework, folder / f"{code}.xlsx", code, name)
        for code, name in zip(invited["organisation_code"], invited["name"], strict=True)
    ]
