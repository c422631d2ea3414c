"""What robustness.yml may say: how far what is uncertain is let move, and how often."""

from typing import Annotated

from pydantic import Field, model_validator

from clusterbrief.study.entry import Entry, Text

Share = Annotated[float, Field(gt=0, lt=1)]
Coverage = Annotated[float, Field(gt=0, le=1)]


class Interval(Entry):
    """The quantiles between which an interval lies."""

    low: Share = 0.05
    high: Share = 0.95

    @model_validator(mode="after")
    def _in_order(self) -> "Interval":
        if self.low >= self.high:
            raise ValueError("low is not below high")
        return self


class RobustnessFile(Entry):
    """robustness.yml: the settings of the scenarios, and where each comes from.

    Where the file leaves a setting out, it has the value given here.
    """

    seed: int = Field(default=2024, ge=0)
    scenarios: int = Field(default=1000, ge=1, le=100_000)
    interval: Interval = Interval()
    weight_spread: float = Field(default=0.25, ge=0, lt=1)  # each weight times 1 +- this
    setting_points: float = Field(default=10, ge=0, le=100)  # a benchmark that is a project setting +- this
    geometric_share: float = Field(default=0.5, ge=0, le=1)  # of the scenarios that take the geometric mean
    geometric_of_indicators: bool = False  # whether indicators are so averaged too, or only the nodes above them
    variance_runs: int = Field(default=512, ge=2, le=65_536)  # base sample for the shares of variance
    alternative_coverage: tuple[Coverage, ...] = (0.5, 0.8)  # least coverages that are tried instead
    sources: dict[str, Text] = Field(default_factory=dict)  # of each setting that the file states

    @model_validator(mode="after")
    def _says_where_settings_come_from(self) -> "RobustnessFile":
        stated = self.model_fields_set - {"sources"}
        if missing := sorted(stated - set(self.sources)):
            raise ValueError(f'the setting "{missing[0]}" has no entry in "sources"')
        if unknown := sorted(set(self.sources) - stated):
            raise ValueError(f'"sources" names "{unknown[0]}", which is no setting of this file')
        if self.variance_runs & (self.variance_runs - 1):
            raise ValueError(f"variance_runs is {self.variance_runs}, not a power of 2, which Sobol's sequence needs")
        return self
