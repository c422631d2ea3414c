"""stakeholders.csv: read whole or refused with every fault."""

import pytest

from clusterbrief.errors import InputError
from clusterbrief.study.stakeholders import COLUMNS, KINDS, no_stakeholders, read_stakeholders

HEADER = ",".join(COLUMNS) + "\n"
SOUND = "AM-S01,Ministry of examples,AM,ministry,Desk 4,desk@example.org\n"


@pytest.fixture
def path(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path / "stakeholders.csv"


def read(path):
    return read_stakeholders(path, ("AM", "UA"), "EaP", {"AM-S09"})


def test_no_file_is_no_fault(path):
    assert read(path).equals(no_stakeholders())


def test_file_reads_by_hand(path):
    path.write_text(HEADER + SOUND + 'EAP-S2,"Fund, for examples",EaP,donor,,\n', encoding="utf-8")
    table = read(path)
    assert table["name"].tolist() == ["Ministry of examples", "Fund, for examples"]
    assert table["email"].tolist() == ["desk@example.org", ""]
    assert table["country_code"].tolist() == ["AM", "EaP"]


@pytest.mark.parametrize(
    ("row", "column", "remedy"),
    [
        ("AM-001,Name,AM,ministry,,", "stakeholder_code", "AM-S01"),
        (",Name,AM,ministry,,", "stakeholder_code", "AM-S01"),
        ("AM-S01,Name,AM,ministry,,", "stakeholder_code", "Line 2 has the same code."),
        ("AM-S09,Name,AM,ministry,,", "stakeholder_code", "An invited organisation has this code"),
        ("AM-S02,,AM,ministry,,", "name", "Write the name"),
        ("AM-S02,Name,GE,ministry,,", "country_code", "Write one of: AM, UA, EaP."),
        ("AM-S02,Name,AM,minister,,", "kind", "Write ministry, public authority"),
        ("AM-S02,Name,AM,ministry,,desk at example", "email", "Write one address"),
        ("AM-S02,Name,AM,ministry,,a@example.org b@example.org", "email", "Write one address"),
    ],
)
def test_fault_is_told_with_its_line_and_column(path, row, column, remedy):
    path.write_text(f"{HEADER}{SOUND}{row}\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read(path)
    (fault,) = caught.value.faults
    assert (fault.place.file, fault.place.line, fault.place.detail) == ("stakeholders.csv", 3, column)
    assert remedy in fault.remedy


def test_all_faults_are_told_at_once(path):
    path.write_text(HEADER + "x,,AM,ministry,,\nAM-S02,Name,XX,nobody,,\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read(path)
    assert [(each.place.line, each.place.detail) for each in caught.value.faults] == [
        (2, "stakeholder_code"), (2, "name"), (3, "country_code"), (3, "kind"),
    ]  # fmt: skip


def test_kinds_are_those_of_the_source_report_and_donors():
    assert KINDS == (
        "ministry", "public authority", "innovation agency", "ecosystem actor", "business association", "donor",
    )  # fmt: skip
