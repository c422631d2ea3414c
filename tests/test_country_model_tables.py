"""All tables of country models, and the profiles that hold them."""

import dataclasses

import pandas as pd
import pytest

from clusterbrief.analysis.cutting.cut_profiles import with_models
from clusterbrief.analysis.disclosed import Disclosed
from clusterbrief.analysis.models.country_model_tables import CountryModels, model_countries, model_words
from clusterbrief.analysis.profiles import Profile
from model_profiles import ALL_SHOWN, SAMPLES, made_of, profile_of
from worked_example import example

pytestmark = pytest.mark.slow  # whole editions are analysed again and again


def hidden(disclosed: Disclosed) -> Disclosed:
    """With no figure left."""

    def blank(table: pd.DataFrame) -> pd.DataFrame:
        return table.assign(**dict.fromkeys(table.select_dtypes("float").columns, float("nan")))

    return Disclosed(**{name: blank(table) for name, table in vars(disclosed).items()})


@pytest.mark.parametrize("sample", SAMPLES)
def test_every_country_has_its_tables_with_the_same_kinds(sample):
    _, full = made_of(ALL_SHOWN)
    _, models = made_of(sample)
    assert models.country_places["area_code"].tolist() == ["XA", "XB", "XC"]
    assert len(models.policies) == 3 * 2
    for field in dataclasses.fields(CountryModels):
        table, other = getattr(models, field.name), getattr(full, field.name)
        assert table.dtypes.to_dict() == other.dtypes.to_dict(), field.name


def test_country_gets_its_own_rows_and_all_places():
    _, models = made_of(ALL_SHOWN)
    own = models.of("XB")
    assert set(own["swot"]["area_code"]) == {"XB"}
    assert own["policies"]["country_code"].unique().tolist() == ["XB"]
    assert own["country_places"].equals(models.country_places)
    assert models.of("XX")["swot"].empty and models.facts_of("XX") == {"model_due": False}


def test_nothing_hidden_is_in_it():
    made, _ = made_of("all")
    models = model_countries(made.study, hidden(made.disclosed))
    assert models.swot.empty and models.challenges.empty and not models.country_places["due"].any()
    assert models.country_places[["commitment", "potential"]].isna().all(axis=None)
    assert models.measures["present"].isna().all() and models.funding_path["position"].isna().all()


def test_authors_can_name_the_countries():
    made, _ = made_of("all")
    settings = made.study.edition.settings.model_copy(update={"country_models": ("XC",)})
    study = dataclasses.replace(made.study, edition=dataclasses.replace(made.study.edition, settings=settings))
    models = model_countries(study, made.disclosed)
    assert [models.facts_of(code)["model_due"] for code in ("XA", "XB", "XC")] == [False, False, True]


@pytest.mark.parametrize("sample", SAMPLES)
def test_profiles_hold_them_and_are_read_back(sample):
    made, models = made_of(sample)
    country = profile_of(sample)
    assert country.facts["model_due"] == models.facts_of("XA")["model_due"]
    assert Profile.from_json(country.to_json()).to_json() == country.to_json()
    for table in country.tables.values():
        assert "organisation_code" not in table.columns
    region = with_models(Profile("region", "ALL", "public", {}, {}), made.study, made.disclosed, models)
    assert set(region.tables) == {"country_places", "components"} and not region.facts
    assert with_models(country, made.study, made.disclosed, None) is country


def test_words_of_ours_name_all_that_tables_name(framework):
    words = model_words(framework)
    assert words["model_horizons"]["about"].tolist() == [
        "within a year",
        "in one to three years",
        "in more than three years",
    ]
    assert words["income_sources"]["side"].value_counts().to_dict() == {"private": 3, "public": 3}
    assert all(len(table) for table in words.values())
    bare = model_words(example("answers").framework)
    assert {name: list(table) for name, table in bare.items()} == {name: list(table) for name, table in words.items()}
