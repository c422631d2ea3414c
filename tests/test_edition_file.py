"""edition.yml as text: scaffolds are valid, and what authors wrote stays as it is."""

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterbrief.study.edition_file import add_survey_files, scaffold_settings
from clusterbrief.study.edition_model import EditionFile
from clusterbrief.study.placed_yaml import parse_yaml, read_yaml

TAIL = (
    "collected_from: 2024-04-08\n# why\ncollected_to: 2024-05-31\npublished: 2024-12-16\ncountries: [AM,  GE]   # two\n"
)
HEAD = "# head\n\ntitle: 'A: b'   # it's\nsynthetic: false\n"
SURVEYS = {
    "indented": "survey:\n  - file: a.xlsx\n",
    "not indented": "survey:\n- file: a.xlsx\n",
    "deep": "survey:\n    - file: a.xlsx\n      tool: eusurvey # why\n    - file: 'b.xlsx'\n",
    "comments": "survey: # all\n  # first\n  - file: a.xlsx  # inline\n\n# below, of the dates\n",
    "note in the list": "survey:\n  - file: a.xlsx\n    # not here yet: b.xlsx\n\n",
    "entries in braces": "survey:\n  - {file: a.xlsx}\n",
}
names = st.one_of(
    st.sampled_from(
        ["new one.csv", "2024.xlsx", "no", "null.csv", "a: b.csv", "#1.csv", '"q".csv', "-.csv", "Ünï.csv"]
    ),
    st.text(st.characters(blacklist_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1, max_size=30).filter(str.strip),
)


@pytest.mark.parametrize("survey", SURVEYS)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_lines_of_the_author_stay_as_they_are(tmp_path: Path, survey: str, end: str):
    text = (HEAD + SURVEYS[survey] + TAIL).replace("\n", end)
    path = tmp_path / "edition.yml"
    path.write_bytes(text.encode())
    new = add_survey_files(path, ["late.csv", "2025.xlsx"], "limesurvey")
    assert new.count("\n") == new.count(end)
    left = iter(new.splitlines())
    assert all(line in left for line in text.splitlines())  # each one, in the same order
    path.write_bytes(new.encode())
    settings, _ = read_yaml(path, EditionFile)
    assert [each.file for each in settings.survey][-2:] == ["late.csv", "2025.xlsx"]
    assert {each.tool for each in settings.survey[-2:]} == {"limesurvey"}


def test_list_in_one_line_is_continued_there(tmp_path: Path):
    path = tmp_path / "edition.yml"
    path.write_text(HEAD + "survey: [{file: a.xlsx}]\n" + TAIL, encoding="utf-8")
    path.write_text(add_survey_files(path, ["b.csv"], ""), encoding="utf-8")
    settings, _ = read_yaml(path, EditionFile)
    assert [each.file for each in settings.survey] == ["a.xlsx", "b.csv"]


@given(file=names)
def test_any_file_name_is_read_back(tmp_path_factory, framework, file):
    path = tmp_path_factory.mktemp("any") / "edition.yml"
    path.write_text(HEAD + SURVEYS["comments"] + TAIL, encoding="utf-8")
    assert parse_yaml(add_survey_files(path, [file], ""))["survey"][-1]["file"] == file
    path.write_text(scaffold_settings([file], "", [], 2025, framework), encoding="utf-8")
    assert parse_yaml(path.read_text(encoding="utf-8"))["survey"][0]["file"] == file


@pytest.mark.parametrize("days", [[], [date(2025, 3, 1)], [date(2024, 12, 30), date(2025, 1, 2), date(2026, 1, 1)]])
def test_scaffold_is_valid_and_dated(tmp_path: Path, framework, days):
    path = tmp_path / "edition.yml"
    path.write_text(scaffold_settings(["a.csv", "b.xlsx"], "", days, 2025, framework), encoding="utf-8")
    settings, _ = read_yaml(path, EditionFile)
    assert settings.title.endswith(" 2025")
    assert not settings.synthetic
    assert settings.countries == tuple(framework.countries)
    assert settings.collected_from == (days[0] if days else date(2025, 1, 1))
    assert settings.collected_from <= settings.collected_to <= settings.published
    assert [each.file for each in settings.survey] == ["a.csv", "b.xlsx"]


def test_scaffold_names_every_key_of_the_guide_once(framework):
    text = scaffold_settings(["a.csv"], "", [], 2025, framework)
    keys = re.findall(r"^(\w+):", text, flags=re.MULTILINE)
    assert len(keys) == len(set(keys))
    assert set(keys) <= set(EditionFile.model_fields)
