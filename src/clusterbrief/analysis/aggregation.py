"""Scores carried up a tree of any depth by weighted means.

Weights are renormalised over the children that have a score, within each parent: what one indicator leaves
unsaid is shared among its siblings and never moves weight between branches.
"""

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from clusterbrief.analysis.normalisation import check_values

Array = npt.NDArray[np.float64]
ByNode = float | Mapping[str, float]
Rules = dict[int, tuple[str, float, float]]  # of each branch: mean, least coverage, least present

TOLERANCE = 1e-12  # a coverage of exactly the threshold must not fail on the last bit of a sum

# the mean of each kind is an arithmetic mean between a way there and a way back
MEANS: dict[str, tuple[Callable[[Array], Array], Callable[[Array], Array]]] = {
    "arithmetic": (np.positive, np.positive),
    "geometric": (np.log, np.exp),
    "harmonic": (np.reciprocal, np.reciprocal),
}


def aggregate_tree(
    values: pd.DataFrame,
    tree: pd.DataFrame,
    *,
    method: str | Mapping[str, str] = "arithmetic",
    min_coverage: ByNode = 0.0,
    min_present: ByNode = 0.0,
) -> pd.DataFrame:
    """Score and coverage of every node of a tree, for every unit.

    A node's score is the weighted mean of its children's scores; a child without a score is left out and its
    weight goes to its siblings in proportion. A node's coverage is the share of its weight that was answered
    in the leaves below: 1 or 0 in a leaf, and above it the mean of the children's coverage with the *full*
    weights. The two part where a threshold bites: a node below its threshold has no score and is left out
    one level up, but what was answered below it still counts as coverage there.

    Parameters
    ----------
    values : DataFrame, one row per unit, one column per leaf
        Index ``unit_code``, columns the leaves' codes in any order; scores on one scale, NaN where missing.
    tree : DataFrame, one row per node
        Columns ``node_code``, ``parent_code`` [blank or missing in a root] and ``weight`` [0 or more; only
        proportions within a parent matter; a root's plays no part and may be missing]. Several roots, unequal
        depths and single children are all possible.
    method : {"arithmetic", "geometric", "harmonic"} or mapping from node code
        Kind of mean; nodes not named take the arithmetic one.
    min_coverage : float or mapping from node code
        Least coverage for a score [0-1, inclusive within 1e-12]; nodes not named have no threshold.
    min_present : float or mapping from node code
        Least share of a node's children, counted without weights, that have a score [0-1, inclusive]; COINr's
        ``dat_thresh``. Where both are given, both must be met.

    Returns
    -------
    DataFrame, one row per unit and node, leaves included; units in order of ``values``, nodes of ``tree``
        Columns ``unit_code``, ``node_code``, ``score`` [scale of ``values``; NaN below a threshold or where no
        child of positive weight has a score] and ``coverage`` [0-1; 0 where all weights are 0].

    Raises
    ------
    ValueError
        Naming the culprit: a node that occurs twice, is its own ancestor, has an unknown parent or no valid
        weight; a leaf without a column or a column that is no leaf; an unknown method or a threshold outside
        0-1; a score not above 0, whatever its weight, where a geometric or harmonic mean is taken.

    References
    ----------
    OECD/JRC (2008), Handbook on Constructing Composite Indicators, step 6. COINr: ``Aggregate``, ``a_amean``,
    ``a_gmean``, ``a_hmean``.

    Examples
    --------
    >>> nodes = {"node_code": ["all", "a", "b"], "parent_code": ["", "all", "all"], "weight": [1, 3, 1]}
    >>> tree = pd.DataFrame(nodes)
    >>> aggregate_tree(pd.DataFrame({"a": [80.0, None], "b": [40.0, 40.0]}, index=["X", "Y"]), tree)
      unit_code node_code  score  coverage
    0         X       all   70.0      1.00
    1         X         a   80.0      1.00
    2         X         b   40.0      1.00
    3         Y       all   40.0      0.25
    4         Y         a    NaN      0.00
    5         Y         b   40.0      1.00
    """
    shape = _lay_out(tree)
    numbers = check_values(values)
    leaves = [shape.codes[leaf] for leaf in shape.leaves]
    _refuse_strangers("has no column in the values", set(leaves) - set(values.columns))
    _refuse_strangers("is a column of the values but no leaf of the tree", set(values.columns) - set(leaves))
    in_order = numbers[:, values.columns.get_indexer(leaves)]
    rules = _rules(shape, method, min_coverage, min_present)
    scores, coverage = _climb(in_order, shape.weights, shape, rules, list(values.index))
    return pd.DataFrame(
        {
            "unit_code": values.index.repeat(len(shape.codes)),
            "node_code": shape.codes * len(values),
            "score": scores.ravel(),
            "coverage": coverage.ravel(),
        }
    )


