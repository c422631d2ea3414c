"""Whom a recommendation could help: by hand, on the rules of the worked example."""

import pandas as pd

from clusterbrief.analysis.judged_rules import JUDGED, count_judged, list_judged
from clusterbrief.analysis.recommendations import Evidence, recommend
from test_recommendations import FRAMEWORK, compare, ranked, unmet
from worked_example import REGION, as_organisations


def judged(evidence: Evidence) -> pd.DataFrame:
    return list_judged(evidence, recommend(evidence, FRAMEWORK), FRAMEWORK)


def rules(table: pd.DataFrame, code: str) -> dict[str, bool]:
    own = table[table["organisation_code"] == code]
    return dict(zip(own["rule_code"], own["applies"], strict=True))


def test_who_answered_one_trigger_is_judged_and_who_answered_none_is_not() -> None:
    table = judged(Evidence(compare({"X": {"plan": 0}, "Y": {"plan": 75, "listed": 0}, "Z": {"listed": None}})))
    assert rules(table, "X") == {"plan": True}
    assert rules(table, "Y") == {"plan": False, "listing": True}
    assert rules(table, "Z") == {}


def test_criteria_needs_classes_and_stages_judge_too() -> None:
    stages = pd.DataFrame({"organisation_code": ["X", "Y"], "stage_code": ["early", "unknown"]})
    criteria = unmet(("X", "bronze_support", "on_eccp"), status="met")
    needs = ranked({"X": {"money": None, "people": 1}})
    table = judged(Evidence(compare({"Y": {"plan": None}}), stages=stages, criteria=criteria, needs=needs))
    assert rules(table, "X") == {"always": True, "listing": False, "money": False, "people": True}
    assert rules(table, "Y") == {}


def test_counts_by_area() -> None:
    table = judged(Evidence(compare({"XA-1": {"plan": 0}, "XA-2": {"plan": 75}, "XB-1": {"plan": 0}})))
    counts = count_judged(table, as_organisations(["XA-1", "XA-2", "XB-1"]), REGION).set_index("area_code")
    assert counts["judged"].to_dict() == {REGION: 3, "XA": 2, "XB": 1}
    assert counts["count"].to_dict() == {REGION: 2, "XA": 1, "XB": 1}


def test_nobody() -> None:
    table = judged(Evidence(compare({})))
    assert table.empty
    assert list(table.columns) == list(JUDGED)
    assert count_judged(table, as_organisations([]), REGION).empty
