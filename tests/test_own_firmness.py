"""How firm one's own class is: right for one setting and for many."""

import re

import pandas as pd

from clusterbrief.present import own_firmness as words

NONE = float("nan")
CLASSES = pd.DataFrame({"class_code": ["champion", "struggler"], "class_label": ["Champion", "Struggler"]})
NODES = pd.DataFrame(
    [("A", "", "block", "Capacity"), ("A.1", "A", "dimension", "Team"), ("A.2", "A", "dimension", "Strategy and services"),
     ("A.2.x", "A.2", "part", "Focus"), *((f"t{place}", "A.1", "indicator", "") for place in range(2)),
     *((f"s{place}", "A.2.x", "indicator", "") for place in range(4))],
    columns=["node_code", "parent_code", "level", "label"],
)  # fmt: skip


def own(
    kept: float, others: dict[str, float], settings: dict[str, float] | None = None, own_class: str = "champion"
) -> str:
    shares = pd.DataFrame({"class_code": ["champion", *others], "share": [kept, *others.values()]})
    moves = pd.DataFrame((settings or {}).items(), columns=["label", "change"]).assign(class_after="struggler")
    moves = moves.assign(setting_code=moves["label"])
    return words.own_firmness({"class_code": own_class}, shares, CLASSES, moves, NODES)


def test_own_class_is_said_to_be_firm_or_not():
    stays = "of the tested choices of weights, EU values and means. That tells how many of these choices agree, and is no probability."
    assert own(1.0, {"struggler": 0.0}) == f"Your class stays the same in every one {stays}"
    assert own(0.83, {"struggler": 0.05, "unclassified": 0.12}) == (
        f"Your class stays the same in 83\u00a0% {stays} In the others you would be classed as unclassified (12\u00a0%) "
        "and struggler (5\u00a0%)."
    )
    # what is rounded away is neither named nor denied
    assert own(0.996, {"struggler": 0.004}) == f"Your class stays the same in more than 99\u00a0% {stays}"


def test_own_class_names_the_settings_it_hangs_on():
    text = own(1.0, {}, {"Roles and decisions": -10.0, "Team": 10.0})
    assert text.endswith(
        "Your class also depends on where we set the EU value of “Roles and decisions” and “Team”: 10 points more or "
        "less can change it."
    )


def test_no_class_no_sentence():
    assert own(0.5, {"struggler": 0.5}, own_class="unclassified") == ""
    assert own(NONE, {"struggler": NONE}) == ""


def test_more_than_five_settings_are_counted_by_dimension():
    many = own(1.0, {}, dict.fromkeys(("t0", "t1", "s0", "s1", "s2", "s3"), 5.0))
    assert many.endswith(
        "where we set the EU value of six indicators, four of “Strategy and services” and two of “Team”: five points more or "
        "less can change it."
    )
    assert "“s0”, “s1”, “s2”, “t0” and “t1”:" in own(1.0, {}, dict.fromkeys(("s0", "s1", "s2", "t0", "t1"), 5.0))


def test_no_sheet_of_the_example_lists_more_than_a_reader_can_take_in(profiles):
    for (kind, code), profile in profiles.items():
        if kind == "organisation":
            tables = profile.tables
            shares, changes = tables["own_class_shares"], tables["own_setting_changes"]
            text = words.own_firmness(profile.facts, shares, tables["classes"], changes, tables["nodes"])
            assert len(re.findall("“", text)) <= 5 + len(set(tables["classes"]["class_code"])), code
