"""Actions for the readers of a brief: in tables and lines, with whom to learn from, right for none and one."""

from dataclasses import replace

import pandas as pd
import pytest

from clusterbrief.present import brief_actions
from clusterbrief.present.markdown import pipe_table
from clusterbrief.present.recommendation_tables import MANAGERS, POLICY, STEPS, area_rows
from clusterbrief.present.rows import country_ranking


@pytest.fixture
def armenia(profiles):
    return profiles["country", "AM"]


@pytest.fixture
def managers(armenia):
    return area_rows(armenia, "AM", MANAGERS)


def test_actions_say_what_who_when_cost_how_many_and_whom_to_study(managers):
    table = brief_actions.tabulate_actions(managers)
    assert list(table.columns) == ["No.", "What to do", "Who, when, cost", "Would help", "Learn from"]
    assert list(table.iloc[0]) == [
        "1",
        f"{managers['text'].iloc[0]} {managers['how'].iloc[0]}",
        "Organisation or firm, medium term, low cost",
        "about 10 of 20",
        "Bron Innovation",
    ]
    assert "–" in set(table["Learn from"])  # an action without a practice
    assert len(brief_actions.WIDTHS) == table.shape[1]


def test_a_finding_on_the_law_leads_to_an_action(profiles):
    georgia = profiles["country", "GE"]
    assert "legal_policy" not in set(area_rows(georgia, "GE", POLICY)["rule_code"])
    actions = brief_actions.action_rows(georgia, POLICY)
    assert len(actions) == STEPS and "legal_policy" in set(actions["rule_code"])
    assert brief_actions.tabulate_actions(actions).shape[1] == len(brief_actions.action_widths(actions))
    hidden = {name: georgia.tables[name].iloc[:0] for name in ("evidence", "needs", "area_scores")}
    silent = replace(georgia, tables={**georgia.tables, **hidden})
    actions = brief_actions.action_rows(silent, POLICY)
    assert list(actions["rule_code"]) == list(area_rows(silent, "GE", POLICY)["rule_code"])


def test_lines_are_five_and_end_as_sentences(managers):
    lines = brief_actions.action_lines(managers)
    assert len(lines) == 5
    assert lines[2].endswith("every half-year (Organisation or firm, short term, low cost).")
    assert brief_actions.action_lines(managers.head(1))[1:] == ("", "", "", "")
    assert brief_actions.action_lines(managers.head(0)) == ("",) * 5


def test_practices_come_once_in_order_and_no_more_than_there_is_room_for(managers, armenia):
    practices = brief_actions.practices_of(managers, armenia)
    assert list(practices["organisation"]) == ["Bron Innovation", "Cap Digital", "Flanders' FOOD"]
    assert brief_actions.practices_finding(practices) == "Bron Innovation, Cap Digital and Flanders' FOOD"
    table = brief_actions.tabulate_practices(practices)
    assert table["Practice"].iloc[0] == "Bron Innovation (GovTech, Telecommunications)"
    assert table["What it teaches"].iloc[0].startswith("Non-profit association as a legal structure and membership")
    none = brief_actions.practices_of(managers.assign(practice_code=""), armenia)
    assert none.empty
    assert brief_actions.practices_finding(none) == ""
    assert brief_actions.practices_source(none) == "Source: EU4Digital (June 2024)."


def test_terms_are_those_that_are_used(managers, armenia):
    terms = armenia.tables["rule_terms"]
    assert set(terms["kind"]) == {"horizon", "level", "cost"}
    note = brief_actions.terms_note(managers.tail(1), terms)
    assert note == "Short term: within a year. Low cost: staff time and up to some thousands of euro."
    assert brief_actions.terms_note(managers.head(0), terms) == ""


def test_indicators_to_watch_come_once(managers):
    assert brief_actions.shown_by(managers).startswith("fifteen active members or more, secured funding")
    assert brief_actions.shown_by(managers.head(0)) == ""


def test_ranking_draws_a_country_but_not_the_region_as_its_own(armenia):
    ranking = country_ranking(armenia)
    assert brief_actions.own_line(ranking, "Armenia") == "Armenia"
    assert brief_actions.own_line(ranking, "Eastern partner countries") == ""
    assert brief_actions.own_line(ranking.head(0), "Armenia") == ""


def test_every_area_has_links_to_its_pages(armenia):
    table = brief_actions.tabulate_briefs(armenia)
    assert list(table["Area"])[:2] == ["All 5 countries", "Armenia"]
    line = pipe_table(table).splitlines()[3]
    assert "[Policy practitioners](<briefs/am-policy.qmd>)" in line
    assert "[Slides](<briefs/am-slides.qmd>)" in line


def test_tables_of_nothing_keep_their_columns(managers, armenia):
    none = managers.head(0)
    assert list(brief_actions.tabulate_actions(none).columns) == list(brief_actions.tabulate_actions(managers).columns)
    assert isinstance(brief_actions.tabulate_practices(brief_actions.practices_of(none, armenia)), pd.DataFrame)
