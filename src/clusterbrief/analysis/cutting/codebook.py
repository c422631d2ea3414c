"""The codebook: every question and every option, how it scores and what it is measured against."""

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from clusterbrief.study.framework import Framework
from clusterbrief.study.framework_model import Indicator, Question
from clusterbrief.study.scoring_model import (
    CountScoring,
    LineScoring,
    OptionsScoring,
    ProvidedScoring,
    RatioScoring,
    ScaleScoring,
    Scoring,
    SumScoring,
    YesNoScoring,
)
from clusterbrief.study.sections import Section, find_bounds, format_condition, list_choices, list_sections

COLUMNS = (
    "number", "question_code", "option_code", "block_code", "block_label", "dimension_label", "group_title", "text",
    "help", "type", "unit", "least", "most", "whole", "most_choices", "options", "required", "condition", "ecei",
    "ecei_confirmed", "indicators", "scoring", "benchmark", "standing", "source", "used_for",
)  # fmt: skip
NUMBERS = ("least", "most", "benchmark")
JOINT = "; "  # between several of a kind; no option holds it


def list_questions(framework: Framework, points: Mapping[str, float] | None = None) -> pd.DataFrame:
    """The questionnaire, one row per question in the order in which they are asked.

    Parameters
    ----------
    framework : Framework
    points : mapping, optional
        EU values by indicator code [0-100 points]. Without it, values that stand in EU tables are left out.

    Returns
    -------
    DataFrame, one row per question
        ``number`` (place in the questionnaire), ``question_code``, ``option_code`` (empty), block and dimension,
        ``text``, ``help``, ``type``, ``unit``, ``least`` and ``most`` (NaN: no limit), ``options`` ("code = text",
        joined by "; "), ``required``, ``condition`` in words, ``ecei`` number and whether it is confirmed,
        ``indicators`` that read it, ``scoring`` in words, ``benchmark`` [points; NaN where there is none, or where
        several indicators differ], ``standing``, ``source`` and ``used_for`` beside scores.
    """
    rows = [row for section in list_sections(framework) for row in _question_rows(framework, section, points or {})]
    return _table(rows)


def list_codebook(framework: Framework, points: Mapping[str, float] | None = None) -> pd.DataFrame:
    """The questions with their options below them: one row per question, and one per option.

    A row of an option has its ``option_code``, its text and what choosing it amounts to (``scoring``).
    """
    questions = list_questions(framework, points)
    rows: list[dict[str, Any]] = []
    for row in questions.to_dict("records"):
        rows.append(row)
        question = framework.questions[row["question_code"]]
        shared = ("number", "question_code", "block_code", "block_label", "dimension_label", "group_title")
        for option in list_choices(framework, question):
            state = "" if option.state == "answered" else f"counts as “{option.state}”"
            own = {"option_code": option.code, "text": option.text, "help": option.help, "type": "option"}
            rows.append({key: row[key] for key in shared} | own | {"scoring": state})
    return _table(rows)


