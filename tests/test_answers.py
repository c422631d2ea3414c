"""Cells read as answers: every type of question, and never a crash whatever a cell holds."""

import time
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterbrief.study.answers import (
    ANSWERED,
    DO_NOT_KNOW,
    INVALID,
    LONGEST_TEXT,
    NOT_ANSWERED,
    Answer,
    _spellings,
    parse_number,
    read_answer,
    split_by_options,
)
from clusterbrief.study.framework_model import Option, Question
from clusterbrief.study.headings import normalised

STATES = {ANSWERED, NOT_ANSWERED, DO_NOT_KNOW, INVALID, "not applicable"}


def read(framework, code: str, raw: object) -> Answer:
    question = framework.questions[code]
    return read_answer(question, framework.options(question), raw)


def asked(kind: str, *texts: str, **more: object) -> Question:
    options = tuple(Option(code=f"code{number}", text=text) for number, text in enumerate(texts))
    return Question(code="q", block="I", text="Which?", type=kind, options=options, **more)


@pytest.mark.parametrize("raw", [None, "", "  ", "\n", "\u00a0", "-", " - ", float("nan")])
def test_blank_cell_is_no_answer_to_any_question(framework, raw):
    for code in framework.questions:
        assert read(framework, code, raw) == Answer(NOT_ANSWERED), code


@pytest.mark.parametrize(
    ("raw", "number"),
    [
        (3, 3), (3.0, 3), (0, 0), ("3", 3), (" 3 ", 3), ("3.5", 3.5), ("3,5", 3.5), ("+3", 3), ("-3", -3), (".5", 0.5),
        ("1 200", 1200), ("1\u00a0200", 1200), ("1\u202f200", 1200), ("1,200", 1200), ("1,200,300.5", 1200300.5),
        ("1.200,5", 1200.5), ("85 %", 85), ("85%", 85), ("8.", 8),
        ("about forty", None), ("3-4", None), ("3/4", None), ("1e5", None), ("--3", None), ("3 members", None),
        ("=3+4", None), ("inf", None), ("nan", None), ("1.2.3", None), ("1" * 400, None), ("0." + "1" * 400, None),
        (True, None), (False, None), (datetime(2024, 1, 1), None), (date(2024, 1, 1), None),
        (float("inf"), None), (float("nan"), None), (10**400, None), (1e300, None), (None, None), ([], None),
    ],
)  # fmt: skip
def test_number_is_read_as_people_write_it(raw, number):
    assert parse_number(raw) == number


@given(st.one_of(st.integers(-(10**15), 10**15), st.floats(-1e9, 1e9)))
def test_number_cell_keeps_its_value(number):
    assert parse_number(number) == number


@given(st.integers(0, 10**12))
def test_number_is_the_same_in_every_grouping(number):
    for form in (f"{number}", f"{number:,}", f"{number:,}".replace(",", " "), f"{number:,}".replace(",", "\u00a0")):
        assert parse_number(form) == number


