"""Peer groups that differ by a few organisations: shown side by side, they would give those few away."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from clusterbrief.analysis.disclosure import Thresholds
from clusterbrief.analysis.peers import COUNTRY, REGION, SIMILAR, Flags, list_groups, similar_matrix, wide_scores

GROUPS = (REGION, COUNTRY, SIMILAR)  # in this order the first of two that overlap is kept
FIGURES = ("median", "quartile_1", "quartile_3", "difference", "share_below", "position")
KINDS = {"organisation_code": str, "peers": str, "node_code": str, "like": str, "differing": int}


def overlapping_groups(
    compared: pd.DataFrame,
    organisations: pd.DataFrame,
    levels: Sequence[str],
    similar: pd.DataFrame | None,
    thresholds: Thresholds,
) -> pd.DataFrame:
    """Rows of ``compare_to_peers`` that must not be shown beside another row of the same organisation and node.

    A respondent sees figures of several groups of others. Where two groups are nearly the same, the difference of
    their figures tells the scores of the few who are in one of them only. So a group is hidden that differs by fewer
    than ``thresholds.count`` organisations from one that is kept: the country gives way to the region, and similar
    organisations give way to both. A group that is the same as another has nothing to add and is hidden as well.
    Groups below ``thresholds.median`` show nothing and neither hide others nor need hiding.

    Parameters
    ----------
    compared, organisations, levels, similar
        As for ``compare_to_peers``.
    thresholds : Thresholds

    Returns
    -------
    DataFrame, one row per organisation, peer group and node to hide
        ``organisation_code``, ``peers``, ``node_code``, ``like`` (the group that it is too like) and ``differing``
        (organisations with a score that are in one of the two only; 0 where they are the same).
    """
    wide = wide_scores(compared, levels)
    scored = wide.notna().to_numpy(dtype=bool)
    inside = _memberships(wide.index, organisations, similar)
    sizes = {group: _count(flags, scored) for group, flags in inside.items()}
    kept: dict[str, Flags] = {}
    parts = []
    for group in GROUPS:
        shown = scored & (sizes[group] >= thresholds.median)
        for other, other_shown in kept.items():
            common = _count(inside[group] & inside[other], scored)
            differing = sizes[group] + sizes[other] - 2 * common
            alike = shown & other_shown & (differing < thresholds.count)
            parts.append(_rows(wide, alike, group, other, differing))
            shown = shown & ~alike
        kept[group] = shown
    table = pd.concat([pd.DataFrame(columns=list(KINDS)), *parts], ignore_index=True).astype(KINDS)
    keys = ["organisation_code", "peers", "node_code"]
    return table.sort_values(keys, ignore_index=True)


def hide_overlaps(peers: pd.DataFrame, overlaps: pd.DataFrame) -> pd.DataFrame:
    """Rows of peers with the figures of overlapping groups missing, and why in words.

    Parameters
    ----------
    peers : DataFrame, one row per organisation, peer group and node
        As ``compare_to_peers`` or ``disclose_peers`` gives it.
    overlaps : DataFrame
        As ``overlapping_groups`` gives it.

    Returns
    -------
    DataFrame, the same rows in the same order
        Medians, quartiles, difference, share and position are NaN where hidden; ``hidden_because`` says why, and is
        empty where nothing is hidden for this reason.
    """
    found = peers.merge(overlaps, on=["organisation_code", "peers", "node_code"], how="left", validate="1:1")
    hidden = found["like"].notna()
    places = {REGION: "the region", COUNTRY: "the country"}
    of_other = found["like"].map(places).astype(object)
    same = "the same organisations as in " + of_other
    near = "nearly the same organisations as in " + of_other
    because = same.where(found["differing"] == 0, near).where(hidden, "").astype(str)
    figures = list(FIGURES)
    found[figures] = found[figures].astype(float).mask(hidden)
    return found.drop(columns=["like", "differing"]).assign(hidden_because=because).set_axis(peers.index)


def _memberships(codes: pd.Index, organisations: pd.DataFrame, similar: pd.DataFrame | None) -> dict[str, Flags]:
    """Who is a peer (across) of whom (down), by kind of group."""
    apart = ~np.eye(len(codes), dtype=bool)
    inside = {group: np.zeros((len(codes), len(codes)), dtype=bool) for group in GROUPS}
    for group in list_groups(codes, organisations, None):
        inside[group.peers] |= group.compared[:, None] & group.members[None, :] & apart
    if similar is not None:
        inside[SIMILAR] = similar_matrix(codes, similar)
    return inside


def _count(inside: Flags, scored: Flags) -> npt.NDArray[np.int_]:
    """Peers with a score, organisations down and nodes across."""
    return np.rint(inside.astype(np.float32) @ scored.astype(np.float32)).astype(int)


def _rows(wide: pd.DataFrame, alike: Flags, group: str, other: str, differing: npt.NDArray[np.int_]) -> pd.DataFrame:
    organisation, node = np.nonzero(alike)
    return pd.DataFrame(
        {
            "organisation_code": wide.index[organisation],
            "peers": group,
            "node_code": wide.columns[node],
            "like": other,
            "differing": differing[organisation, node],
        }
    )
