"""Names in Latin letters: readable, and left alone where they are in Latin letters or in a script we do not know."""

import pandas as pd
import pytest

from clusterbrief.present.latin_names import in_latin, who, with_latin
from clusterbrief.study.example_names import NAMES, invented_names


@pytest.mark.parametrize(
    ("name", "latin"),
    [
        ("«Նռնաշեն» առողջապահական կլաստեր", "«Nrnashen» aroghjapahakan klaster"),
        ("Լուսաքար", "Lusakar"),
        ("მზიკარი — ლოგისტიკის კლასტერი", "Mzikari — logistikis klasteri"),
        ("Їжакбір і Яворкряж", "Yizhakbir i Yavorkriazh"),
        ("Şimşəkli aqrar klasteri", ""),
        ("Alpha 2", ""),
        ("株式会社", ""),
        ("", ""),
    ],
)
def test_names_in_latin_letters(name, latin):
    assert in_latin(name) == latin
    assert with_latin(name) == (f"{name} ({latin})" if latin else name)


@pytest.mark.parametrize("country", NAMES)
def test_every_invented_name_can_be_read(country):
    source = invented_names(country)
    for name in (next(source) for _ in range(80)):
        shown = in_latin(name) or name
        assert all(ord(letter) < 0x370 for letter in shown if letter.isalpha()), shown


def test_organisations_are_named_by_code_and_name():
    rows = pd.DataFrame({"organisation_code": ["UA-1", "XA-2"], "name": ["Медоліт", "Beta"]})
    assert who(rows).tolist() == ["UA-1 Медоліт (Medolit)", "XA-2 Beta"]
