"""Cells as they were received."""

from datetime import datetime

import pytest

from clusterbrief.study.raw_cells import raw_cells, shown_raw
from survey_inputs import answers_of, complete_answers, export_of


def test_every_cell_that_responses_name_is_found(framework):
    rows = [complete_answers(framework, organisation_code=code, team_fte="many") for code in ("AM-001", "AM-002")]
    cells = set(answers_of(framework, *rows).responses["cell"])
    found = raw_cells([export_of(framework, rows)], framework, {}, cells)
    assert set(found) == cells
    column = list(framework.questions).index("organisation_code")
    assert column == 0
    assert found["answers.xlsx (Content!A6)"] == "AM-002"
    assert list(found.values()).count("many") == 2


def test_cells_of_other_files_are_left_alone(framework):
    exports = [export_of(framework, [complete_answers(framework)], file=name) for name in ("a.xlsx", "b.xlsx")]
    assert set(raw_cells(exports, framework, {}, {"b.xlsx (Content!A5)", ""})) == {"b.xlsx (Content!A5)"}


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        (None, ""), ("", ""), ("  two  words ", "two words"), (0.0, "0"), (0.25, "0.25"), (True, "True"),
        (1e300, "1e+300"), (float("inf"), "inf"), (datetime(2024, 5, 1), "2024-05-01 00:00:00"), (("a", 2.0), "a; 2"),
        ("\x1b[31mred\x07", "[31mred"), ("=1+1", "=1+1"),
    ],
)  # fmt: skip
def test_raw_cell_is_shown_in_one_line_without_control_characters(raw, shown):
    assert shown_raw(raw) == shown
