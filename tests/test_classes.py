"""Classes and phases: the first rule that holds, at and beside every limit."""

import pandas as pd
import pytest

from clusterbrief.analysis.classes import assign_classes, assign_phases
from worked_example import as_responses, example_framework

NONE = float("nan")


def class_of(overall: float, a: float, b: float, dimension: float) -> tuple[str, str]:
    nodes = {"overall": overall, "A": a, "B": b, "A.1": dimension, "A.2": 0.0, "B.1": 0.0}
    levels = example_framework().nodes.set_index("node_code")["level"]
    compared = pd.DataFrame(
        [("XA-1", node, levels[node], attainment) for node, attainment in nodes.items()],
        columns=["organisation_code", "node_code", "level", "attainment"],
    )
    row = assign_classes(compared, example_framework()).iloc[0]
    return row["class_code"], row["decided_by"]


@pytest.mark.parametrize(
    ("overall", "a", "b", "dimension", "class_code"),
    [
        (1.0, 0.7, 2.0, 0.0, "champion"),
        (1.0 - 1e-12, 0.7 - 1e-12, 2.0, 0.0, "champion"),  # the last bit of a quotient decides nothing
        (1.0, 0.69, 2.0, 1.0, "pioneer"),  # one block is too weak
        (0.99, 1.0, 1.0, 1.0, "pioneer"),
        (1.2, 1.2, NONE, 0.9, "developing"),  # a block without attainment cannot be shown to reach 0.7
        (0.7, 0.7, 0.7, 1.0, "pioneer"),
        (0.7, 0.7, 0.7, 0.99, "developing"),
        (0.69, 0.7, 0.7, 3.0, "developing"),
        (0.5, 0.5, 0.5, 0.5, "developing"),  # 0.5 is not below 0.5
        (0.49, 0.5, 0.5, 2.0, "struggler"),
        (0.0, 0.0, 0.0, 0.0, "struggler"),
        (NONE, 1.0, 1.0, 2.0, "unclassified"),
    ],
)
def test_first_rule_that_holds_gives_the_class(
    overall: float, a: float, b: float, dimension: float, class_code: str
) -> None:
    assert class_of(overall, a, b, dimension)[0] == class_code


def test_the_rule_is_told_with_the_figures_that_met_it() -> None:
    assert class_of(1.1, 0.8, 2.0, 0.4)[1] == "attainment 1.10 overall, 0.80 in the weakest block “Capacity”"
    assert class_of(0.8, 0.8, 0.9, 1.25)[1] == ("attainment 0.80 overall, 1.25 in the strongest dimension “Team”")
    assert class_of(0.3, 0.3, 0.3, 0.3)[1] == "attainment 0.30 overall"


@pytest.mark.parametrize(
    ("figures", "words"),
    [
        ((0.83, 0.8, 0.9, 0.96), "0.83 overall, 0.96 in the strongest dimension “Team”, where pioneers reach at least 1.0"),
        ((0.83, 0.8, 0.9, 0.9996), "just under 1.00 in the strongest dimension “Team”, where pioneers reach"),
        ((1.1, 0.6, 2.0, 0.4), "0.60 in the weakest block “Capacity”, where champions reach at least 0.7, 0.40 in the strongest"),
        ((1.1, NONE, 2.0, 0.4), "overall, not known in every block, where champions reach at least 0.7"),
        ((0.696, 0.6, 0.6, 1.5), "attainment 0.70 overall, rounded up from under the 0.7 of pioneers"),
        ((0.6, 0.6, 0.6, 0.5), "attainment 0.60 overall"),  # far from the limit overall: the rule says it all
    ],
)  # fmt: skip
def test_who_missed_an_earlier_rule_is_told_by_what_and_where(figures: tuple[float, ...], words: str) -> None:
    class_code, told = class_of(*figures)
    assert class_code == "developing" and words in told
    assert told == words or figures[0] > 0.7


@pytest.mark.parametrize(
    ("cells", "phase", "why"),
    [
        ({"q_legal": "yes", "q_members": "15"}, "cluster organisation", ""),
        ({"q_legal": "yes", "q_members": "14.9"}, "proto-cluster", "Has at least 15 members"),
        ({"q_legal": "no", "q_members": "?"}, "proto-cluster", "Has a legal form"),
        ({"q_legal": "yes", "q_members": "?"}, "unknown", "Has at least 15 members"),
        ({}, "unknown", "Has a legal form; Has at least 15 members"),
    ],
)
def test_phase_fails_on_a_condition_not_met_and_is_unknown_on_one_not_answered(
    cells: dict[str, str], phase: str, why: str
) -> None:
    row = assign_phases(as_responses({"XA-1": cells}), example_framework()).iloc[0]
    assert (row["phase"], row["phase_decided_by"], row["phase_despite"]) == (phase, why, "")


def test_an_answer_that_could_not_be_used_is_told_from_none() -> None:
    responses = as_responses({"XA-1": {"q_legal": "yes"}, "XA-2": {"q_legal": "no"}})
    lost = responses.assign(state=responses["state"].mask(responses["question_code"] == "q_members", "invalid"))
    rows = assign_phases(lost, example_framework()).set_index("organisation_code")
    assert rows.loc["XA-1", ["phase", "phase_unusable"]].tolist() == ["unknown", "Has at least 15 members"]
    assert rows.loc["XA-2", ["phase", "phase_unusable"]].tolist() == ["proto-cluster", ""]
    assert (assign_phases(responses, example_framework())["phase_unusable"] == "").all()


def test_condition_that_is_met_with_an_amount_of_nothing_is_told() -> None:
    row = assign_phases(as_responses({"XA-1": {"q_legal": "yes", "q_members": "0"}}), example_framework()).iloc[0]
    assert (row["phase_decided_by"], row["phase_despite"]) == ("Has at least 15 members", "Has a legal form (0)")
