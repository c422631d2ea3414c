"""An edition: one round of the survey, its settings and the organisations invited to it."""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import pandas as pd

from clusterbrief.errors import Fault, Faults, InputError, Place, nearest_name, shown_path
from clusterbrief.study.edition_model import EditionFile
from clusterbrief.study.framework_model import Country
from clusterbrief.study.placed_yaml import PlacedDocument, read_yaml
from clusterbrief.study.version_name import check_compared

INVITED_COLUMNS = ("organisation_code", "name", "country_code", "kind", "eccp")
HEADER = ",".join(INVITED_COLUMNS)
INVITED_KINDS = ("cluster organisation", "proto-cluster")
ORGANISATION_CODE = re.compile(r"[A-Z]{2}-[A-Z0-9]{1,12}")
OWN_CODE = re.compile(r"[A-Z]{2}-X[0-9A-F]{10}")  # given by the software to organisations that were not invited


@dataclass(frozen=True)
class Edition:
    """One round of the survey.

    ``invited`` has one row per invited organisation: ``organisation_code``, ``name``, ``country_code``,
    ``kind`` (cluster organisation or proto-cluster, as believed when inviting) and ``eccp`` (listed on
    the European Cluster Collaboration Platform, true or false).
    """

    name: str
    folder: Path
    settings: EditionFile
    invited: pd.DataFrame

    @property
    def narratives(self) -> Path:
        """The folder of the authors' own texts, one folder for each unit."""
        return self.folder / "narratives"

    @property
    def survey_paths(self) -> tuple[Path, ...]:
        """The exports, in the order of edition.yml."""
        return tuple(self.folder / each.file for each in self.settings.survey)


def read_edition(folder: Path, countries: Mapping[str, Country]) -> Edition:
    """Read edition.yml and the list of invited organisations.

    Raises
    ------
    InputError
        With every fault of both files, among them a survey file that is not there.
    """
    faults = Faults()
    settings, document = read_yaml(folder / "edition.yml", EditionFile)
    _check_settings(settings, document, countries, faults)
    check_compared(settings, document, faults)
    invited = pd.DataFrame(columns=list(INVITED_COLUMNS))
    with faults.collect():
        invited = read_invited(folder / settings.invited, settings.countries)
        _check_withdrawn(settings, document, invited["organisation_code"].tolist(), faults)
    faults.stop_if_any()
    return Edition(folder.resolve().name, folder, settings, invited)


def _check_settings(
    settings: EditionFile, document: PlacedDocument, countries: Mapping[str, Country], faults: Faults
) -> None:
    for index, code in enumerate(settings.countries):
        if code not in countries:
            place = document.place("countries", index)
            faults.add(place, f'Cannot find the country "{code}" in countries.yml', nearest_name(code, countries))
    for index, code in enumerate(settings.country_models):
        if code not in settings.countries:
            place = document.place("country_models", index)
            remedy = f'Name countries of "countries" only. {nearest_name(code, settings.countries)}'
            faults.add(place, f'Cannot make a model of the country "{code}": it is not in this edition', remedy)
    for index, survey in enumerate(settings.survey):
        path = document.path.parent / survey.file
        if not path.exists():  # a folder holds several files, such as forms
            near = [each.name for each in document.path.parent.iterdir()]
            place = document.place("survey", index, "file")
            faults.add(place, f'Cannot find the survey file "{survey.file}"', nearest_name(survey.file, near))
        if survey.file in [each.file for each in settings.survey[:index]]:
            faults.add(document.place("survey", index, "file"), f'Cannot use the survey file "{survey.file}" twice')
    if settings.collected_from > settings.collected_to:
        remedy = f'"collected_from" says {settings.collected_from}.'
        faults.add(document.place("collected_to"), "Cannot end collecting before it starts", remedy)


def _check_withdrawn(settings: EditionFile, document: PlacedDocument, invited: list[str], faults: Faults) -> None:
    """A mistyped code would leave an organisation in that asked to be left out."""
    for index, code in enumerate(settings.withdrawn):
        if code not in invited and not OWN_CODE.fullmatch(code):
            remedy = f"{nearest_name(code, invited)} Leave withdrawn organisations on the list of invited ones."
            place = document.place("withdrawn", index)
            faults.add(place, f'Cannot find the withdrawn organisation "{code}" in {settings.invited}', remedy)


def read_invited(path: Path, country_codes: tuple[str, ...]) -> pd.DataFrame:
    """Read the list of invited organisations: one row each, columns as in ``Edition``.

    Cells may be separated by commas or, as spreadsheets in many countries save them, by semicolons.
    """
    faults, rows = Faults(), []
    file = shown_path(path)
    first_line: dict[str, int] = {}
    lines = _lines(path)
    if not lines:
        raise InputError([Fault(Place(file, 1), "Cannot find anything in the file", f"Line 1 needs: {HEADER}.")])
    reader = csv.DictReader(lines, delimiter=";" if lines and ";" in lines[0] and "," not in lines[0] else ",")
    columns = reader.fieldnames or []
    for column in INVITED_COLUMNS:
        if column not in columns:
            faults.add(Place(file, 1), f'Cannot find the column "{column}"', f"Line 1 needs: {HEADER}.")
    faults.stop_if_any()
    for cells in reader:
        place = Place(file, reader.line_num)
        if None in cells:
            remedy = "Put a name that holds a comma in double quotes."
            faults.add(place, "Cannot use a row with more cells than columns", remedy)
            continue
        if not any(cell and cell.strip() for cell in cells.values()):
            continue
        row = {column: (cells[column] or "").strip() for column in INVITED_COLUMNS}
        rows.append(_invited_row(row, place, country_codes, faults))
        code = row["organisation_code"]
        if code in first_line:
            problem, remedy = f'Cannot use the code "{code}" twice', f"It is first used in line {first_line[code]}."
            faults.add(Place(file, place.line, "organisation_code"), problem, remedy)
        first_line.setdefault(code, reader.line_num)
    faults.stop_if_any()
    return pd.DataFrame(rows, columns=list(INVITED_COLUMNS))


def _lines(path: Path) -> list[str]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError:
        raise InputError([Fault(Place(shown_path(path)), "Cannot find the list of invited organisations")]) from None
    except UnicodeDecodeError as error:
        place = Place(shown_path(path), error.object[: error.start].count(b"\n") + 1)
        remedy = 'Save it again as "CSV UTF-8".'
        raise InputError([Fault(place, "Cannot read the file as UTF-8 text", remedy)]) from None
    return list(StringIO(text, newline=""))


def _invited_row(row: dict[str, str], place: Place, country_codes: tuple[str, ...], faults: Faults) -> dict:
    def refuse(column: str, remedy: str) -> None:
        faults.add(Place(place.file, place.line, column), f'Cannot use "{row[column]}"', remedy)

    if not ORGANISATION_CODE.fullmatch(row["organisation_code"]):
        refuse(
            "organisation_code",
            "A code is two capital letters, a hyphen and up to 12 letters or digits: AM-001.",
        )
    if not row["name"]:
        refuse("name", "Write the name of the organisation.")
    if row["country_code"] not in country_codes:
        refuse("country_code", f"Countries of this edition: {', '.join(country_codes)}.")
    if row["kind"] not in INVITED_KINDS:
        refuse("kind", f"Write {' or '.join(INVITED_KINDS)}.")
    if row["eccp"] not in {"yes", "no"}:
        refuse("eccp", "Write yes or no.")
    return {**row, "eccp": row["eccp"] == "yes"}
