"""KoboToolbox: blank and 0 mean different things, groups stand in front of names."""

import pytest

from clusterbrief.study.exports.recognise import read_export
from clusterbrief.study.responses import read_answers
from survey_files import common_answers, kobo_rows, write_csv, write_sheets
from survey_inputs import edition_of, findings_of, state_and_value


def imported(folder, framework, rows):
    return read_answers([read_export(write_csv(folder / "a.csv", rows, ";", quoted=True))], framework, edition_of())


@pytest.mark.parametrize("mode", ["both", "details"])
@pytest.mark.parametrize("cell", ["", "0"])
def test_nothing_ticked_is_no_answer(tmp_path, framework, mode, cell):
    rows = kobo_rows(framework, common_answers(framework)[:1], mode)
    for place, text in enumerate(rows[0]):
        if text.startswith("technologies"):
            rows[1][place] = cell if "/" in text else ""
    assert state_and_value(imported(tmp_path, framework, rows), "AM-001", "technologies") == ("not answered", None)


def test_numbers_in_place_of_text_read_the_same(tmp_path, framework):
    rows = kobo_rows(framework, common_answers(framework)[:1], "details")
    rows[1] = [float(cell) if cell in {"0", "1"} else cell for cell in rows[1]]
    path = write_sheets(tmp_path / "a.xlsx", {"Survey": rows})
    answers = read_answers([read_export(path)], framework, edition_of())
    assert state_and_value(answers, "AM-001", "labels") == ("answered", ("bronze", "silver"))


def test_other_joins_the_options(tmp_path, framework):
    rows = kobo_rows(framework, common_answers(framework)[:1])
    place = rows[0].index("labels/no_label") + 1
    rows[0].insert(place, "labels/other")
    rows[1].insert(place, "1")
    answers = imported(tmp_path, framework, rows)
    assert state_and_value(answers, "AM-001", "labels") == ("answered", ("bronze", "silver", "other_label"))


def test_unknown_names_are_told(tmp_path, framework):
    rows = kobo_rows(framework, common_answers(framework)[:1], "summary")
    rows[1][rows[0].index("labels")] = "bronze iso_9001"
    answers = imported(tmp_path, framework, rows)
    assert state_and_value(answers, "AM-001", "labels")[0] == "invalid"


def test_group_of_another_question_takes_no_column_from_ours(tmp_path, framework):
    rows = kobo_rows(framework, common_answers(framework)[:1])
    rows[0].insert(2, "media/communication")
    rows[1].insert(2, "1")
    answers = imported(tmp_path, framework, rows)
    assert state_and_value(answers, "AM-001", "communication") == ("answered", 3.0)
    assert [each["kind"] for each in answers.findings.to_dict("records")] == ["unknown column"]


def test_question_renamed_between_versions_leaves_an_unknown_column(tmp_path, framework):
    rows = kobo_rows(framework, common_answers(framework)[:1])
    rows[0].insert(2, "city_old")
    rows[1].insert(2, "Gyumri")
    answers = imported(tmp_path, framework, rows)
    assert state_and_value(answers, "AM-001", "city") == ("answered", "Words about city")
    assert len(findings_of(answers, "unknown column")) == 1


def test_sheets_of_repeated_groups_are_told(tmp_path, framework):
    rows = kobo_rows(framework, common_answers(framework)[:1])
    path = write_sheets(tmp_path / "a.xlsx", {"Survey": rows, "members": [["_index", "_parent_index"], [1, 1]]})
    [note] = read_export(path).notes
    assert (note.kind, "members" in note.problem) == ("sheet left out", True)
