"""Needs and actions that respondents rank."""

import pandas as pd

from clusterbrief.analysis.choices import list_choices
from worked_example import as_responses, example_framework


def test_places_follow_the_ranking_and_options_not_named_have_none() -> None:
    table = list_choices(as_responses({"XA-1": {"q_needs": "people money"}}), example_framework(), "needs")
    places = table.set_index("option_code")["place"]
    assert places[["people", "money"]].tolist() == [1, 2]
    assert pd.isna(places["advice"])


def test_who_did_not_answer_has_no_rows() -> None:
    assert list_choices(as_responses({"XA-1": {}, "XA-2": {"q_needs": "?"}}), example_framework(), "needs").empty


def test_framework_without_such_a_question_gives_an_empty_table() -> None:
    table = list_choices(as_responses({"XA-1": {"q_needs": "money"}}), example_framework(), "actions")
    assert table.empty
    assert list(table.columns) == ["organisation_code", "option_code", "place"]
