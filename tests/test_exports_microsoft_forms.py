"""Microsoft Forms: titles used twice, quiz columns, statements without the title of their matrix."""

from datetime import datetime

from clusterbrief.study.exports.recognise import read_export
from clusterbrief.study.responses import read_answers
from survey_files import common_answers, microsoft_rows, write_csv, write_sheets
from survey_inputs import edition_of, findings_of, state_and_value


def imported(folder, framework, rows):
    return read_answers([read_export(write_csv(folder / "a.csv", rows))], framework, edition_of())


def test_file_saved_again_in_windows_encoding_reads_and_is_told(tmp_path, framework):
    first, *_ = common_answers(framework)
    rows = microsoft_rows(framework, [first | {"organisation_name": "Cluster – Café"}])
    path = write_csv(tmp_path / "a.csv", rows, ";", "cp1252")
    assert b"\x96" in path.read_bytes()
    answers = read_answers([read_export(path)], framework, edition_of())
    assert state_and_value(answers, "AM-001", "organisation_name") == ("answered", "Cluster – Café")
    assert len(findings_of(answers, "encoding guessed")) == 1


def test_number_behind_a_title_used_twice_is_passed_over(tmp_path, framework):
    rows = microsoft_rows(framework, common_answers(framework)[:1])
    place = next(at for at, text in enumerate(rows[0]) if text.startswith("In\u00a0which country"))
    rows[0][place] = "In which country is your organisation based?2"
    assert state_and_value(imported(tmp_path, framework, rows), "AM-001", "country") == ("answered", "AM")


def test_numbered_title_beside_the_plain_one_is_unknown(tmp_path, framework):
    rows = microsoft_rows(framework, common_answers(framework)[:1])
    rows[0].insert(6, "In which country is your organisation based?2")
    rows[1].insert(6, "Georgia")
    answers = imported(tmp_path, framework, rows)
    assert state_and_value(answers, "AM-001", "country") == ("answered", "AM")
    assert len(findings_of(answers, "unknown column")) == 1


def test_statement_that_two_columns_bear_is_unknown(tmp_path, framework):
    rows = microsoft_rows(framework, common_answers(framework)[:1])
    rows[0].insert(6, "Advisory services")
    rows[1].insert(6, "Planned")
    answers = imported(tmp_path, framework, rows)
    assert state_and_value(answers, "AM-001", "gen_advisory") == ("not asked", None)
    assert len(findings_of(answers, "unknown column")) == 2


def test_question_headed_name_is_no_metadata(tmp_path):
    rows = [["ID", "Start time", "Completion time", "Email", "Name", "Country", "Name2", "Name"], [1] + [""] * 7]
    export = read_export(write_csv(tmp_path / "a.csv", rows))
    assert [each.text for each in export.headings] == ["Country", "Name2", "Name"]


def test_last_change_goes_before_the_sending(tmp_path):
    rows = [
        ["Id", "Start time", "Completion time", "Email", "Name", "Last modified time", "Country"],
        [1, datetime(2024, 5, 1), datetime(2024, 5, 2), "anonymous", None, datetime(2024, 5, 9), "Armenia"],
        [2, datetime(2024, 5, 1), datetime(2024, 5, 3), "anonymous", None, None, "Armenia"],
    ]
    export = read_export(write_sheets(tmp_path / "a.xlsx", {"Sheet1": rows}))
    assert [each.changed_at for each in export.contributions] == [datetime(2024, 5, 9), datetime(2024, 5, 3)]
