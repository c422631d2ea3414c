"""The settings of an assembled project: the site's own, with navigation made from its pages."""

from collections.abc import Mapping, Sequence
from io import StringIO
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from clusterbrief.errors import Fault, Faults, InputError, Place
from clusterbrief.present.markdown import for_attribute
from clusterbrief.produce.documents import Page
from clusterbrief.study.placed_yaml import load_yaml

NO_MENU = "none"  # of pages that are only reached from other pages
NEEDED = (("project",), ("website",), ("website", "navbar"), ("format",), ("format", "html"))


def read_settings(path: Path) -> dict[str, Any]:
    """The site's own settings.

    Raises
    ------
    InputError
        They cannot be read, or lack a part that is filled in when an edition is assembled.
    """
    document = load_yaml(path)
    faults = Faults()
    for keys in NEEDED:
        part = document.data
        for key in keys:
            part = part.get(key) if isinstance(part, dict) else None
        if not isinstance(part, dict):
            place = document.place(*keys)
            faults.add(place, f'Cannot find the part "{".".join(keys)}"', "The example project's _quarto.yml has it.")
    faults.stop_if_any()
    for place, text in document.data["website"].get("page-footer", {}).items():
        with faults.collect():
            _check_footer(text, document.place("website", "page-footer", place))
    faults.stop_if_any()
    settings: dict[str, Any] = YAML(typ="safe").load(path.read_text(encoding="utf-8-sig"))
    return settings


def _check_footer(text: str, place: Place) -> None:
    try:
        text.format(edition="", method="")
    except (KeyError, ValueError, IndexError):
        remedy = "Write {edition} or {method}, and no other braces."
        raise InputError([Fault(place, "Cannot fill in this footer", remedy)]) from None


def write_settings(
    folder: Path, pages: Sequence[Page], titles: Mapping[str, str], settings_path: Path, facts: Mapping[str, Any]
) -> None:
    """Write the project's ``_quarto.yml``: the one of the clusterbrief project, with pages and menus filled in."""
    settings = read_settings(settings_path)
    pages = sorted(pages, key=lambda page: page.document.settings.order)
    settings["project"]["render"] = [f"{page.file}.qmd" for page in pages]
    settings["format"] = {"html": settings["format"]["html"]}  # others are added where a page asks for them
    site = settings["website"]
    site["title"] = for_attribute(facts["edition_title"])
    site["page-footer"] = {place: _footer(text, facts) for place, text in site.get("page-footer", {}).items()}
    private = any(page.document.settings.audience == "private" for page in pages)
    if private:
        # a sheet is one file without menus: its only reader has nowhere else to go
        site.pop("navbar", None)
        site["search"] = False
        settings["format"]["html"]["embed-resources"] = True
    else:
        site["navbar"]["left"] = navigation(pages, titles)
    if any(page.document.settings.audience == "internal" for page in pages):
        settings["format"]["html"]["page-layout"] = "full"  # the authors' tables have many columns
    writer = YAML(typ="safe")
    writer.default_flow_style = False
    writer.allow_unicode = True
    writer.width = 4096
    text = StringIO()
    writer.dump(settings, text)
    (folder / "_quarto.yml").write_text(text.getvalue(), encoding="utf-8")


def _footer(text: str, facts: Mapping[str, Any]) -> str:
    return text.format(edition=for_attribute(facts["edition_title"]), method=facts["method_version"])


def navigation(pages: Sequence[Page], titles: Mapping[str, str]) -> list[dict[str, Any]]:
    """The menus: pages in order, those of one menu under its heading where its first page stands."""
    entries: list[dict[str, Any]] = []
    menus: dict[str, list[dict[str, str]]] = {}
    for page in pages:
        settings = page.document.settings
        if settings.menu == NO_MENU:
            continue
        text = settings.menu_text or (page.unit_label if settings.each != "edition" else titles[page.file])
        entry = {"href": f"{page.file}.qmd", "text": for_attribute(text)}
        if not settings.menu:
            entries.append(entry)
        elif settings.menu in menus:
            menus[settings.menu].append(entry)
        else:
            menus[settings.menu] = [entry]
            entries.append({"text": settings.menu, "menu": menus[settings.menu]})
    return entries
