"""What is hidden cannot be worked out: small tables are attacked by listing everything they could be."""

import itertools
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterbrief.analysis.disclosure import hide_cells
from clusterbrief.analysis.suppression import free_cells, hide_more, hide_parts, hide_table, tell_bounds

LEAST = 3
Table = np.ndarray
attacks = settings(max_examples=60, deadline=None)


def splits(total: int, parts: int) -> Iterator[tuple[int, ...]]:
    """All ways to share out a number among so many categories."""
    if parts == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for rest in splits(total - first, parts - 1):
            yield (first, *rest)


def possible_counts(cells: Table, hidden: Table) -> list[Table]:
    """Every table of counts with these sizes of areas and these printed cells."""
    tables = []
    for rows in itertools.product(*[list(splits(int(row.sum()), len(row))) for row in cells[1:]]):
        table = np.array([np.sum(rows, axis=0), *rows])
        if (table == cells)[~hidden].all():
            tables.append(table)
    return tables


def told(tables: list[Table], hidden: Table) -> Table:
    """Hidden cells that hold the same number in all these tables."""
    listed = np.array(tables)
    return hidden & (listed.min(axis=0) == listed.max(axis=0))


@st.composite
def count_tables(draw: st.DrawFn) -> Table:
    categories = draw(st.integers(2, 3))
    sizes = draw(st.lists(st.integers(1, 7 if categories == 2 else 5), min_size=1, max_size=3))
    rows = [draw(st.sampled_from(list(splits(size, categories)))) for size in sizes]
    return np.array([np.sum(rows, axis=0), *rows])


@attacks
@given(count_tables())
def test_no_hidden_count_follows_from_the_printed_ones_and_the_sums(cells: Table) -> None:
    hidden = hide_cells(cells, LEAST)
    assert not told(possible_counts(cells, hidden), hidden).any()


@attacks
@given(count_tables())
def test_small_counts_and_all_but_small_ones_are_never_printed(cells: Table) -> None:
    shown = ~hide_cells(cells, LEAST)
    used = cells[0] > 0
    n = cells.sum(axis=1, keepdims=True)
    assert (cells[shown & used] >= LEAST).all()
    assert ((n - cells)[shown & used] >= LEAST).all()
    assert (cells[:, ~used] == 0).all()


@attacks
@given(count_tables())
def test_area_whose_members_all_share_a_category_is_hidden(cells: Table) -> None:
    hidden = hide_cells(cells, LEAST)
    for row, mask in zip(cells, hidden, strict=True):
        if (row > 0).sum() == 1:
            assert mask[row > 0].all()


def test_category_that_nobody_is_in_hides_nothing() -> None:
    cells = np.array([[12, 13], [5, 6], [7, 7]])
    assert not hide_cells(np.column_stack([cells, [0, 0, 0]]), LEAST).any()


def test_category_that_nobody_is_in_is_hidden_where_it_would_tell_the_others() -> None:
    # everyone everywhere is in the first category: two printed zeros would say so
    assert hide_cells(np.array([[9, 0, 0], [4, 0, 0], [5, 0, 0]]), LEAST).all()
    # two people, two categories that are not empty: one in each
    assert hide_cells(np.array([[1, 1, 0], [2, 0, 0], [0, 2, 0]])[:2], LEAST).all()


def test_sums_of_what_is_hidden_are_no_small_counts_either() -> None:
    # hiding the two ones alone would leave "two in one of these"
    cells = np.array([[30, 30, 30, 30], [10, 9, 1, 1], [20, 21, 29, 29]])
    hidden = hide_cells(cells, LEAST)
    assert cells[1][hidden[1]].sum() >= LEAST


@st.composite
def share_tables(draw: st.DrawFn) -> Table:
    """Those who have and those who lack each thing, the total first; up to six countries of 0 to 12."""
    countries, things = draw(st.integers(1, 6)), draw(st.integers(1, 3))
    sizes = draw(st.lists(st.integers(0, 12), min_size=countries, max_size=countries))
    have = np.array([[draw(st.integers(0, size)) for _ in range(things)] for size in sizes])
    rows = np.stack([have, np.array(sizes)[:, None] - have], axis=-1)
    return np.concatenate([rows.sum(axis=0, keepdims=True), rows])


def possible_shares(have: Table, lower: Table, upper: Table, hidden: Table) -> Iterator[Table]:
    """Every column of counts with the same printed cells; the first cell is the sum of the others."""
    ranges = [
        range(lower[place], upper[place] + 1) if hidden[place] else [have[place]] for place in range(1, len(have))
    ]
    for rest in itertools.product(*ranges):
        column = np.array([sum(rest), *rest])
        if lower[0] <= column[0] <= upper[0] and (hidden[0] or column[0] == have[0]):
            yield column


