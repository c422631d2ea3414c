"""What country_models.yml may say: when a country model is due, and what it is made of."""

from typing import Literal

from pydantic import Field, model_validator

from clusterbrief.study.entry import Code, Entry, Text

MEASURES: dict[str, tuple[str, ...]] = {  # how a component is measured -> the keys that it needs
    "response_rate": (),
    "completion": (),
    "answers": ("question", "options"),
    "attainment": ("node",),
    "score": ("node",),
    "classes": ("classes",),
}


class Component(Entry):
    """A figure of 0-1 that commitment or potential is made of."""

    code: Code
    label: Text
    about: Text
    reason: Text
    measure: Literal["response_rate", "completion", "answers", "attainment", "score", "classes"]
    weight: float = Field(default=1, ge=0)
    question: Code | None = None
    options: tuple[Code, ...] = ()
    node: Code | None = None
    classes: tuple[Code, ...] = ()

    @model_validator(mode="after")
    def _has_what_it_measures(self) -> "Component":
        for key in ("question", "options", "node", "classes"):
            if bool(getattr(self, key)) != (key in MEASURES[self.measure]):
                needs = "needs" if key in MEASURES[self.measure] else "has no"
                raise ValueError(f'a component measured by "{self.measure}" {needs} "{key}"')
        return self


class Due(Entry):
    """For which countries a model is due: both figures high enough, and among the highest."""

    least_commitment: float = Field(default=0, ge=0, le=1)
    least_potential: float = Field(default=0, ge=0, le=1)
    most: int = Field(default=1, ge=1)  # countries; equals share a place, so that more can be due
    reason: str = ""


class Step(Entry):
    """A step of EOCIC and what a country model shows in it."""

    code: Code
    label: Text
    about: Text
    shows: tuple[Text, ...] = Field(min_length=1)
    source: Text


class Role(Entry):
    """A way in which cluster organisations help a country."""

    code: Code
    label: Text
    about: Text
    source: Text


class Horizon(Entry):
    """A time span of measures, and how much of the way to the EU value they aim at."""

    code: Code
    label: Text
    way: float = Field(gt=0, le=1)
    reason: Text


class SwotSettings(Entry):
    """From when on a figure is a point of the SWOT; shares are 0-1, gaps are points."""

    reason: str = ""
    most: int = Field(default=5, ge=1)
    most_of_a_kind: int = Field(default=2, ge=1)
    strength_gap: float = 0
    weakness_gap: float = Field(default=10, gt=0)
    service_difference: float = Field(default=0.15, gt=0, le=1)
    service_strength: float = Field(default=0.5, ge=0, le=1)
    criterion_known: float = Field(default=0.75, gt=0, le=1)
    criterion_met: float = Field(default=0.75, gt=0, le=1)
    criterion_not_met: float = Field(default=0.5, gt=0, le=1)
    named: float = Field(default=0.25, gt=0, le=1)
    high_concern: float = Field(default=0.25, gt=0, le=1)
    stage: float = Field(default=0.25, gt=0, le=1)
    node_quotient: float = Field(default=1.5, gt=0)
    funding: Code | None = None  # the indicator of short funding
    programmes: tuple[Code, ...] = ()
    room_to_grow: tuple[Code, ...] = ()
    under_pressure: tuple[Code, ...] = ()

    @model_validator(mode="after")
    def _parts_strengths_from_weaknesses(self) -> "SwotSettings":
        if self.strength_gap >= self.weakness_gap:
            raise ValueError('"strength_gap" is not below "weakness_gap"')
        return self


class AnswerShare(Entry):
    """A share of respondents that gave one of some answers to a question."""

    code: Code
    label: Text
    question: Code
    options: tuple[Code, ...] = Field(min_length=1)
    source: Text


class PolicyFigure(Entry):
    """A figure of policy_shares.csv that one country can have or lack."""

    code: Code
    kind: Literal["instrument", "objective"]


class PathPoint(Entry):
    """A year of the funding path and the share of private income in it, percent."""

    year: float = Field(ge=0)
    private: float = Field(ge=0, le=100)
    share_source: Text
    year_source: Text


class Milestone(Entry):
    """What a source says of some years of the path."""

    code: Code
    label: Text
    from_year: float = Field(ge=0)
    to_year: float = Field(ge=0)
    source: Text

    @model_validator(mode="after")
    def _in_order(self) -> "Milestone":
        if self.to_year < self.from_year:
            raise ValueError('"to_year" is before "from_year"')
        return self


class PathSource(Entry):
    """Where something about the path comes from."""

    code: Code
    text: Text


class FundingPath(Entry):
    """The way from public to private funding, and which answers count as which."""

    about: str = ""
    private: tuple[Code, ...] = ()
    public: tuple[Code, ...] = ()
    sources: tuple[PathSource, ...] = ()
    points: tuple[PathPoint, ...] = ()
    milestones: tuple[Milestone, ...] = ()

    @model_validator(mode="after")
    def _only_ever_rises(self) -> "FundingPath":
        if len(self.points) == 1:
            raise ValueError("a path has two points or more")
        for earlier, later in zip(self.points, self.points[1:], strict=False):
            if later.year <= earlier.year or later.private <= earlier.private:
                raise ValueError(
                    f"the year {later.year:g} of the path is not later and more private than the one before"
                )
        if bool(self.points) != bool(self.private) or bool(self.points) != bool(self.public):
            raise ValueError('a path needs "private", "public" and "points"')
        return self


class CountryModelFile(Entry):
    """country_models.yml. Where it is empty, no model is ever due and nothing is compared."""

    source: str = ""
    standing: Literal["project setting"] = "project setting"
    commitment: tuple[Component, ...] = ()
    potential: tuple[Component, ...] = ()
    due: Due = Due()
    steps: tuple[Step, ...] = ()
    roles: tuple[Role, ...] = ()
    horizons: tuple[Horizon, ...] = ()
    measures_each: int = Field(default=2, ge=1)
    swot: SwotSettings = SwotSettings()
    limits: tuple[AnswerShare, ...] = ()
    policies: tuple[PolicyFigure, ...] = ()
    funding: FundingPath = FundingPath()

    @property
    def components(self) -> tuple[tuple[str, Component], ...]:
        """All components with the name of the figure that they are part of."""
        parts = (("commitment", self.commitment), ("potential", self.potential))
        return tuple((figure, each) for figure, components in parts for each in components)
