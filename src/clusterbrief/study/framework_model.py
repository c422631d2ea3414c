"""What the files of data/framework may say: closed models, one for each kind of entry."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from clusterbrief.study.entry import COUNTRY_FORM, REGION_FORM, Code, Entry, Points, Text
from clusterbrief.study.scoring_model import Scoring

QuestionType = Literal["single", "multiple", "number", "share", "scale", "yesno", "ranking", "text", "date"]
Standing = Literal["best practice", "EU average", "published threshold", "project setting"]
Use = Literal[
    "identification", "similar organisations", "composition", "programmes", "phase", "needs", "outlook",
    "stories", "stage", "consent", "context",
]  # fmt: skip
Role = Literal[
    "organisation_code", "name", "country", "region", "ecosystem", "sector", "year", "eccp", "labels", "phase",
    "members_total", "members_large", "members_sme", "members_research", "members_public", "members_civil",
    "members_finance", "consent_name", "consent_story", "consent_contact", "email", "needs", "actions", "story",
    "story_title", "label_wish",
]  # fmt: skip


class Option(Entry):
    """One answer that can be chosen."""

    code: Code
    text: Text
    help: str = ""
    state: Literal["answered", "do not know", "not applicable"] = "answered"  # what choosing it amounts to


class Condition(Entry):
    """When a question is asked: only after one of these options was chosen in another."""

    question: Code
    options: tuple[Code, ...] = Field(min_length=1)


class Group(Entry):
    """The matrix or table of a survey form that a question is a row of."""

    title: Text
    kind: Literal["matrix", "table"] = "matrix"
    column: str = ""  # heading of the single answer column of a table


class Question(Entry):
    """One question of the questionnaire.

    A ``scale`` has five described levels, 0 to 4. A ``share`` is a percentage, 0 to 100.
    """

    code: Code
    block: Code
    text: Text
    help: str = ""
    type: QuestionType
    unit: str = ""
    least: float | None = None
    most: float | None = None
    whole: bool = False
    options: tuple[Option, ...] = ()
    options_from: Code | None = None  # name of a shared list in scales.yml
    levels: tuple[Text, ...] = ()
    most_choices: int | None = Field(default=None, ge=1)
    group: Group | None = None
    service: Code | None = None  # code of the service in data/eu that it asks about
    required: bool = False
    asked_if: Condition | None = None
    ecei: str | None = None
    ecei_confirmed: bool = True
    use: tuple[Use, ...] = ()
    role: Role | None = None

    @model_validator(mode="after")
    def _fits_its_type(self) -> "Question":
        chooses = self.type in {"single", "multiple", "ranking"}
        if chooses != bool(self.options or self.options_from):
            raise ValueError(f'a question of type "{self.type}" {"needs" if chooses else "has no"} options')
        if (self.type == "scale") != bool(self.levels):
            raise ValueError('levels belong to a question of type "scale", and to no other')
        if self.type == "scale" and len(self.levels) != 5:
            raise ValueError(f"a scale has five levels, 0 to 4; {len(self.levels)} are given")
        if self.least is not None and self.most is not None and self.least > self.most:
            raise ValueError("least is above most")
        return self


class EuService(Entry):
    """A benchmark read from Table 3 or 4: the share of labelled organisations with a service."""

    table: Literal["general_services", "digital_services"]
    label: Literal["gold", "silver"] = "gold"
    service: Code | None = None  # none: the mean number of services for each organisation
    out_of: int | None = Field(default=None, ge=1)  # that mean, out of so many


class Benchmark(Entry):
    """The EU value of an indicator, in points, with what it stands on."""

    points: Points | None = None
    eu: EuService | None = None
    standing: Standing
    source: Text
    note: str = ""

    @model_validator(mode="after")
    def _one_value(self) -> "Benchmark":
        if (self.points is None) == (self.eu is None):
            raise ValueError('a benchmark has either "points" or "eu"')
        return self

    @property
    def scored(self) -> bool:
        """Whether scores are measured against it: an EU average is only shown."""
        return self.standing != "EU average"


class Indicator(Entry):
    """One scored indicator: the questions it reads, how it scores, what it is measured against."""

    code: Code
    node: Code  # the part, dimension or block it belongs to
    label: Text
    weight: float = Field(default=1, ge=0)
    questions: tuple[Code, ...] = Field(min_length=1)
    scoring: Scoring
    benchmark: Benchmark | None = None
    no_benchmark_because: str = ""

    @model_validator(mode="after")
    def _says_why_no_benchmark(self) -> "Indicator":
        if self.benchmark is None and not self.no_benchmark_because:
            raise ValueError('an indicator has a "benchmark" or says "no_benchmark_because"')
        return self


class Part(Entry):
    """A part of a dimension that the source report names separately."""

    code: Code
    label: Text
    weight: float = Field(default=1, ge=0)
    about: str = ""


class Dimension(Part):
    """A dimension of a block."""

    parts: tuple[Part, ...] = ()


class Block(Part):
    """One of the five blocks of the questionnaire."""

    scored: bool = False
    dimensions: tuple[Dimension, ...] = ()


class Structure(Entry):
    """framework.yml: the blocks and what holds for all of them."""

    title: Text
    version: Text
    origin: Text  # where the questionnaire comes from, printed on the method page
    disclaimer: Text
    min_coverage: float = Field(gt=0, le=1)
    blocks: tuple[Block, ...] = Field(min_length=1)


class QuestionFile(Entry):
    """A file of questions."""

    questions: tuple[Question, ...] = Field(min_length=1)


class IndicatorFile(Entry):
    """A file of indicators."""

    indicators: tuple[Indicator, ...] = Field(min_length=1)


class ScaleFile(Entry):
    """scales.yml: lists of options that several questions share."""

    scales: dict[Code, tuple[Option, ...]]


class ClassRule(Entry):
    """One class and the rule that gives it; rules are tried in order, the first that holds decides."""

    code: Code
    label: Text
    plural: Text
    about: Text  # the rule in words, printed in every report
    place: int  # among the classes as reports list them, from best to last
    attainment_least: float | None = None  # overall
    attainment_below: float | None = None  # overall
    each_block_least: float | None = None
    any_dimension_least: float | None = None


class PhaseRule(Entry):
    """How the phase is told from answers: a cluster organisation answers every one of these so."""

    question: Code
    options: tuple[Code, ...] = ()
    least: float | None = None
    amount: Code | None = None  # the question on how much of it there is, whose 0 is worth a word
    label: Text

    @model_validator(mode="after")
    def _one_rule(self) -> "PhaseRule":
        if bool(self.options) == (self.least is not None):
            raise ValueError('a rule has either "options" or "least"')
        return self


class ClassFile(Entry):
    """classes.yml: the classes, and what makes a cluster organisation rather than a proto-cluster."""

    classes: tuple[ClassRule, ...] = Field(min_length=1)
    cluster_organisation: tuple[PhaseRule, ...] = Field(min_length=1)


class Country(Entry):
    """A country that the survey may cover."""

    code: Annotated[str, StringConstraints(pattern=COUNTRY_FORM)]
    label: Text
    of: Text  # "the Republic of Moldova" and the like, for running text
    aliases: tuple[Text, ...] = ()


class CountryFile(Entry):
    """countries.yml: countries in the order in which they are listed."""

    region: Text
    region_code: Annotated[str, StringConstraints(pattern=REGION_FORM)]
    countries: tuple[Country, ...] = Field(min_length=1)
