"""The survey for LimeSurvey, as its tab-separated survey structure (Import survey, a file ending in .txt).

The format is described at https://www.limesurvey.org/manual/Tab_Separated_Value_survey_structure. Questions belong
to the group above them, and rows ("SQ") and answers ("A") to the question above them. Codes are those of
``study.limesurvey_codes``; a second file tells which is whose.
"""

import csv
import html
import re
from collections.abc import Iterator, Sequence
from io import StringIO
from pathlib import Path

from clusterbrief.produce.questionnaire.words import (
    CONFIDENTIALITY,
    CONSENT,
    HOW_TO,
    PURPOSE,
    TIME,
    list_hints,
)
from clusterbrief.study.answers import LONGEST_TEXT
from clusterbrief.study.framework import Framework
from clusterbrief.study.framework_model import Question
from clusterbrief.study.limesurvey_codes import LimeSurveyCodes, list_limesurvey_codes
from clusterbrief.study.sections import Item, count_places, find_bounds, find_total, list_choices, list_sections

LANGUAGE = "en"
ATTRIBUTES = (
    "equals_num_value", "max_answers", "max_num_value_n", "max_subquestions", "maximum_chars", "min_num_value_n",
    "num_value_int_only", "suffix", "value_range_allows_missing",
)  # fmt: skip
COLUMNS = (
    "id", "related_id", "class", "type/scale", "name", "relevance", "text", "help", "language", "validation",
    "mandatory", "other", "default", "same_default", *ATTRIBUTES,
)  # fmt: skip
TYPES = {
    "single": "L", "scale": "L", "yesno": "Y", "multiple": "M", "ranking": "R", "number": "N", "share": "N",
    "text": "T", "date": "D",
}  # fmt: skip
DROP_DOWN, MATRIX, NUMBERS, TEXTS = "!", "F", "K", "Q"
LONG_LIST = 15  # options; longer lists drop down
SETTINGS = {  # of the survey: one page for each block, answers with dates, saved by respondents to go on later
    "language": LANGUAGE, "format": "G", "anonymized": "N", "datestamp": "Y", "allowsave": "Y", "showprogress": "Y",
}  # fmt: skip
Row = dict[str, str]


