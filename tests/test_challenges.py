"""Challenges: what is far below the EU value, here alone or in the whole region."""

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterbrief.analysis.models.challenges import COLUMNS, list_challenges
from worked_example import REGION, as_responses, example, example_framework

NONE = float("nan")
FRAMEWORK = example_framework()  # from ten points on


def scores_of(gaps: dict[tuple[str, str], float]) -> pd.DataFrame:
    rows = [(area, node, 20, gap) for (area, node), gap in gaps.items()]
    return pd.DataFrame(rows, columns=["area_code", "node_code", "n", "gap"]).astype({"gap": float})


def test_by_hand():
    scores = scores_of(
        {
            ("XA", "A.1"): 10, ("XA", "A.2.x"): 30, ("XA", "A.2.y"): 9, ("XA", "B.1"): 12, ("XA", "A.2"): 50,
            ("XB", "A.1"): NONE, (REGION, "A.1"): 9, (REGION, "A.2.x"): 11, (REGION, "B.1"): NONE,
        }
    )  # fmt: skip
    found = list_challenges(scores, ["XB", "XA"], FRAMEWORK)
    # A.2 has parts, and what is hidden in XB is no challenge of it
    assert found[["area_code", "node_code", "gap", "kind"]].to_numpy().tolist() == [
        ["XA", "A.2.x", 30, "shared"], ["XA", "B.1", 12, "open"], ["XA", "A.1", 10, "own"]
    ]  # fmt: skip
    assert found["region_gap"].tolist()[::2] == [11, 9]


def test_nobody_and_no_country_keep_their_columns():
    full = list_challenges(scores_of({("XA", "A.1"): 10, (REGION, "A.1"): 9}), ["XA"], FRAMEWORK)
    nobody = example("disclosed", as_responses({})).disclosed.area_scores
    for found in (list_challenges(nobody, ["XA"], FRAMEWORK), list_challenges(nobody, [], FRAMEWORK)):
        assert found.empty and found.dtypes.to_dict() == full.dtypes.to_dict() and list(found.columns) == list(COLUMNS)


def test_only_country_shares_with_nobody():
    found = list_challenges(scores_of({("XA", "A.1"): 10, (REGION, "A.1"): 10}), ["XA"], FRAMEWORK)
    assert found["kind"].tolist() == ["open"] and found["region_gap"].isna().all()


gaps = st.one_of(st.just(NONE), st.integers(-20, 60).map(float))


@settings(max_examples=20)
@given(st.dictionaries(st.tuples(st.sampled_from(["XA", REGION]), st.sampled_from(["A.1", "A.2.x", "B.1"])), gaps))
def test_laws(cells):
    found = list_challenges(scores_of(cells), ["XA", "XB"], FRAMEWORK)
    assert (found["gap"] >= 10).all() and found["gap"].is_monotonic_decreasing
    assert ((found["kind"] == "shared") == (found["region_gap"] >= 10)).all()
    assert ((found["kind"] == "open") == found["region_gap"].isna()).all()
