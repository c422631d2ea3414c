"""NACE divisions, and which of the EU's 14 industrial ecosystems each belongs to."""

import re
from collections.abc import Collection, Iterable
from pathlib import Path

import pandas as pd

from clusterbrief.errors import Faults, InputError, Place, nearest_name, shown_path

COLUMNS = (
    "division_code",
    "division_label",
    "ecosystem_code",
    "ecosystem_label",
    "weight",
    "standing",
    "source",
)
NACE_CODE = re.compile(r"([A-U])? ?(\d{2})(?:\.?(\d{1,2}))?")
DIVISION = re.compile(r"[A-U]\d{2}")
TOLERANCE = 1e-6  # weights are written with a few digits


def read_ecosystems(path: Path | str) -> pd.DataFrame:
    """Shares of NACE divisions in the industrial ecosystems.

    Parameters
    ----------
    path : path of a CSV file in UTF-8
        `data/eu/ecosystems_nace.csv`; its `standing` says which shares are published and which are ours.

    Returns
    -------
    DataFrame, one row per (division, ecosystem), in order of the file
        ``division_code`` [NACE Rev. 2, "C13"], ``division_label``, ``ecosystem_code`` and ``ecosystem_label``
        [blank for the part outside the 14], ``weight`` [0-1, the share of the division's employment; 1 in all for
        each division], ``standing``, ``source`` and any further columns of the file.

    Raises
    ------
    InputError
        A column is missing, a code is no division, a pair is repeated, a weight is outside 0-1, or the weights of a
        division do not add up to 1.
    """
    faults = Faults()
    name = shown_path(path)
    try:
        shares = pd.read_csv(path, dtype="str", keep_default_na=False, encoding="utf-8-sig")
    except (OSError, ValueError) as error:
        faults.add(Place(name), f"Cannot read the ecosystems: {error}")
        raise InputError(faults) from error
    for column in COLUMNS:
        if column not in shares.columns:
            faults.add(Place(name, 1), f'Cannot find the column "{column}"', nearest_name(column, shares.columns))
    faults.stop_if_any()
    shares = shares.assign(weight=pd.to_numeric(shares["weight"], errors="coerce"))
    _check_shares(shares, name, faults)
    faults.stop_if_any()
    return shares


def _check_shares(shares: pd.DataFrame, name: str, faults: Faults) -> None:
    for row in shares.index[~shares["division_code"].str.fullmatch(DIVISION)]:
        code = shares.at[row, "division_code"]
        faults.add(Place(name, row + 2, "division_code"), f'Cannot read "{code}" as a division', 'Write it as "C13"')
    for row in shares.index[~shares["weight"].between(0, 1)]:
        faults.add(Place(name, row + 2, "weight"), "Cannot use the weight", "Write a number from 0 to 1")
    for row in shares.index[shares.duplicated(["division_code", "ecosystem_code"])]:
        faults.add(Place(name, row + 2), "Cannot use a division twice in one ecosystem", "Keep one of the rows")
    sums = shares.groupby("division_code", sort=False)["weight"].sum()
    for code, weight in sums[(sums - 1).abs() > TOLERANCE].items():
        remedy = "Give the part outside the 14 a row with a blank ecosystem_code"
        faults.add(Place(name, detail="weight"), f'The weights of "{code}" add up to {weight:g}, not 1', remedy)


def nace_division(code: str, divisions: Collection[str]) -> str | None:
    """The NACE division that a code is or lies in; None where it is neither.

    A section ("C") or a range of divisions ("C10-C12") lies in no single division.

    >>> [nace_division(code, {"C13"}) for code in ("C13", "13", "13.10", "C1310", "c13", "C", "C13-C15", "G13")]
    ['C13', 'C13', 'C13', 'C13', 'C13', None, None, None]
    """
    match = NACE_CODE.fullmatch(code.strip().upper())
    if not match:
        return None
    letter, digits = match.group(1), match.group(2)
    found = (division for division in divisions if division[1:] == digits and letter in (None, division[0]))
    return next(found, None)


def enclosing_codes(codes: Iterable[str]) -> dict[str, str]:
    """For each NACE code that lies inside another of the codes, the widest such code.

    Adding up both would count the same people twice.

    >>> enclosing_codes(["C13", "13.1", "13.10", "C14"])
    {'13.1': 'C13', '13.10': 'C13'}
    """
    digits = {}
    for code in codes:
        match = NACE_CODE.fullmatch(code.strip().upper())
        if match:
            digits[code] = match.group(2) + (match.group(3) or "")
    by_digits = {figures: code for code, figures in sorted(digits.items(), key=lambda pair: pair[0], reverse=True)}
    inside = {}
    for code, figures in digits.items():
        wider = [figures[:length] for length in range(2, len(figures)) if figures[:length] in by_digits]
        if wider:
            inside[code] = by_digits[wider[0]]
    return inside
