"""Sentences for none, one and many, for ties, and for what is hidden."""

import pandas as pd
import pytest

from clusterbrief.present import statements

NONE = float("nan")
SCORE = {"comparable_score": 40.0, "benchmark": 80.0, "attainment": 0.5}
LABELS = pd.DataFrame(
    {
        "class_code": ["champion", "developing"],
        "class_label": ["Champion", "Developing"],
        "class_plural": ["Champions", "Developing organisations"],
    }
)


def ranking(**scores: float) -> pd.DataFrame:
    rows = pd.DataFrame({"label": list(scores), "comparable_score": list(scores.values())})
    rows = rows.assign(gap=80 - rows["comparable_score"], area_code=rows["label"])
    rows = rows.assign(low=rows["comparable_score"], high=rows["comparable_score"])
    rows["place"] = rows["comparable_score"].rank(method="min", ascending=False)
    return rows.sort_values(["place", "label"])


def test_source_line_tells_whose_answers_how_many_and_until_when() -> None:
    facts = {"synthetic": True, "collected_to": "2024-05-31"}
    until = "to the self-assessment, collected until 31 May 2024"
    assert statements.source_line(facts, 5) == f"Source: synthetic answers {until}; n = 5."
    assert statements.source_line({**facts, "synthetic": False}, also="More.") == f"Source: answers {until}. More."


@pytest.mark.parametrize(
    ("row", "n", "text"),
    [
        (SCORE, 1, "The organisation of X has 40 of 100 points on average on what can be compared with the EU; the EU value is 80. It reaches 50\u00a0% of it."),
        (SCORE, 2, "The two organisations of X have 40 of 100 points on average on what can be compared with the EU; the EU value is 80. They reach 50\u00a0% of it."),
        (None, 1, "One organisation of X answered. No mean is shown: it would rest on too few, or let such a figure be worked out."),
        ({"comparable_score": NONE}, 12, "12 organisations of X answered. No mean is shown: it would rest on too few, or let such a figure be worked out."),
    ],
)  # fmt: skip
def test_standing_agrees_with_the_number_of_organisations(row: dict[str, float] | None, n: int, text: str) -> None:
    assert statements.standing(row, "X", n) == text


@pytest.mark.parametrize(
    ("scores", "text"),
    [
        ({}, "No country has enough answers for a score that may be shown"),
        ({"A": 50}, "A has 50 points"),
        ({"A": 50, "B": 50}, "A and B have 50 points"),
        ({"A": 50, "B": 40}, "A comes closest to the EU value with 50 points; B is furthest from it with 40"),
        ({"A": 50, "B": 50, "C": 40, "D": 40}, "A and B come closest to the EU value with 50 points; C and D are furthest from it with 40"),
        ({"A": 90, "B": 40}, "A reaches the EU value with 90 points; B is furthest from it with 40"),
        ({"A": 90, "B": 85}, "A reaches the EU value with 90 points; B is last with 85"),
    ],
)  # fmt: skip
def test_leaders_are_named_with_ties_and_beside_the_eu_value(scores: dict[str, float], text: str) -> None:
    assert statements.leaders(ranking(**scores)) == text


def test_a_country_opens_with_its_own_place_and_others_with_who_leads() -> None:
    three = ranking(A=50, B=50, C=40).assign(benchmark=77.0)
    assert statements.own_leaders(three, "C") == (
        "C has 40 points against an EU value of 77 and takes the third place of three countries that can be shown"
    )
    assert (
        "A has 50 points against an EU value of 77; its interval (50 to 50) overlaps that of B"
        in statements.own_leaders(three, "A")
    )
    wide = three.assign(low=35.0, high=[60.0, 55.0, 45.0])
    assert statements.own_leaders(wide, "C") == (
        "C has 40 points against an EU value of 77; its interval (35 to 45) overlaps those of A and B"
    )
    assert statements.own_leaders(wide.assign(low=[47.0, 47.0, 35.0], high=[60.0, 49.0, 46.0]), "A").endswith(
        "; its interval (47 to 60) overlaps that of B"
    )
    assert statements.own_leaders(three, "") == statements.leaders(three)
    hidden = statements.own_leaders(three, "Hidden")
    assert hidden == f"Hidden has no score that can be shown; of the others, {statements.leaders(three)}"


