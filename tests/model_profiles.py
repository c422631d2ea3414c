"""Profiles of the worked example with the tables of country models."""

from functools import cache
from types import SimpleNamespace

from clusterbrief.analysis.cutting.cut_profiles import _country_profile, with_models
from clusterbrief.analysis.cutting.edition_words import words
from clusterbrief.analysis.models.country_model_tables import CountryModels, model_countries
from clusterbrief.analysis.profiles import Profile
from worked_example import as_responses, example, example_rows

SHOWN = {"mean": 1, "median": 1, "count": 0, "percentages": 1}
ALL_SHOWN = "all shown"
SAMPLES = {ALL_SHOWN: example_rows(), "all": example_rows(), "nobody": {}, "one": {"XA-1": example_rows()["XA-1"]}}


@cache
def made_of(sample: str) -> tuple[SimpleNamespace, CountryModels]:
    """The example up to what is disclosed, and its country models."""
    made = example("disclosed", as_responses(SAMPLES[sample]), **(SHOWN if sample == ALL_SHOWN else {}))
    return made, model_countries(made.study, made.disclosed)


@cache
def profile_of(sample: str, unit: str = "XA") -> Profile:
    """The public profile of a country."""
    made, models = made_of(sample)
    profile = _country_profile(unit, made.study, made.disclosed, words(made.study), None)
    return with_models(profile, made.study, made.disclosed, models)
