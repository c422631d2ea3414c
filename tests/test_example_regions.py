import csv

import pytest

from clusterbrief.study.example_regions import AREAS, TOTAL, write_regions

LABELS = dict.fromkeys(AREAS, "Country")
DIVISIONS = ["A01", "C13", "C14", "J62"]


def rows_of(path):
    with path.open(encoding="utf-8") as handle:
        return list(csv.DictReader(handle))


def written(folder, seed=1):
    folder.mkdir(exist_ok=True)
    write_regions(folder, seed, LABELS, DIVISIONS, ["digital", "textiles"], [("AM-001", "AM"), ("UA-001", "UA")])
    return rows_of(folder / "employment.csv")


def test_the_same_seed_gives_the_same_files(tmp_path):
    assert written(tmp_path / "a") == written(tmp_path / "b")
    assert written(tmp_path / "a") != written(tmp_path / "c", seed=2)
    assert (tmp_path / "a" / "areas.csv").read_bytes() == (tmp_path / "b" / "areas.csv").read_bytes()


def test_the_reference_is_the_sum_of_the_areas(tmp_path):
    rows = written(tmp_path)
    totals = {row["area"]: int(row["employment"]) for row in rows if row["industry"] == TOTAL}
    whole = totals.pop("ALL")
    assert whole == sum(totals.values()) and len(totals) == sum(AREAS.values())


def test_every_area_and_organisation_says_that_it_is_synthetic_or_lies_in_its_country(tmp_path):
    written(tmp_path)
    areas = rows_of(tmp_path / "areas.csv")
    assert all("synthetic" in row["area_label"] for row in areas)
    placed = rows_of(tmp_path / "placements.csv")
    assert [row["area_code"][:2] for row in placed] == ["AM", "UA"]


@pytest.mark.parametrize("seed", [3, 4])
def test_no_cell_is_negative(tmp_path, seed):
    assert all(row["employment"] == "" or int(row["employment"]) >= 0 for row in written(tmp_path, seed))
