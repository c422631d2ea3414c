"""One organisation beside those like it: sentences and tables."""

import re

import pandas as pd
import pytest

from clusterbrief.analysis.profiles import Profile
from clusterbrief.analysis.services import DIGITAL, MAIN
from clusterbrief.present import own_tables

NONE = float("nan")


def facts(n: int, criteria: str = "ecosystem", dropped: str = "", hidden: str = "") -> dict:
    return {"similar_n": n, "similar_criteria": criteria, "similar_dropped": dropped, "similar_hidden": hidden}


def medians(*values: float) -> pd.DataFrame:
    return pd.DataFrame({"label": ["Team", "Services"][: len(values)], "median": values})


@pytest.mark.parametrize(
    ("given", "shown", "sentence"),
    [
        (facts(0), medians(NONE), "No other respondent can be set beside your organisation yet."),
        (
            facts(1),
            medians(50.0),
            "By ecosystem, one other respondent of the partner region is similar to your organisation.",
        ),
        (
            facts(6, "ecosystem", "size and age"),
            medians(50.0, NONE),
            "By ecosystem, six other respondents of the partner region are similar to your organisation. "
            "Size and age were left aside, or there would have been too few.",
        ),
        (
            facts(6, "ecosystem and size", "age"),
            medians(NONE, NONE),
            "By ecosystem and size, six other respondents of the partner region are similar to your organisation. Age was "
            "left aside, or there would have been too few. Their medians are not shown: too few of them have a score "
            "that can be compared with yours.",
        ),
        (
            facts(82, "all organisations", "ecosystem, size and age", "the same organisations as in the region"),
            medians(NONE),
            "Too few respondents are like your organisation; medians of the region are under “By dimension”.",
        ),
        (
            facts(1, "all organisations", "ecosystem, size and age"),
            medians(40.0),
            "Too few respondents are like your organisation, so it is set beside the one other respondent of the partner "
            "region.",
        ),
    ],
)
def test_who_counts_as_similar_and_why(given, shown, sentence):
    assert own_tables.own_similar(given, shown) == sentence


def test_hidden_medians_are_dashes():
    rows = pd.DataFrame(
        {"label": ["Team", "Services"], "score": [62.5, NONE], "n": [6.0, NONE], "median": [NONE, NONE],
         "difference": [-3.0, NONE], "position": [2.0, NONE]}
    )  # fmt: skip
    assert own_tables.tabulate_similar(rows).to_dict("list") == {
        "Dimension or part": ["Team", "Services"],
        "Your score": ["63", "–"],
        "Similar organisations": ["6", "–"],
        "Their median score": ["–", "–"],
        "Difference": ["3 below", "–"],
        "Your place": ["2 of 7", "–"],
    }
    assert "Your place" not in own_tables.tabulate_similar(rows.assign(position=NONE))


def test_similar_rows_take_medians_of_similar_organisations_only(profiles):
    code, profile = next((code, each) for (kind, code), each in profiles.items() if kind == "organisation")
    rows = own_tables.similar_rows(profile)
    peers = profile.tables["peers"]
    similar = peers[peers["peers"] == "similar"].set_index("node_code")["median"]
    assert len(rows) == 8 and rows["node_code"].is_unique, code
    pd.testing.assert_series_equal(
        rows.set_index("node_code")["median"], similar.reindex(rows["node_code"]).astype(float), check_names=False
    )


def eu_rows(criteria: str = "ecosystem") -> pd.DataFrame:
    return pd.DataFrame(
        {"measure": ["general_services", "members", "something"], "own": [5.0, 222.0, NONE], "n": [25, 24, 0],
         "median": [4.5, 110.5, NONE], "difference": [0.5, -111.5, NONE], "criteria": criteria,
         "answered": 0.0, "provided": 0.0}
    )  # fmt: skip


def test_numbers_stand_beside_eu_medians_with_their_sign():
    table = own_tables.tabulate_eu(eu_rows())
    assert table["Measure"].tolist() == [
        "Main general services (of up to five)", "Members: large firms, SMEs and research", "something",
    ]  # fmt: skip
    assert table["You"].tolist() == ["5", "222", "–"]
    assert table["Their median"].tolist() == ["4.5", "110.5", "–"]
    assert table["Difference"].tolist() == ["0.5 above", "111.5 below", "–"]
    assert own_tables.tabulate_eu(eu_rows().assign(difference=0.0))["Difference"].tolist() == ["equal"] * 3


def test_services_that_were_answered_in_part_are_counted():
    tables = {
        "own_eu": pd.DataFrame({"measure": ["digital_services", "members"], "own": [NONE, NONE]}),
        "own_services": pd.DataFrame(
            {"kind": [DIGITAL] * 3 + [MAIN], "service_code": list("abca"), "has": [True, False, True, True]}
        ),
    }
    rows = own_tables.eu_rows(Profile("organisation", "XA-1", "private", {}, tables))
    table = own_tables.tabulate_eu(rows.assign(n=25, median=5.0, difference=NONE))
    assert table["You"].tolist() == ["2 of 3 answered", "–"]
    full = own_tables.tabulate_eu(rows.assign(n=25, median=5.0, difference=NONE, own=7.0))
    assert full["You"].tolist() == ["7", "7"]


