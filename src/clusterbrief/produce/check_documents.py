"""Faults in documents that show before anything runs: what they embed, name, include and how they are written."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from clusterbrief.errors import Faults, Place, nearest_name, shown_path
from clusterbrief.produce.documents import Document
from clusterbrief.produce.notebook_source import NotebookSource
from clusterbrief.produce.quarto_text import conditions, shortcodes

EMBED = re.compile(r"^(?P<notebook>[\w-]+)\.ipynb#(?P<name>(?:fig|tbl)-[\w-]+)$")
REFERENCE = re.compile(r"(?<![\w\\])@(?P<name>(?:fig|tbl|sec)-[\w-]+)")
HEADING_ID = re.compile(r"\{#(?P<name>[\w-]+)[^}]*\}")
KNOWN_SHORTCODES = ("var", "embed", "include", "pagebreak")

# Quarto that one of the two renderers does not know, with what to write instead
OUTSIDE_SUBSET = (
    (re.compile(r"^#\s"), "a heading of the first level", 'Begin with "##": the title is the first level.'),
    (re.compile(r"^\+[-=+]+\+\s*$"), "a grid table", "Write a pipe table."),
    (re.compile(r"<\s*(table|tr|td)\b", re.I), "an HTML table", "Write a pipe table."),
    (re.compile(r"^\s*```\s*\{=\w+\}"), "a raw block", "Write Markdown, which every format knows."),
    (re.compile(r"`[^`]*`\{=\w+\}"), "raw inline text", "Write Markdown, which every format knows."),
    (re.compile(r"^\s*```\s*\{(python|r|julia|ojs|bash)\b"), "a cell that runs code", "Compute in a notebook and embed it."),
    (re.compile(r"(?<!\\)\$[^$\s][^$]*(?<!\\)\$"), "an equation", "Write it in words, or show it as a figure."),
    (re.compile(r"\[@(?!fig-|tbl-|sec-)[\w:-]+"), "a citation", "Write a footnote with a link."),
    (re.compile(r"^\|(?![^|]*\|)\s\S"), "a line block", 'End lines with "\\" instead.'),
    (re.compile(r"^\(@\w*\)"), "a numbered example list", 'Number the list with "1.".'),
    (re.compile(r"collapse\s*="), "a callout that collapses", "Leave collapse= out: its button cannot be operated by all."),
    (re.compile(r"^:::+\s*\{#(fig|tbl)-"), "a figure or table made of a div", "Embed it, or write the image form."),
)  # fmt: skip


def check_document(
    document: Document, notebooks: Mapping[str, NotebookSource], facts: frozenset[str], root: Path, faults: Faults
) -> None:
    """Note every fault of a document.

    Parameters
    ----------
    facts : frozenset of str
        Names that ``{{< var edition.name >}}`` may use in every document.
    root : Path
        The folder that includes are written from.
    """
    file = shown_path(document.path)
    name = document.settings.notebook
    if name is not None and name not in notebooks:
        faults.add(
            Place(file, 1, "clusterbrief.notebook"), f'Cannot find the notebook "{name}"', nearest_name(name, notebooks)
        )
        return
    notebook = notebooks[name] if name else None
    text, first = document.body, document.first_line
    for fault in _title_faults(document, notebook, facts):
        faults.add(*fault)
    check_text(file, text, first, notebook, facts, root, faults)


def check_text(
    file: str, text: str, first: int, notebook: NotebookSource | None, facts: frozenset[str], root: Path, faults: Faults
) -> None:
    """Note every fault of a text, and of what it includes."""
    embedded = set()
    for each in shortcodes(text, first):
        place = Place(file, each.line)
        if each.name == "embed":
            embedded.add(each.argument.partition("#")[2])
            _check_embed(each.argument, place, notebook, faults)
        elif each.name == "var":
            _check_value(each.argument, place, notebook, facts, faults)
        elif each.name == "include":
            _check_include(each.argument, place, notebook, facts, root, faults)
        elif each.name not in KNOWN_SHORTCODES:
            faults.add(place, f'Cannot use the shortcode "{each.name}"', nearest_name(each.name, KNOWN_SHORTCODES))
        if each.name in {"embed", "include"} and not each.alone:
            faults.add(place, f"Cannot {each.name} inside a line", "Give it a line of its own.")
    for condition in conditions(text, first):
        _check_value(condition.key, Place(file, condition.line), notebook, facts, faults)
    targets = embedded | {found["name"] for found in HEADING_ID.finditer(text)}
    for number, line in enumerate(text.splitlines(), start=first):
        for found in REFERENCE.finditer(line):
            if found["name"] not in targets:
                remedy = nearest_name(found["name"], targets)
                faults.add(Place(file, number), f'Cannot find "{found["name"]}" in this document', remedy)
        for pattern, what, remedy in OUTSIDE_SUBSET:
            if pattern.search(line):
                faults.add(Place(file, number), f"Cannot use {what}: the renderers differ on it", remedy)


def _title_faults(
    document: Document, notebook: NotebookSource | None, facts: frozenset[str]
) -> Iterator[tuple[Place, str, str]]:
    found = Faults()
    for text in (document.front.title, document.front.subtitle, document.front.description):
        for each in shortcodes(text):
            place = Place(shown_path(document.path), 2, "title")
            if each.name == "var":
                _check_value(each.argument, place, notebook, facts, found)
            else:
                found.add(place, f'Cannot use the shortcode "{each.name}" in a title')
    for fault in found:
        yield fault.place, fault.problem, fault.remedy


def _check_embed(argument: str, place: Place, notebook: NotebookSource | None, faults: Faults) -> None:
    found = EMBED.match(argument)
    if found is None:
        faults.add(place, f'Cannot embed "{argument}"', "Write notebook.ipynb#fig-name or notebook.ipynb#tbl-name.")
    elif notebook is None or found["notebook"] != notebook.name:
        drawn = f'draws on "{notebook.name}"' if notebook else "draws on no notebook"
        faults.add(place, f'Cannot embed from "{found["notebook"]}": this document {drawn}')
    elif found["name"] not in notebook.figures:
        problem = f'Cannot embed "{found["name"]}": no cell of {notebook.name}.ipynb makes it'
        faults.add(place, problem, nearest_name(found["name"], sorted(notebook.figures)))


def _check_value(
    argument: str, place: Place, notebook: NotebookSource | None, facts: frozenset[str], faults: Faults
) -> None:
    owner, _, name = argument.partition(".")
    if owner == "edition":
        if name not in facts:
            faults.add(place, f'Cannot find the value "{argument}"', nearest_name(name, sorted(facts)))
    elif notebook is None or owner != notebook.name:
        known = ["edition", *([notebook.name] if notebook else [])]
        faults.add(place, f'Cannot find the value "{argument}"', f"Values here begin with {' or '.join(known)}.")
    elif name not in notebook.values:
        problem = f'Cannot find the value "{name}": no cell of {notebook.name}.ipynb leaves it'
        faults.add(place, problem, nearest_name(name, sorted(notebook.values)))


def _check_include(
    argument: str, place: Place, notebook: NotebookSource | None, facts: frozenset[str], root: Path, faults: Faults
) -> None:
    path = (root / argument.lstrip("/")).resolve()
    if not argument.startswith("/"):
        faults.add(place, f'Cannot include "{argument}"', 'Begin with "/", the folder of the project.')
    elif not path.is_relative_to(root.resolve()):
        faults.add(place, f'Cannot include "{argument}" from outside the project')
    elif not path.is_file():
        near = (
            [f"/{each.relative_to(root).as_posix()}" for each in path.parent.glob("*")] if path.parent.is_dir() else []
        )
        faults.add(place, f'Cannot find "{argument}" to include', nearest_name(argument, near))
    else:
        check_text(shown_path(path), path.read_text(encoding="utf-8-sig"), 1, notebook, facts, root, faults)
