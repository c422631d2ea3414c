"""Similar organisations: ecosystem, size and age, widened where too few agree."""

import dataclasses
from datetime import date
from time import perf_counter
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterbrief.analysis.similar import Similar, find_similar, in_bands
from clusterbrief.study.framework import Framework
from clusterbrief.study.similarity_model import Band
from worked_example import example, example_framework

ON = date(2024, 5, 31)
NONE = float("nan")
Row = tuple[str | None, float, float]  # ecosystem, members, year


def organisations_of(rows: dict[str, Row]) -> pd.DataFrame:
    table = [(code, *row) for code, row in rows.items()]
    columns = ["organisation_code", "ecosystem", "members_total", "year"]
    return pd.DataFrame(table, columns=columns).astype({"members_total": float, "year": float})


def example_with(least: int) -> Framework:
    """Bands: up to 50 members or more; up to 10 years or more."""
    similarity = example_framework().similarity
    assert similarity
    at_least = similarity.least.model_copy(update={"organisations": least})
    return dataclasses.replace(example_framework(), similarity=similarity.model_copy(update={"least": at_least}))


def search(rows: dict[str, Row], least: int = 2, **how: Any) -> Similar:
    return find_similar(organisations_of(rows), example_with(least), ON, **how)


def peers_of(similar: Similar, code: str) -> list[str]:
    peers = similar.peers
    return list(peers.loc[peers["organisation_code"] == code, "peer_code"])


def criteria_of(similar: Similar) -> dict[str, tuple[str, int]]:
    table = similar.criteria.set_index("organisation_code")
    return {str(code): (row["criteria"], row["n"]) for code, row in table.iterrows()}


BY_HAND: dict[str, Row] = {
    "A": ("digital", 50, 2020),  # small, young
    "B": ("digital", 10, 2014),  # small, young: 2024 - 2014 = 10
    "C": ("digital", 1, 2023),  # small, young
    "D": ("digital", 51, 2020),  # large, young
    "E": ("health", 20, 2000),  # small, old
    "F": ("health", 90, 2013),  # large, old: 11
    "G": ("tourism", 5, 2021),
}


def test_criteria_are_those_worked_by_hand() -> None:
    found = search(BY_HAND)
    everyone = ("all organisations", 6)
    assert criteria_of(found) == {
        "A": ("ecosystem, size and age", 2),
        "B": ("ecosystem, size and age", 2),
        "C": ("ecosystem, size and age", 2),
        "D": ("ecosystem", 3),  # nobody else is digital and large
        "E": everyone,  # one other in health
        "F": everyone,
        "G": everyone,
    }
    assert peers_of(found, "A") == ["B", "C"]
    assert peers_of(found, "D") == ["A", "B", "C"]
    assert peers_of(found, "G") == ["A", "B", "C", "D", "E", "F"]
    assert found.criteria.set_index("organisation_code")["dropped"].to_dict() == {
        "A": "", "B": "", "C": "", "D": "size and age", **dict.fromkeys("EFG", "ecosystem, size and age"),
    }  # fmt: skip


def test_age_is_dropped_before_size_and_size_before_ecosystem() -> None:
    rows: dict[str, Row] = {"A": ("x", 1, 2024), "B": ("x", 2, 1990), "C": ("x", 3, 1990), "D": ("x", 99, 2024)}
    assert criteria_of(search(rows, least=2))["A"] == ("ecosystem and size", 2)
    assert criteria_of(search(rows, least=3))["A"] == ("ecosystem", 3)
    assert criteria_of(search({**rows, "E": ("y", 1, 2024)}, least=4))["A"] == ("all organisations", 4)


def test_own_unknown_is_left_out_and_said() -> None:
    found = search({**BY_HAND, "H": ("digital", NONE, 2022), "I": (None, NONE, NONE), "J": ("digital", 9, 2030)})
    table = found.criteria.set_index("organisation_code")
    assert table.loc["H", ["criteria", "unknown", "dropped"]].tolist() == ["ecosystem and age", "size", ""]
    assert peers_of(found, "H") == ["A", "B", "C", "D"]  # whatever their size
    assert table.loc["I", ["criteria", "unknown", "n"]].tolist() == ["all organisations", "ecosystem, size and age", 9]
    # founded after the end of the survey: no age
    assert table.loc["J", ["criteria", "unknown"]].tolist() == ["ecosystem and size", "age"]


