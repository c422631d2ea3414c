"""Indicators brought to one scale, so that they can be aggregated.

Only goalposts leave everyone's score alone when a unit joins or leaves; the other methods compare with
the sample at hand. In every method a missing value stays missing, and higher is better afterwards.
"""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

Direction = int | Mapping[str, int]


def check_values(values: pd.DataFrame) -> npt.NDArray[np.float64]:
    """Numbers of a table of units and indicators, once its codes are unique and its cells finite.

    Parameters
    ----------
    values : DataFrame, one row per unit, one column per indicator
        Index ``unit_code``; numbers, NaN or another missing value where there is none.

    Returns
    -------
    ndarray of float, units x indicators
        NaN where missing.

    Raises
    ------
    ValueError
        A unit or an indicator occurs twice, or a value is infinite or not a number.
    """
    for noun, codes in (("unit", values.index), ("indicator", values.columns)):
        repeated = codes[codes.duplicated()]
        if len(repeated):
            raise ValueError(f'Cannot use values: {noun} "{repeated[0]}" occurs more than once')
    if all(kind == np.float64 for kind in values.dtypes):
        return _finite(values.to_numpy(), values)
    for code, column in values.items():
        # an indicator that nobody answered arrives without a numeric type
        if not (pd.api.types.is_numeric_dtype(column) or column.isna().all()):
            raise ValueError(f'Cannot use values: indicator "{code}" holds something other than numbers')
    numbers: npt.NDArray[np.float64] = values.astype("Float64").to_numpy(dtype=float, na_value=np.nan)
    return _finite(numbers, values)


def _finite(numbers: npt.NDArray[np.float64], values: pd.DataFrame) -> npt.NDArray[np.float64]:
    infinite = np.argwhere(np.isinf(numbers))
    if len(infinite):
        row, column = infinite[0]
        unit_code, code = values.index[row], values.columns[column]
        raise ValueError(f'Cannot use values: unit "{unit_code}" is infinite in indicator "{code}"')
    return numbers


def normalise_goalposts(
    values: pd.DataFrame, goalposts: pd.DataFrame, *, clip: bool = True, scale: float = 100.0
) -> pd.DataFrame:
    """Share of the way from the worst to the best goalpost, in points.

    Goalposts are fixed in advance: a newcomer moves nobody's score, and units that all agree still have one.

    Parameters
    ----------
    values : DataFrame, one row per unit, one column per indicator
        In the indicators' own units; NaN where missing.
    goalposts : DataFrame, one row per indicator
        Columns ``indicator_code``, ``low`` and ``high`` [the indicator's own unit, low < high] and
        ``direction`` [1: high is best, -1: low is best]. Rows of other indicators are left aside.
    clip : bool
        Whether values beyond a goalpost count as the goalpost (COINr: ``trunc2posts``).
    scale : float
        Points at the best goalpost; 1 gives shares.

    Returns
    -------
    DataFrame, one row per unit, one column per indicator
        Points [0-``scale`` when clipped]; NaN where the value is missing.

    Raises
    ------
    ValueError
        An indicator has no goalposts or several, they are not in order, or a direction is neither 1 nor -1.

    References
    ----------
    OECD/JRC (2008), Handbook on Constructing Composite Indicators, step 5. COINr: ``n_goalposts``.

    Examples
    --------
    >>> values = pd.DataFrame({"days": [0, 20, 40]}, index=["A", "B", "C"])
    >>> posts = pd.DataFrame({"indicator_code": ["days"], "low": [10], "high": [30], "direction": [-1]})
    >>> normalise_goalposts(values, posts)["days"].tolist()
    [100.0, 50.0, 0.0]
    """
    numbers = check_values(values)
    posts = _matched_goalposts(goalposts, values.columns)
    low, high = posts["low"].to_numpy(dtype=float), posts["high"].to_numpy(dtype=float)
    upwards = _signs(dict(posts["direction"]), values.columns) > 0
    share = np.where(upwards, numbers - low, high - numbers) / (high - low)
    return _table((np.clip(share, 0.0, 1.0) if clip else share) * scale, like=values)


