"""Small editions a year apart: cells by hand, and the worked example answered again."""

from datetime import date
from functools import cache

import pandas as pd

from clusterbrief.analysis.disclosure import Thresholds
from clusterbrief.analysis.republication.kept_cells import Setting
from clusterbrief.analysis.revisions.sides import Changes, Side, compare_sides, side_of_study
from worked_example import REGION, as_responses, example, example_framework, example_rows

CODE = "organisation_code"


def tables_of(
    scores: dict[str, float | None], classes: dict[str, str] | None = None, half: float = 1.0
) -> dict[str, pd.DataFrame]:
    """Member-level tables of organisations with an overall score, whose intervals are as wide on both sides."""
    codes = list(scores)
    held = pd.Series([float("nan") if each is None else each for each in scores.values()], dtype=float)
    given = classes or {}
    return {
        "organisations": pd.DataFrame({CODE: codes, "name": [f"Cluster {code}" for code in codes], "country_code": [code[:2] for code in codes]}, dtype=str),
        "compared": pd.DataFrame({CODE: codes, "node_code": "overall", "level": "overall", "score": held, "attainment": held / 80}).astype({CODE: str}),
        "classes": pd.DataFrame({CODE: codes, "class_code": [given.get(code, "developing") for code in codes]}, dtype=str),
        "organisation_intervals": pd.DataFrame(
            {CODE: codes, "score": held, "score_low": held - half, "score_high": held + half, "attainment": held / 80,
             "rank": held.rank(ascending=False, method="min").astype("Int64"), "rank_low": 1, "rank_high": 9}
        ),
        "kept_classes": pd.DataFrame({CODE: codes, "class_code": "developing", "kept": 1.0}).astype({"kept": float}),
    }  # fmt: skip


def setting() -> Setting:
    return Setting(Thresholds(), REGION, example_framework().nodes)


def later_rows() -> dict[str, dict[str, str]]:
    """One year later: XA-1 worse, XA-2 better, XB-3 gone, XC-2 and XC-3 new."""
    rows = {code: dict(cells) for code, cells in example_rows().items() if code != "XB-3"}
    rows["XA-1"] |= {"q_plan": "1", "q_review": "1", "q_office": "shared", "q_fees": "10", "q_sales": "0"}
    rows["XA-2"] |= {"q_plan": "4", "q_review": "4", "q_listed": "yes", "q_office": "own"}
    return rows | {"XC-2": dict(example_rows()["XA-2"]), "XC-3": dict(example_rows()["XB-1"])}


@cache
def example_side(later: bool = False) -> Side:
    made = example("analysed", as_responses(later_rows())) if later else example("analysed")
    return side_of_study(made.study, made.analysis, "later" if later else "earlier")


@cache
def example_changes() -> Changes:
    return compare_sides(example_side(), example_side(True), example_framework(), setting())


def nobody() -> Side:
    internal = {name: table.iloc[:0] for name, table in example_side().internal.items()}
    public = {name: table.iloc[:0] for name, table in example_side().public.items()}
    return Side("nobody", "Nobody", date(2023, 1, 1), internal, public)
