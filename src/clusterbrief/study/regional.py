"""Regional data of an edition: employment by area, the areas, and where known organisations sit."""

import csv
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from clusterbrief.errors import Fault, Faults, InputError, Place, nearest_name, shown_path
from clusterbrief.study.edition import Edition
from clusterbrief.study.employment import read_employment

AREA_COLUMNS = ("area_code", "area_label", "country_code")
PLACEMENT_COLUMNS = ("organisation_code", "area_code", "ecosystem_code")


@dataclass(frozen=True)
class RegionalData:
    """What the atlas is made from.

    ``employment``: one row per area and NACE division, see ``read_employment``; ``areas``: one row per area,
    ``area_code``, ``area_label``, ``country_code``; ``placements``: one row per organisation known from desk research,
    ``organisation_code``, ``area_code``, ``ecosystem_code``. ``ecosystems``: shares of divisions in ecosystems.
    """

    employment: pd.DataFrame
    areas: pd.DataFrame
    placements: pd.DataFrame
    ecosystems: pd.DataFrame
    total_industry: str | None
    reference: str | None


def read_regional(edition: Edition, ecosystems: pd.DataFrame) -> RegionalData | None:
    """Read the regional data that edition.yml names under ``atlas``; None where it names none.

    Raises
    ------
    InputError
        With every fault of the three files, among them areas that are not in the list of areas.
    """
    settings = edition.settings.atlas
    if settings is None:
        return None
    faults = Faults()
    total, reference = settings.total_industry or None, settings.reference or None
    empty = pd.DataFrame()
    areas = placements = employment = empty
    with faults.collect():
        areas = _read_areas(edition.folder / settings.areas, edition.settings.countries)
    with faults.collect():
        divisions = set(ecosystems["division_code"])
        path = edition.folder / settings.employment
        employment = read_employment(path, total_industry=total, reference=reference, divisions=divisions)
    known = set(areas["area_code"]) if len(areas) else set()
    if settings.placements:
        with faults.collect():
            codes = {code for code in ecosystems["ecosystem_code"] if code}
            placements = _read_placements(edition.folder / settings.placements, known, codes)
    if len(employment) and known:
        _check_areas(employment, known | {reference or ""}, edition.folder / settings.employment, faults)
    faults.stop_if_any()
    if placements.empty:
        placements = pd.DataFrame(columns=list(PLACEMENT_COLUMNS), dtype="object")
    placements = placements[~placements["organisation_code"].isin(edition.settings.withdrawn)]
    return RegionalData(employment, areas, placements, ecosystems, total, reference)


def _check_areas(employment: pd.DataFrame, known: set[str], path: Path, faults: Faults) -> None:
    for area in sorted(set(employment["area"].astype(str)) - known):
        place = Place(shown_path(path), detail="area")
        faults.add(place, f'Cannot find the area "{area}" in the list of areas', nearest_name(area, sorted(known)))


def _read_areas(path: Path, countries: Collection[str]) -> pd.DataFrame:
    faults = Faults()
    rows = _rows(path, AREA_COLUMNS)
    for line, row in rows:
        if row["country_code"] not in countries:
            place = Place(shown_path(path), line, "country_code")
            faults.add(
                place, f'Cannot use "{row["country_code"]}"', f"Countries of this edition: {', '.join(countries)}."
            )
    _check_unique(rows, "area_code", path, faults)
    faults.stop_if_any()
    return pd.DataFrame([row for _, row in rows], columns=list(AREA_COLUMNS))


def _read_placements(path: Path, areas: Collection[str], ecosystems: Collection[str]) -> pd.DataFrame:
    faults = Faults()
    rows = _rows(path, PLACEMENT_COLUMNS)
    known: Mapping[str, Collection[str]] = {"area_code": areas, "ecosystem_code": ecosystems}
    for line, row in rows:
        for column, values in known.items():
            if row[column] not in values:
                place = Place(shown_path(path), line, column)
                faults.add(place, f'Cannot use "{row[column]}"', nearest_name(row[column], sorted(values)))
    _check_unique(rows, "organisation_code", path, faults)
    faults.stop_if_any()
    return pd.DataFrame([row for _, row in rows], columns=list(PLACEMENT_COLUMNS))


def _check_unique(rows: list[tuple[int, dict[str, str]]], column: str, path: Path, faults: Faults) -> None:
    first: dict[str, int] = {}
    for line, row in rows:
        if row[column] in first:
            place = Place(shown_path(path), line, column)
            faults.add(place, f'Cannot use "{row[column]}" twice', f"It is first used in line {first[row[column]]}.")
        first.setdefault(row[column], line)


def _rows(path: Path, columns: tuple[str, ...]) -> list[tuple[int, dict[str, str]]]:
    """Rows of a small CSV file with their lines; a missing column is a fault."""
    faults = Faults()
    try:
        with path.open(encoding="utf-8-sig", newline="") as handle:
            reader = csv.DictReader(handle)
            found = reader.fieldnames or []
            for column in columns:
                if column not in found:
                    faults.add(
                        Place(shown_path(path), 1), f'Cannot find the column "{column}"', nearest_name(column, found)
                    )
            faults.stop_if_any()
            return [(reader.line_num, {column: (row[column] or "").strip() for column in columns}) for row in reader]
    except OSError:
        raise InputError([Fault(Place(shown_path(path)), "Cannot find the file")]) from None
    except UnicodeDecodeError:
        remedy = 'Save it again as "CSV UTF-8".'
        raise InputError([Fault(Place(shown_path(path)), "Cannot read the file as UTF-8 text", remedy)]) from None
