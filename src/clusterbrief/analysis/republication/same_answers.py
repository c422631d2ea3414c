"""Figures of several tables that rest on the answers to one question: they are hidden in the same areas.

How many have a plan, how many have a good one, and how good plans are on average are three views of the same answers.
Each table is protected by itself. Beside each other, one of them would tell what another hides.
"""

from clusterbrief.analysis.republication.published_figures import JOIN
from clusterbrief.study.framework import Framework
from clusterbrief.study.programme_model import questions_read

Named = tuple[str, str]  # a table, and a thing of it


def same_answers(framework: Framework) -> list[list[Named]]:
    """Groups of figures that rest on one and the same question, of different tables.

    Returns
    -------
    list of list of (table, thing)
        The table as in build/tables/public, and the name of the thing as ``thing_of`` gives it.
    """
    models = framework.country_models
    asked: list[tuple[Named, frozenset[str]]] = [
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
    groups: dict[frozenset[str], list[Named]] = {}
    for named, questions in asked:
        if len(questions) == 1:
            groups.setdefault(questions, []).append(named)
    return [group for group in groups.values() if len({table for table, _ in group}) > 1]
