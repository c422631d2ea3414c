"""An answer's whole way as a terminal shows it."""

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from clusterbrief.analysis.trace import Trace, TracedAnswer, TracedNode

NONE = "–"
LABELLED = ("indicator", "overall")  # whose code is said above, or says no more than the label


def print_trace(trace: Trace, console: Console) -> None:
    """Print it from top to bottom: cells, answers, points, nodes, class and phase."""
    _head(console, f"{trace.organisation_code} {trace.name}: {trace.indicator_label} ({trace.indicator_code})")
    for number, answer in enumerate(trace.answers, start=1):
        _head(console, f"{number}. {answer.text} ({answer.question_code})")
        _rows(console, _answer_rows(answer))
    indicator = trace.nodes[0]
    _head(console, "Points")
    points = _points(indicator.score) if indicator.score is not None else f"none: {indicator.missing_reason}"
    _rows(console, [("scoring", trace.scoring), ("points", points), *_benchmark_rows(trace)])
    _head(console, "Up the tree")
    _print_nodes(trace.nodes, console)
    _head(console, "Class and phase")
    decided = [("class", trace.class_label), ("rule", trace.class_rule), ("decided by", trace.class_decided_by)]
    _rows(console, [*decided, ("phase", trace.phase), ("not met or not known", trace.phase_unmet)])


def _head(console: Console, text: str) -> None:
    console.print(Text(text, style="bold"))


def _rows(console: Console, rows: Sequence[tuple[str, str]]) -> None:
    shown = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 2))
    shown.add_column(no_wrap=True)
    shown.add_column(overflow="fold")
    for name, text in rows:
        if text:
            shown.add_row(Text(name, style="dim"), Text(text))
    console.print(shown)
    console.print()


def _answer_rows(answer: TracedAnswer) -> list[tuple[str, str]]:
    rows = [("cell", answer.cell or "none"), ("as received", answer.raw or "(blank)"), ("state", answer.state)]
    if not answer.cell:
        rows.pop(1)
    return [*rows, ("value", answer.value), *(("finding" if answer.cell else "why", note) for note in answer.notes)]


def _benchmark_rows(trace: Trace) -> list[tuple[str, str]]:
    if trace.benchmark is None:
        return [("benchmark", f"none: {trace.source}")]
    return [("benchmark", f"{_points(trace.benchmark)}, {trace.standing}"), ("source", trace.source)]


def _print_nodes(nodes: Sequence[TracedNode], console: Console) -> None:
    """A column for each node, so that a narrow terminal holds them all."""
    figures: dict[str, list[str]] = {
        "": [node.label if node.level in LABELLED else f"{node.node_code} {node.label}" for node in nodes],
        "weight in its parent": [_share(node.share) for node in nodes],
        "of what was answered": [_share(node.counted_share) for node in nodes],
        "score": [node.missing_reason if node.score is None else _points(node.score) for node in nodes],
        "coverage": [_share(node.coverage) for node in nodes],
        "comparable score": [_points(node.comparable_score) for node in nodes],
        "benchmark": [_points(node.benchmark) for node in nodes],
        "gap": [_points(node.gap) for node in nodes],
        "attainment": [NONE if node.attainment is None else f"{node.attainment:.2f}" for node in nodes],
    }
    shown = Table(box=None, pad_edge=False, padding=(0, 1, 0, 2))
    shown.add_column(no_wrap=True)
    for node in nodes:
        shown.add_column(node.level, justify="right", overflow="fold")
    for name, cells in figures.items():
        shown.add_row(Text(name, style="dim"), *map(Text, cells))
    console.print(shown)
    console.print()


def _share(value: float | None) -> str:
    return NONE if value is None else f"{value:.0%}"


def _points(value: float | None) -> str:
    return NONE if value is None else f"{value:.1f}"
