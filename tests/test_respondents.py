"""Who answered: identified by code or by name, once each, and never taken for another."""

import re
from dataclasses import replace
from datetime import datetime, timedelta

import pandas as pd
import pytest

from clusterbrief.study.edition import OWN_CODE
from clusterbrief.study.responses import read_answers
from survey_inputs import (
    START,
    answers_of,
    complete_answers,
    edition_of,
    export_of,
    findings_of,
    state_and_value,
)


def only_organisation(answers) -> dict:
    [row] = answers.organisations.to_dict("records")
    return row


@pytest.mark.parametrize("code", ["AM-002", " am-002 ", "Am-002"])
def test_code_of_the_invitation_identifies_whatever_the_name(framework, code):
    row = only_organisation(answers_of(framework, complete_answers(framework, organisation_code=code)))
    assert (row["organisation_code"], row["name"], row["country_code"], row["invited"]) == (
        "AM-002", "Some name", "AM", True,
    )  # fmt: skip


@pytest.mark.parametrize("name", ["Արարատ կլաստեր", " արարատ  ԿԼԱՍՏԵՐ. ", "Արարատ\u00a0կլաստեր"])
@pytest.mark.parametrize("code", [None, "no idea", "ZZ-999"])
def test_name_and_country_identify_without_a_known_code(framework, name, code):
    cells = complete_answers(framework, organisation_code=code, organisation_name=name)
    row = only_organisation(answers_of(framework, cells))
    assert (row["organisation_code"], row["invited"]) == ("AM-001", True)


def test_same_name_in_another_country_is_another_organisation(framework):
    cells = complete_answers(framework, organisation_code=None, organisation_name="Second cluster", country="Georgia")
    row = only_organisation(answers_of(framework, cells))
    assert row["invited"] is False
    assert row["country_code"] == "GE"


def test_name_that_two_invited_organisations_share_identifies_neither(framework):
    edition = edition_of()
    edition.invited.loc[:, "name"] = "Same name"
    cells = complete_answers(framework, organisation_code=None, organisation_name="Same name")
    assert not only_organisation(answers_of(framework, cells, edition=edition))["invited"]


def test_blank_name_identifies_nobody(framework):
    edition = edition_of()
    edition.invited.loc[0, "name"] = "..."  # reads as blank
    cells = complete_answers(framework, organisation_code=None, organisation_name=None)
    row = only_organisation(answers_of(framework, cells, edition=edition))
    assert not row["invited"]
    assert row["name"] == row["organisation_code"]


def test_country_comes_from_the_invitation_where_it_was_left_blank(framework):
    answers = answers_of(framework, complete_answers(framework, organisation_code="GE-001", country=None))
    assert only_organisation(answers)["country_code"] == "GE"
    assert answers.findings.empty


def test_name_comes_from_the_invitation_where_it_was_left_blank(framework):
    answers = answers_of(framework, complete_answers(framework, organisation_code="AM-002", organisation_name=None))
    assert only_organisation(answers)["name"] == "Second cluster"


def test_code_of_an_organisation_elsewhere_never_takes_its_place(framework):
    own = complete_answers(framework, organisation_code="GE-001", organisation_name="Third cluster", country="Georgia")
    mistyped = complete_answers(framework, organisation_code="GE-001", organisation_name="Second cluster")
    answers = answers_of(framework, own, mistyped)
    assert answers.organisations["organisation_code"].tolist() == ["AM-002", "GE-001"]
    [finding] = findings_of(answers, "code of another")
    assert (finding["cell"], finding["row"]) == ("Content!A6", 6)
    assert not findings_of(answers, "answered twice")


def test_uninvited_organisation_gets_a_code_that_is_stable_and_safe_in_a_file_name(framework):
    cells = complete_answers(framework, organisation_code=None, organisation_name="../Ünknown / «кластер»?*")
    answers = answers_of(framework, cells)
    row = only_organisation(answers)
    assert OWN_CODE.fullmatch(row["organisation_code"])
    assert re.fullmatch(r"[A-Z0-9-]+", row["organisation_code"])
    assert row["invited"] is False
    [finding] = findings_of(answers, "not invited")
    assert (finding["organisation_code"], finding["row"]) == (row["organisation_code"], 5)
    respelled = cells | {"organisation_name": "../ünknown / «Кластер»? "}
    other = complete_answers(framework)
    again = answers_of(framework, other, respelled, file="another.xlsx")
    assert set(again.organisations["organisation_code"]) == {"AM-001", row["organisation_code"]}


def test_code_of_an_uninvited_organisation_is_known(framework):
    """The value itself: changing it would rename files and lose withdrawals."""
    cells = complete_answers(framework, organisation_code=None, organisation_name="Newcomer")
    assert only_organisation(answers_of(framework, cells))["organisation_code"] == "AM-X9AAA5843E6"


def test_uninvited_organisations_without_names_are_told_apart_wherever_they_stand(framework):
    nameless = {"organisation_code": None, "organisation_name": None}
    first, second = (complete_answers(framework, team_fte=number, **nameless) for number in (1, 2))
    orders = ((first, second), (second, first))
    codes = [set(answers_of(framework, *rows).organisations["organisation_code"]) for rows in orders]
    assert codes[0] == codes[1]
    assert len(codes[0]) == 2


