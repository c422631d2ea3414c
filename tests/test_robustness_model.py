"""robustness.yml: closed, in range, and every setting says where it comes from."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from clusterbrief.errors import InputError
from clusterbrief.study.framework import Framework, read_framework
from clusterbrief.study.robustness_model import RobustnessFile


@pytest.mark.parametrize(
    ("settings", "problem"),
    [
        ({"weight_spread": 1}, "less than 1"),
        ({"scenarios": 0}, "greater than or equal to 1"),
        ({"interval": {"low": 0.9, "high": 0.1}}, "low is not below high"),
        ({"variance_runs": 500}, "not a power of 2"),
        ({"sources": {}}, '"scenarios" has no entry in "sources"'),
        ({"sources": {"scenarios": "ours", "seeds": "ours"}}, 'names "seeds", which is no setting'),
        ({"weights": 3}, "Extra inputs"),
    ],
)
def test_faults_are_refused(settings: dict[str, object], problem: str) -> None:
    stated = {"scenarios": 10, **settings}
    settings = {"sources": {key: "Project setting" for key in stated if key != "sources"}, **stated}
    with pytest.raises(ValidationError, match=problem):
        RobustnessFile.model_validate(settings)


def test_every_setting_of_the_project_is_stated_with_its_source(framework: Framework) -> None:
    assert set(framework.robustness.sources) == set(RobustnessFile.model_fields) - {"sources"}


def test_the_file_is_required_and_its_faults_are_placed(framework_copy: Path) -> None:
    path = framework_copy / "robustness.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("weight_spread: 0.25", "weight_spread: 25"), "utf-8")
    with pytest.raises(InputError) as caught:
        read_framework(framework_copy)
    (fault,) = caught.value.faults
    assert (Path(fault.place.file).name, fault.place.detail) == ("robustness.yml", "weight_spread")
    assert fault.place.line == path.read_text(encoding="utf-8").splitlines().index("weight_spread: 25") + 1
    path.unlink()
    with pytest.raises(InputError, match=r"robustness\.yml"):
        read_framework(framework_copy)
