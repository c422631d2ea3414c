"""Laws of the whole way from answers to classes, on the worked example and on random answers."""

from random import Random

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterbrief.analysis.results import compute_results
from clusterbrief.study.framework import Framework
from worked_example import DAY, as_responses, example, example_framework, example_rows, reference

ANSWERS = {  # from worst to best
    "q_plan": list("01234"), "q_listed": ["no", "yes"], "q_staff": ["0", "3", "5", "9.5", "15", "40"],
    "q_office": ["none_so_far", "shared", "own"], "q_s1": ["not_provided", "provided"],
    "q_s2": ["not_provided", "provided"], "q_s3": ["not_provided", "provided"], "q_fees": ["0", "7", "20", "60"],
    "q_sales": ["0", "5", "33.3", "40"], "q_review": list("01234"), "q_report": ["no", "yes"],
    "q_themes": ["no_theme", "t1", "t1 t3", "t1 t2 t3 t4"],
}  # fmt: skip
SILENT = ["", "?", "-"]
seeds = st.integers(0, 10**6)
few = settings(max_examples=4, deadline=None)


def crowd(seed: int, size: int = 25) -> dict[str, dict[str, str]]:
    """Random answers of as many organisations in three countries, a fifth of them missing."""
    random = Random(seed)

    def cell(best: list[str]) -> str:
        return random.choice(SILENT) if random.random() < 0.2 else random.choice(best)

    return {
        f"X{'ABC'[place % 3]}-{place}": {question: cell(best) for question, best in ANSWERS.items()}
        for place in range(size)
    }


def scores_of(rows: dict[str, dict[str, str]]) -> pd.DataFrame:
    made = example("results", as_responses(rows))
    keyed = made.results.compared.set_index(["organisation_code", "node_code"]).sort_index()
    return keyed[["score", "coverage", "comparable_score", "benchmark", "attainment"]]


@pytest.mark.slow
@few
@given(seeds)
def test_scores_lie_between_0_and_100_and_coverage_between_0_and_1(seed: int) -> None:
    scores = scores_of(crowd(seed))
    assert scores["score"].dropna().between(0, 100 + 1e-9).all()
    assert scores["comparable_score"].dropna().between(0, 100 + 1e-9).all()
    assert scores["coverage"].between(0, 1 + 1e-12).all()


@pytest.mark.slow
@few
@given(seeds)
def test_no_score_stands_below_two_thirds_of_coverage_and_exactly_two_thirds_is_enough(seed: int) -> None:
    scores = scores_of(crowd(seed))
    assert (scores["coverage"] >= 2 / 3 - 1e-12).equals(scores["score"].notna())


@pytest.mark.slow
@few
@given(seeds)
def test_better_answer_never_lowers_a_score(seed: int) -> None:
    random, rows = Random(seed), crowd(seed)
    better = {}
    for code, answers in rows.items():
        question = random.choice([each for each in ANSWERS if answers[each] not in SILENT])
        at = ANSWERS[question].index(answers[question])
        better[code] = {**answers, question: random.choice(ANSWERS[question][at:])}
    change = (scores_of(better) - scores_of(rows))[["score", "comparable_score", "attainment"]]
    assert (change.fillna(0) >= -1e-9).all(axis=None)
    assert (change > 0).any(axis=None)


@pytest.mark.slow
@few
@given(seeds)
def test_newcomers_never_move_anybody_elses_score_class_or_phase(seed: int) -> None:
    rows = crowd(seed, 12)
    new = {f"{code}99": answers for code, answers in crowd(seed + 1, 5).items()}
    before, after = (example("results", as_responses(each)).results for each in (rows, {**rows, **new}))
    for table in ("compared", "classes", "phases"):
        kept = getattr(after, table)
        kept = kept[~kept["organisation_code"].isin(new)].reset_index(drop=True)
        earlier = getattr(before, table).reset_index(drop=True)
        pd.testing.assert_frame_equal(kept, earlier, check_exact=True)


@pytest.mark.slow
@few
@given(seeds)
def test_order_of_responses_changes_nothing(seed: int) -> None:
    responses = as_responses(crowd(seed, 10))
    one, other = (example(responses=each) for each in (responses, responses.sample(frac=1, random_state=seed)))
    for part in ("results", "disclosed"):
        for name, table in vars(getattr(one, part)).items():
            again = getattr(getattr(other, part), name)
            keys = [column for column in table.columns if table[column].dtype == "str"]
            pd.testing.assert_frame_equal(*(each.sort_values(keys, ignore_index=True) for each in (table, again)))


