"""The tables of the questionnaire page."""

import pandas as pd
import pytest

from clusterbrief.analysis.cutting.codebook import list_questions
from clusterbrief.analysis.profiles import Profile
from clusterbrief.present.questionnaire_tables import column_widths, count_required, tabulate_questions
from clusterbrief.study.framework import Framework
from clusterbrief.study.sections import list_choices


@pytest.fixture(scope="module")
def questions(framework: Framework) -> pd.DataFrame:
    return list_questions(framework)


def test_options_stand_in_the_table_and_long_lists_by_their_ends(framework: Framework, questions: pd.DataFrame) -> None:
    for block in framework.structure.blocks:
        shown = tabulate_questions(questions, block.code)
        asked = questions[questions["block_code"] == block.code]
        for code, said, answers in zip(asked["question_code"], shown["Question"], shown["Answers"], strict=True):
            question = framework.questions[code]
            options = list_choices(framework, question)
            assert question.text in said
            assert question.help in said
            shown_options = options if len(options) <= 20 else (options[0], options[-1])
            assert all(option.text in answers for option in shown_options)
        assert len(column_widths(shown)) == shown.shape[1]


def test_the_page_shows_every_question_and_points_where_there_are_any(questions: pd.DataFrame) -> None:
    plain, scored = tabulate_questions(questions, "I"), tabulate_questions(questions, "III")
    assert list(plain) == ["Question", "Answers"]
    assert list(scored) == ["Question", "Answers", "Points and EU value"]
    assert len(plain) + len(scored) == questions["block_code"].isin(["I", "III"]).sum()
    assert scored["Points and EU value"].iloc[0] == (
        "Levels 0 to 4 give 0, 25, 50, 75 and 100 points. EU value: 80 (project setting)."
    )
    assert count_required(questions) == (questions["required"] == "yes").sum()


def test_the_table_survives_a_profile(questions: pd.DataFrame) -> None:
    profile = Profile("region", "EaP", "public", {}, {"questions": questions})
    again = Profile.from_json(profile.to_json()).tables["questions"]
    pd.testing.assert_frame_equal(again, questions, check_dtype=False)
    assert list(tabulate_questions(again, "II")["Question"]) == list(tabulate_questions(questions, "II")["Question"])
