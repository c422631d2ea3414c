"""What tests of criteria read: answers, and numbers made of them with the bounds that missing answers leave."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
import pandas as pd

from clusterbrief.analysis.labels.criteria_words import SHARE, Limit, amount, measured, option_texts, percent
from clusterbrief.study.answers import ANSWERED, NOT_ASKED
from clusterbrief.study.framework import Framework
from clusterbrief.study.programme_model import (
    CompletionTest,
    CountTest,
    NumberTest,
    PresentTest,
    ShareTest,
    YearsTest,
)

Texts = list[str]
# Bounds of a number, answers in words, and why a row is unknown
Measure = tuple[np.ndarray, np.ndarray, Texts, Callable[[int], str]]


@dataclass(frozen=True)
class Given:
    """The answers that tests read: one row per organisation, one column per question.

    ``states`` has "not asked" where there is no response; ``completion`` is 0-1; ``on`` is the day that years
    are counted to.
    """

    values: pd.DataFrame
    states: pd.DataFrame
    completion: pd.Series
    framework: Framework
    on: date

    @cached_property
    def _numbers(self) -> dict[str, np.ndarray]:
        return {}

    def numbers(self, code: str) -> np.ndarray:
        """Answers to a number question, NaN where missing; percent as shares, 0-1."""
        if code not in self._numbers:
            known = self.values[code].where(self.states[code] == ANSWERED)
            numbers = pd.to_numeric(known).to_numpy(dtype=float, na_value=np.nan)
            self._numbers[code] = numbers / 100 if self.framework.questions[code].type == "share" else numbers
        return self._numbers[code]

    def bounds(self, code: str) -> tuple[np.ndarray, np.ndarray]:
        """Least and most that the answer can be: the answer itself, or what the question allows."""
        question, numbers = self.framework.questions[code], self.numbers(code)
        is_share = question.type == "share"
        least = question.least if question.least is not None else 0.0 if is_share else -np.inf
        most = question.most if question.most is not None else 100.0 if is_share else np.inf
        scale = 100 if is_share else 1
        missing = np.isnan(numbers)
        return np.where(missing, least / scale, numbers), np.where(missing, most / scale, numbers)

    def answered(self, code: str) -> np.ndarray:
        """Whether each organisation answered."""
        return (self.states[code] == ANSWERED).to_numpy()


def say_missing(given: Given, codes: Sequence[str], row: int) -> str:
    """Why answers are missing; where several are read, which ones."""
    states: dict[str, Texts] = {}
    for code in codes:
        state = given.states[code].iat[row]
        if state != ANSWERED:
            states.setdefault(state or NOT_ASKED, []).append(given.framework.questions[code].text)
    if len(codes) == 1:
        return next(iter(states), "")
    return ", ".join(f"{state}: {', '.join(texts)}" for state, texts in states.items())


def _add_up(numbers: Sequence[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Sums of what is known, and whether anything is missing."""
    table = np.stack(numbers)
    return np.nansum(table, axis=0), np.asarray(np.isnan(table).any(axis=0))


def _any_answered(given: Given, codes: Sequence[str]) -> np.ndarray:
    return np.asarray(np.stack([given.answered(code) for code in codes]).any(axis=0))


def _measure_number(test: NumberTest, limit: Limit, given: Given) -> Measure:
    bounds = [given.bounds(code) for code in test.questions]
    low, high = sum(low for low, _ in bounds), sum(high for _, high in bounds)
    totals, missing = _add_up([given.numbers(code) for code in test.questions])
    some = _any_answered(given, test.questions)
    words = test.words or given.framework.questions[test.questions[0]].unit.replace("%", "") or limit.unit
    words = test.words if limit.unit == SHARE else words
    answers = [
        "" if not has else measured(total, limit, words) + (", not all answered" if part else "")
        for total, has, part in zip(totals, some, missing, strict=True)
    ]
    return np.asarray(low), np.asarray(high), answers, lambda row: say_missing(given, test.questions, row)


def _measure_count(test: CountTest, limit: Limit, given: Given) -> Measure:
    question = given.framework.questions[test.question]
    answered = given.answered(test.question)
    chosen = [
        [code for code in test.options if has and code in value]
        for value, has in zip(given.values[test.question], answered, strict=True)
    ]
    counts = np.array([len(codes) for codes in chosen], dtype=float)
    answers = [
        "" if not has else _list(f"{len(codes)} of {len(test.options)}", option_texts(question, codes, given.framework))
        for codes, has in zip(chosen, answered, strict=True)
    ]
    high = np.where(answered, counts, len(test.options))
    return counts, high, answers, lambda row: say_missing(given, [test.question], row)