def scaled(framework: Framework, factor: float) -> Framework:
    def heavier(entry):  # any node or indicator
        return entry.model_copy(update={"weight": entry.weight * factor})

    blocks = tuple(
        heavier(block).model_copy(
            update={
                "dimensions": tuple(
                    heavier(each).model_copy(update={"parts": tuple(heavier(part) for part in each.parts)})
                    for each in block.dimensions
                )
            }
        )
        for block in framework.structure.blocks
    )
    indicators = {code: heavier(each) for code, each in framework.indicators.items()}
    structure = framework.structure.model_copy(update={"blocks": blocks})
    parts = {**vars(framework), "structure": structure, "indicators": indicators}
    parts.pop("nodes", None)
    return Framework(**parts)


@pytest.mark.slow
@pytest.mark.parametrize("factor", [0.01, 3, 1000])
def test_scaling_all_weights_changes_nothing(factor: float) -> None:
    made = example("results")
    again = compute_results(made.responses, made.organisations, scaled(made.framework, factor), reference(), DAY)
    pd.testing.assert_frame_equal(again.compared, made.results.compared, rtol=1e-12)
    assert again.classes["class_code"].equals(made.results.classes["class_code"])


def test_missing_answer_leaves_its_weight_to_siblings_in_the_same_parent_only() -> None:
    rows = {"XA-1": dict(example_rows()["XA-1"]), "XA-2": dict(example_rows()["XA-2"])}
    before = scores_of(rows)["score"]
    rows["XA-2"] = {**rows["XA-2"], "q_listed": ""}
    after = scores_of(rows)["score"]
    # plan 50 and staff 50, weights 1 and 2: 50 instead of 37.5; A from 47.5 to (50 + 57.5)/2
    assert after["XA-2", "A.1"] == 50
    assert after["XA-2", "A"] == 53.75
    for node in ("A.2", "A.2.x", "A.2.y", "B", "B.1"):
        assert after["XA-2", node] == before["XA-2", node]


def test_blank_is_never_zero() -> None:
    blank = scores_of({"XA-1": {}})
    assert blank[["score", "comparable_score", "benchmark", "attainment"]].isna().all(axis=None)
    zero = scores_of({"XA-1": {question: best[0] for question, best in ANSWERS.items()}})
    assert (zero["score"] == 0).all()


def test_attainment_of_a_node_is_the_ratio_of_means_not_the_mean_of_ratios() -> None:
    scores = scores_of(example_rows())
    # XA-1, A.1: (100 + 100)/2 over (75 + 100)/2 = 1.14; the mean of 100/75 and 100/100 would be 1.17
    assert scores.loc[("XA-1", "A.1"), "attainment"] == pytest.approx(100 / 87.5)
    assert (scores["attainment"] * scores["benchmark"]).dropna().to_numpy() == pytest.approx(
        scores["comparable_score"].dropna().to_numpy()
    )


def test_eu_average_is_shown_but_nobody_is_measured_against_it() -> None:
    results = example("results").results
    benchmarks = results.benchmarks.set_index("node_code")
    assert benchmarks.loc["staff", "benchmark"] == 60
    assert not benchmarks.loc["staff", "scored"]
    rows = example_rows()
    other = {code: {**row, "q_staff": "15"} for code, row in rows.items() if row["q_staff"] not in SILENT}
    before, after = scores_of({code: rows[code] for code in other}), scores_of(other)
    for figure in ("comparable_score", "benchmark", "attainment"):
        pd.testing.assert_series_equal(before[figure], after[figure])


EMPTY = {
    "nobody": {},
    "one": {"XA-1": example_rows()["XA-1"]},
    "blank": {"XA-1": {}, "XB-1": {}},
    "do not know": {f"XA-{place}": dict.fromkeys(example_framework().questions, "?") for place in range(1, 12)},
}


@pytest.mark.slow
@pytest.mark.parametrize("rows", EMPTY.values(), ids=EMPTY.keys())
def test_tables_have_the_same_columns_and_kinds_whoever_answered(rows: dict[str, dict[str, str]]) -> None:
    usual, made = example(), example(responses=as_responses(rows))
    for part in ("results", "disclosed"):
        for name, table in vars(getattr(usual, part)).items():
            pd.testing.assert_series_equal(getattr(getattr(made, part), name).dtypes, table.dtypes)


def test_nobody_answered_leaves_empty_tables() -> None:
    made = example(responses=as_responses({}))
    assert made.results.compared.empty and made.results.classes.empty
    assert made.disclosed.area_scores.empty and made.disclosed.class_counts.empty
    assert list(made.disclosed.participation["respondents"]) == [0, 0, 0, 0]


@pytest.mark.slow
def test_thousand_organisations_take_seconds() -> None:
    rows = list(example_rows().values())
    many = {f"X{'ABC'[place % 3]}-{place}": rows[place % 8] for place in range(1000)}
    made = example(responses=as_responses(many))
    # the mean of the eight patterns: (100 + 48.125 + 64.0625 + 45.15625 + 28.75 + 65.625)/6
    overall = made.disclosed.area_scores.query("area_code == 'ALL' and node_code == 'overall'")
    assert overall["score"].item() == 59
    assert overall["n"].item() == 750
