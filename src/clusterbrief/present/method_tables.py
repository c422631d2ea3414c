"""Tables of the method page: rules, benchmarks, sources and what the source report contradicts itself in."""

import re
from collections.abc import Mapping
from typing import Any

import pandas as pd

from clusterbrief.present.latin_names import with_latin
from clusterbrief.present.wording import MISSING, format_points, format_share, lowered, sentence_start

THRESHOLDS = {
    "mean": "Mean score, mean completion",
    "median": "Median (to the nearest five points below the next threshold), interval of a mean",
    "quartiles": "Quartiles",
    "marks": "One mark for each organisation, without a name",
    "percentages": "Percentage of organisations",
    "count": "A count, and what is left of the whole",
}


def tabulate_structure(nodes: pd.DataFrame) -> pd.DataFrame:
    """Scored nodes above indicators: what each is part of, and its weight."""
    shown = nodes[~nodes["level"].isin(["overall", "indicator"])]
    parents = nodes.set_index("node_code")["label"]
    indicators = nodes[nodes["level"] == "indicator"].groupby("parent_code").size()
    return pd.DataFrame(
        {
            "Code": shown["node_code"],
            "Name": shown["label"],
            "Part of": [parents[code] for code in shown["parent_code"]],
            "Weight": [f"{weight:g}" for weight in shown["weight"]],
            "Indicators": [str(indicators.get(code, MISSING)) for code in shown["node_code"]],
        }
    )


def tabulate_benchmarks(rows: pd.DataFrame) -> pd.DataFrame:
    """Indicators: ``label``, ``parent_label``, ``benchmark``, ``standing``, ``source``, ``note``."""
    return pd.DataFrame(
        {
            "Dimension": rows["parent_label"],
            "Indicator": rows["label"],
            "EU value": [format_points(points) for points in rows["benchmark"]],
            "Standing": [sentence_start(standing) or MISSING for standing in rows["standing"]],
            "Source": [f"{row['source']} {row['note']}".strip() or MISSING for row in rows.to_dict("records")],
        }
    )


def tabulate_class_rules(classes: pd.DataFrame) -> pd.DataFrame:
    """Classes and their rules in words."""
    return pd.DataFrame({"Class": classes["class_label"], "Rule": classes["about"]})


def tabulate_thresholds(facts: Mapping[str, Any]) -> pd.DataFrame:
    """From how many organisations on each kind of figure is shown."""
    return pd.DataFrame(
        {
            "Figure": list(THRESHOLDS.values()),
            "Shown from": [_organisations(facts[f"threshold_{name}"]) for name in THRESHOLDS],
        }
    )


def _organisations(least: int) -> str:
    return "1 organisation" if least == 1 else f"{least} organisations"


def tabulate_contradictions(rows: pd.DataFrame, services: pd.DataFrame) -> pd.DataFrame:
    """Statements of the source report that do not agree; ``services`` gives the labels of their codes."""
    labels = services.drop_duplicates("service_code").set_index("service_code")["label"]
    what = [
        f"{row['what']}: {lowered(labels.get(row['service_code'], row['service_code']))}"
        if row["service_code"]
        else row["what"]
        for row in rows.assign(service_code=rows["service_code"].fillna("")).to_dict("records")
    ]
    return pd.DataFrame(
        {
            "What": what,
            "One place": [_statement(row, "a") for row in rows.to_dict("records")],
            "Another": [_statement(row, "b") for row in rows.to_dict("records")],
            "Used here": [_used(used) for used in rows["used"]],
            "Why": rows["why"],
        }
    )


def _used(used: Any) -> str:
    """A value that is used; shares are kept as 0-1 in the data and printed as percentages."""
    text = str(used)
    return format_share(float(text)) if re.fullmatch(r"0\.\d+", text) else text


def _statement(row: Mapping[str, Any], side: str) -> str:
    return f"{row[f'value_{side}']} ({row[f'where_{side}']})"


def tabulate_sources(rows: pd.DataFrame) -> pd.DataFrame:
    """EU reference tables with where they stand in the report."""
    return pd.DataFrame(
        {
            "Table": rows["title"],
            "Place": rows["page_or_table"],
            "Unit": rows["unit"],
            "Sample": rows["sample"].fillna(MISSING),
            "Date": rows["date"].fillna(MISSING).astype(str),
        }
    )


def tabulate_finding_kinds(rows: pd.DataFrame) -> pd.DataFrame:
    """Findings about answers, by kind."""
    return pd.DataFrame(
        {"Kind": [sentence_start(kind) for kind in rows["kind"]], "Findings": [str(each) for each in rows["count"]]}
    )


def tabulate_findings(rows: pd.DataFrame) -> pd.DataFrame:
    """One organisation's own findings; one that is about several questions is told once."""
    texts = [
        "You sent more than one answer" if kind == "answered twice" else sentence_start(text)
        for kind, text in zip(rows["kind"], rows["problem"], strict=True)
    ]
    questions = [question or "The questionnaire as a whole" for question in rows["question"]]
    table = pd.DataFrame({"Question": questions, "What": texts, "What was done": rows["action"].to_numpy()}, dtype=str)
    told = table.groupby(["What", "What was done"], sort=False)["Question"].agg("; ".join).reset_index()
    return told[list(table.columns)]


def tabulate_named(named: pd.DataFrame, areas: pd.DataFrame) -> pd.DataFrame:
    """Organisations that agreed to be named, by country."""
    labels = areas.set_index("area_code")["area_label"]
    order = {code: place for place, code in enumerate(areas["area_code"])}
    rows = named.sort_values("name", key=lambda names: names.str.casefold())
    rows = rows.sort_values("country_code", key=lambda codes: codes.map(order), kind="stable")
    return pd.DataFrame({"Country": rows["country_code"].map(labels), "Organisation": rows["name"].map(with_latin)})


def tabulate_names(named: pd.DataFrame) -> pd.DataFrame:
    """Organisations of one country that agreed to be named."""
    return pd.DataFrame({"Organisation": [with_latin(name) for name in sorted(named["name"], key=str.casefold)]})
