"""country_models.yml and edition.yml name what there is; faults are told with their line, all at once."""

import shutil

import pytest

from clusterbrief.errors import InputError
from clusterbrief.study.edition import read_edition
from clusterbrief.study.framework import read_framework


def faults_of(folder):
    with pytest.raises(InputError) as caught:
        read_framework(folder)
    return list(caught.value.faults)


def replaced(folder, old, new):
    path = folder / "country_models.yml"
    text = path.read_text(encoding="utf-8")
    assert text.count(old) >= 1
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "key", "problem", "remedy"),
    [
        ("question: label_wish", "question: label_wsh", "commitment.label_wish.question", 'the question "label_wsh"', '"label_wish"?'),
        ("question: label_wish", "question: team_fte", "commitment.label_wish.question", 'of type "number"', "single or yesno"),
        ('options: ["yes"]', 'options: ["oui"]', "commitment.label_wish.options.0", 'the option "oui"', "Known here"),
        ("options: [high]", "options: [do_not_know]", "limits.over_specialisation.options.0", '"do_not_know"', "Known"),
        ("node: II.c.3", "node: II.c.9", "potential.digital_services.node", 'the node "II.c.9"', "II.c"),
        ("[champion, pioneer]", "[champion, pionier]", "potential.leading_classes.classes.1", '"pionier"', '"pioneer"?'),
        ("[bronze_support, eccp", "[gold_support, eccp", "swot.programmes.0", 'the programme "gold_support"', "bronze"),
        ("[transformation]", "[decay]", "swot.under_pressure.0", 'the stage "decay"', "Known here"),
        ("funding: secured_funding", "funding: overall", "swot.funding", 'the indicator "overall"', ""),
        ("[income_fees, ", "[team_fte, ", "funding.private.0", "as a share of income", '"share"'),
        ("[income_public, ", "[income_fees, ", "funding.public.0", '"income_fees" twice', "first used"),
        ("  - code: challenges", "  - code: diagnosis", "steps.diagnosis.code", '"diagnosis" twice', "first used"),
        ("  - code: long\n", "  - code: longest\n", "horizons", 'the horizon "long" of the recommendations', "Add it"),
    ],
)  # fmt: skip
def test_code_that_names_nothing_is_told_with_its_place(framework_copy, old, new, key, problem, remedy):
    replaced(framework_copy, old, new)
    [fault] = faults_of(framework_copy)
    assert fault.place.file == "framework/country_models.yml"
    assert fault.place.detail == key
    assert fault.place.line > 1
    assert problem in fault.problem
    assert remedy in fault.remedy


def test_components_without_any_weight_are_told(framework_copy):
    path = framework_copy / "country_models.yml"
    text = path.read_text(encoding="utf-8")
    for measure in ("response_rate", "completion", "answers"):
        text = text.replace(f"measure: {measure}\n", f"measure: {measure}\n    weight: 0\n")
    path.write_text(text, encoding="utf-8")
    [fault] = faults_of(framework_copy)
    assert fault.problem == 'Cannot weigh the components of "commitment": all weights are zero'


def test_faults_are_told_together(framework_copy):
    replaced(framework_copy, "question: label_wish", "question: label_wsh")
    replaced(framework_copy, "node: II.c.3", "node: II.c.9")
    assert len(faults_of(framework_copy)) == 2


def test_edition_names_only_its_own_countries(project_root, framework, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "2024"
    folder.mkdir()
    example = project_root / "data" / "editions" / "example"
    for name in ("answers.xlsx", "invited.csv"):
        shutil.copy(example / name, folder)
    text = (example / "edition.yml").read_text(encoding="utf-8")
    (folder / "edition.yml").write_text(text + "country_models: [AM, UA]\n", encoding="utf-8")
    assert read_edition(folder, framework.countries).settings.country_models == ("AM", "UA")
    (folder / "edition.yml").write_text(text + "country_models: [AM, ARM]\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_edition(folder, framework.countries)
    [fault] = caught.value.faults
    assert (fault.place.file, fault.place.detail) == ("2024/edition.yml", "country_models.1")
    assert "it is not in this edition" in fault.problem
    assert '"AM"' in fault.remedy
