"""Nobody can tell a share of one organisation's income who sets all public shares beside each other."""

from datetime import date
from random import Random
from types import SimpleNamespace

import pandas as pd
import pytest

from clusterbrief.analysis.disclosure import Thresholds
from clusterbrief.analysis.models.funding_path import PRIVATE, disclose_income, income_nodes, summarise_income
from clusterbrief.analysis.republication.keeping_back import keep_back
from clusterbrief.analysis.republication.kept_cells import Setting
from clusterbrief.study.publication import Publication
from full_attacker import Find
from income_attacker import incomes_told
from succession_inputs import COUNTRIES
from worked_example import REGION, as_organisations

SIDES = {PRIVATE: ("fees", "services", "sponsors"), "public": ("state", "donors", "other")}
SOURCES = [source for sources in SIDES.values() for source in sources]
FRAMEWORK = SimpleNamespace(country_models=SimpleNamespace(funding=SimpleNamespace(points=[None], **SIDES)))
NODES = pd.DataFrame(columns=["node_code", "parent_code", "level", "weight"])
SETTING = Setting(Thresholds(), REGION, NODES, sources=income_nodes(FRAMEWORK))
Rows = dict[str, dict[str, float]]


def shares(random: Random) -> dict[str, float]:
    """Whole percents that make up the whole, of one to four sources."""
    told = random.sample(SOURCES, random.randint(1, 4))
    cuts = [0, *sorted(random.randint(0, 100) for _ in told[1:]), 100]
    return dict.fromkeys(SOURCES, 0.0) | {
        source: float(high - low) for source, low, high in zip(told, cuts[:-1], cuts[1:], strict=True)
    }


def first_rows(random: Random, most: int) -> Rows:
    return {f"{code}-{place}": shares(random) for code in COUNTRIES for place in range(random.randint(1, most))}


def later_rows(random: Random, rows: Rows) -> Rows:
    """One to three more, up to two other answers, up to two that withdrew."""
    rows = dict(rows)
    for _ in range(random.randint(0, 2)):
        rows.pop(random.choice(sorted(rows)))
    for _ in range(random.randint(0, 2)):
        rows[random.choice(sorted(rows))] = shares(random)
    return rows | {
        f"{random.choice(COUNTRIES)}-9{len(rows)}{place}": shares(random) for place in range(random.randint(1, 3))
    }


def disclosed(rows: Rows) -> SimpleNamespace:
    long = [(code, source, share) for code, each in rows.items() for source, share in each.items()]
    long += [(code, PRIVATE, sum(each[source] for source in SIDES[PRIVATE])) for code, each in rows.items()]
    incomes = pd.DataFrame(long, columns=["organisation_code", "source_code", "share"])
    organisations = as_organisations(sorted(rows))
    printed = disclose_income(
        summarise_income(incomes, organisations, REGION, FRAMEWORK), Thresholds(), REGION, FRAMEWORK
    )
    scores = incomes.rename(columns={"source_code": "node_code", "share": "score"})
    internal = {"incomes": incomes, "organisations": organisations, "compared": scores.assign(comparable_score=0.0)}
    return SimpleNamespace(internal=internal, printed={"income": printed})


def editions(seed: int, most: int, publications: int) -> list[SimpleNamespace]:
    random = Random(seed)
    rows = [first_rows(random, most)]
    while len(rows) < publications:
        rows.append(later_rows(random, rows[-1]))
    return [disclosed(each) for each in rows]


def publish(made: list[SimpleNamespace]) -> list[dict[str, pd.DataFrame]]:
    published: list[Publication] = []
    for number, each in enumerate(made):
        kept = keep_back(each.printed, each.internal, published, SETTING).tables
        published.append(Publication(date(2025, 1, 1 + number), kept, each.internal))
    return [dict(each.public) for each in published]


def attack(made: list[SimpleNamespace], public: list[dict[str, pd.DataFrame]]) -> list[Find]:
    return list(incomes_told(public, [each.internal for each in made], SIDES))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("seed", "most", "publications"), [(0, 4, 1), (1, 8, 1), (2, 5, 2), (3, 12, 2), (4, 6, 3), (5, 9, 3)]
)
def test_all_shares_together_tell_nobody(seed: int, most: int, publications: int) -> None:
    made = editions(seed, most, publications)
    public = publish(made)
    assert attack(made, public) == []
    assert all(each["income"]["share"].notna().any() for each in public)


def test_attacker_finds_shares_where_each_mean_is_judged_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    made = editions(0, 4, 1)
    assert attack(made, publish(made)) == []
    monkeypatch.setattr("clusterbrief.analysis.republication.keeping_back.hide_incomes", lambda table, *_: table)
    assert attack(made, publish(made))
