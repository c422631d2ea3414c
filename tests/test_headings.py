"""Columns and questions: matched by code or by text, never by position, and nothing dropped silently."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterbrief.errors import InputError
from clusterbrief.study.export import Export, Heading
from clusterbrief.study.headings import expected_heading, match_headings, normalised


def headed(*texts: str) -> Export:
    headings = tuple(Heading(column, text) for column, text in enumerate(texts))
    return Export("answers.xlsx", "Content", "EUSurvey", 4, headings, ())


def codes_of(framework, *texts: str, own: dict[str, str] | None = None) -> list[str]:
    return list(match_headings(headed(*texts), framework, own or {}).columns)


@pytest.mark.parametrize(
    "heading",
    [
        "How many people manage the cluster, in full-time equivalents?",
        "how many people manage the cluster, in full-time equivalents",
        "How many people manage the cluster,\u00a0in full-time equivalents ?",
        "How many people\nmanage the cluster,\r\n in full-time equivalents?",
        "  How many people manage the cluster, in full-time equivalents: *",
        "How many people manage the cluster, in full–time equivalents?",
        "How many people manage the cluster, in full-time equivalents? (Q17)",
        "Anything at all (team_fte)",
        "Anything at all [team_fte]",
        "team size (team_fte) ",
        "(team_fte)",
    ],
)
def test_question_is_found_by_code_or_by_text_however_it_is_spelled(framework, heading):
    assert codes_of(framework, heading) == ["team_fte"]


@pytest.mark.parametrize(("spelled", "text"), [("“Mine”", '"mine"'), ("cluster’s", "cluster's"), ("a — b", "a - b")])
def test_quotes_and_dashes_do_not_tell_texts_apart(spelled, text):
    assert normalised(spelled) == normalised(text)


@given(st.text())
def test_normalising_twice_changes_nothing_more(text):
    assert normalised(normalised(text)) == normalised(text)


@pytest.mark.parametrize(
    ("heading", "code"),
    [
        ("General services: Advisory services", "gen_advisory"),
        ("General services : Advisory services", "gen_advisory"),
        ("Members by kind Large enterprises:Number of members", "members_large"),
        ("Income by source Membership fees:Share of income (%)", "income_fees"),
    ],
)
def test_rows_of_matrices_and_tables_are_found(framework, heading, code):
    assert codes_of(framework, heading) == [code]


def test_every_question_is_found_by_its_own_heading_in_any_order(framework):
    texts = [expected_heading(question) for question in framework.questions.values()]
    assert codes_of(framework, *texts) == list(framework.questions)
    assert codes_of(framework, *reversed(texts)) == list(reversed(framework.questions))


def test_every_question_is_found_by_its_code(framework):
    assert codes_of(framework, *(f"x ({code})" for code in framework.questions)) == list(framework.questions)


def test_code_goes_before_text(framework):
    text = expected_heading(framework.questions["team_fte"])
    assert codes_of(framework, f"{text} (has_team)") == ["has_team"]


def test_two_columns_of_one_question_are_refused_with_both_cells(framework):
    with pytest.raises(InputError) as caught:
        match_headings(headed("x (team_fte)", "x (has_team)", "y [team_fte]"), framework, {})
    [fault] = caught.value.faults
    assert str(fault.place) == "answers.xlsx (Content!C4)"
    assert fault.problem == 'Cannot tell which column answers "team_fte": Content!A4 is headed for the same question'
    assert fault.remedy


def test_every_double_is_told_at_once(framework):
    with pytest.raises(InputError) as caught:
        match_headings(headed(*["x (team_fte)", "x (has_team)"] * 2), framework, {})
    assert [fault.place.detail for fault in caught.value.faults] == ["Content!C4", "Content!D4"]


def test_unknown_column_comes_back_with_the_nearest_question(framework):
    matched = match_headings(headed("x (has_team)", "How stable was your team?", "zzz"), framework, {})
    assert list(matched.columns) == ["has_team"]
    (first, remedy), (second, none_near) = matched.unknown
    assert (first.column, second.column) == (1, 2)
    assert remedy.startswith('Did you mean "How stable is your team?"? ')
    assert "Did you mean" not in none_near
    assert 'under "headings:" in edition.yml' in none_near


def test_headings_of_the_edition_match_what_nothing_else_matches(framework):
    own = {"Staff": "team_fte"}
    assert codes_of(framework, "Staff", own=own) == ["team_fte"]
    assert codes_of(framework, " staff:\u00a0", own=own) == ["team_fte"]
    assert match_headings(headed("x (has_team)", "Staff"), framework, {}).unknown[0][0].text == "Staff"


def test_heading_of_the_edition_for_an_unknown_question_is_refused(framework):
    with pytest.raises(InputError) as caught:
        match_headings(headed("Staff"), framework, {"Staff": "team_ftes"})
    assert str(caught.value.faults[0].place) == "edition.yml (headings.Staff)"
    assert caught.value.faults[0].remedy == 'Did you mean "team_fte"?'


def test_export_of_another_survey_is_refused(framework):
    with pytest.raises(InputError) as caught:
        match_headings(headed("Your favourite colour", "Your favourite dish"), framework, {})
    [fault] = caught.value.faults
    assert str(fault.place) == "answers.xlsx (Content!A4)"
    assert fault.problem == "Cannot find any question of the framework among the headings"
