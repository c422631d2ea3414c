"""What changed between two editions, as a terminal shows it."""

from rich.console import Console
from rich.table import Table
from rich.text import Text

from clusterbrief.analysis.revisions.sides import Changes
from clusterbrief.present.changes_words import (
    classes_finding,
    method_finding,
    moved_finding,
    movers_finding,
    respondents_finding,
    scores_finding,
)
from clusterbrief.present.wording import MISSING, format_points, format_signed


def summarise(changes: Changes) -> list[str]:
    """The main findings, one sentence or two each; for the authors."""
    said = (
        respondents_finding(changes.respondents, changes.region_code),
        scores_finding(changes.areas, changes.region_code),
        movers_finding(changes.areas, dict(changes.labels["nodes"]), changes.region_code),
        moved_finding(changes.organisations),
        classes_finding(changes.organisations),
        method_finding(changes.method, " ".join(changes.missing)),
        *changes.missing,
    )
    return [each for each in said if each]


def print_changes(changes: Changes, console: Console) -> None:
    """Print the main findings, and the overall score of each area."""
    console.print(Text(f"What changed from {changes.old} to {changes.new}"), soft_wrap=True)
    console.print()
    for line in summarise(changes):
        console.print(Text(line), soft_wrap=True)
    console.print()
    console.print(_areas(changes))


def _areas(changes: Changes) -> Table:
    """Undisclosed, as everything that the authors see."""
    shown = Table(box=None, pad_edge=False)
    headings = ("area", "then", "now", "change", "both times", "their change")
    for heading in headings:
        shown.add_column(heading, justify="left" if heading == "area" else "right")
    labels, rows = changes.labels["areas"], changes.areas
    counts = changes.respondents.set_index("area_code")
    for row in rows[rows["node_code"] == "overall"].to_dict("records"):
        code = row["area_code"]
        both = str(counts.loc[code, "both"]) if code in counts.index else MISSING
        points = (format_points(row["before"]), format_points(row["after"]), format_signed(row["change"]))
        shown.add_row(Text(labels.get(code, code)), *points, both, format_signed(row["panel_change"]))
    return shown
