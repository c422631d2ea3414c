"""Documentation that is true: its code runs, its links lead somewhere."""

import re

import pytest

CODE = re.compile(r"```python\n(.*?)```", re.S)
LINK = re.compile(r"\[[^\]]*\]\(([^)#:]+)(#[^)]*)?\)")


def documents(root):
    return [root / "README.md", root / "CHANGELOG.md", *sorted((root / "docs").rglob("*.md"))]


def test_every_python_block_of_the_docs_runs(project_root, monkeypatch):
    monkeypatch.chdir(project_root)
    ran = 0
    for path in documents(project_root):
        names: dict = {}
        for block in CODE.findall(path.read_text(encoding="utf-8")):
            exec(compile(block, str(path), "exec"), names)
            ran += 1
    assert ran >= 6


def test_every_link_of_the_docs_leads_to_a_file(project_root):
    checked = 0
    for path in documents(project_root):
        for target, _ in LINK.findall(path.read_text(encoding="utf-8")):
            checked += 1
            assert (path.parent / target).exists(), f"{path.name} links to {target}"
    assert checked > 10


@pytest.mark.parametrize("term", ["attainment", "coverage", "benchmark", "profile", "finding", "fault", "edition"])
def test_terms_are_defined_once(project_root, term):
    text = (project_root / "docs" / "terms.md").read_text(encoding="utf-8")
    assert len(re.findall(rf"^\| {term} \|", text, re.M)) == 1


def test_every_key_of_an_edition_is_documented(project_root):
    from clusterbrief.study.edition_model import EditionFile

    text = (project_root / "docs" / "editions.md").read_text(encoding="utf-8")
    missing = [key for key in EditionFile.model_fields if f"`{key}`" not in text]
    assert not missing
