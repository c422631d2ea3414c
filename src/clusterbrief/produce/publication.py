"""Publications kept with their edition, so that the next one can be compared with them."""

import json
import shutil
import tempfile
from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from pathlib import Path

import pandas as pd

from clusterbrief.errors import Fault, InputError, Place, shown_path
from clusterbrief.produce.written_tables import write_tables
from clusterbrief.study.publication import FOLDER

UNSETTLED = "unsettled.json"  # beside kept tables while nobody knows whether their site came out


def refuse_second(edition_folder: Path, day: date) -> None:
    """Raise InputError where something was published on that day already. It is never written over: readers have it."""
    folder = edition_folder / FOLDER / day.isoformat()
    if folder.exists():
        problem = f"Something was already published on {day.isoformat()}"
        remedy = "Publish again tomorrow. If readers never had what was published today, delete this folder."
        raise InputError([Fault(Place(shown_path(folder)), problem, remedy)])


def keep_tables(
    edition_folder: Path,
    day: date,
    public: Mapping[str, pd.DataFrame],
    internal: Mapping[str, pd.DataFrame],
    waiting: Path | None = None,
) -> Path:
    """Write what was published on a day to the edition's folder; whole or not at all.

    Parameters
    ----------
    edition_folder : Path
    day : date
    public, internal : mapping of name to DataFrame
        The tables as they are in build/tables.
    waiting : Path, optional
        The site that they belong to while it waits beside its place; ``settle`` tells whether it came out. Tables go
        first: a site that came out without its tables could not be protected from the next one.

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
        if waiting is not None:
            note = {"waiting": str(waiting.resolve()), "checksums": _digest(waiting)}
            (work / UNSETTLED).write_text(json.dumps(note), encoding="utf-8")
        work.rename(folder)
    except BaseException:
        shutil.rmtree(work, ignore_errors=True)
        raise
    return folder


def settle_publications(edition_folder: Path) -> None:
    """Settle what an interrupted publication left: tables whose site never came out go, all others stay."""
    for note in sorted((edition_folder / FOLDER).glob(f"*/{UNSETTLED}")):
        settle(note.parent)
    for left in (edition_folder / FOLDER).glob(".*"):
        if left.is_dir():
            shutil.rmtree(left, ignore_errors=True)


def settle(kept: Path) -> None:
    """Keep the tables of a publication, unless its site still waits beside its place.

    Where that cannot be told any more, they stay: what may have been published counts as published.
    """
    path = kept / UNSETTLED
    if not path.is_file():
        return
    note = json.loads(path.read_text(encoding="utf-8"))
    if _digest(Path(note["waiting"])) == note["checksums"]:
        gone = kept.with_name(f".{kept.name}.gone")  # half a folder would be a fault
        kept.replace(gone)
        shutil.rmtree(gone, ignore_errors=True)
    else:
        path.unlink()


def _digest(site: Path) -> str:
    """A digest of everything in a site that was laid out; empty where none waits."""
    path = site / "SHA256SUMS.txt"
    return sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
