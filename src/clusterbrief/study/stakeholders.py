"""stakeholders.csv of an edition: the second pool, who is told of the results without having been surveyed.

The source report (1.3.4) names two pools: the respondents, which are invited to answer, and the stakeholders, which
are invited to hear what follows from the answers.
"""

import re
from collections.abc import Collection, Sequence
from pathlib import Path

import pandas as pd

from clusterbrief.errors import Faults
from clusterbrief.study.kept_lists import KeptList, ListRow, read_rows

FILE_NAME = "stakeholders.csv"
# kinds that the source report names, and donors, which it invites to discuss support
KINDS = (
    "ministry", "public authority", "innovation agency", "ecosystem actor", "business association", "donor",
)  # fmt: skip
COLUMNS = ("stakeholder_code", "name", "country_code", "kind", "contact", "email")
FORM = KeptList(COLUMNS, ("stakeholder_code", "name", "country_code", "kind"))
CODE = re.compile(r"[A-Z]{2,4}-S[0-9]{1,6}")
EMAIL = re.compile(r"[^@\s,;]+@[^@\s,;]+\.[^@\s,;.]+")


def no_stakeholders() -> pd.DataFrame:
    """The table without rows."""
    return pd.DataFrame(columns=list(COLUMNS), dtype=str)


def read_stakeholders(
    path: Path, country_codes: Sequence[str], region_code: str, taken: Collection[str]
) -> pd.DataFrame:
    """Read the authors' stakeholders.csv, which an edition may do without.

    Parameters
    ----------
    path : Path
    country_codes : sequence of str
        The countries of the edition.
    region_code : str
        Of the partner region, for stakeholders that belong to no single country.
    taken : collection of str
        Codes of invited organisations, which no stakeholder may have.

    Returns
    -------
    DataFrame, one row per stakeholder, in the order of the file
        ``stakeholder_code``, ``name``, ``country_code`` (or the region's code), ``kind`` (one of ``KINDS``),
        ``contact`` (a person or an office) and ``email``; the last two are empty where they are not given.

    Raises
    ------
    InputError
        With every fault of the file.
    """
    if not path.exists():
        return no_stakeholders()
    faults = Faults()
    first_line: dict[str, int | None] = {}
    rows = []
    for row in read_rows(path, FORM, faults):
        _check_row(row, (*country_codes, region_code), faults)
        code = row.cells["stakeholder_code"]
        if code in taken:
            row.refuse(
                "stakeholder_code", "An invited organisation has this code. Give the stakeholder another.", faults
            )
        elif code in first_line:
            row.refuse("stakeholder_code", f"Line {first_line[code]} has the same code.", faults)
        first_line.setdefault(code, row.place.line)
        rows.append(row.cells)
    faults.stop_if_any()
    return pd.DataFrame(rows, columns=list(COLUMNS), dtype=str)


def _check_row(row: ListRow, places: Sequence[str], faults: Faults) -> None:
    cells = row.cells
    if not CODE.fullmatch(cells["stakeholder_code"]):
        remedy = "A code is the country's or region's code in capital letters, a hyphen, S and a number: AM-S01."
        row.refuse("stakeholder_code", remedy, faults)
    if not cells["name"]:
        row.refuse("name", "Write the name of the stakeholder.", faults)
    if cells["country_code"] not in places:
        row.refuse("country_code", f"Write one of: {', '.join(places)}.", faults)
    if cells["kind"] not in KINDS:
        row.refuse("kind", f"Write {', '.join(KINDS[:-1])} or {KINDS[-1]}.", faults)
    if cells["email"] and not EMAIL.fullmatch(cells["email"]):
        row.refuse("email", "Write one address, such as office@example.org, or leave it empty.", faults)
