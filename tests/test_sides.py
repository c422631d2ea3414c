"""Two versions side by side: editions, publications, old ones that kept less, and who withdrew."""

from dataclasses import replace

import pandas as pd
import pytest

from changes_inputs import example_changes, example_side, nobody, setting
from clusterbrief.analysis.revisions.sides import changes_since, compare_sides
from clusterbrief.produce.publication import keep_tables
from clusterbrief.study.publication import INTERNAL, read_publications
from worked_example import example, example_framework

pytestmark = pytest.mark.slow  # whole editions are analysed again and again


def compare(old, new):
    return compare_sides(old, new, example_framework(), setting())


def test_the_worked_example_a_year_later() -> None:
    rows = example_changes().organisations.set_index("organisation_code")
    assert rows["status"].value_counts().to_dict() == {"both": 7, "new": 2, "lost": 1}
    assert rows.loc["XA-1", "change"] < 0 < rows.loc["XA-2", "change"]
    assert rows.loc["XA-1", ["class_before", "interval"]].tolist() == ["champion", "beyond"]
    assert example_changes().respondents.iloc[0].tolist() == ["ALL", 8, 9, 7, 2, 1]
    assert example_changes().method.empty
    assert set(example_changes().areas["method"]) == {"same"}
    assert example_changes().missing == ()


def test_a_publication_compares_as_the_edition_that_it_came_from(tmp_path) -> None:
    side = example_side()
    day = side.day
    public = {
        name: table
        for name, table in vars(example("disclosed").disclosed).items()
        if name not in ("peers", "phase_counts")
    }
    keep_tables(tmp_path, day, public, dict(side.internal))
    (kept,) = read_publications(tmp_path)
    again = compare(replace(side, internal=kept.internal, public=kept.public), example_side(True))
    for name, table in example_changes().internal_tables().items():
        pd.testing.assert_frame_equal(again.internal_tables()[name], table)


def test_an_old_publication_says_what_it_did_not_keep() -> None:
    side = example_side()
    old = replace(side, internal={name: side.internal[name] for name in INTERNAL}, label="2024@2024-12-16")
    changes = compare(old, example_side(True))
    assert len(changes.missing) == 3
    assert all(line.startswith("2024@2024-12-16 keeps no table") for line in changes.missing)
    assert set(changes.areas["method"]) == {"unknown"}
    both = changes.organisations["status"] == "both"
    assert set(changes.organisations.loc[both, "interval"]) == {"unknown"}


@pytest.mark.parametrize("turned", [False, True])
def test_nobody_on_one_side(turned) -> None:
    sides = (example_side(), nobody()) if turned else (nobody(), example_side())
    changes = compare(*sides)
    assert set(changes.organisations["status"]) == {"lost" if turned else "new"}
    assert changes.transitions.empty and changes.nodes.empty and changes.public_areas.empty
    kinds = {name: table.dtypes.to_dict() for name, table in example_changes().internal_tables().items()}
    assert {name: table.dtypes.to_dict() for name, table in changes.internal_tables().items()} == kinds


def test_who_withdrew_is_counted_and_not_named() -> None:
    changes = compare(example_side(), replace(example_side(True), withdrawn=frozenset({"XB-3"})))
    assert "XB-3" not in set(changes.organisations["organisation_code"]) | set(changes.nodes["organisation_code"])
    pd.testing.assert_frame_equal(changes.respondents, example_changes().respondents)


def test_without_an_earlier_version_there_are_no_changes() -> None:
    made = example("analysed")
    assert changes_since(None, made.study, made.analysis) is None
