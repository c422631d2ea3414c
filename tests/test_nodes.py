"""Specialisation nodes: strict, unrounded comparisons."""

import numpy as np
import pandas as pd
import pytest

from clusterbrief.analysis.location_quotients import location_quotients
from clusterbrief.analysis.nodes import NodeThresholds, assign_nodes, tabulate_thresholds


def nodes(lq, reference_share, share_of_area, kind="pair", thresholds=None):
    row = {"lq": [lq], "reference_share": [reference_share], "share_of_area": [share_of_area], "kind": [kind]}
    found = assign_nodes(pd.DataFrame(row), thresholds).iloc[0]
    return found["industry_node"], found["area_node"]


@pytest.mark.parametrize(
    ("lq", "reference_share", "share_of_area", "expected"),
    [
        (2.0, 0.02, 0.04, (True, True)),
        (2.0, 0.008, 0.016, (False, True)),
        (1.5, 0.02, 0.03, (False, False)),  # equal is not greater
        (1.5000001, 0.0100001, 0.0150002, (True, True)),  # nothing is rounded before it is compared
        (1.499999, 0.5, 0.75, (False, False)),
        (2.0, 0.01, 0.02, (False, True)),
        (2.0, 0.005, 0.01, (False, False)),
    ],
)
def test_both_thresholds_must_be_exceeded(lq, reference_share, share_of_area, expected):
    assert nodes(lq, reference_share, share_of_area) == expected


def test_a_missing_quotient_leaves_open_only_what_the_share_does_not_decide():
    industry_node, area_node = nodes(np.nan, 0.02, 0.001)
    assert industry_node is pd.NA
    assert not area_node


@pytest.mark.parametrize("kind", ["total", "reference"])
def test_totals_and_reference_are_no_nodes_but_missing(kind):
    assert all(node is pd.NA for node in nodes(9.0, 0.5, 0.5, kind=kind))


def test_thresholds_can_be_set():
    assert nodes(1.3, 0.02, 0.03, thresholds=NodeThresholds(lq=1.2)) == (True, True)


def test_every_default_threshold_is_published_in_the_source():
    assert tabulate_thresholds(NodeThresholds())["standing"].eq("published threshold").all()


def test_nodes_of_a_table_by_hand():
    people = pd.DataFrame(
        {
            "area": ["A", "A", "B", "B"],
            "industry": ["food", "wood"] * 2,
            "employment": [30, 70, 10, 290],
        }
    )
    found = assign_nodes(location_quotients(people).rows)
    assert found["industry_node"].tolist() == [True, False, False, False]
    assert found["area_node"].tolist() == [True, False, False, False]
