"""What printed means say of single scores, as equations: which sums are printed, and how they hang together.

An organisation's score of a node is the weighted mean of those below it that it has, and who answered what is no
secret. So every score is a sum of weighted answers, every printed mean is one of scores, and all of them are about the
same unknowns: the points of each organisation's indicators. Who kept its points from one publication to the next has
one unknown for both.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd
import scipy

from clusterbrief.analysis.republication.kept_cells import Setting
from clusterbrief.analysis.republication.published_figures import Tables
from clusterbrief.analysis.republication.stakes import DECIMALS, Floats, Numbers, numbers_of

FIGURES = ("score", "comparable_score")
HALF = 0.5  # a point; what rounding to whole points hides either way
NEAR = 1e-6


@dataclass(frozen=True)
class Cell:
    """One printed mean."""

    figure: str
    area_code: str
    node_code: str
    publication: int
    n: int
    depth: int  # of the node below the top
    whole: bool  # whether the area is the region


@dataclass(frozen=True)
class Links:
    """Sums of one organisation's own unknowns that everybody knows, though nobody prints them."""

    sums: scipy.sparse.csr_array  # (links, unknowns)
    low: Floats  # the least that each can be
    high: Floats


@dataclass(frozen=True)
class Equations:
    """Printed means and single scores as weighted sums of unknowns, which lie between 0 and 100."""

    truth: Floats  # of each unknown: its true points
    owner: Numbers  # whose it is
    area: Numbers  # the country of its owner
    leaf: Numbers  # the node that it is of, as a number
    kind: Numbers  # unknowns of one country, node and set of publications have one number
    cells: tuple[Cell, ...]
    sums: scipy.sparse.csr_array  # (cells, unknowns): n times the printed mean
    below: Floats  # of each cell: how far the sum may be from the true one, 0 or less
    above: Floats
    scores: scipy.sparse.csr_array  # (scores, unknowns): every score of an organisation at a node
    score_node: Numbers  # place among the nodes
    organisations: tuple[str, ...]
    places: pd.DataFrame  # organisation_code, node_code, figure, publication and ``score``, its place among the scores
    links: Links | None = None

    @cached_property
    def column(self) -> Numbers:
        """Of each unknown a number that is the same where every printed mean holds it with the same weight."""
        marks = [self.sums.T @ _marks(len(self.cells), turn) for turn in (2.0, 3.0)]
        return numbers_of(*(each.round(DECIMALS) for each in marks))

    @cached_property
    def said(self) -> Numbers:
        """Of each unknown a number that is the same where everything printed says the same of it, and of its node."""
        return numbers_of(self.leaf, self.column)

    def only(self, kept: Collection[Cell]) -> "Equations":
        """What some of the printed means say."""
        rows = [place for place, cell in enumerate(self.cells) if cell in kept]
        cells = tuple(self.cells[place] for place in rows)
        return replace(self, cells=cells, sums=self.sums[rows], below=self.below[rows], above=self.above[rows])


@dataclass(frozen=True)
class _Tree:
    """Nodes with the place of their parent (-1 for the top), weights and depth."""

    codes: tuple[str, ...]
    parent: Numbers
    weight: Floats
    depth: Numbers


def equations_of(printed: Sequence[pd.DataFrame | None], sources: Sequence[Tables], setting: Setting) -> Equations:
    """What all printed means say together.

    Parameters
    ----------
    printed : sequence of DataFrame, one row per area and node
        Area scores of all publications, the one being made last; None where there was no such table.
    sources : sequence of mapping of name to DataFrame
        The internal tables of each: ``compared`` and ``organisations``.
    setting : Setting
        ``nodes`` with ``node_code``, ``parent_code`` and ``weight``.
    """
    tree = _tree_of(setting.nodes)
    codes = sorted({str(code) for each in sources for code in each["compared"]["organisation_code"]})
    parts = [
        part.assign(publication=number, figure=place)
        for number, each in enumerate(sources)
        for place, part in enumerate(_parts_of(each, codes, tree))
    ]
    entries = pd.concat(parts, ignore_index=True)
    countries = _countries(sources, codes)
    areas = sorted(set(countries))
    entries["area"] = pd.Index(areas).get_indexer(countries)[entries["organisation"]]
    names = ["organisation", "leaf", "value"]
    entries["unknown"] = entries.groupby(names, sort=True).ngroup()
    first = entries.drop_duplicates("unknown").sort_values("unknown")
    seen = entries[["unknown", "publication"]].drop_duplicates()
    seen = (2.0 ** seen["publication"]).groupby(seen["unknown"]).sum()  # a set of publications as one number
    kind = first.assign(seen=seen.to_numpy()).groupby(["area", "leaf", "seen"], sort=True).ngroup()
    cells, sums, below, above = _cells_of(printed, entries, areas, (tree, setting.region_code), len(first))
    cells, sums, below, above = _distinct(cells, sums, below, above)
    scores, node, places = _scores_of(entries, len(first))
    return Equations(
        truth=first["value"].to_numpy(dtype=float),
        owner=first["organisation"].to_numpy(dtype=int),
        area=first["area"].to_numpy(dtype=int),
        leaf=first["leaf"].to_numpy(dtype=int),
        kind=kind.to_numpy(dtype=int),
        cells=cells,
        sums=sums,
        below=below,
        above=above,
        scores=scores,
        score_node=node,
        organisations=tuple(codes),
        places=places.assign(
            organisation_code=np.array(codes, dtype=object)[places["organisation"]],
            node_code=np.array(tree.codes, dtype=object)[places["node"]],
            figure=np.array(FIGURES, dtype=object)[places["figure"]],
        ).drop(columns=["organisation", "node"]),
    )


