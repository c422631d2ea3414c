"""Faults in documents that show before anything runs: what they embed, name, include and how they are written."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from clusterbrief.errors import Faults, InputError, Place, nearest_name, shown_path
from clusterbrief.produce.documents import Document, read_text
from clusterbrief.produce.narratives import narrative_name
from clusterbrief.produce.notebook_source import NotebookSource
from clusterbrief.produce.quarto_text import conditions, shortcodes, text_lines, unpaired_fences, unread_conditions

EMBED = re.compile(r"^(?P<notebook>[\w-]+)\.ipynb#(?P<name>(?:fig|tbl|txt)-[\w-]+)$")
REFERENCE = re.compile(r"(?<![\w\\])@(?P<name>(?:fig|tbl|sec)-[\w-]+)")
HEADING_ID = re.compile(r"\{#(?P<name>[\w-]+)[^}]*\}")
KNOWN_SHORTCODES = ("var", "embed", "include", "pagebreak")

# Quarto that one of the two renderers does not know, with what to write instead
OUTSIDE_SUBSET = (
    (re.compile(r"^#\s"), "a heading of the first level", 'Begin with "##": the title is the first level.'),
    (re.compile(r"^\+[-=+:]+\+\s*$"), "a grid table", "Write a pipe table."),
    (re.compile(r"<\s*(table|tr|td)\b", re.I), "an HTML table", "Write a pipe table."),
    (re.compile(r"^\s*```\s*\{=\w+\}"), "a raw block", "Write Markdown, which every format knows."),
    (re.compile(r"`[^`]*`\{=\w+\}"), "raw inline text", "Write Markdown, which every format knows."),
    (re.compile(r"^\s*```\s*\{(python|r|julia|ojs|bash)\b"), "a cell that runs code", "Compute in a notebook."),
    (re.compile(r"(?<!\\)\$[^$\s][^$]*(?<!\\)\$"), "an equation", "Write it in words, or show it as a figure."),
    (re.compile(r"\[@(?!fig-|tbl-|sec-)[\w:-]+"), "a citation", "Write a footnote with a link."),
    (re.compile(r"^\|(?![^|]*\|)\s\S"), "a line block", 'End lines with "\\" instead.'),
    (re.compile(r"^\(@\w*\)"), "a numbered example list", 'Number the list with "1.".'),
    (re.compile(r"collapse\s*="), "a callout that collapses", "Leave collapse= out: not all can operate it."),
    (re.compile(r"^:::+\s*\{#(fig|tbl)-"), "a figure or table made of a div", "Embed it, or write the image form."),
    (re.compile(r"^---\s*$"), "a line of three hyphens", 'Write "***" for a rule: hyphens begin new front matter.'),
    (re.compile(r"\{\{\{<"), "a shortcode in three braces", "Leave it out: one renderer runs it, the other shows it."),
    (re.compile(r"\{\{<(?![^>]*>\}\})"), "a shortcode that is not closed", 'Close it in the same line with " >}}".'),
)  # fmt: skip
SHOWN_IN_CODE = ("a raw block", "a cell that runs code", "a shortcode in three braces")


@dataclass(frozen=True)
class Known:
    """What a text may name."""

    notebook: NotebookSource | None
    facts: frozenset[str] | None  # of the edition; None where the edition itself cannot be read
    root: Path  # the folder that includes are written from
    narratives: Path | None = None  # the folder of the authors' texts of an edition
    asked: frozenset[str] = frozenset()  # the texts of authors that the document says it shows


@dataclass(frozen=True)
class Passage:
    """A text and where it stands: the body of a document, or what one includes."""

    path: Path
    text: str
    first_line: int = 1

    def place(self, line: int) -> Place:
        """The place of one of its lines."""
        return Place(shown_path(self.path), line)


def check_document(
    document: Document,
    notebooks: Mapping[str, NotebookSource],
    facts: frozenset[str] | None,
    root: Path,
    faults: Faults,
    narratives: Path | None = None,
) -> None:
    """Note every fault of a document, and of the authors' texts that it shows.

    Parameters
    ----------
    facts : frozenset of str
        Names that ``{{< var edition.name >}}`` may use in every document; None where they are not known.
    root : Path
        The folder that includes are written from.
    narratives : Path
        The folder of the authors' texts of an edition.
    """
    name = document.settings.notebook
    if name is not None and name not in notebooks:
        place = document.place("clusterbrief", "notebook")
        faults.add(place, f'Cannot find the notebook "{name}"', nearest_name(name, notebooks))
        return
    asked = frozenset(document.settings.narratives)
    known = Known(notebooks[name] if name else None, facts, root, narratives, asked)
    shown = {narrative_name(each.argument) for each in shortcodes(document.body) if each.name == "include"}
    for unused in sorted(asked - shown):
        remedy = f"Write {{{{< include /narratives/{unused}.md >}}}} where it belongs."
        place = document.place("clusterbrief", "narratives", unused)
        faults.add(place, f'Cannot find where the text "{unused}" is shown', remedy)
    _check_titles(document, known, faults)
    check_text(Passage(document.path, document.body, document.first_line), known, faults)


def check_written(
    document: Document, notebook: NotebookSource | None, facts: frozenset[str], root: Path, texts: Path
) -> Faults:
    """Every fault of the texts that authors wrote for one page of a document; ``texts`` is the folder of its unit."""
    faults = Faults()
    known = Known(notebook, facts, root, None, frozenset(document.settings.narratives))
    targets = set(_targets(document.body, root, ()))
    for each in shortcodes(document.body, document.first_line):
        path = texts / f"{narrative_name(each.argument)}.md"
        if each.name == "include" and narrative_name(each.argument) and path.is_file():
            with faults.collect():
                _check_passage(Passage(path, read_text(path)), known, targets, (path.resolve(),), faults)
    return faults


def check_text(passage: Passage, known: Known, faults: Faults) -> None:
    """Note every fault of a text, and of what it includes."""
    targets = set(_targets(passage.text, known.root, ()))
    _check_passage(passage, known, targets, (), faults)


def _targets(text: str, root: Path, above: tuple[Path, ...]) -> Iterator[str]:
    """What a text and its includes can be referred to by: figures and tables embedded, and headings."""
    yield from (found["name"] for found in HEADING_ID.finditer(text))
    for each in shortcodes(text):
        if each.name == "embed":
            yield each.argument.partition("#")[2]
        path = (root / each.argument.lstrip("/")).resolve()
        if each.name == "include" and path.is_file() and path not in above:
            yield from _targets(path.read_text(encoding="utf-8-sig", errors="replace"), root, (*above, path))


def _check_passage(passage: Passage, known: Known, targets: set[str], above: tuple[Path, ...], faults: Faults) -> None:
    _check_shortcodes(passage, known, targets, above, faults)
    _check_divs(passage, known, faults)
    for line, words, in_code in text_lines(passage.text, passage.first_line):
        for found in () if in_code else REFERENCE.finditer(words):
            if found["name"] not in targets:
                remedy = nearest_name(found["name"], sorted(targets))
                faults.add(passage.place(line), f'Cannot find "{found["name"]}" in this document', remedy)
        for pattern, what, remedy in OUTSIDE_SUBSET:
            if pattern.search(words) and (not in_code or what in SHOWN_IN_CODE):
                faults.add(passage.place(line), f"Cannot use {what}: the renderers differ on it", remedy)


def _check_shortcodes(
    passage: Passage, known: Known, targets: set[str], above: tuple[Path, ...], faults: Faults
) -> None:
    for each in shortcodes(passage.text, passage.first_line):
        place = passage.place(each.line)
        if each.in_code:
            faults.add(place, "Cannot use a shortcode in code: the renderers differ on it", "Move it out of the code.")
        elif each.name == "embed":
            _check_embed(each.argument, place, known.notebook, faults)
        elif each.name == "var":
            _check_value(each.argument, place, known, faults)
        elif each.name == "include":
            _check_include(each.argument, place, known, targets, above, faults)
        elif each.name not in KNOWN_SHORTCODES:
            faults.add(place, f'Cannot use the shortcode "{each.name}"', nearest_name(each.name, KNOWN_SHORTCODES))
        if each.name in {"embed", "include"} and not each.alone:
            faults.add(place, f"Cannot {each.name} inside a line", "Give it a line of its own.")


def _check_divs(passage: Passage, known: Known, faults: Faults) -> None:
    for condition in conditions(passage.text, passage.first_line):
        _check_value(condition.key, passage.place(condition.line), known, faults)
    for line in unread_conditions(passage.text, passage.first_line):
        remedy = 'Write ::: {.content-visible when-meta="name.value"}: a line of its own, and one condition in each.'
        faults.add(passage.place(line), "Cannot read this condition: its text would stay in the source", remedy)
    for line in unpaired_fences(passage.text, passage.first_line):
        remedy = 'Each line ":::" with a class needs a line ":::" that closes it.'
        faults.add(passage.place(line), 'Cannot pair this ":::" with another', remedy)


def _check_titles(document: Document, known: Known, faults: Faults) -> None:
    for key in ("title", "subtitle", "description"):
        place = document.place(key)
        for each in shortcodes(getattr(document.front, key)):
            if each.name == "var":
                _check_value(each.argument, place, known, faults)
            else:
                faults.add(place, f'Cannot use the shortcode "{each.name}" in a title')


def _check_embed(argument: str, place: Place, notebook: NotebookSource | None, faults: Faults) -> None:
    found = EMBED.match(argument)
    if found is None:
        faults.add(place, f'Cannot embed "{argument}"', "Write notebook.ipynb#fig-name, #tbl-name or #txt-name.")
    elif notebook is None or found["notebook"] != notebook.name:
        drawn = f'draws on "{notebook.name}"' if notebook else "draws on no notebook"
        faults.add(place, f'Cannot embed from "{found["notebook"]}": this document {drawn}')
    elif found["name"] not in notebook.figures:
        problem = f'Cannot embed "{found["name"]}": no cell of {notebook.name}.ipynb makes it'
        faults.add(place, problem, nearest_name(found["name"], sorted(notebook.figures)))


def _check_value(argument: str, place: Place, known: Known, faults: Faults) -> None:
    owner, _, name = argument.partition(".")
    notebook = known.notebook
    if owner == "edition":
        if known.facts is not None and name not in known.facts:
            faults.add(place, f'Cannot find the value "{argument}"', nearest_name(name, sorted(known.facts)))
    elif notebook is None or owner != notebook.name:
        owners = ["edition", *([notebook.name] if notebook else [])]
        faults.add(place, f'Cannot find the value "{argument}"', f"Values here begin with {' or '.join(owners)}.")
    elif name not in notebook.values:
        problem = f'Cannot find the value "{name}": no cell of {notebook.name}.ipynb leaves it'
        faults.add(place, problem, nearest_name(name, sorted(notebook.values)))


def _check_include(
    argument: str, place: Place, known: Known, targets: set[str], above: tuple[Path, ...], faults: Faults
) -> None:
    if narrative_name(argument):
        _check_narrative(narrative_name(argument), place, known, targets, above, faults)
        return
    root = known.root.resolve()
    path = (root / argument.lstrip("/")).resolve()
    if not argument.startswith("/"):
        faults.add(place, f'Cannot include "{argument}"', 'Begin with "/", the folder of the project.')
    elif not path.is_relative_to(root):
        faults.add(place, f'Cannot include "{argument}" from outside the project')
    elif not path.is_file():
        beside = path.parent.glob("*") if path.parent.is_dir() else ()
        near = sorted(f"/{each.relative_to(root).as_posix()}" for each in beside)
        faults.add(place, f'Cannot find "{argument}" to include', nearest_name(argument, near))
    elif path in above:
        faults.add(place, f'Cannot include "{argument}" in itself')
    else:
        try:
            _check_passage(Passage(path, read_text(path)), known, targets, (*above, path), faults)
        except InputError as error:
            faults += [fault for fault in error.faults if fault not in faults]


def _check_narrative(
    name: str, place: Place, known: Known, targets: set[str], above: tuple[Path, ...], faults: Faults
) -> None:
    """A text of the authors: it may be missing, but what is written must be as sound as a document."""
    if name not in known.asked:
        remedy = f'Say under "narratives:" in the front matter what it is for. {nearest_name(name, known.asked)}'
        faults.add(place, f'Cannot include the text "{name}": the document does not ask for it', remedy.strip())
        return
    for path in sorted(known.narratives.glob(f"*/{name}.md")) if known.narratives else ():
        with faults.collect():
            if path.resolve() in above:
                faults.add(place, f'Cannot include "{name}" in itself')
            else:
                _check_passage(Passage(path, read_text(path)), known, targets, (*above, path.resolve()), faults)
