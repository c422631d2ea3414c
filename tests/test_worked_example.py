"""The worked example comes out as worked by hand, to the last digit.

Answers: example/answers.csv; weights and benchmarks: example/framework. Weights: A 3, B 1; inside A.1 plan 1, listed 1,
staff 2; everything else 1. Benchmarks: plan 75, listed 100, office 50, services 50, review 75, themes 50, report 100;
staff has an EU average (60), which is never scored against; income has none.
"""

from typing import Any

import pandas as pd
import pytest

from worked_example import example

NONE = float("nan")
CODES = ["XA-1", "XA-2", "XA-3", "XA-4", "XB-1", "XB-2", "XB-3", "XC-1"]

POINTS = {
    # levels 4 2 3 1 3 ? 0 4, of 25 points each
    "plan": [100, 50, 75, 25, 75, NONE, 0, 100],
    "listed": [100, 0, 100, 100, 100, NONE, 0, 100],
    # 15 -> 100 · 5 -> 50 · 10 lies half way from (5, 50) to (15, 100) -> 75 · 0 -> 0
    "staff": [100, 50, NONE, 75, 0, NONE, 50, 50],
    "office": [100, 50, NONE, NONE, 0, NONE, 50, 100],
    # XA-2: 1 of 2 known, and 2 of 3 known is exactly two thirds · XB-1 likewise · "planned" is not provided
    "services": [100, 50, 100, 0, 50, NONE, 0, 100],
    # 60+40=100 -> 100 · 10+10=20 -> 80 · 20+blank -> none · 0+0 -> 0 · 50+10=60: 80 + 40/80 x 20 = 90 · 5+5=10 -> 40
    "income": [100, 80, NONE, 0, 90, NONE, 40, NONE],
    "review": [100, 50, 50, 25, 75, NONE, 0, 0],
    # chosen of four: 4 2 blank 1 2 ? 3 "no theme", which does not count
    "themes": [100, 50, NONE, 25, 50, NONE, 75, 0],
    "report": [100, NONE, NONE, 100, NONE, NONE, 0, 0],
}
SCORES = {
    # (plan + listed + 2 staff)/4: XA-2 (50+0+100)/4 · XA-3 only half answered · XA-4 (25+100+150)/4 · XB-1 (75+100+0)/4
    # XB-3 (0+0+100)/4 · XC-1 (100+100+100)/4
    "A.1": [100, 37.5, NONE, 68.75, 43.75, NONE, 25, 75],
    "A.2.x": POINTS["office"],
    # (services + income)/2: (50+80)/2 · XA-3 and XC-1 half answered · (0+0)/2 · (50+90)/2 · (0+40)/2
    "A.2.y": [100, 65, NONE, 0, 70, NONE, 20, NONE],
    # (x + y)/2: (50+65)/2 · XA-4: y only, half of the weight · (0+70)/2 · (50+20)/2 · XC-1: x stands for both,
    # because 1/2 x 1 + 1/2 x 1/2 = 3/4 of the weight was answered
    "A.2": [100, 57.5, NONE, NONE, 35, NONE, 35, 100],
    # (A.1 + A.2)/2: (37.5+57.5)/2 · XA-4: A.1 alone, with 3/4 answered · (43.75+35)/2 · (25+35)/2 · (75+100)/2
    "A": [100, 47.5, NONE, 68.75, 39.375, NONE, 30, 87.5],
    # three answers: XA-2 (50+50)/2 with 2/3 answered · XA-3 1/3 · XA-4 (25+25+100)/3 · XB-1 (75+50)/2 · (0+75+0)/3 · 0
    "B.1": [100, 50, NONE, 50, 62.5, NONE, 25, 0],
    "B": [100, 50, NONE, 50, 62.5, NONE, 25, 0],
    # (3 A + B)/4: (142.5+50)/4 · (206.25+50)/4 · (118.125+62.5)/4 · (90+25)/4 · (262.5+0)/4
    "overall": [100, 48.125, NONE, 64.0625, 45.15625, NONE, 28.75, 65.625],
}
COVERAGE = {
    "A.1": [1, 1, (1 + 1 + 0) / 4, 1, 1, 0, 1, 1],
    "A.2.y": [1, 1, 1 / 2, 1, 1, 0, 1, 1 / 2],
    "A.2": [1, 1, 1 / 4, 1 / 2, 1, 0, 1, 3 / 4],
    "A": [1, 1, (1 / 2 + 1 / 4) / 2, 3 / 4, 1, 0, 1, 7 / 8],
    "B": [1, 2 / 3, 1 / 3, 1, 2 / 3, 0, 1, 1],
    # (3 A + B)/4: (3+2/3)/4 = 11/12 · (9/8+1/3)/4 = 35/96 · (9/4+1)/4 = 13/16 · 11/12 · (21/8+1)/4 = 29/32
    "overall": [1, 11 / 12, 35 / 96, 13 / 16, 11 / 12, 0, 1, 29 / 32],
}
COMPARABLE = {  # staff and income take no part
    "plan": POINTS["plan"],
    # (plan + listed)/2
    "A.1": [100, 25, NONE, 62.5, 87.5, NONE, 0, 100],
    # services alone; XA-4 is compared here, though A.2 above it has no score
    "A.2.y": [100, 50, NONE, 0, 50, NONE, 0, NONE],
    # (office + services)/2; XC-1: office alone, for the part y is left out
    "A.2": [100, 50, NONE, NONE, 25, NONE, 25, 100],
    # (A.1 + A.2)/2; XA-4: A.1 alone
    "A": [100, 37.5, NONE, 62.5, 56.25, NONE, 12.5, 100],
    "B": [100, 50, NONE, 50, 62.5, NONE, 25, 0],
    # (3 A + B)/4: (112.5+50)/4 · (187.5+50)/4 · (168.75+62.5)/4 · (37.5+25)/4 · 300/4
    "overall": [100, 40.625, NONE, 59.375, 57.8125, NONE, 15.625, 75],
}
BENCHMARK = {
    "plan": [75, 75, 75, 75, 75, NONE, 75, 75],
    "A.1": [87.5, 87.5, NONE, 87.5, 87.5, NONE, 87.5, 87.5],  # (75+100)/2
    "A.2.y": [50, 50, NONE, 50, 50, NONE, 50, NONE],
    "A.2": [50, 50, NONE, NONE, 50, NONE, 50, 50],
    "A": [68.75, 68.75, NONE, 87.5, 68.75, NONE, 68.75, 68.75],  # (87.5+50)/2; XA-4: A.1 alone
    "B": [75, 62.5, NONE, 75, 62.5, NONE, 75, 75],  # (75+50+100)/3; without the report (75+50)/2
    # (206.25+75)/4 · (206.25+62.5)/4 · (262.5+75)/4
    "overall": [70.3125, 67.1875, NONE, 84.375, 67.1875, NONE, 70.3125, 70.3125],
    "staff": [NONE] * 8,
    "income": [NONE] * 8,
}
CLASSES = [
    ("champion", 100 / 70.3125),  # at least 1 overall, 100/75 = 1.33 in B, 100/68.75 in A
    ("developing", 40.625 / 67.1875),  # 0.60: neither 0.7 nor below 0.5
    ("unclassified", NONE),
    ("developing", 59.375 / 84.375),  # 0.70 is enough for a pioneer, but no dimension reaches 1: 62.5/87.5, 50/75
    ("pioneer", 57.8125 / 67.1875),  # 0.86, and 87.5/87.5 = 1 in A.1
    ("unclassified", NONE),
    ("struggler", 15.625 / 70.3125),  # 0.22
    ("pioneer", 75 / 70.3125),  # 1.07, but 0/75 in B
]


