"""One raw cell read as the answer to one question."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from math import isnan
from typing import Any, TypeVar

from clusterbrief.study.export import NOT_ASKED_CELL
from clusterbrief.study.framework_model import Option, Question
from clusterbrief.study.headings import normalised

ANSWERED, NOT_ANSWERED, NOT_ASKED = "answered", "not answered", "not asked"
DO_NOT_KNOW, NOT_APPLICABLE, INVALID = "do not know", "not applicable", "invalid"
SEPARATORS = ";,|"
PUNCTUATION = " .?*:"  # what may end an option beside its spelling, see ``normalised``
END_OF_OPTION = re.compile(r"[ .?*:]*([;,|]|$)")
CODE_BEHIND = re.compile(r"\s*\([\w.]{1,40}\)")  # EUSurvey's short names: Armenia(A1)
LONGEST_TEXT = 5000  # characters of a free-text answer that are kept
LARGEST = 1e15  # beyond it a cell holds a mistake, and numbers lose their last digits
NAMED = 3  # of the options that could not be read; the rest is counted
YES = {"yes", "y", "true", "1", "oui", "da"}
NO = {"no", "n", "false", "0", "non", "nu"}
UNSURE = {"do not know", "don't know", "i do not know", "i don't know"}

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a cell says.

    ``value`` is a number for numbers, shares and scales, an option code for single choice and yes/no,
    a tuple of option codes for multiple choice and rankings, text for text; None where there is none.
    ``problem`` says what could not be read or was left out.
    """

    state: str
    value: Any = None
    problem: str = ""
    kind: str = ""


def read_answer(question: Question, options: Sequence[Option], raw: Any) -> Answer:
    """Read a cell by the type of its question; never raises, whatever the cell holds."""
    return answer_reader(question, options)(raw)


def answer_reader(question: Question, options: Sequence[Option]) -> Callable[[Any], Answer]:
    """What reads every cell of a question; its options are prepared once."""
    spelled = _spellings(options)
    by_sentence: dict[str, int] = {normalised(level): number for number, level in enumerate(question.levels)}
    readers: dict[str, Callable[[Any], Answer]] = {
        "number": lambda raw: _number(question, raw),
        "share": lambda raw: _number(question, raw),
        "scale": lambda raw: _level(by_sentence, raw),
        "yesno": _yes_or_no,
        "single": lambda raw: _single(spelled, raw),
        "multiple": lambda raw: _several(question, spelled, raw),
        "ranking": lambda raw: _several(question, spelled, raw),
        "date": _date,
        "text": _text,
    }
    read = readers[question.type]

    def read_cell(raw: Any) -> Answer:
        if raw is NOT_ASKED_CELL:
            return Answer(NOT_ASKED)
        if isinstance(raw, tuple) and question.type not in {"multiple", "ranking"}:
            raw = "; ".join(map(str, raw))
        if isinstance(raw, float) and raw.is_integer():
            raw = int(raw)  # spreadsheets keep every number as a decimal one
        if raw is None or (isinstance(raw, float) and isnan(raw)) or str(raw).strip() in {"", "-"}:
            return Answer(NOT_ANSWERED)
        return read(raw)

    return read_cell


def _number(question: Question, raw: Any) -> Answer:
    number = parse_number(raw)
    if number is None:
        return Answer(INVALID, None, f'"{_short(raw)}" is not a number', "not a number")
    least = 0.0 if question.type == "share" and question.least is None else question.least
    most = 100.0 if question.type == "share" and question.most is None else question.most
    if (least is not None and number < least) or (most is not None and number > most):
        return Answer(INVALID, None, f"{_digits(number)} is outside {_range(least, most)}", "out of range")
    if question.whole and number != int(number):
        return Answer(INVALID, None, f"{_digits(number)} is not a whole number", "out of range")
    return Answer(ANSWERED, number)


