"""The cells of one printed figure over all publications, and which of them may be shown."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from clusterbrief.analysis.disclosure import Thresholds
from clusterbrief.analysis.republication.published_figures import JOIN, Figure, Tables, grid_of, text_grid_of, thing_of
from clusterbrief.analysis.republication.stakes import Flags, Floats, Strands, follow, partition_of, strands_of
from clusterbrief.analysis.republication.succession import (
    Known,
    Limit,
    Rounding,
    count_dangers,
    hide_counts,
    hide_means,
    hide_siblings,
    told_if_exact,
)
from clusterbrief.study.framework_model import ClassRule

POINTS = 100.0
FEW, NEARLY_ALL = "few", "nearly all"


@dataclass(frozen=True)
class Setting:
    """What all tables of a publication have in common."""

    thresholds: Thresholds
    region_code: str
    nodes: pd.DataFrame  # node_code, parent_code, level and weight
    same: Sequence[Sequence[tuple[str, str]]] = ()  # figures that rest on one question: as same_answers gives them
    classes: Sequence[ClassRule] = ()  # the rules that scores are classed by
    rules: Mapping[str, Sequence[tuple[str, str]]] = field(default_factory=dict)  # as rules_by_question gives them
    sources: pd.DataFrame = field(default_factory=pd.DataFrame)  # of income: as funding_path.income_nodes gives them


@dataclass(frozen=True)
class Cells:
    """One figure of all publications; grids are by thing, area and publication, the last one being made."""

    figure: Figure
    sources: Sequence[Tables]
    followed: pd.DataFrame
    things: tuple[str, ...]
    areas: tuple[str, ...]
    grids: Floats
    bounds: npt.NDArray[np.str_]
    setting: Setting

    def part(self, things: Sequence[int]) -> "Cells":
        """The cells of some things alone."""
        names = tuple(self.things[each] for each in things)
        followed = self.followed[self.followed["thing"].isin(names)]
        return replace(self, things=names, followed=followed, grids=self.grids[things], bounds=self.bounds[things])


def cells_of(
    figure: Figure, printed: Sequence[pd.DataFrame | None], sources: Sequence[Tables], setting: Setting
) -> Cells:
    """A figure of the printed tables of all publications with the stakes that it came from.

    ``printed`` is None for a publication without such a table, and of ``sources`` one may lack the internal table.
    """
    none = figure.stakes(sources[-1]).iloc[:0]
    stakes = [figure.stakes(each) if figure.needs in each else none for each in sources]
    tables = [each for each in printed if each is not None]
    names = {name for each in stakes for name in each["thing"]}
    names |= {name for each in tables for name in thing_of(each, figure.things)}
    things = tuple(sorted(names - set(figure.missing)))
    countries = {code for each in (*stakes, *tables) for code in each["area_code"]}
    areas = (setting.region_code, *sorted(countries - {setting.region_code}))
    if figure.kind == "classes":
        place = {name: float(number) for number, name in enumerate(things)}
        stakes = [each.assign(value=each["thing"].map(place).astype(float), thing="") for each in stakes]
    grids = np.stack([grid_of(each, figure, things, areas) for each in printed], axis=-1)
    bounds = np.stack([text_grid_of(each, figure, things, areas, "bound") for each in printed], axis=-1)
    return Cells(figure, sources, follow(stakes), things, areas, grids, bounds, setting)


def shown_cells(cells: Cells) -> Flags:
    """Which cells of the publication that is being made show their figure, by thing and area."""
    match cells.figure.kind:
        case "classes":
            return _shown_classes(cells)
        case "counts":
            return _shown_counts(cells)
    return _shown_means(cells)


def _shown_classes(cells: Cells) -> Flags:
    least, printed = cells.setting.thresholds.count, ~np.isnan(cells.grids)
    if cells.followed.empty:
        return printed[..., -1]
    strands = partition_of(cells.followed, cells.things, cells.areas, least)
    return hide_counts(strands, printed, least, Known(classes=True))


def _shown_counts(cells: Cells) -> Flags:
    """Each thing by itself, then those together whose sum is known."""
    printed = ~np.isnan(cells.grids)
    for group in [*_singly(cells), *_families(cells)]:
        part = replace(cells.part(group), grids=np.where(printed[group], 1.0, np.nan))
        strands, known = _counted(part, range(part.grids.shape[2] - 1))
        printed[group, :, -1] = hide_counts(strands, printed[group], cells.setting.thresholds.count, known)
    return printed[..., -1]


def _counted(part: Cells, bounds_of: Sequence[int]) -> tuple[Strands, Known]:
    least = part.setting.thresholds.count
    followed = part.followed
    strands = strands_of(followed, part.areas, least)
    everywhere = [(area, place) for area in range(len(part.areas)) for place in range(part.grids.shape[2])]
    sums = everywhere if len(part.things) > 1 else []
    return strands, Known(sums, list(_limits(part, strands, bounds_of, least)))


def _limits(part: Cells, strands: Strands, publications: Sequence[int], least: int) -> Iterator[Limit]:
    for thing, area, publication in np.argwhere(part.bounds != "").tolist():
        if publication in publications:
            n = int(strands.n[thing, area, publication])
            few = part.bounds[thing, area, publication] == FEW
            yield (thing, area, publication), 0 if few else n - least + 1, least - 1 if few else n


def tellable(cells: Cells) -> Flags:
    """Where "few" or "nearly all" may be said: not of things of which these words would tell somebody's answer."""
    told = np.ones(cells.grids.shape[:2], dtype=bool)
    printed, last = ~np.isnan(cells.grids), cells.grids.shape[2] - 1
    least = cells.setting.thresholds.count
    for group in [*_singly(cells), *_families(cells)]:
        if not (cells.bounds[group][..., last] != "").any():
            continue
        part = cells.part(group)
        before, after = (
            count_dangers(strands, printed[group], least, known)
            for strands, known in (_counted(part, range(last)), _counted(part, range(last + 1)))
        )
        told[group] &= set(after) <= set(before)
    return told


