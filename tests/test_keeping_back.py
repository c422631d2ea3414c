"""Whole tables of a second publication: what they lose, and that they stay tables."""

from random import Random

import pandas as pd
import pytest

from clusterbrief.analysis.republication import keeping_back
from clusterbrief.analysis.republication.keeping_back import words_of
from clusterbrief.analysis.republication.published_figures import FIGURES
from succession_inputs import COUNTRIES, REGION, answers, disclosed, first_answers, publication, publish

pytestmark = pytest.mark.slow  # whole editions are analysed again and again

TABLES = {figure.table for figure in FIGURES}


def editions(joined: int):
    random = Random(11)
    rows = first_answers(random, 15)
    later = {**rows, **{f"{COUNTRIES[0]}-9{place}": answers(random) for place in range(joined)}}
    return disclosed(rows), disclosed(later)


def test_without_an_earlier_publication_only_figures_on_the_same_answers_as_a_hidden_one_are_hidden() -> None:
    made = editions(1)[1]
    kept = publish(made, [])
    for name, table in made.printed.items():
        if name not in {"area_scores", "evidence", "verdicts", "criteria", "limits", "wish"}:
            pd.testing.assert_frame_equal(kept.tables[name], table)
    assert kept.lost.empty
    assert words_of(kept.lost) == ""


def test_verdict_says_nothing_where_its_evidence_is_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    made = editions(0)[0]
    verdicts = made.printed["verdicts"]
    assert (verdicts.loc[verdicts["area_code"] == REGION, "verdict"] != "unknown").any()

    def hide(tables, *_):  # as figures on the same answers do
        there = tables["evidence"]["area_code"] == REGION
        evidence = tables["evidence"].assign(
            low=lambda rows: rows["low"].mask(there), count=lambda rows: rows["count"].mask(there)
        )
        return {**tables, "evidence": evidence}

    monkeypatch.setattr(keeping_back, "hide_twins", hide)
    shown = publish(made, []).tables["verdicts"]
    of_region = shown[shown["area_code"] == REGION]
    assert set(of_region["verdict"]) == {"unknown"}
    assert not of_region["decided_by"].str.contains("%").any()
    rest = shown["area_code"] != REGION
    pd.testing.assert_frame_equal(shown[rest], verdicts[rest])


def test_publishing_the_same_again_loses_nothing() -> None:
    made = editions(0)[0]
    once = publish(made, [])
    kept = publish(made, [publication(once, made)])
    for name, table in once.tables.items():
        pd.testing.assert_frame_equal(kept.tables[name], table)


def test_newcomers_country_is_kept_back_in_every_table_and_columns_stay() -> None:
    before, after = editions(1)
    first = publish(before, [])
    kept = publish(after, [publication(first, before)])
    printed = first.tables["area_scores"].query("area_code == 'XA' and not hidden")["node_code"]
    scores = kept.tables["area_scores"].query("area_code == 'XA'")
    scores = scores[scores["node_code"].isin(printed)]
    own = after.internal["compared"].query("organisation_code == 'XA-90'").dropna(subset=["score"])
    scores = scores[scores["node_code"].isin(own["node_code"])]
    assert len(scores) and scores["hidden"].all()
    assert scores[["score", "comparable_score", "gap", "attainment", "median", "low"]].isna().all(axis=None)
    assert kept.tables["class_counts"].query("area_code == 'XA' and class_code != 'unclassified'")["hidden"].all()
    assert kept.tables["participation"].set_index("area_code")["completion"][["XA", "ALL"]].isna().all()
    assert not set(kept.tables["marks"]["node_code"]) & set(own["node_code"])
    for name, table in after.printed.items():
        assert list(kept.tables[name].columns) == list(table.columns)
        if name in TABLES:
            assert len(kept.tables[name]) == len(table)
    words = words_of(kept.lost)
    assert "area_scores" in words and "XA" in words and "Wait for more answers" in words


def test_nothing_hidden_in_one_publication_alone_is_shown() -> None:
    before, after = editions(4)
    kept = publish(after, [publication(publish(before, []), before)])
    for name, table in after.printed.items():
        if name in TABLES:
            assert (kept.tables[name].isna() | table.notna()).all(axis=None)


def test_nobody_answered_then_or_now() -> None:
    nobody, some = disclosed({}), editions(0)[0]
    publish(some, [publication(publish(nobody, []), nobody)])
    publish(nobody, [publication(publish(some, []), some)])