def normalise_min_max(
    values: pd.DataFrame, direction: Direction = 1, *, low: float = 0.0, high: float = 100.0
) -> pd.DataFrame:
    """Place of each unit between the worst and the best of the sample, in points.

    Parameters
    ----------
    values : DataFrame, one row per unit, one column per indicator
        NaN where missing.
    direction : 1, -1 or mapping from indicator code
        -1 where less is better; indicators not named take 1.
    low, high : float
        Points of the worst and of the best unit.

    Returns
    -------
    DataFrame, one row per unit, one column per indicator
        Points [``low``-``high``]; NaN where the value is missing, and throughout an indicator on which all
        units agree, since it has no range (as in COINr).

    Raises
    ------
    ValueError
        ``low`` is not below ``high``, or a direction is neither 1 nor -1 or names an unknown indicator.

    References
    ----------
    OECD/JRC (2008), Handbook on Constructing Composite Indicators, step 5. COINr: ``n_minmax``.

    Examples
    --------
    >>> normalise_min_max(pd.DataFrame({"firms": [10, 15, 30]}), low=1)["firms"].tolist()
    [1.0, 25.75, 100.0]
    """
    if not low < high:
        raise ValueError(f'Cannot normalise: low "{low}" is not below high "{high}"')
    frame = _directed(values, direction)
    worst, best = frame.min(), frame.max()
    return (frame - worst) / (best - worst) * (high - low) + low


def normalise_z_score(
    values: pd.DataFrame, direction: Direction = 1, *, mean: float = 0.0, deviation: float = 1.0
) -> pd.DataFrame:
    """Distance from the sample's mean in sample standard deviations.

    Parameters
    ----------
    values : DataFrame, one row per unit, one column per indicator
        NaN where missing.
    direction : 1, -1 or mapping from indicator code
        -1 where less is better; indicators not named take 1.
    mean, deviation : float
        Mean and standard deviation (divisor n - 1) of the result; ``deviation`` above 0.

    Returns
    -------
    DataFrame, one row per unit, one column per indicator
        Not bounded; NaN where the value is missing, and throughout an indicator with fewer than two
        different values, which has no deviation (as in COINr).

    Raises
    ------
    ValueError
        ``deviation`` is not above 0, or a direction is neither 1 nor -1 or names an unknown indicator.

    References
    ----------
    OECD/JRC (2008), Handbook on Constructing Composite Indicators, step 5. COINr: ``n_zscore``.

    Examples
    --------
    >>> normalise_z_score(pd.DataFrame({"firms": [1, 2, 3]}), mean=50, deviation=10)["firms"].tolist()
    [40.0, 50.0, 60.0]
    """
    if not deviation > 0:
        raise ValueError(f'Cannot normalise: deviation "{deviation}" is not above 0')
    frame = _directed(values, direction)
    # compared, not left to 0 / 0: rounding gives equal values a tiny deviation
    spread = frame.std(ddof=1).where(frame.max() > frame.min())
    return (frame - frame.mean()) / spread * deviation + mean


def normalise_percentile_rank(values: pd.DataFrame, direction: Direction = 1, *, scale: float = 100.0) -> pd.DataFrame:
    """Share of the other units that a unit is strictly better than, in points.

    Rank from below (ties share the lowest rank) less 1, over the number of units with a value less 1.

    Parameters
    ----------
    values : DataFrame, one row per unit, one column per indicator
        NaN where missing; such units are not counted.
    direction : 1, -1 or mapping from indicator code
        -1 where less is better; indicators not named take 1.
    scale : float
        Points of a unit better than all others; 1 gives COINr's own shares.

    Returns
    -------
    DataFrame, one row per unit, one column per indicator
        Points [0-``scale``]; NaN where the value is missing or the unit is the only one with a value. Where
        all units agree all have 0, better than nobody (as in COINr).

    Raises
    ------
    ValueError
        A direction is neither 1 nor -1, or names an unknown indicator.

    References
    ----------
    OECD/JRC (2008), Handbook on Constructing Composite Indicators, step 5. COINr: ``n_prank``.

    Examples
    --------
    >>> normalise_percentile_rank(pd.DataFrame({"firms": [5, 7, 7, 9, 11]}))["firms"].tolist()
    [0.0, 25.0, 25.0, 75.0, 100.0]
    """
    frame = _directed(values, direction)
    return (frame.rank(method="min") - 1) / (frame.count() - 1) * scale


