"""Recommendations: which rules apply to an organisation, why, and in what order."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from clusterbrief.analysis.needs import most_places
from clusterbrief.analysis.recommendation_words import say_criteria, say_evidence, say_gaps, say_needs
from clusterbrief.analysis.summaries import by_area
from clusterbrief.study.framework import OVERALL, Framework
from clusterbrief.study.recommendation_model import CLASS, CRITERION, EVIDENCE, INDICATOR, NEED, STAGE

NOT_MET = "not met"
DECIMALS = 10  # of gaps and priorities that are compared, so that the last bit never parts equals
GROUNDS = {"organisation_code": str, "kind": str, "trigger_code": str, "severity": float, "words": str}
COLUMNS = {
    "organisation_code": str, "rule_code": str, "addressee": str, "priority": float, "rank": int, "evidence": str,
    "severity": float, "weight": float, "need": float,
}  # fmt: skip
BY_AREA = {
    "area_code": str, "rule_code": str, "addressee": str, "n": int, "count": int, "priority": float, "rank": "Int64",
}  # fmt: skip


def _empty(*columns: str) -> pd.DataFrame:
    return pd.DataFrame(columns=list(columns), dtype=object)


@dataclass(frozen=True)
class Evidence:
    """What speaks for a rule, one table for each kind of trigger; a table that is left out speaks for none."""

    compared: pd.DataFrame  # as compare_to_benchmarks gives it
    classes: pd.DataFrame = field(default_factory=lambda: _empty("organisation_code", "class_code"))
    stages: pd.DataFrame = field(default_factory=lambda: _empty("organisation_code", "stage_code"))
    criteria: pd.DataFrame = field(
        default_factory=lambda: _empty("organisation_code", "programme_code", "criterion_code", "status")
    )  # as evaluate_programmes gives it, with label, needed and answers where they are known
    needs: pd.DataFrame = field(default_factory=lambda: _empty("organisation_code", "option_code", "place"))
    supporters: pd.DataFrame = field(default_factory=lambda: _empty("organisation_code", "item_code", "has"))


def recommend(evidence: Evidence, framework: Framework) -> pd.DataFrame:
    """The rules that apply to each organisation, by priority = severity x weight x (1 + need).

    A rule applies where at least one of its triggers does, and never without evidence: an indicator with a gap above 0
    (of the comparable score to its benchmark), a published criterion that is not met, the organisation's class, its
    cluster's stage, a support need that it ranked, or an answer that supports a first hypothesis. What is unknown or
    was not answered triggers nothing. Nobody else's answers take part.

    Severity [0-1] is gap / 100 of an indicator. Of the other kinds it stands in settings.yml: 1 for an unmet criterion.

    Weight [0-1] is the share of an indicator in the overall score, by the weights of the tree, divided by the largest
    such share. It is that of the indicator that triggered the rule. For other triggers it is that of the indicator
    which shows whether the rule worked (``shown_by``), for an unmet criterion multiplied by how much its programme
    counts (``programmes`` in settings.yml).

    Need [0-1] is the place that the organisation gave to the support need which the same indicator, or a node above
    it, answers to (``needs`` in settings.yml), and of several the highest: (most + 1 - place) / most, 1 for a first
    place, 0 where it was not named or the question not answered. A need that triggers the rule is that need itself.

    Where several triggers hold, the one that gives the highest priority counts, of equals the first, and all are told.

    Parameters
    ----------
    evidence : Evidence
    framework : Framework
        ``recommendations`` has the rules.

    Returns
    -------
    DataFrame, one row per organisation and rule that applies
        ``organisation_code``, ``rule_code``, ``addressee``, ``priority`` [0-2], ``rank`` (1 is the most urgent, within
        organisation and addressee; priorities are rounded to ten decimals and equals share the best rank),
        ``evidence`` (every trigger with its figures, in words), and ``severity``, ``weight`` and ``need`` of the
        trigger that counts. By organisation, then addressee in the order of settings.yml, rank and place in the files.
    """
    triggers = list_triggers(framework)
    grounds = _gather(evidence, framework).merge(triggers, on=["kind", "trigger_code"], how="inner")
    units = pd.Index(sorted(grounds["organisation_code"].unique()))
    needs = _needs_met(evidence.needs, units, triggers, framework)
    found = grounds.assign(need=needs[units.get_indexer(grounds["organisation_code"]), grounds["trigger"].astype(int)])
    found["priority"] = found["severity"] * found["weight"] * (1 + found["need"])
    found["rounded"] = found["priority"].round(DECIMALS)
    keys = ["organisation_code", "rule"]
    told = _join_words(found.sort_values([*keys, "trigger"]), keys)
    strongest = found.sort_values([*keys, "rounded", "trigger"], ascending=[True, True, False, True])
    applying = strongest.drop_duplicates(keys).merge(told, on=keys, how="left", validate="1:1")
    within = [applying["organisation_code"], applying["addressee"]]
    applying["rank"] = applying["rounded"].groupby(within).rank(method="min", ascending=False)
    order = {term.code: place for place, term in enumerate(framework.recommendations.settings.addressees)}
    applying = applying.assign(reader=applying["addressee"].map(order))
    applying = applying.sort_values(["organisation_code", "reader", "rank", "rule"], ignore_index=True)
    return applying[list(COLUMNS)].astype(COLUMNS)  # also where there are no rows


def recommend_for_area(
    recommended: pd.DataFrame, organisations: pd.DataFrame, region_code: str, framework: Framework
) -> pd.DataFrame:
    """How many organisations of the region and of each country every rule would help, and how urgent it is there.

    Undisclosed: pass it through ``disclosure.disclose_shares`` with the key ``rule_code``, then ``rank_shown``.

    Parameters
    ----------
    recommended : DataFrame, one row per organisation and rule that applies
        As ``recommend`` gives it.
    organisations : DataFrame, one row per organisation
        ``organisation_code`` and ``country_code``.
    region_code : str
        The area that is the sum of the others.
    framework : Framework

    Returns
    -------
    DataFrame, one row per area and rule, the region first
        ``area_code``, ``rule_code``, ``addressee``, ``n`` (organisations of the area), ``count`` (to which the rule
        applies), ``priority`` (the mean over all ``n``, 0 where the rule does not apply) and ``rank`` (within area and
        addressee; missing where the rule helps nobody). By area, addressee, rank and place in the files.
    """
    settings, rules = framework.recommendations.settings, framework.recommendations.rules
    sizes = by_area(organisations[["organisation_code"]], organisations, region_code).groupby("area_code").size()
    areas = sorted(sizes.index, key=lambda code: (code != region_code, code))
    every = pd.MultiIndex.from_product([areas, [rule.code for rule in rules]], names=["area_code", "rule_code"])
    placed = by_area(recommended[["organisation_code", "rule_code", "priority"]], organisations, region_code)
    groups = placed.groupby(["area_code", "rule_code"])["priority"]
    table = groups.agg(count="size", total="sum").reindex(every, fill_value=0).reset_index()
    table["n"] = table["area_code"].map(sizes)
    table["priority"] = table["total"] / table["n"]
    table["addressee"] = table["rule_code"].map({rule.code: rule.addressee for rule in rules})
    table["rank"] = _rank_in_area(table.assign(priority=table["priority"].where(table["count"] > 0)))
    order = {term.code: place for place, term in enumerate(settings.addressees)}
    table = table.assign(
        area=table["area_code"].map({code: place for place, code in enumerate(areas)}),
        reader=table["addressee"].map(order),
        place=table["rule_code"].map({rule.code: place for place, rule in enumerate(rules)}),
    ).sort_values(["area", "reader", "rank", "place"], ignore_index=True)
    return table[list(BY_AREA)].astype(BY_AREA)  # also where there are no rows


def rank_shown(shown: pd.DataFrame) -> pd.DataFrame:
    """A disclosed table of areas and rules without what would give a hidden count away.

    Of a rule with one constant severity, such as an unmet criterion, the mean priority tells the count, and a rank
    bounds it. So both go where the count is hidden, and rules are ranked again among those whose count is shown.

    Parameters
    ----------
    shown : DataFrame, one row per area and rule
        What ``disclosure.disclose_shares`` makes of ``recommend_for_area``: ``count`` is NaN where hidden.

    Returns
    -------
    DataFrame, one row per row of ``shown``, in the same order
        ``priority`` and ``rank`` missing where the count is hidden; ``rank`` also where the rule helps nobody.
    """
    safe = shown.assign(priority=shown["priority"].astype(float).mask(shown["count"].isna()))
    helped = safe["count"].fillna(0) > 0
    return safe.assign(rank=_rank_in_area(safe.assign(priority=safe["priority"].where(helped))))


def list_triggers(framework: Framework) -> pd.DataFrame:
    """Every trigger of every rule, with its weight.

    Returns
    -------
    DataFrame, one row per rule and trigger, in the order of the files
        ``rule`` and ``trigger`` (places, from 0), ``rule_code``, ``addressee``, ``kind`` (indicator, criterion, class,
        stage, need or piece of evidence), ``trigger_code`` (of a criterion programme.criterion), ``node_code`` (the
        indicator whose weight and needs count) and ``weight`` [0-1].
    """
    library = framework.recommendations
    rows = [
        (place, rule.code, rule.addressee, kind, code, code if kind == INDICATOR else rule.shown_by)
        for place, rule in enumerate(library.rules)
        for kind, _, codes in rule.triggers.by_kind()
        for code in codes
    ]
    table = pd.DataFrame(rows, columns=["rule", "rule_code", "addressee", "kind", "trigger_code", "node_code"])
    programme = table["trigger_code"].where(table["kind"] == CRITERION).str.split(".").str[0]
    counts = programme.map(library.settings.programmes).fillna(1.0)
    weight = table["node_code"].map(indicator_weights(framework)).astype(float) * counts.astype(float)
    return table.assign(trigger=range(len(table)), weight=weight)


def indicator_weights(framework: Framework) -> pd.Series:
    """Each indicator's share in the overall score, divided by the largest such share [0-1], by indicator."""
    nodes = framework.nodes.set_index("node_code")
    share = nodes["weight"] / nodes.groupby("parent_code")["weight"].transform("sum").replace(0.0, 1.0)
    whole = {OVERALL: 1.0}
    for code, parent in nodes["parent_code"].items():
        whole[code] = whole[parent] * share[code] if parent else 1.0
    shares = pd.Series({code: whole[code] for code in framework.indicators}, dtype=float)
    return shares / (shares.max() or 1.0)


