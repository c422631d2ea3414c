"""Cutting profiles: what each document may show, taken from results and from what passed disclosure control."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import fields, replace

import pandas as pd

from clusterbrief.analysis.atlas import Atlas, printed
from clusterbrief.analysis.cutting.codebook import list_questions
from clusterbrief.analysis.cutting.cut_dossier import Lists, cut_dossier
from clusterbrief.analysis.cutting.cut_organisation import cut_organisations
from clusterbrief.analysis.cutting.cut_stories import cut_stories, labelled_stories, stories_of
from clusterbrief.analysis.cutting.edition_words import edition_facts, list_criteria, words
from clusterbrief.analysis.cutting.sheet_version import with_versions
from clusterbrief.analysis.disclosed import Analysis, Disclosed
from clusterbrief.analysis.disclosure import SHARE_DECIMALS, round_half_up
from clusterbrief.analysis.models.country_model_tables import OF_ALL, CountryModels, model_words
from clusterbrief.analysis.profiles import Profile, TableTexts
from clusterbrief.analysis.results import Results
from clusterbrief.analysis.standings import framework_published
from clusterbrief.analysis.uncertainty.scenarios import tabulate_settings
from clusterbrief.study.intake import Study

SHOWN_LEVELS = ("overall", "block", "dimension", "part")


def cut_profiles(
    study: Study,
    analysis: Analysis,
    atlas: Atlas | None = None,
    models: CountryModels | None = None,
    known: TableTexts | None = None,
) -> Iterator[Profile]:
    """The region's profile, then each country's, story's and organisation's, and the one for the authors alone.

    ``known`` keeps the texts of tables, for whoever writes the profiles.
    """
    shared = words(study)
    yield with_models(_region_profile(study, analysis, shared, atlas), study, analysis.disclosed, models)
    for code in study.edition.settings.countries:
        country = _country_profile(code, study, analysis.disclosed, shared, atlas)
        yield with_models(country, study, analysis.disclosed, models)
    stories = stories_of(study)
    yield from cut_stories(study, stories)
    sheets = {}
    for sheet in with_versions(cut_organisations(study, analysis, shared), shared, edition_facts(study), known):
        sheets[sheet.unit_code] = str(sheet.facts["version"])
        yield sheet
    yield cut_dossier(study, analysis, shared, Lists(sheets, stories))


def _public_tables(disclosed: Disclosed) -> dict[str, pd.DataFrame]:
    scores = disclosed.area_scores
    return {
        "area_scores": scores[scores["level"].isin(SHOWN_LEVELS)].reset_index(drop=True),
        "class_counts": disclosed.class_counts,
        "phase_counts": disclosed.phase_counts,
        "stage_counts": disclosed.stage_counts,
        "criteria": disclosed.criteria,
        "service_shares": disclosed.service_shares,
        "needs": disclosed.needs,
        "actions": disclosed.actions,
        "evidence": disclosed.evidence,
        "verdicts": disclosed.verdicts,
        "recommendations": disclosed.recommendations,
        "participation": disclosed.participation,
    }


def _region_profile(
    study: Study, analysis: Analysis, shared: Mapping[str, pd.DataFrame], atlas: Atlas | None
) -> Profile:
    results, disclosed, firmness = analysis.results, analysis.disclosed, analysis.firmness
    stories = labelled_stories(study)
    code = study.framework.country_file.region_code
    organisations = study.answers.organisations
    tables = {
        **shared,
        **_public_tables(disclosed),
        "marks": disclosed.marks[disclosed.marks["node_code"].isin(_shown_nodes(study))],
        "area_intervals": disclosed.area_intervals,
        "indicator_scores": _indicator_scores(disclosed, code),
        "indicator_areas": disclosed.area_scores[disclosed.area_scores["level"] == "indicator"].reset_index(drop=True),
        "findings": count_findings(study.answers.findings),
        "named": organisations.loc[organisations["consent_name"], ["country_code", "name"]],
        "class_needs": disclosed.class_needs,
        "class_actions": disclosed.class_actions,
        "nonresponse": _with_country_labels(analysis.nonresponse, study),
        **{each.name: getattr(firmness, each.name) for each in fields(firmness)},
        "published_weight": _published_weight(results, study),
        "uncertainty": tabulate_settings(study.framework),
        "criterion_rules": list_criteria(study.framework, study.reference),
        "benchmarks": results.benchmarks,
        "questions": list_questions(study.framework, results.benchmarks.set_index("node_code")["benchmark"].to_dict()),
        "stories": stories,
        "contradictions": study.reference.contradictions,
        "sources": study.reference.sources,
        **_atlas_tables(atlas, study.edition.settings.countries),
    }
    region = study.framework.country_file.region
    facts = {**edition_facts(study), "label": region, "of": "the partner region", "has_stories": len(stories) > 0}
    return Profile("region", code, "public", facts, tables)


def _shown_nodes(study: Study) -> list[str]:
    nodes = study.framework.nodes
    return list(nodes.loc[nodes["level"].isin(SHOWN_LEVELS), "node_code"])


def count_findings(findings: pd.DataFrame) -> pd.DataFrame:
    """Findings by kind: one row each, ``kind`` and ``count``, most frequent first."""
    counts = findings.groupby("kind").size().rename("count").reset_index()
    return counts.sort_values(["count", "kind"], ascending=[False, True]).reset_index(drop=True)


def _with_country_labels(rows: pd.DataFrame, study: Study) -> pd.DataFrame:
    """The comparison with those invited, countries by name."""
    labels = {code: country.label for code, country in study.framework.countries.items()}
    named = rows["category"].replace(labels).where(rows["characteristic"] == "country_code", rows["category"])
    return rows.assign(category=named)


def _indicator_scores(disclosed: Disclosed, area_code: str) -> pd.DataFrame:
    scores = disclosed.area_scores
    return scores[(scores["level"] == "indicator") & (scores["area_code"] == area_code)].reset_index(drop=True)


def _country_profile(
    code: str, study: Study, disclosed: Disclosed, shared: Mapping[str, pd.DataFrame], atlas: Atlas | None
) -> Profile:
    country = study.framework.countries[code]
    organisations = study.answers.organisations
    named = organisations[(organisations["country_code"] == code) & organisations["consent_name"]]
    tables = {
        **shared,
        **_public_tables(disclosed),
        "criterion_rules": list_criteria(study.framework, study.reference),
        "indicator_scores": _indicator_scores(disclosed, code),
        "named": named[["country_code", "name"]],
        **_atlas_tables(atlas, (code,)),
    }
    facts = {**edition_facts(study), "label": country.label, "of": country.of}
    return Profile("country", code, "public", facts, tables)


def with_models(profile: Profile, study: Study, disclosed: Disclosed, models: CountryModels | None) -> Profile:
    """The profile of the region or a country with what country models show; unchanged where there are none."""
    if models is None:
        return profile
    if profile.kind == "region":
        tables = {name: getattr(models, name) for name in OF_ALL}
        return replace(profile, tables={**profile.tables, **tables})
    tables = {
        **models.of(profile.unit_code),
        **model_words(study.framework),
        "limits": disclosed.limits,
        "income": disclosed.income,
    }
    facts = {**profile.facts, **models.facts_of(profile.unit_code)}
    return replace(profile, facts=facts, tables={**profile.tables, **tables})


def _atlas_tables(atlas: Atlas | None, country_codes: Collection[str]) -> dict[str, pd.DataFrame]:
    """The atlas of some countries; no tables where the edition has no regional data."""
    if atlas is None:
        return {}

    def of_countries(table: pd.DataFrame) -> pd.DataFrame:
        return printed(table[table["country_code"].isin(country_codes)]).reset_index(drop=True)

    return {
        "atlas_pairs": of_countries(atlas.pairs),
        "atlas_nodes": of_countries(atlas.nodes),
        "atlas_thresholds": atlas.thresholds,
    }


def _published_weight(results: Results, study: Study) -> pd.DataFrame:
    """On what the EU values stand, at printed precision."""
    table = framework_published(results.benchmarks, study.framework)
    shares = ["published", "setting"]
    return table.assign(**round_half_up(table[shares], SHARE_DECIMALS))
