"""edition.yml as text: a scaffold to fill in, and files added to one that its authors have written."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from clusterbrief.study.framework import Framework
from clusterbrief.study.placed_yaml import parse_yaml

SETTINGS = "edition.yml"
PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_-]*\.[a-z]{3,4}")  # a file name that YAML takes for text and nothing else
WIDEST = 4096  # characters, so that no line of an author's is broken anew


def scaffold_settings(files: Sequence[str], tool: str, days: Sequence[date], year: int, framework: Framework) -> str:
    """A valid edition.yml for answers given on some days, which asks for what only its authors know."""
    first, last = (days[0], days[-1]) if days else (date(year, 1, 1), date(year, 12, 31))
    published = date(max(year, last.year), 12, 31)
    entries = "\n".join(_entries(files, tool, "  "))
    dated = "the first and the last answer" if days else "no answer is dated: please fill in"
    return f"""\
# An edition of the survey. docs/editions.md explains each key.
title: Cluster management organisations in the {framework.country_file.region} {year}  # stands on every page
synthetic: false  # the answers are real
survey:  # exports as received, never edited
{entries}
collected_from: {first}  # {dated}
collected_to: {last}
published: {published}  # please fill in
countries: [{", ".join(framework.countries)}]  # in the order of the report
invited: invited.csv  # please fill in: one row for each organisation that was invited
withdrawn: []  # codes of organisations that ask to be left out
authors: ""  # who signs the report
contact: ""  # whom to ask
"""


def add_survey_files(path: Path, files: Sequence[str], tool: str) -> str:
    """The text of an edition.yml with more files under ``survey:``; every line of its authors stays."""
    content = path.read_bytes().decode("utf-8-sig")
    end = "\r\n" if "\r\n" in content else "\n"
    content = content.replace("\r\n", "\n")
    wanted = parse_yaml(content)
    wanted["survey"] += [{"file": file} | ({"tool": tool} if tool else {}) for file in files]
    for text in (_with_lines(content, files, tool), _rewritten(content, wanted["survey"])):
        if _says(text, wanted):
            return text.replace("\n", end)
    raise ValueError(f"Cannot add to the survey files of {path}")


def _says(text: str, wanted: Any) -> bool:
    try:
        return bool(parse_yaml(text) == wanted)
    except YAMLError:
        return False


def _with_lines(content: str, files: Sequence[str], tool: str) -> str:
    """With lines below the last entry, where the list has one entry a line."""
    survey = parse_yaml(content)["survey"]
    last = survey[-1]
    after = 1 + max([survey.lc.item(len(survey) - 1)[0], *(last.lc.value(key)[0] for key in last)])
    indent = " " * survey.lc.col
    lines = content.split("\n")
    return "\n".join([*lines[:after], *_entries(files, tool, indent), *lines[after:]])


def _entries(files: Sequence[str], tool: str, indent: str) -> Iterator[str]:
    for file in files:
        yield f"{indent}- file: {_quoted(file)}"
        if tool:
            yield f"{indent}  tool: {_quoted(tool)}"


def _rewritten(content: str, survey: Sequence[Mapping[str, str]]) -> str:
    """Written anew, with all comments, where the list is in one line; blanks in lines may change."""
    yaml = YAML(typ="rt")
    yaml.preserve_quotes = True
    yaml.width = WIDEST
    settings: Any = yaml.load(content)
    known = len(settings["survey"])
    settings["survey"] += [dict(each) for each in survey[known:]]
    written = StringIO()
    yaml.dump(settings, written)
    return written.getvalue()


def _quoted(text: str) -> str:
    """Text as a YAML scalar that is text whatever it holds."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return text if PLAIN.fullmatch(text) else f'"{escaped}"'
