"""Reading employment: what is understood, and every fault with its line and column."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterbrief.errors import InputError
from clusterbrief.study.employment import read_employment


@pytest.fixture
def read(tmp_path):
    def read_text(text, encoding="utf-8", **options):
        path = tmp_path / "jobs.csv"
        path.write_bytes(text.encode(encoding))
        return read_employment(path, **options)

    return read_text


@pytest.fixture
def faults(read):
    """Line, detail and problem of each fault in a text."""

    def faults_of(text, encoding="utf-8", **options):
        with pytest.raises(InputError) as caught:
            read(text, encoding, **options)
        return [(fault.place.line, fault.place.detail, fault.problem) for fault in caught.value.faults]

    return faults_of


def test_a_plain_file_keeps_its_order_and_its_leading_zeros(read):
    found = read("area,industry,employment\n02,0111,5\n01,0112,\n01,0111,0\n")
    assert found["area"].tolist() == ["02", "01", "01"]
    assert found["industry"].tolist() == ["0111", "0112", "0111"]
    assert found["employment"].fillna(-1).tolist() == [5, -1, 0]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_separators_byte_order_marks_and_line_ends_are_recognised(read, separator, encoding, line_end):
    text = "Area,INDUSTRY, employment \nAM01,C13,12\n AM02 ,C13,7\n\n,,\n"
    found = read(text.replace(",", separator).replace("\n", line_end), encoding)
    assert found["area"].tolist() == ["AM01", "AM02"]
    assert found["employment"].tolist() == [12, 7]


def test_a_decimal_comma_is_one_where_the_semicolon_separates(read):
    found = read("area;industry;employment\nA;C13;1714,5\nB;C13;12,25\n")
    assert found["employment"].tolist() == [1714.5, 12.25]


@pytest.mark.parametrize("number", ["1.714", "1,714"])
def test_a_number_that_may_be_a_thousand_times_larger_is_refused(faults, number):
    (fault,) = faults(f"area;industry;employment\nA;C13;712\nB;C13;{number}\n")
    assert fault == (
        3,
        "employment",
        f'Cannot tell whether "{number}" has a decimal or a thousands separator',
    )


def test_three_decimals_are_clear_where_another_number_has_two(read):
    assert read("area;industry;employment\nA;C;1.714\nB;C;1.71\n")["employment"].tolist() == [1.714, 1.71]


def test_namibia_is_an_area_and_not_a_missing_one(read):
    assert read("area,industry,employment\nNA,C13,1\n")["area"].tolist() == ["NA"]


def test_other_columns_are_left_out_and_named(read):
    told = []
    text = "year,area,industry,employment,wages,note\n2023,A,C13,1,20,x\n"
    found = read(text, tell=told.append)
    assert list(found.columns) == ["area", "industry", "employment", "wages"]
    assert told == [told[0]] and 'columns "year", "note"' in told[0]


def test_a_value_over_two_lines_does_not_shift_the_line_of_a_fault(faults):
    text = 'area,industry,employment,note\nA,C13,1,"two\nlines"\n\nB,C13,-2,\n'
    assert faults(text) == [(5, "employment", 'Cannot use "-2" as employment: below 0')]


FAULTY = [
    ("", (None, "", "Cannot find any text in the file")),
    ("\n \n", (None, "", "Cannot find any text in the file")),
    ("area,industry,employment\n", (None, "", "Cannot find any row below the heading")),
    ("area,industry,employees\nA,C,1\n", (1, "", 'Cannot find the column "employment"')),
    ("area,area,industry,employment\nA,A,C,1\n", (1, "", 'Cannot tell which column "area" to use')),
    ("area,industry,employment\nA,C\n", (2, "", "Cannot match 2 values with the 3 columns of the heading")),
    (
        "area,industry,employment\nA,C,1,2\n",
        (2, "", "Cannot match 4 values with the 3 columns of the heading"),
    ),
    ("area,industry,employment\nA,C,1\nB,C,:c\n", (3, "employment", 'Cannot read ":c" as a number')),
    ("area,industry,employment\nA,C,inf\n", (2, "employment", 'Cannot read "inf" as a number')),
    ("area,industry,employment\nA,C,nan\n", (2, "employment", 'Cannot read "nan" as a number')),
    ('area,industry,employment\nA,C,"1,714"\n', (2, "employment", 'Cannot read "1,714" as a number')),
    ("area,industry,employment\nA,C,-1\n", (2, "employment", 'Cannot use "-1" as employment: below 0')),
    ("area,industry,employment\n,C,1\n", (2, "area", "Cannot use a row without area")),
    (
        "area,industry,employment\nA,C,1\nB,C,1\nA,C,1\n",
        (4, "area, industry", 'Cannot use area "A", industry "C" twice'),
    ),
]


@pytest.mark.parametrize(("text", "fault"), FAULTY, ids=[fault[2] for _, fault in FAULTY])
def test_each_fault_is_named_by_line_and_column(faults, text, fault):
    assert faults(text) == [fault]


def test_all_faults_come_at_once(faults):
    text = "area,industry,employment,wages\nA,C,-1,x\nA,C,n/a,-3\n,D,2,\n"
    assert [(line, detail) for line, detail, _ in faults(text, total_industry="T", reference="EU")] == [
        (3, "employment"),
        (2, "employment"),
        (2, "wages"),
        (3, "wages"),
        (4, "area"),
        (3, "area, industry"),
        (None, "area"),
        (None, "industry"),
    ]


def test_a_misspelt_column_brings_the_nearest_name(read):
    with pytest.raises(InputError, match='Did you mean "employement"'):
        read("area,industry,employement\nA,C,1\n")


def test_a_repeated_row_names_the_first(read):
    with pytest.raises(InputError, match="or line 2"):
        read("area,industry,employment\nA,C,1\nA,C,1\n")


def test_an_area_without_its_total_row_is_named(faults):
    text = "area,industry,employment\nA,C,1\nA,all,1\nB,C,1\n"
    assert faults(text, total_industry="all") == [
        (4, "area", 'Cannot find the total of area "B": it has no row with industry "all"')
    ]


def test_a_suppressed_total_is_no_fault(read):
    found = read("area,industry,employment\nA,C,1\nA,all,\n", total_industry="all")
    assert np.isnan(found["employment"].iloc[1])


def test_a_missing_total_or_reference_brings_the_nearest_name(read):
    text = "area,industry,employment\nUS000,10,5\n"
    with pytest.raises(InputError, match='Did you mean "US000"'):
        read(text, reference="US00")
    with pytest.raises(InputError, match='no row has industry "TOTAL"'):
        read(text, total_industry="TOTAL")


def test_industries_are_checked_only_against_a_classification(read, faults):
    text = "area,industry,employment\nA,C13,1\nA,X99,2\nA,C,3\nA,C13.1,4\nA,all,9\n"
    assert len(read(text)) == 5
    assert faults(text, divisions={"C13", "C14"}, total_industry="all") == [
        (3, "industry", 'Cannot find industry "X99" among the NACE divisions'),
        (4, "industry", 'Cannot find industry "C" among the NACE divisions'),
        (5, "industry", 'Cannot add up industry "C13.1": it lies inside "C13", which the file has too'),
    ]


def test_text_that_is_not_utf8_is_named_by_its_line(faults):
    text = "area,industry,employment\nA,C,1\nCôte,C,1\n"
    assert faults(text, "cp1252") == [(3, "", "Cannot read the text as UTF-8")]


def test_a_file_that_is_not_there_is_a_fault_not_a_crash(tmp_path):
    with pytest.raises(InputError, match="Cannot open the file"):
        read_employment(tmp_path / "none.csv")


def test_a_flood_of_faults_is_counted_beyond_the_first_thousand(faults):
    rows = "".join(f"A{n},C,x\n" for n in range(1500))
    found = faults("area,industry,employment\n" + rows)
    assert len(found) == 1001 and found[-1][2] == 'Cannot list 500 more texts in "employment"'


@given(st.lists(st.one_of(st.none(), st.floats(0, 1e9)), min_size=1, max_size=20))
def test_what_pandas_writes_is_read_back(tmp_path_factory, numbers):
    table = pd.DataFrame(
        {
            "area": [f"a{n}" for n in range(len(numbers))],
            "industry": "C13",
            "employment": np.array(numbers, float),
        }
    )
    path = tmp_path_factory.mktemp("jobs") / "jobs.csv"
    table.to_csv(path, index=False)
    found = read_employment(path)
    np.testing.assert_allclose(found["employment"], table["employment"], rtol=1e-14)
