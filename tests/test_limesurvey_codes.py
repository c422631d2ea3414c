"""Codes that LimeSurvey takes, and the way back from them."""

import re

from clusterbrief.study.framework import Framework
from clusterbrief.study.framework_model import Option, Question
from clusterbrief.study.limesurvey_codes import RESERVED, list_limesurvey_codes
from questionnaire_inputs import hostile_questions, with_questions


def test_codes_are_legal_and_unique_without_regard_to_case(framework: Framework) -> None:
    codes = list_limesurvey_codes(with_questions(framework, *hostile_questions()))
    named = [*codes.questions.values(), *codes.arrays.values()]
    assert all(re.fullmatch(r"[A-Za-z][A-Za-z0-9]{0,19}", code) for code in named)
    assert len({code.casefold() for code in named}) == len(named)
    assert not {code.casefold() for code in named} & RESERVED


def test_answers_have_five_characters_and_rows_of_multiple_choice_twenty(framework: Framework) -> None:
    codes = list_limesurvey_codes(framework)
    for (question, option), code in codes.answers.items():
        longest = 20 if framework.questions[question].type == "multiple" else 5
        assert re.fullmatch(rf"[A-Za-z0-9]{{1,{longest}}}", code), (question, option)


def test_every_code_leads_back(framework: Framework) -> None:
    codes = list_limesurvey_codes(framework)
    for code in framework.questions:
        assert codes.question_of[codes.questions[code]] == code
        assert codes.question_of[codes.heading(code)] == code
    for (question, option), code in codes.answers.items():
        assert codes.option_of[question, code] == option


def test_a_row_is_headed_by_its_array(framework: Framework) -> None:
    codes = list_limesurvey_codes(framework)
    assert codes.heading("gen_advisory") == "generalServices[genAdvisory]"
    assert codes.heading("team_fte") == "teamFte"


def test_codes_that_shorten_to_the_same_are_told_apart(framework: Framework) -> None:
    long = "a_very_long_code_that_is_cut_off_after"
    alike = [Question(code=f"{long}_{end}", block="I", text=end, type="text") for end in ("x", "y", "z")]
    taken = Question(code="Country", block="I", text="Country?", type="text")
    options = tuple(Option(code=code, text=code) for code in ("other", "other_kind", "another"))
    single = Question(code="self", block="I", text="Self", type="single", options=options)
    codes = list_limesurvey_codes(with_questions(framework, *alike, taken, single))
    assert [codes.questions[each.code] for each in alike] == [
        "aVeryLongCodeThatIsC", "aVeryLongCodeThatIs2", "aVeryLongCodeThatIs3",
    ]  # fmt: skip
    assert codes.questions["Country"] == "Country2"
    assert codes.questions["self"] == "self2"
    assert [codes.answers["self", each.code] for each in options] == ["othe2", "othe3", "anoth"]
