"""Where published cells come from: a number of a page's data from its profile, a row of that from a disclosed table.

A search finds what is known to be secret; this finds what nobody thought of: a number that was never disclosed.
"""

import json
from collections.abc import Iterator, Mapping
from io import StringIO
from typing import Any

import pandas as pd

from clusterbrief.analysis.cutting.cut_changes import PREFIX
from clusterbrief.analysis.profiles import Profile
from clusterbrief.produce.notebook_results import FigureResult, NotebookResults, TableResult

DIGITS = 6  # to which numbers are the same: sums of floats differ in their last ones
RENAMED = {"indicator_scores": "area_scores", "indicator_areas": "area_scores"}  # tables of a profile cut from another
# Tables that hold no answers: words and values of the framework, EU reference tables, lists of what is published
WORDS = frozenset(
    {
        "action_options", "areas", "atlas_thresholds", "benchmarks", "classes", "contradictions", "criterion_rules",
        "income_sources", "milestones", "model_addressees", "model_horizons", "model_limits", "model_roles",
        "model_steps", "need_options", "nodes", "open_tables", "path_points", "practices", "programmes",
        "published_weight", "questions", "rule_terms", "rules", "services", "sources", "stages", "uncertainty",
    }
)  # fmt: skip
# What may be shown of all respondents without disclosure control: names and stories of those who agreed, counts of
# findings by kind, and respondents beside invited organisations
SHOWN_ANYWAY = frozenset({"named", "stories", "findings", "nonresponse"})


def untraced_rows(profile: Profile, disclosed: Mapping[str, pd.DataFrame]) -> Iterator[str]:
    """Tables of a public profile that no disclosed table gives, and the first row of each that it does not hold.

    Parameters
    ----------
    profile : Profile
    disclosed : mapping of name to DataFrame
        Every table that has passed disclosure control.
    """
    for name, table in profile.tables.items():
        source = disclosed.get(RENAMED.get(name, name))
        if name in WORDS | SHOWN_ANYWAY or name.startswith(PREFIX):  # changes are disclosed by themselves
            continue
        if source is None:
            yield f"{name}: no such table was disclosed"
        elif not set(table.columns) <= set(source.columns):
            unknown = sorted(set(table.columns) - set(source.columns))
            yield f"{name}: the disclosed table has no {unknown[0]}"
        else:
            known = set(_rows(source[list(table.columns)]))
            yield from (f"{name}: {row}" for row in [row for row in _rows(table) if row not in known][:1])


def _rows(table: pd.DataFrame) -> Iterator[tuple[Any, ...]]:
    """The rows as plain values that compare: missing as None, numbers to so many digits."""
    plain = table.astype(object).where(table.notna(), None)
    return (tuple(_plain(cell) for cell in row) for row in plain.itertuples(index=False, name=None))


def _plain(cell: Any) -> Any:
    if isinstance(cell, bool) or cell is None:
        return cell
    try:
        return round(float(cell), DIGITS)
    except (TypeError, ValueError):
        return str(cell)


def untraced_cells(results: NotebookResults, profile: Profile) -> Iterator[str]:
    """Numbers in the data of a notebook's figures and tables that its profile does not hold."""
    known = _numbers(json.loads(profile.to_json()))
    shown: list[FigureResult | TableResult] = [*results.figures.values(), *results.tables.values()]
    for result in shown:
        data = pd.read_csv(StringIO(result.data), dtype=str, keep_default_na=False)
        for column in data.columns:
            for text in dict.fromkeys(data[column]):
                number = _number(text)
                if number is not None and number not in known:
                    yield f"{result.name}, {column}: {text}"


def _number(text: str) -> float | None:
    try:
        return round(float(text), DIGITS)
    except ValueError:
        return None


def _numbers(node: Any) -> set[float]:
    """Every number in a profile, also where it stands as a text by itself."""
    if isinstance(node, dict):
        return set().union(*(_numbers(each) for each in node.values()))
    if isinstance(node, list):
        return set().union(*(_numbers(each) for each in node))
    number = None if isinstance(node, bool) or node is None else _number(str(node))
    return set() if number is None else {number}
