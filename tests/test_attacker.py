"""Nobody who holds every public table of successive publications can tell one organisation's answers from another's."""

from collections.abc import Mapping, Sequence
from random import Random

import pandas as pd
import pytest

from attacker import Attack, attack_classes, attack_counts, attack_scores
from clusterbrief.analysis.republication.published_figures import (
    choice_stakes,
    class_stakes,
    node_stakes,
    service_stakes,
    thing_of,
)
from succession_inputs import disclosed, first_answers, later_answers, publication, publish
from worked_example import example_framework

pytestmark = pytest.mark.slow  # whole editions are analysed again and again

Tables = Mapping[str, pd.DataFrame]
COUNTED = {
    "needs": (choice_stakes("needs"), ["option_code"]),
    "actions": (choice_stakes("actions"), ["option_code"]),
    "service_shares": (service_stakes, ["kind", "service_code"]),
}


def attack(public: Sequence[Tables], internal: Sequence[Tables]) -> list[Attack]:
    """All that can be told of somebody from counts, classes and mean scores of these publications."""
    found: list[Attack] = []
    for name, (stakes_of, keys) in COUNTED.items():
        stakes = [stakes_of(each) for each in internal]
        tables = [each[name].assign(thing=thing_of(each[name], keys)) for each in public]
        for thing in sorted({thing for each in stakes for thing in each["thing"]}):
            found += attack_counts(stakes, [each[each["thing"] == thing] for each in tables], thing)
    classes = [rule.code for rule in example_framework().classes.classes]
    stakes = [class_stakes("classes", "class_code")(each) for each in internal]
    found += attack_classes(stakes, [each["class_counts"] for each in public], "class_code", classes)
    for figure in ("score", "comparable_score"):
        stakes = [node_stakes(figure)(each) for each in internal]
        for node in example_framework().nodes["node_code"]:
            rows = [each["area_scores"][each["area_scores"]["node_code"] == node] for each in public]
            found += attack_scores(stakes, rows, figure, node)
    return found


def two_publications(seed: int, most: int) -> tuple[list[Attack], list[Attack]]:
    """What an attacker finds without and with regard to the first publication."""
    random = Random(seed)
    rows = first_answers(random, most)
    before, after = disclosed(rows), disclosed(later_answers(random, rows))
    first = publication(publish(before, []), before)
    internal = [before.internal, after.internal]
    naive = attack([first.public, after.printed], internal)
    return naive, attack([first.public, publish(after, [first]).tables], internal)


def test_attacker_finds_newcomers_where_the_last_publication_is_forgotten_and_nobody_where_it_is_not() -> None:
    naive, kept = two_publications(5, 15)
    assert len(naive) > 10
    assert kept == []


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(40))
def test_attacker_finds_nobody_in_two_publications(seed: int) -> None:
    assert two_publications(seed, (4, 8, 15)[seed % 3])[1] == []


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(12))
def test_attacker_finds_nobody_in_three_publications_but_would_if_only_the_last_were_regarded(seed: int) -> None:
    random = Random(seed)
    rows = [first_answers(random, (6, 10, 15)[seed % 3])]
    rows.append(later_answers(random, rows[0]))
    rows.append(later_answers(random, rows[1]) if seed % 3 else dict(rows[1]))
    made = [disclosed(each) for each in rows]
    first = publication(publish(made[0], []), made[0], 1)
    second = publication(publish(made[1], [first]), made[1], 2)
    third = publish(made[2], [first, second])
    internal = [each.internal for each in made]
    assert attack([first.public, second.public, third.tables], internal) == []
    if seed % 3 == 0:
        assert attack([first.public, second.public, publish(made[2], [second]).tables], internal)
        for name, table in second.public.items():  # what was published stays as it is when built again
            pd.testing.assert_frame_equal(third.tables[name], table)
