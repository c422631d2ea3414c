"""The first hypotheses: who supports them, out of whom, and the verdict at and beside its limit."""

from dataclasses import replace

import pandas as pd
import pytest

from clusterbrief.analysis.disclosure import Thresholds, disclose_shares
from clusterbrief.analysis.hypotheses import EVIDENCE, judge_hypotheses, weigh_evidence, withhold_verdicts
from clusterbrief.study.hypothesis_model import HypothesisFile
from worked_example import REGION, as_organisations, as_responses, example, example_framework


def weigh(rows: dict[str, dict[str, str]], framework=None) -> pd.DataFrame:
    framework = framework or example_framework()
    return weigh_evidence(as_responses(rows, framework), as_organisations(list(rows)), framework, REGION)


def test_worked_example_by_hand():
    made = example("answers")
    evidence = weigh_evidence(made.responses, made.organisations, made.framework, REGION)
    rows = evidence.set_index(["area_code", "item_code"])[["n", "count", "unknown"]]
    by_hand = {
        ("ALL", "no_form"): [6, 1, 1],  # XA-4 has none; XB-2 does not know; XC-1 did not answer
        ("XA", "no_form"): [4, 1, 0],
        ("ALL", "needs_advice"): [6, 1, 1],
        ("ALL", "needs_money"): [6, 5, 1],  # all but XB-1
        ("ALL", "own_income_low"): [5, 2, 2],  # 100, 20, 0, 60 and 10 %; XA-3 gave one share of two
        ("XA", "own_income_low"): [3, 1, 0],  # 20 % is not below 20 %
        ("ALL", "no_office"): [5, 3, 2],
        ("ALL", "planned"): [7, 4, 1],  # levels 4, 2, 3, 1, 3, 0 and 4
        ("XC", "needs_money"): [0, 0, 0],
    }
    assert {key: rows.loc[key].tolist() for key in by_hand} == by_hand
    assert evidence["area_code"].unique().tolist() == ["ALL", "XA", "XB", "XC"]
    items = [item.code for each in made.framework.hypotheses.hypotheses for item in each.evidence]
    assert evidence["item_code"].tolist() == items * 4
    assert evidence.set_index("item_code")["main"].to_dict() == {
        code: code in {"no_form", "needs_money"} for code in items
    }
    unanswered = evidence[evidence["n"] == 0]
    assert unanswered[["share", "low", "high"]].isna().all(axis=None)


@pytest.mark.parametrize(
    ("count", "n", "verdict"),
    [
        (3, 3, "supported"),  # interval 0.53 to 1
        (2, 2, "undecided"),  # interval 0.43 to 1
        (4, 5, "undecided"),
        (0, 3, "not supported"),
        (5, 10, "undecided"),
        (8, 10, "supported"),
        (0, 0, "unknown"),
    ],
)
def test_verdict_follows_from_the_interval_of_the_main_evidence(count, n, verdict):
    rows = {f"XA-{place}": {"q_legal": "no" if place < count else "yes"} for place in range(n)} or {"XA-1": {}}
    verdicts = judge_hypotheses(weigh(rows), example_framework())
    of_law = verdicts[verdicts["hypothesis_code"] == "law"]
    assert of_law["verdict"].tolist() == [verdict] * 2
    assert (of_law["item_code"] == "no_form").all()


def test_majority_is_a_setting_of_the_file():
    rows = {f"XA-{place}": {"q_legal": "no"} for place in range(3)}
    file = example_framework().hypotheses
    for majority, verdict in ((0.5, "supported"), (0.6, "undecided")):
        framework = replace(example_framework(), hypotheses=file.model_copy(update={"majority": majority}))
        row = judge_hypotheses(weigh(rows), framework).iloc[0]
        assert row["verdict"] == verdict
        assert f"{majority * 100:.0f} %" in row["decided_by"]


