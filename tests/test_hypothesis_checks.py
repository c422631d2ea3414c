"""Faults of hypotheses.yml: each is told with its file, line and key."""

import pytest

from clusterbrief.errors import InputError
from clusterbrief.study.framework import read_framework

# text to change, what to, key that the fault names, problem, remedy
PLANTED = {
    "question unknown": (
        "questions: [legal_fit]", "questions: [legal_fits]", "legal.evidence.form_restricts.questions.0",
        'Cannot find the question "legal_fits"', 'Did you mean "legal_fit"?',
    ),
    "option unknown": (
        "options: [no_form]", "options: [no_forms]", "legal.evidence.no_legal_form.options.0",
        'Cannot find the option "no_forms" of the question "legal_form"', 'Did you mean "no_form"?',
    ),
    "option that is no answer": (
        "options: [no_form]", "options: [do_not_know]", "legal.evidence.no_legal_form.options.0",
        'Cannot find the option "do_not_know" of the question "legal_form"', "Known here",
    ),
    "threshold of a choice": (
        "questions: [funding_months]", "questions: [fee_model]", "finance.evidence.funding_short.questions.0",
        'Cannot compare answers of type "single" with a number', "number, scale, share",
    ),
    "options of a number": (
        "questions: [legal_fit]", "questions: [team_fte]", "legal.evidence.form_restricts.questions.0",
        'Cannot compare answers of type "number" with options', "multiple, ranking, single, yesno",
    ),
    "main unknown": (
        "main: law_incomplete", "main: law_incomplet", "legal.main",
        'Cannot find the evidence "law_incomplet" that is to decide', 'Did you mean "law_incomplete"?',
    ),
    "says nothing": (
        "        below: 12\n", "", "finance.evidence.funding_short", 'evidence has one of "options"', "",
    ),
    "question twice": (
        "questions: [team_upskilling]", "questions: [team_qualification]", "skills.evidence.no_training.questions.0",
        'Cannot count the question "team_qualification" twice', "what few said could be worked out",
    ),
    "question twice in a sum": (
        "[income_fees, income_services]", "[income_fees, income_fees]", "finance.evidence.own_income_low.questions.1",
        'Cannot count the question "income_fees" twice', "The other is at",
    ),
    "option of a ranking twice": (
        "options: [financial_sustainability]", "options: [legal_basis]", "finance.evidence.needs_finance.questions.0",
        'Cannot count an option of the question "support_needs" twice', "The other is at",
    ),
    "code of evidence twice": (
        "code: no_training", "code: no_legal_form", "skills.evidence.no_legal_form.code",
        'Cannot use the code "no_legal_form" twice', "first used at",
    ),
    "code of a hypothesis twice": (
        "code: skills", "code: legal", "legal.code", 'Cannot use the code "legal" twice', "first used at",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", PLANTED)
def test_fault_is_told_with_its_place(framework_copy, name):
    old, new, key, problem, remedy = PLANTED[name]
    path = framework_copy / "hypotheses.yml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_framework(framework_copy)
    [fault] = caught.value.faults
    assert (fault.place.file, fault.place.detail) == ("framework/hypotheses.yml", f"hypotheses.{key}")
    assert fault.place.line is not None and fault.place.line > 1
    assert problem in fault.problem
    assert remedy in fault.remedy


def test_file_of_hypotheses_is_needed(framework_copy):
    (framework_copy / "hypotheses.yml").unlink()
    with pytest.raises(InputError, match="Cannot find the file"):
        read_framework(framework_copy)
