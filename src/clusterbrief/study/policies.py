"""policies.csv of an edition: what its authors know of the cluster policies of the countries."""

import csv
import re
from collections.abc import Collection, Iterable
from io import StringIO
from pathlib import Path

import pandas as pd

from clusterbrief.errors import Fault, Faults, InputError, Place, nearest_name, shown_path
from clusterbrief.study.country_model_settings import CountryModelFile

FILE_NAME = "policies.csv"
YES, PARTLY, NO, UNKNOWN = "yes", "partly", "no", "unknown"
STATUSES = (YES, PARTLY, NO, UNKNOWN)
REQUIRED = ("country_code", "policy_code", "status", "source")
OPTIONAL = ("since", "note")
HEADER = "country_code,policy_code,status,since,source,note"
COLUMNS = {"country_code": str, "policy_code": str, "status": str, "since": "Int64", "source": str, "note": str}
YEAR = re.compile(r"[0-9]{4}")
EARLIEST = 1900  # a year before it is a slip


def no_policies() -> pd.DataFrame:
    """The table without rows: nothing is known of any country."""
    return pd.DataFrame(columns=list(COLUMNS)).astype(COLUMNS)


def read_policies(
    path: Path, country_codes: Collection[str], policy_codes: Collection[str], latest: int
) -> pd.DataFrame:
    """Read the authors' policies.csv, which an edition may do without.

    Cells may be separated by commas or, as spreadsheets in many countries save them, by semicolons. The columns
    ``since`` and ``note`` may be missing, and columns may stand in any order.

    Parameters
    ----------
    path : Path
    country_codes : collection of str
        The countries of the edition.
    policy_codes : collection of str
        The policies of country_models.yml.
    latest : int
        The last year that ``since`` may name.

    Returns
    -------
    DataFrame, one row per country and policy, in the order of the file
        ``country_code``, ``policy_code``, ``status`` (yes, partly, no, unknown), ``since`` [year; missing where not
        given], ``source`` (where the authors know it from) and ``note``. Without a file there are no rows.

    Raises
    ------
    InputError
        With every fault of the file: unknown codes or statuses, a missing source, a row twice.
    """
    if not path.exists():
        return no_policies()
    faults, rows = Faults(), []
    file = shown_path(path)
    text = _text(path)
    heading = next((line for line in text.splitlines() if line.strip()), "")
    semicolons = heading.count(";") > heading.count(",")
    reader = csv.DictReader(StringIO(text, newline=""), delimiter=";" if semicolons else ",")
    reader.fieldnames = [name.strip().casefold() for name in reader.fieldnames or []]
    _check_columns(reader.fieldnames, Place(file, max(reader.line_num, 1)), faults)
    faults.stop_if_any()
    first_line: dict[tuple[str, str], int] = {}
    for cells in reader:
        place = Place(file, reader.line_num)
        if None in cells:
            faults.add(
                place, "Cannot use a row with more cells than columns", "Put text with a comma in double quotes."
            )
            continue
        row = {column: (cells.get(column) or "").strip() for column in COLUMNS}
        if not any(row.values()):
            continue
        _check_row(row, place, (country_codes, policy_codes, latest), faults)
        key = row["country_code"], row["policy_code"]
        if key in first_line:
            problem = f'Cannot use a second row for the policy "{key[1]}" of "{key[0]}"'
            faults.add(Place(file, place.line, "policy_code"), problem, f"The first is in line {first_line[key]}.")
        first_line.setdefault(key, reader.line_num)
        rows.append({**row, "since": row["since"] or None})
    faults.stop_if_any()
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    return table.assign(since=pd.to_numeric(table["since"])).astype(COLUMNS)  # also where there are no rows


def _text(path: Path) -> str:
    place = Place(shown_path(path))
    try:
        octets = path.read_bytes()
        return octets.decode("utf-8-sig")
    except OSError as error:
        raise InputError([Fault(place, f"Cannot open the file: {error.strerror}")]) from None
    except UnicodeDecodeError as error:
        line = octets[: error.start].count(b"\n") + 1
        raise InputError(
            [Fault(Place(place.file, line), "Cannot read the file as UTF-8 text", 'Save it again as "CSV UTF-8".')]
        ) from None


def _check_columns(columns: Collection[str], place: Place, faults: Faults) -> None:
    for column in REQUIRED:
        if column not in columns:
            faults.add(place, f'Cannot find the column "{column}"', f"The first line needs: {HEADER}.")
    for column in columns:
        if column and column not in COLUMNS:
            faults.add(place, f'Cannot use the column "{column}"', nearest_name(column, COLUMNS))


def _check_row(
    row: dict[str, str], place: Place, known: tuple[Collection[str], Collection[str], int], faults: Faults
) -> None:
    country_codes, policy_codes, latest = known

    def refuse(column: str, remedy: str) -> None:
        problem = f'Cannot use "{row[column]}"' if row[column] else "Cannot leave this empty"
        faults.add(Place(place.file, place.line, column), problem, remedy)

    if row["country_code"] not in country_codes:
        refuse("country_code", f"Countries of this edition: {', '.join(country_codes)}.")
    if row["policy_code"] not in policy_codes:
        refuse("policy_code", nearest_name(row["policy_code"], policy_codes))
    if row["status"] not in STATUSES:
        refuse("status", f"Write {', '.join(STATUSES[:-1])} or {STATUSES[-1]}.")
    if not row["source"]:
        refuse("source", "Write where this is known from, such as a law, a programme or a person.")
    if not row["since"]:
        return
    if not YEAR.fullmatch(row["since"]) or not EARLIEST <= int(row["since"]) <= latest:
        refuse("since", f"Write a year from {EARLIEST} to {latest}, or leave it empty.")
    elif row["status"] in (NO, UNKNOWN):
        refuse("since", f'A policy with the status "{row["status"]}" has no year.')


def check_policy_codes(path: Path, settings: CountryModelFile, known: Iterable[str], faults: Faults) -> None:
    """Note every policy of country_models.yml that policy_shares.csv does not have."""
    codes = list(known)
    for each in settings.policies:
        if each.code not in codes:
            place = Place(shown_path(path), detail=f"policies.{each.code}")
            faults.add(
                place, f'Cannot find the policy "{each.code}" in policy_shares.csv', nearest_name(each.code, codes)
            )
