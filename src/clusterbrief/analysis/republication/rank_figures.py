"""Medians, quartiles, intervals and marks after earlier publications: they are no sums, so their changes are counted.

A median, a quartile or an interval that moved by one organisation's answer says where that answer lies; a new mark is
the newcomer's. So what one or two changed is not shown again beside what was.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from clusterbrief.analysis.disclosure import LEAST_RANGE
from clusterbrief.analysis.republication.published_figures import INTERVAL, ORDERED, Tables, node_stakes
from clusterbrief.analysis.republication.stakes import changed_since, follow

PEER_FIGURES = ("median", "quartile_1", "quartile_3", "difference", "share_below", "position")
REGION, COUNTRY = "region", "country"


def hide_orders(
    table: pd.DataFrame,
    earlier: Sequence[pd.DataFrame | None],
    pasts: Sequence[Tables],
    least: int,
    region_code: str,
) -> pd.DataFrame:
    """Area scores without the medians, quartiles and intervals that too few changed since they were last shown."""
    keys = ["area_code", "node_code"]
    for columns, stakes in ((ORDERED, node_stakes("score")), (INTERVAL, node_stakes("comparable_score"))):
        followed = follow([stakes(each) for each in pasts])
        for place, before in enumerate(earlier):
            if before is None:
                continue
            changes = changed_since(followed, place, region_code).rename(columns={"thing": "node_code"})
            few = table[keys].merge(changes, on=keys, how="left")
            told = is_told(few, least).to_numpy()
            shown_then = table[keys].merge(before, on=keys, how="left")
            for column in columns:
                if column in shown_then:
                    table = table.assign(**{column: table[column].mask(told & shown_then[column].notna().to_numpy())})
    return table


def is_told(changes: pd.DataFrame, least: int) -> pd.Series:
    """Whether changes are so few, or so much the same, that the difference of two figures tells of somebody."""
    changed = changes[["joined", "left", "corrected"]].fillna(0).sum(axis=1)
    return (changed > 0) & ((changed < least) | changes["alike"].fillna(False).astype(bool))


def hide_marks(
    table: pd.DataFrame,
    earlier: Sequence[pd.DataFrame | None],
    pasts: Sequence[Tables],
    least: int,
    region_code: str,
) -> pd.DataFrame:
    """Marks of nodes of which nothing changed, or at least three marks are new, gone or neither in every country."""
    followed = follow([node_stakes("comparable_score")(each) for each in pasts])
    told: set[str] = set()
    for place, before in enumerate(earlier):
        if before is None:
            continue
        changes = changed_since(followed, place, region_code)
        new, gone = changes["joined"] + changes["corrected"], changes["left"] + changes["corrected"]
        few = new.between(1, least - 1) | gone.between(1, least - 1) | is_told(changes, least)
        told |= (set(changes.loc[few, "thing"]) | _close_together(followed, place)) & set(before["node_code"])
    return table[~table["node_code"].isin(told)].reset_index(drop=True)


def _close_together(followed: pd.DataFrame, publication: int) -> set[str]:
    """Nodes of which the scores that are new or gone, or those that stayed in a country, lie within a few points."""
    before, after = followed[publication], followed[followed.columns[-1]]
    kept = before == after
    kinds = (
        (after.mask(kept), "thing"),
        (before.mask(kept), "thing"),
        (after.where(kept), ["thing", "area_code"]),
    )
    found: set[str] = set()
    for values, keys in kinds:
        groups = values.groupby([followed[key] for key in ([keys] if isinstance(keys, str) else keys)])
        narrow = ((groups.max() - groups.min()) < LEAST_RANGE).reset_index()
        found |= (
            set(narrow.loc[narrow.iloc[:, -1], "thing"]) if (~kept & (before.notna() | after.notna())).any() else set()
        )
    return found


def hide_peers(
    table: pd.DataFrame,
    earlier: Sequence[pd.DataFrame | None],
    pasts: Sequence[Tables],
    least: int,
    region_code: str,
) -> pd.DataFrame:
    """Comparisons with peers of whom none, or at least three, changed; ``earlier`` does not matter.

    Who is similar can change as well, so comparisons with similar organisations are shown where nobody changed at all.
    """
    followed = follow([node_stakes("score")(each) for each in pasts]).rename(columns={"thing": "node_code"})
    now = len(pasts) - 1
    country = pasts[now]["organisations"].set_index("organisation_code")["country_code"]
    groups = table[["organisation_code", "peers", "node_code"]].assign(
        area_code=np.where(table["peers"] == COUNTRY, table["organisation_code"].map(country), region_code)
    )
    told = np.zeros(len(table), dtype=bool)
    for place in range(now):
        before, after = followed[place], followed[now]
        rows = followed[["organisation_code", "area_code", "node_code"]].assign(
            changed=~((before == after) | (before.isna() & after.isna()))
        )
        both = pd.concat([rows.assign(area_code=region_code), rows], ignore_index=True)
        counts = both.groupby(["area_code", "node_code"])["changed"].sum().rename("all").reset_index()
        own = rows.groupby(["organisation_code", "node_code"])["changed"].sum().rename("own").reset_index()
        found = groups.merge(counts, on=["area_code", "node_code"], how="left")
        found = found.merge(own, on=["organisation_code", "node_code"], how="left")
        others = (found["all"].fillna(0) - found["own"].fillna(0)).to_numpy()
        known = table["peers"].isin([REGION, COUNTRY]).to_numpy()
        told |= np.where(known, (others > 0) & (others < least), others > 0)
    return table.assign(**{column: table[column].mask(told) for column in PEER_FIGURES if column in table})