def _table(rows: list[dict[str, Any]]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    words = [column for column in COLUMNS if column not in {"number", *NUMBERS}]
    return table.astype(dict.fromkeys(NUMBERS, float)).fillna(dict.fromkeys(words, ""))


def _question_rows(framework: Framework, section: Section, points: Mapping[str, float]) -> Iterator[dict[str, Any]]:
    for item in section.items:
        for number, question in item.numbered:
            yield {
                "number": number,
                "block_code": section.block.code,
                "block_label": section.block.label,
                "group_title": item.group.title if item.group else "",
                **_asked(framework, question),
                **_scored(framework, question, points),
            }


def _asked(framework: Framework, question: Question) -> dict[str, Any]:
    least, most = find_bounds(question)
    options = [f"{option.code} = {option.text}" for option in list_choices(framework, question)]
    return {
        "question_code": question.code,
        "option_code": "",
        "text": question.text,
        "help": question.help,
        "type": question.type,
        "unit": question.unit,
        "least": least,
        "most": most,
        "whole": _yes(question.whole),
        "most_choices": str(question.most_choices or ""),
        "options": JOINT.join(options),
        "required": _yes(question.required),
        "condition": format_condition(framework, question),
        "ecei": question.ecei or "",
        "ecei_confirmed": _yes(question.ecei_confirmed) if question.ecei else "",
        "used_for": JOINT.join(question.use),
    }


def _scored(framework: Framework, question: Question, points: Mapping[str, float]) -> dict[str, Any]:
    indicators = [each for each in framework.indicators.values() if question.code in each.questions]
    labels = framework.nodes.set_index("node_code")["label"]
    values = {_benchmark(each, points) for each in indicators}
    benchmarks = [each.benchmark for each in indicators]
    sources = [
        each.benchmark.source if each.benchmark else f"No EU value: {each.no_benchmark_because}" for each in indicators
    ]
    return {
        "dimension_label": JOINT.join(dict.fromkeys(labels[each.node] for each in indicators)),
        "indicators": JOINT.join(each.label for each in indicators),
        "scoring": JOINT.join(dict.fromkeys(format_scoring(framework, each) for each in indicators)),
        "benchmark": values.pop() if len(values) == 1 else None,
        "standing": JOINT.join(dict.fromkeys(each.standing if each else "none" for each in benchmarks)),
        "source": JOINT.join(dict.fromkeys(sources)),
    }


def _benchmark(indicator: Indicator, points: Mapping[str, float]) -> float | None:
    value = points.get(indicator.code)
    if value is not None and not pd.isna(value):
        return round(float(value), 1)
    return indicator.benchmark.points if indicator.benchmark else None


def _yes(condition: bool) -> str:
    return "yes" if condition else "no"


def format_scoring(framework: Framework, indicator: Indicator) -> str:
    """How answers to an indicator's questions turn into points, in a sentence without its full stop."""
    scoring: Scoring = indicator.scoring
    questions = [framework.questions[code] for code in indicator.questions]
    if isinstance(scoring, LineScoring | SumScoring | RatioScoring):
        return _format_line(scoring, questions)
    texts = {option.code: option.text for option in list_choices(framework, questions[0])}
    return _format_choice(scoring, texts, len(questions))


def _format_choice(
    scoring: ScaleScoring | YesNoScoring | OptionsScoring | CountScoring | ProvidedScoring,
    texts: Mapping[str, str],
    lines: int,
) -> str:
    """Words for what is chosen; ``texts`` are those of the options by code."""
    match scoring:
        case ScaleScoring():
            return "Levels 0 to 4 give 0, 25, 50, 75 and 100 points"
        case YesNoScoring():
            return f"“{scoring.counts.capitalize()}” gives 100 points, the other answer none"
        case OptionsScoring():
            given = [f"“{texts.get(code, code)}” {value:g}" for code, value in scoring.points.items()]
            return f"Points: {', '.join(given)}"
        case CountScoring():
            left = [f"“{texts.get(code, code)}”" for code in scoring.leave_out]
            rest = f", {' and '.join(left)} not counted" if left else ""
            return f"Number of options chosen{rest}: {scoring.out_of} give 100 points"
        case ProvidedScoring():
            return f"Share of the {lines} lines answered “{texts.get(scoring.counts, scoring.counts)}”, in percent"


def _format_line(scoring: LineScoring | SumScoring | RatioScoring, questions: list[Question]) -> str:
    """The points of a line in words; between them it is straight, beyond them flat."""
    given = [f"{answer:g} gives {points:g}" for answer, points in scoring.through]
    line = f"{', '.join(given)} points, in between in proportion"
    texts = [f"“{each.text}”" for each in questions]
    match scoring:
        case SumScoring():
            return f"Sum of {' and '.join(texts)}: {line}"
        case RatioScoring():
            return f"{' divided by '.join(texts)}: {line}"
        case _:
            return line
