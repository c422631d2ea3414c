"""Classes and phases: fixed rules on one organisation's own results; nobody else's answers decide."""

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from clusterbrief.study.answers import ANSWERED, INVALID
from clusterbrief.study.framework import Framework
from clusterbrief.study.framework_model import ClassRule, PhaseRule

UNCLASSIFIED = "unclassified"
CLUSTER_ORGANISATION, PROTO_CLUSTER, UNKNOWN_PHASE = "cluster organisation", "proto-cluster", "unknown"
JOINT = "; "  # between conditions: their labels may have commas
TOLERANCE = 1e-9  # an attainment of exactly the limit must not fail on the last bit of a quotient


def assign_classes(compared: pd.DataFrame, framework: Framework) -> pd.DataFrame:
    """The class of each organisation, by the first rule of classes.yml that holds.

    Parameters
    ----------
    compared : DataFrame, one row per organisation and node
        ``organisation_code``, ``node_code``, ``level``, ``attainment``.
    framework : Framework

    Returns
    -------
    DataFrame, one row per organisation
        ``organisation_code``, ``class_code`` (unclassified without an overall attainment), ``attainment``
        (overall), ``weakest_block`` and ``strongest_dimension`` (their attainment) and ``decided_by``, the rule in
        words with the figures that met it.
    """
    wide = compared.pivot(index="organisation_code", columns="node_code", values="attainment")
    wide = wide.reindex(columns=list(framework.nodes["node_code"])).astype(float)
    codes = framework.nodes.groupby("level")["node_code"].agg(list)
    blocks, dimensions = wide[codes["block"]], wide[codes["dimension"]]
    figures = pd.DataFrame(
        {
            "attainment": wide["overall"],
            # a block without attainment cannot be shown to reach the least, so the weakest is unknown
            "weakest_block": blocks.min(axis="columns", skipna=False),
            "strongest_dimension": dimensions.max(axis="columns"),
        }
    )
    labels = framework.nodes.set_index("node_code")["label"]
    weakest = _highest(-blocks).map(labels)
    strongest = _highest(dimensions).map(labels)
    rules = framework.classes.classes
    decided = decide_classes(
        figures["attainment"].to_numpy(),
        figures["weakest_block"].to_numpy(),
        figures["strongest_dimension"].to_numpy(),
        rules,
    )
    rows = [
        {"organisation_code": code, **row, **_classify(row, (weakest[code], strongest[code]), rules, place)}
        for (code, row), place in zip(figures.to_dict("index").items(), decided, strict=True)
    ]
    columns = ["organisation_code", "class_code", "attainment", "weakest_block", "strongest_dimension", "decided_by"]
    kinds = dict.fromkeys(columns, str) | dict.fromkeys(figures.columns, float)
    return pd.DataFrame(rows, columns=columns).astype(kinds)  # also where there are no rows


def decide_classes(
    attainment: npt.NDArray[np.float64],
    weakest_block: npt.NDArray[np.float64],
    strongest_dimension: npt.NDArray[np.float64],
    rules: Sequence[ClassRule],
) -> npt.NDArray[np.int8]:
    """Place in ``rules`` of the first rule that holds, for arrays of any one shape.

    Parameters
    ----------
    attainment, weakest_block, strongest_dimension : ndarray of float
        Attainment overall, in the weakest block and in the strongest dimension; NaN where unknown. What is
        unknown reaches no limit, and without an overall attainment no rule holds.
    rules : sequence of ClassRule
        In the order in which they are tried.

    Returns
    -------
    ndarray of int
        From 0; -1 where no rule holds: unclassified.

    Examples
    --------
    >>> from clusterbrief.study.framework_model import ClassRule
    >>> high = ClassRule.model_construct(code="high", attainment_least=1.0)
    >>> rest = ClassRule.model_construct(code="rest")
    >>> figures = [np.array([1.2, 0.4, np.nan])] * 3
    >>> decide_classes(*figures, [high, rest]).tolist()
    [0, 1, -1]
    """

    def reaches(figure: npt.NDArray[np.float64], least: float | None) -> npt.NDArray[np.bool_] | bool:
        return least is None or figure >= least - TOLERANCE

    places = np.full(attainment.shape, -1, dtype=np.int8)
    open_still = ~np.isnan(attainment)
    for place, rule in enumerate(rules):
        below = rule.attainment_below is None or attainment < rule.attainment_below - TOLERANCE
        holds = (
            open_still
            & below
            & reaches(attainment, rule.attainment_least)
            & reaches(weakest_block, rule.each_block_least)
            & reaches(strongest_dimension, rule.any_dimension_least)
        )
        places[holds] = place
        open_still &= ~holds
    return places


def _classify(
    figures: dict[str, float], named: tuple[str, str], rules: Sequence[ClassRule], place: int
) -> dict[str, str]:
    if place >= 0:
        return {"class_code": rules[place].code, "decided_by": _in_words(rules, place, figures, named)}
    unscored = pd.isna(figures["attainment"])
    reason = "no overall score: too little was answered" if unscored else "no rule applies"
    return {"class_code": UNCLASSIFIED, "decided_by": reason}


