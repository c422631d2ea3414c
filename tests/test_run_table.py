"""The run table counts every unit once."""

from clusterbrief.produce.run_table import RunRow, RunTable


def test_documents_stand_in_order_with_their_units_counted():
    rows = (RunRow("b", "AM", "ok", 1.5), RunRow("a", "EaP", "failed", 1.0, "why"), RunRow("b", "MD", "up to date"))
    table = RunTable(rows, "embedded", (), 0)
    assert list(table.by_document()) == [
        ("b", {"ok": 1, "up to date": 1, "failed": 0}, 1.5),
        ("a", {"ok": 0, "up to date": 0, "failed": 1}, 1.0),
    ]
    assert table.failed
    assert not RunTable(rows[:1], "embedded", (), 0).failed
