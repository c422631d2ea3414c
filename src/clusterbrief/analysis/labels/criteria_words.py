"""Criteria in words: amounts, what a test asks for, and the comparison it makes."""

from collections.abc import Sequence
from dataclasses import dataclass

from clusterbrief.study.framework import Framework
from clusterbrief.study.framework_model import Question
from clusterbrief.study.programme_model import (
    AllTest,
    AnyTest,
    ChosenTest,
    Compares,
    CompletionTest,
    CountTest,
    LevelTest,
    NumberTest,
    PresentTest,
    ShareTest,
    Test,
    UnknownTest,
)

TOP_LEVEL = 4
SHARE = "share"  # the unit of a threshold between 0 and 1, printed in percent


@dataclass(frozen=True, slots=True)
class Limit:
    """A comparison with a threshold in some unit: "at least" 15 "members". Shares are 0-1."""

    comparison: str
    threshold: float
    unit: str


def amount(number: float, unit: str = "") -> str:
    """A number with its unit, which is given in the plural.

    >>> amount(1, "activities"), amount(0.5, "FTE"), amount(1500, "members")
    ('1 activity', '0.5 FTE', '1,500 members')
    """
    digits = f"{number:,.2f}".rstrip("0").rstrip(".")
    if digits == "1" and unit.endswith("s"):
        unit = f"{unit[:-3]}y" if unit.endswith("ies") else unit[:-1]
    return f"{digits} {unit}".rstrip()


def percent(share: float, words: str = "") -> str:
    """A share in percent, to one decimal at most.

    >>> percent(0.2, "of income"), percent(0.796)
    ('20 % of income', '79.6 %')
    """
    digits = f"{share * 100:.1f}".removesuffix(".0")
    return f"{digits} % {words}".rstrip()


def measured(number: float, limit: Limit, words: str) -> str:
    """A number in the unit of its limit."""
    return percent(number, words) if limit.unit == SHARE else amount(number, words or limit.unit)


def limit_of(test: Compares, framework: Framework) -> Limit | None:
    """The limit that stands in a test itself; None where it is the published one."""
    if test.own_limit is None:
        return None
    comparison, threshold = test.own_limit
    is_share = isinstance(test, (ShareTest, CompletionTest))
    unit = ""
    if isinstance(test, NumberTest):
        question = framework.questions[test.questions[0]]
        is_share, unit = question.type == "share", question.unit
    return Limit(comparison, threshold, SHARE if is_share else unit)


def say_needed(test: Test, published: Limit | None, framework: Framework) -> str:
    """What a test asks for, in words: "at least 15 active members".

    Parameters
    ----------
    test : Test
    published : Limit or None
        The published threshold, for a test that has no limit of its own.
    framework : Framework

    Returns
    -------
    str
        Empty where nothing we ask decides the criterion.
    """
    if isinstance(test, (AllTest, AnyTest)):
        parts = [say_needed(each, None, framework) for each in test.tests]
        return ("; " if isinstance(test, AllTest) else ", or ").join(part for part in parts if part)
    if isinstance(test, LevelTest):
        return _labelled(test.words, say_level(framework.questions[test.question], test.least, test.words, "or more "))
    if isinstance(test, ChosenTest):
        return _labelled(
            test.words, " or ".join(option_texts(framework.questions[test.question], test.options, framework))
        )
    limit = (limit_of(test, framework) or published) if isinstance(test, Compares) else None
    if limit is None or isinstance(test, UnknownTest):
        return ""
    assert isinstance(test, Compares)
    if isinstance(test, CountTest):
        texts = option_texts(framework.questions[test.question], test.options, framework)
        return f"{limit.comparison} {amount(limit.threshold)} of: {'; '.join(texts)}"
    words = "of the required questions" if isinstance(test, CompletionTest) else _words(test)
    return f"{limit.comparison} {measured(limit.threshold, limit, words)}"


def _words(test: Compares) -> str:
    if isinstance(test, ShareTest):
        return f"of {test.words}" if test.words else ""
    return "kinds" if isinstance(test, PresentTest) and not test.words else test.words


def _labelled(words: str, text: str) -> str:
    return f"{words}: {text}" if words else text


def say_level(question: Question, level: int, words: str = "", more: str = "") -> str:
    """A level of a scale with its sentence; without it where words name the question already."""
    number = f"level {level} {more}of {TOP_LEVEL}"
    return number if words else f"{number}: {question.levels[level].removesuffix('.')}"


def option_texts(question: Question, codes: Sequence[str], framework: Framework) -> list[str]:
    """Options as respondents read them; yes and no in small letters."""
    texts = {option.code: option.text for option in framework.options(question)}
    return [texts.get(code, code) for code in codes]
