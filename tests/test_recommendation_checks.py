"""Faults of data/framework/recommendations/: each is told with its file, line and key; and the real library is whole."""

import re
import shutil
from functools import cache
from pathlib import Path

import pytest

from clusterbrief.errors import Fault, Faults, InputError
from clusterbrief.study import placed_yaml
from clusterbrief.study.framework import read_framework
from clusterbrief.study.intake import read_study
from clusterbrief.study.programme_model import PlacesTest, UnknownTest
from clusterbrief.study.project import Project
from clusterbrief.study.recommendation_checks import check_practices, rule_files
from clusterbrief.study.reference import read_reference
from worked_example import FOLDER as EXAMPLE

RULES, SETTINGS = "recommendations/all.yml", "recommendations/settings.yml"
NEW = (
    "rules:\n  - code: new\n    triggers: {indicators: [plan]}\n    addressee: managers\n    text: Do it.\n"
    "    horizon: short\n    level: organisation\n    cost: low\n    effect: Done.\n    shown_by: plan\n"
)

# name: file, text as it is, text as planted, mark of the line, key, words of problem and remedy
PLANTED = {
    "indicator": (RULES, "[plan], c", "[plam], c", "plam", "rules.plan.triggers.indicators.0", 'Cannot find the indicator "plam"', '"plan"'),
    "criterion": (
        RULES, "documented_strategy", "documented_strateg", "strateg]", "rules.plan.triggers.criteria.0",
        'Cannot find the criterion "bronze_support.documented_strateg"', '"bronze_support.documented_strategy"',
    ),
    "criterion of places": (
        RULES, "go_cluster.own_income", "go_cluster.radius", "radius", "rules.money.triggers.criteria.0",
        'Cannot find the criterion "go_cluster.radius"', "",
    ),
    "class": (RULES, "[champion, ", "[champion, king, ", "king", "rules.always.triggers.classes.1", 'Cannot find the class "king"', "Known here"),
    "stage": (RULES, "[early,", "[earl, early,", "earl,", "rules.always.triggers.stages.0", 'Cannot find the stage "earl"', '"early"'),
    "need": (RULES, "needs: [people]", "needs: [people, peple]", "peple", "rules.people.triggers.needs.1", 'Cannot find the need "peple"', '"people"'),
    "trigger twice": (RULES, "[office, ", "[office, office, ", "office", "rules.rest.triggers.indicators.1", 'Cannot name the indicator "office" twice', ""),
    "no trigger": (RULES, "{indicators: [plan], criteria: [bronze_support.documented_strategy]}", "{}", "{}", "rules.plan.triggers", "at least one indicator", ""),
    "kind of trigger": (RULES, "{indicators: [plan], c", "{indicatrs: [plan], c", "indicatrs", "rules.plan.triggers.indicatrs", 'Cannot use the key "indicatrs"', '"indicators"'),
    "gap that cannot be": (
        RULES, "{indicators: [staff], needs: [people]}", "{indicators: [staff]}", "[staff]}", "rules.people.triggers",
        'Cannot measure a gap of "staff"', "Name a need or a criterion",
    ),
    "addressee": (RULES, "addressee: managers\n    text: Write", "addressee: manager\n    text: Write", "manager\n", "rules.plan.addressee", 'Cannot find the addressee "manager" in settings.yml', '"managers"'),
    "horizon": (RULES, "horizon: short\n    level: organisation\n    cost: low\n    effect: There is a plan", "horizon: soon\n    level: organisation\n    cost: low\n    effect: There is a plan", "soon", "rules.plan.horizon", 'Cannot find the horizon "soon"', '"short"'),
    "shown by": (RULES, "shown_by: staff", "shown_by: staf", "staf\n", "rules.people.shown_by", 'Cannot find the indicator "staf"', '"staff"'),
    "evidence": (RULES, "needs: [people]", "evidence: [nobody]", "nobody", "rules.people.triggers.evidence.0", 'Cannot find the piece of evidence "nobody"', ""),
    "like": (RULES, "shown_by: staff", "shown_by: staff\n    like: peple", "peple", "rules.people.like", 'Cannot find another rule "peple" to policy', "Known here"),
    "counted": (RULES, "shown_by: staff", "shown_by: staff\n    counted: {code: go_cluster.own_incom, label: X}", "own_incom", "rules.people.counted.code", 'Cannot find the criterion or piece of evidence "go_cluster.own_incom"', '"go_cluster.own_income"'),
    "code twice": (RULES, "code: listing", "code: plan", None, "rules.plan.code", 'Cannot use the code "plan" for two', "all.yml:2 (rules.plan.code)"),
    "text twice": (RULES, "text: Get listed.", "text: write a plan", "write a plan", "rules.listing.text", 'Cannot use the text "write a plan..." for two', "rules.plan.text"),
    "no rule for an indicator": ("indicators.yml", "code: plan", "code: other_plan", "other_plan", "indicators.other_plan.code", 'Cannot find a recommendation for the indicator "other_plan"', "Write a rule for it in recommendations/."),
    "no rule for a class": ("classes.yml", "code: pioneer", "code: scout", "scout", "classes.scout.code", 'Cannot find a recommendation for the class "scout"', "Write a rule for it"),
    "no rule for a stage": ("stages.yml", "code: late", "code: latest", "latest", "stages.latest.code", 'Cannot find a recommendation for the stage "latest"', "Write a rule for it"),
    "no rule for a need": ("questions/all.yml", "{code: advice, text: Advice}", "{code: advice, text: Advice}, {code: help, text: Help}", "help", "questions.q_needs.options.help.code", 'Cannot find a recommendation for the need "help"', "Write a rule for it"),
    "severity of a class": (SETTINGS, "pioneer: 0.2", "pionee: 0.2", "pionee", "severity.classes.pionee", 'Cannot find the class "pionee"', '"pioneer"'),
    "severity missing": (SETTINGS, "pioneer: 0.2, ", "", "classes:", "severity.classes", 'Cannot find the severity of the class "pioneer"', "from 0 to 1"),
    "severity too high": (SETTINGS, "need: 0.5", "need: 5", "need: 5", "severity.need", "Cannot use 5", ""),
    "programme": (SETTINGS, "{bronze_support: 1", "{bronz: 1, bronze_support: 1", "bronz:", "programmes.bronz", 'Cannot find the programme "bronz"', '"bronze_support"'),
    "programme missing": (SETTINGS, ", go_cluster: 0.5", "", "programmes:", "programmes", 'Cannot find how much the programme "go_cluster" counts', "from 0 to 1"),
    "node of a need": (SETTINGS, "money: [A.2.y]", "money: [A.2.z]", "A.2.z", "needs.money.0", 'Cannot find the node "A.2.z"', "Did you mean"),
    "node that is not scored": (SETTINGS, "advice: [B]", "advice: [I]", "[I]", "needs.advice.0", 'Cannot find the node "I"', "Known here"),
    "need of a node": (SETTINGS, "  people: [A.1]", "  peopl: [A.1]", "peopl:", "needs.peopl", 'Cannot find the need "peopl"', '"people"'),
    "term twice": (SETTINGS, "code: policy", "code: managers", None, "addressees.managers.code", 'Cannot list "managers" twice', ""),
    "key of settings": (SETTINGS, "costs:", "cost:", "cost:", "cost", 'Cannot use the key "cost"', '"costs"'),
}  # fmt: skip


