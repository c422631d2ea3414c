"""What a terminal shows of changes."""

from io import StringIO

import pytest
from rich.console import Console

from changes_inputs import example_changes
from clusterbrief.produce.printed_changes import print_changes, summarise

pytestmark = pytest.mark.slow  # whole editions are analysed again and again


def test_summary_names_both_sides_and_each_area():
    console = Console(file=StringIO(), width=110)
    print_changes(example_changes(), console)
    said = console.file.getvalue()
    assert "What changed from earlier to later" in said
    for line in summarise(example_changes()):
        assert line in said.replace("\n", " ") or line in said
    assert "their change" in said
