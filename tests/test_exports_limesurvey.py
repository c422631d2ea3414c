"""LimeSurvey: what its headings and its few words for no answer mean."""

from typing import Any

import pytest

from clusterbrief.study.exports.recognise import read_export
from clusterbrief.study.responses import read_answers
from survey_files import common_answers, limesurvey_rows, write_csv
from survey_inputs import edition_of, findings_of, state_and_value


def imported(folder, framework, rows: list[list[Any]], *, without: tuple[str, ...] = (), **more: list[Any]):
    """Answers of a table of responses; ``more`` columns by heading, ``without`` those that hold some text."""
    head, *below = [list(row) for row in rows if row]
    kept = [place for place, text in enumerate(head) if not any(each in text for each in without)]
    table = [[row[place] for place in kept] for row in (head, *below)]
    for text, cells in more.items():
        for row, cell in zip(table, [text, *cells], strict=True):
            row.insert(8, cell)
    path = write_csv(folder / "results-survey1.csv", table, ";", "utf-8-sig", quoted=True)
    return read_answers([read_export(path)], framework, edition_of())


def column(rows: list[list[Any]], text: str) -> int:
    [place] = [place for place, each in enumerate(rows[0]) if each == text]
    return place


def test_not_shown_and_not_ticked_stay_apart_with_full_answers(tmp_path, framework):
    rows = limesurvey_rows(framework, common_answers(framework), "code", full_answers=True)
    for place, text in enumerate(rows[0]):
        if text.startswith("labels["):
            rows[1][place], rows[2][place] = "N/A", "No"
    rows[1][column(rows, "independentOffice")] = "N/A"
    answers = imported(tmp_path, framework, rows)
    assert state_and_value(answers, "AM-001", "labels") == ("not asked", None)
    assert state_and_value(answers, "GE-001", "labels") == ("not answered", None)
    assert state_and_value(answers, "MD-001", "labels") == ("answered", ("no_label",))
    assert state_and_value(answers, "AM-001", "independent_office") == ("not asked", None)


def test_answer_in_words_is_never_taken_for_not_shown(tmp_path, framework):
    rows = limesurvey_rows(framework, common_answers(framework), "code", full_answers=True)
    rows[1][column(rows, "city")] = "N/A"
    assert state_and_value(imported(tmp_path, framework, rows), "AM-001", "city") == ("answered", "N/A")


def test_converted_marks_read_as_yes_and_no(tmp_path, framework):
    rows = limesurvey_rows(framework, common_answers(framework), "code")
    for place, text in enumerate(rows[0]):
        if text.startswith("networks["):
            for row in rows[1:4]:
                row[place] = {"Y": "1", "": "0"}.get(row[place], row[place])
    answers = imported(tmp_path, framework, rows)
    assert state_and_value(answers, "AM-001", "networks") == ("answered", ("european_partnership", "support_network"))
    assert state_and_value(answers, "MD-001", "networks") == ("not answered", None)


def test_response_not_sent_off_is_told_and_gives_way_to_one_that_was(tmp_path, framework):
    first, *_ = common_answers(framework)
    rows = limesurvey_rows(framework, [first, first | {"city": "Later, not sent"}], "code")
    rows[2][1] = ""
    answers = imported(tmp_path, framework, rows)
    assert state_and_value(answers, "AM-001", "city") == ("answered", "Words about city")
    [finding] = findings_of(answers, "not sent off")
    assert (finding["row"], finding["organisation_code"]) == (3, "AM-001")


def test_lone_response_not_sent_off_is_kept(tmp_path, framework):
    rows = limesurvey_rows(framework, common_answers(framework)[:1], "code")
    rows[1][1] = ""
    answers = imported(tmp_path, framework, rows)
    assert len(answers.organisations) == 1


def test_survey_without_dates_has_no_change_to_go_by(tmp_path, framework):
    rows = limesurvey_rows(framework, common_answers(framework)[:1], "code")
    rows[1][1] = rows[1][5] = rows[1][6] = "1980-01-01 00:00:00"
    [contribution] = read_export(write_csv(tmp_path / "a.csv", rows, ";")).contributions
    assert contribution.changed_at is None
    assert contribution.completed


@pytest.mark.parametrize("said", ["-oth-", "Other"])
def test_other_with_a_text_of_its_own_is_the_option_for_others(tmp_path, framework, said):
    rows = limesurvey_rows(framework, common_answers(framework)[:1], "code")
    rows[1][column(rows, "legalForm")] = said
    answers = imported(tmp_path, framework, rows, **{"legalForm[other]": ["Cooperative"]})
    assert state_and_value(answers, "AM-001", "legal_form") == ("answered", "other_form")
    [finding] = findings_of(answers, "other text")
    assert '"Cooperative"' in finding["problem"]


def test_other_of_a_multiple_choice_joins_its_options(tmp_path, framework):
    rows = limesurvey_rows(framework, common_answers(framework)[:1], "code")
    answers = imported(tmp_path, framework, rows, **{"labels[other]": ["ISO 9001"]})
    assert state_and_value(answers, "AM-001", "labels") == ("answered", ("bronze", "silver", "other_label"))


def test_comment_is_an_unknown_column(tmp_path, framework):
    rows = limesurvey_rows(framework, common_answers(framework)[:1], "code")
    answers = imported(tmp_path, framework, rows, **{"labels[bronzecomment]": ["since 2020"]})
    assert [each["kind"] for each in answers.findings.to_dict("records")] == ["unknown column"]


def test_own_codes_of_a_survey_made_by_hand_are_not_guessed_at(tmp_path, framework):
    rows = limesurvey_rows(framework, common_answers(framework)[:1], "code")
    rows[0] = [text.replace("labels[bronze]", "G01Q02[SQ001]") for text in rows[0]]
    rows[1][column(rows, "legalForm")] = "AO02"
    answers = imported(tmp_path, framework, rows)
    assert state_and_value(answers, "AM-001", "legal_form") == ("invalid", None)
    assert 'No question is headed "G01Q02[SQ001]"' in answers.findings["problem"].tolist()


def test_abbreviated_headings_match_where_only_one_question_starts_so(tmp_path, framework):
    rows = limesurvey_rows(framework, common_answers(framework)[:1], "short")
    answers = imported(tmp_path, framework, rows)
    assert state_and_value(answers, "AM-001", "country") == ("answered", "AM")
    assert state_and_value(answers, "AM-001", "labels") == ("answered", ("bronze", "silver"))
    assert state_and_value(answers, "AM-001", "income_fees") == ("answered", 40.0)
    assert state_and_value(answers, "AM-001", "members_total") == ("not asked", None)  # "How many member.."
    assert 'No question is headed "How many member.."' in answers.findings["problem"].tolist()


def test_underscores_for_blanks_match(tmp_path, framework):
    rows = limesurvey_rows(framework, common_answers(framework), "text", full_answers=True)
    rows[0] = [text.replace(" ", "_") for text in rows[0]]
    rows[0][:7] = ["id", "submitdate", "lastpage", "startlanguage", "seed", "startdate", "datestamp"]
    answers = imported(tmp_path, framework, rows)
    assert state_and_value(answers, "AM-001", "country") == ("answered", "AM")
    assert state_and_value(answers, "AM-001", "team_fte") == ("answered", 12.0)
