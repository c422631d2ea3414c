"""How far a build has come, on a terminal."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console

err = Console(stderr=True, highlight=False)
LONGEST = 40  # characters of what is being done just now: a line must not break


@contextmanager
def progress_bar(quiet: bool) -> Iterator[Callable[[str, int, int, str], None]]:
    """A bar for each stage on a terminal, with what is being done just now and the time left; nothing in logs."""
    from rich.markup import escape
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description:<10}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[current]}"),
    )
    with Progress(*columns, console=err, disable=quiet or not err.is_terminal) as bar:
        tasks = {}

        def show(stage: str, done: int, total: int, current: str = "") -> None:
            shown = "" if done == total else escape(current[:LONGEST])
            if stage not in tasks:
                tasks[stage] = bar.add_task(stage, total=total, current=shown)
            bar.update(tasks[stage], completed=done, total=total, current=shown)

        yield show
