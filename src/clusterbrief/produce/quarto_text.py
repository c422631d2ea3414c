"""The parts of Quarto Markdown that assembly reads: shortcodes and fenced divs."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

SHORTCODE = re.compile(r"\{\{<\s*(?P<name>[a-z]+)\s+(?P<argument>[^>]*?)\s*>\}\}")
FENCE = re.compile(r"^\s*(?P<colons>:{3,})\s*(?P<rest>.*)$")
CODE_FENCE = re.compile(r"^\s*(`{3,}|~{3,})")
CONDITION = re.compile(r"\b(?P<kind>when|unless)-meta=\"(?P<key>[^\"]*)\"")


@dataclass(frozen=True)
class Shortcode:
    """A shortcode and the line that it stands in; ``alone`` when the line holds nothing else."""

    name: str
    argument: str
    line: int
    alone: bool


@dataclass(frozen=True)
class Condition:
    """Content shown only when a value is true (``when``) or false (``unless``)."""

    key: str
    line: int
    shown_when: bool


def shortcodes(text: str, first_line: int = 1) -> Iterator[Shortcode]:
    """Every shortcode of a text, in order."""
    for number, line in enumerate(text.splitlines(), start=first_line):
        for found in SHORTCODE.finditer(line):
            yield Shortcode(found["name"], found["argument"], number, line.strip() == found[0])


def condition_of(attributes: str, line: int) -> Condition | None:
    """The condition on a value that a div's attributes state, if they do."""
    found = CONDITION.search(attributes)
    if found is None:
        return None
    visible = ".content-hidden" not in attributes
    return Condition(found["key"], line, (found["kind"] == "when") == visible)


def conditions(text: str, first_line: int = 1) -> Iterator[Condition]:
    """Every condition on a value, in order."""
    for number, line in enumerate(text.splitlines(), start=first_line):
        fence = FENCE.match(line)
        condition = condition_of(fence["rest"], number) if fence else None
        if condition:
            yield condition


def keep_conditional(text: str, is_true: "dict[str, bool]") -> str:
    """The text with every condition on a value decided: what is not shown is gone, not hidden.

    ``is_true`` holds the value of every key that conditions name.
    """
    kept: list[str] = []
    open_divs: list[bool | None] = []  # of each open div: None for an ordinary one, else whether it shows
    in_code = False
    for number, line in enumerate(text.splitlines(), start=1):
        in_code ^= bool(CODE_FENCE.match(line))
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
