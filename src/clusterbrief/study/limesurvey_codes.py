"""The codes that questions and options have in LimeSurvey, which allows letters and digits only, and few of them.

The codes follow from the framework alone, so whoever reads an export finds the way back by the same table.
LimeSurvey holds at most 20 characters for a question or a row of one, and 5 for an answer.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

from clusterbrief.study.framework import Framework
from clusterbrief.study.framework_model import Question
from clusterbrief.study.sections import Item, list_choices, list_sections

LONGEST_QUESTION = 20
LONGEST_ANSWER = 5
# words that LimeSurvey keeps for itself, as codes of questions or of their rows
RESERVED = {"other", "time", "comment", "lang", "sid", "savedid", "token", "qid", "gid", "sgq", "self", "that", "this"}


@dataclass(frozen=True)
class LimeSurveyCodes:
    """LimeSurvey's codes of a framework.

    ``questions`` are by question code; ``arrays`` are those of matrices and tables, by the code of their
    first question; ``answers`` are by question code and option code.
    """

    questions: Mapping[str, str]
    arrays: Mapping[str, str]
    answers: Mapping[tuple[str, str], str]
    array_of: Mapping[str, str]  # LimeSurvey code of the array that a question is a row of, by question code

    def heading(self, question_code: str) -> str:
        """The heading of a question's column in an export with codes: ``generalServices[genAdvisory]``."""
        code = self.questions[question_code]
        array = self.array_of.get(question_code)
        return f"{array}[{code}]" if array else code

    @cached_property
    def question_of(self) -> Mapping[str, str]:
        """The way back: question code by LimeSurvey code; also by the heading of a row of an array."""
        return {code: name for name, code in self.questions.items()} | {
            self.heading(name): name for name in self.questions
        }

    @cached_property
    def option_of(self) -> Mapping[tuple[str, str], str]:
        """The way back: option code by question code and LimeSurvey code."""
        return {(question, code): option for (question, option), code in self.answers.items()}


def list_limesurvey_codes(framework: Framework) -> LimeSurveyCodes:
    """Codes for every question, array and option, unique even where letters' cases are not told apart."""
    taken: set[str] = set()
    questions = {code: _shorten(code, LONGEST_QUESTION, taken) for code in framework.questions}
    arrays: dict[str, str] = {}
    array_of: dict[str, str] = {}
    for section in list_sections(framework):
        for item in section.items:
            if item.group is not None:
                first = item.questions[0].code
                arrays[first] = _shorten(_name_of(item), LONGEST_QUESTION, taken)
                array_of |= {each.code: arrays[first] for each in item.questions}
    answers: dict[tuple[str, str], str] = {}
    for question in framework.questions.values():
        answers |= _answer_codes(framework, question)
    return LimeSurveyCodes(questions, arrays, answers, array_of)


def _name_of(item: Item) -> str:
    """A word for an array, from its title as far as that is written in the letters LimeSurvey allows."""
    title = item.group.title if item.group else ""
    words = re.findall(r"[A-Za-z0-9]+", title)
    return "_".join(words).lower() if words and words[0][0].isalpha() else f"group_{item.questions[0].code}"


def _answer_codes(framework: Framework, question: Question) -> dict[tuple[str, str], str]:
    """Options of multiple choice are rows of their question, and may be as long as one."""
    if question.type == "yesno":
        return {(question.code, "yes"): "Y", (question.code, "no"): "N"}
    longest = LONGEST_QUESTION if question.type == "multiple" else LONGEST_ANSWER
    taken: set[str] = set()
    return {
        (question.code, each.code): _shorten(each.code, longest, taken) for each in list_choices(framework, question)
    }


def _shorten(code: str, longest: int, taken: set[str]) -> str:
    """A code in letters and digits that is not taken yet; notes it as taken.

    >>> _shorten("team_fte", 20, set()), _shorten("by_size_service", 5, {"bysiz"})
    ('teamFte', 'bySi2')
    """
    first, *others = [word for word in re.split(r"[^A-Za-z0-9]+", code) if word]
    whole = first + "".join(word[:1].upper() + word[1:] for word in others)
    short, number = whole[:longest], 2
    while _refused(short, taken):
        short = f"{whole[: longest - len(str(number))]}{number}"
        number += 1
    taken.add(short.casefold())
    return short


def _refused(code: str, taken: Collection[str]) -> bool:
    return code.casefold() in taken or code.casefold() in RESERVED
