"""Responses, respondents and findings: nothing lost, nothing told of those who withdrew."""

import random

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from clusterbrief.errors import InputError
from clusterbrief.study.respondents import CONSENT_ROLES
from clusterbrief.study.responses import FINDING_COLUMNS, RESPONSE_COLUMNS, read_answers
from survey_inputs import (
    START,
    answers_of,
    complete_answers,
    edition_of,
    export_of,
    findings_of,
    state_and_value,
)

FAULTY = {
    "team_fte": "many", "labels": "ECEI Gold; ISO 9001", "members_near": 180, "legal_form": "Cooperative",
    "team_stability": "quite stable",
}  # fmt: skip


def everything(answers) -> str:
    tables = (answers.responses, answers.organisations, answers.findings)
    return "\n".join(table.to_csv() for table in tables)


def test_each_organisation_has_one_response_to_each_question(framework):
    answers = answers_of(
        framework, *(complete_answers(framework, organisation_code=code) for code in ("AM-001", "AM-002"))
    )
    assert list(answers.responses.columns) == RESPONSE_COLUMNS
    counts = answers.responses.groupby("organisation_code")["question_code"].agg(["size", "nunique"])
    assert (counts == len(framework.questions)).all(axis=None)
    assert len(counts) == 2


def test_response_names_its_cell(framework):
    answers = answers_of(framework, complete_answers(framework))
    cells = answers.responses.set_index("question_code")["cell"]
    assert cells["organisation_code"] == "answers.xlsx (Content!A5)"
    assert cells["country"] == "answers.xlsx (Content!C5)"
    assert cells.is_unique


def test_finding_names_file_cell_row_organisation_and_question(framework):
    answers = answers_of(
        framework, complete_answers(framework), complete_answers(framework, organisation_code="AM-002", **FAULTY)
    )
    assert list(answers.findings.columns) == FINDING_COLUMNS
    assert answers.findings["question_code"].tolist() == [code for code in framework.questions if code in FAULTY]
    column = list(framework.questions).index("legal_form")
    [finding] = [each for each in answers.findings.to_dict("records") if each["question_code"] == "legal_form"]
    assert finding == {
        "file": "answers.xlsx", "cell": f"Content!{chr(ord('A') + column)}6", "row": 6, "organisation_code": "AM-002",
        "question_code": "legal_form", "kind": "unknown option", "problem": '"Cooperative" is not an option',
        "action": "Treated as invalid: counts as missing.",
    }  # fmt: skip
    [finding] = [each for each in answers.findings.to_dict("records") if each["question_code"] == "labels"]
    assert finding["action"] == "Answer kept in part."
    assert set(answers.findings["row"]) == {6}


def test_faulty_answer_is_invalid_and_the_rest_stays(framework):
    answers = answers_of(framework, complete_answers(framework, **FAULTY))
    assert state_and_value(answers, "AM-001", "team_fte") == ("invalid", None)
    assert state_and_value(answers, "AM-001", "labels") == ("answered", ("gold",))
    states = answers.responses.set_index("question_code")["state"]
    assert (states[[code for code in framework.questions if code not in FAULTY]] == "answered").all()


# Withdrawal


def test_withdrawn_organisation_leaves_no_trace_in_any_table(framework):
    rows = [
        complete_answers(framework),
        complete_answers(
            framework, organisation_code="MD-001", organisation_name="Secretus", country="Moldova", **FAULTY
        ),
        complete_answers(framework, organisation_code="MD-001", organisation_name="Secretus", city="Secretville"),
        complete_answers(
            framework, organisation_code=None, organisation_name="Fourth cluster", country="Moldova", **FAULTY
        ),
        complete_answers(
            framework, organisation_code="MD-001", organisation_name="Secretus", story="Secret", country=None
        ),
    ]
    with_it = answers_of(framework, *rows)
    assert "MD-001" in everything(with_it)
    assert "Secretus" in everything(with_it)
    without = answers_of(framework, rows[0], *rows[1:2], *rows[3:], edition=edition_of(withdrawn=("MD-001",)))
    assert "MD-001" not in everything(without)
    assert "Secret" not in everything(without)
    assert len(without.organisations) == 1
    assert without.findings.empty


