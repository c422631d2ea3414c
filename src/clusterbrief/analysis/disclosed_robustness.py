"""How firm results are, as it may be shown: figures of the whole region, and intervals of areas.

What is said of the method (variance, rank shifts, coherence) is shown for all respondents together, and only from as
many on as one mark for each of them is.
"""

from dataclasses import dataclass, fields

import numpy as np
import pandas as pd

from clusterbrief.analysis.classes import UNCLASSIFIED
from clusterbrief.analysis.disclosure import Thresholds, disclose_counts, round_half_up
from clusterbrief.analysis.uncertainty.coherence import coherence, effective_weights
from clusterbrief.analysis.uncertainty.robustness import Robustness
from clusterbrief.study.framework import Framework

LIMITS = ("low_plain", "high_plain", "low_corrected", "high_corrected")
CORRECTION = {"area_code": str, "node_code": str, "invited": int, **dict.fromkeys(LIMITS, float)}
KEPT_BANDS = ((0.9, "at least 90 %"), (0.5, "50 to 90 %"), (0.0, "less than 50 %"))
NO_CLASS = "no class"
DECIMALS = 2


@dataclass(frozen=True)
class DisclosedRobustness:
    """What may be shown of how firm results are; empty tables where too few answered."""

    setting_classes: pd.DataFrame  # one row per change of all project settings, and class: count
    setting_changes: pd.DataFrame  # one row per setting and change: how many organisations change their class
    kept_bands: pd.DataFrame  # one row per band of scenarios that keep a class: how many organisations
    sensitivity: pd.DataFrame  # as ``sensitivity.share_variance`` gives it, two decimals
    alternatives: pd.DataFrame  # as ``alternatives.compare_alternatives`` gives it, two decimals
    effective_weights: pd.DataFrame  # as ``coherence.effective_weights`` gives it, two decimals
    coherence: pd.DataFrame  # as ``coherence.coherence`` gives it, two decimals


def disclose_robustness(
    robustness: Robustness, compared: pd.DataFrame, framework: Framework, thresholds: Thresholds
) -> DisclosedRobustness:
    """What may be shown of how firm results are.

    Parameters
    ----------
    robustness : Robustness
    compared : DataFrame, one row per organisation and node
        ``organisation_code``, ``node_code``, ``score``.
    framework : Framework
    thresholds : Thresholds
    """
    scores = compared[["organisation_code", "node_code", "score"]]
    shown = DisclosedRobustness(
        setting_classes=_setting_classes(robustness.setting_counts, thresholds),
        setting_changes=_count_changes(robustness, thresholds),
        kept_bands=_bands(robustness.kept_classes, thresholds),
        sensitivity=_rounded(robustness.sensitivity),
        alternatives=_alternatives(robustness.alternatives, thresholds),
        effective_weights=_rounded(effective_weights(scores, framework.nodes)),
        coherence=_rounded(coherence(scores, framework.nodes)),
    )
    scored = compared.loc[compared["node_code"] == "overall", "score"].notna().sum()
    if scored >= thresholds.marks:
        return shown
    return DisclosedRobustness(**{each.name: getattr(shown, each.name).iloc[:0] for each in fields(shown)})


def _rounded(table: pd.DataFrame) -> pd.DataFrame:
    figures = table.select_dtypes("floating").columns
    return table.assign(**round_half_up(table[figures], DECIMALS)).reset_index(drop=True)


def _setting_classes(counts: pd.DataFrame, thresholds: Thresholds) -> pd.DataFrame:
    """Classes with all project settings moved together; each change hides by itself."""
    together = counts[counts["setting_code"] == "overall"]
    codes = list(dict.fromkeys(together["class_code"]))
    parts = []
    for change, rows in together.groupby("change"):
        table = rows.assign(area_code="all")[["area_code", "class_code", "count"]]
        shown = disclose_counts(table, thresholds, "all", "class_code", codes, missing=[UNCLASSIFIED])
        parts.append(shown.drop(columns="area_code").assign(change=change))
    columns = ["change", "class_code", "n", "count", "hidden"]
    return pd.concat(parts, ignore_index=True)[columns] if parts else pd.DataFrame(columns=columns)


def _count_changes(robustness: Robustness, thresholds: Thresholds) -> pd.DataFrame:
    """How many organisations change their class with each setting: "few" below the threshold, none as none."""
    about = ["setting_code", "label", "level", "settings", "clipped", "change"]
    settings = robustness.setting_counts[about].drop_duplicates()
    changes = robustness.setting_changes.groupby(["setting_code", "change"]).size().rename("changed").reset_index()
    table = settings.merge(changes, on=["setting_code", "change"], how="left")
    changed = table["changed"].fillna(0)
    few = (changed > 0) & (changed < thresholds.count)
    return table.assign(changed=changed.astype(float).mask(few), bound=np.where(few, "few", ""))


