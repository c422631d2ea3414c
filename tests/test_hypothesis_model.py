"""What hypotheses.yml may say of evidence, and what ours says."""

import pytest
from pydantic import ValidationError

from clusterbrief.study.hypothesis_model import Evidence, HypothesisFile

ITEM = {"code": "few", "label": "Has few", "questions": ["members"]}


def test_evidence_says_one_thing():
    assert Evidence.model_validate(ITEM | {"below": 3}).below == 3
    assert Evidence.model_validate(ITEM | {"questions": ["a", "b"], "above": 0}).above == 0
    assert Evidence.model_validate(ITEM | {"options": ["no"]}).options == ("no",)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({}, 'one of "options", "above" and "below"'),
        ({"above": 1, "below": 3}, 'one of "options", "above" and "below"'),
        ({"options": ["no"], "below": 3}, 'one of "options", "above" and "below"'),
        ({"options": ["no"], "questions": ["a", "b"]}, "only numbers are added up"),
        ({"questions": [], "below": 3}, "at least 1 item"),
        ({"belo": 3}, "Extra inputs"),
    ],
)
def test_evidence_that_says_nothing_or_two_things_is_refused(wrong, words):
    with pytest.raises(ValidationError, match=words):
        Evidence.model_validate(ITEM | wrong)


@pytest.mark.parametrize("majority", [0, 1, 50])
def test_majority_lies_between_0_and_1(majority):
    with pytest.raises(ValidationError):
        HypothesisFile.model_validate({"majority": majority})


def test_every_challenge_that_the_source_names_has_a_claim_with_a_need_beside_the_answers(framework):
    hypotheses = {each.code: each for each in framework.hypotheses.hypotheses}
    assert list(hypotheses) == ["legal", "finance", "skills", "operations"]
    needs = framework.with_role("needs").code
    for each in hypotheses.values():
        asked = [item.questions for item in each.evidence]
        assert (needs,) in asked
        assert len(asked) >= 4
        assert next(item for item in each.evidence if item.code == each.main).questions != (needs,)
