"""What programmes.yml may say: programmes, and how answers decide each of their published criteria.

Comparisons and thresholds stand in data/eu/programme_criteria.csv. A test names a limit of its own only where none is
published. Shares are 0-1 in every limit, published or our own.
"""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from clusterbrief.study.entry import Code, Entry, Text


class Compares(Entry):
    """A number held against the published threshold, or against a limit of our own where there is none."""

    least: float | None = None
    over: float | None = None
    most: float | None = None
    words: str = ""  # what is counted, in the plural: "active members"

    @model_validator(mode="after")
    def _one_limit(self) -> "Compares":
        if len(self._limits()) > 1:
            raise ValueError('a test has one of "least", "over" and "most", or none of them')
        return self

    def _limits(self) -> dict[str, float]:
        given = {"at least": self.least, "over": self.over, "at most": self.most}
        return {comparison: limit for comparison, limit in given.items() if limit is not None}

    @property
    def own_limit(self) -> tuple[str, float] | None:
        """Comparison and limit that stand in the test itself."""
        return next(iter(self._limits().items()), None)


class NumberTest(Compares):
    """The answer to a number question, or the sum of several; answers in percent are taken as shares, 0-1."""

    method: Literal["number"]
    questions: tuple[Code, ...] = Field(min_length=1)


class CountTest(Compares):
    """How many of these options were chosen in a multiple choice."""

    method: Literal["count"]
    question: Code
    options: tuple[Code, ...] = Field(min_length=1)


class ShareTest(Compares):
    """Some numbers in the sum of several.

    ``within`` names the question for a total that the sum does not exceed. What it holds beyond the sum limits missing
    answers; where none is missing, it may be of none of the kinds.
    """

    method: Literal["share"]
    parts: tuple[Code, ...] = Field(min_length=1)
    of: tuple[Code, ...] = Field(min_length=2)
    within: Code | None = None


class PresentTest(Compares):
    """How many of these kinds have a number above zero; a kind may be asked in several questions."""

    method: Literal["present"]
    kinds: dict[Text, tuple[Code, ...]] = Field(min_length=1)


class YearsTest(Compares):
    """Full years from the year that was answered to the last day of collecting answers."""

    method: Literal["years"]
    question: Code


class CompletionTest(Compares):
    """The share of required questions that an organisation answered."""

    method: Literal["completion"]


class LevelTest(Entry):
    """A level of a scale, 1 to 4, or a higher one; levels from ``open_from`` on leave it open."""

    method: Literal["level"]
    question: Code
    least: int = Field(ge=1, le=4)
    open_from: int | None = Field(default=None, ge=0, le=3)
    words: str = ""

    @model_validator(mode="after")
    def _open_below(self) -> "LevelTest":
        if self.open_from is not None and self.open_from >= self.least:
            raise ValueError('"open_from" must be below "least"')
        return self


class ChosenTest(Entry):
    """One of these options was chosen."""

    method: Literal["chosen"]
    question: Code
    options: tuple[Code, ...] = Field(min_length=1)
    words: str = ""


class PlacesTest(Entry):
    """No test of an organisation: how many may be selected."""

    method: Literal["places"]


class UnknownTest(Entry):
    """Nothing we ask decides it, or what is published does not say when it is met."""

    method: Literal["unknown"]
    cause: Literal["not asked", "not published"]
    reason: Text  # what is not asked or not published, without a full stop


class AllTest(Entry):
    """Met when all of several tests are."""

    method: Literal["all"]
    tests: tuple["Test", ...] = Field(min_length=2)


class AnyTest(Entry):
    """Met when one of several tests is."""

    method: Literal["any"]
    tests: tuple["Test", ...] = Field(min_length=2)


Test = Annotated[
    NumberTest
    | CountTest
    | ShareTest
    | PresentTest
    | YearsTest
    | CompletionTest
    | LevelTest
    | ChosenTest
    | PlacesTest
    | UnknownTest
    | AllTest
    | AnyTest,
    Field(discriminator="method"),
]
AllTest.model_rebuild()
AnyTest.model_rebuild()


class Criterion(Entry):
    """How answers decide one criterion of data/eu/programme_criteria.csv.

    A criterion that only says more about another one, such as the radius of "within a radius", is ``part_of`` that
    one. ``setting`` says why a project setting has a share in the verdict; empty where the published text decides.
    """

    code: Code
    test: Test | None = None
    part_of: Code | None = None
    setting: str = ""

    @model_validator(mode="after")
    def _tested_once(self) -> "Criterion":
        if (self.test is None) == (self.part_of is None):
            raise ValueError('a criterion has either a "test" or is "part_of" another')
        if self.test is not None and decides_itself(self.test) and not self.setting.strip():
            raise ValueError('a level, a limit of our own or a mix of tests is a project setting: "setting" says why')
        return self


def decides_itself(test: Test) -> bool:
    """Whether a test brings something that no published criterion says: a level, a limit or a mix of tests."""
    return isinstance(test, (LevelTest, AllTest, AnyTest)) or (isinstance(test, Compares) and bool(test.own_limit))


def questions_read(test: Test) -> frozenset[str]:
    """The questions whose answers a test reads."""
    match test:
        case AllTest() | AnyTest():
            return frozenset().union(*(questions_read(each) for each in test.tests))
        case NumberTest():
            return frozenset(test.questions)
        case ShareTest():
            return frozenset({*test.parts, *test.of, *([test.within] if test.within else [])})
        case PresentTest():
            return frozenset(code for codes in test.kinds.values() for code in codes)
        case CountTest() | YearsTest() | LevelTest() | ChosenTest():
            return frozenset({test.question})
    return frozenset()


class Programme(Entry):
    """A label or programme with published criteria."""

    code: Code
    label: Text
    about: Text
    body: Text  # who runs it
    where: Text  # country, region or Europe
    source: Text
    criteria: tuple[Criterion, ...] = Field(min_length=1)


class ProgrammeFile(Entry):
    """programmes.yml: programmes in the order in which they are listed."""

    programmes: tuple[Programme, ...] = ()
