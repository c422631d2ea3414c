"""Stakes: what each organisation puts into printed cells, followed from one publication to the next.

A stake is one organisation's part in a cell: its score of a node, or whether it has a service. Publications print sums
of stakes. Two of them tell a difference, and who took part in both can be known. So organisations of an area whose
stakes have the same history form a strand, and the sums over strands are what an attacker does not know.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

STAKE_COLUMNS = ("organisation_code", "area_code", "thing", "value")
KEYS = ["organisation_code", "area_code", "thing"]
DECIMALS = 9  # values that differ by less are the same
ABSENT = -1

Flags = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.int_]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Strands:
    """The unknown sums of some things, one for each thing, strand and value that the strand held.

    Who kept a value is one unknown. Who corrected it is two: before and after. The axes of cells are things, areas (the
    region first) and publications (the last one is that being made).
    """

    things: tuple[str, ...]
    areas: tuple[str, ...]
    thing: Numbers  # of each unknown: its place in things
    area: Numbers  # of each unknown: its place in areas
    present: Flags  # (unknowns, publications)
    group: Numbers  # unknowns of one strand have one number
    size: Numbers  # organisations in the strand
    total: Floats  # the true sum
    alike: Flags  # whether all in the strand hold the same value there
    people: tuple[frozenset[str], ...]  # who they are; empty for strands too large to matter
    n: Numbers  # stakes in each cell (things, areas, publications)
    sums: Floats  # their true sums (things, areas, publications)
    low: Flags  # cells that may not be told by themselves (things, areas, publications)
    top: float  # the highest value of one stake

    def row(self, thing: int, area: int, publication: int) -> Floats:
        """Which unknowns a cell is the sum of: 1 for each of them, else 0."""
        inside = (self.thing == thing) & self.present[:, publication]
        if area > 0:
            inside &= self.area == area
        return inside.astype(float)


def numbers_of(*columns: npt.NDArray[np.generic]) -> Numbers:
    """A number for each place, the same where all columns hold the same, in the order of what they hold.

    >>> numbers_of(np.array([2, 1, 2, 2]), np.array([0.5, 0.1, 0.5, 0.3])).tolist()
    [2, 0, 2, 1]
    """
    found = np.zeros(len(columns[0]), dtype=int)
    for each in columns:  # one after the other, because rows of an array are slow to compare
        values, place = np.unique(each, return_inverse=True)
        found = np.unique(found * len(values) + place, return_inverse=True)[1]
    return found


def follow(stakes: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Stakes of several publications beside each other.

    Parameters
    ----------
    stakes : sequence of DataFrame, one row per organisation, area and thing; the publication being made comes last
        ``organisation_code``, ``area_code`` (the country), ``thing`` and ``value`` (NaN: it takes no part).

    Returns
    -------
    DataFrame, one row per organisation, area and thing
        The keys, and one column for each publication, named by its place: 0, 1, ... NaN where it took no part.
    """
    columns = [
        each.dropna(subset=["value"]).set_index(KEYS)["value"].astype(float).round(DECIMALS).rename(place)
        for place, each in enumerate(stakes)
    ]
    return pd.concat(columns, axis="columns").sort_index().reset_index()


def histories(values: Floats) -> Numbers:
    """For each organisation and publication the first publication that has the same value; -1 where it took no part.

    >>> histories(np.array([[5.0, 5.0], [5.0, 7.0], [np.nan, 7.0]])).tolist()
    [[0, 0], [0, 1], [-1, 1]]
    """
    found = np.full(values.shape, ABSENT)
    for late in range(values.shape[1]):
        for early in range(late + 1):
            found[(found[:, late] == ABSENT) & (values[:, late] == values[:, early]), late] = early
    return found


def changed_since(followed: pd.DataFrame, publication: int, region_code: str) -> pd.DataFrame:
    """How many stakes changed between an earlier publication and the one being made.

    Returns
    -------
    DataFrame, one row per thing and area (the region and each country)
        ``thing``, ``area_code``, ``joined``, ``left`` and ``corrected`` (organisations), and ``alike``: whether all
        values that are new, or all that are gone, are the same one. No row where nobody took part in either.
    """
    now = followed.columns[-1]
    before, after = followed[publication], followed[now]
    same = (before == after) | (before.isna() & after.isna())
    rows = followed[["thing", "area_code"]].assign(
        joined=before.isna() & after.notna(),
        left=before.notna() & after.isna(),
        corrected=before.notna() & after.notna() & ~same,
        new=after.mask(same),
        gone=before.mask(same),
    )
    both = pd.concat([rows.assign(area_code=region_code), rows], ignore_index=True)
    groups = both.groupby(["thing", "area_code"], sort=False)
    table = groups[["joined", "left", "corrected"]].sum().astype(int)
    kinds = groups[["new", "gone"]].nunique()
    return table.assign(alike=(kinds == 1).any(axis=1)).reset_index()


def strands_of(
    followed: pd.DataFrame, areas: Sequence[str], least: int, top: float = 1.0, *, plain: bool = False
) -> Strands:
    """The strands of things that are counted or averaged each by itself.

    Parameters
    ----------
    followed : DataFrame
        As ``follow`` gives it.
    areas : sequence of str
        The region, then the countries.
    least : int
        Fewer organisations than this may not be told.
    top : float
        The highest value of a stake.
    plain : bool
        Whether the values are no answers, so that only the number of organisations counts.
    """
    things = tuple(dict.fromkeys(followed["thing"]))
    return _strands(followed, _values(followed), things, areas, (least, top, plain))


