"""EUSurvey results in XML: questions and options by id, so that no separator can mislead."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from xml.etree.ElementTree import Element

from clusterbrief.study.export import Contribution, Export, Heading
from clusterbrief.study.exports.eusurvey import LOOKED_FOR, TOOL
from clusterbrief.study.exports.files import SourceFile
from clusterbrief.study.exports.moments import read_moment

TAG = re.compile(r"<[^<>]{0,2000}>")
SEPARATOR = ";"

Key = tuple[str, str]  # id of the question, and of the column in a table


@dataclass
class Survey:
    """The questions of a survey and the titles of their options, by id."""

    headings: dict[Key, str] = field(default_factory=dict)
    options: dict[str, str] = field(default_factory=dict)


def fits(source: SourceFile) -> bool:
    """Whether this is such a file."""
    root = source.root
    return root is not None and root.tag == "Results" and root.find("Survey") is not None


def read(source: SourceFile) -> Export:
    """Read the results; titles are taken in English where the survey has them, else in its first language.

    Raises
    ------
    InputError
        The file is no export of results, or names no questions.
    """
    root = source.root
    languages = [] if root is None else root.findall("Survey/Elements")
    if root is None or not languages:
        raise source.fault(
            f"Cannot find the questions of the survey: looked for {LOOKED_FOR}", "Export the results again."
        )
    english = [each for each in languages if each.get("lang", "").casefold().startswith("en")]
    survey = _survey((english or languages)[0])
    columns = {key: column for column, key in enumerate(survey.headings)}
    contributions = []
    for number, answers in enumerate(root.findall("Answers/AnswerSet"), 1):
        changed = read_moment(answers.get("last")) or read_moment(answers.get("create"))
        found: dict[int, list[str]] = {}
        for answer in answers.findall("Answer"):
            column = columns.get(
                (answer.get("qid", ""), answer.get("aid", "")), columns.get((answer.get("qid", ""), ""))
            )
            if column is not None:
                found.setdefault(column, []).extend(_said(answer, survey))
        contributions.append(Contribution(number, changed, {column: _cell(said) for column, said in found.items()}))
    headings = tuple(Heading(columns[key], text) for key, text in survey.headings.items())
    places = {columns[key]: "AnswerSet {row}, qid " + key[0] for key in columns}
    return Export(source.path.name, "Results", TOOL, 1, headings, tuple(contributions), source.notes, places)


def _survey(elements: Element) -> Survey:
    survey = Survey()
    title = ""
    rows: list[tuple[str, str, str]] = []
    for each in elements:
        identifier, text, name = each.get("id", ""), _title(each), each.get("bid", "")
        shown = f"{text} ({name})" if name else text
        match each.tag:
            case "MatrixTitle" | "TableTitle" | "ComplexTableTitle":
                title, rows = text, []
            case "MatrixQuestion":
                survey.headings[identifier, ""] = f"{title}: {shown}"
            case "TableQuestion":
                rows.append((identifier, text, name))
            case "TableAnswer":
                for row, row_text, row_name in rows:
                    code = f" ({row_name})" if row_name else ""
                    survey.headings[row, identifier] = f"{title} {row_text}{code}:{text}"
            case "Question" | "RatingQuestion":
                survey.headings[identifier, ""] = shown
            case "Cell":
                survey.headings[identifier, ""] = _title(each.find("ResultText"))
                survey.options |= {option.get("id", ""): _title(option) for option in each.findall("Answer")}
            case "Answer" | "MatrixAnswer" | "RankingItem":
                survey.options[identifier] = text
    return survey


def _title(element: Element | None) -> str:
    """Text of a title without the markup that EUSurvey keeps in it."""
    text = "" if element is None else unescape(TAG.sub(" ", element.text or ""))
    return " ".join(text.split())


def _said(answer: Element, survey: Survey) -> Iterator[str]:
    """Titles of the options that an answer names by id, else its text."""
    option, text = answer.get("aid", ""), answer.text or ""
    if option in survey.options:
        yield survey.options[option]
    elif text:
        named = [each.strip() for each in text.split(SEPARATOR)]
        yield from [survey.options[each] for each in named] if all(each in survey.options for each in named) else [text]
    elif option and (answer.get("qid", ""), option) not in survey.headings:
        yield option  # an option deleted since: it becomes a finding


def _cell(said: list[str]) -> Any:
    return tuple(said) if len(said) > 1 else said[0] if said else None
