"""Scoring in words: each method has its own, and options go by their text."""

import pytest

from clusterbrief.analysis.scoring_words import word_scoring
from clusterbrief.study.framework_checks import FITS


@pytest.mark.parametrize(
    ("indicator", "words"),
    [
        ("team_stability", "25 points for each level from 0 to 4"),
        ("competitors_known", '100 points for "yes", none for the other answer'),
        (
            "networks",
            'Options chosen, without "None of these networks": 4 or more give 100 points, fewer in proportion',
        ),
        (
            "general_breadth",
            'Share of the questions answered "Provided now", where at least two thirds are answered',
        ),
        ("secured_funding", "The answer, on straight lines in between: 0 gives 0, 24 gives 75, 36 gives 100 points"),
        (
            "own_income",
            "The sum of the answers, on straight lines in between: 0 gives 0, 20 gives 75, 50 gives 100 points",
        ),
        (
            "maturity_assessed",
            "The first answer divided by the second, on straight lines in between: 0 gives 0, 0.25 gives 75, "
            "0.5 gives 100 points",
        ),
    ],
)
def test_each_method_has_its_words(framework, indicator, words):
    assert word_scoring(framework.indicators[indicator], framework) == words


def test_options_are_named_by_their_text(framework):
    words = word_scoring(framework.indicators["fee_model"], framework)
    assert words.startswith('Points of the option chosen, of several the highest: "They pay no regular fee" 0, ')


def test_no_two_methods_read_the_same(framework):
    words: dict[str, set[str]] = {}
    for indicator in framework.indicators.values():
        words.setdefault(indicator.scoring.method, set()).add(word_scoring(indicator, framework))
    assert set(words) == set(FITS)
    assert sum(map(len, words.values())) == len(set.union(*words.values()))
