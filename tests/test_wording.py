"""Numbers and lists in sentences."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterbrief.present.wording import (
    count,
    format_date,
    format_gap,
    format_points,
    format_share,
    format_signed,
    half_up,
    joined,
    lowered,
    number_word,
    ordinal,
    sentence_start,
)


@pytest.mark.parametrize(
    ("number", "text"),
    [(0, "no organisations"), (1, "one organisation"), (2, "two organisations"), (10, "10 organisations")],
)
def test_noun_agrees_with_its_number(number: int, text: str) -> None:
    assert count(number, "organisation") == text


def test_lists_of_none_one_two_and_many() -> None:
    assert [joined(list("abc")[:many]) for many in range(4)] == ["", "a", "a and b", "a, b and c"]


@given(st.floats(-1000, 1000))
def test_whole_points_are_never_further_than_half_a_point_and_halves_go_up(points: float) -> None:
    assert -0.5 - 1e-8 <= points - half_up(points) < 0.5 + 1e-8
    assert half_up(int(points) + 0.5) == int(points) + 1


@given(st.floats(-200, 200))
def test_sign_agrees_with_the_figure(points: float) -> None:
    text = format_signed(points)
    assert text == "0" or text[0] == ("+" if points > 0 else "−")
    assert text[1:] != "0"
    assert format_gap(points) == text.lstrip("+")


def test_missing_figures_are_a_dash() -> None:
    for form in (format_points, format_signed, format_share, format_gap):
        assert form(None) == form(float("nan")) == "–"


def test_halves_are_rounded_as_in_the_tables() -> None:
    assert [format_points(each) for each in (0.5, 1.5, 2.5)] == ["1", "2", "3"]
    assert [format_share(each) for each in (0.125, 0.285, 1.005)] == ["13\u00a0%", "29\u00a0%", "101\u00a0%"]


def test_places_beyond_the_tenth_are_written_in_figures() -> None:
    assert [ordinal(each) for each in (1, 10, 11, 12, 13, 21, 112)] == [
        "first", "tenth", "11th", "12th", "13th", "21st", "112th",
    ]  # fmt: skip


def test_large_numbers_are_grouped_and_stay_on_one_line() -> None:
    assert number_word(1234567) == "1\u00a0234\u00a0567"


def test_abbreviations_and_names_keep_their_capitals() -> None:
    assert [lowered(each) for each in ("Team", "EU value", "Industry 4.0", "European label", "")] == [
        "team", "EU value", "Industry 4.0", "European label", "",
    ]  # fmt: skip
    assert sentence_start("") == ""
    assert format_date("2024-12-01") == "1 December 2024"