remembered = cache(placed_yaml.parse_yaml)


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(placed_yaml, "parse_yaml", remembered)  # files that a test leaves alone are parsed once
    monkeypatch.chdir(tmp_path)
    return Path(shutil.copytree(EXAMPLE / "framework", tmp_path / "framework"))


def plant(folder: Path, file: str, old: str, new: str) -> str:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text, old
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path.read_text(encoding="utf-8")


def faults_in(folder: Path) -> tuple[Fault, ...]:
    with pytest.raises(InputError) as caught:
        read_framework(folder)
    return caught.value.faults


@pytest.mark.parametrize("name", PLANTED)
def test_planted_fault_is_told_with_file_line_and_key(copy, name):
    file, old, new, mark, key, problem, remedy = PLANTED[name]
    text = plant(copy, file, old, new)
    every = faults_in(copy)
    assert all(fault.problem.startswith("Cannot ") for fault in every)
    found = [fault for fault in every if problem in fault.problem]
    assert len(found) == 1, [str(fault) for fault in every]
    assert (found[0].place.file, found[0].place.detail) == (f"framework/{file}", key)
    assert remedy in found[0].remedy
    if mark is not None:
        lines = [number for number, line in enumerate(text.splitlines(keepends=True), start=1) if mark in line]
        assert found[0].place.line in lines


