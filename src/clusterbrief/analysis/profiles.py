"""Profiles: all that one document may show, cut for each unit and audience."""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from clusterbrief.analysis.atlas import Atlas, printed
from clusterbrief.analysis.benchmarks import measure
from clusterbrief.analysis.codebook import list_questions
from clusterbrief.analysis.disclosure import round_half_up
from clusterbrief.analysis.results import Disclosed, Results
from clusterbrief.analysis.services import eu_service_shares
from clusterbrief.study.framework import Framework
from clusterbrief.study.framework_model import Role
from clusterbrief.study.intake import Study

SHOWN_LEVELS = ("overall", "block", "dimension", "part")


@dataclass(frozen=True)
class Profile:
    """Everything that one unit's documents may show.

    ``facts`` are single values; ``tables`` are disclosed, or the unit's own. A notebook gets nothing else.
    """

    kind: str  # region, country or organisation
    unit_code: str
    audience: str  # public, private or internal
    facts: Mapping[str, Any]
    tables: Mapping[str, pd.DataFrame]

    def to_json(self) -> str:
        """The profile as text, the same bytes for the same content."""
        tables = {name: _to_plain(table) for name, table in self.tables.items()}
        content = {
            "kind": self.kind,
            "unit_code": self.unit_code,
            "audience": self.audience,
            "facts": dict(self.facts),
            "tables": tables,
        }
        return json.dumps(content, ensure_ascii=False, sort_keys=True, indent=1, allow_nan=False)

    @classmethod
    def from_json(cls, text: str) -> "Profile":
        """Read a profile that ``to_json`` wrote."""
        content = json.loads(text)
        tables = {name: _from_plain(table) for name, table in content["tables"].items()}
        return cls(content["kind"], content["unit_code"], content["audience"], content["facts"], tables)


def _to_plain(table: pd.DataFrame) -> dict[str, Any]:
    """A table as JSON can hold it: every digit, null for missing, and the kind of each column."""
    columns = [table.iloc[:, place] for place in range(table.shape[1])]
    cells = [
        [None if missing else cell for cell, missing in zip(column.to_list(), column.isna(), strict=True)]
        for column in columns
    ]
    return {
        "columns": list(table.columns),
        "kinds": [str(column.dtype) for column in columns],
        "data": [list(row) for row in zip(*cells, strict=True)],
    }


def _from_plain(plain: Mapping[str, Any]) -> pd.DataFrame:
    """The table again: a column of numbers stays one where all are missing, or there are no rows."""
    table = pd.DataFrame(plain["data"], columns=plain["columns"], dtype=object)
    return table.astype(dict(zip(plain["columns"], plain["kinds"], strict=True)))


def cut_profiles(study: Study, results: Results, disclosed: Disclosed, atlas: Atlas | None = None) -> Iterator[Profile]:
    """The region's profile, then each country's, then each organisation's."""
    shared = _words(study)
    yield _region_profile(study, results, disclosed, shared, atlas)
    for code in study.edition.settings.countries:
        yield _country_profile(code, study, disclosed, shared, atlas)
    for organisation in study.answers.organisations.to_dict("records"):
        yield _organisation_profile(organisation, study, results, disclosed, shared)


def edition_facts(study: Study) -> dict[str, Any]:
    """Single values that every document may print."""
    settings, framework = study.edition.settings, study.framework
    return {
        "edition_name": study.edition.name,
        "edition_title": settings.title,
        "synthetic": settings.synthetic,
        "collected_from": settings.collected_from.isoformat(),
        "collected_to": settings.collected_to.isoformat(),
        "published": settings.published.isoformat(),
        "authors": settings.authors,
        "contact": settings.contact,
        "framework_title": framework.structure.title,
        "method_version": framework.structure.version,
        "disclaimer": framework.structure.disclaimer,
        "origin": framework.structure.origin,
        "min_coverage": framework.structure.min_coverage,
        "region_code": framework.country_file.region_code,
        "region_label": framework.country_file.region,
        "has_atlas": study.regional is not None,
        **{f"threshold_{name}": value for name, value in settings.disclosure.model_dump().items()},
    }


def _words(study: Study) -> dict[str, pd.DataFrame]:
    """Labels of everything that tables name by code."""
    framework = study.framework
    region = framework.country_file
    countries = [framework.countries[code] for code in study.edition.settings.countries]
    areas = [(region.region_code, f"All {len(countries)} countries", "the partner region")]
    areas += [(each.code, each.label, each.of) for each in countries]
    return {
        "areas": pd.DataFrame(areas, columns=["area_code", "area_label", "area_of"]),
        "nodes": framework.nodes,
        "classes": pd.DataFrame(
            [(rule.code, rule.label, rule.plural, rule.about, rule.place) for rule in framework.classes.classes],
            columns=["class_code", "class_label", "class_plural", "about", "place"],
        ),
        "services": eu_service_shares(study.reference),
        "need_options": _options(framework, "needs"),
        "action_options": _options(framework, "actions"),
    }


def _options(framework: Framework, role: Role) -> pd.DataFrame:
    question = framework.with_role(role)
    options = framework.options(question) if question else ()
    return pd.DataFrame([(each.code, each.text) for each in options], columns=["option_code", "option_label"])


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