@pytest.mark.parametrize(
    ("code", "raw", "state", "value", "words"),
    [
        # numbers: 0 to 500, whole, 0 or more; shares
        ("team_fte", "2,5", ANSWERED, 2.5, ""),
        ("team_fte", 0, ANSWERED, 0, ""),
        ("team_fte", 500, ANSWERED, 500, ""),
        ("team_fte", 500.5, INVALID, None, "500.5 is outside 0 to 500"),
        ("team_fte", -1, INVALID, None, "-1 is outside 0 to 500"),
        ("team_fte", "two", INVALID, None, '"two" is not a number'),
        ("team_fte", 123456789, INVALID, None, "123456789 is outside"),
        ("team_fte", True, INVALID, None, '"True" is not a number'),
        ("members_total", 12.5, INVALID, None, "12.5 is not a whole number"),
        ("members_total", "12.0", ANSWERED, 12, ""),
        ("members_total", -1, INVALID, None, "-1 is outside 0 or more"),
        ("members_near", "85 %", ANSWERED, 85, ""),
        ("members_near", 101, INVALID, None, "101 is outside 0 to 100"),
        ("members_near", datetime(2024, 5, 1), INVALID, None, "is not a number"),
        # scales
        ("team_stability", "There is no permanent team, and people change with every project.", ANSWERED, 0, ""),
        ("team_stability", "there is no  permanent team, and people change with every project", ANSWERED, 0, ""),
        ("team_stability", "There is no permanent team, and people change with every project.(A1)", ANSWERED, 0, ""),
        ("team_stability", "1. There is no permanent team, and people change with every project.", ANSWERED, 0, ""),
        ("team_stability", "0 - There is no permanent team, and people change with every project.", ANSWERED, 0, ""),
        ("team_stability", 3, ANSWERED, 3, ""),
        ("team_stability", 3.0, ANSWERED, 3, ""),
        ("team_stability", "3", ANSWERED, 3, ""),
        ("team_stability", "3.0", ANSWERED, 3, ""),
        ("team_stability", 5, INVALID, None, '"5" is none of the five levels'),
        ("team_stability", -1, INVALID, None, "is none of the five levels"),
        ("team_stability", 2.5, INVALID, None, "is none of the five levels"),
        ("team_stability", "3 - quite stable", INVALID, None, "is none of the five levels"),
        ("team_stability", "quite stable", INVALID, None, '"quite stable" is none of the five levels'),
        # yes or no
        ("has_team", "Yes", ANSWERED, "yes", ""),
        ("has_team", " NO ", ANSWERED, "no", ""),
        ("has_team", "Oui", ANSWERED, "yes", ""),
        ("has_team", "Nu", ANSWERED, "no", ""),
        ("has_team", "Yes(A1)", ANSWERED, "yes", ""),
        ("has_team", "No (no)", ANSWERED, "no", ""),
        ("has_team", True, ANSWERED, "yes", ""),
        ("has_team", 0, ANSWERED, "no", ""),
        ("has_team", 1.0, ANSWERED, "yes", ""),
        ("has_team", "Don’t know", DO_NOT_KNOW, None, ""),
        ("has_team", "Perhaps", INVALID, None, '"Perhaps" is neither yes nor no'),
        # single choice
        ("country", "Armenia", ANSWERED, "AM", ""),
        ("country", "armenia ", ANSWERED, "AM", ""),
        ("country", "AM", ANSWERED, "AM", ""),
        ("country", "Armenia(AM)", ANSWERED, "AM", ""),
        ("country", "Armenia (AM)", ANSWERED, "AM", ""),
        ("country", "Armenia(A1)", ANSWERED, "AM", ""),
        ("country", "Armenia, Georgia", INVALID, None, "is not an option"),
        ("country", "France", INVALID, None, '"France" is not an option'),
        ("legal_basis", "Do not know", DO_NOT_KNOW, None, ""),
        ("legal_form", "Cooperative", INVALID, None, '"Cooperative" is not an option'),
        # multiple choice and rankings
        ("labels", "ECEI Bronze", ANSWERED, ("bronze",), ""),
        ("labels", "ECEI Bronze; ECEI Gold", ANSWERED, ("bronze", "gold"), ""),
        ("labels", "ECEI Gold;ECEI Bronze;", ANSWERED, ("gold", "bronze"), ""),
        ("labels", "ECEI Gold(A3); ECEI Bronze(A1)", ANSWERED, ("gold", "bronze"), ""),
        ("labels", "ECEI Gold; ECEI Gold", ANSWERED, ("gold",), ""),
        ("labels", "gold|bronze", ANSWERED, ("gold", "bronze"), ""),
        ("labels", "ECEI Gold, ECEI Bronze", ANSWERED, ("gold", "bronze"), ""),
        ("labels", "ECEI Gold; ISO 9001", ANSWERED, ("gold",), 'not among the options: "ISO 9001"'),
        ("labels", "ISO 9001", INVALID, None, '"ISO 9001" holds no option'),
        ("labels", ";;;", INVALID, None, "holds no option"),
        ("labels", 3, INVALID, None, '"3" holds no option'),
        (
            "priority_areas",
            "Collaboration, networking and learning; Business support for innovation, above all in smaller firms",
            ANSWERED, ("networking", "business_support"), "",
        ),
        ("support_needs", "Internationalisation; Skills of cluster managers and entrepreneurs",
         ANSWERED, ("internationalisation", "skills"), ""),
        # text
        ("city", " Yerevan ", ANSWERED, "Yerevan", ""),
        ("city", 1024.0, ANSWERED, "1024", ""),
        ("city", '=HYPERLINK("http://example.org";"x")', ANSWERED, '=HYPERLINK("http://example.org";"x")', ""),
        ("city", "@SUM(A1)", ANSWERED, "@SUM(A1)", ""),
        ("city", "Երևան", ANSWERED, "Երևան", ""),
    ],
)  # fmt: skip
def test_cell_is_read_by_the_type_of_its_question(framework, code, raw, state, value, words):
    answer = read(framework, code, raw)
    assert (answer.state, answer.value) == (state, value)
    assert words.casefold() in answer.problem.casefold()
    assert bool(answer.problem) == bool(words)
    assert bool(answer.kind) == bool(words)


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        (datetime(2024, 5, 1, 12), "2024-05-01"), (date(2024, 5, 1), "2024-05-01"), ("2024-05-01", "2024-05-01"),
        ("01/05/2024", "2024-05-01"), ("31.12.2024", "2024-12-31"), ("May", None), ("2024-13-01", None), (2024, None),
    ],
)  # fmt: skip
def test_date_is_read_from_a_date_or_from_text(raw, value):
    answer = read_answer(asked("date"), (), raw)
    assert answer.value == value
    assert (answer.state == ANSWERED) == (value is not None)


