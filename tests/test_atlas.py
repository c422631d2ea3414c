import pandas as pd
import pytest

from clusterbrief.analysis.atlas import compute_atlas, printed
from clusterbrief.study.regional import RegionalData

DIVISIONS = {"C13": "textiles", "C14": "textiles", "J62": "digital", "L68": ""}


def regional(cells, placements=(), total=None, reference=None):
    """Regional data of two areas A1 and B1 of the countries A and B."""
    areas = sorted({area for area, _, _ in cells} - {reference})
    return RegionalData(
        employment=pd.DataFrame(cells, columns=["area", "industry", "employment"]),
        areas=pd.DataFrame(
            [(each, f"Area {each}", each[0]) for each in areas], columns=["area_code", "area_label", "country_code"]
        ),
        placements=pd.DataFrame(
            placements, columns=["organisation_code", "area_code", "ecosystem_code"], dtype="object"
        ),
        ecosystems=pd.DataFrame(
            [(division, group, group.title(), 1.0) for division, group in DIVISIONS.items()],
            columns=["division_code", "ecosystem_code", "ecosystem_label", "weight"],
        ),
        total_industry=total,
        reference=reference,
    )


# A1: textiles 30 of 100, digital 20; B1: textiles 10 of 100, digital 60; so textiles are 40 of 200, digital 80 of 200
CELLS = [
    ("A1", "C13", 10.0), ("A1", "C14", 20.0), ("A1", "J62", 20.0), ("A1", "L68", 50.0),
    ("B1", "C13", 4.0), ("B1", "C14", 6.0), ("B1", "J62", 60.0), ("B1", "L68", 30.0),
]  # fmt: skip
NOBODY = pd.DataFrame({"organisation_code": pd.Series(dtype="object")})


def of(pairs, area, ecosystem):
    return pairs[(pairs["area_code"] == area) & (pairs["ecosystem_code"] == ecosystem)].iloc[0]


def test_quotients_by_ecosystem_equal_those_computed_by_hand():
    pairs = compute_atlas(regional(CELLS), NOBODY, 3).pairs
    assert of(pairs, "A1", "textiles")["lq"] == 1.5  # (30 / 100) / (40 / 200)
    assert of(pairs, "A1", "digital")["lq"] == 0.5  # (20 / 100) / (80 / 200)
    assert of(pairs, "B1", "digital")["lq"] == 1.5  # (60 / 100) / (80 / 200)
    assert set(pairs["ecosystem_code"]) == {"textiles", "digital"}  # what is in no ecosystem counts in totals only


def test_a_quotient_of_exactly_the_threshold_is_no_node():
    assert compute_atlas(regional(CELLS), NOBODY, 3).nodes.empty


def test_a_quotient_above_the_threshold_is_a_node_with_its_kinds():
    cells = [
        *CELLS[:2],
        ("A1", "J62", 19.0),
        ("A1", "L68", 51.0),
        *CELLS[4:6],
        ("B1", "J62", 61.0),
        ("B1", "L68", 29.0),
    ]
    nodes = compute_atlas(regional(cells), NOBODY, 3).nodes
    assert nodes[["area_code", "ecosystem_code"]].values.tolist() == [["B1", "digital"]]
    assert nodes["industry_node"].iloc[0] and nodes["area_node"].iloc[0]


def test_a_suppressed_cell_leaves_its_own_ecosystem_unknown_where_totals_are_stated():
    totals = [("A1", "T", 100.0), ("B1", "T", 100.0)]
    whole = [
        ("ALL", "C13", 14.0),
        ("ALL", "C14", 26.0),
        ("ALL", "J62", 80.0),
        ("ALL", "L68", 80.0),
        ("ALL", "T", 200.0),
    ]
    cells = [("A1", "C13", float("nan")), *CELLS[1:], *totals, *whole]
    pairs = compute_atlas(regional(cells, total="T", reference="ALL"), NOBODY, 3).pairs
    assert pd.isna(of(pairs, "A1", "textiles")["lq"])
    assert of(pairs, "B1", "textiles")["lq"] == 0.5  # (10 / 100) / (40 / 200)
    assert "ALL" not in set(pairs["area_code"])


@pytest.mark.parametrize(
    ("known", "answered", "shown"), [(6, 3, 3.0), (6, 2, None), (5, 3, None), (3, 3, None), (0, 0, None)]
)
def test_respondents_of_a_node_show_only_where_neither_side_is_small(known, answered, shown):
    cells = [("A1", "C13", 60.0), ("A1", "L68", 40.0), ("B1", "C13", 10.0), ("B1", "L68", 90.0)]
    placed = [(f"AA-{number}", "A1", "textiles") for number in range(known)]
    organisations = pd.DataFrame({"organisation_code": [code for code, _, _ in placed[:answered]]}, dtype="object")
    nodes = compute_atlas(regional(cells, placed), organisations, 3).nodes
    node = nodes[nodes["area_code"] == "A1"].iloc[0]
    assert node["known"] == known
    assert pd.isna(node["answered"]) if shown is None else node["answered"] == shown


def test_printed_rows_hold_two_decimals_and_keep_unknown_apart_from_no():
    pairs = compute_atlas(regional([("A1", "C13", float("nan")), *CELLS[1:]]), NOBODY, 3).pairs
    rows = printed(pairs)
    assert rows["industry_node"].isna().any()
    assert (rows["lq"].dropna() == rows["lq"].dropna().round(2)).all()


def test_thresholds_name_standing_and_source():
    thresholds = compute_atlas(regional(CELLS), NOBODY, 3).thresholds
    assert set(thresholds["standing"]) == {"published threshold", "project setting"}
    assert thresholds["source"].str.len().min() > 20