def test_uninvited_organisation_can_withdraw_by_the_code_it_was_given(framework):
    rows = [complete_answers(framework, organisation_code=None, organisation_name="Secretus", **FAULTY)]
    [code] = answers_of(framework, *rows).organisations["organisation_code"]
    without = answers_of(framework, *rows, edition=edition_of(withdrawn=(code,)))
    assert without.organisations.empty
    assert without.responses.empty
    assert without.findings.empty


def test_withdrawal_changes_nothing_for_the_others(framework):
    rows = [complete_answers(framework, organisation_code=code, **FAULTY) for code in ("AM-001", "AM-002")]
    alone = answers_of(framework, rows[0])
    without = answers_of(framework, *rows, edition=edition_of(withdrawn=("AM-002",)))
    for table in ("responses", "organisations", "findings"):
        assert_frame_equal(getattr(alone, table), getattr(without, table))


# Questions asked of some only


def test_question_is_not_asked_unless_its_condition_holds(framework):
    answers = answers_of(framework, complete_answers(framework, consent_story="No", story=None, story_title=None))
    assert state_and_value(answers, "AM-001", "story") == ("not asked", None)
    assert answers.findings.empty


def test_question_that_was_asked_and_left_blank_is_not_answered(framework):
    answers = answers_of(framework, complete_answers(framework, consent_story="Yes", story=None))
    assert state_and_value(answers, "AM-001", "story") == ("not answered", None)


def test_answer_to_a_question_that_was_not_asked_is_left_out_with_a_finding(framework):
    answers = answers_of(framework, complete_answers(framework, consent_story="No", story_title=None))
    assert state_and_value(answers, "AM-001", "story") == ("not asked", None)
    [finding] = findings_of(answers, "answered though not asked")
    assert finding["question_code"] == "story"


def test_do_not_know_is_an_answer_that_asks_no_further(framework):
    answers = answers_of(framework, complete_answers(framework, legal_basis="Do not know"))
    assert state_and_value(answers, "AM-001", "legal_act") == ("not asked", None)
    assert len(findings_of(answers, "answered though not asked")) == 1


@pytest.mark.parametrize("deciding", [None, "Perhaps"])
@pytest.mark.parametrize(("cell", "state"), [("A story", "answered"), (None, "not asked")])
def test_answer_shows_that_it_was_asked_where_the_deciding_one_cannot_be_read(framework, deciding, cell, state):
    answers = answers_of(framework, complete_answers(framework, consent_story=deciding, story=cell))
    assert state_and_value(answers, "AM-001", "story")[0] == state
    assert not findings_of(answers, "answered though not asked")


def test_column_that_is_missing_was_not_asked(framework):
    answers = answers_of(framework, complete_answers(framework), without=["team_fte", "city"])
    assert state_and_value(answers, "AM-001", "team_fte") == ("not asked", None)
    assert answers.responses.set_index("question_code")["cell"]["team_fte"] == ""
    [finding] = findings_of(answers, "missing column")  # the city is not required
    assert (finding["question_code"], finding["row"], finding["cell"]) == ("team_fte", 4, "Content!4:4")


def test_unknown_column_is_told_with_its_cell(framework):
    answers = answers_of(framework, complete_answers(framework), more={"How stable was your team?": "very"})
    [finding] = findings_of(answers, "unknown column")
    assert finding["problem"] == 'No question is headed "How stable was your team?"'
    assert 'Did you mean "How stable is your team?"' in finding["action"]
    assert (finding["row"], finding["cell"]) == (4, export_cell(len(framework.questions)))


def export_cell(column: int) -> str:
    from openpyxl.utils import get_column_letter

    return f"Content!{get_column_letter(column + 1)}4"


# Completion


def required_of(framework) -> list[str]:
    return [code for code, question in framework.questions.items() if question.required]


def completion(answers) -> float:
    [share] = answers.organisations["completion"]
    return share


def test_completion_counts_required_questions_only(framework):
    optional = {code: None for code in framework.questions if code not in required_of(framework)}
    assert (
        completion(answers_of(framework, complete_answers(framework, **optional | {"organisation_code": "AM-001"})))
        == 1
    )
    blank = dict.fromkeys(required_of(framework)) | {"country": "Armenia", "consent_contact": "Yes"}
    assert completion(answers_of(framework, complete_answers(framework, **blank))) == 2 / len(required_of(framework))


