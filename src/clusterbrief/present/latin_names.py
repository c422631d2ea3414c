"""Names in Latin letters beside those that are written in another script, for readers who cannot read it."""

import unicodedata
from collections.abc import Mapping

import pandas as pd


def _letters(own: str, latin: str) -> dict[str, str]:
    return dict(zip(own, latin.split(), strict=True))


# One letter after the other, without marks: enough to read a name aloud and to find it again.
ARMENIAN = _letters(
    "աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքևօֆ",
    "a b g d e z e y t zh i l kh ts k h dz gh ch m y n sh o ch p j r s v t r ts v p k ev o f",
)
GEORGIAN = _letters(
    "აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ",
    "a b g d e v z t i k l m n o p zh r s t u p k gh q sh ch ts dz ts ch kh j h",
)
CYRILLIC = _letters(
    "абвгґдеєжзиіїйклмнопрстуфхцчшщюяыэё",
    "a b v h g d e ie zh z y i i i k l m n o p r s t u f kh ts ch sh shch iu ia y e e",
) | {"ь": "", "ъ": ""}
FIRST = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}  # at the beginning of a word
LETTERS: Mapping[str, str] = {**ARMENIAN, **GEORGIAN, **CYRILLIC}


def in_latin(name: str) -> str:
    """A name in Latin letters; empty where it is in Latin letters already, or in a script that we do not know.

    >>> in_latin("Приклад «Зразок»"), in_latin("Exemplul Nou")
    ('Pryklad «Zrazok»', '')
    """
    other = [letter for letter in name if letter.isalpha() and not unicodedata.name(letter, "").startswith("LATIN")]
    if not other or any(letter.lower() not in LETTERS for letter in other):
        return ""
    letters = name.replace("ու", "у").replace("Ու", "У")  # two letters for one sound: the Cyrillic one stands for it
    written = "".join(
        _latin_letter(letter, place == 0 or not letters[place - 1].isalpha()) for place, letter in enumerate(letters)
    )
    return written[:1].upper() + written[1:]


def _latin_letter(letter: str, first: bool) -> str:
    small = letter.lower()
    latin = FIRST.get(small, LETTERS.get(small, letter)) if first else LETTERS.get(small, letter)
    return latin[:1].upper() + latin[1:] if letter.isupper() else latin


def with_latin(name: str) -> str:
    """A name, with Latin letters in brackets where it is in others.

    >>> with_latin("ნიმუში"), with_latin("Alpha")
    ('ნიმუში (Nimushi)', 'Alpha')
    """
    latin = in_latin(name)
    return f"{name} ({latin})" if latin else name


def who(rows: pd.DataFrame) -> pd.Series:
    """Organisations by code and name: ``organisation_code`` and ``name``."""
    return rows["organisation_code"] + " " + rows["name"].map(with_latin, na_action="ignore")
