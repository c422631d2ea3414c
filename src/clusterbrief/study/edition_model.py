"""What an edition's edition.yml may say."""

from datetime import date
from typing import Annotated

from pydantic import Field

from clusterbrief.study.entry import Entry, Text


class SurveyFile(Entry):
    """One export of the survey, as received."""

    file: Text
    tool: str = ""  # empty: recognised by what the file looks like


class Disclosure(Entry):
    """From how many organisations on each kind of statistic may be shown."""

    mean: Annotated[int, Field(ge=1)] = 3
    median: Annotated[int, Field(ge=1)] = 5
    quartiles: Annotated[int, Field(ge=1)] = 10
    marks: Annotated[int, Field(ge=1)] = 10
    percentages: Annotated[int, Field(ge=1)] = 10
    count: Annotated[int, Field(ge=1)] = 3  # smallest count that is printed as a number


class AtlasFiles(Entry):
    """The regional data of an edition: employment, areas, and where known organisations sit."""

    employment: Text
    areas: Text
    placements: str = ""  # empty: nodes are shown without organisations
    reference: str = ""  # area of employment that holds the totals of all; empty: the sum of the areas
    total_industry: str = ""  # code of the rows that hold an area's total; empty: there are none


class EditionFile(Entry):
    """edition.yml: one round of the survey."""

    title: Text
    synthetic: bool
    survey: tuple[SurveyFile, ...] = Field(min_length=1)
    collected_from: date
    collected_to: date
    published: date
    countries: tuple[str, ...] = Field(min_length=1)
    invited: str = "invited.csv"
    withdrawn: tuple[str, ...] = ()
    compare_with: str = ""  # NAME of an edition beside this one, NAME@last or NAME@DATE; empty: with none
    country_models: tuple[str, ...] = ()  # countries that get a model; empty: the rule of country_models.yml decides
    headings: dict[str, str] = Field(default={})  # heading in the export -> question code, for what cannot be matched
    atlas: AtlasFiles | None = None
    disclosure: Disclosure = Disclosure()
    contact: str = ""
    address: str = ""  # where the site will be found on the web; only for its site map
    authors: str = ""
    licence: Text = "CC-BY-4.0"  # of the open data; one of those in data/open_data.yml