def partition_of(followed: pd.DataFrame, classes: Sequence[str], areas: Sequence[str], least: int) -> Strands:
    """The strands of one table of classes: each organisation is in one of them, and changes when its class does.

    ``followed`` holds the place of the class among ``classes`` as value; its column ``thing`` does not matter.
    """
    held = _values(followed)
    one = _strands(followed.assign(thing=""), held, ("",), areas, (least, 1.0, False))
    parts = []
    for place in range(len(classes)):
        values = np.where(np.isnan(held), np.nan, held == place)
        parts.append(_strands(followed.assign(thing=""), values, ("",), areas, (least, 1.0, False), held))
    width = len(one.size)
    return Strands(
        things=tuple(classes),
        areas=tuple(areas),
        thing=np.repeat(np.arange(len(classes)), width),
        area=np.tile(one.area, len(classes)),
        present=np.tile(one.present, (len(classes), 1)),
        group=np.tile(one.group, len(classes)),
        size=np.tile(one.size, len(classes)),
        total=np.concatenate([each.total for each in parts]) if parts else one.total,
        alike=np.tile(one.alike, len(classes)),
        people=one.people * len(classes),
        n=np.concatenate([each.n for each in parts]),
        sums=np.concatenate([each.sums for each in parts]),
        low=np.concatenate([each.low for each in parts]),
        top=1.0,
    )


def _values(followed: pd.DataFrame) -> Floats:
    publications = [column for column in followed.columns if isinstance(column, int)]
    return followed[publications].to_numpy(dtype=float)


def _strands(
    followed: pd.DataFrame,
    values: Floats,
    things: tuple[str, ...],
    areas: Sequence[str],
    rule: tuple[int, float, bool],
    held: Floats | None = None,
) -> Strands:
    least, top, plain = rule
    thing = pd.Index(things).get_indexer(followed["thing"])
    area = pd.Index(areas).get_indexer(followed["area_code"])
    codes = followed["organisation_code"].to_numpy(dtype=object)
    past = histories(values if held is None else held)
    keys = np.column_stack([thing, area, past])
    kinds, member = np.unique(keys, axis=0, return_inverse=True) if len(keys) else (keys, np.zeros(0, dtype=int))
    order = np.argsort(member, kind="stable")
    inside = np.split(order, np.cumsum(np.bincount(member, minlength=len(kinds)))[:-1]) if len(kinds) else []
    unknowns = list(_unknowns(kinds, inside, values, least))
    n, sums, low = _cells(values, (thing, area), (len(things), len(areas)), rule)
    people = [frozenset(codes[inside[group]]) if few else frozenset() for group, few in _few(unknowns, least)]
    return Strands(
        things=things,
        areas=tuple(areas),
        thing=np.array([kinds[each[0], 0] for each in unknowns], dtype=int),
        area=np.array([kinds[each[0], 1] for each in unknowns], dtype=int),
        present=np.array([kinds[each[0], 2:] == each[1] for each in unknowns], dtype=bool).reshape(-1, values.shape[1]),
        group=np.array([each[0] for each in unknowns], dtype=int),
        size=np.array([each[2] for each in unknowns], dtype=int),
        total=np.array([each[3] for each in unknowns], dtype=float),
        alike=np.array([each[4] and not plain for each in unknowns], dtype=bool),
        people=tuple(people),
        n=n,
        sums=sums,
        low=low,
        top=top,
    )


Unknown = tuple[int, int, int, float, bool]  # strand, first publication with the value, size, true sum, all alike


def _few(unknowns: Sequence[Unknown], least: int) -> Iterator[tuple[int, bool]]:
    return ((each[0], each[2] < least) for each in unknowns)


def _unknowns(kinds: Numbers, inside: Sequence[Numbers], values: Floats, least: int) -> Iterator[Unknown]:
    for group, members in enumerate(inside):
        for first in sorted({int(each) for each in kinds[group, 2:]} - {ABSENT}):
            held = values[members, first]
            yield group, first, len(members), float(held.sum()), bool(np.ptp(held) == 0)


def _cells(
    values: Floats, place: tuple[Numbers, Numbers], shape: tuple[int, int], rule: tuple[int, float, bool]
) -> tuple[Numbers, Floats, Flags]:
    """Stakes, their sums, and which cells may not be told: by thing, area (the region first) and publication."""
    least, top, plain = rule
    full = (*shape, values.shape[1])
    n, sums, have, between = (np.zeros(full) for _ in range(4))
    lowest, highest = np.full(full, np.inf), np.full(full, -np.inf)
    thing, area = place
    for spot in (area, np.zeros_like(area)):
        for publication in range(values.shape[1]):
            held = values[:, publication]
            there = ~np.isnan(held)
            at = thing[there], spot[there], np.full(there.sum(), publication)
            np.add.at(n, at, 1)
            np.add.at(sums, at, held[there])
            np.add.at(have, at, held[there] == top)
            np.add.at(between, at, (held[there] != top) & (held[there] != 0))
            np.minimum.at(lowest, at, held[there])
            np.maximum.at(highest, at, held[there])
    low = n < least
    if not plain:
        two = between[:, :1] == 0  # where all over the region a value is none or all, a mean is a share
        if top > 1:  # a mean so near an end that not everything is open for each member
            low |= np.minimum(sums, top * n - sums).round(DECIMALS) < top
        low |= (two & ((have < least) | (n - have < least))) | (lowest == highest)
    return n.astype(int), sums, low & (n > 0)
