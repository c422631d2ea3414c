"""Any set of answers survives our form: written into it by a person or LibreOffice, and imported back."""

import shutil
import subprocess
import warnings

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from clusterbrief.produce.questionnaire.form import write_form
from clusterbrief.study.answers import ANSWERED, NOT_ANSWERED, read_answer
from clusterbrief.study.exports.joining import join_columns
from clusterbrief.study.exports.recognise import read_export
from clusterbrief.study.headings import match_headings
from clusterbrief.study.responses import read_answers
from survey_inputs import edition_of

pytestmark = pytest.mark.slow
PLAIN = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=60)


@pytest.fixture(scope="module")
def form(tmp_path_factory, framework):
    return write_form(framework, tmp_path_factory.mktemp("form") / "form.xlsx")


def answer_to(framework, question):
    """What somebody may answer to a question, as option codes, a number, a level or a text; None is left blank."""
    codes = [option.code for option in framework.options(question) if option.state == ANSWERED]
    least, most = question.least or 0, question.most if question.most is not None else 5000
    of_type = {
        "single": st.sampled_from(codes) if codes else st.none(),
        "yesno": st.sampled_from(["yes", "no"]),
        "scale": st.integers(0, 4).map(float),
        "number": st.integers(int(least), int(most)).map(float),
        "share": st.integers(0, 100).map(float),
        "text": PLAIN,
        "date": st.none(),
    }
    if question.type in {"multiple", "ranking"}:
        chosen = st.lists(st.sampled_from(codes), unique=True, min_size=1, max_size=question.most_choices or len(codes))
        return st.none() | chosen.map(tuple)
    return st.none() | of_type[question.type]


def cells_of(framework, answers):
    """The cell of each code in column A of the form that answers fill."""
    cells = {}
    for code, answer in answers.items():
        question = framework.questions[code]
        texts = {option.code: option.text for option in framework.options(question)}
        if answer is None:
            continue
        if question.type == "multiple":
            cells |= {f"{code}/{option}": "x" for option in answer}
        elif question.type == "ranking":
            cells |= {f"{code}#{place}": texts[option] for place, option in enumerate(answer, start=1)}
        elif question.type == "scale":
            cells[code] = question.levels[int(answer)]
        elif question.type == "yesno":
            cells[code] = answer.capitalize()
        else:
            cells[code] = texts.get(answer, answer) if question.type == "single" else answer
    return cells


def fill(form, path, cells):
    book = load_workbook(form)
    left = dict(cells)
    for sheet in book.worksheets[1:]:
        for row in sheet.iter_rows():
            value = left.pop(row[0].value, None) if len(row) > 2 else None
            if value is not None:
                row[2].value = value
                row[2].data_type = "s" if isinstance(value, str) else "n"
    assert not left, f"the form has no cell for {sorted(left)}"
    book.save(path)
    return path


def read_back(framework, path):
    """State and value of each question, in the form's own contribution."""
    answers = read_answers([read_export(path)], framework, edition_of())
    rows = answers.responses.set_index("question_code")
    return {code: (row["state"], row["value"]) for code, row in rows.iterrows()}


def in_order(framework, code, answer):
    """A multiple choice comes back in the order of its options."""
    if framework.questions[code].type != "multiple" or answer is None:
        return answer
    return tuple(each.code for each in framework.options(framework.questions[code]) if each.code in answer)


@given(data=st.data())
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_any_set_of_answers_comes_back(form, framework, tmp_path, data):
    answers = {code: data.draw(answer_to(framework, each), label=code) for code, each in framework.questions.items()}
    answers |= {"country": "AM", "organisation_name": "Round trip"}
    export = read_export(fill(form, tmp_path / "filled.xlsx", cells_of(framework, answers)))
    found = answers_in(framework, export)
    for code, answer in answers.items():
        expected = (NOT_ANSWERED, None) if answer is None else (ANSWERED, in_order(framework, code, answer))
        assert (found[code].state, found[code].value) == expected, code


def answers_in(framework, export):
    """Each question's answer as it is read, before conditions and rules have their say."""
    joined = join_columns(export, framework, {})
    columns = {code: heading.column for code, heading in match_headings(joined, framework, {}).columns.items()}
    [contribution] = joined.contributions
    return {
        code: read_answer(question, framework.options(question), contribution.cells.get(columns[code]))
        for code, question in framework.questions.items()
    }


@pytest.mark.skipif(shutil.which("localc") is None, reason="LibreOffice Calc is not installed: no form is saved by it")
def test_a_form_saved_by_libreoffice_gives_the_same_answers(form, framework, tmp_path):
    answers = {"country": "GE", "organisation_name": "ოქროხიდი", "team_fte": 2.5, "networks": ("sector_network",)}
    filled = fill(form, tmp_path / "filled.xlsx", cells_of(framework, answers))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    kind = "xlsx:Calc MS Excel 2007 XML"
    command = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", str(tmp_path / "saved"), str(filled)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        before, after = (read_back(framework, path) for path in (filled, tmp_path / "saved" / "filled.xlsx"))
    assert before == after
    assert after["team_fte"] == (ANSWERED, 2.5)
    assert after["networks"] == (ANSWERED, ("sector_network",))
