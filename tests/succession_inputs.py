"""Small editions that are published twice: cells by hand, and whole editions at random."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from random import Random
from types import SimpleNamespace

import numpy as np
import pandas as pd

from clusterbrief.analysis.disclosed import Scope, disclose
from clusterbrief.analysis.disclosure import Thresholds
from clusterbrief.analysis.models.funding_path import income_nodes
from clusterbrief.analysis.republication.keeping_back import Kept, keep_back
from clusterbrief.analysis.republication.kept_cells import Setting
from clusterbrief.analysis.republication.same_answers import rules_by_question, same_answers
from clusterbrief.analysis.republication.stakes import STAKE_COLUMNS, Strands, follow, strands_of
from clusterbrief.analysis.results import compute_results
from clusterbrief.study.publication import Publication
from test_results import ANSWERS, SILENT
from worked_example import DAY, REGION, as_organisations, as_responses, example_framework, reference

COUNTRIES = ("XA", "XB", "XC", "XD", "XE")
MORE_ANSWERS = {  # of no influence on scores
    "q_legal": ["no", "yes"], "q_members": ["5", "20"],
    "q_needs": ["money", "people money", "advice people", "money people advice", "advice"],
}  # fmt: skip
NOT_PUBLIC = ("peers", "phase_counts")


def stakes(values: Mapping[str, Sequence[float]], thing: str = "x") -> pd.DataFrame:
    """Values by country; the organisation at the same place of a country is the same one. NaN: takes no part."""
    rows = [
        (f"{area}-{place}", area, thing, float(value))
        for area, held in values.items()
        for place, value in enumerate(held)
    ]
    return pd.DataFrame(rows, columns=list(STAKE_COLUMNS)).astype({"value": float})


def strands(*publications: Mapping[str, Sequence[float]], top: float = 1.0, least: int = 3) -> Strands:
    areas = ["ALL", *sorted({area for each in publications for area in each})]
    return strands_of(follow([stakes(each) for each in publications]), areas, least, top)


def all_printed(made: Strands, *hidden: tuple[str, int]) -> np.ndarray:
    """Everything printed but some areas in some publications."""
    printed = np.ones(made.n.shape, dtype=bool)
    for area, publication in hidden:
        printed[:, made.areas.index(area), publication] = False
    return printed


def shown_areas(made: Strands, shown: np.ndarray) -> set[str]:
    return {area for area, each in zip(made.areas, shown[0], strict=True) if each}


def answers(random: Random) -> dict[str, str]:
    asked = ANSWERS | MORE_ANSWERS
    return {question: random.choice(SILENT if random.random() < 0.1 else best) for question, best in asked.items()}


def first_answers(random: Random, most: int) -> dict[str, dict[str, str]]:
    return {f"{code}-{place}": answers(random) for code in COUNTRIES for place in range(1, random.randint(1, most) + 1)}


def later_answers(random: Random, rows: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    """One to four late answers, up to two corrections, up to two that withdrew."""
    rows = dict(rows)
    for _ in range(random.randint(0, 2)):
        rows.pop(random.choice(sorted(rows)))
    for _ in range(random.randint(0, 2)):
        code, question = random.choice(sorted(rows)), random.choice(sorted(ANSWERS))
        rows[code] = {**rows[code], question: random.choice(ANSWERS[question])}
    for place in range(random.randint(1, 4)):
        rows[f"{random.choice(COUNTRIES)}-9{len(rows)}{place}"] = answers(random)
    return rows


@cache
def setting() -> Setting:
    framework = example_framework()
    classes, sources = framework.classes.classes, income_nodes(framework)
    same, rules = same_answers(framework), rules_by_question(framework)
    return Setting(Thresholds(), REGION, framework.nodes, same, classes, rules, sources)


def disclosed(rows: dict[str, dict[str, str]]) -> SimpleNamespace:
    """Internal tables, and printed ones as ``disclose`` leaves them."""
    organisations = as_organisations(sorted(rows))
    organisations["completion"] = [len(code) * 7 % 10 / 10 for code in organisations["organisation_code"]]
    invited = pd.DataFrame(columns=["organisation_code", "name", "country_code", "kind", "eccp"])
    framework = example_framework()
    results = compute_results(as_responses(rows), organisations, framework, reference(), DAY)
    public = disclose(results, organisations, invited, Scope(Thresholds(), REGION, COUNTRIES, framework))
    return SimpleNamespace(internal={"organisations": organisations, **vars(results)}, printed=vars(public))


def publish(made: SimpleNamespace, earlier: Sequence[Publication]) -> Kept:
    return keep_back(made.printed, made.internal, earlier, setting())


def publication(kept: Kept, made: SimpleNamespace, number: int = 1) -> Publication:
    public = {name: table for name, table in kept.tables.items() if name not in NOT_PUBLIC}
    return Publication(date(2025, 1, number), public, made.internal)
