"""Published criteria of labels and programmes: which of them each organisation meets, and by which answers.

Nobody else's answers decide. A criterion is met, not met or unknown, and unknown counts as neither.
"""

from collections.abc import Iterator
from datetime import date

import numpy as np
import pandas as pd

from clusterbrief.analysis.labels.criteria import Given, Verdicts, judge
from clusterbrief.analysis.labels.criteria_words import Limit, measured, say_needed
from clusterbrief.analysis.summaries import by_area
from clusterbrief.study.answers import NOT_ASKED
from clusterbrief.study.framework import Framework
from clusterbrief.study.programme_model import PlacesTest, Programme, Test
from clusterbrief.study.reference import ReferenceTables

MET, NOT_MET, UNKNOWN = "met", "not met", "unknown"
CRITERION = "criterion"
STATUSES = (MET, NOT_MET, UNKNOWN)
COUNTS = {MET: "met", NOT_MET: "not_met", UNKNOWN: "unknown"}
COLUMNS = {
    "organisation_code": str, "programme_code": str, "criterion_number": int, "criterion_code": str, "kind": str,
    "label": str, "status": str, "answers": str, "needed": str, "reason": str, "short_by": str, "setting": bool,
}  # fmt: skip


def evaluate_programmes(
    responses: pd.DataFrame, organisations: pd.DataFrame, framework: Framework, reference: ReferenceTables, on: date
) -> pd.DataFrame:
    """Hold every organisation's answers against every published criterion.

    Parameters
    ----------
    responses : DataFrame, one row per organisation and question
        ``organisation_code``, ``question_code``, ``state``, ``value``.
    organisations : DataFrame, one row per organisation
        ``organisation_code`` and ``completion`` [0-1].
    framework : Framework
        ``programmes`` says which answers decide a criterion.
    reference : ReferenceTables
        ``programme_criteria`` has comparison, threshold and unit of each criterion.
    on : date
        The day that years are counted to, the last one of collecting answers.

    Returns
    -------
    DataFrame, one row per organisation and criterion, by organisation, then in the order of programmes.yml
        ``organisation_code``, ``programme_code``, ``criterion_number`` (criteria that the source prints as one share
        it), ``criterion_code``, ``kind`` (criterion or selection), ``label``, ``status`` (met, not met or unknown),
        ``answers`` (what was answered, in words; empty where nothing was), ``needed`` (what is asked for, in words;
        empty where nothing we ask decides it), ``reason`` (why unknown, else empty), ``short_by`` (how much is
        missing, where a number is known to fall short; else empty) and ``setting`` (whether a project setting has a
        share in the verdict). No rows for criteria that only say more about another one, nor for places to fill.
    """
    given = _gather(responses, organisations, framework, on)
    published = reference.programme_criteria.set_index(["programme_code", "criterion_code"])
    parts = [
        _evaluate(programme, code, published, given)
        for programme in framework.programmes
        for code, test in _tests(programme)
        if not isinstance(test, PlacesTest)
    ]
    if not parts:
        return pd.DataFrame(columns=list(COLUMNS)).astype(COLUMNS)
    table = pd.concat(parts, ignore_index=True)
    return table.sort_values("organisation_code", kind="stable", ignore_index=True).astype(COLUMNS)


def _gather(responses: pd.DataFrame, organisations: pd.DataFrame, framework: Framework, on: date) -> Given:
    units = sorted(organisations["organisation_code"])

    def wide(column: str) -> pd.DataFrame:
        table = responses.pivot(index="organisation_code", columns="question_code", values=column)
        return table.reindex(index=units, columns=list(framework.questions)).astype(object)

    completion = organisations.set_index("organisation_code")["completion"].reindex(units).astype(float)
    return Given(wide("value"), wide("state").fillna(NOT_ASKED), completion, framework, on)


def _tests(programme: Programme) -> Iterator[tuple[str, Test]]:
    for criterion in programme.criteria:
        if criterion.test is not None:
            yield criterion.code, criterion.test


