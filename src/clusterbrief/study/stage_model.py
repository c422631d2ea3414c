"""What stages.yml may say: the stages of a cluster's life and the answers that describe each."""

from typing import Annotated, Literal

from pydantic import Field

from clusterbrief.study.entry import Code, Entry, Text

HIGHEST_LEVEL = 4  # of a question of type "scale"

Level = Annotated[int, Field(ge=0, le=HIGHEST_LEVEL)]


class Stage(Entry):
    """One stage of the life cycle and its profile: the level of each feature."""

    code: Code
    label: Text
    plural: Text
    about: Text  # what the source says of it, in our words
    levels: dict[Code, Level] = Field(min_length=1)  # question -> level, 0 to 4
    assumed: tuple[Code, ...] = ()  # features that the source does not speak of for this stage


class StageFile(Entry):
    """stages.yml: stages in the order of a cluster's life; at equal distance the earlier one is given."""

    source: str = ""
    standing: Literal["project setting", "published threshold"] = "project setting"
    stages: tuple[Stage, ...] = ()

    @property
    def features(self) -> tuple[str, ...]:
        """The questions that tell the stage, in the order of the first profile."""
        return tuple(self.stages[0].levels) if self.stages else ()