def _in_words(rules: Sequence[ClassRule], place: int, figures: dict[str, float], named: tuple[str, str]) -> str:
    """The figures that met a rule, and those that fell short of an earlier one whose limit overall was reached.

    Blocks and dimensions are named: who reads scores of parts must not take one of them for a dimension.
    """
    parts = [f"attainment {_ratio(figures['attainment'])} overall"]
    for rule in rules[: place + 1]:
        if rule.attainment_least is not None and figures["attainment"] < rule.attainment_least - TOLERANCE:
            if float(_ratio(figures["attainment"])) >= rule.attainment_least:
                parts.append(f"rounded up from under the {rule.attainment_least} of {rule.plural.lower()}")
            continue
        block, dimension = figures["weakest_block"], figures["strongest_dimension"]
        for figure, where, unknown, least in (
            (block, f"the weakest block “{named[0]}”", "not known in every block", rule.each_block_least),
            (dimension, f"the strongest dimension “{named[1]}”", "not known in a dimension", rule.any_dimension_least),
        ):
            met = rule is rules[place]
            if least is None or (not met and figure >= least - TOLERANCE):
                continue
            words = unknown if math.isnan(figure) else f"{_ratio(figure, None if met else least)} in {where}"
            parts.append(words if met else f"{words}, where {rule.plural.lower()} reach at least {float(least)}")
    return ", ".join(parts)


def _highest(table: pd.DataFrame) -> pd.Series:
    """The column with the highest figure of each row, of equals the first; none where there are no columns."""
    if table.columns.empty:
        return pd.Series("", index=table.index, dtype=str)
    places = table.fillna(-math.inf).to_numpy().argmax(axis=1)
    return pd.Series(table.columns[places], index=table.index, dtype=str)


def _ratio(figure: float, below: float | None = None) -> str:
    """A ratio with two decimals, or as many as tell it from a limit that it is below.

    Half goes up, as in the percentages that are printed of it.
    """
    text = f"{math.floor(round(figure * 100, 9) + 0.5) / 100:.2f}" if not math.isnan(figure) else ""
    if below is None or not text or float(text) < below:
        return text
    return f"just under {below:.2f}"


def assign_phases(responses: pd.DataFrame, framework: Framework) -> pd.DataFrame:
    """Whether each organisation acts as a cluster organisation or as a proto-cluster.

    A cluster organisation meets every condition of classes.yml; one that fails any is a proto-cluster;
    where none is failed but some answer is missing, the phase is unknown.

    Returns
    -------
    DataFrame, one row per organisation
        ``organisation_code``, ``phase``, ``phase_decided_by`` (the conditions that were not met, or not answered),
        ``phase_despite`` (those that are met by what was said, with an amount of 0, which is told) and
        ``phase_unusable`` (those of ``phase_decided_by`` on which something was answered that could not be used).
    """
    answered = responses[responses["state"] == ANSWERED]
    invalid = responses[responses["state"] == INVALID]
    unusable = set(zip(invalid["organisation_code"], invalid["question_code"], strict=True))
    values = answered.pivot(index="organisation_code", columns="question_code", values="value")
    values = values.reindex(sorted(responses["organisation_code"].unique()))
    rules = framework.classes.cluster_organisation
    rows = []
    for code in values.index:
        met = {
            rule.label: _meets(values.at[code, rule.question] if rule.question in values else None, rule)
            for rule in rules
        }
        failed = [label for label, answer in met.items() if answer is False]
        unknown = [label for label, answer in met.items() if answer is None]
        lost = [rule.label for rule in rules if met[rule.label] is None and (code, rule.question) in unusable]
        phase = PROTO_CLUSTER if failed else UNKNOWN_PHASE if unknown else CLUSTER_ORGANISATION
        despite = [
            f"{rule.label} ({_nothing(rule, framework)})"
            for rule in rules
            if met[rule.label] and _is_nothing(values, code, rule)
        ]
        told = "" if failed else JOINT.join(lost)
        rows.append((code, phase, JOINT.join(failed or unknown), JOINT.join(despite), told))
    columns = ["organisation_code", "phase", "phase_decided_by", "phase_despite", "phase_unusable"]
    return pd.DataFrame(rows, columns=columns, dtype=str)


def _nothing(rule: PhaseRule, framework: Framework) -> str:
    """An amount of 0 with its unit."""
    return f"0 {framework.questions[rule.amount].unit}".strip() if rule.amount else ""


def _is_nothing(values: pd.DataFrame, code: str, rule: PhaseRule) -> bool:
    """Whether the amount that goes with a condition is answered with 0."""
    value = values.at[code, rule.amount] if rule.amount in values else None
    return not pd.isna(value) and float(str(value)) == 0


def _meets(value: object, rule: PhaseRule) -> bool | None:
    """Whether an answer meets a condition; None where there is no answer."""
    if value is None or (isinstance(value, float) and pd.isna(value)):
        return None
    if rule.least is not None:
        return float(str(value)) >= rule.least
    chosen = value if isinstance(value, tuple) else (value,)
    return any(each in rule.options for each in chosen)
