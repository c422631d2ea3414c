"""Figures of several tables that rest on the answers to one question, and rules of recommendation that do.

How many have a plan, how many have a good one, and how good plans are on average are three views of the same answers.
Each table is protected by itself. Beside each other, one of them would tell what another hides. So figures on one
question are hidden in the same areas.
"""

from collections.abc import Iterator

from clusterbrief.analysis.republication.published_figures import JOIN
from clusterbrief.study.framework import Framework
from clusterbrief.study.programme_model import questions_read
from clusterbrief.study.recommendation_model import CRITERION, EVIDENCE, INDICATOR, NEED, RecommendationRule

Named = tuple[str, str]  # a table, and a thing of it


def same_answers(framework: Framework) -> list[list[Named]]:
    """Groups of figures that rest on one and the same question, of different tables.

    Returns
    -------
    list of list of (table, thing)
        The table as in build/tables/public, and the name of the thing as ``thing_of`` gives it.
    """
    groups: dict[frozenset[str], list[Named]] = {}
    for named, questions in _asked(framework):
        if len(questions) == 1:
            groups.setdefault(questions, []).append(named)
    return [group for group in groups.values() if len({table for table, _ in group}) > 1]


def rules_by_question(framework: Framework) -> dict[str, list[Named]]:
    """Rules of recommendation that rest on one question alone, each with the other figures on it.

    Returns
    -------
    dict from rule code to list of (table, thing)
        As ``same_answers`` names them. Without rules on whose question there is no other figure.
    """
    found: dict[str, list[Named]] = {}
    for rule in framework.recommendations.rules:
        read = list(_questions_of(rule, framework))
        questions = frozenset().union(*(each or set() for each in read))
        if all(read) and len(questions) == 1:
            found[rule.code] = [named for named, each in _asked(framework) if each == questions]
            found[rule.code] += [("needs", code) for code in rule.triggers.needs]
    return {code: named for code, named in found.items() if named}


def _questions_of(rule: RecommendationRule, framework: Framework) -> Iterator[frozenset[str]]:
    """The questions that each trigger of a rule reads; none where they are more than can be said."""
    criteria = {
        f"{programme.code}.{each.code}": each.test for programme in framework.programmes for each in programme.criteria
    }
    items = {item.code: item for each in framework.hypotheses.hypotheses for item in each.evidence}
    needs = framework.with_role("needs")
    for kind, _, codes in rule.triggers.by_kind():
        for code in codes:
            if kind == INDICATOR:
                yield frozenset(framework.indicators[code].questions)
            elif kind == CRITERION and (test := criteria.get(code)) is not None:
                yield frozenset(questions_read(test))
            elif kind == EVIDENCE:
                yield frozenset(items[code].questions)
            else:
                yield frozenset({needs.code} if kind == NEED and needs else ())


def _asked(framework: Framework) -> list[tuple[Named, frozenset[str]]]:
    """Figures, and the questions that each rests on."""
    models = framework.country_models
    return [
        *((("area_scores", code), frozenset(each.questions)) for code, each in framework.indicators.items()),
        *(
            (("evidence", item.code), frozenset(item.questions))
            for hypothesis in framework.hypotheses.hypotheses
            for item in hypothesis.evidence
        ),
        *(
            (("criteria", programme.code + JOIN + criterion.code), frozenset(questions_read(criterion.test)))
            for programme in framework.programmes
            for criterion in programme.criteria
            if criterion.test is not None
        ),
        *((("limits", each.code), frozenset({each.question})) for each in models.limits),
        *(
            (("wish", each.code), frozenset({each.question or ""}))
            for _, each in models.components
            if each.measure == "answers"
        ),
    ]
