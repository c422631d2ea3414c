"""Everything computed for the organisations of an edition, before disclosure control."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from clusterbrief.analysis.benchmarks import compare_to_benchmarks, resolve_benchmarks
from clusterbrief.analysis.choices import list_choices
from clusterbrief.analysis.classes import (
    CLUSTER_ORGANISATION,
    PROTO_CLUSTER,
    UNKNOWN_PHASE,
    assign_classes,
    assign_phases,
)
from clusterbrief.analysis.hypotheses import list_supporters, weigh_evidence
from clusterbrief.analysis.judged_rules import list_judged
from clusterbrief.analysis.labels.programmes import evaluate_programmes, sum_up_programmes
from clusterbrief.analysis.labels.selection import select_for_support
from clusterbrief.analysis.models.answer_shares import list_concerns, list_wishes
from clusterbrief.analysis.models.funding_path import list_incomes
from clusterbrief.analysis.peers import compare_to_peers
from clusterbrief.analysis.ranking import rank_units
from clusterbrief.analysis.recommendations import Evidence, recommend
from clusterbrief.analysis.scoring import score_indicators, score_nodes
from clusterbrief.analysis.services import list_services
from clusterbrief.analysis.similar import find_similar
from clusterbrief.analysis.similar_eu import compare_to_eu, find_similar_eu
from clusterbrief.analysis.stages import assign_stages
from clusterbrief.analysis.standings import share_published
from clusterbrief.study.framework import Framework
from clusterbrief.study.reference import ReferenceTables

PHASES = (CLUSTER_ORGANISATION, PROTO_CLUSTER, UNKNOWN_PHASE)
EXCELLENCE = "III"  # the block whose score tells who is most qualified for support
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
    stages: pd.DataFrame
    criteria: pd.DataFrame
    programmes: pd.DataFrame
    selection: pd.DataFrame
    similar: pd.DataFrame  # criteria by which similar organisations were found
    similar_peers: pd.DataFrame  # and who they are
    similar_eu: pd.DataFrame
    compared_eu: pd.DataFrame
    standings: pd.DataFrame
    evidence: pd.DataFrame
    supporters: pd.DataFrame
    recommended: pd.DataFrame
    judged: pd.DataFrame
    wishes: pd.DataFrame  # what country models rest on, beside the others
    concerns: pd.DataFrame
    incomes: pd.DataFrame


def compute_results(
    responses: pd.DataFrame, organisations: pd.DataFrame, framework: Framework, reference: ReferenceTables, on: date
) -> Results:
    """Score, compare and classify every organisation; ``on`` is the day that years are counted to."""
    benchmarks = resolve_benchmarks(framework, reference)
    indicator_scores = score_indicators(responses, framework)
    compared = compare_to_benchmarks(score_nodes(indicator_scores, framework), benchmarks, framework)
    overall = _scores_of(compared, "overall")
    services = list_services(responses, framework)
    similar = find_similar(organisations, framework, on, among=set(overall.dropna()["organisation_code"]))
    criteria = evaluate_programmes(responses, organisations, framework, reference, on)
    classes, stages = assign_classes(compared, framework), assign_stages(responses, framework)
    needs = list_choices(responses, framework, "needs")
    supporters = list_supporters(responses, organisations, framework)
    grounds = Evidence(compared, classes, stages, criteria, needs, supporters)
    recommended = recommend(grounds, framework)
    return Results(
        benchmarks=benchmarks,
        indicator_scores=indicator_scores,
        compared=compared,
        classes=classes,
        phases=assign_phases(responses, framework),
        peers=compare_to_peers(compared, organisations, PEER_LEVELS, similar.peers),
        services=services,
        needs=needs,
        actions=list_choices(responses, framework, "actions"),
        ranks=rank_units(overall.rename(columns={"organisation_code": "unit_code"})).rename(
            columns={"unit_code": "organisation_code"}
        ),
        stages=stages,
        criteria=criteria,
        programmes=sum_up_programmes(criteria),
        selection=select_for_support(criteria, organisations, _scores_of(compared, EXCELLENCE), reference),
        similar=similar.criteria,
        similar_peers=similar.peers,
        similar_eu=find_similar_eu(organisations, framework, reference),
        compared_eu=compare_to_eu(organisations, services, framework, reference),
        standings=share_published(compared, benchmarks, framework),
        evidence=weigh_evidence(responses, organisations, framework, framework.country_file.region_code),
        supporters=supporters,
        recommended=recommended,
        judged=list_judged(grounds, recommended, framework),
        wishes=list_wishes(responses, framework),
        concerns=list_concerns(responses, framework),
        incomes=list_incomes(responses, framework),
    )


def _scores_of(compared: pd.DataFrame, node_code: str) -> pd.DataFrame:
    return compared[compared["node_code"] == node_code][["organisation_code", "score"]]
