"""What similarity.yml may say: the real file reads, and each planted fault is told with its line and key."""

from pathlib import Path

import pytest

from clusterbrief.errors import Fault, InputError
from clusterbrief.study.framework import Framework, read_framework

FILE = "similarity.yml"
# name: text as it is, text as planted, line that the fault names, its key, words of problem and remedy
PLANTED = {
    "criterion unknown": (
        "- code: age", "- code: agee", "- code: agee", "criteria.agee.code", 'Cannot use "agee"', 'Did you mean "age"?',
    ),
    "criterion twice": (
        "- code: age\n    label: age", "- code: size\n    label: age", None, "criteria.size.code",
        'Cannot use the code "size" twice', "framework/similarity.yml:",
    ),
    "band twice": (
        "code: growing", "code: small", "51 to 100", "criteria.size.bands.small.code",
        'Cannot use the code "small" twice', "framework/similarity.yml:",
    ),
    "bands out of order": (
        "up_to: 100}", "up_to: 40}", "51 to 100", "criteria.size.bands.growing.up_to",
        'Cannot end the band "growing" at 40: the one before it ends at 50', "ascending order",
    ),
    "band without end": (
        ", up_to: 200}", "}", "101 to 200", "criteria.size.bands.middle",
        'Cannot find where the band "middle" ends', '"up_to:"',
    ),
    "last band with an end": (
        "over 400 members}", "over 400 members, up_to: 999}", "over 400 members,", "criteria.size.bands.largest.up_to",
        "Cannot place numbers above 999", 'Leave "up_to" out',
    ),
    "bands of an ecosystem": (
        "label: ecosystem\n", "label: ecosystem\n    bands: [{code: all, label: all}]\n", "- code: ecosystem",
        "criteria.ecosystem", 'the criterion "ecosystem" has no bands', "",
    ),
    "least of none": (
        "organisations: 5", "organisations: 0", "organisations: 0", "least.organisations", "Cannot use 0", "Write 1 or more.",
    ),
    "standing unknown": (
        "organisations: 5\n  standing: project setting", "organisations: 5\n  standing: ours", "standing: ours",
        "least.standing", 'Cannot use "ours"', "Known here",
    ),
}  # fmt: skip


def faults_in(folder: Path) -> tuple[Fault, ...]:
    with pytest.raises(InputError) as caught:
        read_framework(folder)
    return caught.value.faults


@pytest.mark.parametrize("name", PLANTED)
def test_planted_fault_is_told_with_line_and_key(framework_copy: Path, name: str) -> None:
    old, new, marker, key, problem, remedy = PLANTED[name]
    path = framework_copy / FILE
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    [fault] = [each for each in faults_in(framework_copy) if problem in each.problem]
    assert (fault.place.file, fault.place.detail) == (f"framework/{FILE}", key)
    assert remedy in fault.remedy
    if marker:
        assert fault.place.line
        assert marker in path.read_text(encoding="utf-8").splitlines()[fault.place.line - 1]


def test_missing_file_is_told(framework_copy: Path) -> None:
    (framework_copy / FILE).unlink()
    [fault] = faults_in(framework_copy)
    assert (fault.place.file, fault.problem) == (f"framework/{FILE}", "Cannot find the file")


def test_real_file_drops_age_then_size_then_ecosystem(framework: Framework) -> None:
    assert framework.similarity
    assert [each.code for each in framework.similarity.criteria] == ["ecosystem", "size", "age"]
    assert framework.similarity.least.organisations == 5


def test_every_setting_has_a_standing_and_a_source(framework: Framework) -> None:
    assert framework.similarity
    for each in (framework.similarity.least, *framework.similarity.criteria):
        assert each.standing == "project setting"
        assert each.source.startswith("Project setting")