def test_question_that_was_not_asked_does_not_lower_completion(framework):
    cells = complete_answers(framework, consent_contact="No", contact_email=None)
    assert completion(answers_of(framework, cells)) == 1


def test_do_not_know_completes_and_an_invalid_answer_does_not(framework):
    assert completion(answers_of(framework, complete_answers(framework, gen_advisory="Do not know"))) == 1
    number = len(required_of(framework))
    share = completion(answers_of(framework, complete_answers(framework, gen_advisory="Sometimes")))
    assert share == pytest.approx((number - 1) / number)


# Exports


def test_order_of_rows_changes_nothing_but_the_rows_that_are_named(framework):
    who = [("AM-001", "A", "x"), ("AM-002", "B", None), (None, "C", "y"), (None, None, None), ("AM-001", "A", "gold")]
    rows = [
        complete_answers(framework, organisation_code=code, organisation_name=name, team_fte=number, labels=labels)
        for number, (code, name, labels) in enumerate(who)
    ]
    moments = [START.replace(day=number + 1) for number in range(len(rows))]
    expected = answers_of(framework, *rows, changed=moments)
    assert len(expected.organisations) == 4
    order = list(range(len(rows)))
    for seed in range(4):
        random.Random(seed).shuffle(order)
        answers = answers_of(framework, *(rows[place] for place in order), changed=[moments[place] for place in order])
        assert_frame_equal(answers.responses.drop(columns="cell"), expected.responses.drop(columns="cell"))
        assert_frame_equal(answers.organisations, expected.organisations)
        told = ["organisation_code", "question_code", "kind", "action"]
        assert sorted(answers.findings[told].itertuples(index=False)) == sorted(
            expected.findings[told].itertuples(index=False)
        )


def test_order_of_columns_changes_nothing_but_the_cells_that_are_named(framework):
    cells = complete_answers(framework, **FAULTY)
    plain = answers_of(framework, cells)
    moved = answers_of(framework, cells, without=["country"], more={"Land (country)": "Armenia"})
    assert_frame_equal(plain.responses.drop(columns="cell"), moved.responses.drop(columns="cell"))
    assert_frame_equal(plain.organisations, moved.organisations)


def test_nobody_answered(framework):
    answers = answers_of(framework)
    assert list(answers.responses.columns) == RESPONSE_COLUMNS
    assert list(answers.findings.columns) == FINDING_COLUMNS
    assert {"organisation_code", "completion", *CONSENT_ROLES} <= set(answers.organisations.columns)
    assert answers.responses.empty
    assert answers.organisations.empty
    assert answers.findings.empty


def test_answers_of_several_exports_are_read_together(framework):
    exports = [
        export_of(framework, [complete_answers(framework, team_fte=1)], file="first.xlsx", changed=[START]),
        export_of(
            framework, [complete_answers(framework, organisation_code="GE-001", country="Georgia")], file="b.xlsx"
        ),
        export_of(framework, [complete_answers(framework, team_fte=2)], file="late.xlsx", changed=[START]),
    ]
    answers = read_answers(exports, framework, edition_of())
    assert answers.organisations["organisation_code"].tolist() == ["AM-001", "GE-001"]
    assert state_and_value(answers, "AM-001", "team_fte")[1] == 2
    [finding] = findings_of(answers, "answered twice")
    assert (finding["file"], finding["problem"]) == ("first.xlsx", "A later answer is in row 5 of late.xlsx")


def test_ambiguous_export_stops_the_reading(framework):
    with pytest.raises(InputError, match="Cannot tell which column"):
        answers_of(framework, complete_answers(framework), more={"x (team_fte)": 3})


def test_values_keep_their_kind(framework):
    answers = answers_of(framework, complete_answers(framework, city=None))
    values = answers.responses.set_index("question_code")["value"]
    assert values.dtype == object
    assert values["city"] is None
    assert isinstance(values["team_fte"], float)
    assert isinstance(values["labels"], tuple)
    assert isinstance(values["country"], str)
    assert isinstance(answers.organisations, pd.DataFrame)