def _gather(evidence: Evidence, framework: Framework) -> pd.DataFrame:
    """Everything that may trigger a rule: organisation, kind and code of the trigger, severity and words."""
    severity = framework.recommendations.settings.severity
    short = evidence.compared[evidence.compared["gap"].astype(float).round(DECIMALS) > 0]
    short = short[short["node_code"].isin(list(framework.indicators))]
    unmet = evidence.criteria[evidence.criteria["status"] == NOT_MET]
    named = evidence.needs[evidence.needs["place"].notna()]
    supporting = evidence.supporters[evidence.supporters["has"].astype(bool)]
    parts = [
        _part(short, INDICATOR, short["node_code"], short["gap"] / 100, say_gaps(short, framework)),
        _part(
            unmet,
            CRITERION,
            unmet["programme_code"].astype(str) + "." + unmet["criterion_code"].astype(str),
            severity.criterion,
            say_criteria(unmet, framework),
        ),
        _of_group(evidence.classes, CLASS, severity.classes, {c.code: c.label for c in framework.classes.classes}),
        _of_group(evidence.stages, STAGE, severity.stages, {s.code: s.label for s in framework.stages.stages}),
        _part(named, NEED, named["option_code"], severity.need, say_needs(named, framework)),
        _part(supporting, EVIDENCE, supporting["item_code"], severity.evidence, say_evidence(supporting, framework)),
    ]
    return pd.concat(parts, ignore_index=True).astype(GROUNDS)


