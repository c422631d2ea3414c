"""Tables on disk: earlier ones go, letters and numbers stay."""

from dataclasses import dataclass

import pandas as pd

from clusterbrief.produce.written_tables import tables_of, write_table, write_tables


def test_tables_of_earlier_runs_are_deleted(tmp_path):
    table = pd.DataFrame({"a": [1]})
    write_tables(tmp_path / "t", {"first": table, "second": table})
    write_tables(tmp_path / "t", {"second": table})
    assert [path.name for path in (tmp_path / "t").iterdir()] == ["second.csv"]


def test_table_reads_back_as_it_was(tmp_path):
    table = pd.DataFrame({"name": ["Հայ, «A»", 'b "c"'], "points": [1 / 3, float("nan")]})
    write_table(tmp_path / "a" / "b.csv", table)
    pd.testing.assert_frame_equal(pd.read_csv(tmp_path / "a" / "b.csv", encoding="utf-8-sig"), table)
    assert (tmp_path / "a" / "b.csv").read_bytes().startswith("\ufeffname".encode())


def test_tables_of_a_result_go_by_their_names():
    @dataclass
    class Result:
        """Two tables."""

        scores: pd.DataFrame
        ranks: pd.DataFrame

    tables = tables_of(Result(pd.DataFrame({"a": [1]}), pd.DataFrame()))
    assert list(tables) == ["scores", "ranks"]
