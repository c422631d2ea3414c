"""The EU reference tables: read from a folder with its Data Package, checked, and handed on as tables.

Numbers stay as the source report prints them; where it contradicts itself, ``contradictions`` says
which statement is used. A blank cell is a value the source does not give: missing, never zero.
"""

import csv
import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from clusterbrief.errors import Faults, Place, nearest_name, shown_path

PACKAGE_FILE = "datapackage.json"
SOURCE_KEYS = ("name", "title", "page_or_table", "unit", "sample", "date", "source")
LABELS = ("gold", "silver", "bronze")


@dataclass(frozen=True)
class ReferenceTables:
    """The EU reference tables, one attribute for each CSV file of the package, with what one row is.

    Columns, units and types are described in the package; shares are 0-1 unless a column says percent.
    """

    general_services: pd.DataFrame  # one general service: organisations in DIHs that deliver it, by label
    digital_services: pd.DataFrame  # one digitalisation service, likewise
    spectrum_leaders: pd.DataFrame  # one organisation with a wide spectrum of services: members, services
    annex1_organisations: pd.DataFrame  # one Gold or Silver organisation that survives in the text (18 of 43)
    annex1_totals: pd.DataFrame  # one (label, service): count and printed share [percent]
    annex1_sums: pd.DataFrame  # one (label, group of services): the sum as printed
    practices: pd.DataFrame  # one EU practice and its lesson
    ict_label_holders: pd.DataFrame  # one ICT organisation with a Gold or Silver label
    organisation_profile: pd.DataFrame  # one figure on organisations of the ECCP, as one section states it
    large_firm_members: pd.DataFrame  # one (label, band of large firms among the members)
    digital_landscape: pd.DataFrame  # one count of organisations that one section states
    programme_criteria: pd.DataFrame  # one condition of a label or programme
    policy_shares: pd.DataFrame  # one figure on cluster policies
    support_areas: pd.DataFrame  # one area in which organisations need support
    text_figures: pd.DataFrame  # one figure of the running text, to hold against the tables
    contradictions: pd.DataFrame  # one pair of statements that cannot both hold, and the one used
    ecosystems_nace: pd.DataFrame  # one NACE division in one industrial ecosystem: its weight there
    organisation_ecosystems: pd.DataFrame  # one sector printed without a division, in one ecosystem
    sources: pd.DataFrame  # one of the tables above: title, page or table, unit, sample, date, source

    @property
    def holders(self) -> dict[str, int]:
        """Organisations in DIHs that hold each label, by label: what shares of services are shares of."""
        counts = self.digital_landscape.set_index("figure_code")["organisations"]
        return {label: int(counts[f"label_{label}"]) for label in LABELS}


TABLE_NAMES = tuple(field.name for field in fields(ReferenceTables) if field.name != "sources")


def read_reference(folder: Path) -> ReferenceTables:
    """Read and check the EU reference tables of a folder.

    A resource of the package that is no attribute of ``ReferenceTables`` is left to its own reader.

    Parameters
    ----------
    folder : Path
        Holds ``datapackage.json`` and the CSV files it describes.

    Raises
    ------
    InputError
        A file or its description is missing, columns differ from the description, a value has the wrong
        type or is missing where one is required, or a key occurs twice; all faults at once.
    """
    faults = Faults()
    resources = _read_resources(folder / PACKAGE_FILE, faults)
    tables = {name: _read_table(folder / resource["path"], resource, faults) for name, resource in resources.items()}
    faults.stop_if_any()
    sources = pd.DataFrame([{key: resources[name][key] for key in SOURCE_KEYS} for name in TABLE_NAMES])
    return ReferenceTables(**tables, sources=sources)


def _read_resources(path: Path, faults: Faults) -> dict[str, dict[str, Any]]:
    """Descriptions of the tables by name; only those that a table can be read with."""
    place = Place(shown_path(path))
    try:
        package = json.loads(path.read_text(encoding="utf-8"))
        resources = {resource["name"]: resource for resource in package["resources"]}
    except FileNotFoundError:
        faults.add(place, "Cannot find the description of the reference tables", "Restore the file")
        return {}
    except json.JSONDecodeError as error:
        faults.add(Place(place.file, error.lineno), f"Cannot read JSON: {error.msg}", "Mend the syntax")
        return {}
    except (KeyError, TypeError):
        faults.add(place, 'Cannot find "resources" with a "name" each', "Follow the Data Package standard")
        return {}
    usable = {}
    for name in TABLE_NAMES:
        problems = _list_problems(name, resources.get(name, {}))
        for detail, problem, remedy in problems:
            faults.add(Place(place.file, detail=detail), problem, remedy)
        if not problems:
            usable[name] = resources[name]
    return usable


