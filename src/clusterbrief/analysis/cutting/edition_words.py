"""What every document of an edition may print: single facts, and the labels of what tables name by code."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from clusterbrief.analysis.labels.criteria_words import Limit, measured
from clusterbrief.analysis.services import DIGITAL, MAIN, eu_service_shares
from clusterbrief.study.framework import Framework
from clusterbrief.study.framework_model import Role
from clusterbrief.study.intake import Study
from clusterbrief.study.programme_model import UnknownTest
from clusterbrief.study.recommendation_model import NEED, RecommendationRule
from clusterbrief.study.reference import ReferenceTables


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
        "has_changes": bool(settings.compare_with),
        "stages_source": framework.stages.source,
        "model_least_commitment": framework.country_models.due.least_commitment,
        "model_least_potential": framework.country_models.due.least_potential,
        "model_most": framework.country_models.due.most,
        "weakness_gap": framework.country_models.swot.weakness_gap,
        **_reuse(study),
        **{f"threshold_{name}": value for name, value in settings.disclosure.model_dump().items()},
    }


def _reuse(study: Study) -> dict[str, str]:
    """How the open data may be used, and how it is cited."""
    settings, known = study.edition.settings, study.open_data
    licence = known.licences[settings.licence] if known else None
    who = f"{settings.authors} ({settings.published.year})" if settings.authors else f"({settings.published.year})"
    version = f"method version {study.framework.structure.version}"
    place = f" {settings.address}" if settings.address else ""
    return {
        "licence": settings.licence,
        "licence_title": licence.title if licence else "",
        "licence_path": licence.path if licence else "",
        "citation": f"{who}: {settings.title}. Open data, {version}, {settings.published.isoformat()}.{place}",
    }


def words(study: Study) -> dict[str, pd.DataFrame]:
    """Labels of everything that tables name by code."""
    framework = study.framework
    region = framework.country_file
    countries = [framework.countries[code] for code in study.edition.settings.countries]
    every = f"All {len(countries)} countries" if len(countries) > 1 else "The region"
    areas = [(region.region_code, every, "the partner region")]
    areas += [(each.code, each.label, each.of) for each in countries]
    return {
        "areas": pd.DataFrame(areas, columns=["area_code", "area_label", "area_of"]),
        "nodes": framework.nodes,
        "classes": pd.DataFrame(
            [(rule.code, rule.label, rule.plural, rule.about, rule.place) for rule in framework.classes.classes],
            columns=["class_code", "class_label", "class_plural", "about", "place"],
        ),
        "stages": pd.DataFrame(
            [(each.code, each.label, each.about) for each in framework.stages.stages],
            columns=["stage_code", "stage_label", "about"],
        ),
        "programmes": pd.DataFrame(
            [(each.code, each.label, each.about, each.body, each.source) for each in framework.programmes],
            columns=["programme_code", "programme_label", "about", "body", "source"],
        ),
        "rules": rules_in_words(framework),
        "rule_terms": terms_in_words(framework),
        "practices": study.reference.practices,
        "services": _measured(eu_service_shares(study.reference), framework),
        "need_options": _options(framework, "needs"),
        "action_options": _options(framework, "actions"),
    }


def _measured(services: pd.DataFrame, framework: Framework) -> pd.DataFrame:
    """The services with ``indicator_code``: the indicator that is measured against its share; empty without one."""
    against = {
        (each.benchmark.eu.table, each.benchmark.eu.service): code
        for code, each in framework.indicators.items()
        if each.benchmark and each.benchmark.eu
    }
    tables = services["kind"].map({MAIN: "general_services", DIGITAL: "digital_services"})
    codes = [against.get(key, "") for key in zip(tables, services["service_code"], strict=True)]
    return services.assign(indicator_code=pd.Series(codes, index=services.index, dtype=str))


def _options(framework: Framework, role: Role) -> pd.DataFrame:
    question = framework.with_role(role)
    options = framework.options(question) if question else ()
    return pd.DataFrame([(each.code, each.text) for each in options], columns=["option_code", "option_label"])


def list_criteria(framework: Framework, reference: ReferenceTables) -> pd.DataFrame:
    """How answers decide each published criterion.

    Returns
    -------
    DataFrame, one row per criterion
        ``programme_label``, ``label``, ``needed`` (comparison and threshold as published, in words; empty where none
        is), ``setting`` (why a project setting has a share in the verdict; empty where none has), ``reason`` (why it
        can never be told; empty where it can) and ``source``.
    """
    published = reference.programme_criteria.set_index(["programme_code", "criterion_code"])
    rows = []
    for programme in framework.programmes:
        for criterion in (each for each in programme.criteria if each.test is not None):
            row = published.loc[(programme.code, criterion.code)]
            limit = (
                "" if pd.isna(row["threshold"]) else _limit_in_words(row["comparison"], row["threshold"], row["unit"])
            )
            reason = criterion.test.reason if isinstance(criterion.test, UnknownTest) else ""
            rows.append((programme.label, row["label"], limit, criterion.setting, reason, row["source"]))
    return pd.DataFrame(rows, columns=["programme_label", "label", "needed", "setting", "reason", "source"], dtype=str)


def _limit_in_words(comparison: str, threshold: float, unit: str) -> str:
    return f"{comparison} {measured(threshold, Limit(comparison, threshold, unit), '')}"


def terms_in_words(framework: Framework) -> pd.DataFrame:
    """What the horizons, levels and costs of rules mean: one row per term, ``kind``, ``label`` and ``about``."""
    settings = framework.recommendations.settings
    terms = (("horizon", settings.horizons), ("level", settings.levels), ("cost", settings.costs))
    rows = [(kind, each.label, each.about) for kind, listed in terms for each in listed]
    return pd.DataFrame(rows, columns=["kind", "label", "about"], dtype=str)


def rules_in_words(framework: Framework) -> pd.DataFrame:
    """The rules of recommendations in words.

    Returns
    -------
    DataFrame, one row per rule, in the order of the files
        ``rule_code``, ``addressee``, ``text``, ``how``, ``horizon``, ``level``, ``cost`` (labels), ``effect``,
        ``practice_code`` (empty where there is none), ``shown_by`` (indicator, criterion or piece of evidence),
        ``shown_by_label``, ``need`` (what a rule answers to that nothing but a stated need triggers; else empty) and
        ``triggers`` (codes of all that makes it apply, with blanks between).
    """
    settings = framework.recommendations.settings
    horizons, levels, costs = (
        {term.code: term.label for term in terms} for terms in (settings.horizons, settings.levels, settings.costs)
    )
    question = framework.with_role("needs")
    needs = {option.code: option.text for option in framework.options(question)} if question else {}
    rows = [
        (
            rule.code, rule.addressee, rule.text, rule.how, horizons[rule.horizon], levels[rule.level],
            costs[rule.cost], rule.effect, rule.practice or "", rule.watched,
            rule.counted.label if rule.counted else framework.indicators[rule.shown_by].label,
            _need_alone(rule, needs), " ".join(code for _, _, codes in rule.triggers.by_kind() for code in codes),
        )
        for rule in framework.recommendations.rules
    ]  # fmt: skip
    columns = [
        "rule_code", "addressee", "text", "how", "horizon", "level", "cost", "effect", "practice_code", "shown_by",
        "shown_by_label", "need", "triggers",
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=columns, dtype=str)


def _need_alone(rule: RecommendationRule, needs: Mapping[str, str]) -> str:
    """The needs that trigger a rule, where nothing else does."""
    alone = {kind for kind, _, codes in rule.triggers.by_kind() if codes} == {NEED}
    return "; ".join(needs[code] for code in rule.triggers.needs) if alone else ""
