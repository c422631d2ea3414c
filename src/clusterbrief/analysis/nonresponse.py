"""Who answered beside who was invited: how far respondents differ in what is known of everybody."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import scipy

CHARACTERISTICS = ("country_code", "kind", "eccp")
NOT_KNOWN = "not known"
LEAST_EXPECTED = 5  # the usual rule for Pearson's test (Cochran, 1954, Biometrics 10, 417-451)
COLUMNS = {
    "characteristic": str, "category": str, "invited": int, "respondents": int, "response_rate": float,
    "share_invited": float, "share_respondents": float, "difference": float, "dissimilarity": float, "p_value": float,
}  # fmt: skip


def compare_with_invited(
    organisations: pd.DataFrame, invited: pd.DataFrame, columns: Sequence[str] = CHARACTERISTICS
) -> pd.DataFrame:
    """Respondents beside invited organisations, for each characteristic that the list of invited ones tells.

    Respondents who are not on the list take no part: nobody knows how many like them there are.

    Parameters
    ----------
    organisations : DataFrame, one row per respondent
        ``organisation_code``, ``invited`` (true or false).
    invited : DataFrame, one row per invited organisation
        ``organisation_code`` and the characteristics; where one is missing or blank, its category is "not known".
    columns : sequence of str
        The characteristics; one that the list does not have is not known of anybody.

    Returns
    -------
    DataFrame, one row per characteristic and category, in the order of ``columns``, "not known" last
        ``characteristic``, ``category`` (yes or no where the list says true or false), ``invited``, ``respondents``,
        ``response_rate`` [0-1], ``share_invited`` and ``share_respondents`` [0-1, of the characteristic],
        ``difference`` (share of respondents less share of invited, -1 to 1), and for the whole characteristic
        ``dissimilarity`` [0-1, half the sum of absolute differences: the share of respondents who would have to be of
        another category for the two to agree] and ``p_value`` (Pearson's chi-squared test of respondents against
        invited organisations that did not respond; NaN where it cannot be computed or an expected count is below 5).
        Shares of respondents, and what follows from them, are NaN where nobody responded.

    References
    ----------
    Duncan and Duncan (1955), American Sociological Review 20, 210-217 (index of dissimilarity). Pearson (1900).

    Examples
    --------
    >>> asked = pd.DataFrame({"organisation_code": ["A", "B", "C", "D"], "kind": ["x", "x", "y", None]})
    >>> answered = pd.DataFrame({"organisation_code": ["A", "C"], "invited": True})
    >>> compare_with_invited(answered, asked, ["kind"])[["category", "respondents", "difference", "dissimilarity"]]
        category  respondents  difference  dissimilarity
    0          x            1        0.00           0.25
    1          y            1        0.25           0.25
    2  not known            0       -0.25           0.25
    """
    on_list = organisations[organisations["invited"].astype(bool)]["organisation_code"]
    responded = invited["organisation_code"].isin(on_list)
    tables = [_compare(name, _categories(invited, name), responded) for name in columns]
    table = pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=list(COLUMNS))
    return table[list(COLUMNS)].astype(COLUMNS)  # also where there are no rows


def _categories(invited: pd.DataFrame, name: str) -> pd.Series:
    """The category of each invited organisation, as text."""
    if name not in invited:
        return pd.Series(NOT_KNOWN, index=invited.index, dtype=str)
    cells = invited[name].astype(object)
    blank = cells.isna() | (cells.astype(str).str.strip() == "")
    return cells.astype(str).str.strip().replace({"True": "yes", "False": "no"}).mask(blank, NOT_KNOWN)


def _compare(name: str, categories: pd.Series, responded: pd.Series) -> pd.DataFrame:
    counts = responded.groupby(categories).agg(["count", "sum"]).astype(int)
    counts = counts.loc[sorted(counts.index, key=lambda category: (category == NOT_KNOWN, category))]
    asked, answered = counts["count"], counts["sum"]
    share_invited = asked / max(asked.sum(), 1)
    share_respondents = answered / (answered.sum() or np.nan)
    difference = share_respondents - share_invited
    return pd.DataFrame(
        {
            "characteristic": name,
            "category": counts.index,
            "invited": asked.to_numpy(),
            "respondents": answered.to_numpy(),
            "response_rate": (answered / asked).to_numpy(),
            "share_invited": share_invited.to_numpy(),
            "share_respondents": share_respondents.to_numpy(),
            "difference": difference.to_numpy(),
            "dissimilarity": difference.abs().sum(skipna=False) / 2,
            "p_value": _p_value(answered.to_numpy(), (asked - answered).to_numpy()),
        }
    )


def _p_value(respondents: np.ndarray, others: np.ndarray) -> float:
    table = np.array([respondents, others])
    if table.shape[1] < 2 or (table.sum(axis=1) == 0).any():
        return float("nan")
    test = scipy.stats.chi2_contingency(table, correction=False)
    return float(test.pvalue) if test.expected_freq.min() >= LEAST_EXPECTED else float("nan")
