"""What stages.yml may say of one stage, and what ours says."""

from itertools import pairwise

import pytest
from pydantic import ValidationError

from clusterbrief.study.stage_model import Stage, StageFile

STAGE = {"code": "early", "label": "Early", "plural": "Early ones", "about": "Nothing is there.", "levels": {"life": 0}}


def test_a_stage_holds_a_level_for_each_feature():
    file = StageFile.model_validate({"source": "Made for tests.", "stages": [STAGE]})
    assert file.features == ("life",)
    assert StageFile().features == ()


@pytest.mark.parametrize(
    "wrong",
    [{"levels": {"life": 5}}, {"levels": {"life": -1}}, {"levels": {"life": 1.5}}, {"levels": {}}, {"lable": "x"}],
)
def test_levels_are_whole_and_lie_between_0_and_4_and_keys_are_known(wrong):
    with pytest.raises(ValidationError):
        Stage.model_validate(STAGE | wrong)


def test_the_five_stages_of_the_source_stand_in_their_order(framework):
    codes = [stage.code for stage in framework.stages.stages]
    assert codes == ["agglomeration", "emergence", "development", "maturity", "transformation"]
    assert "2.1.5" in framework.stages.source
    asked = [code for code, question in framework.questions.items() if "stage" in question.use]
    assert list(framework.stages.features) == asked


def test_clusters_go_up_to_maturity_and_only_renewal_and_decline_tell_transformation(framework):
    stages = framework.stages.stages
    for earlier, later in pairwise(stages[:4]):
        assert all(later.levels[code] >= level for code, level in earlier.levels.items())
    risen = [code for code, level in stages[3].levels.items() if stages[4].levels[code] != level]
    assert risen == ["life_renewal", "life_decline"]
