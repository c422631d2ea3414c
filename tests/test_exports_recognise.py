"""Which tool wrote a file is told by what it holds; what fits none is refused in words."""

from pathlib import Path

import pytest

from clusterbrief.errors import InputError
from clusterbrief.study.exports.recognise import TOOLS, read_export, read_exports
from survey_files import (
    common_answers,
    eusurvey_rows,
    form_sheets,
    google_rows,
    kobo_rows,
    limesurvey_rows,
    microsoft_rows,
    write_csv,
    write_eusurvey_xml,
    write_ods,
    write_sheets,
)


def test_each_tool_is_told_whatever_the_file_is_called(tmp_path, framework):
    rows = common_answers(framework)
    made = {
        "EUSurvey": [
            write_sheets(tmp_path / "Limesurvey 1.xlsx", {"Content": eusurvey_rows(framework, rows)}),
            write_ods(tmp_path / "data.ods", eusurvey_rows(framework, rows)),
            write_eusurvey_xml(tmp_path / "data.xml", framework, rows),
            write_csv(tmp_path / "data.txt", eusurvey_rows(framework, rows), "\t"),
        ],
        "LimeSurvey": [
            write_csv(tmp_path / f"EUSurvey {each}.csv", limesurvey_rows(framework, rows, each), ";", "utf-8-sig")
            for each in ("code", "em", "text", "both", "short")
        ],
        "KoboToolbox": [write_csv(tmp_path / "Timestamp.csv", kobo_rows(framework, rows), ";", quoted=True)],
        "Microsoft Forms": [write_sheets(tmp_path / "Content.xlsx", {"Sheet1": microsoft_rows(framework, rows)})],
        "Google Forms": [write_csv(tmp_path / "results-survey1.csv", google_rows(framework, rows))],
        "clusterbrief form": [write_sheets(tmp_path / "Kobo.xlsx", form_sheets(framework, rows[0]))],
    }
    assert set(made) == {tool.name for tool in TOOLS}
    for name, paths in made.items():
        assert [read_export(path).tool for path in paths] == [name] * len(paths)


def test_suffix_does_not_matter(tmp_path, framework):
    path = write_sheets(tmp_path / "a.xlsx", {"Content": eusurvey_rows(framework, common_answers(framework))})
    assert read_export(path.rename(tmp_path / "answers.csv")).tool == "EUSurvey"


@pytest.mark.parametrize(
    "content",
    [b"Name,Country\nFirst,Armenia\n", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", b'<?xml version="1.0"?><results/>', b"{}"],
)
def test_file_that_fits_no_tool_is_refused_with_all_that_was_looked_for(tmp_path, content):
    path = tmp_path / "answers.csv"
    path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        read_export(path)
    [fault] = caught.value.faults
    assert fault.problem == "Cannot tell which survey tool wrote the file"
    assert all(tool.name in fault.remedy and tool.looked_for in fault.remedy for tool in TOOLS)


@pytest.mark.parametrize("tool", ["google_forms", "Google Forms", "googleforms"])
def test_tool_named_in_the_edition_goes_before_any_signature(tmp_path, tool):
    path = write_csv(tmp_path / "a.csv", [["Tidstempel", "In which country?"], ["2024/05/01 9:30:00", "Armenia"]])
    with pytest.raises(InputError):
        read_export(path)
    export = read_export(path, tool)
    assert export.tool == "Google Forms"
    assert len(export.contributions) == 1


def test_unknown_tool_is_refused_with_the_nearest(tmp_path):
    with pytest.raises(InputError) as caught:
        read_export(tmp_path / "a.csv", "limesurvy")
    [fault] = caught.value.faults
    assert str(fault.place) == "edition.yml (survey.tool)"
    assert fault.remedy == 'Did you mean "limesurvey"?'


def test_xml_is_read_as_nothing_but_eusurvey(tmp_path, framework):
    path = write_eusurvey_xml(tmp_path / "a.xml", framework, common_answers(framework))
    with pytest.raises(InputError, match="Cannot read XML as an export of LimeSurvey"):
        read_export(path, "limesurvey")


def test_only_headings_mean_that_nobody_answered(tmp_path, framework):
    rows = google_rows(framework, common_answers(framework))
    export = read_export(write_csv(tmp_path / "a.csv", rows[:1]))
    assert export.headings
    assert export.contributions == ()


def test_notes_above_the_headings_are_passed_over(tmp_path, framework):
    rows = [["Sent to us on 3 June"], [], *microsoft_rows(framework, common_answers(framework))]
    export = read_export(write_csv(tmp_path / "a.csv", rows))
    assert export.header_row == 3
    assert [each.row for each in export.contributions] == [4, 5, 6]


def test_folder_gives_one_export_for_each_form(tmp_path, framework):
    for number, row in enumerate(common_answers(framework)):
        write_sheets(tmp_path / f"{number}.xlsx", form_sheets(framework, row))
    (tmp_path / "~$1.xlsx").write_bytes(b"lock")
    (tmp_path / "covering letter.docx").write_bytes(b"anything")
    exports = read_exports(tmp_path)
    assert [each.file for each in exports] == ["0.xlsx", "1.xlsx", "2.xlsx"]
    assert all(len(each.contributions) == 1 for each in exports)


def test_faults_of_all_files_of_a_folder_are_told_at_once(tmp_path):
    for name in ("a.csv", "b.xlsx"):
        (tmp_path / name).write_bytes(b"nothing that fits")
    with pytest.raises(InputError) as caught:
        read_exports(tmp_path)
    assert [Path(fault.place.file).name for fault in caught.value.faults] == ["a.csv", "b.xlsx"]


def test_folder_without_answers_is_refused(tmp_path):
    with pytest.raises(InputError, match="Cannot find a file of answers in the folder"):
        read_exports(tmp_path)
