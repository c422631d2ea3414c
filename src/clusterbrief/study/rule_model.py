"""What rules.yml may say: how answers must fit together, one model for each kind of rule."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from clusterbrief.study.entry import Code, Entry, Text


class RuleEntry(Entry):
    """What every rule says. ``message`` is what is wrong when it is broken, in words for the respondent."""

    code: Code
    message: Text


class AddsUp(RuleEntry):
    """Numbers that add up to a total. ``drop``: all of them become invalid when they do not."""

    kind: Literal["adds_up"]
    questions: tuple[Code, ...] = Field(min_length=2)
    total: float
    tolerance: float = Field(default=0, ge=0)
    effect: Literal["note", "drop"]


class NotAbove(RuleEntry):
    """Numbers whose sum is not above the answer to another question. ``drop``: the parts become invalid."""

    kind: Literal["not_above"]
    questions: tuple[Code, ...] = Field(min_length=1)
    limit: Code
    effect: Literal["note", "drop"]


class Statement(Entry):
    """Something an answer may say: one of these options, or a number above or below another."""

    question: Code
    options: tuple[Code, ...] = ()
    above: float | None = None
    below: float | None = None

    @model_validator(mode="after")
    def _says_one_thing(self) -> "Statement":
        if [bool(self.options), self.above is not None, self.below is not None].count(True) != 1:
            raise ValueError('a statement has one of "options", "above" and "below"')
        return self


class Contradiction(RuleEntry):
    """Statements that cannot all be true together. ``drop``: all the questions become invalid."""

    kind: Literal["contradiction"]
    statements: tuple[Statement, ...] = Field(min_length=2)
    effect: Literal["note", "drop"]

    @property
    def questions(self) -> tuple[str, ...]:
        """The questions it reads."""
        return tuple(each.question for each in self.statements)


class Confirmed(RuleEntry):
    """Options that another question has to confirm. ``leave_out``: those it contradicts are left out."""

    kind: Literal["confirmed"]
    question: Code
    confirmed_by: dict[Code, Code] = Field(min_length=1)  # option -> question that says more about it
    answer: Code  # that question's option which confirms
    effect: Literal["note", "leave_out"]

    @property
    def questions(self) -> tuple[str, ...]:
        """The questions it reads."""
        return (self.question, *self.confirmed_by.values())


class Excludes(RuleEntry):
    """An option that means none of the others. ``leave_out``: it goes and the others stay; ``drop``: all go."""

    kind: Literal["excludes"]
    question: Code
    option: Code
    effect: Literal["note", "leave_out", "drop"]

    @property
    def questions(self) -> tuple[str, ...]:
        """The question it reads."""
        return (self.question,)


class NotAfter(RuleEntry):
    """A year or a date that is not after one of the edition. ``drop``: the answer becomes invalid."""

    kind: Literal["not_after"]
    question: Code
    date: Literal["collected_from", "collected_to"]
    effect: Literal["note", "drop"]

    @property
    def questions(self) -> tuple[str, ...]:
        """The question it reads."""
        return (self.question,)


Rule = Annotated[
    AddsUp | NotAbove | Contradiction | Confirmed | Excludes | NotAfter,
    Field(discriminator="kind"),
]


class RuleFile(Entry):
    """rules.yml: rules in the order in which they are applied."""

    rules: tuple[Rule, ...] = ()