def test_place_is_told_among_several_shown_and_for_nobody_else() -> None:
    three = ranking(A=50, B=50, C=40)
    assert statements.place_among(three, "C", "C") == (
        "Among the three countries with a score that may be shown, C takes the third place."
    )
    assert "A shares the first place" in statements.place_among(three, "A", "A")
    assert statements.place_among(three, "D", "D") == ""
    assert statements.place_among(ranking(A=50), "A", "A") == ""
    many = ranking(**{f"c{place:02}": 90 - place for place in range(12)})
    assert "takes the 12th place" in statements.place_among(many, "c11", "c11")


def test_place_says_with_whom_the_interval_overlaps() -> None:
    wide = ranking(A=70, B=50, C=45).assign(low=[65.0, 45.0, 40.0], high=[75.0, 55.0, 50.0])
    assert statements.place_among(wide, "B", "B").endswith("the second place, though its interval overlaps that of C.")
    assert statements.place_among(wide, "A", "A").endswith("the first place.")
    wider = wide.assign(low=40.0)
    assert statements.place_among(wider, "C", "C").endswith("though its interval overlaps those of A and B.")


def test_basis_of_the_eu_value_is_told_where_it_is_known() -> None:
    rows = pd.DataFrame({"node_code": ["overall", "A"], "published": [0.28, 1.0], "setting": [0.72, 0.0]})
    assert statements.benchmark_basis(rows) == (
        "Of the weight behind the EU value, 28 % rests on EU practice or published thresholds, and 72 % on settings of "
        "this project."
    )
    assert statements.benchmark_basis(rows.assign(published=float("nan"))) == ""
    assert statements.benchmark_basis(rows.iloc[1:]) == ""


def gaps(**by_label: float) -> pd.DataFrame:
    return pd.DataFrame({"label": list(by_label), "gap": list(by_label.values())})


@pytest.mark.parametrize(
    ("rows", "text"),
    [
        (gaps(), "Scores of X beside the EU value"),
        (gaps(Team=NONE), "Scores of X beside the EU value"),
        (gaps(Team=10), "Team is furthest below the EU value in X"),
        (gaps(Team=10, Plan=5), "Team is furthest below the EU value in X; closest to it: plan"),
        (gaps(Team=10, Plan=10, Rest=5), "Team and plan are furthest below the EU value in X; closest to it: rest"),
        (gaps(Team=10, Plan=10), "Every dimension of X that may be shown is 10 points below the EU value"),
        (gaps(Team=10, Plan=-5), "Team is furthest below the EU value in X; the EU value is reached in plan"),
        (gaps(Team=10, Plan=-5, Rest=-3), "Team is furthest below the EU value in X; the EU value is reached in plan and rest"),
        (gaps(Team=-1, Plan=0), "X reaches the EU value in every dimension"),
        (gaps(Team=-1, Plan=NONE), "X reaches the EU value in every dimension that may be shown"),
    ],
)  # fmt: skip
def test_finding_of_gaps_names_the_widest_and_what_is_closest(rows: pd.DataFrame, text: str) -> None:
    assert statements.gap_finding(rows, "X") == text


@pytest.mark.parametrize(
    ("rows", "text"),
    [
        (gaps(Team=NONE), "Indicators of X beside the EU value"),
        (gaps(Team=10, Plan=9), "Team is furthest below the EU value in X: 10 points"),
        (gaps(Team=10.2, Plan=10), "Team and plan are furthest below the EU value in X: 10 points each"),
        (gaps(A=9, B=9, C=9, D=9, E=9), "Five indicators of X are nine points below the EU value, the furthest"),
        (gaps(Team=0, Plan=-4), "X reaches the EU value in every indicator that may be shown"),
    ],
)
def test_finding_of_the_widest_gaps_names_what_is_drawn_alone(rows: pd.DataFrame, text: str) -> None:
    assert statements.widest_finding(rows, "X") == text


@pytest.mark.parametrize(
    ("gap", "text"),
    [(0.4, "at the EU value"), (0.5, "one point below"), (2.5, "three points below"), (-1, "one point above")],
)
def test_distance_is_in_whole_points(gap: float, text: str) -> None:
    assert statements.distance(gap) == text


def test_strengths_and_gaps_of_none_one_and_many() -> None:
    assert statements.strengths(gaps()) == "No dimension can be set beside the EU value yet."
    assert statements.strengths(gaps(Team=1)) == "Closest to the EU value, or above it: team (one point below)."
    assert statements.gaps(gaps()).startswith("No dimension")
    assert statements.gaps(gaps(Team=9, Plan=8)) == (
        "Furthest below it: team (nine points below) and plan (eight points below)."
    )


