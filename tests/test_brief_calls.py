"""What a finding names as short has its action among the five, where one may be shown."""

import pandas as pd
import pytest

from clusterbrief.present.brief_actions import action_rows
from clusterbrief.present.brief_calls import called_for, widest_gaps
from clusterbrief.present.brief_findings import findings, shortest_service
from clusterbrief.present.recommendation_tables import DONORS, MANAGERS, POLICY, STEPS, answers, area_rows
from test_brief_findings import changed

AREAS = ("EaP", "AM", "AZ", "GE", "MD", "UA")


def profile_of(profiles, code):
    return profiles["region" if code == "EaP" else "country", code]


@pytest.mark.parametrize("code", AREAS)
@pytest.mark.parametrize("reader", [MANAGERS, POLICY, DONORS])
def test_each_call_of_the_example_has_its_action(profiles, code, reader):
    profile = profile_of(profiles, code)
    every, shown = area_rows(profile, code, reader, most=500), action_rows(profile, reader)
    assert len(shown) == min(STEPS, len(every)) > 0
    for call in called_for(profile, reader):
        assert answers(shown, call) or not answers(every, call), call


def test_managers_are_called_to_what_their_findings_name(profiles):
    ukraine = profile_of(profiles, "UA")
    widest, eccp, members, service = called_for(ukraine, MANAGERS)
    assert "strategic focus" in findings(ukraine, MANAGERS)[0] and "needs_based" in widest
    assert (eccp, members) == ({"bronze_support.on_eccp"}, {"bronze_support.active_members"})
    assert service == {"dig_digital_processes"} == {shortest_service(ukraine)["indicator_code"]}


def test_dimensions_that_are_as_far_below_each_have_their_call(profiles):
    moldova = profile_of(profiles, "MD")
    assert "team and governance" in findings(moldova, MANAGERS)[0]
    assert ["team_size" in call for call in called_for(moldova, MANAGERS)[:2]] == [True, False]


def test_nothing_is_called_for_where_everything_is_reached(profiles):
    armenia = profile_of(profiles, "AM")
    scores = armenia.tables["area_scores"].assign(gap=-1.0)
    shares = armenia.tables["service_shares"].assign(share=1.0)
    reached = changed(
        armenia,
        area_scores=scores,
        service_shares=shares,
        criteria=armenia.tables["criteria"].iloc[:0],
        needs=armenia.tables["needs"].iloc[:0],
    )
    assert called_for(reached, MANAGERS) == []


def test_what_shows_the_effect_goes_before_what_triggers():
    rules = pd.DataFrame({"shown_by": ["x", "a", "y"], "triggers": ["a b", "c", "b"]})
    assert answers(rules, {"a"}) == [1]
    assert answers(rules, {"b"}) == [0, 2]
    assert answers(rules, {"d"}) == answers(rules.iloc[:0], {"a"}) == []


def test_the_widest_gaps_are_those_of_printed_points():
    nodes = pd.DataFrame(
        {
            "node_code": ["A", "B", "a", "b"],
            "parent_code": ["", "", "A", "B"],
            "level": ["dimension", "dimension", "indicator", "indicator"],
        }
    )
    own = pd.DataFrame({"node_code": ["A", "B"], "gap": [12.4, 11.6]})
    assert widest_gaps(own, nodes) == [{"a"}, {"b"}]
    assert widest_gaps(own.assign(gap=[12.6, 11.6]), nodes) == [{"a"}]
    assert widest_gaps(own.assign(gap=[-1.0, float("nan")]), nodes) == widest_gaps(own.iloc[:0], nodes) == []
