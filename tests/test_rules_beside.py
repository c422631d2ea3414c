"""Recommendations beside other figures on the same question: a case worked by hand."""

from dataclasses import replace

import pandas as pd
import pytest

from clusterbrief.analysis.judged_rules import count_judged
from clusterbrief.analysis.republication.published_figures import FIGURES
from clusterbrief.analysis.republication.rules_beside import hide_rules
from succession_inputs import setting
from worked_example import REGION, as_organisations

SETTING = replace(setting(), rules={"plan": [("evidence", "planned")]})


def rows_left(helped_in_b: int, *hidden: str) -> list[str]:
    """Areas whose row stays, of two with twelve each: all of XA lack a plan, and so many of XB do."""
    held = {f"XA-{place}": True for place in range(12)} | {f"XB-{place}": place < helped_in_b for place in range(12)}
    organisations = as_organisations(list(held))
    judged = pd.DataFrame({"organisation_code": list(held), "rule_code": "plan", "applies": list(held.values())})
    counts = count_judged(judged, organisations, REGION)
    shown = counts[["area_code", "rule_code"]].assign(
        addressee="managers",
        n=counts["judged"],
        helped=[20.0, float("nan"), 5.0],
        bound=["", "nearly all", ""],
        place=1,
    )
    evidence = counts[["area_code"]].assign(item_code="planned", count=5.0)
    evidence["count"] = evidence["count"].mask(evidence["area_code"].isin(hidden))
    tables = {"recommendations": shown, "evidence": evidence}
    kept = hide_rules(tables, {"judged": judged, "organisations": organisations}, FIGURES, SETTING)
    return kept["recommendations"]["area_code"].tolist()


@pytest.mark.parametrize(("helped_in_b", "left"), [(7, [REGION]), (6, [REGION, "XA", "XB"])])
def test_what_the_sum_tells_beside_a_rounded_number_goes(helped_in_b: int, left: list[str]) -> None:
    # 19 in all, and about five, so at most seven, in XB: all twelve of XA. Of 18 eleven or twelve are left for XA
    assert rows_left(helped_in_b, "XA", "XB") == left


def test_where_the_same_is_told_elsewhere_nothing_goes() -> None:
    assert rows_left(7) == [REGION, "XA", "XB"]


def test_without_rules_on_one_question_nothing_changes() -> None:
    tables = {"recommendations": pd.DataFrame({"area_code": ["XA"]})}
    assert hide_rules(tables, {}, FIGURES, SETTING) == tables
