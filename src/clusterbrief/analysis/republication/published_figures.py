"""The printed figures that subtraction could open, and the stakes behind each of them.

A further table joins with one line in ``FIGURES``.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from clusterbrief.analysis.classes import UNCLASSIFIED, UNKNOWN_PHASE
from clusterbrief.analysis.republication.stakes import STAKE_COLUMNS, Floats
from clusterbrief.analysis.stages import UNKNOWN_STAGE

Tables = Mapping[str, pd.DataFrame]
Stakes = Callable[[Tables], pd.DataFrame]
JOIN = "|"  # between the codes that name a thing together


KINDS = {
    "counts": "how many have something",
    "classes": "how many are in each class; the classes add up",
    "means": "mean scores, in whole points",
    "plain means": "means of what is no answer, such as coverage, in whole points or percent",
    "exact means": "means that rounding is not trusted to protect; stakes need only differ where answers do",
}


@dataclass(frozen=True)
class Figure:
    """A column of a printed table, and what goes with it where it is hidden."""

    table: str
    column: str
    kind: Literal["counts", "classes", "means", "plain means", "exact means"]  # see KINDS
    things: tuple[str, ...]  # columns that name the thing, none for a single one
    stakes: Stakes  # of the internal tables of a publication
    needs: str  # the internal table that the stakes come from
    follow: tuple[str, ...] = ()  # columns that are hidden with it
    scale: float = 1.0  # printed figures times this are points
    within: tuple[str, ...] = ()  # columns that name a group of things whose sum is known, too
    missing: tuple[str, ...] = ()  # classes that only say that an answer is missing, which is printed anyway


def _placed(table: pd.DataFrame, tables: Tables, thing: pd.Series | str, value: pd.Series) -> pd.DataFrame:
    countries = tables["organisations"].set_index("organisation_code")["country_code"]
    stakes = pd.DataFrame(
        {
            "organisation_code": table["organisation_code"].astype(str),
            "area_code": table["organisation_code"].map(countries).astype(str),
            "thing": thing,
            "value": value.astype(float),
        },
        columns=list(STAKE_COLUMNS),
    )
    kept = table["organisation_code"].isin(countries.index)
    return stakes[kept].astype({"thing": str, "value": float})  # also where there are no rows


def thing_of(table: pd.DataFrame, columns: Sequence[str]) -> pd.Series:
    """The codes of some columns as one name; a single thing has the empty one."""
    name = pd.Series("", index=table.index, dtype=str)
    for place, column in enumerate(columns):
        name = table[column].astype(str) if place == 0 else name + JOIN + table[column].astype(str)
    return name.astype(str)


def node_stakes(column: str, scale: float = 1.0) -> Stakes:
    """Each organisation's figure of each node, from ``compared``."""

    def stakes(tables: Tables) -> pd.DataFrame:
        table = tables["compared"]
        return _placed(table, tables, table["node_code"], table[column] * scale)

    return stakes


def choice_stakes(name: str) -> Stakes:
    """Whether each organisation named each option of a ranking."""

    def stakes(tables: Tables) -> pd.DataFrame:
        table = tables[name]
        return _placed(table, tables, table["option_code"], table["place"].notna())

    return stakes


def place_stakes(name: str) -> Stakes:
    """The place that each organisation gave to each option of a ranking; 0 where it did not name it."""

    def stakes(tables: Tables) -> pd.DataFrame:
        table = tables[name]
        return _placed(table, tables, table["option_code"], table["place"].fillna(0))

    return stakes


def service_stakes(tables: Tables) -> pd.DataFrame:
    """Whether each organisation has each service that it answered about."""
    table = tables["services"]
    return _placed(table, tables, thing_of(table, ("kind", "service_code")), table["has"])


def class_stakes(name: str, column: str) -> Stakes:
    """Each organisation in its class: the class is the thing, and the value is 1."""

    def stakes(tables: Tables) -> pd.DataFrame:
        table = tables[name]
        return _placed(table, tables, table[column], pd.Series(1.0, index=table.index))

    return stakes


def answer_stakes(name: str) -> Stakes:
    """Whether each organisation gave one of the answers that a thing asks for."""

    def stakes(tables: Tables) -> pd.DataFrame:
        table = tables[name]
        return _placed(table, tables, table["code"], table["has"])

    return stakes


def criterion_stakes(name: str, met: str, not_met: str) -> Stakes:
    """Whether each organisation meets each criterion, of those of which it can be told."""

    def stakes(tables: Tables) -> pd.DataFrame:
        table = tables[name]
        table = table[table["status"].isin([met, not_met])]
        return _placed(table, tables, thing_of(table, ("programme_code", "criterion_code")), table["status"] == met)

    return stakes


def rule_stakes(tables: Tables) -> pd.DataFrame:
    """Whether each rule of recommendation helps each organisation of which that can be told."""
    table = tables["judged"]
    return _placed(table, tables, table["rule_code"], table["applies"])


def supporter_stakes(column: str) -> Stakes:
    """Whether each organisation's answer supports each claim ("has"), or it does not know ("unknown").

    Both take part in how many do not know; of the answers that support a claim only those who gave one do.
    """

    def stakes(tables: Tables) -> pd.DataFrame:
        table = tables["supporters"]
        taking_part = table["n"] | table["unknown"] if column == "unknown" else table["n"]
        table = table[taking_part]
        return _placed(table, tables, table["item_code"], table[column])

    return stakes


