"""Ranks of units: the best is 1, and equals share the best rank."""

from collections.abc import Sequence

import pandas as pd


def rank_units(scores: pd.DataFrame, decimals: int = 10, *, within: str | Sequence[str] = ()) -> pd.DataFrame:
    """Scores with the rank of each unit beside them.

    Scores are rounded first, so that the last digit of a floating-point sum never parts equals. They are
    rounded for ranking only and returned as they came.

    Parameters
    ----------
    scores : DataFrame, one row per unit, or one row per unit and group
        Columns ``unit_code`` and ``score`` [any unit, higher is better; NaN where there is none].
    decimals : int
        Decimals that count.
    within : str or list of str
        Columns of the groups that are ranked each on its own: ``node_code`` for the long table of
        ``aggregate_tree``, a country for ranks within countries.

    Returns
    -------
    DataFrame, one row per row of ``scores``, in the same order
        The same columns and ``rank`` [1 is best, whole numbers; after two units in place 1 comes place 3],
        missing where the score or the group is missing.

    Raises
    ------
    ValueError
        A unit occurs twice in a group.

    References
    ----------
    COINr: ``rank_df``, which ranks without rounding.

    Examples
    --------
    >>> scores = pd.DataFrame({"unit_code": ["A", "B", "C", "D"], "score": [0.3, 0.1 + 0.2, None, 0.1]})
    >>> rank_units(scores)["rank"].tolist()
    [1, 1, <NA>, 3]
    """
    groups = [within] if isinstance(within, str) else list(within)
    repeated = scores.loc[scores.duplicated([*groups, "unit_code"]), "unit_code"]
    if len(repeated):
        place = f"a group of {', '.join(groups)}" if groups else "the scores; name the groups in within"
        raise ValueError(f'Cannot rank: unit "{repeated.iloc[0]}" occurs more than once in {place}')
    rounded = scores["score"].astype(float).round(decimals)
    # rows without a group get no rank, as in COINr
    keys = [scores[column] for column in groups]
    ranked = rounded.groupby(keys, dropna=True) if groups else rounded
    return scores.assign(rank=ranked.rank(method="min", ascending=False).astype("Int64"))
