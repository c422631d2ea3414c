"""Faults of rules.yml: each is told with its line and key."""

from pathlib import Path

import pytest

from clusterbrief.errors import Fault, InputError
from clusterbrief.study.framework import read_framework

RULE = "rules:\n  - code: first\n    message: Something is wrong\n"
SUM = RULE + "    kind: adds_up\n    questions: [income_fees, income_other]\n    total: 100\n    effect: drop\n"
LIMIT = RULE + "    kind: not_above\n    questions: [members_active]\n    limit: members_total\n    effect: note\n"
TWO = (
    RULE + "    kind: contradiction\n    effect: note\n    statements:\n"
    '      - {question: has_team, options: ["no"]}\n      - {question: team_fte, above: 0}\n'
)
CONFIRMED = (
    RULE + "    kind: confirmed\n    question: main_services\n    answer: provided\n    effect: leave_out\n"
    "    confirmed_by:\n      advisory: gen_advisory\n"
)
ALONE = RULE + "    kind: excludes\n    question: networks\n    option: no_network\n    effect: drop\n"
YEAR = RULE + "    kind: not_after\n    question: year_started\n    date: collected_to\n    effect: drop\n"

# name: rules as they are, text to change, what to, key that the fault names, problem, remedy
PLANTED = {
    "kind unknown": (SUM, "adds_up", "add_up", "kind", 'Cannot use "add_up"', 'Did you mean "adds_up"?'),
    "kind missing": (SUM, "    kind: adds_up\n", "", "kind", 'Cannot find the key "kind"', "Add it."),
    "key unknown": (
        SUM, "effect: drop", "effect: drop\n    tolerence: 1", "tolerence", 'Cannot use the key "tolerence"',
        'Did you mean "tolerance"?',
    ),
    "effect unknown": (SUM, "effect: drop", "effect: drops", "effect", 'Cannot use "drops"', 'Did you mean "drop"?'),
    "effect of another kind": (SUM, "effect: drop", "effect: leave_out", "effect", 'Cannot use "leave_out"', "drop"),
    "question unknown": (
        SUM, "income_other", "income_others", "questions.1", 'Cannot find the question "income_others"',
        'Did you mean "income_other"?',
    ),
    "question of a wrong type": (
        SUM, "income_other", "legal_form", "questions.1",
        'Cannot check the question "legal_form" of type "single" by this rule', "number, share",
    ),
    "question twice": (
        SUM, "income_fees, income_other", "income_fees, income_fees", "questions.1",
        'Cannot name the question "income_fees" twice', "",
    ),
    "limit unknown": (
        LIMIT, "members_total", "members_totals", "limit", 'Cannot find the question "members_totals"',
        'Did you mean "members_total"?',
    ),
    "limit is a part": (
        LIMIT, "limit: members_total", "limit: members_active", "limit",
        'Cannot compare the question "members_active" with itself', "",
    ),
    "statement says nothing": (
        TWO, "{question: team_fte, above: 0}", "{question: team_fte}", "statements.1",
        'a statement has one of "options", "above" and "below"', "",
    ),
    "statement says two things": (
        TWO, "above: 0}", "above: 0, below: 3}", "statements.1",
        'a statement has one of "options", "above" and "below"', "",
    ),
    "statement of an unknown option": (
        TWO, '["no"]', '["nope"]', "statements.0.options.0", 'Cannot find the option "nope" of the question "has_team"',
        'Did you mean "no"?',
    ),
    "statement compares a choice": (
        TWO, "question: team_fte", "question: legal_form", "statements.1.question",
        'Cannot check the question "legal_form" of type "single" by this rule', "",
    ),
    "only one statement": (
        TWO, "      - {question: team_fte, above: 0}\n", "", "statements", "Cannot use 1 here", "Give 2 or more.",
    ),
    "confirmed option unknown": (
        CONFIRMED, "advisory: gen", "advisry: gen", "confirmed_by.advisry", 'Cannot find the option "advisry"',
        'Did you mean "advisory"?',
    ),
    "confirming question unknown": (
        CONFIRMED, "gen_advisory", "gen_advice", "confirmed_by.advisory", 'Cannot find the question "gen_advice"',
        'Did you mean "gen_advisory"?',
    ),
    "confirming answer unknown": (
        CONFIRMED, "answer: provided", "answer: given", "answer", 'Cannot find the option "given"', "provided",
    ),
    "confirming answer that is none": (
        CONFIRMED, "answer: provided", "answer: do_not_know", "answer", 'Cannot find the option "do_not_know"', "",
    ),
    "excluding option unknown": (
        ALONE, "no_network", "no_networks", "option", 'Cannot find the option "no_networks"',
        'Did you mean "no_network"?',
    ),
    "excludes in a single choice": (
        ALONE, "networks", "legal_form", "question", 'Cannot check the question "legal_form" of type "single"', "",
    ),
    "date unknown": (YEAR, "collected_to", "published", "date", 'Cannot use "published"', "collected_to"),
    "year is a text": (
        YEAR, "year_started", "city", "question", 'Cannot check the question "city" of type "text" by this rule', "",
    ),
}  # fmt: skip


def faults_of(framework_copy: Path, text: str) -> tuple[Fault, ...]:
    (framework_copy / "rules.yml").write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_framework(framework_copy)
    return caught.value.faults


@pytest.mark.parametrize("text", [SUM, LIMIT, TWO, CONFIRMED, ALONE, YEAR, "rules: []\n"])
def test_rules_without_faults_are_read(framework_copy, text):
    (framework_copy / "rules.yml").write_text(text, encoding="utf-8")
    assert len(read_framework(framework_copy).rules) == text.count("code:")


@pytest.mark.parametrize("name", PLANTED)
def test_fault_is_told_with_its_place(framework_copy, name):
    text, old, new, key, problem, remedy = PLANTED[name]
    assert old in text
    [fault] = faults_of(framework_copy, text.replace(old, new, 1))
    assert fault.place.file == "framework/rules.yml"
    assert fault.place.detail == f"rules.first.{key}"
    assert problem in fault.problem
    assert remedy in fault.remedy
    assert fault.place.line is not None
    assert fault.place.line > 1


def test_parts_that_may_be_negative_cannot_be_added_up(framework_copy):
    file = framework_copy / "questions" / "1_identification.yml"
    questions = file.read_text(encoding="utf-8")
    at = questions.index("code: members_active")
    file.write_text(questions[:at] + questions[at:].replace("    least: 0\n", "", 1), encoding="utf-8")
    [fault] = faults_of(framework_copy, LIMIT)
    assert "its answers may be below zero" in fault.problem


def test_code_is_used_once(framework_copy):
    [fault] = faults_of(framework_copy, LIMIT + LIMIT.removeprefix("rules:\n"))
    assert 'Cannot use the code "first" twice' in fault.problem
    assert fault.place.line == 8


def test_file_of_rules_is_needed(framework_copy):
    (framework_copy / "rules.yml").unlink()
    with pytest.raises(InputError, match="Cannot find the file"):
        read_framework(framework_copy)
