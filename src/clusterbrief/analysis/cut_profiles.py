"""Cutting profiles: what each document may show, taken from results and from what passed disclosure control."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

import pandas as pd

from clusterbrief.analysis.atlas import Atlas, printed
from clusterbrief.analysis.benchmarks import measure
from clusterbrief.analysis.codebook import list_questions
from clusterbrief.analysis.disclosure import round_half_up
from clusterbrief.analysis.edition_words import edition_facts, words
from clusterbrief.analysis.profiles import Profile
from clusterbrief.analysis.results import Disclosed, Results
from clusterbrief.study.framework import Framework
from clusterbrief.study.intake import Study

SHOWN_LEVELS = ("overall", "block", "dimension", "part")


def cut_profiles(study: Study, results: Results, disclosed: Disclosed, atlas: Atlas | None = None) -> Iterator[Profile]:
    """The region's profile, then each country's, then each organisation's."""
    shared = words(study)
    yield _region_profile(study, results, disclosed, shared, atlas)
    for code in study.edition.settings.countries:
        yield _country_profile(code, study, disclosed, shared, atlas)
    for organisation in study.answers.organisations.to_dict("records"):
        yield _organisation_profile(organisation, study, results, disclosed, shared)


def _public_tables(disclosed: Disclosed) -> dict[str, pd.DataFrame]:
    scores = disclosed.area_scores
    return {
        "area_scores": scores[scores["level"].isin(SHOWN_LEVELS)].reset_index(drop=True),
        "class_counts": disclosed.class_counts,
        "phase_counts": disclosed.phase_counts,
        "service_shares": disclosed.service_shares,
        "needs": disclosed.needs,
        "actions": disclosed.actions,
        "participation": disclosed.participation,
    }


def _region_profile(
    study: Study,
    results: Results,
    disclosed: Disclosed,
    shared: Mapping[str, pd.DataFrame],
    atlas: Atlas | None,
) -> Profile:
    code = study.framework.country_file.region_code
    organisations = study.answers.organisations
    tables = {
        **shared,
        **_public_tables(disclosed),
        "marks": disclosed.marks[disclosed.marks["node_code"].isin(_shown_nodes(study))],
        "indicator_scores": _indicator_scores(disclosed, code),
        "findings": count_findings(study.answers.findings),
        "named": organisations.loc[organisations["consent_name"], ["country_code", "name"]],
        "benchmarks": results.benchmarks,
        "questions": list_questions(study.framework, results.benchmarks.set_index("node_code")["benchmark"].to_dict()),
        "contradictions": study.reference.contradictions,
        "sources": study.reference.sources,
        **_atlas_tables(atlas, study.edition.settings.countries),
    }
    facts = {**edition_facts(study), "label": study.framework.country_file.region, "of": "the partner region"}
    return Profile("region", code, "public", facts, tables)


def _shown_nodes(study: Study) -> list[str]:
    nodes = study.framework.nodes
    return list(nodes.loc[nodes["level"].isin(SHOWN_LEVELS), "node_code"])


def count_findings(findings: pd.DataFrame) -> pd.DataFrame:
    """Findings by kind: one row each, ``kind`` and ``count``, most frequent first."""
    counts = findings.groupby("kind").size().rename("count").reset_index()
    return counts.sort_values(["count", "kind"], ascending=[False, True]).reset_index(drop=True)


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
        "indicator_scores": _indicator_scores(disclosed, code),
        "named": named[["country_code", "name"]],
        **_atlas_tables(atlas, (code,)),
    }
    facts = {**edition_facts(study), "label": country.label, "of": country.of}
    return Profile("country", code, "public", facts, tables)


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


def _organisation_profile(
    organisation: Mapping[str, Any],
    study: Study,
    results: Results,
    disclosed: Disclosed,
    shared: Mapping[str, pd.DataFrame],
) -> Profile:
    code = organisation["organisation_code"]
    country = study.framework.countries[organisation["country_code"]]

    def own(table: pd.DataFrame) -> pd.DataFrame:
        return table[table["organisation_code"] == code].drop(columns="organisation_code").reset_index(drop=True)

    decided = results.classes.set_index("organisation_code").loc[code]
    phase = results.phases.set_index("organisation_code").loc[code]
    facts = {
        **edition_facts(study),
        "label": organisation["name"],
        "country_code": country.code,
        "country_label": country.label,
        "country_of": country.of,
        "completion": _rounded(organisation["completion"]),
        "class_code": decided["class_code"],
        "decided_by": decided["decided_by"],
        "phase": phase["phase"],
        "phase_decided_by": phase["phase_decided_by"],
    }
    tables = {
        **shared,
        "own_scores": _at_printed_precision(own(results.compared)),
        "peers": own(disclosed.peers),
        "marks": disclosed.marks[disclosed.marks["node_code"] == "overall"],
        "benchmarks": results.benchmarks,
        "own_services": own(results.services),
        "own_findings": _with_question(own(study.answers.findings), study.framework),
    }
    return Profile("organisation", code, "private", facts, tables)


def _with_question(findings: pd.DataFrame, framework: Framework) -> pd.DataFrame:
    """Findings with the text of the question that they are about."""
    texts = {code: question.text for code, question in framework.questions.items()}
    kept = findings[["cell", "question_code", "kind", "problem", "action"]]
    return kept.assign(question=kept["question_code"].map(texts).fillna(""))


def _at_printed_precision(scores: pd.DataFrame) -> pd.DataFrame:
    """Scores in whole points, with gap and attainment of the figures that are printed."""
    points = ["score", "comparable_score", "benchmark"]
    rounded = measure(scores.assign(**round_half_up(scores[points])))
    return rounded.assign(attainment=rounded["attainment"].round(2), coverage=rounded["coverage"].round(2))


def _rounded(share: float) -> float | None:
    return None if pd.isna(share) else round(float(share), 2)