def classes(n: int, **counts: float) -> pd.DataFrame:
    return pd.DataFrame({"class_code": list(counts), "count": list(counts.values()), "n": n})


OTHERS = " Other numbers are not shown: they are too small, or would let such a number be worked out."


@pytest.mark.parametrize(
    ("rows", "text"),
    [
        (classes(0, champion=0), "No organisation has been classified yet."),
        (classes(9).iloc[:0], "No organisation has been classified yet."),
        (classes(9, champion=NONE, developing=NONE, unclassified=0), "No number of organisations in a class is shown: each is too small, or would let one be worked out."),
        (classes(9, champion=NONE, developing=NONE, unclassified=1), "No number of organisations in a class is shown: each is too small, or would let one be worked out."),
        (classes(9, champion=5, developing=4), "Of nine organisations, five are classed as champions and four as developing organisations."),
        (classes(9, champion=5, developing=NONE), f"Of nine organisations, five are classed as champions.{OTHERS}"),
        (classes(5, champion=1, developing=3, unclassified=1), "Of five organisations, one is classed as a champion, three as developing organisations and one as unclassified."),
    ],
)  # fmt: skip
def test_class_counts_read_well_and_say_what_is_hidden(rows: pd.DataFrame, text: str) -> None:
    assert statements.class_counts(rows, LABELS) == text


@pytest.mark.parametrize(
    ("numbers", "who"), [([79, 79], "n = 79"), ([24, 23, 0, NONE], "n = 23 to 24"), ([0, NONE], "n = 0"), ([], "n = 0")]
)
def test_source_counts_those_who_answered_the_question(numbers, who) -> None:
    facts = {"synthetic": False, "collected_to": "2024-05-31"}
    line = statements.answered_line(facts, pd.DataFrame({"n": numbers}, dtype=float), "A note.")
    assert line == f"Source: answers to the self-assessment, collected until 31 May 2024; {who}. A note."


def test_options_named_most_come_first_and_hidden_ones_never() -> None:
    rows = pd.DataFrame({"label": ["Money", "People", "EU contacts", "Rest"], "count": [3, 9, NONE, 3]})
    assert statements.first_options(rows) == ["people", "money", "rest"]
    assert statements.first_options(rows.iloc[2:3]) == []
    assert statements.most_named(rows, "need", "First:", ["a"]) == "Of the needs that can be shown, first: a"
    assert statements.most_named(rows, "need", "First:", ["a", "b", "c"]) == "Three needs can be shown: a, b and c"
    assert statements.most_named(rows.iloc[1:3], "need", "First:", ["a"]) == "One need can be shown: a"
    assert statements.most_named(rows.dropna(), "need", "First:", ["a"]) == "First: a"


def test_options_that_are_equal_are_named_together_and_nearly_all_first() -> None:
    rows = pd.DataFrame({"label": list("ABCDEF"), "count": [9, 5, 4, 4, 4, NONE], "bound": [""] * 5 + ["nearly all"]})
    assert statements.first_options(rows) == ["f", "a", "b"]
    assert statements.first_options(rows.head(5)) == ["a", "b"]  # the third place is shared by too many
    assert statements.first_options(rows.head(4)) == ["a", "b", "c", "d"]
    assert statements.most_named(rows, "need", "First:", ["f"]) == "First: f"  # nearly all is no secret


@pytest.mark.parametrize(
    ("invited", "answered", "respondents", "rate", "text"),
    [
        (0, 0, 0, NONE, "No organisation of X was invited; none answered."),
        (0, 0, 2, NONE, "No organisation of X was invited; two answered."),
        (1, 0, 0, NONE, "The invited organisation of X has not answered yet."),
        (9, 0, 0, NONE, "None of the nine invited organisations of X has answered yet."),
        (9, 0, 1, NONE, "None of the nine invited organisations of X has answered yet; one organisation answered without having been invited."),
        (1, 1, 1, NONE, "Of one invited organisation of X, one answered."),
        (40, 10, 12, 0.25, "Of 40 invited organisations of X, 10 answered (25\u00a0%); two organisations answered without having been invited."),
    ],
)  # fmt: skip
def test_response_is_told_for_none_one_and_many(
    invited: int, answered: int, respondents: int, rate: float, text: str
) -> None:
    row = {"invited": invited, "respondents_invited": answered, "respondents": respondents, "response_rate": rate}
    assert statements.response(row, "X") == text
