"""Figures that do not fit let the text flow past them, and tables are not parted after a row."""

from dataclasses import replace

import pytest

from clusterbrief.produce.formats.exhibits import FIGURE, HEADING, LONG_TABLE, TABLE, TEXT, Unit, marked, units_of
from clusterbrief.produce.formats.looks import read_looks
from clusterbrief.produce.formats.paging import (
    BOTTOM,
    FRESH,
    LATE,
    PARTED,
    WHOLE,
    Seen,
    gap_before,
    settle_ways,
)
from clusterbrief.produce.formats.pdf import compose_typst, edition_words, measure_text, units_of_page, with_ways
from clusterbrief.produce.formats.source import read_page
from clusterbrief.produce.formats.tree import elements

HEAD = 68.0


def press(heights, rows=None):
    """A stand-in for Typst: units of these heights one below the other, each wholly on a page."""
    rows = rows or {}

    def measure(ways):
        page, y, waiting = 1, HEAD, []
        starts, stops, ends, on = {}, {}, {0: (1, HEAD)}, {}

        def turn():
            nonlocal page, y
            page, y = page + 1, HEAD
            while waiting and y + heights[waiting[0] - 1] <= BOTTOM:
                number = waiting.pop(0)
                starts[number], y = (page, y), y + heights[number - 1]
                stops[number] = (page, y)

        for number, height in enumerate(heights, start=1):
            way = ways.get(number, "")
            if way == LATE:
                waiting.append(number)
                ends[number] = (page, y)
                continue
            if way in {WHOLE, FRESH} and y + height > BOTTOM:
                turn()
            starts.update({number: (page, y)} if way else {})
            for _ in range(rows.get(number, 1)):
                if y + height / rows.get(number, 1) > BOTTOM:
                    turn()
                y += height / rows.get(number, 1)
                if number in rows:
                    on.setdefault(number, []).append(page)
            stops.update({number: (page, y)} if way else {})
            ends[number] = (page, y)
        while waiting:
            turn()
        return Seen(starts, stops, ends, on)

    return measure


def units(*kinds):
    return [Unit(number, kind, ()) for number, kind in enumerate(kinds, start=1)]


def test_text_flows_past_a_figure_that_does_not_fit():
    document = units(TEXT, FIGURE, TEXT)
    measure = press([400, 400, 100])
    assert gap_before(document[1], document, measure({2: WHOLE})) > 300
    ways = settle_ways(document, measure)
    assert ways == {2: LATE}
    assert measure(ways).ends[3][0] == 1


def test_figure_that_fits_stays_where_it_is_called():
    assert settle_ways(units(TEXT, FIGURE, TEXT), press([200, 400, 300])) == {2: WHOLE}


def test_small_gap_is_left():
    assert settle_ways(units(TEXT, FIGURE, TEXT), press([600, 400, 100])) == {2: WHOLE}


def test_figure_under_its_heading_does_not_leave_it():
    assert settle_ways(units(TEXT, HEADING, FIGURE, TEXT), press([400, 20, 400, 100])) == {3: WHOLE}


def test_figures_keep_their_order():
    document, measure = units(TEXT, FIGURE, TEXT, FIGURE, TEXT), press([400, 400, 30, 100, 60])
    ways = settle_ways(document, measure)
    seen = measure(ways)
    assert ways[2] == LATE
    assert seen.starts[2] < seen.starts[4]


def test_figure_waits_for_the_next_page_and_no_longer():
    document, measure = units(*[TEXT, FIGURE] * 5, TEXT), press([300, 450] + [60, 450] * 4 + [60])
    ways = settle_ways(document, measure)
    seen = measure(ways)
    late = [number for number, way in ways.items() if way == LATE]
    assert late
    assert all(seen.starts[number][0] == seen.ends[number - 1][0] + 1 for number in late)


def test_text_that_is_missing_moves_nothing():
    assert settle_ways(units(TEXT, FIGURE), press([400, 400])) == {2: WHOLE}


def test_row_alone_on_a_page_brings_the_table_to_the_next():
    document, measure = units(TEXT, LONG_TABLE, TEXT), press([590, 500, 50], {2: 5})
    assert measure({2: PARTED}).rows[2] == [1, 2, 2, 2, 2]
    assert settle_ways(document, measure) == {2: FRESH}


def test_short_table_is_parted_where_no_text_can_take_its_place():
    document = units(TEXT, HEADING, TABLE, TEXT)
    ways = settle_ways(document, press([400, 20, 400, 40], {3: 10}))
    assert ways == {3: PARTED}


def test_document_without_figures_is_not_measured():
    def measure(ways):
        raise AssertionError(ways)

    assert settle_ways(units(HEADING, TEXT), measure) == {}


def plain(text):
    return {"t": "Para", "c": [{"t": "Str", "c": text}]}


def test_note_goes_with_its_figure_and_each_unit_is_marked():
    note = {"t": "Div", "c": [["", ["source-note"], []], [plain("Source")]]}
    figure = {"t": "Figure", "c": [["fig-a", [], []], [None, []], [plain("image")]]}
    blocks = [plain("One"), figure, note, {"t": "Header", "c": [1, ["a", [], []], []]}, note]
    found = units_of(blocks)
    assert [unit.kind for unit in found] == [TEXT, FIGURE, HEADING, TEXT]
    assert found[1].blocks == (figure, note)
    calls = [each["c"][1] for each in elements(list(marked(found))) if each["t"] == "RawBlock"]
    assert calls == ['#mark(0, "end")', '#mark(1, "end")', "#exhibit(2)[", "]", '#mark(2, "end")', '#mark(4, "end")']


@pytest.mark.slow
@pytest.mark.parametrize("name", ["report", "countries/md", "briefs/md-managers"])
def test_no_page_before_a_figure_is_more_than_a_third_empty(small_edition, project_root, name):
    project = small_edition.build / "project" / "public"
    templates = project_root / "templates"
    looks = replace(read_looks(project), folder=templates / "typst", fonts=templates / "fonts")
    page = read_page(project, name)
    document = units_of_page(page)
    text = edition_words("Round", "Note") + compose_typst(page, looks, document)

    def measure(ways):
        return measure_text(page, looks, with_ways(text, ways, measuring=True))

    ways = settle_ways(document, measure)
    seen = measure(ways)
    exhibits = [unit for unit in document if unit.number in ways]
    assert exhibits
    called = [unit for unit in exhibits if ways[unit.number] != LATE]
    most = {FRESH: (BOTTOM - HEAD) / 2}  # a table that would else leave a row or two alone
    gaps = {
        unit.number: gap_before(unit, document, seen) - most.get(ways[unit.number], (BOTTOM - HEAD) / 3)
        for unit in called
    }
    assert [number for number, over in gaps.items() if over > 0] == []
    for kinds in ({FIGURE}, {TABLE, LONG_TABLE}):
        spots = [seen.starts[unit.number] for unit in exhibits if unit.kind in kinds]
        assert spots == sorted(spots)
