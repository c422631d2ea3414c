"""Nobody can tell one organisation's answer or score who sets every public table beside every other."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, replace
from random import Random
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

import full_attacker
from classes_attacker import classes_told
from clusterbrief.analysis.disclosed import Disclosed
from clusterbrief.analysis.disclosed_robustness import DisclosedRobustness
from clusterbrief.analysis.judged_rules import count_judged
from clusterbrief.analysis.models.country_model_tables import CountryModels, model_countries
from clusterbrief.analysis.republication.keeping_back import keep_back
from full_attacker import READ, Find, answers_told, places_told, unsolved
from income_attacker import incomes_told
from succession_inputs import (
    NOT_PUBLIC,
    answers,
    disclosed,
    first_answers,
    later_answers,
    publication,
    publish,
    setting,
)
from sums_attacker import spreads_told, subtracted_told, sums_told
from worked_example import example

Rows = Mapping[str, Mapping[str, str]]
ATLAS = {"atlas_pairs", "atlas_nodes"}
SIDES = {"private": ["q_sales"], "public": ["q_fees"]}


def attack(public: Sequence[Mapping], made: Sequence[SimpleNamespace], rows: Sequence[Rows]) -> list[Find]:
    internal = [each.internal for each in made]
    told = answers_told(public, rows), places_told(public, internal), spreads_told(public, internal), _classes(public)
    return [*(find for each in told for find in each), *_sums(public, made), *incomes_told(public, internal, SIDES)]


def _classes(public: Sequence[Mapping]) -> Iterator[Find]:
    return (find for each in public for find in classes_told(each))


def _sums(public: Sequence[Mapping], made: Sequence[SimpleNamespace]) -> list[Find]:
    return sums_told(public, [each.internal for each in made])


def test_every_public_table_is_read() -> None:
    tables = {each.name for kind in (Disclosed, DisclosedRobustness, CountryModels) for each in fields(kind)}
    assert (tables - set(NOT_PUBLIC)) | ATLAS == set(READ)


@pytest.mark.slow
def test_country_models_say_nothing_that_other_tables_do_not() -> None:
    made = example("analysed")
    nobody = replace(made.study.answers, responses=made.responses.iloc[:0], organisations=made.organisations.iloc[:0])
    blind = model_countries(replace(made.study, answers=nobody), made.analysis.disclosed)
    seeing = model_countries(made.study, made.analysis.disclosed)
    for each in fields(CountryModels):
        pd.testing.assert_frame_equal(getattr(blind, each.name), getattr(seeing, each.name))


@pytest.fixture(autouse=True)
def everything_is_solved() -> Iterator[None]:
    unsolved.clear()
    yield
    assert unsolved == [], f"{len(unsolved)} programmes were not solved in time"


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_attacker_finds_nobody_in_one_publication(seed: int) -> None:
    rows = first_answers(Random(seed), (4, 8)[seed % 2])
    made = disclosed(rows)
    assert attack([publish(made, []).tables], [made], [rows]) == []


@pytest.mark.slow
def test_attacker_finds_nobody_in_two_publications_but_would_if_the_first_were_forgotten() -> None:
    random = Random(5)
    rows = [first_answers(random, 6)]
    rows.append(later_answers(random, rows[0]))
    made = [disclosed(each) for each in rows]
    first = publication(publish(made[0], []), made[0])
    assert attack([first.public, publish(made[1], [first]).tables], made, rows) == []
    assert list(answers_told([first.public, made[1].printed], rows))


@pytest.mark.slow
def test_attacker_finds_nobody_in_three_publications() -> None:
    random = Random(3)
    rows = [first_answers(random, 5)]
    for _ in range(2):
        rows.append(later_answers(random, rows[-1]))
    made = [disclosed(each) for each in rows]
    published = []
    for number, each in enumerate(made):
        published.append(publication(publish(each, published), each, number + 1))
    assert attack([each.public for each in published], made, rows) == []


def _counts_people(summary: pd.DataFrame, *_: object, **__: object) -> pd.DataFrame:
    """Of an indicator between, how many organisations there are, whatever their points."""
    two = summary.groupby("node_code")["n_between"].transform("sum") == 0
    have, lack = summary["n_full"], summary["n"] - summary["n_full"]
    return summary.assign(have=have.where(two, summary["n"]), lack=lack.where(two, summary["n"]))


@pytest.mark.slow
def test_attacker_finds_marks_of_a_country_where_they_may_lie_close_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("clusterbrief.analysis.marks._close_together", lambda *_: set())
    rows = first_answers(Random(5), 6)
    made = disclosed(rows)
    assert attack([publish(made, []).tables], [made], [rows])


@pytest.mark.slow
def test_attacker_finds_answers_where_means_only_count_people(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("clusterbrief.analysis.disclosure._score_measures", _counts_people)
    monkeypatch.setattr(
        "clusterbrief.analysis.disclosure._bounds_everybody", lambda summary, *_, **__: summary["n"] < 0
    )
    monkeypatch.setattr("clusterbrief.analysis.republication.keeping_back.hide_solvable", lambda table, *_: table)
    rows = first_answers(Random(5), 6)
    made = disclosed(rows)
    alone = replace(setting(), same=())  # nor are figures on the same answers hidden together
    assert list(answers_told([keep_back(made.printed, made.internal, [], alone).tables], [rows]))


@pytest.mark.slow
def test_attacker_finds_who_does_not_know_where_only_small_numbers_are_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("clusterbrief.analysis.disclosed_answers._disclose_unsure", _each_by_itself)
    unsure = {0, 1, 12, 13, 14}
    rows = {f"X{'AB'[place > 11]}-{place}": {"q_plan": "?" if place in unsure else "2"} for place in range(24)}
    made = disclosed(rows)
    assert attack([publish(made, []).tables], [made], [rows])


def _each_by_itself(evidence: pd.DataFrame, thresholds: SimpleNamespace, _: str) -> pd.Series:
    """How many do not know, hidden where few, without regard to the region's number."""
    unsure = evidence["unknown"].astype(float)
    return unsure.where((unsure == 0) | (unsure >= thresholds.count))


