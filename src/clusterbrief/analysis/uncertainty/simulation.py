"""The scenarios run: what of each is kept, for organisations and for areas."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from clusterbrief.analysis.uncertainty.scenario_scores import Prepared, classify, evaluate
from clusterbrief.analysis.uncertainty.scenarios import Array, Scenarios


@dataclass(frozen=True, slots=True)
class Respondents:
    """The respondents of an area: their places among the prepared organisations, and how many were invited."""

    area_code: str
    places: npt.NDArray[np.int_]
    invited: int


@dataclass(frozen=True, slots=True)
class Simulated:
    """What is kept of each scenario.

    ``score``, ``attainment``: scenarios x organisations, overall. ``class_place``: likewise, the place of the class in
    ``Prepared.rules``, -1 for unclassified. ``means``: of each area, the mean comparable score of its respondents,
    scenarios x nodes. ``redrawn``: likewise, of respondents drawn with replacement from among them.
    """

    score: Array
    attainment: Array
    class_place: npt.NDArray[np.int8]
    means: dict[str, Array]
    redrawn: dict[str, Array]


def place_respondents(
    prepared: Prepared, organisations: pd.DataFrame, invited: pd.DataFrame, region_code: str
) -> list[Respondents]:
    """The region and each country with a respondent, with how many organisations were invited there.

    A respondent who was not on the list counts as invited: there are never fewer invited than respondents.
    """
    countries = organisations.set_index("organisation_code")["country_code"].reindex(prepared.organisation_codes)
    asked = invited["country_code"]
    anywhere = np.flatnonzero(np.isin(prepared.organisation_codes, organisations["organisation_code"].astype(str)))
    areas = [Respondents(region_code, anywhere, max(len(asked), len(anywhere)))]
    for code in sorted(countries.dropna().unique()):
        places = np.flatnonzero((countries == code).to_numpy())
        areas.append(Respondents(str(code), places, max(int((asked == code).sum()), len(places))))
    return [area for area in areas if len(area.places)]


def simulate(prepared: Prepared, scenarios: Scenarios, areas: list[Respondents], seed: int) -> Simulated:
    """Run the scenarios, so many at a time that memory stays bounded.

    Parameters
    ----------
    prepared, scenarios
        As ``scenario_scores.prepare`` and ``Uncertainty.draw`` give them.
    areas : list of Respondents
    seed : int
        Of the draws of respondents. An area's draws depend on its own code and number of respondents alone.
    """
    times = {area.area_code: _times_drawn(area, len(scenarios), seed) for area in areas}
    kept: dict[str, list[Array]] = {"score": [], "attainment": []}
    classes: list[npt.NDArray[np.int8]] = []
    means: dict[str, list[Array]] = {area.area_code: [] for area in areas}
    redrawn: dict[str, list[Array]] = {area.area_code: [] for area in areas}
    overall = prepared.places("overall")[0]
    first = 0
    for part in prepared.split(scenarios):
        outcomes = evaluate(prepared, part)
        attainment = outcomes.attainment
        kept["score"].append(outcomes.score[..., overall])
        kept["attainment"].append(attainment[..., overall])
        classes.append(classify(attainment, prepared))
        for area in areas:
            scores = outcomes.comparable_score[:, area.places, :]
            drawn = times[area.area_code][first : first + len(part)]
            means[area.area_code].append(_mean(scores, np.ones_like(drawn)))
            redrawn[area.area_code].append(_mean(scores, drawn))
        first += len(part)
    return Simulated(
        score=np.concatenate(kept["score"]),
        attainment=np.concatenate(kept["attainment"]),
        class_place=np.concatenate(classes),
        means={code: np.concatenate(rows) for code, rows in means.items()},
        redrawn={code: np.concatenate(rows) for code, rows in redrawn.items()},
    )


def _times_drawn(area: Respondents, scenarios: int, seed: int) -> Array:
    """How often each respondent is drawn, scenarios x respondents."""
    number = len(area.places)
    generator = np.random.default_rng([seed, *area.area_code.encode()])
    return generator.multinomial(number, np.full(number, 1 / number), size=scenarios).astype(float)


def _mean(scores: Array, times: Array) -> Array:
    """Scenarios x nodes: mean over organisations that have a score; NaN where none of those drawn has."""
    counted = np.einsum("so,son->sn", times, (~np.isnan(scores)).astype(float))
    total = np.einsum("so,son->sn", times, np.nan_to_num(scores))
    return total / np.where(counted > 0, counted, np.nan)