def test_all_faults_are_told_at_once(copy):
    names = ["indicator", "need", "addressee", "shown by", "programme missing"]
    for name in names:
        plant(copy, *PLANTED[name][:3])
    problems = [fault.problem for fault in faults_in(copy)]
    assert all(any(PLANTED[name][5] in problem for problem in problems) for name in names)


def test_rules_may_stand_in_several_files(copy):
    (copy / "recommendations" / "more.yml").write_text(NEW, encoding="utf-8")
    codes = [rule.code for rule in read_framework(copy).recommendations.rules]
    assert codes == ["plan", "listing", "rest", "people", "money", "always", "new"]


def test_a_text_of_another_file_is_told(copy):
    (copy / "recommendations" / "more.yml").write_text(NEW.replace("Do it.", "Write a plan."), encoding="utf-8")
    [fault] = faults_in(copy)
    assert "framework/recommendations/all.yml:5" in fault.remedy


def test_a_framework_may_do_without_the_folder(copy):
    shutil.rmtree(copy / "recommendations")
    assert read_framework(copy).recommendations.rules == ()


def test_a_folder_without_rules_or_settings_is_told(copy):
    (copy / RULES).unlink()
    assert {"Write a rule for it in recommendations/."} == {fault.remedy for fault in faults_in(copy)}
    (copy / SETTINGS).unlink()
    assert [fault.place.file for fault in faults_in(copy)] == [f"framework/{SETTINGS}"]


# Practices


def test_unknown_practice_is_told_with_its_line(copy):
    plant(copy, RULES, "practice: digitallead", "practice: digitaled")
    faults = Faults()
    check_practices(copy, read_framework(copy).recommendations, ["digitallead", "habic"], faults)
    [fault] = faults
    assert str(fault.place) == "framework/recommendations/all.yml:10 (rules.plan.practice)"
    assert fault.remedy == 'Did you mean "digitallead"?'


def test_faults_of_practices_stop_a_study(copy, project_root):
    plant(copy, RULES, "practice: digitallead", "practice: digitaled")
    shutil.copytree(copy, copy.parent / "data" / "framework")
    shutil.copytree(project_root / "data" / "eu", copy.parent / "data" / "eu")
    with pytest.raises(InputError) as caught:
        read_study(Project(copy.parent, copy.parent), "none")
    assert "rules.plan.practice" in [fault.place.detail for fault in caught.value.faults]


# The real library


def triggered(framework, kind: str) -> set[str]:
    rules = framework.recommendations.rules
    return {code for rule in rules for each, _, codes in rule.triggers.by_kind() if each == kind for code in codes}


def readers(framework, kind: str, code: str) -> set[str]:
    rules = framework.recommendations.rules
    return {
        rule.addressee for rule in rules for each, _, codes in rule.triggers.by_kind() if each == kind and code in codes
    }


