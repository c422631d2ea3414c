"""How the parts of a composite move together, and what each weighs in effect rather than on paper.

All figures of a node rest on the units that have a score for the node and for each of its children. Nothing here
changes a score: it says where a tree measures one thing twice, or things that pull against each other.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

LEAST_UNITS = 3  # two points always lie on a line
LEAST_CHILDREN = 2
DECIMALS = 10  # the last digit of a sum must not look like variation
WEIGHT_KINDS = {
    "node_code": str, "child_code": str, "n": int,
    **dict.fromkeys(["weight", "weight_overall", "correlation", "main_effect", "covariance_share"], float),
}  # fmt: skip
COHERENCE_KINDS = {
    "node_code": str, "children": int, "n": int,
    **dict.fromkeys(["alpha", "mean_correlation", "least_correlation", "first_component"], float),
    "negative": str, "redundant": str,
}  # fmt: skip
Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Family:
    """A node and its children over the units that have them all."""

    code: str
    children: list[str]
    weights: Array  # of the children within the node, together 1
    own: Array  # score of the node, one per unit
    parts: Array  # scores of the children, units down


def effective_weights(scores: pd.DataFrame, tree: pd.DataFrame) -> pd.DataFrame:
    """What each child of a node weighs: on paper, and in the spread of the node's scores.

    Parameters
    ----------
    scores : DataFrame
        Long, one row per organisation and node with ``organisation_code``, ``node_code`` and ``score``, or wide, one
        row per unit and one column per node; NaN where missing.
    tree : DataFrame, one row per node
        ``node_code``, ``parent_code`` and ``weight``, as ``aggregate_tree`` takes it; ``framework.nodes`` is one.

    Returns
    -------
    DataFrame, one row per node with children and child, in the tree's order
        ``node_code``, ``child_code``, ``n`` (units used), ``weight`` [0-1, nominal, of the node's children],
        ``weight_overall`` [0-1, nominal, of the whole], ``correlation`` (Pearson, of child and node),
        ``main_effect`` [0-1, the squared correlation, divided by the sum over the node's children] and
        ``covariance_share`` [together 1 for a weighted arithmetic mean: weight x covariance of child and node,
        divided by the node's variance; negative where the child pulls against the node]. NaN below three units and
        where the node, or for the first two the child, does not vary.

    References
    ----------
    Main effect: Paruolo, Saisana and Saltelli (2013), Ratings and rankings: voodoo or science?, JRSS A 176, with the
    linear estimate of the correlation ratio; Becker, Saisana, Paruolo and Vandecasteele (2017), Weights and
    importance in composite indicators, Ecological Indicators 80. ``weight_overall`` is what COINr calls the
    effective weight (``get_eff_weights``). The covariance share is the split of a sum's variance among its terms.

    Examples
    --------
    >>> tree = pd.DataFrame({"node_code": ["all", "a", "b"], "parent_code": ["", "all", "all"], "weight": [1, 1, 1]})
    >>> wide = pd.DataFrame({"a": [0.0, 40, 80], "b": [50.0, 50, 50], "all": [25.0, 45, 65]})
    >>> effective_weights(wide, tree)[["child_code", "weight", "main_effect", "covariance_share"]]
      child_code  weight  main_effect  covariance_share
    0          a     0.5          1.0               1.0
    1          b     0.5          NaN               0.0
    """
    overall = _weights_overall(tree)
    parts = [pd.DataFrame(columns=list(WEIGHT_KINDS))]
    for family in _families(scores, tree):
        correlations = _correlations(family.own[:, None], family.parts)[0]
        squared = correlations**2
        effects = squared / np.nansum(squared) if np.nansum(squared) > 0 else np.full_like(squared, np.nan)
        parts.append(
            pd.DataFrame(
                {
                    "node_code": family.code,
                    "child_code": family.children,
                    "n": len(family.own),
                    "weight": family.weights,
                    "weight_overall": [overall[child] for child in family.children],
                    "correlation": correlations,
                    "main_effect": effects,
                    "covariance_share": _covariance_shares(family),
                }
            )
        )
    return pd.concat(parts, ignore_index=True).astype(WEIGHT_KINDS)  # also where there are no rows


def coherence(
    scores: pd.DataFrame, tree: pd.DataFrame, *, negative_below: float = 0.0, redundant_above: float = 0.92
) -> pd.DataFrame:
    """Whether the children of each node measure one thing, several, or the same thing twice.

    Parameters
    ----------
    scores, tree
        As for ``effective_weights``.
    negative_below : float
        A child whose correlation with its node lies below this is named. A setting of this project; COINr's
        ``plot_corr`` marks those below -0.4.
    redundant_above : float
        Two children whose correlation lies above this are named: they may count one thing twice. A setting of this
        project; COINr's ``get_corr_flags`` takes 0.9.

    Returns
    -------
    DataFrame, one row per node with children, in the tree's order
        ``node_code``, ``children``, ``n`` (units used), ``alpha`` (Cronbach's, of the children's scores without
        weights; at most 1), ``mean_correlation`` (of all pairs of children), ``least_correlation`` (of a child with
        the node), ``first_component`` [0-1, share of the variance of the standardised children that their first
        principal component has]; NaN below two children that vary or three units. ``negative`` and ``redundant``:
        the codes of the children that are flagged, pairs joined by "~"; empty where there are none.

    References
    ----------
    OECD/JRC (2008), Handbook on Constructing Composite Indicators, step 4. COINr: ``get_cronbach`` (which uses all
    pairs of values that are there), ``get_PCA``, ``get_corr``, ``get_corr_flags``.

    Examples
    --------
    >>> tree = pd.DataFrame({"node_code": ["all", "a", "b"], "parent_code": ["", "all", "all"], "weight": [1, 1, 1]})
    >>> wide = pd.DataFrame({"a": [0.0, 40, 80], "b": [10.0, 50, 90], "all": [5.0, 45, 85]})
    >>> coherence(wide, tree).round(9).iloc[0].to_dict()
    {'node_code': 'all', 'children': 2, 'n': 3, 'alpha': 1.0, 'mean_correlation': 1.0, 'least_correlation': 1.0,
     'first_component': 1.0, 'negative': '', 'redundant': 'a~b'}
    """
    rows = []
    for family in _families(scores, tree):
        with_node = _correlations(family.own[:, None], family.parts)[0]
        between = _correlations(family.parts, family.parts)
        first, second = np.triu_indices(len(family.children), k=1)
        pairs = between[first, second]
        below = np.flatnonzero(with_node < negative_below)
        above = np.flatnonzero(pairs > redundant_above)
        rows.append(
            (
                family.code,
                len(family.children),
                len(family.own),
                _alpha(family.parts),
                _mean(pairs),
                np.nanmin(with_node) if not np.isnan(with_node).all() else np.nan,
                _first_component(between),
                " ".join(family.children[child] for child in below),
                " ".join(f"{family.children[first[pair]]}~{family.children[second[pair]]}" for pair in above),
            )
        )
    return pd.DataFrame(rows, columns=list(COHERENCE_KINDS)).astype(COHERENCE_KINDS)  # also where there are no rows


def _families(scores: pd.DataFrame, tree: pd.DataFrame) -> Iterator[Family]:
    codes = list(tree["node_code"])
    wide = scores
    if "node_code" in scores.columns:
        wide = scores.pivot(index="organisation_code", columns="node_code", values="score")
    values = wide.reindex(columns=codes).astype(float).round(DECIMALS)
    parents = tree["parent_code"].fillna("")
    for code in codes:
        below = tree[parents == code]
        if below.empty:
            continue
        children = list(below["node_code"])
        complete = values[[code, *children]].dropna()
        weights = below["weight"].to_numpy(dtype=float)
        shares = weights / weights.sum() if weights.sum() > 0 else np.full(len(weights), np.nan)
        yield Family(code, children, shares, complete[code].to_numpy(), complete[children].to_numpy())


def _weights_overall(tree: pd.DataFrame) -> dict[str, float]:
    """Nominal weight of each node in the whole: the product of its shares on the way up."""
    parents = dict(zip(tree["node_code"], tree["parent_code"].fillna(""), strict=True))
    totals = tree.groupby(tree["parent_code"].fillna(""))["weight"].sum()
    weights = dict(zip(tree["node_code"], tree["weight"], strict=True))

    def share(code: str) -> float:
        parent = parents[code]
        if not parent:
            return 1.0
        return share(parent) * weights[code] / totals[parent] if totals[parent] > 0 else float("nan")

    return {code: share(code) for code in weights}


def _correlations(left: Array, right: Array) -> Array:
    """Pearson correlations of columns; NaN below three units and where a column does not vary."""
    if len(left) < LEAST_UNITS:
        return np.full((left.shape[1], right.shape[1]), np.nan)
    first, second = _standardised(left), _standardised(right)
    return np.clip(first.T @ second, -1, 1)


def _standardised(values: Array) -> Array:
    """Columns of mean 0 and length 1; NaN where a column does not vary."""
    varies = np.ptp(values, axis=0) > 0
    centred = values - values.mean(axis=0)
    length = np.sqrt((centred**2).sum(axis=0))
    return np.where(varies, centred / np.where(varies, length, 1.0), np.nan)


def _covariance_shares(family: Family) -> Array:
    if len(family.own) < LEAST_UNITS or np.ptp(family.own) == 0:
        return np.full(len(family.children), np.nan)
    own = family.own - family.own.mean()
    parts = family.parts - family.parts.mean(axis=0)
    return np.asarray(family.weights * (own @ parts) / (own @ own))


def _alpha(parts: Array) -> float:
    """Cronbach's alpha: k / (k - 1) x (1 - sum of variances / variance of the sum)."""
    units, children = parts.shape
    if units < LEAST_UNITS or children < LEAST_CHILDREN or np.ptp(parts.sum(axis=1).round(DECIMALS)) == 0:
        return float("nan")
    of_sum = parts.sum(axis=1).var(ddof=1)
    return float(children / (children - 1) * (1 - parts.var(axis=0, ddof=1).sum() / of_sum))


def _mean(correlations: Array) -> float:
    known = correlations[~np.isnan(correlations)]
    return float(known.mean()) if len(known) else float("nan")


def _first_component(between: Array) -> float:
    """Share of the greatest eigenvalue of the correlations, over the children that vary."""
    varies = ~np.isnan(np.diag(between))
    if varies.sum() < LEAST_CHILDREN:
        return float("nan")
    kept = between[np.ix_(varies, varies)]
    return float(np.linalg.eigvalsh(kept)[-1] / len(kept))
