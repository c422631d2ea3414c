"""Publications kept with their edition, so that the next one can be compared with them."""

import shutil
import tempfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pandas as pd

from clusterbrief.errors import Fault, InputError, Place, shown_path
from clusterbrief.produce.written_tables import write_tables
from clusterbrief.study.publication import FOLDER


def refuse_second(edition_folder: Path, day: date) -> None:
    """Raise InputError where something was published on that day already. It is never written over: readers have it."""
    folder = edition_folder / FOLDER / day.isoformat()
    if folder.exists():
        problem = f"Something was already published on {day.isoformat()}"
        remedy = "Publish again tomorrow. If readers never had what was published today, delete this folder."
        raise InputError([Fault(Place(shown_path(folder)), problem, remedy)])


def keep_tables(
    edition_folder: Path, day: date, public: Mapping[str, pd.DataFrame], internal: Mapping[str, pd.DataFrame]
) -> Path:
    """Write what was published on a day to the edition's folder; whole or not at all.

    Parameters
    ----------
    edition_folder : Path
    day : date
    public, internal : mapping of name to DataFrame
        The tables as they are in build/tables.

    Returns
    -------
    Path
        The folder that was written.

    Raises
    ------
    InputError
        Something was already published on that day. It is never written over: readers have it.
    """
    refuse_second(edition_folder, day)
    folder = edition_folder / FOLDER / day.isoformat()
    folder.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=".", dir=folder.parent))
    try:
        write_tables(work / "public", public)
        write_tables(work / "internal", internal)
        work.rename(folder)
    except BaseException:
        shutil.rmtree(work, ignore_errors=True)
        raise
    return folder
