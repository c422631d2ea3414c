"""What authors change: files of a project by the time when they were last written."""

from collections.abc import Iterable, Iterator
from pathlib import Path

IGNORED = {"__pycache__", ".ipynb_checkpoints", "published"}
Times = dict[Path, int]  # when each file was written, nanoseconds


def watched(root: Path, edition_folder: Path) -> tuple[Path, ...]:
    """The files and folders that a build of an edition reads."""
    folders = ("data/framework", "data/eu", "notebooks", "reports", "templates")
    return (*(root / name for name in folders), root / "data/open_data.yml", root / "_quarto.yml", edition_folder)


def times_of(places: Iterable[Path]) -> Times:
    """When each file in these places was written. What editors leave beside files while they save does not count."""
    times = {}
    for path in (each for place in places for each in _files(place)):
        try:
            times[path] = path.stat().st_mtime_ns
        except OSError:  # gone since it was listed
            continue
    return times


def _files(place: Path) -> Iterator[Path]:
    if place.is_file():
        yield place
        return
    for path in sorted(place.rglob("*")) if place.is_dir() else ():
        hidden = path.name.startswith((".", "~$")) or path.name.endswith(("~", ".tmp"))
        if not hidden and not IGNORED & set(path.relative_to(place).parts) and path.is_file():
            yield path


def changed(before: Times, now: Times) -> list[Path]:
    """Files that are new, gone or written since, in order.

    >>> changed({Path("a"): 1, Path("b"): 1}, {Path("a"): 2, Path("c"): 1}) == [Path("a"), Path("b"), Path("c")]
    True
    """
    return sorted(path for path in before.keys() | now.keys() if before.get(path) != now.get(path))
