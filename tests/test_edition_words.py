"""What every document may print of its edition: facts, rules and criteria in words."""

from dataclasses import replace

import pandas as pd

from clusterbrief.analysis.cutting.edition_words import edition_facts, list_criteria, rules_in_words, words
from worked_example import COUNTRIES, REGION, example, example_framework, reference


def test_rules_have_labels_for_every_code(framework):
    rules = rules_in_words(framework)
    assert list(rules["rule_code"]) == [rule.code for rule in framework.recommendations.rules]
    settings = framework.recommendations.settings
    assert set(rules["horizon"]) <= {term.label for term in settings.horizons}
    assert set(rules["level"]) <= {term.label for term in settings.levels}
    assert set(rules["cost"]) <= {term.label for term in settings.costs}
    needed = [column for column in rules if column not in {"practice_code", "how", "need"}]
    assert (rules[needed] != "").all(axis=None)
    alone = rules.set_index("rule_code")["need"]
    assert alone["business_plan_managers"] == "Financial sustainability of the cluster organisation"
    assert alone["own_income_policy"] == alone["networks_policy"] == ""  # a gap is enough
    assert rules["text"].str.endswith(".").all()


def test_rules_of_the_worked_example_in_words():
    rules = rules_in_words(example_framework()).set_index("rule_code")
    plan = rules.loc["plan"]
    assert (plan["addressee"], plan["text"], plan["practice_code"]) == ("managers", "Write a plan.", "digitallead")
    assert plan["shown_by_label"] == example_framework().indicators["plan"].label
    assert rules.loc["listing", "practice_code"] == ""


def test_every_practice_that_a_rule_names_is_known(framework):
    named = set(rules_in_words(framework)["practice_code"]) - {""}
    assert named and named <= set(reference().practices["practice_code"])


def test_limits_of_criteria_are_in_words_and_shares_in_percent(framework):
    criteria = list_criteria(framework, reference())
    bronze = criteria[criteria["programme_label"] == "Support for the Bronze label"].set_index("label")["needed"]
    assert bronze["Active members"] == "at least 15 members"
    assert bronze["Members from the private sector"] == "over 50 %"
    assert bronze["Dedicated management"] == "at least 0.5 FTE"
    assert bronze["Listed on the ECCP"] == ""
    assert not criteria["needed"].str.contains("share").any()


def test_criteria_say_why_they_are_a_setting_or_cannot_be_told():
    criteria = list_criteria(example_framework(), reference())
    tests = [
        each for programme in example_framework().programmes for each in programme.criteria if each.test is not None
    ]
    assert len(criteria) == len(tests)
    assert criteria["setting"].tolist() == [each.setting for each in tests]
    unknown = criteria[criteria["reason"] != ""]
    assert unknown["reason"].tolist() == ["how many staff are appropriate"]
    assert (criteria["source"] != "").all()
    assert not criteria.isin(["nan", "None"]).any(axis=None)


def test_areas_begin_with_the_region():
    areas = words(example("disclosed").study)["areas"]
    assert list(areas["area_code"]) == [REGION, *COUNTRIES]
    assert areas["area_label"].iloc[0] == f"All {len(COUNTRIES)} countries"
    assert areas["area_of"].iloc[0] == "the partner region"


def test_region_of_one_country_is_not_all_one_countries():
    study = example("disclosed").study
    settings = study.edition.settings.model_copy(update={"countries": ("XA",)})
    areas = words(replace(study, edition=replace(study.edition, settings=settings)))["areas"]
    assert list(areas["area_label"]) == ["The region", "Alphaland"]


def test_facts_are_plain_values_that_survive_writing():
    facts = edition_facts(example("disclosed").study)
    assert facts["collected_to"] == "2024-05-01" and facts["synthetic"] is True and facts["has_atlas"] is False
    assert facts["threshold_mean"] == 3
    assert all(isinstance(value, str | int | float | bool | None) for value in facts.values())


def test_words_of_a_framework_name_every_option():
    tables = words(example("disclosed").study)
    for role, name in (("needs", "need_options"), ("actions", "action_options")):
        question = example_framework().with_role(role)
        options = example_framework().options(question) if question else ()
        expected = pd.DataFrame([(each.code, each.text) for each in options], columns=["option_code", "option_label"])
        pd.testing.assert_frame_equal(tables[name], expected)
    assert list(tables["classes"]["class_code"]) == [rule.code for rule in example_framework().classes.classes]