def test_peer_with_an_unknown_value_does_not_match() -> None:
    rows = {code: BY_HAND[code] for code in "ABC"} | {"H": ("digital", NONE, 2022)}
    assert peers_of(search(rows), "A") == ["B", "C"]
    assert peers_of(search(rows, least=3), "A") == ["B", "C", "H"]  # by ecosystem alone


def test_only_those_named_can_be_peers() -> None:
    found = search(BY_HAND, among=["A", "B", "D"])
    assert peers_of(found, "C") == ["A", "B"]
    assert criteria_of(found)["A"] == ("ecosystem", 2)
    assert peers_of(found, "A") == ["B", "D"]


@pytest.mark.parametrize("rows", [{}, {"A": ("digital", 1, 2020)}])
def test_none_and_one_have_no_peers_and_keep_the_kinds_of_columns(rows: dict[str, Row]) -> None:
    found, full = search(rows), search(BY_HAND)
    assert found.peers.empty
    assert (found.peers.dtypes == full.peers.dtypes).all()
    assert (found.criteria.dtypes == full.criteria.dtypes).all()
    assert found.criteria["n"].tolist() == [0] * len(rows)
    assert found.criteria["criteria"].tolist() == ["all organisations"] * len(rows)


def test_everything_missing_is_all_organisations() -> None:
    found = search(dict.fromkeys("ABCDEF", (None, NONE, NONE)))
    assert set(criteria_of(found).values()) == {("all organisations", 5)}
    made = example("answers")  # ecosystem, members and year are no questions there
    assert set(find_similar(made.organisations, made.framework, ON).criteria["criteria"]) == {"all organisations"}


def test_without_rules_nobody_is_similar() -> None:
    found = find_similar(organisations_of(BY_HAND), dataclasses.replace(example_framework(), similarity=None), ON)
    assert found.peers.empty
    assert found.criteria.empty
    assert (found.criteria.dtypes == search(BY_HAND).criteria.dtypes).all()


@pytest.mark.parametrize(("number", "code"), [(0, "a"), (50, "a"), (50.5, "b"), (100, "b"), (101, "c"), (NONE, None)])
def test_bands_end_with_their_last_number(number: float, code: str | None) -> None:
    bands = [Band(code="a", label="a", up_to=50), Band(code="b", label="b", up_to=100), Band(code="c", label="c")]
    assert in_bands(pd.Series([number]), bands).tolist() == [code]


rows_of_any = st.dictionaries(
    st.text("ABCDEFGHIJ", min_size=1, max_size=3),
    st.tuples(
        st.sampled_from(["digital", "health", None]),
        st.sampled_from([10.0, 60.0, NONE]),
        st.sampled_from([2000.0, 2020.0, 2030.0, NONE]),
    ),
    max_size=14,
)


@settings(max_examples=20)
@given(rows_of_any, st.integers(1, 6))
def test_criteria_are_dropped_only_as_far_as_needed(rows: dict[str, Row], least: int) -> None:
    found = search(rows, least)
    sizes = found.peers.groupby("organisation_code").size().reindex(list(found.criteria["organisation_code"])).fillna(0)
    assert found.criteria["n"].tolist() == sizes.tolist()
    assert (found.peers["organisation_code"] != found.peers["peer_code"]).all()
    few = found.criteria["n"] < least
    assert (found.criteria.loc[few, "criteria"] == "all organisations").all()
    assert (found.criteria.loc[few, "n"] == len(rows) - 1).all()
    for row in found.criteria[found.criteria["criteria"] != "all organisations"].itertuples():
        own = rows[row.organisation_code]
        for peer in peers_of(found, row.organisation_code):
            agree = [own[0] == rows[peer][0], own[1] == rows[peer][1], own[2] == rows[peer][2]]
            used = [label in row.criteria for label in ("ecosystem", "size", "age")]
            assert all(same for same, counts in zip(agree, used, strict=True) if counts)


@settings(max_examples=20)
@given(rows_of_any, st.integers(0, 99))
def test_order_of_rows_changes_nothing(rows: dict[str, Row], seed: int) -> None:
    table = organisations_of(rows)
    one, other = (find_similar(each, example_with(2), ON) for each in (table, table.sample(frac=1, random_state=seed)))
    pd.testing.assert_frame_equal(one.criteria, other.criteria)
    pd.testing.assert_frame_equal(one.peers, other.peers)


def test_a_thousand_are_searched_in_a_moment() -> None:
    rows: dict[str, Row] = {f"X{n:04d}": (f"e{n % 14}", n % 150, 2000 + n % 24) for n in range(1000)}
    start = perf_counter()
    search(rows, least=5)
    assert perf_counter() - start < 2