@pytest.mark.slow
@pytest.mark.parametrize("of_twelve", [8, 12])
def test_attacker_finds_who_has_no_plan_where_advice_counts_those_it_cannot_help(
    of_twelve: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    # all of XA who answered have no plan: that it helps about ten of fourteen, or nearly all, says so of each of them
    plans = {"XA": ["0"] * of_twelve + [""] * (14 - of_twelve), "XB": ["0"] * 6 + ["3"] * 6 + [""] * 2}
    rows = {f"{area}-{place}": {"q_plan": each} for area, held in plans.items() for place, each in enumerate(held)}
    assert attack([publish(disclosed(rows), []).tables], [disclosed(rows)], [rows]) == []
    monkeypatch.setattr("clusterbrief.analysis.disclosed.count_judged", _count_everybody)
    monkeypatch.setattr("clusterbrief.analysis.republication.keeping_back.hide_rules", lambda tables, *_: dict(tables))
    made = disclosed(rows)
    assert ("recommendations", "plan") in {find.what for find in answers_told([publish(made, []).tables], [rows])}


def _count_everybody(judged: pd.DataFrame, organisations: pd.DataFrame, region_code: str) -> pd.DataFrame:
    """Of everybody, whether they answered or not."""
    every = pd.MultiIndex.from_product([organisations["organisation_code"], judged["rule_code"].unique()])
    every = every.to_frame(index=False, name=["organisation_code", "rule_code"]).assign(applies=False)
    return count_judged(every, organisations, region_code)


@pytest.mark.slow
def test_attacker_finds_whom_advice_helps_where_recommendations_are_not_followed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # seven of fourteen in XA are not listed, about five; with one who came about ten are: at least eight, so it is not
    of_question = {"q_listed": full_attacker.stakes_by_answer()["q_listed"]}
    monkeypatch.setattr(full_attacker, "stakes_by_answer", lambda: of_question)
    first = {f"X{country}-{place}": {"q_listed": ("no", "yes")[place % 2]} for country in "AB" for place in range(14)}
    rows = [first, {**first, "XA-90": {"q_listed": "no"}}]
    made = [disclosed(each) for each in rows]
    then = publication(publish(made[0], []), made[0])

    def told() -> list[Find]:
        return list(answers_told([then.public, publish(made[1], [then]).tables], rows))

    assert told() == []
    monkeypatch.setattr(
        "clusterbrief.analysis.republication.rule_figures.hide_recommendations", lambda table, *_: table
    )
    assert "recommendations" in {find.what[0] for find in told()}


AWKWARD = {
    "nobody": {},
    "one organisation": {"XA-1": answers(Random(1))},
    "one country": {f"XA-{place}": answers(Random(place)) for place in range(12)},
    "nothing answered": {f"X{'AB'[place % 2]}-{place}": {} for place in range(12)},
}


@pytest.mark.slow
@pytest.mark.parametrize("rows", AWKWARD.values(), ids=AWKWARD.keys())
def test_attacker_finds_nobody_in_awkward_editions(rows: Rows) -> None:
    made = disclosed(dict(rows))
    assert attack([publish(made, []).tables], [made], [rows]) == []


@pytest.mark.parametrize(("hidden_of", "told"), [(8, [2]), (14, [8]), (10, [])])
def test_attacker_subtracts_what_classes_need_from_what_all_need(hidden_of: int, told: list[int]) -> None:
    # of ten in the one class six named it, and so many of twenty in the region: the other class has ten, too
    region = pd.DataFrame(
        {"area_code": ["ALL"], "option_code": "money", "n": 20, "count": float(hidden_of), "bound": ""}
    )
    classes = pd.DataFrame({"option_code": ["money"] * 2, "class_code": ["a", "b"], "n": 10, "bound": ""})
    tables = {"needs": region, "class_needs": classes.assign(count=[6.0, float("nan")])}
    tables |= {"actions": region.iloc[:0], "class_actions": classes.iloc[:0].assign(count=0.0)}
    assert [find.low for find in classes_told(tables)] == told


@pytest.mark.slow
@pytest.mark.parametrize(("seed", "most"), [(0, 8), (1, 8), (3, 20), (7, 40)])
def test_needs_by_class_tell_nobody(seed: int, most: int) -> None:
    made = disclosed(first_answers(Random(seed), most))
    public = publish(made, []).tables
    assert len(public["class_needs"])
    assert list(classes_told(public)) == []


@pytest.mark.slow
def test_intervals_tell_nobody_but_would_if_their_width_did_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    def told() -> list[Find]:
        made = disclosed(first_answers(Random(0), 8))
        return list(spreads_told([publish(made, []).tables], [made.internal]))

    assert told() == []
    monkeypatch.setattr("clusterbrief.analysis.disclosure._tells_spread", lambda summary: summary["n"] < 0)
    assert told()


@pytest.mark.slow
def test_means_solved_together_tell_nobody_but_would_if_each_were_judged_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    made = disclosed(first_answers(Random(2), 4))
    assert _sums([publish(made, []).tables], [made]) == []
    monkeypatch.setattr("clusterbrief.analysis.republication.keeping_back.hide_solvable", lambda table, *_: table)
    finds = _sums([publish(made, []).tables], [made])
    assert {find.what[0] for find in finds} >= {"", "comparable_score"}  # answers, and scores of nodes


@pytest.mark.slow
@pytest.mark.parametrize(
    ("seed", "most"), [(0, 4), (7, 2), (5, 6), (3, 6), (0, 8), *((seed, 3 + seed % 6) for seed in range(20, 32))]
)
def test_means_of_many_editions_solved_together_tell_nobody(seed: int, most: int) -> None:
    made = disclosed(first_answers(Random(seed), most))
    assert _sums([publish(made, []).tables], [made]) == []


@pytest.mark.slow
@pytest.mark.parametrize(("seed", "most"), [(0, 4), (1, 3), (2, 2)])
def test_means_of_three_publications_solved_together_tell_nobody(seed: int, most: int) -> None:
    random = Random(seed)
    rows = [first_answers(random, most)]
    for _ in range(2):
        rows.append(later_answers(random, rows[-1]))
    made = [disclosed(each) for each in rows]
    published = []
    for number, each in enumerate(made):
        published.append(publication(publish(each, published), each, number + 1))
    assert _sums([each.public for each in published], made) == []
    assert subtracted_told([each.public for each in published], [each.internal for each in made]) == []


@pytest.mark.slow
def test_all_nodes_together_leave_fifty_points_but_would_not_if_each_were_judged_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    random = Random(2)
    rows = [first_answers(random, 4)]
    rows.append(later_answers(random, rows[0]))
    made = [disclosed(each) for each in rows]
    internal = [each.internal for each in made]
    first = publication(publish(made[0], []), made[0])
    assert subtracted_told([first.public, publish(made[1], [first]).tables], internal) == []
    monkeypatch.setattr(
        "clusterbrief.analysis.republication.solved_together._changed",
        lambda equations, *_: np.zeros(len(equations.score_node)),
    )
    finds = subtracted_told([first.public, publish(made[1], [first]).tables], internal)
    assert min(find.high - find.low for find in finds) < 30
