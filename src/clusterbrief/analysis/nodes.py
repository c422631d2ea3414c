"""Specialisation nodes: industries concentrated in an area and large enough to matter."""

from dataclasses import dataclass, field, fields
from typing import Any

import pandas as pd

from clusterbrief.analysis.location_quotients import PAIR


def published(value: float, source: str) -> Any:
    """Field of a threshold that a source gives."""
    return field(default=value, metadata={"standing": "published threshold", "source": source})


def project_setting(value: float, reason: str) -> Any:
    """Field of a threshold that is ours; the reason says what is and is not known of it."""
    return field(default=value, metadata={"standing": "project setting", "source": reason})


def tabulate_thresholds(thresholds: Any) -> pd.DataFrame:
    """Thresholds with their standing, for the method page.

    Parameters
    ----------
    thresholds : NodeThresholds, StarThresholds or PerformanceThresholds

    Returns
    -------
    DataFrame, one row per threshold
        ``threshold`` [its name], ``value``, ``standing`` ["published threshold", or "project setting", which a
        published one becomes when another value is used] and ``source``.

    Examples
    --------
    >>> tabulate_thresholds(NodeThresholds(lq=2.0))[["threshold", "value", "standing"]]
             threshold  value             standing
    0               lq   2.00      project setting
    1  reference_share   0.01  published threshold
    2       area_share   0.01  published threshold
    """
    rows = []
    for each in fields(thresholds):
        value, as_given = getattr(thresholds, each.name), each.metadata
        kept = value == each.default
        standing = as_given["standing"] if kept else "project setting"
        source = as_given["source"] if kept else f"Set to {value:g}; by default {each.default:g}: {as_given['source']}"
        rows.append((each.name, value, standing, source))
    return pd.DataFrame(rows, columns=["threshold", "value", "standing", "source"])


@dataclass(frozen=True, slots=True)
class NodeThresholds:
    """What a node must exceed; equal is not enough, and nothing is rounded before it is compared."""

    lq: float = published(1.5, "EU4Digital (2024) 2.1.2: LQ greater than 1.5")
    reference_share: float = published(0.01, "EU4Digital (2024) 2.1.2: over 1 % of total employment in the EU")
    area_share: float = published(0.01, "EU4Digital (2024) 2.1.2: over 1 % of employment within that region")


def assign_nodes(rows: pd.DataFrame, thresholds: NodeThresholds | None = None) -> pd.DataFrame:
    """Whether each industry of each area is an industry-relevant and a region-relevant node.

    Parameters
    ----------
    rows : DataFrame, one row per (area, industry)
        `Quotients.rows`: columns ``lq``, ``reference_share``, ``share_of_area``, ``kind`` are used.
    thresholds : NodeThresholds, optional
        Those of the source report, if not given.

    Returns
    -------
    DataFrame, the same rows
        With ``industry_node`` [LQ and the industry's share of the reference economy exceed their thresholds] and
        ``area_node`` [LQ and the industry's share of the area do]. Missing where the known part does not decide (a
        share too small makes no node, whatever the LQ), and for rows that are not pairs of area and industry.

    References
    ----------
    EU4Digital (2024), EU best practices in cluster management, 2.1.2.

    Examples
    --------
    >>> rows = pd.DataFrame({"lq": [1.5, 1.51, None], "reference_share": [0.02, 0.01, 0.005],
    ...     "share_of_area": [0.03, 0.0151, None], "kind": "pair"})
    >>> assign_nodes(rows)[["industry_node", "area_node"]]
       industry_node  area_node
    0          False      False
    1          False       True
    2          False       <NA>
    """
    limits = thresholds or NodeThresholds()
    is_pair = rows["kind"] == PAIR
    concentrated = _exceeds(rows["lq"], limits.lq)
    return rows.assign(
        industry_node=(concentrated & _exceeds(rows["reference_share"], limits.reference_share)).where(is_pair),
        area_node=(concentrated & _exceeds(rows["share_of_area"], limits.area_share)).where(is_pair),
    )


def _exceeds(values: pd.Series, limit: float) -> pd.Series:
    """Whether values exceed the limit; missing where the value is."""
    return (values > limit).astype("boolean").mask(values.isna())
