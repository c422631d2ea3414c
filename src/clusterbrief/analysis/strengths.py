"""Strengths and gaps: what a unit's own table of scores says against the EU value."""

import pandas as pd

DETAIL_LEVELS = ("dimension", "part")


def detail_rows(scores: pd.DataFrame, nodes: pd.DataFrame) -> pd.DataFrame:
    """The most detailed rows above indicators: parts, and dimensions without parts, in the framework's order.

    ``scores``: one row per node. ``nodes``: the tree with labels. Returns the rows with ``label``.
    """
    with_parts = set(nodes.loc[nodes["level"] == "part", "parent_code"])
    wanted = nodes[nodes["level"].isin(DETAIL_LEVELS) & ~nodes["node_code"].isin(with_parts)]
    columns = [column for column in scores.columns if column not in {"label", "level"}]
    return wanted[["node_code", "label", "level"]].merge(scores[columns], on="node_code", how="left")


def strengths_and_gaps(rows: pd.DataFrame, most: int = 3) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The rows closest to the EU value (or above it) and those furthest below it.

    No row is in both; a gap is one only where the EU value is above the score. Equals of the last row are with it,
    or are left out with it where they are too many; ties keep the rows' order.

    >>> rows = pd.DataFrame({"label": list("abc"), "gap": [10.0, -2.0, None]})
    >>> strong, weak = strengths_and_gaps(rows)
    >>> list(strong["label"]), list(weak["label"])
    (['b'], ['a'])
    """
    measured = rows.dropna(subset=["gap"]).sort_values("gap", kind="stable")
    half = min(most, (len(measured) + 1) // 2)
    rest = measured.iloc[half:]
    weak = _with_equals(rest[rest["gap"] > 0].sort_values("gap", ascending=False, kind="stable"), most)
    return _with_equals(measured.drop(index=weak.index), half), weak


def _with_equals(rows: pd.DataFrame, most: int) -> pd.DataFrame:
    """The first rows with all that equal the last of them; one more than ``most`` at most, unless all are equal."""
    if len(rows) <= most:
        return rows
    last = rows["gap"].iloc[most - 1]
    until = int((rows["gap"] == last).to_numpy().nonzero()[0].max()) + 1
    before = int((rows["gap"] == last).to_numpy().nonzero()[0].min())
    return rows.head(before if until > most + 1 and before else until)


def ranked_areas(area_scores: pd.DataFrame, areas: pd.DataFrame, node_code: str, region_code: str) -> pd.DataFrame:
    """Countries with a shown score for a node, the closest to the EU value first; equals share the best place.

    Returns
    -------
    DataFrame, one row per country: the columns of ``area_scores``, ``label`` and ``place``.
    """
    rows = area_scores[(area_scores["node_code"] == node_code) & (area_scores["area_code"] != region_code)]
    rows = rows.dropna(subset=["comparable_score"]).merge(areas, on="area_code", how="left", validate="m:1")
    rows = rows.rename(columns={"area_label": "label"})
    rows["place"] = rows["comparable_score"].rank(method="min", ascending=False).astype(int)
    return rows.sort_values(["place", "label"]).reset_index(drop=True)
