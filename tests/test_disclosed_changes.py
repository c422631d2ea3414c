"""What of the changes is published: counts and cells of three or more, and nothing that tells of fewer."""

from collections.abc import Sequence
from functools import cache
from random import Random

import numpy as np
import pandas as pd
import pytest

from attacker import attack_classes, attack_scores
from changes_inputs import setting
from clusterbrief.analysis.republication.published_figures import class_stakes, node_stakes
from clusterbrief.analysis.revisions import disclosed_changes
from clusterbrief.analysis.revisions.area_changes import compare_areas
from clusterbrief.analysis.revisions.changes import compare_nodes
from clusterbrief.analysis.revisions.disclosed_changes import Shared, disclose_areas, disclose_classes
from succession_inputs import COUNTRIES, answers, disclosed, first_answers
from worked_example import REGION, example_framework

pytestmark = pytest.mark.slow  # whole editions are analysed again and again

FIGURES = ("before", "after", "change", "panel_before", "panel_after", "panel_change", "low", "high")


def next_year(random: Random, rows: dict[str, dict[str, str]], gone: int, new: int) -> dict[str, dict[str, str]]:
    """Everybody answers anew, but some do not answer again and some are new."""
    left = set(random.sample(sorted(rows), min(gone, len(rows))))
    later = {code: answers(random) for code in rows if code not in left}
    return later | {f"{random.choice(COUNTRIES)}-9{place}": answers(random) for place in range(new)}


@cache
def editions(seed: int, most: int = 12, gone: int = 4, new: int = 4, same: bool = False) -> tuple[Shared, Shared]:
    random = Random(seed)
    then = first_answers(random, most)
    made = [disclosed(then), disclosed(then if same else next_year(random, then, gone, new))]
    old, later = (Shared(each.internal, each.printed) for each in made)
    return old, later


def extract(old: Shared, new: Shared) -> pd.DataFrame:
    nodes = compare_nodes(old.internal, new.internal, {})
    return disclose_areas(old, new, compare_areas(old.internal, new.internal, nodes, {}, REGION), setting())


def test_whole_points_of_published_means_and_no_names() -> None:
    old, new = editions(1)
    rows = extract(old, new)
    assert "organisation_code" not in rows
    figures = rows[list(FIGURES)].to_numpy()
    assert np.array_equal(figures, np.round(figures), equal_nan=True)
    shown = rows[rows["before"].notna()]
    assert len(shown)
    for side, name in ((old, "before"), (new, "after")):
        public = side.public["area_scores"].set_index(["area_code", "node_code"])["score"]
        assert shown[name].tolist() == [public[tuple(key)] for key in shown[["area_code", "node_code"]].to_numpy()]
    assert (shown["change"] == shown["after"] - shown["before"]).all()
    assert set(rows["level"]) <= {"overall", "block", "dimension", "part"}


def test_nothing_is_shown_of_cells_in_which_nobody_changed() -> None:
    old, new = editions(2, same=True)
    assert extract(old, new)[list(FIGURES)].isna().all(axis=None)
    assert disclose_classes(old, new, setting())[["before", "after", "change"]].isna().all(axis=None)


def test_cells_in_which_fewer_than_three_changed_are_hidden() -> None:
    random = Random(3)
    then = first_answers(random, 12)
    now = {**then, f"{COUNTRIES[0]}-91": answers(random), f"{COUNTRIES[0]}-92": answers(random)}
    old, new = (Shared(each.internal, each.printed) for each in (disclosed(then), disclosed(now)))
    assert extract(old, new)[list(FIGURES)].isna().all(axis=None)


def test_nobody_in_both_shows_means_and_no_panel() -> None:
    old = editions(4)[0]
    rows = first_answers(Random(5), 12)
    made = disclosed({code.replace("-", "-7"): cells for code, cells in rows.items()})
    found = extract(old, Shared(made.internal, made.printed))
    assert found["change"].notna().any()
    assert found[["panel_before", "panel_after", "low"]].isna().all(axis=None)
    assert (found["n_panel"] == 0).all()