def _singly(cells: Cells) -> list[list[int]]:
    held = set(cells.followed["thing"])
    return [[place] for place, name in enumerate(cells.things) if name in held]


def _families(cells: Cells) -> list[list[int]]:
    if not cells.figure.within:
        return []
    held = set(cells.followed["thing"])
    depth = len(cells.figure.within)
    families: dict[tuple[str, ...], list[int]] = {}
    for place, name in enumerate(cells.things):
        if name in held:
            families.setdefault(tuple(name.split(JOIN)[:depth]), []).append(place)
    return [group for group in families.values() if len(group) > 1]


def _shown_means(cells: Cells) -> Flags:
    """Each thing by itself, where rounding may protect, then siblings beside their parents, from the top down."""
    printed = ~np.isnan(cells.grids)
    least, plain = cells.setting.thresholds.mean, cells.figure.kind != "means"
    excused: set = set()
    for group in _singly(cells):
        part = cells.part(group)
        if not plain and _is_two_valued(part):
            strands = strands_of(_in_counts(part.followed), cells.areas, least)
            printed[group, :, -1] = hide_counts(strands, printed[group], least)
            continue
        strands = strands_of(part.followed, cells.areas, least, POINTS, plain=plain)
        trusted = cells.figure.kind != "exact means"
        rounding = Rounding(part.grids, cells.setting.thresholds.least_width) if trusted else None
        printed[group, :, -1] = hide_means(strands, printed[group], least, rounding)
        excused |= set(told_if_exact(strands, printed[group], least))
    if not plain:
        for parent, group in _siblings(cells):
            part = cells.part(group)
            strands = strands_of(part.followed, cells.areas, least, POINTS)
            known = Known(sums=[(area, place) for area, place in np.argwhere(printed[parent]).tolist()])
            printed[group, :, -1] = hide_siblings(strands, printed[group], least, known, excused)
    return printed[..., -1]


def _is_two_valued(part: Cells) -> bool:
    values = part.followed[_publications(part.followed)].to_numpy(dtype=float)
    return bool(np.isin(values[~np.isnan(values)], (0.0, POINTS)).all())


def _in_counts(followed: pd.DataFrame) -> pd.DataFrame:
    columns = _publications(followed)
    return pd.concat([followed.drop(columns=columns), followed[columns] / POINTS], axis="columns")


def _publications(followed: pd.DataFrame) -> list[int]:
    return [column for column in followed.columns if isinstance(column, int)]


def _siblings(cells: Cells) -> list[tuple[int, list[int]]]:
    """Each parent among the things and its children, in the order of the nodes: parents before their children."""
    place: Mapping[str, int] = {name: number for number, name in enumerate(cells.things)}
    held = set(cells.followed["thing"])
    nodes = cells.setting.nodes
    found = []
    for parent in nodes["node_code"]:
        children = nodes.loc[nodes["parent_code"] == parent, "node_code"]
        group = [place[each] for each in children if each in place and each in held]
        if parent in place and len(group) > 1:
            found.append((place[parent], group))
    return found
