"""Employment by area and industry, read from CSV with every fault named by line and column.

A blank number is a suppressed cell, which is missing; a cell that is truly empty of people is written 0.
"""

import io
import re
from collections.abc import Callable, Collection, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from clusterbrief.errors import Faults, Place, nearest_name
from clusterbrief.study.ecosystems import enclosing_codes, nace_division
from clusterbrief.study.employment_file import EmploymentFile, Lines, open_employment_file

KEYS = ("area", "industry")
MEASURES = ("employment", "establishments", "wages", "high_growth_firms", "frontier_firms")
REQUIRED = ("area", "industry", "employment")
MOST_LISTED = 1_000  # faults of one kind that are listed one by one; beyond it they are counted

THOUSANDS_LIKE = re.compile(r"[+-]?\d{1,3}(?:[.,]\d{3})+")
DECIMAL = re.compile(r"[+-]?\d+[.,]\d+")


def read_employment(
    path: Path | str,
    *,
    total_industry: str | None = None,
    reference: str | None = None,
    divisions: Collection[str] | None = None,
    tell: Callable[[str], None] | None = None,
) -> pd.DataFrame:
    """Employment by area and industry from a CSV file.

    Separators ``,`` ``;`` and tab are recognised from the heading, and so is a byte order mark. In files with
    ``;`` a decimal comma is read as one.

    Parameters
    ----------
    path : path of a CSV file in UTF-8, with a heading
        Columns ``area``, ``industry``, ``employment`` and, where there are any, ``establishments``, ``wages``,
        ``high_growth_firms``, ``frontier_firms``. Others are left out.
    total_industry : str, optional
        Industry code of the rows that hold an area's total; then every area must have such a row (its number may
        be blank).
    reference : str, optional
        Area that quotients will be measured against; it must be in the file.
    divisions : collection of str, optional
        NACE divisions ("C13") that every industry code must be one of or lie in. Without it, any code will do.
    tell : callable, optional
        Given a sentence about each thing that was left out.

    Returns
    -------
    DataFrame, one row per (area, industry), in order of the file
        ``area`` and ``industry`` [categories of str], ``employment`` [people, 0 or more; NaN where suppressed] and
        those of ``establishments`` [number], ``wages`` [total paid in a year, one currency], ``high_growth_firms``
        [number] and ``frontier_firms`` [number] that the file has, NaN where blank.

    Raises
    ------
    InputError
        The file is empty or unreadable, lacks a column, or has rows with the wrong number of values, text in a
        number column, a negative number, a blank or repeated key, an unknown industry, or no row for a total or for
        the reference area. All faults of the file at once.
    """
    file = open_employment_file(Path(path), KEYS + MEASURES)
    faults = Faults()
    _check_shape(file, faults)
    faults.stop_if_any()
    extra = [name for name in file.heading if name not in KEYS + MEASURES]
    if extra and tell:
        tell(f"Left out of {file.name}: {_quoted(extra)}")

    columns, raw = _read_columns(file)
    columns = columns[~_empty_rows(columns, raw)]
    if columns.empty:
        faults.add(Place(file.name), "Cannot find any row below the heading", "Write one row per area and industry")
        faults.stop_if_any()

    lines = Lines(file)
    for name in columns.columns.intersection(MEASURES):
        _check_numbers(columns[name], raw, lines, faults)
    _check_keys(columns, lines, faults)
    if divisions is not None:
        _check_industries(columns, divisions, total_industry, lines, faults)
    _check_totals(columns, total_industry, reference, lines, faults)
    faults.stop_if_any()
    return columns.reset_index(drop=True)


def _quoted(names: Sequence[str]) -> str:
    return ("column " if len(names) == 1 else "columns ") + ", ".join(f'"{name}"' for name in names)


