"""The method of an edition as a table that is kept with its results, and what of it changed between two editions."""

from collections.abc import Iterator, Mapping

import pandas as pd

from clusterbrief.analysis.cutting.codebook import JOINT, format_scoring, list_questions
from clusterbrief.analysis.uncertainty.scenarios import tabulate_settings
from clusterbrief.study.framework import Framework

METHOD_COLUMNS = ("kind", "code", "label", "aspect", "value")
CHANGE_COLUMNS = ("kind", "code", "label", "aspect", "change", "before", "after")
QUESTION, INDICATOR, NODE, BENCHMARK, CLASS, SETTING = "question", "indicator", "node", "benchmark", "class", "setting"
ADDED, REMOVED, CHANGED, SAME, UNKNOWN = "added", "removed", "changed", "same", "unknown"
ASKED = ("text", "type", "options", "required", "condition")  # what makes a question another one
RULE = ("attainment_least", "attainment_below", "each_block_least", "any_dimension_least")
Row = tuple[str, str, str, str, str]


def describe_method(framework: Framework, benchmarks: pd.DataFrame, thresholds: Mapping[str, float]) -> pd.DataFrame:
    """Everything of the method that can move a result, so that a later edition can be compared with it.

    Parameters
    ----------
    framework : Framework
    benchmarks : DataFrame, one row per indicator
        As ``resolve_benchmarks`` gives it.
    thresholds : mapping
        From how many organisations on each kind of statistic is shown.

    Returns
    -------
    DataFrame, one row per thing and aspect of it
        ``kind`` (question, indicator, node, benchmark, class, phase, stage, setting, robustness or disclosure),
        ``code``, ``label``, ``aspect`` and ``value``; all texts, empty where there is none.
    """
    rows = [*_asked(framework), *_tree(framework), *_measured(benchmarks), *_rules(framework)]
    rows += [("setting", "version", "Version of the method", "value", str(framework.structure.version))]
    rows += [("setting", "min_coverage", "Least coverage", "value", f"{framework.structure.min_coverage:g}")]
    for setting, value in tabulate_settings(framework)[["setting", "value"]].itertuples(index=False):
        rows.append(("robustness", setting, setting.replace("_", " "), "value", value))
    rows += [("disclosure", name, name.replace("_", " "), "value", f"{each:g}") for name, each in thresholds.items()]
    return pd.DataFrame(rows, columns=list(METHOD_COLUMNS)).astype(str)  # also where there are no rows


def _asked(framework: Framework) -> Iterator[Row]:
    questions = list_questions(framework)
    for row in questions.to_dict("records"):
        for aspect in ASKED:
            yield QUESTION, row["question_code"], row["text"], aspect, str(row[aspect])


def _tree(framework: Framework) -> Iterator[Row]:
    for row in framework.nodes.to_dict("records"):
        yield NODE, row["node_code"], row["label"], "parent", row["parent_code"]
        yield NODE, row["node_code"], row["label"], "weight", f"{row['weight']:g}"
    for indicator in framework.indicators.values():
        yield INDICATOR, indicator.code, indicator.label, "questions", JOINT.join(indicator.questions)
        yield INDICATOR, indicator.code, indicator.label, "scoring", format_scoring(framework, indicator)


def _measured(benchmarks: pd.DataFrame) -> Iterator[Row]:
    for row in benchmarks.to_dict("records"):
        points = "" if pd.isna(row["benchmark"]) else f"{row['benchmark']:.1f}"
        yield BENCHMARK, row["node_code"], row["label"], "points", points
        yield BENCHMARK, row["node_code"], row["label"], "standing", row["standing"]


def _rules(framework: Framework) -> Iterator[Row]:
    for rule in framework.classes.classes:
        for aspect in RULE:
            limit = getattr(rule, aspect)
            yield CLASS, rule.code, rule.label, aspect.replace("_", " "), "" if limit is None else f"{limit:g}"
    for each in framework.classes.cluster_organisation:
        wanted = JOINT.join(each.options) if each.options else f"at least {each.least:g}"
        yield "phase", each.question, each.label, "condition", wanted
    for stage in framework.stages.stages:
        levels = JOINT.join(f"{code} {level:g}" for code, level in stage.levels.items())
        yield "stage", stage.code, stage.label, "levels", levels