def test_share_without_bounds_lies_between_0_and_100():
    question = asked("share")
    assert read_answer(question, (), 101).kind == "out of range"
    assert read_answer(question, (), -1).kind == "out of range"
    assert read_answer(question, (), 100).state == ANSWERED


def test_too_many_choices_keep_the_first_ones_and_say_so(framework):
    options = framework.options(framework.questions["technologies"])
    answer = read(framework, "technologies", "; ".join(option.text for option in options[:7]) + "; Alchemy")
    assert answer.value == tuple(option.code for option in options[:5])
    assert answer.kind == "too many options"
    assert "7 options are chosen, 5 are allowed" in answer.problem
    assert '"alchemy"' in answer.problem


def test_most_choices_are_allowed(framework):
    options = framework.options(framework.questions["technologies"])
    answer = read(framework, "technologies", "; ".join(option.text for option in options[:5]))
    assert answer.problem == ""
    assert len(answer.value) == 5


def test_huge_text_is_cut_and_said_so(framework):
    whole = read(framework, "city", "x" * LONGEST_TEXT)
    cut = read(framework, "city", "x" * (LONGEST_TEXT + 1))
    assert whole.problem == ""
    assert len(cut.value) == LONGEST_TEXT
    assert (cut.state, cut.kind) == (ANSWERED, "text too long")


@pytest.mark.parametrize("code", ["labels", "country", "team_stability", "team_fte", "has_team"])
@pytest.mark.parametrize("piece", ["x", "x;", "ECEI Gold;", " ", "(", "1,"])
def test_huge_text_in_another_question_is_short_in_its_finding(framework, code, piece):
    started = time.perf_counter()
    answer = read(framework, code, piece * (32_767 // len(piece)))
    assert time.perf_counter() - started < 2
    assert len(answer.problem) < 400


# Laws

CELLS = st.one_of(
    st.none(), st.text(), st.integers(), st.floats(), st.booleans(),
    st.datetimes(), st.dates(), st.times(), st.timedeltas(),
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_no_cell_stops_the_reading_of_any_question(framework, data):
    question = data.draw(st.sampled_from(list(framework.questions.values())))
    answer = read_answer(question, framework.options(question), data.draw(CELLS))
    assert answer.state in STATES
    assert (answer.value is not None) == (answer.state == ANSWERED)
    assert bool(answer.problem) == bool(answer.kind)
    assert answer.state != INVALID or answer.problem


@pytest.mark.parametrize("kind", ["number", "share", "scale", "yesno", "single", "multiple", "ranking", "text", "date"])
@given(raw=CELLS)
def test_no_cell_stops_the_reading_of_any_type(kind, raw):
    chooses = kind in {"single", "multiple", "ranking"}
    levels = {"levels": ("a", "b", "c", "d", "e")} if kind == "scale" else {}
    question = asked(kind, *(("One", "Two, three") if chooses else ()), **levels)
    assert read_answer(question, question.options, raw).state in STATES


@pytest.mark.parametrize("joint", ["; ", ";", " ; ", ";\u00a0", "|"])
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_any_options_in_any_order_come_back(framework, joint, data):
    several = [each for each in framework.questions.values() if each.type in {"multiple", "ranking"}]
    question = data.draw(st.sampled_from(several))
    options = framework.options(question)
    chosen = data.draw(st.lists(st.sampled_from(options), min_size=1, unique=True))
    text = joint.join(option.text for option in chosen) + data.draw(st.sampled_from(["", joint, joint.strip(), " "]))
    found, unknown = split_by_options(normalised(text), _spellings(options))
    assert (found, unknown) == (chosen, [])


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_text_between_options_is_never_dropped(framework, data):
    options = framework.options(framework.questions["priority_areas"])
    chosen = data.draw(st.lists(st.sampled_from(options), unique=True))
    texts = [option.text for option in chosen]
    texts.insert(data.draw(st.integers(0, len(texts))), "A field of our own")
    found, unknown = split_by_options(normalised("; ".join(texts)), _spellings(options))
    assert (found, unknown) == (chosen, ["a field of our own"])


TRAPS = ("Funding", "Public funding", "Funding, public", "Funding: other", "Other (which?)", "None.", "More... *")


@given(st.lists(st.sampled_from(range(len(TRAPS))), min_size=1, unique=True), st.sampled_from(["; ", ";", "|"]))
def test_options_that_hold_each_other_and_separators_come_back(places, joint):
    question = asked("multiple", *TRAPS)
    answer = read_answer(question, question.options, joint.join(TRAPS[place] for place in places))
    assert answer == Answer(ANSWERED, tuple(f"code{place}" for place in places))


def test_text_of_an_option_goes_before_the_code_of_another():
    options = (Option(code="b", text="A"), Option(code="c", text="B"))
    assert _spellings(options)["b"].code == "c"
