"""Authors' own prose: where it lies, what stands in its place while it is missing, and its scaffold.

A document asks for a text with ``{{< include /narratives/NAME.md >}}`` and says in its front matter, under
``narratives:``, what the text is for. The text lies in the edition: ``narratives/UNIT/NAME.md``. Nothing that is
generated ever writes there, so it survives every build.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from clusterbrief.errors import Faults, Place, nearest_name, shown_path
from clusterbrief.produce.documents import Document, Page

FOLDER = "narratives"
ARGUMENT = re.compile(r"^/narratives/(?P<name>[\w-]+)\.md$")
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


@dataclass(frozen=True)
class Narratives:
    """The texts of one unit that a document asks for: their folder, and what each is for, by name."""

    folder: Path
    asked: Mapping[str, str]

    def text(self, name: str) -> str:
        """The text, or what stands in its place. Comments are notes among authors and never leave."""
        written = read_narrative(self.folder / f"{name}.md")
        return written or f"::: {{.callout-note}}\n## Text to be written\n\n{self.asked[name]}\n:::"

    def texts(self) -> list[str]:
        """Every text that is asked for, in the order of the document."""
        return [self.text(name) for name in self.asked]


def narrative_name(argument: str) -> str:
    """The name of the text that an include asks for; empty where it includes something else.

    >>> narrative_name("/narratives/introduction.md"), narrative_name("/templates/opening.md")
    ('introduction', '')
    """
    found = ARGUMENT.match(argument)
    return found["name"] if found else ""


def read_narrative(path: Path) -> str:
    """The text of a file without comments; empty where there is none."""
    return COMMENT.sub("", path.read_text(encoding="utf-8-sig")).strip() if path.is_file() else ""


def check_narratives(
    folder: Path, documents: Sequence[Document], units: Mapping[str, Collection[str]], faults: Faults
) -> None:
    """Note files that no document would ever show: a wrong name must not leave a text out in silence.

    ``units``: codes of the units by what documents are repeated for.
    """
    asked: dict[str, set[str]] = {}
    for document in documents:
        for unit in units[document.settings.each]:
            asked.setdefault(unit, set()).update(document.settings.narratives)
    for path in sorted(folder.glob("*/*")):
        unit, place = path.parent.name, Place(shown_path(path))
        if unit not in asked:
            faults.add(place, f'Cannot find the unit "{unit}"', nearest_name(unit, sorted(asked)))
        elif path.suffix != ".md" or path.stem not in asked[unit]:
            names = sorted(f"{name}.md" for name in asked[unit])
            problem = f'Cannot find a document that asks for "{path.name}"'
            faults.add(place, problem, nearest_name(path.name, names) or f"Asked for: {', '.join(names) or 'nothing'}.")


def missing_narratives(folder: Path, pages: Iterable[Page]) -> Iterator[Path]:
    """Files of texts that pages ask for and nobody has written, each once."""
    seen: set[Path] = set()
    for page in pages:
        for name in page.document.settings.narratives:
            path = folder / page.unit_code / f"{name}.md"
            if path not in seen and not read_narrative(path):
                yield path
            seen.add(path)


def missing_note(folder: Path, pages: Sequence[Page], edition: str, most: int = 3) -> tuple[str, ...]:
    """A line for the run table that names texts which are still to be written."""
    missing = list(missing_narratives(folder, pages))
    if not missing:
        return ()
    units = sorted({path.parent.name for path in missing})
    named = ", ".join(f"{path.parent.name}/{path.name}" for path in missing[:most])
    more = f" and {len(missing) - most} more" if len(missing) > most else ""
    verb = "text of the authors is" if len(missing) == 1 else "texts of the authors are"
    command = f"clusterbrief narrative new {edition} {' '.join(units)}"
    return (f"{len(missing)} {verb} still to be written ({named}{more}). Begin with: {command}",)


def placeholder_notes(folder: Path, pages: Iterable[Page]) -> tuple[str, ...]:
    """A warning for each page that a placeholder stands on, which names the document and the files to write."""
    notes = []
    for page in pages:
        missing = list(missing_narratives(folder, [page]))
        if missing:
            files = ", ".join(shown_path(path) for path in missing)
            stands, texts = ("a placeholder stands", "text") if len(missing) == 1 else ("placeholders stand", "texts")
            of = f"{page.document.path.name} ({page.unit_label})"
            notes.append(f"Warning: {stands} in {of}. Write the {texts}, and publish again: {files}")
    return tuple(notes)


def write_scaffold(folder: Path, unit_code: str, asked: Mapping[str, str]) -> list[Path]:
    """Write a file for each text of a unit that is not there yet; gives those written.

    What the text is for stands in it as a comment, which no document shows.
    """
    written = []
    for name, purpose in asked.items():
        path = folder / unit_code / f"{name}.md"
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"<!-- {purpose} This note is never shown. Write below it. -->\n\n", encoding="utf-8")
            written.append(path)
    return written
