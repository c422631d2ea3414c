"""What an import says: files, what of them matched, and the next step."""

from dataclasses import replace
from io import StringIO
from pathlib import Path

from rich.console import Console

from clusterbrief.produce.printed_import import print_imported
from clusterbrief.study.importing import Imported, ImportedFile

FILE = ImportedFile(
    "a.csv", "LimeSurvey", 40, 3, 118, (("[b]Colour?", "a.csv!C1", 'Did you mean "City?"? If it'),), ("team_fte",)
)
IMPORTED = Imported(Path("data/editions/2025"), True, ("a.csv",), (), 120, (FILE,))


def said(imported: Imported) -> str:
    console = Console(file=StringIO(), width=40, highlight=False)
    print_imported(imported, "2025", console)
    return console.file.getvalue()


def test_everything_recognised_is_said():
    text = said(IMPORTED)
    assert "a.csv: LimeSurvey, 40 contributions, 3 of them not sent off.\n" in text
    assert "  118 of 120 questions have a column.\n" in text
    assert "  No column for the required team_fte.\n" in text
    assert '  No question is headed "[b]Colour?" (a.csv!C1). Did you mean "City?"?\n' in text
    assert "Fill in title, dates and authors" in text
    assert '"headings:"' in text
    assert text.endswith("Run: clusterbrief check 2025\n")


def test_long_lists_are_cut_with_their_count():
    file = replace(FILE, unmatched=FILE.unmatched * 15, missing=tuple(f"q{number}" for number in range(15)))
    text = said(replace(IMPORTED, files=(file,)))
    assert "... and 3 more headings" in text
    assert "q11 and 3 more." in text


def test_edition_that_was_there_is_not_to_be_filled_in():
    text = said(replace(IMPORTED, created=False, added=(), known=("a.csv",), files=(replace(FILE, unmatched=()),)))
    assert "a.csv was in the edition already, with the same content." in text
    assert "Fill in" not in text
    assert "lists" not in text
    assert '"headings:"' not in text
