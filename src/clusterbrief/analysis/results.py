"""Everything computed for an edition, before and after disclosure control."""

from dataclasses import dataclass

import pandas as pd

from clusterbrief.analysis.benchmarks import compare_to_benchmarks, resolve_benchmarks
from clusterbrief.analysis.choices import list_choices
from clusterbrief.analysis.classes import (
    CLUSTER_ORGANISATION,
    PROTO_CLUSTER,
    UNCLASSIFIED,
    UNKNOWN_PHASE,
    assign_classes,
    assign_phases,
)
from clusterbrief.analysis.disclosure import (
    Thresholds,
    disclose_counts,
    disclose_marks,
    disclose_participation,
    disclose_peers,
    disclose_scores,
    disclose_shares,
)
from clusterbrief.analysis.peers import compare_to_peers
from clusterbrief.analysis.ranking import rank_units
from clusterbrief.analysis.scoring import score_indicators, score_nodes
from clusterbrief.analysis.services import list_services
from clusterbrief.analysis.summaries import (
    count_classes,
    count_phases,
    summarise_choices,
    summarise_participation,
    summarise_scores,
    summarise_services,
)
from clusterbrief.study.framework import Framework
from clusterbrief.study.intake import Study
from clusterbrief.study.reference import ReferenceTables

PHASES = (CLUSTER_ORGANISATION, PROTO_CLUSTER, UNKNOWN_PHASE)
PEER_LEVELS = ("overall", "block", "dimension", "part")


@dataclass(frozen=True)
class Results:
    """What each organisation's answers amount to; undisclosed. What a row is: see the function that makes it."""

    benchmarks: pd.DataFrame
    indicator_scores: pd.DataFrame
    compared: pd.DataFrame
    classes: pd.DataFrame
    phases: pd.DataFrame
    peers: pd.DataFrame
    services: pd.DataFrame
    needs: pd.DataFrame
    actions: pd.DataFrame
    ranks: pd.DataFrame


@dataclass(frozen=True)
class Disclosed:
    """Aggregates that may be shown, at printed precision. What a row is: see ``disclosure``."""

    area_scores: pd.DataFrame
    class_counts: pd.DataFrame
    phase_counts: pd.DataFrame
    service_shares: pd.DataFrame
    needs: pd.DataFrame
    actions: pd.DataFrame
    participation: pd.DataFrame
    marks: pd.DataFrame
    peers: pd.DataFrame


def compute_results(
    responses: pd.DataFrame, organisations: pd.DataFrame, framework: Framework, reference: ReferenceTables
) -> Results:
    """Score, compare and classify every organisation."""
    benchmarks = resolve_benchmarks(framework, reference)
    indicator_scores = score_indicators(responses, framework)
    compared = compare_to_benchmarks(score_nodes(indicator_scores, framework), benchmarks, framework)
    overall = compared[compared["node_code"] == "overall"][["organisation_code", "score"]]
    return Results(
        benchmarks=benchmarks,
        indicator_scores=indicator_scores,
        compared=compared,
        classes=assign_classes(compared, framework),
        phases=assign_phases(responses, framework),
        peers=compare_to_peers(compared, organisations, PEER_LEVELS),
        services=list_services(responses, framework),
        needs=list_choices(responses, framework, "needs"),
        actions=list_choices(responses, framework, "actions"),
        ranks=rank_units(overall.rename(columns={"organisation_code": "unit_code"})).rename(
            columns={"unit_code": "organisation_code"}
        ),
    )


def disclose(
    results: Results,
    organisations: pd.DataFrame,
    invited: pd.DataFrame,
    thresholds: Thresholds,
    region_code: str,
    country_codes: tuple[str, ...],
    framework: Framework,
) -> Disclosed:
    """Summarise by area and pass every aggregate through disclosure control."""
    class_codes = [*[rule.code for rule in framework.classes.classes], UNCLASSIFIED]
    area = (organisations, region_code)
    choices = {
        name: disclose_shares(summarise_choices(table, *area), thresholds, region_code, ["option_code"])
        for name, table in (("needs", results.needs), ("actions", results.actions))
    }
    services = summarise_services(results.services, *area)
    participation = summarise_participation(invited, *area, country_codes)
    classes = count_classes(results.classes, *area, class_codes)
    phases = count_phases(results.phases, *area, PHASES)
    return Disclosed(
        area_scores=disclose_scores(
            summarise_scores(results.compared, *area), thresholds, region_code, framework.nodes
        ),
        class_counts=disclose_counts(
            classes, thresholds, region_code, "class_code", class_codes, missing=[UNCLASSIFIED]
        ),
        phase_counts=disclose_counts(phases, thresholds, region_code, "phase", PHASES, missing=[UNKNOWN_PHASE]),
        service_shares=disclose_shares(services, thresholds, region_code, ["kind", "service_code"], ["kind"]),
        needs=choices["needs"].drop(columns="first"),
        actions=choices["actions"].drop(columns="first"),
        participation=disclose_participation(participation, thresholds, region_code),
        marks=disclose_marks(results.compared, thresholds),
        peers=disclose_peers(results.peers, thresholds),
    )


def analyse(study: Study) -> tuple[Results, Disclosed]:
    """Scores, comparisons and classes, and what of them may be shown."""
    organisations, settings = study.answers.organisations, study.edition.settings
    results = compute_results(study.answers.responses, organisations, study.framework, study.reference)
    disclosed = disclose(
        results,
        organisations,
        study.edition.invited,
        Thresholds(**settings.disclosure.model_dump()),
        study.framework.country_file.region_code,
        settings.countries,
        study.framework,
    )
    return results, disclosed
