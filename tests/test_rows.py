"""Rows for figures and tables: complete, in order, nothing hidden brought back."""

import pandas as pd
import pytest

from clusterbrief.present import rows


@pytest.fixture
def region(profiles):
    return profiles["region", "EaP"]


def test_score_rows_follow_the_framework_for_every_area(region):
    order = [rows.score_rows(region, code)["node_code"].tolist() for code in region.tables["areas"]["area_code"]]
    assert order[0]
    assert all(each == order[0] for each in order)


def test_table_of_scores_names_each_node_by_its_code_and_ends_with_the_whole(region):
    table = rows.all_score_rows(region, "EaP")
    assert table["node_code"].iloc[-1] == "overall"
    named = table[table["level"] != "overall"]
    assert all(label.startswith(f"{code} ") for code, label in zip(named["node_code"], named["label"], strict=True))


def test_heat_table_has_a_column_for_each_area_with_the_region_first(region):
    wide, areas = rows.heat_table(region), region.tables["areas"]
    assert list(wide.columns) == list(areas["area_label"])
    assert wide.index.is_unique
    score = rows.score_rows(region, "AM").set_index("label")["comparable_score"]
    pd.testing.assert_series_equal(wide[rows.class_rows(region)["label"].iloc[0]], wide.iloc[:, 0], check_names=False)
    assert wide["Armenia"].tolist() == pytest.approx(score.loc[wide.index].tolist(), nan_ok=True)


@pytest.mark.parametrize("name", ["needs", "actions"])
def test_choices_stand_by_count_with_hidden_ones_last(region, name):
    table = rows.choice_rows(region, "EaP", name)
    counts = table["count"].dropna().tolist()
    assert counts == sorted(counts, reverse=True)
    assert table["count"].isna().tolist() == sorted(table["count"].isna().tolist())
    assert len(table) == len(region.tables["need_options" if name == "needs" else "action_options"])


def test_amounts_are_percentages_only_where_shares_may_be_shown(profiles):
    for (kind, code), profile in profiles.items():
        if kind in {"region", "country"}:
            table = rows.choice_rows(profile, code, "needs")
            percent = table["share"].notna().any()
            expected = table["share"] * 100 if percent else table["count"]
            assert table["amount"].tolist() == pytest.approx(expected.tolist(), nan_ok=True)
            assert rows.amount_unit(table).startswith("Percentage" if percent else "Number")


def test_classes_and_those_not_shown_make_up_the_whole(region):
    table = rows.class_rows(region)
    for _, group in table.groupby("label"):
        assert group["count"].sum() == group["n"].iloc[0]
        assert (group["count"].dropna() >= 0).all()


def test_participation_ends_with_the_region_only_where_it_is_wanted(region):
    label = region.tables["areas"]["area_label"].iloc[0]
    assert label not in set(rows.participation_rows(region)["label"])
    assert rows.participation_rows(region, with_region=True)["label"].iloc[-1] == label


def test_area_without_answers_has_no_score(region):
    assert rows.score_of(region, "XX") is None
    assert rows.score_of(region, "EaP")["node_code"] == "overall"


def test_own_rows_stand_beside_medians_of_others(profiles):
    profile = next(each for (kind, _), each in profiles.items() if kind == "organisation")
    table, peers = rows.own_score_rows(profile), profile.tables["peers"]
    medians = peers[peers["peers"] == "region"].set_index("node_code")["median"]
    shown = table.dropna(subset=["region_median"])
    assert shown["region_median"].tolist() == medians.loc[shown["node_code"]].tolist()
    assert rows.own_overall(profile)["node_code"] == "overall"


def test_without_a_score_of_ones_own_the_published_median_stands_in_its_place(profiles):
    seen = 0
    for (kind, _), profile in profiles.items():
        if kind == "organisation":
            table = rows.own_score_rows(profile)
            published = profile.tables["area_medians"]
            region = published[published["peers"] == "region"].set_index("node_code")["median"]
            for row in table[table["score"].isna()].to_dict("records"):
                assert row["region_median"] == region[row["node_code"]]
                seen += 1
    assert seen > 2


def test_missing_services_are_those_answered_not_to_be_had_commonest_first(profiles):
    for (kind, _), profile in profiles.items():
        if kind == "organisation":
            table = rows.missing_services(profile, "digital")
            assert not table["has"].astype(bool).any()
            assert table["gold_share"].is_monotonic_decreasing
