"""Peers: the organisations that one is compared with, itself never among them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

REGION, COUNTRY, SIMILAR = "region", "country", "similar"
FIGURES = ("n", "median", "quartile_1", "quartile_3", "difference", "share_below", "position")
KINDS = {"organisation_code": str, "peers": str, "node_code": str, **dict.fromkeys(FIGURES, float)}
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Group:
    """Organisations by their place, among which each of some is compared with the others."""

    peers: str
    members: Flags
    compared: Flags  # all of them members


def compare_to_peers(
    compared: pd.DataFrame,
    organisations: pd.DataFrame,
    levels: Sequence[str],
    similar: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Each organisation's scores beside those of its peers: the partner region, its country and similar ones.

    Parameters
    ----------
    compared : DataFrame, one row per organisation and node
        ``organisation_code``, ``node_code``, ``level``, ``score`` [0-100 points].
    organisations : DataFrame, one row per organisation
        ``organisation_code``, ``country_code``.
    levels : sequence of str
        Levels of nodes to compare.
    similar : DataFrame, one row per organisation and similar one, optional
        ``organisation_code`` and ``peer_code``, as ``find_similar(...).peers`` gives them; without it there are no
        rows for similar organisations.

    Returns
    -------
    DataFrame, one row per organisation, peer group and node that it has a score for
        ``organisation_code``, ``peers`` (region, country or similar), ``node_code``, ``n`` (peers with a score),
        ``median``, ``quartile_1`` and ``quartile_3`` of the peers [points], ``difference`` [points, own score less
        the median], ``share_below`` [0-1, of the peers] and ``position`` [1 is best and shared by equals, among the
        peers and itself, so of ``n`` + 1]. Undisclosed: thresholds are applied when profiles are cut.
    """
    wide = wide_scores(compared, levels)
    parts = [
        _beside(wide, node, group)
        for group in list_groups(wide.index, organisations, similar)
        for node in range(wide.shape[1])
    ]
    table = pd.concat([pd.DataFrame(columns=list(KINDS)), *parts], ignore_index=True)
    table = table.astype({**KINDS, "n": int, "position": int})  # also where there are no rows
    place = {each: number for number, each in enumerate((REGION, COUNTRY, SIMILAR))}
    order = [table["peers"].map(place), table["organisation_code"], table["node_code"]]
    return table.iloc[np.lexsort([column.to_numpy() for column in reversed(order)])].reset_index(drop=True)


def wide_scores(compared: pd.DataFrame, levels: Sequence[str]) -> pd.DataFrame:
    """Scores of the nodes of some levels, organisations down and nodes across, in order of their codes."""
    chosen = compared[compared["level"].isin(list(levels))]
    wide = chosen.pivot(index="organisation_code", columns="node_code", values="score").astype(float)
    return wide.round(10)  # the last digit of a sum must not part equals


def list_groups(codes: pd.Index, organisations: pd.DataFrame, similar: pd.DataFrame | None) -> Iterator[Group]:
    """Every group of peers among organisations, each organisation in one of each kind that it has."""
    everyone = np.ones(len(codes), dtype=bool)
    yield Group(REGION, everyone, everyone)
    country = organisations.set_index("organisation_code")["country_code"].reindex(codes)
    for code in sorted(country.dropna().unique()):
        inside = (country == code).to_numpy(dtype=bool)
        yield Group(COUNTRY, inside, inside)
    if similar is not None and len(similar):
        yield from _similar_groups(codes, similar)


def _similar_groups(codes: pd.Index, similar: pd.DataFrame) -> Iterator[Group]:
    """Organisations whose peers and themselves are the same ones share a group."""
    together = similar_matrix(codes, similar)
    searching = together.any(axis=1)
    together[searching, searching] = True
    rows, shared_by = np.unique(together, axis=0, return_inverse=True)
    for number, members in enumerate(rows):
        compared = searching & (shared_by.ravel() == number)
        if compared.any():
            yield Group(SIMILAR, members, compared)


def similar_matrix(codes: pd.Index, similar: pd.DataFrame) -> Flags:
    """Whether the organisation across is a similar one of the organisation down."""
    together = np.zeros((len(codes), len(codes)), dtype=bool)
    own, peer = codes.get_indexer(similar["organisation_code"]), codes.get_indexer(similar["peer_code"])
    kept = (own >= 0) & (peer >= 0)
    together[own[kept], peer[kept]] = True
    return together


def _beside(wide: pd.DataFrame, node: int, group: Group) -> pd.DataFrame:
    """One node of all that a group compares, each beside the others of the group.

    The others of an organisation are the group's sorted scores with its own place left out.
    """
    scores = wide.iloc[:, node].to_numpy()
    scored = ~np.isnan(scores)
    ordered = np.sort(scores[group.members & scored])
    compared = group.compared & scored
    own = scores[compared]
    n = len(ordered) - 1
    first, last = np.searchsorted(ordered, own, side="left"), np.searchsorted(ordered, own, side="right")
    quartiles = [_quantile_without(ordered, first, share) for share in (0.25, 0.5, 0.75)]
    return pd.DataFrame(
        {
            "organisation_code": wide.index[compared],
            "peers": group.peers,
            "node_code": wide.columns[node],
            "n": n,
            "median": quartiles[1],
            "quartile_1": quartiles[0],
            "quartile_3": quartiles[2],
            "difference": own - quartiles[1],
            "share_below": first / n if n else np.full(len(own), np.nan),
            "position": len(ordered) - last + 1,
        }
    )


def _quantile_without(ordered: npt.NDArray[np.float64], left_out: npt.NDArray[np.int_], share: float) -> np.ndarray:
    """A quantile of sorted numbers, with the one at a place left out, for each of several places.

    Between two numbers it is interpolated, as numpy does by default; NaN where nothing is left.

    >>> _quantile_without(np.array([1.0, 2.0, 9.0]), np.array([0, 2]), 0.5).tolist()
    [5.5, 1.5]
    """
    n = len(ordered) - 1
    if n < 1:
        return np.full(len(left_out), np.nan)
    below = int(np.floor(share * (n - 1)))
    above = min(below + 1, n - 1)
    low, high = (ordered[place + (place >= left_out)] for place in (below, above))
    return np.asarray(low + (high - low) * (share * (n - 1) - below))
