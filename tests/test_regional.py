from dataclasses import replace

import pytest

from clusterbrief.errors import InputError
from clusterbrief.study.ecosystems import read_ecosystems
from clusterbrief.study.edition import read_edition
from clusterbrief.study.example import write_example
from clusterbrief.study.regional import read_regional


@pytest.fixture(scope="module")
def ecosystems(project_root):
    return read_ecosystems(project_root / "data" / "eu" / "ecosystems_nace.csv")


@pytest.fixture
def edition(tmp_path, framework):
    write_example(tmp_path / "small", framework, 3, 1)
    return read_edition(tmp_path / "small", framework.countries)


def edit(edition, name, old, new):
    path = edition.folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_example_reads_whole(edition, ecosystems):
    regional = read_regional(edition, ecosystems)
    assert set(regional.employment["area"]) == {*regional.areas["area_code"], "ALL"}
    assert set(regional.placements["organisation_code"]) == set(edition.invited["organisation_code"])
    assert regional.employment["employment"].isna().any()


def test_an_edition_without_regional_data_has_none(edition, ecosystems):
    bare = replace(edition, settings=edition.settings.model_copy(update={"atlas": None}))
    assert read_regional(bare, ecosystems) is None


def test_withdrawn_organisations_are_placed_nowhere(edition, ecosystems):
    code = edition.invited["organisation_code"].iloc[0]
    without = replace(edition, settings=edition.settings.model_copy(update={"withdrawn": (code,)}))
    assert code not in set(read_regional(without, ecosystems).placements["organisation_code"])


@pytest.mark.parametrize(
    ("name", "old", "new", "place", "problem"),
    [
        ("areas.csv", ",AM\n", ",ZZ\n", "areas.csv:2 (country_code)", '"ZZ"'),
        ("areas.csv", "AM-2,", "AM-1,", "areas.csv:3 (area_code)", "twice"),
        ("areas.csv", "area_label", "label", "areas.csv:1", "area_label"),
        ("placements.csv", "organisation_code,area_code", "organisation_code,area", "placements.csv:1", "area_code"),
        ("employment.csv", "AM-1,A01,", "AM-1,A01,-", "employment.csv:2", "-"),
        ("employment.csv", "AM-1,A01,", "AM-1,Z99,", "employment.csv:2", "Z99"),
        ("employment.csv", "AM-1,A01,", "QQ-1,A01,", "employment.csv", "QQ-1"),
    ],
)  # fmt: skip
def test_faults_name_file_line_and_column(edition, ecosystems, name, old, new, place, problem):
    edit(edition, name, old, new)
    with pytest.raises(InputError) as caught:
        read_regional(edition, ecosystems)
    assert any(place in str(fault.place) and problem in str(fault) for fault in caught.value.faults), str(caught.value)


def test_faults_of_several_files_come_at_once(edition, ecosystems):
    edit(edition, "areas.csv", ",AM\n", ",ZZ\n")
    (edition.folder / "placements.csv").unlink()
    with pytest.raises(InputError) as caught:
        read_regional(edition, ecosystems)
    files = {str(fault.place).split("/")[-1].split(":")[0].split(" ")[0] for fault in caught.value.faults}
    assert {"areas.csv", "placements.csv"} <= files
