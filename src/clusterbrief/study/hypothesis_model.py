"""What hypotheses.yml may say: claims about organisations and the answers that speak for them."""

from typing import Literal

from pydantic import Field, model_validator

from clusterbrief.study.entry import Code, Entry, Text


class Evidence(Entry):
    """Answers that support a claim: one of some options, or a number above or below another.

    Several questions are added up. A level of a scale is a number, 0 to 4.
    """

    code: Code
    label: Text
    questions: tuple[Code, ...] = Field(min_length=1)
    options: tuple[Code, ...] = ()
    above: float | None = None
    below: float | None = None
    note: str = ""  # where a threshold comes from, unless it is ours

    @model_validator(mode="after")
    def _says_one_thing(self) -> "Evidence":
        if [bool(self.options), self.above is not None, self.below is not None].count(True) != 1:
            raise ValueError('evidence has one of "options", "above" and "below"')
        if self.options and len(self.questions) > 1:
            raise ValueError('only numbers are added up: with "options", name one question')
        return self


class Hypothesis(Entry):
    """A claim of the source, in our words, and its evidence; the main piece decides."""

    code: Code
    label: Text
    claim: Text
    source: Text  # its place in the source
    main: Code
    evidence: tuple[Evidence, ...] = Field(min_length=1)


class HypothesisFile(Entry):
    """hypotheses.yml: the hypotheses, and the share that the interval of the main evidence must clear."""

    source: str = ""
    standing: Literal["project setting"] = "project setting"
    majority: float = Field(default=0.5, gt=0, lt=1)
    hypotheses: tuple[Hypothesis, ...] = ()
