"""Names of versions, and the fault that an edition's own file gets for one that is not there."""

import shutil

import pytest

from clusterbrief.errors import InputError
from clusterbrief.study.edition import read_edition


@pytest.fixture
def later(tmp_path, project_root, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("example", "example-2025"):
        shutil.copytree(project_root / "data" / "editions" / name, tmp_path / name)
    return tmp_path / "example-2025"


def with_compared(edition, text):
    path = edition / "edition.yml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("compare_with: example\n", f"compare_with: {text}\n"), encoding="utf-8"
    )


@pytest.mark.parametrize(
    ("text", "problem", "remedy"),
    [
        ("exmaple", 'Cannot find an edition named "exmaple" beside this one', 'Did you mean "example"?'),
        ("example@last", 'Cannot find a publication "last" of the edition "example"', "compare_with: example"),
        ("example@2024-12-16", 'Cannot find a publication "2024-12-16"', "as it is now"),
        ("example-2025", "Cannot compare an edition with itself", "example-2025@last"),
    ],
)
def test_what_is_compared_must_be_there(later, framework, text, problem, remedy):
    with_compared(later, text)
    with pytest.raises(InputError) as caught:
        read_edition(later, framework.countries)
    (fault,) = caught.value.faults
    assert str(fault.place) == "example-2025/edition.yml:19 (compare_with)"
    assert problem in fault.problem and remedy in fault.remedy


@pytest.mark.parametrize("text", ["example@last", "example@2024-12-16", "example"])
def test_publications_and_editions_beside_it_are_found(later, framework, text):
    (later.parent / "example" / "published" / "2024-12-16").mkdir(parents=True)
    with_compared(later, text)
    assert read_edition(later, framework.countries).settings.compare_with == text