def compare_method(old: pd.DataFrame | None, new: pd.DataFrame | None) -> pd.DataFrame:
    """What changed between two methods.

    Parameters
    ----------
    old, new : DataFrame or None
        As ``describe_method`` gives them; None where a publication kept no such table.

    Returns
    -------
    DataFrame, one row per thing that was added or removed, and per aspect that changed
        ``kind``, ``code``, ``label`` (the new one where there is one), ``aspect`` (empty for a thing that is new or
        gone), ``change`` (added, removed or changed), ``before`` and ``after`` (texts). No rows where a side is None:
        nothing can be told then.

    Examples
    --------
    >>> old = pd.DataFrame([("node", "II", "Capacity", "weight", "1")], columns=list(METHOD_COLUMNS))
    >>> compare_method(old, old.assign(value="2"))[["code", "aspect", "change", "before", "after"]].values.tolist()
    [['II', 'weight', 'changed', '1', '2']]
    """
    rows: list[tuple[str, ...]] = []
    if old is not None and new is not None:
        rows = list(_changed_rows(_by_thing(old), _by_thing(new)))
    return pd.DataFrame(rows, columns=list(CHANGE_COLUMNS)).astype(str)  # also where there are no rows


Things = dict[tuple[str, str], tuple[str, dict[str, str]]]


def _by_thing(method: pd.DataFrame) -> Things:
    things: Things = {}
    for kind, code, label, aspect, value in method[list(METHOD_COLUMNS)].astype(str).itertuples(index=False):
        things.setdefault((kind, code), (label, {}))[1][aspect] = value
    return things


def _changed_rows(old: Things, new: Things) -> Iterator[tuple[str, ...]]:
    for thing in dict.fromkeys((*new, *old)):
        if thing not in old:
            yield *thing, new[thing][0], "", ADDED, "", ""
        elif thing not in new:
            yield *thing, old[thing][0], "", REMOVED, "", ""
        else:
            (_, before), (label, after) = old[thing], new[thing]
            for aspect in dict.fromkeys((*after, *before)):
                if before.get(aspect, "") != after.get(aspect, ""):
                    yield *thing, label, aspect, CHANGED, before.get(aspect, ""), after.get(aspect, "")


def method_of_nodes(old: pd.DataFrame | None, new: pd.DataFrame | None, changes: pd.DataFrame) -> dict[str, str]:
    """Whether the scores of each node mean the same in both: "same" or "changed"; empty where a side is None.

    A node's score means something else where a question, the scoring or the place of an indicator below it changed, or
    a weight below it, and everywhere where the least coverage did. EU values and classes do not matter to scores.
    """
    if old is None or new is None:
        return {}
    parents = [_aspect(each, NODE, "parent") for each in (old, new)]
    readers: dict[str, set[str]] = {}
    for each in (old, new):
        for indicator, questions in _aspect(each, INDICATOR, "questions").items():
            for question in questions.split(JOINT):
                readers.setdefault(question, set()).add(indicator)
    touched: set[str] = set()
    for kind, code, aspect in changes[["kind", "code", "aspect"]].itertuples(index=False):
        if (kind, code) == (SETTING, "min_coverage"):
            touched |= {node for each in parents for node in each}
        elif kind == INDICATOR or (kind == NODE and aspect != "weight"):
            touched.add(code)
        elif kind == NODE:
            touched |= {each.get(code, "") for each in parents}
        elif kind == QUESTION:
            touched |= readers.get(code, set())
    for each in parents:
        for node in list(touched):
            touched |= set(_above(node, each))
    nodes = {node for each in parents for node in each}
    return {node: CHANGED if node in touched else SAME for node in nodes}


def _above(node: str, parents: Mapping[str, str]) -> Iterator[str]:
    while node := parents.get(node, ""):
        yield node


def _aspect(method: pd.DataFrame, kind: str, aspect: str) -> dict[str, str]:
    rows = method[(method["kind"] == kind) & (method["aspect"] == aspect)]
    return dict(zip(rows["code"].astype(str), rows["value"].astype(str), strict=True))
