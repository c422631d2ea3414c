"""Google Forms: both kinds of file, grids, and dates whose order only the rows tell."""

from datetime import datetime

import pytest

from clusterbrief.errors import InputError
from clusterbrief.study.exports.recognise import read_export
from clusterbrief.study.responses import read_answers
from survey_files import common_answers, google_rows, write_csv
from survey_inputs import edition_of, findings_of, state_and_value


def imported(folder, framework, rows):
    return read_answers([read_export(write_csv(folder / "a.csv", rows))], framework, edition_of())


@pytest.mark.parametrize(
    ("stamps", "months"),
    [
        (["5/13/2024 9:30:00", "5/20/2024 9:30:00"], [5, 5]),
        (["13/5/2024 9:30:00", "20/5/2024 9:30:00"], [5, 5]),
        (["2/4/2024 9:30:00", "1/5/2024 9:30:00"], [4, 5]),
        (["9/8/2026 14:28:27", "10/8/2026 9:00:00"], [9, 10]),
        (["2024/04/17 10:11:12 AM EEST", "2024/04/18 1:11:12 PM GMT+4"], [4, 4]),
    ],
    ids=["month first", "day first", "told by the order of rows", "either way", "download"],
)
def test_day_and_month_are_told_apart_by_the_order_of_rows(tmp_path, stamps, months):
    rows = [["Timestamp", "Country"], *([stamp, "Armenia"] for stamp in stamps)]
    moments = [each.changed_at for each in read_export(write_csv(tmp_path / "a.csv", rows)).contributions]
    assert [moment.month for moment in moments] == months
    assert moments == sorted(moments)


def test_afternoon_is_read(tmp_path):
    rows = [["Timestamp", "Country"], ["2024/04/18 1:11:12 PM GMT+4", "Armenia"]]
    [contribution] = read_export(write_csv(tmp_path / "a.csv", rows)).contributions
    assert contribution.changed_at == datetime(2024, 4, 18, 13, 11, 12)


def test_row_of_a_grid_with_another_title_is_unknown(tmp_path, framework):
    rows = google_rows(framework, common_answers(framework)[:1])
    rows[0] = [text.replace("Limits of your cluster [", "Threats [") for text in rows[0]]
    answers = imported(tmp_path, framework, rows)
    assert state_and_value(answers, "AM-001", "limit_geography") == ("not asked", None)
    assert len(findings_of(answers, "unknown column")) == 4


def test_question_asked_twice_is_refused_with_both_cells(tmp_path, framework):
    rows = google_rows(framework, common_answers(framework)[:1])
    rows[0].append(framework.questions["country"].text)
    rows[1].append("Georgia")
    with pytest.raises(InputError, match='Cannot tell which column answers "country"'):
        imported(tmp_path, framework, rows)


def test_heading_of_the_edition_goes_where_it_says(tmp_path, framework):
    rows = google_rows(framework, common_answers(framework)[:1])
    rows[0] = [text.replace("Limits of your cluster [", "Threats [") for text in rows[0]]
    own = {f"Threats [{framework.questions['limit_geography'].text}]": "limit_geography"}
    export = read_export(write_csv(tmp_path / "a.csv", rows))
    answers = read_answers([export], framework, edition_of(headings=own))
    assert state_and_value(answers, "AM-001", "limit_geography")[0] == "answered"


def test_row_with_more_cells_than_headings_is_told(tmp_path, framework):
    rows = google_rows(framework, common_answers(framework)[:1])
    rows[1].append("behind")
    assert len(findings_of(imported(tmp_path, framework, rows), "row too long")) == 1
