"""Of which organisations it can be told whether a recommendation applies: who answered what would trigger it."""

import pandas as pd

from clusterbrief.analysis.recommendations import DECIMALS, NOT_MET, Evidence, list_triggers
from clusterbrief.analysis.summaries import by_area
from clusterbrief.study.framework import Framework
from clusterbrief.study.recommendation_model import CLASS, CRITERION, EVIDENCE, INDICATOR, NEED, STAGE

MET = "met"
JUDGED = {"organisation_code": str, "rule_code": str, "applies": bool}
KNOWN = ["organisation_code", "kind", "trigger_code"]


def list_judged(evidence: Evidence, recommended: pd.DataFrame, framework: Framework) -> pd.DataFrame:
    """Organisations of which at least one trigger of a rule is known to hold, or not to. Undisclosed.

    To all others it cannot apply, and that is no secret: who answered which question is printed everywhere.

    Parameters
    ----------
    evidence : Evidence
        As for ``recommendations.recommend``.
    recommended : DataFrame, one row per organisation and rule that applies
        As ``recommendations.recommend`` gives it.
    framework : Framework

    Returns
    -------
    DataFrame, one row per organisation and rule
        ``organisation_code``, ``rule_code`` and ``applies``.
    """
    triggers = list_triggers(framework)[["rule_code", "kind", "trigger_code"]]
    judged = _known(evidence, framework).merge(triggers, on=KNOWN[1:], how="inner")
    judged = judged[["organisation_code", "rule_code"]].drop_duplicates()
    applying = recommended[["organisation_code", "rule_code"]].assign(applies=True)
    both = judged.merge(applying, on=["organisation_code", "rule_code"], how="left")
    both = both.assign(applies=both["applies"].eq(True))
    both = both.sort_values(["organisation_code", "rule_code"], ignore_index=True)
    return both[list(JUDGED)].astype(JUDGED)  # also where there are no rows


def _known(evidence: Evidence, framework: Framework) -> pd.DataFrame:
    """Every trigger of which an organisation's answers say whether it holds: one row each, ``KNOWN``."""
    compared = evidence.compared
    compared = compared[compared["gap"].astype(float).round(DECIMALS).notna()]
    compared = compared[compared["node_code"].isin(list(framework.indicators))]
    criteria = evidence.criteria[evidence.criteria["status"].isin([MET, NOT_MET])]
    supporters = evidence.supporters
    told = supporters["n"].astype(bool) if "n" in supporters else pd.Series(True, index=supporters.index)
    parts = [
        _rows(compared, INDICATOR, compared["node_code"]),
        _rows(
            criteria, CRITERION, criteria["programme_code"].astype(str) + "." + criteria["criterion_code"].astype(str)
        ),
        *(_each_of(evidence.classes, CLASS, [each.code for each in framework.classes.classes])),
        *(_each_of(evidence.stages, STAGE, [each.code for each in framework.stages.stages])),
        _rows(evidence.needs, NEED, evidence.needs["option_code"]),
        _rows(supporters[told], EVIDENCE, supporters.loc[told, "item_code"]),
    ]
    return pd.concat(parts, ignore_index=True).astype(str)


def _rows(table: pd.DataFrame, kind: str, codes: pd.Series) -> pd.DataFrame:
    return table[["organisation_code"]].assign(kind=kind, trigger_code=codes).astype(str)


def _each_of(table: pd.DataFrame, kind: str, codes: list[str]) -> list[pd.DataFrame]:
    """Who is in one of some classes or stages is known not to be in the others."""
    known = table[table[f"{kind}_code"].isin(codes)]
    return [_rows(known, kind, pd.Series(code, index=known.index, dtype=str)) for code in codes]


def count_judged(judged: pd.DataFrame, organisations: pd.DataFrame, region_code: str) -> pd.DataFrame:
    """Of how many organisations of each area it can be told whether a rule applies, and to how many it does.

    Returns
    -------
    DataFrame, one row per area and rule
        ``area_code``, ``rule_code``, ``judged`` and ``count``. No row where it can be told of nobody.
    """
    placed = by_area(judged, organisations, region_code)
    counts = placed.groupby(["area_code", "rule_code"], sort=False)["applies"].agg(judged="size", count="sum")
    return counts.astype(int).reset_index()
