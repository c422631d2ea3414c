"""Hypotheses, needs and non-response in words and tables."""

import re

import pandas as pd
import pytest

from clusterbrief.analysis.nonresponse import compare_with_invited
from clusterbrief.analysis.profiles import Profile
from clusterbrief.present import evidence_tables
from clusterbrief.present.evidence_tables import NOT_SUPPORTED, SUPPORTED, UNDECIDED, UNKNOWN

NONE = float("nan")


def verdicts(*given: str) -> pd.DataFrame:
    labels = ["Legal basis", "Training and experience", "Funding"][: len(given)]
    return pd.DataFrame({"label": labels, "claim": labels, "verdict": given, "decided_by": "interval 0.61 to 0.77"})


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ((SUPPORTED,), "Of one hypothesis of the source report, the one on “Legal basis” is supported by the answers."),
        (
            (SUPPORTED, NOT_SUPPORTED, NOT_SUPPORTED),
            "Of three hypotheses of the source report, the one on “Legal basis” is supported by the answers, and those on "
            "“Training and experience” and “Funding” are not supported.",
        ),
        (
            (UNKNOWN, UNDECIDED, UNKNOWN),
            "Of three hypotheses of the source report, evidence on one can be shown: the one on “Training and experience” is left "
            "open.",
        ),
        (
            (UNKNOWN, UNKNOWN),
            "Too few answers can be shown to say anything of the hypotheses of the source report.",
        ),
        ((), "Too few answers can be shown to say anything of the hypotheses of the source report."),
    ],
)
def test_verdicts_are_told_in_one_sentence(given, sentence):
    assert evidence_tables.verdicts_finding(verdicts(*given)) == sentence


def test_verdicts_have_words_for_every_verdict():
    table = evidence_tables.tabulate_verdicts(verdicts(SUPPORTED, UNDECIDED, UNKNOWN))
    assert list(table.columns) == ["Hypothesis", "Verdict", "Why"]
    assert table["Verdict"].tolist() == [
        "The answers support it", "The answers leave it open", "Cannot be told from what is shown",
    ]  # fmt: skip
    assert table["Why"].tolist() == ["Interval 0.61 to 0.77"] * 3


def test_evidence_says_what_decides_and_what_is_hidden():
    rows = pd.DataFrame(
        {"hypothesis": "Legal basis", "label": ["No legal form", "Needs a law"], "main": [True, False], "n": [20, 20],
         "count": [7.0, NONE], "share": [0.35, NONE], "low": [0.2, NONE], "high": [0.545, NONE]}
    )  # fmt: skip
    assert evidence_tables.tabulate_evidence(rows).to_dict("list") == {
        "Hypothesis": ["Legal basis", "Legal basis"],
        "Evidence": ["No legal form (decides)", "Needs a law"],
        "n": ["20", "20"],
        "Organisations": ["7", "hidden"],
        "Share": ["35\u00a0%", "–"],
        "90 % interval": ["20–55\u00a0%", "–"],
    }


def test_evidence_of_an_area_names_its_hypothesis(profiles):
    profile = profiles["country", "AZ"]
    rows = evidence_tables.evidence_rows(profile, "AZ")
    assert set(rows["area_code"]) == {"AZ"}
    assert rows["hypothesis"].isin(evidence_tables.verdict_rows(profile, "AZ")["label"]).all()
    assert rows["main"].groupby(rows["hypothesis_code"]).sum().tolist() == [1] * rows["hypothesis_code"].nunique()


@pytest.mark.parametrize(
    ("number", "words"), [(0, "No pieces of evidence"), (1, "One piece of evidence"), (12, "12 pieces of evidence")]
)
def test_evidence_is_counted(number, words):
    rows = pd.DataFrame({"label": ["x"] * number})
    assert evidence_tables.evidence_count(rows) == f"{words} on the hypotheses of the source report"


def test_choices_show_counts_bounds_and_what_is_hidden():
    rows = pd.DataFrame(
        {"label": ["Money", "Law", "Skills", "Label"], "n": [20, 20, 20, 8], "count": [7.0, NONE, NONE, 4.0],
         "bound": ["", "few", "", ""], "share": [0.35, NONE, NONE, NONE], "low": [0.2, NONE, NONE, NONE],
         "high": [0.5, NONE, NONE, NONE], "weight": [0.255, NONE, NONE, 0.5]}
    )  # fmt: skip
    table = evidence_tables.tabulate_ranked_choices(rows, "Need")
    assert list(table.columns) == ["Need", "n", "Organisations", "Share", "90 % interval", "Strength (0–100)"]
    assert table["Organisations"].tolist() == ["7", "few", "hidden", "4"]
    assert table["Strength (0–100)"].tolist() == ["26", "–", "–", "50"]
    assert table["90 % interval"].tolist() == ["20–50\u00a0%", "–", "–", "–"]


def by_class(**shares: list[float]) -> pd.DataFrame:
    return pd.DataFrame(shares, index=["Skills and training", "Money"])


