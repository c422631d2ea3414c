"""The profile of the authors' dossier: everybody, with nothing hidden. It feeds internal documents only."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from clusterbrief.analysis.cutting.edition_words import edition_facts
from clusterbrief.analysis.disclosed import Analysis
from clusterbrief.analysis.label_answers import list_label_answers
from clusterbrief.analysis.profiles import Profile
from clusterbrief.study.intake import Study

CONSENTS = ["organisation_code", "name", "country_code", "consent_name", "consent_story", "consent_contact", "email"]


@dataclass(frozen=True)
class Lists:
    """What the dossier lists beside results: the version of each private sheet by code, and every story."""

    sheets: Mapping[str, str]
    stories: pd.DataFrame


def cut_dossier(study: Study, analysis: Analysis, shared: Mapping[str, pd.DataFrame], lists: Lists) -> Profile:
    """What the authors may see: every organisation by name."""
    results, robustness = analysis.results, analysis.robustness
    organisations, sent = study.answers.organisations, study.distribution.drop(columns="line")
    # who has withdrawn is in no table, and neither is what they were once sent
    withdrawn = set(study.edition.settings.withdrawn)
    invited = study.edition.invited[~study.edition.invited["organisation_code"].isin(withdrawn)]
    silent = invited[~invited["organisation_code"].isin(organisations["organisation_code"])]
    region = study.framework.country_file
    tables = {
        **shared,
        "classes_of": shared["classes"],
        "organisations": organisations[CONSENTS],
        "invited": invited.reset_index(drop=True),
        "silent": silent.reset_index(drop=True),
        "selection": results.selection,
        "label_answers": list_label_answers(study.answers.responses, organisations, study.framework),
        "classes": results.classes,
        "phases": results.phases[["organisation_code", "phase"]],
        "own_stages": results.stages,
        "organisation_intervals": robustness.organisation_intervals,
        "kept_classes": robustness.kept_classes,
        "all_findings": count_by_organisation(study.answers.findings),
        "kept_back": analysis.kept_back,
        "stakeholders": study.stakeholders,
        "sent": sent[~sent["recipient_code"].isin(withdrawn)].reset_index(drop=True),
        "stories": lists.stories[["organisation_code", "story_code", "title", "withheld_because"]],
        "sheet_versions": pd.DataFrame(lists.sheets.items(), columns=["organisation_code", "version"], dtype=str),
    }
    last = study.last.day.isoformat() if study.last else ""
    facts = {**edition_facts(study), "label": region.region, "of": "the partner region", "last_published": last}
    return Profile("region", region.region_code, "internal", facts, tables)


def count_by_organisation(findings: pd.DataFrame) -> pd.DataFrame:
    """Findings by organisation, most first: one row each, ``organisation_code``, ``count`` and ``kinds``.

    >>> rows = {"organisation_code": ["A", "B", "A"], "kind": ["late", "late", "blank"]}
    >>> count_by_organisation(pd.DataFrame(rows))
      organisation_code  count        kinds
    0                 A      2  blank, late
    1                 B      1         late
    """
    groups = findings.groupby("organisation_code")["kind"]
    table = pd.DataFrame({"count": groups.size(), "kinds": groups.agg(lambda kinds: ", ".join(sorted(set(kinds))))})
    table = table.rename_axis("organisation_code").reset_index().astype({"count": int, "kinds": str})
    return table.sort_values(["count", "organisation_code"], ascending=[False, True]).reset_index(drop=True)
