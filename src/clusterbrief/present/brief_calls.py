"""What the findings of a brief call for: each finding that names something to mend has its action."""

from collections.abc import Callable

import pandas as pd

from clusterbrief.analysis.profiles import Profile
from clusterbrief.present import rows
from clusterbrief.present.brief_findings import (
    BRONZE,
    LEGAL,
    Finding,
    chosen,
    criteria_missed,
    distance_to_eu,
    first_needs,
    legal_basis,
    missed_criteria,
    needs_named,
    row_of,
    services_lacking,
    shortest_service,
)
from clusterbrief.present.evidence_tables import NOT_SUPPORTED
from clusterbrief.present.recommendation_tables import Call
from clusterbrief.present.wording import half_up


def called_for(profile: Profile, reader: str) -> list[Call]:
    """What each finding of a reader calls for, in the order of the findings."""
    return [call for say in chosen(profile, reader) if say in CALLS for call in CALLS[say](profile)]


def widest_gaps(rows: pd.DataFrame, nodes: pd.DataFrame) -> list[Call]:
    """The indicators of each dimension or part that is furthest below the EU value; none where all reach it.

    ``rows``: one row per dimension or part, ``node_code`` and ``gap`` [points]. ``nodes``: the tree.
    """
    measured = rows.dropna(subset=["gap"])
    gaps = measured["gap"].map(half_up)
    furthest = measured.loc[(gaps == gaps.max()) & (gaps > 0), "node_code"]
    indicators = nodes[nodes["level"] == "indicator"]
    return [set(indicators.loc[indicators["parent_code"] == code, "node_code"]) for code in furthest]


def _widest(profile: Profile) -> list[Call]:
    return widest_gaps(rows.score_rows(profile, profile.unit_code), profile.tables["nodes"])


def _missed(profile: Profile) -> list[Call]:
    return [{f"{BRONZE}.{code}"} for code in missed_criteria(profile)["criterion_code"]]


def _service(profile: Profile) -> list[Call]:
    furthest = shortest_service(profile)
    return [{furthest["indicator_code"]}] if furthest and furthest["indicator_code"] else []


def _need(profile: Profile) -> list[Call]:
    """The need that is named first."""
    told = first_needs(rows.choice_rows(profile, profile.unit_code, "needs"))
    return [{code} for code in told["option_code"].head(1)]


def _law(profile: Profile) -> list[Call]:
    verdict = row_of(profile.tables["verdicts"], area_code=profile.unit_code, hypothesis_code=LEGAL)
    if verdict is None or verdict["verdict"] == NOT_SUPPORTED:
        return []
    row = row_of(profile.tables["evidence"], area_code=profile.unit_code, hypothesis_code=LEGAL, main=True)
    return [{row["item_code"]}] if row else []


CALLS: dict[Finding, Callable[[Profile], list[Call]]] = {
    distance_to_eu: _widest,
    criteria_missed: _missed,
    services_lacking: _service,
    legal_basis: _law,
    needs_named: _need,
}
