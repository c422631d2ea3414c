"""What scores are measured against: EU values by indicator, and each organisation's place against them."""

import pandas as pd

from clusterbrief.analysis.aggregation import aggregate_tree
from clusterbrief.analysis.eu import mean_services_per_holder, service_benchmarks
from clusterbrief.study.framework import Framework
from clusterbrief.study.framework_model import EuService
from clusterbrief.study.reference import ReferenceTables


def resolve_benchmarks(framework: Framework, reference: ReferenceTables) -> pd.DataFrame:
    """The benchmark of each indicator, with those that stand in Tables 3 and 4 read from there.

    Returns
    -------
    DataFrame, one row per indicator
        ``node_code``, ``label``, ``parent_code``, ``benchmark`` [0-100 points; NaN where there is none], ``scored``
        (whether scores are measured against it), ``standing``, ``source``, ``note``.
    """
    rows = []
    for indicator in framework.indicators.values():
        benchmark = indicator.benchmark
        points = None
        if benchmark is not None:
            points = benchmark.points if benchmark.eu is None else eu_points(benchmark.eu, reference)
        rows.append(
            {
                "node_code": indicator.code,
                "label": indicator.label,
                "parent_code": indicator.node,
                "benchmark": points,
                "scored": benchmark is not None and benchmark.scored,
                "standing": benchmark.standing if benchmark else "none",
                "source": benchmark.source if benchmark else indicator.no_benchmark_because,
                "note": benchmark.note if benchmark else "",
            }
        )
    return pd.DataFrame(rows).astype({"benchmark": float, "scored": bool})


def eu_points(value: EuService, reference: ReferenceTables) -> float:
    """A value of Table 3 or 4 in points: of a service, the share of labelled organisations with it."""
    services = getattr(reference, value.table)
    holders = reference.holders
    if value.service is None:
        mean = mean_services_per_holder(services, holders)[value.label]
        return float(mean / (value.out_of or len(services)) * 100)
    shares = service_benchmarks(services, holders).set_index("service_code")
    return float(shares.loc[value.service, f"{value.label}_share"] * 100)


def compare_to_benchmarks(scores: pd.DataFrame, benchmarks: pd.DataFrame, framework: Framework) -> pd.DataFrame:
    """Each organisation's nodes against the EU value over the same answered indicators.

    The benchmark of a node is aggregated like its score: with the same weights, over the same answered
    children. Indicators without a scored benchmark take no part, so the score that is compared is the one
    over benchmarked indicators alone.

    Parameters
    ----------
    scores : DataFrame, one row per organisation and node
        As ``score_nodes`` gives it.
    benchmarks : DataFrame, one row per indicator
        As ``resolve_benchmarks`` gives it.
    framework : Framework

    Returns
    -------
    DataFrame, one row per organisation and node
        The columns of ``scores`` and ``comparable_score`` [0-100 points, over benchmarked indicators],
        ``benchmark`` [0-100 points], ``gap`` [points, positive when short of the benchmark] and ``attainment``
        [ratio, not capped]; NaN where the node has no score or no benchmark.
    """
    scored = benchmarks[benchmarks["scored"]].set_index("node_code")["benchmark"]
    if scored.empty:
        return measure(scores.assign(comparable_score=float("nan"), benchmark=float("nan")))
    answered = scores.pivot(index="organisation_code", columns="node_code", values="score")
    answered = answered.reindex(columns=list(framework.nodes["node_code"])).astype(float)
    tree = _tree_of(list(scored.index), framework.nodes)
    own = pd.concat([_aggregate_level(level, answered, scored, tree) for level in tree["level"].unique()])
    keys = ["organisation_code", "node_code"]
    compared = scores.merge(own, on=keys, how="left", validate="1:1")
    without = compared["score"].isna() | compared["benchmark"].isna() | (compared["benchmark"] == 0)
    columns = ["comparable_score", "benchmark"]
    compared[columns] = compared[columns].mask(without)
    return measure(compared)


def measure(compared: pd.DataFrame) -> pd.DataFrame:
    """Add ``gap`` and ``attainment`` to a table that has ``comparable_score`` and ``benchmark``.

    >>> measure(pd.DataFrame({"comparable_score": [40.0], "benchmark": [80.0]}))
       comparable_score  benchmark   gap  attainment
    0              40.0       80.0  40.0         0.5
    """
    return compared.assign(
        gap=compared["benchmark"] - compared["comparable_score"],
        attainment=compared["comparable_score"] / compared["benchmark"].where(compared["benchmark"] > 0),
    )


def _aggregate_level(level: str, answered: pd.DataFrame, scored: pd.Series, tree: pd.DataFrame) -> pd.DataFrame:
    """The nodes of one level over the indicators that count there, and the benchmark over the same ones.

    A node left out for low coverage takes its indicators with it: out of the nodes above, not out of its own.
    """
    parents = tree.set_index("node_code")["parent_code"]
    nodes = set(tree.loc[tree["level"] == level, "node_code"])
    present = {code: column.to_numpy() for code, column in answered.notna().items()}
    counts = {}
    for code in scored.index:
        node, counts[code] = code, present[code]
        while node and node not in nodes:
            counts[code] = counts[code] & present[node]
            node = parents[node]
    counted = answered[list(scored.index)].where(pd.DataFrame(counts, index=answered.index))
    marks = counted.notna().astype(float).mul(scored).where(counted.notna())
    keys = {"unit_code": "organisation_code", "score": "comparable_score"}
    rows = aggregate_tree(counted, tree).rename(columns=keys).drop(columns="coverage")
    rows["benchmark"] = aggregate_tree(marks, tree)["score"].to_numpy()
    rows = rows.astype({"organisation_code": str, "node_code": str})  # also where there are no rows
    return rows[rows["node_code"].isin(nodes)]


def _tree_of(leaves: list[str], nodes: pd.DataFrame) -> pd.DataFrame:
    """The nodes that have one of these leaves below them."""
    parents = nodes.set_index("node_code")["parent_code"]
    kept = set(leaves)
    for leaf in leaves:
        parent = parents[leaf]
        while parent:
            kept.add(parent)
            parent = parents[parent]
    return nodes[nodes["node_code"].isin(kept)]