def test_verdict_on_what_is_disclosed_tells_no_hidden_number():
    rows = {f"XA-{place}": {"q_legal": "no"} for place in range(12)}
    rows |= {f"XB-{place}": {"q_legal": "no" if place < 6 else "yes"} for place in range(12)}
    evidence = weigh(rows)
    shown = disclose_shares(evidence, Thresholds(), REGION, ["item_code"])
    hidden = shown["share"].isna()
    shown[["low", "high"]] = shown[["low", "high"]].mask(hidden)
    of_law = (
        judge_hypotheses(shown, example_framework()).set_index(["hypothesis_code", "area_code"])["verdict"].loc["law"]
    )
    assert of_law[["XA", "XB"]].tolist() == ["unknown", "unknown"]  # all of XA, and XB protects it
    assert of_law["ALL"] == "supported"


def test_sums_at_the_limit_are_not_moved_by_their_last_bit():
    rows = {"XA-1": {"q_fees": "12.3", "q_sales": "7.7"}, "XA-2": {"q_fees": "0.1", "q_sales": "19.9"}}
    item = weigh(rows).set_index(["area_code", "item_code"]).loc[("ALL", "own_income_low")]
    assert (item["n"], item["count"]) == (2, 0)


def test_order_of_rows_changes_nothing():
    made = example("answers")
    table = weigh_evidence(made.responses, made.organisations, made.framework, REGION)
    shuffled = (each.sample(frac=1, random_state=3) for each in (made.responses, made.organisations))
    pd.testing.assert_frame_equal(weigh_evidence(*shuffled, made.framework, REGION), table)


def test_nobody_nothing_answered_and_no_hypotheses():
    some = weigh({"XA-1": {"q_legal": "no"}})
    for rows in (weigh({}), weigh({"XA-1": {}})):
        assert rows.dtypes.equals(some.dtypes)
        assert (rows["n"] == 0).all()
        assert set(judge_hypotheses(rows, example_framework())["verdict"]) <= {"unknown"}
    none = replace(example_framework(), hypotheses=HypothesisFile())
    assert list(weigh({"XA-1": {}}, none).columns) == list(EVIDENCE)
    assert judge_hypotheses(weigh({"XA-1": {}}, none), none).empty


def test_real_hypotheses_count_the_answers_that_they_name(framework):
    rows = {
        "AM-1": {"legal_basis": "partly", "funding_months": "11", "income_fees": "10", "income_services": "9.5",
                 "income_donors": "51", "team_qualification": "1", "eu_projects": "applied", "plan_achieved": "1",
                 "support_needs": "skills legal_basis", "priority_actions": "strengthen_team"},
        "AM-2": {"legal_basis": "yes", "funding_months": "12", "income_fees": "10", "income_services": "10",
                 "income_donors": "50", "team_qualification": "2", "eu_projects": "one_project", "plan_achieved": "2",
                 "support_needs": "evaluation", "priority_actions": "raise_own_income"},
        "AM-3": {"legal_basis": "?"},
    }  # fmt: skip
    counts = weigh(rows, framework).set_index(["area_code", "item_code"])
    for code in ("law_incomplete", "funding_short", "own_income_low", "donors_prevail", "experience_thin", "no_project",
                 "plan_missed", "needs_skills", "needs_legal_basis", "plans_team"):  # fmt: skip
        assert counts.loc[("AM", code), ["n", "count"]].tolist() == [2, 1], code
    assert counts.loc[("AM", "law_incomplete"), "unknown"] == 1


def test_verdict_that_is_not_shown_says_why_as_far_as_that_is_known():
    evidence = weigh({f"XA-{place}": {"q_legal": "no"} for place in range(12)})
    bare = evidence.assign(low=float("nan"), high=float("nan"))
    words = "not shown: the number is too small, or would let answers be worked out"
    nobody = ["nobody answered" if n == 0 else words for n in evidence.loc[evidence["main"], "n"]]
    assert judge_hypotheses(bare, example_framework())["decided_by"].tolist() == nobody
    withheld = withhold_verdicts(judge_hypotheses(evidence, example_framework()), bare)
    assert withheld["decided_by"].tolist() == nobody
    assert set(withheld["verdict"]) == {"unknown"}