def test_every_indicator_has_a_rule_for_managers(framework):
    for code in framework.indicators:
        assert "managers" in readers(framework, "indicator", code), code


def test_every_class_stage_and_need_has_a_rule_for_every_reader(framework):
    everyone = {"managers", "policy", "donors", "business"}
    for kind, codes in (
        ("class", [each.code for each in framework.classes.classes]),
        ("stage", [each.code for each in framework.stages.stages]),
        ("need", [option.code for option in framework.options(framework.with_role("needs"))]),
    ):
        for code in codes:
            told = readers(framework, kind, code)
            if code == "legal_basis":  # advice on the law rests on what the law says; the need makes it more urgent
                told |= readers(framework, "piece of evidence", "law_incomplete")
            assert told == everyone, (kind, code)


def test_every_criterion_that_answers_can_decide_has_a_rule(framework):
    undecidable = (PlacesTest, UnknownTest)
    decidable = {
        f"{programme.code}.{criterion.code}"
        for programme in framework.programmes
        for criterion in programme.criteria
        if criterion.test is not None and not isinstance(criterion.test, undecidable)
    }
    assert triggered(framework, "criterion") == decidable


@pytest.mark.parametrize("reader", ["managers", "policy", "donors", "business"])
def test_every_reader_has_a_rich_set(framework, reader):
    own = [rule for rule in framework.recommendations.rules if rule.addressee == reader]
    assert len(own) >= 30
    assert len({rule.practice for rule in own}) >= 8


def test_texts_are_short_sentences_to_act_on(framework):
    for rule in framework.recommendations.rules:
        sentences = [rule.text, *([rule.how] if rule.how else []), rule.effect]
        for text in sentences:
            assert re.match(r"[A-Z]", text), text
            assert text.endswith("."), text
            assert not re.search(r"should|consider|leverag|stakeholder|ecosystem|synerg|—|;", text, re.I), text
        assert len(rule.text.split()) <= 30, rule.text
        assert rule.text.count(". ") == 0, rule.text
        assert len(rule.how.split()) <= 45, rule.how
        assert rule.how, rule.code


def test_no_two_texts_of_the_library_are_the_same(framework):
    for key in ("text", "how"):
        texts = [getattr(rule, key) for rule in framework.recommendations.rules]
        assert len(texts) == len(set(texts))


def test_every_practice_exists_and_every_practice_is_named(framework, project_root):
    practices = read_reference(project_root / "data" / "eu").practices["practice_code"]
    named = {rule.practice for rule in framework.recommendations.rules} - {None}
    assert named == set(practices)


def test_every_value_that_rules_may_give_is_given(framework):
    settings, rules = framework.recommendations.settings, framework.recommendations.rules
    for key, listed in (
        ("addressee", settings.addressees), ("horizon", settings.horizons), ("level", settings.levels), ("cost", settings.costs),
    ):  # fmt: skip
        assert {getattr(rule, key) for rule in rules} == {term.code for term in listed}


def test_files_of_rules_are_read_in_order_of_their_names(project_root):
    names = [path.stem for path in rule_files(project_root / "data" / "framework")]
    assert names == sorted(names)
    assert "settings" not in names


@pytest.mark.parametrize(
    ("code", "watched"),
    [
        ("helix_managers", "eccp_listing.member_types"), ("helix_policy", "eccp_listing.member_types"),
        ("research_managers", "go_cluster.research_share"), ("own_income_policy", "own_income"),
        ("own_income_business", "fee_model"), ("private_income_donors", "private_income"),
    ],
)  # fmt: skip
def test_what_triggers_a_rule_on_members_or_income_shows_whether_it_worked(framework, code, watched):
    rule = next(rule for rule in framework.recommendations.rules if rule.code == code)
    triggers = {each for _, _, codes in rule.triggers.by_kind() for each in codes}
    assert rule.watched == watched
    assert triggers - {"eccp_listing.public_collaboration"} == {watched}  # which no answer can fail