def _tree_of(nodes: pd.DataFrame) -> _Tree:
    codes = tuple(nodes["node_code"].astype(str))
    parent = pd.Index(codes).get_indexer(nodes["parent_code"].fillna("").astype(str))
    depth = np.zeros(len(codes), dtype=int)
    for place in range(len(codes)):
        above = parent[place]
        while above >= 0:
            depth[place] += 1
            above = parent[above]
    return _Tree(codes, parent, nodes["weight"].fillna(0).to_numpy(dtype=float), depth)


def _countries(sources: Sequence[Tables], codes: Sequence[str]) -> list[str]:
    """The country of each organisation, as the last publication that has it says."""
    found: dict[str, str] = {}
    for each in sources:
        table = each["organisations"]
        found |= dict(zip(table["organisation_code"].astype(str), table["country_code"].astype(str), strict=True))
    return [found.get(code, "") for code in codes]


def _parts_of(tables: Tables, codes: Sequence[str], tree: _Tree) -> Iterator[pd.DataFrame]:
    """For each figure, what every score of a publication is the sum of.

    One row per organisation, node and leaf below it: ``organisation``, ``node``, ``leaf``, ``weight`` and ``value`` (of
    the leaf). A leaf is an indicator, or a node that is not the mean of those below it.
    """
    table = tables["compared"]
    there = table["organisation_code"].isin(tables["organisations"]["organisation_code"])
    table = table[there & table["node_code"].isin(tree.codes)]
    rows = pd.Index(codes).get_indexer(table["organisation_code"].astype(str))
    columns = pd.Index(tree.codes).get_indexer(table["node_code"].astype(str))
    values = np.full((len(FIGURES), len(codes), len(tree.codes)), np.nan)
    for place, figure in enumerate(FIGURES):
        values[place, rows, columns] = table[figure].to_numpy(dtype=float).round(DECIMALS)
    indicator = ~np.isin(np.arange(len(tree.codes)), tree.parent)
    for place in range(len(FIGURES)):
        part = _expand(values[place], tree)
        leaf = part["leaf"].to_numpy(dtype=int)
        same = np.abs(values[place] - values[0]) < NEAR  # the points of an answer are the same in both figures
        own = ~(same[part["organisation"], leaf] & indicator[leaf])
        yield part.assign(leaf=leaf + np.where(own, place * len(tree.codes), 0))


def _expand(values: Floats, tree: _Tree) -> pd.DataFrame:
    """Every score of a table, organisations down and nodes across, as a weighted sum of leaves."""
    there = ~np.isnan(values)
    weight = there * tree.weight
    total, mean = np.zeros(values.shape), np.zeros(values.shape)
    for child, parent in enumerate(tree.parent):
        if parent >= 0:
            total[:, parent] += weight[:, child]
            mean[:, parent] += weight[:, child] * np.nan_to_num(values[:, child])
    part = np.divide(weight, total[:, tree.parent], out=np.zeros(values.shape), where=total[:, tree.parent] > 0)
    with np.errstate(invalid="ignore"):
        derived = there & (total > 0) & (np.abs(mean - total * values) < NEAR * np.maximum(total, 1))
    found = []
    for leaf in range(len(tree.codes)):
        share, node = (there & ~derived)[:, leaf].astype(float), leaf
        while node >= 0 and share.any():
            inside = np.flatnonzero(share)
            found.append((inside, np.full_like(inside, node), np.full_like(inside, leaf), share[inside]))
            above = tree.parent[node]
            share = share * part[:, node] * derived[:, above] if above >= 0 else share
            node = above
    columns = [np.concatenate(each) for each in zip(*found, strict=True)] if found else [np.zeros(0, dtype=int)] * 4
    table = pd.DataFrame(dict(zip(("organisation", "node", "leaf", "weight"), columns, strict=True)))
    return table.assign(value=values[table["organisation"], table["leaf"]].astype(float))