@attacks
@given(share_tables())
def test_no_hidden_share_follows_from_the_printed_ones_and_the_bounds(table: Table) -> None:
    have, of = table[..., 0], table.sum(axis=-1)
    hidden = hide_table(table, LEAST, adds_up=False)
    bounds = tell_bounds(table, hidden, LEAST, of >= 10, adds_up=False)
    assert (bounds[~hidden] == "").all()
    lower, upper = np.where(bounds == "nearly all", of - 2, 0), np.where(bounds == "few", 2, of)
    assert ((lower <= have) & (have <= upper)).all()
    for thing in range(table.shape[1]):
        unknown = hidden[:, thing] & (of[:, thing] > 0)
        size = np.prod([float(upper[area, thing] - lower[area, thing] + 1) for area in np.flatnonzero(unknown)])
        if unknown.any() and size < 1_000:
            columns = list(possible_shares(have[:, thing], lower[:, thing], upper[:, thing], unknown))
            assert not told(columns, unknown).any()


@attacks
@given(share_tables(), st.booleans())
def test_no_small_share_is_printed_nor_left_over_by_subtraction(table: Table, adds_up: bool) -> None:
    hidden = hide_table(table, LEAST, adds_up=adds_up)
    assert (table[~hidden] >= LEAST).all()
    for thing in range(table.shape[1]):
        beside = hidden[1:, thing]
        left = table[1:, thing][beside].sum(axis=0)
        if not hidden[0, thing] and left.sum() > 0:
            assert left.min() >= LEAST
            assert (table[1:, thing].sum(axis=-1)[beside] > 0).sum() >= 2


def test_bound_is_withheld_where_it_would_tell_the_number() -> None:
    # 2 of 10 and 10 of 10, the total 12 printed: "few" leaves at most 2, "nearly all" at most 10, so each is known
    table = np.array([[[17, 13]], [[2, 8]], [[10, 0]], [[5, 5]]])
    hidden = hide_table(table, LEAST, adds_up=False)
    assert hidden[:, 0].tolist() == [False, True, True, False]
    assert (tell_bounds(table, hidden, LEAST, table.sum(axis=-1) >= 10, adds_up=False) == "").all()


def test_bound_is_told_where_it_leaves_room() -> None:
    table = np.array([[[13, 27]], [[1, 19]], [[2, 8]], [[10, 0]]])
    hidden = hide_table(table, LEAST, adds_up=False)
    assert "few" in tell_bounds(table, hidden, LEAST, table.sum(axis=-1) >= 10, adds_up=False)


def test_sibling_goes_with_a_hidden_cell_where_siblings_add_up_to_a_printed_score() -> None:
    have = np.array([[20, 20, 20], [1, 5, 6], [19, 15, 14]])
    table = np.stack([have, np.array([[45], [12], [33]]) - have], axis=-1)
    hidden = hide_table(table, LEAST, adds_up=True)
    assert hidden[1].sum() >= 2
    assert hidden[2].sum() >= 2


@attacks
@given(count_tables(), st.data())
def test_free_cells_are_exactly_those_that_another_table_holds_otherwise(cells: Table, data: st.DataObject) -> None:
    flags = data.draw(st.lists(st.booleans(), min_size=cells.size, max_size=cells.size))
    hidden = np.array(flags).reshape(cells.shape)
    upper = np.broadcast_to(cells.sum(axis=1, keepdims=True), cells.shape)
    free = free_cells(cells, hidden, cells * 0, upper, adds_up=True)
    assert (free == (hidden & ~told(possible_counts(cells, hidden), hidden))).all()


@pytest.mark.parametrize(
    ("sizes", "hidden"),
    [
        ([], []),
        ([0], [True]),
        ([2], [True]),  # the total is as small
        ([2, 1], [True, True]),
        ([2, 0, 9], [True, True, True]),
        ([1, 1, 9, 20], [True, True, True, False]),
        ([3, 3, 3], [False, False, False]),
    ],
)
def test_parts_are_hidden_until_subtraction_leaves_enough(sizes: list[int], hidden: list[bool]) -> None:
    assert hide_parts(np.array(sizes, dtype=int), LEAST).tolist() == hidden


def test_nothing_hidden_calls_for_nothing_more() -> None:
    assert not hide_more(np.zeros(3, dtype=bool), np.array([[5], [6], [7]]), LEAST).any()
