"""The house: imports go one way, modules stay small, each has its test, words have one meaning."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

LONGEST = 330
NO_NAMES = {"utils", "util", "helpers", "helper", "common", "core", "base", "manager", "handler", "misc"}
SOURCES = Path(__file__).parent.parent / "src" / "clusterbrief"
# Modules without a test of their name, and the one that tests them
TESTED_ELSEWHERE = {
    "edition_model": "edition", "entry": "framework", "example_recipients": "example", "example_stories": "example", "example_answers": "example", "example_names": "example",
    "employment_file": "employment", "export": "eusurvey", "framework_checks": "framework",
    "framework_model": "framework",
    "placed_yaml": "messages", "question_checks": "framework", "scoring_model": "framework", "theme": "figures",
    "value_faults": "messages", "rule_model": "rules", "project": "cli", "employment_findings": "location_quotients", "ecosystems": "atlas_table",
    "cut_profiles": "profiles", "cut_organisation": "profiles", "cut_dossier": "profiles", "analyse": "disclosed",
    "cli_narratives": "narratives", "cli_publish": "publishing", "cli_progress": "cli", "published_texts": "leaks",
    "outgoing": "publishing", "cut_open_data": "open_data", "open_data_tables": "open_data",
    "prepared": "pipeline", "request": "receipts", "run": "execute", "kernels": "execute", "shell": "execute", "warm_parent": "forks",
}  # fmt: skip
KEY_TERMS = (
    "edition", "organisation", "framework", "response", "finding", "fault", "score", "coverage", "benchmark",
    "attainment", "gap", "peers", "class", "phase", "profile", "document", "renderer", "audience", "area",
)  # fmt: skip


def modules():
    return sorted(path for path in SOURCES.rglob("*.py") if path.name != "__init__.py")


def test_imports_go_one_way(project_root):
    program = Path(sys.executable).parent / "lint-imports"
    answer = subprocess.run([program, "--no-cache"], capture_output=True, text=True, cwd=project_root, check=False)
    assert answer.returncode == 0, answer.stdout


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.stem)
def test_module_is_read_in_one_sitting(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) < LONGEST


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.stem)
def test_module_says_what_it_is_in_a_sentence(path):
    first = (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").splitlines()
    assert first
    assert first[0].endswith(".")
    assert path.stem not in NO_NAMES
    assert not NO_NAMES & set(path.parent.parts[-2:])


def test_each_module_has_a_test_of_its_name():
    tests = {path.stem.removeprefix("test_") for path in Path(__file__).parent.glob("test_*.py")}
    untested = [path.relative_to(SOURCES).as_posix() for path in modules() if not _tested(path, tests)]
    assert untested == []
    assert set(TESTED_ELSEWHERE.values()) <= tests


def _tested(path, tests):
    """A test of its own name, of its folder's name below a room, or one that is listed here."""
    room = path.relative_to(SOURCES).parts
    of_folder = len(room) > 2 and any(test.startswith(room[1]) for test in tests)
    return path.stem in tests or path.stem in TESTED_ELSEWHERE or of_folder


def test_glossary_names_the_key_terms(project_root):
    path = project_root / "docs" / "terms.md"
    assert path.is_file()
    text = path.read_text(encoding="utf-8").lower()
    assert not [term for term in KEY_TERMS if term not in text]
