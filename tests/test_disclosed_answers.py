"""Counts of answers as they may be shown."""

import pandas as pd

from clusterbrief.analysis.disclosed_answers import (
    disclose_criteria,
    disclose_evidence,
    disclose_ranked,
    disclose_ranked_by_class,
)
from clusterbrief.analysis.disclosure import Thresholds
from clusterbrief.analysis.hypotheses import weigh_evidence
from clusterbrief.analysis.needs import rank_by_area, rank_by_class
from worked_example import REGION, as_responses, example, example_framework

LIMITS = Thresholds()
AREAS = ["ALL", "XA", "XB"]


def criterion(code, met, not_met, unknown):
    return pd.DataFrame(
        {"area_code": AREAS, "programme_code": "p", "criterion_number": 1, "criterion_code": code, "kind": "criterion",
         "label": code, "setting": False, "n": [sum(each) for each in zip(met, not_met, unknown, strict=True)],
         "met": met, "not_met": not_met, "unknown": unknown}
    )  # fmt: skip


def disclosed(*tables, reads=None):
    return disclose_criteria(pd.concat(tables, ignore_index=True), LIMITS, "ALL", reads or {})


def test_met_and_not_met_are_hidden_together():
    shown = disclosed(criterion("office", [20, 11, 9], [12, 1, 11], [0, 0, 0])).set_index("area_code")
    assert shown.loc["ALL", ["met", "not_met"]].tolist() == [20, 12]
    assert shown.loc[["XA", "XB"], ["met", "not_met"]].isna().all(axis=None)
    assert shown["unknown"].tolist() == [0, 0, 0]
    assert shown["n"].tolist() == [32, 12, 20]


def test_what_may_be_shown_is_shown_as_it_is():
    table = criterion("office", [20, 8, 12], [12, 5, 7], [8, 4, 4])
    assert disclosed(table)[["met", "not_met", "unknown"]].astype(int).equals(table[["met", "not_met", "unknown"]])


def test_two_limits_on_the_same_answers_are_not_both_counted():
    easy = criterion("fifteen", [20, 8, 12], [12, 5, 7], [0, 0, 0])
    hard = criterion("thirty", [19, 7, 12], [13, 6, 7], [0, 0, 0])
    same = criterion("fifteen_again", [20, 8, 12], [12, 5, 7], [0, 0, 0])
    other = criterion("office", [19, 7, 12], [13, 6, 7], [0, 0, 0])
    reads = {("p", code): frozenset({"members"}) for code in ("fifteen", "thirty", "fifteen_again")}
    shown = disclosed(easy, hard, same, other, reads=reads)
    assert list(shown["criterion_code"].unique()) == ["fifteen", "fifteen_again", "office"]


def test_no_criteria_at_all():
    empty = criterion("x", [1, 1, 1], [1, 1, 1], [0, 0, 0]).iloc[:0]
    assert disclosed(empty).empty


def choices(counts):
    """Who named which option: by country, how many of ten."""
    rows = [
        (f"{area}-{number}", option, 1.0 if number < named else float("nan"))
        for area, options in counts.items()
        for option, named in options.items()
        for number in range(10)
    ]
    chosen = pd.DataFrame(rows, columns=["organisation_code", "option_code", "place"])
    organisations = pd.DataFrame({"organisation_code": chosen["organisation_code"].unique()})
    return chosen, organisations.assign(country_code=organisations["organisation_code"].str[:2])


def test_what_follows_from_a_hidden_count_is_hidden_with_it():
    chosen, organisations = choices({"XA": {"money": 5, "law": 1}, "XB": {"money": 6, "law": 4}})
    shown = disclose_ranked(rank_by_area(chosen, organisations, "ALL", 5), LIMITS, "ALL")
    hidden = shown[shown["count"].isna()]
    assert set(zip(hidden["area_code"], hidden["option_code"], strict=True)) == {("XA", "law"), ("XB", "law")}
    assert hidden[["share", "low", "high", "weight", "rank"]].isna().all(axis=None)
    assert "first" not in shown


def test_classes_whose_size_is_hidden_are_left_out():
    chosen, organisations = choices({"XA": {"money": 5}, "XB": {"money": 6}})
    classes = organisations.assign(class_code=["good"] * 10 + ["poor"] * 10)[["organisation_code", "class_code"]]
    region = rank_by_area(chosen, organisations, "ALL", 5)
    region = region[region["area_code"] == "ALL"]
    by_class = rank_by_class(chosen, classes, "ALL", 5)
    sizes = pd.DataFrame({"area_code": "ALL", "class_code": ["good", "poor"], "count": [10.0, float("nan")]})
    shown = disclose_ranked_by_class(region, by_class, sizes, LIMITS, "ALL")
    assert list(shown["class_code"]) == ["good"]
    assert shown["count"].tolist() == [5]


def test_verdicts_rest_on_what_is_shown():
    made = example()
    evidence = weigh_evidence(made.responses, made.organisations, example_framework(), REGION)
    shown, verdicts = disclose_evidence(evidence, LIMITS, REGION, example_framework())
    assert len(evidence) and shown["low"].isna().all()  # eight organisations: too few for percentages
    assert set(verdicts["verdict"]) == {"unknown"}
    few = Thresholds(1, 1, 1, 1, 1, 1)
    assert set(disclose_evidence(evidence, few, REGION, example_framework())[1]["verdict"]) != {"unknown"}


def test_nobody_answered():
    made = example(responses=as_responses({}))
    evidence = weigh_evidence(made.responses, made.organisations, example_framework(), REGION)
    shown, _ = disclose_evidence(evidence, LIMITS, REGION, example_framework())
    assert shown["share"].isna().all()
