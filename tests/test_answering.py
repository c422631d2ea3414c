"""Measures that answer a challenge come first, and each challenge has one where there is any."""

from types import SimpleNamespace

import pandas as pd

from clusterbrief.analysis.models.answering import answer_challenges, first_needs

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
    settings = SimpleNamespace(needs={"money": ("income", "B"), "law": ()})
    return SimpleNamespace(
        nodes=nodes,
        country_models=SimpleNamespace(measures_each=room),
        recommendations=SimpleNamespace(settings=settings),
    )


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


def test_the_first_need_takes_its_measure_after_the_challenges():
    with_room = framework_of(
        dict(zip(FRAMEWORK.nodes["node_code"], FRAMEWORK.nodes["parent_code"], strict=True)), room=2
    )
    first = answer_challenges(CANDIDATES, challenges("A"), with_room, {"XA": "money"})
    assert first.tolist() == [True, False, True, False, False]  # income answers the need, the office the challenge
    assert answer_challenges(CANDIDATES, challenges("A"), with_room, {"XA": "law", "XB": "money"}).tolist() == (
        answer_challenges(CANDIDATES, challenges("A"), with_room).tolist()
    )


def test_nearly_all_is_more_than_any_number():
    rows = {
        "area_code": "A",
        "option_code": ["law", "money"],
        "n": 12,
        "count": [9.0, None],
        "bound": ["", "nearly all"],
    }
    assert first_needs(pd.DataFrame(rows)) == {"A": "money"}
    assert first_needs(pd.DataFrame(rows).iloc[:0]) == {}
