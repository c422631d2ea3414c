"""The whole way of one answer: from its cells to the class it helped to decide."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from clusterbrief.analysis.classes import UNCLASSIFIED
from clusterbrief.analysis.results import Results
from clusterbrief.analysis.scoring_words import word_scoring
from clusterbrief.errors import Fault, InputError, Place, nearest_name
from clusterbrief.study.answers import ANSWERED, NOT_ASKED
from clusterbrief.study.framework import Framework
from clusterbrief.study.framework_model import Question
from clusterbrief.study.headings import normalised
from clusterbrief.study.intake import Study
from clusterbrief.study.raw_cells import shown_raw


@dataclass(frozen=True, slots=True)
class TracedAnswer:
    """One question that an indicator reads; ``raw`` is the cell as received, ``notes`` why it counts or does not."""

    question_code: str
    text: str
    cell: str
    raw: str
    state: str
    value: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TracedNode:
    """A node above an answer.

    ``share`` is its part of its parent's weight [0-1], ``counted_share`` the same over what was answered; None
    where it has no score. Scores are points, missing ones None; see ``compare_to_benchmarks``.
    """

    node_code: str
    label: str
    level: str
    share: float
    counted_share: float | None
    score: float | None
    coverage: float
    missing_reason: str
    benchmark: float | None
    comparable_score: float | None
    gap: float | None
    attainment: float | None


@dataclass(frozen=True, slots=True)
class Trace:
    """An answer's whole way; ``nodes`` run from the indicator to the overall score, ``benchmark`` is in points."""

    organisation_code: str
    name: str
    indicator_code: str
    indicator_label: str
    answers: tuple[TracedAnswer, ...]
    scoring: str
    benchmark: float | None
    standing: str
    source: str
    nodes: tuple[TracedNode, ...]
    class_label: str
    class_rule: str
    class_decided_by: str
    phase: str
    phase_unmet: str


def find_organisation(study: Study, said: str) -> str:
    """The code of a respondent, by its code or by its name.

    Raises
    ------
    InputError
        There is none, or several have the name.
    """
    organisations = study.answers.organisations
    codes, names = organisations["organisation_code"], organisations["name"]
    by_code = codes[codes.str.casefold() == said.strip().casefold()].tolist()
    found = by_code or codes[names.map(normalised) == normalised(said)].tolist()
    if len(found) == 1:
        return str(found[0])
    invited = [each for each in study.edition.invited["organisation_code"] if each.casefold() == said.casefold()]
    if found:
        problem, remedy = f'Cannot tell which organisation "{said}" is', f"Give one of the codes {', '.join(found)}."
    elif invited and invited[0] not in study.edition.settings.withdrawn:
        problem, remedy = f'Cannot trace "{invited[0]}"', "It was invited, and no answer of it was found."
    else:
        problem, remedy = f'Cannot find the organisation "{said}"', nearest_name(said, [*codes, *names])
    raise InputError([Fault(Place("ORGANISATION"), problem, remedy)])


def find_indicator(framework: Framework, said: str) -> str:
    """The code of an indicator, in whatever letters it is written.

    Raises
    ------
    InputError
        There is none; the remedy names the one that reads such a question, or the nearest.
    """
    found = next((code for code in framework.indicators if code.casefold() == said.strip().casefold()), None)
    if found:
        return found
    readers = [code for code, each in framework.indicators.items() if said in each.questions]
    remedy = nearest_name(said, framework.indicators)
    if readers:
        remedy = f'The question "{said}" is read by {", ".join(readers)}.'
    elif said in framework.questions:
        remedy = f'"{said}" is a question that is not scored.'
    raise InputError([Fault(Place("INDICATOR"), f'Cannot find the indicator "{said}"', remedy)])


def cells_of(study: Study, organisation_code: str, indicator_code: str) -> list[str]:
    """The cells that an organisation's indicator is read from."""
    rows = study.answers.responses
    read = rows["question_code"].isin(study.framework.indicators[indicator_code].questions)
    return [cell for cell in rows.loc[read & (rows["organisation_code"] == organisation_code), "cell"] if cell]


