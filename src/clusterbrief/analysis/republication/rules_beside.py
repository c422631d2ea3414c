"""Recommendations that rest on one question, beside other figures on the same question.

Whom advice to write a plan helps is who has no plan, and other tables count and average just that. Where one of them
hides its figure, how many the advice helps must not tell it.
"""

from collections.abc import Iterator, Mapping, Sequence

import pandas as pd

from clusterbrief.analysis.disclosed_recommendations import without_telling
from clusterbrief.analysis.judged_rules import count_judged
from clusterbrief.analysis.republication.kept_cells import Setting
from clusterbrief.analysis.republication.published_figures import Figure, Tables, thing_of

NEEDS = "judged"  # the internal table that says whom each rule helps


def hide_rules(
    tables: Mapping[str, pd.DataFrame], internal: Tables, figures: Sequence[Figure], setting: Setting
) -> dict[str, pd.DataFrame]:
    """The tables, without recommendations that tell what another table hides of the same question.

    Parameters
    ----------
    tables : mapping of name to DataFrame
        As they are to be printed.
    internal : mapping of name to DataFrame
        ``judged`` and ``organisations``.
    figures : sequence of Figure
        The first one of a table says where it is hidden.
    setting : Setting
        ``rules``: the figures on the question of each rule that rests on one.
    """
    if "recommendations" not in tables or NEEDS not in internal or not setting.rules:
        return dict(tables)
    counts = count_judged(internal[NEEDS], internal["organisations"], setting.region_code)
    counts = counts[counts["rule_code"].isin(list(setting.rules))]
    hidden, shown = _areas_by_rule(tables, figures, setting)
    spots = pd.MultiIndex.from_frame(counts[["rule_code", "area_code"]])
    small = pd.concat([counts["count"], counts["judged"] - counts["count"]], axis="columns").min(axis="columns")
    elsewhere = spots.isin(list(hidden))
    counts = counts.assign(
        secret=elsewhere | (small < setting.thresholds.count).to_numpy(),
        printed=spots.isin(list(shown - hidden)),
    )
    kept = without_telling(tables["recommendations"], counts, setting.thresholds, setting.region_code)
    return {**tables, "recommendations": kept}


Spots = set[tuple[str, str]]  # rule and area


def _areas_by_rule(
    tables: Mapping[str, pd.DataFrame], figures: Sequence[Figure], setting: Setting
) -> tuple[Spots, Spots]:
    """Where a figure on the question of a rule is hidden, and where one is shown."""
    hidden: Spots = set()
    shown: Spots = set()
    for rule, named in setting.rules.items():
        for area, there in _figures_of(tables, figures, named):
            (shown if there else hidden).add((rule, area))
    return hidden, shown


def _figures_of(
    tables: Mapping[str, pd.DataFrame], figures: Sequence[Figure], named: Sequence[tuple[str, str]]
) -> Iterator[tuple[str, bool]]:
    """Areas, and whether each of some figures is shown there."""
    first = {figure.table: figure for figure in reversed(figures)}
    for name, thing in named:
        if name in tables and name in first:
            rows = tables[name][thing_of(tables[name], first[name].things) == thing]
            yield from zip(rows["area_code"], rows[first[name].column].notna(), strict=True)
