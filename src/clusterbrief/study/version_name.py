"""How a version of an edition is named: EDITION, EDITION@last or EDITION@2024-12-16."""

from collections.abc import Sequence

from clusterbrief.errors import Faults, nearest_name
from clusterbrief.study.edition_model import EditionFile
from clusterbrief.study.placed_yaml import PlacedDocument

LAST = "last"
KEY = "compare_with"


def split_version(text: str) -> tuple[str, str]:
    """The edition, and which publication of it: empty for the edition as it is now.

    >>> split_version("2024@last"), split_version("2024")
    (('2024', 'last'), ('2024', ''))
    """
    name, _, which = text.partition("@")
    return name, which


def choose_day(which: str, days: Sequence[str]) -> str | None:
    """The day that is meant, of those on which something was published, oldest first; None where there is none.

    >>> choose_day("last", ["2024-12-16", "2025-02-01"])
    '2025-02-01'
    """
    if which == LAST:
        return days[-1] if days else None
    return which if which in days else None


def check_compared(settings: EditionFile, document: PlacedDocument, faults: Faults) -> None:
    """Whether the edition that another one is compared with lies beside it, and was published when it must be."""
    if not settings.compare_with:
        return
    folder = document.path.parent.resolve()
    name, which = split_version(settings.compare_with)
    beside = sorted(path.parent.name for path in folder.parent.glob("*/edition.yml") if path.parent != folder)
    place = document.place(KEY)
    if name == folder.name and not which:
        faults.add(place, "Cannot compare an edition with itself", f"Write {name}@last for what was published last.")
    elif name not in {*beside, folder.name}:
        remedy = nearest_name(name, beside) or "It must lie beside this one, in the same folder."
        faults.add(place, f'Cannot find an edition named "{name}" beside this one', remedy)
    elif which:
        days = sorted(path.name for path in (folder.parent / name / "published").glob("????-??-??"))
        if choose_day(which, days) is None:
            remedy = nearest_name(which, days) or f'Write "{KEY}: {name}" to compare with it as it is now.'
            faults.add(place, f'Cannot find a publication "{which}" of the edition "{name}"', remedy)
