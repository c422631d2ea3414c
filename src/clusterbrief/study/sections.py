"""The questionnaire as it is asked: blocks, in them single questions and groups of them, numbered throughout."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from clusterbrief.study.framework import Framework
from clusterbrief.study.framework_model import Block, Group, Option, Question

ANSWERS_YES_NO = (Option(code="yes", text="Yes"), Option(code="no", text="No"))


@dataclass(frozen=True)
class Item:
    """What stands together in a form: one question, or the rows of a matrix or table.

    ``number`` is the first question's place in the questionnaire, counted from 1.
    """

    number: int
    questions: tuple[Question, ...]
    group: Group | None

    @property
    def numbered(self) -> tuple[tuple[int, Question], ...]:
        """Its questions, each with its number."""
        return tuple(enumerate(self.questions, start=self.number))

    @property
    def adds_up(self) -> bool:
        """Whether its lines are the parts of one whole, 100 %: a table of shares."""
        return len(self.questions) > 1 and all(each.type == "share" for each in self.questions)


@dataclass(frozen=True)
class Section:
    """A block with what is asked in it."""

    block: Block
    items: tuple[Item, ...]

    @property
    def title(self) -> str:
        """Code and label of the block."""
        return f"{self.block.code} {self.block.label}"


def list_sections(framework: Framework) -> tuple[Section, ...]:
    """Blocks in their order, each with its questions in the order of the files; blocks without any are left out."""
    sections, number = [], 1
    for block in framework.structure.blocks:
        items = []
        for questions in _together([each for each in framework.questions.values() if each.block == block.code]):
            items.append(Item(number, questions, questions[0].group))
            number += len(questions)
        if items:
            sections.append(Section(block, tuple(items)))
    return tuple(sections)


def _together(questions: list[Question]) -> Iterator[tuple[Question, ...]]:
    """Neighbours of the same group together, every other question alone."""
    for group, neighbours in groupby(questions, key=lambda each: each.group):
        if group is None:
            yield from ((each,) for each in neighbours)
        else:
            yield tuple(neighbours)


def list_choices(framework: Framework, question: Question) -> tuple[Option, ...]:
    """What can be chosen: options, the levels of a scale under the codes "0" to "4", or yes and no."""
    if question.type == "yesno":
        return ANSWERS_YES_NO
    if question.type == "scale":
        # a level may hold what the closed model of an option refuses in a code, never in a text
        return tuple(Option.model_construct(code=str(at), text=text) for at, text in enumerate(question.levels))
    return framework.options(question)


def count_places(framework: Framework, question: Question) -> int:
    """How many options can be chosen or ranked."""
    return min(question.most_choices or len(framework.options(question)), len(framework.options(question)))


def find_bounds(question: Question) -> tuple[float | None, float | None]:
    """The least and the largest number that may be given; a share lies within 0 and 100 if nothing else is said."""
    if question.type != "share":
        return question.least, question.most
    return (
        0.0 if question.least is None else question.least,
        100.0 if question.most is None else question.most,
    )


def format_condition(framework: Framework, question: Question) -> str:
    """When a question is asked, in words; empty where it always is."""
    if question.asked_if is None:
        return ""
    decisive = framework.questions[question.asked_if.question]
    texts = {each.code: each.text for each in list_choices(framework, decisive)}
    chosen = [f"“{texts[code]}”" for code in question.asked_if.options]
    said = " or ".join([", ".join(chosen[:-1]), chosen[-1]] if len(chosen) > 1 else chosen)
    return f"Answer only if you chose {said} for “{decisive.text}”"


def format_entry(framework: Framework, question: Question) -> str:
    """What to enter, in a sentence: "A whole number, 0 or more (members)."

    For closed questions it says how many can be chosen.
    """
    unit = f" ({question.unit})" if question.unit else ""
    match question.type:
        case "number" | "share":
            kind = "A whole number" if question.whole else "A number"
            return f"{kind}{_format_bounds(*find_bounds(question))}{unit}."
        case "date":
            return "A date: year-month-day."
        case "text":
            return "Your own words."
        case "multiple":
            places = count_places(framework, question)
            limit = f"up to {places}" if question.most_choices else "all that apply"
            return f"Choose {limit}."
        case "ranking":
            return f"Rank up to {count_places(framework, question)}, the first place first."
        case "scale":
            return "Choose the one sentence that fits best."
        case _:
            return "Choose one."


def _format_bounds(least: float | None, most: float | None) -> str:
    if least is not None and most is not None:
        return f" from {least:.12g} to {most:.12g}"
    if least is not None:
        return f", {least:.12g} or more"
    return "" if most is None else f", {most:.12g} or less"