@pytest.mark.parametrize("country", [None, "France", "Belarus"])
def test_contribution_without_a_country_of_the_edition_is_left_out_with_a_finding(framework, country):
    lost = complete_answers(framework, organisation_code=None, organisation_name="Newcomer", country=country)
    answers = answers_of(framework, complete_answers(framework), lost)
    assert answers.organisations["organisation_code"].tolist() == ["AM-001"]
    [finding] = findings_of(answers, "no country")
    assert finding == {
        "file": "answers.xlsx", "cell": "Content!C6", "row": 6, "organisation_code": "", "question_code": "country",
        "kind": "no country", "problem": "The answer names no country of this edition",
        "action": "Contribution left out.",
    }  # fmt: skip


def test_country_that_the_edition_does_not_cover_is_left_out(framework):
    cells = complete_answers(framework, organisation_code=None, country="Ukraine")
    answers = answers_of(framework, cells, edition=edition_of(countries=("AM", "GE", "MD")))
    assert answers.organisations.empty
    assert len(findings_of(answers, "no country")) == 1


@pytest.mark.parametrize("country", ["Republic of Moldova", "Moldova, Republic of", "MDA", "republic of  moldova"])
def test_country_goes_by_its_other_names(framework, country):
    answers = answers_of(framework, complete_answers(framework, organisation_code=None, country=country))
    assert only_organisation(answers)["country_code"] == "MD"
    assert not findings_of(answers, "unknown option")


# Duplicates


def test_latest_of_several_contributions_is_kept(framework):
    rows = [complete_answers(framework, team_fte=number) for number in (1, 2, 3)]
    moments = [START, START + timedelta(days=2), START + timedelta(days=1)]
    answers = answers_of(framework, *rows, changed=moments)
    assert len(answers.organisations) == 1
    assert state_and_value(answers, "AM-001", "team_fte") == ("answered", 2.0)
    assert len(answers.responses) == len(framework.questions)
    assert [(each["row"], each["cell"]) for each in findings_of(answers, "answered twice")] == [
        (5, "Content!5:5"), (7, "Content!7:7"),
    ]  # fmt: skip


def test_duplicate_is_found_across_code_and_name(framework):
    by_name = complete_answers(framework, organisation_code=None, organisation_name="Արարատ կլաստեր", team_fte=7)
    answers = answers_of(framework, complete_answers(framework), by_name)
    assert state_and_value(answers, "AM-001", "team_fte") == ("answered", 7.0)


def test_contribution_with_a_date_goes_before_one_without(framework):
    rows = [complete_answers(framework, team_fte=number) for number in (1, 2)]
    answers = answers_of(framework, *rows, changed=[START, None])
    assert state_and_value(answers, "AM-001", "team_fte")[1] == 1


def test_without_dates_the_later_row_is_kept(framework):
    rows = [complete_answers(framework, team_fte=number) for number in (1, 2)]
    assert state_and_value(answers_of(framework, *rows, changed=[None, None]), "AM-001", "team_fte")[1] == 2


def test_faults_of_an_answer_that_was_replaced_are_not_told(framework):
    answers = answers_of(framework, complete_answers(framework, team_fte="many"), complete_answers(framework))
    assert answers.findings["kind"].tolist() == ["answered twice"]


@pytest.mark.parametrize("later_completed", [True, False])
def test_answer_that_was_sent_off_goes_before_a_later_one_that_was_not(framework, later_completed):
    rows = [complete_answers(framework, team_fte=number) for number in (1, 2)]
    export = export_of(framework, rows)
    first, second = export.contributions
    parts = (first, replace(second, completed=later_completed))
    answers = read_answers([replace(export, contributions=parts)], framework, edition_of())
    assert state_and_value(answers, "AM-001", "team_fte")[1] == (2 if later_completed else 1)
    [finding] = answers.findings.to_dict("records")
    kept, left = (6, 5) if later_completed else (5, 6)
    which = "later" if later_completed else "completed"
    assert finding["problem"] == f"A {which} answer is in row {kept} of answers.xlsx"
    assert (finding["row"], finding["action"]) == (left, f"{which.capitalize()} one kept.")


def test_answer_that_was_never_sent_off_counts_where_there_is_no_other(framework):
    export = export_of(framework, [complete_answers(framework)])
    [only] = export.contributions
    export = replace(export, contributions=(replace(only, completed=False),))
    assert len(read_answers([export], framework, edition_of()).organisations) == 1


# What organisations say of themselves


@pytest.mark.parametrize(("said", "consents"), [("Yes", True), ("No", False), (None, False), ("Perhaps", False)])
def test_only_yes_is_consent(framework, said, consents):
    changes = dict.fromkeys(["consent_name", "consent_story", "consent_contact"], said)
    row = only_organisation(answers_of(framework, complete_answers(framework, **changes)))
    assert [row[role] for role in changes] == [consents] * 3


def test_column_of_consent_that_is_missing_is_no_consent(framework):
    row = only_organisation(answers_of(framework, complete_answers(framework), without=["consent_name"]))
    assert row["consent_name"] is False


def test_what_was_not_answered_stays_empty(framework):
    row = only_organisation(answers_of(framework, complete_answers(framework, year_started=None, members_total="x")))
    assert pd.isna(row["year"])
    assert pd.isna(row["members_total"])
    assert row["members_sme"] == 10
    assert row["changed_at"] == datetime(2024, 5, 1, 12)
