"""policies.csv of an edition: what its authors know of the cluster policies of the countries."""

import re
from collections.abc import Collection, Iterable
from pathlib import Path

import pandas as pd

from clusterbrief.errors import Faults, Place, nearest_name, shown_path
from clusterbrief.study.country_model_settings import CountryModelFile
from clusterbrief.study.kept_lists import KeptList, ListRow, read_rows

FILE_NAME = "policies.csv"
YES, PARTLY, NO, UNKNOWN = "yes", "partly", "no", "unknown"
STATUSES = (YES, PARTLY, NO, UNKNOWN)
COLUMNS = {"country_code": str, "policy_code": str, "status": str, "since": "Int64", "source": str, "note": str}
FORM = KeptList(tuple(COLUMNS), ("country_code", "policy_code", "status", "source"))
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
    first_line: dict[tuple[str, str], int | None] = {}
    for row in read_rows(path, FORM, faults):
        _check_row(row, (country_codes, policy_codes, latest), faults)
        key = row.cells["country_code"], row.cells["policy_code"]
        if key in first_line:
            problem = f'Cannot use a second row for the policy "{key[1]}" of "{key[0]}"'
            faults.add(row.place_of("policy_code"), problem, f"The first is in line {first_line[key]}.")
        first_line.setdefault(key, row.place.line)
        rows.append({**row.cells, "since": row.cells["since"] or None})
    faults.stop_if_any()
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    return table.assign(since=pd.to_numeric(table["since"])).astype(COLUMNS)  # also where there are no rows


def _check_row(row: ListRow, known: tuple[Collection[str], Collection[str], int], faults: Faults) -> None:
    country_codes, policy_codes, latest = known
    cells = row.cells
    if cells["country_code"] not in country_codes:
        row.refuse("country_code", f"Countries of this edition: {', '.join(country_codes)}.", faults)
    if cells["policy_code"] not in policy_codes:
        row.refuse("policy_code", nearest_name(cells["policy_code"], policy_codes), faults)
    if cells["status"] not in STATUSES:
        row.refuse("status", f"Write {', '.join(STATUSES[:-1])} or {STATUSES[-1]}.", faults)
    if not cells["source"]:
        row.refuse("source", "Write where this is known from, such as a law, a programme or a person.", faults)
    if not cells["since"]:
        return
    if not YEAR.fullmatch(cells["since"]) or not EARLIEST <= int(cells["since"]) <= latest:
        row.refuse("since", f"Write a year from {EARLIEST} to {latest}, or leave it empty.", faults)
    elif cells["status"] in (NO, UNKNOWN):
        row.refuse("since", f'A policy with the status "{cells["status"]}" has no year.', faults)


def check_policy_codes(path: Path, settings: CountryModelFile, known: Iterable[str], faults: Faults) -> None:
    """Note every policy of country_models.yml that policy_shares.csv does not have."""
    codes = list(known)
    for each in settings.policies:
        if each.code not in codes:
            place = Place(shown_path(path), detail=f"policies.{each.code}")
            faults.add(
                place, f'Cannot find the policy "{each.code}" in policy_shares.csv', nearest_name(each.code, codes)
            )
