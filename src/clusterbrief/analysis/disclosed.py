"""What of an edition's results may be shown: every table passes disclosure control here, and nowhere else."""

from collections.abc import Mapping
from dataclasses import dataclass, fields

import pandas as pd

from clusterbrief.analysis.classes import CLUSTER_ORGANISATION, PROTO_CLUSTER, UNCLASSIFIED, UNKNOWN_PHASE
from clusterbrief.analysis.disclosed_answers import (
    disclose_criteria,
    disclose_evidence,
    disclose_ranked,
    disclose_ranked_by_class,
)
from clusterbrief.analysis.disclosed_recommendations import disclose_recommendations
from clusterbrief.analysis.disclosed_robustness import (
    DisclosedRobustness,
    disclose_correction,
    disclose_intervals,
    disclose_robustness,
)
from clusterbrief.analysis.disclosure import (
    Thresholds,
    disclose_counts,
    disclose_participation,
    disclose_peers,
    disclose_scores,
    disclose_shares,
)
from clusterbrief.analysis.judged_rules import count_judged
from clusterbrief.analysis.labels.programmes import count_criteria
from clusterbrief.analysis.marks import disclose_marks
from clusterbrief.analysis.models.answer_shares import count_answers
from clusterbrief.analysis.models.funding_path import disclose_income, income_nodes, summarise_income
from clusterbrief.analysis.needs import most_places, rank_by_area, rank_by_class
from clusterbrief.analysis.nonresponse import compare_with_invited
from clusterbrief.analysis.peer_overlaps import hide_overlaps, overlapping_groups
from clusterbrief.analysis.recommendations import recommend_for_area
from clusterbrief.analysis.republication.keeping_back import Kept, keep_back
from clusterbrief.analysis.republication.kept_cells import Setting
from clusterbrief.analysis.republication.same_answers import rules_by_question, same_answers
from clusterbrief.analysis.results import PEER_LEVELS, Results
from clusterbrief.analysis.stages import UNKNOWN_STAGE, count_stages, stage_order
from clusterbrief.analysis.summaries import (
    count_classes,
    count_phases,
    summarise_participation,
    summarise_scores,
    summarise_services,
)
from clusterbrief.analysis.uncertainty.robustness import Robustness
from clusterbrief.study.framework import Framework
from clusterbrief.study.framework_model import Role
from clusterbrief.study.intake import Study
from clusterbrief.study.programme_model import questions_read

PHASES = (CLUSTER_ORGANISATION, PROTO_CLUSTER, UNKNOWN_PHASE)


@dataclass(frozen=True)
class Disclosed:
    """Aggregates that may be shown, at printed precision. What a row is: see the functions that make it."""

    area_scores: pd.DataFrame
    class_counts: pd.DataFrame
    phase_counts: pd.DataFrame
    stage_counts: pd.DataFrame
    criteria: pd.DataFrame
    service_shares: pd.DataFrame
    needs: pd.DataFrame
    actions: pd.DataFrame
    class_needs: pd.DataFrame
    class_actions: pd.DataFrame
    evidence: pd.DataFrame
    verdicts: pd.DataFrame
    recommendations: pd.DataFrame
    wish: pd.DataFrame
    limits: pd.DataFrame
    income: pd.DataFrame
    participation: pd.DataFrame
    area_intervals: pd.DataFrame
    marks: pd.DataFrame
    peers: pd.DataFrame


@dataclass(frozen=True)
class Scope:
    """What disclosure control needs to know beside the results."""

    thresholds: Thresholds
    region_code: str
    country_codes: tuple[str, ...]
    framework: Framework


def scope_of(study: Study) -> Scope:
    """The thresholds and areas of an edition."""
    settings, framework = study.edition.settings, study.framework
    thresholds = Thresholds(**settings.disclosure.model_dump())
    return Scope(thresholds, framework.country_file.region_code, settings.countries, framework)


