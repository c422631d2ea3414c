"""Which measures come first because they answer a challenge of their country, or its first need."""

from collections import Counter
from collections.abc import Iterator, Mapping

import pandas as pd

from clusterbrief.analysis.disclosed_recommendations import NEARLY_ALL
from clusterbrief.study.framework import Framework

GROUP = ["horizon", "addressee"]


def answer_challenges(
    table: pd.DataFrame,
    challenges: pd.DataFrame | None,
    framework: Framework,
    needs: Mapping[str, str] | None = None,
) -> pd.Series:
    """Whether a candidate comes first in its horizon and for its actor, because it answers a challenge or a need.

    A measure answers a challenge where the indicator that shows success lies in the challenge's dimension, and a need
    where it lies in what answers to the need (data/framework/recommendations). Each challenge, the widest gap first,
    and then the need takes the first recommendation that answers it, wherever there is room. A horizon
    and actor that none of them fell to take the first of their own that answers any challenge.

    Parameters
    ----------
    table : DataFrame, one row per candidate
        ``area_code``, ``horizon``, ``addressee``, ``shown_by`` and ``recommended``, the shortest horizon first.
    challenges : DataFrame or None
        ``area_code`` and ``node_code``, the widest gap first.
    framework : Framework
        ``country_models.measures_each`` says how much room there is.
    needs : mapping from area to option, optional
        As ``first_needs`` gives it.

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
        calls = [{node} for node in challenges.loc[challenges["area_code"] == area, "node_code"]]
        need = (needs or {}).get(str(area))
        calls += [set(framework.recommendations.settings.needs.get(need, ()))] if need else []
        answering = [rows[[bool(call & within[place]) for place in rows.index]] for call in calls]
        first[_chosen(answering, framework.country_models.measures_each)] = True
    return first


def first_needs(needs: pd.DataFrame) -> dict[str, str]:
    """The need that most organisations of each area named; areas of which no number is shown have none.

    ``needs``: ``Disclosed.needs``, one row per area and option: ``area_code``, ``option_code``, ``n``, ``count`` (NaN
    where hidden) and ``bound``.

    >>> rows = {"area_code": ["A", "A", "B"], "option_code": ["law", "money", "law"], "bound": "", "n": 9}
    >>> first_needs(pd.DataFrame({**rows, "count": [3, 5, None]}))
    {'A': 'money'}
    """
    number = needs["count"].astype(float).mask(needs["bound"] == NEARLY_ALL, needs["n"].astype(float))
    told = needs.assign(number=number)[number > 0]
    first = told.sort_values("number", ascending=False, kind="stable").drop_duplicates("area_code")
    return dict(zip(first["area_code"].astype(str), first["option_code"].astype(str), strict=True))


def _with_parents(code: str, parents: dict[str, str]) -> Iterator[str]:
    while code:
        yield code
        code = parents.get(code, "")


def _chosen(answering: list[pd.DataFrame], room: int) -> list[int]:
    """Places of what comes first in one area, from what answers each of its challenges and its need in order."""
    taken: Counter[tuple[str, ...]] = Counter()
    chosen: list[int] = []
    for rows in answering:
        for place, group in zip(rows.index, rows[GROUP].itertuples(index=False, name=None), strict=True):
            if place not in chosen and taken[group] < room:
                chosen.append(place)
                taken[group] += 1
                break
    every = pd.concat(answering).sort_values("recommended", kind="stable") if answering else pd.DataFrame()
    for place, row in every.iterrows():
        group = tuple(row[GROUP])
        if not taken[group]:
            chosen.append(int(place))
            taken[group] += 1
    return chosen
