"""What an import recognised, as a terminal shows it."""

import re
from collections.abc import Callable

from rich.console import Console
from rich.text import Text

from clusterbrief.study.importing import Imported, ImportedFile

NEAREST = re.compile(r'Did you mean ".*"\?(?= |$)')
MOST_NAMED = 12  # columns or questions of a file; the rest is counted


def print_imported(imported: Imported, edition: str, console: Console) -> None:
    """Print each file, what of it was matched, and what to do next; ``edition`` is what commands call it."""

    def say(text: str) -> None:
        console.print(Text(text), soft_wrap=True)

    for file in imported.files:
        _say_file(file, imported.questions, say)
    settings = imported.folder / "edition.yml"
    for each in imported.known:
        say(f"{each} was in the edition already, with the same content.")
    if imported.added:
        say(f"{settings} lists {', '.join(imported.added)}.")
    say("Next:")
    if imported.created:
        say(f"  Fill in title, dates and authors in {settings}: what stands there is a guess.")
        say(f"  List the invited organisations in {imported.folder / 'invited.csv'}: docs/editions.md says how.")
    if any(file.unmatched for file in imported.files):
        say(f'  Where a heading answers a question, say which under "headings:" in {settings}.')
    say(f"  Run: clusterbrief check {edition}")


def _say_file(file: ImportedFile, questions: int, say: Callable[[str], None]) -> None:
    unfinished = f", {file.unfinished} of them not sent off" if file.unfinished else ""
    noun = "contribution" if file.contributions == 1 else "contributions"
    say(f"{file.file}: {file.tool}, {file.contributions} {noun}{unfinished}.")
    say(f"  {file.matched} of {questions} questions have a column.")
    if file.missing:
        named = ", ".join(file.missing[:MOST_NAMED])
        say(f"  No column for the required {named}{_more(len(file.missing))}.")
    for text, cell, remedy in file.unmatched[:MOST_NAMED]:
        near = NEAREST.match(remedy)
        say(f'  No question is headed "{text[:80]}" ({cell}). {near[0] if near else ""}'.rstrip())
    if len(file.unmatched) > MOST_NAMED:
        say(f"  ... and {len(file.unmatched) - MOST_NAMED} more headings that no question has.")


def _more(count: int) -> str:
    return f" and {count - MOST_NAMED} more" if count > MOST_NAMED else ""