def disclose(
    results: Results,
    organisations: pd.DataFrame,
    invited: pd.DataFrame,
    scope: Scope,
    robustness: Robustness | None = None,
) -> Disclosed:
    """Summarise by area and pass every aggregate through disclosure control.

    ``robustness`` widens the intervals of means; without it they are those of chance alone.
    """
    thresholds, region_code, framework = scope.thresholds, scope.region_code, scope.framework
    area = (organisations, region_code)
    by_area = (thresholds, region_code)
    class_codes = [*[rule.code for rule in framework.classes.classes], UNCLASSIFIED]
    class_counts = disclose_counts(
        count_classes(results.classes, *area, class_codes), *by_area, "class_code", class_codes, [UNCLASSIFIED]
    )
    scores = disclose_scores(summarise_scores(results.compared, *area), *by_area, framework.nodes)
    services = summarise_services(results.services, *area)
    stages = stage_order(framework)
    evidence, verdicts = disclose_evidence(results.evidence, *by_area, framework)
    overlaps = overlapping_groups(results.compared, organisations, PEER_LEVELS, results.similar_peers, thresholds)
    choices = _choices(results, organisations, class_counts, scope)
    return Disclosed(
        area_scores=scores if robustness is None else disclose_intervals(scores, robustness.area_intervals),
        class_counts=class_counts,
        phase_counts=disclose_counts(
            count_phases(results.phases, *area, PHASES), *by_area, "phase", PHASES, [UNKNOWN_PHASE]
        ),
        stage_counts=disclose_counts(
            count_stages(results.stages, *area, stages), *by_area, "stage_code", stages, [UNKNOWN_STAGE]
        ),
        criteria=disclose_criteria(count_criteria(results.criteria, *area), *by_area, _questions_read(framework)),
        service_shares=disclose_shares(services, *by_area, ["kind", "service_code"], ["kind"]),
        **choices,
        evidence=evidence,
        verdicts=verdicts,
        recommendations=disclose_recommendations(_recommended(results, *area, framework), *by_area),
        wish=disclose_shares(count_answers(results.wishes, *area), *by_area, ["code"]),
        limits=disclose_shares(count_answers(results.concerns, *area), *by_area, ["code"]),
        income=disclose_income(summarise_income(results.incomes, *area, framework), *by_area, framework),
        participation=disclose_participation(summarise_participation(invited, *area, scope.country_codes), *by_area),
        area_intervals=disclose_correction(None if robustness is None else robustness.area_intervals, scores),
        marks=disclose_marks(results.compared, thresholds, organisations, scores),
        peers=hide_overlaps(disclose_peers(results.peers, thresholds), overlaps),
    )


def _recommended(results: Results, organisations: pd.DataFrame, region_code: str, framework: Framework) -> pd.DataFrame:
    """``recommend_for_area``, with of how many it can be told whether a rule helps them."""
    table = recommend_for_area(results.recommended, organisations, region_code, framework)
    judged = count_judged(results.judged, organisations, region_code).drop(columns="count")
    both = table.merge(judged, on=["area_code", "rule_code"], how="left", validate="1:1")
    return both.assign(judged=both["judged"].fillna(0).astype(int))


def _choices(
    results: Results, organisations: pd.DataFrame, class_counts: pd.DataFrame, scope: Scope
) -> dict[str, pd.DataFrame]:
    """Needs and actions in order, by area and by class of the region."""
    tables: dict[str, pd.DataFrame] = {}
    roles: tuple[tuple[Role, pd.DataFrame], ...] = (("needs", results.needs), ("actions", results.actions))
    for name, chosen in roles:
        most = most_places(scope.framework, name)
        ranked = rank_by_area(chosen, organisations, scope.region_code, most)
        region = ranked[ranked["area_code"] == scope.region_code]
        by_class = rank_by_class(chosen, results.classes, scope.region_code, most)
        tables[name] = disclose_ranked(ranked, scope.thresholds, scope.region_code)
        tables[f"class_{name}"] = disclose_ranked_by_class(
            region, by_class, class_counts, scope.thresholds, scope.region_code
        )
    return tables


def _questions_read(framework: Framework) -> Mapping[tuple[str, str], frozenset[str]]:
    return {
        (programme.code, criterion.code): questions_read(criterion.test)
        for programme in framework.programmes
        for criterion in programme.criteria
        if criterion.test is not None
    }


def keep_apart(study: Study, results: Results, tables: Mapping[str, pd.DataFrame]) -> Kept:
    """What was disclosed, with that hidden which earlier publications of the edition would give away, and how much."""
    scope = scope_of(study)
    framework = scope.framework
    rules = framework.classes.classes
    same, beside, sources = same_answers(framework), rules_by_question(framework), income_nodes(framework)
    setting = Setting(scope.thresholds, scope.region_code, framework.nodes, same, rules, beside, sources)
    internal = {"organisations": study.answers.organisations, **vars(results)}
    return keep_back(tables, internal, study.publications, setting)


@dataclass(frozen=True)
class Analysis:
    """Everything that an edition's answers amount to, and what of it may be shown."""

    results: Results
    robustness: Robustness
    disclosed: Disclosed
    firmness: DisclosedRobustness
    kept_back: pd.DataFrame  # as ``Kept.lost``
    nonresponse: pd.DataFrame  # compare_with_invited


def disclose_study(study: Study, results: Results, robustness: Robustness) -> Analysis:
    """What of an edition's results may be shown, by itself and after everything that was published of it."""
    scope = scope_of(study)
    shown = disclose(results, study.answers.organisations, study.edition.invited, scope, robustness)
    firmness = disclose_robustness(robustness, results.compared, study.framework, scope.thresholds)
    kept = keep_apart(study, results, {**vars(shown), **vars(firmness)})
    disclosed = Disclosed(**{each.name: kept.tables[each.name] for each in fields(Disclosed)})
    firm = DisclosedRobustness(**{each.name: kept.tables[each.name] for each in fields(DisclosedRobustness)})
    nonresponse = compare_with_invited(study.answers.organisations, study.edition.invited)
    return Analysis(results, robustness, disclosed, firm, kept.lost, nonresponse)