def _list(head: str, items: Sequence[str]) -> str:
    return f"{head}: {'; '.join(items)}" if items else head


def _measure_share(test: ShareTest, limit: Limit, given: Given) -> Measure:
    """Bounds of A / (A + B): parts A, others B.

    A missing answer may be as large as the total leaves room for, or without a known total as large as it likes.
    Where all is answered and the total is larger than the sum, the rest is of no kind or the total is wrong.
    """
    others = [code for code in test.of if code not in test.parts]
    parts, part_missing = _add_up([given.numbers(code) for code in test.parts])
    other, other_missing = _add_up([given.numbers(code) for code in others] or [parts * 0])
    whole, missing = parts + other, part_missing | other_missing
    total = given.numbers(test.within) if test.within else np.full(len(whole), np.nan)
    beyond = np.where(total >= whole, total - whole, np.where(missing, np.inf, 0.0))
    unassigned = ~missing & (beyond > 0)
    with np.errstate(invalid="ignore", divide="ignore"):
        low = np.where(other_missing | unassigned, parts / (whole + beyond), parts / whole)
        high = np.where(part_missing, 1 - other / (whole + beyond), parts / whole)
    undefined = (whole == 0) & ~missing
    low = np.where(undefined, np.nan, np.nan_to_num(low, nan=0.0))
    high = np.where(undefined, np.nan, np.nan_to_num(high, nan=1.0))
    answered = _any_answered(given, test.of)
    words = test.words or "members"

    def answer(row: int) -> str:
        if not answered[row]:
            return ""
        text = f"{amount(parts[row])} of {amount(whole[row], words)}"
        if missing[row]:
            return f"{text}, not all answered"
        share = f"{percent(parts[row] / whole[row])} ({text})" if whole[row] else text
        return f"{share}, {amount(beyond[row])} more of no kind" if unassigned[row] else share

    def reason(row: int) -> str:
        if missing[row]:
            return say_missing(given, test.of, row)
        return f"{amount(beyond[row], words)} of no kind" if unassigned[row] else f"no {words} to take a share of"

    return low, high, [answer(row) for row in range(len(whole))], reason


def _measure_present(test: PresentTest, limit: Limit, given: Given) -> Measure:
    names = list(test.kinds)
    low, high = [], []
    for codes in test.kinds.values():
        numbers = np.stack([given.numbers(code) for code in codes])
        there = (numbers > 0).any(axis=0)
        low.append(there)
        high.append(there | np.isnan(numbers).any(axis=0))
    every = [code for codes in test.kinds.values() for code in codes]
    answered = _any_answered(given, every)
    present = np.stack(low)
    answers = [
        _list(f"{present[:, row].sum()} of {len(names)}", [names[kind] for kind in np.flatnonzero(present[:, row])])
        if answered[row]
        else ""
        for row in range(len(answered))
    ]
    bounds = present.sum(axis=0).astype(float), np.stack(high).sum(axis=0).astype(float)
    return *bounds, answers, lambda row: say_missing(given, every, row)


def _measure_years(test: YearsTest, limit: Limit, given: Given) -> Measure:
    """Full years to a day, when only the year of the beginning is known."""
    years = given.numbers(test.question)
    most = given.on.year - years
    is_year_over = (given.on.month, given.on.day) == (12, 31)
    low = most if is_year_over else np.maximum(most - 1, 0)
    future = most < 0
    low, high = np.where(future, np.nan, low), np.where(future, np.nan, most)
    missing = np.isnan(years)
    low, high = np.where(missing, 0.0, low), np.where(missing, np.inf, high)
    answers = ["" if np.isnan(year) else f"since {year:.0f}" for year in years]

    def reason(row: int) -> str:
        if missing[row]:
            return say_missing(given, [test.question], row)
        if future[row]:
            return "the year lies ahead"
        return f"{low[row]:.0f} or {high[row]:.0f} years: only the year is known"

    return low, high, answers, reason


def _measure_completion(test: CompletionTest, limit: Limit, given: Given) -> Measure:
    share = given.completion.to_numpy(dtype=float)
    answers = ["" if np.isnan(each) else percent(each, "of the required questions") for each in share]
    return share, share, answers, lambda row: "no required question was asked"


MEASURES: dict[type, Callable[..., Measure]] = {
    NumberTest: _measure_number,
    CountTest: _measure_count,
    ShareTest: _measure_share,
    PresentTest: _measure_present,
    YearsTest: _measure_years,
    CompletionTest: _measure_completion,
}
