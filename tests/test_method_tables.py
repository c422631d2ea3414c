"""Tables of the method page hold a row for each rule, benchmark, source and contradiction."""

import pandas as pd
import pytest

from clusterbrief.present import method_tables, rows
from clusterbrief.present.latin_names import with_latin


@pytest.fixture
def region(profiles):
    return profiles["region", "EaP"]


def test_every_rule_and_source_has_a_row_without_gaps(region):
    tables = region.tables
    made = {
        "benchmarks": (method_tables.tabulate_benchmarks(rows.benchmark_rows(region)), tables["benchmarks"]),
        "classes": (method_tables.tabulate_class_rules(tables["classes"]), tables["classes"]),
        "contradictions": (
            method_tables.tabulate_contradictions(tables["contradictions"], tables["services"]),
            tables["contradictions"],
        ),
        "sources": (method_tables.tabulate_sources(tables["sources"]), tables["sources"]),
        "findings": (method_tables.tabulate_finding_kinds(tables["findings"]), tables["findings"]),
    }
    for name, (shown, given) in made.items():
        assert len(shown) == len(given) > 0, name
        assert not shown.map(lambda cell: str(cell) in {"", "nan"}).any(axis=None), name


def test_structure_counts_every_indicator_once(region):
    nodes = region.tables["nodes"]
    counts = pd.to_numeric(method_tables.tabulate_structure(nodes)["Indicators"], errors="coerce").sum()
    assert counts == (nodes["level"] == "indicator").sum()


def test_thresholds_are_those_of_the_edition(region):
    facts = {**region.facts, "threshold_mean": 1}
    shown = method_tables.tabulate_thresholds(facts)["Shown from"].tolist()
    assert [int(each.split()[0]) for each in shown] == [facts[f"threshold_{name}"] for name in method_tables.THRESHOLDS]
    assert shown[0] == "1 organisation"


def test_names_stand_by_country_and_letter(region):
    named = region.tables["named"]
    shown = method_tables.tabulate_named(named, region.tables["areas"])
    order = list(region.tables["areas"]["area_label"])
    assert [order.index(country) for country in shown["Country"]] == sorted(
        order.index(each) for each in shown["Country"]
    )
    for _, group in shown.groupby("Country"):
        own = [name.partition(" (")[0] for name in group["Organisation"]]  # without Latin letters
        names = method_tables.tabulate_names(pd.DataFrame({"name": own}))["Organisation"]
        assert group["Organisation"].tolist() == names.tolist()
    assert sorted(shown["Organisation"]) == sorted(named["name"].map(with_latin))


def test_own_findings_name_question_and_what_was_done(profiles):
    for (kind, _), profile in profiles.items():
        if kind == "organisation" and len(profile.tables["own_findings"]):
            shown = method_tables.tabulate_findings(profile.tables["own_findings"])
            assert list(shown.columns) == ["Question", "What", "What was done"]
            assert shown["What"].str.match(r"[^a-z]").all()
            assert not shown["What"].duplicated().any()


def test_a_finding_about_several_questions_is_told_once():
    rows = pd.DataFrame(
        {"question": ["Fees", "Sales", ""], "kind": ["sum", "sum", "answered twice"], "problem": ["too much", "too much", "x"],
         "action": ["Left out.", "Left out.", "The last one counts."]}
    )  # fmt: skip
    assert method_tables.tabulate_findings(rows).to_dict("list") == {
        "Question": ["Fees; Sales", "The questionnaire as a whole"],
        "What": ["Too much", "You sent more than one answer"],
        "What was done": ["Left out.", "The last one counts."],
    }
    assert list(method_tables.tabulate_findings(rows.head(0))) == ["Question", "What", "What was done"]