def parse_number(raw: Any) -> float | None:
    """A number as people write it in a cell, or None.

    >>> [parse_number(raw) for raw in (3, "12,5", "1 200", "85 %", "1,200", "1.200,5", "about five", True)]
    [3.0, 12.5, 1200.0, 85.0, 1200.0, 1200.5, None, None]
    """
    if isinstance(raw, (bool, datetime, date)):
        return None
    if isinstance(raw, (int, float)):
        return float(raw) if abs(raw) <= LARGEST else None
    text = re.sub(r"[\s%]", "", str(raw))
    if re.fullmatch(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?", text):
        text = text.replace(",", "")
    elif re.fullmatch(r"[+-]?\d{1,3}(\.\d{3})+,\d+", text):
        text = text.replace(".", "")
    text = text.replace(",", ".")
    return float(text) if re.fullmatch(r"[+-]?(\d{1,15}(\.\d{0,30})?|\.\d{1,30})", text) else None


def _range(least: float | None, most: float | None) -> str:
    bounds = ["" if each is None else _digits(each) for each in (least, most)]
    if most is None:
        return f"{bounds[0]} or more"
    return f"{bounds[1]} or less" if least is None else f"{bounds[0]} to {bounds[1]}"


def _digits(number: float) -> str:
    return f"{number:.12g}"


def _level(by_sentence: Mapping[str, int], raw: Any) -> Answer:
    """A level by its sentence, or by its number, alone or in front of the sentence."""
    text = normalised(raw)
    number = _look_up(by_sentence, raw)
    if number is None and (found := re.fullmatch(r"(\d)\s*[-.:)]\s*(.+)", text)):
        number = by_sentence.get(found[2])  # the sentence decides: some number levels from 1
    if number is None and re.fullmatch(r"[0-4](\.0+)?", text):
        number = int(text[0])
    if number is None:
        return Answer(INVALID, None, f'"{_short(raw)}" is none of the five levels', "unknown option")
    return Answer(ANSWERED, float(number))


def _yes_or_no(raw: Any) -> Answer:
    known = dict.fromkeys(YES, "yes") | dict.fromkeys(NO, "no") | dict.fromkeys(UNSURE, DO_NOT_KNOW)
    said = _look_up(known, raw)
    if said is None:
        return Answer(INVALID, None, f'"{_short(raw)}" is neither yes nor no', "unknown option")
    return Answer(DO_NOT_KNOW) if said == DO_NOT_KNOW else Answer(ANSWERED, said)


def _look_up(spelled: Mapping[str, Found], raw: Any) -> Found | None:
    """What a cell spells, with or without a survey tool's short name behind it."""
    text = normalised(raw)
    if text in spelled:
        return spelled[text]
    behind = re.fullmatch(rf"(.*?){CODE_BEHIND.pattern}", text)
    return spelled.get(normalised(behind[1])) if behind else None


def _spellings(options: Sequence[Option]) -> dict[str, Option]:
    """Options by each way an export writes them: by text or by code; a text goes before another's code."""
    by_code = {normalised(option.code): option for option in options}
    return by_code | {normalised(option.text): option for option in options}


def _single(spelled: Mapping[str, Option], raw: Any) -> Answer:
    option = _look_up(spelled, raw)
    if option is None:
        return Answer(INVALID, None, f'"{_short(raw)}" is not an option', "unknown option")
    return Answer(option.state, option.code if option.state == ANSWERED else None)


def split_by_options(text: str, spelled: Mapping[str, Option]) -> tuple[list[Option], list[str]]:
    """Options named in a joined answer, in order, and what names none of them.

    The longest option that fits is taken first, so that an option may hold the separator itself.
    ``text`` is normalised, and ``spelled`` has the options by their normalised spellings.
    """
    found: list[Option] = []
    unknown: list[str] = []
    longest_first = sorted(spelled, key=len, reverse=True)
    rest = text
    while rest := rest.lstrip(SEPARATORS + PUNCTUATION):
        spelling, end = next(((each, end) for each in longest_first if (end := _end_of(each, rest))), ("", 0))
        if not end:
            cut = min((at for at in (rest.find(each) for each in SEPARATORS) if at >= 0), default=len(rest))
            unknown.append(rest[:cut].strip())
            rest = rest[cut:]
        else:
            found.append(spelled[spelling])
            rest = rest[end:]
    return found, unknown


def _end_of(spelling: str, text: str) -> int:
    """Where an option ends that a text starts with, its short name included; 0 where it does not."""
    if not spelling or not text.startswith(spelling):
        return 0
    behind = CODE_BEHIND.match(text, len(spelling))
    ends = (len(spelling), behind.end() if behind else 0)
    return next((end for end in ends if end and END_OF_OPTION.match(text, end)), 0)


def _several(question: Question, spelled: Mapping[str, Option], raw: Any) -> Answer:
    if isinstance(raw, tuple):  # the survey tool kept them apart
        looked_up = [(str(each), _look_up(spelled, each)) for each in raw]
        found = [option for _, option in looked_up if option]
        unknown = [text for text, option in looked_up if not option]
    else:
        found, unknown = split_by_options(normalised(raw), spelled)
    codes = tuple(dict.fromkeys(option.code for option in found if option.state == ANSWERED))
    if not found:
        return Answer(INVALID, None, f'"{_short(raw)}" holds no option of the question', "unknown option")
    if not codes:
        return Answer(found[0].state)
    problems = {}
    if unknown:
        problems["unknown option"] = f"not among the options: {_named(unknown)}"
    if question.most_choices and len(codes) > question.most_choices:
        problem = f"{len(codes)} options are chosen, {question.most_choices} are allowed; the first ones are kept"
        problems["too many options"] = problem
    return Answer(ANSWERED, codes[: question.most_choices], ", and ".join(problems.values()), "".join([*problems][-1:]))


def _date(raw: Any) -> Answer:
    if isinstance(raw, date):  # a datetime is one too
        return Answer(ANSWERED, raw.isoformat()[:10])
    for form in ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y"):
        try:
            return Answer(ANSWERED, datetime.strptime(str(raw).strip(), form).date().isoformat())
        except ValueError:
            continue
    return Answer(INVALID, None, f'"{_short(raw)}" is not a date', "not a date")


def _text(raw: Any) -> Answer:
    text = str(raw).strip()
    if len(text) > LONGEST_TEXT:
        return Answer(ANSWERED, text[:LONGEST_TEXT], f"cut after {LONGEST_TEXT:,} characters", "text too long")
    return Answer(ANSWERED, text)


def _named(texts: Sequence[str]) -> str:
    named = ", ".join(f'"{_short(each)}"' for each in texts[:NAMED])
    return f"{named} and {len(texts) - NAMED} more" if len(texts) > NAMED else named


def _short(raw: Any) -> str:
    text = " ".join(str(raw).split())
    return text if len(text) <= 60 else f"{text[:57]}..."