def _part(table: pd.DataFrame, kind: str, codes: pd.Series, severity: Any, words: Any) -> pd.DataFrame:
    columns = {"kind": kind, "trigger_code": codes, "severity": severity, "words": words}
    return table[["organisation_code"]].assign(**columns).astype(GROUNDS)


def _of_group(table: pd.DataFrame, kind: str, severity: dict[str, float], labels: dict[str, str]) -> pd.DataFrame:
    """Classes or stages: a code without a label, such as unknown, triggers nothing."""
    column = f"{kind}_code"
    known = table[table[column].isin(list(labels))]
    words = f"{kind.capitalize()}: " + known[column].map(labels).str.lower()
    if "decided_by" in known:
        words = words + " (" + known["decided_by"].astype(str) + ")"
    return _part(known, kind, known[column], known[column].map(severity), words)


def _needs_met(needs: pd.DataFrame, units: pd.Index, triggers: pd.DataFrame, framework: Framework) -> np.ndarray:
    """How strongly each organisation ranked the need that each trigger answers to, organisations by triggers, 0-1."""
    most = most_places(framework, "needs")
    answering = framework.recommendations.settings.needs
    codes = sorted({*answering, *triggers.loc[triggers["kind"] == NEED, "trigger_code"]})
    wide = needs.pivot(index="organisation_code", columns="option_code", values="place").astype(float)
    places = wide.reindex(index=units, columns=codes).to_numpy(dtype=float)
    strength = np.nan_to_num(((most + 1 - places) / most).clip(0, 1))
    parents = dict(zip(framework.nodes["node_code"], framework.nodes["parent_code"], strict=True))
    met = np.zeros((len(units), len(triggers)))
    for column, need in enumerate(codes):
        nodes = set(answering.get(need, ()))
        answers = [
            each.trigger_code == need if each.kind == NEED else bool(nodes & _with_parents(each.node_code, parents))
            for each in triggers.itertuples()
        ]
        met = np.maximum(met, strength[:, [column]] * np.array(answers, dtype=float))
    return met


def _with_parents(code: str, parents: dict[str, str]) -> set[str]:
    found = {code}
    while code := parents.get(code, ""):
        found.add(code)
    return found


def _join_words(ordered: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """All words of a group in one, in the order of the rows, which are sorted by the keys."""
    first = ~ordered.duplicated(keys)
    starts, words = np.flatnonzero(first), ordered["words"].tolist()
    ends = np.append(starts, len(words))[1:]
    joined = ["; ".join(words[start:end]) for start, end in zip(starts, ends, strict=True)]
    return ordered.loc[first, keys].assign(evidence=pd.Series(joined, index=ordered.index[starts], dtype=str))


def _rank_in_area(table: pd.DataFrame) -> pd.Series:
    rounded = table["priority"].astype(float).round(DECIMALS)
    keys = [table["area_code"], table["addressee"]]
    return rounded.groupby(keys).rank(method="min", ascending=False).astype("Int64")