def test_classes_say_what_they_name_most():
    wide = by_class(champions=[0.5, 0.2], strugglers=[NONE, 0.4], pioneers=[0.3, 0.3], others=[NONE, NONE])
    assert evidence_tables.class_choices_finding(wide) == (
        "As far as it can be shown, champions name “Skills and training” most often (50\u00a0%). Strugglers name “Money” most often (40\u00a0%). "
        "Pioneers name “Skills and training” and “Money” most often (30\u00a0%)."
    )
    nothing = "No class is large enough for its needs to be shown."
    assert evidence_tables.class_choices_finding(by_class(champions=[NONE, NONE])) == nothing
    assert evidence_tables.class_choices_finding(by_class(champions=[0.0, 0.0])) == nothing
    assert evidence_tables.class_choices_finding(pd.DataFrame()) == nothing
    table = evidence_tables.tabulate_class_choices(wide, "Need", dict.fromkeys(wide.columns, 12))
    assert list(table.columns) == [
        "Need",
        *(f"{name} (n = 12)" for name in ("champions", "strugglers", "pioneers", "others")),
    ]
    assert table["strugglers (n = 12)"].tolist() == ["–", "40\u00a0%"]


def test_class_choices_stand_in_the_order_of_classes_and_leave_out_hidden_ones():
    tables = {
        "class_needs": pd.DataFrame(
            {"class_code": ["b", "b", "a", "a", "c"], "option_code": ["law", "money", "law", "money", "law"],
             "share": [0.1, 0.2, 0.3, NONE, NONE], "n": [10, 10, 12, 12, 3]}
        ),
        "classes": pd.DataFrame({"class_code": ["b", "a", "c"], "class_plural": ["Bees", "Ants", "Cats"], "place": [2, 1, 3]}),
        "need_options": pd.DataFrame({"option_code": ["money", "law", "skills"], "option_label": ["Money", "Law", "Skills"]}),
        "needs": pd.DataFrame({"area_code": "ALL", "option_code": ["money", "law"], "count": [3.0, 8.0], "n": 25, "share": [0.1, 0.3], "bound": ""}),
    }  # fmt: skip
    profile = Profile("region", "ALL", "public", {"region_code": "ALL"}, tables)
    wide = evidence_tables.class_choice_rows(profile, "needs")
    assert (list(wide.columns), list(wide.index)) == (["Ants", "Bees"], ["Law", "Money"])  # the region's first is first
    assert evidence_tables.class_sizes(profile, "needs") == {"Ants": 12, "Bees": 10, "Cats": 3}
    assert wide.loc["Law"].tolist() == [0.3, 0.1]


def compared(invited: dict[str, list], answered: list[str], by: list[str]) -> pd.DataFrame:
    asked = pd.DataFrame(invited).assign(organisation_code=lambda rows: [f"o{place}" for place in range(len(rows))])
    return compare_with_invited(pd.DataFrame({"organisation_code": answered, "invited": True}), asked, by)


def test_nonresponse_names_what_differs_most():
    rows = compared(
        {"country_code": ["A", "A", "B", "B"], "kind": ["x", "y", "x", "y"]}, ["o0", "o1"], ["country_code", "kind"]
    )
    assert evidence_tables.nonresponse_finding(rows) == (
        "Respondents differ most from those invited by country: “A” makes up 100\u00a0% of respondents and 50\u00a0% of "
        "those invited."
    )


@pytest.mark.parametrize(
    ("answered", "chance"), [(20, " Chance alone would rarely give that."), (12, " Chance alone could give that.")]
)
def test_nonresponse_says_what_chance_could_give(answered, chance):
    yes = [f"o{place}" for place in range(answered)]
    no = [f"o{place}" for place in range(20, 30)]
    rows = compared({"eccp": [True] * 20 + [False] * 20}, yes + no, ["eccp"])
    text = evidence_tables.nonresponse_finding(rows)
    assert text.endswith(chance)
    assert "by whether they are listed on the European Cluster Collaboration Platform: “Yes” makes up" in text


def test_nonresponse_where_nobody_or_everybody_answered():
    nobody = compared({"kind": ["x", "y"]}, [], ["kind"])
    assert (
        evidence_tables.nonresponse_finding(nobody) == "Nobody on the list of invited organisations has answered yet."
    )
    everybody = compared({"kind": ["x", "y"]}, ["o0", "o1"], ["kind"])
    assert evidence_tables.nonresponse_finding(everybody) == (
        "Respondents are spread over countries and kinds like the organisations that were invited."
    )
    table = evidence_tables.tabulate_nonresponse(nobody)
    assert table["Share of respondents"].tolist() == ["–", "–"]
    assert table["Response rate"].tolist() == ["0\u00a0%", "0\u00a0%"]
    assert table["Characteristic"].tolist() == ["Kind, as believed when inviting"] * 2


def test_countries_are_named_in_the_comparison_with_those_invited(profiles):
    table = evidence_tables.tabulate_nonresponse(profiles["region", "EaP"].tables["nonresponse"])
    countries = table.loc[table["Characteristic"] == "Country", "Category"]
    assert list(countries) == ["Armenia", "Azerbaijan", "Georgia", "Moldova", "Ukraine"]


def test_every_table_of_the_example_is_written_out(profiles):
    for (kind, code), profile in profiles.items():
        if kind == "organisation":
            continue
        evidence = evidence_tables.evidence_rows(profile, code)
        table = evidence_tables.tabulate_evidence(evidence)
        assert len(table) == len(evidence) > 0
        text = evidence_tables.verdicts_finding(evidence_tables.verdict_rows(profile, code)) + table.to_csv()
        assert not re.search(r"\bnan\b|None", text)
