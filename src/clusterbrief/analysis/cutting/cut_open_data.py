"""The open data: its codebook, the codes that its tables use, and what the page about it may show."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

import pandas as pd

from clusterbrief.analysis.atlas import printed
from clusterbrief.analysis.cutting.edition_words import words
from clusterbrief.analysis.profiles import Profile
from clusterbrief.study.intake import Study
from clusterbrief.study.open_data import OpenDataWords

ATLAS = ("atlas_pairs", "atlas_nodes")
TYPES = {"b": "boolean", "i": "integer", "u": "integer", "f": "number"}  # by the kind of a column
CODES = {
    "areas": ("area_code", "area_label"), "nodes": ("node_code", "label"), "classes": ("class_code", "class_label"),
    "stages": ("stage_code", "stage_label"), "programmes": ("programme_code", "programme_label"),
    "services": ("service_code", "label"), "need_options": ("option_code", "option_label"),
    "action_options": ("option_code", "option_label"),
}  # fmt: skip


def list_codes(study: Study) -> pd.DataFrame:
    """What the codes of the open data stand for.

    Returns
    -------
    DataFrame, one row per code
        ``kind`` (the column that uses it), ``code``, ``label``.
    """
    named = words(study)
    parts = [
        pd.DataFrame({"kind": code, "code": named[table][code].astype(str), "label": named[table][label].astype(str)})
        for table, (code, label) in CODES.items()
    ]
    return pd.concat(parts, ignore_index=True).drop_duplicates().reset_index(drop=True)


def open_tables(disclosed: Mapping[str, pd.DataFrame], study: Study) -> dict[str, pd.DataFrame]:
    """What is published as data: the disclosed tables by name, the atlas at printed precision, and the codes."""
    tables = dict(disclosed)
    for name in ATLAS:
        if name in tables:
            flags = tables[name].dtypes[["industry_node", "area_node"]].to_dict()
            tables[name] = printed(tables[name]).astype({**flags, "stars": "Int8"})
    return {**tables, "codes": list_codes(study)}


def codebook_of(tables: Mapping[str, pd.DataFrame], known: OpenDataWords) -> pd.DataFrame:
    """Every column of every published table in words.

    Returns
    -------
    DataFrame, one row per table and column
        ``table``, ``title``, ``row`` (what one row of the table is), ``column``, ``type`` (string, integer, number or
        boolean), ``unit`` and ``meaning``.

    Raises
    ------
    KeyError
        A table or column has no words; ``open_data.check_described`` tells of it beforehand.
    """
    rows = []
    for name, table in tables.items():
        told = known.tables[name]
        for column in table.columns:
            meaning = known.column(name, column)
            if meaning is None:
                raise KeyError(f"{name}.{column}")
            kind = TYPES.get(getattr(table[column].dtype, "kind", "O"), "string")
            rows.append((name, told.title, told.row, column, kind, meaning.unit, meaning.text))
    return pd.DataFrame(rows, columns=["table", "title", "row", "column", "type", "unit", "meaning"])


def with_open_data(
    profiles: Iterable[Profile], tables: Mapping[str, pd.DataFrame], codebook: pd.DataFrame
) -> Iterator[Profile]:
    """The same profiles; the public one of the region with a list of the published tables.

    ``open_tables`` has one row per table: ``table``, ``title``, ``row``, ``rows`` and ``columns`` (how many).
    """
    listed = codebook.groupby(["table", "title", "row"], sort=False).size().rename("columns").reset_index()
    listed["rows"] = [len(tables[name]) for name in listed["table"]]
    for profile in profiles:
        if profile.kind == "region" and profile.audience == "public":
            yield replace(profile, tables={**profile.tables, "open_tables": listed})
        else:
            yield profile
