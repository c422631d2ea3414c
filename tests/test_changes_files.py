"""Files of a comparison: names stay in the internal ones, and no cell is a formula."""

from dataclasses import replace

import pandas as pd
import pytest
from openpyxl import load_workbook

from changes_inputs import example_changes
from clusterbrief.produce.changes_files import write_changes

pytestmark = pytest.mark.slow  # whole editions are analysed again and again


def test_workbook_and_tables_internal_and_public_apart(tmp_path):
    mine = tmp_path / "internal" / "mine.txt"
    mine.parent.mkdir()
    mine.write_text("stays", encoding="utf-8")
    rows = example_changes().organisations
    changes = replace(example_changes(), organisations=rows.assign(name="=HYPERLINK(1)"))
    book, internal, public = write_changes(tmp_path, changes)
    assert mine.is_file()
    assert {path.stem for path in internal.glob("*.csv")} == {
        "respondents",
        "organisations",
        "nodes",
        "areas",
        "transitions",
        "method",
    }
    assert {path.stem for path in public.iterdir()} == {"respondents", "areas", "classes", "method"}
    for path in public.iterdir():
        text = path.read_text(encoding="utf-8")
        assert "XA-1" not in text and "Cluster" not in text
    sheets = load_workbook(book)
    assert sheets.sheetnames == ["Summary", "Respondents", "Organisations", "Nodes", "Areas", "Transitions", "Method"]
    assert all(cell.data_type != "f" for sheet in sheets for row in sheet for cell in row)
    assert sheets["Organisations"]["B2"].value == "'=HYPERLINK(1)"
    assert len(pd.read_csv(internal / "organisations.csv")) == len(rows)
    first = book.read_bytes()
    write_changes(tmp_path, changes)
    assert book.read_bytes() == first
