"""One test of a criterion on the answers of all organisations: met, not met or unknown.

A missing answer leaves a number between two bounds. The verdict is unknown only where it would differ between them.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from clusterbrief.analysis.labels.criteria_measures import MEASURES, Given, Texts, say_missing
from clusterbrief.analysis.labels.criteria_words import SHARE, Limit, amount, limit_of, option_texts, say_level
from clusterbrief.study.programme_model import (
    AllTest,
    AnyTest,
    ChosenTest,
    Compares,
    LevelTest,
    PlacesTest,
    Test,
    UnknownTest,
)

TOLERANCE = 1e-9  # a sum or a quotient of exactly the limit must not fail on its last bit
OPEN = "the answer leaves it open"
CAUSES = {"not asked": "not asked", "not published": "the published text does not say"}


@dataclass(frozen=True)
class Verdicts:
    """What a test says of each organisation, in the order of ``Given``.

    ``met`` is 1, 0 or NaN for unknown; ``answers`` what was answered; ``reasons`` why a verdict is unknown, else
    empty; ``short_by`` how much is missing where a number is known to fall short, else empty.
    """

    met: np.ndarray
    answers: Texts
    reasons: Texts
    short_by: Texts


def judge(test: Test, published: Limit | None, given: Given) -> Verdicts:
    """Hold the answers of all organisations against one test.

    Parameters
    ----------
    test : Test
    published : Limit or None
        The published threshold, for a test without a limit of its own.
    given : Given

    Raises
    ------
    ValueError
        A test compares a number and there is no limit, or it is no test of organisations.
    """
    match test:
        case AllTest() | AnyTest():
            return _judge_mixed(test, given)
        case LevelTest():
            return _judge_level(test, given)
        case ChosenTest():
            return _judge_chosen(test, given)
        case UnknownTest():
            n = len(given.values)
            why = f"{CAUSES[test.cause]}: {test.reason}"
            return Verdicts(np.full(n, np.nan), [""] * n, [why] * n, [""] * n)
        case PlacesTest():
            raise ValueError("a number of places says nothing of an organisation")
    limit = limit_of(test, given.framework) or published
    if limit is None:
        raise ValueError(f'a test by "{test.method}" needs a limit')
    low, high, answers, tell = MEASURES[type(test)](test, limit, given)
    met = compare(low, high, limit)
    reasons = [tell(row) if unknown else "" for row, unknown in enumerate(np.isnan(met))]
    return Verdicts(met, answers, reasons, _say_short(met, low, high, limit, test))


def compare(low: np.ndarray, high: np.ndarray, limit: Limit) -> np.ndarray:
    """1 where both bounds meet a limit, 0 where neither does, NaN where they differ or a bound is missing.

    >>> compare(np.array([15.0, 14.0, 10.0]), np.array([15.0, 14.0, 20.0]), Limit("at least", 15, "members"))
    array([ 1.,  0., nan])
    """
    meets: dict[str, Callable[[np.ndarray], np.ndarray]] = {
        "at least": lambda number: number >= limit.threshold - TOLERANCE,
        "over": lambda number: number > limit.threshold + TOLERANCE,
        "at most": lambda number: number <= limit.threshold + TOLERANCE,
    }
    at_low, at_high = meets[limit.comparison](low), meets[limit.comparison](high)
    known = (at_low == at_high) & ~np.isnan(low) & ~np.isnan(high)
    return np.where(known, at_low.astype(float), np.nan)


def _say_short(met: np.ndarray, low: np.ndarray, high: np.ndarray, limit: Limit, test: Compares) -> Texts:
    best = low if limit.comparison == "at most" else high  # what the missing answers may bring at best
    words = "percentage points" if limit.unit == SHARE else test.words or limit.unit
    scale = 100 if limit.unit == SHARE else 1
    distances = np.abs(limit.threshold - best) * scale
    return [
        amount(distance, words) if verdict == 0 and TOLERANCE < distance < np.inf else ""
        for verdict, distance in zip(met, distances, strict=True)
    ]


def _judge_level(test: LevelTest, given: Given) -> Verdicts:
    question, levels = given.framework.questions[test.question], given.numbers(test.question)
    met = np.where(np.isnan(levels), np.nan, levels >= test.least)
    open_from = test.least if test.open_from is None else test.open_from
    is_open = (levels >= open_from) & (levels < test.least)
    met = np.where(is_open, np.nan, met)
    label = f"{test.words}: " if test.words else ""
    answers = ["" if np.isnan(level) else label + say_level(question, int(level), test.words) for level in levels]
    unknown, code = np.isnan(met), test.question
    told = [OPEN if is_open[row] else say_missing(given, [code], row) for row in range(len(met))]
    reasons = [why if left else "" for why, left in zip(told, unknown, strict=True)]
    distances = test.least - levels
    short = [amount(each, "levels") if verdict == 0 else "" for verdict, each in zip(met, distances, strict=True)]
    return Verdicts(met, answers, reasons, short)


def _judge_chosen(test: ChosenTest, given: Given) -> Verdicts:
    question, answered = given.framework.questions[test.question], given.answered(test.question)
    chosen = [
        (value if isinstance(value, tuple) else (value,)) if has else ()
        for value, has in zip(given.values[test.question], answered, strict=True)
    ]
    holds = np.array([any(code in test.options for code in codes) for codes in chosen], dtype=float)
    met = np.where(answered, holds, np.nan)
    label = f"{test.words}: " if test.words else ""
    answers = [label + ", ".join(option_texts(question, codes, given.framework)) if codes else "" for codes in chosen]
    reasons = ["" if has else say_missing(given, [test.question], row) for row, has in enumerate(answered)]
    return Verdicts(met, answers, reasons, [""] * len(met))


def _judge_mixed(test: AllTest | AnyTest, given: Given) -> Verdicts:
    """Unknown parts leave a mix unknown only where no known part decides it."""
    parts = [judge(each, None, given) for each in test.tests]
    verdicts = np.stack([each.met for each in parts])
    decides = 0.0 if isinstance(test, AllTest) else 1.0
    met = np.where((verdicts == decides).any(axis=0), decides, 1 - decides)
    met = np.where((met != decides) & np.isnan(verdicts).any(axis=0), np.nan, met)
    rows = range(len(met))
    answers = [_join(part.answers[row] for part in parts) for row in rows]
    names = [getattr(each, "words", "") for each in test.tests]
    told = [[_named(reason, name) for reason in part.reasons] for part, name in zip(parts, names, strict=True)]
    reasons = [_join(each[row] for each in told) if np.isnan(met[row]) else "" for row in rows]
    return Verdicts(met, answers, reasons, [""] * len(met))


def _named(reason: str, name: str) -> str:
    return f"{reason}: {name}" if reason and name and ":" not in reason else reason


def _join(texts: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(text for text in texts if text))
