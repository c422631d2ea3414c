"""The parts of Quarto Markdown that assembly reads: shortcodes, fenced divs and fences of code."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

SHORTCODE = re.compile(r"\{\{<\s*(?P<name>[^\s>]+)\s*(?P<argument>[^>]*?)\s*>\}\}")
FENCE = re.compile(r"^\s*(?P<colons>:{3,})\s*(?P<rest>.*)$")
CODE_FENCE = re.compile(r"^\s*(?P<mark>`{3,}(?!.*`)|~{3,})")
CONDITION = re.compile(r"\b(?P<kind>when|unless)-meta=\"(?P<key>[^\"]*)\"")
ANY_CONDITION = re.compile(r"\b(when|unless)-meta\b")


@dataclass(frozen=True)
class Shortcode:
    """A shortcode and the line that it stands in; ``alone`` when the line holds nothing else."""

    name: str
    argument: str
    line: int
    alone: bool
    in_code: bool


@dataclass(frozen=True)
class Condition:
    """Content shown only when a value is true (``when``) or false (``unless``)."""

    key: str
    line: int
    shown_when: bool


def text_lines(text: str, first_line: int = 1) -> Iterator[tuple[int, str, bool]]:
    """Every line of a text with its number, and whether it belongs to a fenced block of code."""
    fence = ""
    for number, line in enumerate(text.splitlines(), start=first_line):
        found = CODE_FENCE.match(line)
        mark = found["mark"] if found else ""
        yield number, line, bool(fence or mark)
        if not fence:
            fence = mark
        elif mark.startswith(fence) and line.strip() == mark:
            fence = ""


def shortcodes(text: str, first_line: int = 1) -> Iterator[Shortcode]:
    """Every shortcode of a text, in order."""
    for number, line, in_code in text_lines(text, first_line):
        for found in SHORTCODE.finditer(line):
            yield Shortcode(found["name"], found["argument"], number, line.strip() == found[0], in_code)


def condition_of(attributes: str, line: int) -> Condition | None:
    """The condition on a value that a div's attributes state, if they do."""
    found = CONDITION.search(attributes)
    if found is None:
        return None
    visible = ".content-hidden" not in attributes
    return Condition(found["key"], line, (found["kind"] == "when") == visible)


def conditions(text: str, first_line: int = 1) -> Iterator[Condition]:
    """Every condition on a value, in order."""
    for number, line, in_code in text_lines(text, first_line):
        fence = None if in_code else FENCE.match(line)
        condition = condition_of(fence["rest"], number) if fence else None
        if condition:
            yield condition


def unread_conditions(text: str, first_line: int = 1) -> Iterator[int]:
    """Lines with a condition that ``conditions`` does not read: its text would stay in the source."""
    for number, line, in_code in text_lines(text, first_line):
        stated = 0 if in_code else len(ANY_CONDITION.findall(line))
        if stated > 1 or (stated and not (FENCE.match(line) and CONDITION.search(line))):
            yield number


def unpaired_fences(text: str, first_line: int = 1) -> Iterator[int]:
    """Lines of divs that are never closed, and of closing fences without a div."""
    opened: list[int] = []
    for number, line, in_code in text_lines(text, first_line):
        fence = None if in_code else FENCE.match(line)
        if fence and fence["rest"]:
            opened.append(number)
        elif fence and opened:
            opened.pop()
        elif fence:
            yield number
    yield from opened


def keep_conditional(text: str, is_true: Mapping[str, bool]) -> str:
    """The text with every condition on a value decided: what is not shown is gone, not hidden.

    ``is_true`` holds the value of every key that conditions name.
    """
    kept: list[str] = []
    open_divs: list[bool | None] = []  # of each open div: None for an ordinary one, else whether it shows
    for number, line, in_code in text_lines(text):
        fence = None if in_code else FENCE.match(line)
        if fence and fence["rest"]:
            condition = condition_of(fence["rest"], number)
            open_divs.append(None if condition is None else is_true[condition.key] == condition.shown_when)
            if condition is None and False not in open_divs:
                kept.append(line)
        elif fence and open_divs:
            closed = open_divs.pop()
            if closed is None and False not in open_divs:
                kept.append(line)
        elif False not in open_divs:
            kept.append(line)
    return "\n".join(kept)
