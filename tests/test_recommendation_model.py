"""What the files of recommendations may say: closed entries with at least one trigger."""

import pytest
from pydantic import ValidationError

from clusterbrief.study.recommendation_model import (
    RecommendationRule,
    Recommendations,
    RecommendationSettings,
    Triggers,
)

RULE = {
    "code": "a", "triggers": {"indicators": ["plan"]}, "addressee": "managers", "text": "Plan.", "horizon": "short",
    "level": "organisation", "cost": "low", "effect": "A plan.", "shown_by": "plan",
}  # fmt: skip


def test_a_rule_may_do_without_first_steps_and_practice():
    rule = RecommendationRule.model_validate(RULE)
    assert (rule.how, rule.practice) == ("", None)


@pytest.mark.parametrize("key", sorted(RULE))
def test_everything_else_is_needed(key):
    with pytest.raises(ValidationError):
        RecommendationRule.model_validate({name: value for name, value in RULE.items() if name != key})


def test_unknown_keys_and_empty_texts_are_refused():
    for change in ({"who": "me"}, {"text": " "}, {"effect": ""}, {"triggers": {}}, {"triggers": {"indicator": ["a"]}}):
        with pytest.raises(ValidationError):
            RecommendationRule.model_validate(RULE | change)


def test_triggers_are_told_in_a_fixed_order():
    triggers = Triggers(needs=("n",), indicators=("i", "j"), classes=("k",), criteria=("p.c",), stages=("s",))
    assert [(kind, codes) for kind, _, codes in triggers.by_kind()] == [
        ("indicator", ("i", "j")), ("criterion", ("p.c",)), ("class", ("k",)), ("stage", ("s",)), ("need", ("n",)),
        ("piece of evidence", ()),
    ]  # fmt: skip


@pytest.mark.parametrize("severity", [{"need": 1.1}, {"criterion": -0.1}, {"classes": {"a": 2}}, {"other": 1}])
def test_severities_are_shares(severity):
    with pytest.raises(ValidationError):
        RecommendationSettings.model_validate({"severity": severity})


def test_a_framework_may_do_without_recommendations():
    assert Recommendations().rules == ()
    assert Recommendations().settings.severity.criterion == 1
