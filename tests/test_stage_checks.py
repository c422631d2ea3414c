"""Faults of stages.yml: each is told with its file, line and key."""

import pytest

from clusterbrief.errors import InputError
from clusterbrief.study.framework import read_framework

# text to change, what to, key that the fault names, problem, remedy
PLANTED = {
    "question unknown": (
        "      life_firms: 0\n", "      life_firm: 0\n      life_firms: 0\n", "agglomeration.levels.life_firm",
        'Cannot find the question "life_firm"', 'Did you mean "life_firms"?',
    ),
    "question of another type": (
        "      life_firms: 0\n", "      life_firms: 0\n      has_team: 0\n", "agglomeration.levels.has_team",
        'Cannot give a level of the question "has_team" of type "yesno"', "questions of type scale",
    ),
    "level too high": (
        "life_decline: 3", "life_decline: 5", "transformation.levels.life_decline", "Cannot use 5", "Write 4 or less.",
    ),
    "level below zero": (
        "life_decline: 3", "life_decline: -1", "transformation.levels.life_decline", "Cannot use -1", "Write 0 or more.",
    ),
    "level of half": (
        "life_decline: 3", "life_decline: 2.5", "transformation.levels.life_decline", "Cannot use 2.5", "",
    ),
    "level missing": (
        "      life_decline: 3\n", "", "transformation.levels",
        'Cannot find the level of the question "life_decline" for the stage "transformation"', "Every stage needs",
    ),
    "assumed without a level": (
        "assumed: [life_renewal, life_decline]", "assumed: [life_renewals, life_decline]", "maturity.assumed.0",
        'Cannot find the question "life_renewals" among the levels', 'Did you mean "life_renewal"?',
    ),
    "code twice": (
        "code: maturity", "code: emergence", "emergence.code", 'Cannot use the code "emergence" twice', "first used at",
    ),
    "code of no stage": (
        "code: maturity", "code: unknown", "unknown.code", 'Cannot use the code "unknown"', "another code",
    ),
    "key unknown": ("    plural: Mature", "    plurall: Mature", "maturity.plurall", 'Cannot use the key "plurall"', '"plural"'),
}  # fmt: skip


def faults_of(framework_copy, text):
    (framework_copy / "stages.yml").write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_framework(framework_copy)
    return caught.value.faults


def ours(framework_copy):
    return (framework_copy / "stages.yml").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", PLANTED)
def test_fault_is_told_with_its_place(framework_copy, name):
    old, new, key, problem, remedy = PLANTED[name]
    text = ours(framework_copy)
    assert old in text
    told = [each for each in faults_of(framework_copy, text.replace(old, new, 1)) if problem in each.problem]
    [fault] = told
    assert (fault.place.file, fault.place.detail) == ("framework/stages.yml", f"stages.{key}")
    assert fault.place.line is not None and fault.place.line > 1
    assert remedy in fault.remedy


def test_two_stages_with_one_profile_cannot_be_told_apart(framework_copy):
    text = ours(framework_copy)
    start, end = text.index("  - code: maturity"), text.index("  - code: transformation")
    twin = text[start:end].replace("code: maturity", "code: ripeness")
    [fault] = faults_of(framework_copy, text[:end] + twin + text[end:])
    assert fault.problem == 'Cannot tell the stages "maturity" and "ripeness" apart'
    assert "framework/stages.yml:" in fault.remedy
    assert fault.place.detail == "stages.ripeness.levels"


def test_a_question_that_is_asked_for_the_stage_needs_a_level_in_every_stage(framework_copy):
    text = "".join(line for line in ours(framework_copy).splitlines(True) if "life_decline:" not in line)
    text = text.replace(", life_decline]", "]")
    faults = faults_of(framework_copy, text)
    assert len(faults) == 5
    assert all('Cannot find the level of the question "life_decline"' in fault.problem for fault in faults)


def test_all_faults_are_told_at_once(framework_copy):
    text = ours(framework_copy).replace("      life_decline: 3\n", "").replace("code: emergence", "code: agglomeration")
    assert len(faults_of(framework_copy, text)) == 2


def test_one_stage_alone_cannot_be_nearest(framework_copy):
    text = ours(framework_copy)
    [fault] = faults_of(framework_copy, text[: text.index("  - code: emergence")])
    assert fault.problem == "Cannot find two stages to compare"


def test_file_of_stages_is_needed(framework_copy):
    (framework_copy / "stages.yml").unlink()
    with pytest.raises(InputError, match="Cannot find the file"):
        read_framework(framework_copy)