def _bands(kept: pd.DataFrame, thresholds: Thresholds) -> pd.DataFrame:
    """How many organisations keep their class in how many of the scenarios."""
    labels = [label for _, label in KEPT_BANDS]
    bands = np.select([kept["kept"] >= least for least, _ in KEPT_BANDS], labels, NO_CLASS)
    bands = np.where(kept["class_code"] == UNCLASSIFIED, NO_CLASS, bands)
    order = [*labels, NO_CLASS]
    counts = pd.Series(bands, dtype=str).value_counts().reindex(order, fill_value=0)
    table = pd.DataFrame({"area_code": "all", "band": order, "count": counts.to_numpy()})
    shown = disclose_counts(table, thresholds, "all", "band", order, missing=[NO_CLASS])
    return shown.drop(columns="area_code")


def _alternatives(alternatives: pd.DataFrame, thresholds: Thresholds) -> pd.DataFrame:
    """Without how far the one organisation that moves most does, and with small numbers of changed classes hidden."""
    shown = _rounded(alternatives.drop(columns="max_shift"))
    changed = shown["classes_changed"].astype(float)
    few = (changed > 0) & (changed < thresholds.count)
    return shown.assign(classes_changed=changed.mask(few), bound=np.where(few, "few", ""))


def disclose_intervals(area_scores: pd.DataFrame, area_intervals: pd.DataFrame) -> pd.DataFrame:
    """Disclosed scores of areas with intervals that hold chance and method: the wider of both, where one is shown.

    Parameters
    ----------
    area_scores : DataFrame, one row per area and node
        As ``disclosure.disclose_scores`` gives it: ``low`` and ``high`` of Student's t, NaN where hidden.
    area_intervals : DataFrame, one row per area and node above indicators
        As ``robustness.area_intervals`` gives it: ``low`` and ``high`` over scenarios and who answered.

    Returns
    -------
    DataFrame, the rows of ``area_scores``
        ``low`` and ``high`` the lower and the upper of both [whole points]; NaN where they were.
    """
    keys = ["area_code", "node_code"]
    drawn = area_scores[keys].merge(area_intervals[[*keys, "low", "high"]], on=keys, how="left", validate="m:1")
    rounded = round_half_up(drawn[["low", "high"]])
    low, high = (rounded[column].to_numpy() for column in ("low", "high"))
    shown = area_scores["low"].notna()
    return area_scores.assign(low=np.fmin(area_scores["low"], low), high=np.fmax(area_scores["high"], high)).assign(
        low=lambda table: table["low"].where(shown), high=lambda table: table["high"].where(shown)
    )


def disclose_correction(area_intervals: pd.DataFrame | None, area_scores: pd.DataFrame) -> pd.DataFrame:
    """Intervals over scenarios and who answered, without and with the correction for a finite population.

    They are shown where the interval of the disclosed score is, which is at least as wide as both.

    Parameters
    ----------
    area_intervals : DataFrame, one row per area and node above indicators; None where no scenarios were drawn
        As ``robustness.area_intervals`` gives it.
    area_scores : DataFrame, one row per area and node
        Disclosed: ``low`` NaN where hidden.

    Returns
    -------
    DataFrame, one row per area and node above indicators
        ``area_code``, ``node_code``, ``invited`` (organisations; those who answered where no list is known),
        ``low_plain``, ``high_plain``, ``low_corrected`` and ``high_corrected`` [whole points; NaN where hidden].
    """
    if area_intervals is None:
        return pd.DataFrame(columns=list(CORRECTION)).astype(CORRECTION)
    limits = list(LIMITS)
    rows = area_intervals.assign(**round_half_up(area_intervals[limits]))[list(CORRECTION)]
    return hide_correction(rows.astype(CORRECTION), area_scores)


def hide_correction(correction: pd.DataFrame, area_scores: pd.DataFrame) -> pd.DataFrame:
    """The table of ``disclose_correction`` with limits hidden where the interval of the score is."""
    keys = ["area_code", "node_code"]
    low = correction[keys].merge(area_scores[[*keys, "low"]], on=keys, how="left", validate="m:1")["low"]
    return correction.assign(**{column: correction[column].mask(low.isna().to_numpy()) for column in LIMITS})
