"""Counts of criteria beside those of earlier publications."""

import pandas as pd
import pytest

from clusterbrief.analysis.disclosure import Thresholds
from clusterbrief.analysis.republication.criteria_figures import hide_criteria
from clusterbrief.analysis.republication.kept_cells import Setting

SETTING = Setting(Thresholds(), "ALL", pd.DataFrame({"node_code": [], "parent_code": []}))
COUNTS = ["met", "not_met", "unknown"]
Statuses = dict[str, list[str]]


def edition(statuses: Statuses) -> tuple[pd.DataFrame, dict[str, pd.DataFrame]]:
    """The table with everything printed, and what it comes from."""
    rows = [(f"{area}-{place}", area, status) for area, held in statuses.items() for place, status in enumerate(held)]
    held = pd.DataFrame(rows, columns=["organisation_code", "country_code", "status"])
    held = held.assign(programme_code="p", criterion_code="c")
    both = pd.concat([held.assign(country_code="ALL"), held])
    wide = both.groupby(["country_code", "status"]).size().unstack(fill_value=0)
    wide = wide.rename(columns={"not met": "not_met"}).reindex(columns=COUNTS, fill_value=0).astype(float)
    table = (
        wide.reset_index().rename(columns={"country_code": "area_code"}).assign(programme_code="p", criterion_code="c")
    )
    return table, {"organisations": held[["organisation_code", "country_code"]], "criteria": held}


THEN = {"A": ["met"] * 5 + ["not met"] * 4, "B": ["met"] * 6 + ["not met"] * 5}


@pytest.mark.parametrize(
    ("late", "shown"),
    [([], True), (["met"], False), (["met", "not met"], False), (["met", "met", "not met", "not met", "met"], True)],
    ids=["none", "one", "two", "five"],
)
def test_newcomers_country_and_region_are_shown_again_where_none_or_enough_came(late: list[str], shown: bool) -> None:
    (before, past), (after, now) = edition(THEN), edition({**THEN, "A": THEN["A"] + late})
    kept = hide_criteria(after, [before], [past, now], SETTING).set_index("area_code")
    assert kept.loc[["A", "ALL"], ["met", "not_met"]].notna().all(axis=None) == shown
    assert kept.loc["B", ["met", "not_met"]].notna().all()


def test_criterion_that_was_not_printed_is_shown_as_it_is() -> None:
    (_, past), (after, now) = edition(THEN), edition({**THEN, "A": [*THEN["A"], "met"]})
    assert hide_criteria(after, [None], [past, now], SETTING)[COUNTS].equals(after[COUNTS])
