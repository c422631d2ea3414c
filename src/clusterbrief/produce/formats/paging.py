"""Which figures and tables stand where they are called, and which wait for the head of the next page.

A figure that does not fit leaves the rest of its page empty. Typst can let the text flow past it, but not tell where
that is needed; so a document is set as it is written first, and wherever a gap is left the ways out are tried.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from clusterbrief.produce.formats.exhibits import FIGURE, HEADING, LONG_TABLE, TABLE, TEXT, Unit

WHOLE, LATE, PARTED, TIGHT, LOOSE, FRESH = "whole", "late", "parted", "tight", "loose", "fresh"
BOTTOM = 773.0  # points from the head of the page to the end of the text, of 842
MOST_EMPTY = 125.0  # points at the end of a page that need no mending: a sixth
LEAST_GAIN = 40.0
LEAST_ROWS = 2  # of a table that is parted, on each page
MOST_LATE = 3  # figures or tables that wait for one gap to close

Spot = tuple[int, float]  # page, and points from its head
Ways = Mapping[int, str]


@dataclass(frozen=True)
class Seen:
    """Where units begin and end, and the pages that the rows of tables stand on.

    ``ends`` tells where the text goes on, ``stops`` the lower edge of each figure and table, wherever it is.
    """

    starts: Mapping[int, Spot]
    stops: Mapping[int, Spot]
    ends: Mapping[int, Spot]
    rows: Mapping[int, Sequence[int]]

    def lowest(self, page: int) -> float:
        """How far down a page something is known to reach."""
        return max((y for on, y in [*self.stops.values(), *self.ends.values()] if on == page), default=0.0)

    @property
    def pages(self) -> int:
        """Pages of the document."""
        return max(page for page, _ in [*self.starts.values(), *self.ends.values()])


def settle_ways(units: Sequence[Unit], measure: Callable[[Ways], Seen]) -> Ways:
    """How each figure and table is set, so that no page is left empty where text could fill it."""
    ways: Ways = {unit.number: PARTED if unit.kind == LONG_TABLE else WHOLE for unit in units if _moves(unit)}
    if not ways:
        return ways
    seen = measure(ways)
    for unit in units:
        if not _moves(unit) or not _at_fault(unit, units, ways, seen):
            continue
        for trial in _trials(unit, units, ways):
            told = measure(trial)
            if _is_better(told, seen, unit, units, trial):
                ways, seen = trial, told
                break
    return ways


def _moves(unit: Unit) -> bool:
    return unit.kind not in {HEADING, TEXT}


def _at_fault(unit: Unit, units: Sequence[Unit], ways: Ways, seen: Seen) -> bool:
    """Whether it leaves a gap before it, or a row or two of it stand alone on a page."""
    if ways[unit.number] == WHOLE:
        return gap_before(unit, units, seen) > MOST_EMPTY
    return ways[unit.number] == PARTED and not _well_parted(unit, seen)


def gap_before(unit: Unit, units: Sequence[Unit], seen: Seen) -> float:
    """Points that are left empty at the end of a page because a figure or table begins on the next."""
    page = seen.starts[unit.number][0]
    return BOTTOM - seen.lowest(page - 1) if _end_before(unit, units, seen)[0] < page else 0.0


def _end_before(unit: Unit, units: Sequence[Unit], seen: Seen) -> Spot:
    earlier = [each.number for each in units[: unit.number - 1] if each.kind != HEADING]
    return seen.ends[earlier[-1] if earlier else 0]


def _well_parted(unit: Unit, seen: Seen) -> bool:
    counts = Counter(seen.rows.get(unit.number, ()))
    last, (_, page_of_end) = max(counts, default=0), (0, seen.ends[unit.number][0])
    if len(counts) < 2:
        return last == page_of_end or not counts
    return min(counts.values()) >= LEAST_ROWS and last == page_of_end


def _trials(unit: Unit, units: Sequence[Unit], ways: Ways) -> Iterator[Ways]:
    """What can be done about one, the best looking first."""
    number = unit.number
    if ways[number] == PARTED:
        for way in (TIGHT, LOOSE, FRESH):
            yield {**ways, number: way}
        return
    if number > 1 and units[number - 2].kind != HEADING:  # else its heading would stand alone
        alike = [each.number for each in units[number - 1 :] if each.kind == unit.kind and ways[each.number] == WHOLE]
        for many in range(1, MOST_LATE + 1):
            yield {**ways, **dict.fromkeys(alike[:many], LATE)}
    if unit.kind == TABLE:
        for way in (PARTED, TIGHT, LOOSE):
            yield {**ways, number: way}


def _is_better(told: Seen, seen: Seen, unit: Unit, units: Sequence[Unit], ways: Ways) -> bool:
    """Whether a gap got smaller, and nothing stands before what it belongs to or out of order."""
    if told.pages > seen.pages or not _in_order(units, told):
        return False
    if ways[unit.number] != LATE:
        return _well_parted(unit, told)
    late = [each for each in units if ways.get(each.number) == LATE]
    if any(told.starts[each.number][0] != _end_before(each, units, told)[0] + 1 for each in late):
        return False  # above the text that calls it, or far from it
    page = seen.starts[unit.number][0]
    if told.starts[unit.number][0] > page:
        return False
    return _empty(page - 1, units, told, ways) <= gap_before(unit, units, seen) - LEAST_GAIN


def _in_order(units: Sequence[Unit], seen: Seen) -> bool:
    for kinds in ({FIGURE}, {TABLE, LONG_TABLE}):
        spots = [seen.starts[unit.number] for unit in units if unit.kind in kinds]
        if any(one > other for one, other in pairwise(spots)):
            return False
    return True


def _empty(page: int, units: Sequence[Unit], seen: Seen, ways: Ways) -> float:
    """Points that are left empty at the end of a page: where a text goes on to the next one, none."""
    for unit in units:
        if unit.kind == HEADING or ways.get(unit.number) == LATE or seen.ends[unit.number][0] <= page:
            continue
        begun_later = unit.number in seen.starts and seen.starts[unit.number][0] > page
        return BOTTOM - seen.lowest(page) if begun_later else 0.0
    return BOTTOM - seen.lowest(page)
