"""Peers: the organisations that one is compared with, itself never among them."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

REGION, COUNTRY = "region", "country"


def compare_to_peers(compared: pd.DataFrame, organisations: pd.DataFrame, levels: tuple[str, ...]) -> pd.DataFrame:
    """Each organisation's scores beside the median of its peers, for the partner region and its country.

    Parameters
    ----------
    compared : DataFrame, one row per organisation and node
        ``organisation_code``, ``node_code``, ``level``, ``score`` [0-100 points].
    organisations : DataFrame, one row per organisation
        ``organisation_code``, ``country_code``.
    levels : tuple of str
        Levels of nodes to compare.

    Returns
    -------
    DataFrame, one row per organisation, peer group and node that it has a score for
        ``peers`` (region or country), ``n`` (peers with a score), ``median``, ``quartile_1`` and ``quartile_3``
        of the peers [points], ``difference`` [points, own score less the median] and ``share_below`` [0-1, of
        the peers]. Undisclosed: thresholds are applied when profiles are cut.
    """
    wide = compared[compared["level"].isin(levels)].pivot(
        index="organisation_code", columns="node_code", values="score"
    )
    wide = wide.round(10)  # the last digit of a sum must not part equals
    country = organisations.set_index("organisation_code")["country_code"].reindex(wide.index)
    parts = [_beside(wide, np.ones(len(wide), dtype=bool), REGION)]
    parts += [_beside(wide, (country == code).to_numpy(), COUNTRY) for code in sorted(country.unique())]
    return pd.concat(parts, ignore_index=True)


def _beside(wide: pd.DataFrame, group: np.ndarray, peers: str) -> pd.DataFrame:
    rows = [row for code in wide.index[group] for row in _rows(wide[group], code, peers)]
    columns = ["organisation_code", "peers", "node_code", "n", "median", "quartile_1", "quartile_3"]
    table = pd.DataFrame(rows, columns=[*columns, "difference", "share_below"])
    kinds = dict.fromkeys(table.columns, float) | dict.fromkeys(("organisation_code", "peers", "node_code"), str)
    return table.astype({**kinds, "n": int})  # also where there are no rows


def _rows(group: pd.DataFrame, organisation_code: str, peers: str) -> Iterator[tuple]:
    own = group.loc[organisation_code].to_numpy(dtype=float)
    others = group.drop(index=organisation_code).to_numpy(dtype=float)
    n = np.count_nonzero(~np.isnan(others), axis=0)
    quartiles = _quartiles(others, n)
    below = np.count_nonzero(others < own, axis=0)
    for place, node in enumerate(group.columns):
        if np.isnan(own[place]):
            continue
        first, median, third = quartiles[:, place]
        share = below[place] / n[place] if n[place] else float("nan")
        yield organisation_code, peers, node, int(n[place]), median, first, third, own[place] - median, share


def _quartiles(others: np.ndarray, n: np.ndarray) -> np.ndarray:
    """Quartiles of each column, missing values left out; NaN where there is no value at all."""
    quartiles = np.full((3, others.shape[1]), np.nan)
    some = n > 0
    if some.any():
        quartiles[:, some] = np.nanquantile(others[:, some], [0.25, 0.5, 0.75], axis=0)
    return quartiles