def test_differences_follow_from_the_printed_figures(profiles):
    seen = 0
    for (kind, code), profile in profiles.items():
        if kind == "organisation":
            for row in own_tables.tabulate_similar(own_tables.similar_rows(profile)).to_dict("records"):
                number, _, side = row["Difference"].partition(" ")
                if "–" in (row["Your score"], row["Their median score"]):
                    assert row["Difference"] == "–", code
                    continue
                sign = {"above": 1, "below": -1, "": 0}[side]
                difference = int(row["Your score"]) - int(row["Their median score"])
                assert difference == (sign * int(number) if sign else 0), (code, row)
                seen += 1
    assert seen > 100


def test_captions_say_beside_whom_numbers_stand():
    every = eu_rows().assign(criteria="all organisations")
    assert own_tables.eu_caption(every).endswith("the EU organisations that the source report prints")
    assert own_tables.eu_caption(eu_rows().assign(criteria="ecosystem")).endswith("similar EU organisations")
    assert own_tables.studied_caption(every.head(2)) == "EU organisations to learn from"


@pytest.mark.parametrize(
    ("criteria", "number", "sentence"),
    [
        ("ecosystem", 0, "No EU organisation is printed that could be set beside yours."),
        (
            "ecosystem",
            1,
            "Your organisation is set beside one EU organisation with a gold or silver label, similar to yours by "
            "ecosystem. Its numbers are those that the source report prints, and yours are your own answers.",
        ),
        (
            "all organisations",
            25,
            "Your organisation is set beside 25 EU organisations with a gold or silver label, all that the source report "
            "prints. Their numbers are as printed there, and yours are your own answers.",
        ),
    ],
)
def test_eu_organisations_are_counted(criteria, number, sentence):
    organisations = pd.DataFrame({"eu_organisation": ["x"] * number})
    assert own_tables.own_similar_eu(eu_rows(criteria), organisations) == sentence


def test_without_measures_there_is_nothing_beside_which_to_stand():
    text = own_tables.own_similar_eu(eu_rows().iloc[:0], pd.DataFrame({"eu_organisation": ["x"]}))
    assert text == "No EU organisation is printed that could be set beside yours."


def test_criteria_of_one_programme_only():
    own = pd.DataFrame(
        {"programme_code": ["p", "q", "p"], "kind": ["criterion", "criterion", "rule"], "label": list("abc")}
    )
    profile = Profile("organisation", "XA-1", "private", {}, {"own_criteria": own})
    assert own_tables.criteria_of(profile, "p")["label"].tolist() == ["a"]
    assert own_tables.criteria_of(profile, "r").empty


def test_every_respondent_of_the_example_gets_whole_sentences_and_tables(profiles):
    for (kind, _), profile in profiles.items():
        if kind != "organisation":
            continue
        rows, eu, similar = own_tables.similar_rows(profile), own_tables.eu_rows(profile), profile.tables["similar_eu"]
        sentences = own_tables.own_similar(profile.facts, rows), own_tables.own_similar_eu(eu, similar)
        tables = own_tables.tabulate_similar(rows), own_tables.tabulate_eu(eu), own_tables.tabulate_similar_eu(similar)
        assert [len(table) for table in tables] == [len(rows), len(eu), len(similar)]
        text = " ".join([*sentences, *[table.to_csv() for table in tables[:2]]])
        assert all(sentence.endswith(".") for sentence in sentences)
        assert not re.search(r"(?:^|[.!?] )\d", sentences[0] + " " + sentences[1])  # no sentence begins with a figure
        assert not re.search(r"\bnan\b|None|\.\.", text)
        assert set(tables[2]["Label"]) <= {"Gold", "Silver"}


def test_few_eu_organisations_are_listed_gold_labels_and_widest_offers_first():
    rows = pd.DataFrame(
        {"eu_organisation": list("abcdefghij"), "label": ["silver", *["gold"] * 9],
         "total_services": [14.0, 3.0, 9.0, float("nan"), 4.0, 5.0, 6.0, 7.0, 8.0, 1.0]}
    )  # fmt: skip
    first = own_tables.worth_studying(rows)
    assert first["eu_organisation"].tolist() == ["c", "i", "h", "g", "f", "e", "b", "j"]
    assert own_tables.studied_caption(rows).startswith("EU organisations to learn from: eight of 10")
    assert own_tables.worth_studying(rows.head(1))["eu_organisation"].tolist() == ["a"]
    assert own_tables.studied_caption(rows.head(1)) == "Similar EU organisations to learn from"
    assert own_tables.worth_studying(rows.head(0)).empty


def test_a_dash_in_ones_own_row_is_not_told_to_be_hidden():
    rows = pd.DataFrame({"score": [NONE, 50.0], "median": [NONE, 40.0]})
    assert own_tables.dash_note(rows, ["median"], beside_scores=True) == own_tables.NO_SCORE_NOTE
    assert own_tables.dash_note(rows, ["median"]).endswith(own_tables.MEDIAN_NOTE)
    assert own_tables.dash_note(rows.tail(1), ["median"]) == ""
    both = own_tables.dash_note(rows.assign(median=NONE), ["median"])
    assert both == f"{own_tables.NO_SCORE_NOTE} {own_tables.MEDIAN_NOTE}"


def test_notes_that_do_not_apply_leave_no_gap():
    assert own_tables.noted("Source: answers.", "", "A dash.") == "Source: answers. A dash."
