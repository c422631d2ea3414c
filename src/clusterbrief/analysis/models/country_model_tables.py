"""All tables of country models, made of nothing but what may be shown."""

from dataclasses import dataclass, fields
from typing import Any

import pandas as pd

from clusterbrief.analysis.atlas import Atlas, printed
from clusterbrief.analysis.disclosed import Disclosed, scope_of
from clusterbrief.analysis.models.answering import first_needs
from clusterbrief.analysis.models.challenges import list_challenges
from clusterbrief.analysis.models.country_models import CountryTables, list_components, place_countries
from clusterbrief.analysis.models.funding_path import follow_path
from clusterbrief.analysis.models.measures import choose_measures, list_counted, list_rules
from clusterbrief.analysis.models.policies import compare_policies
from clusterbrief.analysis.models.swot import COLUMNS as POINT
from clusterbrief.analysis.models.swot import SwotTables, swot
from clusterbrief.analysis.services import eu_service_shares
from clusterbrief.study.framework import Framework
from clusterbrief.study.intake import Study

OF_ALL = ("country_places", "components")  # of which every document may show all countries


@dataclass(frozen=True)
class CountryModels:
    """What country models show, for all countries. What a row is: see the function that makes it.

    ``swot`` has ``area_code`` in front. ``policies`` has ``country_code`` for it.
    """

    country_places: pd.DataFrame
    components: pd.DataFrame
    swot: pd.DataFrame
    challenges: pd.DataFrame
    measures: pd.DataFrame
    funding_path: pd.DataFrame
    policies: pd.DataFrame

    def of(self, country_code: str) -> dict[str, pd.DataFrame]:
        """The tables of one country's model, with commitment and potential of all countries."""
        tables = {each.name: getattr(self, each.name) for each in fields(self)}
        return {name: table if name in OF_ALL else _rows_of(table, country_code) for name, table in tables.items()}

    def facts_of(self, country_code: str) -> dict[str, Any]:
        """``model_due``: whether the country gets a model."""
        row = _rows_of(self.country_places, country_code)
        return {"model_due": bool(row["due"].any())}


def _rows_of(table: pd.DataFrame, country_code: str) -> pd.DataFrame:
    key = "area_code" if "area_code" in table else "country_code"
    return table[table[key] == country_code].reset_index(drop=True)


def model_countries(study: Study, disclosed: Disclosed, atlas: Atlas | None = None) -> CountryModels:
    """The models of all countries of an edition, due or not."""
    scope = scope_of(study)
    framework, codes = study.framework, scope.country_codes
    of_countries = CountryTables(disclosed.participation, disclosed.area_scores, disclosed.class_counts, disclosed.wish)
    challenges = list_challenges(disclosed.area_scores, codes, framework)
    return CountryModels(
        country_places=place_countries(
            of_countries, framework, scope.thresholds, study.edition.settings.country_models
        ),
        components=list_components(of_countries, framework, scope.thresholds),
        swot=_points(study, disclosed, atlas),
        challenges=challenges,
        measures=_of_countries(
            choose_measures(
                disclosed.recommendations,
                list_rules(framework),
                disclosed.area_scores,
                framework,
                list_counted(disclosed.criteria, disclosed.evidence, scope.thresholds.percentages),
                challenges,
                first_needs(disclosed.needs),
            ),
            codes,
        ),
        funding_path=_of_countries(follow_path(disclosed.income, framework), codes),
        policies=compare_policies(study.policies, study.reference.policy_shares, codes, framework.country_models),
    )


def _of_countries(table: pd.DataFrame, country_codes: tuple[str, ...]) -> pd.DataFrame:
    return table[table["area_code"].isin(country_codes)].reset_index(drop=True)


def _points(study: Study, disclosed: Disclosed, atlas: Atlas | None) -> pd.DataFrame:
    """The SWOT of each country."""
    scope = scope_of(study)
    eu_services = eu_service_shares(study.reference)
    columns = {"area_code": str, **POINT}
    parts = [pd.DataFrame(columns=list(columns)).astype(columns)]
    for code in scope.country_codes:
        nodes = None if atlas is None else printed(atlas.nodes[atlas.nodes["country_code"] == code])
        tables = SwotTables(
            area_scores=disclosed.area_scores,
            service_shares=disclosed.service_shares,
            eu_services=eu_services,
            criteria=disclosed.criteria,
            stages=disclosed.stage_counts,
            needs=disclosed.needs,
            actions=disclosed.actions,
            limits=disclosed.limits,
            atlas_nodes=nodes,
        )
        points = swot(code, tables, study.framework, scope.thresholds.percentages)
        parts.append(points.assign(area_code=code))
    filled = [each for each in parts if len(each)] or parts[:1]
    return pd.concat(filled, ignore_index=True)[list(columns)].astype(columns)


def model_words(framework: Framework) -> dict[str, pd.DataFrame]:
    """Labels and sources of what country models name by code, in the order of country_models.yml.

    Returns
    -------
    dict of DataFrame
        ``model_steps``, ``model_roles`` and ``model_limits`` with ``code``, ``label``, ``about`` (but for limits) and
        ``source``; ``model_horizons`` with ``code``, ``label``, ``about`` and ``way`` [0-1]; ``model_addressees`` with
        ``code`` and ``label``; ``income_sources`` with ``source_code``, ``label`` and ``side`` (private or public);
        ``path_points`` with ``year``, ``private`` [percent], ``share_source`` and ``year_source``; ``milestones`` with
        ``label``, ``from_year``, ``to_year`` and ``source``.
    """
    models, settings = framework.country_models, framework.recommendations.settings
    spans = {each.code: each.about for each in settings.horizons}
    funding = models.funding
    return {
        "model_steps": _words(("code", "label", "about", "source"), models.steps),
        "model_roles": _words(("code", "label", "about", "source"), models.roles),
        "model_limits": _words(("code", "label", "source"), models.limits),
        "model_horizons": _words(("code", "label", "way"), models.horizons).assign(
            about=[spans.get(each.code, "") for each in models.horizons]
        ),
        "model_addressees": _words(("code", "label"), settings.addressees),
        "income_sources": pd.DataFrame(
            [
                (code, framework.questions[code].text, side)
                for side in ("private", "public")
                for code in getattr(funding, side)
            ],
            columns=["source_code", "label", "side"],
            dtype=str,
        ),
        "path_points": _words(("year", "private", "share_source", "year_source"), funding.points),
        "milestones": _words(("label", "from_year", "to_year", "source"), funding.milestones),
    }


def _words(columns: tuple[str, ...], entries: Any) -> pd.DataFrame:
    return pd.DataFrame([[getattr(each, name) for name in columns] for each in entries], columns=list(columns))