def test_edition_without_answers_gives_empty_tables() -> None:
    old = editions(4)[0]
    none = Shared(*({name: table.iloc[:0] for name, table in each.items()} for each in (old.internal, old.public)))
    for pair in ((old, none), (none, old), (none, none)):
        assert extract(*pair).empty
        assert disclose_classes(*pair, setting())["change"].isna().all()


def attack(old: Shared, new: Shared, nodes: Sequence[str] = ("overall",)) -> list:
    """What somebody tells from the extract who holds the earlier publication, too, and knows who took part in both."""
    rows = extract(old, new)
    found = []
    both = [each["compared"].dropna(subset=["score"]) for each in (old.internal, new.internal)]
    keys = ["organisation_code", "node_code"]
    shared = both[0][keys].merge(both[1][keys], on=keys)
    panels = [{"organisations": each["organisations"], "compared": part.merge(shared, on=keys)}
              for each, part in zip((old.internal, new.internal), both, strict=True)]  # fmt: skip
    stakes = [node_stakes("score")(each) for each in (old.internal, new.internal, *panels)]
    for node in sorted(set(rows["node_code"]) & set(nodes)):
        own = rows[rows["node_code"] == node]
        first = old.public["area_scores"].query("node_code == @node")[["area_code", "score"]]
        printed = [first, *(own[["area_code", name]].rename(columns={name: "score"}) for name in FIGURES[1::2][:1])]
        printed += [
            own[["area_code", name]].rename(columns={name: "score"}) for name in ("panel_before", "panel_after")
        ]
        found += attack_scores(stakes, printed, "score", node)
    classes = [rule.code for rule in example_framework().classes.classes]
    counts = disclose_classes(old, new, setting()).rename(columns={"after": "count"})
    tables = [old.public["class_counts"], counts[["area_code", "class_code", "count"]]]
    held = [class_stakes("classes", "class_code")(each) for each in (old.internal, new.internal)]
    return found + list(attack_classes(held, tables, "class_code", classes))


def few_answer_again(seed: int) -> tuple[Shared, Shared]:
    """Most of the answers stay as they are, so that few are unknown: what an attacker finds easiest."""
    random = Random(seed)
    then = first_answers(random, (4, 8, 12)[seed % 3])
    now = {code: cells for code, cells in then.items() if random.random() > 0.12}
    for code in random.sample(sorted(now), min(4, len(now))):
        now[code] = answers(random)
    now |= {f"{random.choice(COUNTRIES)}-9{place}": answers(random) for place in range(random.randint(0, 4))}
    old, new = (Shared(each.internal, each.printed) for each in (disclosed(then), disclosed(now)))
    return old, new


def test_attacker_finds_nobody() -> None:
    assert attack(*few_answer_again(0)) == []


@pytest.mark.slow
def test_attacker_would_find_somebody_were_each_cell_judged_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disclosed_changes, "_keep", lambda printed, *_: printed)
    assert attack(*few_answer_again(1))


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(1, 16))
def test_attacker_finds_nobody_whoever_left_and_came(seed: int) -> None:
    assert attack(*few_answer_again(seed), ("overall", "A", "A.2", "B")) == []


def test_panel_is_hidden_where_the_mean_of_all_would_tell_the_one_that_left() -> None:
    old, new = editions(6, gone=1, new=0)
    rows = extract(old, new)
    gone = (
        set(old.internal["organisations"]["organisation_code"])
        - set(new.internal["organisations"]["organisation_code"])
    ).pop()
    scored = old.internal["compared"].query("organisation_code == @gone").dropna(subset=["score"])["node_code"]
    told = rows[rows["area_code"].isin([REGION, gone[:2]]) & rows["node_code"].isin(scored) & rows["before"].notna()]
    assert len(told)
    assert told["panel_before"].isna().all()
    assert not np.isnan(told["change"]).any()
