"""Which question each column of an export answers, and which option or place of it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from clusterbrief.study.exports import eusurvey, limesurvey
from clusterbrief.study.framework import Framework
from clusterbrief.study.framework_model import Question
from clusterbrief.study.headings import expected_heading, normalised
from clusterbrief.study.limesurvey_codes import LONGEST_QUESTION, list_limesurvey_codes

OTHER = "-other-"  # the part in which a tool keeps the text beside "other"
OTHER_WORDS = {"other", "-oth-", "-other-"}
CODE_LIKE = re.compile(r"[A-Za-z][A-Za-z0-9_.]*")
SHORT_NAME = re.compile(r"\s*\([A-Za-z][A-Za-z0-9_.]*\)\s*$")  # that EUSurvey puts behind a title
CODES_INSIDE = re.compile(r"\(([A-Za-z][A-Za-z0-9_.]*)\)\s*(?=:|$)")
CODE_AND_TEXT = re.compile(r"([A-Za-z][A-Za-z0-9_]*)((?:\[[^\[\]]*\])*)\s?[.:|\-]\s*(\S.*)", re.DOTALL)
NUMBERED = re.compile(r"(.*\D)\d{1,2}", re.DOTALL)  # the suffix of Microsoft Forms for a title used before
CUT = re.compile(r"(\.\.|…)\s*$")
PLACE = re.compile(r"\D*(\d{1,2})\D*")


@dataclass(frozen=True, slots=True)
class Target:
    """What a column answers: a question, or one option (its code), place (``#1``) or other text of it."""

    question: str
    part: str = ""
    weak: bool = False  # by less than all of the heading: gives way to a column that says more


def squeezed(text: str) -> str:
    """Letters and digits alone: LimeSurvey's codes have no others.

    >>> squeezed("year_started")
    'yearstarted'
    """
    return re.sub(r"[\W_]+", "", text).casefold()


class Targets:
    """Finds what the columns of one export answer.

    Parameters
    ----------
    framework : Framework
    own : Mapping of str to str
        The edition's own headings and the questions they stand for.
    tool : str
        Name of the tool that wrote the export.
    """

    def __init__(self, framework: Framework, own: Mapping[str, str], tool: str) -> None:
        self.framework = framework
        self.tool = tool
        questions = framework.questions
        self._texts = {normalised(text): code for text, code in own.items() if code in questions}
        self._texts |= {normalised(expected_heading(each)): code for code, each in questions.items()}
        self._codes = {squeezed(code): code for code in questions}
        self._short: Mapping[tuple[str, str], str] = {}
        if tool == limesurvey.TOOL:
            shortened = list_limesurvey_codes(framework)
            self._codes |= {squeezed(short): code for code, short in shortened.questions.items()}
            self._short = shortened.option_of
        self._rows = _unique((normalised(each.text), code) for code, each in questions.items() if each.group)
        self._groups: dict[str, list[Question]] = {}
        for each in questions.values():
            if each.group:
                self._groups.setdefault(each.group.title, []).append(each)
        self._columns = {normalised(each.group.column) for each in questions.values() if each.group} - {""}
        self._options = {code: self._spellings(each) for code, each in questions.items() if framework.options(each)}

    def _spellings(self, question: Question) -> dict[str, str]:
        options = self.framework.options(question)
        by_code = {squeezed(each.code): each.code for each in options} | {
            normalised(each.code): each.code for each in options
        }
        return by_code | {normalised(each.text): each.code for each in options}

    def find(self, heading: str) -> Target | None:
        """What a heading says that its column answers; None where it says too little."""
        if code := self._exact(heading):
            return Target(code)
        for base, part in _splits(heading, self.tool == limesurvey.TOOL):
            target = self._part(base, part)
            if target:
                return target
        row = self._rows.get(normalised(heading), "") if self.tool != eusurvey.TOOL else ""
        code = self._loose(heading) or row
        return Target(code, weak=True) if code else None

    def option(self, question: str, said: str) -> str:
        """The code of an option by its text or its code; empty where there is none."""
        spelled = self._options.get(question, {})
        text = normalised(said)
        bare = normalised(SHORT_NAME.sub("", said))  # EUSurvey's short name stands behind
        found = spelled.get(text) or spelled.get(bare) or self._short.get((question, said.strip()))
        found = found or spelled.get(squeezed(said))
        if found:
            return found
        return _only(code for spelling, code in spelled.items() if CUT.search(said) and spelling.startswith(text))

    def other_option(self, question: str) -> str:
        """The one option of a question that stands for all others; empty where there is none."""
        options = self.framework.options(self.framework.questions[question])
        return _only(each.code for each in options if each.code.split("_")[0] == "other")

    def _exact(self, text: str) -> str:
        inside = [each for each in CODES_INSIDE.findall(text) if each in self.framework.questions]
        if inside:  # of a table's row and column, the row's comes first
            return inside[0]
        for each in (text, SHORT_NAME.sub("", text)):  # a tool's own short name may stand behind the text
            if found := self._texts.get(normalised(each)):
                return found
        if CODE_LIKE.fullmatch(text.strip()) and (code := self._codes.get(squeezed(text))):
            return code
        return ""

    def _loose(self, text: str) -> str:
        """By text with a group in front, blanks replaced, a number behind, or cut short."""
        for place in (each.end() for each in re.finditer("/", text)):
            if code := self._exact(text[place:]):
                return code
        if code := self._exact(text.replace("_", " ")):
            return code
        numbered = NUMBERED.fullmatch(text.strip())
        if numbered and normalised(numbered[1]) in self._texts:
            return self._texts[normalised(numbered[1])]
        if CUT.search(text):
            start = normalised(text)
            return _only(code for whole, code in self._texts.items() if whole.startswith(start))
        both = CODE_AND_TEXT.fullmatch(text.strip())
        if both and not both[2]:
            return self._codes.get(squeezed(both[1]), "") if self.tool == limesurvey.TOOL else ""
        return ""

    def _part(self, base: str, part: str) -> Target | None:
        if normalised(part) in self._columns:  # the answer column of a table, behind its row
            return self.find(base)
        row = self._row(base, part)
        if row:
            return Target(row)
        code = self._exact(base) or self._loose(base)
        if not code:
            alone = self._codes.get(squeezed(part), "") if self.tool == limesurvey.TOOL else part
            return Target(alone, weak=True) if alone in self.framework.questions else None
        question = self.framework.questions[code]
        place = PLACE.fullmatch(part)
        exact = self._options.get(code, {}).get(normalised(part))
        if question.type == "ranking" and place and not exact:
            return Target(code, f"#{int(place[1])}")
        if question.type in {"multiple", "ranking"} and (option := self.option(code, part)):
            return Target(code, option)
        is_other = normalised(part) in OTHER_WORDS and question.type in {"single", "multiple", "ranking"}
        return Target(code, OTHER) if is_other else None

    def _row(self, base: str, part: str) -> str:
        """The question that is a row of a matrix or table, by the group's title or code and the row's."""
        for title, rows in self._groups.items():
            whole = normalised(base) == normalised(title) or squeezed(base) == squeezed(title)[:LONGEST_QUESTION]
            if not whole and not (CUT.search(base) and normalised(title).startswith(normalised(base))):
                continue
            for each in rows:
                if normalised(part) == normalised(each.text) or self._codes.get(squeezed(part)) == each.code:
                    return each.code
            if CUT.search(part):
                return _only(each.code for each in rows if normalised(each.text).startswith(normalised(part)))
        return ""


def _splits(heading: str, by_underscore: bool) -> Iterator[tuple[str, str]]:
    """Ways to read a heading as a question and a part of it."""
    text = heading.strip()
    both = CODE_AND_TEXT.fullmatch(text)
    if both and both[2]:  # code[part]. text [part]
        *_, last = re.findall(r"\[([^\[\]]*)\]", both[2])
        yield both[1], last
        yield from _splits(both[3], False)
    if text.endswith("]"):
        for place in (text.rfind("["), text.find("[")):
            if place > 0:
                yield text[:place].strip(), text[place + 1 : -1]
    for place in (each.start() for each in re.finditer("/", text)):
        yield text[:place], text[place + 1 :]
    if "#" in text:
        yield text.rsplit("#", 1)[0], text.rsplit("#", 1)[1]
    if by_underscore and CODE_LIKE.fullmatch(text) and "_" in text:
        yield text.rsplit("_", 1)[0], text.rsplit("_", 1)[1]


def _unique(pairs: Iterator[tuple[str, str]]) -> dict[str, str]:
    """Keys that only one value has."""
    found: dict[str, set[str]] = {}
    for key, value in pairs:
        found.setdefault(key, set()).add(value)
    return {key: values.pop() for key, values in found.items() if len(values) == 1}


def _only(values: Iterator[str]) -> str:
    different = set(values)
    return different.pop() if len(different) == 1 else ""
