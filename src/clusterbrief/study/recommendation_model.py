"""What data/framework/recommendations/ may say: the rules, one file for each field, and the settings they share."""

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field, model_validator

from clusterbrief.study.entry import Code, Entry, Text

INDICATOR, CRITERION, CLASS, STAGE, NEED = "indicator", "criterion", "class", "stage", "need"
EVIDENCE = "piece of evidence"

Share = Annotated[float, Field(ge=0, le=1)]


class Term(Entry):
    """One value that a rule may give, such as a horizon, with its words for readers."""

    code: Code
    label: Text
    about: Text


class Triggers(Entry):
    """What makes a rule apply; any one of them is enough."""

    indicators: tuple[Code, ...] = ()  # short of their EU value
    criteria: tuple[Code, ...] = ()  # programme.criterion, not met
    classes: tuple[Code, ...] = ()
    stages: tuple[Code, ...] = ()
    needs: tuple[Code, ...] = ()  # options that were ranked
    evidence: tuple[Code, ...] = ()  # of hypotheses.yml: answers that support a claim

    @model_validator(mode="after")
    def _any(self) -> "Triggers":
        if not any(codes for _, _, codes in self.by_kind()):
            raise ValueError(
                "name at least one indicator, criterion, class, stage, need or evidence that makes the rule apply"
            )
        return self

    def by_kind(self) -> Iterator[tuple[str, str, tuple[str, ...]]]:
        """Kind of trigger, its key in the file and its codes, in the order in which they are told."""
        yield INDICATOR, "indicators", self.indicators
        yield CRITERION, "criteria", self.criteria
        yield CLASS, "classes", self.classes
        yield STAGE, "stages", self.stages
        yield NEED, "needs", self.needs
        yield EVIDENCE, "evidence", self.evidence


class Counted(Entry):
    """A criterion or a piece of evidence whose count shows whether a rule worked, where no indicator does."""

    code: Code  # programme.criterion, which more meet then, or a piece of evidence, which fewer support then
    label: Text  # what more organisations have then


class RecommendationRule(Entry):
    """One piece of advice to one kind of reader, and what makes it apply to an organisation."""

    code: Code
    triggers: Triggers
    addressee: Code
    text: Text  # one sentence that says what to do
    how: str = ""  # the first steps
    horizon: Code
    level: Code
    cost: Code
    effect: Text
    practice: Code | None = None  # of data/eu/practices.csv
    shown_by: Code  # the indicator that shows whether it worked, or that is nearest to what is counted
    counted: Counted | None = None  # what shows it instead
    like: Code | None = None  # another rule that asks nearly the same of the same reader: of both, one is enough

    @property
    def watched(self) -> str:
        """Code of what shows whether it worked."""
        return self.counted.code if self.counted else self.shown_by


class RecommendationFile(Entry):
    """One file of rules."""

    rules: tuple[RecommendationRule, ...] = Field(min_length=1)


class Severity(Entry):
    """How much is at stake where no gap in points says so, 0-1."""

    criterion: Share = 1.0
    need: Share = 0.5
    evidence: Share = 0.5
    classes: dict[Code, Share] = Field(default_factory=dict)
    stages: dict[Code, Share] = Field(default_factory=dict)


class RecommendationSettings(Entry):
    """settings.yml: the values that rules may give, and what their priority is made of."""

    standing: Literal["project setting"] = "project setting"
    addressees: tuple[Term, ...] = ()
    horizons: tuple[Term, ...] = ()
    levels: tuple[Term, ...] = ()
    costs: tuple[Term, ...] = ()
    severity: Severity = Severity()
    programmes: dict[Code, Share] = Field(default_factory=dict)  # how much an unmet criterion of a programme counts
    needs: dict[Code, tuple[Code, ...]] = Field(default_factory=dict)  # need -> the nodes that answer to it


class Recommendations(Entry):
    """The library: settings, and rules in the order of the files."""

    settings: RecommendationSettings = RecommendationSettings()
    rules: tuple[RecommendationRule, ...] = ()