def column(table: pd.DataFrame, node_code: str, name: str) -> list[Any]:
    rows = table[table["node_code"] == node_code].set_index("organisation_code")
    return list(rows.loc[CODES, name])


def same(computed: list[float], by_hand: list[float]) -> bool:
    return computed == pytest.approx(by_hand, abs=1e-12, rel=0, nan_ok=True)


@pytest.fixture(scope="module")
def worked() -> Any:
    return example()


@pytest.mark.parametrize("node_code", [*POINTS, *SCORES])
def test_scores_are_those_worked_by_hand(worked: Any, node_code: str) -> None:
    assert same(column(worked.results.compared, node_code, "score"), {**POINTS, **SCORES}[node_code])


@pytest.mark.parametrize("node_code", COVERAGE)
def test_coverage_is_that_worked_by_hand(worked: Any, node_code: str) -> None:
    assert same(column(worked.results.compared, node_code, "coverage"), COVERAGE[node_code])


@pytest.mark.parametrize("node_code", COMPARABLE)
def test_comparable_scores_are_those_worked_by_hand(worked: Any, node_code: str) -> None:
    assert same(column(worked.results.compared, node_code, "comparable_score"), COMPARABLE[node_code])


@pytest.mark.parametrize("node_code", BENCHMARK)
def test_benchmarks_gaps_and_attainments_are_those_worked_by_hand(worked: Any, node_code: str) -> None:
    compared, marks = worked.results.compared, BENCHMARK[node_code]
    own = COMPARABLE.get(node_code, [NONE] * 8)
    assert same(column(compared, node_code, "benchmark"), marks)
    assert same(column(compared, node_code, "gap"), [mark - score for mark, score in zip(marks, own, strict=True)])
    ratios = [score / mark for mark, score in zip(marks, own, strict=True)]
    assert same(column(compared, node_code, "attainment"), ratios)


def test_why_a_score_is_missing_is_told(worked: Any) -> None:
    compared = worked.results.compared
    assert column(compared, "staff", "missing_reason") == ["", "", "not answered", "", "", "do not know", "", ""]
    assert column(compared, "report", "missing_reason")[1] == "not asked"
    assert column(compared, "income", "missing_reason")[7] == "do not know"
    assert column(compared, "A.1", "missing_reason")[2] == "low coverage"