def normalise_distance(
    values: pd.DataFrame,
    reference_unit: str,
    direction: Direction = 1,
    *,
    cap: bool = False,
    scale: float = 100.0,
) -> pd.DataFrame:
    """Share of the way from the sample's worst to a reference unit, in points.

    Parameters
    ----------
    values : DataFrame, one row per unit, one column per indicator
        NaN where missing.
    reference_unit : str
        Code of the unit that gets ``scale`` points.
    direction : 1, -1 or mapping from indicator code
        -1 where less is better; indicators not named take 1.
    cap, scale : bool, float
        Whether better units get no more than the reference; points of the reference (COINr's: 1).

    Returns
    -------
    DataFrame, one row per unit, one column per indicator
        Points [from 0; above ``scale`` where better than the reference, unless capped]; NaN where the value
        is missing, and throughout an indicator in which the reference is missing or the worst.

    Raises
    ------
    ValueError
        The reference unit is unknown, or a direction is neither 1 nor -1 or names an unknown indicator.

    References
    ----------
    OECD/JRC (2008), Handbook on Constructing Composite Indicators, step 5. COINr: ``n_dist2ref``.

    Examples
    --------
    >>> values = pd.DataFrame({"firms": [2, 6, 10, 12]}, index=["A", "B", "C", "D"])
    >>> normalise_distance(values, "C")["firms"].tolist()
    [0.0, 50.0, 100.0, 125.0]
    """
    if reference_unit not in values.index:
        raise ValueError(f'Cannot normalise: reference unit "{reference_unit}" is not in the values')
    frame = _directed(values, direction)
    reference, worst = frame.loc[reference_unit], frame.min()
    share = 1 - (reference - frame) / (reference - worst).where(reference > worst)
    return (share.clip(upper=1.0) if cap else share) * scale


def _directed(values: pd.DataFrame, direction: Direction) -> pd.DataFrame:
    # less is better: negated before anything else, as in COINr
    return _table(check_values(values) * _signs(direction, values.columns), like=values)


def _signs(direction: Direction, codes: pd.Index) -> npt.NDArray[np.float64]:
    given = direction if isinstance(direction, Mapping) else dict.fromkeys(codes, direction)
    for code, sign in given.items():
        if code not in codes:
            raise ValueError(f'Cannot normalise: direction names the unknown indicator "{code}"')
        if sign not in (1, -1):
            raise ValueError(f'Cannot normalise: direction of indicator "{code}" is "{sign}", not 1 or -1')
    return np.array([given.get(code, 1) for code in codes], dtype=float)


def _matched_goalposts(goalposts: pd.DataFrame, codes: pd.Index) -> pd.DataFrame:
    posts = goalposts.set_index("indicator_code")
    for code in codes:
        count = int((posts.index == code).sum())
        if count != 1:
            raise ValueError(f'Cannot normalise: indicator "{code}" has {count} rows of goalposts, not 1')
        low, high = posts.at[code, "low"], posts.at[code, "high"]
        if not (np.isfinite(low) and np.isfinite(high) and low < high):
            raise ValueError(f'Cannot normalise: goalposts "{low}" and "{high}" of "{code}" are not in order')
    return posts.loc[list(codes)]


def _table(numbers: npt.NDArray[np.float64], like: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(numbers, index=like.index, columns=like.columns)
