"""What similarity.yml may say: which organisations are similar, and how far the search is widened."""

from typing import Literal

from pydantic import Field, model_validator

from clusterbrief.errors import Faults
from clusterbrief.study.entry import Code, Entry, Text
from clusterbrief.study.framework_model import Standing
from clusterbrief.study.placed_yaml import Placed, PlacedDocument

CriterionCode = Literal["ecosystem", "size", "age"]


class Band(Entry):
    """A range of numbers that count as alike, from the end of the band before it on."""

    code: Code
    label: Text
    up_to: float | None = None  # the last number inside; none: without end


class Criterion(Entry):
    """Something that similar organisations share: an ecosystem, or the band that a number falls in."""

    code: CriterionCode
    label: Text  # as in "ecosystem, size and age"
    about: Text
    standing: Standing
    source: Text
    bands: tuple[Band, ...] = ()

    @model_validator(mode="after")
    def _has_bands_where_it_is_a_number(self) -> "Criterion":
        if (self.code != "ecosystem") != bool(self.bands):
            has = "has no bands" if self.code == "ecosystem" else "needs bands"
            raise ValueError(f'the criterion "{self.code}" {has}')
        return self


class Least(Entry):
    """How many similar organisations must be left."""

    organisations: int = Field(ge=1)
    standing: Standing
    source: Text


class SimilarityFile(Entry):
    """similarity.yml: criteria in order of weight, the last one dropped first, until ``least`` are left."""

    least: Least
    criteria: tuple[Criterion, ...] = Field(min_length=1)


def check_similarity(file: tuple[SimilarityFile, PlacedDocument], faults: Faults) -> None:
    """Note every criterion or band that is named twice, and bands that do not follow one another."""
    value, document = file
    criteria = [Placed(each, document, ("criteria", index)) for index, each in enumerate(value.criteria)]
    _check_unique(criteria, faults)
    for criterion in criteria:
        bands = [
            Placed(band, document, (*criterion.keys, "bands", index))
            for index, band in enumerate(criterion.entry.bands)
        ]
        _check_unique(bands, faults)
        _check_ends(bands, faults)


def _check_unique(entries: list[Placed], faults: Faults) -> None:
    first: dict[str, Placed] = {}
    for each in entries:
        earlier = first.setdefault(each.entry.code, each)
        if earlier is not each:
            problem = f'Cannot use the code "{each.entry.code}" twice'
            faults.add(each.place("code"), problem, f"It is first used at {earlier.place()}.")


def _check_ends(bands: list[Placed], faults: Faults) -> None:
    reached = float("-inf")
    for band in bands[:-1]:
        end = band.entry.up_to
        if end is None:
            problem = f'Cannot find where the band "{band.entry.code}" ends'
            faults.add(band.place(), problem, 'Write "up_to:" in every band but the last.')
        elif end <= reached:
            problem = f'Cannot end the band "{band.entry.code}" at {end:g}: the one before it ends at {reached:g}'
            faults.add(band.place("up_to"), problem, "Write the bands in ascending order.")
        reached = max(reached, end if end is not None else reached)
    if bands and bands[-1].entry.up_to is not None:
        last = bands[-1]
        problem = f'Cannot place numbers above {last.entry.up_to:g}: the last band "{last.entry.code}" ends there'
        faults.add(last.place("up_to"), problem, 'Leave "up_to" out of the last band.')
