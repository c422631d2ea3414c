"""Benchmarks from the EU reference tables: how many label holders deliver each service."""

import pandas as pd

BEST_PRACTICE_LABELS = ("gold", "silver")
OTHER_SERVICES = "other"  # a rest, not one of the twelve named general services


def service_benchmarks(services: pd.DataFrame, holders: dict[str, int]) -> pd.DataFrame:
    """Shares of Gold and Silver organisations that deliver each service.

    An organisation may deliver several services, so shares do not add to one.

    Parameters
    ----------
    services : DataFrame, one row per service
        Columns ``service_code``, ``gold`` and ``silver`` [organisations].
    holders : dict of int, by label
        Organisations that hold each label: what the shares are shares of.

    Returns
    -------
    DataFrame, one row per service, in the order given
        Columns ``service_code``, ``gold`` and ``silver`` [organisations], ``gold_share`` and
        ``silver_share`` [0-1 of the label's holders], ``best_practice_share`` [0-1 of both].

    Raises
    ------
    KeyError
        A label has no holders in ``holders``.
    ValueError
        A label has no holders, or a service is delivered by more organisations than hold the label.

    References
    ----------
    EU4Digital (June 2024), EU best practices in cluster management, 2.4.3 and Annex 1.

    Examples
    --------
    >>> services = pd.DataFrame({"service_code": ["rdi_support"], "gold": [20], "silver": [8]})
    >>> service_benchmarks(services, {"gold": 29, "silver": 14}).round(2).iloc[0].to_dict()
    {'service_code': 'rdi_support', 'gold': 20, 'silver': 8,
     'gold_share': 0.69, 'silver_share': 0.57, 'best_practice_share': 0.65}
    """
    _check_counts(services, holders)
    benchmarks = services[["service_code", *BEST_PRACTICE_LABELS]].reset_index(drop=True)
    counts = benchmarks[list(BEST_PRACTICE_LABELS)].astype("float64")
    for label in BEST_PRACTICE_LABELS:
        benchmarks[f"{label}_share"] = counts[label] / holders[label]
    both = sum(holders[label] for label in BEST_PRACTICE_LABELS)
    benchmarks["best_practice_share"] = counts.sum(axis="columns") / both
    return benchmarks


def mean_services_per_holder(services: pd.DataFrame, holders: dict[str, int]) -> pd.Series:
    """Mean number of these services that a holder of each label delivers.

    "Other services" are left out: they may be one or many.

    Parameters
    ----------
    services : DataFrame, one row per service
        Columns ``service_code``, ``gold`` and ``silver`` [organisations].
    holders : dict of int, by label
        Organisations that hold each label.

    Returns
    -------
    Series of float, one per label, indexed by label [services per organisation]

    Raises
    ------
    KeyError, ValueError
        As `service_benchmarks`.

    Examples
    --------
    >>> services = pd.DataFrame({
    ...     "service_code": ["advisory", "communication", "other"], "gold": [9, 7, 6], "silver": [3, 4, 6]})
    >>> mean_services_per_holder(services, {"gold": 29, "silver": 14}).round(2).to_dict()
    {'gold': 0.55, 'silver': 0.5}
    """
    _check_counts(services, holders)
    named = services[services["service_code"] != OTHER_SERVICES]
    means = {label: float(named[label].sum()) / holders[label] for label in BEST_PRACTICE_LABELS}
    return pd.Series(means, name="mean_services")


def _check_counts(services: pd.DataFrame, holders: dict[str, int]) -> None:
    for label in BEST_PRACTICE_LABELS:
        if holders[label] < 1:
            raise ValueError(f'Label "{label}" has {holders[label]} holders')
        too_many = services.loc[services[label] > holders[label], "service_code"].tolist()
        if too_many:
            raise ValueError(f'More organisations deliver {too_many} than hold the label "{label}"')
