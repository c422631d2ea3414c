"""How far results would move had other defensible choices been made, and how often they would not.

These tables are undisclosed: an area's interval passes ``disclosure`` before it reaches a page.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from clusterbrief.analysis.classes import UNCLASSIFIED
from clusterbrief.analysis.uncertainty.alternatives import compare_alternatives
from clusterbrief.analysis.uncertainty.class_settings import move_settings
from clusterbrief.analysis.uncertainty.scenario_scores import (
    Outcomes,
    Prepared,
    class_codes,
    classify,
    evaluate,
    prepare,
    rank_rows,
)
from clusterbrief.analysis.uncertainty.scenarios import Array, describe_uncertainty
from clusterbrief.analysis.uncertainty.sensitivity import share_variance
from clusterbrief.analysis.uncertainty.simulation import Respondents, Simulated, place_respondents, simulate
from clusterbrief.study.framework import Framework
from clusterbrief.study.reference import ReferenceTables
from clusterbrief.study.robustness_model import Interval

AREA_KINDS = {
    "area_code": str, "node_code": str, "level": str, "invited": int, "n": int, "comparable_score": float,
    "low_plain": float, "high_plain": float, "low_corrected": float, "high_corrected": float, "low": float,
    "high": float,
}  # fmt: skip


@dataclass(frozen=True)
class Robustness:
    """How firm the results are; undisclosed. What a row is: see the function that makes it."""

    organisation_intervals: pd.DataFrame  # organisation_intervals
    class_shares: pd.DataFrame  # class_shares
    kept_classes: pd.DataFrame  # kept_classes
    area_intervals: pd.DataFrame  # area_intervals
    setting_counts: pd.DataFrame  # class_settings.move_settings
    setting_changes: pd.DataFrame  # class_settings.move_settings
    sensitivity: pd.DataFrame  # sensitivity.share_variance
    organisation_sensitivity: pd.DataFrame  # sensitivity.share_variance
    alternatives: pd.DataFrame  # alternatives.compare_alternatives
    alternative_ranks: pd.DataFrame  # alternatives.compare_alternatives


def analyse_robustness(
    indicator_scores: pd.DataFrame,
    organisations: pd.DataFrame,
    invited: pd.DataFrame,
    framework: Framework,
    benchmarks: pd.DataFrame,
    reference: ReferenceTables,
) -> Robustness:
    """Run the scenarios and the alternatives of robustness.yml.

    Parameters
    ----------
    indicator_scores : DataFrame, one row per organisation and indicator
        As ``score_indicators`` gives it.
    organisations : DataFrame, one row per respondent
        ``organisation_code``, ``country_code``.
    invited : DataFrame, one row per invited organisation
        ``country_code``.
    framework, benchmarks, reference
        As for ``resolve_benchmarks``, and what it gives.
    """
    limits = framework.robustness
    uncertainty = describe_uncertainty(framework, benchmarks, reference)
    prepared = prepare(indicator_scores, benchmarks, framework)
    nominal = evaluate(prepared, uncertainty.nominal())
    areas = place_respondents(prepared, organisations, invited, framework.country_file.region_code)
    simulated = simulate(prepared, uncertainty.draw(), areas, limits.seed)
    setting_counts, setting_changes = move_settings(prepared, uncertainty, framework)
    sensitivity, organisation_sensitivity = share_variance(prepared, uncertainty)
    alternatives, alternative_ranks = compare_alternatives(indicator_scores, framework, benchmarks)
    return Robustness(
        organisation_intervals=organisation_intervals(prepared, nominal, simulated, limits.interval),
        class_shares=class_shares(prepared, simulated),
        kept_classes=kept_classes(prepared, nominal, simulated),
        area_intervals=area_intervals(prepared, nominal, simulated, areas, limits.interval),
        setting_counts=setting_counts,
        setting_changes=setting_changes,
        sensitivity=sensitivity,
        organisation_sensitivity=organisation_sensitivity,
        alternatives=alternatives,
        alternative_ranks=alternative_ranks,
    )


def organisation_intervals(
    prepared: Prepared, nominal: Outcomes, simulated: Simulated, interval: Interval
) -> pd.DataFrame:
    """Scores, attainment and ranks, and how far they move.

    Returns
    -------
    DataFrame, one row per organisation
        ``organisation_code``, ``score``, ``score_low``, ``score_high`` [0-100 points], ``attainment``,
        ``attainment_low``, ``attainment_high`` [ratio], ``rank``, ``rank_low``, ``rank_high``, ``rank_median`` [by
        score, 1 is best; ``rank_low`` the better]. Low and high are quantiles over the scenarios. Missing stays
        missing. Scores and attainment rest on the organisation's own answers alone, ranks on everybody's.
    """
    overall = prepared.places("overall")[0]
    table: dict[str, Array] = {}
    for name, own, drawn in (
        ("score", nominal.score[0, :, overall], simulated.score),
        ("attainment", nominal.attainment[0, :, overall], simulated.attainment),
    ):
        low, high = quantiles(drawn, interval.low, interval.high)
        table |= {name: own, f"{name}_low": low, f"{name}_high": high}
    # an observed rank, never one between two
    ranks = quantiles(rank_rows(simulated.score), interval.low, interval.high, 0.5, method="inverted_cdf")
    table |= dict(zip(("rank_low", "rank_high", "rank_median"), ranks, strict=True))
    table["rank"] = rank_rows(table["score"][None])[0]
    columns = ["score", "score_low", "score_high", "attainment", "attainment_low", "attainment_high"]
    ranked = ["rank", "rank_low", "rank_high", "rank_median"]
    rows = pd.DataFrame({"organisation_code": prepared.organisation_codes, **table})
    kinds = {"organisation_code": str, **dict.fromkeys(columns, float), **dict.fromkeys(ranked, "Int64")}
    return rows[["organisation_code", *columns, *ranked]].astype(kinds)  # also where there are no rows


def class_shares(prepared: Prepared, simulated: Simulated) -> pd.DataFrame:
    """In how many of the tested scenarios each organisation is in each class.

    Returns
    -------
    DataFrame, one row per organisation and class
        ``organisation_code``, ``class_code`` (in the order of classes.yml, unclassified last) and ``share`` [0-1 of
        the tested scenarios; not a probability].
    """
    codes = [*(rule.code for rule in prepared.rules), UNCLASSIFIED]
    places = [*range(len(prepared.rules)), -1]
    shares = np.stack([(simulated.class_place == place).mean(axis=0) for place in places], axis=1)
    rows = pd.DataFrame(
        {
            "organisation_code": np.repeat(np.array(prepared.organisation_codes, dtype=object), len(codes)),
            "class_code": codes * len(prepared.organisation_codes),
            "share": shares.ravel(),
        }
    )
    return rows.astype({"organisation_code": str, "class_code": str, "share": float})  # also where there are no rows


def kept_classes(prepared: Prepared, nominal: Outcomes, simulated: Simulated) -> pd.DataFrame:
    """How often each organisation keeps its class.

    Returns
    -------
    DataFrame, one row per organisation
        ``organisation_code``, ``class_code`` (as ``assign_classes`` gives it) and ``kept`` [0-1 of the tested
        scenarios].
    """
    own = classify(nominal.attainment, prepared)[0]
    rows = pd.DataFrame(
        {
            "organisation_code": prepared.organisation_codes,
            "class_code": class_codes(own, prepared),
            "kept": (simulated.class_place == own).mean(axis=0),
        }
    )
    return rows.astype({"organisation_code": str, "class_code": str, "kept": float})  # also where there are no rows


def area_intervals(
    prepared: Prepared, nominal: Outcomes, simulated: Simulated, areas: list[Respondents], interval: Interval
) -> pd.DataFrame:
    """Mean comparable scores of areas, and how far they move.

    In each scenario the mean is that of other weights, EU values and kind of mean, and of respondents drawn with
    replacement from those who answered, all of an area at once. Their deviation is widened by the root of n / (n - 1),
    so that its variance is the sample's (Rao and Wu 1988), and for the corrected interval narrowed by the root of
    1 - n / invited, for those who are invited are not without number. The wider interval is used. None of this tells
    anything about who stayed away: respondents are volunteers, and those who did not answer may differ.

    Parameters
    ----------
    prepared, nominal, simulated
        As ``prepare``, ``evaluate`` and ``simulate`` give them.
    areas : list of Respondents
        Those of ``simulated``.
    interval : Interval

    Returns
    -------
    DataFrame, one row per area and node above the indicators
        ``area_code``, ``node_code``, ``level``, ``invited``, ``n`` (organisations with a comparable score),
        ``comparable_score`` (their mean), ``low_plain``, ``high_plain``, ``low_corrected``, ``high_corrected``, ``low``
        and ``high`` (the wider of the two) [0-100 points; NaN for fewer than two organisations].

    References
    ----------
    Rao, J. N. K. and Wu, C. F. J. (1988), Resampling inference with complex survey data, JASA 83.
    """
    tables = [_area_rows(prepared, nominal, simulated, area, interval) for area in areas]
    empty = pd.DataFrame(columns=list(AREA_KINDS))
    rows = pd.concat(tables, ignore_index=True) if tables else empty
    return rows.astype(AREA_KINDS)  # also where there are no rows


def _area_rows(
    prepared: Prepared, nominal: Outcomes, simulated: Simulated, area: Respondents, interval: Interval
) -> pd.DataFrame:
    scores = nominal.comparable_score[0, area.places]
    n = (~np.isnan(scores)).sum(axis=0)
    several = np.where(n > 1, n, np.nan)
    mean = simulated.means[area.area_code]
    deviation = (simulated.redrawn[area.area_code] - mean) * np.sqrt(several / (several - 1))
    unheard = np.sqrt(1 - n / area.invited)
    limits = [
        quantiles(np.clip(mean + deviation * narrower, 0, 100), interval.low, interval.high)
        for narrower in (np.ones_like(unheard), unheard)
    ]
    (low, high), (low_corrected, high_corrected) = limits
    plain = ~(high - low < high_corrected - low_corrected)
    return pd.DataFrame(
        {
            "area_code": area.area_code,
            "node_code": prepared.nodes,
            "level": [prepared.levels[code] for code in prepared.nodes],
            "invited": area.invited,
            "n": n,
            "comparable_score": np.nansum(scores, axis=0) / np.where(n > 0, n, np.nan),
            "low_plain": low,
            "high_plain": high,
            "low_corrected": low_corrected,
            "high_corrected": high_corrected,
            "low": np.where(plain, low, low_corrected),
            "high": np.where(plain, high, high_corrected),
        }
    )


def quantiles(values: Array, *at: float, method: Literal["linear", "inverted_cdf"] = "linear") -> list[Array]:
    """Quantiles down each column, of the values that are there; NaN where there are none.

    >>> [column.tolist() for column in quantiles(np.array([[1.0, np.nan], [3.0, np.nan]]), 0.5)]
    [[2.0, nan]]
    """
    found = np.full((len(at), values.shape[1]), np.nan)
    missing = np.isnan(values).sum(axis=0)
    whole = missing == 0
    found[:, whole] = np.quantile(values[:, whole], at, axis=0, method=method)
    for column in np.flatnonzero((missing > 0) & (missing < len(values))):
        present = values[:, column]
        found[:, column] = np.quantile(present[~np.isnan(present)], at, method=method)
    return list(found)