def _evaluate(programme: Programme, code: str, published: pd.DataFrame, given: Given) -> pd.DataFrame:
    row = published.loc[(programme.code, code)]
    criterion = next(each for each in programme.criteria if each.code == code)
    assert criterion.test is not None
    limit = _limit(row)
    needed = [say_needed(criterion.test, limit, given.framework), *_details(programme, code, published)]
    verdicts = judge(criterion.test, limit, given)
    return pd.DataFrame(
        {
            "organisation_code": given.values.index,
            "programme_code": programme.code,
            "criterion_number": row["criterion_number"],
            "criterion_code": code,
            "kind": row["kind"],
            "label": row["label"],
            "status": _statuses(verdicts),
            "answers": verdicts.answers,
            "needed": "; ".join(words for words in needed if words),
            "reason": verdicts.reasons,
            "short_by": verdicts.short_by,
            "setting": bool(criterion.setting.strip()),
        }
    )


def _limit(row: pd.Series) -> Limit | None:
    if pd.isna(row["threshold"]):
        return None
    unit = "" if pd.isna(row["unit"]) else str(row["unit"])
    return Limit(str(row["comparison"]), float(row["threshold"]), unit)


def _details(programme: Programme, code: str, published: pd.DataFrame) -> Iterator[str]:
    """What criteria say that are part of this one, such as the radius of a share within a radius."""
    for criterion in programme.criteria:
        if criterion.part_of == code:
            row = published.loc[(programme.code, criterion.code)]
            label, limit = str(row["label"]), _limit(row)
            asked = f": {limit.comparison} {measured(limit.threshold, limit, '')}" if limit else ""
            yield f"{label[:1].lower()}{label[1:]}{asked}"


def _statuses(verdicts: Verdicts) -> np.ndarray:
    return np.where(np.isnan(verdicts.met), UNKNOWN, np.where(verdicts.met == 1, MET, NOT_MET))


def sum_up_programmes(evaluated: pd.DataFrame) -> pd.DataFrame:
    """How many criteria of each programme each organisation meets.

    Parameters
    ----------
    evaluated : DataFrame, one row per organisation and criterion
        As ``evaluate_programmes`` gives it. Rules of selection are left out.

    Returns
    -------
    DataFrame, one row per organisation and programme, in the order of ``evaluated``
        ``organisation_code``, ``programme_code``, ``met``, ``not_met`` and ``unknown`` (how many criteria) and
        ``status``: met if all are, not met if any is not, else unknown.
    """
    criteria = evaluated[evaluated["kind"] == CRITERION]
    counts = _count_statuses(criteria, ["organisation_code", "programme_code"])
    decided = np.where(counts["not_met"] > 0, NOT_MET, np.where(counts["unknown"] > 0, UNKNOWN, MET))
    return counts.assign(status=decided).astype({"status": str})  # also where there are no rows


def count_criteria(evaluated: pd.DataFrame, organisations: pd.DataFrame, region_code: str) -> pd.DataFrame:
    """How many organisations of each area meet each criterion.

    Undisclosed. The three counts add up to ``n``, so that one of them may tell another: see ``disclose_counts``.

    Parameters
    ----------
    evaluated : DataFrame, one row per organisation and criterion
        As ``evaluate_programmes`` gives it.
    organisations : DataFrame, one row per organisation
        ``organisation_code`` and ``country_code``.
    region_code : str
        The area that is the sum of the others.

    Returns
    -------
    DataFrame, one row per area, programme and criterion
        ``area_code``, ``programme_code``, ``criterion_number``, ``criterion_code``, ``kind``, ``label``, ``setting``,
        ``n`` (organisations), ``met``, ``not_met`` and ``unknown``.
    """
    about = ["programme_code", "criterion_number", "criterion_code", "kind", "label", "setting"]
    placed = by_area(evaluated[["organisation_code", *about, "status"]], organisations, region_code)
    counts = _count_statuses(placed, ["area_code", *about])
    counts.insert(len(about) + 1, "n", counts[list(COUNTS.values())].sum(axis="columns").astype(int))
    return counts


def _count_statuses(table: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Rows of each status in the groups of a table, groups in the order in which they occur."""
    flags = {name: table["status"] == status for status, name in COUNTS.items()}
    counts = table[keys].assign(**flags).groupby(keys, sort=False)[list(flags)].sum().reset_index()
    kinds = {key: table[key].dtype for key in keys} | dict.fromkeys(flags, int)
    return counts.astype(kinds)  # also where there are no rows