def aggregate_wide(
    values: npt.ArrayLike,
    tree: pd.DataFrame,
    weights: npt.ArrayLike | None = None,
    *,
    method: str | Mapping[str, str] = "arithmetic",
    min_coverage: ByNode = 0.0,
    min_present: ByNode = 0.0,
) -> Array:
    """Scores of every node for many sets of weights or values at once, as ``aggregate_tree`` gives them.

    Parameters
    ----------
    values : array, (..., units, leaves)
        Scores, NaN where missing; leaves in the order in which ``tree`` lists them.
    tree : DataFrame, one row per node
        As for ``aggregate_tree``.
    weights : array, (..., nodes), optional
        Weights in the order of ``tree``'s rows; by default the tree's own. Leading axes (scenarios) are broadcast
        against those of ``values``: 500 sets on one table give 500 results, on 500 tables they pair.
    method, min_coverage, min_present
        As for ``aggregate_tree``.

    Returns
    -------
    ndarray of float, (..., units, nodes)
        Nodes in the order of ``tree``'s rows, leaves included; NaN where there is no score.

    Raises
    ------
    ValueError
        As ``aggregate_tree``, units named by their position from 0; or an axis has the wrong length.

    Examples
    --------
    >>> nodes = {"node_code": ["all", "a", "b"], "parent_code": ["", "all", "all"], "weight": [1, 1, 1]}
    >>> tree = pd.DataFrame(nodes)
    >>> aggregate_wide([[80.0, 40.0]], tree, weights=[[1, 3, 1], [1, 0, 1]])[:, 0, 0].tolist()
    [70.0, 40.0]
    """
    shape = _lay_out(tree)
    numbers = np.asarray(values, dtype=float)
    if numbers.ndim < 2 or numbers.shape[-1] != len(shape.leaves):
        raise ValueError(f"Cannot aggregate: values {numbers.shape} do not end in {len(shape.leaves)} leaves")
    if np.isinf(numbers).any():
        place = np.argwhere(np.isinf(numbers))[0].tolist()
        raise ValueError(f"Cannot aggregate: the value at {place} is infinite")
    drawn = shape.weights if weights is None else np.asarray(weights, dtype=float)
    if drawn.shape[-1:] != shape.weights.shape:
        raise ValueError(f"Cannot aggregate: weights {drawn.shape} do not end in {len(shape.codes)} nodes")
    _check_weights(drawn, shape)
    rules = _rules(shape, method, min_coverage, min_present)
    return _climb(numbers, drawn, shape, rules, range(numbers.shape[-2]))[0]


@dataclass(frozen=True, slots=True)
class _Shape:
    """A checked tree: nodes by their position in its rows."""

    codes: list[str]
    weights: Array
    children: dict[int, list[int]]  # of each branch; branches come before their parents
    leaves: list[int]
    roots: list[int]


def _lay_out(tree: pd.DataFrame) -> _Shape:
    absent = {"node_code", "parent_code", "weight"} - set(tree.columns)
    if absent or tree.empty:
        raise ValueError(f"Cannot use the tree: it has no {' or '.join(sorted(absent)) or 'nodes'}")
    codes = list(tree["node_code"])
    position = {code: row for row, code in enumerate(codes)}
    for row, code in enumerate(codes):
        if _is_blank(code) or position[code] != row:
            raise ValueError(f'Cannot use the tree: node "{code}" is blank or occurs more than once')
    above = [None if _is_blank(code) else code for code in tree["parent_code"]]
    parents = dict(zip(codes, above, strict=True))
    _refuse_strangers("is named as a parent but is no node", set(above) - {None, *codes})
    below: dict[str | None, list[str]] = {}
    # siblings in order of code, so that sums do not depend on the order of the rows
    for code in sorted(codes, key=str):
        below.setdefault(parents[code], []).append(code)
    from_roots = list(below.get(None, []))
    for code in from_roots:  # grows while it is read: level by level, without recursion
        from_roots += below.get(code, [])
    if len(from_roots) < len(codes):
        astray = min(set(codes) - set(from_roots), key=str)
        for _ in codes:  # far enough up to be on the circle, not merely below it
            astray = parents[astray]
        raise ValueError(f'Cannot use the tree: node "{astray}" is its own ancestor')
    branches = [code for code in reversed(from_roots) if code in below]
    shape = _Shape(
        codes=codes,
        weights=pd.to_numeric(tree["weight"], errors="coerce").to_numpy(dtype=float, na_value=np.nan),
        children={position[code]: [position[child] for child in below[code]] for code in branches},
        leaves=[row for row, code in enumerate(codes) if code not in below],
        roots=[position[code] for code in below[None]],
    )
    _check_weights(shape.weights, shape)
    return shape


