"""What all pages of a project share in print: the edition's words, its date, and the files of its looks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from clusterbrief.present.wording import format_date

FOLDER = "_looks"  # of an assembled project; renderers leave folders alone that begin so
STYLE, DOCUMENT, FILTER = "style.typ", "document.typ", "print.lua"
DAY = "2024-01-01"  # of files whose edition has no date


@dataclass(frozen=True)
class Looks:
    """Words and files for every page of a project. ``folder`` holds them, ``fonts`` the fonts."""

    folder: Path
    fonts: Path
    families: tuple[str, ...]
    edition: str = ""
    note: str = ""
    author: str = ""
    day: str = DAY
    language: str = "en-GB"
    contents_title: str = "Contents"
    depth: int = 2  # of the table of contents

    @property
    def epoch(self) -> int:
        """The edition's date as computers count it: the date of every file, so that two builds make the same one."""
        return int(datetime.combine(date.fromisoformat(self.day), datetime.min.time(), UTC).timestamp())

    @property
    def byline(self) -> str:
        """Who wrote it and when, in a line."""
        return ", ".join(each for each in (self.author, format_date(self.day)) if each)

    def reference(self, form: str) -> Path | None:
        """The document that a format takes its styles from."""
        path = self.folder / f"reference.{form}"
        return path if path.is_file() else None


def read_looks(project: Path) -> Looks:
    """The looks that the settings of an assembled project name."""
    settings: dict[str, Any] = YAML(typ="safe").load((project / "_quarto.yml").read_text(encoding="utf-8"))
    formats: Mapping[str, Any] = settings.get("format", {})
    word, typst = (formats.get(each) or {} for each in ("docx", "typst"))
    either = {**word, **typst}
    footer = settings.get("website", {}).get("page-footer", {})
    fonts = str(typst.get("font-paths", FOLDER))
    family = typst.get("mainfont", "Noto Sans")
    return Looks(
        folder=project / FOLDER,
        fonts=(project / fonts).resolve(),
        families=tuple(family) if isinstance(family, list) else (str(family),),
        edition=str(settings.get("website", {}).get("title", "")),
        note=str(footer.get("right", "")),
        author=str(either.get("author", "")),
        day=str(either.get("date", DAY)),
        language=str(settings.get("lang", "en-GB")),
        contents_title=str(either.get("toc-title", "Contents")),
        depth=int(either.get("toc-depth", 2)),
    )
