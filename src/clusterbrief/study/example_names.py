"""Invented names for the organisations of example editions, in each country's own letters.

No name is that of a real organisation: the first word is made up, the second says the field.
"""

from collections.abc import Iterator

# made-up first words, words for a field, and how the language puts them together
NAMES: dict[str, tuple[tuple[str, ...], tuple[str, ...], str]] = {
    "AM": (
        ("Լուսաքար", "Արևաձոր", "Ծիրանաբերդ", "Նռնաշեն", "Վարդահովիտ", "Քարակամուրջ", "Հրավան", "Սարալույս", "Ձորաստղ"),
        (
            "ՏՏ", "գինեգործական", "տեքստիլ", "զբոսաշրջային",
            "ճարտարագիտական", "ագրոպարենային", "առողջապահական", "էներգետիկ",
        ),
        "«{first}» {field} կլաստեր",
    ),
    "AZ": (
        ("Günəşyolu", "Odlubağ", "Narçiçək", "Qızılkörpü", "Ağşəhər", "Xəzəryel", "İşıqdağ", "Şimşəkli", "Göyüzüm"),
        ("rəqəmsal", "aqrar", "turizm", "logistika", "tekstil", "enerji", "tikinti", "qida"),
        "{first} {field} klasteri",
    ),
    "GE": (
        (
            "მზიკარი", "ოქროხიდი", "ვაზისფერი", "ცისწყარო", "თეთრკოშკი",
            "ნათელა-ხევი", "ქარიშხალა", "ბროლისმთა", "ალვისჩრდილი",
        ),
        ("ციფრული", "ღვინის", "ტურიზმის", "ლოგისტიკის", "ტექსტილის", "ენერგეტიკის", "სამშენებლო", "აგროსასურსათო"),
        "{first} — {field} კლასტერი",
    ),
    "MD": (
        (
            "Lumindava", "Codrișor", "Viespărița", "Nucăreni-Deal", "Soarelui-Pod",
            "Râureni-Nou", "Aurivale", "Țărmuș", "Zorișor",
        ),
        ("digital", "vitivinicol", "turistic", "textil", "agroalimentar", "energetic", "logistic", "creativ"),
        "Clusterul {field} {first}",
    ),
    "UA": (
        ("Світлобриг", "Яворкряж", "Зореполь", "Калиновіт", "Їжакбір", "Ґрунтовид", "Вербосяй", "Тихожар", "Медоліт"),
        (
            "цифровий", "аграрний", "текстильний", "туристичний",
            "машинобудівний", "енергетичний", "будівельний", "креативний",
        ),
        "{field_title} кластер «{first}»",
    ),
}  # fmt: skip
FIELDS = {  # the same words in English, for stories
    "AM": ("IT", "wine", "textiles", "tourism", "engineering", "agri-food", "health", "energy"),
    "AZ": ("digital services", "farming", "tourism", "logistics", "textiles", "energy", "construction", "food"),
    "GE": ("digital services", "wine", "tourism", "logistics", "textiles", "energy", "construction", "agri-food"),
    "MD": (
        "digital services", "wine", "tourism", "textiles", "agri-food", "energy", "logistics", "creative industries",
    ),
    "UA": (
        "digital services", "farming", "textiles", "tourism", "engineering", "energy", "construction",
        "creative industries",
    ),
}  # fmt: skip
SERIES = "{name} {number}"


def invented_names(country_code: str) -> Iterator[str]:
    """Names for one country, without end and without repeating; other countries get plain ones."""
    firsts, fields, form = NAMES.get(country_code, (("Exempla",), ("example",), "{first} {field} cluster"))
    number = 1
    while True:
        for offset in range(len(fields)):
            for place, first in enumerate(firsts):
                field = fields[(place + offset) % len(fields)]
                name = form.format(first=first, field=field, field_title=field.capitalize())
                yield name if number == 1 else SERIES.format(name=name, number=number)
        number += 1


def field_of(name: str, country_code: str) -> str:
    """The field that an invented name tells, in English; empty where it tells none."""
    words = NAMES.get(country_code, ((), (), ""))[1]
    told = dict(zip(words, FIELDS.get(country_code, ()), strict=True))
    return next((told[word] for word in words if word.casefold() in name.casefold().split()), "")
