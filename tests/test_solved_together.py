"""Printed means solved together: a case worked by hand, and laws on editions at random."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from clusterbrief.analysis.disclosure import Thresholds
from clusterbrief.analysis.republication.kept_cells import Setting
from clusterbrief.analysis.republication.mean_equations import equations_of
from clusterbrief.analysis.republication.score_ranges import Ranges, Ratings, told_by
from clusterbrief.analysis.republication.solved_together import hide_solvable
from clusterbrief.study.framework_model import ClassRule

NAN = float("nan")
NODES = pd.DataFrame(
    [("top", "", "overall", 1.0), ("x", "top", "indicator", 1.0), ("y", "top", "indicator", 1.0)],
    columns=["node_code", "parent_code", "level", "weight"],
)
STRUGGLER = ClassRule.model_construct(code="struggler", attainment_below=0.5)
OTHERS = ClassRule.model_construct(code="developing")
FOLLOW = ["benchmark", "gap", "attainment", "low", "high", "median", "quartile_1", "quartile_3", "coverage"]


def edition(points: dict[str, tuple[float, float]], rules: tuple[ClassRule, ...] = ()) -> SimpleNamespace:
    """Points for x and y of organisations, whose country is the first letter of their code; printed without any rule."""
    held = pd.DataFrame(points, index=["x", "y"]).T.astype(float)
    held.insert(0, "top", held.mean(axis="columns"))
    held = held.rename_axis("organisation_code").reset_index().astype({"organisation_code": str})
    compared = held.melt("organisation_code", var_name="node_code", value_name="score")
    compared = compared.assign(comparable_score=compared["score"], benchmark=100.0)
    countries = {"organisation_code": list(points), "country_code": [code[0] for code in points]}
    organisations = pd.DataFrame(countries, dtype=str)
    areas = compared.merge(organisations.rename(columns={"country_code": "area_code"}), on="organisation_code")
    both = pd.concat([areas.assign(area_code="ALL"), areas]).dropna(subset=["score"])
    means = both.groupby(["area_code", "node_code"])["score"].mean().reset_index()
    means["score"] = np.floor(means["score"] + 0.5)
    printed = means.assign(comparable_score=means["score"], hidden=False, **dict.fromkeys(FOLLOW, NAN))
    internal = {"compared": compared, "organisations": organisations}
    setting = Setting(Thresholds(), "ALL", NODES, classes=rules)
    return SimpleNamespace(printed=printed, internal=internal, setting=setting)


def hide(made: SimpleNamespace) -> pd.DataFrame:
    return hide_solvable(made.printed, [], [made.internal], made.setting)


def shown(table: pd.DataFrame) -> set[tuple[str, str]]:
    rows = table[table["score"].notna()]
    return set(zip(rows["area_code"], rows["node_code"], strict=True))


ONE_LACKS_Y = {"A-1": (50, 50), "A-2": (25, 75), "A-3": (75, 50), "A-4": (50, NAN)}


def test_who_lacks_an_indicator_follows_from_the_mean_above() -> None:
    # the top of A-4 is its x, so x = 2 x 4 x 53 - 4 x 50 - 3 x 58 = 50, give or take 2 x 2 + 2 + 1.5
    made = edition(ONE_LACKS_Y)
    equations = equations_of([made.printed], [made.internal], made.setting)
    none = Ratings(np.zeros((0, 1), dtype=int), np.zeros((0, 1)), ("overall",), ())
    ranges = Ranges(equations, np.full(equations.scores.shape[0], 100.0), none, np.zeros(0, dtype=bool))
    told_by(ranges)
    places = equations.places.set_index(["organisation_code", "node_code", "figure"])["score"]
    kind = ranges.score_kind[places["A-4", "x", "score"]]
    assert ranges.low[kind] == pytest.approx(42.5, abs=0.01)
    assert ranges.high[kind] == pytest.approx(57.5, abs=0.01)


def test_smallest_mean_that_tells_is_hidden_in_country_and_region() -> None:
    # y has three of four organisations; in a region of one country each mean is printed twice
    assert shown(hide(edition(ONE_LACKS_Y))) == {(area, node) for area in ("A", "ALL") for node in ("x", "top")}


def test_what_tells_nothing_stays() -> None:
    made = edition({f"{country}-{place}": (60, 40) for country in "AB" for place in range(6)})
    pd.testing.assert_frame_equal(hide(made), made.printed)


def test_mean_below_which_everybody_is_in_one_class_is_hidden() -> None:
    # three with 10 points on average have 31.5 at most, and with 20 at least one of them may have 50
    low, higher = ({f"A-{place}": (points, points) for place in range(3)} for points in (14.0, 30.0))
    nodes = NODES.assign(level=["overall", "block", "block"])  # so that ten points are enough to be open
    rules = (STRUGGLER, OTHERS)
    for points, left in ((low, set()), (higher, {"A", "ALL"})):
        made = edition(points, rules)
        made.setting = Setting(Thresholds(), "ALL", nodes, classes=rules)
        assert {area for area, node in shown(hide(made)) if node == "top"} == left
    made = edition(low)
    made.setting = Setting(Thresholds(), "ALL", nodes)
    assert shown(hide(made)) == shown(made.printed)


def test_nobody() -> None:
    made = edition({})
    assert hide(made).empty


scores = st.sampled_from([0.0, 25.0, 50.0, 75.0, 100.0])
editions = st.dictionaries(
    st.sampled_from([f"{country}-{place}" for country in "AB" for place in range(4)]),
    st.tuples(scores, st.one_of(scores, st.just(NAN))),
    min_size=3,
)


@pytest.mark.slow
@settings(max_examples=25, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(editions, st.randoms())
def test_no_order_matters_and_nothing_is_left_to_solve(points: dict[str, tuple[float, float]], random: object) -> None:
    made = edition(points)
    kept = hide(made)
    assert not _told(points, kept)
    codes = list(points)
    random.shuffle(codes)  # type: ignore[attr-defined]
    pd.testing.assert_frame_equal(hide(edition({code: points[code] for code in codes})), kept)
    pd.testing.assert_frame_equal(hide_solvable(kept, [], [made.internal], made.setting), kept)


def _told(points: dict[str, tuple[float, float]], table: pd.DataFrame) -> list[str]:
    """Whose x, y or top is told, by a programme over everybody's x and y."""
    codes = list(points)
    place = {
        (code, node): number
        for number, (code, node) in enumerate((c, n) for c in codes for at, n in enumerate("xy") if not np.isnan(points[c][at]))
    }  # fmt: skip

    def row(code: str, node: str) -> np.ndarray:
        held = np.zeros(len(place))
        own = [each for each in ("xy" if node == "top" else node) if (code, each) in place]
        held[[place[code, each] for each in own]] = 1 / max(len(own), 1)
        return held

    sums, ends = [], []
    for each in table.dropna(subset=["score"]).to_dict("records"):
        inside = [
            code for code in codes if each["area_code"] in ("ALL", code[0]) and row(code, each["node_code"]).any()
        ]
        total = np.sum([row(code, each["node_code"]) for code in inside], axis=0)
        sums += [total, -total]
        ends += [len(inside) * (each["score"] + 0.5), -len(inside) * (each["score"] - 0.5)]
    if not sums:
        return []
    found = []
    for code in codes:
        for node in ("x", "y", "top"):
            aim = row(code, node)
            if aim.any():
                low, high = (sign * linprog(sign * aim, np.array(sums), ends, bounds=(0, 100)).fun for sign in (1, -1))
                if high - low < (10 if node == "top" else 100) - 1e-3:
                    found.append(f"{code} {node} {low} {high}")
    return found