def trace_indicator(
    study: Study, results: Results, organisation_code: str, indicator_code: str, raw: Mapping[str, Any]
) -> Trace:
    """Follow one indicator of one organisation.

    Parameters
    ----------
    study : Study
    results : Results
    organisation_code : str
        See ``find_organisation``.
    indicator_code : str
        See ``find_indicator``.
    raw : mapping
        Cells as received, by their place; see ``raw_cells``.

    Returns
    -------
    Trace
    """
    framework = study.framework
    indicator = framework.indicators[indicator_code]
    organisation = _row(study.answers.organisations, organisation_code=organisation_code)
    benchmark = _row(results.benchmarks, node_code=indicator_code)
    decided = _row(results.classes, organisation_code=organisation_code)
    phase = _row(results.phases, organisation_code=organisation_code)
    rule = next((each for each in framework.classes.classes if each.code == decided["class_code"]), None)
    return Trace(
        organisation_code=organisation_code,
        name=organisation["name"],
        indicator_code=indicator_code,
        indicator_label=indicator.label,
        answers=tuple(_trace_answer(study, organisation_code, code, raw) for code in indicator.questions),
        scoring=word_scoring(indicator, framework),
        benchmark=_number(benchmark["benchmark"]),
        standing=benchmark["standing"],
        source=benchmark["source"],
        nodes=tuple(_trace_nodes(framework, results, organisation_code, indicator_code)),
        class_label=rule.label if rule else UNCLASSIFIED.capitalize(),
        class_rule=rule.about if rule else "",
        class_decided_by=decided["decided_by"],
        phase=phase["phase"],
        phase_unmet=phase["phase_decided_by"],
    )


def _row(table: pd.DataFrame, **keys: str) -> dict[str, Any]:
    """The one row with these keys."""
    chosen = table
    for column, value in keys.items():
        chosen = chosen[chosen[column] == value]
    [row] = chosen.to_dict("records")
    return row


def _trace_answer(study: Study, organisation_code: str, question_code: str, raw: Mapping[str, Any]) -> TracedAnswer:
    question = study.framework.questions[question_code]
    response = _row(study.answers.responses, organisation_code=organisation_code, question_code=question_code)
    told = study.answers.findings
    told = told[(told["organisation_code"] == organisation_code) & (told["question_code"] == question_code)]
    notes = [f"{each.problem}. {each.action}" for each in told.itertuples()]
    if response["state"] == NOT_ASKED and not notes:
        condition = question.asked_if
        asked_after = f'Asked only after certain answers to "{condition.question}".' if condition else ""
        notes.append(asked_after if response["cell"] else "The export has no column for it.")
    value = _shown_value(question, response["value"], study.framework) if response["state"] == ANSWERED else ""
    return TracedAnswer(
        question_code, question.text, response["cell"], shown_raw(raw.get(response["cell"])), response["state"],
        value, tuple(filter(None, notes)),
    )  # fmt: skip


def _shown_value(question: Question, value: Any, framework: Framework) -> str:
    texts = {option.code: option.text for option in framework.options(question)}
    if isinstance(value, tuple):
        return ", ".join(texts.get(each, str(each)) for each in value)
    if isinstance(value, str):
        return texts.get(value, value)
    return f"level {value:g}" if question.type == "scale" else f"{value:.12g} {question.unit}".strip()


def _trace_nodes(
    framework: Framework, results: Results, organisation_code: str, indicator_code: str
) -> list[TracedNode]:
    tree = framework.nodes.set_index("node_code")
    compared = results.compared[results.compared["organisation_code"] == organisation_code].set_index("node_code")
    traced, code = [], indicator_code
    while code:
        node, own = tree.loc[code], compared.loc[code]
        siblings = tree[tree["parent_code"] == node["parent_code"]]
        answered = siblings[compared["score"].reindex(siblings.index).notna()]
        scored = not pd.isna(own["score"])
        traced.append(
            TracedNode(
                node_code=code,
                label=node["label"],
                level=node["level"],
                share=_part(node["weight"], siblings["weight"].sum()),
                counted_share=_part(node["weight"], answered["weight"].sum()) if scored else None,
                score=_number(own["score"]),
                coverage=float(own["coverage"]),
                missing_reason=own["missing_reason"],
                benchmark=_number(own["benchmark"]),
                comparable_score=_number(own["comparable_score"]),
                gap=_number(own["gap"]),
                attainment=_number(own["attainment"]),
            )
        )
        code = node["parent_code"]
    return traced


def _part(weight: float, total: float) -> float:
    return float(weight / total) if total else 0.0


def _number(value: float) -> float | None:
    return None if pd.isna(value) else float(value)
