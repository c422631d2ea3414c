"""A trace on a terminal: everything is on it, and nothing in an answer is taken for markup."""

from dataclasses import replace
from io import StringIO

import pytest
from rich.console import Console

from clusterbrief.analysis.trace import Trace, TracedAnswer, TracedNode
from clusterbrief.produce.printed_trace import print_trace

ANSWER = TracedAnswer("team_fte", "How many?", "a.xlsx (Content!C5)", "[bold]3", "answered", "3 FTE", ())
NODES = (
    TracedNode("team_size", "Team size", "indicator", 0.2, 0.25, 75.0, 1.0, "", 60.0, 75.0, -15.0, 1.25),
    TracedNode("overall", "Overall", "overall", 1.0, 1.0, 51.26, 0.8, "", 76.5, 52.0, 24.5, 0.68),
)
TRACE = Trace(
    "AM-001", "Some [red]name", "team_size", "Team size", (ANSWER,), "The answer", 60.0, "project setting", "Ours",
    NODES, "Developing", "The rest.", "attainment 0.68 overall", "proto-cluster", "Has dedicated staff",
)  # fmt: skip


def printed(trace: Trace, width: int = 100) -> str:
    console = Console(file=StringIO(), width=width, highlight=False)
    print_trace(trace, console)
    return console.file.getvalue()


def test_everything_is_printed_in_order():
    text = printed(TRACE)
    places = [
        text.index(each)
        for each in (
            "AM-001 Some [red]name", "How many? (team_fte)", "a.xlsx (Content!C5)", "[bold]3", "answered", "3 FTE",
            "The answer", "75.0", "60.0, project setting", "Ours", "indicator", "overall", "20%", "25%", "51.3", "80%",
            "76.5", "24.5", "0.68", "Developing", "The rest.", "attainment 0.68 overall", "proto-cluster",
            "Has dedicated staff",
        )
    ]  # fmt: skip
    assert places[0] == 0
    assert [text.index(each) for each in ("How many?", "Points", "Up the tree", "Class and phase")] == sorted(
        text.index(each) for each in ("How many?", "Points", "Up the tree", "Class and phase")
    )


def test_missing_answer_has_its_reason_everywhere():
    answer = replace(ANSWER, raw="", state="not answered", value="")
    node = replace(
        NODES[0], score=None, missing_reason="not answered", counted_share=None, benchmark=None, gap=None,
        comparable_score=None, attainment=None,
    )  # fmt: skip
    text = printed(replace(TRACE, answers=(answer,), nodes=(node, NODES[1])))
    assert "(blank)" in text
    assert "none: not answered" in text
    assert "–" in text
    assert "None" not in text


def test_question_without_a_column_has_no_cell():
    answer = replace(ANSWER, cell="", raw="", state="not asked", value="", notes=("The export has no column for it.",))
    text = printed(replace(TRACE, answers=(answer,)))
    assert "as received" not in text
    assert "The export has no column for it." in text


def test_indicator_without_a_benchmark_says_why():
    text = printed(replace(TRACE, benchmark=None, standing="none", source="Nothing was found"))
    assert "none: Nothing was found" in text


@pytest.mark.parametrize("width", [60, 80, 200])
def test_no_line_is_wider_than_the_terminal(width):
    assert max(map(len, printed(TRACE, width).splitlines())) <= width
