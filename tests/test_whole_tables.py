"""Tables without described stakes are shown again as a whole or not at all."""

import pandas as pd

from clusterbrief.analysis.republication.whole_tables import hide_whole


def tables(scores: dict[str, float]) -> dict[str, pd.DataFrame]:
    codes = list(scores)
    return {
        "organisations": pd.DataFrame({"organisation_code": codes, "country_code": "A"}),
        "compared": pd.DataFrame({"organisation_code": codes, "node_code": "overall", "score": list(scores.values())}),
    }


THEN = tables({"A-1": 40.0, "A-2": 60.0})
TABLE = pd.DataFrame({"area_code": ["A"], "met": [5.0], "flag": [True], "rank": pd.array([None], dtype="Int64")})


def test_same_table_of_the_same_organisations_is_shown_again() -> None:
    printed = TABLE.assign(rank=float("nan"))  # as it is read back
    assert len(hide_whole(TABLE, [(printed, THEN)], THEN)) == 1


def test_other_figures_or_other_organisations_are_not() -> None:
    assert hide_whole(TABLE.assign(met=6.0), [(TABLE, THEN)], THEN).empty
    late = tables({"A-1": 40.0, "A-2": 60.0, "A-3": 1.0})
    assert hide_whole(TABLE, [(TABLE, THEN)], late).empty


def test_everybody_anew_or_never_printed_is_shown() -> None:
    anew = tables({"A-1": 41.0, "A-2": 61.0})
    assert len(hide_whole(TABLE.assign(met=6.0), [(TABLE, THEN)], anew)) == 1
    assert len(hide_whole(TABLE.assign(met=6.0), [(None, THEN)], THEN)) == 1
