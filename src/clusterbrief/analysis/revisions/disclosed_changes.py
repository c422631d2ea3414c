"""What of the changes between two editions may be published: counts, and cells whose members changed by three or more.

A cell shows its figure before and after where both are published, where at least so many of its members came, left or
changed, and where no difference of all that is shown leaves fewer. The last is what ``keeping_back`` sees to: the two
editions, and the panel of those in both, pass as publications that follow each other.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from clusterbrief.analysis.disclosure import INDICATOR, disclose_scores, round_half_up
from clusterbrief.analysis.republication.keeping_back import keep_back
from clusterbrief.analysis.republication.kept_cells import Setting
from clusterbrief.analysis.republication.published_figures import FIGURES, class_stakes, node_stakes
from clusterbrief.analysis.republication.stakes import changed_since, follow
from clusterbrief.analysis.revisions.changes import CODE, Tables
from clusterbrief.analysis.summaries import summarise_scores
from clusterbrief.study.publication import Publication

SHOWN = tuple(
    figure
    for figure in FIGURES
    if (figure.table, figure.column) in {("area_scores", "score"), ("class_counts", "count")}
)
SCORES, CLASSES = "area_scores", "class_counts"
KEYS = ["area_code", "node_code"]
SCORE_KINDS: dict[str, Any] = {
    "area_code": str, "node_code": str, "level": str, "n_before": int, "before": float, "n_after": int, "after": float,
    "change": float, "n_panel": int, "panel_before": float, "panel_after": float, "panel_change": float, "low": float,
    "high": float, "method": str,
}  # fmt: skip
CLASS_KINDS: dict[str, Any] = {"area_code": str, "class_code": str, "before": float, "after": float, "change": float}
NO_DAY = date.min  # of what passes as a publication: only the order matters


@dataclass(frozen=True)
class Shared:
    """An edition as disclosure control sees it: ``internal`` tables, and the ``public`` ones that readers hold."""

    internal: Tables
    public: Tables


def disclose_classes(old: Shared, new: Shared, setting: Setting) -> pd.DataFrame:
    """Counts of classes before and after as they may be published.

    Returns
    -------
    DataFrame, one row per area and class of either edition
        ``area_code``, ``class_code``, ``before``, ``after`` and ``change`` (organisations); all three NaN where one of
        the counts is not published, or fewer than three organisations came into the class or left it.
    """
    kept = _keep(new.public[CLASSES], new.internal, [_publication(old.public[CLASSES], old.internal, CLASSES)], setting)
    keys = ["area_code", "class_code"]
    rows = kept[[*keys, "count"]].merge(
        old.public[CLASSES][[*keys, "count"]], on=keys, how="outer", suffixes=("", "_old")
    )
    rows = rows.rename(columns={"count_old": "before", "count": "after"})
    stakes = [class_stakes("classes", "class_code")(each.internal) for each in (old, new)]
    enough = _changed_enough(stakes, setting, alike_is_few=False)
    told = pd.Series([pair in enough for pair in zip(rows["area_code"], rows["class_code"], strict=True)], dtype=bool)
    told &= rows["before"].notna() & rows["after"].notna()
    rows[["before", "after"]] = rows[["before", "after"]].astype(float).where(told)
    rows["change"] = rows["after"] - rows["before"]
    return rows[list(CLASS_KINDS)].astype(CLASS_KINDS)  # also where there are no rows


def disclose_areas(old: Shared, new: Shared, areas: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """Mean scores before and after as they may be published, in whole points.

    Parameters
    ----------
    old, new : Shared
    areas : DataFrame
        As ``compare_areas`` gives it.
    setting : Setting
        Of the newer edition.

    Returns
    -------
    DataFrame, one row per area and node above the indicators that both editions have
        The columns of ``compare_areas``. ``before``, ``after`` and their ``change`` are NaN where one of them is not
        published, or where fewer than three members came, left or changed, or all who did hold the same value; likewise
        ``panel_before``, ``panel_after`` and ``panel_change``. ``low`` and ``high`` are shown from as many members of
        the panel on as quartiles are. Changes are those of the printed points.
    """
    rows = areas[(areas["level"] != INDICATOR) & areas["node_code"].isin(setting.nodes["node_code"])]
    rows = rows[rows[["n_before", "n_after"]].gt(0).all(axis=1)].reset_index(drop=True)
    nodes = set(rows["node_code"])
    if rows.empty:
        return rows.astype(SCORE_KINDS)
    sides = [_above_indicators(each, nodes) for each in (old, new)]
    panels = _panel(sides[0].internal, sides[1].internal)
    earlier = [_publication(sides[0].public[SCORES], sides[0].internal, SCORES)]
    shown = [sides[0].public[SCORES]]
    for tables, printed in (
        (sides[1].internal, sides[1].public[SCORES]),
        *((panel, _disclosed_panel(panel, setting)) for panel in panels),
    ):
        kept = _keep(printed, tables, earlier, setting)
        earlier.append(_publication(kept, tables, SCORES))
        shown.append(kept)
    stakes = [[node_stakes("score")(each) for each in pair] for pair in ((old.internal, new.internal), panels)]
    before, after, panel_before, panel_after = (_figures(each, rows) for each in shown)
    told = _told(rows, _changed_enough(stakes[0], setting)) & before.notna() & after.notna()
    panel_told = _told(rows, _changed_enough(stakes[1], setting)) & panel_before.notna() & panel_after.notna()
    limits = round_half_up(rows[["low", "high"]])
    enough = panel_told & (rows["n_panel"] >= setting.thresholds.quartiles)
    rows = rows.assign(
        before=before.where(told), after=after.where(told), change=(after - before).where(told),
        panel_before=panel_before.where(panel_told), panel_after=panel_after.where(panel_told),
        panel_change=(panel_after - panel_before).where(panel_told),
        low=limits["low"].where(enough), high=limits["high"].where(enough),
    )  # fmt: skip
    return rows[list(SCORE_KINDS)].astype(SCORE_KINDS)


def _above_indicators(side: Shared, nodes: set[str]) -> Shared:
    """A side without what the extract does not show."""
    compared, scores = side.internal["compared"], side.public[SCORES]
    internal = {**side.internal, "compared": compared[compared["node_code"].isin(nodes)].reset_index(drop=True)}
    return Shared(internal, {SCORES: scores[scores["node_code"].isin(nodes)].reset_index(drop=True)})


def _panel(old: Tables, new: Tables) -> list[dict[str, pd.DataFrame]]:
    """Both editions with scores of those alone that have one in both, for each node by itself."""
    scored = [each["compared"].dropna(subset=["score"]) for each in (old, new)]
    both = scored[0][[CODE, "node_code"]].merge(scored[1][[CODE, "node_code"]], on=[CODE, "node_code"])
    return [
        {
            "organisations": each["organisations"][each["organisations"][CODE].isin(both[CODE])],
            "compared": part.merge(both, on=[CODE, "node_code"], how="inner"),
        }
        for each, part in zip((old, new), scored, strict=True)
    ]


def _disclosed_panel(panel: Tables, setting: Setting) -> pd.DataFrame:
    compared = panel["compared"].assign(benchmark=float("nan"), comparable_score=float("nan"))
    summary = summarise_scores(compared, panel["organisations"], setting.region_code)
    return disclose_scores(summary, setting.thresholds, setting.region_code, setting.nodes)


def _publication(printed: pd.DataFrame, internal: Tables, name: str) -> Publication:
    return Publication(NO_DAY, {name: printed}, internal)


def _keep(printed: pd.DataFrame, internal: Tables, earlier: Sequence[Publication], setting: Setting) -> pd.DataFrame:
    """A table with that hidden which would tell something beside the earlier ones."""
    name = next(iter(earlier[0].public))
    figures = [figure for figure in SHOWN if figure.table == name]
    return keep_back({name: printed}, internal, earlier, setting, figures).tables[name]


def _changed_enough(
    stakes: Sequence[pd.DataFrame], setting: Setting, *, alike_is_few: bool = True
) -> set[tuple[str, str]]:
    """Areas and things in which at least three came, left or changed."""
    changed = changed_since(follow(stakes), 0, setting.region_code)
    number = changed[["joined", "left", "corrected"]].sum(axis=1)
    enough = number >= setting.thresholds.count
    if alike_is_few:
        enough &= ~changed["alike"]
    return set(zip(changed.loc[enough, "area_code"], changed.loc[enough, "thing"], strict=True))


def _told(rows: pd.DataFrame, enough: set[tuple[str, str]]) -> pd.Series:
    pairs = zip(rows["area_code"], rows["node_code"], strict=True)
    return pd.Series([pair in enough for pair in pairs], index=rows.index, dtype=bool)


def _figures(table: pd.DataFrame, rows: pd.DataFrame) -> pd.Series:
    """The printed score of each row's area and node; NaN where there is none."""
    held: Mapping[tuple[str, str], float] = table.set_index(KEYS)["score"].to_dict()
    pairs = zip(rows["area_code"], rows["node_code"], strict=True)
    return pd.Series([held.get(pair, float("nan")) for pair in pairs], index=rows.index, dtype=float)