def income_stakes(tables: Tables) -> pd.DataFrame:
    """The share of each source in each organisation's income, in percent."""
    table = tables["incomes"]
    return _placed(table, tables, table["source_code"], table["share"])


def completion_stakes(tables: Tables) -> pd.DataFrame:
    """The share of required questions that each organisation answered, in percent."""
    table = tables["organisations"]
    return _placed(table, tables, "", table["completion"] * 100)


INTERVAL = ("low", "high")
COMPARABLE = ("comparable_score", "benchmark", "gap", "attainment", *INTERVAL)
ORDERED = ("median", "quartile_1", "quartile_3")
SHARES = ("share", "bound")
WEIGHTS = (*SHARES, *INTERVAL, "weight")
INCOME = Figure("income", "share", "means", ("source_code",), income_stakes, "incomes", ("hidden",))
FIGURES = (
    Figure(
        "area_scores", "score", "means", ("node_code",), node_stakes("score"), "compared",
        (*ORDERED, *COMPARABLE, "coverage", "hidden"),
    ),
    Figure(
        "area_scores", "comparable_score", "means", ("node_code",), node_stakes("comparable_score"), "compared",
        COMPARABLE,
    ),
    Figure(
        "area_scores", "coverage", "plain means", ("node_code",), node_stakes("coverage", 100), "compared", scale=100
    ),
    Figure(
        "class_counts", "count", "classes", ("class_code",), class_stakes("classes", "class_code"), "classes",
        ("hidden",), missing=(UNCLASSIFIED,),
    ),
    Figure(
        "phase_counts", "count", "classes", ("phase",), class_stakes("phases", "phase"), "phases", ("hidden",),
        missing=(UNKNOWN_PHASE,),
    ),
    Figure(
        "stage_counts", "count", "classes", ("stage_code",), class_stakes("stages", "stage_code"), "stages",
        ("hidden",), missing=(UNKNOWN_STAGE,),
    ),
    Figure(
        "service_shares", "count", "counts", ("kind", "service_code"), service_stakes, "services", SHARES,
        within=("kind",),
    ),
    Figure("needs", "count", "counts", ("option_code",), choice_stakes("needs"), "needs", WEIGHTS),
    Figure("needs", "weight", "exact means", ("option_code",), place_stakes("needs"), "needs"),
    Figure("actions", "count", "counts", ("option_code",), choice_stakes("actions"), "actions", WEIGHTS),
    Figure("actions", "weight", "exact means", ("option_code",), place_stakes("actions"), "actions"),
    Figure("wish", "count", "counts", ("code",), answer_stakes("wishes"), "wishes", SHARES),
    Figure("limits", "count", "counts", ("code",), answer_stakes("concerns"), "concerns", SHARES),
    Figure(
        "evidence", "count", "counts", ("item_code",), supporter_stakes("has"), "supporters", (*SHARES, *INTERVAL)
    ),
    Figure("evidence", "unknown", "counts", ("item_code",), supporter_stakes("unknown"), "supporters"),
    INCOME,
    Figure("participation", "completion", "plain means", (), completion_stakes, "organisations", scale=100),
)  # fmt: skip


def grid_of(table: pd.DataFrame | None, figure: Figure, things: Sequence[str], areas: Sequence[str]) -> Floats:
    """A printed figure by thing and area, in points where it is a mean; NaN where hidden or not printed at all."""
    grid = np.full((len(things), len(areas)), np.nan)
    column = figure.column
    if table is None or column not in table:
        return grid
    thing = pd.Index(things).get_indexer(thing_of(table, figure.things))
    area = pd.Index(areas).get_indexer(table["area_code"])
    there = (thing >= 0) & (area >= 0)
    grid[thing[there], area[there]] = table[column].to_numpy(dtype=float)[there] * figure.scale
    return grid


def text_grid_of(
    table: pd.DataFrame | None, figure: Figure, things: Sequence[str], areas: Sequence[str], column: str
) -> npt.NDArray[np.str_]:
    """A printed column of words by thing and area; empty where there is none."""
    grid = np.full((len(things), len(areas)), "", dtype="U16")
    if table is None or column not in table:
        return grid
    thing = pd.Index(things).get_indexer(thing_of(table, figure.things))
    area = pd.Index(areas).get_indexer(table["area_code"])
    there = (thing >= 0) & (area >= 0)
    grid[thing[there], area[there]] = table[column].to_numpy(dtype=str)[there]
    return grid


def hide_rows(table: pd.DataFrame, figure: Figure, hidden: pd.Series) -> pd.DataFrame:
    """The table with the figure and what follows it hidden in some rows."""
    numbers = [
        column for column in (figure.column, *figure.follow) if column in table and column not in {"hidden", "bound"}
    ]
    table = table.assign(**{column: table[column].astype(float).mask(hidden) for column in numbers})
    if "hidden" in figure.follow:
        table = table.assign(hidden=table["hidden"] | hidden)
    if "bound" in figure.follow:
        table = table.assign(bound=table["bound"].mask(hidden, ""))
    return table