def write_limesurvey(framework: Framework, path: Path) -> Path:
    """Write the file to import; UTF-8 with the mark that LimeSurvey's own exports begin with."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(compose_limesurvey(framework), encoding="utf-8-sig", newline="")
    return path


def write_limesurvey_codes(framework: Framework, path: Path) -> Path:
    """Write which code of LimeSurvey is whose: one row for each question and each of its options, as CSV."""
    codes = list_limesurvey_codes(framework)
    buffer = StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(["question_code", "option_code", "limesurvey_code", "heading"])
    for question in framework.questions.values():
        heading = codes.heading(question.code)
        writer.writerow([question.code, "", codes.questions[question.code], heading])
        for option in list_choices(framework, question):
            code = codes.answers[question.code, option.code]
            own_column = f"{heading}[{code}]" if question.type == "multiple" else ""
            writer.writerow([question.code, option.code, code, own_column])
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(buffer.getvalue(), encoding="utf-8", newline="")
    return path


def compose_limesurvey(framework: Framework) -> str:
    """The text of the file, columns separated by tabs."""
    buffer = StringIO()
    writer = csv.DictWriter(buffer, COLUMNS, restval="", delimiter="\t", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(list_rows(framework))
    return buffer.getvalue()


def list_rows(framework: Framework) -> Iterator[Row]:
    """Rows of the file: the survey, then each block with its questions, their rows and answers."""
    for name, value in SETTINGS.items():
        yield {"class": "S", "name": name, "text": value}
    structure = framework.structure
    welcome = [PURPOSE, TIME, *HOW_TO, CONFIDENTIALITY]
    sections = list_sections(framework)
    consent = framework.with_role("consent_name")
    for section in sections:
        if consent and consent.block == section.block.code:
            welcome.append(CONSENT.format(section=section.title))
    texts = {
        "surveyls_title": format_text(structure.title)[:200],
        "surveyls_description": format_text(structure.title),
        "surveyls_welcometext": "".join(f"<p>{format_text(each)}</p>" for each in welcome),
        "surveyls_endtext": f"<p>{format_text(structure.disclaimer)}</p>",
    }
    for name, text in texts.items():
        yield {"class": "SL", "name": name, "text": text, "language": LANGUAGE}
    asked = _Asked(framework)
    for number, section in enumerate(sections, start=1):
        title = {"text": format_text(section.block.about), "name": format_text(section.title)}
        yield {"id": str(number), "class": "G", "type/scale": str(number), **title, "relevance": "1"} | _in_english()
        for item in section.items:
            yield from asked.rows(item)


def _in_english() -> Row:
    return {"language": LANGUAGE}


def format_text(text: str) -> str:
    """Text as LimeSurvey shows it unchanged.

    It reads texts as HTML, and braces as expressions; a spreadsheet would read a leading "=" as a formula.

    >>> format_text("a < {b}"), format_text("=1+1")
    ('a &lt; &#123;b&#125;', '&#61;1+1')
    """
    plain = re.sub(r"\s+", " ", "".join(letter if letter >= " " else " " for letter in text)).strip()
    shown = html.escape(plain, quote=False).replace("{", "&#123;").replace("}", "&#125;")
    return f"&#{ord(shown[0])};{shown[1:]}" if shown[:1] in {"=", "+", "-", "@"} else shown


class _Asked:
    """Questions as rows, numbered as they come: a matrix counts once, and each of its rows."""

    def __init__(self, framework: Framework) -> None:
        self.framework = framework
        self.codes: LimeSurveyCodes = list_limesurvey_codes(framework)
        self.number = 0

    def rows(self, item: Item) -> Iterator[Row]:
        if item.group is None:
            yield from self._question(item.questions[0])
        else:
            yield from self._array(item)

    def _new(self) -> str:
        self.number += 1
        return str(self.number)

    def _question(self, question: Question) -> Iterator[Row]:
        kind = TYPES[question.type]
        options = list_choices(self.framework, question)
        if kind == "L" and len(options) > LONG_LIST:
            kind = DROP_DOWN
        number = self._new()
        yield {
            "id": number, "class": "Q", "type/scale": kind, "name": self.codes.questions[question.code],
            "relevance": self._relevance(question), "text": format_text(question.text),
            "help": format_text(" ".join(list_hints(self.framework, question))),
            "mandatory": _yes(question.required), "other": "N", **_attributes(self.framework, question),
        } | _in_english()  # fmt: skip
        if kind == "Y":
            return
        for option in options:
            code = self.codes.answers[question.code, option.code]
            if kind == "M":
                yield self._row(code, option.text, option.help)
            else:
                yield self._answer(number, code, option.text)

    def _array(self, item: Item) -> Iterator[Row]:
        """A matrix of options, or a list of numbers or texts, each question a row of it."""
        first = item.questions[0]
        assert item.group is not None
        kinds = {question.type for question in item.questions}
        numeric = kinds <= {"number", "share"}
        closed = all(list_choices(self.framework, question) for question in item.questions)
        kind = NUMBERS if numeric else MATRIX if closed else TEXTS
        number = self._new()
        row = {
            "id": number, "class": "Q", "type/scale": kind, "name": self.codes.arrays[first.code], "relevance": "1",
            "text": format_text(item.group.title), "help": format_text(self._array_help(item)),
            "mandatory": _yes(all(question.required for question in item.questions)), "other": "N",
        }  # fmt: skip
        yield row | _in_english() | (_array_attributes(self.framework, item) if numeric else {})
        for question in item.questions:
            yield self._row(self.codes.questions[question.code], question.text, "", self._relevance(question))
        if kind == MATRIX:
            for option in list_choices(self.framework, first):
                yield self._answer(number, self.codes.answers[first.code, option.code], option.text)

    def _array_help(self, item: Item) -> str:
        """What holds for all rows, then what holds for one, behind the text of that row."""
        assert item.group is not None
        hints = {question.text: list_hints(self.framework, question) for question in item.questions}
        first = next(iter(hints.values()))
        shared = [hint for hint in first if all(hint in each for each in hints.values())]
        lines = [f"{item.group.column}."] if item.group.column else []
        for text, each in hints.items():
            own = [hint for hint in each if hint not in shared]
            lines += [f"{text}: {' '.join(own)}"] if own else []
        return " ".join([*lines[:1], *shared, *lines[1:]] if item.group.column else [*shared, *lines])

    def _row(self, code: str, text: str, about: str, relevance: str = "1") -> Row:
        row = {"id": self._new(), "class": "SQ", "type/scale": "0", "name": code, "relevance": relevance}
        return row | {"text": format_text(text), "help": format_text(about)} | _in_english()

    def _answer(self, number: str, code: str, text: str) -> Row:
        return {"id": number, "class": "A", "type/scale": "0", "name": code, "text": format_text(text)} | _in_english()

    def _relevance(self, question: Question) -> str:
        """When a question is asked, as an expression: "1" is always."""
        condition = question.asked_if
        if condition is None:
            return "1"
        decisive = self.framework.questions[condition.question]
        name = self.codes.questions[decisive.code]
        array = self.codes.array_of.get(decisive.code)
        variable = f"{array}_{name}" if array else name
        codes = [self.codes.answers[decisive.code, option] for option in condition.options]
        if decisive.type == "multiple":
            return _any_of([f'{variable}_{code}.NAOK == "Y"' for code in codes])
        if decisive.type == "ranking":
            places = range(1, count_places(self.framework, decisive) + 1)
            return _any_of([f'{variable}_{place}.NAOK == "{code}"' for code in codes for place in places])
        return _any_of([f'{variable}.NAOK == "{code}"' for code in codes])


def _any_of(terms: Sequence[str]) -> str:
    return f"({' or '.join(terms)})"


def _yes(condition: bool) -> str:
    return "Y" if condition else "N"


def _attributes(framework: Framework, question: Question) -> Row:
    match question.type:
        case "number" | "share":
            return _limits(question) | ({"suffix": format_text(question.unit)} if question.unit else {})
        case "text":
            return {"maximum_chars": str(LONGEST_TEXT)}
        case "multiple" if question.most_choices:
            return {"max_answers": str(count_places(framework, question))}
        case "ranking":
            places = str(count_places(framework, question))
            return {"max_answers": places, "max_subquestions": places}
        case _:
            return {}


def _limits(question: Question) -> Row:
    least, most = find_bounds(question)
    row = {"num_value_int_only": "1" if question.whole else "0"}
    row |= {} if least is None else {"min_num_value_n": f"{least:.12g}"}
    return row | ({} if most is None else {"max_num_value_n": f"{most:.12g}"})


def _array_attributes(framework: Framework, item: Item) -> Row:
    """Limits that all rows share, and what they add up to."""
    limits = [_limits(question) for question in item.questions]
    shared = limits[0] if all(each == limits[0] for each in limits) else {}
    unit = {question.unit for question in item.questions}
    shared |= {"suffix": format_text(item.questions[0].unit)} if len(unit) == 1 and "" not in unit else {}
    total = find_total(framework, item)
    summed = {} if total is None else {"equals_num_value": f"{total:g}", "value_range_allows_missing": "1"}
    return shared | summed
