"""Exports read into responses, respondents and findings; a faulty answer becomes a finding, never a stop."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

from clusterbrief.study.answers import (
    ANSWERED,
    DO_NOT_KNOW,
    NOT_ANSWERED,
    NOT_APPLICABLE,
    NOT_ASKED,
    Answer,
    answer_reader,
)
from clusterbrief.study.edition import Edition
from clusterbrief.study.export import Contribution, Export
from clusterbrief.study.exports.joining import join_columns
from clusterbrief.study.framework import Framework
from clusterbrief.study.framework_model import Question
from clusterbrief.study.headings import Matched, match_headings, normalised
from clusterbrief.study.respondents import Respondent, identify, keep_latest, respondents_table
from clusterbrief.study.rules import apply_rules

FINDING_COLUMNS = ["file", "cell", "row", "organisation_code", "question_code", "kind", "problem", "action"]
RESPONSE_COLUMNS = ["organisation_code", "question_code", "state", "value", "cell"]
DELIBERATE = {ANSWERED, DO_NOT_KNOW, NOT_APPLICABLE}  # states that count towards completion


@dataclass(frozen=True)
class Answers:
    """Everything the survey brought.

    ``responses``: one row per organisation and question, ``state`` (answered, not answered, not asked,
    do not know, not applicable or invalid), ``value`` (see ``Answer``) and ``cell`` (file and cell).
    ``organisations``: one row per respondent, see ``respondents_table``.
    ``findings``: one row per thing wrong with an answer, with its place and what was done about it.
    """

    responses: pd.DataFrame
    organisations: pd.DataFrame
    findings: pd.DataFrame


@dataclass
class Findings:
    """Findings as they are made."""

    rows: list[dict[str, Any]] = field(default_factory=list)

    def add(self, export: Export, row: int, column: int | None, **about: str) -> None:
        """Note one finding at a cell of an export, or at a row of it."""
        cell = f"{export.sheet}!{row}:{row}" if column is None else export.cell_name(row, column)
        known = dict.fromkeys(FINDING_COLUMNS, "")
        self.rows.append({**known, "file": export.file, "cell": cell, "row": row, **about})


def read_answers(exports: Iterable[Export], framework: Framework, edition: Edition) -> Answers:
    """Read every contribution of every export.

    Withdrawn organisations leave no trace in any of the three tables. Of several contributions of one
    organisation the latest completed one is kept.

    Raises
    ------
    InputError
        Only for what makes a whole export ambiguous, such as two columns for one question.
    """
    findings = Findings()
    respondents: list[Respondent] = []
    noted: list[Export] = []
    readers = {code: _reader(each, framework) for code, each in framework.questions.items()}
    for raw in exports:
        export = join_columns(raw, framework, edition.settings.headings)
        matched = match_headings(export, framework, edition.settings.headings)
        _note_headings(export, matched, framework, findings)
        noted.append(export)
        respondents += [_read_contribution(each, export, matched, framework, readers) for each in export.contributions]
    respondents = identify(respondents, framework, edition, findings)
    _add_notes(noted, respondents, findings)
    respondents = [each for each in respondents if each.organisation_code not in edition.settings.withdrawn]
    respondents = keep_latest(respondents, findings)
    for respondent in respondents:
        _apply_conditions(respondent, framework, findings)
        _note_problems(respondent, findings)
        _apply_rules(respondent, framework, edition, findings)
    responses = _responses_table(respondents, framework)
    organisations = respondents_table(respondents, framework)
    organisations["completion"] = organisations["organisation_code"].map(_completion(responses, framework))
    table = pd.DataFrame(findings.rows, columns=FINDING_COLUMNS)
    withdrawn = table["organisation_code"].isin(edition.settings.withdrawn)
    return Answers(responses, organisations, table[~withdrawn].reset_index(drop=True))


def _note_headings(export: Export, matched: Matched, framework: Framework, findings: Findings) -> None:
    for heading, remedy in matched.unknown:
        problem = f'No question is headed "{heading.text[:80]}"'
        findings.add(
            export, export.header_row, heading.column,
            kind="unknown column", problem=problem, action=f"Column left out. {remedy}",
        )  # fmt: skip
    for code, question in framework.questions.items():
        if question.required and code not in matched.columns:
            findings.add(
                export, export.header_row, None,
                question_code=code, kind="missing column",
                problem=f'No column answers "{question.text[:80]}"', action="Treated as not asked.",
            )  # fmt: skip


def _add_notes(exports: Iterable[Export], respondents: Iterable[Respondent], findings: Findings) -> None:
    """What reading the files brought up, with the organisation whose row it is."""
    codes = {(id(each.export), each.row): each.organisation_code for each in respondents}
    for export in exports:
        for note in export.notes:
            findings.add(
                export, note.row, note.column, organisation_code=codes.get((id(export), note.row), ""),
                kind=note.kind, problem=note.problem, action=note.action,
            )  # fmt: skip


def _reader(question: Question, framework: Framework) -> Callable[[Any], Answer]:
    """What reads the cells of a question; a multiple choice comes in the order of its options, whatever the tool."""
    options = framework.options(question)
    read = answer_reader(question, options)
    if question.type != "multiple":
        return read
    order = [option.code for option in options]

    def read_in_order(raw: Any) -> Answer:
        answer = read(raw)
        return replace(answer, value=tuple(sorted(answer.value, key=order.index))) if answer.value else answer

    return read_in_order


def _read_contribution(
    contribution: Contribution,
    export: Export,
    matched: Matched,
    framework: Framework,
    readers: Mapping[str, Callable[[Any], Answer]],
) -> Respondent:
    answers = {}
    for code, question in framework.questions.items():
        heading = matched.columns.get(code)
        if heading is None:
            answers[code] = Answer(NOT_ASKED)
        else:
            raw = contribution.cells.get(heading.column)
            raw = _country_code(raw, framework) if question.role == "country" else raw
            answers[code] = readers[code](raw)
    columns = {code: heading.column for code, heading in matched.columns.items()}
    return Respondent(
        export, contribution.row, contribution.changed_at, answers, columns, completed=contribution.completed
    )


def _country_code(raw: Any, framework: Framework) -> Any:
    """The code of a country that goes by another of its names in countries.yml; else the cell as it is."""
    said = normalised(raw)
    aliases = (code for code, each in framework.countries.items() if said in map(normalised, each.aliases))
    return next(aliases, raw)


def _apply_conditions(respondent: Respondent, framework: Framework, findings: Findings) -> None:
    """A question whose condition failed was not asked, whatever its cell says.

    Where the question that decides was left blank, an answer shows that it was asked.
    """
    for code, question in framework.questions.items():
        condition, answer = question.asked_if, respondent.answers[code]
        if condition is None:
            continue
        met = _met(respondent.answers[condition.question], condition.options)
        filled = answer.state not in {NOT_ANSWERED, NOT_ASKED}
        if met or (met is None and filled):
            continue
        if filled:
            findings.add(
                respondent.export, respondent.row, respondent.columns.get(code),
                organisation_code=respondent.organisation_code, question_code=code, kind="answered though not asked",
                problem=f'Asked only after certain answers to "{condition.question}"', action="Answer left out.",
            )  # fmt: skip
        respondent.answers[code] = Answer(NOT_ASKED)


def _met(answer: Answer, options: Sequence[str]) -> bool | None:
    """Whether a condition is met; None where the question that decides was left blank or could not be read."""
    if answer.state not in DELIBERATE:
        return None
    chosen = answer.value if isinstance(answer.value, tuple) else (answer.value,)
    return any(each in options for each in chosen)


def _note_problems(respondent: Respondent, findings: Findings) -> None:
    for code, answer in respondent.answers.items():
        if answer.problem:
            action = "Answer kept in part." if answer.state == ANSWERED else "Treated as invalid: counts as missing."
            findings.add(
                respondent.export, respondent.row, respondent.columns.get(code),
                organisation_code=respondent.organisation_code, question_code=code, kind=answer.kind,
                problem=answer.problem, action=action,
            )  # fmt: skip


def _apply_rules(respondent: Respondent, framework: Framework, edition: Edition, findings: Findings) -> None:
    """Note what does not fit together, and put in place what the rules leave of the answers."""
    for broken in apply_rules(respondent.answers, framework, edition.settings):
        findings.add(
            respondent.export, respondent.row, respondent.columns.get(broken.question_code),
            organisation_code=respondent.organisation_code, question_code=broken.question_code, kind=broken.kind,
            problem=broken.problem, action=broken.action,
        )  # fmt: skip
        if broken.answer is not None:
            respondent.answers[broken.question_code] = broken.answer


def _responses_table(respondents: Sequence[Respondent], framework: Framework) -> pd.DataFrame:
    rows = []
    for respondent in respondents:
        for code in framework.questions:
            answer, column = respondent.answers[code], respondent.columns.get(code)
            cell = (
                ""
                if column is None
                else f"{respondent.export.file} ({respondent.export.cell_name(respondent.row, column)})"
            )
            rows.append((respondent.organisation_code, code, answer.state, answer.value, cell))
    responses = pd.DataFrame(rows, columns=RESPONSE_COLUMNS, dtype=object)  # as they are: None stays None
    return responses.astype(dict.fromkeys(["organisation_code", "question_code", "state", "cell"], "str"))


def _completion(responses: pd.DataFrame, framework: Framework) -> pd.Series:
    """Share of the required questions that were asked which each organisation answered [0-1]."""
    required = [code for code, question in framework.questions.items() if question.required]
    asked = responses[responses["question_code"].isin(required) & (responses["state"] != NOT_ASKED)]
    return asked["state"].isin(DELIBERATE).groupby(asked["organisation_code"]).mean()
