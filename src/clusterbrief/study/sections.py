"""The questionnaire as it is asked: blocks, in them single questions and groups of them, numbered throughout."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from clusterbrief.study.framework import Framework
from clusterbrief.study.framework_model import Block, Group, Option, Question
from clusterbrief.study.rule_model import AddsUp

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
        # not validated: the code of an option starts with a letter, that of a level is its number
        return tuple(Option.model_construct(code=str(at), text=text) for at, text in enumerate(question.levels))
    return framework.options(question)


def count_places(framework: Framework, question: Question) -> int:
    """How many options can be chosen or ranked."""
    return min(question.most_choices or len(framework.options(question)), len(framework.options(question)))


def find_total(framework: Framework, item: Item) -> float | None:
    """What the lines of a table add up to, where a rule of the framework says so of just these questions."""
    codes = {question.code for question in item.questions}
    rules = [rule for rule in framework.rules if isinstance(rule, AddsUp) and set(rule.questions) == codes]
    return rules[0].total if rules else None


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
