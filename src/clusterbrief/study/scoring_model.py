"""The ways in which answers turn into points, as indicators.yml names them."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from clusterbrief.study.entry import Code, Entry, Points


class ScaleScoring(Entry):
    """Level 0 to 4 in steps of 25 points."""

    method: Literal["scale"]


class YesNoScoring(Entry):
    """100 points for the answer that counts, else none."""

    method: Literal["yesno"]
    counts: Literal["yes", "no"] = "yes"


class OptionsScoring(Entry):
    """Points of the chosen option; of several chosen ones, the highest."""

    method: Literal["options"]
    points: dict[Code, Points] = Field(min_length=1)


class Line(Entry):
    """A line through (answer, points) pairs; flat beyond its ends."""

    through: tuple[tuple[float, Points], ...] = Field(min_length=2)

    @model_validator(mode="after")
    def _answers_ascend(self) -> "Line":
        answers = [answer for answer, _ in self.through]
        if answers != sorted(set(answers)):
            raise ValueError("the answers of a line must ascend")
        return self


class LineScoring(Line):
    """Points read off a line."""

    method: Literal["line"]


class CountScoring(Entry):
    """How many options were chosen, out of so many that give 100 points."""

    method: Literal["count"]
    out_of: int = Field(ge=1)
    leave_out: tuple[Code, ...] = ()  # options that do not count, such as "none"


class ProvidedScoring(Entry):
    """The share of several questions that are answered with the option that counts."""

    method: Literal["provided"]
    counts: Code = "provided"


class SumScoring(Line):
    """The sum of several number questions, read off a line."""

    method: Literal["sum"]


class RatioScoring(Line):
    """The first question divided by the second, read off a line."""

    method: Literal["ratio"]


Scoring = Annotated[
    ScaleScoring
    | YesNoScoring
    | OptionsScoring
    | LineScoring
    | CountScoring
    | ProvidedScoring
    | SumScoring
    | RatioScoring,
    Field(discriminator="method"),
]