def _rules(shape: _Shape, method: str | Mapping[str, str], min_coverage: ByNode, min_present: ByNode) -> Rules:
    branches = {shape.codes[branch]: branch for branch in shape.children}
    rules: Rules = {}
    for mapping in (method, min_coverage, min_present):
        named = set(mapping) if isinstance(mapping, Mapping) else set()
        _refuse_strangers("is given a rule but is no branch of the tree", named - set(branches))
    for code, branch in branches.items():
        kind = method.get(code, "arithmetic") if isinstance(method, Mapping) else method
        given = (min_coverage, min_present)
        least = [each.get(code, 0.0) if isinstance(each, Mapping) else each for each in given]
        if kind not in MEANS:
            raise ValueError(f'Cannot aggregate node "{code}": method "{kind}" is not one of {list(MEANS)}')
        if not all(0 <= share <= 1 for share in least):
            raise ValueError(f'Cannot aggregate node "{code}": a threshold of {least} is not in 0-1')
        rules[branch] = (kind, least[0], least[1])
    return rules


def _climb(
    numbers: Array, weights: Array, shape: _Shape, rules: Rules, unit_codes: Sequence[object]
) -> tuple[Array, Array]:
    """Scores and coverage, (..., units, nodes), from the leaves' ``numbers`` to the roots."""
    scores = {leaf: numbers[..., column] for column, leaf in enumerate(shape.leaves)}
    coverage = {leaf: (~np.isnan(score)).astype(float) for leaf, score in scores.items()}
    for branch, children in shape.children.items():
        kind, min_coverage, min_present = rules[branch]
        shares = [weights[..., child, None] for child in children]
        parts = [scores[child] for child in children]
        present = sum((~np.isnan(part)).astype(float) for part in parts) / len(parts)
        coverage[branch] = _covered([coverage[child] for child in children], shares)
        enough = (coverage[branch] >= min_coverage - TOLERANCE) & (present >= min_present - TOLERANCE)
        if kind != "arithmetic":
            for child, part in zip(children, parts, strict=True):
                what = f'node "{shape.codes[branch]}": its {kind} mean needs scores above 0'
                _refuse_not_positive(part, enough, unit_codes, f'{what} in "{shape.codes[child]}"')
        scores[branch] = np.where(enough, _mean(parts, shares, kind), np.nan)
    scenarios = np.broadcast_shapes(numbers.shape[:-2], weights.shape[:-1])
    filled = np.empty((2, *scenarios, numbers.shape[-2], len(shape.codes)))
    for target, source in zip(filled, (scores, coverage), strict=True):
        for node, column in source.items():
            target[..., node] = column
    return filled[0], filled[1]


def _mean(parts: list[Array], weights: list[Array], kind: str) -> Array:
    there, back = MEANS[kind]
    points, total = np.zeros(()), np.zeros(())
    for part, weight in zip(parts, weights, strict=True):
        counted = weight * ~np.isnan(part)
        usable = ~np.isnan(part) if kind == "arithmetic" else part > 0
        points = points + counted * there(np.where(usable, part, 1.0))
        total = total + counted
    scored = total > 0
    return np.where(scored, back(np.where(scored, points, 1.0) / np.where(scored, total, 1.0)), np.nan)


def _covered(coverage: list[Array], weights: list[Array]) -> Array:
    answered = sum((share * weight for share, weight in zip(coverage, weights, strict=True)), np.zeros(()))
    asked = sum(weights, np.zeros(()))
    return answered / np.where(asked > 0, asked, 1.0)


def _refuse_not_positive(part: Array, used: npt.NDArray[np.bool_], unit_codes: Sequence[object], problem: str) -> None:
    culprits = np.argwhere((part <= 0) & used)
    if len(culprits):
        raise ValueError(f'Cannot aggregate {problem}, which unit "{unit_codes[culprits[0][-1]]}" has not')


def _check_weights(weights: Array, shape: _Shape) -> None:
    wrong = ~(np.isfinite(weights) & (weights >= 0))
    wrong[..., shape.roots] = weights[..., shape.roots] < 0
    if wrong.any():
        culprit = tuple(np.argwhere(wrong)[0])
        code, weight = shape.codes[culprit[-1]], weights[culprit]
        raise ValueError(f'Cannot use weights: node "{code}" has weight "{weight}", not 0 or more')


def _refuse_strangers(problem: str, codes: Set[object]) -> None:
    if codes:
        raise ValueError(f'Cannot aggregate: "{sorted(codes, key=str)[0]}" {problem}')


def _is_blank(code: object) -> bool:
    return bool(pd.isna(code)) or not str(code).strip()
