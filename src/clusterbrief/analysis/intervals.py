"""Intervals of shares: what chance alone would let a share of so many answers be."""

import numpy as np
import pandas as pd
import scipy

from clusterbrief.analysis.summaries import CONFIDENCE

Interval = tuple[pd.Series, pd.Series]


def wilson_interval(count: pd.Series, n: pd.Series, population: pd.Series | None = None) -> Interval:
    """A 90 % interval for shares of small samples.

    Respondents are volunteers. With ``population``, the interval is computed with and without a correction for a finite
    population, and the wider one is taken. The correction only ever narrows, so that is the one without it: answers of
    nearly all who were invited do not make up for those who stayed away. ``corrected_interval`` gives the other one.

    Parameters
    ----------
    count, n : Series of numbers
        How many have something, out of so many.
    population : Series of numbers, optional
        The organisations that could have answered: those invited in the area.

    Returns
    -------
    tuple of two Series
        ``low`` and ``high`` [0-1]; NaN where ``n`` is 0.

    References
    ----------
    Wilson (1927), Journal of the American Statistical Association 22, 209-212. Agresti and Coull (1998) compare it.

    Examples
    --------
    >>> low, high = wilson_interval(pd.Series([0, 5, 10]), pd.Series([10, 10, 10]))
    >>> low.round(3).tolist(), high.round(3).tolist()
    ([0.0, 0.269, 0.787], [0.213, 0.731, 1.0])
    """
    low, high = _wilson(count, n, 1.0)
    if population is None:
        return low, high
    corrected_low, corrected_high = corrected_interval(count, n, population)
    return low.where(~(corrected_low < low), corrected_low), high.where(~(corrected_high > high), corrected_high)


def corrected_interval(count: pd.Series, n: pd.Series, population: pd.Series) -> Interval:
    """The 90 % interval of ``wilson_interval`` with the correction for a finite population.

    The variance is multiplied by (N - n) / (N - 1). Where N is missing or below n, the list does not hold everybody who
    could have answered, and nothing is corrected.

    >>> low, high = corrected_interval(pd.Series([5, 5, 5]), pd.Series([10, 10, 10]), pd.Series([10, 20, 9]))
    >>> low.round(3).tolist(), high.round(3).tolist()
    ([0.5, 0.323, 0.269], [0.5, 0.677, 0.731])
    """
    known = population.astype(float).where(population >= n)
    factor = (known - n) / (known - 1).where(known > 1, 1.0)
    return _wilson(count, n, factor.fillna(1.0))


def _wilson(count: pd.Series, n: pd.Series, factor: pd.Series | float) -> Interval:
    size = n.astype(float).where(n > 0)
    share = count / size
    # z squared, as if the sample were larger by what the correction leaves of its variance
    spread = scipy.stats.norm.ppf((1 + CONFIDENCE) / 2) ** 2 * factor / size
    middle = (share + spread / 2) / (1 + spread)
    half = np.sqrt(spread * share * (1 - share) + spread**2 / 4) / (1 + spread)
    # at the ends of the scale the sum of roots may miss 0 and 1 by the last bit
    low = (middle - half).clip(0, 1).mask(share == 0, 0.0)
    high = (middle + half).clip(0, 1).mask(share == 1, 1.0)
    return low, high
