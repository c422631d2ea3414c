"""Rules of rules.yml applied to one respondent's answers: what does not fit together, and what becomes of it.

A rule looks at what was answered and at nothing else: a blank is never zero. What the answered parts of a sum
show by themselves, such as shares that exceed 100 already, holds whatever the others are.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from clusterbrief.study.answers import ANSWERED, INVALID, NOT_ANSWERED, Answer
from clusterbrief.study.edition_model import EditionFile
from clusterbrief.study.framework import Framework
from clusterbrief.study.rule_model import (
    AddsUp,
    Confirmed,
    Contradiction,
    Excludes,
    NotAbove,
    NotAfter,
    Rule,
    Statement,
)

EXACT = 1e-9  # sums of decimals are off by their last bit
KINDS = {
    AddsUp: "does not add up",
    NotAbove: "above its limit",
    Contradiction: "contradiction",
    Confirmed: "contradiction",
    Excludes: "contradiction",
    NotAfter: "in the future",
}
LOOKS_LIKE_ZERO = "blank, perhaps zero"
KEPT, KEPT_IN_PART = "Answer kept.", "Answer kept in part."
DROPPED = "Treated as invalid: counts as missing."
STILL_BLANK = "Left as not answered: a blank is not taken for zero."

Answers = Mapping[str, Answer]


@dataclass(frozen=True, slots=True)
class Broken:
    """One answer that a rule takes exception to; ``answer`` is what becomes of it, None where it stays."""

    rule_code: str
    question_code: str
    kind: str
    problem: str
    action: str
    answer: Answer | None = None


def apply_rules(answers: Answers, framework: Framework, settings: EditionFile) -> list[Broken]:
    """Whatever does not fit together in one respondent's answers.

    Each rule sees what the ones before it have left. The answers given are not changed: the caller puts each
    ``Broken.answer`` in its place.
    """
    now = dict(answers)
    found: list[Broken] = []
    for rule in framework.rules:
        broken = list(_break(rule, now, framework, settings))
        now |= {each.question_code: each.answer for each in broken if each.answer is not None}
        found += broken
    return found


def _break(rule: Rule, answers: Answers, framework: Framework, settings: EditionFile) -> Iterator[Broken]:
    given = {code: answers[code].value for code in rule.questions if answers[code].state == ANSWERED}
    match rule:
        case AddsUp():
            yield from _check_sum(rule, given, answers)
        case NotAbove():
            yield from _check_limit(rule, given, answers)
        case Contradiction():
            if all(_says(statement, given) for statement in rule.statements):
                yield from _tell(rule, rule.questions, _in_words(rule.questions, given, framework))
        case Confirmed():
            yield from _check_confirmed(rule, given, framework)
        case Excludes():
            yield from _check_alone(rule, given, framework)
        case NotAfter():
            yield from _check_date(rule, given, getattr(settings, rule.date))


def _tell(rule: Rule, codes: Sequence[str], detail: str, dropped: Sequence[str] | None = None) -> Iterator[Broken]:
    """One finding for each answer concerned; by the rule's effect all of them, or ``dropped`` ones, become invalid."""
    invalid = (codes if dropped is None else dropped) if rule.effect == "drop" else ()
    for code in codes:
        action, answer = (DROPPED, Answer(INVALID)) if code in invalid else (KEPT, None)
        yield Broken(rule.code, code, KINDS[type(rule)], f"{rule.message}: {detail}", action, answer)


def _check_sum(rule: AddsUp, given: Mapping[str, Any], answers: Answers) -> Iterator[Broken]:
    if not given:
        return
    total, whole = sum(given.values()), len(given) == len(rule.questions)
    beyond = total - rule.total
    if beyond > rule.tolerance + EXACT or (whole and -beyond > rule.tolerance + EXACT):
        yield from _tell(rule, tuple(given), f"{_sum_in_words(given)}{'' if whole else ', without the blank ones'}")
    elif not whole and abs(beyond) <= EXACT:
        for code in rule.questions:
            if answers[code].state == NOT_ANSWERED:
                problem = f"The other answers of this table add up to {_number(rule.total)}, so this looks like a zero"
                yield Broken(rule.code, code, LOOKS_LIKE_ZERO, problem, STILL_BLANK)


def _check_limit(rule: NotAbove, given: Mapping[str, Any], answers: Answers) -> Iterator[Broken]:
    limit = answers[rule.limit]
    if not given or limit.state != ANSWERED or sum(given.values()) <= limit.value + EXACT:
        return
    detail = f"{_sum_in_words(given)} against {_number(limit.value)}"
    yield from _tell(rule, (*given, rule.limit), detail, dropped=tuple(given))


def _says(statement: Statement, given: Mapping[str, Any]) -> bool:
    if statement.question not in given:
        return False
    value = given[statement.question]
    if statement.options:
        return bool(set(_chosen(value)) & set(statement.options))
    return value > statement.above if statement.above is not None else value < statement.below


def _check_confirmed(rule: Confirmed, given: Mapping[str, Any], framework: Framework) -> Iterator[Broken]:
    chosen = _chosen(given.get(rule.question, ()))
    denied = [option for option in chosen if given.get(rule.confirmed_by.get(option, ""), rule.answer) != rule.answer]
    if denied:
        yield _without(rule, rule.question, chosen, denied, framework)


def _check_alone(rule: Excludes, given: Mapping[str, Any], framework: Framework) -> Iterator[Broken]:
    chosen = _chosen(given.get(rule.question, ()))
    if rule.option not in chosen or len(chosen) == 1:
        return
    if rule.effect == "leave_out":
        yield _without(rule, rule.question, chosen, [rule.option], framework)
    else:
        yield from _tell(rule, (rule.question,), _in_words((rule.question,), given, framework))


def _without(
    rule: Confirmed | Excludes, code: str, chosen: Sequence[str], out: Sequence[str], framework: Framework
) -> Broken:
    """The answer without some of its options; invalid where none is left."""
    names = _texts(code, out, framework)
    answer: Answer | None = None
    action = KEPT
    if rule.effect == "leave_out":
        left = tuple(option for option in chosen if option not in out)
        answer = Answer(ANSWERED, left) if left else Answer(INVALID)
        action = f"{KEPT_IN_PART[:-1]}, without {names}." if left else DROPPED
    return Broken(rule.code, code, KINDS[type(rule)], f"{rule.message}: {names}", action, answer)


def _check_date(rule: NotAfter, given: Mapping[str, Any], latest: date) -> Iterator[Broken]:
    if rule.question not in given:
        return
    value = given[rule.question]
    later = value > latest.isoformat() if isinstance(value, str) else value > latest.year
    if later:
        shown = value if isinstance(value, str) else _number(value)
        yield from _tell(rule, (rule.question,), f"{shown}, and answers were collected until {latest}")


def _chosen(value: Any) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else (value,)


def _in_words(codes: Sequence[str], given: Mapping[str, Any], framework: Framework) -> str:
    """The answers to some questions, as their respondent reads them."""
    return " and ".join(_texts(code, _chosen(given[code]), framework) for code in codes)


def _texts(code: str, answers: Sequence[Any], framework: Framework) -> str:
    texts = {option.code: option.text for option in framework.options(framework.questions[code])}
    return ", ".join(_number(each) if isinstance(each, float) else f'"{texts.get(each, each)}"' for each in answers)


def _sum_in_words(given: Mapping[str, Any]) -> str:
    numbers = [_number(value) for value in given.values()]
    return numbers[0] if len(numbers) == 1 else f"{' + '.join(numbers)} = {_number(sum(given.values()))}"


def _number(value: float) -> str:
    return f"{value:.12g}"
