"""Which letters the project's fonts have; a letter that none of them has is shown as a mark."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

MARK = "\ufffd"  # stands for a letter that no font has; PDF/UA allows no gap
ZERO_WIDTH = "\u200b"
LONGEST_WORD = 22  # letters after which a word may be broken anywhere


@cache
def letters_of(folder: Path) -> frozenset[int]:
    """Every letter that some font of a folder can show."""
    from fontTools.ttLib import TTFont

    known: set[int] = set()
    for path in sorted(folder.glob("*.[to]tf")):
        with TTFont(path, lazy=True) as font:
            known |= set(font.getBestCmap())
    return frozenset(known)


def settle_letters(folder: Path) -> Callable[[str], str]:
    """A function that makes texts printable: unknown letters marked, endless words breakable."""
    known = letters_of(folder)

    def settle(text: str) -> str:
        if not known:  # no fonts in the project: Typst's own are taken
            return text
        return "".join(letter if ord(letter) in known else MARK for letter in text)

    return settle


def breakable(text: str) -> str:
    """A text in which very long words can be broken.

    >>> breakable("a" * 30).count(ZERO_WIDTH)
    1
    """
    return " ".join(_broken(word) for word in text.split(" "))


def _broken(word: str) -> str:
    pieces = [word[start : start + LONGEST_WORD] for start in range(0, len(word), LONGEST_WORD)]
    return ZERO_WIDTH.join(pieces) if len(pieces) > 1 else word
