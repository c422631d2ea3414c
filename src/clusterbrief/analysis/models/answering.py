"""Which measures come first because they answer a challenge of their country."""

from collections import Counter
from collections.abc import Iterator

import pandas as pd

from clusterbrief.study.framework import Framework

GROUP = ["horizon", "addressee"]


def answer_challenges(table: pd.DataFrame, challenges: pd.DataFrame | None, framework: Framework) -> pd.Series:
    """Whether a candidate comes first in its horizon and for its actor, because it answers a challenge.

    A measure answers a challenge where the indicator that shows success lies in the challenge's dimension. Each
    challenge, the widest gap first, takes the first recommendation that answers it, wherever there is room. A horizon
    and actor that none of them fell to take the first of their own that answers any challenge.

    Parameters
    ----------
    table : DataFrame, one row per candidate
        ``area_code``, ``horizon``, ``addressee``, ``shown_by`` and ``recommended``, the shortest horizon first.
    challenges : DataFrame or None
        ``area_code`` and ``node_code``, the widest gap first.
    framework : Framework
        ``country_models.measures_each`` says how much room there is.

    Returns
    -------
    Series of bool, by the index of ``table``
    """
    first = pd.Series(False, index=table.index)
    if challenges is None:
        return first
    parents = dict(zip(framework.nodes["node_code"], framework.nodes["parent_code"], strict=True))
    within = table["shown_by"].map(lambda code: set(_with_parents(code, parents)))
    for area, rows in table.sort_values("recommended", kind="stable").groupby("area_code", sort=False):
        nodes = list(challenges.loc[challenges["area_code"] == area, "node_code"])
        answering = {node: rows[[node in within[place] for place in rows.index]] for node in nodes}
        first[_chosen(answering, framework.country_models.measures_each)] = True
    return first


def _with_parents(code: str, parents: dict[str, str]) -> Iterator[str]:
    while code:
        yield code
        code = parents.get(code, "")


def _chosen(answering: dict[str, pd.DataFrame], room: int) -> list[int]:
    """Places of what comes first in one area, from what answers each of its challenges in order."""
    taken: Counter[tuple[str, ...]] = Counter()
    chosen: list[int] = []
    for rows in answering.values():
        for place, group in zip(rows.index, rows[GROUP].itertuples(index=False, name=None), strict=True):
            if place not in chosen and taken[group] < room:
                chosen.append(place)
                taken[group] += 1
                break
    every = pd.concat(answering.values()).sort_values("recommended", kind="stable") if answering else pd.DataFrame()
    for place, row in every.iterrows():
        group = tuple(row[GROUP])
        if not taken[group]:
            chosen.append(int(place))
            taken[group] += 1
    return chosen
