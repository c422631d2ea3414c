"""Tables that are shown again as a whole or not at all: those whose stakes nobody has described yet.

A table joins ``published_figures.FIGURES`` with a line. Until it does, it is kept back where a
difference could tell anything.
"""

from collections.abc import Sequence

import pandas as pd

from clusterbrief.analysis.republication.published_figures import Tables, node_stakes

Earlier = tuple[pd.DataFrame | None, Tables]  # the printed table, and the internal ones


def hide_whole(table: pd.DataFrame, earlier: Sequence[Earlier], internal: Tables) -> pd.DataFrame:
    """A table without rows, unless it may be set beside every earlier publication that printed it.

    It may where it is word for word the same and the same organisations took part, and where nobody has the same
    scores as then, because everybody answered anew.
    """
    for printed, past in earlier:
        if printed is None or not len(printed) or not len(table):
            continue
        if not (_is_same(table, printed) and _members(past) == _members(internal)) and _any_kept(past, internal):
            return table.iloc[:0]
    return table


def _is_same(table: pd.DataFrame, printed: pd.DataFrame) -> bool:
    """Whether two tables say the same; texts and kinds of columns as files hold them."""
    if list(table.columns) != list(printed.columns) or len(table) != len(printed):
        return False
    return all(_plain(table[column]) == _plain(printed[column]) for column in table.columns)


def _plain(column: pd.Series) -> list[str]:
    return [
        "" if pd.isna(cell) else f"{float(cell):.9g}" if isinstance(cell, int | float) else str(cell)
        for cell in column.tolist()
    ]


def _members(tables: Tables) -> set[str]:
    return set(tables["organisations"]["organisation_code"])


def _any_kept(past: Tables, internal: Tables) -> bool:
    """Whether some organisation has just the scores that it had."""
    if not _members(past) & _members(internal):
        return False
    then, now = (
        node_stakes("score")(each).set_index(["organisation_code", "thing"])["value"] for each in (past, internal)
    )
    both = pd.concat([then.rename("then"), now.rename("now")], axis="columns", join="inner").round(9)
    same = (both["then"] == both["now"]) | (both["then"].isna() & both["now"].isna())
    return bool(same.groupby(level="organisation_code").all().any()) or both.empty
