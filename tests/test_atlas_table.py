"""The table of the atlas as CSV, from a file to the last column."""

import io

import pandas as pd
import pytest

from clusterbrief.errors import InputError
from clusterbrief.produce.atlas_table import ECOSYSTEMS_PATH, summarise_findings, write_location_quotients
from clusterbrief.study.ecosystems import read_ecosystems

HEADING = "area,industry,employment,lq,share_of_area,share_of_industry,industry_node,area_node,stars\n"


@pytest.fixture
def write(tmp_path):
    def write_text(text, **options):
        path = tmp_path / "jobs.csv"
        path.write_text(text, encoding="utf-8")
        out = io.StringIO()
        write_location_quotients(path, out, **options)
        return out.getvalue()

    return write_text


def table(text):
    return pd.read_csv(io.StringIO(text), dtype={"industry": "str"})


def test_one_row_for_each_row_given_blank_where_missing(write):
    text = "area,industry,employment\nA,food,30\nA,wood,70\nB,food,10\nB,wood,90\nC,food,\nC,wood,3\n"
    nation = "EU,food,100\nEU,wood,900\n"
    assert write(text + nation, reference="EU") == HEADING + (
        "A,food,30,3.0,0.3,0.3,true,true,\n"
        "A,wood,70,0.7777777777777778,0.7,0.07777777777777778,false,false,\n"
        "B,food,10,1.0,0.1,0.1,false,false,\n"
        "B,wood,90,1.0,0.9,0.1,false,false,\n"
        "C,food,,,,,,,\n"
        "C,wood,3,,,0.0033333333333333335,,,\n"
        "EU,food,100,1.0,0.1,1.0,,,\n"
        "EU,wood,900,1.0,0.9,1.0,,,\n"
    )


def test_the_published_example_at_full_precision(write):
    text = "area,industry,employment\nNY,51,1714\nNY,10,79006\nUS000,51,879213\nUS000,10,15593224\n"
    found = table(write(text, reference="US000", total_industry="10"))
    assert found["lq"].iloc[0] == (1714 * 15593224) / (79006 * 879213)


def test_decimals_of_employment_are_kept(write):
    assert ",1.5," in write("area,industry,employment\nA,food,1.5\nA,wood,2\n")


def test_stars_are_counted_where_there_are_areas_enough(write):
    rows = "".join(f"a{n},food,{n}\na{n},wood,{1000 - n * n}\n" for n in range(1, 21))
    found = table(write("area,industry,employment\n" + rows))
    assert found["stars"].notna().all() and found["stars"].max() >= 2


def test_findings_are_told_in_a_sentence_each(write):
    told = []
    write("area,industry,employment\nA,food,\nA,wood,3\nB,food,2\nB,wood,4\n", tell=told.append)
    assert [message.split(":")[0] for message in told] == [
        "unknown area total (1)",
        "The total of the reference is unknown, as a part of it is",
        "unknown industry total (1)",
        "No stars",
    ]


def test_no_more_than_five_areas_are_named():
    findings = pd.DataFrame({"finding": "x", "area": [f"a{n}" for n in range(9)], "industry": "", "detail": "Why"})
    assert summarise_findings(findings) == ['x (9): "a0", "a1", "a2", "a3", "a4" and 4 more. Why']


def test_nace_groups_are_added_up_to_divisions(write):
    text = "area,industry,employment\nA,C13.1,1\nA,13.20,2\nA,C14,7\nB,C13.1,5\nB,C14,5\n"
    found = table(write(text, level="nace")).set_index(["area", "industry"])
    assert found["employment"].to_dict() == {
        ("A", "C13"): 3,
        ("A", "C14"): 7,
        ("B", "C13"): 5,
        ("B", "C14"): 5,
    }
    assert found.loc[("A", "C13"), "lq"] == pytest.approx(0.3 / 0.4)


def test_ecosystems_share_divisions_and_keep_the_total_of_all(write):
    text = "area,industry,employment\nA,C13,10\nA,C28,70\nA,C23,20\nEU,C13,10\nEU,C28,980\nEU,C23,10\n"
    found = table(write(text, level="ecosystem", reference="EU")).set_index(["area", "industry"])
    assert set(found.loc["A"].index) == {"textiles", "construction", "energy_intensive"}
    assert found.loc[("A", "textiles"), "lq"] == pytest.approx((10 / 100) / (10 / 1000))
    assert found.loc[("A", "construction"), "employment"] == 10
    assert found.loc[("A", "textiles"), "share_of_area"] == 0.1


def test_stated_totals_stay_in_the_table_of_ecosystems(write):
    text = "area,industry,employment\nA,C13,10\nA,C14,\nA,all,50\nEU,C13,1\nEU,C14,1\nEU,all,10\n"
    found = table(write(text, level="ecosystem", reference="EU", total_industry="all"))
    assert found["industry"].tolist() == ["textiles", "all"] * 2
    assert found["lq"].isna().tolist() == [
        True,
        False,
        False,
        False,
    ]  # C14 is suppressed, and textiles with it


def test_an_unknown_industry_stops_a_level_but_not_the_file_as_given(write):
    text = "area,industry,employment\nA,C99,1\nA,C13,1\n"
    assert "C99" in write(text)
    with pytest.raises(InputError, match='Cannot find industry "C99"'):
        write(text, level="ecosystem")


def test_an_unknown_level_names_the_known_ones(write):
    with pytest.raises(ValueError, match="ecosystem"):
        write("area,industry,employment\nA,C13,1\n", level="town")


def test_the_shipped_ecosystems_cover_all_divisions_and_claim_nothing_published():
    ecosystems = read_ecosystems(ECOSYSTEMS_PATH)
    assert ecosystems["division_code"].nunique() == 88  # NACE Rev. 2
    assert set(ecosystems["ecosystem_code"]) - {""} == {
        "aerospace_defence",
        "agri_food",
        "construction",
        "cultural_creative",
        "digital",
        "electronics",
        "energy_intensive",
        "energy_renewables",
        "health",
        "mobility",
        "proximity_social",
        "retail",
        "textiles",
        "tourism",
    }
    assert ecosystems["standing"].eq("project setting").all()


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("C13,x,textiles,Textiles,0.5,ours,s", "add up to 0.5, not 1"),
        ("C13,x,textiles,Textiles,much,ours,s", "Cannot use the weight"),
        ("13,x,textiles,Textiles,1,ours,s", 'Cannot read "13" as a division'),
    ],
)
def test_faulty_shares_are_named(tmp_path, row, problem):
    path = tmp_path / "shares.csv"
    heading = "division_code,division_label,ecosystem_code,ecosystem_label,weight,standing,source"
    path.write_text(f"{heading}\n{row}\n", encoding="utf-8")
    with pytest.raises(InputError, match=problem):
        read_ecosystems(path)
