"""Faults in the documents we own: where each one is, what is wrong, and what mends it."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

MOST_SHOWN = 20  # nobody mends more than a screenful at a time; the rest is counted


@dataclass(frozen=True, slots=True)
class Place:
    """A spot in a document, written the way editors and spreadsheets name it.

    >>> print(Place("data/framework/classes.yml", 12, "champion.attainment"))
    data/framework/classes.yml:12 (champion.attainment)
    >>> print(Place("answers.xlsx", detail="Content!C14"))
    answers.xlsx (Content!C14)
    """

    file: str
    line: int | None = None  # counted from 1, as editors do
    detail: str = ""  # dotted key, column heading, sheet and cell, or notebook cell

    def __str__(self) -> str:
        spot = f"{self.file}:{self.line}" if self.line else self.file
        return f"{spot} ({self.detail})" if self.detail else spot


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with a document we own: its place, the problem and the remedy."""

    place: Place
    problem: str
    remedy: str = ""

    def __str__(self) -> str:
        rows = [str(self.place), f"  {self.problem}"]
        return "\n".join([*rows, f"  {self.remedy}"] if self.remedy else rows)


class InputError(Exception):
    """A document cannot be used; carries every fault found in it, not only the first."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(self.faults)  # so that it survives the way back from another process

    def __str__(self) -> str:
        count = len(self.faults)
        parts = [f"Cannot go on: {count} fault{'' if count == 1 else 's'} in the input"]
        parts += [str(fault) for fault in self.faults[:MOST_SHOWN]]
        if count > MOST_SHOWN:
            parts.append(f"... and {count - MOST_SHOWN} more")
        return "\n\n".join(parts)


class Faults(list[Fault]):
    """Faults as they are found, so that all of a document's can be reported at once."""

    def add(self, place: Place, problem: str, remedy: str = "") -> None:
        """Note one more fault; the same one is told once."""
        fault = Fault(place, problem, remedy)
        if fault not in self:
            self.append(fault)

    def stop_if_any(self) -> None:
        """Raise InputError with everything noted so far; return when there is nothing."""
        if self:
            raise InputError(self)

    @contextmanager
    def collect(self) -> Iterator[None]:
        """Note the faults of an InputError raised inside, and carry on after the block."""
        try:
            yield
        except InputError as error:
            self.extend(error.faults)


def closest_name(name: str, known: Iterable[str]) -> str | None:
    """The known name that is spelled most like another; None where none is near.

    >>> closest_name("Am-014", ["AM-001", "AM-014"])
    'AM-014'
    """
    names = {each.casefold(): each for each in reversed([str(each) for each in known])}
    close = get_close_matches(str(name).casefold(), names, n=1, cutoff=0.6)
    return names[close[0]] if close else None


def nearest_name(name: str, known: Iterable[str]) -> str:
    """Remedy that offers the nearest known name, or all of them where none is near.

    >>> nearest_name("wieght", ["weight", "label"])
    'Did you mean "weight"?'
    >>> nearest_name("x", ["weight", "label"])
    'Known here: "weight", "label"'
    """
    names = [str(each) for each in known]
    close = closest_name(name, names)
    if close:
        return f'Did you mean "{close}"?'
    shown = ", ".join(f'"{each}"' for each in names[:12])
    more = f" and {len(names) - 12} more" if len(names) > 12 else ""
    return f"Known here: {shown}{more}" if names else ""


def shown_path(path: Path | str) -> str:
    """A path as faults print it: relative to the working folder where it lies below it."""
    path = Path(path)
    try:
        return path.resolve().relative_to(Path.cwd().resolve()).as_posix()
    except ValueError:
        return path.as_posix()


def known_among(option: str, given: tuple[str, ...], known: Iterable[str]) -> tuple[str, ...]:
    """What was given with an option of the command line.

    Raises
    ------
    InputError
        Some of it is not known; the remedy offers the nearest name.

    >>> known_among("--formats", ("html", "pdf"), ["html", "pdf", "docx"])
    ('html', 'pdf')
    """
    names = tuple(known)
    faults = [
        Fault(Place(option), f'Cannot use "{each}"', nearest_name(each, names)) for each in given if each not in names
    ]
    if faults:
        raise InputError(faults)
    return given