def _list_problems(name: str, resource: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Detail, problem and remedy of everything wrong with the description of one table."""
    if not resource:
        return [(name, f'Cannot find the resource "{name}"', "Describe the table")]
    problems = [
        (f"{name}.{key}", f'Cannot find "{key}"', "Fill it in")
        for key in (*SOURCE_KEYS, "path", "schema")
        if not resource.get(key)
    ]
    schema = resource.get("schema", {})
    types = {field.get("name", ""): field.get("type", "") for field in schema.get("fields", [])}
    problems += [
        (f"{name}.schema.{column}", f'Cannot use the type "{kind}"', nearest_name(kind, TYPES))
        for column, kind in types.items()
        if kind not in TYPES
    ]
    problems += [
        (f"{name}.schema.primaryKey", f'Cannot find the column "{column}"', nearest_name(column, types))
        for column in schema.get("primaryKey", [])
        if column not in types
    ]
    return problems


def _read_table(path: Path, resource: dict[str, Any], faults: Faults) -> pd.DataFrame:
    """One CSV file with the types of its schema; an empty table when it cannot be used."""
    file = shown_path(path)
    schema = resource["schema"]
    try:
        rows = list(_numbered_rows(path))
    except FileNotFoundError:
        faults.add(Place(file), f'Cannot find the table "{resource["name"]}"', "Restore the file")
        return pd.DataFrame()
    except UnicodeDecodeError:
        faults.add(Place(file), "Cannot read the file as UTF-8", "Save it as CSV UTF-8")
        return pd.DataFrame()

    header, body = (rows[0][1], rows[1:]) if rows else ([], [])
    columns = [field["name"] for field in schema["fields"]]
    if not _check_columns(file, header, columns, faults):
        return pd.DataFrame()
    body = _check_lengths(file, body, len(columns), faults)
    _check_keys(file, body, columns, schema.get("primaryKey", []), faults)
    series = {}
    for position, field in enumerate(schema["fields"]):
        cells = [(line, cells[position].strip()) for line, cells in body]
        series[field["name"]] = _parse_column(file, field, cells, faults)
    return pd.DataFrame(series)


def _numbered_rows(path: Path) -> Iterable[tuple[int, list[str]]]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        reader = csv.reader(lines)
        for cells in reader:
            if cells:
                yield reader.line_num, cells


def _check_columns(file: str, header: list[str], columns: list[str], faults: Faults) -> bool:
    """Note every missing, unknown or misplaced column; true when there is none."""
    if header == columns:
        return True
    unknown = [name for name in header if name not in columns]
    for name in columns:
        if name not in header:
            remedy = nearest_name(name, unknown) if unknown else "Add the column"
            faults.add(Place(file, 1, name), f'Cannot find the column "{name}"', remedy)
    for name in unknown:
        faults.add(Place(file, 1, name), f'Cannot use the column "{name}"', nearest_name(name, columns))
    if not unknown and set(header) == set(columns):
        order = ", ".join(columns)
        faults.add(Place(file, 1), "Cannot use columns out of order or twice", f"Give them as: {order}")
    return False


def _check_lengths(
    file: str, body: list[tuple[int, list[str]]], width: int, faults: Faults
) -> list[tuple[int, list[str]]]:
    """The rows that have a cell for each column; the others are noted."""
    for line, cells in body:
        if len(cells) != width:
            faults.add(Place(file, line), f"Cannot use a row of {len(cells)} cells", f"Give it {width}; quote commas")
    return [(line, cells) for line, cells in body if len(cells) == width]


def _check_keys(
    file: str, body: list[tuple[int, list[str]]], columns: list[str], names: list[str], faults: Faults
) -> None:
    """Note every row whose values in the named columns an earlier row has."""
    positions = [columns.index(name) for name in names]
    first_lines: dict[tuple[str, ...], int] = {}
    for line, cells in body:
        value = tuple(cells[position].strip() for position in positions)
        first = first_lines.setdefault(value, line)
        if first != line:
            faults.add(
                Place(file, line, ", ".join(names)),
                f'Cannot use the key "{", ".join(value)}" twice: line {first} has it',
                "Rename or remove one of the rows",
            )


# Table Schema type -> form of the text, parser, pandas type, how to write it
TYPES: dict[str, tuple[str, Callable[[str], Any], str, str]] = {
    "string": (r"(?s).*", str, "str", "as text"),
    "integer": (r"-?[0-9]+", int, "Int64", "as a whole number, such as 29"),
    "number": (r"-?[0-9]+(\.[0-9]+)?", float, "float64", "as a number with a point, such as 0.5"),
    "date": (r"[0-9-]+", date.fromisoformat, "datetime64[us]", "as a date, such as 2024-05-30"),
}


def _parse_column(file: str, field: dict[str, Any], cells: list[tuple[int, str]], faults: Faults) -> pd.Series:
    """The column's values with its type; a blank cell is missing, and so is one that is noted."""
    pattern, parse, dtype, form = TYPES[field["type"]]
    required = field.get("constraints", {}).get("required", False)
    values: list[Any] = []
    for line, text in cells:
        place = Place(file, line, field["name"])
        values.append(None)
        if not text:
            if required:
                faults.add(place, "Cannot leave this cell blank", "Fill it in")
            continue
        try:
            if not re.fullmatch(pattern, text):
                raise ValueError(text)
            values[-1] = parse(text)
        except ValueError:
            faults.add(place, f'Cannot read "{text}" as {field["type"]}', f"Write it {form}")
    return pd.Series(values, dtype=dtype, name=field["name"])
