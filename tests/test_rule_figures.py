"""Recommendations after an earlier publication: rows that tell whom a rule helps go, and the order does not tell either."""

from types import SimpleNamespace

import pandas as pd

from clusterbrief.analysis.disclosed_recommendations import disclose_recommendations
from clusterbrief.analysis.disclosure import Thresholds
from clusterbrief.analysis.judged_rules import count_judged
from clusterbrief.analysis.republication.rule_figures import hide_recommendations
from succession_inputs import setting
from worked_example import REGION, as_organisations

Rows = dict[str, dict[str, float]]  # by organisation and rule how urgent it is; 0 where it does not apply


def edition(rows: Rows) -> SimpleNamespace:
    long = pd.DataFrame(
        [(code, rule, priority) for code, each in rows.items() for rule, priority in each.items()],
        columns=["organisation_code", "rule_code", "priority"],
    )
    organisations = as_organisations(sorted(rows))
    judged = long.assign(applies=long["priority"] > 0)
    counts = count_judged(judged, organisations, REGION)
    areas = long.merge(organisations, on="organisation_code")
    both = pd.concat([areas.assign(area_code=REGION), areas.assign(area_code=areas["country_code"])])
    priority = both.groupby(["area_code", "rule_code"])["priority"].mean().reset_index()
    by_area = counts.merge(priority, on=["area_code", "rule_code"]).assign(addressee="managers")
    printed = disclose_recommendations(by_area.assign(n=by_area["judged"]), Thresholds(), REGION)
    internal = {"judged": judged, "organisations": organisations, "recommended": long[long["priority"] > 0]}
    return SimpleNamespace(printed=printed, internal=internal)


def again(then: Rows, now: Rows) -> pd.DataFrame:
    first, second = edition(then), edition(now)
    return hide_recommendations(second.printed, [first.printed], [first.internal, second.internal], setting())


def of(table: pd.DataFrame, rule: str) -> set[str]:
    return set(table.loc[table["rule_code"] == rule, "area_code"])


THEN = {
    f"{country}-{place}": {"plan": 0.5 if place < 6 else 0, "fees": 0.4 if place % 2 else 0}
    for country in ("XA", "XB")
    for place in range(12)
}


def test_the_same_again_stays() -> None:
    pd.testing.assert_frame_equal(again(THEN, THEN), edition(THEN).printed)


def test_whether_a_newcomer_is_helped_is_not_told_and_other_countries_stay() -> None:
    shown = again(THEN, {**THEN, "XA-99": {"plan": 0.5}})
    assert of(shown, "plan") == {"XB"}
    assert of(shown, "fees") == {REGION, "XA", "XB"}  # of whom it cannot be told, nothing can be


def test_what_three_bring_together_is_shown() -> None:
    more = {f"XA-9{place}": {"plan": 0.5 if place else 0.0} for place in range(4)}
    assert of(again(THEN, {**THEN, **more}), "plan") == {REGION, "XA", "XB"}


def test_order_stays_where_one_is_advised_otherwise() -> None:
    # fees of one are as urgent as can be now, so that they would come first in XA
    urgent = {**THEN, "XA-1": {"plan": 0.5, "fees": 2.0}}
    first = edition(urgent).printed.query("area_code == 'XA'")["rule_code"].tolist()
    assert first == ["fees", "plan"]
    assert again(THEN, urgent).query("area_code == 'XA'")["rule_code"].tolist() == ["plan", "fees"]
    all_urgent = {code: {**each, "fees": each["fees"] * 5} for code, each in THEN.items()}
    assert again(THEN, all_urgent).query("area_code == 'XA'")["rule_code"].tolist() == ["fees", "plan"]
