"""EUSurvey's XML: questions and options by id, in any language of the survey."""

import pytest

from clusterbrief.errors import InputError
from clusterbrief.study.exports.recognise import read_export
from clusterbrief.study.responses import read_answers
from survey_files import SENT, common_answers, write_eusurvey_xml
from survey_inputs import edition_of, state_and_value


def test_titles_are_those_of_the_english_survey_without_markup(tmp_path, framework):
    export = read_export(write_eusurvey_xml(tmp_path / "a.xml", framework, common_answers(framework)))
    assert export.headings[0].text == framework.questions["organisation_code"].text
    assert export.contributions[0].changed_at == SENT


def test_options_that_hold_the_separator_stay_whole(tmp_path, framework):
    path = write_eusurvey_xml(tmp_path / "a.xml", framework, common_answers(framework))
    path.write_text(path.read_text().replace("ECEI Silver", "ECEI Bronze; or better"))
    [cells] = [each.cells for each in read_export(path).contributions[:1]]
    assert ("ECEI Bronze", "ECEI Bronze; or better") in cells.values()


def test_option_deleted_since_becomes_a_finding(tmp_path, framework):
    path = write_eusurvey_xml(tmp_path / "a.xml", framework, common_answers(framework))
    number = list(framework.questions).index("legal_form")
    text = path.read_text().replace(f'aid="a-q-{number}-company"', 'aid="deleted-one"')
    path.write_text(text)
    answers = read_answers([read_export(path)], framework, edition_of())
    assert state_and_value(answers, "AM-001", "legal_form") == ("invalid", None)


def test_results_without_questions_are_refused(tmp_path):
    path = tmp_path / "a.xml"
    path.write_text('<?xml version="1.0"?><Results><Survey id="1"/><Answers/></Results>')
    with pytest.raises(InputError, match="Cannot find the questions of the survey"):
        read_export(path)


def test_cell_of_a_complex_table_is_known_by_its_result_text(tmp_path):
    path = tmp_path / "a.xml"
    path.write_text(
        '<?xml version="1.0"?><Results><Survey id="1"><Elements lang="en">'
        '<ComplexTableTitle id="t">T</ComplexTableTitle>'
        '<Cell id="c" row="1" column="1"><CellTitle>x</CellTitle><ResultText>T : Row : Column</ResultText>'
        '<Answer id="o">Yes</Answer></Cell></Elements></Survey>'
        '<Answers><AnswerSet id="1"><Answer qid="c" aid="o"/></AnswerSet></Answers></Results>'
    )
    export = read_export(path)
    assert [each.text for each in export.headings] == ["T : Row : Column"]
    assert export.contributions[0].cells == {0: "Yes"}
