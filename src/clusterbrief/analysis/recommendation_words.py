"""The evidence of a recommendation in words, with the figures that triggered it."""

import pandas as pd

from clusterbrief.study.framework import Framework
from clusterbrief.study.programme_model import Compares

ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


def say_gaps(short: pd.DataFrame, framework: Framework) -> pd.Series:
    """Indicators short of their EU value.

    Parameters
    ----------
    short : DataFrame, one row per organisation and indicator
        ``node_code``, ``comparable_score`` and ``benchmark`` [points].

    Returns
    -------
    Series of str, one for each row
        Such as "Secured funding: 50 of 75 points".
    """
    labels = {code: indicator.label for code, indicator in framework.indicators.items()}
    rows = zip(short["node_code"], short["comparable_score"], short["benchmark"], strict=True)
    known: dict[tuple[str, float, float], str] = {}
    words = []
    for row in rows:  # few combinations are different
        if row not in known:
            known[row] = f"{labels[row[0]]}: {_points(row[1], row[2])}"
        words.append(known[row])
    return pd.Series(words, index=short.index, dtype=str)


def _points(score: float, benchmark: float) -> str:
    """Points of points, with as many decimals as part them, two at most.

    >>> _points(50, 75), _points(74.8, 75), _points(74.996, 75)
    ('50 of 75 points', '74.8 of 75.0 points', 'just under 75 points')
    """
    for decimals in range(3):
        pair = [f"{number:.{decimals}f}" for number in (score, benchmark)]
        if pair[0] != pair[1]:
            return f"{pair[0]} of {pair[1]} points"
    return f"just under {benchmark:.0f} points"


def say_criteria(unmet: pd.DataFrame, framework: Framework) -> pd.Series:
    """Criteria that are not met.

    Parameters
    ----------
    unmet : DataFrame, one row per organisation and criterion
        ``programme_code``, ``criterion_code`` and, where known, ``label``, ``needed`` and ``answers``.

    Returns
    -------
    Series of str, one for each row
        Such as "Support for the Bronze label, not met: Active members (12 active members, asked for: at least 15 active
        members)". Answers are told where they are numbers: the words of a level would fill lines.
    """
    numbers = {
        (programme.code, criterion.code)
        for programme in framework.programmes
        for criterion in programme.criteria
        if isinstance(criterion.test, Compares)
    }
    names = {programme.code: programme.label for programme in framework.programmes}
    blank = [""] * len(unmet)
    columns = [
        unmet[column].fillna("").astype(str) if column in unmet else blank for column in ("label", "needed", "answers")
    ]
    words = []
    for programme, code, label, needed, given in zip(
        unmet["programme_code"], unmet["criterion_code"], *columns, strict=True
    ):
        figures = f" ({given}, asked for: {needed})" if given and needed and (programme, code) in numbers else ""
        words.append(f"{names[programme]}, not met: {label or code}{figures}")
    return pd.Series(words, index=unmet.index, dtype=str)


def say_evidence(supporting: pd.DataFrame, framework: Framework) -> pd.Series:
    """Answers that support a first hypothesis: ``item_code``, one text for each row."""
    items = [item for hypothesis in framework.hypotheses.hypotheses for item in hypothesis.evidence]
    return supporting["item_code"].map({item.code: item.label for item in items}).astype(str)


def say_needs(named: pd.DataFrame, framework: Framework) -> pd.Series:
    """Support needs that were ranked.

    Parameters
    ----------
    named : DataFrame, one row per organisation and need that it named
        ``option_code`` and ``place`` (1 for first).

    Returns
    -------
    Series of str, one for each row
        Such as "Skills of cluster managers and entrepreneurs: named second among the needs".
    """
    question = framework.with_role("needs")
    options = framework.options(question) if question else ()
    labels = {option.code: option.text for option in options}
    places = dict(enumerate(ORDINALS, start=1))
    ordinal = named["place"].astype(int).map(places).fillna("later")
    return named["option_code"].map(labels).astype(str) + ": named " + ordinal.astype(str) + " among the needs"
