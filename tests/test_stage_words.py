"""Sentences and tables of stages say what is known, and no more."""

import pandas as pd
import pytest

from clusterbrief.analysis.profiles import Profile
from clusterbrief.present import stage_words

NONE = float("nan")
STAGES = pd.DataFrame(
    {"stage_code": ["early", "middle", "late"], "stage_label": ["Early", "Middle", "Late"], "about": "What it is."}
)


def area(counts: list[float], n: int) -> pd.DataFrame:
    """Rows of one area: early, middle, late and unknown."""
    codes = [*STAGES["stage_code"], "unknown"]
    return pd.DataFrame(
        {"stage_code": codes, "label": [*STAGES["stage_label"], "Cannot be told"], "n": n, "count": counts}
    )


def region(*areas: tuple[str, list[float]]) -> Profile:
    parts = [area(counts, 9).assign(area_code=code, hidden=False) for code, counts in areas]
    nothing = area([0, 0, 0, 0], 0).assign(area_code="").iloc[:0]
    counts = pd.concat(parts or [nothing]).drop(columns="label")
    words = pd.DataFrame({"area_code": ["ALL", "XA"], "area_label": ["All 1 countries", "Alphaland"]})
    return Profile("region", "ALL", "public", {}, {"stage_counts": counts, "stages": STAGES, "areas": words})


@pytest.mark.parametrize(
    ("counts", "n", "sentence"),
    [
        ([3, 12, 5, 0], 20, "Among clusters of Alphaland, middle is the most frequent stage: 12 of 20"),
        ([6, 6, 4, 0], 16, "Among clusters of Alphaland, early and middle are the most frequent stages: six of 16 each"),
        ([NONE, 4, NONE, 0], 8, "Among clusters of Alphaland, middle is the most frequent stage that can be shown: four of eight"),
        ([0, 0, 0, 5], 5, "The stage of no cluster of Alphaland can be told"),
        (
            [NONE, 0, NONE, 1], 5,
            "No number of clusters of Alphaland in a stage can be shown: each is too small, or would let one be worked out",
        ),
        ([0, 0, 0, 0], 0, "No organisation of Alphaland has answered yet"),
    ],
)  # fmt: skip
def test_finding_names_the_most_frequent_stage_that_may_be_shown(counts, n, sentence):
    assert stage_words.stages_finding(area(counts, n), "Alphaland") == sentence


def test_nobody_answered():
    none = area([1, 1, 1, 1], 4).iloc[:0]
    assert stage_words.stages_finding(none, "Alphaland") == "No organisation of Alphaland has answered yet"
    assert stage_words.stages_alt(none) == "No bars: no organisation has answered yet."
    assert stage_words.stage_rows(region(), "ALL").empty
    assert stage_words.stage_table(region()).empty


def test_alternative_text_holds_every_count_and_says_what_is_hidden():
    assert stage_words.stages_alt(area([NONE, 4, 0, 1], 8)) == (
        "Bars of organisations by stage of their cluster: early hidden; middle 4; late 0; cannot be told 1."
    )


def test_table_has_stages_in_the_order_of_life_and_unknown_last():
    table = stage_words.stage_table(region(("XA", [1, 2, NONE, 3]), ("ALL", [4, 5, 6, 3])))
    assert list(table.columns) == ["All 1 countries", "Alphaland"]
    assert list(table.index) == ["Early", "Middle", "Late", "Cannot be told"]
    assert table["All 1 countries"].tolist() == [4, 5, 6, 3]
    assert table["Alphaland"].isna().tolist() == [False, False, True, False]


def test_every_area_of_the_example_has_a_row_for_each_stage(profiles):
    profile = profiles["region", "EaP"]
    for code in profile.tables["areas"]["area_code"]:
        rows = stage_words.stage_rows(profile, code)
        assert len(rows) == len(profile.tables["stages"]) + 1
        shown = rows["count"].fillna(0).sum()
        assert shown == rows["n"].iloc[0] if rows["count"].notna().all() else shown < rows["n"].iloc[0]


def facts(stage: str, margin: float | None, answered: int = 9) -> dict:
    decided = "0.50 levels from middle on average, 0.60 from late"
    return {"stage_code": stage, "stage_runner_up": "late", "stage_margin": margin, "stage_features": answered,
            "stage_decided_by": decided}  # fmt: skip


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (
            facts("middle", 0.1),
            "Your cluster is nearest to the stage of middle, closely followed by late. "
            "Your answers are 0.50 levels from middle on average, 0.60 from late.",
        ),
        (
            facts("middle", 0.25),
            "Your cluster is nearest to the stage of middle, followed by late. "
            "Your answers are 0.50 levels from middle on average, 0.60 from late.",
        ),
        (
            facts("middle", 0.0),
            "Your cluster is nearest to the stage of middle, and just as near to late: the earlier of the two is given.",
        ),
        (facts("unknown", None, 0), "The stage of your cluster cannot be told: none of its questions was answered."),
        (
            facts("unknown", None, 1),
            "The stage of your cluster cannot be told: only one of its questions was answered.",
        ),
        (
            facts("unknown", None, 4),
            "The stage of your cluster cannot be told: only four of its questions were answered.",
        ),
    ],
)
def test_own_stage_is_told_with_the_one_that_came_next(given, sentence):
    assert stage_words.own_stage(given, STAGES) == sentence


def test_stages_are_described():
    table = stage_words.tabulate_stages(STAGES)
    assert list(table.columns) == ["Stage", "Description"]
    assert table.iloc[0].tolist() == ["Early", "What it is."]
