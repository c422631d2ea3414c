"""Why a value in a YAML document cannot be used, in words for its author rather than those of pydantic."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from clusterbrief.errors import nearest_name
from clusterbrief.study.entry import CODE_FORM, COUNTRY_FORM, REGION_FORM

Error = Mapping[str, Any]  # one entry of ValidationError.errors()
Words = tuple[str, str]  # problem and remedy

NEEDED = {  # how the type of an error begins -> what is needed there, and how to write it
    "string": ("text", "Write text; numbers, dates, true and false in double quotes."),
    "bool": ("true or false", "Write true or false."),
    "int": ("a whole number", "Write a whole number."),
    "float": ("a number", "Write a number, with a point before its decimals."),
    "finite": ("a number", "Write a number, with a point before its decimals."),
    "date": ("a date", "Write year, month and day: 2024-05-31."),
    "tuple": ("a list", "Write each entry in a line of its own after a hyphen; an empty list is []."),
    "model": ("keys with values", "Write keys below it, each with a colon and a value."),
    "dict": ("keys with values", "Write keys below it, each with a colon and a value."),
}
FORMS = {
    CODE_FORM: 'A code starts with a letter (a-z); up to 39 letters, digits, "_" or "." follow.',
    COUNTRY_FORM: "The code of a country is two capital letters: AM.",
    REGION_FORM: "The code of a region is two to four letters: EaP.",
}


def word_value_fault(error: Error) -> Words:
    """Problem and remedy of one fault that pydantic found.

    >>> word_value_fault({"type": "bool_parsing", "input": "maybe", "msg": "Input should be a valid boolean"})
    ('Cannot use "maybe" as true or false', 'Write true or false.')
    """
    kind = error["type"]
    if kind in WORDS:
        return WORDS[kind](error)
    problem = f"Cannot use {_shown(error['input'])}"
    if kind.split("_")[0] in NEEDED:
        needed, remedy = NEEDED[kind.split("_")[0]]
        return f"{problem} as {needed}", remedy
    return f"{problem}: {error['msg'][:1].lower()}{error['msg'][1:]}", ""


def _missing(error: Error) -> Words:
    return f'Cannot find the key "{error["loc"][-1]}"', "Add it."


def _ours(error: Error) -> Words:
    return f"Cannot use this: {error['msg'].removeprefix('Value error, ')}", ""


def _not_among(error: Error) -> Words:
    allowed = re.findall(r"'([^']*)'", error["ctx"]["expected"])
    return f"Cannot use {_shown(error['input'])}", nearest_name(str(error["input"]), allowed)


def _unknown_method(error: Error) -> Words:
    allowed = re.findall(r"'([^']*)'", error["ctx"]["expected_tags"])
    return f'Cannot use "{error["ctx"]["tag"]}"', nearest_name(error["ctx"]["tag"], allowed)


def _no_method(error: Error) -> Words:
    key = error["ctx"]["discriminator"].strip("'")
    return f'Cannot find the key "{key}"', "Add it."


def _malformed(error: Error) -> Words:
    return f"Cannot use {_shown(error['input'])} as a code", FORMS.get(error["ctx"]["pattern"], "")


def _empty(error: Error) -> Words:
    return "Cannot leave this empty", ""


def _few(error: Error) -> Words:
    if not error["input"]:
        return _empty(error)
    return f"Cannot use {len(error['input'])} here", f"Give {error['ctx']['min_length']} or more."


def _beyond(limit: str, words: str) -> Callable[[Error], Words]:
    def beyond(error: Error) -> Words:
        return f"Cannot use {_shown(error['input'])}", words.format(error["ctx"][limit])

    return beyond


WORDS: dict[str, Callable[[Error], Words]] = {
    "missing": _missing,
    "value_error": _ours,
    "literal_error": _not_among,
    "union_tag_invalid": _unknown_method,
    "union_tag_not_found": _no_method,
    "string_pattern_mismatch": _malformed,
    "string_too_short": _empty,
    "too_short": _few,
    "greater_than_equal": _beyond("ge", "Write {:g} or more."),
    "less_than_equal": _beyond("le", "Write {:g} or less."),
    "greater_than": _beyond("gt", "Write more than {:g}."),
    "less_than": _beyond("lt", "Write less than {:g}."),
}


def _shown(value: Any) -> str:
    """A value as its author may have written it."""
    if value is None:
        return "an empty value"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (int, float, date)):
        return str(value)
    if isinstance(value, (dict, list)):
        return "keys with values" if isinstance(value, dict) else "a list"
    text = str(value)
    return f'"{text}"' if len(text) <= 60 else f'"{text[:57]}..."'
