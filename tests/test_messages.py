"""Faulty documents and what is said about them, side by side, as authors meet it."""

import shutil
from pathlib import Path

import pytest

from clusterbrief.errors import InputError
from clusterbrief.study.edition import read_edition
from clusterbrief.study.framework import Framework, read_framework

FAULTY = Path(__file__).parent / "faulty"


def side_by_side(error: InputError, folder: Path) -> str:
    """Each fault below the line it names."""
    parts = []
    for fault in error.faults:
        path = folder / fault.place.file
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines() if path.is_file() else []
        line = lines[fault.place.line - 1] if fault.place.line and len(lines) >= fault.place.line else ""
        parts.append(f"{line.strip() or '(nothing)'}\n=> {fault}")
    return "\n\n".join(parts)


@pytest.mark.parametrize("file", sorted(path.stem for path in (FAULTY / "questions").iterdir()))
def test_message_about_questions(framework_copy, file, snapshot):
    shutil.copy(FAULTY / "questions" / f"{file}.yml", framework_copy / "questions" / f"7_{file}.yml")
    with pytest.raises(InputError) as caught:
        read_framework(framework_copy)
    assert side_by_side(caught.value, framework_copy.parent) == snapshot


@pytest.mark.parametrize(
    "file", sorted(path.name for kind in ("edition", "invited") for path in (FAULTY / kind).iterdir())
)
def test_message_about_an_edition(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, framework: Framework, file: str, snapshot
) -> None:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "2024"
    folder.mkdir()
    whole = (FAULTY / "edition" / "collected_backwards.yml").read_text(encoding="utf-8")
    (folder / "edition.yml").write_text(whole.replace("2024-04-01", "2024-05-31"), encoding="utf-8")
    (folder / "invited.csv").write_text(
        "organisation_code,name,country_code,kind,eccp\nAM-001,First,AM,proto-cluster,no\n", encoding="utf-8"
    )
    (folder / "answers.xlsx").touch()
    kind = "edition" if file.endswith(".yml") else "invited"
    shutil.copy(FAULTY / kind / file, folder / f"{kind}{Path(file).suffix}")
    with pytest.raises(InputError) as caught:
        read_edition(folder, framework.countries)
    assert side_by_side(caught.value, tmp_path) == snapshot
