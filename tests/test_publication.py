"""Publications are kept whole and read back as they were; what cannot be read is a fault with its place."""

from datetime import date

import pandas as pd
import pytest

from clusterbrief.errors import InputError
from clusterbrief.produce.publication import keep_tables
from clusterbrief.study.publication import INTERNAL, PUBLIC, read_publications
from worked_example import example

DAY = date(2024, 12, 16)


def tables():
    made = example()
    internal = {"organisations": made.organisations, **vars(made.results)}
    public = {name: table for name, table in vars(made.disclosed).items() if name not in ("peers", "phase_counts")}
    return public, {name: internal[name] for name in INTERNAL}


@pytest.fixture
def edition(tmp_path):
    keep_tables(tmp_path, DAY, *tables())
    return tmp_path


def test_no_folder_no_publication(tmp_path):
    assert read_publications(tmp_path) == ()


@pytest.mark.slow
def test_tables_read_back_as_they_were(edition):
    public, internal = tables()
    (found,) = read_publications(edition)
    assert found.day == DAY
    for name in PUBLIC:
        expected = public[name].astype(dict.fromkeys({"rank"} & set(public[name]), float))
        pd.testing.assert_frame_equal(found.public[name], expected.reset_index(drop=True))
    for name in set(INTERNAL) - {"organisations"}:
        pd.testing.assert_frame_equal(found.internal[name], internal[name].reset_index(drop=True))
    columns = ["organisation_code", "country_code", "completion"]
    pd.testing.assert_frame_equal(found.internal["organisations"][columns], internal["organisations"][columns])


def test_kinds_of_columns_come_back(tmp_path):
    table = pd.DataFrame(
        {
            "organisation_code": ["NA-1", "=1"], "whole": [1, 2], "number": [1e-7, float("nan")], "flag": [True, False],
            "count": [3.0, 4.0], "share": [float("nan")] * 2, "bound": ["", "few"], "list": [("a", "b"), ("c",)],
        }
    )  # fmt: skip
    public, internal = tables()
    keep_tables(tmp_path, DAY, {**public, "more": table}, internal)
    found = read_publications(tmp_path)[0].public["more"]
    expected = table.assign(list=["a; b", "c"]).astype({"list": "str"})
    pd.testing.assert_frame_equal(found, expected)


@pytest.mark.slow
def test_oldest_comes_first_and_later_dates_than_the_edition_count_too(edition):
    keep_tables(edition, date(2031, 1, 1), *tables())
    keep_tables(edition, date(2024, 1, 1), *tables())
    assert [each.day.year for each in read_publications(edition)] == [2024, 2024, 2031]


def test_what_was_published_is_never_written_over(edition):
    with pytest.raises(InputError, match="already published"):
        keep_tables(edition, DAY, *tables())


def test_nothing_is_left_where_writing_fails(tmp_path):
    with pytest.raises(AttributeError):
        keep_tables(tmp_path, DAY, {"x": None}, {})  # type: ignore[dict-item]
    assert list((tmp_path / "published").iterdir()) == []


def faults_of(edition):
    with pytest.raises(InputError) as caught:
        read_publications(edition)
    return [str(fault) for fault in caught.value.faults]


def test_all_faults_are_told_at_once_with_place_and_remedy(edition):
    (edition / "published" / "december").mkdir()
    (edition / "published" / "2024-13-01").mkdir()
    kept = edition / "published" / DAY.isoformat()
    (kept / "internal" / "compared.csv").unlink()
    (kept / "public" / "needs.csv").write_text("area_code,option_code\nALL,x\n", encoding="utf-8")
    (kept / "public" / "marks.csv").write_bytes(b"\xff\xfe\x00")
    faults = "\n".join(faults_of(edition))
    assert '"december" is not the date' in faults
    assert '"2024-13-01" is not the date' in faults
    assert "compared.csv\n  The table is missing" in faults
    assert 'needs.csv:1\n  The table lacks "n", "count", "bound"' in faults
    assert "marks.csv\n  The table cannot be read" in faults
    assert "Copy build/tables" in faults


def test_files_beside_publications_do_not_matter(edition):
    (edition / "published" / "README.txt").write_text("ours", encoding="utf-8")
    (edition / "published" / ".half").mkdir()
    assert len(read_publications(edition)) == 1