def _check_shape(file: EmploymentFile, faults: Faults) -> None:
    place = Place(file.name, file.heading_line)
    unused = [name for name in file.heading if name not in KEYS + MEASURES]
    for name in REQUIRED:
        if name not in file.heading:
            faults.add(place, f'Cannot find the column "{name}"', nearest_name(name, unused))
    for name in KEYS + MEASURES:
        if file.heading.count(name) > 1:
            faults.add(place, f'Cannot tell which column "{name}" to use', "Keep one of them")
    width = len(file.heading)
    if file.is_even():
        return
    uneven = [(line, len(record)) for line, record in file.records() if len(record) != width]
    for line, count in uneven[:MOST_LISTED]:
        faults.add(
            Place(file.name, line),
            f"Cannot match {count} value{'' if count == 1 else 's'} with the {width} columns of the heading",
            f'Write {width} values, separated by "{file.separator}"',
        )
    _count_the_rest(len(uneven), file.name, "rows of the wrong length", faults)


def _read_columns(file: EmploymentFile) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The known columns, and the text of the numbers where that was needed (else no columns)."""
    known = [name for name in file.heading if name in KEYS + MEASURES]
    measures = [name for name in known if name in MEASURES]

    def read(number_type: str) -> pd.DataFrame:
        return pd.read_csv(
            io.StringIO(file.text),
            sep=file.separator,
            header=None,
            skiprows=file.heading_line,
            names=[name if name in known else f"column {place}" for place, name in enumerate(file.heading)],
            usecols=known,
            dtype={**dict.fromkeys(KEYS, "str"), **dict.fromkeys(measures, number_type)},
            keep_default_na=False,  # "NA" is Namibia, and "n/a" in a number column is text to report
            na_values={name: [""] for name in measures} if number_type == "float64" else None,
        )

    if file.separator != ";":  # with ";" the text must be seen to tell a decimal comma
        try:
            columns = read("float64")
        except ValueError:  # text in a number column; pandas does not say where
            pass
        else:
            if not np.isinf(columns[measures].to_numpy()).any():
                return columns.assign(**{key: _stripped(columns[key]) for key in KEYS}), columns[[]]
    columns = read("str")
    raw = columns[measures].apply(lambda column: column.str.strip())
    numbers = {name: _as_numbers(raw[name], file.separator) for name in measures}
    keys = {key: _stripped(columns[key]) for key in KEYS}
    return columns.assign(**keys, **numbers), raw


def _stripped(codes: pd.Series) -> pd.Series:
    # read as text first: read_csv would make numbers of categories such as "0111"
    categories = codes.astype("category")
    names = categories.cat.categories
    if names.equals(names.str.strip()):
        return categories
    return codes.str.strip().astype("category")


def _as_numbers(text: pd.Series, separator: str) -> pd.Series:
    """Finite numbers; NaN for a blank and for anything else."""
    if separator == ";":
        text = text.where(~text.str.fullmatch(r"[+-]?\d+,\d+"), text.str.replace(",", "."))
    numbers = pd.to_numeric(text, errors="coerce").astype("float64")
    return numbers.where(np.isfinite(numbers))


def _empty_rows(columns: pd.DataFrame, raw: pd.DataFrame) -> pd.Series:
    """Rows of separators only, which spreadsheets leave below a table."""
    empty = columns["area"].eq("") & columns["industry"].eq("")
    if "employment" in raw:
        return empty & raw["employment"].eq("")
    return empty & columns["employment"].isna()


def _count_the_rest(found: int, name: str, what: str, faults: Faults) -> None:
    if found > MOST_LISTED:
        faults.add(Place(name), f"Cannot list {found - MOST_LISTED} more {what}", "Mend the first ones and try again")


def _check_numbers(numbers: pd.Series, raw: pd.DataFrame, lines: Lines, faults: Faults) -> None:
    name = str(numbers.name)
    if name in raw:
        text = raw[name].loc[numbers.index]
        unread = text[numbers.isna() & text.ne("")]
        for row, value in unread.iloc[:MOST_LISTED].items():
            problem = f'Cannot read "{value}" as a number'
            faults.add(lines.place(row, name), problem, "Write digits only, and leave a suppressed cell blank")
        _count_the_rest(len(unread), lines.name, f'texts in "{name}"', faults)
        _check_decimals(text, lines, faults)
    negative = numbers[numbers < 0]
    for row, value in negative.iloc[:MOST_LISTED].items():
        faults.add(lines.place(row, name), f'Cannot use "{value:g}" as {name}: below 0', "Write 0 or more")
    _count_the_rest(len(negative), lines.name, f'negative numbers in "{name}"', faults)


def _check_decimals(text: pd.Series, lines: Lines, faults: Faults) -> None:
    """Refuse a column in which "1.714" may mean 1714: read wrongly, it would be out by a thousand."""
    with_mark = text[text.str.fullmatch(DECIMAL)]
    if lines.separator == ";" and len(with_mark) and with_mark.str.fullmatch(THOUSANDS_LIKE).all():
        row, value = with_mark.index[0], with_mark.iloc[0]
        faults.add(
            lines.place(row, str(text.name)),
            f'Cannot tell whether "{value}" has a decimal or a thousands separator',
            f'Write "{re.sub("[.,]", "", value)}" or "{value}0"',
        )


def _check_keys(columns: pd.DataFrame, lines: Lines, faults: Faults) -> None:
    for key in KEYS:
        blank = columns.index[columns[key].eq("")]
        for row in blank[:MOST_LISTED]:
            faults.add(lines.place(row, key), f"Cannot use a row without {key}", f"Write the code of the {key}")
        _count_the_rest(len(blank), lines.name, f"rows without {key}", faults)
    pairs = columns["area"].cat.codes.astype("int64") * len(columns["industry"].cat.categories)
    pairs = pairs + columns["industry"].cat.codes
    repeated = columns.index[pairs.duplicated()]
    for row in repeated[:MOST_LISTED]:
        first = pairs.index[pairs.eq(pairs[row])][0]
        faults.add(
            lines.place(row, "area, industry"),
            f'Cannot use area "{columns.at[row, "area"]}", industry "{columns.at[row, "industry"]}" twice',
            f"Keep this row or line {lines.place(first, '').line}",
        )
    _count_the_rest(len(repeated), lines.name, "repeated rows", faults)


def _check_industries(
    columns: pd.DataFrame,
    divisions: Collection[str],
    total_industry: str | None,
    lines: Lines,
    faults: Faults,
) -> None:
    codes = columns["industry"].drop_duplicates()
    codes = codes[codes.ne(total_industry or "") & codes.ne("")].astype("object")
    for row, code in codes.items():
        if nace_division(code, divisions) is None:
            problem = f'Cannot find industry "{code}" among the NACE divisions'
            faults.add(lines.place(row, "industry"), problem, nearest_name(code, sorted(divisions)))
    inside = enclosing_codes(codes)
    for row, code in codes.items():
        if code in inside:
            problem = f'Cannot add up industry "{code}": it lies inside "{inside[code]}", which the file has too'
            faults.add(lines.place(row, "industry"), problem, "Keep the codes of one level")


def _check_totals(
    columns: pd.DataFrame,
    total_industry: str | None,
    reference: str | None,
    lines: Lines,
    faults: Faults,
) -> None:
    areas = columns["area"].drop_duplicates().astype("object")
    if reference is not None and not areas.eq(reference).any():
        place = Place(lines.name, detail="area")
        faults.add(place, f'Cannot find the reference area "{reference}"', nearest_name(reference, areas))
    if total_industry is None:
        return
    is_total = columns["industry"].eq(total_industry)
    if not is_total.any():
        known = columns["industry"].drop_duplicates().astype("object")
        problem = f'Cannot find the total: no row has industry "{total_industry}"'
        faults.add(Place(lines.name, detail="industry"), problem, nearest_name(total_industry, known))
        return
    without = areas[~areas.isin(columns.loc[is_total, "area"].astype("object")) & areas.ne("")]
    for row, area in without.iloc[:MOST_LISTED].items():
        problem = f'Cannot find the total of area "{area}": it has no row with industry "{total_industry}"'
        faults.add(lines.place(row, "area"), problem, "Add the row; leave its number blank if it is not known")
    _count_the_rest(len(without), lines.name, "areas without a total", faults)
