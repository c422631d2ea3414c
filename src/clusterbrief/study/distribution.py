"""distribution.csv of an edition: which document went to whom, in which version and on which day."""

import csv
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from io import StringIO
from pathlib import Path

import pandas as pd

from clusterbrief.errors import Fault, Faults, InputError, Place, closest_name, nearest_name, shown_path
from clusterbrief.study.kept_lists import KeptList, ListRow, read_rows, separator_of

FILE_NAME = "distribution.csv"
COLUMNS = ("sent_on", "recipient_code", "document", "unit_code", "version", "note")
FORM = KeptList(COLUMNS, ("sent_on", "recipient_code", "document"))
DAYS = ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y")  # as spreadsheets of the region write them
BEYOND_REPORTS = ("invitation", "form", "findings")  # what goes to recipients and is no document in reports/
MARK = "﻿"  # with which spreadsheets begin a file in UTF-8


def nothing_sent() -> pd.DataFrame:
    """The table without rows."""
    return pd.DataFrame(columns=list(COLUMNS), dtype=str).assign(line=pd.Series(dtype=int))


def read_distribution(path: Path, recipients: Collection[str]) -> pd.DataFrame:
    """Read what was sent, which an edition may do without.

    Parameters
    ----------
    path : Path
    recipients : collection of str
        Codes of invited organisations, of respondents and of stakeholders.

    Returns
    -------
    DataFrame, one row per document and recipient, in the order of the file
        ``sent_on`` (year-month-day), ``recipient_code``, ``document``, ``unit_code`` (the country or region that the
        document is about; empty for a document of the whole edition, and for a sheet, which is about its recipient),
        ``version`` (as it stands on the document; empty where nobody noted it), ``note`` and ``line`` (of the file).

    Raises
    ------
    InputError
        With every fault of the file.
    """
    if not path.exists():
        return nothing_sent()
    faults, rows = Faults(), []
    for row in read_rows(path, FORM, faults):
        rows.append({**row.cells, "sent_on": _day(row, faults), "line": row.place.line})
        if row.cells["recipient_code"] not in recipients:
            remedy = nearest_name(row.cells["recipient_code"], sorted(recipients))
            row.refuse("recipient_code", f"It is on no list of this edition. {remedy}".strip(), faults)
        if not row.cells["document"]:
            row.refuse(
                "document",
                "Write what was sent: a document by its file name in reports/, such as organisation.",
                faults,
            )
    faults.stop_if_any()
    return pd.DataFrame(rows, columns=[*COLUMNS, "line"]).astype({**dict.fromkeys(COLUMNS, str), "line": int})


def _day(row: ListRow, faults: Faults) -> str:
    day = written_day(row.cells["sent_on"])
    if day is None:
        row.refuse("sent_on", "Write the day as year-month-day: 2024-12-20.", faults)
    return day.isoformat() if day else ""


def check_sent(
    path: Path, sent: pd.DataFrame, documents: Mapping[str, tuple[str, Collection[str]]], faults: Faults
) -> None:
    """Note rows whose document is mistyped or whose unit does not exist, and sheets that went to somebody else.

    Parameters
    ----------
    path : Path
        Of the file that ``sent`` was read from.
    sent : DataFrame
        See ``read_distribution``.
    documents : mapping of name to (audience, codes of its units)
        Documents of ``reports/``.
    faults : Faults
    """
    file, known = shown_path(path), (*documents, *BEYOND_REPORTS)
    for row in sent.itertuples():
        who, what, unit = str(row.recipient_code), str(row.document), str(row.unit_code)
        place = Place(file, int(str(row.line)), "document")
        audience, units = documents.get(what, ("", ()))
        if what not in known:
            if closest_name(what, known):  # else it is one that is not made any more, and was sent all the same
                faults.add(place, f'Cannot find the document "{what}"', nearest_name(what, known))
        elif audience == "internal":
            faults.add(place, f'Cannot have sent "{what}": it is for the authors only', "Take the row out.")
        elif audience == "private" and unit not in ("", who):
            problem = f'Cannot have sent the sheet of "{unit}" to "{who}"'
            faults.add(place, problem, "A private sheet goes to its own organisation alone.")
        elif audience == "private" and who not in units:
            faults.add(place, f'Cannot have sent "{what}" to "{who}": it did not answer', "Take the row out.")
        elif audience == "public" and unit and unit not in units:
            faults.add(place, f'Cannot find "{what}" of the unit "{unit}"', nearest_name(unit, sorted(units)))


def note_sent(path: Path, rows: Sequence[Mapping[str, str]]) -> None:
    """Add rows at the end of the file; what is there stays as it is, to the letter.

    Raises
    ------
    InputError
        The file has no column for something, or cannot be written, as when a spreadsheet program holds it open.
    """
    text = path.read_bytes().decode("utf-8") if path.exists() else ""
    separator, end = separator_of(text.removeprefix(MARK)), "\r\n" if "\r\n" in text else "\n"
    columns = _columns_of(text, separator)
    for column in sorted({name for each in rows for name, cell in each.items() if cell} - set(columns)):
        place, remedy = Place(shown_path(path), 1), f"The first line needs: {FORM.header}."
        raise InputError([Fault(place, f'Cannot find the column "{column}"', remedy)])
    added = StringIO()
    writer = csv.DictWriter(added, columns, delimiter=separator, lineterminator=end, restval="", extrasaction="ignore")
    if not text.strip():
        text = MARK  # without it spreadsheets take the letters for others
        writer.writeheader()
    elif not text.endswith(("\n", "\r")):
        text += end
    writer.writerows(rows)
    aside = path.with_suffix(".part")
    try:
        aside.write_bytes((text + added.getvalue()).encode("utf-8"))
        aside.replace(path)
    except OSError as error:
        aside.unlink(missing_ok=True)
        problem = f"Cannot write the file: {error.strerror}"
        raise InputError(
            [Fault(Place(shown_path(path)), problem, "Close it where it is open, and try again.")]
        ) from None


def _columns_of(text: str, separator: str) -> list[str]:
    heading = next((line for line in text.removeprefix(MARK).splitlines() if line.strip()), "")
    if not heading:
        return list(COLUMNS)
    return [name.strip().casefold() for name in next(csv.reader([heading], delimiter=separator))]


def written_day(text: str) -> date | None:
    """A day as ``sent_on`` may be written; None where it is none.

    >>> written_day("20.12.2024"), written_day("soon")
    (datetime.date(2024, 12, 20), None)
    """
    for form in DAYS:
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    return None
