"""The profile of a private sheet: one organisation's own results."""

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from clusterbrief.analysis.benchmarks import measure
from clusterbrief.analysis.cutting.edition_words import edition_facts
from clusterbrief.analysis.disclosed import Analysis
from clusterbrief.analysis.disclosure import round_half_up
from clusterbrief.analysis.peers import COUNTRY, REGION
from clusterbrief.analysis.profiles import Profile
from clusterbrief.study.framework import Framework
from clusterbrief.study.intake import Study


def cut_organisations(study: Study, analysis: Analysis, shared: Mapping[str, pd.DataFrame]) -> Iterator[Profile]:
    """The profile of each organisation's private sheet, in the order of the respondents."""
    disclosed = analysis.disclosed
    shared = {
        **shared,
        "marks": disclosed.marks[disclosed.marks["node_code"] == "overall"],
        "benchmarks": analysis.results.benchmarks,
    }
    rows_of = OwnRows()
    everyones = _everyones_tables(study, analysis)
    for organisation in study.answers.organisations.to_dict("records"):
        own = {name: rows_of(table, organisation["organisation_code"]) for name, table in everyones.items()}
        areas = {REGION: study.framework.country_file.region_code, COUNTRY: organisation["country_code"]}
        own["area_medians"] = area_medians(own["own_scores"], disclosed.area_scores, areas)
        facts = _facts(organisation, study, analysis, rows_of, own["peers"])
        yield Profile("organisation", organisation["organisation_code"], "private", facts, {**shared, **own})


def area_medians(own: pd.DataFrame, area_scores: pd.DataFrame, areas: Mapping[str, str]) -> pd.DataFrame:
    """The published medians of what the organisation itself has no score for, and so is no part of.

    Peers are set beside a score of one's own; without one there is nobody to leave out of the median of an area.
    """
    unscored = own.loc[own["score"].isna(), "node_code"]
    groups = {area_code: peers for peers, area_code in areas.items()}
    shown = area_scores[area_scores["area_code"].isin(list(groups)) & area_scores["node_code"].isin(list(unscored))]
    table = shown[["node_code", "median"]].assign(peers=shown["area_code"].map(groups).astype(str))
    return table.reset_index(drop=True)


def _everyones_tables(study: Study, analysis: Analysis) -> dict[str, pd.DataFrame]:
    """The tables of which each private sheet shows its organisation's own rows, as they are printed."""
    results, robustness = analysis.results, analysis.robustness
    return {
        "own_scores": _at_printed_precision(results.compared),
        "peers": analysis.disclosed.peers,
        "own_services": results.services,
        "own_criteria": results.criteria,
        "own_programmes": results.programmes,
        "own_standings": results.standings,
        "own_class_shares": robustness.class_shares,
        "own_setting_changes": _with_label(robustness.setting_changes, study.framework),
        "own_recommendations": results.recommended,
        "own_eu": results.compared_eu,
        "similar_eu": results.similar_eu,
        "own_findings": _with_question(study.answers.findings, study.framework),
    }


class OwnRows:
    """The rows of one organisation in any table, found once for all organisations."""

    def __init__(self) -> None:
        self.found: dict[int, tuple[pd.DataFrame, pd.DataFrame, dict[str, Any]]] = {}  # tables are held: see TableTexts

    def __call__(self, table: pd.DataFrame, code: str) -> pd.DataFrame:
        """The rows of an organisation, without its code."""
        if id(table) not in self.found:
            places = dict(table.groupby("organisation_code", sort=False).indices)
            self.found[id(table)] = table, table.drop(columns="organisation_code"), places
        _, rest, places = self.found[id(table)]
        return rest.take(places.get(code, [])).reset_index(drop=True)


def _facts(
    organisation: Mapping[str, Any], study: Study, analysis: Analysis, rows_of: OwnRows, peers: pd.DataFrame
) -> dict[str, Any]:
    """Single values of an organisation; ``peers`` are its own rows of that table."""
    results = analysis.results
    country = study.framework.countries[organisation["country_code"]]

    def row(table: pd.DataFrame) -> pd.Series:
        return rows_of(table, organisation["organisation_code"]).iloc[0]

    decided, phase = row(results.classes), row(results.phases)
    return {
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
        "phase_despite": phase["phase_despite"],
        "phase_unusable": phase["phase_unusable"],
        **_stage_facts(row(results.stages)),
        **_similar_facts(row(results.similar), peers),
        **_interval_facts(row(analysis.robustness.organisation_intervals)),
    }


def _with_question(findings: pd.DataFrame, framework: Framework) -> pd.DataFrame:
    """Findings with the text of the question that they are about."""
    texts = {code: question.text for code, question in framework.questions.items()}
    kept = findings[["organisation_code", "cell", "question_code", "kind", "problem", "action"]]
    return kept.assign(question=kept["question_code"].map(texts).fillna(""))


def _at_printed_precision(scores: pd.DataFrame) -> pd.DataFrame:
    """Scores in whole points with the gap between them; attainment is the exact one, on which the class rests."""
    points = ["score", "comparable_score", "benchmark"]
    rounded = measure(scores.assign(**round_half_up(scores[points])))
    attainment = round_half_up(scores[["attainment"]], 2)["attainment"]
    return rounded.assign(attainment=attainment, coverage=rounded["coverage"].round(2))


def _rounded(share: float) -> float | None:
    return None if pd.isna(share) else round(float(share), 2)


def _stage_facts(stage: pd.Series) -> dict[str, Any]:
    return {
        "stage_code": stage["stage_code"],
        "stage_runner_up": stage["runner_up"],
        "stage_margin": None if pd.isna(stage["margin"]) else float(stage["margin"]),
        "stage_features": int(stage["features_answered"]),
        "stage_decided_by": stage["decided_by"],
    }


def _similar_facts(similar: pd.Series, peers: pd.DataFrame) -> dict[str, Any]:
    overall = peers[(peers["peers"] == "similar") & (peers["node_code"] == "overall")]
    return {
        "similar_criteria": similar["criteria"],
        "similar_n": int(similar["n"]),
        "similar_dropped": similar["dropped"],
        "similar_hidden": overall["hidden_because"].iloc[0] if len(overall) else "",
    }


def _interval_facts(intervals: pd.Series) -> dict[str, Any]:
    rounded = round_half_up(intervals[["score_low", "score_high"]].to_frame().T).iloc[0]
    return {str(name): None if pd.isna(points) else float(points) for name, points in rounded.items()}


def _with_label(changes: pd.DataFrame, framework: Framework) -> pd.DataFrame:
    """Single settings that change the class, with the label of their indicator."""
    indicators = {code: each.label for code, each in framework.indicators.items()}
    single = changes[changes["setting_code"].isin(indicators)]
    return single.assign(label=single["setting_code"].map(indicators)).reset_index(drop=True)
