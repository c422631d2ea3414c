"""Numbers and lists as sentences want them: right for none, one and many."""

import math
import re
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
SMALL_NAMES = ("go-cluster",)  # written so by those who bear them
QUOTED = re.compile("“[^”]*”")  # its marks say what belongs together
LONGEST_LINE = 44  # letters of a label on an axis


def number_word(number: int) -> str:
    """A whole number as running text has it: words below ten.

    >>> number_word(1), number_word(12), number_word(2400)
    ('one', '12', '2\\xa0400')
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

    A comma goes before the last "and" where a part has one of its own: else nobody could tell which of them parts what.

    >>> joined(["a"]), joined(["a", "b", "c"]), joined(["a and b", "c"])
    ('a', 'a, b and c', 'a and b, and c')
    """
    words = list(words)
    if len(words) < 2:
        return "".join(words)
    comma = "," if any(" and " in QUOTED.sub("", word) for word in words) else ""
    return f"{', '.join(words[:-1])}{comma} and {words[-1]}"


def sentence_start(text: str) -> str:
    """Text with a capital first letter, but for names that have none.

    >>> sentence_start("one organisation answered"), sentence_start("go-cluster, not met")
    ('One organisation answered', 'go-cluster, not met')
    """
    return text if text.startswith(SMALL_NAMES) else text[:1].upper() + text[1:]


def lowered(label: str) -> str:
    """A label inside a sentence: its first letter small, unless it begins with a name or an abbreviation.

    >>> [lowered(label) for label in ("Financial sustainability", "Industry 4.0", "EU", "Expertise in Industry 4.0")]
    ['financial sustainability', 'Industry 4.0', 'EU', 'expertise in Industry 4.0']
    """
    keeps = label[1:2].isupper() or label[1:2] == "&" or label.startswith(("European", "Industry 4"))
    return label if keeps else label[:1].lower() + label[1:]


def ordinal(number: int) -> str:
    """A place as running text has it: words up to tenth.

    >>> ordinal(1), ordinal(11), ordinal(22), ordinal(103)
    ('first', '11th', '22nd', '103rd')
    """
    if 1 <= number <= len(ORDINALS):
        return ORDINALS[number - 1]
    teens = number % 100 in {11, 12, 13}
    return f"{number}{'th' if teens else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def half_up(number: float) -> int:
    """The nearest whole number; 0.5 goes up, as in the tables (Python would send it to the even neighbour).

    >>> half_up(62.5), half_up(0.49), half_up(-0.5)
    (63, 0, 0)
    """
    return math.floor(round(number, 9) + 0.5)


def format_points(points: float | None) -> str:
    """Whole points, or a dash where there are none.

    >>> format_points(62.5), format_points(None)
    ('63', '–')
    """
    return MISSING if points is None or pd.isna(points) else str(half_up(points))


def format_signed(points: float | None) -> str:
    """Whole points with their sign, or a dash.

    >>> format_signed(-3.0), format_signed(0.0), format_signed(None)
    ('−3', '0', '–')
    """
    if points is None or pd.isna(points):
        return MISSING
    whole = half_up(points)
    sign = "+" if whole > 0 else "−" if whole < 0 else ""
    return f"{sign}{abs(whole)}"


def format_gap(gap: float | None) -> str:
    """A gap in whole points: plain when short of the EU value, with a minus when above it.

    >>> format_gap(18.0), format_gap(-1.0), format_gap(None)
    ('18', '−1', '–')
    """
    return format_signed(gap).lstrip("+")


def above_or_below(points: float | None) -> str:
    """How far a figure is from another one, in words; what is above counts as positive.

    >>> above_or_below(23.0), above_or_below(-90.5), above_or_below(0.0), above_or_below(None)
    ('23 above', '90.5 below', 'equal', '–')
    """
    if points is None or pd.isna(points):
        return MISSING
    if round(points, 9) == 0:
        return "equal"
    return f"{abs(points):g} {'above' if points > 0 else 'below'}"


def format_share(share: float | None) -> str:
    """A share of 0-1 as a percentage, or a dash.

    >>> format_share(0.345)
    '35\\xa0%'
    """
    return MISSING if share is None or pd.isna(share) else f"{half_up(share * 100)}\u00a0%"


def format_part(share: float | None) -> str:
    """A share of a whole as a percentage; 100 % only where nothing is missing.

    >>> format_part(0.997), format_part(1.0), format_part(0.345)
    ('over 99\\xa0%', '100\\xa0%', '35\\xa0%')
    """
    whole = format_share(1)
    text = format_share(share)
    return f"over {format_share(0.99)}" if text == whole and share is not None and share < 1 else text


def format_date(day: str) -> str:
    """An ISO date as text.

    >>> format_date("2024-12-01")
    '1 December 2024'
    """
    parsed = date.fromisoformat(day)
    return f"{parsed.day} {MONTHS[parsed.month - 1]} {parsed.year}"


def folded(label: str) -> str:
    """A long label in two lines, parted at the space nearest to its middle.

    >>> folded("Listed on the ECCP")
    'Listed on the ECCP'
    >>> folded("Assesses members' digital maturity or their demand for digital innovation")
    "Assesses members' digital maturity or\\ntheir demand for digital innovation"
    """
    if len(label) <= LONGEST_LINE or " " not in label:
        return label
    spaces = [place for place, letter in enumerate(label) if letter == " "]
    middle = min(spaces, key=lambda place: abs(place - len(label) / 2))
    return f"{label[:middle]}\n{label[middle + 1 :]}"
