"""Shares of income solved together: a case worked by hand."""

from types import SimpleNamespace

import pandas as pd
import pytest

from clusterbrief.analysis.disclosure import Thresholds
from clusterbrief.analysis.republication.income_equations import hide_incomes, income_equations
from clusterbrief.analysis.republication.kept_cells import Setting

SOURCES = pd.DataFrame(
    [("private", "income", "part"), ("fees", "private", "indicator"), ("sales", "private", "indicator"),
     ("state", "public", "indicator")],
    columns=["node_code", "parent_code", "level"],
)  # fmt: skip
NODES = pd.DataFrame(columns=["node_code", "parent_code", "level", "weight"])
SETTING = Setting(Thresholds(), "ALL", NODES, sources=SOURCES)


def edition(shares: dict[str, tuple[float, float, float]], hidden: tuple[str, ...] = ()) -> SimpleNamespace:
    """Fees, sales and public money of organisations, whose country is the first letter of their code."""
    wide = pd.DataFrame(shares, index=["fees", "sales", "state"]).T.rename_axis("organisation_code")
    wide["private"] = wide["fees"] + wide["sales"]
    long = wide.reset_index().melt("organisation_code", var_name="source_code", value_name="share")
    organisations = pd.DataFrame({"organisation_code": list(shares), "country_code": [code[0] for code in shares]})
    areas = long.merge(organisations.rename(columns={"country_code": "area_code"}), on="organisation_code")
    both = pd.concat([areas.assign(area_code="ALL"), areas])
    means = both.groupby(["area_code", "source_code"])["share"].agg(["mean", "size"]).reset_index()
    means = means.assign(share=(means["mean"] + 0.5) // 1, n=means["size"], level="indicator")
    gone = means["source_code"].isin(hidden)
    printed = means.assign(share=means["share"].mask(gone), hidden=gone).drop(columns=["mean", "size"])
    return SimpleNamespace(printed=printed, internal={"incomes": long, "organisations": organisations})


def shown(table: pd.DataFrame) -> set[tuple[str, str]]:
    rows = table[table["share"].notna()]
    return set(zip(rows["area_code"], rows["source_code"], strict=True))


NEXT_TO_NOTHING = {"A-1": (60, 39, 1), "A-2": (30, 69, 1), "A-3": (60, 40, 0)}


def test_who_gets_next_to_nothing_from_one_source_follows_from_the_others() -> None:
    # 300 less 3 x 50 of fees and 3 x 49 of sales, give or take 3, leave 0 to 6 for three that get public money
    made = edition(NEXT_TO_NOTHING, hidden=("state", "private"))
    kept = shown(hide_incomes(made.printed, [], [made.internal], SETTING))
    assert kept == {("A", "sales"), ("ALL", "sales")}
    alone = edition(NEXT_TO_NOTHING, hidden=("state", "private", "fees"))
    assert shown(hide_incomes(alone.printed, [], [alone.internal], SETTING)) == kept


def test_what_leaves_everything_open_stays() -> None:
    made = edition(
        {f"{country}-{place}": (20 + 10 * place, 30, 50 - 10 * place) for country in "AB" for place in range(4)}
    )
    pd.testing.assert_frame_equal(hide_incomes(made.printed, [], [made.internal], SETTING), made.printed)


def test_shares_make_up_the_whole_and_the_private_ones_private_income() -> None:
    made = edition({"A-1": (60, 39, 1), "A-2": (30, 20, 10)})
    equations = income_equations([made.printed], [made.internal], SETTING)
    assert len(equations.truth) == 8
    links = equations.links
    assert links is not None
    sums = links.sums @ equations.truth
    assert sums.tolist() == pytest.approx([100, 60, 0, 0])
    # whose sources lack something can have up to the whole
    assert links.low.tolist() == [100, 0, 0, 0]
    assert links.high.tolist() == [100, 100, 0, 0]


def test_who_kept_its_shares_has_one_unknown_for_each_and_one_whole() -> None:
    then, now = edition(NEXT_TO_NOTHING), edition({**NEXT_TO_NOTHING, "A-2": (40, 59, 1)})
    equations = income_equations([then.printed, now.printed], [then.internal, now.internal], SETTING)
    assert len(equations.truth) == 14  # two shares of A-2 changed
    assert equations.links is not None
    assert len(equations.links.low) == 8


def test_nobody() -> None:
    made = edition(NEXT_TO_NOTHING)
    nobody = {name: table.iloc[:0] for name, table in made.internal.items()}
    assert hide_incomes(made.printed.iloc[:0], [], [nobody], SETTING).empty
