"""Non-response: respondents beside invited, by hand, and where nothing can be computed."""

import numpy as np
import pandas as pd
import pytest

from clusterbrief.analysis.nonresponse import COLUMNS, compare_with_invited
from worked_example import example


def lists(answered: dict[str, int], asked: dict[str, int]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Respondents and invited organisations, so many of each kind."""
    invited = pd.DataFrame(
        [(f"{kind}{place}", kind) for kind, count in asked.items() for place in range(count)],
        columns=["organisation_code", "kind"],
    )
    codes = [f"{kind}{place}" for kind, count in answered.items() for place in range(count)]
    return pd.DataFrame({"organisation_code": codes, "invited": True}), invited


def test_worked_example_by_hand():
    made = example("answers")
    table = compare_with_invited(made.organisations, made.invited)
    rows = table.set_index(["characteristic", "category"])
    # 5 invited in each country, of whom 4, 3 and 1 of 8 respondents
    countries = rows.loc["country_code"]
    assert countries["respondents"].tolist() == [4, 3, 1]
    assert countries["response_rate"].tolist() == pytest.approx([0.8, 0.6, 0.2])
    assert countries["difference"].tolist() == pytest.approx([4 / 8 - 1 / 3, 3 / 8 - 1 / 3, 1 / 8 - 1 / 3])
    assert countries["dissimilarity"].tolist() == pytest.approx([5 / 24] * 3)
    assert countries["p_value"].isna().all()  # expected counts below 5
    assert rows.loc[("eccp", "no"), ["invited", "respondents", "dissimilarity"]].tolist() == [15, 8, 0]
    assert table["characteristic"].drop_duplicates().tolist() == ["country_code", "kind", "eccp"]


def test_test_of_pearson_by_hand():
    # 30 of 50 and 20 of 50 responded: 4 cells with 25 expected, chi-squared = 4 x 25 / 25 = 4, p = 0.0455 with 1 df
    table = compare_with_invited(*lists({"a": 30, "b": 20}, {"a": 50, "b": 50}), ["kind"])
    assert table["p_value"].tolist() == pytest.approx([0.0455, 0.0455], abs=1e-4)
    assert table["dissimilarity"].tolist() == pytest.approx([0.1, 0.1])
    assert table["difference"].tolist() == pytest.approx([0.1, -0.1])


@pytest.mark.parametrize(
    ("answered", "asked"),
    [
        ({"a": 9, "b": 9}, {"a": 9, "b": 9}),  # everybody responded
        ({}, {"a": 30, "b": 30}),  # nobody did
        ({"a": 20}, {"a": 40}),  # one category
        ({"a": 4, "b": 5}, {"a": 9, "b": 9}),  # an expected count of 4.5
    ],
)
def test_p_value_is_missing_where_it_cannot_be_computed(answered, asked):
    assert compare_with_invited(*lists(answered, asked), ["kind"])["p_value"].isna().all()


def test_expected_counts_of_exactly_five_are_enough():
    assert compare_with_invited(*lists({"a": 5, "b": 5}, {"a": 10, "b": 10}), ["kind"])["p_value"].tolist() == [1, 1]


def test_missing_and_blank_cells_are_a_category_of_their_own_and_come_last():
    invited = pd.DataFrame({"organisation_code": list("ABCDE"), "kind": ["z", None, " ", np.nan, "a"],
                            "eccp": pd.Series([True, False, None, True, "yes"], dtype=object)})  # fmt: skip
    organisations = pd.DataFrame({"organisation_code": ["A", "B"], "invited": True})
    table = compare_with_invited(organisations, invited, ["kind", "eccp", "size"])
    assert table["category"].tolist() == ["a", "z", "not known", "no", "yes", "not known", "not known"]
    assert table["invited"].tolist() == [1, 1, 3, 1, 3, 1, 5]
    assert table["respondents"].tolist() == [0, 1, 1, 1, 1, 0, 2]


def test_respondents_who_are_not_on_the_list_take_no_part():
    organisations, invited = lists({"a": 3}, {"a": 5, "b": 5})
    others = pd.DataFrame({"organisation_code": ["AM-X0123456789", "b0"], "invited": [False, False]})
    table = compare_with_invited(pd.concat([organisations, others]), invited, ["kind"])
    pd.testing.assert_frame_equal(table, compare_with_invited(organisations, invited, ["kind"]))


def test_nobody_responded_and_nobody_invited():
    organisations, invited = lists({}, {"a": 2})
    table = compare_with_invited(organisations, invited)
    assert table[["share_respondents", "difference", "dissimilarity"]].isna().all(axis=None)
    assert (table["response_rate"] == 0).all()
    for columns in (["kind"], []):
        none = compare_with_invited(organisations, invited.iloc[:0], columns)
        assert len(none) == 0
        assert list(none.columns) == list(COLUMNS)
        assert none.dtypes.equals(table.dtypes)


def test_order_of_rows_changes_nothing():
    made = example("answers")
    table = compare_with_invited(made.organisations, made.invited)
    shuffled = (each.sample(frac=1, random_state=2) for each in (made.organisations, made.invited))
    pd.testing.assert_frame_equal(compare_with_invited(*shuffled), table)


@pytest.mark.parametrize("seed", range(3))
def test_parts_add_up(seed):
    rng = np.random.default_rng(seed)
    asked = {kind: int(count) for kind, count in zip("abc", rng.integers(5, 40, 3), strict=True)}
    answered = {kind: int(rng.integers(1, count + 1)) for kind, count in asked.items()}
    table = compare_with_invited(*lists(answered, asked), ["kind"])
    assert table[["share_invited", "share_respondents"]].sum().tolist() == pytest.approx([1, 1])
    assert table["difference"].sum() == pytest.approx(0)
    assert table["dissimilarity"].iloc[0] == pytest.approx(table["difference"].clip(lower=0).sum())
