"""Numbers and lists as sentences want them: right for none, one and many."""

from collections.abc import Sequence
from datetime import date

import pandas as pd

NUMBER_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
MISSING = "–"


def number_word(number: int) -> str:
    """A whole number as running text has it: words below ten.

    >>> number_word(1), number_word(12), number_word(2400)
    ('one', '12', '2 400')
    """
    return NUMBER_WORDS[number] if 0 <= number < len(NUMBER_WORDS) else f"{number:,}".replace(",", "\u00a0")


def count(number: int, noun: str, plural: str = "") -> str:
    """A number with its noun.

    >>> count(1, "organisation"), count(0, "organisation"), count(3, "country", "countries")
    ('one organisation', 'no organisations', 'three countries')
    """
    return f"{number_word(number)} {noun if number == 1 else plural or noun + 's'}"


def joined(words: Sequence[str]) -> str:
    """Words as a list in a sentence.

    >>> joined(["a"]), joined(["a", "b", "c"])
    ('a', 'a, b and c')
    """
    words = list(words)
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}" if words else ""


def sentence_start(text: str) -> str:
    """Text with a capital first letter.

    >>> sentence_start("one organisation answered")
    'One organisation answered'
    """
    return text[:1].upper() + text[1:]


def lowered(label: str) -> str:
    """A label inside a sentence: its first letter small, unless it is an abbreviation or a name with digits.

    >>> lowered("Financial sustainability"), lowered("Industry 4.0"), lowered("EU")
    ('financial sustainability', 'Industry 4.0', 'EU')
    """
    second = label[1:2]
    keeps = second.isupper() or any(letter.isdigit() for letter in label) or label.startswith("European")
    return label if keeps else label[:1].lower() + label[1:]


def format_points(points: float | None) -> str:
    """Whole points, or a dash where there are none."""
    return MISSING if points is None or pd.isna(points) else f"{points:.0f}"


def format_signed(points: float | None) -> str:
    """Whole points with their sign, or a dash.

    >>> format_signed(-3.0), format_signed(0.0), format_signed(None)
    ('−3', '0', '–')
    """
    if points is None or pd.isna(points):
        return MISSING
    sign = "+" if points >= 0.5 else "−" if points <= -0.5 else ""
    return f"{sign}{abs(points):.0f}"


def format_share(share: float | None) -> str:
    """A share of 0-1 as a percentage, or a dash.

    >>> format_share(0.345)
    '35 %'
    """
    return MISSING if share is None or pd.isna(share) else f"{int(share * 100 + 0.5 + 1e-9)}\u00a0%"


def format_date(day: str) -> str:
    """An ISO date as text.

    >>> format_date("2024-12-01")
    '1 December 2024'
    """
    parsed = date.fromisoformat(day)
    return f"{parsed.day} {MONTHS[parsed.month - 1]} {parsed.year}"
