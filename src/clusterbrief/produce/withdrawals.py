"""What was made for the authors while a respondent took part goes when it withdraws, whichever audience is built."""

import shutil
from collections.abc import Collection
from pathlib import Path

from clusterbrief.produce.published_texts import UnreadableError, read_bytes

# Below build/; what holds nobody by name, and private sheets, are seen to by remove_leftovers
FOLDERS = ("project", "typeset", "notebooks", "profiles")
MADE_FOR_AUTHORS = ("internal/site", "compare", *(f"{folder}/internal" for folder in FOLDERS))


def forget_withdrawn(build: Path, withdrawn: Collection[str]) -> list[Path]:
    """Delete each folder of the authors in which a withdrawn organisation still stands; gives those folders."""
    gone = []
    for name in MADE_FOR_AUTHORS if withdrawn else ():
        folder = build / name
        if any(_names(path, withdrawn) for path in sorted(folder.rglob("*")) if path.is_file()):
            shutil.rmtree(folder)
            gone.append(folder)
    return gone


def _names(path: Path, codes: Collection[str]) -> bool:
    """Whether a file holds one of the codes; one that nobody can look into counts."""
    try:
        ending = ".json" if path.suffix == ".ipynb" else path.suffix
        return any(code in text for _, text in read_bytes(ending, path.read_bytes()) for code in codes)
    except UnreadableError:
        return True
