"""Editions as they were published: what readers already hold, and the answers that it came from."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from clusterbrief.errors import Faults, Place, shown_path

FOLDER = "published"
DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
AREA, CODE = "area_code", "organisation_code"
# Tables that later publications are compared with, and columns without which they cannot be
PUBLIC = {
    "area_scores": (AREA, "node_code", "n", "score", "comparable_score", "coverage", "hidden"),
    "class_counts": (AREA, "class_code", "count", "n", "hidden"),
    "service_shares": (AREA, "kind", "service_code", "n", "count", "bound"),
    "needs": (AREA, "option_code", "n", "count", "bound"),
    "actions": (AREA, "option_code", "n", "count", "bound"),
    "participation": (AREA, "respondents", "completion"),
    "marks": ("node_code", "n", "comparable_score"),
}
INTERNAL = {
    "organisations": (CODE, "country_code", "completion"),
    "compared": (CODE, "node_code", "level", "score", "coverage", "comparable_score"),
    "classes": (CODE, "class_code"),
    "phases": (CODE, "phase"),
    "services": (CODE, "kind", "service_code", "has"),
    "needs": (CODE, "option_code", "place"),
    "actions": (CODE, "option_code", "place"),
}
FIGURES = frozenset(  # numbers also where all of them are missing
    {
        "score", "comparable_score", "benchmark", "gap", "attainment", "coverage", "low", "high", "median",
        "quartile_1", "quartile_3", "count", "share", "completion", "response_rate",
        "place", "weight", "rank", "met", "not_met", "unknown", "helped",
    }
)  # fmt: skip
WHOLES = frozenset({"n", "invited", "respondents", "respondents_invited"})  # also where there are no rows
FLAGS = frozenset({"hidden", "has", "applies"})  # likewise
FLAG, WHOLE = r"True|False", r"-?\d+"
NUMBER = r"-?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?"
PUBLISHED_AGAIN = "Copy build/tables of that publication here again, or delete the folder if it was never published."


@dataclass(frozen=True)
class Publication:
    """What was published on a day: ``public`` tables as readers have them, ``internal`` ones that they came from.

    Tables go by the names that they have in build/tables; what a row is: see the function that makes it. Columns are
    of the kinds that were written, but dates are texts, lists one text joined by semicolons, a missing text an empty
    one, and a whole number that can be missing a number.
    """

    day: date
    public: Mapping[str, pd.DataFrame]
    internal: Mapping[str, pd.DataFrame]


def read_publications(edition_folder: Path) -> tuple[Publication, ...]:
    """Everything that was published of an edition, the oldest first; nothing where it has no folder ``published``.

    Every folder counts, whatever the date in edition.yml: what is published stays with those who read it.

    Raises
    ------
    InputError
        A folder is not named by a date, or a table is missing, cannot be read or lacks a column.
    """
    folder = edition_folder / FOLDER
    faults = Faults()
    found = []
    for each in sorted(folder.iterdir()) if folder.is_dir() else []:
        if not each.is_dir() or each.name.startswith("."):
            continue
        day = _day_of(each, faults)
        if day is not None:
            public = _read_tables(each / "public", PUBLIC, faults)
            found.append(Publication(day, public, _read_tables(each / "internal", INTERNAL, faults)))
    faults.stop_if_any()
    return tuple(found)


def _day_of(folder: Path, faults: Faults) -> date | None:
    try:
        if DATE.fullmatch(folder.name):
            return date.fromisoformat(folder.name)
    except ValueError:
        pass
    problem = f'"{folder.name}" is not the date of a publication'
    faults.add(Place(shown_path(folder)), problem, "Name the folder by the day of publication: 2024-12-16.")
    return None


def _read_tables(folder: Path, wanted: Mapping[str, tuple[str, ...]], faults: Faults) -> dict[str, pd.DataFrame]:
    tables = {}
    for name in sorted({*wanted, *(path.stem for path in folder.glob("*.csv"))}):
        path = folder / f"{name}.csv"
        if not path.is_file():
            faults.add(Place(shown_path(path)), "The table is missing", PUBLISHED_AGAIN)
            continue
        table = _read_table(path, faults)
        if table is not None and _has_columns(table, path, wanted.get(name, ()), faults):
            tables[name] = table
    return tables


def _has_columns(table: pd.DataFrame, path: Path, wanted: tuple[str, ...], faults: Faults) -> bool:
    missing = [column for column in wanted if column not in table]
    if missing:
        names = ", ".join(f'"{column}"' for column in missing)
        faults.add(Place(shown_path(path), 1), f"The table lacks {names}", PUBLISHED_AGAIN)
    return not missing


def _read_table(path: Path, faults: Faults) -> pd.DataFrame | None:
    try:
        # an empty text is no missing number, and a country may have the code NA
        raw = pd.read_csv(path, encoding="utf-8-sig", dtype=str, keep_default_na=False)
        return _typed(raw, path.stem in {*PUBLIC, *INTERNAL})
    except (ValueError, OSError) as error:  # a faulty encoding or CSV is a ValueError, too
        problem = f"The table cannot be read: {str(error).splitlines()[0] if str(error) else type(error).__name__}"
        faults.add(Place(shown_path(path)), problem, PUBLISHED_AGAIN)
        return None


def _typed(raw: pd.DataFrame, known: bool) -> pd.DataFrame:
    """Flags, whole numbers and numbers as such; texts without the apostrophe that kept them from being formulas."""
    return pd.DataFrame({column: _typed_column(raw[column], known) for column in raw.columns}, columns=raw.columns)


def _typed_column(text: pd.Series, known: bool) -> pd.Series:
    """A column of a ``known`` table, whose figures must be numbers, or of one whose columns may mean anything."""

    def all_are(pattern: str) -> bool:
        return bool(len(text)) and bool(text.str.fullmatch(pattern).all())

    if all_are(FLAG) or (text.empty and text.name in FLAGS):
        return text == "True"
    if text.name not in FIGURES and (all_are(WHOLE) or (text.empty and text.name in WHOLES)):
        return text.astype(int)
    numbers = all_are(f"({NUMBER})?")
    if (text.name in FIGURES and (known or numbers)) or (numbers and (text != "").any()):
        return pd.to_numeric(text.mask(text == "")).astype(float)
    return text.str.replace(r"^'(?=\s*[=+\-@])", "", regex=True).astype(str)
