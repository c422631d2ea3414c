"""Measures that answer a challenge come first, and each challenge has one where there is any."""

from types import SimpleNamespace

import pandas as pd

from clusterbrief.analysis.models.answering import answer_challenges

CANDIDATES = pd.DataFrame(
    [
        ("XA", "short", "managers", "income", 1), ("XA", "short", "managers", "staff", 7),
        ("XA", "short", "policy", "office", 2), ("XA", "long", "policy", "bronze_support.on_eccp", 3),
        ("XB", "short", "managers", "staff", 9),
    ],
    columns=["area_code", "horizon", "addressee", "shown_by", "recommended"],
)  # fmt: skip


def challenges(*codes):
    return pd.DataFrame({"area_code": "XA", "node_code": list(codes)})


def framework_of(parents, room=1):
    nodes = pd.DataFrame(list(parents.items()), columns=["node_code", "parent_code"])
    return SimpleNamespace(nodes=nodes, country_models=SimpleNamespace(measures_each=room))


FRAMEWORK = framework_of({"overall": "", "A": "overall", "B": "overall", "staff": "A", "office": "A", "income": "B"})


def test_without_challenges_nothing_comes_first():
    assert not answer_challenges(CANDIDATES, None, FRAMEWORK).any()
    assert not answer_challenges(CANDIDATES, challenges(), FRAMEWORK).any()


def test_one_challenge_gives_every_actor_the_first_that_answers_it():
    first = answer_challenges(CANDIDATES, challenges("A"), FRAMEWORK)
    assert first.tolist() == [False, True, True, False, False]  # the other country has no challenge


def test_each_challenge_has_one_where_there_is_room():
    assert answer_challenges(CANDIDATES, challenges("A", "B"), FRAMEWORK).tolist() == [True, False, True, False, False]
    none = answer_challenges(CANDIDATES.iloc[:0], challenges("A", "B"), FRAMEWORK)
    assert none.empty


def test_a_challenge_that_nothing_answers_changes_nothing():
    assert not answer_challenges(CANDIDATES.iloc[:1], challenges("A"), FRAMEWORK).any()
