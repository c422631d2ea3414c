"""What every document of an edition may print: single facts, and the labels of what tables name by code."""

from typing import Any

import pandas as pd

from clusterbrief.analysis.services import eu_service_shares
from clusterbrief.study.framework import Framework
from clusterbrief.study.framework_model import Role
from clusterbrief.study.intake import Study


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


def words(study: Study) -> dict[str, pd.DataFrame]:
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