def _cells_of(
    printed: Sequence[pd.DataFrame | None],
    entries: pd.DataFrame,
    areas: Sequence[str],
    about: tuple[_Tree, str],
    width: int,
) -> tuple[tuple[Cell, ...], scipy.sparse.csr_array, Floats, Floats]:
    """Printed means, what each is the sum of, and how far that sum may be from the true one."""
    tree, region_code = about
    groups = dict(iter(entries.groupby(["publication", "figure", "node"], sort=False)))
    found: list[tuple[Cell, pd.DataFrame, float]] = []
    for publication, table in enumerate(printed):
        if table is None:
            continue
        for place, figure in enumerate(FIGURES):
            shown = table[table[figure].notna() & table["node_code"].isin(tree.codes)]
            for row in shown.sort_values(["area_code", "node_code"]).to_dict("records"):
                node = tree.codes.index(row["node_code"])
                rows = groups.get((publication, place, node))
                if rows is not None and row["area_code"] != region_code:
                    rows = rows[rows["area"] == (areas.index(row["area_code"]) if row["area_code"] in areas else -1)]
                if rows is None or rows.empty:
                    continue
                n = rows["organisation"].nunique()
                name = (figure, str(row["area_code"]), str(row["node_code"]))
                cell = Cell(*name, publication, n, int(tree.depth[node]), name[1] == region_code)
                found.append((cell, rows, float(row[figure])))
    place_of = [np.full(len(rows), number) for number, (_, rows, _) in enumerate(found)]
    columns = [rows["unknown"].to_numpy(dtype=int) for _, rows, _ in found]
    weights = [rows["weight"].to_numpy(dtype=float) for _, rows, _ in found]
    true = np.array([float((rows["weight"] * rows["value"]).sum()) for _, rows, _ in found])
    n, mean = np.array([cell.n for cell, _, _ in found]), np.array([each for _, _, each in found])
    below, above = np.minimum(n * (mean - HALF) - true, 0), np.maximum(n * (mean + HALF) - true, 0)
    return tuple(cell for cell, _, _ in found), _sparse(place_of, columns, weights, (len(found), width)), below, above


def _distinct(
    cells: tuple[Cell, ...], sums: scipy.sparse.csr_array, below: Floats, above: Floats
) -> tuple[tuple[Cell, ...], scipy.sparse.csr_array, Floats, Floats]:
    """Without what has been said before: by a mean of all, with which the comparable one is hidden, or earlier."""
    mark = (sums @ _marks(sums.shape[1])).round(6)
    low, high = below.round(DECIMALS), above.round(DECIMALS)
    said: dict[tuple, int] = {}  # the first publication that says so: to hide it in a later one is of no use
    kept = []
    for place, cell in enumerate(cells):
        name = (cell.area_code, cell.node_code, mark[place], low[place], high[place])
        if name not in said:
            kept.append(place)
        said.setdefault(name, cell.publication)
    return tuple(cells[place] for place in kept), sums[kept], below[kept], above[kept]


def _scores_of(entries: pd.DataFrame, width: int) -> tuple[scipy.sparse.csr_array, Numbers, pd.DataFrame]:
    """Every single score once, though it be printed in two figures or stay from one publication to the next.

    Returns them as sums of unknowns, the node of each, and which score each organisation has where.
    """
    keys = ["organisation", "node", "figure", "publication"]
    number = entries.groupby(keys, sort=True).ngroup().to_numpy(dtype=int)
    count = int(number.max()) + 1 if len(number) else 0
    columns, weights = entries["unknown"].to_numpy(dtype=int), entries["weight"].to_numpy(dtype=float)
    every = _sparse([number], [columns], [weights], (count, width))
    about = entries[keys].assign(number=number).drop_duplicates("number").sort_values("number")
    names = np.column_stack([about["organisation"], about["node"], (every @ _marks(width)).round(6)])
    _, first, place = np.unique(names, axis=0, return_index=True, return_inverse=True)
    return every[first], about["node"].to_numpy(dtype=int)[first], about[keys].assign(score=place.reshape(-1))


def _marks(width: int, turn: float = 2.0) -> Floats:
    """Numbers of which hardly two sums are the same."""
    return np.asarray(np.cos(np.arange(width) * np.sqrt(turn) + 1) * 100)


def _sparse(
    rows: Sequence[Numbers], columns: Sequence[Numbers], weights: Sequence[Floats], shape: tuple[int, int]
) -> scipy.sparse.csr_array:
    if not rows:
        return scipy.sparse.csr_array(shape)
    return scipy.sparse.csr_array(
        (np.concatenate(weights), (np.concatenate(rows), np.concatenate(columns))), shape=shape
    )
