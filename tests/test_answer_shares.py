"""Answers that country models ask about: who gave them, and how many did."""

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterbrief.analysis.models.answer_shares import (
    ANSWERS,
    COUNTS,
    count_answers,
    list_answers,
    list_concerns,
    list_wishes,
)
from worked_example import REGION, as_organisations, as_responses, example_framework, example_rows

FRAMEWORK = example_framework()


def test_by_hand():
    wishes = list_wishes(as_responses(example_rows()), FRAMEWORK)
    # XA-2 was not asked, and others did not answer: they have no row, which is not the same as no wish
    assert wishes.set_index("organisation_code")["has"].to_dict() == {
        "XA-1": True, "XA-4": True, "XB-3": False, "XC-1": False
    }  # fmt: skip
    counts = count_answers(wishes, as_organisations(sorted(example_rows())), REGION)
    assert counts[["area_code", "code", "n", "count"]].to_numpy().tolist() == [
        ["ALL", "report", 4, 2], ["XA", "report", 2, 2], ["XB", "report", 1, 0], ["XC", "report", 1, 0]
    ]  # fmt: skip


def test_order_of_rows_changes_nothing():
    responses, organisations = as_responses(example_rows()), as_organisations(sorted(example_rows()))
    counts = count_answers(list_concerns(responses, FRAMEWORK), organisations, REGION)
    assert counts.set_index("area_code")["count"].to_dict() == {"ALL": 2, "XA": 1, "XB": 1, "XC": 0}
    shuffled = list_concerns(responses.sample(frac=1, random_state=1), FRAMEWORK)
    pd.testing.assert_frame_equal(counts, count_answers(shuffled, organisations.iloc[::-1], REGION))


def test_nobody_and_nothing_asked_keep_their_columns():
    responses = as_responses(example_rows())
    for listed in (list_concerns(responses.iloc[:0], FRAMEWORK), list_answers(responses, [])):
        assert listed.empty and listed.dtypes.to_dict() == list_concerns(responses, FRAMEWORK).dtypes.to_dict()
        counts = count_answers(listed, as_organisations([]), REGION)
        assert counts.empty and list(counts.columns) == list(COUNTS)
    assert list(list_answers(responses, []).columns) == list(ANSWERS)


@settings(max_examples=20)
@given(
    st.dictionaries(
        st.sampled_from([f"X{area}-{n}" for area in "AB" for n in "123"]), st.sampled_from(["yes", "no", "", "?"])
    )
)
def test_laws(cells):
    responses = as_responses({code: {"q_report": cell} for code, cell in cells.items()})
    counts = count_answers(list_wishes(responses, FRAMEWORK), as_organisations(sorted(cells)), REGION)
    assert (counts["count"] <= counts["n"]).all()
    region = counts[counts["area_code"] == REGION]
    assert counts["n"].sum() == 2 * region["n"].sum() and counts["count"].sum() == 2 * region["count"].sum()
    assert region["n"].sum() == sum(cell in {"yes", "no"} for cell in cells.values())
