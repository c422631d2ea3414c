"""Which question each column of an export answers."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from clusterbrief.errors import Faults, Place, closest_name, nearest_name
from clusterbrief.study.export import Export, Heading
from clusterbrief.study.framework_model import Question

if TYPE_CHECKING:  # the framework's own checks use the spellings below
    from clusterbrief.study.framework import Framework

CODE_AT_END = re.compile(r"[(\[]([A-Za-z][A-Za-z0-9_.]*)[)\]]\s*$")
QUOTES = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-"})


@dataclass(frozen=True)
class Matched:
    """The column of each question found in an export, and the headings that no question has."""

    columns: Mapping[str, Heading]  # by question code
    unknown: tuple[tuple[Heading, str], ...]  # each with what the author can do about it


def normalised(text: Any) -> str:
    """Text as two spellings of the same heading or option share it.

    >>> normalised("Team\\u00a0size : ") == normalised("team size")
    True
    """
    return _normalised(str(text))


@lru_cache(maxsize=4096)  # the same few texts come back for every organisation
def _normalised(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).translate(QUOTES)
    text = re.sub(r"\s+", " ", text).strip()
    return re.sub(r"\s*:\s*", ":", text).rstrip(" :?.*").casefold()


def expected_heading(question: Question) -> str:
    """The heading that EUSurvey gives the column of a question."""
    if question.group is None:
        return question.text
    if question.group.kind == "table":
        return f"{question.group.title} {question.text}:{question.group.column}"
    return f"{question.group.title}: {question.text}"


def match_headings(export: Export, framework: "Framework", own: Mapping[str, str]) -> Matched:
    """Match columns to questions: by code, else by text, else by the edition's own list of headings.

    Raises
    ------
    InputError
        Two columns answer the same question, no column answers any, or the edition's list names an unknown
        question.
    """
    faults = Faults()
    by_text = {normalised(expected_heading(each)): code for code, each in framework.questions.items()}
    columns: dict[str, Heading] = {}
    unknown: list[tuple[Heading, str]] = []
    for text, target in own.items():
        if target not in framework.questions:
            place = Place("edition.yml", detail=f"headings.{text}")
            faults.add(place, f'Cannot find the question "{target}"', nearest_name(target, framework.questions))
    own_texts = {normalised(text): code for text, code in own.items()}
    for heading in export.headings:
        code = heading.code or _question_code(heading.text, framework, by_text, own_texts)
        if code is None:
            unknown.append((heading, _remedy(heading.text, framework)))
        elif code in columns:
            place = Place(export.file, detail=export.cell_name(export.header_row, heading.column))
            first = export.cell_name(export.header_row, columns[code].column)
            problem = f'Cannot tell which column answers "{code}": {first} is headed for the same question'
            remedy = "In a copy of the export, delete the one that is not meant, and name the copy in edition.yml."
            faults.add(place, problem, remedy)
        else:
            columns[code] = heading
    if export.headings and not columns:
        place = Place(export.file, detail=export.cell_name(export.header_row, export.headings[0].column))
        remedy = f"Row {export.header_row} was read as the headings. Export the survey that data/framework describes."
        faults.add(place, "Cannot find any question of the framework among the headings", remedy)
    faults.stop_if_any()
    return Matched(columns, tuple(unknown))


def _question_code(
    heading: str, framework: "Framework", by_text: Mapping[str, str], own_texts: Mapping[str, str]
) -> str | None:
    in_brackets = CODE_AT_END.search(heading)
    if in_brackets and in_brackets[1] in framework.questions:
        return in_brackets[1]
    for text in (heading, CODE_AT_END.sub("", heading)):  # a tool's own short name may stand behind the text
        code = by_text.get(normalised(text)) or own_texts.get(normalised(text))
        if code:
            return code
    return None


def _remedy(heading: str, framework: "Framework") -> str:
    close = closest_name(heading, [expected_heading(each) for each in framework.questions.values()])
    near = f'Did you mean "{close}"? ' if close else ""
    return f'{near}If it answers a question, say which under "headings:" in edition.yml.'
