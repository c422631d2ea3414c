"""The codebook, as a table and as a file."""

import csv
from pathlib import Path

import pandas as pd
import pytest

from clusterbrief.analysis.cutting.codebook import format_scoring, list_codebook, list_questions
from clusterbrief.produce.questionnaire.codebook import write_codebook
from clusterbrief.study.framework import Framework
from clusterbrief.study.sections import list_choices
from questionnaire_inputs import hostile_questions, with_questions


@pytest.fixture(scope="module")
def questions(framework: Framework) -> pd.DataFrame:
    return list_questions(framework)


def test_a_row_for_each_question_that_says_what_the_framework_says(
    questions: pd.DataFrame, framework: Framework
) -> None:
    assert sorted(questions["question_code"]) == sorted(framework.questions)
    for row in questions.to_dict("records"):
        question = framework.questions[row["question_code"]]
        assert (row["text"], row["help"], row["type"], row["unit"]) == (
            question.text, question.help, question.type, question.unit,
        )  # fmt: skip
        assert row["block_code"] == question.block
        assert (row["required"] == "yes") == question.required
        assert bool(row["condition"]) == (question.asked_if is not None)
        assert row["ecei"] == (question.ecei or "")
        options = [f"{each.code} = {each.text}" for each in list_choices(framework, question)]
        assert row["options"] == "; ".join(options)
        indicators = [each.label for each in framework.indicators.values() if question.code in each.questions]
        assert row["indicators"] == "; ".join(indicators)


def test_unconfirmed_ecei_numbers_are_marked(questions: pd.DataFrame) -> None:
    unconfirmed = questions[questions["ecei_confirmed"] == "no"]
    assert sorted(unconfirmed["ecei"]) == ["5.1", "5.2", "5.3"]


def test_options_stand_below_their_question(framework: Framework) -> None:
    table = list_codebook(framework)
    rows = table[table["question_code"] == "gen_advisory"]
    assert list(rows["option_code"]) == ["", "provided", "planned", "not_provided", "do_not_know"]
    assert list(rows["scoring"])[-1] == "counts as “do not know”"
    expected = sum(1 + len(list_choices(framework, each)) for each in framework.questions.values())
    assert len(table) == expected


def test_benchmarks_of_the_framework_and_of_eu_tables(framework: Framework) -> None:
    def benchmark(points: dict[str, float] | None, code: str) -> float:
        table = list_questions(framework, points).set_index("question_code")
        return float(table.loc[code, "benchmark"])

    assert benchmark(None, "team_fte") == 75
    assert pd.isna(benchmark(None, "dig_scouting"))
    assert benchmark({"dig_scouting": 62.069}, "dig_scouting") == 62.1


@pytest.mark.parametrize(
    ("indicator", "words"),
    [
        ("team_qualification", "Levels 0 to 4 give 0, 25, 50, 75 and 100 points"),
        ("competitors_known", "“Yes” gives 100 points, the other answer none"),
        ("dig_scouting", "Points: “Provided now” 100, “Planned” 0, “Not provided” 0"),
        ("main_services", "Number of options chosen, “None so far” not counted: 5 give 100 points"),
        ("general_breadth", "Share of the 12 lines answered “Provided now”, in percent"),
        ("secured_funding", "0 gives 0, 24 gives 75, 36 gives 100 points, in between in proportion"),
        ("own_income", "Sum of “Membership fees” and “Paid services to members and others”: 0 gives 0, 20 gives 75, "
         "50 gives 100 points, in between in proportion"),
    ],
)  # fmt: skip
def test_scoring_in_words(framework: Framework, indicator: str, words: str) -> None:
    assert format_scoring(framework, framework.indicators[indicator]) == words


def test_every_indicator_has_words(framework: Framework) -> None:
    assert all(format_scoring(framework, each) for each in framework.indicators.values())


def test_file_holds_no_formula(framework: Framework, tmp_path: Path) -> None:
    hostile = with_questions(framework, *hostile_questions())
    path = write_codebook(hostile, tmp_path / "codebook.csv")
    assert path.read_bytes() == write_codebook(hostile, tmp_path / "again.csv").read_bytes()
    rows = list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()))
    assert len(rows) == len(list_codebook(hostile))
    numeric = {"least", "most", "benchmark", "number"}
    cells = [cell for row in rows for column, cell in row.items() if column not in numeric]
    assert not [cell for cell in cells if cell[:1] in {"=", "+", "-", "@"}]
    assert next(row["least"] for row in rows if row["question_code"] == "after_rank") == "-2.5"