def test_classes_and_their_rules_are_those_worked_by_hand(worked: Any) -> None:
    classes = worked.results.classes.set_index("organisation_code").loc[CODES]
    assert list(classes["class_code"]) == [code for code, _ in CLASSES]
    assert same(list(classes["attainment"]), [attainment for _, attainment in CLASSES])
    assert classes.loc["XA-1", "decided_by"] == "attainment 1.42 overall, 1.33 in the weakest block “Management”"
    assert classes.loc["XA-2", "decided_by"] == "attainment 0.60 overall"
    assert classes.loc["XA-3", "decided_by"] == "no overall score: too little was answered"
    assert classes.loc["XB-1", "decided_by"] == "attainment 0.86 overall, 1.00 in the strongest dimension “Team”"


def test_phases_are_those_worked_by_hand(worked: Any) -> None:
    # a legal form, and 15 members or more: 15 is enough, 14 is not; one failed condition decides, one unknown does not
    cluster, proto, unknown = "cluster organisation", "proto-cluster", "unknown"
    phases = [cluster, cluster, proto, proto, unknown, unknown, cluster, unknown]
    assert list(worked.results.phases["phase"]) == phases


def test_peers_are_those_worked_by_hand(worked: Any) -> None:
    def of_first(peers: pd.DataFrame) -> pd.DataFrame:
        return peers[(peers["organisation_code"] == "XA-1") & (peers["node_code"] == "overall")].set_index("peers")

    figures = ["n", "median", "quartile_1", "quartile_3", "difference", "share_below"]
    own, shown = of_first(worked.results.peers), of_first(worked.disclosed.peers)
    # the others of the region: 28.75, 45.15625, 48.125, 64.0625, 65.625; of the country: 48.125, 64.0625
    assert same(list(own.loc["region", figures]), [5, 48.125, 45.15625, 64.0625, 51.875, 1])
    assert same(list(own.loc["country", figures])[:2], [2, 56.09375])
    # a median is shown from five peers on, to five points below ten (48.125 is 50); quartiles and shares from ten
    assert same(list(shown.loc["region", figures]), [5, 50, NONE, NONE, 50, NONE])
    assert same(list(shown.loc["country", figures]), [2, NONE, NONE, NONE, NONE, NONE])


def test_area_means_are_those_worked_by_hand(worked: Any) -> None:
    shown = worked.disclosed.area_scores.query("node_code == 'overall'").set_index("area_code")
    figures = ["n", "score", "median", "comparable_score", "benchmark", "gap", "attainment", "coverage"]
    # XA: (100 + 48.125 + 64.0625)/3 = 70.73; against (100 + 40.625 + 59.375)/3 = 66.67 of
    # (70.3125 + 67.1875 + 84.375)/3 = 73.96: gap 74 - 67, attainment 67/74;
    # coverage (1 + 11/12 + 35/96 + 13/16)/4 = 0.773
    assert same(list(shown.loc["XA", figures]), [3, 71, NONE, 67, 74, 7, 0.91, 0.77])
    # all: (212.1875 + 73.90625 + 65.625)/6 = 58.62;
    # (200 + 73.4375 + 75)/6 = 58.07 of (221.875 + 137.5 + 70.3125)/6 = 71.61;
    # the median lies between 48.125 and 64.0625: 56.09375, to five points below ten 55; coverage (297/96 + 23/12 + 29/32)/8 = 0.74
    assert same(list(shown.loc["ALL", figures]), [6, 59, 55, 58, 72, 14, 0.81, 0.74])
    # XB has two scores and XC one: hidden, and three together, so that what is left after XA tells neither
    for country in ("XB", "XC"):
        assert shown.loc[country, figures[1:]].isna().all()


def test_disclosed_counts_are_those_worked_by_hand(worked: Any) -> None:
    classes = worked.disclosed.class_counts.pivot(index="class_code", columns="area_code", values="count")
    # one champion, two pioneers, two developing, one struggler: all below three;
    # the unclassified only say that something is missing
    assert classes.drop("unclassified").isna().all(axis=None)
    assert classes.loc["unclassified"].to_dict() == {"ALL": 2, "XA": 1, "XB": 1, "XC": 0}
    needs = worked.disclosed.needs.pivot(index="option_code", columns="area_code", values="count")
    # six answered: money 5 (one lacks it), people 3, advice 1; XA and XB have four and two answers
    assert needs["ALL"].fillna(-1).to_dict() == {"money": -1, "people": 3, "advice": -1}
    assert needs[["XA", "XB"]].isna().all(axis=None)


def test_example_can_be_cut_at_any_stage() -> None:
    assert not hasattr(example("answers"), "results")
    assert not hasattr(example("results"), "disclosed")
